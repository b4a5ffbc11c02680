//! What schemes gave, as tables.

use super::tally::{AdvantageSummary, SchemeSummary};
use crate::table::{decimal, table};

impl SchemeSummary {
    /// What it is called in tables: its name, if it has one.
    fn label(&self) -> String {
        self.name.as_ref().unwrap_or(&self.scheme).clone()
    }
}

/// Summaries as tables: returns of schemes that give rewards, advantages of those that end in a credit.
pub(crate) fn scheme_table(summaries: &[SchemeSummary]) -> String {
    let mut parts = vec![];
    let signals: Vec<&SchemeSummary> = summaries
        .iter()
        .filter(|s| s.advantages.is_none())
        .collect();
    if !signals.is_empty() {
        let row = |s: &&SchemeSummary| {
            vec![
                s.label(),
                decimal(s.mean_return),
                s.scored.to_string(),
                s.minus_infinity.to_string(),
                s.undefined.to_string(),
            ]
        };
        let head = ["scheme", "mean return", "episodes", "-inf", "undefined"];
        let rows = signals.iter().map(row).collect();
        parts.push(table(&head, &[1, 2, 3, 4], rows));
    }
    let credits = || {
        summaries
            .iter()
            .filter_map(|s| Some((s, s.advantages.as_ref()?)))
    };
    if credits().next().is_some() {
        let row = |(s, a): (&SchemeSummary, &AdvantageSummary)| {
            vec![
                s.label(),
                decimal(a.mean),
                decimal(a.spread),
                a.steps.to_string(),
                a.minus_infinity.to_string(),
                a.undefined.to_string(),
            ]
        };
        let head = [
            "scheme",
            "mean advantage",
            "spread",
            "steps",
            "-inf",
            "undefined",
        ];
        parts.push(table(&head, &[1, 2, 3, 4, 5], credits().map(row).collect()));
    }
    let named = summaries
        .iter()
        .filter_map(|s| Some((s.name.as_ref()?, &s.scheme)));
    let meanings: String = named
        .map(|(name, text)| format!("{name} = {text}\n"))
        .collect();
    if !meanings.is_empty() {
        parts.push(meanings);
    }
    let mut reasons = String::new();
    for s in summaries {
        let (of, what) = match &s.advantages {
            None => (&s.reasons, "episodes"),
            Some(a) => (&a.reasons, "steps"),
        };
        let said: Vec<String> = of
            .iter()
            .map(|r| format!("{} in {} {what}", r.reason, r.count))
            .collect();
        if !said.is_empty() {
            reasons += &format!("undefined in {}: {}\n", s.label(), said.join("; "));
        }
    }
    if !reasons.is_empty() {
        parts.push(reasons);
    }
    let alone = |(s, a): (&SchemeSummary, &AdvantageSummary)| a.groups?.note(&s.label());
    let alone: String = credits().filter_map(alone).collect();
    if !alone.is_empty() {
        parts.push(alone);
    }
    parts.join("\n")
}
