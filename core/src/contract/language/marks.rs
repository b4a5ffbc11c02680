//! Rules about marks: blanks, pairs, punctuation, placeholders, the beginning and the end of a sentence.

use super::{Fault, Rule, exceptions::ABBREVIATIONS};

/// Characters shown on either side of what is wrong.
const AROUND: usize = 16;

/// The words around byte `at`.
fn excerpt(text: &str, at: usize) -> String {
    let before = text[..at].chars().rev().take(AROUND).count();
    let start = text[..at]
        .char_indices()
        .rev()
        .take(before)
        .last()
        .map_or(at, |(i, _)| i);
    text[start..].chars().take(2 * AROUND).collect()
}

fn push(faults: &mut Vec<Fault>, rule: Rule, text: &str, at: usize) {
    faults.push(Fault {
        rule,
        excerpt: excerpt(text, at),
    });
}

/// Two blanks between words, or one at the end. Blanks in front are an indentation.
pub(super) fn blanks(line: &str, faults: &mut Vec<Fault>) {
    let inner = line.trim_start_matches(' ');
    if let Some(at) = inner.find("  ") {
        push(faults, Rule::Blank, inner, at);
    } else if inner.ends_with([' ', '\t']) {
        push(faults, Rule::Blank, inner, inner.len() - 1);
    }
}

/// Brackets nested, quotation marks and backticks in pairs, each with something inside.
pub(super) fn pairs(line: &str, faults: &mut Vec<Fault>) {
    let mut open = vec![];
    for (at, mark) in line.char_indices() {
        match mark {
            '(' | '[' | '{' => open.push((mark, at)),
            ')' | ']' | '}' => {
                let partner = match mark {
                    ')' => '(',
                    ']' => '[',
                    _ => '{',
                };
                match open.pop() {
                    Some((found, from)) if found == partner && from + 1 < at => {}
                    _ => return push(faults, Rule::Unbalanced, line, at),
                }
            }
            _ => {}
        }
    }
    if let Some((_, at)) = open.first() {
        return push(faults, Rule::Unbalanced, line, *at);
    }
    for mark in ['"', '`'] {
        let places: Vec<usize> = line.match_indices(mark).map(|(at, _)| at).collect();
        let empty = places
            .chunks(2)
            .find(|pair| pair.len() == 1 || pair[0] + 1 == pair[1]);
        if let Some(pair) = empty {
            push(faults, Rule::Unbalanced, line, pair[0]);
        }
    }
}

/// A mark after a blank, two marks in a row, or a word right after a comma.
pub(super) fn punctuation(line: &str, faults: &mut Vec<Fault>) {
    let line = &without_quotations(line);
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    for pair in letters.windows(2) {
        let ((at, first), (_, second)) = (pair[0], pair[1]);
        let wrong = match (first, second) {
            (' ', ',' | ';' | '?' | '!') => true,
            (',' | ';', ',' | ';' | '.' | '?' | '!' | ':') => true,
            ('?' | '!', '.' | ',' | ';') | (':', ',' | ';' | '.') => true,
            ('.', '.' | ',' | ';' | '?') => {
                !line[at..].starts_with("...") && !line[..at].ends_with('.')
            }
            (',' | ';', letter) => letter.is_alphabetic(),
            _ => false,
        };
        if wrong {
            return push(faults, Rule::Punctuation, line, at);
        }
    }
    // A full stop after a blank, unless it begins a number or a file's name: " .5", " .git".
    if let Some(at) = line.find(" .")
        && !line[at + 2..].starts_with(|c: char| c.is_alphanumeric())
        && !line[at + 1..].starts_with("...")
    {
        push(faults, Rule::Punctuation, line, at);
    }
}

/// `{}`, `{name}`, and values as a debugger writes them.
pub(super) fn placeholders(line: &str, faults: &mut Vec<Fault>) {
    for (at, _) in line.match_indices('{') {
        let inside = line[at + 1..].split('}').next().unwrap_or_default();
        let is_slot = inside.chars().all(|c| c.is_alphanumeric() || c == '_');
        if is_slot && line[at + 1..].contains('}') {
            return push(faults, Rule::Placeholder, line, at);
        }
    }
    let raw = ["Some(", "Ok(", "Err(", "NaN", "TODO"];
    if let Some(at) = raw.iter().find_map(|word| line.find(word)) {
        push(faults, Rule::Placeholder, line, at);
    }
}

/// The text with every quotation, marks included, as one capital letter: whatever is quoted counts as a name.
fn without_quotations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside: Option<char> = None;
    for letter in text.chars() {
        match inside {
            Some(mark) if letter == mark => inside = None,
            Some(_) => {}
            None if letter == '"' || letter == '`' => {
                out.push('Q');
                inside = Some(letter);
            }
            None => out.push(letter),
        }
    }
    out
}

/// Every sentence begins with a capital letter, a number or a quotation.
pub(super) fn capitals(text: &str, faults: &mut Vec<Fault>) {
    let text = &without_quotations(text);
    let mut starts = vec![0];
    for (at, _) in text.match_indices(['.', '?', '!']) {
        let before = text[..at].rsplit([' ', '(']).next().unwrap_or_default();
        let is_end = text[at + 1..].starts_with([' ', '\n']);
        let is_ellipsis = text[..at].ends_with('.');
        if is_end && !is_ellipsis && !ABBREVIATIONS.contains(&before.to_lowercase().as_str()) {
            starts.push(at + 1);
        }
    }
    for start in starts {
        let sentence = text[start..].trim_start_matches([' ', '\n', '(', '-']);
        if sentence.starts_with(char::is_lowercase) {
            push(faults, Rule::Capital, text, text.len() - sentence.len());
        }
    }
}

/// The last sentence ends.
pub(super) fn full_stop(text: &str, faults: &mut Vec<Fault>) {
    let text = text.trim_end();
    let bare = text.trim_end_matches(['"', ')', '”']);
    if !bare.ends_with(['.', '?', '!']) {
        push(faults, Rule::FullStop, text, text.len());
    }
}
