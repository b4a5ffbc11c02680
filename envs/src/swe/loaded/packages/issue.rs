//! The issue that somebody files about a package: the code of one test that fails, and how it ends.
//!
//! Tests that others wrote have no sentences to quote, so the code is quoted; it is what somebody would run to see the bug.

use super::Suite;
use crate::swe::{guest::Report, loaded::ids};

/// Lines of a test that are quoted, at most.
const MOST_LINES: usize = 24;
/// Letters of what a test says that are quoted, at most.
const MOST_LETTERS: usize = 300;

/// The issue about a bug that fails these tests.
pub(super) fn write(
    suite: &Suite,
    report: &Report,
    failing: &[String],
    is_unwritten: bool,
) -> String {
    let package = &suite.package.name;
    let quoted = failing.iter().filter_map(|id| Some((id, code(suite, id)?)));
    // The shortest says most: what is wrong is a larger part of it.
    let lead = quoted.min_by_key(|(_, code)| code.lines().count());
    let Some((id, code)) = lead else {
        return format!(
            "{package}: something is wrong\n\nSince the last change some of what `{package}` does is not right any more.\n"
        );
    };
    let title = match is_unwritten {
        true => "a function is not written",
        false => "does not do any more what it did",
    };
    let mut text = format!(
        "{package}: {title}\n\nThis used to work:\n\n{}\n",
        indented(&code)
    );
    if let Some((_, parameters)) = id.split_once('[') {
        text += &format!(
            "\nThe parameters are those of the case `{}`.\n",
            parameters.trim_end_matches(']').replace('`', "'")
        );
    }
    if let Some(raised) = raised(report, id) {
        text += &format!("\nNow it ends with:\n\n{}\n", indented(&raised));
    }
    text + &format!(
        "\nVersion: {package} {}, from the main branch.\n",
        suite.package.version
    )
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("    {line}\n"),
    });
    lines.collect()
}

/// What a test raised, short enough to quote: where in memory a thing lies says nothing.
fn raised(report: &Report, id: &str) -> Option<String> {
    let test = report.tests.iter().find(|test| test.id == *id)?;
    let mut lines = test.trace.lines().map(str::trim);
    let said = lines.find(|line| !line.starts_with("File "))?;
    let said: String = said.chars().take(MOST_LETTERS).collect();
    (!said.is_empty() && !said.contains(" at 0x")).then_some(said)
}

/// The code of a test without what it is indented by, if it is short.
fn code(suite: &Suite, id: &str) -> Option<String> {
    let module = ids::module(id, |path| suite.files.contains_key(path))?;
    let text = std::str::from_utf8(suite.files.get(&format!("{module}.py"))?).ok()?;
    let plain = id.split('[').next()?;
    let mut names: Vec<&str> = plain.get(module.len() + 1..)?.split('.').collect();
    let name = names.pop()?;
    let lines: Vec<&str> = text.lines().collect();
    let class = names.last().and_then(|class| {
        lines.iter().position(|line| {
            line.strip_prefix("class ")
                .and_then(|rest| rest.strip_prefix(class))
                .is_some_and(|rest| rest.starts_with(['(', ':']))
        })
    });
    let from = class.unwrap_or(0);
    let head = format!("def {name}(");
    let at = from
        + lines[from..]
            .iter()
            .position(|line| line.trim_start().starts_with(&head))?;
    let depth = lines[at].len() - lines[at].trim_start().len();
    let is_inside = |line: &&&str| {
        line.trim().is_empty()
            || line.len() - line.trim_start().len() > depth
            || line.trim_start().starts_with(')')
    };
    let body = lines[at + 1..].iter().take_while(is_inside);
    let own: Vec<&str> = std::iter::once(&lines[at])
        .chain(body)
        .map(|line| line.get(depth..).unwrap_or_default())
        .collect();
    let text = own.join("\n").trim_end().to_owned();
    (own.len() <= MOST_LINES).then_some(text)
}
