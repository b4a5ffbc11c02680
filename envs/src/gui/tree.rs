//! The accessibility view: the elements as nodes in JSON, with the fields that AndroidWorld's `UIElement` has.

use super::{
    def::Def,
    elements::{Element, Holder},
    state::{NO_FOCUS, State},
    verb::Verb,
    view,
};
use serde_json::{Value as Json, json};

/// Write the accessibility view: one object, `screen` with its size, `title` and `elements` in the order of their numbers.
pub(super) fn write(def: &Def, state: &State, out: &mut String) {
    let areas = def.areas(state);
    let nodes = def.elements(state).into_iter().zip(areas).enumerate();
    let nodes: Vec<Json> = nodes.map(|(number, (element, area))| {
        let node = view::describe(def, state, element);
        let is_tapped = def.admits(state, &Verb::Tap(number as u8)).is_ok();
        let is_field = matches!(element, Element::Fill(_));
        let is_switch = matches!(element, Element::Turn(..) | Element::Check(..));
        let focus = state.front.focus;
        json!({
            "index": number,
            "class_name": class_name(element),
            "text": node.value.as_ref().filter(|_| !is_switch).unwrap_or(&node.label),
            "content_description": node.label,
            "hint_text": if is_field { Some(&node.label) } else { None },
            "bbox_pixels": {
                "x_min": area.left, "y_min": area.top,
                "x_max": area.left + area.width, "y_max": area.top + area.height,
            },
            "is_checkable": is_switch,
            "is_checked": is_switch && node.value.as_deref() == Some("on"),
            "is_clickable": is_tapped,
            "is_editable": is_field,
            "is_enabled": is_tapped || !matches!(element, Element::Button(_)),
            "is_focusable": is_field,
            "is_focused": matches!(element, Element::Fill(field) if field == focus && focus != NO_FOCUS),
            "is_long_clickable": false,
            "is_scrollable": false,
            "is_selected": is_selected(def, state, element),
            "is_visible": true,
            "package_name": package(def, state),
            "resource_name": node.role,
        })
    }).collect();
    let frame = state.front.top();
    let is_scrollable = !state.front.is_launcher() && def.last_page(state, frame) > 0;
    let tree = json!({
        "screen": { "width": super::layout::WIDTH, "height": super::layout::HEIGHT },
        "title": view::heading(def, state),
        "is_scrollable": is_scrollable,
        "scroll_page": frame.scroll,
        "keyboard": state.front.focus != NO_FOCUS,
        "ended": state.ended != super::state::Ended::No,
        "elements": nodes,
    });
    out.push_str(&tree.to_string());
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
        Element::Icon(_) | Element::Empty(_) | Element::Show(_) => "android.widget.TextView",
        Element::Button(_) | Element::Yes | Element::No => "android.widget.Button",
        Element::Link(_) | Element::Line(..) => "android.widget.LinearLayout",
        Element::Turn(..) | Element::Check(_, Holder::Record | Holder::Draft) => {
            "android.widget.Switch"
        }
        Element::Fill(_) => "android.widget.EditText",
        Element::Pick(..) => "android.widget.Spinner",
        Element::Option(..) => "android.widget.CheckedTextView",
    }
}

fn package(def: &Def, state: &State) -> String {
    if state.front.is_launcher() {
        return "truestep.launcher".into();
    }
    let app = def.app_name(def.screen(state.front.top().screen).app);
    format!("truestep.{}", app.to_lowercase())
}
