//! The audit of schemes that must see whole trajectories: all of them, up to a length.
//!
//! The length is the horizon or the task's budget, or less if there would be more trajectories than the cap; the report's
//! `budget` says which was used, and episodes end there as they would at a budget. With chance a trajectory takes its draws
//! with it, so that the best one is the best case.

use super::{
    AuditError, Objective, Options, Role,
    channels::Values,
    discounted::tolerance,
    game::first_arcs,
    price::AuditScalar,
    report::{Amount, Finding, Gap, Harmless, Invariance, Over, Range, Report},
    world::{WITH_HORIZON, World},
};
use crate::{
    number::Fraction,
    scheme::Scheme,
    scope::Batch,
    stage::Signal,
    value::{Undefined, Value, discounted},
};
use std::collections::BTreeMap;
use truestep_core::{
    channels::Channel,
    digest::Digest,
    graph::NodeId,
    rational::Rational,
    registry::Prepared,
    task::Split,
    trajectory::{AgentInfo, End, Episode, Frame, SCHEMA, Transition, WorldInfo},
    truth::{Digests, Reachable, StateTruth},
};

/// Audit a scheme over all trajectories.
pub(crate) fn audit(
    world: &World,
    scheme: &Scheme,
    task: &dyn Prepared,
    options: &Options,
) -> Result<Report, AuditError> {
    let most = match options.objective {
        Objective::Horizon(steps) => steps,
        Objective::Discounted(_) => world.budget,
    };
    let length = longest(world, most, options.max_trajectories);
    let nearest = world.distances.get(world.graph().start()).steps();
    if length == 0 || nearest.is_some_and(|steps| steps > length) {
        return Err(AuditError::TooManyTrajectories {
            cap: options.max_trajectories,
            steps: nearest.unwrap_or(1).max(length + 1),
        });
    }
    let needs = scheme.needs();
    let asks = WITH_HORIZON
        .iter()
        .any(|&c| c != Channel::StepsLeft && needs.contains(c));
    let values = asks
        .then(|| Values::of(world, options, length))
        .transpose()?;
    let walker = Walker::new(world, task, values, length);
    if let (true, Some(signal)) = (scheme.is_exact(), &scheme.signal.exact) {
        return Search::<Fraction>::run(walker, signal, scheme, options);
    }
    Search::<f64>::run(walker, &scheme.signal.float, scheme, options)
}

/// The largest number of steps, at most `most`, for which there are no more trajectories than `cap`.
pub(super) fn longest(world: &World, most: u32, cap: u64) -> u32 {
    let graph = world.graph();
    let mut ways: Vec<u64> = vec![1; graph.nodes()];
    for steps in 1..=most {
        let count = |node: NodeId| {
            let edges = graph.edges(node).filter(|&e| world.counts(e));
            let nexts = edges.flat_map(|e| graph.outcomes(e).iter().map(|(next, _)| next));
            let sum = nexts.fold(0u64, |sum, next| sum.saturating_add(ways[next.0 as usize]));
            sum.max(1)
        };
        ways = graph.node_ids().map(count).collect();
        if ways[graph.start().0 as usize] > cap {
            return steps - 1;
        }
    }
    most
}

/// Walks the graph depth first and keeps the episode so far.
pub(super) struct Walker<'w> {
    world: &'w World,
    values: Option<Values>,
    length: u32,
    first_arc: Vec<u32>,
    pub(super) episode: Episode,
    /// Arcs of the episode so far.
    pub(super) arcs: Vec<u32>,
}

impl<'w> Walker<'w> {
    pub(super) fn new(
        world: &'w World,
        task: &dyn Prepared,
        values: Option<Values>,
        length: u32,
    ) -> Self {
        let goal = task.goal();
        let mut walker = Self {
            world,
            values,
            length,
            first_arc: first_arcs(world),
            arcs: vec![],
            episode: Episode {
                schema: SCHEMA.to_owned(),
                task: world.task.clone(),
                split: Split::Train,
                instruction: goal.instruction.clone(),
                versions: BTreeMap::new(),
                world: WorldInfo {
                    kind: "a graph".into(),
                    digest: Digest::default(),
                },
                group: 0,
                rollout: 0,
                agent: AgentInfo {
                    name: "audit".into(),
                    policy: None,
                },
                max_steps: Some(length),
                subgoals: goal.subgoals.clone(),
                evidence: goal.evidence.clone(),
                plugins: vec![],
                graph: None,
                start: Frame {
                    observation: vec![],
                    truth: None,
                    digests: Digests {
                        state: Digest::default(),
                        observation: Digest::default(),
                        trace: Digest::default(),
                    },
                },
                transitions: vec![],
                end: End::Truncated,
                trace: Digest::default(),
            },
        };
        walker.episode.start = walker.frame(world.graph().start(), length);
        walker
    }

