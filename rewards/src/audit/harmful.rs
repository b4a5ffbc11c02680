//! Steps that do harm and are paid more than the best step.
//!
//! A reward may keep every best policy and still pay a learner, for a while, to walk off the cliff: what is lost later
//! outweighs what is paid now only for one who already knows what comes later. So it is a warning, not a finding.

use super::{
    price::{AuditScalar, Transition},
    report::{Amount, Harmful, HarmfulStep},
};
use truestep_core::truth::{Distance, Reachable};

/// Whether success can be reached before a step and is lost, or further away, after it, by the action: where the step is on
/// a shortest path, no other action is better, and what was lost is what chance drew.
pub(crate) fn is_harmful(transition: &Transition<'_>) -> bool {
    let (before, after) = (transition.edge.before, transition.edge.after);
    before.reachable == Reachable::Now
        && transition.edge.step.on_shortest_path != Some(true)
        && match (before.distance, after.distance) {
            (Distance::Steps(_), Distance::Never) => true,
            (Distance::Steps(before), Distance::Steps(after)) => after > before,
            _ => false,
        }
}

/// The prices of harmful steps as they come. `P` says where a step is made.
pub(crate) struct Tally<S, P> {
    steps: usize,
    paid: usize,
    /// By how much the worst is paid more than the best step; where; what both are paid.
    largest: Option<(S, P, [S; 2])>,
}

impl<S: AuditScalar, P> Tally<S, P> {
    pub(crate) fn new() -> Self {
        Self {
            steps: 0,
            paid: 0,
            largest: None,
        }
    }

    /// Count a harmful step made at `place`, paid `price` where the best step is paid `best`.
    pub(crate) fn add(&mut self, price: &S, best: &S, place: P) {
        self.steps += 1;
        if !price.exceeds(best) {
            return;
        }
        self.paid += 1;
        let more = price.clone() - best.clone();
        if self.largest.as_ref().is_none_or(|(top, ..)| more > *top) {
            self.largest = Some((more, place, [price.clone(), best.clone()]));
        }
    }

    /// What they come to; `way` says which actions lead to a place, and which is made there.
    pub(crate) fn harmful(self, way: impl FnOnce(P) -> (Vec<String>, String)) -> Harmful {
        let step = self.largest.map(|(_, place, [price, best])| {
            let (way_in, action) = way(place);
            HarmfulStep {
                way_in,
                action,
                amount: Amount::of(&price),
                best: Amount::of(&best),
            }
        });
        Harmful {
            steps: self.steps,
            paid: self.paid,
            largest: step,
        }
    }
}
