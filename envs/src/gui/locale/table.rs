//! A table of phrases, a line each: the English one, behind a bar the place where it stands if that matters, behind an equals
//! sign the translation. `Call | button = Anrufen`. Empty lines and those that begin with `#` are for people.

use rustc_hash::FxHashMap;

/// What an English phrase comes to.
#[derive(Debug, Default)]
struct Phrase {
    /// Anywhere.
    anywhere: Option<&'static str>,
    /// In some places.
    there: Vec<(&'static str, &'static str)>,
}

/// The phrases of a language, by the English ones.
#[derive(Debug, Default)]
pub(super) struct Table(FxHashMap<&'static str, Phrase>);

/// A line: the English phrase, the place, the translation.
pub(super) type Entry = (&'static str, Option<&'static str>, &'static str);

/// The lines of a file.
pub(super) fn entries(text: &'static str) -> impl Iterator<Item = Entry> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let (key, shown) = line.split_once(" = ")?;
        Some(match key.split_once(" | ") {
            Some((english, place)) => (english, Some(place), shown),
            None => (key, None, shown),
        })
    })
}

impl Table {
    /// Read a file.
    pub(super) fn read(text: &'static str) -> Self {
        let mut table = Self::default();
        for (english, place, shown) in entries(text) {
            let phrase = table.0.entry(english).or_default();
            match place {
                Some(place) => phrase.there.push((place, shown)),
                None => phrase.anywhere = Some(shown),
            }
        }
        table
    }

    /// What a phrase comes to in the first of these places that it has words of its own for.
    pub(super) fn find(&self, places: &[&str], english: &str) -> Option<&'static str> {
        let phrase = self.0.get(english)?;
        let there = places.iter().find_map(|place| {
            let mut own = phrase.there.iter();
            own.find(|(there, _)| there == place)
        });
        there.map(|(_, shown)| *shown).or(phrase.anywhere)
    }
}
