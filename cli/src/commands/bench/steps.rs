//! Steps per second.

use super::{
    Effort, Figure,
    clock::{best_by_clock, best_of, rate},
    plan::{Episode, Recorded},
};
use anyhow::Result;
use rayon::prelude::*;
use std::borrow::Borrow;
use truestep_core::{
    host::{Capabilities, Input, Shard},
    view::ViewName,
};

/// How steps are played.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Truth and text after every step, actions by menu position.
    Truth,
    /// Nothing but the state, actions as text.
    State,
    /// The same, and this view.
    View(ViewName),
}

/// Measure steps with truth and text, state only, and how well two threads share the work.
pub(super) fn measure(
    env: &str,
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let share = 100.0 * played.searches as f64 / played.steps as f64;
    let about = format!("one thread, {share:.0} % of the actions are searches");
    let mut shard = played.shard();
    // The first pass warms what environments remember between episodes (the results of menu queries, say).
    pass(&mut shard, &played.slots, Kind::Truth)?;
    let time = best_of(effort.seconds, || {
        pass(&mut shard, &played.slots, Kind::Truth)
    })?;
    let truth = rate(played.steps, time);
    figures.push(Figure::new(
        format!("{env}: step with truth and text"),
        truth,
        "steps/s",
        &*about,
    ));
    let time = best_of(effort.seconds, || {
        pass(&mut shard, &played.slots, Kind::State)
    })?;
    let state = rate(played.steps, time);
    figures.push(Figure::new(
        format!("{env}: step, state only"),
        state,
        "steps/s",
        &*about,
    ));

    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
    let mut shards = [played.shard(), played.shard()];
    let mut both = || {
        pool.install(|| {
            let each = |shard: &mut Shard| pass(shard, &played.slots, Kind::Truth);
            shards.par_iter_mut().try_for_each(each)
        })
    };
    both()?;
    let two = best_by_clock(effort.seconds, both)?;
    let one = best_by_clock(effort.seconds, || {
        pass(&mut shard, &played.slots, Kind::Truth)
    })?;
    let ratio = 2.0 * one.as_secs_f64() / two.as_secs_f64().max(1e-12);
    let note = "steps with truth and text, by the clock; twice the work in the same time is 2";
    figures.push(Figure::new(
        format!("{env}: two threads over one"),
        ratio,
        "times",
        note,
    ));
    Ok(())
}

/// Play everything once.
pub(super) fn pass<E: Borrow<Episode>>(
    shard: &mut Shard,
    slots: &[Vec<E>],
    kind: Kind,
) -> Result<()> {
    let mut place = vec![(0, 0); slots.len()];
    for (slot, episodes) in slots.iter().enumerate() {
        if let Some(first) = episodes.first() {
            start(shard, first.borrow(), slot, kind)?;
        }
    }
    loop {
        let mut any = false;
        for (slot, (episode, step)) in place.iter_mut().enumerate() {
            let episodes = &slots[slot];
            if episodes
                .get(*episode)
                .is_some_and(|e| *step == e.borrow().actions.len())
            {
                (*episode, *step) = (*episode + 1, 0);
                if let Some(next) = episodes.get(*episode) {
                    start(shard, next.borrow(), slot, kind)?;
                }
            }
            let Some(action) = episodes
                .get(*episode)
                .and_then(|e| e.borrow().actions.get(*step))
            else {
                continue;
            };
            let input = match kind {
                Kind::Truth => Input::Menu(action.menu),
                Kind::State | Kind::View(_) => Input::Text(action.text.clone()),
            };
            shard.submit(slot, input, None)?;
            *step += 1;
            any = true;
        }
        if !any {
            return Ok(());
        }
        shard.run();
    }
}

fn start(shard: &mut Shard, episode: &Episode, slot: usize, kind: Kind) -> Result<()> {
    let max_steps = Some(episode.prepared.goal().max_steps);
    let bare = Capabilities {
        max_steps,
        ..Capabilities::bare()
    };
    let capabilities = match kind {
        Kind::Truth => Capabilities {
            max_steps,
            views: vec![ViewName::TEXT],
            record: false,
            ..Capabilities::recorded(0)
        },
        Kind::State => bare,
        Kind::View(view) => Capabilities {
            views: vec![view],
            ..bare
        },
    };
    Ok(episode.prepared.load(shard, slot, 0, &capabilities)?)
}
