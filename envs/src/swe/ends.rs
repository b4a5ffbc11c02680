//! Ends beside the right one: near misses, which must fail, and what comes to the same, which must succeed.

use super::{
    cheats,
    edit::EditCall,
    planner,
    text::{self, ALL},
    types::{Action, Def, State, absolute},
};
use std::sync::Arc;

/// Near misses that are made of mistakes of the plan at most.
const MOST_MISTAKES: usize = 7;

/// Actions as texts.
pub(super) fn script(actions: &[Action]) -> Vec<String> {
    let text = |action: &Action| {
        let mut text = String::new();
        text::encode(action, &mut text);
        text
    };
    actions.iter().map(text).collect()
}

pub(super) fn bash(command: impl Into<String>) -> Action {
    Action::Bash(command.into().into())
}

pub(super) fn tests() -> Action {
    Action::Tests(ALL.into())
}

/// The shortest way with a mistake in it or with something left out, and exploits that no interpreter is needed for.
pub(super) fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
    let before = planner::before_edits(def, start);
    let edits = planner::gold_edits(def);
    let end = [tests(), Action::Submit];
    let mut scripts = vec![script(&[&before[..], &end].concat())];
    for left in 0..edits.len() {
        // The others, as they stand without this one.
        let mut ways = def.start_ways();
        let mut others = vec![];
        let gold = (def.sites.iter().enumerate()).filter(|(_, site)| site.is_gold());
        for (at, (site, place)) in gold.enumerate() {
            if at != left {
                others.push(def.edit(&ways, site, place.right));
                ways[site] = place.right;
            }
        }
        scripts.push(script(&[&before[..], &others, &end].concat()));
    }
    let right: Vec<usize> = def.sites.iter().map(|site| site.right).collect();
    let mistakes = (def.sites.iter().enumerate()).flat_map(|(site, place)| {
        let ways = (0..place.options.len()).filter(|way| *way != place.right);
        ways.map(move |way| (site, way))
    });
    for (site, way) in mistakes.take(MOST_MISTAKES) {
        let mistake = def.edit(&right, site, way);
        scripts.push(script(&[&before[..], &edits, &[mistake], &end].concat()));
    }
    let cheap = cheats::ways(def).into_iter().take(7);
    scripts.extend(cheap.map(|(_, actions)| script(&[&actions[..], &[Action::Submit]].concat())));
    scripts
}

/// The same repair by another tool, in another order, after a detour, and without any look.
pub(super) fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
    let before = planner::before_edits(def, start);
    let edits = planner::gold_edits(def);
    let end = [tests(), Action::Submit];
    let patch = bash(format!("git apply <<'END'\n{}END", def.gold.patch));
    let mut scripts = vec![
        script(&[&before[..], std::slice::from_ref(&patch), &end].concat()),
        script(&[patch, bash("python -m unittest"), Action::Submit]),
        script(
            &[
                &before[..],
                &edits,
                &[Action::Restart],
                &edits,
                &[Action::Submit],
            ]
            .concat(),
        ),
        script(
            &[
                &[Action::Create("notes.txt".into(), "what I found".into())],
                &before[..],
                &edits,
                &end,
            ]
            .concat(),
        ),
    ];
    if let Some(replaced) = replaced(def) {
        scripts.push(script(&[&replaced[..], &end].concat()));
    }
    scripts
}

/// The repair by `str_replace_editor`, where the lines of each place stand in its file once.
fn replaced(def: &Def) -> Option<Vec<Action>> {
    let gold = def.sites.iter().filter(|site| site.is_gold());
    gold.map(|site| {
        let path = absolute(&site.path);
        let text = def.start.read_text(&path).ok()?;
        let [old, new] = [site.start, site.right].map(|way| site.options[way].to_string());
        (text.matches(&old).count() == 1).then(|| {
            Action::Editor(Arc::new(EditCall {
                command: "str_replace".into(),
                path,
                old_str: Some(old),
                new_str: Some(new),
                ..EditCall::default()
            }))
        })
    })
    .collect()
}
