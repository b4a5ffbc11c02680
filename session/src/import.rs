//! Lists of actions as full trajectories: what was played elsewhere is played again here, with its truth.

use crate::{
    Failure, MAX_RECORDING_BYTES, Session, json,
    request::{self, Action, Agent, Reset, Shown, Step},
};
use serde::Deserialize;
use std::{collections::BTreeMap, num::NonZeroU32, sync::Arc};
use truestep_core::{
    registry::Registry,
    trajectory::Episode,
    view::{KeepImages, ViewName},
};

/// The actions of one episode: one line of a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actions {
    /// The template, `ENV/TEMPLATE` with or without a version.
    pub task: String,
    /// Seed of the instance.
    pub seed: u64,
    /// Parameters of the task: texts, or numbers, which are read as the texts that write them.
    #[serde(default, deserialize_with = "request::parameters")]
    pub parameters: BTreeMap<String, String>,
    /// The actions as the agent gave them, `[steps]`.
    pub actions: Vec<String>,
    /// The probabilities with which it took them, `[steps]`; `null` where it did not say.
    pub probabilities: Option<Vec<Option<f64>>>,
    /// Number of the rollout; without it the next of its group.
    pub rollout: Option<u32>,
    /// Number of the group; without it that of the task, numbered on first use.
    pub group: Option<u64>,
    /// Who acted.
    #[serde(default, deserialize_with = "json::object")]
    pub agent: Agent,
    /// Step budget; the task's own without it.
    pub max_steps: Option<NonZeroU32>,
}

/// Plays lists of actions.
#[allow(missing_debug_implementations, reason = "holds a session")]
pub struct Importer {
    session: Session,
    views: Vec<ViewName>,
    /// Number of the group and next rollout of every task.
    groups: BTreeMap<String, (u64, u32)>,
}

const SLOT: usize = 0;

impl Importer {
    /// Over the worlds of `registry`; the trajectories carry `views`, whose images go to `images`.
    #[must_use]
    pub fn new(registry: Registry, views: Vec<ViewName>, images: Arc<dyn KeepImages>) -> Self {
        Self {
            session: Session::new(registry, 1).handing_over(images),
            views,
            groups: BTreeMap::new(),
        }
    }

    /// The same, refusing agents whose name `is_taken` by those that a replay would ask again.
    #[must_use]
    pub fn refusing_names(mut self, is_taken: fn(&str) -> bool) -> Self {
        self.session = self.session.refusing_names(is_taken);
        self
    }

    /// The trajectory of a list of actions. One that stops before its episode ends is aborted there.
    ///
    /// # Errors
    /// If the task cannot be made, or its episode ends before the actions do.
    pub fn import(&mut self, actions: &Actions) -> Result<Arc<Episode>, Failure> {
        let steps = actions.actions.len();
        if steps == 0 {
            return Err(Failure::bad_params(
                "no actions: an episode has at least one",
            ));
        }
        let probabilities = actions.probabilities.as_deref().unwrap_or_default();
        if actions.probabilities.is_some() && probabilities.len() != steps {
            let given = probabilities.len();
            return Err(Failure::bad_params(format!(
                "{given} probabilities for {steps} actions: give one for each, or none"
            )));
        }
        let key = format!("{} {} {:?}", actions.task, actions.seed, actions.parameters);
        let fresh = (self.groups.len() as u64, 0);
        let (group, rollout) = self.groups.get(&key).copied().unwrap_or(fresh);
        self.start(actions, group, rollout)?;
        for (t, action) in actions.actions.iter().enumerate() {
            let action = Action {
                slot: SLOT,
                action: Some(action.clone()),
                menu: None,
                tool: None,
                arguments: None,
                probability: probabilities.get(t).copied().flatten(),
            };
            self.take(action, t, steps)?;
        }
        self.session.leave_all();
        let ended = self.session.take_ended().pop();
        self.groups.insert(key, (group, rollout.saturating_add(1)));
        ended.ok_or_else(|| Failure::new("host", "the host failed before the first action"))
    }

    fn start(&mut self, actions: &Actions, group: u64, rollout: u32) -> Result<(), Failure> {
        self.session.leave_all();
        self.session.take_ended();
        let reset = Reset {
            slots: vec![SLOT],
            task: Some(actions.task.clone()),
            select: None,
            seed: actions.seed,
            parameters: actions.parameters.clone(),
            rollout: actions.rollout.unwrap_or(rollout),
            group: 1,
            auto_reset: false,
            first_group: actions.group.unwrap_or(group),
            record: true,
            agent: actions.agent.clone(),
            rewards: vec![],
            shown: Shown {
                views: self.views.clone(),
                truth: false,
                max_steps: actions.max_steps,
                ..request::Shown::default()
            },
        };
        self.session.reset(&reset).map(drop)
    }

    fn take(&mut self, action: Action, t: usize, steps: usize) -> Result<(), Failure> {
        let step = Step {
            actions: vec![action],
            menu: None,
        };
        let taken = self.session.step(step)?.slots.pop();
        match taken.map(crate::response::Entry::into_result) {
            Some(Err(refused)) if refused.code == "episode_over" => Err(Failure::new(
                "episode_over",
                format!("the episode ended after {t} of {steps} actions"),
            )),
            Some(Err(refused)) if refused.code == "recording_full" => Err(Failure::new(
                "recording_full",
                format!(
                    "after {t} of {steps} actions the episode would hold more than {MAX_RECORDING_BYTES} bytes, the most of one trajectory: give fewer actions"
                ),
            )),
            // The frame is not looked at here, so one that is too large to be sent is no matter.
            Some(Err(refused)) if refused.code != "response_full" => Err(refused),
            _ => Ok(()),
        }
    }
}
