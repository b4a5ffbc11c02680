//! Errors as one line on standard error.

use crate::{Exit, Terminal};
use clap::error::ErrorKind;
use std::io;
use truestep_core::{annotate::AnnotateError, graph::GraphError};
use truestep_rewards::data::DataError;

pub(crate) use truestep_session::one_line;

/// Say why a command could not do its work.
pub(crate) fn about_work(error: &anyhow::Error, terminal: &mut Terminal<'_>) -> Exit {
    // A reader that has seen enough is no error.
    if error.chain().any(is_broken_pipe) {
        return Exit::Done;
    }
    terminal.tell(&format!("error: {}", one_line(&format!("{error:#}"))));
    // A graph that met its cap was looked at and found too large, which is a check that failed.
    match error.chain().any(is_capped) {
        true => Exit::Failed,
        false => Exit::CouldNotRun,
    }
}

fn is_capped(cause: &(dyn std::error::Error + 'static)) -> bool {
    let graph = match cause.downcast_ref() {
        Some(AnnotateError::Graph(error)) => Some(error),
        _ => match cause.downcast_ref() {
            Some(DataError::Annotate(AnnotateError::Graph(error)) | DataError::Graph(error)) => {
                Some(error)
            }
            _ => cause.downcast_ref::<GraphError>(),
        },
    };
    matches!(graph, Some(GraphError::Capped { .. }))
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause
        .downcast_ref::<io::Error>()
        .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
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
            terminal.tell(&condense(&text));
            Exit::CouldNotRun
        }
    }
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
    one_line(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_reports_become_one_line_with_the_tip() {
        let report = "error: unexpected argument '--thread' found\n\n  tip: a similar argument exists: '--threads'\n\nUsage: truestep run\n\nFor more information, try '--help'.\n";
        assert_eq!(
            condense(report),
            "error: unexpected argument '--thread' found; a similar argument exists: '--threads'"
        );
    }
}
