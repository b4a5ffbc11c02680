//! One step: what it did, what else could have been done, what it was paid.

use super::{
    Batch, Head, Priced,
    alternatives::{Alternative, alternatives},
    priced,
    story::effect_word,
    subgoal_names, value_text,
};
use crate::{
    complaint::one_line,
    printable::phrases,
    table::{digits, fitted},
};
use anyhow::{Context as _, Result};
use serde::Serialize;
use truestep_core::{
    annotate::AnnotateOptions,
    registry::Registry,
    truth::{Effect, StateTruth, StepTruth},
};
use truestep_rewards::Scheme;

/// The explanation of a step.
#[derive(Serialize)]
pub(super) struct StepExplained {
    #[serde(flatten)]
    head: Head,
    step: usize,
    action: String,
    action_probability: Option<f64>,
    effect: Effect,
    truth: StepTruth,
    gained: Vec<String>,
    lost: Vec<String>,
    before: StateTruth,
    after: StateTruth,
    /// Whether steps draw from chance here: what came of an action is then what this rollout drew, or would have drawn, and
    /// only its values are over all draws.
    drawn: bool,
    alternatives: Vec<Alternative>,
    /// Why the alternatives have no values, if they have none.
    values_missing: Option<String>,
    rewards: Vec<Priced>,
}

impl StepExplained {
    pub(super) fn of(
        head: Head,
        batch: &Batch,
        t: usize,
        registry: &Registry,
        options: &AnnotateOptions,
        schemes: &[Scheme],
    ) -> Result<Self> {
        let episode = batch.episode();
        let transition = &episode.transitions[t];
        let no_truth = "the step was recorded without truth";
        let truth = transition.truth.clone().context(no_truth)?;
        let (alternatives, values_missing) = alternatives(episode, t, registry, options)?;
        let rewards = priced(batch, schemes)?.into_iter().nth(t);
        let drawn = registry.prepare(&episode.task)?.draws().in_step();
        Ok(Self {
            head,
            step: t,
            action: transition.action.clone(),
            action_probability: transition.action_probability,
            effect: transition.effect.clone(),
            gained: subgoal_names(episode, truth.gained),
            lost: subgoal_names(episode, truth.lost),
            before: episode.frame(t).truth.clone().context(no_truth)?,
            after: transition.after.truth.clone().context(no_truth)?,
            truth,
            drawn,
            alternatives,
            values_missing,
            rewards: rewards.unwrap_or_default(),
        })
    }

    pub(super) fn to_text(&self) -> String {
        let parts = [
            self.head.to_text(),
            self.what_it_did(),
            self.alternatives_text(),
            self.rewards_text(),
        ];
        parts.join("\n")
    }

    fn what_it_did(&self) -> String {
        let mut lines = vec![format!("step {}: {}", self.step, one_line(&self.action))];
        let effect = match &self.effect {
            Effect::Rejected { reason } => format!("rejected: {}", one_line(&reason.message)),
            other => effect_word(other).to_owned(),
        };
        lines.push(format!("  effect           {effect}"));
        let (before, after) = (&self.before, &self.after);
        lines.push(format!(
            "  distance         {} -> {}{}{}",
            before.distance,
            after.distance,
            if self.drawn { " as drawn" } else { "" },
            match self.truth.on_shortest_path {
                Some(true) => ", on a shortest path",
                Some(false) => ", not on a shortest path",
                None => "",
            }
        ));
        lines.push(format!(
            "  progress         {} -> {}",
            before.progress, after.progress
        ));
        for (what, names) in [("gained", &self.gained), ("lost", &self.lost)] {
            if !names.is_empty() {
                lines.push(format!("  {what:<16} {}", phrases(names, ", ")));
            }
        }
        if let (Some(best), Some(now)) = (before.best_outcome, after.best_outcome)
            && best != now
        {
            lines.push(format!("  best outcome     {best} -> {now}"));
        }
        if let (Some(v), Some(a)) = (before.success_probability, self.truth.advantage) {
            let pivot = if self.truth.pivot == Some(true) {
                ", a pivot"
            } else {
                ""
            };
            let (v, a) = (v.value(), a.value());
            let sign = if a < 0.0 { "" } else { "+" };
            lines.push(format!(
                "  V, Q, A          {}, {}, {sign}{}{pivot}",
                digits(v, 4),
                digits(v + a, 4),
                digits(a, 4)
            ));
        }
        if let Some(luck) = self.luck() {
            let sign = if luck < 0.0 { "" } else { "+" };
            lines.push(format!(
                "  luck             {sign}{}: V after it minus Q, the draw and not the action",
                digits(luck, 4)
            ));
        }
        for (what, said) in [
            ("violations", &self.truth.violations),
            ("side effects", &self.truth.side_effects),
            ("events", &self.truth.events),
        ] {
            if !said.is_empty() {
                lines.push(format!("  {what:<16} {}", phrases(said, "; ")));
            }
        }
        lines.join("\n") + "\n"
    }

    /// What the draw did, if it did anything.
    fn luck(&self) -> Option<f64> {
        let luck = self.truth.luck.map(|luck| luck.value());
        luck.filter(|luck| luck.abs() > 0.0)
    }

    fn alternatives_text(&self) -> String {
        let number = |x: Option<truestep_core::rational::Exact>| {
            x.map_or("-".into(), |x| digits(x.value(), 4))
        };
        let row = |a: &Alternative| {
            let marks = [
                (a.taken, "taken"),
                (a.best, "best"),
                (a.is_guess(), "guess"),
            ];
            let marks = marks
                .into_iter()
                .filter_map(|(holds, mark)| holds.then_some(mark));
            vec![
                marks.collect::<Vec<_>>().join(", "),
                one_line(&a.action),
                a.weight.map_or("off menu".into(), |w| w.to_string()),
                effect_word(&a.effect).to_owned(),
                a.distance_after.to_string(),
                a.best_outcome_after.map_or("-".into(), |o| o.to_string()),
                number(a.success_probability),
                number(a.advantage),
            ]
        };
        let head = [
            "",
            "action",
            "weight",
            "effect",
            if self.drawn {
                "distance drawn"
            } else {
                "distance after"
            },
            if self.drawn {
                "best outcome drawn"
            } else {
                "best outcome"
            },
            "Q",
            "A",
        ];
        let rows = self.alternatives.iter().map(row).collect();
        let missing = self.values_missing.as_ref();
        let missing = missing.map_or(String::new(), |why| {
            format!("values are not computed: {}\n", one_line(why))
        });
        let drawn = match self.drawn {
            true => ": what this rollout draws, or would have drawn; Q and A over all draws",
            false => "",
        };
        let guesses = match self.alternatives.iter().any(Alternative::is_guess) {
            true => "guess: commits to what nothing shown so far supports\n",
            false => "",
        };
        format!(
            "alternatives{drawn}\n{}{guesses}{missing}",
            fitted(&head, &[2, 4, 5, 6, 7], rows, 1)
        )
    }

    fn rewards_text(&self) -> String {
        let row = |p: &Priced| {
            let advantage = p.advantage.as_ref().map_or(String::new(), value_text);
            vec![p.scheme.clone(), value_text(&p.reward), advantage]
        };
        let head = ["scheme", "reward of this step", "advantage of this step"];
        let credits = self.rewards.iter().any(|p| p.advantage.is_some());
        let columns = if credits { 3 } else { 2 };
        let mut rows: Vec<Vec<String>> = self.rewards.iter().map(row).collect();
        rows.iter_mut().for_each(|row| row.truncate(columns));
        fitted(&head[..columns], &[1, 2][..columns - 1], rows, 0)
    }
}
