//! What is stated where the bug is a weakness: which it is, and what a step did about its root cause.
//!
//! The root cause is the place where a guard was. Its consequences show elsewhere, and there they can be hidden one by one:
//! whoever writes there has missed it, whatever the tests say.

use super::{
    files::Changes,
    places::{self, Touched},
    types::{Def, site_fact},
};
use truestep_core::truth::{Detail, FactSet};

/// The weakness that the bug is, if it is one.
fn of_bug(def: &Def) -> Option<&'static str> {
    def.gold.operators.first()?.weakness()
}

/// Which weakness it is.
pub(super) fn of_state(def: &Def, out: &mut Vec<Detail>) {
    out.extend(of_bug(def).map(|weakness| Detail::new("weakness", weakness)));
}

/// What a step did about its root cause: showed it first, put the guard back, wrote there otherwise, or wrote to the package
/// elsewhere; nothing where it did none of these.
pub(super) fn of_step(
    def: &Def,
    gained: FactSet,
    (before, after): (&Changes, &Changes),
    touched: &[Touched],
    out: &mut Vec<Detail>,
) {
    if of_bug(def).is_none() {
        return;
    }
    let is_gold = |site: usize| def.sites[site].is_gold();
    let mut here = touched
        .iter()
        .filter(|place| is_gold(place.site))
        .peekable();
    let said = if here.peek().is_some() {
        let mended = here.all(|place| place.is == Some(def.sites[place.site].right));
        if mended { "mended" } else { "rewritten" }
    } else if !places::rewritten(def, before, after).is_empty() {
        "missed"
    } else if (0..def.sites.len()).any(|site| is_gold(site) && gained.contains(site_fact(site))) {
        "shown"
    } else {
        return;
    };
    out.push(Detail::new("root_cause", said));
}
