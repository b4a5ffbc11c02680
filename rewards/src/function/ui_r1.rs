use super::{is_word, thought_answer};
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
/// As released: non-clicks of the right type get the coordinate point for free. Action and place are searched for in the first
/// answer, not parsed: `'action':` in single quotes and a word with or without them, the first `[x, y]` or `[x1, y1, x2, y2]` of
/// digits alone. A missing or odd point is (0, 0), a missing box is that one point.
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

/// The text of the first answer.
fn answer(text: &str) -> Option<&str> {
    super::tagged(text, "answer").first().map(|a| a.inside)
}

/// The word after the first `'action':` that one follows, rather in single quotes than bare.
fn action(text: &str) -> Option<&str> {
    let inside = answer(text)?;
    let word = |text: &'static str| {
        let starts = inside.match_indices("'action':");
        starts
            .map(|(i, key)| inside[i + key.len()..].trim_start())
            .find_map(|rest| {
                let rest = rest.strip_prefix(text)?;
                let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
                (end > 0 && rest[end..].starts_with(text)).then(|| &rest[..end])
            })
    };
    word("'").or_else(|| word(""))
}

/// The first list of exactly `N` whole numbers in digits, with blanks nowhere but after commas.
fn digits<const N: usize>(text: &str) -> Option<[f64; N]> {
    let inside = answer(text)?;
    inside.match_indices('[').find_map(|(i, _)| {
        let (list, _) = inside[i + 1..].split_once(']')?;
        let numbers = list.split(',').enumerate().map(|(k, part)| {
            let part = if k > 0 { part.trim_start() } else { part };
            let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|_| plain)
        });
        numbers.collect::<Option<Vec<f64>>>()?.try_into().ok()
    })
}

/// The three parts.
#[must_use]
pub fn ui_r1(completion: &str, solution: &str, scale: [f64; 2]) -> UiR1 {
    let format = thought_answer(completion).is_some();
    let right = action(completion).filter(|a| action(solution) == Some(a));
    let inside = || {
        let [x, y] = digits(completion).unwrap_or([0.0; 2]);
        let [x1, y1, x2, y2] = digits(solution).unwrap_or([0.0; 4]);
        let (x, y) = ((x * scale[0]).trunc(), (y * scale[1]).trunc());
        x1 <= x && x <= x2 && y1 <= y && y <= y2
    };
    let action_type = right.is_some();
    let coordinate = right.is_some_and(|action| action != "click" || inside());
    let point = |yes: bool| f64::from(u8::from(yes));
    UiR1 {
        action_type: point(action_type),
        coordinate: point(coordinate),
        format: point(format),
    }
}