    fn frame(&self, node: NodeId, left: u32) -> Frame {
        let mut truth: StateTruth = self.world.truth.states[node.0 as usize].clone();
        truth.steps_left = Some(left);
        truth.reachable = Reachable::from_distance(truth.distance, Some(left));
        if let Some(values) = &self.values {
            values.complete_state(&mut truth, node.0 as usize, left);
        }
        let state = self.world.graph().digest(node);
        Frame {
            observation: vec![],
            truth: Some(truth),
            digests: Digests {
                state,
                observation: state,
                trace: state,
            },
        }
    }

    fn push(&mut self, index: u32) {
        let arc = self.world.arcs[index as usize];
        let left = self.length - self.arcs.len() as u32;
        let executed = &self.world.truth.steps[index as usize];
        let after = self.frame(arc.to, left - 1);
        let mut step = executed.step.clone();
        if let Some(values) = &self.values {
            let before = self.episode.frame(self.arcs.len());
            let reachable = [before, &after].map(|frame| {
                let truth = frame.truth.as_ref();
                truth.map_or(Reachable::NotComputed, |t| t.reachable)
            });
            step = values.complete_step(&step, arc.edge.0 as usize, left, reachable);
        }
        let state = after.digests.state;
        let frames = 0..=self.arcs.len();
        step.redundant |= frames
            .into_iter()
            .any(|t| self.episode.frame(t).digests.state == state);
        self.episode.transitions.push(Transition {
            action: self.world.actions[arc.edge.0 as usize].clone(),
            action_probability: None,
            menu_size: self.world.graph().edges(arc.from).len() as u32,
            effect: executed.effect.clone(),
            truth: Some(step),
            after,
        });
        self.arcs.push(index);
    }

    fn pop(&mut self) {
        self.arcs.pop();
        self.episode.transitions.pop();
    }

    /// Show every trajectory to `visit`.
    pub(super) fn walk(
        &mut self,
        here: NodeId,
        visit: &mut dyn FnMut(&Self) -> Result<(), AuditError>,
    ) -> Result<(), AuditError> {
        let graph = self.world.graph();
        let edges: Vec<_> = graph
            .edges(here)
            .filter(|&e| self.world.counts(e))
            .collect();
        if self.arcs.len() as u32 == self.length || edges.is_empty() {
            self.episode.end = match self.world.grade(here) {
                Some(_) => End::Terminated,
                None => End::Truncated,
            };
            return visit(self);
        }
        for edge in edges {
            for index in self.first_arc[edge.0 as usize]..self.first_arc[edge.0 as usize + 1] {
                self.push(index);
                self.walk(self.world.arcs[index as usize].to, visit)?;
                self.pop();
            }
        }
        Ok(())
    }

    fn actions(&self) -> Vec<String> {
        let transitions = self.episode.transitions.iter();
        transitions.map(|t| t.action.clone()).collect()
    }
}

/// One trajectory worth keeping.
#[derive(Clone)]
struct Found<S> {
    earned: S,
    success: bool,
    grade: Rational,
    actions: Vec<String>,
}

/// What is kept of all trajectories.
struct Search<S> {
    gamma: S,
    tolerance: S,
    role: Role,
    trajectories: usize,
    steps: usize,
    best: Option<Found<S>>,
    /// Trajectories that earn as much as the best, and those of them with less than the best grade.
    maximisers: Vec<Found<S>>,
    lowest: Option<S>,
    best_grade: Rational,
    /// The best of the shortest successes.
    oracle: Option<Found<S>>,
    prices: Option<[S; 2]>,
}

