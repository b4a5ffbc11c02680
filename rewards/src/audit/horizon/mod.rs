//! The audit with a horizon: one pass backwards over the layers, with the best actions of every state and steps left.

mod report;

use super::{
    AuditError, Options, Role,
    channels::Values,
    harmful,
    harmless::Tally,
    price::{AuditScalar, Pricing},
    report::{Amount, Finding, Invariance, Report},
    timed::{Paid, Timed},
    world::World,
};
use truestep_core::{graph::EdgeId, truth::Distance};

/// What can be had from a place on.
#[derive(Clone)]
struct Worth<S> {
    /// Under the reward as audited, under its other reading, and under the outcome.
    best: [S; 3],
    /// The least that can come of it under the reward.
    lowest: S,
    /// The most on a shortest way to success, if there is one in time.
    straight: Option<S>,
    /// What the reward's first best policy attains: success, grade.
    mine: [S; 2],
    /// What the outcome's first best policy attains, and earns under the reward.
    oracle: [S; 3],
}

impl<S: AuditScalar> Worth<S> {
    fn over(success: bool) -> Self {
        let zero = S::zero;
        Self {
            best: [zero(), zero(), zero()],
            lowest: zero(),
            straight: success.then(zero),
            mine: [zero(), zero()],
            oracle: [zero(), zero(), zero()],
        }
    }
}

/// One move of a place: its edge, and what its transitions pay.
struct Step<S> {
    edge: EdgeId,
    paid: Vec<Audited<S>>,
}

/// What a transition pays.
struct Audited<S> {
    arc: u32,
    to: u32,
    /// What the reward alone pays.
    price: S,
    /// What is paid as audited, in the other reading, and as outcome.
    pays: [S; 3],
}

/// The sum; most terms are 0, and fractions are slow to add.
fn plus<S: AuditScalar>(a: S, b: S) -> S {
    match (a.is_nought(), b.is_nought()) {
        (true, _) => b,
        (_, true) => a,
        _ => a + b,
    }
}

struct Pass<'a, 'w, S> {
    timed: Timed<'w, S>,
    role: Role,
    kept: Invariance,
    kept_otherwise: Invariance,
    nearest: Option<Finding>,
    /// First best edges under the reward, `[layer][place]`; `u32::MAX` where the episode has ended.
    choices: Vec<Vec<u32>>,
    prices: Option<[S; 2]>,
    tally: Tally<S>,
    /// Layer, place, edge and price of the earliest harmless step.
    first_harmless: Option<(u32, u32, EdgeId, S)>,
    /// Harmful steps, with layer, place and edge of each.
    harmful: harmful::Tally<S, (u32, u32, EdgeId)>,
    options: &'a Options,
}

/// Audit what `pricing` pays within `horizon` steps.
pub(crate) fn audit<S: AuditScalar>(
    world: &World,
    pricing: &dyn Pricing<S>,
    values: Option<Values>,
    horizon: u32,
    options: &Options,
    name: &str,
) -> Result<Report, AuditError> {
    let timed = Timed::new(world, pricing, values, horizon, options)?;
    let invariance = |reading| Invariance {
        reading,
        states: 0,
        broken: 0,
        narrowed: 0,
    };
    let mut pass = Pass {
        timed,
        role: options.role,
        kept: invariance(options.role),
        kept_otherwise: invariance(options.role.other()),
        nearest: None,
        choices: vec![],
        prices: None,
        tally: Tally::new(),
        first_harmless: None,
        harmful: harmful::Tally::new(),
        options,
    };
    let start = pass.run()?;
    pass.report(&start, name)
}

impl<S: AuditScalar> Pass<'_, '_, S> {
    fn exceeds(&self, a: &S, b: &S) -> bool {
        a.exceeds(b)
    }

    /// Backwards from the last layer; returns what can be had from the start.
    fn run(&mut self) -> Result<Worth<S>, AuditError> {
        let horizon = self.timed.horizon;
        let last = &self.timed.layers[horizon as usize].places;
        let graph = self.timed.world.graph();
        let mut worth: Vec<Worth<S>> = last
            .iter()
            .map(|p| Worth::over(graph.is_success(p.0)))
            .collect();
        for step in (0..horizon).rev() {
            self.timed.turn_to(horizon - step);
            let places = self.timed.layers[step as usize].places.len() as u32;
            let (mut now, mut choices) = (vec![], vec![]);
            // The nearest place of the earliest layer is the counterexample, so the order within a layer counts.
            let mut nearest = None;
            for here in 0..places {
                let (found, choice) = self.judge(step, here, &worth, &mut nearest)?;
                now.push(found);
                choices.push(choice);
            }
            self.nearest = nearest.or(self.nearest.take());
            self.choices.push(choices);
            worth = now;
        }
        self.choices.reverse();
        Ok(worth.swap_remove(0))
    }

