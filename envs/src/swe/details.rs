//! What is stated of states and steps beyond what every environment states.

use super::{
    files::{Change, Changes},
    places::{self, Touched},
    planner, rules,
    types::{Action, Def, Origin, State, Void, absolute, site_fact},
    weakness,
};
use truestep_core::{
    rational::Rational,
    truth::{Detail, DetailValue},
};

/// Ids of tests that a step names at most of each kind.
const MOST_NAMED: usize = 8;

fn part((some, all): (usize, usize)) -> DetailValue {
    DetailValue::Fraction(Rational::new(some as i64, all.max(1) as i64))
}

/// Tests that failed at the start, and those that passed.
fn sides(def: &Def) -> [Vec<usize>; 2] {
    let (fail, pass) = (0..def.ids.len()).partition(|test| !def.judged.passes(*test));
    [fail, pass]
}

/// What the tests say, what was found, and how far the repair is.
pub(super) fn of_state(def: &Def, state: &State, out: &mut Vec<Detail>) {
    let [fail, pass] = sides(def);
    let passing = |tests: &[usize]| {
        tests
            .iter()
            .filter(|test| state.judged.passes(**test))
            .count()
    };
    let (files, places) = planner::recall(def, state);
    let ways = def.ways(&state.changes);
    let left = places::left(def, state);
    out.push(Detail::new("fail_to_pass", passing(&fail)));
    out.push(Detail::new("fail_to_pass_of", fail.len()));
    out.push(Detail::new("pass_to_pass", passing(&pass)));
    out.push(Detail::new("pass_to_pass_of", pass.len()));
    out.push(Detail::new("tests_pass", state.judged.all()));
    match def.origin {
        Origin::Drawn => {
            let void = state.judged.void.map_or("no", Void::name);
            out.push(Detail::new("void", void));
        }
        Origin::Loaded { left_out, .. } => out.push(Detail::new("left_out", left_out)),
    }
    if let Some(hidden) = state.judged.hidden {
        out.push(Detail::new("hidden_passed", usize::from(hidden.passed)));
        out.push(Detail::new(
            "hidden_failed",
            usize::from(hidden.of - hidden.passed),
        ));
    }
    if def.hidden.is_some() {
        let overfits = state.judged.all() && !state.judged.right();
        out.push(Detail::new("overfits", overfits));
    }
    out.push(Detail::new("verified", state.verified));
    weakness::of_state(def, out);
    out.extend(def.unplanned().map(|why| Detail::new("no_distance", why)));
    if def.is_planned() {
        out.push(Detail::new("files_seen", part(files)));
        out.push(Detail::new("places_seen", part(places)));
        out.push(Detail::new("hunks_left", left.len()));
    }
    out.push(Detail::new("own_code", ways.is_none()));
    out.push(Detail::new("syntax", parses(def, state)));
    out.push(Detail::new("tampered", rules::tampered(def, state).len()));
    if def.is_planned() || state.judged.all() {
        let next = planner::next_kind(def, state);
        out.push(Detail::new("next", next));
    }
}

/// Whether every changed file of the package reads as Python: by our own reader, which knows all but `match` and type
/// parameters, or because its tests ran.
fn parses(def: &Def, state: &State) -> bool {
    if def.ways(&state.changes).is_some() || state.judged.passing() > 0 {
        return true;
    }
    let changed = state.changes.0.iter();
    let mut python = changed.filter(|(path, _)| def.in_package(path) && path.ends_with(".py"));
    python.all(|(_, change)| match change {
        Change::File { bytes, .. } => {
            std::str::from_utf8(bytes).is_ok_and(|text| super::bugs::python::parse(text).is_ok())
        }
        _ => true,
    })
}

