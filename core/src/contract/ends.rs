//! Ends beside the right one: near misses fail, what comes to the same succeeds, and at the start nothing is done yet.
//!
//! A grader is held to its instruction from both sides. One change too many, one too few and the neighbour's value must
//! not pass; another order and another producer of the same end must.

use super::{
    card,
    case::Case,
    probe::{MAIN, TRIAL, Watch},
    sentence::Sentence,
};
use crate::{
    host::{HostError, Snapshot},
    truth::Effect,
};

/// Near misses an instance gives at least.
const NEAR_MISSES: usize = 10;

pub(super) fn check(case: &mut Case<'_>) -> Result<(), HostError> {
    case.load_watched(MAIN, 0)?;
    nothing_done(case)?;
    if let Some(reason) = card::has_no_other_ends(case) {
        for sentence in [
            Sentence::NearMissesFail,
            Sentence::EquivalentsSucceed,
            Sentence::CheatsFail,
        ] {
            case.ledger.does_not_apply(sentence, &reason);
        }
        return Ok(());
    }
    if case.prepared.draws().in_step() {
        let reason = "with chance in its steps a script has no one end";
        for sentence in [
            Sentence::NearMissesFail,
            Sentence::EquivalentsSucceed,
            Sentence::CheatsFail,
        ] {
            case.ledger.does_not_apply(sentence, reason);
        }
        return Ok(());
    }
    let moment = case.probe.shard.snapshot(MAIN)?;
    let near = case.prepared.near_misses(0);
    let same = case.prepared.equivalents(0);
    case.ledger
        .check(Sentence::NearMissesFail, near.len() >= NEAR_MISSES, || {
            format!(
                "{} near misses are given, expected {NEAR_MISSES}",
                near.len()
            )
        });
    case.ledger
        .check(Sentence::EquivalentsSucceed, !same.is_empty(), || {
            "none are given".into()
        });
    for script in near {
        let (success, refused) = play(case, &moment, &script)?;
        case.ledger.actions = script;
        case.ledger.check(
            Sentence::NearMissesFail,
            !success && refused.is_none(),
            || refused.map_or("it succeeds".into(), |text| format!("`{text}` is refused")),
        );
    }
    let cheats = case.prepared.cheats(0);
    if cheats.is_empty() {
        let reason = "none are given";
        case.ledger.does_not_apply(Sentence::CheatsFail, reason);
    }
    for (name, script) in cheats {
        let (success, refused) = play(case, &moment, &script)?;
        case.ledger.actions = script;
        case.ledger
            .check(Sentence::CheatsFail, !success && refused.is_none(), || {
                refused.map_or(format!("`{name}` succeeds"), |text| {
                    format!("`{text}` of `{name}` is refused")
                })
            });
    }
    for script in same {
        let (success, refused) = play(case, &moment, &script)?;
        case.ledger.actions = script;
        case.ledger
            .check(Sentence::EquivalentsSucceed, success, || {
                refused.map_or("it fails".into(), |text| format!("`{text}` is refused"))
            });
    }
    case.ledger.actions.clear();
    Ok(())
}

fn nothing_done(case: &mut Case<'_>) -> Result<(), HostError> {
    let sentence = Sentence::NothingIsDoneAtTheStart;
    let goal = case.prepared.goal().clone();
    let held = case.probe.truth(MAIN)?.subgoals;
    if goal.subgoals.is_empty() {
        case.ledger.does_not_apply(sentence, "it has no sub-goals");
        return Ok(());
    }
    case.ledger.check(sentence, held.is_empty(), || {
        let names = held.iter().filter_map(|i| goal.subgoals.get(i));
        let names: Vec<&str> = names.map(|s| s.name.as_str()).collect();
        format!("{names:?} hold before anything was done")
    });
    Ok(())
}

/// Play a script from the start: whether it succeeds, and its first action that is refused.
fn play(
    case: &mut Case<'_>,
    moment: &Snapshot,
    script: &[String],
) -> Result<(bool, Option<String>), HostError> {
    case.probe
        .prepare_trial(&case.prepared, moment, Watch::Texts)?;
    let mut refused = None;
    for text in script {
        if case.probe.is_over(TRIAL)? {
            refused.get_or_insert_with(|| text.clone());
            break;
        }
        let acted = case.probe.say(TRIAL, text)?;
        if matches!(acted.effect, Effect::Rejected { .. }) {
            refused.get_or_insert_with(|| text.clone());
        }
    }
    Ok((case.probe.truth(TRIAL)?.success, refused))
}
