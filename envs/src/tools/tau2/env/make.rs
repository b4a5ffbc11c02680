//! A task of tau2's as a task of ours: its start and its end, what it asks for in words, the calls its menus are made of.

use super::{
    data::{Data, Loaded, needs_a_model, user_has_tools},
    deed::{self, Deed},
    facts::{self, Candidate, plain},
    family::PREFIX,
    plan::Plan,
    reads, rules,
    types::{Def, Ended, Limit, MOST_OF_A_KIND, Op, Open, Role, Said, State, Wanted},
};
use crate::tools::{
    kernel::rows::Rows,
    tau2::{
        error::Tau2Error,
        python::Py,
        run::{Mode, Replay, Run},
        task::{Action, Criteria, Message, Requestor, RewardType, Task, ToolCall},
        verdict::reference,
        world::World,
    },
};
use serde_json::Value;
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::{
    forms::ActionForms,
    model::{Goal, Subgoal},
    registry::TaskError,
    task::Task as OurTask,
    truth::FactSet,
};
use truestep_sandbox::TableId;

/// Steps of an episode unless told otherwise: half the messages that tau2 allows, for a call and its answer are two.
const MAX_STEPS: u32 = 100;
/// Mistakes in a menu from other tasks' solutions, of either side, at most.
const MOST_MISTAKES: usize = 3;
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
        return Err(none(reason.into()));
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
    make(loaded, task, chosen.mode, &policy).map_err(|error| none(error.to_string()))
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
        error: false,
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

    /// Fill the menu: look-ups, the reference solution's calls, mistakes, words, the end.
    fn offer(&mut self, task: &Task, mode: Mode, infos: &[String]) -> Result<(), Tau2Error> {
        let mut drafts = Drafts::default();
        let said = plain(&self.goal.instruction);
        for lookup in reads::of(&self.start, task, &said) {
            let deed = Deed::Call {
                tool: lookup.tool.into(),
                arguments: lookup.arguments,
            };
            drafts.add(deed, Role::Read, lookup.wanted);
        }
        for action in &self.actions {
            let deed = deed_of(action);
            let role = match &deed {
                deed if deed.ends() => Role::End,
                Deed::Call { tool, .. } if deed::writes(self.start.world(), tool) => Role::Gold,
                _ => Role::Read,
            };
            drafts.add(deed, role, true);
        }
        // What cannot be called is offered nowhere: a tool that this user does not have.
        drafts
            .0
            .retain(|draft| self.forms.read(&draft.deed.text()).is_some());
        let candidates = self.probe(&drafts, mode)?;
        let (facts, kept) = facts::settle(&said, &candidates);
        self.facts = facts;
        let mut ops: Vec<Op> = vec![];
        for ((draft, candidate), _) in (drafts.0.iter().zip(&candidates))
            .zip(kept)
            .filter(|(_, kept)| *kept)
        {
            let known = |needle: &String| self.facts.iter().position(|fact| fact == needle);
            let shown = candidate.needles.iter().filter_map(known);
            let shown = shown.fold(FactSet::default(), FactSet::with);
            ops.push(self.op(&draft.deed, draft.role, shown, mode));
        }
        let gold: Vec<Op> = ops
            .iter()
            .filter(|op| op.role == Role::Gold)
            .cloned()
            .collect();
        for (deed, shown) in mistakes(self.start.world(), &gold) {
            ops.push(self.op(&deed, Role::Wrong, shown, mode));
        }
        if self.asks_for(RewardType::Communicate) {
            let open = infos.iter().enumerate();
            let open = open.filter(|(number, _)| self.initial.told >> number & 1 == 0);
            for (_, info) in open.filter(|(_, info)| !info.trim().is_empty()) {
                let deed = Deed::Respond(info.trim().to_owned());
                ops.push(self.op(&deed, Role::Tell, FactSet::default(), mode));
            }
        }
        ops.push(self.op(&Deed::Done, Role::End, FactSet::default(), mode));
        let place = |role| {
            let order = [Role::Read, Role::Gold, Role::Wrong, Role::Tell, Role::End];
            order.iter().position(|other| *other == role)
        };
        ops.sort_by_key(|op| place(op.role));
        let mut seen = BTreeSet::new();
        ops.retain(|op| seen.insert(op.text.clone()));
        self.limit(&mut ops)?;
        for (number, op) in ops.iter().enumerate() {
            self.index.insert(op.text.as_ref().into(), number as u16);
        }
        self.ops = ops;
        Ok(())
    }

    fn op(&self, deed: &Deed, role: Role, shown: FactSet, mode: Mode) -> Op {
        Op {
            call: deed.call(self.start.world(), mode).map(Arc::new),
            text: deed.text().into(),
            deed: deed.clone(),
            role,
            shown,
            limit: None,
        }
    }

    /// Limit the calls of the reference solution that do something else each time: neither undone nor in vain when made again.
    fn limit(&self, ops: &mut [Op]) -> Result<(), Tau2Error> {
        let mut along = self.start.clone();
        let mut number = 0;
        for op in ops.iter_mut().filter(|op| op.role == Role::Gold) {
            let Some(call) = &op.call else { continue };
            let before = along.tables().digest();
            along.call(call)?;
            let once = along.tables().digest();
            let mut again = along.clone();
            again.call(call)?;
            let twice = again.tables().digest();
            if before != once && once != twice && twice != before && number < Limit::COUNTED {
                let actions = self.actions.iter();
                let times = actions.filter(|action| deed_of(action) == op.deed).count() as u64;
                op.limit = Some(Limit {
                    number,
                    most: times.clamp(1, Limit::MOST),
                });
                number += 1;
            }
        }
        Ok(())
    }

    /// What the drafts answer: look-ups at the start, and the reference solution as it is carried out.
    fn probe(&self, drafts: &Drafts, mode: Mode) -> Result<Vec<Candidate>, Tau2Error> {
        let mut along = self.start.clone();
        let mut all = vec![];
        for draft in &drafts.0 {
            let Some(call) = draft.deed.call(self.start.world(), mode) else {
                all.push(Candidate::default());
                continue;
            };
            let answer = match draft.role {
                Role::Read => self.start.clone().call(&call)?,
                _ => along.call(&call)?,
            };
            all.push(Candidate {
                needles: match self
                    .forms
                    .get(&call.name)
                    .and_then(|form| form.call_schema())
                {
                    Some(schema) => facts::needles(schema, &Value::from(&call.arguments)),
                    None => vec![],
                },
                answer: match answer.error {
                    true => String::new(),
                    false => plain(&answer.content),
                },
                wanted: draft.wanted,
                writes: draft.role != Role::Read,
            });
        }
        Ok(all)
    }
}

