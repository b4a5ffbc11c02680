//! A task of tau2's as a task of ours: what its parameters choose, its start and its end, what it asks for.

use super::{
    data::{Data, Loaded, needs_a_model},
    deed,
    family::PREFIX,
    model::Tau2,
    plan::Plan,
    rules,
    types::{Def, MOST_OF_A_KIND, Open, State, Wanted},
    words::instruction,
};
use crate::tools::kernel::state::{Ended, Said};
use crate::tools::{
    kernel::rows::Rows,
    tau2::{
        error::Tau2Error,
        run::{Mode, Replay, Run},
        task::{Criteria, Message, RewardType, Task},
        verdict::reference,
    },
};
use serde_json::Value;
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::{
    forms::ActionForms,
    model::{Goal, Planner, Subgoal},
    registry::TaskError,
    task::Task as OurTask,
    truth::{Distance, FactSet},
};
use truestep_sandbox::TableId;

/// Steps of an episode unless told otherwise: half the messages that tau2 allows, for a call and its answer are two.
const MAX_STEPS: u32 = 100;
/// Sub-goals of one kind, at most.
const MOST_SUBGOALS: usize = MOST_OF_A_KIND;

/// What a task's parameters choose.
struct Chosen {
    id: Option<String>,
    split: Option<String>,
    mode: Mode,
    policy: String,
}

/// Make a task concrete.
///
/// # Errors
/// [`TaskError`]: unknown template, bad parameter, no instance.
pub fn build(data: &Data, ours: &OurTask) -> Result<Def, TaskError> {
    let name = ours.template.template().strip_prefix(PREFIX);
    let found = data.domains().iter();
    let mut found = found.filter(|loaded| Some(loaded.world.domain().name) == name);
    let loaded = found.next().ok_or_else(|| TaskError::UnknownTemplate {
        name: ours.template.to_string(),
        suggestion: None,
    })?;
    let chosen = choose(ours)?;
    let none = |reason: String| TaskError::NoInstance {
        template: ours.template.clone(),
        seed: ours.seed.0,
        reason,
    };
    let bad = |name: &str, reason: String| TaskError::BadParameter {
        template: ours.template.clone(),
        name: name.into(),
        value: ours.parameters.get(name).cloned().unwrap_or_default(),
        reason,
    };
    let domain = loaded.world.domain();
    if chosen.mode == Mode::Solo && !domain.solo {
        let domain = domain.name;
        return Err(bad("mode", Tau2Error::NoSolo { domain }.to_string()));
    }
    if let Some(split) = &chosen.split {
        let known = loaded.world.tasks().split(split);
        known.map_err(|error| bad("split", error.to_string()))?;
    }
    let task = match &chosen.id {
        Some(id) => {
            let task = loaded.world.task(id);
            task.map_err(|error| bad("id", error.to_string()))?
        }
        None => loaded
            .numbered(ours.seed.0, chosen.split.as_deref())
            .map_err(none)?,
    };
    if needs_a_model(task) {
        let reason = "its verdict needs a language model (NL_ASSERTION), and there is none here";
        return Err(match &chosen.id {
            Some(_) => bad("id", reason.into()),
            None => none(reason.into()),
        });
    }
    let policy = loaded
        .world
        .policy(&chosen.policy, chosen.mode == Mode::Solo);
    let policy = policy.map_err(|error| {
        let which = if chosen.mode == Mode::Solo {
            "mode"
        } else {
            "policy"
        };
        bad(which, error.to_string())
    })?;
    let def = make(loaded, task, chosen.mode, &policy).map_err(|error| none(error.to_string()))?;
    // The default split has none of these; by its id a task can be asked for that the calls of its own reference do not solve.
    if chosen.id.is_some() && Tau2::distance(&def, &def.initial) == Distance::Never {
        let reason =
            "its reference solution does not solve it, so that there is no way to measure by";
        return Err(bad("id", reason.into()));
    }
    Ok(def)
}

fn choose(ours: &OurTask) -> Result<Chosen, TaskError> {
    let mut chosen = Chosen {
        id: None,
        split: None,
        mode: Mode::WithUser,
        policy: String::new(),
    };
    for (name, value) in &ours.parameters {
        let bad = |reason: &str| TaskError::BadParameter {
            template: ours.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason: reason.into(),
        };
        match (name.as_str(), value.as_str()) {
            ("id", id) => chosen.id = Some(id.to_owned()),
            ("split", split) => chosen.split = Some(split.to_owned()),
            ("mode", "no-user") => chosen.mode = Mode::WithUser,
            ("mode", "solo") => chosen.mode = Mode::Solo,
            ("mode", _) => return Err(bad("expected `no-user` or `solo`")),
            ("policy", "manual" | "workflow") => chosen.policy = value.clone(),
            ("policy", _) => return Err(bad("expected `manual` or `workflow`")),
            _ => return Err(bad("this task takes `id`, `split`, `mode` and `policy`")),
        }
    }
    Ok(chosen)
}

fn refused(reason: impl Into<String>) -> Tau2Error {
    Tau2Error::Start {
        step: "its menu".into(),
        reason: reason.into(),
    }
}

