//! What decided an episode, in a sentence.

use crate::{complaint::one_line, count::counted, table::decimal};
use serde::Serialize;
use truestep_core::{
    rational::Exact,
    trajectory::Episode,
    truth::{BestActions, Distance, Reachable, StateTruth, StepTruth},
};

/// What decided the episode.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Verdict {
    /// The task was solved.
    Solved {
        /// Steps more than the shortest way over supported menu actions; `null` if that is not computed. Below 0 a guess was
        /// right, or text off the menu was shorter than the menu is.
        detour: Option<i64>,
        /// Executed steps that are known not to lie on a shortest path.
        off_path: u64,
        /// Executed steps that are not on the menu.
        off_menu: u64,
        /// Commitments that the evidence did not support.
        guesses: u64,
    },
    /// With a step success went out of reach over supported menu actions.
    Lost {
        /// The step.
        step: usize,
        /// Its action.
        action: String,
        /// Distance before it.
        distance: Distance,
        /// Distance after it.
        distance_after: Distance,
        /// Steps left after it.
        steps_left: Option<u32>,
        /// Whether it can still be reached without a budget.
        reachable_after: Reachable,
        /// Whether chance put it there: the action was right, and drew badly.
        by_draw: bool,
        /// Whether a guess, a commit without evidence, could still have been right after it; `false` without values.
        guess_left: bool,
        /// What was best there, as far as it is computed.
        better: BestActions,
        /// The largest mistake of the episode; `null` if there is none, or no values say.
        mistake: Option<Mistake>,
        /// Whether values say what was a mistake.
        valued: bool,
    },
    /// Success was out of reach over supported menu actions from the start.
    NeverInReach {
        /// Whether a guess could have been right; `false` without values.
        guess_left: bool,
        /// The largest mistake of the episode; `null` if there is none, or no values say.
        mistake: Option<Mistake>,
    },
    /// Success was still within reach when the episode was cut off.
    StillInReach,
    /// The distance is not computed here.
    Unknown,
}

/// The step with the most negative advantage, the first of equals, among those that were not right.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Mistake {
    step: usize,
    action: String,
    advantage: Exact,
    /// What was best there; empty where it is not computed, or success was out of reach.
    better: BestActions,
}

impl Mistake {
    fn of(episode: &Episode) -> Option<Self> {
        let steps = episode.transitions.iter().enumerate();
        let bad = steps.filter_map(|(t, transition)| {
            let (before, step) = (episode.frame(t).truth.as_ref()?, transition.truth.as_ref()?);
            let advantage = step.advantage.filter(|a| a.value() < 0.0)?;
            (!is_right(before, step)).then_some((t, transition, before, advantage))
        });
        let worst = bad.min_by(|a, b| a.3.value().total_cmp(&b.3.value()));
        worst.map(|(step, transition, before, advantage)| Self {
            step,
            action: transition.action.clone(),
            advantage,
            better: match before.reachable {
                Reachable::Now => before.best_actions.clone().unwrap_or_default(),
                _ => BestActions::default(),
            },
        })
    }

    fn to_text(&self) -> String {
        let better = match self.better.actions.is_empty() {
            true => String::new(),
            false => format!("; {}", better_text(&self.better)),
        };
        format!(
            "the largest mistake was step {}, `{}`: A = {}{better}\n",
            self.step,
            one_line(&self.action),
            decimal(Some(self.advantage.value()))
        )
    }
}

/// Whether a step is on a shortest path that the steps left suffice for. Whatever its advantage under a policy that plays
/// worse, it is no mistake.
fn is_right(before: &StateTruth, step: &StepTruth) -> bool {
    before.reachable == Reachable::Now && step.on_shortest_path == Some(true)
}

/// Whether chance took success out of reach: without it no right action can, and one whose advantage is not negative is not
/// what was wrong where the draw was worse than the average.
fn is_by_draw(before: &StateTruth, step: &StepTruth) -> bool {
    let at_least = |x: Option<Exact>| x.is_some_and(|x| x.value() >= 0.0);
    let unlucky = step.luck.is_some_and(|luck| luck.value() < 0.0);
    is_right(before, step) || at_least(step.advantage) && unlucky
}

/// Whether success is possible although it is out of reach with evidence.
fn may_guess(truth: &StateTruth) -> bool {
    truth.success_probability.is_some_and(|v| v.value() > 0.0)
}

fn better_text(better: &BestActions) -> String {
    let others = match better.total.saturating_sub(1) {
        0 => String::new(),
        n => format!(" (one of {} equally short)", n + 1),
    };
    match better.actions.first() {
        Some(best) => format!("better was `{}`{others}", one_line(best)),
        None => "no better action is known".into(),
    }
}

