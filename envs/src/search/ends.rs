//! Ends beside the right one: near misses, which must fail, and what comes to the same, which must succeed.

use super::{
    Reader,
    types::{Action, Commit, Def, State},
};
use truestep_core::{
    chance::Enumerated,
    model::{Dynamics as _, Menu as _, Planner as _, Unheard},
    truth::Distance,
};

/// Near misses an instance gives at least.
const NEAR_MISSES: usize = 10;

/// Which of several shortest ways is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The first entry of each menu.
    First,
    /// The last one.
    Last,
}

/// A shortest way from `start`, the answer included.
pub(super) fn shortest(def: &Def, start: &State, way: Way) -> Vec<Action> {
    let mut state = start.clone();
    let mut taken = vec![];
    while let Distance::Steps(steps @ 1..) = Reader::distance(def, &state) {
        let mut menu = vec![];
        Reader::menu(def, &state, &mut menu);
        let nearer = |action: &Action| {
            let mut next = state.clone();
            apply(def, &mut next, action);
            let supported = super::rules::supported(def, &state, action) != Some(false);
            let near = Reader::distance(def, &next) == Distance::Steps(steps - 1);
            (supported && near).then_some(next)
        };
        let mut actions: Vec<Action> = menu.into_iter().map(|entry| entry.action).collect();
        if way == Way::Last {
            actions.reverse();
        }
        let Some((action, next)) = actions
            .into_iter()
            .find_map(|action| nearer(&action).map(|next| (action, next)))
        else {
            break;
        };
        taken.push(action);
        state = next;
    }
    taken
}

fn apply(def: &Def, state: &mut State, action: &Action) {
    let done = Reader::step(
        def,
        &mut (),
        state,
        action,
        &mut Enumerated::default(),
        &mut Unheard,
    );
    done.expect("invariant: a world without a host has no faults");
}

fn script(actions: &[Action]) -> Vec<String> {
    let text = |action: &Action| {
        let mut text = String::new();
        super::text::encode(action, &mut text);
        text
    };
    actions.iter().map(text).collect()
}

/// The shortest way with another answer at its end: what was passed on the way, its neighbours, too much and too little.
pub(super) fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
    let way = script(&shortest(def, start, Way::First));
    let Some((_, before)) = way.split_last() else {
        return vec![];
    };
    let right = &def.accepted[0];
    let mut answers: Vec<String> = def
        .offers
        .iter()
        .map(|offer| offer.text.to_string())
        .collect();
    answers.extend(def.question.hops.iter().map(|hop| hop.subject.clone()));
    let words: Vec<&str> = right.split(' ').collect();
    answers.extend([
        format!("{right} or {}", def.question.hops[0].subject),
        format!("It is {right}"),
        format!("{right} {right}"),
        format!("not {right}"),
        words[..words.len() - 1].join(" "),
        words[1..].join(" "),
        format!("{right}x"),
        right.chars().skip(1).collect(),
        "unknown".into(),
        "none of them".into(),
        "I do not know".into(),
        "yes".into(),
    ]);
    if def.commit == Commit::Counted {
        answers.extend(["-", "+", "."].map(|mark| format!("{mark}{right}")));
        answers.extend([format!("{right}.0"), format!("0{right}")]);
    }
    answers.retain(|answer| !answer.trim().is_empty() && !def.is_right(answer));
    answers.sort_unstable();
    answers.dedup();
    debug_assert!(answers.len() >= NEAR_MISSES, "too few near misses");
    answers
        .iter()
        .map(|answer| [before, &[format!("answer[{answer}]")]].concat())
        .collect()
}

/// Another shortest way, every accepted form of the answer, and the same in Search-R1's tags.
pub(super) fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
    let way = script(&shortest(def, start, Way::First));
    let Some((_, before)) = way.split_last() else {
        return vec![];
    };
    let right = &def.accepted[0];
    let mut ends = vec![script(&shortest(def, start, Way::Last))];
    let forms = def.accepted.iter().cloned().chain([
        right.to_uppercase(),
        format!("the {right}"),
        format!(" {right}. "),
    ]);
    for form in forms {
        ends.push([before, &[format!("answer[{form}]")]].concat());
    }
    let tagged = before
        .iter()
        .map(|action| match action.strip_prefix("search[") {
            Some(query) => format!(
                "<think>next</think> <search>{}</search>",
                query.trim_end_matches(']')
            ),
            None => action.clone(),
        });
    ends.push(
        tagged
            .chain([format!("<answer> {right} </answer>")])
            .collect(),
    );
    ends
}
