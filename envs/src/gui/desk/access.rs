//! Accessibility trees of desktops: AT-SPI's as OSWorld writes it to XML, and a tree in the words of ARIA with an id for
//! every element.

use super::Windows;
use crate::gui::{
    def::Def,
    elements::Element,
    layout::Area,
    state::{Ended, State},
    tree::{Node, escape, nodes},
    view,
};
use std::fmt::Write as _;
use truestep_core::model::ViewKind;

/// The view of AT-SPI's tree.
pub(super) const ATSPI: ViewKind = ViewKind::text("atspi");
/// The view of ARIA's.
pub(super) const AXTREE: ViewKind = ViewKind::text("axtree");

const WRITES: &str = "invariant: writing to a string cannot fail";
/// The namespaces of OSWorld's XML.
const SPACES: [(&str, &str); 3] = [
    ("st", "https://accessibility.ubuntu.example.org/ns/state"),
    (
        "attr",
        "https://accessibility.ubuntu.example.org/ns/attributes",
    ),
    (
        "cp",
        "https://accessibility.ubuntu.example.org/ns/component",
    ),
];

/// The name of an element's role in AT-SPI.
pub(in crate::gui) fn role(element: Element) -> &'static str {
    match element {
        Element::Icon(_) => "icon",
        Element::Button(_) | Element::Control(_) | Element::Yes | Element::No => "push-button",
        Element::Reply(_) => "push-button",
        Element::Link(_) => "link",
        Element::Line(..) | Element::Add(..) => "list-item",
        Element::Turn(..) | Element::Check(..) => "check-box",
        Element::Fill(_) | Element::Code => "entry",
        Element::Pick(..) => "combo-box",
        Element::Option(..) => "menu-item",
        Element::Action(_) => "menu-item",
        Element::Window(_) => "frame",
        Element::Task(_) => "toggle-button",
        Element::Empty(_) | Element::Show(_) | Element::Total(_) | Element::Say(_) => "label",
    }
}

/// The role in ARIA's words.
fn aria(role: &str) -> &str {
    match role {
        "push-button" | "toggle-button" => "button",
        "list-item" => "listitem",
        "check-box" => "checkbox",
        "entry" => "textbox",
        "combo-box" => "combobox",
        "menu-item" => "menuitem",
        "frame" => "window",
        "icon" => "gridcell",
        "label" => "StaticText",
        other => other,
    }
}

/// Where an element belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Front,
    Other,
    Desktop,
    Tasks,
}

fn part(element: Element) -> Part {
    match element {
        Element::Window(_) => Part::Other,
        Element::Icon(_) => Part::Desktop,
        Element::Task(_) => Part::Tasks,
        _ => Part::Front,
    }
}

/// What a node holds beside its name.
fn value(node: &Node) -> Option<&str> {
    (node.text != node.label).then_some(node.text.as_str())
}

/// Write the tree as OSWorld's XML: elements named by role, with `name`, states, place and size, in the order of numbers.
pub(super) fn write_atspi(def: &Def, state: &State, out: &mut String) {
    let all = nodes(def, state);
    let elements = def.elements(state);
    out.push_str("<desktop-frame");
    for (space, address) in SPACES {
        write!(out, " xmlns:{space}=\"{address}\"").expect(WRITES);
    }
    out.push_str(" name=\"main\">");
    let of = |wanted: Part| {
        let both = elements.iter().zip(&all);
        both.filter(move |(element, _)| part(**element) == wanted)
            .map(|(_, node)| node)
    };
    if let (Some(app), Some(desk)) = (def.app_of(&state.front), &state.desk) {
        open(def.tongue().app(def, app), out);
        let area = def.mirrored(def.front_area(state, desk));
        let states = ["active", "enabled", "showing", "visible"];
        let title = def.window_title(def.tongue(), state, app);
        tag("frame", &title, area, &states, out);
        out.push('>');
        let label = view::heading(def, state);
        tag(
            "heading",
            &label,
            title_area(def, state, desk),
            &["showing", "visible"],
            out,
        );
        out.push_str("/>");
        of(Part::Front).for_each(|node| leaf(node, out));
        out.push_str("</frame></application>");
    }
    for node in of(Part::Other) {
        open(&node.label, out);
        leaf(node, out);
        out.push_str("</application>");
    }
    open("desktop", out);
    of(Part::Desktop).for_each(|node| leaf(node, out));
    out.push_str("</application>");
    open("task-bar", out);
    of(Part::Tasks).for_each(|node| leaf(node, out));
    out.push_str("</application></desktop-frame>");
}

