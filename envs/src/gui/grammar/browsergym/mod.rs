//! BrowserGym's high-level actions: Python-like calls, `click('a51')` or `mouse_click(887.2, 68)`.
//!
//! Two of its sets: elements by their bid, and points in pixels of the page; both with the chat, navigation and tabs.

mod calls;
mod reader;
mod write;

use super::{
    About, Codec, Fault, Mode, Reading, Refusal, Screen, Space, Unsayable, Verb, args::unknown,
    python::expand_tabs,
};
use reader::Call;
use serde_json::{Value, json};

/// One set of actions.
pub(super) struct BrowserGym {
    about: About,
    set: Set,
}

/// Which actions act on pages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    /// Those on elements.
    Bid,
    /// Those on points.
    Coord,
}

const QUIRKS: &str = "calls are searched for, what stands between them is left out; commas between arguments by position \
    and by name may be missing; types of arguments are not checked before they are used";

const SOURCE: &str = "ServiceNow/BrowserGym 9e779f08, browsergym/core/src/browsergym/core/action";

/// Actions on elements.
pub(super) static BID: BrowserGym = BrowserGym {
    about: About {
        name: "browsergym/bid",
        summary: "BrowserGym's actions on elements: calls with bids, one or several",
        source: SOURCE,
        space: Space::Pixels,
        batch: true,
        quirks: QUIRKS,
        example: "click('a51')",
    },
    set: Set::Bid,
};

/// Actions on points.
pub(super) static COORD: BrowserGym = BrowserGym {
    about: About {
        name: "browsergym/coord",
        summary: "BrowserGym's actions on points: calls with pixels, one or several",
        source: SOURCE,
        space: Space::Pixels,
        batch: true,
        quirks: QUIRKS,
        example: "mouse_click(887.2, 68)",
    },
    set: Set::Coord,
};

const EXPECTED: &str = "a call such as click('a51') or mouse_click(887.2, 68)";

impl Codec for BrowserGym {
    fn about(&self) -> &'static About {
        match self.set {
            Set::Bid => &BID.about,
            Set::Coord => &COORD.about,
        }
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let calls = self.cut(text, mode)?;
        let verbs = calls
            .iter()
            .map(|call| calls::meaning(call, screen, mode))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(verbs.into())
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let lines = verbs
            .iter()
            .map(|verb| write::call(verb, self.set))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(lines.join("\n"))
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let shown = |call: &Call| {
            let named: serde_json::Map<String, Value> = call.named.iter().cloned().collect();
            json!({"function": call.name, "args": call.positional, "kwargs": named})
        };
        Ok(Value::Array(
            self.cut(text, Mode::Released)?.iter().map(shown).collect(),
        ))
    }
}

impl BrowserGym {
    /// The calls of a text; each is one of the set's actions.
    fn cut(&self, text: &str, mode: Mode) -> Result<Vec<Call>, Refusal> {
        let calls = match mode {
            // pyparsing sets tabs to blanks before it reads.
            Mode::Released => reader::search(&expand_tabs(text))?,
            Mode::Strict => reader::whole(text)?,
        };
        if calls.is_empty() {
            return Err(Fault::NoAction { expected: EXPECTED }.raises("ValueError"));
        }
        for call in &calls {
            if calls::parameters(&call.name, self.set).is_none() {
                return Err(unknown(&call.name, &calls::names(self.set))
                    .fault
                    .raises("NameError"));
            }
        }
        Ok(calls)
    }
}
