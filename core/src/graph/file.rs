//! A graph as JSON, and back.
//!
//! The file holds states, actions, transitions, probabilities and outcomes - enough to rebuild the process in any
//! language - with texts and a [`Solution`] where they are given. Reading it back gives an equal graph.

use super::{
    Cap, DRAW, GraphError, Labels, Mode, NodeId, NodeStatus, RUNNING, StateGraph, Support,
    UNEXPANDED,
    solution::{Solution, SolvedAction, SolvedState},
};
use crate::{digest::Digest, json, rational::Rational, truth::FactSet};
use serde::{Deserialize, Serialize, Serializer};

/// The schema's name; readers refuse any other.
pub const SCHEMA: &str = "truestep.graph/1";

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphFile {
    /// The graph.
    pub graph: StateGraph,
    /// Its texts; empty lists where the file has none.
    pub labels: Labels,
    /// Its solution, if the file has one.
    pub solution: Option<Solution>,
}

#[derive(Serialize, Deserialize)]
struct SolutionNote {
    policy: String,
    steps_left: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateForm {
    digest: Digest,
    /// The grade if the episode ended here.
    #[serde(default, deserialize_with = "crate::rational::read_some_share")]
    outcome: Option<Rational>,
    /// Whether the task is solved here. Follows from the outcome, and spares readers that rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
    #[serde(default, skip_serializing_if = "is_false")]
    unexpanded: bool,
    known: FactSet,
    subgoals: FactSet,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    view: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    solution: Option<SolvedState>,
    actions: Vec<ActionForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    /// Position in the menu, in lumped graphs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<u32>,
    weight: u32,
    support: Support,
    /// States it leads to, with the numerators of their probabilities; the denominator is their sum.
    to: Vec<(NodeId, u64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    solution: Option<SolvedAction>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Writes states one by one, so that the file is never held as a whole.
struct States<'a>(&'a StateGraph, &'a Labels, Option<&'a Solution>);

impl Serialize for States<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.node_ids().map(|node| self.state(node)))
    }
}

impl States<'_> {
    fn state(&self, node: NodeId) -> StateForm {
        let Self(graph, labels, solution) = *self;
        let action = |edge: super::EdgeId| ActionForm {
            action: labels.actions.get(edge.at()).cloned(),
            entry: graph.entry.get(edge.at()).copied(),
            weight: graph.weight(edge),
            support: graph.support(edge),
            to: graph.outcomes(edge).iter().collect(),
            solution: solution.map(|s| s.actions[edge.at()].clone()),
        };
        let status = graph.status(node);
        StateForm {
            digest: graph.digest(node),
            outcome: match status {
                NodeStatus::Ended(grade) => Some(grade),
                NodeStatus::Running | NodeStatus::Unexpanded => None,
            },
            success: (status != NodeStatus::Unexpanded).then(|| graph.is_success(node)),
            unexpanded: status == NodeStatus::Unexpanded,
            known: graph.known(node),
            subgoals: graph.subgoals(node),
            view: labels.views.get(node.at()).cloned(),
            solution: solution.map(|s| s.states[node.at()].clone()),
            actions: graph.edges(node).map(action).collect(),
        }
    }
}

#[derive(Serialize)]
struct Written<'a> {
    schema: &'a str,
    model: &'a str,
    mode: Mode,
    cap: Option<Cap>,
    solution: Option<SolutionNote>,
    states: States<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    schema: String,
    model: String,
    mode: Mode,
    cap: Option<Cap>,
    #[serde(default)]
    solution: Option<SolutionNote>,
    states: Vec<StateForm>,
}

/// Write a graph as one JSON object. `labels` may be empty; `solution` must be of this graph.
///
/// # Errors
/// [`GraphError::Write`] if `out` fails.
pub fn write(
    graph: &StateGraph,
    labels: &Labels,
    solution: Option<&Solution>,
    out: &mut dyn std::io::Write,
) -> Result<(), GraphError> {
    let written = Written {
        schema: SCHEMA,
        model: &graph.model,
        mode: graph.mode,
        cap: graph.cap,
        solution: solution.map(|s| SolutionNote {
            policy: s.policy.clone(),
            steps_left: s.steps_left,
        }),
        states: States(graph, labels, solution),
    };
    serde_json::to_writer(out, &written).map_err(|e| GraphError::Write(e.to_string()))
}

