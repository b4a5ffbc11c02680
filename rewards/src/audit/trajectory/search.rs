//! What the best trajectories are, and what they attain.

use super::{Moves, walker::Walker};
use crate::{
    audit::{
        AuditError, Objective, Options, Role,
        price::AuditScalar,
        report::{Amount, Finding, Gap, Harmful, Harmless, Invariance, Over, Range, Report},
    },
    scheme::Scheme,
    scope::Batch,
    stage::Signal,
    value::{Undefined, Value, discounted, numbers},
};
use truestep_core::{graph::NodeId, rational::Rational};

/// One trajectory worth keeping.
#[derive(Clone)]
struct Found<S> {
    earned: S,
    /// The return of the outcome.
    attained: S,
    success: bool,
    grade: Rational,
    actions: Vec<String>,
    nodes: Vec<NodeId>,
    prices: Vec<S>,
}

/// What is kept of all trajectories.
pub(super) struct Search<S> {
    gamma: S,
    role: Role,
    trajectories: usize,
    steps: usize,
    best: Option<Found<S>>,
    /// Trajectories that earn as much as the best.
    maximisers: Vec<Found<S>>,
    lowest: Option<S>,
    /// The largest return of the outcome.
    most: S,
    /// The best of the shortest successes.
    oracle: Option<Found<S>>,
    prices: Option<[S; 2]>,
}

/// Most return-maximising trajectories kept apart; further ones are only compared.
const KEPT: usize = 10_000;

impl<S: AuditScalar> Search<S> {
    pub(super) fn run(
        mut walker: Walker<'_>,
        signal: &Signal<S>,
        scheme: &Scheme,
        options: &Options,
    ) -> Result<Report, AuditError> {
        let gamma = match options.objective {
            Objective::Discounted(discount) => S::from_rational(discount),
            Objective::Horizon(_) => S::one(),
        };
        let mut search = Self {
            gamma,
            role: options.role,
            trajectories: 0,
            steps: 0,
            best: None,
            maximisers: vec![],
            lowest: None,
            most: S::zero(),
            oracle: None,
            prices: None,
        };
        let start = walker.world.graph().start();
        walker.walk(start, &mut |walker| search.take(walker, signal, scheme))?;
        Ok(search.report(&walker, scheme, options))
    }

    fn exceeds(&self, a: &S, b: &S) -> bool {
        a.exceeds(b)
    }

    fn take(
        &mut self,
        walker: &Walker<'_>,
        signal: &Signal<S>,
        scheme: &Scheme,
    ) -> Result<(), AuditError> {
        let episode = &walker.episode;
        let row = match signal {
            Signal::Episode(signal) => signal.price(episode),
            Signal::Step(_) | Signal::Batch(_) => {
                let batch = Batch::new(std::slice::from_ref(episode));
                signal.rows(&batch).pop().unwrap_or_default()
            }
        };
        let world = walker.world;
        let end = walker.arcs.last().map(|&a| world.arcs[a as usize].to);
        let grade = end.and_then(|node| world.grade(node));
        let grade = grade.unwrap_or_else(|| Rational::from_integer(0));
        let mut earned = self.earned(&row, walker, scheme)?;
        let last = episode.steps().saturating_sub(1) as u32;
        let attained = self.gamma.power(last) * S::from_rational(grade);
        if self.role == Role::Added {
            earned = earned + attained.clone();
        }
        self.trajectories += 1;
        self.steps += episode.steps();
        if self.lowest.as_ref().is_none_or(|lowest| earned < *lowest) {
            self.lowest = Some(earned.clone());
        }
        self.most = self.most.clone().larger(attained.clone());
        let success = end.is_some_and(|node| world.graph().is_success(node));
        let found = || Found {
            earned: earned.clone(),
            attained: attained.clone(),
            success,
            grade,
            actions: walker.actions(),
            nodes: walker.nodes(),
            prices: numbers(&row).unwrap_or_default(),
        };
        let better = match &self.best {
            None => true,
            Some(best) => self.exceeds(&earned, &best.earned),
        };
        if better {
            self.maximisers.clear();
            self.best = Some(found());
        }
        let ties = self
            .best
            .as_ref()
            .is_some_and(|best| !self.exceeds(&best.earned, &earned));
        if ties && self.maximisers.len() < KEPT {
            self.maximisers.push(found());
        }
        let steps = episode.steps();
        let shorter = match &self.oracle {
            None => true,
            Some(oracle) => {
                steps < oracle.actions.len()
                    || steps == oracle.actions.len() && earned > oracle.earned
            }
        };
        if success && shorter {
            self.oracle = Some(found());
        }
        Ok(())
    }

