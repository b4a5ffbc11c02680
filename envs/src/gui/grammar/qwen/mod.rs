//! The Qwen3-VL family: one JSON call in `<tool_call>` tags, named `mobile_use` or `computer_use`.
//!
//! Qwen3-VL states points from 0 to 999 on phones and from 0 to 1000 on computers; GUI-Owl 1.5 speaks both tools from 0
//! to 1000 and adds `interact`. Each cuts the call out of its text in its own way as released.

mod write;

use super::{
    About, Button, Codec, Fault, Mode, Number, Opening, Reading, Refusal, Screen, Space, Status,
    SystemButton, Target, Travel, Unit, Unsayable, Verb,
    args::{Args, json, object, unknown},
};
use serde_json::{Map, Value};
use write::{computer, mobile};

/// The actions of `mobile_use`, in the prompt and in the helper class; `interact` is GUI-Owl's.
const MOBILE: &[&str] = &[
    "key",
    "click",
    "long_press",
    "swipe",
    "type",
    "answer",
    "system_button",
    "open",
    "wait",
    "terminate",
    "interact",
];

/// The actions of `computer_use`; `interact` is GUI-Owl's.
const COMPUTER: &[&str] = &[
    "key",
    "type",
    "mouse_move",
    "left_click",
    "left_click_drag",
    "right_click",
    "middle_click",
    "double_click",
    "triple_click",
    "scroll",
    "hscroll",
    "wait",
    "terminate",
    "answer",
    "interact",
];

const EXPECTED: &str = "<tool_call>, a line with {\"name\": .., \"arguments\": {..}}, </tool_call>";

/// One of the tools.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tool {
    Mobile,
    Computer,
}

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Self::Mobile => "mobile_use",
            Self::Computer => "computer_use",
        }
    }
}

/// One member of the family.
pub(super) struct Qwen {
    about: About,
    tools: &'static [Tool],
    owl: bool,
}

/// Qwen3-VL on phones.
pub(super) static MOBILE_USE: Qwen = Qwen {
    about: About {
        name: "qwen3vl/mobile_use",
        summary: "Qwen3-VL's phone: one call of mobile_use in <tool_call> tags, points from 0 to 999",
        source: "QwenLM/Qwen3-VL 9658872, cookbooks/mobile_agent.ipynb, cookbooks/utils/agent_function_call.py",
        space: Space::Nines,
        batch: false,
        quirks: "the call must stand on a line of its own between the tags; nothing but its JSON is checked",
        example: "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [503, \
            871]}}\n</tool_call>",
    },
    tools: &[Tool::Mobile],
    owl: false,
};

/// Qwen3-VL on computers.
pub(super) static COMPUTER_USE: Qwen = Qwen {
    about: About {
        name: "qwen3vl/computer_use",
        summary: "Qwen3-VL's computer: one call of computer_use in <tool_call> tags, points from 0 to 1000",
        source: "QwenLM/Qwen3-VL 9658872, cookbooks/utils/agent_function_call.py",
        space: Space::Thousand,
        batch: false,
        quirks: "the call must stand on a line of its own between the tags; nothing but its JSON is checked",
        example: "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", \"coordinate\": \
            [503, 871]}}\n</tool_call>",
    },
    tools: &[Tool::Computer],
    owl: false,
};

/// GUI-Owl 1.5 on both.
pub(super) static GUI_OWL: Qwen = Qwen {
    about: About {
        name: "gui-owl-1.5",
        summary: "GUI-Owl 1.5: calls of mobile_use or computer_use as Qwen3-VL's, with interact, points from 0 to 1000",
        source: "X-PLUG/MobileAgent 11cea57, Mobile-Agent-v3.5/mobile_use and computer_use",
        space: Space::Thousand,
        batch: false,
        quirks: "the call ends at the first two closing braces before a line's end, wherever they stand",
        example: "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"interact\", \"text\": \"which \
            one?\"}}\n</tool_call>",
    },
    tools: &[Tool::Mobile, Tool::Computer],
    owl: true,
};

