//! The end of a task as tau2 judges it.
//!
//! A reward is the product of the parts that a task's `reward_basis` names. Its parts, as published:
//!
//! | part | 1 where |
//! |---|---|
//! | `DB` | both databases, after the conversation is replayed, equal those after the reference solution |
//! | `ENV_ASSERTION` | every assertion holds |
//! | `COMMUNICATE` | every text is part of something the agent said, small letters, commas of the agent's left out |
//! | `ACTION` | every call of the reference solution has a match among the calls made: [`weak_match`] |
//! | `NL_ASSERTION` | a language model finds it so: not computed here, and 1 where nothing is stated |
//!
//! A conversation that neither side ended is worth 0 whatever the databases hold; a task without criteria is worth 1.

use super::{
    error::Tau2Error,
    python::Py,
    run::{Mode, Replay, Run},
    task::{Action, Criteria, Message, RewardType, Task, ToolCall},
    world::World,
};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

/// Why a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Termination {
    /// The user had nothing more to say.
    UserStop,
    /// The agent had nothing more to say.
    AgentStop,
    /// The budget of steps was spent.
    MaxSteps,
    /// The time was.
    Timeout,
    /// Too many calls failed.
    TooManyErrors,
    /// The agent broke the protocol.
    AgentError,
    /// The user did.
    UserError,
    /// A machine failed.
    InfrastructureError,
    /// The conversation no longer fitted a model.
    ContextWindowExceeded,
    /// Something else.
    UnexpectedError,
}

impl Termination {
    /// Whether the conversation was ended by one of those who had it.
    #[must_use]
    pub fn is_regular(self) -> bool {
        matches!(self, Self::UserStop | Self::AgentStop)
    }
}

/// One call of the reference solution and whether it was matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionCheck {
    /// Its id.
    pub action_id: String,
    /// Whether a call matched it, by [`weak_match`].
    pub weakly_matched: bool,
}

/// One assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionCheck {
    /// The function.
    pub name: String,
    /// Whether it held; an exception in Python's words. tau2's evaluation ends with that exception.
    pub met: Result<bool, String>,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Why it ended.
    pub termination: Termination,
    /// What the reward is the product of.
    pub basis: Vec<RewardType>,
    /// Whether both databases end as the reference solution leaves them; absent where nothing was judged.
    pub db_match: Option<bool>,
    /// The assertions, in order.
    pub assertions: Vec<AssertionCheck>,
    /// The calls of the reference solution, in order.
    pub actions: Vec<ActionCheck>,
    /// The texts, in order, and whether each was said.
    pub communicate: Vec<(String, bool)>,
    /// The parts that were computed: 0 or 1. `NL_ASSERTION` is only where nothing is stated for it.
    pub parts: BTreeMap<RewardType, f64>,
    /// The product over the basis. Absent where a part that was not computed would decide it.
    pub reward: Option<f64>,
}

/// tau2's matcher of a call and an action of the reference solution. It is weak: where an action names no
/// `compare_args`, only the arguments *that the call has* are compared, so that a call without arguments matches every
/// action of its name, and who made it does not count.
#[must_use]
pub fn weak_match(action: &Action, call: &ToolCall) -> bool {
    if action.name != call.name {
        return false;
    }
    let compared = |name: &str| match &action.compare_args {
        Some(names) => names.iter().any(|compared| compared == name),
        None => call.arguments.get(name).is_some(),
    };
    let of = |arguments: &Py| {
        let fields = arguments.fields().iter();
        Py::Dict(fields.filter(|(name, _)| compared(name)).cloned().collect())
    };
    of(&call.arguments) == of(&action.arguments)
}

/// Judge a conversation: `messages` are all of it, the task's message history at their head.
///
/// # Errors
/// If the task cannot start, the messages cannot be replayed, or the sandbox fails.
pub fn judge(
    world: &Arc<World>,
    task: &Task,
    messages: &[Message],
    termination: Termination,
    mode: Mode,
    replay: Replay,
) -> Result<Verdict, Tau2Error> {
    let mut verdict = Verdict {
        termination,
        basis: vec![],
        db_match: None,
        assertions: vec![],
        actions: vec![],
        communicate: vec![],
        parts: BTreeMap::new(),
        reward: Some(0.0),
    };
    let Some(criteria) = task
        .evaluation_criteria
        .as_ref()
        .filter(|_| termination.is_regular())
    else {
        verdict.reward = Some(if termination.is_regular() { 1.0 } else { 0.0 });
        return Ok(verdict);
    };
    verdict.basis.clone_from(&criteria.reward_basis);
    judge_databases(
        &mut verdict,
        world,
        task,
        criteria,
        messages,
        (mode, replay),
    )?;
    judge_words(&mut verdict, criteria, messages);
    verdict.reward = product(&verdict);
    Ok(verdict)
}