    fn judge(
        &mut self,
        step: u32,
        here: u32,
        after: &[Worth<S>],
        nearest: &mut Option<Finding>,
    ) -> Result<(Worth<S>, u32), AuditError> {
        let node = self.timed.layers[step as usize].places[here as usize].0;
        let graph = self.timed.world.graph();
        let edges: Vec<EdgeId> = self.timed.edges(node).collect();
        if edges.is_empty() {
            return Ok((Worth::over(graph.is_success(node)), u32::MAX));
        }
        let mut moves = vec![];
        for edge in edges {
            let paid = self.timed.paid(step, here, edge)?;
            let paid = paid.into_iter().map(|paid| self.audited(paid)).collect();
            let made = Step { edge, paid };
            self.count(step, here, &made);
            moves.push(made);
        }
        self.count_harmful(step, here, &moves);
        let values: Vec<[S; 3]> = moves.iter().map(|m| self.values(m, after)).collect();
        let top = |i: usize| {
            let column = values.iter().map(|v| v[i].clone());
            column.reduce(S::larger).unwrap_or_else(S::zero)
        };
        let best = [top(0), top(1), top(2)];
        let is_best = |m: usize, i: usize| !self.exceeds(&best[i], &values[m][i]);
        let sets: Vec<[bool; 3]> = (0..moves.len())
            .map(|m| [is_best(m, 0), is_best(m, 1), is_best(m, 2)])
            .collect();
        let broken = count(&mut self.kept, &sets, 0);
        count(&mut self.kept_otherwise, &sets, 1);
        if broken && nearest.is_none() {
            *nearest = Some(self.changed(step, here, &moves, &values, &sets, &best[2]));
        }
        let first = |i: usize| sets.iter().position(|s| s[i]).unwrap_or(0);
        let (mine, oracle) = (&moves[first(0)], &moves[first(2)]);
        let attained = |m: &Step<S>, of: &dyn Fn(&Worth<S>) -> [S; 2]| {
            [0, 1].map(|i| {
                self.expect(m, |paid| {
                    let world = self.timed.world;
                    let to = world.arcs[paid.arc as usize].to;
                    let now = match (world.grade(to), i) {
                        (Some(_), 0) if world.graph().is_success(to) => S::one(),
                        (Some(grade), 1) => S::from_rational(grade),
                        _ => S::zero(),
                    };
                    plus(now, of(&after[paid.to as usize])[i].clone())
                })
            })
        };
        let [success, grade] = attained(oracle, &|w| [w.oracle[0].clone(), w.oracle[1].clone()]);
        let earned = self.expect(oracle, |paid| {
            plus(
                paid.pays[0].clone(),
                after[paid.to as usize].oracle[2].clone(),
            )
        });
        let lowest = moves.iter().map(|m| {
            self.expect(m, |p| {
                plus(p.pays[0].clone(), after[p.to as usize].lowest.clone())
            })
        });
        let worth = Worth {
            lowest: lowest.reduce(S::smaller).unwrap_or_else(S::zero),
            straight: self.straight(step, &moves, after),
            mine: attained(mine, &|w| w.mine.clone()),
            oracle: [success, grade, earned],
            best,
        };
        Ok((worth, mine.edge.0))
    }

    /// What a transition pays in every reading.
    fn audited(&self, paid: Paid<S>) -> Audited<S> {
        let world = self.timed.world;
        let grade = world.grade(world.arcs[paid.arc as usize].to);
        let outcome = grade.map_or_else(S::zero, S::from_rational);
        let added = plus(paid.price.clone(), outcome.clone());
        let pays = match self.role {
            Role::Whole => [paid.price.clone(), added, outcome],
            Role::Added => [added, paid.price.clone(), outcome],
        };
        Audited {
            arc: paid.arc,
            to: paid.to,
            price: paid.price,
            pays,
        }
    }

