//! What is the case beyond success: sub-goals, evidence, what a call was worth, and ends beside the right one.

use super::{
    deed::{Deed, ToolCall},
    model::Tools,
    state::{Action, Ended, State},
    step::advance,
    types::{Def, Role},
};
use serde_json::Value;
use truestep_core::{
    model::{Menu, Planner, Truth, Unheard},
    truth::{Detail, FactSet},
};

/// Steps of a script, at most.
const LONGEST: usize = 100;

impl Truth for Tools {
    /// The rows that are as they are to be, then what was told rightly.
    fn subgoals(def: &Def, state: &State) -> FactSet {
        let rows = def.wanted.list().len();
        let held = (0..rows).filter(|&number| def.holds(state, number));
        let told = (0..def.tells.len()).filter(|&number| state.tell(number));
        held.chain(told.map(|number| rows + number))
            .fold(FactSet::default(), FactSet::with)
    }

    fn known(_: &Def, state: &State) -> FactSet {
        FactSet::from_bits(state.known)
    }

    fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
        def.supports(state, action)
    }

    /// At the start, the calls that a shortest way makes: what schemes that match calls compare with.
    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        if *state == def.initial() {
            let calls: Vec<Value> = def.gold_calls().iter().map(ToolCall::json).collect();
            out.push(Detail::new("gold_calls", Value::Array(calls).to_string()));
        }
    }

    fn step_details(
        def: &Def,
        before: &State,
        action: &Action,
        after: &State,
        out: &mut Vec<Detail>,
    ) {
        let deed = def.deed(action);
        if let Deed::Call(call) = deed {
            out.push(Detail::new("call", outcome_of(after)));
            let alike = match action {
                Action::Op(op) => Some(*op),
                Action::Free(_) => def.alike(before, call),
            };
            let is_gold = alike.is_some_and(|op| def.plan_of_gold().contains(&op));
            out.push(Detail::new("is_gold", is_gold));
            let judged = def.judge_arguments(call, alike);
            out.extend(judged.map(|text| Detail::new("arguments", text)));
        }
        for (number, fault) in def.faults.iter().enumerate() {
            if before.fault(number) != 3 && after.fault(number) == 3 {
                let text = format!("{} of {}", fault.kind.name(), fault.tool);
                out.push(Detail::new("recovery_of", text));
            }
        }
        let rows = after
            .rows
            .list()
            .iter()
            .filter(|row| before.rows.get(row.table, &row.key) != Some(row));
        let undone = before
            .rows
            .list()
            .iter()
            .filter(|row| after.rows.get(row.table, &row.key).is_none());
        let changed = rows.count() + undone.count();
        let gained = (after.known & !before.known).count_ones();
        out.push(Detail::new("rows_changed", changed));
        out.push(Detail::new("facts_gained", gained));
        let is_dead_end = def.is_dead_end(after);
        out.extend(is_dead_end.map(|is| Detail::new("is_dead_end", is)));
    }

    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        let way = def.way(start, |best| best.first());
        let texts = |ops: &[u16]| -> Vec<String> {
            ops.iter()
                .map(|&op| def.ops[usize::from(op)].text.to_string())
                .collect()
        };
        let Some((&last, before)) = way.split_last() else {
            return vec![];
        };
        let mut all = vec![];
        // One too few: every beginning of the way that lacks a change or something told, ended at once.
        let counts = |op: &u16| {
            matches!(
                def.ops[usize::from(*op)].role,
                Role::Gold { .. } | Role::Tell { .. }
            )
        };
        for length in (0..before.len()).filter(|&length| before[length..].iter().any(counts)) {
            let mut ops = before[..length].to_vec();
            ops.push(last);
            all.push(texts(&ops));
        }
        // One left out on the way, the last of which is left out above.
        let places = (0..before.len()).filter(|&place| counts(&before[place]));
        let places: Vec<usize> = places.collect();
        for &place in places.iter().rev().skip(1) {
            let mut ops = way.clone();
            ops.remove(place);
            all.push(texts(&ops));
        }
        // One too many, or the neighbour's: every mistake, made where it last changes something.
        for wrong in (0..def.ops.len() as u16).filter(|&op| def.is_wrong(op)) {
            if let Some(place) = def.last_effect(start, before, wrong) {
                let mut ops = way.clone();
                ops.insert(place, wrong);
                all.push(texts(&ops));
            }
        }
        // Carried out without being agreed to.
        for (place, op) in way.iter().enumerate() {
            if matches!(def.ops[usize::from(*op)].role, Role::Confirm { .. }) {
                let mut ops = way.clone();
                ops.remove(place);
                all.push(texts(&ops));
            }
        }
        // Ended otherwise, at the end or earlier.
        let ends = (0..def.ops.len() as u16)
            .filter(|&op| op != last && matches!(def.ops[usize::from(op)].role, Role::End));
        for (end, length) in ends.flat_map(|end| [(end, before.len()), (end, before.len() / 2)]) {
            let mut ops = before[..length].to_vec();
            ops.push(end);
            all.push(texts(&ops));
        }
        // Told wrongly in the end.
        for (number, op) in def.ops.iter().enumerate() {
            if let Role::Tell { right: false, .. } = op.role {
                let mut ops = before.to_vec();
                ops.extend([number as u16, last]);
                all.push(texts(&ops));
            }
        }
        all
    }

    /// Another of the shortest ways, and the way with everything read twice.
    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        let text = |op: u16| def.ops[usize::from(op)].text.to_string();
        let other = def
            .way(start, |best| best.last())
            .into_iter()
            .map(text)
            .collect();
        let twice = def
            .way(start, |best| best.first())
            .into_iter()
            .flat_map(|op| {
                let again = matches!(def.ops[usize::from(op)].role, Role::Read);
                std::iter::repeat_n(text(op), 1 + usize::from(again))
            });
        vec![other, twice.collect()]
    }
}

