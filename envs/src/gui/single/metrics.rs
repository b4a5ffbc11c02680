//! How the benchmarks of the field match a prediction with an action that is right: each rule with its source, and where paper
//! and released code differ, both.
//!
//! Points and boxes are whole logical pixels, so every comparison is exact. A prediction that names an element counts as a point
//! in its middle. Where a published rule knows one right action, it is applied to each acceptable one.

use super::{
    item::{Acceptable, Item, Kind},
    predicted::{Place, Predicted},
};
use crate::gui::layout::{HEIGHT, WIDTH};

/// Sides of the screen.
const SIDES: (i64, i64) = (WIDTH as i64, HEIGHT as i64);

/// What a rule says of a prediction and one right action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// Whether the type is right; nothing where the rule does not ask.
    pub(super) is_type: Option<bool>,
    /// Whether the place is right; nothing where the rule asks for none, or the type is wrong.
    pub(super) is_place: Option<bool>,
    /// Whether the whole is right; nothing where the rule does not apply.
    pub(super) is_right: Option<bool>,
}

/// A rule of matching.
#[derive(Clone, Copy)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// What it counts as right, in one line.
    pub summary: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    pub(super) rule: fn(&Item, &Acceptable, &Predicted) -> Match,
}

impl std::fmt::Debug for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Metric").field(&self.name).finish()
    }
}

/// Every rule, in the order of tables.
pub const METRICS: &[Metric] = &[
    Metric {
        name: "exact",
        summary: "the prediction is an action on a shortest path: its element hit, its text typed, its app, its way",
        source: "this suite",
        rule: exact,
    },
    Metric {
        name: "androidcontrol",
        summary: "type and arguments; a point in the box of the target; an app opened by a tap on its icon as well",
        source: "AndroidControl, arXiv 2406.03679, appendix D.3 as google-research issue 2150 tells it; no evaluator was released: our reading",
        rule: android_control,
    },
    Metric {
        name: "androidcontrol:os-atlas",
        summary: "type; a click within 14 % of the screen from the middle of the target; the first word of a text",
        source: "OS-Copilot/OS-Atlas@bad0840, eval/eval_scripts/android_control/evaluation_unify.py",
        rule: os_atlas,
    },
    Metric {
        name: "androidcontrol:qwen2.5-vl",
        summary: "type; a click in the box made 1.2 times as large, or within 4 % of the longer side; one text in the other",
        source: "Qwen2.5-VL's evaluator, as kept by InfiXAI/InfiGUI-R1@a4fca17, eval/android_control/evaluate_android_control.py",
        rule: qwen,
    },
    Metric {
        name: "aitw",
        summary: "a tap within 14 % of the screen, or in the same box made 2.4 times as large; scrolls by their axis; else the type",
        source: "google-research/google-research@1d49f2c, android_in_the_wild/action_matching.py; arXiv 2307.10088",
        rule: aitw,
    },
    Metric {
        name: "androiddaily",
        summary: "type and value: a point in the box of the target, the same text, app or way",
        source: "Step-GUI, arXiv 2512.15431 (AndroidDaily, static); no evaluator was released: a reconstruction",
        rule: android_daily,
    },
    Metric {
        name: "screenspot",
        summary: "of steps whose right actions are all clicks: a point in the box of one, its edges included, whatever is done there",
        source: "njucckevin/SeeClick@0ef37ac, pretrain/screenspot_test.py; arXiv 2401.10935",
        rule: screenspot,
    },
];

impl Metric {
    /// The rule of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Metric> {
        METRICS.iter().find(|metric| metric.name == name)
    }
}

/// A match in which type and place or value are asked for.
fn matched(is_type: bool, is_place: Option<bool>, is_value: bool) -> Match {
    Match {
        is_type: Some(is_type),
        is_place: is_place.filter(|_| is_type),
        is_right: Some(is_type && is_place.unwrap_or(true) && is_value),
    }
}

const WRONG_TYPE: Match = Match {
    is_type: Some(false),
    is_place: None,
    is_right: Some(false),
};

/// The point that a prediction names.
pub(super) fn point(item: &Item, said: &Predicted) -> Option<(i64, i64)> {
    match said.place {
        Place::Point(x, y) => Some((x, y)),
        Place::Element(index) => {
            let node = item.nodes().find(|node| node.index == index)?;
            Some(middle(node.bounds))
        }
        Place::Here | Place::Nowhere => None,
    }
}

fn middle([left, top, right, bottom]: [i64; 4]) -> (i64, i64) {
    (left + (right - left) / 2, top + (bottom - top) / 2)
}

/// In a box, its far edges included, as released rules have it.
fn in_box(at: Option<(i64, i64)>, bounds: Option<[i64; 4]>) -> bool {
    let (Some((x, y)), Some([left, top, right, bottom])) = (at, bounds) else {
        return false;
    };
    (left..=right).contains(&x) && (top..=bottom).contains(&y)
}

