//! Ways through an instance: the oracle's, a random one, none, and straight to the end.

use super::{
    case::Case,
    forms::{self, Told},
    laws::{self, Seen},
    probe::{MAIN, TRIAL, Watch},
    report::Figures,
    sentence::Sentence,
};
use crate::{
    chance::{Chance as _, RngRef, Seed},
    host::{HostError, Input},
    truth::{Distance, StepTruth},
};

/// Most steps the oracle is given in a world with chance.
const PATIENCE: u32 = 500;

/// An instance's start, as told apart from others.
pub(super) struct Start {
    /// What is asked, what is seen, what the oracle does.
    pub(super) identity: String,
    /// The oracle's actions; empty if it did not succeed.
    pub(super) oracle: Vec<String>,
}

/// Follow the oracle, hold every state on the way to the laws, and see whether it arrives in time.
pub(super) fn follow_oracle(
    case: &mut Case<'_>,
    figures: &mut Figures,
    seen: &mut Seen,
) -> Result<Start, HostError> {
    case.load_watched(MAIN, 0)?;
    let start = case.probe.shard.frame(MAIN)?;
    let first = case.probe.truth(MAIN)?;
    let goal = case.prepared.goal().clone();
    let patience = match first.distance {
        Distance::Steps(steps) => {
            figures.distances.push(steps);
            if case.prepared.draws().in_step() {
                PATIENCE
            } else {
                steps
            }
        }
        Distance::Never | Distance::NotComputed => 0,
    };
    laws::at(case, seen)?;
    let mut told = Told::new(case);
    let (mut taken, mut kinds) = (vec![], vec![]);
    let mut found_out = false;
    while taken.len() < patience as usize && !case.probe.is_over(MAIN)? {
        let Some(best) = case.probe.best(MAIN)?.and_then(|b| b.first().copied()) else {
            break;
        };
        let known = case.probe.truth(MAIN)?.known;
        kinds.push(case.probe.kind(MAIN, best)?);
        told.see(case)?;
        let action = round_trip(case, best)?;
        told.hold(case, &action);
        taken.push(action);
        found_out |= case.probe.truth(MAIN)?.known != known;
        laws::at(case, seen)?;
    }
    let last = case.probe.truth(MAIN)?;
    judge_oracle(case, &first, &last, taken.len());
    let arrived = last.success && !case.prepared.draws().in_step();
    if arrived && !goal.evidence.is_empty() {
        case.ledger.check(Sentence::EvidenceGrows, found_out, || {
            format!(
                "the oracle solved it without finding out any of {:?}",
                goal.evidence
            )
        });
    }
    // How often in a row something is done is a matter of size, not of kind.
    kinds.dedup();
    if last.success {
        *figures.skeletons.entry(kinds.join(", ")).or_default() += 1;
    }
    let identity = format!("{}\n{:?}\n{taken:?}", goal.instruction, start.observation);
    let oracle = if arrived { taken } else { vec![] };
    Ok(Start { identity, oracle })
}

fn judge_oracle(
    case: &mut Case<'_>,
    first: &crate::truth::StateTruth,
    last: &crate::truth::StateTruth,
    steps: usize,
) {
    let (ledger, feasible) = (&mut *case.ledger, case.prepared.goal().feasible);
    match first.distance {
        _ if !feasible => {
            ledger.does_not_apply(Sentence::OracleSucceeds, "no instance is feasible");
        }
        Distance::NotComputed => {
            ledger.does_not_apply(Sentence::OracleSucceeds, "distance is not computed");
        }
        // The rate of an oracle that depends on chance is measured over many rollouts, with the graph.
        _ if case.prepared.draws().in_step() => {
            ledger.does_not_apply(
                Sentence::OracleSucceeds,
                "no graph was small enough to tell the best rate",
            );
        }
        distance => {
            let as_said = last.success && distance == Distance::Steps(steps as u32);
            ledger.check(Sentence::OracleSucceeds, as_said, || {
                let came = if last.success {
                    "succeeded"
                } else {
                    "did not succeed"
                };
                format!("{came} after {steps} steps, and the distance was {distance}")
            });
        }
    }
}