/// An entry of a menu to be.
struct Draft {
    deed: Deed,
    role: Role,
    wanted: bool,
}

#[derive(Default)]
struct Drafts(Vec<Draft>);

impl Drafts {
    /// One more, unless there is the same already; that one then is wanted if this is.
    fn add(&mut self, deed: Deed, role: Role, wanted: bool) {
        match self.0.iter_mut().find(|draft| draft.deed == deed) {
            Some(draft) => draft.wanted |= wanted,
            None => self.0.push(Draft { deed, role, wanted }),
        }
    }
}

fn deed_of(action: &Action) -> Deed {
    Deed::Call {
        tool: action.name.clone(),
        arguments: Value::from(&action.arguments),
    }
}

/// The ids in a call's arguments.
fn ids(deed: &Deed) -> BTreeSet<&str> {
    let Deed::Call { arguments, .. } = deed else {
        return BTreeSet::new();
    };
    let fields = arguments.as_object().into_iter().flatten();
    let ids = fields.filter(|(name, _)| name.ends_with("_id"));
    ids.filter_map(|(_, value)| value.as_str()).collect()
}

/// Mistakes beside these calls: writes of other tasks' reference solutions about the same things - the same ids, or the same
/// phone -, and their own with one item too few. With what must be known for each.
fn mistakes(world: &World, gold: &[Op]) -> Vec<(Deed, FactSet)> {
    let own: BTreeSet<&str> = gold.iter().map(|op| op.text.as_ref()).collect();
    let mut all: Vec<(Deed, FactSet)> = vec![];
    for op in gold {
        if let Some(deed) = one_too_few(&op.deed) {
            all.push((deed, op.shown));
        }
    }
    all.truncate(MOST_MISTAKES);
    let criteria = world
        .tasks()
        .tasks
        .iter()
        .filter_map(|task| task.evaluation_criteria.as_ref());
    let others = criteria.flat_map(|criteria| criteria.actions.iter().flatten());
    let (mut about, mut by_hand) = (0, 0);
    for action in others.filter(|action| deed::writes(world, &action.name)) {
        let deed = deed_of(action);
        if own.contains(deed.text().as_str()) || all.iter().any(|(other, _)| *other == deed) {
            continue;
        }
        let alike = gold.iter().find(|op| match ids(&deed).is_empty() {
            true => action.requestor == Requestor::User && is_of_user(op),
            false => !ids(&op.deed).is_disjoint(&ids(&deed)),
        });
        let count = match ids(&deed).is_empty() {
            true => &mut by_hand,
            false => &mut about,
        };
        if let Some(op) = alike.filter(|_| *count < MOST_MISTAKES) {
            let shown = op.shown;
            *count += 1;
            all.push((deed, shown));
        }
    }
    all
}

