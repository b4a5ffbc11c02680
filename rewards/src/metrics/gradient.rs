//! As a policy gradient: what a batch of credits pushes the policy to, beside the exact gradient.
//!
//! The parameters are one logit for every (t, s, a) of the state graph, so that
//! ∂ log π(a|s) / ∂θ\[t, s, a′\] = 1\[a′ = a\] − π(a′|s) and everything is closed-form.

use super::{Metric, MetricError, NoMetric, identification::check_shape};
use crate::{number::sum, value::Rows as Credits};
use serde::Serialize;
use std::collections::BTreeMap;
use truestep_core::{
    digest::Digest,
    graph::{
        EdgeId, Fraction, GraphError, Horizon, Labels, Layer, Measure, Mode, NodeId, NodeStatus,
        Rows, StateGraph, Visits,
    },
    trajectory::Episode,
};

/// Most logits (steps times edges): a gradient takes 8 bytes for each.
pub const MAX_LOGITS: usize = 1 << 24;

/// A vector with one entry per logit.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// `[steps × edges]`: entry `t * edges + e` belongs to edge `e` taken at step `t`.
    entries: Vec<f64>,
    edges: usize,
    /// Steps whose credit was undefined; they push nothing.
    undefined: usize,
}

impl Gradient {
    /// The entry of an edge at a step.
    ///
    /// # Panics
    /// If the step is not within the horizon, or the edge is not of the graph.
    #[must_use]
    pub fn at(&self, step: usize, edge: EdgeId) -> f64 {
        self.entries[step * self.edges + edge.0 as usize]
    }

    /// All entries, `[steps × edges]`.
    #[must_use]
    pub fn entries(&self) -> &[f64] {
        &self.entries
    }

    /// Steps whose credit was undefined; they push nothing.
    #[must_use]
    pub fn undefined(&self) -> usize {
        self.undefined
    }

    fn norm(&self) -> f64 {
        sum(self.entries.iter().map(|x| x * x)).sqrt()
    }
}

/// One logit for every (t, s, a) of a raw graph, standing at a named policy.
#[derive(Debug)]
pub struct Tabular<'g> {
    graph: &'g StateGraph,
    labels: &'g Labels,
    nodes: BTreeMap<Digest, NodeId>,
    /// π(a|s) by edge.
    policy: Vec<f64>,
    steps: usize,
}

impl<'g> Tabular<'g> {
    /// The logits of `steps` steps from the graph's start under the policy of `rows`, which must be of a raw graph;
    /// `labels` are its actions' texts.
    ///
    /// # Errors
    /// [`MetricError::NeedsRaw`], [`MetricError::TooLarge`], and those of the graph.
    pub fn new(rows: &Rows<'g>, labels: &'g Labels, steps: u32) -> Result<Self, MetricError> {
        let graph = rows.graph();
        if graph.mode() != Mode::Raw {
            return Err(MetricError::NeedsRaw);
        }
        let steps = steps as usize;
        let logits = steps.saturating_mul(graph.edge_count());
        if logits > MAX_LOGITS {
            return Err(MetricError::TooLarge {
                logits,
                limit: MAX_LOGITS,
            });
        }
        let mut policy = vec![0.0; graph.edge_count()];
        for node in running(graph) {
            let row = rows.edge_row(node)?;
            for (edge, &numerator) in graph.edges(node).zip(row.numerators()) {
                policy[edge.0 as usize] = numerator as f64 / row.denominator() as f64;
            }
        }
        Ok(Self {
            nodes: graph.node_ids().map(|n| (graph.digest(n), n)).collect(),
            graph,
            labels,
            policy,
            steps,
        })
    }

    fn zero(&self) -> Gradient {
        let edges = self.graph.edge_count();
        Gradient {
            entries: vec![0.0; self.steps * edges],
            edges,
            undefined: 0,
        }
    }

    /// g*\[t, s, a\] = d(t, s) π(a|s) (A(t, s, a) − Σ π A), A of `measure` with the steps left at t. Every factor is exact
    /// and rounded once to a double.
    ///
    /// # Errors
    /// Those of the graph: a policy that is not of single steps, states beyond a cap, numbers too long.
    pub fn exact(&self, rows: &Rows<'_>, measure: Measure) -> Result<Gradient, MetricError> {
        let mut gradient = self.zero();
        let Some(last) = self.steps.checked_sub(1) else {
            return Ok(gradient);
        };
        let mut visits: Vec<Vec<(NodeId, f64)>> = vec![];
        Visits::steps(rows, self.graph.start(), last as u32, |now| {
            let probability = |n| now.probability(n).exact().value();
            let alive = now.visited().filter(|&n| is_running(self.graph, n));
            visits.push(alive.map(|n| (n, probability(n))).collect());
        })?;
        let mut failed = None;
        Horizon::new(rows, measure)?.layers(self.steps as u32, |layer| {
            // Layer h holds the values of step t = H - h; the layer of no steps left has no actions.
            let left = layer.steps_left() as usize;
            let Some(t) = self.steps.checked_sub(left).filter(|_| left > 0) else {
                return;
            };
            for &(node, visited) in &visits[t] {
                if let Err(error) = self.push_exact(&mut gradient, layer, t, node, visited) {
                    failed = Some(error);
                }
            }
        })?;
        failed.map_or(Ok(gradient), |error| Err(error.into()))
    }

