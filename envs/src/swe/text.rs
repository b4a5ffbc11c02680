//! Between text and actions, and from a state to what is read.

use super::{
    edit::EditCall,
    guest::{ROOT, Report, Tried},
    types::{
        Action, Def, LineEdit, MOST_TEXT_BYTES, Origin, SHOWN_LETTERS, State, absolute, relative,
    },
};
use serde_json::json;
use std::{fmt::Write as _, sync::Arc};
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument},
    truth::Rejection,
};

const WRITES: &str = "invariant: writing to a string cannot fail";
/// What stands around what a tool says.
pub(super) const FENCE: &str = "```";
/// The name of the form with which all tests are run.
pub(super) const ALL: &str = "all";
/// Failing tests whose traces a report shows.
const MOST_TRACES: usize = 6;

/// The forms of action.
pub(super) fn forms() -> ActionForms {
    let file = || Argument::shown("file", "the path of a file in the project").such_as("README.md");
    let line = |name: &str, about: &str| Argument::integer(name, 1, 1_000_000, about).worked_out();
    let text = |name: &str, about: &str, example: &str| {
        Argument::text(name, MOST_TEXT_BYTES as u32, about)
            .such_as(example)
            .worked_out()
    };
    let term = |example: &str| {
        text(
            "term",
            "a basic regular expression, as grep reads it",
            example,
        )
    };
    let forms = vec![
        ActionForm::new(
            "find_file[NAME]",
            "lists the files of the project whose names match, as in a shell",
        )
        .with(text("name", "a name, with * and ? for letters", "*.py")),
        ActionForm::new("search_dir[TERM]", "says in which files lines match, and how many")
            .with(term("reserve")),
        ActionForm::new("search_file[FILE: TERM]", "shows the lines of a file that match")
            .with(file())
            .with(term("import")),
        ActionForm::new(
            "open[FILE: LINE]",
            "opens a file in a window of a hundred lines around a line",
        )
        .with(file())
        .with(line("line", "a line of it, from 1")),
        ActionForm::new("goto[LINE]", "moves the window to a line of the open file")
            .with(line("line", "a line of it, from 1")),
        ActionForm::new("scroll_up", "moves the window up"),
        ActionForm::new("scroll_down", "moves the window down"),
        ActionForm::new(
            "edit[FILE: START: END: TEXT]",
            "writes a text for the lines from START to END, unless something new would be wrong with the syntax",
        )
        .with(file())
        .with(line("start", "the first line, from 1"))
        .with(line("end", "the last line"))
        .with(text(
            "text",
            "what takes their place, with its indentation, on as many lines as it takes",
            "    return None",
        )),
        ActionForm::new("create[FILE: TEXT]", "makes a file")
            .with(text("file", "the path of a file that is not there", "notes.txt"))
            .with(text("text", "what is in it", "nothing yet")),
        ActionForm::new(
            "run_tests[WHICH]",
            "runs the tests of the project and says which fail, and where",
        )
        .with(text(
            "which",
            "`all`, or a part of the ids of those that are shown",
            ALL,
        )),
        ActionForm::new(
            "bash[COMMAND]",
            "runs a line of bash in the project: ls, cat, grep, sed, awk, diff, git, python and some more",
        )
        .with(text("command", "as bash reads it", "git status")),
        ActionForm::call(
            "str_replace_editor",
            "views, makes and edits files: view, create, str_replace, insert, undo_edit",
            editor_schema(),
        ),
        ActionForm::new("restart", "puts the project back as it was at the start"),
        ActionForm::new("submit", "ends; the package is judged by the original tests, and by hidden ones where there are such"),
    ];
    ActionForms::new(forms).expect("invariant: well-formed forms")
}

fn editor_schema() -> serde_json::Value {
    let string = |about: &str| json!({"type": "string", "description": about});
    json!({
        "type": "object",
        "properties": {
            "command": {
                "type": "string",
                "enum": ["view", "create", "str_replace", "insert", "undo_edit"],
                "description": "what is to be done",
            },
            "path": string("an absolute path, such as /repo/README.md"),
            "file_text": string("create: the text of the file"),
            "old_str": string("str_replace: what is replaced; it stands in the file once"),
            "new_str": string("str_replace, insert: what takes its place, or is put in"),
            "insert_line": {"type": "integer", "description": "insert: the line it is put behind"},
            "view_range": {
                "type": "array",
                "items": {"type": "integer"},
                "description": "view: first and last line; -1 for the end",
            },
        },
        "required": ["command", "path"],
        "additionalProperties": false,
    })
}

fn malformed(message: impl Into<String>) -> Rejection {
    Rejection::new("malformed", message)
}

