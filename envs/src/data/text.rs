//! Between text and actions, and from a state to what is read.

use super::{
    folder::README,
    guest::{FOLDERS, Ran},
    types::{
        Action, Cells, Def, MOST_CELLS, MOST_CODE_BYTES, SHOWN_LETTERS, SHOWN_LINES, Shown, State,
    },
};
use std::fmt::Write as _;
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument},
    truth::Rejection,
};
use xxhash_rust::xxh3::xxh3_64;

const WRITES: &str = "invariant: writing to a string cannot fail";
/// What stands around the text of a file or of a program.
const FENCE: &str = "```";

/// What is said of a text in which more than one action stands.
const ONE_ACTION: &str =
    "one action at a time: write one of your actions, and the next when you see what comes of it";

/// The names of the forms.
const FORMS: [&str; 5] = ["read", "show", "run", "restart", "submit"];

/// The forms of action.
pub(super) fn forms() -> ActionForms {
    let cell = || {
        let about = "the number of a cell";
        Argument::integer("cell", 1, MOST_CELLS.into(), about)
    };
    let code = Argument::text(
        "code",
        MOST_CODE_BYTES as u32,
        "Python, on as many lines as it takes",
    )
    .such_as("print(open(\"data/README.txt\").read())")
    .worked_out();
    let forms = vec![
        ActionForm::new(
            "read[FILE]",
            "shows a text file of the folder data, or the first lines of a table",
        )
        .with(Argument::shown("file", "the name of a file")),
        ActionForm::new("show[CELL]", "shows the code of a cell of the notebook").with(cell()),
        ActionForm::new(
            "run[CELL: CODE]",
            "writes a cell and runs the notebook from its first cell to this one; shows what this one prints",
        )
        .with(cell())
        .with(code),
        ActionForm::new("restart", "puts the notebook back as it was at the start"),
        ActionForm::new(
            "submit",
            "ends; the function `answer` of the notebook is called on the folder data and on another of the same form",
        ),
    ];
    ActionForms::new(forms).expect("invariant: five well-formed forms")
}

/// Read a text in one of the forms: which, and what was filled in.
pub(super) fn written<'t>(
    def: &Def,
    text: &'t str,
) -> Result<(&'static str, Vec<&'t str>), Rejection> {
    // Written as the others are, they are meant as well.
    let text = match text.trim().strip_suffix("[]") {
        Some(bare)
            if ["restart", "submit"]
                .iter()
                .any(|name| bare.eq_ignore_ascii_case(name)) =>
        {
            bare
        }
        _ => text,
    };
    let Some((form, values)) = def.forms.read(text) else {
        return Err(def.forms.unknown(text));
    };
    if values.iter().any(|value| holds_another(value)) {
        return Err(Rejection::new("malformed", ONE_ACTION));
    }
    let form = FORMS.iter().find(|name| **name == form.name);
    let form = form.ok_or_else(|| def.forms.unknown(text))?;
    Ok((form, values))
}

/// Whether one action ends within a value and another begins: `a] submit`, `a]run[2: b`.
fn holds_another(value: &str) -> bool {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once(']') {
        let next = after.trim_start();
        let begins = |name: &&str| {
            let head = next.get(..name.len());
            let is_name = head.is_some_and(|head| head.eq_ignore_ascii_case(name));
            is_name
                && match next[name.len()..].chars().next() {
                    Some('[') => true,
                    None => ["restart", "submit"].contains(name),
                    Some(_) => false,
                }
        };
        if FORMS.iter().any(begins) {
            return true;
        }
        rest = after;
    }
    false
}

/// Code in its normal form: without a fence, blanks at the ends of lines and empty lines at its ends.
///
/// # Errors
/// A [`Rejection`] of what is too long, or no text of a program.
pub(super) fn code(text: &str) -> Result<String, Rejection> {
    let long = |bytes: usize| {
        let message =
            format!("{bytes} bytes are too many for a cell: write at most {MOST_CODE_BYTES}");
        Rejection::new("too_long", message)
    };
    if text.len() > 2 * MOST_CODE_BYTES {
        return Err(long(text.len()));
    }
    let text = text.trim();
    let bare = text.strip_prefix(FENCE).and_then(|t| t.strip_suffix(FENCE));
    let bare = bare.map_or(text, |t| t.strip_prefix("python").unwrap_or(t));
    if bare.contains('\0') {
        return Err(Rejection::new(
            "malformed",
            "there is a zero byte in the code",
        ));
    }
    let lines: Vec<&str> = bare.lines().map(str::trim_end).collect();
    let code = lines.join("\n").trim().to_owned();
    match code.len() {
        0 => Err(Rejection::new("malformed", "there is no code in the cell")),
        bytes if bytes > MOST_CODE_BYTES => Err(long(bytes)),
        _ => Ok(code),
    }
}

/// The canonical text of an action.
pub(super) fn encode(def: &Def, action: &Action, out: &mut String) {
    match action {
        Action::Read(file) => write!(out, "read[{}]", def.files()[*file].0),
        Action::Show(cell) => write!(out, "show[{cell}]"),
        Action::Run(cell, code) => write!(out, "run[{cell}: {code}]"),
        Action::Restart => write!(out, "restart"),
        Action::Submit => write!(out, "submit"),
    }
    .expect(WRITES);
}