/// `ok`, or the kind of error that the answer begins with.
fn outcome_of(after: &State) -> &str {
    match after.said.is_error {
        false => "ok",
        true => after.said.text.split([':', '(']).next().unwrap_or("error"),
    }
}

impl Def {
    fn is_wrong(&self, op: u16) -> bool {
        matches!(self.ops[usize::from(op)].role, Role::Wrong)
    }

    /// Where on a way an operator last changes a row: later, what it did would stand.
    fn last_effect(&self, start: &State, way: &[u16], op: u16) -> Option<usize> {
        let (mut state, mut last) = (start.clone(), None);
        for place in 0..=way.len() {
            let mut next = state.clone();
            advance(
                self,
                &mut &self.plan.memo,
                &mut next,
                &Action::Op(op),
                &mut Unheard,
            )
            .ok()?;
            if next.rows != state.rows && state.knows(self.ops[usize::from(op)].shown) {
                last = Some(place);
            }
            let Some(step) = way.get(place) else { break };
            advance(
                self,
                &mut &self.plan.memo,
                &mut state,
                &Action::Op(*step),
                &mut Unheard,
            )
            .ok()?;
        }
        last
    }

    /// Whether no action at all leads to success any more; `None` where that was not worked out.
    fn is_dead_end(&self, state: &State) -> Option<bool> {
        let reachable = Tools::distance_clairvoyant(self, state).is_reachable();
        reachable.map(|reachable| !reachable)
    }

    fn plan_of_gold(&self) -> &[u16] {
        self.plan
            .gold_way
            .get_or_init(|| self.way(&self.initial(), |best| best.first()))
    }

    /// The calls of a shortest way from the start, in order: the gold calls.
    #[must_use]
    pub fn gold_calls(&self) -> Vec<ToolCall> {
        let call = |&op: &u16| match &self.ops[usize::from(op)].deed {
            Deed::Call(call) => Some(call.clone()),
            _ => None,
        };
        self.plan_of_gold().iter().filter_map(call).collect()
    }

    /// A shortest way to success, choosing among the best operators.
    fn way(&self, start: &State, choose: impl Fn(&[u32]) -> Option<&u32>) -> Vec<u16> {
        let (mut state, mut way) = (start.clone(), vec![]);
        while state.ended == Ended::No && way.len() < LONGEST {
            let (mut menu, mut best) = (vec![], vec![]);
            Tools::menu(self, &state, &mut menu);
            Tools::best_actions(self, &state, &menu, &mut best);
            let Some(entry) = choose(&best).and_then(|&place| menu.get(place as usize)) else {
                break;
            };
            let Action::Op(op) = entry.action else { break };
            if advance(
                self,
                &mut &self.plan.memo,
                &mut state,
                &entry.action,
                &mut Unheard,
            )
            .is_err()
            {
                break;
            }
            way.push(op);
        }
        way
    }

    /// Of a call to a tool that a gold write uses, what each argument is beside the nearest one: `reason: wrong, order_id: exact`.
    /// The nearest one is `alike`, if that is a gold write: then what differs is spelling alone.
    fn judge_arguments(&self, call: &ToolCall, alike: Option<u16>) -> Option<String> {
        let calls = |op: u16| match &self.ops[usize::from(op)].deed {
            Deed::Call(wanted) if wanted.tool == call.tool => Some(wanted),
            _ => None,
        };
        let same = self.gold.iter().find(|gold| Some(gold.op) == alike);
        // The last of several that are nearest alike would be taken: of the calls in reverse, that is the first.
        let all: Vec<&ToolCall> = (self.gold.iter())
            .filter_map(|gold| calls(gold.op))
            .collect();
        let fitting = |wanted: &&&ToolCall| matching(&call.arguments, &wanted.arguments);
        let nearest = || all.iter().rev().max_by_key(fitting).copied();
        let wanted = same.and_then(|gold| calls(gold.op)).or_else(nearest)?;
        let wanted = wanted.arguments.as_object()?;
        let given = call.arguments.as_object()?;
        let mut judged: Vec<String> = (wanted.iter())
            .map(|(name, value)| {
                let how = match given.get(name) {
                    None => "missing",
                    Some(found) if found == value => "exact",
                    Some(found) if sorted(found) == sorted(value) || same.is_some() => "equivalent",
                    Some(_) => "wrong",
                };
                format!("{name}: {how}")
            })
            .collect();
        judged.extend(
            given
                .keys()
                .filter(|name| !wanted.contains_key(*name))
                .map(|name| format!("{name}: extra")),
        );
        Some(judged.join(", "))
    }
}

fn matching(given: &Value, wanted: &Value) -> usize {
    let wanted = wanted.as_object().into_iter().flatten();
    wanted
        .filter(|(name, value)| {
            given
                .get(name)
                .is_some_and(|found| sorted(found) == sorted(value))
        })
        .count()
}

/// A list without its order: order does not count where a tool takes a set.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.clone();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        other => other.clone(),
    }
}
