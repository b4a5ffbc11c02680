//! What an agent is told: that it is enough to act by, and true.

use super::{
    card::is_unseen_on_purpose,
    case::Case,
    ledger::short,
    probe::{MAIN, TRIAL, Watch, texts},
    sentence::Sentence,
};
use crate::{
    forms::{ActionForms, Argument, ArgumentKind, leaves},
    host::{HostError, Snapshot},
    truth::Effect,
};
use std::collections::BTreeSet;

/// A text of no form in any environment.
const NO_ACTION: &str = "xyzzy[nothing]";

/// What has been shown since the start, as one text in lower case with single blanks.
pub(super) struct Told(String);

impl Told {
    /// At the start of an episode: the instruction.
    pub(super) fn new(case: &Case<'_>) -> Self {
        Self(plain(&case.prepared.goal().instruction))
    }

    /// What the main slot shows now.
    pub(super) fn see(&mut self, case: &Case<'_>) -> Result<(), HostError> {
        for name in texts(&case.prepared) {
            let view = case.probe.shard.observe(MAIN, name)?;
            if let Some(text) = view.text() {
                self.0.push_str(" \u{2022} ");
                self.0.push_str(&plain(text));
            }
        }
        Ok(())
    }

    /// Hold an action of the oracle to what was told: its form was announced, and what it fills in was shown.
    pub(super) fn hold(&self, case: &mut Case<'_>, action: &str) {
        let read = case.prepared.forms().read(action);
        let missing = match &read {
            None => Some("it is of no announced form".to_owned()),
            Some((form, values)) => {
                let filled = form.arguments.iter().zip(values);
                let unseen = filled.filter(|(argument, value)| !self.has(argument, value));
                let names: Vec<String> = unseen.map(|(a, v)| format!("{} `{v}`", a.name)).collect();
                (!names.is_empty()).then(|| format!("{} stands nowhere before", names.join(", ")))
            }
        };
        let sentence = Sentence::ActionsAreAnnounced;
        case.ledger.check(sentence, missing.is_none(), || {
            format!("the oracle's `{action}`: {}", missing.unwrap_or_default())
        });
    }

    /// Whether a value was there to be read: of free text every word, of a choice its being announced.
    fn has(&self, argument: &Argument, value: &str) -> bool {
        match &argument.kind {
            _ if argument.computed => true,
            // Where a thing is shown is the view's to say, in pixels or in a tree.
            ArgumentKind::Point { .. } => true,
            ArgumentKind::Choice { .. } => argument.accepts(value),
            ArgumentKind::Object { schema } => {
                let written = leaves(schema, value);
                written.iter().all(|leaf| self.0.contains(&plain(leaf)))
            }
            ArgumentKind::Text { .. } if argument.example.is_none() => plain(value)
                .split(' ')
                .all(|word| self.0.contains(stem(word))),
            _ => self.0.contains(&plain(value)),
        }
    }
}

/// A word without its ending, so that a shelf was spoken of where shelves were.
fn stem(word: &str) -> &str {
    const ENDING: usize = 2;
    const SHORTEST: usize = 4;
    let cut = word
        .char_indices()
        .rev()
        .nth(ENDING - 1)
        .map_or(0, |(at, _)| at);
    if cut >= SHORTEST { &word[..cut] } else { word }
}

/// Lower case, single blanks, hyphens as blanks: "heavy-duty" and "heavy duty" are one word to a reader.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ").to_lowercase()
}

/// Every entry of a menu is of an announced form.
pub(super) fn menu<'s>(case: &mut Case<'_>, actions: impl Iterator<Item = &'s str>) {
    let forms = case.prepared.forms();
    let unannounced: Vec<&str> = actions.filter(|a| forms.read(a).is_none()).collect();
    let sentence = Sentence::ActionsAreAnnounced;
    case.ledger.check(sentence, unannounced.is_empty(), || {
        format!("of no announced form: {}", short(&unannounced))
    });
}

/// An action that changed the state changed what is shown.
pub(super) fn effect(case: &mut Case<'_>, action: &str, effect: &Effect, is_seen: bool) {
    let sentence = Sentence::EffectsAreSeen;
    let name = case.scope.template.id.template();
    if case.prepared.views().is_empty() {
        case.ledger.does_not_apply(sentence, "it declares no views");
    } else if is_unseen_on_purpose(case.scope.family.card(), name) {
        let reason = "the card says why some effects do not show";
        case.ledger.does_not_apply(sentence, reason);
    } else if *effect == Effect::Applied {
        case.ledger.check(sentence, is_seen, || {
            format!("`{action}` changed the state, and every view is as it was")
        });
    }
}

/// The forms are read as they are written, and text of no form is told them.
pub(super) fn understood(case: &mut Case<'_>, moment: &Snapshot) -> Result<(), HostError> {
    let forms: ActionForms = case.prepared.forms().clone();
    for form in &forms {
        let sample = form.sample();
        let (code, _) = rejected(case, moment, &sample)?;
        let fails = ["malformed", "unknown_action"].contains(&code.as_str());
        case.ledger.check(Sentence::FormsAreUnderstood, !fails, || {
            format!("`{sample}`, written as `{}` says, is {code}", form.template)
        });
    }
    let (code, message) = rejected(case, moment, NO_ACTION)?;
    case.probe
        .prepare_trial(&case.prepared, moment, Watch::Texts)?;
    let here = case.probe.menu(TRIAL)?;
    let untold: BTreeSet<&str> = (here.iter())
        .filter_map(|(action, _)| Some(forms.read(action)?.0.template.as_str()))
        .filter(|template| !message.contains(template))
        .collect();
    let told = code == "unknown_action" && untold.is_empty();
    case.ledger
        .check(Sentence::UnknownActionsAreTold, told, || {
            format!("`{NO_ACTION}` is {code}: {message}; untold: {untold:?}")
        });
    case.ledger.actions.clear();
    Ok(())
}

/// Code and message with which a text is rejected; empty if it is not.
fn rejected(
    case: &mut Case<'_>,
    moment: &Snapshot,
    text: &str,
) -> Result<(String, String), HostError> {
    case.probe
        .prepare_trial(&case.prepared, moment, Watch::Texts)?;
    let acted = case.probe.say(TRIAL, text)?;
    Ok(match acted.effect {
        Effect::Rejected { reason } => (reason.code.into_owned(), reason.message),
        Effect::Applied | Effect::NoEffect => (String::new(), String::new()),
    })
}
