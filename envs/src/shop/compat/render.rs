//! The observations made from a page's nodes: `text` and `text_rich`.

use super::address::address;
use super::pages::{Node, Scene, Style, nodes, visible};
use super::python::strip;

/// What separates the pieces of the `text` observation.
const SEPARATOR: &str = " [SEP] ";

/// WebShop's `text` observation: every visible text, stripped, joined by ` [SEP] `.
pub fn text(scene: &Scene<'_>) -> String {
    let mut out = String::with_capacity(512);
    push_text(scene, &mut out);
    out
}

/// Appends the `text` observation.
pub fn push_text(scene: &Scene<'_>, out: &mut String) {
    let mut first = true;
    nodes(scene, |node| {
        let Some(piece) = node_text(&node) else {
            return;
        };
        if !first {
            out.push_str(SEPARATOR);
        }
        first = false;
        out.push_str(strip(piece));
    });
}

/// WebShop's `text_rich` observation: one node per line, buttons in brackets, followed links and chosen options marked.
///
/// An option reads as chosen if its text, in double quotes, occurs in the page's address.
pub fn text_rich(scene: &Scene<'_>) -> String {
    let address = address(scene.session, &scene.place);
    let mut chosen: Vec<&str> = Vec::new();
    let mut lines = String::with_capacity(1024);
    nodes(scene, |node| {
        if let Node::Choice { value, .. } = node
            && visible(value).is_some()
            && address.contains(&format!("\"{value}\""))
        {
            chosen.push(value);
            push_marked(&mut lines, "  ", "clicked button", value);
        } else {
            push_rich_line(&mut lines, &node);
        }
    });
    let mut out = String::with_capacity(lines.len() + 40 * chosen.len());
    for value in chosen.iter().rev() {
        out.push_str("You have clicked ");
        out.push_str(value);
        out.push_str(".\n");
    }
    out.push_str(&lines);
    out
}

fn push_rich_line(out: &mut String, node: &Node<'_>) {
    let Some(text) = node_text(node) else {
        return;
    };
    match node {
        Node::Text(..) | Node::SearchBox => {
            out.push_str(text);
            out.push('\n');
        }
        Node::Button(_) => push_marked(out, "", "button", text),
        Node::Choice { .. } => push_marked(out, "  ", "button", text),
        Node::Link { visited: false, .. } => push_marked(out, "\n", "button", text),
        Node::Link { visited: true, .. } => push_marked(out, "\n", "clicked button", text),
    }
}

fn push_marked(out: &mut String, lead: &str, mark: &str, text: &str) {
    for part in [lead, "[", mark, "] ", text, " [", mark, "_]\n"] {
        out.push_str(part);
    }
}

/// The visible text of a node, if it has any.
fn node_text<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::Text(Style::Typed | Style::HiddenTyped, text) => {
            (!text.is_empty() && text != "\n").then_some(&**text)
        }
        Node::Text(_, text) => visible(text),
        Node::Button(text) => Some(text),
        Node::Choice { value, .. } => visible(value),
        Node::Link { asin, .. } => visible(asin),
        Node::SearchBox => None,
    }
}
