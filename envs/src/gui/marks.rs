//! Set-of-marks: a number for everything on the screen that does something when it is tapped, and the box it stands in.
//!
//! The picture with these boxes over it is painted in `paint/marks.rs`; here they are a list. A number is the one that the
//! other views give the element, so that grammars which name elements by index name what is seen.

use super::{def::Def, layout::Area, state::State, verb::Verb};
use serde_json::json;
use truestep_core::model::ViewKind;

/// The view of the boxes alone.
pub(super) const BOXES: ViewKind = ViewKind::text("som_boxes");

/// An element that can be acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The number of the element.
    pub(super) number: u8,
    /// Its box, in logical pixels.
    pub(super) area: Area,
}

impl Def {
    /// Everything on the screen that can be tapped, in the order of numbers; nothing once the task has ended.
    pub(super) fn marks(&self, state: &State) -> Vec<Mark> {
        let areas = (0_u8..).zip(self.areas(state));
        areas
            .filter(|(number, _)| self.admits(state, &Verb::Tap(*number)).is_ok())
            .map(|(number, area)| Mark { number, area })
            .collect()
    }
}

/// Write the boxes: one object, `screen` with its size, and `boxes`, each with the `index` of its element and its `bounds`: left,
/// top, right, bottom, the last two outside.
pub(super) fn write(def: &Def, state: &State, out: &mut String) {
    let shown = |mark: Mark| {
        let Area {
            left,
            top,
            width,
            height,
        } = mark.area;
        json!({ "index": mark.number, "bounds": [left, top, left + width, top + height] })
    };
    let boxes: Vec<_> = def.marks(state).into_iter().map(shown).collect();
    let (width, height) = def.sides();
    let list = json!({ "screen": { "width": width, "height": height }, "boxes": boxes });
    out.push_str(&list.to_string());
}
