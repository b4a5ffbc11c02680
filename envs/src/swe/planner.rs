//! Distances: fewest steps to the right end, exact at any size.
//!
//! What is known only grows; which windows show what was worked out when the task was made, and so was which choice of ways
//! is right. So the steps that are left are the names of files, the windows that show what is not known yet - the fewest
//! that cover it -, a run of the tests where the issue does not say what fails, one edit for each site that is not right,
//! a run that shows that all tests pass, and the end. A package of the agent's own is right as it stands, or is put back
//! first.

use super::types::{Action, Def, Look, NAMES, SUITE, State, TEST, absolute, site_fact};
use truestep_core::truth::{Distance, FactSet};

/// What of a state distances depend on.
#[derive(Clone, Debug)]
struct Outline {
    known: FactSet,
    /// Nothing where package or tests are changed in the agent's own way, and the plan does not lead on from there.
    ways: Option<Vec<usize>>,
    /// What can be opened; after everything was put back, the plan's.
    looks: Vec<Look>,
    /// Whether the tests pass that are shown, and whether the hidden ones do too.
    passes: bool,
    right: bool,
    verified: bool,
    ended: Option<bool>,
}

impl Outline {
    fn of(def: &Def, state: &State) -> Self {
        Self {
            known: state.known,
            ways: def.plan_ways(state),
            looks: def.looks_in(state).into_owned(),
            passes: state.judged.all(),
            right: state.judged.right(),
            verified: state.verified,
            ended: state.ended,
        }
    }
}

/// The facts that the right end rests on, and the names, in order.
pub(super) fn facts(def: &Def) -> impl Iterator<Item = usize> {
    def.evidence
        .with(NAMES)
        .iter()
        .collect::<Vec<_>>()
        .into_iter()
}

/// Fewest steps to the right end over supported actions.
pub(super) fn distance(def: &Def, state: &State) -> Distance {
    supported(def, &Outline::of(def, state))
}

fn supported(def: &Def, outline: &Outline) -> Distance {
    match outline.ended {
        Some(true) => return Distance::Steps(0),
        Some(false) => return Distance::Never,
        None => {}
    }
    if !outline.right && !def.is_planned() {
        return Distance::NotComputed;
    }
    // However it came to pass: what an end rests on is asked for before lines are written.
    Distance::Steps(match outline.right {
        true => u32::from(!outline.verified) + 1,
        false => rest(def, outline) + 2,
    })
}

/// Fewest steps until all sites are right: looks, a run and edits, from ways or after putting everything back.
fn rest(def: &Def, outline: &Outline) -> u32 {
    let from = |places: &[Look], ways: &[usize]| {
        let missing = missing(def, outline.known, ways);
        let looks = looks(places, outline.known, missing);
        looks + u32::from(missing.contains(SUITE)) + def.wrong(ways)
    };
    // What can be opened here can be opened before all is put back, too.
    let before = match outline.looks == def.looks {
        true => vec![],
        false => outline.looks.clone(),
    };
    let back = 1 + from(&[&before[..], &def.looks].concat(), &def.start_ways());
    let on = outline.ways.as_ref();
    on.map_or(back, |ways| from(&outline.looks, ways).min(back))
}

/// What has to be found out before lines are written where they are not right.
fn missing(def: &Def, known: FactSet, ways: &[usize]) -> FactSet {
    let wrong = (0..def.sites.len()).filter(|site| ways[*site] != def.sites[*site].right);
    wrong
        .fold(def.prior, |facts, site| facts.with(site_fact(site)))
        .minus(known)
}

/// The same where the end rests on nothing, and edits on what the menu asks for.
pub(super) fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
    let outline = Outline::of(def, state);
    if outline.ended.is_some() {
        return supported(def, &outline);
    }
    if outline.right {
        return Distance::Steps(1);
    }
    if !def.is_planned() {
        return Distance::NotComputed;
    }
    Distance::Steps(rest(def, &outline) + 1)
}

/// Fewest steps that show what is missing and stands in files.
fn looks(places: &[Look], known: FactSet, missing: FactSet) -> u32 {
    let missing = missing.minus(FactSet::default().with(SUITE).with(NAMES));
    if missing.is_empty() {
        return 0;
    }
    let shows = places.iter().map(|look| look.shows.intersection(missing));
    let mut shows: Vec<FactSet> = shows.filter(|shows| !shows.is_empty()).collect();
    shows.sort_unstable();
    shows.dedup();
    let fewest = (0_u32..1 << shows.len()).filter_map(|chosen| {
        let each = shows.iter().enumerate();
        let each = each.filter(|(at, _)| chosen >> at & 1 == 1);
        let shown = each.fold(FactSet::default(), |facts, (_, shows)| facts.union(*shows));
        shown.includes(missing).then(|| chosen.count_ones())
    });
    fewest.min().unwrap_or(u32::MAX / 2) + u32::from(!known.contains(NAMES))
}

