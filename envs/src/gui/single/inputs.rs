//! Predictions as the reward functions that are published for single steps take them.
//!
//! GUI-R1 and UI-R1 price a text of their own form against one action with a box. A prediction in another grammar is written in that
//! form: so the point for the form says whether the text was one of its grammar. The action it is held against is the
//! acceptable one that it matches, or else the first.

use super::{
    item::{Acceptable, Item, Kind},
    judged::held,
    metrics::{METRICS, Metric, point},
    predicted::Predicted,
};
use serde_json::{Value as Json, json};

/// Whose input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Of `compute gui-r1`.
    GuiR1,
    /// Of `compute ui-r1`.
    UiR1,
    /// Columns for `mobile-r1(file=F)`: a step each, to which the file's writer adds `episode` and `step`.
    MobileR1,
}

impl Input {
    /// All of them.
    pub const ALL: [Input; 3] = [Input::GuiR1, Input::UiR1, Input::MobileR1];

    /// The name of the function.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Input::GuiR1 => "gui-r1",
            Input::UiR1 => "ui-r1",
            Input::MobileR1 => "mobile-r1",
        }
    }
}

/// A line of input: the prediction as written, and what it asks for if it is of its grammar. Nothing where an item has no right
/// action that such a function knows.
#[must_use]
pub fn input(whose: Input, item: &Item, raw: &str, said: Option<&Predicted>) -> Option<Json> {
    let exact: &Metric = &METRICS[0];
    let is_it = |gold: &&Acceptable| held(exact, item, &[*gold], said).success == Some(true);
    let matched = item.acceptable.iter().find(is_it);
    let gold = matched.or(item.acceptable.first())?;
    Some(match whose {
        Input::GuiR1 => json!({
            "predicted": acted(&spoken(item, said)),
            "truth": acted(&Acted::of(gold)),
            "raw": answer(raw, item, said, "point"),
        }),
        Input::UiR1 => json!({
            "completion": answer(raw, item, said, "coordinate"),
            "solution": format!("<answer>[{}]</answer>", Acted::of(gold).literal("coordinate")),
        }),
        Input::MobileR1 => json!({
            "correct": u8::from(matched.is_some()),
            "format": u8::from(said.is_some()),
        }),
    })
}

/// An action as these functions know it.
#[derive(Default)]
struct Acted {
    action: &'static str,
    place: Vec<i64>,
    text: String,
}

impl Acted {
    fn of(gold: &Acceptable) -> Self {
        Self {
            action: name(gold.kind),
            place: gold.bounds.map(Vec::from).unwrap_or_default(),
            text: gold.value.clone().unwrap_or_default(),
        }
    }

    /// As a dictionary of Python.
    fn literal(&self, place: &str) -> String {
        let text = match self.text.is_empty() {
            true => "no input text",
            false => &self.text,
        };
        let point: Vec<String> = self.place.iter().map(i64::to_string).collect();
        let text = text.replace('\\', "\\\\").replace('\'', "\\'");
        format!(
            "{{'action': '{}', '{place}': [{}], 'input_text': '{text}'}}",
            self.action,
            point.join(", ")
        )
    }
}

fn acted(acted: &Acted) -> Json {
    json!({ "action": acted.action, "place": acted.place, "text": acted.text })
}

/// What was predicted; a place that is none is the corner, as their parsers read it.
fn spoken(item: &Item, said: Option<&Predicted>) -> Acted {
    let Some(said) = said else {
        return Acted::default();
    };
    Acted {
        action: name(said.kind),
        place: point(item, said).map_or(vec![0, 0], |(x, y)| vec![x, y]),
        text: said.value.clone().unwrap_or_default(),
    }
}

/// A prediction in the form of these functions; one that is none of its grammar as it stands.
fn answer(raw: &str, item: &Item, said: Option<&Predicted>, place: &str) -> String {
    match said {
        None => raw.to_owned(),
        Some(_) => {
            let literal = spoken(item, said).literal(place);
            format!("<think>\u{2026}</think><answer>[{literal}]</answer>")
        }
    }
}

/// The names that GUI-R1 and UI-R1 have for actions.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::InputText => "type",
        Kind::NavigateBack => "press_back",
        Kind::NavigateHome => "press_home",
        kind => kind.name(),
    }
}
