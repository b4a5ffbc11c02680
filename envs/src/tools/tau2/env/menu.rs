//! The calls that a task's menus are made of: the reference solution's, the look-ups it needs, mistakes beside it, the end.

use super::{
    deed::{self, Deed},
    facts::{self, Candidate, plain},
    reads,
    types::{Def, Limit, Op, Role},
};
use crate::tools::{
    order,
    tau2::{
        error::Tau2Error,
        run::Mode,
        task::{Action, Requestor, RewardType, Task, ToolCall},
        world::World,
    },
};
use serde_json::Value;
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::{digest::Digest, truth::FactSet};

/// Mistakes in a menu from other tasks' solutions, of either side, at most.
const MOST_MISTAKES: usize = 3;

impl Def {
    /// Fill the menu: look-ups, the reference solution's calls, mistakes, words, the end.
    pub(super) fn offer(
        &mut self,
        task: &Task,
        mode: Mode,
        infos: &[String],
    ) -> Result<(), Tau2Error> {
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
        let entries = ops.iter().map(|op| (order::kind(&op.text), &*op.text));
        self.order = order::offered(Digest::of(task.id.as_bytes()), entries);
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
