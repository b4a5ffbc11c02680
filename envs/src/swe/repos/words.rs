//! What a skeleton leaves open, and what a seed puts there.
//!
//! One declaration a line; each draws from a stream of its own, so that a new one changes no other:
//! - `pick NAME, NAME: a, b | c, d` - one of the rows, its cells under the names;
//! - `word NAME: SINGULAR PLURAL | ...` - a noun in all its forms: `item`, `items`, `Item`, `Items`, `ITEM`, `ITEMS`,
//!   `a_item`, `A_item`;
//! - `some NAME N: a | b | ...` - N different ones in drawn order, as `NAME1` to `NAMEn`;
//! - `num NAME: LOW..HIGH step S` - an integer, both ends included;
//! - `flag NAME: A/B` - an optional feature that A of B projects have.

use super::{RepoError, Skeleton};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::chance::{Chance, Sampled, Seed};

/// The values of all holes, and the features that are there.
#[derive(Debug, Default)]
pub(super) struct Words {
    values: BTreeMap<String, String>,
    flags: BTreeSet<String>,
    known_flags: BTreeSet<String>,
}

impl Words {
    /// Draws everything that `skeleton` leaves open.
    pub(super) fn draw(skeleton: &'static Skeleton, seed: Seed) -> Result<Self, RepoError> {
        Self::declared(skeleton, |words, line| {
            words.declare(line, &streams(skeleton, seed))
        })
    }

    /// The same, but what the package is not written with is drawn from another seed.
    pub(super) fn draw_some(
        skeleton: &'static Skeleton,
        seed: Seed,
        other: Seed,
    ) -> Result<Self, RepoError> {
        let used = used(skeleton.source);
        Self::declared(skeleton, |words, line| {
            let mut anew = Self::default();
            anew.declare(line, &streams(skeleton, other))?;
            let mut names = anew.values.keys().chain(&anew.known_flags);
            if names.any(|name| used.contains(name.as_str())) {
                return words.declare(line, &streams(skeleton, seed));
            }
            words.values.append(&mut anew.values);
            words.flags.append(&mut anew.flags);
            words.known_flags.append(&mut anew.known_flags);
            Ok(())
        })
    }

