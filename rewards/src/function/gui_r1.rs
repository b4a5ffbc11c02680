use super::{Literal, tagged, thought_answer};
use crate::prelude::*;
use std::collections::BTreeSet;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "gui-r1",
        summary: "right action type, place and text, and a well-formed answer",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "ritzz-ai/GUI-R1@d43eea2, r1gui.py; arXiv 2504.10458",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("a predicted and a true GUI action"),
);

/// GUI-R1's action reward.
///
/// # Formula
/// 0.8·accuracy + 0.2·format ([`GuiR1::reward`]). Accuracy 0 on the wrong type; click: strictly inside the box, or strictly within 140
/// of the point; type, select, scroll: token-set F1 ≥ 1/2 ([`token_set_f1`]); other types: 1. Format: [`well_formed`].
/// # Source
/// *GUI-R1*, arXiv 2504.10458, <https://arxiv.org/abs/2504.10458>; ritzz-ai/GUI-R1 at d43eea2, `r1gui.py`.
/// # Our reading and deviations
/// As released, with its shortcut: two single tokens match fully if one contains the other.
/// # Needs
/// A true action.
/// # Range
/// 0..=1.
/// # Known exploits
/// Actions other than clicks and texts earn by their type alone.
/// # Worked example
/// A click in the box, well formed: 1; on its edge: 0.2.
#[derive(Clone, Copy, Debug)]
pub struct GuiR1 {
    /// Weight of the accuracy.
    pub accuracy_weight: f64,
    /// Weight of the format.
    pub format_weight: f64,
    /// Radius around a target point, in pixels.
    pub radius: f64,
    /// F1 from which a text is right.
    pub f1_threshold: f64,
}

/// A GUI action as predicted or as it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct GuiAction {
    /// Its type.
    pub action: String,
    /// A point, or the corners of a box. A predicted place that could not be read has four zeros, and its first two count.
    pub place: Vec<f64>,
    /// Its text.
    pub text: String,
}

/// F1 of the sets of lower-case words, brackets removed.
#[must_use]
pub fn token_set_f1(prediction: &str, truth: &str) -> f64 {
    let words = |s: &str| -> BTreeSet<String> {
        let plain = s.replace(['[', ']'], "").to_lowercase();
        plain.split_whitespace().map(str::to_owned).collect()
    };
    let (p, t) = (words(prediction), words(truth));
    if let (1, 1, Some(a), Some(b)) = (p.len(), t.len(), p.first(), t.first())
        && (a.contains(b.as_str()) || b.contains(a.as_str()))
    {
        return 1.0;
    }
    let common = p.intersection(&t).count() as f64;
    let (precision, recall) = (
        common.over(&(p.len() as f64)),
        common.over(&(t.len() as f64)),
    );
    match (precision, recall) {
        (Some(p), Some(r)) if p + r > 0.0 => 2.0 * p * r / (p + r),
        _ => 0.0,
    }
}

/// Whether an answer has the required shape: a list of objects with a text `action`, a `point` that begins with two whole
/// numbers and a text `input_text`; typing needs a text and scrolling a direction. Of several answers the first counts.
#[must_use]
pub fn well_formed(text: &str) -> bool {
    let object = |entry: &Literal| -> Option<bool> {
        let action = entry.get("action")?.text()?;
        let point = entry.get("point")?.entries()?;
        let text = entry.get("input_text")?.text()?;
        let whole = matches!(point, [Literal::Whole(_), Literal::Whole(_), ..]);
        let fits = match action {
            "type" | "select" | "open_app" => text != "no input text",
            "scroll" => ["left", "right", "up", "down"].contains(&text),
            _ => true,
        };
        Some(whole && fits)
    };
    if thought_answer(text).is_none() {
        return false;
    }
    let answers = tagged(text, "answer");
    let answer = answers
        .first()
        .and_then(|a| Literal::parse(a.inside.trim()));
    matches!(answer, Some(Literal::List(list)) if list.iter().all(|e| object(e) == Some(true)))
}

impl GuiR1 {
    /// 1 if the predicted action is right, else 0.
    #[must_use]
    pub fn accuracy(&self, predicted: &GuiAction, truth: &GuiAction) -> f64 {
        let action = predicted.action.to_lowercase();
        if action != truth.action.to_lowercase() {
            return 0.0;
        }
        let right = match action.as_str() {
            "click" => match (&predicted.place[..], &truth.place[..]) {
                (&[x, y, ..], &[x1, y1, x2, y2]) => x1 < x && x < x2 && y1 < y && y < y2,
                (&[x, y, ..], &[tx, ty]) => {
                    (x - tx) * (x - tx) + (y - ty) * (y - ty) < self.radius * self.radius
                }
                _ => false,
            },
            "type" | "select" | "scroll" => {
                token_set_f1(&predicted.text, &truth.text) >= self.f1_threshold
            }
            _ => true,
        };
        f64::from(u8::from(right))
    }

    /// The weighted reward.
    #[must_use]
    pub fn reward(&self, accuracy: f64, format: f64) -> f64 {
        self.accuracy_weight * accuracy + self.format_weight * format
    }
}
