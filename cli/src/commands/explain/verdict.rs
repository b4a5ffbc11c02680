//! What decided an episode, in a sentence.

use crate::{complaint::one_line, count::counted};
use serde::Serialize;
use truestep_core::{
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
    /// A step put success out of reach.
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
        /// What would have been better.
        better: BestActions,
    },
    /// Success was out of reach from the start.
    NeverInReach,
    /// Success was still within reach when the episode was cut off.
    StillInReach,
    /// The distance is not computed here.
    Unknown,
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
            return Verdict::NeverInReach;
        };
        let (Some(transition), Some(before), Some(after)) = (
            episode.transitions.get(step),
            truth(step),
            truth((step + 1).min(episode.steps())),
        ) else {
            return Verdict::StillInReach;
        };
        Verdict::Lost {
            step,
            action: transition.action.clone(),
            distance: before.distance,
            distance_after: after.distance,
            steps_left: after.steps_left,
            reachable_after: after.reachable,
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
            Verdict::NeverInReach => "success was never within reach\n".into(),
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
                better,
            } => {
                let action = one_line(action);
                let after = match (reachable_after, steps_left) {
                    (Reachable::OutOfBudget, Some(left)) => {
                        format!("{distance_after}, with {left} steps left")
                    }
                    _ => distance_after.to_string(),
                };
                let others = better.total.saturating_sub(1);
                let others = match others {
                    0 => String::new(),
                    n => format!(" (one of {} equally short)", n + 1),
                };
                let instead = match better.actions.first() {
                    Some(best) => format!("better was `{}`{others}", one_line(best)),
                    None => "no better action is known".into(),
                };
                format!(
                    "success went out of reach with step {step}, `{action}`: distance {distance} -> {after}; {instead}\n"
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
