//! The running tally of one template.

use super::{
    report::{Counterexample, Finding, Verdict},
    sentence::Sentence,
};
use std::collections::BTreeMap;

#[derive(Default)]
struct Tally {
    cases: u64,
    failed: u64,
    first: Option<Counterexample>,
    reason: Option<String>,
}

/// Tallies of all sentences, and the place the checks are at.
#[derive(Default)]
pub(super) struct Ledger {
    tallies: BTreeMap<Sentence, Tally>,
    /// The instance that is being looked at.
    pub(super) seed: u64,
    /// Actions from its start to the present moment.
    pub(super) actions: Vec<String>,
}

impl Ledger {
    /// Count a case of `sentence`; if it does not hold, `message` says what was found and what was expected.
    pub(super) fn check(
        &mut self,
        sentence: Sentence,
        holds: bool,
        message: impl FnOnce() -> String,
    ) {
        let tally = self.tallies.entry(sentence).or_default();
        tally.cases += 1;
        if !holds {
            tally.failed += 1;
            tally.first.get_or_insert_with(|| Counterexample {
                seed: self.seed,
                actions: self.actions.clone(),
                message: message(),
            });
        }
    }

    /// Say that two things are to be equal.
    pub(super) fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        sentence: Sentence,
        what: &str,
        found: &T,
        expected: &T,
    ) {
        self.check(sentence, found == expected, || {
            format!("{what}: {} instead of {}", short(found), short(expected))
        });
    }

    /// Say that `sentence` does not apply here; a case that does apply elsewhere takes precedence.
    pub(super) fn does_not_apply(&mut self, sentence: Sentence, reason: &str) {
        let tally = self.tallies.entry(sentence).or_default();
        tally.reason.get_or_insert_with(|| reason.to_owned());
    }

    /// Every sentence with its verdict. One that was never looked at, without a reason, fails: silence proves nothing.
    pub(super) fn findings(mut self) -> Vec<Finding> {
        let seed = self.seed;
        let find = |&sentence: &Sentence| {
            let tally = self.tallies.remove(&sentence).unwrap_or_default();
            let verdict = match (tally.first, tally.cases, tally.reason) {
                (Some(first), cases, _) => Verdict::Fails {
                    cases,
                    failed: tally.failed,
                    first,
                },
                (None, 0, Some(reason)) => Verdict::DoesNotApply { reason },
                (None, 0, None) => Verdict::Fails {
                    cases: 0,
                    failed: 1,
                    first: Counterexample {
                        seed,
                        actions: vec![],
                        message: "no case of it was met".into(),
                    },
                },
                (None, cases, _) => Verdict::Holds { cases },
            };
            Finding { sentence, verdict }
        };
        Sentence::ALL.iter().map(find).collect()
    }
}

/// A value for a message, cut where it would fill the screen.
pub(super) fn short(value: &impl std::fmt::Debug) -> String {
    const MOST: usize = 400;
    let text = format!("{value:?}");
    if text.chars().count() <= MOST {
        return text;
    }
    let head: String = text.chars().take(MOST).collect();
    format!("{head}…")
}
