//! Ends beside the right one: near misses, which must fail, and what comes to the same, which must succeed.
//!
//! All are made from the task itself: beginnings of the planner's way ended too early, the way with one mistake in it - each
//! mistake that is near -, the way with another text, the way ended otherwise.

use super::{
    def::Def,
    plan::Evidence,
    rows::{Changes, Row},
    state::{Ended, State},
    value::tidy,
    verb::{Text, Verb},
};
use std::collections::{BTreeSet, VecDeque};
use truestep_core::truth::Distance;

type Script = Vec<String>;

/// Steps of a script, at most.
const LONGEST: usize = 1_000;
/// Mistakes that are looked for around a state.
const MISTAKES: usize = 8;
/// States that are looked at for them.
const LOOKED_AT: usize = 400;

impl Def {
    /// A shortest way from a state, choosing among the best verbs.
    pub(super) fn way(&self, start: &State, last: bool) -> Vec<Verb> {
        let (mut state, mut way) = (start.clone(), vec![]);
        while state.ended == Ended::No && way.len() < LONGEST {
            let Distance::Steps(here @ 1..) = self.distance(&state, Evidence::Required) else {
                break;
            };
            let mut verbs = vec![];
            self.offered(&state, &mut verbs);
            if last {
                verbs.reverse();
            }
            let nearer = verbs
                .into_iter()
                .filter(|verb| self.supports(&state, verb) != Some(false))
                .find_map(|verb| {
                    let mut next = state.clone();
                    self.act(&mut next, &verb);
                    let is_nearer =
                        self.distance(&next, Evidence::Required) == Distance::Steps(here - 1);
                    is_nearer.then_some((verb, next))
                });
            let Some((verb, next)) = nearer else { break };
            state = next;
            way.push(verb);
        }
        way
    }

    fn after(&self, start: &State, verbs: &[Verb]) -> State {
        let mut state = start.clone();
        for verb in verbs {
            if self.admits(&state, verb).is_ok() {
                self.act(&mut state, verb);
            }
        }
        state
    }

    /// Whether an episode that ends in this state has ended as it should. Told from all records in full, not from what
    /// differs, so that the grader is held to something else than itself.
    fn is_well_ended(&self, state: &State, end: &Verb) -> bool {
        let is_end = match (&self.wish.answer, self.wish.is_infeasible) {
            (_, true) => *end == Verb::Report,
            (Some(answer), _) => {
                matches!(end, Verb::Answer(text) if self.letters(text) == &*answer.right)
            }
            _ => *end == Verb::Done,
        };
        is_end && self.in_full(&state.changes) == self.in_full(&self.wish.wanted)
    }

    /// All records of all tables, each table in the order of what its records hold.
    fn in_full(&self, changes: &Changes) -> Vec<Vec<Row>> {
        let of_table = |table: usize| {
            let rows = changes.rows(&self.base, table as u8);
            let mut rows: Vec<Row> = rows
                .filter_map(|row| self.row(changes, table as u8, row).cloned())
                .collect();
            rows.sort();
            rows
        };
        (0..self.base.len()).map(of_table).collect()
    }

    fn script(&self, verbs: &[Verb]) -> Script {
        let text = |verb: &Verb| {
            let mut text = String::new();
            self.write(verb, &mut text);
            text
        };
        verbs.iter().map(text).collect()
    }

    /// Ways from a state to different mistakes near it, each with the mistake as its last verb.
    fn mistakes(&self, start: &State) -> Vec<Vec<Verb>> {
        let before = self.wrongs(&start.changes);
        let (mut found, mut ends) = (vec![], BTreeSet::new());
        let mut met = BTreeSet::from([start.class()]);
        let mut open = VecDeque::from([(start.clone(), vec![])]);
        while let Some((state, way)) = open.pop_front() {
            if found.len() >= MISTAKES || met.len() > LOOKED_AT {
                break;
            }
            let mut verbs = vec![];
            self.offered(&state, &mut verbs);
            for verb in verbs {
                let mut next = state.clone();
                self.act(&mut next, &verb);
                if next.ended != Ended::No {
                    continue;
                }
                let longer: Vec<Verb> = way.iter().cloned().chain([verb]).collect();
                if self.wrongs(&next.changes) > before {
                    if ends.insert(next.changes.clone()) && found.len() < MISTAKES {
                        found.push(longer);
                    }
                } else if met.insert(next.class()) {
                    open.push_back((next, longer));
                }
            }
        }
        found
    }
}