/// The title bar, beside its buttons.
fn title_area(def: &Def, state: &State, desk: &Windows) -> Area {
    let area = def.front_area(state, desk);
    def.mirrored(Area {
        width: area.width - 138,
        height: super::layout::TITLE,
        ..area
    })
}

fn open(name: &str, out: &mut String) {
    out.push_str("<application name=\"");
    escape(name, out);
    out.push_str("\">");
}

/// The beginning of an element.
fn tag(role: &str, name: &str, area: Area, states: &[&str], out: &mut String) {
    write!(out, "<{role} name=\"").expect(WRITES);
    escape(name, out);
    out.push('"');
    for state in states {
        write!(out, " st:{state}=\"true\"").expect(WRITES);
    }
    write!(
        out,
        " cp:screencoord=\"({}, {})\" cp:size=\"({}, {})\"",
        area.left, area.top, area.width, area.height
    )
    .expect(WRITES);
}

fn leaf(node: &Node, out: &mut String) {
    let all = [
        ("checkable", node.is_switch),
        ("checked", node.is_on),
        ("editable", node.is_field),
        ("enabled", node.is_enabled),
        ("focusable", node.is_tapped || node.is_field),
        ("focused", node.is_focused),
        ("selected", node.is_selected),
        ("showing", true),
        ("visible", true),
    ];
    let states: Vec<&str> = all
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(name, _)| name)
        .collect();
    tag(node.class, &node.label, node.area, &states, out);
    match value(node) {
        Some(text) => {
            out.push('>');
            escape(text, out);
            write!(out, "</{}>", node.class).expect(WRITES);
        }
        None => out.push_str("/>"),
    }
}

/// Write the tree in ARIA's words, a line for each element: its id in brackets, role, name, value, states.
pub(super) fn write_axtree(def: &Def, state: &State, out: &mut String) {
    let elements = def.elements(state);
    let is_over = state.ended != Ended::No;
    let named = |english| def.tongue().word(&["window"], english);
    writeln!(
        out,
        "RootWebArea '{}'{}",
        named("Desktop"),
        if is_over { ", ended" } else { "" }
    )
    .expect(WRITES);
    let mut now = None;
    for (number, node) in nodes(def, state).iter().enumerate() {
        let of = part(elements[number]);
        if now != Some(of) {
            let title = match of {
                Part::Front => format!("window '{}'", view::heading(def, state)),
                Part::Other => format!("group '{}'", named("Other windows")),
                Part::Desktop => format!("group '{}'", named("Desktop")),
                Part::Tasks => format!("toolbar '{}'", named("Task bar")),
            };
            writeln!(out, "\t{title}").expect(WRITES);
            now = Some(of);
        }
        write!(out, "\t\t[{number}] {} '{}'", aria(node.class), node.label).expect(WRITES);
        if let Some(text) = value(node) {
            write!(out, ", value='{text}'").expect(WRITES);
        }
        if node.is_switch {
            write!(out, ", checked='{}'", node.is_on).expect(WRITES);
        }
        let states = [
            ("disabled", !node.is_enabled),
            ("focused", node.is_focused),
            ("selected", node.is_selected),
            ("clickable", node.is_tapped),
        ];
        for (name, _) in states.into_iter().filter(|(_, is)| *is) {
            write!(out, ", {name}").expect(WRITES);
        }
        out.push('\n');
    }
}
