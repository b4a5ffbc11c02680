//! What a frame costs in each view of an environment: the same steps with the view and without, so that frames are those of
//! whatever is played, not of how tasks begin.

use super::{
    Effort, Figure,
    clock::best_of,
    plan::{Episode, Recorded},
    steps::{Kind, pass},
};
use anyhow::Result;
use std::collections::BTreeSet;
use truestep_core::view::{ContentType, ViewKind};

/// Slots whose steps are painted: an image takes a thousand times as long as a step.
const PAINTED: usize = 2;

/// Measure each view that tasks played have, over the episodes that have it.
pub(super) fn measure(
    env: &str,
    played: &Recorded,
    effort: Effort,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let views: BTreeSet<ViewKind> = played
        .tasks()
        .flat_map(|task| task.views().iter().copied())
        .collect();
    for view in views {
        let image = view.content() == ContentType::Image;
        let most = if image { PAINTED } else { played.slots.len() };
        let slots: Vec<Vec<&Episode>> = (played.slots[..most].iter())
            .map(|slot| of_view(slot, view))
            .collect();
        let per_frame = per_frame(view, &slots, played, effort)?;
        let (unit, scale) = if image { ("ms", 1e3) } else { ("µs", 1e6) };
        let note = "a frame, beyond the step that leads to it; one thread";
        let name = format!("{env}: view {}", view.name());
        figures.push(Figure::new(name, per_frame * scale, unit, note));
    }
    Ok(())
}

/// The episodes that have a view.
fn of_view(slot: &[Episode], view: ViewKind) -> Vec<&Episode> {
    let has = |e: &&Episode| e.prepared.views().contains(&view);
    slot.iter().filter(has).collect()
}

/// Seconds that a frame takes in a view, over the frames of `slots`.
fn per_frame(
    view: ViewKind,
    slots: &[Vec<&Episode>],
    played: &Recorded,
    effort: Effort,
) -> Result<f64> {
    let mut shard = played.shard();
    let seconds = effort.seconds.min(1);
    let mut time = |kind| best_of(seconds, || pass(&mut shard, slots, kind));
    let with = time(Kind::View(view.name()))?;
    let without = time(Kind::State)?;
    let episodes = slots.iter().flatten();
    // Each episode shows one frame before its first step.
    let frames: usize = episodes.map(|e| e.actions.len() + 1).sum();
    Ok(with.saturating_sub(without).as_secs_f64() / frames.max(1) as f64)
}
