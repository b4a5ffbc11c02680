//! What steps are paid that do no harm and bring nothing.

use super::{
    price::{AuditScalar, Transition},
    report::{Amount, Finding, Harmless},
};
use std::cmp::Ordering;
use truestep_core::truth::{Distance, Reachable};

/// Whether success can be reached before and after a step that was executed, and is as far away as it was. A step on a
/// shortest path that chance left where it was does not count: no other action there is better.
pub(crate) fn is_harmless(transition: &Transition<'_>) -> bool {
    let edge = &transition.edge;
    let alive = [edge.before, edge.after]
        .iter()
        .all(|truth| truth.reachable == Reachable::Now);
    match (edge.before.distance, edge.after.distance) {
        (Distance::Steps(before), Distance::Steps(after)) => {
            alive
                && after == before
                && !edge.effect.is_rejected()
                && edge.step.on_shortest_path != Some(true)
        }
        _ => false,
    }
}

/// The prices of harmless steps as they come.
pub(crate) struct Tally<S> {
    steps: usize,
    paid: usize,
    amounts: Vec<(S, usize)>,
    lowest: Option<S>,
}

/// Distinct prices that are counted one by one; of rewards with more, the rest is only summed up.
const DISTINCT: usize = 256;

impl<S: AuditScalar> Tally<S> {
    pub(crate) fn new() -> Self {
        Self {
            steps: 0,
            paid: 0,
            amounts: vec![],
            lowest: None,
        }
    }

    /// Count one harmless step.
    pub(crate) fn add(&mut self, price: &S) {
        self.steps += 1;
        self.paid += usize::from(*price > S::zero());
        if self.lowest.as_ref().is_none_or(|lowest| price < lowest) {
            self.lowest = Some(price.clone());
        }
        match self.amounts.iter().position(|(known, _)| known == price) {
            Some(place) => self.amounts[place].1 += 1,
            None if self.amounts.len() < DISTINCT => self.amounts.push((price.clone(), 1)),
            None => {}
        }
    }

    /// What they come to.
    pub(crate) fn harmless(&self) -> Harmless {
        let mut amounts = self.amounts.clone();
        amounts
            .sort_by(|(a, n), (b, m)| m.cmp(n).then(a.partial_cmp(b).unwrap_or(Ordering::Equal)));
        amounts.truncate(Harmless::SHOWN);
        Harmless {
            steps: self.steps,
            paid: self.paid,
            amounts: amounts.iter().map(|(a, n)| (Amount::of(a), *n)).collect(),
        }
    }

    /// That every one of them is paid, if it is so; `first` is the way to the first of them, its action and its price.
    pub(crate) fn finding(&self, first: Option<(Vec<String>, String, S)>) -> Option<Finding> {
        let lowest = self.lowest.as_ref().filter(|_| self.paid == self.steps)?;
        let (way_in, action, amount) = first?;
        Some(Finding::HarmlessPaid {
            way_in,
            action,
            amount: Amount::of(&amount),
            at_least: Amount::of(lowest),
            steps: self.steps,
        })
    }
}