/// Whether two points are at most so many hundredths of the screen apart, each side measured by its own length.
fn within(at: Option<(i64, i64)>, of: Option<[i64; 4]>, hundredths: i64) -> bool {
    let (Some((x, y)), Some(bounds)) = (at, of) else {
        return false;
    };
    let (mid_x, mid_y) = middle(bounds);
    let (across, down) = ((x - mid_x) * SIDES.1, (y - mid_y) * SIDES.0);
    let most = hundredths * SIDES.0 * SIDES.1;
    10_000 * (across * across + down * down) <= most * most
}

/// The boxes of icons of an app on the screen.
fn icons<'a>(item: &'a Item, app: &'a str) -> impl Iterator<Item = [i64; 4]> + 'a {
    let nodes = item
        .nodes()
        .filter(move |node| node.is_app && node.label == app);
    nodes.map(|node| node.bounds)
}

fn value(of: &Option<String>) -> &str {
    of.as_deref().unwrap_or_default()
}

fn same(one: &Option<String>, other: &Option<String>) -> bool {
    one == other
}

/// Letters alone, in small ones.
fn plain(of: &Option<String>) -> String {
    value(of).trim().to_lowercase()
}

/// One of the actions that are right, and nothing beside it.
fn exact(_: &Item, gold: &Acceptable, said: &Predicted) -> Match {
    let is_hit = match said.place {
        Place::Element(index) => gold.index == Some(index),
        Place::Point(x, y) => gold.bounds.is_some_and(|[left, top, right, bottom]| {
            (left..right).contains(&x) && (top..bottom).contains(&y)
        }),
        Place::Here => gold.focused,
        Place::Nowhere => false,
    };
    match (gold.kind, said.kind) {
        (Kind::Click, Kind::Click) => matched(true, Some(is_hit), true),
        (Kind::InputText, Kind::InputText) => {
            matched(true, Some(is_hit), same(&gold.value, &said.value))
        }
        // Who can type only where the keyboard is goes there first.
        (Kind::InputText, Kind::Click) if !said.types_into && !gold.focused => {
            matched(true, Some(is_hit), true)
        }
        // Words that come with the end are the answer.
        (Kind::Answer, Kind::Complete) if said.value.is_some() => {
            matched(true, None, plain(&gold.value) == plain(&said.value))
        }
        (Kind::Answer, Kind::Answer) | (Kind::OpenApp, Kind::OpenApp) => {
            matched(true, None, plain(&gold.value) == plain(&said.value))
        }
        (Kind::Scroll, Kind::Scroll) => matched(true, None, same(&gold.value, &said.value)),
        (gold, said) => matched(gold == said, None, true),
    }
}

/// The paper's rule: the target's box; texts as they are; an app's icon is its name, a button `Back` is the way back.
fn android_control(item: &Item, gold: &Acceptable, said: &Predicted) -> Match {
    let at = point(item, said);
    match (gold.kind, said.kind) {
        (Kind::Click | Kind::LongPress, kind) if kind == gold.kind => {
            matched(true, Some(in_box(at, gold.bounds)), true)
        }
        (Kind::OpenApp, Kind::Click) => {
            let is_icon = icons(item, value(&gold.value)).any(|icon| in_box(at, Some(icon)));
            matched(is_icon, None, true)
        }
        (Kind::NavigateBack, Kind::Click) => {
            let mut backs = item.nodes().filter(|node| node.label == "Back");
            matched(backs.any(|node| in_box(at, Some(node.bounds))), None, true)
        }
        (Kind::InputText | Kind::Scroll | Kind::OpenApp | Kind::Answer, kind)
            if kind == gold.kind =>
        {
            matched(true, None, same(&gold.value, &said.value))
        }
        (gold, said) => matched(gold == said, None, true),
    }
}

/// OS-Atlas's script. It compares texts by what stands behind their first blank, `TYPE [some` of `TYPE [some words]`.
fn os_atlas(item: &Item, gold: &Acceptable, said: &Predicted) -> Match {
    if gold.kind != said.kind {
        return WRONG_TYPE;
    }
    let first = |of: &Option<String>| {
        let written = format!("[{}]", value(of)).to_lowercase();
        written
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    match gold.kind {
        Kind::Click | Kind::LongPress => {
            matched(true, Some(within(point(item, said), gold.bounds, 14)), true)
        }
        Kind::OpenApp | Kind::InputText => {
            let is_text =
                same(&gold.value, &said.value) || first(&gold.value) == first(&said.value);
            matched(true, None, is_text)
        }
        Kind::Scroll | Kind::Answer => matched(true, None, same(&gold.value, &said.value)),
        _ => matched(true, None, true),
    }
}

/// Buttons of the system are one type of action there.
fn is_button(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::NavigateBack | Kind::NavigateHome | Kind::KeyboardEnter | Kind::Recents
    )
}