impl Codec for Qwen {
    fn about(&self) -> &'static About {
        match (self.owl, self.tools) {
            (true, _) => &GUI_OWL.about,
            (false, [Tool::Computer]) => &COMPUTER_USE.about,
            (false, _) => &MOBILE_USE.about,
        }
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let call = match mode {
            Mode::Released => self.cut(text)?,
            Mode::Strict => strict(text)?,
        };
        let (tool, arguments) = self.tool(&call)?;
        let name = match arguments.get("action") {
            Some(Value::String(name)) => name.as_str(),
            // Models sometimes write `type` where they mean `action`.
            None if mode == Mode::Released && !arguments.contains_key("action") => arguments
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or_default(),
            _ => "",
        };
        let names: &[&str] = if arguments.contains_key("action") {
            &["action"]
        } else {
            &["type"]
        };
        if name.is_empty() {
            return Err(Fault::NoAction {
                expected: "arguments with an action",
            }
            .raises("KeyError"));
        }
        let mut args = Args::new(name, arguments, mode, names).points(self.about.space, screen);
        let verb = self.meaning(tool, name, &mut args, mode)?;
        args.finish()?;
        let before = text.split("<tool_call>").next().unwrap_or_default().trim();
        Ok(Reading {
            verbs: vec![verb],
            thought: (!before.is_empty()).then(|| before.to_owned()),
        })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        let mut said = Err(Unsayable::Verb);
        for tool in self.tools {
            let result = match tool {
                Tool::Mobile => mobile(verb, self.owl),
                Tool::Computer => computer(verb, self.owl),
            };
            match result {
                Ok(arguments) => return Ok(in_tags(tool.name(), arguments)),
                Err(Unsayable::Verb) => {}
                Err(why) => said = Err(why),
            }
        }
        said
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        self.cut(text)
    }
}

/// A call in its tags, its name first as the prompts have it; a tag in a text is escaped.
pub(super) fn in_tags(name: &str, arguments: Map<String, Value>) -> String {
    let arguments = Value::Object(arguments).to_string().replace('<', "\\u003c");
    format!("<tool_call>\n{{\"name\": \"{name}\", \"arguments\": {arguments}}}\n</tool_call>")
}

/// The call between the last pair of tags.
fn strict(text: &str) -> Result<Value, Refusal> {
    let none = || Refusal::from(Fault::NoAction { expected: EXPECTED });
    let (_, rest) = text.rsplit_once("<tool_call>").ok_or_else(none)?;
    let (call, after) = rest.split_once("</tool_call>").ok_or_else(none)?;
    if !after.trim().is_empty() {
        return Err(Fault::malformed(after, "the end of the text after </tool_call>").into());
    }
    json(call.trim(), "one JSON object")
}

impl Qwen {
    /// The call as the released code cuts it out.
    fn cut(&self, text: &str) -> Result<Value, Refusal> {
        let none = |raised| Fault::NoAction { expected: EXPECTED }.raises(raised);
        let Some((_, rest)) = text.split_once("<tool_call>\n") else {
            return Err(none(if self.owl { "ValueError" } else { "IndexError" }));
        };
        // Further tags end what was split off.
        let rest = rest.split("<tool_call>\n").next().unwrap_or_default();
        if self.owl {
            let call = format!("{}}}}}", rest.split("}}\n").next().unwrap_or_default());
            return json(&call, "one JSON object")
                .map_err(|refusal| refusal.fault.raises("ValueError"));
        }
        json(
            rest.split("\n</tool_call>").next().unwrap_or_default(),
            "one JSON object",
        )
    }

