//! Counts and values of a graph.

use crate::table::table;
use anyhow::Result;
use serde::Serialize;
use truestep_core::{
    digest::Digest,
    graph::{
        Cap, Evidence, Fraction, Horizon, Measure, Mode, NodeStatus, Query, Rows, StateGraph,
        alike::look_alikes as find_alikes,
    },
    model::ViewKind,
    oracle::TaskGraph,
    policy::{Policy, StepPolicy},
};

/// Largest graph whose pages are compared.
const MAX_PAGES: usize = 100_000;
/// Groups of states that look alike shown in full.
const SHOWN: usize = 3;
/// Longest fraction printed in a table, in characters.
const MAX_FRACTION: usize = 60;

/// How large a graph is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shape {
    pub(super) mode: Mode,
    states: usize,
    running: Option<usize>,
    successes: Option<usize>,
    dead_ends: Option<usize>,
    edges: Option<usize>,
    has_chance: Option<bool>,
    pub(super) cap: Option<Cap>,
    /// Whether everything reachable was explored.
    complete: bool,
}

impl Shape {
    pub(super) fn of(graph: &StateGraph) -> Self {
        let running = |&n: &_| graph.status(n) == NodeStatus::Running;
        let distances = graph.distances(Evidence::Required);
        Self {
            mode: graph.mode(),
            states: graph.nodes(),
            running: Some(graph.node_ids().filter(running).count()),
            successes: Some(graph.node_ids().filter(|&n| graph.is_success(n)).count()),
            dead_ends: Some(distances.dead_ends(graph).len()),
            edges: Some(graph.edge_count()),
            has_chance: Some(graph.has_chance()),
            cap: graph.cap(),
            complete: graph.cap().is_none(),
        }
    }

    /// A graph that met the cap after `known` states.
    pub(super) fn capped(mode: Mode, known: u32) -> Self {
        Self {
            mode,
            states: known as usize,
            running: None,
            successes: None,
            dead_ends: None,
            edges: None,
            has_chance: None,
            cap: None,
            complete: false,
        }
    }
}

/// Shapes as a table.
pub(super) fn shape_table(shapes: &[Shape]) -> String {
    let count = |n: Option<usize>| n.map_or("-".into(), |n| n.to_string());
    let row = |s: &Shape| {
        let more = if s.complete { "" } else { "more than " };
        vec![
            match s.mode {
                Mode::Raw => "raw".into(),
                Mode::Lumped => "lumped".into(),
            },
            format!("{more}{}", s.states),
            count(s.running),
            count(s.successes),
            count(s.dead_ends),
            count(s.edges),
        ]
    };
    let head = [
        "graph",
        "states",
        "running",
        "successes",
        "dead ends",
        "edges",
    ];
    table(&head, &[1, 2, 3, 4, 5], shapes.iter().map(row).collect())
}

/// An exact number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Number {
    /// The nearest double.
    pub(super) value: f64,
    /// The fraction in lowest terms, however long.
    exact: String,
}

impl Number {
    fn of(fraction: &Fraction) -> Self {
        Self {
            value: fraction.exact().value(),
            exact: fraction.reduced().to_string(),
        }
    }

    /// The fraction, cut if it is too long for a table.
    pub(super) fn short(&self) -> String {
        if self.exact.len() <= MAX_FRACTION {
            return self.exact.clone();
        }
        let digits = |part: &str| part.len();
        let (n, d) = self.exact.split_once('/').unwrap_or((&self.exact, "1"));
        format!(
            "{} digits / {} digits (--json prints them)",
            digits(n),
            digits(d)
        )
    }
}

/// Values of the start under a policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct PolicyValues {
    pub(super) policy: String,
    pub(super) success_probability: Option<Number>,
    /// `null` beyond the cap, and for the best of several rollouts where grades are partial.
    pub(super) expected_outcome: Option<Number>,
}