/// A text of bounded length without zero bytes.
fn bounded(text: &str) -> Result<Arc<str>, Rejection> {
    if text.len() > MOST_TEXT_BYTES {
        let message = format!(
            "{} bytes are too many: write at most {MOST_TEXT_BYTES}",
            text.len()
        );
        return Err(Rejection::new("too_long", message));
    }
    if text.contains('\0') {
        return Err(malformed("there is a zero byte in the text"));
    }
    Ok(text.into())
}

/// A path as the project names it.
fn path_of(text: &str) -> Result<Arc<str>, Rejection> {
    let path = absolute(text.trim_matches(['"', '`', '\'', ' ']));
    if path == ROOT || path == "/" {
        return Err(malformed(format!("`{text}` is no path of a file")));
    }
    if path.contains(": ") || path.len() > 512 || path.contains('\n') {
        return Err(malformed("that is no path of a file here"));
    }
    bounded(relative(&path))
}

fn line_of(text: &str) -> Result<u32, Rejection> {
    text.trim()
        .parse::<u32>()
        .ok()
        .filter(|line| *line > 0)
        .ok_or_else(|| {
            malformed(format!(
                "`{text}` is no number of a line: they are counted from 1"
            ))
        })
}

/// Read an action.
pub(super) fn decode(def: &Def, text: &str) -> Result<Action, Rejection> {
    let text = match text.trim().strip_suffix("[]") {
        Some(bare) if ["restart", "submit", "scroll_up", "scroll_down"].contains(&bare) => bare,
        _ => text,
    };
    // Nothing may stand for some lines, which no form says, and indentation counts.
    if let Some(edit) = bracketed(text, "edit") {
        return line_edit(edit);
    }
    let Some((form, values)) = def.forms.read(text) else {
        return Err(def.forms.unknown(text));
    };
    let value = |at: usize| values.get(at).copied().unwrap_or_default();
    Ok(match form.name.as_str() {
        "find_file" => Action::FindFile(bounded(value(0))?),
        "search_dir" => Action::SearchDir(bounded(value(0))?),
        "search_file" => Action::SearchFile(path_of(value(0))?, bounded(value(1))?),
        "open" => Action::Open(path_of(value(0))?, line_of(value(1))?),
        "goto" => Action::Goto(line_of(value(0))?),
        "scroll_up" => Action::ScrollUp,
        "scroll_down" => Action::ScrollDown,
        "create" => {
            let (_, rest) = text.split_once(':').unwrap_or_default();
            let inner = rest.trim_end().strip_suffix(']').unwrap_or(rest);
            Action::Create(path_of(value(0))?, bounded(verbatim(inner))?)
        }
        "run_tests" => Action::Tests(bounded(value(0))?),
        "bash" => Action::Bash(bounded(value(0))?),
        "str_replace_editor" => Action::Editor(Arc::new(editor_call(value(0))?)),
        "restart" => Action::Restart,
        _ => Action::Submit,
    })
}

/// What stands in the brackets of a form.
fn bracketed<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let text = text.trim();
    let head = text.get(..name.len())?;
    let rest = text[name.len()..].strip_prefix('[')?;
    head.eq_ignore_ascii_case(name)
        .then(|| rest.strip_suffix(']'))
        .flatten()
}

/// A text behind a colon: what begins on the next line, or after one blank.
fn verbatim(text: &str) -> &str {
    let text = text.strip_prefix('\r').unwrap_or(text);
    match text.strip_prefix('\n') {
        Some(below) => below.strip_suffix('\n').unwrap_or(below),
        None => text.strip_prefix(' ').unwrap_or(text),
    }
}

fn line_edit(inner: &str) -> Result<Action, Rejection> {
    let mut parts = inner.splitn(4, ':');
    let (Some(path), Some(first), Some(last), Some(text)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed(
            "write edit[FILE: START: END: TEXT], such as edit[a.py: 3: 4: x = 1]",
        ));
    };
    let (first, last) = (line_of(first)?, line_of(last)?);
    if last < first {
        return Err(malformed(format!("line {last} is before line {first}")));
    }
    let text = text.replace("\r\n", "\n");
    Ok(Action::Edit(Arc::new(LineEdit {
        path: path_of(path.trim())?,
        first,
        last,
        text: bounded(verbatim(&text))?,
    })))
}

fn editor_call(text: &str) -> Result<EditCall, Rejection> {
    let call: EditCall = serde_json::from_str(text)
        .map_err(|error| Rejection::new("bad_arguments", error.to_string()))?;
    for part in [
        &call.file_text,
        &call.old_str,
        &call.new_str,
        &Some(call.path.clone()),
    ] {
        bounded(part.as_deref().unwrap_or_default())?;
    }
    Ok(call)
}