/// In a box made 1.2 times as large, or within 4 % of the longer side from its middle.
fn near(at: Option<(i64, i64)>, bounds: Option<[i64; 4]>) -> bool {
    let (Some((x, y)), Some([left, top, right, bottom])) = (at, bounds) else {
        return false;
    };
    let is_in =
        |at: i64, low: i64, high: i64| 10 * (2 * at - low - high).abs() <= 12 * (high - low);
    let (mid_x, mid_y) = middle([left, top, right, bottom]);
    let (across, down, longer) = (x - mid_x, y - mid_y, SIDES.0.max(SIDES.1));
    is_in(x, left, right) && is_in(y, top, bottom)
        || 10_000 * (across * across + down * down) <= 16 * longer * longer
}

/// Qwen2.5-VL's evaluator. What its data does not have - answers and ends - is compared by type and value.
fn qwen(item: &Item, gold: &Acceptable, said: &Predicted) -> Match {
    let at = point(item, said);
    let holds = {
        let (one, other) = (plain(&gold.value), plain(&said.value));
        one.contains(&other) || other.contains(&one)
    };
    match (gold.kind, said.kind) {
        (Kind::Click | Kind::LongPress, kind) if kind == gold.kind => {
            matched(true, Some(near(at, gold.bounds)), true)
        }
        (Kind::OpenApp, Kind::Click) => match icons(item, value(&gold.value)).next() {
            Some(icon) => matched(true, None, near(at, Some(icon))),
            None => WRONG_TYPE,
        },
        (Kind::InputText | Kind::OpenApp, kind) if kind == gold.kind => matched(true, None, holds),
        (one, other) if is_button(one) && is_button(other) => matched(true, None, one == other),
        (Kind::Scroll | Kind::Answer, kind) if kind == gold.kind => {
            matched(true, None, same(&gold.value, &said.value))
        }
        (gold, said) => matched(gold == said, None, true),
    }
}

/// Whether a point is in a box that is made 2.4 times as large and cut at the screen's near edges, as AITW does it: what is cut off
/// there is added at the far side.
fn in_enlarged((x, y): (i64, i64), [left, top, right, bottom]: [i64; 4]) -> bool {
    let is_in = |at: i64, low: i64, size: i64, side: i64| {
        let start = (10 * low - 7 * size).max(0);
        let length = (24 * size).min(10 * side);
        (start..=start + length).contains(&(10 * at))
    };
    is_in(x, left, right - left, SIDES.0) && is_in(y, top, bottom - top, SIDES.1)
}

/// Android in the Wild's action matching, as released.
fn aitw(item: &Item, gold: &Acceptable, said: &Predicted) -> Match {
    match (gold.kind, said.kind) {
        (Kind::Click, Kind::Click) => {
            let (at, target) = (point(item, said), gold.bounds.map(middle));
            let share = at.zip(target).is_some_and(|(at, target)| {
                let mut nodes = item.nodes();
                nodes.any(|node| in_enlarged(at, node.bounds) && in_enlarged(target, node.bounds))
            });
            matched(true, Some(share || within(at, gold.bounds, 14)), true)
        }
        // Gestures are one type there, told apart by their length; of two drags the axis is compared.
        (Kind::Click, Kind::Scroll) | (Kind::Scroll, Kind::Click) => matched(true, None, false),
        (Kind::Scroll, Kind::Scroll) => {
            let is_upright = |of: &Option<String>| matches!(value(of), "up" | "down");
            matched(
                true,
                None,
                is_upright(&gold.value) == is_upright(&said.value),
            )
        }
        (gold, said) => matched(gold == said, None, true),
    }
}

/// Type and value.
fn android_daily(item: &Item, gold: &Acceptable, said: &Predicted) -> Match {
    match (gold.kind, said.kind) {
        (Kind::Click | Kind::LongPress, kind) if kind == gold.kind => {
            matched(true, Some(in_box(point(item, said), gold.bounds)), true)
        }
        (Kind::InputText | Kind::OpenApp | Kind::Scroll | Kind::Answer, kind)
            if kind == gold.kind =>
        {
            matched(true, None, plain(&gold.value) == plain(&said.value))
        }
        (gold, said) => matched(gold == said, None, true),
    }
}

/// A point in the box.
fn screenspot(item: &Item, gold: &Acceptable, said: &Predicted) -> Match {
    if gold.kind != Kind::Click {
        return Match::default();
    }
    let is_in = in_box(point(item, said), gold.bounds);
    Match {
        is_type: None,
        is_place: Some(is_in),
        is_right: Some(is_in),
    }
}