    fn expect(&self, step: &Step<S>, of: impl Fn(&Audited<S>) -> S) -> S {
        if let [only] = &step.paid[..] {
            return of(only);
        }
        step.paid.iter().fold(S::zero(), |sum, paid| {
            let arc = &self.timed.world.arcs[paid.arc as usize];
            sum + S::ratio(arc.numerator, arc.denominator) * of(paid)
        })
    }

    fn values(&self, step: &Step<S>, after: &[Worth<S>]) -> [S; 3] {
        [0, 1, 2].map(|i| {
            self.expect(step, |paid| {
                plus(
                    paid.pays[i].clone(),
                    after[paid.to as usize].best[i].clone(),
                )
            })
        })
    }

    fn straight(&self, step: u32, moves: &[Step<S>], after: &[Worth<S>]) -> Option<S> {
        let (world, left) = (self.timed.world, self.timed.horizon - step);
        let node = world.arcs[moves[0].paid[0].arc as usize].from;
        let Distance::Steps(distance) = world.distances.get(node) else {
            return None;
        };
        let shortest = |m: &&Step<S>| world.is_shortest(node, m.edge);
        let ways = moves.iter().filter(shortest).flat_map(|m| &m.paid);
        let nearer = ways.filter(|paid| {
            let to = world.arcs[paid.arc as usize].to;
            world.distances.get(to) == Distance::Steps(distance - 1)
        });
        let sums = nearer.filter_map(|paid| {
            let later = after[paid.to as usize].straight.clone()?;
            Some(plus(paid.pays[0].clone(), later))
        });
        (distance <= left).then(|| sums.reduce(S::larger)).flatten()
    }

    /// Take what a move pays into the ranges and tallies.
    fn count(&mut self, step: u32, here: u32, made: &Step<S>) {
        for paid in &made.paid {
            let price = &paid.pays[0];
            self.prices = Some(match self.prices.take() {
                None => [price.clone(), price.clone()],
                Some([low, high]) => [low.smaller(price.clone()), high.larger(price.clone())],
            });
            if self.timed.is_harmless(paid.arc) {
                self.tally.add(&paid.price);
                // Layers are passed from the last to the first.
                if self
                    .first_harmless
                    .as_ref()
                    .is_none_or(|first| step < first.0)
                {
                    self.first_harmless = Some((step, here, made.edge, paid.price.clone()));
                }
            }
        }
    }

    /// Take the harmful steps of a place, beside what the best of its shortest steps is paid on average.
    fn count_harmful(&mut self, step: u32, here: u32, moves: &[Step<S>]) {
        let node = self.timed.layers[step as usize].places[here as usize].0;
        let world = self.timed.world;
        let shortest = moves.iter().filter(|m| world.is_shortest(node, m.edge));
        let paid = shortest.map(|m| self.expect(m, |paid| paid.pays[0].clone()));
        let Some(best) = paid.reduce(S::larger) else {
            return;
        };
        for made in moves {
            for paid in &made.paid {
                if self.timed.is_harmful(paid.arc) {
                    self.harmful
                        .add(&paid.pays[0], &best, (step, here, made.edge));
                }
            }
        }
    }

    fn changed(
        &self,
        step: u32,
        here: u32,
        moves: &[Step<S>],
        values: &[[S; 3]],
        sets: &[[bool; 3]],
        best_outcome: &S,
    ) -> Finding {
        let text = |m: usize| self.timed.world.actions[moves[m].edge.0 as usize].clone();
        let texts = |i: usize| (0..moves.len()).filter(|&m| sets[m][i]).map(text).collect();
        let wrong = sets.iter().position(|s| s[0] && !s[2]).unwrap_or(0);
        Finding::PolicyChanged {
            reading: self.role,
            way_in: self.timed.way_to(step, here),
            steps_left: Some(self.timed.horizon - step),
            best_under_reward: texts(0),
            best_under_outcome: texts(2),
            costs: Amount::of(&(best_outcome.clone() - values[wrong][2].clone())),
            states: 0,
        }
    }
}

/// Count one state; whether an action is best under reading `i` and not under the outcome.
fn count(invariance: &mut Invariance, sets: &[[bool; 3]], i: usize) -> bool {
    let broken = sets.iter().any(|s| s[i] && !s[2]);
    let narrowed = !broken && sets.iter().any(|s| s[2] && !s[i]);
    invariance.states += 1;
    invariance.broken += usize::from(broken);
    invariance.narrowed += usize::from(narrowed);
    broken
}