    /// Which tool is called, with which arguments.
    fn tool<'a>(&self, call: &'a Value) -> Result<(Tool, &'a Map<String, Value>), Refusal> {
        let call = object(call, "{\"name\": .., \"arguments\": {..}}")?;
        let name = call.get("name").and_then(Value::as_str).unwrap_or_default();
        let names: Vec<&str> = self.tools.iter().map(|tool| tool.name()).collect();
        let tool = self
            .tools
            .iter()
            .find(|tool| tool.name() == name)
            .ok_or_else(|| unknown(name, &names))?;
        let missing = || {
            Fault::NoAction {
                expected: "arguments",
            }
            .raises("KeyError")
        };
        Ok((
            *tool,
            object(
                call.get("arguments").ok_or_else(missing)?,
                "arguments: {..}",
            )?,
        ))
    }

    /// The verb that an action means.
    fn meaning(
        &self,
        tool: Tool,
        name: &str,
        args: &mut Args<'_>,
        mode: Mode,
    ) -> Result<Verb, Refusal> {
        let known = if tool == Tool::Mobile {
            MOBILE
        } else {
            COMPUTER
        };
        let known = if self.owl {
            known
        } else {
            &known[..known.len() - 1]
        };
        if !known.contains(&name) {
            return Err(unknown(name, known));
        }
        Ok(match name {
            "type" => Verb::type_text(args.text("text")?),
            "answer" => Verb::Answer {
                text: args.text("text")?,
            },
            "interact" => Verb::Ask {
                text: args.text("text")?,
            },
            "terminate" => Verb::done(status(args, "failure", mode)?),
            "wait" => Verb::Wait {
                seconds: Some(args.seconds("time")?),
            },
            _ if tool == Tool::Mobile => on_phone(name, args)?,
            _ => on_computer(name, args)?,
        })
    }
}

/// How an agent ends; as released, other words are kept.
pub(super) fn status(
    args: &mut Args<'_>,
    failure: &'static str,
    mode: Mode,
) -> Result<Status, Refusal> {
    if mode == Mode::Released {
        let word = args.text("status")?;
        return Ok(match word.as_str() {
            "success" => Status::Success,
            word if word == failure => Status::Failure,
            _ => Status::Other(word),
        });
    }
    Ok(match args.word("status", &["success", failure])? {
        "success" => Status::Success,
        _ => Status::Failure,
    })
}

/// An end as a word.
pub(super) fn status_word<'a>(
    status: &'a Status,
    failure: &'static str,
) -> Result<&'a str, Unsayable> {
    match status {
        Status::Success => Ok("success"),
        Status::Failure => Ok(failure),
        Status::Other(word) => Ok(word),
        Status::Infeasible => Err(Unsayable::Part("status")),
    }
}

/// What only phones do.
fn on_phone(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "key" => {
            let text = args.text("text")?;
            Verb::chord(args.keys("text", [text.as_str()])?)
        }
        "click" => Verb::tap(args.point("coordinate")?),
        "long_press" => Verb::LongPress {
            at: args.point("coordinate")?,
            seconds: args.seconds_or_none("time")?,
        },
        "swipe" => Verb::Swipe {
            from: args.point("coordinate")?,
            to: args.point("coordinate2")?,
        },
        "open" => Verb::Open(Opening::App(args.text("text")?)),
        _ => Verb::System(
            match args.word("button", &["Back", "Home", "Menu", "Enter"])? {
                "Back" => SystemButton::Back,
                "Home" => SystemButton::Home,
                "Menu" => SystemButton::Recents,
                _ => SystemButton::Enter,
            },
        ),
    })
}

/// What only computers do.
fn on_computer(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "key" => {
            let texts = args.texts("keys")?;
            Verb::chord(args.keys("keys", texts.iter().map(String::as_str))?)
        }
        "mouse_move" => Verb::Move {
            to: args.point("coordinate")?,
            held: Vec::new(),
        },
        "left_click" => Verb::tap(args.point_or_here("coordinate")?),
        "right_click" => Verb::click(args.point_or_here("coordinate")?, Button::Right, 1),
        "middle_click" => Verb::click(args.point_or_here("coordinate")?, Button::Middle, 1),
        "double_click" => Verb::click(args.point_or_here("coordinate")?, Button::Left, 2),
        "triple_click" => Verb::click(args.point_or_here("coordinate")?, Button::Left, 3),
        "left_click_drag" => Verb::drag(Target::Here, args.point("coordinate")?),
        _ => {
            let pixels = args.number("pixels")?;
            let zero = Number::from_integer(0);
            let (right, down) = if name == "hscroll" {
                (pixels, zero)
            } else {
                (zero, -pixels)
            };
            Verb::Scroll {
                at: args.point_or_here("coordinate")?,
                travel: Travel::By {
                    right,
                    down,
                    unit: Unit::Pixels,
                },
                held: Vec::new(),
            }
        }
    })
}
