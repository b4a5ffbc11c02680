//! Finishing a task: what its writes come to, and what they pass through.

use super::{
    call::Caller,
    deed::Deed,
    rows::{Row, Rows},
    types::{Def, Gold, NONE, Role},
};
use rustc_hash::FxHashSet;
use truestep_core::model::Subgoal;

/// A gold write as it was carried out after those before it: its operator, the rows before and after it.
type Stage = (u16, Rows, Rows);

/// Carry the gold writes out for what they come to.
pub(super) fn complete(mut def: Def) -> Result<Def, String> {
    let ops = (0..NONE).zip(&def.ops);
    let ops: Vec<u16> = ops
        .filter(|(_, op)| matches!(op.role, Role::Gold { .. }))
        .map(|(number, _)| number)
        .collect();
    let mut stages: Vec<Stage> = vec![];
    for op in ops {
        let before = stages
            .last()
            .map_or_else(Rows::default, |(.., after)| after.clone());
        let after = written(&def, &before, op)?;
        stages.push((
            op,
            before,
            after.map_err(|said| {
                format!(
                    "`{}`, which is asked for, {said}",
                    def.ops[usize::from(op)].text
                )
            })?,
        ));
    }
    def.wanted = stages
        .last()
        .map_or_else(Rows::default, |(.., after)| after.clone());
    for (op, before, after) in &stages {
        let changed = |number: &usize| {
            let wanted = &def.wanted.list()[*number];
            before.get(wanted.table, &wanted.key) != after.get(wanted.table, &wanted.key)
        };
        let rows = (0..def.wanted.list().len()).filter(changed).collect();
        def.gold.push(Gold {
            op: *op,
            rows,
            own: vec![],
        });
    }
    let own = |gold: &Gold| -> Vec<usize> {
        let others = || def.gold.iter().filter(|other| other.op != gold.op);
        let is_own = |row: &&usize| !others().any(|other| other.rows.contains(row));
        gold.rows.iter().filter(is_own).copied().collect()
    };
    let own: Vec<Vec<usize>> = def.gold.iter().map(own).collect();
    def.gold
        .iter_mut()
        .zip(own)
        .for_each(|(gold, own)| gold.own = own);
    def.track = track(&def, &stages)?;
    let row = |row: &Row| format!("{} {}", def.table(row.table), row.key);
    let told = def.tells.iter().map(|tell| format!("told {}", tell.topic));
    let subgoals = def.wanted.list().iter().map(row).chain(told);
    let subgoals = subgoals.map(|name| Subgoal {
        name,
        requires: vec![],
    });
    def.goal.subgoals = subgoals.collect();
    Ok(def)
}

/// The rows after a gold write; an error within is what it said instead of changing anything rightly.
fn written(def: &Def, before: &Rows, op: u16) -> Result<Result<Rows, String>, String> {
    let Deed::Call(call) = &def.ops[usize::from(op)].deed else {
        return Err(format!("`{}` is no call", def.ops[usize::from(op)].text));
    };
    let called = Caller::call(&mut &def.plan.memo, def, before, call, Some(op));
    let called = called.map_err(|error| error.to_string())?;
    let what = match (&called.rows, called.said.is_error) {
        (_, true) => "is refused",
        (None, false) => "changes nothing",
        (Some(_), false) if called.broken != 0 => "breaks a rule",
        (Some(rows), false) => return Ok(Ok(rows.clone())),
    };
    Ok(Err(format!(
        "{what}; the tool answers: {}",
        called.said.text
    )))
}

/// The gold writes that share a row with one, with one of those, and so on, in order.
fn sharing(def: &Def, gold: &Gold) -> Vec<u16> {
    let mut all = vec![gold];
    let mut at = 0;
    while let Some(one) = all.get(at).copied() {
        let shares = |other: &&Gold| other.rows.iter().any(|row| one.rows.contains(row));
        let new = |other: &&Gold| all.iter().all(|known| known.op != other.op);
        let further: Vec<&Gold> = def.gold.iter().filter(shares).filter(new).collect();
        all.extend(further);
        at += 1;
    }
    let mut ops: Vec<u16> = all.into_iter().map(|gold| gold.op).collect();
    ops.sort_unstable();
    ops
}

/// The rows that gold writes pass through, in whatever order: those that share a row are tried in every order.
fn track(def: &Def, stages: &[Stage]) -> Result<FxHashSet<u128>, String> {
    let mut track = FxHashSet::default();
    let mut note = |after: &Rows| track.extend(after.list().iter().map(Row::digest));
    for (gold, (op, before, after)) in def.gold.iter().zip(stages) {
        note(after);
        let sharing = sharing(def, gold);
        if sharing.first() != Some(op) || sharing.len() == 1 {
            continue;
        }
        let (mut seen, mut at) = (vec![before.clone()], 0);
        while at < seen.len() && seen.len() < 1 << sharing.len() {
            for &op in &sharing {
                if let Ok(rows) = written(def, &seen[at], op)?
                    && !seen.contains(&rows)
                {
                    note(&rows);
                    seen.push(rows);
                }
            }
            at += 1;
        }
    }
    Ok(track)
}