/// Most return-maximising trajectories kept apart; further ones are only compared.
const KEPT: usize = 10_000;

impl<S: AuditScalar> Search<S> {
    fn run(
        mut walker: Walker<'_>,
        signal: &Signal<S>,
        scheme: &Scheme,
        options: &Options,
    ) -> Result<Report, AuditError> {
        let gamma = match options.objective {
            Objective::Discounted(discount) => S::from_rational(discount),
            Objective::Horizon(_) => S::one(),
        };
        let apart = match S::EXACT {
            true => 0.0,
            false => tolerance::<f64>(&[1.0]),
        };
        let mut search = Self {
            gamma,
            tolerance: S::tolerance(apart),
            role: options.role,
            trajectories: 0,
            steps: 0,
            best: None,
            maximisers: vec![],
            lowest: None,
            best_grade: Rational::from_integer(0),
            oracle: None,
            prices: None,
        };
        let start = walker.world.graph().start();
        walker.walk(start, &mut |walker| search.take(walker, signal, scheme))?;
        Ok(search.report(&walker, scheme, options, apart))
    }

    fn exceeds(&self, a: &S, b: &S) -> bool {
        *a > b.clone() + self.tolerance.clone()
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
        if self.role == Role::Added {
            let last = episode.steps().saturating_sub(1) as u32;
            earned = earned + self.gamma.power(last) * S::from_rational(grade);
        }
        self.trajectories += 1;
        self.steps += episode.steps();
        if self.lowest.as_ref().is_none_or(|lowest| earned < *lowest) {
            self.lowest = Some(earned.clone());
        }
        self.best_grade = self.best_grade.max(grade);
        let success = end.is_some_and(|node| world.graph().is_success(node));
        let found = || Found {
            earned: earned.clone(),
            success,
            grade,
            actions: walker.actions(),
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
            return Err(AuditError::NoPrice { after, action, why });
        }
        match discounted(row, &self.gamma) {
            Value::Number(earned) => Ok(earned),
            Value::MinusInfinity | Value::Undefined(_) => Err(AuditError::Form {
                scheme: scheme.to_string(),
                form: scheme.form(),
            }),
        }
    }

    fn report(self, walker: &Walker<'_>, scheme: &Scheme, options: &Options, apart: f64) -> Report {
        let world = walker.world;
        let nothing = || Found {
            earned: S::zero(),
            success: false,
            grade: Rational::from_integer(0),
            actions: vec![],
        };
        let best_grade = self.best_grade;
        let worse = |found: &&Found<S>| found.grade < best_grade;
        let broken = self.maximisers.iter().filter(worse).count();
        // Of equals, the worst is what a learner may end up with.
        let worst = self.maximisers.iter().find(worse);
        let best = worst.cloned().or(self.best).unwrap_or_else(nothing);
        let oracle = self.oracle.unwrap_or_else(nothing);
        let flag = |yes: bool| Amount::of(&S::from_count(usize::from(yes)));
        let gap = Gap {
            best_return: Amount::of(&best.earned),
            oracle_return: Amount::of(&oracle.earned),
            success: flag(best.success),
            oracle_success: flag(oracle.success),
            outcome: Amount::of(&S::from_rational(best.grade)),
            oracle_outcome: Amount::of(&S::from_rational(oracle.grade)),
        };
        let finding: Option<Finding> = (broken > 0).then(|| gap.finding(best.actions.clone()));
        let zero = || [S::zero(), S::zero()];
        let [low, high] = self.prices.unwrap_or_else(zero);
        Report {
            reward: scheme.to_string(),
            task: world.task.clone(),
            objective: options.objective.to_string(),
            role: options.role,
            actions: world.actions_name(),
            mode: options.mode,
            over: Over::Trajectories,
            states: self.trajectories,
            transitions: self.steps,
            budget: walker.length,
            exact: S::EXACT,
            tolerance: apart,
            findings: finding.into_iter().collect(),
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
                lowest: Amount::of(&self.lowest.unwrap_or_else(S::zero)),
                highest: gap.best_return.clone(),
            },
            gap,
            harmless: Harmless {
                steps: 0,
                paid: 0,
                amounts: vec![],
            },
            telescoping: None,
            shaped_outcome: None,
            distances: vec![],
        }
    }
}