fn make(loaded: &Loaded, task: &Task, mode: Mode, policy: &str) -> Result<Def, Tau2Error> {
    let world = &loaded.world;
    let initial = task.initial_state.as_ref();
    let history = initial.and_then(|initial| initial.message_history.as_deref());
    let history = history.unwrap_or_default();
    let mut start = Run::begin(world, mode, initial)?;
    start.replay(history, Replay::Strict)?;
    let end = reference(world, task, Replay::Strict)?;
    let none = Criteria::none();
    let criteria = task.evaluation_criteria.as_ref().unwrap_or(&none);
    let actions = criteria.actions.clone().unwrap_or_default();
    let infos = criteria.communicate_info.clone().unwrap_or_default();
    if actions.len().max(infos.len()) > MOST_OF_A_KIND {
        return Err(refused(format!(
            "more than {MOST_OF_A_KIND} calls or texts are judged"
        )));
    }
    let specs = start.tables().base().specs();
    let base = start.tables().base();
    let tables: Vec<TableId> = specs.filter_map(|spec| base.table(&spec.name)).collect();
    let forms = match task.user_tools {
        Some(_) => Arc::new(deed::forms(world, Some(task)).map_err(|e| refused(e.to_string()))?),
        None => loaded.forms.clone(),
    };
    let opening = Arc::new(Said {
        text: "Nothing has been called yet.".into(),
        is_error: false,
    });
    let mut def = Def {
        goal: Goal {
            instruction: instruction(world, task, mode, policy, history),
            subgoals: vec![],
            evidence: vec![],
            max_steps: MAX_STEPS,
            feasible: true,
        },
        forms,
        initial: State {
            rows: Rows::of(start.tables(), &tables),
            in_line: start.is_in_line(),
            known: FactSet::default(),
            matched: 0,
            told: 0,
            counted: 0,
            located: None,
            strayed: false,
            ended: Ended::No,
            said: opening,
        },
        wanted: Wanted {
            rows: Rows::of(end.tables(), &tables),
            keys: vec![],
        },
        tables,
        compares: criteria.actions.is_some() || criteria.env_assertions.is_some(),
        basis: criteria.reward_basis.clone(),
        assertions: criteria.env_assertions.clone().unwrap_or_default(),
        actions,
        infos: infos.iter().map(|info| info.to_lowercase()).collect(),
        open: Open::default(),
        facts: vec![],
        ops: vec![],
        order: vec![],
        index: Default::default(),
        rules: rules::of(world.domain().name),
        plan: Plan::default(),
        start,
        end,
    };
    def.remember(history);
    def.offer(task, mode, &infos)?;
    def.want()?;
    Ok(def)
}

impl Criteria {
    /// Of a task that judges nothing.
    fn none() -> Self {
        Self {
            actions: None,
            env_assertions: None,
            communicate_info: None,
            nl_assertions: None,
            reward_basis: vec![],
        }
    }
}

impl Def {
    /// What the verdict finds in the history: calls that match, texts that were said.
    fn remember(&mut self, history: &[Message]) {
        for message in history {
            let (Message::Assistant(spoken) | Message::User(spoken)) = message else {
                continue;
            };
            for call in spoken.tool_calls.iter().flatten() {
                self.initial.matched |= self.matches(call);
            }
            if let (Message::Assistant(_), Some(words)) = (message, &spoken.content) {
                self.initial.told |= self.tells(words);
            }
        }
    }

    /// The name of a table that tau2's hash looks at.
    pub(super) fn judged_table(&self, number: u16) -> Option<&str> {
        let id = self.tables.get(usize::from(number))?;
        let places = &self.start.world().layout().places;
        places.iter().find(|place| place.table == *id)?;
        let base = self.start.tables().base();
        let mut specs = base.specs().map(|spec| spec.name.as_str());
        specs.find(|name| base.table(name) == Some(*id))
    }

    /// The sub-goals: what does not hold at the start and has to at the end.
    fn want(&mut self) -> Result<(), Tau2Error> {
        let mut names = vec![];
        if self.asks_for(RewardType::Db) && self.compares {
            let (start, end) = (&self.initial.rows, &self.wanted.rows);
            let all = start.list().iter().chain(end.list());
            let all = all.map(|row| (row.table, row.key.clone()));
            let differs = |(table, key): &(u16, _)| start.get(*table, key) != end.get(*table, key);
            let all: BTreeSet<_> = all.filter(differs).collect();
            for (table, key) in all {
                if let Some(name) = self.judged_table(table) {
                    names.push(format!("{name} {key}"));
                    self.wanted.keys.push((table, key));
                }
            }
            names.truncate(MOST_SUBGOALS);
            self.wanted.keys.truncate(MOST_SUBGOALS);
        }
        if self.asks_for(RewardType::EnvAssertion) && self.compares {
            let judged = self.judged(&self.initial).map_err(|e| refused(e.message))?;
            let open = (0..judged.held.len()).filter(|&number| !judged.held[number]);
            self.open.assertions = open.take(MOST_SUBGOALS).collect();
            let name = |&number: &usize| {
                let call = &self.assertions[number].call;
                format!("{} {}", call.func_name, Value::from(&call.arguments))
            };
            names.extend(self.open.assertions.iter().map(name));
        }
        let open = |bits: u64, count: usize| -> Vec<usize> {
            (0..count)
                .filter(|number| bits >> number & 1 == 0)
                .collect()
        };
        if self.asks_for(RewardType::Action) {
            self.open.actions = open(self.initial.matched, self.actions.len());
            let name = |&number: &usize| format!("call {}", self.actions[number].action_id);
            names.extend(self.open.actions.iter().map(name));
        }
        if self.asks_for(RewardType::Communicate) {
            self.open.infos = open(self.initial.told, self.infos.len());
            let name = |&number: &usize| format!("say {}", self.infos[number]);
            names.extend(self.open.infos.iter().map(name));
        }
        let subgoal = |name| Subgoal {
            name,
            requires: vec![],
        };
        self.goal.subgoals = names.into_iter().map(subgoal).collect();
        self.goal.evidence.clone_from(&self.facts);
        Ok(())
    }
}

/// The forms of a domain, for its card.
pub(super) fn table(loaded: &Loaded) -> String {
    let forms: &ActionForms = &loaded.forms;
    forms.table()
}
