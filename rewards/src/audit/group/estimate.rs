//! The mean and the spread of the gradient over every group.

use super::list::{Listed, Trajectory};
use crate::{
    audit::price::AuditScalar,
    metrics::{Expected, Kind, expected},
    number::{Fraction, Scalar, sum},
    scope::Batch,
    value::Rows,
};
use std::collections::BTreeMap;
use truestep_core::trajectory::Episode;

/// Moments of ĝ over every group of one size, and g*.
pub(super) struct Estimate<S> {
    /// E ĝ, `[logits]`.
    pub(super) mean: Vec<S>,
    /// g*, `[logits]`.
    pub(super) exact: Vec<S>,
    /// E‖ĝ − E ĝ‖².
    pub(super) variance: S,
    /// Probability that some step of a group has no number; it pushes nothing.
    pub(super) undefined: S,
    /// The steps of all groups beside the exact advantage.
    pub(super) identification: Expected,
}

/// A trajectory in the scalar computed with.
struct Cast<'l, S> {
    probability: S,
    pushes: Vec<Vec<(usize, S)>>,
    taken: &'l [usize],
}

/// How often a logit's action gets an estimate, by the order of its bits.
type Met = BTreeMap<(usize, u64), f64>;

fn cast<S: AuditScalar>(fraction: &Fraction) -> S {
    S::from_fraction(fraction)
}

impl<S: AuditScalar> Estimate<S> {
    pub(super) fn of<'l>(
        listed: &'l Listed,
        size: usize,
        credits: &dyn Fn(&Batch<'_>) -> Rows<S>,
    ) -> Self {
        let logits = listed.logits.len();
        let cast_one = |t: &'l Trajectory| Cast::<'l, S> {
            taken: &t.taken,
            probability: cast(&t.probability),
            pushes: (t.pushes.iter())
                .map(|push| push.iter().map(|(n, x)| (*n, cast(x))).collect())
                .collect(),
        };
        let trajectories: Vec<Cast<'l, S>> = listed.trajectories.iter().map(cast_one).collect();
        let mut estimate = Self {
            mean: vec![S::zero(); logits],
            exact: vec![S::zero(); logits],
            variance: S::zero(),
            undefined: S::zero(),
            identification: expected(&[]),
        };
        let mut met = Met::new();
        for (one, found) in trajectories.iter().zip(&listed.trajectories) {
            let weight = one.probability.clone() * cast(&found.grade);
            for (logit, x) in one.pushes.iter().flatten() {
                add(&mut estimate.exact[*logit], weight.clone() * x.clone());
            }
        }
        let mut square = S::zero();
        let mut groups = Groups::new(&listed.trajectories, size);
        loop {
            let rows = credits(&Batch::new(&groups.batch));
            let members = || groups.members.iter().map(|&i| &trajectories[i]);
            let (gradient, is_whole) = gradient(logits, members(), &rows, size);
            let weight = members().fold(S::one(), |p, one| p * one.probability.clone());
            meet(&mut met, members(), &rows, weight.to_f64());
            for (mean, x) in estimate.mean.iter_mut().zip(&gradient) {
                add(mean, weight.clone() * x.clone());
            }
            let norm = sum(gradient.iter().map(|x| x.clone() * x.clone()));
            add(&mut square, weight.clone() * norm);
            if !is_whole {
                add(&mut estimate.undefined, weight);
            }
            if !groups.advance(&listed.trajectories) {
                break;
            }
        }
        // E‖ĝ‖² − ‖E ĝ‖²; doubles cannot make it negative by more than rounding.
        let centre = sum(estimate.mean.iter().map(|x| x.clone() * x.clone()));
        estimate.variance = (square - centre).larger(S::zero());
        estimate.identification = expected(&kinds(&met, listed));
        estimate
    }
}

/// Count the steps of a group.
fn meet<'a, S: AuditScalar>(
    met: &mut Met,
    members: impl Iterator<Item = &'a Cast<'a, S>>,
    rows: &Rows<S>,
    weight: f64,
) {
    for (member, row) in members.zip(rows) {
        for (&logit, value) in member.taken.iter().zip(row) {
            if let Some(estimate) = value.number() {
                // Adding 0 makes −0 the same as 0.
                let bits = (estimate.to_f64() + 0.0).to_bits();
                *met.entry((logit, bits)).or_default() += weight;
            }
        }
    }
}

fn kinds(met: &Met, listed: &Listed) -> Vec<Kind> {
    let exact: Vec<f64> = listed.advantages().iter().map(Scalar::to_f64).collect();
    let kind = |(&(logit, bits), &weight): (&(usize, u64), &f64)| Kind {
        estimate: f64::from_bits(bits),
        exact: exact[logit],
        key: listed.keys[logit],
        weight,
    };
    met.iter().map(kind).collect()
}

fn add<S: AuditScalar>(to: &mut S, x: S) {
    *to = std::mem::replace(to, S::zero()) + x;
}

/// ĝ of one group, `[logits]`, and whether every step had a number.
fn gradient<'a, S: AuditScalar>(
    logits: usize,
    members: impl Iterator<Item = &'a Cast<'a, S>>,
    rows: &Rows<S>,
    size: usize,
) -> (Vec<S>, bool) {
    let mut gradient = vec![S::zero(); logits];
    let mut is_whole = true;
    let size = S::from_count(size);
    for (member, row) in members.zip(rows) {
        for (push, value) in member.pushes.iter().zip(row) {
            let Some(credit) = value.number().cloned() else {
                is_whole = false;
                continue;
            };
            if credit.is_nought() {
                continue;
            }
            let share = credit.over(&size).unwrap_or_else(S::zero);
            for (logit, x) in push {
                add(&mut gradient[*logit], share.clone() * x.clone());
            }
        }
    }
    (gradient, is_whole)
}

/// Walks through every group, in order: a group is a list, so that schemes may look at rollout numbers.
struct Groups {
    members: Vec<usize>,
    batch: Vec<Episode>,
}

impl Groups {
    fn new(all: &[Trajectory], size: usize) -> Self {
        let mut groups = Self {
            members: vec![0; size],
            batch: vec![],
        };
        groups.batch = (0..size).map(|place| rollout(all, 0, place)).collect();
        groups
    }

    fn advance(&mut self, all: &[Trajectory]) -> bool {
        for place in (0..self.members.len()).rev() {
            let next = self.members[place] + 1;
            let wraps = next == all.len();
            self.members[place] = if wraps { 0 } else { next };
            self.batch[place] = rollout(all, self.members[place], place);
            if !wraps {
                return true;
            }
        }
        false
    }
}

/// Trajectory `number` as the rollout in this place of a group.
fn rollout(all: &[Trajectory], number: usize, place: usize) -> Episode {
    Episode {
        rollout: place as u32,
        ..all[number].episode.clone()
    }
}
