//! How a disturbed call goes.

use super::types::FaultKind;

/// What a disturbed call answers instead of being run.
pub(super) fn failure(kind: FaultKind) -> Option<&'static str> {
    match kind {
        FaultKind::Transient => Some(
            "transient: the service did not answer, and nothing was done; it may answer when called again",
        ),
        FaultKind::Timeout => Some(
            "timeout: there was no answer in time, and nothing was done; it may answer when called again",
        ),
        FaultKind::RateLimit => Some(
            "rate_limited: too many calls, and nothing was done; wait a minute before calling again",
        ),
        FaultKind::PartialPage | FaultKind::StaleRead | FaultKind::WrongType => None,
    }
}

/// An answer as the disturbance leaves it.
pub(super) fn distorted(kind: FaultKind, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    match kind {
        FaultKind::PartialPage => {
            let half = lines[..lines.len().div_ceil(2)].join("\n");
            format!(
                "{half}\n(partial: the rest of the answer did not arrive; call again for the whole)"
            )
        }
        FaultKind::StaleRead => {
            let first = lines.first().copied().unwrap_or_default();
            format!(
                "{first}\n(stale: a copy of yesterday that lacks the rest; call again for the present)"
            )
        }
        FaultKind::WrongType => {
            let digits = |line: &str| line.replace(|c: char| c.is_ascii_digit(), "x");
            let lines: Vec<String> = lines
                .iter()
                .enumerate()
                .map(|(n, line)| {
                    if n == 0 {
                        (*line).to_owned()
                    } else {
                        digits(line)
                    }
                })
                .collect();
            format!(
                "{}\n(malformed: numbers could not be read; call again)",
                lines.join("\n")
            )
        }
        FaultKind::Transient | FaultKind::Timeout | FaultKind::RateLimit => text.to_owned(),
    }
}
