//! PURE's story, in full on a small world: a process score with a false positive on a step that can be repeated. Whoever
//! maximises the sum of the scores farms it; whoever maximises the smallest of them solves the task.
//!
//! Two actions are open everywhere in `diagnostic/coin-loop`, so with a budget of ten steps the 1,024 sequences of choices
//! are all there is, and the largest returns are exact.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use num_rational::BigRational;
use std::sync::Arc;
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    batch::rollouts,
    chance::Seed,
    task::{Task, TemplateId},
    trajectory::{AgentInfo, Episode},
};
use truestep_rewards::{Scheme, score_exact};

const STEPS: u32 = 10;
/// What a process reward model would say of each step: +1 on a shortest path, −1 off it.
const EXACT: &str = "truth:shortest |> scale(by=2, plus=-1)";
/// The same from a model that takes one in ten wrong transitions for right ones; of the eight there are, with this seed,
/// `put down`.
const CORRUPTED: &str =
    "truth:shortest |> corrupt(fp=1/10, by=edge, seed=10) |> scale(by=2, plus=-1)";

/// Takes the choices its rollout number spells in binary.
struct Binary(u32, u32);

impl Agent for Binary {
    fn begin(&mut self, _: &Task, rollout: u32) {
        *self = Binary(rollout, 0);
    }

    fn act(&mut self, _: &Decision<'_>) -> Act {
        let bit = self.0 >> self.1 & 1;
        self.1 += 1;
        Act {
            choice: Choice::Menu(bit as usize),
            probability: None,
        }
    }
}

struct Every;

impl AgentFactory for Every {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "every".into(),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(Binary(0, 0))
    }
}

/// Every episode of `STEPS` steps.
fn all() -> Vec<Episode> {
    let registry = truestep_envs::registry(&Default::default()).unwrap();
    let id = TemplateId::new("diagnostic", "coin-loop", 2).unwrap();
    let task = Arc::new(Task::new(id, Seed(0)));
    let episodes = rollouts(&registry, &task, &Every, 0, 1 << STEPS, Some(STEPS)).unwrap();
    assert!(
        episodes
            .iter()
            .all(|e| e.transitions.iter().all(|t| t.menu_size == 2))
    );
    episodes
}

/// The largest return among `episodes`, and those that have it.
fn best<'a>(scheme: &str, episodes: &[&'a Episode]) -> (BigRational, Vec<&'a Episode>) {
    let scheme: Scheme = scheme.parse().unwrap();
    let owned: Vec<Episode> = episodes.iter().map(|e| (*e).clone()).collect();
    let scored = score_exact(&owned, &scheme).unwrap();
    let returns: Vec<BigRational> = scored
        .returns()
        .iter()
        .map(|r| r.number().unwrap().clone())
        .collect();
    let largest = returns.iter().max().unwrap().clone();
    let winners = episodes
        .iter()
        .zip(&returns)
        .filter(|(_, r)| **r == largest);
    let winners = winners.map(|(e, _)| *e).collect();
    (largest, winners)
}

fn loops(episode: &Episode) -> usize {
    episode
        .transitions
        .iter()
        .filter(|t| t.action == "put down")
        .count()
}

#[test]
fn the_sum_of_corrupted_scores_is_farmed_and_their_minimum_is_not() {
    let episodes = all();
    let every: Vec<&Episode> = episodes.iter().collect();
    let solved: Vec<&Episode> = every
        .iter()
        .copied()
        .filter(|e| e.success() == Some(true))
        .collect();
    let direct: Vec<&Episode> = solved.iter().copied().filter(|e| e.steps() == 5).collect();
    let number = |n: i64| BigRational::from_integer(n.into());
    let with_outcome = |process: &str, form: &str| format!("sum(outcome, {process}{form})");

    // With exact scores both forms are maximised by solving the task.
    for form in ["", " |> min-form(T=0)"] {
        let (_, winners) = best(&with_outcome(EXACT, form), &every);
        assert!(winners.iter().all(|e| e.success() == Some(true)), "{form}");
    }

    // The corrupted sum pays 1 for each step of the loop: more than twice what the task is worth solved directly.
    let sum = with_outcome(CORRUPTED, "");
    assert_eq!(best(&sum, &direct).0, number(6));
    let (most, farmers) = best(&sum, &every);
    assert_eq!(most, number(10));
    assert!(
        farmers.iter().all(|e| loops(e) >= 2),
        "nobody who earns most goes straight"
    );
    assert!(
        farmers
            .iter()
            .any(|e| loops(e) == 5 && e.success() == Some(false)),
        "the pure loop is one of them"
    );

    // The smallest score is 1 with or without the loop; only the outcome is left to gain.
    let smallest = with_outcome(CORRUPTED, " |> min-form(T=0)");
    let looping: Vec<&Episode> = every.iter().copied().filter(|e| loops(e) == 5).collect();
    assert_eq!(best(&smallest, &looping).0, number(1));
    let (most, winners) = best(&smallest, &every);
    assert_eq!(most, number(2));
    assert!(winners.iter().all(|e| e.success() == Some(true)));
    assert_eq!(
        best(&smallest, &direct).0,
        most,
        "going straight earns as much as anything"
    );
}
