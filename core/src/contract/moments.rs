//! Snapshots, budgets and capabilities.

use super::{
    case::Case,
    probe::{Acted, MAIN, TRIAL},
    sentence::Sentence,
    starts::play,
};
use crate::{
    host::{Capabilities, Clock, HostError, Input},
    trajectory::End,
};

/// After a restore the same steps give the same frames, here and, through JSON, in another slot.
pub(super) fn check(case: &mut Case<'_>) -> Result<(), HostError> {
    case.load_watched(MAIN, 0)?;
    play(case, MAIN, "before")?;
    let moment = case.probe.shard.snapshot(MAIN)?;
    let frame = case.probe.shard.frame(MAIN)?;
    let first = play(case, MAIN, "after")?;
    case.probe.shard.restore(MAIN, &moment, None)?;
    let restored = case.probe.shard.frame(MAIN)?;
    case.ledger.equal(
        Sentence::RestoreReproduces,
        "the frame restored",
        &restored,
        &frame,
    );
    let second = play(case, MAIN, "after")?;
    case.ledger.equal(
        Sentence::RestoreReproduces,
        "the steps after it",
        &second,
        &first,
    );

    let sentence = Sentence::SnapshotsSurviveJson;
    case.load_watched(TRIAL, 7)?;
    let json = match moment.to_json() {
        Ok(json) => json,
        Err(error) => {
            case.ledger
                .check(sentence, false, || format!("it cannot be written: {error}"));
            return Ok(());
        }
    };
    let read = match case.probe.shard.read_snapshot(TRIAL, &json) {
        Ok(read) => read,
        Err(error) => {
            case.ledger.check(sentence, false, || error.to_string());
            return Ok(());
        }
    };
    case.probe.shard.restore(TRIAL, &read, None)?;
    let elsewhere = (case.probe.shard.frame(TRIAL)?, play(case, TRIAL, "after")?);
    case.ledger.equal(
        sentence,
        "the frame and the steps after it",
        &elsewhere,
        &(frame, first),
    );
    Ok(())
}

/// Truth and views only watch: a bare environment goes through the same states.
pub(super) fn capabilities(case: &mut Case<'_>) -> Result<(), HostError> {
    case.load_watched(MAIN, 0)?;
    let watched = play(case, MAIN, "bare")?;
    case.load(TRIAL, 0, &Capabilities::bare())?;
    let bare = play(case, TRIAL, "bare")?;
    let path = |acted: &[Acted]| -> Vec<_> {
        let what = |a: &Acted| {
            (
                a.effect.clone(),
                a.after.digests.state,
                a.after.digests.trace,
                a.end,
            )
        };
        acted.iter().map(what).collect()
    };
    case.ledger.equal(
        Sentence::CapabilitiesOnlyWatch,
        "without truth and views",
        &path(&bare),
        &path(&watched),
    );
    Ok(())
}

/// The budget truncates after exactly as many steps as it has, and not when the world ended the episode.
pub(super) fn budget(case: &mut Case<'_>, oracle: &[String]) -> Result<(), HostError> {
    for max_steps in [0, 1, 5] {
        let (steps, end) = play_within(case, max_steps, &[])?;
        case.ledger.equal(
            Sentence::BudgetIsExact,
            "steps taken, and the end",
            &(steps, end),
            &(max_steps, Some(End::Truncated)),
        );
    }
    let needed = oracle.len() as u32;
    if needed > 0 {
        let enough = play_within(case, needed, oracle)?;
        case.ledger.equal(
            Sentence::BudgetIsExact,
            "with just enough",
            &enough,
            &(needed, Some(End::Terminated)),
        );
        let short = play_within(case, needed - 1, oracle)?;
        case.ledger.equal(
            Sentence::BudgetIsExact,
            "with one too few",
            &short,
            &(needed - 1, Some(End::Truncated)),
        );
    }
    Ok(())
}

/// Play `actions`, then words that mean nothing, within a budget: steps taken, and how it ended.
fn play_within(
    case: &mut Case<'_>,
    max_steps: u32,
    actions: &[String],
) -> Result<(u32, Option<End>), HostError> {
    let mut capabilities = case.probe.watched(&case.prepared);
    capabilities.max_steps = Some(max_steps);
    case.load(MAIN, 0, &capabilities)?;
    let mut actions = actions.iter();
    // One more than the budget allows: it must have ended by then.
    for _ in 0..=max_steps {
        if case.probe.is_over(MAIN)? {
            break;
        }
        let text = actions.next().map_or("", String::as_str);
        case.probe
            .shard
            .submit(MAIN, Input::Text(text.into()), None)?;
        case.probe.shard.run();
    }
    let steps = case.probe.shard.parts::<&Clock>(MAIN)?.step;
    Ok((steps, case.probe.shard.end(MAIN)?))
}