/// The canonical text of an action.
pub(super) fn encode(action: &Action, out: &mut String) {
    match action {
        Action::FindFile(name) => write!(out, "find_file[{name}]"),
        Action::SearchDir(term) => write!(out, "search_dir[{term}]"),
        Action::SearchFile(file, term) => write!(out, "search_file[{file}: {term}]"),
        Action::Open(file, line) => write!(out, "open[{file}: {line}]"),
        Action::Goto(line) => write!(out, "goto[{line}]"),
        Action::ScrollUp => write!(out, "scroll_up"),
        Action::ScrollDown => write!(out, "scroll_down"),
        Action::Edit(edit) => {
            let LineEdit {
                path,
                first,
                last,
                text,
            } = &**edit;
            match &**text {
                "" => write!(out, "edit[{path}: {first}: {last}: ]"),
                text => write!(out, "edit[{path}: {first}: {last}:\n{text}\n]"),
            }
        }
        Action::Create(file, text) => write!(out, "create[{file}:\n{text}\n]"),
        Action::Tests(which) => write!(out, "run_tests[{which}]"),
        Action::Bash(command) => write!(out, "bash[{command}]"),
        Action::Editor(call) => {
            let call = serde_json::to_string(&**call).expect("invariant: texts and numbers");
            write!(out, "str_replace_editor({call})")
        }
        Action::Restart => write!(out, "restart"),
        Action::Submit => write!(out, "submit"),
    }
    .expect(WRITES);
}

/// What is read.
pub(super) fn view(def: &Def, state: &State, out: &mut String) {
    if state.ended.is_some() {
        out.push_str("The work has been submitted.\n");
        return;
    }
    match &state.shown {
        None if def.origin != Origin::Drawn => writeln!(
            out,
            "The project lies in {ROOT}: `{}` is to be changed, and run_tests[all] runs the {} tests that it is judged by.",
            relative(&def.package),
            def.ids.len()
        )
        .expect(WRITES),
        None => writeln!(
            out,
            "The project lies in {ROOT}: the package `{}`, and its tests in the folder `tests`. There are {} tests, and README.md says what the project is about.",
            relative(&def.package),
            def.ids.len()
        )
        .expect(WRITES),
        Some(shown) => out.push_str(shown),
    }
    let forms: Vec<&str> = def
        .forms
        .iter()
        .map(|form| form.template.as_str())
        .collect();
    writeln!(out, "You can: {}", forms.join(", ")).expect(WRITES);
}

/// What a tool says, between fences: as much as is shown, and how much is not.
pub(super) fn fenced(head: &str, text: &str) -> String {
    let mut out = format!("{head}\n");
    // A fence within what is shown would end it.
    let text = text.replace(&format!("\n{FENCE}\n"), "\n'''\n");
    let text = text.trim_end();
    if text.trim().is_empty() {
        return out;
    }
    let shown: String = text.chars().take(SHOWN_LETTERS).collect();
    let shown = match shown.lines().any(|line| line == FENCE) {
        true => shown
            .lines()
            .map(|l| if l == FENCE { "'''" } else { l })
            .collect::<Vec<_>>()
            .join("\n"),
        false => shown,
    };
    writeln!(out, "{FENCE}\n{shown}\n{FENCE}").expect(WRITES);
    if let more @ 1.. = text.chars().count().saturating_sub(SHOWN_LETTERS) {
        let letters = if more == 1 { "letter" } else { "letters" };
        writeln!(out, "{more} more {letters} not shown").expect(WRITES);
    }
    out
}

/// The line of a report that names a test that does not pass.
pub(super) fn headline(test: &Tried) -> String {
    format!("{} {}", test.outcome, test.id)
}

/// What is said of tests whose ids contain a text.
pub(super) fn report(report: &Report, which: &str) -> String {
    let all = which.eq_ignore_ascii_case(ALL);
    let chosen = || {
        report
            .tests
            .iter()
            .filter(|test| all || test.id.contains(which))
    };
    if let Some(trouble) = &report.trouble {
        return fenced("The tests cannot be run:", trouble);
    }
    let count = chosen().count();
    let mut failing: Vec<_> = chosen().filter(|test| !test.passed).collect();
    failing.sort_by(|one, other| one.id.cmp(&other.id));
    let passed = count - failing.len();
    let which = match all {
        true => "Of all tests".to_owned(),
        false => format!("Of the tests whose ids contain `{which}`"),
    };
    let head = format!("{which}, {passed} passed and {} did not.", failing.len());
    let mut text = String::new();
    for (number, test) in failing.iter().enumerate() {
        writeln!(text, "{}", headline(test)).expect(WRITES);
        if number < MOST_TRACES && !test.trace.is_empty() {
            writeln!(text, "{}", test.trace).expect(WRITES);
        }
    }
    fenced(&head, &text)
}
