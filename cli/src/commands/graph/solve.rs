//! Counts and values of a graph.

use crate::table::{digits, table};
use anyhow::Result;
use serde::Serialize;
use std::collections::{BTreeSet, VecDeque};
use truestep_core::{
    digest::Digest,
    graph::task::TaskGraph,
    graph::{
        Cap, EdgeId, Evidence, Fraction, Horizon, Measure, Mode, NodeId, NodeStatus, Query, Rows,
        StateGraph, alike::look_alikes as find_alikes,
    },
    model::Goal,
    policy::{Policy, StepPolicy},
    rational::Exact,
    truth::FactSet,
    view::ViewName,
};

/// Largest graph whose pages are compared.
const MAX_PAGES: usize = 100_000;
/// Largest graph whose look-alikes are compared in the other views, too.
const MAX_VIEWS: usize = 5_000;
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
    /// The fraction `n/d` in lowest terms, however long.
    exact: String,
}

impl Number {
    fn of(fraction: &Fraction) -> Self {
        Self {
            value: fraction.exact().value(),
            exact: {
                let reduced = fraction.reduced();
                format!("{}/{}", reduced.numer(), reduced.denom())
            },
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
    /// Of how many rollouts the best counts.
    pub(super) rollouts: u32,
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
                rollouts: policy.rollouts(),
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
        .then(|| graph.labels())
        .flatten();
    let rows = Rows::of(graph.graph(), policy, &distances, labels.as_ref())?;
    use_them(&rows)
}

/// States that look alike and differ in value.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Alike {
    /// Whether a state stands for its class, by its first state: so it is in a lumped graph.
    of_classes: bool,
    /// Number of groups.
    groups: usize,
    /// States in them.
    states: usize,
    /// The widest apart.
    widest: Vec<AlikeGroup>,
}

#[derive(Clone, Debug, Serialize)]
struct AlikeGroup {
    /// The first line they show that the start does not.
    page: String,
    states: usize,
    lowest: f64,
    highest: f64,
    /// The shortest ways to the lowest and to the highest.
    ways: [Vec<String>; 2],
    /// What is different about those two although they show the same: facts that are known in one of them only, or lines of
    /// another view.
    differ: Vec<String>,
}

/// The running states that show the same text and differ in success probability under `policy`; `None` if there are too
/// many pages.
pub(super) fn look_alikes(
    graph: &dyn TaskGraph,
    policy: &Policy,
    steps_left: u32,
    goal: &Goal,
) -> Result<Option<Alike>> {
    let states = graph.graph();
    if states.nodes() > MAX_PAGES {
        return Ok(None);
    }
    let views = graph.view_texts(ViewName::TEXT)?;
    let Some((labels, views)) = graph.labels().zip(views) else {
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
    let page = |n: truestep_core::graph::NodeId| views.get(n.0 as usize);
    let found = find_alikes(
        states,
        |n| Digest::of(page(n).map_or(b"", |p| p.as_bytes())),
        |n| values[n.0 as usize],
    );
    let ways = Ways::of(states);
    let start: BTreeSet<&str> =
        page(states.start()).map_or(BTreeSet::new(), |p| p.lines().collect());
    let mut others: Vec<(ViewName, Vec<String>)> = vec![];
    for name in graph.views().iter().map(|kind| kind.name()) {
        if name != ViewName::TEXT && states.nodes() <= MAX_VIEWS {
            others.extend(graph.view_texts(name)?.map(|texts| (name, texts)));
        }
    }
    let group = |g: &truestep_core::graph::alike::LookAlikes| {
        let value = |(_, v): &(_, truestep_core::rational::Exact)| v.value();
        let page = g.nodes.first().and_then(|(n, _)| page(*n));
        let line = page.and_then(|p| {
            let lines = || p.lines().filter(|l| !l.trim().is_empty());
            lines()
                .find(|l| !start.contains(l))
                .or_else(|| lines().next())
        });
        let by_value =
            |a: &&(NodeId, Exact), b: &&(NodeId, Exact)| a.1.value().total_cmp(&b.1.value());
        let ends = [
            g.nodes.iter().min_by(by_value),
            g.nodes.iter().max_by(by_value),
        ];
        let ends = ends.map(|end| end.map_or(states.start(), |(n, _)| *n));
        AlikeGroup {
            ways: ends.map(|n| ways.to(states, &labels.actions, n)),
            differ: differences(states, goal, &others, ends),
            page: line.unwrap_or_default().chars().take(80).collect(),
            states: g.nodes.len(),
            lowest: g.nodes.iter().map(value).fold(f64::MAX, f64::min),
            highest: g.nodes.iter().map(value).fold(f64::MIN, f64::max),
        }
    };
    Ok(Some(Alike {
        of_classes: states.mode() == Mode::Lumped,
        groups: found.len(),
        states: found.iter().map(|g| g.nodes.len()).sum(),
        widest: found.iter().take(SHOWN).map(group).collect(),
    }))
}

impl Alike {
    pub(super) fn to_text(&self) -> String {
        if self.groups == 0 {
            let counted = match self.of_classes {
                true => "classes of states",
                false => "states",
            };
            return format!("\nno two {counted} look alike and differ in value\n");
        }
        let (states, counted) = match self.of_classes {
            true => (
                "classes of states",
                " (each counted once, by its first state; `--mode raw` counts every state)",
            ),
            false => ("states", ""),
        };
        let mut text = format!(
            "\n{} {states} in {} groups look alike and differ in value{counted}; the widest apart:\n",
            self.states, self.groups
        );
        for group in &self.widest {
            text += &format!(
                "  {} {states}, {} to {}: {}\n",
                group.states,
                digits(group.lowest, 4),
                digits(group.highest, 4),
                group.page
            );
            for (name, way) in ["lower", "higher"].into_iter().zip(&group.ways) {
                let way = match way.is_empty() {
                    true => "the start".to_owned(),
                    false => way.join(" > "),
                };
                text += &format!("    the {name} after {way}\n");
            }
            for difference in &group.differ {
                text += &format!("    {difference}\n");
            }
        }
        text
    }
}

/// What is different about two states that show the same text.
fn differences(
    states: &StateGraph,
    goal: &Goal,
    views: &[(ViewName, Vec<String>)],
    [low, high]: [NodeId; 2],
) -> Vec<String> {
    let mut found = vec![];
    let names = |names: &[String], set: FactSet| {
        let each = set
            .iter()
            .map(|i| names.get(i).cloned().unwrap_or(format!("fact {i}")));
        each.collect::<Vec<_>>().join(", ")
    };
    let subgoals: Vec<String> = goal.subgoals.iter().map(|s| s.name.clone()).collect();
    for (what, list, [a, b]) in [
        (
            "known",
            &goal.evidence,
            [low, high].map(|n| states.known(n)),
        ),
        (
            "sub-goals",
            &subgoals,
            [low, high].map(|n| states.subgoals(n)),
        ),
    ] {
        for (which, only) in [("lower", a.minus(b)), ("higher", b.minus(a))] {
            if !only.is_empty() {
                found.push(format!("{what} in the {which} only: {}", names(list, only)));
            }
        }
    }
    for (name, texts) in views {
        let lines = [low, high].map(|n| texts.get(n.0 as usize).map_or("", String::as_str));
        let mut pairs = lines[0].lines().zip(lines[1].lines());
        if let Some((a, b)) = pairs.find(|(a, b)| a != b) {
            found.push(format!("{name}: `{}` or `{}`", a.trim(), b.trim()));
        }
    }
    if found.is_empty() {
        found.push("nothing that is shown: the way there alone".into());
    }
    found
}

/// The first edge found to every node, breadth first.
struct Ways(Vec<Option<EdgeId>>);

impl Ways {
    fn of(states: &StateGraph) -> Self {
        let mut by = vec![None; states.nodes()];
        let mut queue = VecDeque::from([states.start()]);
        while let Some(node) = queue.pop_front() {
            for edge in states.edges(node) {
                for (next, _) in states.outcomes(edge).iter() {
                    if next != states.start() && by[next.0 as usize].is_none() {
                        by[next.0 as usize] = Some(edge);
                        queue.push_back(next);
                    }
                }
            }
        }
        Self(by)
    }

    /// The actions of a shortest way.
    fn to(&self, states: &StateGraph, actions: &[String], node: NodeId) -> Vec<String> {
        let (mut way, mut here) = (vec![], node);
        while let Some(edge) = self.0[here.0 as usize] {
            way.push(actions.get(edge.0 as usize).cloned().unwrap_or_default());
            here = states.source(edge);
        }
        way.reverse();
        way
    }
}
