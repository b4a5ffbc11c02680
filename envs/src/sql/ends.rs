//! Ends beside the right one: near misses, which must fail, and what comes to the same, which must succeed.

use super::{
    Asker,
    types::{Action, Def, Right, State},
};
use truestep_core::{
    chance::Enumerated,
    model::{Dynamics as _, Menu as _, Planner as _, Unheard},
    truth::Distance,
};

/// Which of several shortest ways is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The first entry of each menu.
    First,
    /// The last one.
    Last,
}

/// A shortest way from `start`, the end included.
pub(super) fn shortest(def: &Def, start: &State, way: Way) -> Vec<Action> {
    let mut state = start.clone();
    let mut taken = vec![];
    while let Distance::Steps(steps @ 1..) = Asker::distance(def, &state) {
        let mut menu = vec![];
        Asker::menu(def, &state, &mut menu);
        let mut actions: Vec<Action> = menu.into_iter().map(|entry| entry.action).collect();
        if way == Way::Last {
            actions.reverse();
        }
        let nearer = actions.into_iter().find_map(|action| {
            let mut next = state.clone();
            apply(def, &mut next, &action);
            let supported = super::rules::supported(def, &state, &action) != Some(false);
            let near = Asker::distance(def, &next) == Distance::Steps(steps - 1);
            (supported && near).then_some((action, next))
        });
        let Some((action, next)) = nearer else {
            break;
        };
        taken.push(action);
        state = next;
    }
    taken
}

pub(super) fn apply(def: &Def, state: &mut State, action: &Action) {
    let mut chance = Enumerated::default();
    let done = Asker::step(def, &mut (), state, action, &mut chance, &mut Unheard);
    done.expect("invariant: a world without a host has no faults");
}

fn script(def: &Def, actions: &[Action]) -> Vec<String> {
    let text = |action: &Action| {
        let mut text = String::new();
        super::text::encode(def, action, &mut text);
        text
    };
    actions.iter().map(text).collect()
}

/// The shortest way with another end: what a mistaken reader would submit, and what says that there is no answer.
pub(super) fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
    let way = script(def, &shortest(def, start, Way::First));
    let Some((_, before)) = way.split_last() else {
        return vec![];
    };
    let constants = [
        "SELECT 1",
        "SELECT NULL",
        "SELECT 0 WHERE 0",
        "SELECT ''",
        "SELECT 'unknown'",
    ];
    // What does not run cannot be submitted, and is no end.
    let wrong = def.wrong.iter().filter(|sql| def.worked(sql).runs());
    let mut ends: Vec<String> = wrong.map(|sql| format!("submit[{sql}]")).collect();
    ends.extend(constants.map(|sql| format!("submit[{sql}]")));
    match &def.right {
        Right::Query { sql, .. } => {
            ends.push(format!("submit[SELECT * FROM ({sql}) LIMIT 0]"));
            ends.push("submit[SELECT '] submit[SELECT 1']".into());
            ends.extend(def.reasons.iter().map(|what| format!("no_answer[{what}]")));
        }
        Right::Nothing { what, .. } => {
            ends.extend(
                def.reasons
                    .iter()
                    .filter(|reason| !def.is_reason(reason))
                    .map(|what| format!("no_answer[{what}]")),
            );
            ends.extend([
                format!("no_answer[{what} and everything else]"),
                format!("no_answer[{}]", &what[1..]),
                "no_answer[there is no answer]".into(),
            ]);
        }
    }
    let mut scripts: Vec<Vec<String>> = vec![];
    for end in ends {
        scripts.push([before, &[end]].concat());
    }
    scripts
}

/// Another shortest way, and the right query in other words.
pub(super) fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
    let way = script(def, &shortest(def, start, Way::First));
    let Some((end, before)) = way.split_last() else {
        return vec![];
    };
    let mut ends = vec![script(def, &shortest(def, start, Way::Last))];
    let mut with = |end: String| ends.push([before, &[end]].concat());
    for sql in &def.same {
        with(format!("submit[{sql}]"));
    }
    match &def.right {
        Right::Query { sql, .. } => {
            with(format!("submit[```sql\n{sql};\n```]"));
            with(format!(
                "submit[-- what was asked\n{}]",
                sql.replace(" FROM ", "\n  FROM\t")
            ));
        }
        Right::Nothing { what, .. } => {
            with(format!(
                "no_answer[{}]",
                what.replace(' ', "_").to_uppercase()
            ));
            with(format!("no_answer[there is no column for the {what}.]"));
        }
    }
    with(format!(" {end} "));
    ends
}