/// Read a graph back.
///
/// # Errors
/// [`GraphError::BadFile`] if the text is no graph of this schema.
pub fn read(text: &str) -> Result<GraphFile, GraphError> {
    let read: Read = serde_json::from_str(text).map_err(|e| {
        let schema = serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .and_then(|v| Some(v.get("schema")?.as_str()?.to_owned()));
        match schema {
            Some(other) if other != SCHEMA => wrong_schema(&other),
            _ => bad(json::why(&e)),
        }
    })?;
    if read.schema != SCHEMA {
        return Err(wrong_schema(&read.schema));
    }
    let mut file = GraphFile {
        graph: StateGraph::empty(&read.model, read.mode),
        labels: Labels::default(),
        solution: read.solution.map(|note| Solution {
            policy: note.policy,
            steps_left: note.steps_left,
            states: vec![],
            actions: vec![],
        }),
    };
    file.graph.cap = read.cap;
    let count = read.states.len();
    for (number, state) in read.states.into_iter().enumerate() {
        take_state(&mut file, state, count)
            .map_err(|problem| bad(format!("state {number}: {problem}")))?;
    }
    check(&file)?;
    Ok(file)
}

fn bad(problem: impl Into<String>) -> GraphError {
    GraphError::BadFile(problem.into())
}

fn wrong_schema(found: &str) -> GraphError {
    bad(format!("schema `{found}` is not `{SCHEMA}`"))
}

fn check(file: &GraphFile) -> Result<(), GraphError> {
    let graph = &file.graph;
    if graph.nodes() == 0 {
        return Err(bad("a graph has at least its start"));
    }
    let unexpanded = graph.status.iter().filter(|&&s| s == UNEXPANDED).count() as u32;
    if graph.cap.map_or(0, |cap| cap.unexpanded) != unexpanded {
        return Err(bad("the cap does not count the unexpanded states"));
    }
    let complete = |found: usize, all: usize| found == 0 || found == all;
    let (nodes, edges) = (graph.nodes(), graph.edge_count());
    let solved = file.solution.as_ref();
    if !complete(file.labels.actions.len(), edges)
        || !complete(file.labels.views.len(), nodes)
        || solved.is_some_and(|s| s.states.len() != nodes || s.actions.len() != edges)
        || (graph.mode == Mode::Lumped) != (graph.entry.len() == edges) && edges > 0
    {
        return Err(bad(
            "texts, entries or solution are there for some states only",
        ));
    }
    Ok(())
}

fn take_state(file: &mut GraphFile, form: StateForm, count: usize) -> Result<(), String> {
    let graph = &mut file.graph;
    graph.digest.push(form.digest);
    let status = match (form.outcome, form.unexpanded) {
        (None, false) => RUNNING,
        (None, true) => UNEXPANDED,
        (Some(grade), false) => graph.grade_code(Rational::new(*grade.numer(), *grade.denom())),
        (Some(_), true) => return Err("ended and unexpanded".into()),
    };
    let solved = form.outcome == Some(Rational::from_integer(1));
    if form.success.is_some_and(|said| said != solved) {
        return Err("`success` is not what the outcome says".into());
    }
    if status != RUNNING && !form.actions.is_empty() {
        return Err("only a running state has actions".into());
    }
    graph.status.push(status);
    graph.known.push(form.known);
    graph.subgoals.push(form.subgoals);
    file.labels.views.extend(form.view);
    if let (Some(solution), Some(state)) = (&mut file.solution, form.solution) {
        solution.states.push(state);
    }
    let first_draw = file.graph.denominator.len();
    for (number, action) in form.actions.into_iter().enumerate() {
        take_action(file, action, count, first_draw)
            .map_err(|problem| format!("action {number}: {problem}"))?;
    }
    let end = u32::try_from(file.graph.target.len()).map_err(|_| "too many actions")?;
    file.graph.first_edge.push(end);
    Ok(())
}