/// Which entries of a menu bring the right end nearer, by their positions.
pub(super) fn nearer<'m>(
    def: &Def,
    state: &State,
    menu: impl Iterator<Item = &'m Action>,
) -> Vec<usize> {
    let here = Outline::of(def, state);
    let is_nearer = |(_, action): &(usize, &Action)| is_nearer(def, state, &here, action);
    menu.enumerate()
        .filter(is_nearer)
        .map(|(at, _)| at)
        .collect()
}

fn is_nearer(def: &Def, state: &State, here: &Outline, action: &Action) -> bool {
    let mut next = here.clone();
    match action {
        Action::FindFile(_) => next.known = next.known.with(NAMES),
        Action::Open(path, line) => {
            let mut looks = here.looks.iter();
            if let Some(look) = looks.find(|look| *look.path == **path && look.line == *line) {
                next.known = next.known.union(look.shows);
            }
        }
        Action::Tests(_) => {
            if !here.passes {
                next.known = next.known.with(SUITE);
            }
            next.verified = here.passes;
        }
        Action::Edit(_) => {
            let Some(ways) = &mut next.ways else {
                return false;
            };
            let Some((site, way)) = def.chosen(state, action) else {
                return false;
            };
            ways[site] = way;
            next.right = def.are_right(ways);
            next.passes = next.right;
            next.verified = false;
        }
        Action::Restart => {
            next.ways = Some(def.start_ways());
            next.looks.clone_from(&def.looks);
            next.right = false;
            next.passes = false;
            next.verified = false;
        }
        Action::Submit => {
            if super::rules::supported(def, state, action) != Some(true) {
                return false;
            }
            next.ended = Some(here.right);
        }
        _ => return false,
    }
    let steps = |outline: &Outline| supported(def, outline).steps();
    match (steps(here), steps(&next)) {
        (Some(here), Some(next)) => next + 1 == here,
        _ => false,
    }
}

/// What kind of step is next on the shortest way.
pub(super) fn next_kind(def: &Def, state: &State) -> &'static str {
    let outline = Outline::of(def, state);
    let ways = outline.ways.clone().unwrap_or_else(|| def.start_ways());
    let missing = missing(def, outline.known, &ways);
    let in_files = missing.minus(FactSet::default().with(SUITE).with(NAMES));
    match outline {
        Outline { ended: Some(_), .. } => "nothing",
        Outline {
            ways: None,
            right: false,
            ..
        } => "restart",
        _ if missing.contains(SUITE) && !outline.right => "reproduce",
        Outline { right: false, .. } if !in_files.is_empty() => "locate",
        Outline { right: false, .. } => "edit",
        Outline {
            verified: false, ..
        } => "verify",
        _ => "submit",
    }
}

/// What the oracle does until it edits.
pub(super) fn before_edits(def: &Def, start: &State) -> Vec<Action> {
    let mut way = vec![];
    let mut missing = def.evidence.minus(start.known);
    if missing.contains(SUITE) {
        way.push(Action::Tests(super::text::ALL.into()));
        missing = missing.minus(FactSet::default().with(SUITE));
    }
    if !missing.is_empty() && !start.known.contains(NAMES) {
        way.push(Action::FindFile("*.py".into()));
    }
    for fact in facts(def).filter(|fact| *fact >= TEST) {
        if !missing.contains(fact) {
            continue;
        }
        let most = |look: &&super::types::Look| look.shows.intersection(missing).len();
        let looks = def.looks.iter().filter(|look| look.shows.contains(fact));
        if let Some(look) = looks.max_by_key(most) {
            missing = missing.minus(look.shows);
            way.push(Action::Open(look.path.as_str().into(), look.line));
        }
    }
    way
}

/// The edits of the repair, each where it stands after those before it.
pub(super) fn gold_edits(def: &Def) -> Vec<Action> {
    let mut ways = def.start_ways();
    let mut edits = vec![];
    for (site, place) in def
        .sites
        .iter()
        .enumerate()
        .filter(|(_, site)| site.is_gold())
    {
        edits.push(def.edit(&ways, site, place.right));
        ways[site] = place.right;
    }
    edits
}

/// What of the places of the repair was seen: files, then places.
pub(super) fn recall(def: &Def, state: &State) -> ((usize, usize), (usize, usize)) {
    let gold: Vec<(usize, &super::types::Site)> = (def.sites.iter().enumerate())
        .filter(|(_, site)| site.is_gold())
        .collect();
    let seen = |site: usize| state.known.contains(site_fact(site));
    let places = gold.iter().filter(|(site, _)| seen(*site)).count();
    let mut files: Vec<&str> = gold.iter().map(|(_, site)| site.path.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let open = |path: &&&str| {
        let window = state.desk.window.file() == Some(absolute(path).as_str());
        window
            || gold
                .iter()
                .any(|(at, site)| site.path == **path && seen(*at))
    };
    (
        (files.iter().filter(open).count(), files.len()),
        (places, gold.len()),
    )
}
