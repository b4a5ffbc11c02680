//! What no test of either suite asks for.

use super::{Drawn, package, tree};
use crate::swe::{
    bugs::{Shape, Vagueness, candidates},
    given::ProjectFiles,
    guest::Guest,
    hidden::Hidden,
    repos::{GUARDED, SKELETONS, draw},
};
use std::{collections::BTreeMap, env};
use truestep_core::chance::Seed;

/// Mistakes that may go unnoticed, of a hundred: those that make no difference are among them.
const UNNOTICED_PERCENT: usize = 12;

/// Mistakes of each skeleton that are tried, as `TRUESTEP_MISTAKES` says, and prints those that nothing notices:
/// `TRUESTEP_SKELETON` names one skeleton.
#[test]
#[ignore = "opens the guest"]
fn few_mistakes_are_noticed_by_neither_suite() {
    let most = env::var("TRUESTEP_MISTAKES").map_or(40, |text| text.parse().unwrap());
    let named = env::var("TRUESTEP_SKELETON").ok();
    let guest = Guest::open().unwrap();
    let mut shares = BTreeMap::new();
    for skeleton in SKELETONS.iter().chain(GUARDED) {
        if named.as_ref().is_some_and(|name| *name != skeleton.name) {
            continue;
        }
        let drawn = Drawn {
            skeleton,
            vagueness: Vagueness::Clear,
            seed: Seed(5),
        };
        let repository = draw(skeleton, drawn.seed).unwrap();
        let tests = repository.tests().unwrap();
        let ids: Vec<String> = tests.into_iter().map(|test| test.id).collect();
        let hidden = Hidden::written(&guest, &repository, &drawn)
            .unwrap()
            .unwrap();
        let package = package(&repository);
        let (mut tried, mut unnoticed, mut by_hidden) = (0, 0, 0);
        let singles = candidates(&repository, Shape::Single, drawn.seed).unwrap();
        for mistake in singles.iter().take(most) {
            let Some(start) = tree(&repository, Some(mistake)) else {
                continue;
            };
            tried += 1;
            let shown = ProjectFiles::project(&start);
            let report = guest.test_until(&shown, &ids, 1).unwrap();
            if !report.all_pass() {
                continue;
            }
            let graded = ProjectFiles::graded(hidden.start(), &start, &package);
            let report = guest.test_until(&graded, hidden.ids(), 1).unwrap();
            if report.tests.iter().any(|test| !test.passed) {
                by_hidden += 1;
                continue;
            }
            unnoticed += 1;
            let gold = mistake.gold(&repository);
            eprintln!("-- {}: {:?}\n{}", skeleton.name, gold.operators, gold.patch);
        }
        eprintln!(
            "{}: of {tried} {by_hidden} by hidden tests alone, {unnoticed} by none",
            skeleton.name
        );
        shares.insert(skeleton.name, (unnoticed, tried));
    }
    for (name, (unnoticed, tried)) in shares {
        assert!(
            unnoticed * 100 <= tried * UNNOTICED_PERCENT,
            "{name}: {unnoticed} of {tried}"
        );
    }
}
