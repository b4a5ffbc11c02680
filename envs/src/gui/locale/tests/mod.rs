//! What locales promise.

mod played;
mod shown;

use super::{NAMES, Tongue, phrases, table};
use std::collections::{BTreeMap, BTreeSet};

const FILES: [(&str, &str); 2] = [
    ("de", include_str!("../de.txt")),
    ("he", include_str!("../he.txt")),
];

/// The names between braces, in order.
fn names(phrase: &str) -> BTreeSet<&str> {
    let parts = phrase.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn everything_that_a_device_says_has_words_in_every_locale_and_nothing_else_has() {
    let mut wrong = vec![];
    for (name, file) in FILES {
        let tongue = Tongue::named(name).unwrap();
        let mut unused: BTreeMap<_, _> = BTreeMap::new();
        for (english, place, shown) in table::entries(file) {
            if shown.trim().is_empty() || names(shown) != names(english) {
                wrong.push(format!("{name}: bad `{english}` = `{shown}`"));
            }
            if unused.insert((english, place), shown).is_some() {
                wrong.push(format!("{name}: twice `{english}` {place:?}"));
            }
        }
        let lines = file
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(
            lines.count(),
            table::entries(file).count(),
            "{name}: a line is no entry"
        );
        let kept: BTreeSet<_> = unused.keys().copied().collect();
        for (places, english) in phrases::all() {
            if tongue.find(&places, english).is_none() {
                wrong.push(format!("{name}: missing `{english}` at {places:?}"));
            }
            let mut own = places.iter().map(|place| (english, Some(*place)));
            let found = own.find(|key| kept.contains(key));
            unused.remove(&found.unwrap_or((english, None)));
        }
        wrong.extend(unused.keys().map(|key| format!("{name}: unused {key:?}")));
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} wrong",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn a_locale_has_a_name_by_which_it_is_found() {
    for name in NAMES {
        assert!(Tongue::named(name).is_some(), "{name}");
    }
    assert!(Tongue::named("fr").is_none());
}
