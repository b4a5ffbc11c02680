//! The audit of one animal, and what it finds in the words of the zoo.

use super::{
    cages::{Animal, Pays},
    tables, witness,
};
use std::{collections::BTreeSet, fs, sync::Arc};
use truestep::{
    core::registry::Prepared,
    rewards::audit::{self, Finding, Report},
};

/// Whether actions end the episode; `None` where chance decides.
type Ends<'a> = &'a dyn Fn(&[String]) -> Option<bool>;

/// What was found of an animal.
pub(super) struct Judged {
    /// Kinds of counterexamples; none if it is sound.
    pub(super) finds: BTreeSet<String>,
    /// What misleads a learner for a while and changes no best policy.
    pub(super) warns: BTreeSet<String>,
    /// The counterexamples, a line each.
    pub(super) shown: Vec<String>,
    /// What a witness found to be otherwise than the audit says.
    pub(super) refuted: Vec<String>,
}

pub(super) fn judge(animal: &Animal, prepared: Option<&Arc<dyn Prepared>>) -> Judged {
    let name = &animal.name;
    let report = match (&animal.pays, prepared) {
        (Pays::Table(text), None) => return tables::judge(text, &animal.options),
        (Pays::Scheme(text), Some(task)) => audit::read(text, animal.options.objective)
            .map_err(|e| e.to_string())
            .and_then(|scheme| {
                audit::audit_scheme(&scheme, &**task, &animal.options).map_err(|e| e.to_string())
            }),
        (Pays::Numbers(path), Some(task)) => {
            let text = fs::read_to_string(path).unwrap();
            audit::check_prices(&text, &**task, &animal.options, name).map_err(|e| e.to_string())
        }
        _ => panic!("{name}: a table has no place, and all others have one"),
    };
    let report = report.unwrap_or_else(|e| panic!("{name}: {e}"));
    let task = prepared.map(|task| &**task);
    let ends: Ends<'_> = &|actions: &[String]| witness::ends(animal, task?, actions);
    let mut judged = Judged {
        finds: BTreeSet::new(),
        warns: BTreeSet::new(),
        shown: vec![],
        refuted: vec![],
    };
    judged.add(&report, ends);
    if let Some(whole) = report.whole_menu.as_deref() {
        if report.findings.is_empty() && !whole.findings.is_empty() {
            judged.finds.insert("only guesses gain".to_owned());
        }
        judged.add(whole, ends);
    }
    if let Some(task) = task {
        judged.refuted = witness::contradictions(animal, task, &report);
    }
    judged
}

impl Judged {
    fn add(&mut self, report: &Report, ends: Ends<'_>) {
        for finding in &report.findings {
            let (kind, shown) = told(finding, report, ends);
            if self.finds.insert(kind.to_owned()) {
                self.shown.push(format!("{kind}: {shown}"));
            }
        }
        if let Some(step) = &report.harmful.largest {
            self.warns.insert("harmful steps paid".to_owned());
            // Of a sound reward it is all there is to show.
            if report.findings.is_empty() {
                self.shown.push(format!(
                    "warning: {} is paid {}, the best step there {}",
                    quoted(&step.action),
                    step.amount,
                    step.best
                ));
            }
        }
    }
}

/// Most actions of a counterexample that the page shows, and most characters of each.
const SHOWN: usize = 4;
const LONGEST: usize = 44;

fn quoted(action: &str) -> String {
    let cut: String = action.chars().take(LONGEST).collect();
    let more = if cut.len() < action.len() { "…" } else { "" };
    format!("`{cut}{more}`")
}

fn listed(actions: &[String]) -> String {
    let mut shown: Vec<String> = actions.iter().take(SHOWN).map(|a| quoted(a)).collect();
    if actions.len() > SHOWN {
        shown.push(format!("… ({} steps)", actions.len()));
    }
    shown.join(", ")
}

/// The kind of a finding, and its counterexample in a line.
fn told(finding: &Finding, report: &Report, ends: Ends<'_>) -> (&'static str, String) {
    match finding {
        Finding::PolicyChanged {
            best_under_reward,
            best_under_outcome,
            ..
        } => {
            let wrong = best_under_reward
                .iter()
                .find(|a| !best_under_outcome.contains(a));
            let wrong = wrong.map_or("nothing", String::as_str);
            let right = best_under_outcome.first().map_or("nothing", String::as_str);
            (
                "policy changed",
                format!("{} in place of {}", quoted(wrong), quoted(right)),
            )
        }
        Finding::FarmableCycle {
            cycle, per_round, ..
        } => (
            "loop farmed",
            format!("{} pays {per_round} a round", listed(cycle)),
        ),
        Finding::ExploitGap {
            actions,
            success,
            oracle_success,
            outcome,
            oracle_outcome,
            ..
        } => {
            let ends = ends(actions).unwrap_or(actions.len() < report.budget as usize);
            let succeeds = success == oracle_success && outcome == oracle_outcome;
            let kind = match (succeeds, ends) {
                (true, _) => "success put off",
                (false, true) => "wrong end preferred",
                (false, false) => "never ends",
            };
            (
                kind,
                format!(
                    "{}: succeeds {success}, the oracle {oracle_success}",
                    listed(actions)
                ),
            )
        }
        Finding::HarmlessPaid {
            action, at_least, ..
        } => (
            "harmless steps paid",
            format!(
                "{}, as every step that brings nothing, is paid at least {at_least}",
                quoted(action)
            ),
        ),
        other => (other.name(), String::new()),
    }
}