    /// The return of a trajectory; its steps go into the range of rewards.
    fn earned(
        &mut self,
        row: &[Value<S>],
        walker: &Walker<'_>,
        scheme: &Scheme,
    ) -> Result<S, AuditError> {
        for (t, value) in row.iter().enumerate() {
            let why = match value {
                Value::Number(price) => {
                    self.prices = Some(match self.prices.take() {
                        None => [price.clone(), price.clone()],
                        Some([low, high]) => {
                            [low.smaller(price.clone()), high.larger(price.clone())]
                        }
                    });
                    continue;
                }
                Value::MinusInfinity => Undefined::Infinite,
                Value::Undefined(why) => *why,
            };
            let mut after = walker.actions();
            after.truncate(t + 1);
            let action = after.pop().unwrap_or_default();
            return Err(AuditError::no_price(after, action, why));
        }
        match discounted(row, &self.gamma) {
            Value::Number(earned) => Ok(earned),
            Value::MinusInfinity | Value::Undefined(_) => Err(AuditError::Form {
                scheme: scheme.to_string(),
                form: scheme.form(),
            }),
        }
    }

    fn report(self, walker: &Walker<'_>, scheme: &Scheme, options: &Options) -> Report {
        let world = walker.world;
        let nothing = || Found {
            earned: S::zero(),
            attained: S::zero(),
            success: false,
            grade: Rational::from_integer(0),
            actions: vec![],
            nodes: vec![],
            prices: vec![],
        };
        let worse = |found: &&Found<S>| self.exceeds(&self.most, &found.attained);
        let broken = self.maximisers.iter().filter(worse).count();
        // Of equals, the worst is what a learner may end up with.
        let worst = self.maximisers.iter().find(worse);
        let best = worst.cloned().or_else(|| self.best.clone());
        let best = best.unwrap_or_else(nothing);
        let oracle = self.oracle.clone().unwrap_or_else(nothing);
        let flag = |yes: bool| Amount::of(&S::from_count(usize::from(yes)));
        let gap = Gap {
            best_return: Amount::of(&best.earned),
            oracle_return: Amount::of(&oracle.earned),
            success: flag(best.success),
            oracle_success: flag(oracle.success),
            outcome: Amount::of(&S::from_rational(best.grade)),
            oracle_outcome: Amount::of(&S::from_rational(oracle.grade)),
            actions: best.actions.clone(),
        };
        let exploit = (broken > 0).then(|| gap.finding());
        let farmable = self.farmable(&best, &oracle, walker.length);
        let zero = || [S::zero(), S::zero()];
        let [low, high] = self.prices.clone().unwrap_or_else(zero);
        Report {
            reward: scheme.to_string(),
            task: (*world.task).clone(),
            objective: options.objective.to_string(),
            role: options.role,
            actions: world.actions_name(),
            mode: options.mode,
            over: Over::Trajectories,
            states: self.trajectories,
            transitions: self.steps,
            budget: walker.length,
            exact: S::EXACT,
            tolerance: S::TOLERANCE,
            findings: farmable.into_iter().chain(exploit).collect(),
            invariance: vec![Invariance {
                reading: options.role,
                states: self.maximisers.len(),
                broken,
                narrowed: 0,
            }],
            rewards: Range {
                lowest: Amount::of(&low),
                highest: Amount::of(&high),
            },
            returns: Range {
                lowest: Amount::of(&self.lowest.clone().unwrap_or_else(S::zero)),
                highest: gap.best_return.clone(),
            },
            gap,
            harmless: Harmless {
                steps: 0,
                paid: 0,
                amounts: vec![],
            },
            harmful: Harmful {
                steps: 0,
                paid: 0,
                largest: None,
            },
            rejected: match walker.moves {
                Moves::WithRejected => world.rejected_count(),
                Moves::Menu => 0,
            },
            telescoping: None,
            shaped_outcome: None,
            distances: vec![],
            whole_menu: None,
        }
    }

    /// The shortest paid loop on the best trajectory, if that earns more than the best of the shortest successes.
    fn farmable(&self, best: &Found<S>, oracle: &Found<S>, budget: u32) -> Option<Finding> {
        if !self.exceeds(&best.earned, &oracle.earned) {
            return None;
        }
        let sum =
            |from: usize, to: usize| crate::number::sum(best.prices[from..to].iter().cloned());
        let steps = best.prices.len();
        let pairs = (1..=steps)
            .flat_map(|length| (0..=steps - length).map(move |from| (from, from + length)));
        let (from, to) = pairs
            .filter(|&(from, to)| best.nodes[from] == best.nodes[to])
            .find(|&(from, to)| self.exceeds(&sum(from, to), &S::zero()))?;
        Some(Finding::FarmableCycle {
            way_in: best.actions[..from].to_vec(),
            cycle: best.actions[from..to].to_vec(),
            per_round: Amount::of(&sum(from, to)),
            farmed: Amount::of(&best.earned),
            farmed_in_budget: Amount::of(&sum(0, steps)),
            budget,
            best_success: Amount::of(&oracle.earned),
        })
    }
}
