//! The planner: distances and largest success probabilities of every place, by rounds over the table.

use super::{
    checks::BadMdp,
    types::{Mdp, Move, Place, PlaceId, Plan, State},
};
use num_rational::Ratio;
use truestep_core::{model::MenuEntry, rational::Rational, truth::Distance};

/// Plan every place.
///
/// # Errors
/// [`BadMdp::ChanceInLoop`] if the largest success probabilities do not settle.
pub(super) fn plan(places: &[Place]) -> Result<Vec<Plan>, BadMdp> {
    let supported = |m: &Move| m.supported != Some(false);
    let distance = distances(places, |_, m| supported(m));
    let distance_clairvoyant = distances(places, |_, _| true);
    let best_success = best_success(places)?;
    let keeps =
        |place: usize, m: &Move| supported(m) && odds(&best_success, m) == best_success[place];
    let best_distance = distances(places, keeps);
    let best_outcome = best_outcomes(places);
    let plan = |i: usize| Plan {
        distance: distance[i],
        distance_clairvoyant: distance_clairvoyant[i],
        best_success: best_success[i],
        best_distance: best_distance[i],
        best_outcome: best_outcome[i],
    };
    Ok((0..places.len()).map(plan).collect())
}

fn can_lead(m: &Move) -> impl Iterator<Item = PlaceId> {
    m.outcomes.iter().filter(|o| o.0 > 0).map(|o| o.1)
}

/// Fewest steps to success over the moves that count; with chance, in the best case.
fn distances(places: &[Place], counts: impl Fn(usize, &Move) -> bool) -> Vec<Distance> {
    let solved = |p: &Place| p.grade == Some(Rational::from_integer(1));
    let start = |p: &Place| match solved(p) {
        true => Distance::Steps(0),
        false => Distance::Never,
    };
    let mut found: Vec<Distance> = places.iter().map(start).collect();
    // A shortest path visits no place twice, so as many rounds as places settle everything.
    for _ in 0..places.len() {
        for (i, place) in places.iter().enumerate() {
            for m in place.moves.iter().filter(|m| counts(i, m)) {
                let nearest = can_lead(m).map(|to| found[to.at()].plus(1)).min();
                found[i] = nearest.map_or(found[i], |d| d.min(found[i]));
            }
        }
    }
    found
}

/// The probability that a move leads to, when places succeed with these probabilities.
fn odds(success: &[Ratio<i64>], m: &Move) -> Ratio<i64> {
    let total: i64 = m.outcomes.iter().map(|o| i64::from(o.0)).sum();
    m.outcomes
        .iter()
        .fold(Ratio::from_integer(0), |sum, &(w, to)| {
            sum + Ratio::new(i64::from(w), total) * success[to.at()]
        })
}

fn best_success(places: &[Place]) -> Result<Vec<Ratio<i64>>, BadMdp> {
    let one = Rational::from_integer(1);
    let mut found: Vec<Ratio<i64>> = places
        .iter()
        .map(|p| Ratio::from_integer(i64::from(p.grade == Some(one))))
        .collect();
    for _ in 0..=places.len() {
        let before = found.clone();
        for (i, place) in places.iter().enumerate() {
            for m in place.moves.iter().filter(|m| m.supported != Some(false)) {
                found[i] = found[i].max(odds(&before, m));
            }
        }
        if found == before {
            return Ok(found);
        }
    }
    Err(BadMdp::ChanceInLoop)
}

fn best_outcomes(places: &[Place]) -> Vec<Rational> {
    let zero = Rational::from_integer(0);
    let mut found: Vec<Rational> = places.iter().map(|p| p.grade.unwrap_or(zero)).collect();
    for _ in 0..places.len() {
        for (i, place) in places.iter().enumerate() {
            let reached = place.moves.iter().flat_map(can_lead);
            found[i] = reached.map(|to| found[to.at()]).fold(found[i], Ord::max);
        }
    }
    found
}

impl Mdp {
    /// The menu positions of the moves that keep the largest success probability and lead (with chance: can lead) one
    /// step nearer while it is kept. Without chance these are the moves on a shortest path.
    pub(super) fn best_moves(
        &self,
        state: &State,
        menu: &[MenuEntry<super::Action>],
        out: &mut Vec<u32>,
    ) {
        let here = &self.plans[state.place.at()];
        let Some(steps) = here.best_distance.steps().filter(|&d| d > 0) else {
            return;
        };
        for (position, entry) in menu.iter().enumerate() {
            let Some(m) = self.find_move(state, entry.action) else {
                continue;
            };
            let total: i64 = m.outcomes.iter().map(|o| i64::from(o.0)).sum();
            let success = m
                .outcomes
                .iter()
                .fold(Ratio::from_integer(0), |sum, &(w, to)| {
                    sum + Ratio::new(i64::from(w), total) * self.plans[to.at()].best_success
                });
            let nearer = can_lead(m)
                .any(|to| self.plans[to.at()].best_distance == Distance::Steps(steps - 1));
            if m.supported != Some(false) && success == here.best_success && nearer {
                out.push(position as u32);
            }
        }
    }
}
