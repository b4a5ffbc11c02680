//! Loops that pay more than the best way straight to success.
//!
//! Looked for are the cycles of up to three sure steps, nearest to the start first, and the loop the reward's best policy
//! falls into. If any loop beats the best success, so does that policy; where it ends instead, the exploit gap shows it.

use super::{
    game::Game,
    price::AuditScalar,
    report::{Amount, Finding},
    solve::{Ring, Solved},
};
use truestep_core::truth::Distance;

/// Longest cycle that is looked for everywhere.
const SHORT: usize = 3;
/// Most steps the search for short cycles takes.
const MAX_TRIES: u64 = 30_000_000;

/// A way from the start, and a loop at its end.
struct Loop {
    way: Vec<u32>,
    cycle: Vec<u32>,
}

/// The shortest farmable cycle found, the nearest to the start of those.
pub(crate) fn find<S: AuditScalar>(
    game: &Game<'_, S>,
    prices: &[S],
    ring: &Ring<S>,
    solved: &Solved<S>,
) -> Option<Finding> {
    let straight = best_success(game, prices, ring);
    let bar = straight.clone().unwrap_or_else(S::zero);
    // Nothing beats the best policy: if it does not beat the bar, no loop does.
    if !ring.exceeds(&solved.values[0], &bar) {
        return None;
    }
    let beats = |found: &Loop| ring.exceeds(&forever(game, prices, &ring.gamma, found), &bar);
    let found = short_cycle(game, prices, ring, &bar, &beats)
        .or_else(|| policy_loop(game, solved).filter(beats))?;
    let texts = |moves: &[u32]| moves.iter().map(|&m| game.text(m)).collect();
    let round: S = plain(game, prices, found.cycle.iter().copied());
    let budget = game.world.budget;
    let rounds = found.way.iter().chain(found.cycle.iter().cycle());
    let in_budget = plain(game, prices, rounds.take(budget as usize).copied());
    Some(Finding::FarmableCycle {
        way_in: texts(&found.way),
        cycle: texts(&found.cycle),
        per_round: Amount::of(&round),
        farmed: Amount::of(&forever(game, prices, &ring.gamma, &found)),
        farmed_in_budget: Amount::of(&in_budget),
        budget,
        best_success: Amount::of(&bar),
    })
}

/// The price of a sure move.
fn price<S: AuditScalar>(game: &Game<'_, S>, prices: &[S], step: u32) -> S {
    prices[game.links(step).start].clone()
}

fn plain<S: AuditScalar>(game: &Game<'_, S>, prices: &[S], moves: impl Iterator<Item = u32>) -> S {
    moves.fold(S::zero(), |sum, m| sum + price(game, prices, m))
}

/// The discounted sum of a way and the factor after it.
fn discounted<S: AuditScalar>(
    game: &Game<'_, S>,
    prices: &[S],
    gamma: &S,
    moves: &[u32],
) -> (S, S) {
    moves
        .iter()
        .fold((S::zero(), S::one()), |(sum, factor), &m| {
            let paid = factor.clone() * price(game, prices, m);
            (sum + paid, factor * gamma.clone())
        })
}

/// What way and loop, without end, come to.
fn forever<S: AuditScalar>(game: &Game<'_, S>, prices: &[S], gamma: &S, found: &Loop) -> S {
    let (way, after_way) = discounted(game, prices, gamma, &found.way);
    let (round, after_round) = discounted(game, prices, gamma, &found.cycle);
    let rounds = round.over(&(S::one() - after_round));
    way + after_way * rounds.unwrap_or_else(S::zero)
}

