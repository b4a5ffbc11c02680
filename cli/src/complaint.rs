//! Errors as one line on standard error.

use crate::{
    Exit, Terminal,
    verify::{NotAsRecorded, NotVerified},
};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use truestep_core::{annotate::AnnotateError, graph::GraphError, registry::TaskError};
use truestep_rewards::{audit::AuditError, data::DataError};

pub(crate) use truestep_session::one_line;

/// Say why a command could not do its work.
pub(crate) fn about_work(error: &anyhow::Error, terminal: &mut Terminal<'_>) -> Exit {
    // A graph that met its cap was looked at and found too large, and a record that does not reproduce was looked at and
    // found wrong: checks that failed.
    let is_capped = error.chain().any(is_capped);
    // An audit of part of a graph would be no verdict.
    let hint = match is_capped && !error.chain().any(|cause| cause.is::<AuditError>()) {
        true => ", or go on with what was explored (`--allow-capped`)",
        false => "",
    };
    let unbuilt = error.chain().find_map(not_built).unwrap_or_default();
    terminal.tell(&format!(
        "error: {}{hint}{unbuilt}",
        one_line(&format!("{error:#}"))
    ));
    match is_capped || error.chain().any(is_wrong) {
        true => Exit::Failed,
        false => Exit::CouldNotRun,
    }
}

/// The environments that this program was built without, each a feature of its name.
const NOT_BUILT: &[&str] = &[
    #[cfg(not(feature = "shop"))]
    "shop",
    #[cfg(not(feature = "diagnostic"))]
    "diagnostic",
    #[cfg(not(feature = "tools"))]
    "tools",
    #[cfg(not(feature = "search"))]
    "search",
    #[cfg(not(feature = "sql"))]
    "sql",
    #[cfg(not(feature = "gui"))]
    "gui",
    #[cfg(not(feature = "data"))]
    "data",
    #[cfg(not(feature = "swe"))]
    "swe",
];

/// How to have the environment that is not known.
fn not_built(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    let Some(TaskError::UnknownEnvironment { name, .. }) = cause.downcast_ref() else {
        return None;
    };
    NOT_BUILT.contains(&&**name).then(|| {
        format!(
            "; this was built without the feature `{name}`: `cargo install --path . --features {name}`"
        )
    })
}

fn is_wrong(cause: &(dyn std::error::Error + 'static)) -> bool {
    let differs = |e: &AnnotateError| matches!(e, AnnotateError::Differs { .. });
    cause.downcast_ref().is_some_and(differs)
        || cause.is::<NotAsRecorded>()
        || cause.is::<NotVerified>()
}

fn is_capped(cause: &(dyn std::error::Error + 'static)) -> bool {
    // Errors that only pass another on show it here, and not among the causes.
    let of_annotation = |error: &AnnotateError| match error {
        AnnotateError::Graph(error) => is_cap(error),
        _ => false,
    };
    if let Some(error) = cause.downcast_ref::<AnnotateError>() {
        return of_annotation(error);
    }
    match cause.downcast_ref::<DataError>() {
        Some(DataError::Annotate(error)) => return of_annotation(error),
        Some(DataError::Graph(error)) => return is_cap(error),
        _ => {}
    }
    match cause.downcast_ref::<AuditError>() {
        Some(AuditError::Graph(error)) => is_cap(error),
        _ => cause.downcast_ref().is_some_and(is_cap),
    }
}

fn is_cap(error: &GraphError) -> bool {
    matches!(error, GraphError::Capped { .. })
}

/// Answer a request for help, or say what is wrong with the arguments.
pub(crate) fn about_arguments(error: &clap::Error, terminal: &mut Terminal<'_>) -> Exit {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match terminal.print(&text).and_then(|()| terminal.flush()) {
                Ok(()) => Exit::Done,
                Err(error) => about_work(&error, terminal),
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal.tell(text.trim_end());
            Exit::CouldNotRun
        }
        _ => {
            terminal.tell(&negative(error).unwrap_or_else(|| condense(&text)));
            Exit::CouldNotRun
        }
    }
}

/// What to say to `--seed -1`: clap takes the number for an option and advises what does not help.
fn negative(error: &clap::Error) -> Option<String> {
    let given = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(given)) if error.kind() == ErrorKind::UnknownArgument => given,
        _ => return None,
    };
    let digits = given.strip_prefix('-')?;
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    is_number.then(|| {
        one_line(&format!(
            "error: `{given}`: a number of at least 0 is expected here"
        ))
    })
}

/// The message and the tips of clap's report, without usage, as one line.
fn condense(report: &str) -> String {
    let told = report
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .filter(|line| !line.is_empty());
    let mut line = String::new();
    for part in told {
        let (mark, part) = match part.strip_prefix("tip: ") {
            Some(tip) => ("; ", tip),
            None => (" ", part),
        };
        if !line.is_empty() {
            line.push_str(mark);
        }
        line.push_str(part);
    }
    one_line(&of_numbers(&line))
}

/// What the standard library says of a text that is no number, in words.
fn of_numbers(line: &str) -> String {
    const WORDS: [(&str, &str); 5] = [
        (
            "invalid digit found in string",
            "a whole number is expected",
        ),
        (
            "cannot parse integer from empty string",
            "a whole number is expected",
        ),
        (
            "number too large to fit in target type",
            "a smaller number is expected",
        ),
        (
            "number too small to fit in target type",
            "a larger number is expected",
        ),
        ("invalid float literal", "a number is expected"),
    ];
    let each = WORDS.iter();
    each.fold(line.to_owned(), |line, (said, words)| {
        line.replace(said, words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_told_in_words() {
        for (said, words) in [
            (
                "invalid digit found in string",
                "a whole number is expected",
            ),
            ("invalid float literal", "a number is expected"),
        ] {
            let report = format!(
                "error: invalid value 'x' for '--seed <S>': {said}\n\nFor more information, try '--help'.\n"
            );
            assert_eq!(
                condense(&report),
                format!("error: invalid value 'x' for '--seed <S>': {words}")
            );
        }
    }

    #[test]
    fn clap_reports_become_one_line_with_the_tip() {
        let report = "error: unexpected argument '--thread' found\n\n  tip: a similar argument exists: '--threads'\n\nUsage: truestep run\n\nFor more information, try '--help'.\n";
        assert_eq!(
            condense(report),
            "error: unexpected argument '--thread' found; a similar argument exists: '--threads'"
        );
    }
}
