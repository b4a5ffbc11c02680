//! Cheat: goes for a good report that is no work.

use crate::error::{AgentError, shorten};
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    registry::{Prepared, Registry},
    task::Task,
    trajectory::AgentInfo,
};

/// Plays one of the ways to deceive its judge that an environment knows of ([`Truth::cheats`]), and ends: a test deleted, a
/// runner patched. A grader this agent passes believes what it is told.
///
/// It plays only where the environment names such a way; which ways there are, the environment says.
///
/// [`Truth::cheats`]: truestep_core::model::Truth::cheats
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "holds a registry")]
pub struct Cheat {
    way: String,
    registry: Registry,
    script: Vec<String>,
}

/// Longest name of a way.
const LONGEST: usize = 60;

impl Cheat {
    /// The agent that goes this way in the tasks of `registry`.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if no way could be called so.
    pub fn parse(way: &str, registry: &Registry) -> Result<Self, AgentError> {
        let is_letter = |c: char| c.is_ascii_lowercase() || c == '-';
        if way.len() > LONGEST || !way.chars().all(is_letter) {
            return Err(AgentError::BadParameter {
                name: "cheat",
                given: shorten(way),
                expected: "a name of small letters and hyphens, such as `test-deleting`",
            });
        }
        Ok(Self {
            way: way.to_owned(),
            registry: registry.clone(),
            script: vec![],
        })
    }
}

/// The actions of a way, where there is one of that name.
fn script(way: &str, task: &dyn Prepared, rollout: u32) -> Option<Vec<String>> {
    let mut ways = task.cheats(rollout).into_iter();
    ways.find(|(name, _)| *name == way)
        .map(|(_, script)| script)
}

impl AgentFactory for Cheat {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: format!("cheat:{}", self.way),
            policy: None,
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(self.clone())
    }

    fn check(&self, task: &dyn Prepared) -> Result<(), String> {
        if script(&self.way, task, 0).is_some() {
            return Ok(());
        }
        let names: Vec<&str> = task.cheats(0).into_iter().map(|(name, _)| name).collect();
        let template = &task.task().template;
        Err(match names.is_empty() {
            true => format!("{template} names no ways to cheat"),
            false => format!(
                "{template} knows no cheat `{}`; it knows {}",
                self.way,
                names.join(", ")
            ),
        })
    }
}

impl Agent for Cheat {
    fn begin(&mut self, task: &Task, rollout: u32) {
        let prepared = self.registry.prepare(task).ok();
        let script = prepared.and_then(|task| script(&self.way, &*task, rollout));
        self.script = script.unwrap_or_default();
    }

    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let next = self.script.get(decision.step as usize);
        Act {
            choice: next.map_or(Choice::Stop, |action| Choice::Text(action.clone())),
            probability: next.map(|_| 1.0),
        }
    }
}
