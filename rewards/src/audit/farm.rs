//! Loops that pay, and pay more than the best way straight to success.
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
    // A loop that pays nothing is where a way ends that was paid for itself; it is not what is farmed.
    let pays = |found: &Loop| {
        let (round, _) = discounted(game, prices, &ring.gamma, &found.cycle);
        ring.exceeds(&round, &S::zero())
    };
    let beats = |found: &Loop| {
        pays(found) && ring.exceeds(&forever(game, prices, &ring.gamma, found), &bar)
    };
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
            if !game.world.is_shortest(node, edge) {
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

/// Walks sure moves in doubles, which point to candidates; whether one beats the bar is decided in the ring's own numbers.
struct Search<'a, 'w, S> {
    game: &'a Game<'w, S>,
    rough: Vec<f64>,
    gamma: f64,
    /// What way and loop must come to for a closer look.
    bar: f64,
    beats: &'a dyn Fn(&Loop) -> bool,
    tries: u64,
    moves: Vec<u32>,
}

/// The shortest cycle of sure moves that beats the bar, the nearest of those.
fn short_cycle<S: AuditScalar>(
    game: &Game<'_, S>,
    prices: &[S],
    ring: &Ring<S>,
    bar: &S,
    beats: &dyn Fn(&Loop) -> bool,
) -> Option<Loop> {
    let bar = bar.to_f64();
    let mut search = Search {
        game,
        rough: prices.iter().map(|p| p.to_f64()).collect(),
        gamma: ring.gamma.to_f64(),
        bar: bar - 1e-6 * bar.abs().max(1.0),
        beats,
        tries: 0,
        moves: vec![],
    };
    let reach = reach(game, &search.rough, search.gamma);
    let lengths = (1..=SHORT).flat_map(|length| (0..game.len()).map(move |start| (length, start)));
    lengths
        .filter(|&(_, start)| !reach[start].0.is_nan())
        .find_map(|(length, start)| search.round(start as u32, start as u32, length, reach[start]))
}

impl<S: AuditScalar> Search<'_, '_, S> {
    /// A cycle back to `start` by `left` more moves from `here`; `so_far`: the sum earned and the factor for what follows.
    fn round(&mut self, start: u32, here: u32, left: usize, so_far: (f64, f64)) -> Option<Loop> {
        for step in self.game.moves(here) {
            self.tries += 1;
            if self.tries > MAX_TRIES {
                return None;
            }
            let Some(to) = self.game.sure(step) else {
                continue;
            };
            let paid = so_far.1 * self.rough[self.game.links(step).start];
            let next = (so_far.0 + paid, so_far.1 * self.gamma);
            self.moves.push(step);
            let found = match left {
                1 => self.close(start, to, next),
                _ => self.round(start, to, left - 1, next),
            };
            self.moves.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn close(&self, start: u32, to: u32, (earned, factor): (f64, f64)) -> Option<Loop> {
        if to != start {
            return None;
        }
        let way = self.game.moves_to(start);
        // Way and one round earned `earned`; without end the round is repeated on what is left of the factor.
        let (before, at_start) = self.along(&way);
        let round = (earned - before) / at_start;
        let forever = before + at_start * round / (1.0 - factor / at_start);
        let found = Loop {
            way,
            cycle: self.moves.clone(),
        };
        (forever > self.bar && (self.beats)(&found)).then_some(found)
    }

    fn along(&self, way: &[u32]) -> (f64, f64) {
        way.iter().fold((0.0, 1.0), |(sum, factor), &step| {
            let paid = factor * self.rough[self.game.links(step).start];
            (sum + paid, factor * self.gamma)
        })
    }
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