fn is_of_user(op: &Op) -> bool {
    let call = op.call.as_ref();
    call.is_some_and(|call: &Arc<ToolCall>| {
        call.requestor == Requestor::User || ids(&op.deed).is_empty()
    })
}

/// A call with one item too few in each of its lists.
fn one_too_few(deed: &Deed) -> Option<Deed> {
    let Deed::Call { tool, arguments } = deed else {
        return None;
    };
    let mut arguments = arguments.clone();
    let mut shorter = false;
    for value in arguments.as_object_mut()?.values_mut() {
        if let Value::Array(items) = value
            && items.len() > 1
        {
            items.pop();
            shorter = true;
        }
    }
    shorter.then(|| Deed::Call {
        tool: tool.clone(),
        arguments,
    })
}

/// What an agent is told: the policy, what was said before, and in place of a user who talks what that user knows and wants.
fn instruction(
    world: &World,
    task: &Task,
    mode: Mode,
    policy: &str,
    history: &[Message],
) -> String {
    let domain = world.domain().name;
    let mut text = format!(
        "You are the agent of tau2-bench's {domain} domain. This is its policy.\n\n<policy>\n{}\n</policy>\n\n",
        policy.trim()
    );
    match (mode, &task.ticket) {
        (Mode::Solo, ticket) => {
            let ticket = ticket.clone().unwrap_or_else(|| scenario(task));
            text += &format!(
                "This is the ticket.\n\n<ticket>\n{}\n</ticket>\n\n",
                ticket.trim()
            );
        }
        (Mode::WithUser, _) => {
            text += &format!(
                "There is no customer to talk to. This is what the customer knows and wants, in the words with which it was laid down for whoever plays the customer.\n\n<customer>\n{}\n</customer>\n\nThe customer agrees to whatever that asks for. {}\n\n",
                scenario(task),
                match user_has_tools(world) {
                    true =>
                        "What the customer can do with tools of their own you call in their name.",
                    false => "They have no tools of their own.",
                }
            );
        }
    }
    let before = told(history);
    if !before.is_empty() {
        text += &format!("This was said before.\n\n<history>\n{before}\n</history>\n\n");
    }
    text + "Tell the customer with `respond` what they are to know. Say `done` when there is nothing more to do; to hand over by `transfer_to_human_agents` ends the conversation as well."
}

/// What the user knows and wants, part by part.
fn scenario(task: &Task) -> String {
    let mut parts = vec![];
    let scenario = &task.user_scenario;
    if let Some(persona) = &scenario.persona {
        parts.push(format!("Persona: {}", persona.trim()));
    }
    match &scenario.instructions {
        Py::Dict(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| name != "domain") {
                if let Some(text) = value.as_text() {
                    let mut name = name.replace('_', " ");
                    name[..1].make_ascii_uppercase();
                    parts.push(format!("{name}: {}", text.trim()));
                }
            }
        }
        other => parts.push(other.as_text().unwrap_or_default().trim().to_owned()),
    }
    parts.join("\n")
}

/// The messages of a history, a line each.
fn told(history: &[Message]) -> String {
    let mut lines = vec![];
    for message in history {
        let (who, spoken) = match message {
            Message::Assistant(spoken) => ("agent", spoken),
            Message::User(spoken) => ("customer", spoken),
            Message::Tool(answer) => {
                let content = answer.content.as_deref().unwrap_or_default();
                lines.push(format!("tool: {content}"));
                continue;
            }
            Message::System { .. } => continue,
        };
        if let Some(content) = spoken
            .content
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            lines.push(format!("{who}: {}", content.trim()));
        }
        for call in spoken.tool_calls.iter().flatten() {
            lines.push(format!(
                "{who}: {}({})",
                call.name,
                Value::from(&call.arguments)
            ));
        }
    }
    lines.join("\n")
}

/// The forms of a domain, for its card.
pub(super) fn table(loaded: &Loaded) -> String {
    let forms: &ActionForms = &loaded.forms;
    forms.table()
}