    /// All declarations of a skeleton, each by `declare`.
    fn declared(
        skeleton: &'static Skeleton,
        mut declare: impl FnMut(&mut Self, &str) -> Result<(), String>,
    ) -> Result<Self, RepoError> {
        let mut words = Self::default();
        for (index, line) in skeleton.words.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            declare(&mut words, line).map_err(|problem| RepoError::Skeleton {
                skeleton: skeleton.name,
                line: index + 1,
                problem,
            })?;
        }
        Ok(words)
    }

    /// The value of a hole.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether an optional feature is there; none if no such feature was declared.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.known_flags
            .contains(name)
            .then(|| self.flags.contains(name))
    }

    /// Reads one declaration and draws it.
    fn declare<C: Chance>(&mut self, line: &str, stream: &dyn Fn(&str) -> C) -> Result<(), String> {
        let (head, body) = line
            .split_once(':')
            .ok_or("expected `KIND NAME: VALUES`, there is no colon")?;
        let (kind, name) = head
            .split_once(' ')
            .ok_or("expected a kind and a name before the colon")?;
        let (name, mut chance) = (name.trim(), stream(name.trim()));
        match kind {
            "pick" | "word" => {
                let rows = split(body, '|')?;
                // Every row is looked at, so that a mistake shows whatever is drawn; the drawn one stays.
                for row in rows.iter().chain([&one_of(&rows, &mut chance)]) {
                    match kind {
                        "pick" => self.row(name, row)?,
                        _ => self.noun(name, row)?,
                    }
                }
                Ok(())
            }
            "some" => self.some(name, body, &mut chance),
            "num" => self.number(name, body, &mut chance),
            "flag" => self.feature(name, body, &mut chance),
            other => Err(format!(
                "unknown kind `{other}`: expected pick, word, some, num or flag"
            )),
        }
    }

    /// The cells of a drawn row under their names.
    fn row(&mut self, names: &str, row: &str) -> Result<(), String> {
        let names = split(names, ',')?;
        let cells = if names.len() == 1 {
            vec![row.to_owned()]
        } else {
            split(row, ',')?
        };
        if names.len() != cells.len() {
            return Err(format!(
                "{} names but the row `{row}` has {} cells",
                names.len(),
                cells.len()
            ));
        }
        self.values.extend(names.into_iter().zip(cells));
        Ok(())
    }

    /// A noun in all its forms.
    fn noun(&mut self, name: &str, row: &str) -> Result<(), String> {
        let (one, many) = row
            .split_once(' ')
            .ok_or_else(|| format!("`{row}` needs a singular and a plural"))?;
        let article = if one.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        let forms = [
            (name.to_owned(), one.to_owned()),
            (format!("{name}s"), many.to_owned()),
            (capital(name), capital(one)),
            (format!("{}s", capital(name)), capital(many)),
            (name.to_uppercase(), one.to_uppercase()),
            (format!("{}S", name.to_uppercase()), many.to_uppercase()),
            (format!("a_{name}"), format!("{article} {one}")),
            (format!("A_{name}"), format!("{} {one}", capital(article))),
        ];
        self.values.extend(forms);
        Ok(())
    }

    /// Some different ones in drawn order.
    fn some(&mut self, head: &str, body: &str, chance: &mut impl Chance) -> Result<(), String> {
        let (name, count) = head
            .split_once(' ')
            .and_then(|(name, count)| Some((name, count.trim().parse::<usize>().ok()?)))
            .ok_or("expected `some NAME COUNT`")?;
        let mut rest = split(body, '|')?;
        if rest.len() < count {
            return Err(format!("{count} wanted of {} values", rest.len()));
        }
        for number in 1..=count {
            let drawn = rest.remove(chance.below(rest.len() as u32) as usize);
            self.values.insert(format!("{name}{number}"), drawn);
        }
        Ok(())
    }

    /// An integer of a range.
    fn number(&mut self, name: &str, body: &str, chance: &mut impl Chance) -> Result<(), String> {
        let (range, step) = body.split_once("step").unwrap_or((body, "1"));
        let bounds = range.split_once("..").and_then(|(low, high)| {
            let low = low.trim().parse::<i64>().ok()?;
            let high = high.trim().parse::<i64>().ok()?;
            let step = step.trim().parse::<i64>().ok()?;
            (low <= high && step > 0 && (high - low) / step < i64::from(u32::MAX))
                .then_some((low, high, step))
        });
        let (low, high, step) = bounds.ok_or("expected `LOW..HIGH step S` with integers")?;
        let choices = (high - low) / step + 1;
        let drawn = low + step * i64::from(chance.below(choices as u32));
        self.values.insert(name.to_owned(), drawn.to_string());
        Ok(())
    }

    /// An optional feature.
    fn feature(&mut self, name: &str, body: &str, chance: &mut impl Chance) -> Result<(), String> {
        let (with, of) = body
            .split_once('/')
            .and_then(|(a, b)| Some((a.trim().parse::<u32>().ok()?, b.trim().parse::<u32>().ok()?)))
            .filter(|(with, of)| *of > 0 && with <= of)
            .ok_or("expected `A/B` with A at most B")?;
        self.known_flags.insert(name.to_owned());
        if chance.below(of) < with {
            self.flags.insert(name.to_owned());
        }
        Ok(())
    }
}

/// The streams that the declarations of a skeleton draw from.
fn streams(skeleton: &'static Skeleton, seed: Seed) -> impl Fn(&str) -> Sampled {
    move |label| {
        seed.stream(&format!("swe/repos/{}/{label}", skeleton.name))
            .sampled()
    }
}

/// The names in the holes and in the conditions of a text.
fn used(text: &str) -> BTreeSet<&str> {
    let holes = text.split('«').skip(1);
    let holes = holes.filter_map(|part| Some(part.split_once('»')?.0));
    let conditions = text.lines().filter_map(|line| {
        let directive = line.trim_start().strip_prefix("%%")?.trim_start();
        directive
            .strip_prefix("if ")
            .or_else(|| directive.strip_prefix("unless "))
    });
    let is_other = |c: char| !c.is_alphanumeric() && c != '_';
    holes
        .chain(conditions)
        .flat_map(|part| part.split(is_other))
        .collect()
}

/// The parts of a list, without blanks around them.
fn split(text: &str, at: char) -> Result<Vec<String>, String> {
    let parts: Vec<String> = text.split(at).map(|part| part.trim().to_owned()).collect();
    if parts.iter().any(String::is_empty) {
        return Err(format!("a part of `{}` is empty", text.trim()));
    }
    Ok(parts)
}

/// One of some.
fn one_of(some: &[String], chance: &mut impl Chance) -> String {
    some[chance.below(some.len() as u32) as usize].clone()
}

/// With a capital letter.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
