use super::{Literal, thought_answer};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "ui-r1",
        summary: "right action type, coordinate in the box, and a well-formed answer",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "lll6gg/UI-R1@2fe9bf0, grpo_json_action_coord.py; arXiv 2503.21620",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("a completion and a solution"),
);

/// UI-R1's action reward: type, coordinate and format, a point each.
///
/// # Formula
/// type 1 iff the actions are equal; coordinate 0 on the wrong type, 1 for a right non-click, else 1 iff the scaled and truncated
/// point is in the box, edges included; format 1 iff the text is `<think>…</think><answer>…</answer>` ([`ui_r1`]).
/// # Source
/// *UI-R1*, arXiv 2503.21620, <https://arxiv.org/abs/2503.21620>; lll6gg/UI-R1 at 2fe9bf0.
/// # Our reading and deviations
/// As released: non-clicks of the right type get the coordinate point for free.
/// # Needs
/// A solution.
/// # Range
/// 0..=3.
/// # Known exploits
/// Scrolling where scrolling is right earns all three with any coordinate.
/// # Worked example
/// A click at (60, 70) scaled by (2, 1.5) into the box 10, 20, 100, 120: type and format only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UiR1 {
    /// The action is right.
    pub action_type: f64,
    /// The place is right.
    pub coordinate: f64,
    /// The answer is well formed.
    pub format: f64,
}

fn first_action(text: &str) -> Option<(String, Vec<f64>)> {
    let inside = super::tagged(text, "answer")
        .last()?
        .inside
        .trim()
        .to_owned();
    let Literal::List(list) = Literal::parse(&inside)? else {
        return None;
    };
    let entry = list.first()?;
    let action = entry.get("action")?.text()?.to_owned();
    Some((action, entry.get("coordinate")?.numbers()?))
}

/// The three parts.
#[must_use]
pub fn ui_r1(completion: &str, solution: &str, scale: [f64; 2]) -> UiR1 {
    let format = thought_answer(completion).is_some();
    let pair = first_action(completion).zip(first_action(solution));
    let (action_type, coordinate) = match &pair {
        Some(((action, point), (right, place))) if action == right => {
            let inside = match (&point[..], &place[..]) {
                (&[x, y], &[x1, y1, x2, y2]) => {
                    let (x, y) = ((x * scale[0]).trunc(), (y * scale[1]).trunc());
                    x1 <= x && x <= x2 && y1 <= y && y <= y2
                }
                _ => false,
            };
            (true, action != "click" || inside)
        }
        _ => (false, false),
    };
    let point = |yes: bool| f64::from(u8::from(yes));
    UiR1 {
        action_type: point(action_type),
        coordinate: point(coordinate),
        format: point(format),
    }
}