fn take_action(
    file: &mut GraphFile,
    form: ActionForm,
    count: usize,
    first_draw: usize,
) -> Result<(), String> {
    let graph = &mut file.graph;
    if form.weight == 0 {
        return Err("weight 0; expected at least 1".into());
    }
    if form.to.iter().any(|(n, p)| n.at() >= count || *p == 0) {
        return Err("leads to a state that is not there, or with probability 0".into());
    }
    let target = match form.to[..] {
        [] => return Err("leads nowhere".into()),
        [(only, _)] => only.0,
        _ => draw(graph, form.to, first_draw)?,
    };
    graph.target.push(target);
    graph.weight.push(form.weight);
    graph.support.push(form.support);
    graph.entry.extend(form.entry);
    file.labels.actions.extend(form.action);
    if let (Some(solution), Some(action)) = (&mut file.solution, form.solution) {
        solution.actions.push(action);
    }
    Ok(())
}

/// The draw with these outcomes; equal draws of one state are one, as in an explored graph.
fn draw(graph: &mut StateGraph, to: Vec<(NodeId, u64)>, first_draw: usize) -> Result<u32, String> {
    let range = |d: usize| graph.first_outcome[d] as usize..graph.first_outcome[d + 1] as usize;
    let known = (first_draw..graph.denominator.len()).find(|&d| graph.outcome[range(d)] == to[..]);
    if let Some(draw) = known {
        return Ok(DRAW | draw as u32);
    }
    let denominator = to.iter().try_fold(0u64, |sum, (_, n)| sum.checked_add(*n));
    let number = graph.denominator.len() as u32;
    graph
        .denominator
        .push(denominator.ok_or("probabilities do not fit 64 bits")?);
    graph.outcome.extend(to);
    let end = u32::try_from(graph.outcome.len()).map_err(|_| "too many outcomes")?;
    graph.first_outcome.push(end);
    Ok(DRAW | number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{Evidence, Rows, testing::random_table},
        policy::Policy,
        view::ViewName,
    };
    use proptest::prelude::*;

    fn text(graph: &StateGraph, labels: &Labels, solution: Option<&Solution>) -> String {
        let mut out = vec![];
        write(graph, labels, solution, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn a_graph_comes_back_equal(seed in any::<u64>(), lumped in any::<bool>(), solved in any::<bool>()) {
            let table = random_table(seed, 8).doubled();
            let mode = if lumped { Mode::Lumped } else { Mode::Raw };
            let explored = table.explore(mode);
            let graph = explored.graph();
            let mut labels = explored.labels(&table).unwrap();
            let views = explored.view_texts(&table, ViewName::TEXT);
            labels.views = views.unwrap().unwrap();
            let distances = graph.distances(Evidence::Required);
            let policy = Policy::uniform();
            let rows = Rows::of(graph, &policy, &distances, None).unwrap();
            let solution = solved.then(|| Solution::of(&rows, 5).unwrap());
            let back = read(&text(graph, &labels, solution.as_ref())).unwrap();
            prop_assert_eq!(&back.graph, graph);
            prop_assert_eq!(back.labels, labels);
            prop_assert_eq!(back.solution, solution);
            let bare = read(&text(graph, &Labels::default(), None)).unwrap();
            prop_assert_eq!(&bare.graph, graph);
            prop_assert_eq!(bare.labels, Labels::default());
        }
    }

    #[test]
    fn a_capped_graph_comes_back_capped() {
        let graph = random_table(3, 40).capped(5);
        assert!(graph.cap().is_some());
        assert_eq!(
            read(&text(&graph, &Labels::default(), None)).unwrap().graph,
            graph
        );
    }

    #[test]
    fn files_that_are_no_graph_are_refused_with_the_reason() {
        let good = text(&random_table(1, 6).raw(), &Labels::default(), None);
        let reason = |text: &str| read(text).unwrap_err().to_string();
        assert!(reason(&good.replace("graph/1", "graph/2")).contains("graph/2"));
        assert!(reason("{}").contains("`schema` is missing"));
        assert!(reason(&good.replace("\"to\":[[0,", "\"to\":[[999,")).contains("not there"));
        assert!(reason(&good.replace("\"weight\":1,", "\"weight\":0,")).contains("weight 0"));
        let no_states =
            r#"{"schema":"truestep.graph/1","model":"m","mode":"raw","cap":null,"states":[]}"#;
        assert!(reason(no_states).contains("start"));
    }
}
