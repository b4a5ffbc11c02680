//! What the original tests say of a package, and whether they say anything.

use super::{
    allowed::{self, Breach},
    decoy,
    files::Tree,
    given::ProjectFiles,
    guest::{Guest, Tried},
    places, rules,
    types::{Def, Judged, Origin, State, Void},
};
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::{model::HostFault, truth::FactSet};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What the original tests say of the package of a state.
///
/// One of the agent's own has to keep to what packages may use.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(super) fn judged(def: &Def, guest: &Guest, state: &State) -> Result<Judged, HostFault> {
    let tree = rules::tree(def, state)?;
    // Of an instance from elsewhere the verdict is its format's: what its tests say.
    if !def.own_package(&state.changes) || def.origin != Origin::Drawn {
        return said(def, guest, &tree);
    }
    let breach = allowed::breach(def, &tree);
    let forbidden = Judged::void(def.ids.len(), Void::Forbidden);
    if let Some(Breach::Uses(_)) = breach {
        return Ok(forbidden);
    }
    let judged = held(def, guest, &tree)?;
    // Of what cannot be read nobody can say that it passes.
    let is_unread = breach.is_some() && !asked(def, &judged).is_empty();
    Ok(if is_unread { forbidden } else { judged })
}

/// The fewest places with whose right lines a package of the agent's own passes, which does not pass as it is: then the plan
/// leads on from there.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(super) fn carried(
    def: &Def,
    guest: &Guest,
    state: &State,
) -> Result<Option<FactSet>, HostFault> {
    /// Places whose every choice is tried; of more, all together.
    const MOST: usize = 3;
    let is_plain = def.ways(&state.changes).is_some()
        || def.tests_changed(&state.changes)
        || !def.is_planned();
    if state.judged.right() || is_plain {
        return Ok(None);
    }
    let wrong = places::wrong(def, &state.changes);
    let some = |chosen: usize| {
        let each = wrong.iter().enumerate();
        let each = each.filter(|(at, _)| chosen >> at & 1 == 1);
        each.fold(FactSet::default(), |some, (_, site)| some.with(*site))
    };
    let mut choices: Vec<FactSet> = match wrong.len() {
        0 => vec![],
        few @ ..=MOST => (1..1 << few).map(some).collect(),
        _ => vec![wrong.iter().fold(FactSet::default(), |all, s| all.with(*s))],
    };
    choices.sort_by_key(|sites| sites.len());
    for sites in choices {
        let Some(mended) = places::mended(def, &state.changes, sites) else {
            continue;
        };
        let mended = State {
            changes: Arc::new(mended),
            ..state.clone()
        };
        if judged(def, guest, &mended)?.right() {
            return Ok(Some(sites));
        }
    }
    Ok(None)
}

/// What the tests say of the package of a tree, held against suites that have to fail: of those shown ones that failed at the
/// start, and where it passes all tests, of hidden ones.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(super) fn held(def: &Def, guest: &Guest, tree: &Tree) -> Result<Judged, HostFault> {
    let judged = said(def, guest, tree)?;
    let asked = asked(def, &judged);
    if asked.is_empty() {
        return Ok(judged);
    }
    let key = def.graded(tree).key().to_le_bytes();
    let draw = xxh3_64_with_seed(&key, def.order.0 as u64);
    for suite in decoy::suites(def, guest, &asked, judged.right(), draw)? {
        let files = ProjectFiles::graded(&suite.start, tree, &def.package);
        let report = guest.test(&files, &suite.all)?;
        let is_forged = |test: &Tried| test.passed && suite.ids.contains(&test.id);
        if report.tests.iter().any(is_forged) {
            return Ok(Judged::void(def.ids.len(), Void::Forged));
        }
    }
    Ok(judged)
}

/// The tests that a package of the agent's own has to be held against.
fn asked<'d>(def: &'d Def, judged: &Judged) -> BTreeSet<&'d String> {
    let all = judged.all();
    let is_asked = |test: &usize| all || judged.passes(*test) && !def.judged.passes(*test);
    let tests = (0..def.ids.len()).filter(is_asked);
    tests.map(|test| &def.ids[test]).collect()
}

/// What the original tests say of the package of a tree, and where all pass the hidden ones, in an instance of their own.
fn said(def: &Def, guest: &Guest, tree: &Tree) -> Result<Judged, HostFault> {
    let report = guest.test(&def.graded(tree), &def.ids)?;
    let mut judged = Judged::of(report.tests.iter().map(|test| test.passed));
    if let Some(hidden) = def.hidden.as_ref().filter(|_| judged.all()) {
        judged.hidden = Some(hidden.count(guest, tree, &def.package)?);
    }
    Ok(judged)
}
