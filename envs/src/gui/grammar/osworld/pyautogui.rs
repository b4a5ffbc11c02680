//! Lines of pyautogui: calls are read, nothing is ever run.
//!
//! What is understood: imports of pyautogui and time, calls of pyautogui's mouse and keyboard with literal arguments,
//! `time.sleep`, and the words WAIT, DONE, FAIL. Anything else is refused, whatever a real Python would do with it.

use super::{WORDS, pyautogui_calls, pyautogui_write};
use crate::gui::grammar::{
    About, Codec, Fault, MOST_VERBS, Mode, Reading, Refusal, Screen, Space, Status, Unsayable,
    Verb,
    python::{self, Expr, is_blank, strip},
};
use serde_json::Value;

/// Lines of pyautogui.
pub(in super::super) struct PyAutoGui;

/// The ones there are.
pub(in super::super) static PYAUTOGUI: PyAutoGui = PyAutoGui;

const EXPECTED: &str = "calls such as pyautogui.click(x=503, y=871), or one of WAIT, DONE, FAIL";

static ABOUT: About = About {
    name: "osworld/pyautogui",
    summary: "OSWorld's pyautogui: lines of calls in a fence, and three words, pixels",
    source: "xlang-ai/OSWorld, mm_agents/agent.py, as kept by asyhyxcqdx/osworld-realtime 43697a2; pyautogui 0.9.54",
    space: Space::Pixels,
    batch: true,
    quirks: "a semicolon splits lines wherever it stands, in a text too; without a fence there is no action; points are \
        not checked",
    example: "```python\npyautogui.click(x=503, y=871)\n```",
};

impl Codec for PyAutoGui {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let codes = match mode {
            Mode::Released => codes(text),
            Mode::Strict => vec![strict(text)?.to_owned()],
        };
        let mut verbs = Vec::new();
        for code in &codes {
            read_code(code, screen, mode, &mut verbs)?;
        }
        if verbs.is_empty() {
            return Err(Fault::NoAction { expected: EXPECTED }.into());
        }
        Ok(verbs.into())
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let mut lines = Vec::new();
        for verb in verbs {
            lines.push(pyautogui_write::line(verb)?);
        }
        Ok(format!("```python\n{}\n```", lines.join("\n")))
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        Ok(codes(text).into_iter().map(Value::String).collect())
    }
}

/// The pieces of code that `parse_code_from_string` takes out of a text.
fn codes(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .split(';')
        .map(strip)
        .filter(|line| !line.is_empty())
        .collect();
    let text = lines.join("\n");
    let bare = strip(&text);
    if WORDS.contains(&bare) {
        return vec![bare.to_owned()];
    }
    let mut codes = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once("```") {
        let Some((inside, next)) = after.split_once("```") else {
            break;
        };
        // A word before the first blank is the language - where something is left behind it.
        let word = inside.len()
            - inside
                .trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_')
                .len();
        let behind = inside[word..].trim_start_matches(is_blank);
        let tagged = word > 0 && behind.len() < inside[word..].len();
        let code = strip(if tagged { behind } else { inside });
        match code.rsplit_once('\n') {
            _ if WORDS.contains(&code) => codes.push(code.to_owned()),
            Some((before, last)) if WORDS.contains(&last) => {
                codes.push(before.to_owned());
                codes.push(last.to_owned());
            }
            _ => codes.push(code.to_owned()),
        }
        rest = next;
    }
    codes
}

/// The code of a text: what stands in its last fence, or the whole.
fn strict(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    let Some((before, close)) = text.rsplit_once("```") else {
        return Ok(text);
    };
    let inside = before.rsplit_once("```").map(|(_, inside)| inside);
    let inside = inside.filter(|_| close.trim().is_empty());
    let inside = inside.ok_or_else(|| {
        Refusal::from(Fault::malformed(
            text,
            "one fence ```python .. ``` at the end",
        ))
    })?;
    Ok(inside.strip_prefix("python").unwrap_or(inside).trim())
}

/// The verbs of code: statement by statement.
fn read_code(code: &str, screen: Screen, mode: Mode, verbs: &mut Vec<Verb>) -> Result<(), Refusal> {
    let mut rest = code;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ';']);
        if rest.is_empty() {
            return Ok(());
        }
        if verbs.len() >= MOST_VERBS {
            return Err(Fault::TooMany.into());
        }
        let line = rest.split(['\n', ';']).next().unwrap_or_default().trim();
        if rest.starts_with('#') || is_import(line) {
            let end = if rest.starts_with('#') {
                rest.find('\n')
            } else {
                rest.find(['\n', ';'])
            };
            rest = &rest[end.unwrap_or(rest.len())..];
            continue;
        }
        if WORDS.contains(&line) {
            verbs.push(match line {
                "WAIT" => Verb::Wait { seconds: None },
                "DONE" => Verb::done(Status::Success),
                _ => Verb::done(Status::Infeasible),
            });
            rest = &rest[line.len()..];
            continue;
        }
        let broken = |broken| match broken {
            python::Broken::Depth => Refusal::from(Fault::TooDeep),
            python::Broken::Syntax(_) => Fault::malformed(rest, EXPECTED).raises("SyntaxError"),
        };
        let (expr, end) = python::parse_prefix(rest).map_err(broken)?;
        let after = &rest[end..];
        if !(after.is_empty() || after.starts_with(['\n', '\r', ';', '#'])) {
            return Err(Fault::malformed(rest, EXPECTED).raises("SyntaxError"));
        }
        let Expr::Call(call) = &expr else {
            return Err(Fault::malformed(rest, EXPECTED).into());
        };
        verbs.extend(pyautogui_calls::meaning(call, screen, mode)?);
        rest = after;
    }
}

/// Whether a line imports what is understood.
fn is_import(line: &str) -> bool {
    [
        "import pyautogui",
        "import time",
        "import pyautogui, time",
        "import time, pyautogui",
        "from time import sleep",
    ]
    .contains(&line)
}