/// Take the menu entry at `index`, and see that its text does the same; the text.
fn round_trip(case: &mut Case<'_>, index: u32) -> Result<String, HostError> {
    let text = case
        .probe
        .shard
        .with_menu(MAIN, |_, _, menu| menu.text(index as usize))?;
    let moment = case.probe.shard.snapshot(MAIN)?;
    case.probe
        .prepare_trial(&case.prepared, &moment, Watch::AsMain)?;
    let before = case.probe.shard.frame(MAIN)?.observation;
    let by_position = case.probe.act(MAIN, Input::Menu(index))?;
    let by_text = case.probe.say(TRIAL, &text)?;
    case.ledger.actions.push(text.clone());
    // The end of an episode is told beside what is shown.
    let is_seen = before != by_position.after.observation || by_position.end.is_some();
    forms::effect(case, &text, &by_position.effect, is_seen);
    case.ledger.equal(
        Sentence::MenuTextsRoundTrip,
        "by its text and by its position",
        &by_text,
        &by_position,
    );
    let in_vain = by_position.truth.as_ref().is_none_or(|t| {
        let in_vain = StepTruth::again_is_in_vain(&by_position.effect, t.on_shortest_path);
        in_vain || !t.redundant
    });
    case.ledger.check(Sentence::RedundantIsInVain, in_vain, || {
        format!("`{text}` is redundant: {:?}", by_position.truth)
    });
    let off_menu = by_text.truth.as_ref().is_some_and(|t| t.off_menu);
    let executed = !by_position.effect.is_rejected() && !off_menu;
    case.ledger
        .check(Sentence::MenuTextsRoundTrip, executed, || {
            format!(
                "a menu entry was not executed on the menu: {:?}",
                by_position.effect
            )
        });
    Ok(text)
}

/// Where the kit draws from; one label a purpose, so that checks do not share luck.
pub(super) fn draws(case: &Case<'_>, label: &str) -> RngRef {
    Seed(case.seed()).stream(&format!("contract:{label}"))
}

/// Play at random by the menu's weights, and hold every state on the way to the laws.
pub(super) fn wander(case: &mut Case<'_>, seen: &mut Seen) -> Result<(), HostError> {
    let mut chance = draws(case, "wander").sampled();
    let mut rollout = 1;
    case.load_watched(MAIN, rollout)?;
    for _ in 0..case.scope.options.walk_steps {
        if case.probe.is_over(MAIN)? {
            rollout += 1;
            case.load_watched(MAIN, rollout)?;
        }
        let weights: Vec<u32> = case.probe.menu(MAIN)?.iter().map(|e| e.1.max(1)).collect();
        if weights.is_empty() {
            return Ok(());
        }
        let index = chance.pick(&weights);
        round_trip(case, index as u32)?;
        laws::at(case, seen)?;
    }
    Ok(())
}

/// Do nothing: first by not acting at all, then by actions that mean nothing.
pub(super) fn idle(case: &mut Case<'_>) -> Result<(), HostError> {
    case.load_watched(MAIN, 0)?;
    if !case.prepared.goal().feasible {
        case.ledger
            .does_not_apply(Sentence::DoingNothingFails, "no instance is feasible");
        return Ok(());
    }
    for _ in 0..3 {
        let truth = case.probe.truth(MAIN)?;
        case.ledger
            .check(Sentence::DoingNothingFails, !truth.success, || {
                "solved before anything was done".into()
            });
        if case.probe.is_over(MAIN)? {
            break;
        }
        case.probe.say(MAIN, "")?;
        case.ledger.actions.push(String::new());
    }
    Ok(())
}

/// What an agent says that wants to be done.
const ENDINGS: &[&str] = &[
    "submit",
    "submit()",
    "submit[]",
    "finish",
    "finish()",
    "done",
    "complete",
    "exit",
    "stop",
    "answer",
    "answer[]",
    "answer[yes]",
    "answer[no]",
    "answer[0]",
    "answer yes",
    "buy",
    "buy now",
    "click[buy now]",
    "click[submit]",
    "checkout",
    "confirm",
    "open",
    "give up",
    "fail",
    "infeasible",
    "status[infeasible]",
    "answer[none]",
    "answer[unknown]",
    "report[impossible]",
];

/// Say that it is done, or cannot be done, before anything was; and try every menu action that ends the episode.
pub(super) fn submit_at_once(case: &mut Case<'_>) -> Result<(), HostError> {
    case.load_watched(MAIN, 0)?;
    let truth = case.probe.truth(MAIN)?;
    if !case.prepared.goal().feasible {
        case.ledger
            .does_not_apply(Sentence::SubmittingFails, "no instance is feasible");
        return Ok(());
    }
    if truth.distance == Distance::Steps(1) {
        case.ledger.does_not_apply(
            Sentence::SubmittingFails,
            "every instance is one step from success",
        );
        return Ok(());
    }
    let moment = case.probe.shard.snapshot(MAIN)?;
    let menu = case.probe.menu(MAIN)?.into_iter().map(|(text, _)| text);
    let texts: Vec<String> = menu.chain(ENDINGS.iter().map(|&t| t.to_owned())).collect();
    for text in texts {
        case.probe
            .prepare_trial(&case.prepared, &moment, Watch::Texts)?;
        if case.probe.is_over(TRIAL)? {
            return Ok(());
        }
        case.probe.say(TRIAL, &text)?;
        let success = case.probe.truth(TRIAL)?.success;
        case.ledger.actions = vec![text];
        case.ledger.check(Sentence::SubmittingFails, !success, || {
            "solved by one action".into()
        });
    }
    case.ledger.actions.clear();
    Ok(())
}