fn part(met: bool) -> f64 {
    if met { 1.0 } else { 0.0 }
}

fn judge_databases(
    verdict: &mut Verdict,
    world: &Arc<World>,
    task: &Task,
    criteria: &Criteria,
    messages: &[Message],
    (mode, replay): (Mode, Replay),
) -> Result<(), Tau2Error> {
    let both = [RewardType::Db, RewardType::EnvAssertion];
    if criteria.actions.is_none() && criteria.env_assertions.is_none() {
        // tau2 compares nothing then, whatever was written.
        verdict.db_match = Some(true);
        verdict.parts.extend(both.map(|kind| (kind, 1.0)));
        return Ok(());
    }
    let initial = task.initial_state.as_ref();
    let mut played = Run::begin(world, mode, initial)?;
    played.replay(messages, replay)?;
    let gold = reference(world, task, replay)?;
    let same = crate::tools::tau2::task::Requestor::ALL
        .into_iter()
        .all(|side| played.same_database(&gold, side));
    verdict.db_match = Some(same);
    for assertion in criteria.env_assertions.iter().flatten() {
        verdict.assertions.push(AssertionCheck {
            name: assertion.call.func_name.clone(),
            met: played.assertion(assertion)?,
        });
    }
    let held = verdict.assertions.iter().all(|check| check.met == Ok(true));
    let parts = [(both[0], part(same)), (both[1], part(held))];
    verdict.parts.extend(parts);
    Ok(())
}

/// The world after the reference solution: the task's start, its message history, its actions, a failing one passed over.
///
/// # Errors
/// If the task cannot start, or the sandbox fails.
pub fn reference(world: &Arc<World>, task: &Task, replay: Replay) -> Result<Run, Tau2Error> {
    let initial = task.initial_state.as_ref();
    let mut gold = Run::begin(world, Mode::WithUser, initial)?;
    let history = initial.and_then(|initial| initial.message_history.as_deref());
    gold.replay(history.unwrap_or_default(), replay)?;
    let criteria = task.evaluation_criteria.iter();
    for action in criteria.flat_map(|criteria| criteria.actions.iter().flatten()) {
        gold.call_alone(&ToolCall {
            id: action.action_id.clone(),
            name: action.name.clone(),
            arguments: action.arguments.clone(),
            requestor: action.requestor,
        })?;
    }
    Ok(gold)
}

fn judge_words(verdict: &mut Verdict, criteria: &Criteria, messages: &[Message]) {
    let calls: Vec<&ToolCall> = messages
        .iter()
        .filter_map(|message| match message {
            Message::Assistant(spoken) | Message::User(spoken) => spoken.tool_calls.as_ref(),
            _ => None,
        })
        .flatten()
        .collect();
    let check = |action: &Action| ActionCheck {
        action_id: action.action_id.clone(),
        weakly_matched: calls.iter().any(|call| weak_match(action, call)),
    };
    let actions = criteria.actions.iter().flatten();
    verdict.actions = actions.map(check).collect();
    let said: Vec<String> = messages
        .iter()
        .filter_map(|message| match message {
            Message::Assistant(spoken) => spoken.content.as_ref(),
            _ => None,
        })
        .filter(|content| !content.trim().is_empty())
        .map(|content| content.to_lowercase().replace(',', ""))
        .collect();
    let said = |info: &String| {
        let wanted = info.to_lowercase();
        (info.clone(), said.iter().any(|text| text.contains(&wanted)))
    };
    let infos = criteria.communicate_info.iter().flatten();
    verdict.communicate = infos.map(said).collect();
    let matched = verdict.actions.iter().all(|check| check.weakly_matched);
    let told = verdict.communicate.iter().all(|(_, said)| *said);
    let parts = [
        (RewardType::Action, part(matched)),
        (RewardType::Communicate, part(told)),
    ];
    verdict.parts.extend(parts);
    let stated = criteria.nl_assertions.as_ref();
    if stated.is_none_or(|stated| stated.is_empty()) {
        verdict.parts.insert(RewardType::NlAssertion, 1.0);
    }
}

/// A part that was not computed decides nothing where another is 0.
fn product(verdict: &Verdict) -> Option<f64> {
    let parts = || verdict.basis.iter().map(|kind| verdict.parts.get(kind));
    if parts().any(|part| part.is_some_and(|part| *part <= 0.0)) {
        return Some(0.0);
    }
    parts().try_fold(1.0, |product, part| Some(product * part?))
}