/// And what a step found out, changed and brought about.
pub(super) fn of_step(
    def: &Def,
    before: &State,
    action: &Action,
    after: &State,
    out: &mut Vec<Detail>,
) {
    let gained = after.known.minus(before.known);
    out.push(Detail::new("facts_gained", gained.len()));
    let needed = gained.intersection(def.evidence).len();
    out.push(Detail::new("new_evidence", needed));
    let [fixed, broken] = [(false, true), (true, false)].map(|(was, is)| {
        let flips =
            |test: &usize| before.judged.passes(*test) == was && after.judged.passes(*test) == is;
        (0..def.ids.len()).filter(flips).collect::<Vec<_>>()
    });
    for (counted, named, tests) in [
        ("newly_passing", "newly_passing_tests", fixed),
        ("newly_failing", "newly_failing_tests", broken),
    ] {
        out.push(Detail::new(counted, tests.len()));
        if !tests.is_empty() {
            let names: Vec<&str> = tests.iter().map(|test| def.ids[*test].as_str()).collect();
            let names = names[..names.len().min(MOST_NAMED)].join(" ");
            out.push(Detail::new(named, names));
        }
    }
    if *action == Action::Restart {
        return;
    }
    let touched = places::touched(def, &before.changes, &after.changes);
    let changes = (&*before.changes, &*after.changes);
    weakness::of_step(def, gained, changes, &touched, out);
    if let Some(written) = written(def, (&before.changes, &after.changes), &touched) {
        out.push(Detail::new("written", written));
        let is_wrong = |place: &&Touched| {
            let site = &def.sites[place.site];
            site.is_gold() && place.was != Some(site.right)
        };
        let hit = touched.iter().filter(is_wrong).map(|place| place.lines);
        out.push(Detail::new("lines_hit", hit.sum::<usize>()));
    }
}

/// What a step wrote, if it wrote to the package: lines of its own, else another mistake, else the repair, else what stood
/// there at the start.
fn written(
    def: &Def,
    (before, after): (&Changes, &Changes),
    touched: &[Touched],
) -> Option<&'static str> {
    let files = places::rewritten(def, before, after);
    if files.is_empty() {
        return None;
    }
    // A file that is as at the start again was put back, whatever was in it.
    let here = |place: &&Touched| files.get(def.sites[place.site].path.as_str()) == Some(&false);
    let is_way = |place: &Touched, right: bool, start: bool| {
        let site = &def.sites[place.site];
        let is_right = place.is == Some(site.right) && site.is_gold();
        let is_start = place.is == Some(site.start);
        is_right == right && is_start == start
    };
    let mut here = touched.iter().filter(here).collect::<Vec<_>>();
    let own_place = here.iter().any(|place| place.is.is_none());
    here.retain(|place| place.is != place.was);
    let own = files.iter().any(|(path, back)| {
        let is_known = here.iter().any(|place| def.sites[place.site].path == *path);
        !back && (!is_known || places::differs_elsewhere(def, path, before, after))
    });
    Some(if own || own_place {
        "own"
    } else if here.iter().any(|place| is_way(place, false, false)) {
        "mistake"
    } else if here.iter().any(|place| is_way(place, true, false)) {
        "repair"
    } else {
        "back"
    })
}

/// Texts that only the truth holds.
pub(super) fn canaries(def: &Def, out: &mut Vec<String>) {
    out.extend(def.goal.evidence.iter().cloned());
    out.extend(
        def.gold
            .operators
            .iter()
            .map(|operator| operator.sentence().to_owned()),
    );
}

/// What an action is done to, where that decides what it does.
pub(super) fn kind(def: &Def, state: &State, action: &Action) -> String {
    let role = |site: usize| match def.sites[site].role {
        "" => String::new(),
        role => format!(" {role}"),
    };
    match action {
        Action::Open(path, line) => {
            let looks = def.looks_in(state);
            let mut looks = looks.iter();
            let look = looks.find(|look| *look.path == **path && look.line == *line);
            let shown = look.map(|look| look.shows).unwrap_or_default();
            let mut sites = (0..def.sites.len()).filter(|site| {
                def.sites[*site].is_gold()
                    && shown.contains(site_fact(*site))
                    && !state.known.contains(site_fact(*site))
            });
            match sites.next() {
                _ if absolute(path).contains("/tests/") => "open test".into(),
                Some(site) => format!("open source{}", role(site)),
                None => "open source".into(),
            }
        }
        Action::Edit(_) => {
            let chosen = def.chosen(state, action);
            chosen.map_or("edit".into(), |(site, _)| format!("edit{}", role(site)))
        }
        Action::Tests(_) if state.judged.all() => "verify".into(),
        Action::Tests(_) => "reproduce".into(),
        other => {
            let mut text = String::new();
            super::text::encode(other, &mut text);
            truestep_core::model::kind_of_text(&text)
        }
    }
}