    fn push_exact(
        &self,
        gradient: &mut Gradient,
        layer: &Layer<'_>,
        t: usize,
        node: NodeId,
        visited: f64,
    ) -> Result<(), GraphError> {
        let value = layer.value(node).ok_or(GraphError::BeyondCap)?;
        let advantage = |edge: EdgeId| -> Result<f64, GraphError> {
            let q = layer.action_value(self.graph.outcomes(edge));
            let a = q.as_ref().map(|q: &Fraction| q.minus(&value));
            Ok(a.ok_or(GraphError::BeyondCap)?.exact().value())
        };
        let edges: Vec<usize> = self.graph.edges(node).map(|e| e.0 as usize).collect();
        let advantages = self.graph.edges(node).map(advantage);
        let advantages: Vec<f64> = advantages.collect::<Result<_, _>>()?;
        let weighted = edges.iter().zip(&advantages);
        let mean = sum(weighted.map(|(&e, a)| self.policy[e] * a));
        let here = t * gradient.edges;
        for (&edge, a) in edges.iter().zip(&advantages) {
            gradient.entries[here + edge] = visited * self.policy[edge] * (a - mean);
        }
        Ok(())
    }

    /// ĝ = (1/B) Σ_i Σ_t credit (1\[a′ = a\] − π(a′|s)) over B episodes. An undefined credit pushes nothing and is counted.
    ///
    /// # Errors
    /// [`MetricError::UnknownState`] and [`MetricError::OffMenu`] for episodes that left the graph, [`MetricError::Shape`].
    pub fn batch(
        &self,
        episodes: &[Episode],
        credits: &Credits<f64>,
    ) -> Result<Gradient, MetricError> {
        check_shape(episodes, credits)?;
        let mut gradient = self.zero();
        let share = 1.0 / episodes.len().max(1) as f64;
        for (number, (episode, row)) in episodes.iter().zip(credits).enumerate() {
            for (t, value) in row.iter().enumerate() {
                let (node, taken) = self.locate(number, episode, t)?;
                let Some(&credit) = value.number() else {
                    gradient.undefined += 1;
                    continue;
                };
                for edge in self.graph.edges(node) {
                    let chosen = if edge == taken { 1.0 } else { 0.0 };
                    let entry = t * gradient.edges + edge.0 as usize;
                    gradient.entries[entry] +=
                        share * credit * (chosen - self.policy[edge.0 as usize]);
                }
            }
        }
        Ok(gradient)
    }

    /// The node and the edge of one step.
    fn locate(
        &self,
        number: usize,
        episode: &Episode,
        step: usize,
    ) -> Result<(NodeId, EdgeId), MetricError> {
        let state = episode.frame(step).digests.state;
        let node = self.nodes.get(&state).filter(|_| step < self.steps);
        let &node = node.ok_or(MetricError::UnknownState {
            episode: number,
            step,
            state,
        })?;
        let action = &episode.transitions[step].action;
        let taken = self
            .graph
            .edges(node)
            .find(|e| self.labels.actions.get(e.0 as usize) == Some(action));
        let taken = taken.ok_or_else(|| MetricError::OffMenu {
            episode: number,
            step,
            action: action.chars().take(60).collect(),
        })?;
        Ok((node, taken))
    }
}

fn is_running(graph: &StateGraph, node: NodeId) -> bool {
    graph.status(node) == NodeStatus::Running
}

fn running(graph: &StateGraph) -> impl Iterator<Item = NodeId> + '_ {
    graph.node_ids().filter(|&n| is_running(graph, n))
}

/// Weighted mean and spread of gradients, one pass, in the order they come.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    mean: Option<Gradient>,
    weight: f64,
    /// Σ weight ‖g − mean‖².
    spread: f64,
    count: usize,
}