/// The values of the start under every policy.
pub(super) fn values(
    graph: &dyn TaskGraph,
    policies: &[Policy],
    steps_left: u32,
) -> Result<Vec<PolicyValues>> {
    let start = Query::Value {
        node: graph.graph().start(),
        steps_left,
    };
    policies
        .iter()
        .map(|policy| {
            let number = |measure| -> Result<Option<Number>> {
                let answers = with_rows(graph, policy, |rows| {
                    Ok(Horizon::new(rows, measure)?.solve(&[start])?)
                })?;
                Ok(answers[0].as_ref().map(Number::of))
            };
            Ok(PolicyValues {
                policy: policy.name().to_string(),
                success_probability: number(Measure::Success)?,
                expected_outcome: match policy.rollouts() {
                    1 => number(Measure::Outcome)?,
                    _ => None,
                },
            })
        })
        .collect()
}

/// What `use_them` makes of the rows of `policy`.
pub(super) fn with_rows<R>(
    graph: &dyn TaskGraph,
    policy: &Policy,
    use_them: impl FnOnce(&Rows<'_>) -> Result<R>,
) -> Result<R> {
    let distances = graph.graph().distances(Evidence::Required);
    let labels = matches!(policy.steps(), StepPolicy::Table(_))
        .then(|| graph.labels(None))
        .flatten();
    let rows = Rows::of(graph.graph(), policy, &distances, labels.as_ref())?;
    use_them(&rows)
}

/// States that look alike and differ in value.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Alike {
    /// Number of groups.
    groups: usize,
    /// States in them.
    states: usize,
    /// The widest apart.
    widest: Vec<AlikeGroup>,
}

#[derive(Clone, Debug, Serialize)]
struct AlikeGroup {
    /// The first line they show.
    page: String,
    states: usize,
    lowest: f64,
    highest: f64,
}

/// The running states that show the same text and differ in success probability under `policy`; `None` if there are too
/// many pages.
pub(super) fn look_alikes(
    graph: &dyn TaskGraph,
    policy: &Policy,
    steps_left: u32,
) -> Result<Option<Alike>> {
    let states = graph.graph();
    if states.nodes() > MAX_PAGES {
        return Ok(None);
    }
    let Some(labels) = graph.labels(Some(ViewKind::Text)) else {
        return Ok(None);
    };
    let mut values = vec![None; states.nodes()];
    with_rows(graph, policy, |rows| {
        Ok(
            Horizon::new(rows, Measure::Success)?.layers(steps_left, |layer| {
                if layer.steps_left() == steps_left {
                    for node in states.node_ids() {
                        values[node.0 as usize] = layer.value(node).map(|v| v.exact());
                    }
                }
            })?,
        )
    })?;
    let page = |n: truestep_core::graph::NodeId| labels.views.get(n.0 as usize);
    let found = find_alikes(
        states,
        |n| Digest::of(page(n).map_or(b"", |p| p.as_bytes())),
        |n| values[n.0 as usize],
    );
    let group = |g: &truestep_core::graph::alike::LookAlikes| {
        let value = |(_, v): &(_, truestep_core::rational::Exact)| v.value();
        let page = g.nodes.first().and_then(|(n, _)| page(*n));
        let line = page.and_then(|p| p.lines().find(|l| !l.trim().is_empty()));
        AlikeGroup {
            page: line.unwrap_or_default().chars().take(80).collect(),
            states: g.nodes.len(),
            lowest: g.nodes.iter().map(value).fold(f64::MAX, f64::min),
            highest: g.nodes.iter().map(value).fold(f64::MIN, f64::max),
        }
    };
    Ok(Some(Alike {
        groups: found.len(),
        states: found.iter().map(|g| g.nodes.len()).sum(),
        widest: found.iter().take(SHOWN).map(group).collect(),
    }))
}

impl Alike {
    pub(super) fn to_text(&self) -> String {
        if self.groups == 0 {
            return "\nno two states look alike and differ in value\n".into();
        }
        let mut text = format!(
            "\n{} states in {} groups look alike and differ in value; the widest apart:\n",
            self.states, self.groups
        );
        for group in &self.widest {
            text += &format!(
                "  {} states, {:.4} to {:.4}: {}\n",
                group.states, group.lowest, group.highest, group.page
            );
        }
        text
    }
}