/// What is read.
pub(super) fn view(def: &Def, state: &State, out: &mut String) {
    if state.ended.is_some() {
        out.push_str("The notebook has been submitted.\n");
        return;
    }
    match &state.shown {
        None => writeln!(
            out,
            "The folder {} holds the records of {}; {README} says what its files are.",
            FOLDERS[0], def.manner.theme.about
        )
        .expect(WRITES),
        Some(Shown::File(number)) => {
            let (name, text) = &def.files()[*number];
            writeln!(out, "{name}:").expect(WRITES);
            out.push_str(&file(name, text));
        }
        Some(Shown::Code(cell)) => {
            let code = state.cells.get(cell).map_or("", |code| code);
            writeln!(out, "Cell {cell}:\n{FENCE}\n{code}\n{FENCE}").expect(WRITES);
        }
        Some(Shown::Output(cell, output)) => {
            let code = state.cells.get(cell).map_or("", |code| code);
            // What was written is not shown again; that another text was written is.
            let sum = xxh3_64(code.as_bytes()) >> 32;
            let length = lines(code.lines().count());
            writeln!(out, "Cell {cell}, {length}, checksum {sum:08x}:").expect(WRITES);
            out.push_str(output);
        }
        Some(Shown::Fresh) => out.push_str("The notebook is as it was at the start.\n"),
    }
    writeln!(out, "{}", notebook(&state.cells)).expect(WRITES);
    let forms: Vec<&str> = def
        .forms
        .iter()
        .map(|form| form.template.as_str())
        .collect();
    writeln!(out, "You can: {}", forms.join(", ")).expect(WRITES);
}

/// `1 line`, `7 lines`.
fn lines(count: usize) -> String {
    match count {
        1 => "1 line".into(),
        n => format!("{n} lines"),
    }
}

/// Which cells there are.
fn notebook(cells: &Cells) -> String {
    let numbers: Vec<String> = cells.keys().map(u8::to_string).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    match numbers[..] {
        [] => "The notebook is empty.".into(),
        [one] => format!("The notebook holds cell {one}."),
        _ => format!(
            "The notebook holds the cells {}.",
            super::folder::listed(&numbers, "and")
        ),
    }
}

/// A file as it is shown: a text whole, of a table the first lines.
pub(super) fn file(name: &str, text: &str) -> String {
    if !name.ends_with(".csv") {
        return text.to_owned();
    }
    let all = text.lines().count();
    let first: Vec<&str> = text.lines().take(SHOWN_LINES).collect();
    let mut out = format!("{FENCE}\n{}\n{FENCE}\n", first.join("\n"));
    if let more @ 1.. = all.saturating_sub(SHOWN_LINES) {
        writeln!(out, "{} more not shown", lines(more)).expect(WRITES);
    }
    out
}

/// What a cell printed, as it is shown.
pub(super) fn output(ran: &Ran) -> String {
    let text: String = ran
        .text
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .collect();
    let text = text.trim_end();
    let mut out = String::new();
    if text.is_empty() {
        out.push_str("It printed nothing.\n");
    } else {
        let shown: String = text.chars().take(SHOWN_LETTERS).collect();
        writeln!(out, "{FENCE}\n{shown}\n{FENCE}").expect(WRITES);
        if let more @ 1.. = text.chars().count().saturating_sub(SHOWN_LETTERS) {
            let letters = if more == 1 { "letter" } else { "letters" };
            writeln!(out, "{more} more {letters} not shown").expect(WRITES);
        }
    }
    if let Some(cause) = &ran.stopped {
        writeln!(out, "The cell was stopped: {cause}.").expect(WRITES);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_one_normal_form() {
        let same = "def f(x):\n    return x[0]";
        for text in [
            "def f(x):\n    return x[0]",
            "\ndef f(x):  \r\n    return x[0]\n\n",
            "```python\ndef f(x):\n    return x[0]\n```",
            "```\ndef f(x):\n    return x[0]\n```",
        ] {
            assert_eq!(code(text).as_deref(), Ok(same), "{text}");
        }
        let refused = |text: &str| code(text).map_err(|r| r.code.into_owned()).unwrap_err();
        assert_eq!(refused("``````"), "malformed");
        assert_eq!(refused("a\0b"), "malformed");
        assert_eq!(refused(&"x".repeat(6_001)), "too_long");
        assert_eq!(refused(&"x".repeat(60_000)), "too_long");
    }

    #[test]
    fn a_text_that_holds_two_actions_is_told_from_brackets_in_code() {
        assert!(holds_another("1 + a[0]] submit"));
        assert!(holds_another("print(1)]\nrun[2: print(2)"));
        assert!(!holds_another("x = a[0]\nrunner = b[1]\nprint(x)"));
        assert!(!holds_another("x = a[0]\nsubmitted = 1"));
    }

    #[test]
    fn what_is_printed_is_capped_and_the_cut_is_told() {
        let ran = |text: String| Ran {
            text,
            stopped: None,
        };
        assert_eq!(output(&ran(" \n".into())), "It printed nothing.\n");
        let long = output(&ran("x".repeat(SHOWN_LETTERS + 7)));
        assert!(long.ends_with("7 more letters not shown\n") && long.len() < SHOWN_LETTERS + 60);
    }
}
