//! The accessibility views: the elements as nodes in JSON, with the fields that AndroidWorld's `UIElement` has, and as the XML
//! that Android's `uiautomator dump` writes.

use super::{
    def::Def,
    described, desk,
    elements::{Element, Holder},
    layout::{Area, HEIGHT, WIDTH},
    state::{Ended, NO_FOCUS, State},
    verb::Verb,
    view,
};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use truestep_core::model::ViewKind;

/// The view of that XML.
pub(super) const XML: ViewKind = ViewKind::text("uiautomator");

/// An element as all views tell of it.
pub(super) struct Node {
    pub(super) class: &'static str,
    pub(super) role: &'static str,
    pub(super) text: String,
    pub(super) label: String,
    pub(super) area: Area,
    pub(super) is_switch: bool,
    pub(super) is_on: bool,
    pub(super) is_tapped: bool,
    pub(super) is_field: bool,
    pub(super) is_enabled: bool,
    pub(super) is_focused: bool,
    pub(super) is_selected: bool,
}

pub(super) fn nodes(def: &Def, state: &State) -> Vec<Node> {
    let areas = def.areas(state);
    let selected = state.desk.as_ref().and_then(|_| def.selected(state));
    let elements = def.elements(state).into_iter().zip(areas).enumerate();
    let node = |(number, (element, area)): (usize, (Element, Area))| {
        let shown = described::describe(def, state, element);
        let is_tapped = def.admits(state, &Verb::Tap(number as u8)).is_ok();
        let is_switch = matches!(element, Element::Turn(..) | Element::Check(..));
        let focus = state.front.focus;
        Node {
            class: match def.is_desktop() {
                true => desk::role(element),
                false => class_name(element),
            },
            role: shown.role,
            text: match &shown.value {
                Some(value) if !is_switch => value.clone(),
                _ => shown.label.clone(),
            },
            is_on: is_switch && shown.value.as_deref() == Some(def.tongue().flag(true)),
            label: shown.label,
            area,
            is_switch,
            is_tapped,
            is_field: matches!(element, Element::Fill(_) | Element::Code),
            is_enabled: is_tapped || !matches!(element, Element::Button(_)),
            is_focused: match element {
                Element::Fill(field) => field == focus && focus != NO_FOCUS,
                Element::Code => def.types_code(state),
                _ => false,
            },
            is_selected: is_selected(def, state, element) || selected == Some(element),
        }
    };
    elements.map(node).collect()
}

fn is_scrollable(def: &Def, state: &State) -> bool {
    !state.front.is_launcher()
        && def.modal(state).is_none()
        && def.last_page(state, state.front.top()) > 0
}

/// Write the accessibility view: one object, `screen` with its size, `title` and `elements` in the order of their numbers.
pub(super) fn write(def: &Def, state: &State, out: &mut String) {
    let package = package(def, state);
    let element = |(number, node): (usize, &Node)| {
        json!({
            "index": number,
            "class_name": node.class,
            "text": node.text,
            "content_description": node.label,
            "hint_text": if node.is_field { Some(&node.label) } else { None },
            "bbox_pixels": {
                "x_min": node.area.left, "y_min": node.area.top,
                "x_max": node.area.left + node.area.width, "y_max": node.area.top + node.area.height,
            },
            "is_checkable": node.is_switch,
            "is_checked": node.is_on,
            "is_clickable": node.is_tapped,
            "is_editable": node.is_field,
            "is_enabled": node.is_enabled,
            "is_focusable": node.is_field,
            "is_focused": node.is_focused,
            "is_long_clickable": false,
            "is_scrollable": false,
            "is_selected": node.is_selected,
            "is_visible": true,
            "package_name": package,
            "resource_name": node.role,
        })
    };
    let elements: Vec<Json> = nodes(def, state).iter().enumerate().map(element).collect();
    let tree = json!({
        "screen": { "width": def.sides().0, "height": def.sides().1 },
        "title": view::heading(def, state),
        "is_scrollable": is_scrollable(def, state),
        "scroll_page": state.front.top().scroll,
        "keyboard": view::keyboard(def, state).is_some(),
        "ended": state.ended != Ended::No,
        "elements": elements,
    });
    out.push_str(&tree.to_string());
}