/// The largest return of a way to success in as few steps as it takes; with chance, in the best case. `None` if there is
/// no way.
fn best_success<S: AuditScalar>(game: &Game<'_, S>, prices: &[S], ring: &Ring<S>) -> Option<S> {
    let distance = |place: u32| game.world.distances.get(game.nodes[place as usize]);
    let mut order: Vec<(u32, u32)> = (0..game.len() as u32)
        .filter_map(|place| Some((distance(place).steps()?, place)))
        .collect();
    order.sort_unstable();
    let mut best: Vec<Option<S>> = vec![None; game.len()];
    for (steps, place) in order {
        if steps == 0 {
            best[place as usize] = Some(S::zero());
            continue;
        }
        let mut top: Option<S> = None;
        for step in game.moves(place) {
            let edge = game.edges[step as usize];
            let node = game.nodes[place as usize];
            let (graph, distances) = (game.world.graph(), &game.world.distances);
            if !distances.is_shortest(graph, node, edge) {
                continue;
            }
            for link in game.links(step) {
                let to = game.links[link].to;
                if distance(to) != Distance::Steps(steps - 1) {
                    continue;
                }
                let Some(later) = &best[to as usize] else {
                    continue;
                };
                let sum = prices[link].clone() + ring.gamma.clone() * later.clone();
                top = Some(top.map_or(sum.clone(), |top| top.larger(sum)));
            }
        }
        best[place as usize] = top;
    }
    best[0].clone()
}

/// The shortest cycle of sure moves that beats the bar, the nearest of those.
fn short_cycle<S: AuditScalar>(
    game: &Game<'_, S>,
    prices: &[S],
    ring: &Ring<S>,
    bar: &S,
    beats: &dyn Fn(&Loop) -> bool,
) -> Option<Loop> {
    // Doubles point to candidates; whether one beats the bar is decided in the ring's own numbers.
    let rough: Vec<f64> = prices.iter().map(|p| p.to_f64()).collect();
    let (gamma, bar) = (ring.gamma.to_f64(), bar.to_f64());
    let slack = 1e-6 * bar.abs().max(1.0);
    let reach: Vec<(f64, f64)> = reach(game, &rough, gamma);
    let mut tries = 0u64;
    for length in 1..=SHORT {
        for start in 0..game.len() as u32 {
            let (earned, factor) = reach[start as usize];
            if earned.is_nan() {
                continue;
            }
            let worth = |round: f64| earned + factor * round / (1.0 - gamma.powi(length as i32));
            let mut stack: Vec<(u32, Vec<u32>, f64)> = vec![(start, vec![], 0.0)];
            while let Some((here, moves, sum)) = stack.pop() {
                for step in game.moves(here).rev() {
                    tries += 1;
                    let Some(to) = game.sure(step) else { continue };
                    let paid = sum + gamma.powi(moves.len() as i32) * rough[game.links(step).start];
                    let mut moves = moves.clone();
                    moves.push(step);
                    if moves.len() < length {
                        stack.push((to, moves, paid));
                    } else if to == start && worth(paid) > bar - slack {
                        let way = game.moves_to(start);
                        let found = Loop { way, cycle: moves };
                        if beats(&found) {
                            return Some(found);
                        }
                    }
                }
                if tries > MAX_TRIES {
                    return None;
                }
            }
        }
    }
    None
}

/// For every place the discounted sum of the way it was found first and the factor after it; NaN where the way is not
/// sure.
fn reach<S: AuditScalar>(game: &Game<'_, S>, rough: &[f64], gamma: f64) -> Vec<(f64, f64)> {
    let mut reach = vec![(0.0, 1.0)];
    for place in 1..game.len() as u32 {
        let by = game.found_by(place);
        let (sum, factor) = reach[game.place_of(by) as usize];
        reach.push(match game.sure(by) {
            Some(_) => (sum + factor * rough[game.links(by).start], factor * gamma),
            None => (f64::NAN, factor * gamma),
        });
    }
    reach
}

/// The loop that the first best moves lead into from the start, if they do so surely.
fn policy_loop<S: AuditScalar>(game: &Game<'_, S>, solved: &Solved<S>) -> Option<Loop> {
    let mut seen = vec![usize::MAX; game.len()];
    let (mut here, mut way) = (0u32, vec![]);
    while seen[here as usize] == usize::MAX {
        seen[here as usize] = way.len();
        let step = solved.choice(game, here)?;
        way.push(step);
        here = game.sure(step)?;
    }
    let cycle = way.split_off(seen[here as usize]);
    Some(Loop { way, cycle })
}
