//! A graph for Graphviz: small graphs to look at.

use super::{Distances, GraphError, Labels, NodeId, NodeStatus, ShortestEdges, StateGraph};
use crate::truth::Distance;
use std::io::Write;

/// Characters of a label kept, so that pages do not swamp the picture.
const LABEL_CHARS: usize = 60;

/// Write the graph in the DOT language. Nodes show their number, the first line of their view if there are views, and
/// their distance; success is doubly circled, other ends are boxes, dead ends grey; edges on a shortest
/// path are bold ([`ShortestEdges`]).
///
/// # Errors
/// [`GraphError::Write`] if `out` fails.
pub fn write(
    graph: &StateGraph,
    labels: &Labels,
    distances: &Distances,
    out: &mut dyn Write,
) -> Result<(), GraphError> {
    let failed = |e: std::io::Error| GraphError::Write(e.to_string());
    let shortest = ShortestEdges::of(graph, distances);
    writeln!(out, "digraph \"{}\" {{", escape(graph.model())).map_err(failed)?;
    for node in graph.node_ids() {
        writeln!(
            out,
            "  {} [{}];",
            node.0,
            describe(graph, labels, distances, node)
        )
        .map_err(failed)?;
        for edge in graph.edges(node) {
            let bold = match shortest.contains(node, edge) {
                Some(true) => ", style=bold",
                Some(false) | None => "",
            };
            let outcomes = graph.outcomes(edge);
            for (next, p) in outcomes.iter() {
                let chance = match outcomes.denominator() {
                    1 => String::new(),
                    d => format!(" ({p}/{d})"),
                };
                let action = labels.actions.get(edge.at()).map_or("", String::as_str);
                let label = escape(action);
                writeln!(
                    out,
                    "  {} -> {} [label=\"{label}{chance}\"{bold}];",
                    node.0, next.0
                )
                .map_err(failed)?;
            }
        }
    }
    writeln!(out, "}}").map_err(failed)
}

fn describe(graph: &StateGraph, labels: &Labels, distances: &Distances, node: NodeId) -> String {
    let view = labels.views.get(node.at());
    let line = view.and_then(|v| v.lines().next()).unwrap_or("");
    let shape = match graph.status(node) {
        NodeStatus::Ended(_) if graph.is_success(node) => ", shape=doublecircle",
        NodeStatus::Ended(_) => ", shape=box",
        NodeStatus::Unexpanded => ", style=dashed",
        NodeStatus::Running if distances.get(node) == Distance::Never => {
            ", style=filled, fillcolor=lightgrey"
        }
        NodeStatus::Running => "",
    };
    let grade = match graph.status(node) {
        NodeStatus::Ended(grade) => format!("grade {grade}"),
        NodeStatus::Running | NodeStatus::Unexpanded => format!("d {}", distances.get(node)),
    };
    let parts = [node.0.to_string(), escape(line), grade];
    let shown: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    format!("label=\"{}\"{shape}", shown.join("\\n"))
}

/// Text within DOT's double quotes, shortened.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == LABEL_CHARS {
            out.push('…');
            break;
        }
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{
            Evidence, Mode,
            testing::{Table, draw, ended, goto, run},
        },
        view::ViewName,
    };

    #[test]
    fn a_small_graph_is_drawn_as_expected() {
        let table = Table::new(vec![
            run(vec![goto(1), draw(vec![(1, 1), (2, 2)])]),
            ended(1, 1),
            run(vec![goto(2)]),
        ]);
        let explored = table.explore(Mode::Raw);
        let graph = explored.graph();
        let mut labels = explored.labels(&table).unwrap();
        let views = explored.view_texts(&table, ViewName::TEXT);
        labels.views = views.unwrap().unwrap();
        let mut out = vec![];
        write(
            graph,
            &labels,
            &graph.distances(Evidence::Required),
            &mut out,
        )
        .unwrap();
        let expected = r#"digraph "test/table" {
  0 [label="0\nplace 0\nd 1"];
  0 -> 1 [label="0", style=bold];
  0 -> 1 [label="1 (1/3)"];
  0 -> 2 [label="1 (2/3)"];
  1 [label="1\nplace 1\ngrade 1", shape=doublecircle];
  2 [label="2\nplace 2\nd never", style=filled, fillcolor=lightgrey];
  2 -> 2 [label="0"];
}
"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(escape("a\"b\\c\nd"), "a\\\"b\\\\c d");
    }
}