pub(super) fn near_misses(def: &Def, start: &State) -> Vec<Script> {
    let way = def.way(start, false);
    let Some((end, before)) = way.split_last() else {
        return vec![];
    };
    let mut all: BTreeSet<Vec<Verb>> = BTreeSet::new();
    let mut put = |verbs: Vec<Verb>| {
        let Some((last, first)) = verbs.split_last() else {
            return;
        };
        let ends_wrongly = !def.is_well_ended(&def.after(start, first), last);
        if ends_wrongly && def.is_possible(start, &verbs) {
            all.insert(verbs);
        }
    };
    // One too few: every beginning, ended at once.
    for length in 0..before.len() {
        for early in [Verb::Done, end.clone()] {
            put([&before[..length], &[early]].concat());
        }
    }
    // Ended otherwise: given up, done without an answer, answered wrongly.
    let arrived = def.after(start, before);
    let words = ["nobody", "0", "nothing of the kind"];
    let mut others = vec![Verb::Done, Verb::Report];
    others.extend(words.map(|words| Verb::Answer(def.text_of(words))));
    let answers = def.wish.answer.iter().flat_map(|answer| &answer.offers);
    others.extend(answers.map(|(word, _)| Verb::Answer(Text::Word(*word))));
    for other in others {
        put([before, &[other]].concat());
    }
    // One too many: each mistake that is near, made at the end and at the beginning.
    for mistake in def.mistakes(&arrived) {
        put([before, &mistake, std::slice::from_ref(end)].concat());
    }
    for mut mistake in def.mistakes(start) {
        mistake.push(Verb::Home);
        let rest = def.way_past(&def.after(start, &mistake));
        put([&mistake[..], &rest, std::slice::from_ref(end)].concat());
    }
    // Another text in the place of the right one.
    for (place, verb) in before.iter().enumerate() {
        let Some(said) = def.said(verb) else { continue };
        for other in [format!("{said} II"), def.neighbour(verb)] {
            let mut verbs = way.clone();
            verbs[place] = def.say(verb, &other);
            put(verbs);
        }
    }
    all.iter().map(|verbs| def.script(verbs)).collect()
}

/// The same end by other ways: another of the shortest ones, a detour over an app, a mistake made good, points in the place of
/// numbers, other spellings.
pub(super) fn equivalents(def: &Def, start: &State) -> Vec<Script> {
    let way = def.way(start, false);
    let mut all = vec![def.script(&def.way(start, true))];
    if let Some(&app) = def.apps.last() {
        let open = match def.is_desktop() {
            // The last icon of a desktop without a window.
            true => Verb::Double(def.apps.len() as u8 - 1),
            false => Verb::Open(app),
        };
        let detour = [open, Verb::Home];
        let rest = def.way(&def.after(start, &detour), false);
        all.push(def.script(&[&detour[..], &rest].concat()));
    }
    for mistake in def.mistakes(start).into_iter().take(3) {
        let wrong = def.after(start, &mistake);
        if def.distance(&wrong, Evidence::Required).steps().is_some() {
            let rest = def.way(&wrong, false);
            all.push(def.script(&[mistake, rest].concat()));
        }
    }
    let mut state = start.clone();
    let mut points = vec![];
    for verb in &way {
        points.push(match verb {
            Verb::Tap(number) => {
                let (x, y) = def.areas(&state)[usize::from(*number)].centre();
                let word = if def.is_desktop() { "click" } else { "tap" };
                format!("{word}_at[{x}, {y}]")
            }
            Verb::Type(..) | Verb::Answer(_) => {
                let said = |said: &str| match def.types_a_name(&state, verb) {
                    true => said.to_lowercase(),
                    false => tidy(said),
                };
                let spelt = def.said(verb).map(|text| format!(" {}  ", said(text)));
                let text = def.script(std::slice::from_ref(verb)).remove(0);
                match (spelt, def.said(verb)) {
                    (Some(spelt), Some(said)) => text.replacen(said, &spelt, 1),
                    _ => text,
                }
            }
            other => def.script(std::slice::from_ref(other)).remove(0),
        });
        def.act(&mut state, verb);
    }
    all.push(points);
    all
}

impl Def {
    /// Whether every verb of a script is possible, and nothing follows its end.
    fn is_possible(&self, start: &State, verbs: &[Verb]) -> bool {
        let mut state = start.clone();
        verbs.iter().all(|verb| {
            let is_possible = self.admits(&state, verb).is_ok();
            if is_possible {
                self.act(&mut state, verb);
            }
            is_possible
        })
    }

    /// From a state with a mistake in it, the verbs of a way that does what is wanted and leaves the mistake: the way from the
    /// start of somebody who forgets it.
    fn way_past(&self, state: &State) -> Vec<Verb> {
        let mut forgotten = self.start();
        forgotten.front = state.front.clone();
        forgotten.desk = state.desk.clone();
        forgotten.disturbed = state.disturbed;
        let way = self.way(&forgotten, false);
        way.split_last()
            .map_or_else(Vec::new, |(_, before)| before.to_vec())
    }

    /// What somebody might type or answer in the place of a right text: another offer for the same field.
    fn neighbour(&self, verb: &Verb) -> String {
        let said = self.said(verb).unwrap_or_default();
        let others = self.wish.offers.iter().filter(|offer| !offer.is_right);
        let other = others
            .map(|offer| self.words.text(offer.text))
            .find(|text| *text != said);
        other.unwrap_or("something else").to_owned()
    }
}