impl Moments {
    /// Take a gradient in; `weight` is 1 for one of many batches, its probability where all are enumerated. Weights of 0
    /// change nothing.
    pub fn add(&mut self, gradient: &Gradient, weight: f64) {
        if weight <= 0.0 {
            return;
        }
        self.count += 1;
        self.weight += weight;
        let share = weight / self.weight;
        let mean = self.mean.get_or_insert_with(|| Gradient {
            entries: vec![0.0; gradient.entries.len()],
            edges: gradient.edges,
            undefined: 0,
        });
        mean.undefined += gradient.undefined;
        let mut spread = 0.0;
        for (mean, x) in mean.entries.iter_mut().zip(&gradient.entries) {
            let before = x - *mean;
            *mean += share * before;
            spread += before * (x - *mean);
        }
        self.spread += weight * spread;
    }

    /// The mean; `None` of nothing.
    #[must_use]
    pub fn mean(&self) -> Option<&Gradient> {
        self.mean.as_ref()
    }

    /// How the mean lies to `exact`, and how far single gradients lie from the mean.
    #[must_use]
    pub fn compare(&self, exact: &Gradient) -> GradientMetrics {
        let Some(mean) = &self.mean else {
            let none = Metric::Undefined(NoMetric::NoSteps);
            return GradientMetrics {
                gradients: 0,
                undefined: 0,
                alignment: Alignment {
                    cosine: none,
                    relative_error: none,
                },
                variance: none,
            };
        };
        GradientMetrics {
            gradients: self.count,
            undefined: mean.undefined,
            alignment: Alignment::of(mean, exact),
            variance: Metric::checked(self.spread / self.weight),
        }
    }
}

/// How one gradient lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alignment {
    /// g · g* / (‖g‖ ‖g*‖), in −1..=1; undefined when either is zero.
    pub cosine: Metric,
    /// ‖g − g*‖ / ‖g*‖; undefined when g* is zero.
    pub relative_error: Metric,
}

impl Alignment {
    /// Of `gradient` to `exact`.
    #[must_use]
    pub fn of(gradient: &Gradient, exact: &Gradient) -> Self {
        let (norm, target) = (gradient.norm(), exact.norm());
        let pairs = || gradient.entries.iter().zip(&exact.entries);
        let none = Metric::Undefined(NoMetric::ZeroGradient);
        if target <= 0.0 {
            return Self {
                cosine: none,
                relative_error: none,
            };
        }
        let away = sum(pairs().map(|(g, e)| (g - e) * (g - e))).sqrt();
        let cosine = sum(pairs().map(|(g, e)| (g / norm) * (e / target)));
        Self {
            cosine: match norm > 0.0 {
                // Rounding can put aligned vectors a few units outside the range.
                true => Metric::checked(cosine).map(|c| c.clamp(-1.0, 1.0)),
                false => none,
            },
            relative_error: Metric::checked(away / target),
        }
    }
}

/// How well the gradients a scheme makes follow the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GradientMetrics {
    /// Gradients taken in.
    pub gradients: usize,
    /// Steps whose credit was undefined.
    pub undefined: usize,
    /// Of their mean to the exact one.
    #[serde(flatten)]
    pub alignment: Alignment,
    /// E‖ĝ − mean ĝ‖²; of a single gradient it is 0.
    pub variance: Metric,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(entries: &[f64]) -> Gradient {
        Gradient {
            entries: entries.to_vec(),
            edges: entries.len(),
            undefined: 0,
        }
    }

    #[test]
    fn moments_are_those_of_the_definition() {
        let mut moments = Moments::default();
        for (x, weight) in [([1.0, 0.0], 1.0), ([3.0, 4.0], 1.0), ([9.0, 9.0], 0.0)] {
            moments.add(&vector(&x), weight);
        }
        // Mean (2, 2), squared distances 5 and 5.
        assert_eq!(moments.mean().unwrap().entries(), [2.0, 2.0]);
        let found = moments.compare(&vector(&[2.0, 0.0]));
        assert_eq!(found.gradients, 2);
        assert_eq!(found.variance, Metric::Number(5.0));
        assert_eq!(found.alignment.relative_error, Metric::Number(1.0));
        let cosine = found.alignment.cosine.number().unwrap();
        assert!((cosine - 0.5_f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn a_zero_gradient_has_no_direction() {
        let none = Metric::Undefined(NoMetric::ZeroGradient);
        let still = Alignment::of(&vector(&[0.0]), &vector(&[2.0]));
        assert_eq!(still.cosine, none);
        assert_eq!(still.relative_error, Metric::Number(1.0));
        let aimless = Alignment::of(&vector(&[2.0]), &vector(&[0.0]));
        assert_eq!((aimless.cosine, aimless.relative_error), (none, none));
        assert_eq!(
            Moments::default().compare(&vector(&[1.0])).variance,
            Metric::Undefined(NoMetric::NoSteps)
        );
    }
}
