//! The Python that does what a line of the shell asks for.

use super::{Program, Request};
use crate::swe::files::parent;

/// Runs a file, a module or code, and says of what it raises what the interpreter says.
const DRIVER: &str = include_str!("driver.py");

/// The part of pytest that is here, module by module, the one that runs it last.
const PYTEST: [(&str, &str); 5] = [
    ("pytest", include_str!("../loaded/pytest/pytest.py")),
    (
        "pytest_items",
        include_str!("../loaded/pytest/pytest_items.py"),
    ),
    (
        "pytest_asked",
        include_str!("../loaded/pytest/pytest_asked.py"),
    ),
    (
        "pytest_told",
        include_str!("../loaded/pytest/pytest_told.py"),
    ),
    ("pytest_run", include_str!("../loaded/pytest/pytest_run.py")),
];

/// The code that carries out a request in an interpreter that knows the files.
#[must_use]
pub fn code(request: &Request) -> String {
    code_after(request, &[])
}

/// The same, where these tests have spent the fuel of a run before: they fail as they begin.
#[must_use]
pub fn code_after(request: &Request, spent: &[String]) -> String {
    let (kind, what) = match &request.program {
        Program::File(path) => ("file", path),
        Program::Module(name) => ("module", name),
        Program::Code(code) => ("code", code),
        Program::Input(code) => ("input", code),
    };
    let folder = match &request.program {
        Program::File(path) => parent(path),
        _ => &request.cwd,
    };
    let input = String::from_utf8_lossy(&request.stdin);
    let words = [&request.name].into_iter().chain(&request.arguments);
    let words: Vec<&String> = words.collect();
    let given = serde_json::json!([kind, what, words, input, folder]);
    let pytest = match what == "pytest" && kind == "module" {
        true => format!("\n\n_PYTEST = {}", serde_json::json!(PYTEST)),
        false => String::new(),
    };
    let spent = serde_json::json!(spent);
    format!("{DRIVER}{pytest}\n\n_SPENT = {spent}\n\n_start(*{given})")
}