/// Write the screen as `uiautomator dump` does: a `hierarchy` of a frame for the screen, and in it a node for every element, with
/// its attributes in the order in which they stand there, in the order of the elements' numbers.
pub(super) fn write_xml(def: &Def, state: &State, out: &mut String) {
    let package = package(def, state);
    let screen = Node {
        class: "android.widget.FrameLayout",
        role: "",
        text: String::new(),
        label: view::heading(def, state),
        area: Area {
            left: 0,
            top: 0,
            width: WIDTH,
            height: HEIGHT,
        },
        is_switch: false,
        is_on: false,
        is_tapped: false,
        is_field: false,
        is_enabled: true,
        is_focused: false,
        is_selected: false,
    };
    out.push_str(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"0\">",
    );
    node_xml(0, &screen, &package, is_scrollable(def, state), out);
    out.push('>');
    for (number, node) in nodes(def, state).iter().enumerate() {
        node_xml(number, node, &package, false, out);
        out.push_str(" />");
    }
    out.push_str("</node></hierarchy>");
}

/// A node without the end of its tag.
fn node_xml(number: usize, node: &Node, package: &str, is_scrollable: bool, out: &mut String) {
    let id = match node.role {
        "" => String::new(),
        role => format!("{package}:id/{}", role.replace(' ', "_")),
    };
    let area = &node.area;
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    let bounds = format!("[{},{}][{right},{bottom}]", area.left, area.top);
    let number = number.to_string();
    let flag = |is: bool| if is { "true" } else { "false" };
    let attributes = [
        ("index", number.as_str()),
        ("text", &node.text),
        ("resource-id", &id),
        ("class", node.class),
        ("package", package),
        ("content-desc", &node.label),
        ("checkable", flag(node.is_switch)),
        ("checked", flag(node.is_on)),
        ("clickable", flag(node.is_tapped)),
        ("enabled", flag(node.is_enabled)),
        ("focusable", flag(node.is_field)),
        ("focused", flag(node.is_focused)),
        ("scrollable", flag(is_scrollable)),
        ("long-clickable", "false"),
        ("password", "false"),
        ("selected", flag(node.is_selected)),
        ("bounds", &bounds),
    ];
    out.push_str("<node");
    for (name, value) in attributes {
        let _ = write!(out, " {name}=\"");
        escape(value, out);
        out.push('"');
    }
}

/// The text of an attribute. What XML has no way to write becomes a question mark.
pub(super) fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => {
                let _ = write!(out, "&#{};", letter as u32);
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('?'),
            _ => out.push(letter),
        }
    }
}

/// Whether it is the option that is chosen now.
pub(super) fn is_selected(def: &Def, state: &State, element: Element) -> bool {
    let Element::Option(field, option) = element else {
        return false;
    };
    let frame = state.front.top();
    let held = match def.screen(frame.screen).drafts {
        Some(_) => state.front.draft.get(usize::from(field)),
        None => def
            .record(state, frame)
            .and_then(|(_, row)| row.get(usize::from(field))),
    };
    held == Some(&super::value::Value::Number(option))
}

fn class_name(element: Element) -> &'static str {
    match element {
        Element::Icon(_)
        | Element::Empty(_)
        | Element::Show(_)
        | Element::Total(_)
        | Element::Say(_) => "android.widget.TextView",
        Element::Button(_) | Element::Yes | Element::No | Element::Reply(_) => {
            "android.widget.Button"
        }
        Element::Link(_) | Element::Line(..) | Element::Add(..) => "android.widget.LinearLayout",
        Element::Turn(..) | Element::Check(_, Holder::Record | Holder::Draft) => {
            "android.widget.Switch"
        }
        Element::Fill(_) | Element::Code => "android.widget.EditText",
        Element::Pick(..) => "android.widget.Spinner",
        Element::Option(..) => "android.widget.CheckedTextView",
        // Met above: phones have no windows.
        Element::Control(_) | Element::Window(_) | Element::Task(_) | Element::Action(_) => "",
    }
}

fn package(def: &Def, state: &State) -> String {
    if state.front.is_launcher() {
        return "truestep.launcher".into();
    }
    let app = def.app_name(def.screen(state.front.top().screen).app);
    format!("truestep.{}", app.to_lowercase())
}
