//! Text that nobody should send, and everybody will.

use super::{
    case::Case,
    forms,
    ledger::short,
    probe::{MAIN, TRIAL, Watch},
    sentence::Sentence,
    starts::play,
};
use crate::host::{Clock, HostError, Snapshot};

/// Texts that mean nothing in any environment. Fuzzers may start from them.
pub const TEXTS: &[&str] = &[
    "",
    " ",
    "\n\t\r",
    "\0\0\0",
    "\u{feff}",
    "\u{202e}txet",
    "🦀🦀",
    "[",
    "]",
    "[]",
    "()",
    "{}",
    "]click[",
    "click[",
    "search[",
    "search",
    "click",
    "click[[[[",
    "CLICK",
    "\"'`;--",
    "../../../etc/passwd",
    "{\"action\":",
    "null",
    "NaN",
    "-1",
    "99999999999999999999999999",
    "%s%n%x",
    "<script>alert(1)</script>",
    "\\x00\\xff",
    "no such action",
];

/// Long ones, by repetition; of a megabyte and more only where it is worth it.
fn long(deep: bool) -> Vec<String> {
    let times = if deep { 400_000 } else { 2_000 };
    ["a", "[", "click[", "é ", "\u{0301}"]
        .iter()
        .map(|part| part.repeat(times))
        .collect()
}

/// Texts a careless agent makes of a good one: they may mean something, and must not break anything.
fn mangled(text: &str) -> Vec<String> {
    let half: String = text.chars().take(text.chars().count() / 2).collect();
    vec![
        half,
        text.to_uppercase(),
        format!("{text}{text}"),
        format!(" {text} "),
        format!("{text}]"),
        text.replace(|c: char| c.is_ascii_digit(), "9"),
        text.chars().rev().collect(),
        text.replace(' ', "\u{a0}"),
    ]
}

/// At the start and in the middle of play.
pub(super) fn check(case: &mut Case<'_>) -> Result<(), HostError> {
    case.load_watched(MAIN, 0)?;
    try_all(case)?;
    play(case, MAIN, "hostile")?;
    try_all(case)
}

fn try_all(case: &mut Case<'_>) -> Result<(), HostError> {
    if case.probe.is_over(MAIN)? {
        return Ok(());
    }
    let moment = case.probe.shard.snapshot(MAIN)?;
    let long = long(case.deep);
    for text in TEXTS.iter().copied().chain(long.iter().map(String::as_str)) {
        try_one(case, &moment, text, true)?;
    }
    forms::understood(case, &moment)?;
    // All entries would be many in a large world; the first, the last and one between are as telling.
    let menu = case.probe.menu(MAIN)?;
    for index in [0, menu.len() / 2, menu.len().saturating_sub(1)] {
        if let Some((text, _)) = menu.get(index) {
            for text in mangled(text) {
                try_one(case, &moment, &text, false)?;
            }
        }
    }
    case.ledger.actions.clear();
    Ok(())
}

/// `nonsense`: the text must be rejected; otherwise it may be, and then changes nothing.
fn try_one(
    case: &mut Case<'_>,
    moment: &Snapshot,
    text: &str,
    nonsense: bool,
) -> Result<(), HostError> {
    let sentence = Sentence::HostileActionsRejected;
    case.probe
        .prepare_trial(&case.prepared, moment, Watch::Texts)?;
    let before = case.probe.digests(TRIAL)?;
    let step = case.probe.shard.parts::<&Clock>(TRIAL)?.step;
    let acted = case.probe.say(TRIAL, text)?;
    let after = acted.after.digests;
    case.ledger.actions = vec![text.chars().take(60).collect()];
    let rejected = acted.effect.is_rejected();
    if nonsense {
        case.ledger.check(sentence, rejected, || {
            format!("it came to {}", short(&acted.effect))
        });
    }
    if rejected {
        let kept = (after.state, after.observation) == (before.state, before.observation);
        case.ledger
            .check(sentence, kept && acted.end.is_none(), || {
                "the rejected action changed the state or what is shown".into()
            });
    }
    let now = case.probe.shard.parts::<&Clock>(TRIAL)?.step;
    case.ledger
        .equal(sentence, "steps taken", &now, &(step + 1));
    Ok(())
}
