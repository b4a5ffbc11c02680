//! `{a,b}` and `{1..9}`: one word that becomes several, before anything else is done with it.

use super::ast::{Part, Word};

/// How many words one word may become.
const MAX_WORDS: usize = 4_096;
/// How many signs all words of one list may have together.
const MAX_TOTAL: usize = 200_000;
/// The longest word in which braces are looked for.
const MAX_SIGNS: usize = 2_000;
/// How deep braces may stand in one another.
const MAX_DEPTH: usize = 20;

/// A word as signs that may be braces and parts that are not.
#[derive(Clone)]
enum Atom {
    Sign(char),
    Part(Part),
}

/// The words that a word stands for; itself if nothing in it is a list.
pub(super) fn expand(word: &Word) -> Vec<Word> {
    let listed = |part: &Part| matches!(part, Part::Text(text) if text.contains('{'));
    if !word.0.iter().any(listed) {
        return vec![word.clone()];
    }
    let mut atoms = vec![];
    for part in &word.0 {
        match part {
            Part::Text(text) => atoms.extend(text.chars().map(Atom::Sign)),
            other => atoms.push(Atom::Part(other.clone())),
        }
    }
    expanded(&atoms, 0)
        .into_iter()
        .map(|atoms| word_of(&atoms))
        .collect()
}

fn word_of(atoms: &[Atom]) -> Word {
    let mut parts: Vec<Part> = vec![];
    for atom in atoms {
        match (atom, parts.last_mut()) {
            (Atom::Sign(c), Some(Part::Text(text))) => text.push(*c),
            (Atom::Sign(c), _) => parts.push(Part::Text(c.to_string())),
            (Atom::Part(part), _) => parts.push(part.clone()),
        }
    }
    Word(parts)
}

fn is(atom: &Atom, sign: char) -> bool {
    matches!(atom, Atom::Sign(c) if *c == sign)
}

fn expanded(atoms: &[Atom], depth: usize) -> Vec<Vec<Atom>> {
    if depth < MAX_DEPTH && atoms.len() <= MAX_SIGNS {
        for open in (0..atoms.len()).filter(|i| is(&atoms[*i], '{')) {
            let Some((choices, close)) = choices(atoms, open) else {
                continue;
            };
            let ends = expanded(&atoms[close + 1..], depth + 1);
            let (mut words, mut total) = (vec![], 0);
            for choice in &choices {
                for middle in expanded(choice, depth + 1) {
                    for end in &ends {
                        total += open + middle.len() + end.len();
                        if words.len() >= MAX_WORDS || total > MAX_TOTAL {
                            return words;
                        }
                        words.push([&atoms[..open], &middle, end].concat());
                    }
                }
            }
            return words;
        }
    }
    vec![atoms.to_vec()]
}

/// What the braces that open here offer, and where they close; `None`: they are plain text.
fn choices(atoms: &[Atom], open: usize) -> Option<(Vec<Vec<Atom>>, usize)> {
    let mut depth = 0_usize;
    let mut from = open + 1;
    let mut list: Vec<Vec<Atom>> = vec![];
    for at in open + 1..atoms.len() {
        if is(&atoms[at], '{') {
            depth += 1;
        } else if is(&atoms[at], '}') && depth > 0 {
            depth -= 1;
        } else if is(&atoms[at], ',') && depth == 0 {
            list.push(atoms[from..at].to_vec());
            from = at + 1;
        } else if is(&atoms[at], '}') {
            if list.is_empty() {
                return sequence(&atoms[from..at]).map(|list| (list, at));
            }
            list.push(atoms[from..at].to_vec());
            return Some((list, at));
        }
    }
    None
}

/// `1..9`, `9..1..2`, `a..e`.
fn sequence(atoms: &[Atom]) -> Option<Vec<Vec<Atom>>> {
    let mut text = String::new();
    for atom in atoms {
        match atom {
            Atom::Sign(c) => text.push(*c),
            Atom::Part(_) => return None,
        }
    }
    let parts: Vec<&str> = text.split("..").collect();
    let (first, last, step) = match parts[..] {
        [first, last] => (first, last, "1"),
        [first, last, step] => (first, last, step),
        _ => return None,
    };
    let step = step.parse::<i64>().ok()?.unsigned_abs().clamp(1, 1 << 40) as i64;
    let letter = |text: &str| match text.as_bytes() {
        [b] if b.is_ascii_alphabetic() => Some(i64::from(*b)),
        _ => None,
    };
    let written: Vec<String> = if let (Some(a), Some(b)) = (letter(first), letter(last)) {
        steps(a, b, step)
            .map(|n| char::from(n as u8).to_string())
            .collect()
    } else {
        let (a, b) = (first.parse::<i64>().ok()?, last.parse::<i64>().ok()?);
        let padded = [first, last].iter().any(|t| {
            let digits = t.trim_start_matches('-');
            digits.len() > 1 && digits.starts_with('0')
        });
        let width = if padded {
            first.len().max(last.len()).min(20)
        } else {
            0
        };
        steps(a, b, step).map(|n| format!("{n:0width$}")).collect()
    };
    let atoms = |text: String| text.chars().map(Atom::Sign).collect();
    Some(written.into_iter().map(atoms).collect())
}

/// From `a` to `b`, at most [`MAX_WORDS`] of them.
fn steps(a: i64, b: i64, step: i64) -> impl Iterator<Item = i64> {
    let signed = i128::from(if a <= b { step } else { -step });
    let count = (i128::from(b) - i128::from(a)) / signed;
    (0..=count.min(MAX_WORDS as i128 - 1)).map(move |i| (i128::from(a) + i * signed) as i64)
}