impl Verdict {
    pub(super) fn of(episode: &Episode) -> Self {
        let truth = |t: usize| episode.frame(t).truth.as_ref();
        let within = |t: &usize| truth(*t).is_some_and(|s| s.reachable == Reachable::Now);
        let last: Option<&StateTruth> = truth(episode.steps());
        if last.is_some_and(|s| s.success) {
            let shortest = truth(0).and_then(|s| s.distance.steps());
            let executed = episode
                .transitions
                .iter()
                .filter(|t| !t.effect.is_rejected());
            let truths: Vec<&StepTruth> = executed.filter_map(|t| t.truth.as_ref()).collect();
            let steps =
                |which: fn(&StepTruth) -> bool| truths.iter().filter(|t| which(t)).count() as u64;
            return Verdict::Solved {
                detour: shortest.map(|d| episode.steps() as i64 - i64::from(d)),
                off_path: steps(|t| t.on_shortest_path == Some(false)),
                off_menu: steps(|t| t.off_menu),
                guesses: steps(|t| t.supported == Some(false)),
            };
        }
        if (0..=episode.steps())
            .any(|t| truth(t).is_none_or(|s| s.reachable == Reachable::NotComputed))
        {
            return Verdict::Unknown;
        }
        let Some(step) = (0..=episode.steps()).rev().find(within) else {
            return Verdict::NeverInReach {
                guess_left: truth(0).is_some_and(may_guess),
                mistake: Mistake::of(episode),
            };
        };
        let (Some(transition), Some(before), Some(after)) = (
            episode.transitions.get(step),
            truth(step),
            truth((step + 1).min(episode.steps())),
        ) else {
            return Verdict::StillInReach;
        };
        let lost = transition.truth.as_ref();
        Verdict::Lost {
            step,
            action: transition.action.clone(),
            distance: before.distance,
            distance_after: after.distance,
            steps_left: after.steps_left,
            reachable_after: after.reachable,
            by_draw: lost.is_some_and(|step| is_by_draw(before, step)),
            guess_left: may_guess(after),
            mistake: Mistake::of(episode),
            valued: lost.is_some_and(|step| step.advantage.is_some()),
            better: before.best_actions.clone().unwrap_or_default(),
        }
    }

    pub(super) fn to_text(&self) -> String {
        match self {
            Verdict::Solved {
                detour,
                off_path,
                off_menu,
                guesses,
            } => solved_text(*detour, *off_path, *off_menu, *guesses),
            Verdict::NeverInReach {
                guess_left,
                mistake,
            } => {
                let with_evidence = match guess_left {
                    true => " with evidence",
                    false => "",
                };
                let mistake = mistake.as_ref().map_or(String::new(), Mistake::to_text);
                format!("success was never within reach{with_evidence}\n{mistake}")
            }
            Verdict::StillInReach => {
                "success was still within reach when the episode was cut off\n".into()
            }
            Verdict::Unknown => {
                "where success went out of reach is not known: the distance is not computed here\n"
                    .into()
            }
            Verdict::Lost {
                step,
                action,
                distance,
                distance_after,
                steps_left,
                reachable_after,
                by_draw,
                guess_left,
                better,
                mistake,
                valued,
            } => {
                let action = one_line(action);
                let after = match (reachable_after, steps_left) {
                    (Reachable::OutOfBudget, Some(left)) => {
                        format!("{distance_after}, with {left} steps left")
                    }
                    _ => distance_after.to_string(),
                };
                let with_evidence = match guess_left {
                    true => " with evidence",
                    false => "",
                };
                let why = match by_draw {
                    true => format!("it was the draw of step {step}, not the action"),
                    false => better_text(better),
                };
                let mistake = match mistake {
                    Some(mistake) if mistake.step != *step || *by_draw => mistake.to_text(),
                    None if *by_draw && *valued => "no step was a mistake\n".into(),
                    _ => String::new(),
                };
                format!(
                    "success{with_evidence} went out of reach with step {step}, `{action}`: distance {distance} -> {after}; {why}\n{mistake}"
                )
            }
        }
    }
}

/// How the task was solved: "on a shortest path" only where every step is.
fn solved_text(detour: Option<i64>, off_path: u64, off_menu: u64, guesses: u64) -> String {
    let by = |detour: i64| counted(detour.unsigned_abs(), "step");
    let mut text = match detour {
        None => "solved".to_owned(),
        Some(0) if off_path == 0 && off_menu == 0 => "solved on a shortest path".to_owned(),
        Some(0) if off_path == 0 => "solved in as many steps as a shortest path has".to_owned(),
        Some(0) => format!(
            "solved in as many steps as a shortest path has, {} not on one",
            counted(off_path, "step")
        ),
        Some(n @ 1..) => format!("solved, {} more than the shortest path", by(n)),
        Some(n) if guesses > 0 => format!("solved {} sooner than the evidence can be had", by(n)),
        Some(n) => format!(
            "solved, {} fewer than the shortest path over the menu",
            by(n)
        ),
    };
    if guesses > 0 {
        text += ": a guess that was right";
    }
    if off_menu > 0 {
        text += &format!("; {} off the menu", counted(off_menu, "step"));
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::solved_text;

    #[test]
    fn only_an_episode_whose_every_step_is_on_a_shortest_path_is_said_to_be() {
        let said =
            |detour, off_path, off_menu, guesses| solved_text(detour, off_path, off_menu, guesses);
        let cases = [
            (said(Some(0), 0, 0, 0), "solved on a shortest path\n"),
            (
                said(Some(0), 1, 1, 0),
                "solved in as many steps as a shortest path has, 1 step not on one; 1 step off the menu\n",
            ),
            (
                said(Some(0), 0, 2, 0),
                "solved in as many steps as a shortest path has; 2 steps off the menu\n",
            ),
            (
                said(Some(1), 1, 0, 0),
                "solved, 1 step more than the shortest path\n",
            ),
            (
                said(Some(-1), 2, 0, 1),
                "solved 1 step sooner than the evidence can be had: a guess that was right\n",
            ),
            (
                said(Some(-2), 0, 1, 0),
                "solved, 2 steps fewer than the shortest path over the menu; 1 step off the menu\n",
            ),
            (said(None, 0, 0, 0), "solved\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(text, expected);
        }
    }
}
