//! The Python that does what a line of the shell asks for.

use super::{Program, Request};
use crate::swe::files::parent;

/// Runs a file, a module or code, and says of what it raises what the interpreter says.
const DRIVER: &str = include_str!("driver.py");

/// The code that carries out a request in an interpreter that knows the files.
#[must_use]
pub fn code(request: &Request) -> String {
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
    format!("{DRIVER}\n\n_start(*{given})")
}
