//! Submit-now: commits at once, without looking.

use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    trajectory::AgentInfo,
};

/// Takes the first committing action of the menu - buy, check out, answer, submit and their like - as soon as there is
/// one, and tries the usual ones as free text where there is none. A grader this agent passes does not look at the work.
#[derive(Clone, Copy, Debug, Default)]
pub struct SubmitNow;

/// Words that commit, wherever an environment uses them as the verb of an action or the label of what is clicked.
const COMMITS: &[&str] = &[
    "buy", "checkout", "answer", "submit", "finish", "done", "confirm", "order", "pay", "place",
    "send", "complete",
];

/// What is tried, in turn, while the menu offers nothing that commits.
const TRIES: &[&str] = &[
    "click[buy now]",
    "submit",
    "checkout",
    "answer[yes]",
    "finish",
];

/// The words of an action, in lower case: `click[Buy Now]` gives click, buy, now.
fn words(action: &str) -> impl Iterator<Item = String> + '_ {
    action
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
}

/// Whether the verb of an action commits; for clicks and taps, the first word of what is clicked.
fn commits(action: &str) -> bool {
    let mut words = words(action);
    let verb = words.next().unwrap_or_default();
    let verb = match verb.as_str() {
        "click" | "tap" | "press" | "call" => words.next().unwrap_or_default(),
        _ => verb,
    };
    COMMITS.contains(&verb.as_str())
}

impl AgentFactory for SubmitNow {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "submit-now".into(),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(*self)
    }
}

impl Agent for SubmitNow {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let menu = decision.menu;
        let choice = match (0..menu.len()).find(|&i| commits(&menu.text(i))) {
            Some(index) => Choice::Menu(index),
            None => Choice::Text(TRIES[decision.step as usize % TRIES.len()].into()),
        };
        Act {
            choice,
            probability: Some(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committing_actions_are_known_by_their_verb() {
        for yes in [
            "click[Buy Now]",
            "buy",
            "answer[blue]",
            "checkout",
            "submit(3)",
        ] {
            assert!(commits(yes), "{yes}");
        }
        for no in [
            "click[back to search]",
            "search[buy a shirt]",
            "",
            "[]",
            "click[buyer reviews]",
        ] {
            assert!(!commits(no), "{no}");
        }
    }
}
