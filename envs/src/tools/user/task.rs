//! A task of a domain's file, made of the kernel's parts.

use super::{
    error::Wrong,
    manifest::{CallSpec, HandOver, Kind, TableOf, TaskSpec},
    rules::{self, lasting},
};
use crate::tools::kernel::{
    make::{Maker, Setting},
    rule::Rule,
    schema::validate,
    types::{Def, Facts, FaultKind, MOST_FACTS},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::truth::Distance;
use truestep_sandbox::{Access, Call, Grants, Tables};

/// What is shown before the first call unless the task says otherwise.
const OPENING: &str = "Nothing has been looked up yet.";
/// Most steps that a task may allow.
const MAX_STEPS: u32 = 1_000;

/// What a task is made within.
pub(super) struct Scope<'a> {
    pub(super) setting: &'a Setting,
    pub(super) policy: &'a str,
    /// The domain's.
    pub(super) rules: &'a [Rule],
    pub(super) tables: &'a [TableOf],
}

/// The task.
///
/// # Errors
/// What is wrong with it, and where.
pub(super) fn build(scope: &Scope<'_>, task: &TaskSpec) -> Result<Def, Wrong> {
    if !(1..=MAX_STEPS).contains(&task.max_steps) {
        let reason = format!("{}; expected 1 to {MAX_STEPS}", task.max_steps);
        return Err(Wrong::new("max_steps", reason));
    }
    for (field, text) in [
        ("summary", &task.summary),
        ("instruction", &task.instruction),
    ] {
        let is_plain = |c: char| !c.is_control() || c == '\n' && field != "summary";
        if !text.chars().all(is_plain) {
            let reason = "it holds control characters; expected text for people to read";
            return Err(Wrong::new(field, reason));
        }
    }
    let rules = all_rules(scope, task)?;
    let mut making = Making {
        scope,
        task,
        maker: Maker::new(scope.setting, "", &rules),
        facts: BTreeMap::new(),
    };
    making.facts()?;
    making.calls()?;
    making.words()?;
    making.ends()?;
    let instruction = instruction(scope.policy, &rules, task);
    let opening = task.opening.as_deref().unwrap_or(OPENING);
    let def = making
        .maker
        .finish(instruction, opening, task.max_steps)
        .map_err(|reason| Wrong::new("", reason))?;
    match def.distance_at_start() {
        Distance::Steps(steps) if steps <= task.max_steps => Ok(def),
        Distance::Steps(steps) => Err(Wrong::new(
            "max_steps",
            format!(
                "{} steps, and the shortest way takes {steps}",
                task.max_steps
            ),
        )),
        Distance::NotComputed => Err(match def.search_from_start() {
            Ok(_) => Wrong::new("", never(scope, task)),
            Err(fault) => Wrong::new(
                "",
                format!("its ways cannot be gone through: {}", fault.message),
            ),
        }),
        Distance::Never => Err(Wrong::new("", never(scope, task))),
    }
}

fn all_rules(scope: &Scope<'_>, task: &TaskSpec) -> Result<Vec<Rule>, Wrong> {
    let own = rules::read(&task.rules, scope.setting.pack.tools(), scope.tables)?;
    if let Some((number, rule)) = own
        .iter()
        .enumerate()
        .find(|(_, rule)| scope.rules.iter().any(|other| other.name == rule.name))
    {
        let reason = format!("`{}`: the domain has a rule of this name", rule.name);
        return Err(Wrong::new(format!("rules[{number}].name"), reason));
    }
    let mut all = scope.rules.to_vec();
    all.extend(own);
    all.push(rules::ASKED);
    all.extend((!task.tell.is_empty()).then_some(rules::TRUTH));
    all.extend((!task.ask.is_empty()).then_some(rules::CONFIRM));
    Ok(all)
}

/// The policy, the rules and what is asked for: all that is graded is said.
fn instruction(policy: &str, rules: &[Rule], task: &TaskSpec) -> String {
    let policy = std::iter::once(policy.trim());
    let parts = policy
        .chain(rules.iter().map(|rule| rule.text))
        .chain([task.instruction.trim()]);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

struct Making<'a> {
    scope: &'a Scope<'a>,
    task: &'a TaskSpec,
    maker: Maker,
    facts: BTreeMap<&'a str, Facts>,
}

impl Making<'_> {
    fn facts(&mut self) -> Result<(), Wrong> {
        let count = self.task.facts.len();
        if count > MOST_FACTS {
            let reason = format!("{count} facts; expected at most {MOST_FACTS}");
            return Err(Wrong::new("facts", reason));
        }
        for (number, fact) in self.task.facts.iter().enumerate() {
            let bits = self.maker.fact(&fact.name, fact.shown_by.iter().cloned());
            let place = format!("facts[{number}]");
            if fact.shown_by.iter().any(String::is_empty) {
                let reason = "an empty text stands in every answer";
                return Err(Wrong::new("shown_by", reason).within(&place));
            }
            if self.facts.insert(&fact.name, bits).is_some() {
                let reason = format!("there are two facts `{}`", fact.name);
                return Err(Wrong::new("name", reason).within(&place));
            }
        }
        let identity = self.known(&self.task.identified_by, "identified_by")?;
        self.maker.identified_by(identity);
        Ok(())
    }

    fn known(&self, names: &[String], field: &str) -> Result<Facts, Wrong> {
        let mut all = 0;
        for (number, name) in names.iter().enumerate() {
            let bits = self.facts.get(name.as_str()).ok_or_else(|| {
                let there: Vec<&str> = self.facts.keys().copied().collect();
                let reason = format!("there is no fact `{name}`; there are: {}", there.join(", "));
                Wrong::new(format!("{field}[{number}]"), reason)
            })?;
            all |= bits;
        }
        Ok(all)
    }

    fn calls(&mut self) -> Result<(), Wrong> {
        let (scope, task) = (self.scope, self.task);
        for (field, calls) in [
            ("reads", &task.reads),
            ("gold", &task.gold),
            ("wrong", &task.wrong),
        ] {
            for (number, call) in calls.iter().enumerate() {
                let at = |wrong: Wrong| wrong.within(&format!("{field}[{number}]"));
                check_call(scope, call, field == "reads").map_err(at)?;
                let after = self.known(&call.after, "after").map_err(at)?;
                let evidence = self.known(&call.evidence, "evidence").map_err(at)?;
                let (tool, given) = (&call.tool, Value::Object(call.arguments.clone()));
                let before = match field {
                    "gold" => &task.gold[..number],
                    "wrong" => &task.gold[..],
                    _ => &[],
                };
                if before
                    .iter()
                    .any(|other| other.tool == *tool && other.arguments == call.arguments)
                {
                    return Err(at(Wrong::new(
                        "",
                        "this call is asked for already, under `gold`",
                    )));
                }
                match field {
                    "reads" => self.maker.read(tool, given, after),
                    "gold" => {
                        self.maker.write(tool, given, after, evidence);
                    }
                    _ => self.maker.wrong(tool, given, after),
                }
            }
        }
        for (number, disturbance) in task.disturbances.iter().enumerate() {
            let place = format!("disturbances[{number}].tool");
            let tool = &disturbance.tool;
            rules::tool(tool, scope.setting.pack.tools())
                .map_err(|reason| Wrong::new(&place, reason))?;
            let before = &task.disturbances[..number];
            if before.iter().any(|other| other.tool == *tool) {
                return Err(Wrong::new(&place, format!("`{tool}` is disturbed already")));
            }
            self.maker.fault(lasting(tool), disturbance.kind.into());
        }
        Ok(())
    }

    fn words(&mut self) -> Result<(), Wrong> {
        let mut names = BTreeSet::new();
        for (number, ask) in self.task.ask.iter().enumerate() {
            let at = |wrong: Wrong| wrong.within(&format!("ask[{number}]"));
            check_name("about", &ask.about).map_err(at)?;
            if !names.insert(&ask.about) {
                let reason = format!("`{}` is asked about twice", ask.about);
                return Err(at(Wrong::new("about", reason)));
            }
            let facts = self.known(&ask.tells, "tells").map_err(at)?;
            let answer = format!("The customer says: {}", ask.answer);
            self.maker.topic(lasting(&ask.about), &answer, facts);
        }
        let mut names = BTreeSet::new();
        for (number, tell) in self.task.tell.iter().enumerate() {
            let at = |wrong: Wrong| wrong.within(&format!("tell[{number}]"));
            check_name("what", &tell.what).map_err(at)?;
            if !names.insert(&tell.what) {
                let reason = format!("`{}` is to be told twice", tell.what);
                return Err(at(Wrong::new("what", reason)));
            }
            let evidence = self.known(&tell.evidence, "evidence").map_err(at)?;
            for value in &tell.wrong {
                if value.eq_ignore_ascii_case(&tell.value) {
                    let reason = format!("`{value}` is the right value: case does not count");
                    return Err(at(Wrong::new("wrong", reason)));
                }
            }
            for value in std::iter::once(&tell.value).chain(&tell.wrong) {
                if value.trim().is_empty()
                    || value.trim() != value
                    || value.len() > 120
                    || value.contains(['\n', ')'])
                {
                    let reason = format!(
                        "`{value}`: expected 1 to 120 bytes on one line, without `)` and without blanks around it"
                    );
                    return Err(at(Wrong::new("value", reason)));
                }
            }
            self.maker
                .tell_words(lasting(&tell.what), &tell.value, evidence, &tell.wrong);
        }
        Ok(())
    }

    fn ends(&mut self) -> Result<(), Wrong> {
        if let Some(right) = &self.task.hand_over {
            let evidence = self.hand_over(right, "hand_over")?;
            self.maker
                .transfer(lasting(&right.reason), &right.about, evidence, &[]);
        }
        for (number, wrong) in self.task.wrong_hand_overs.iter().enumerate() {
            let evidence = self.hand_over(wrong, &format!("wrong_hand_overs[{number}]"))?;
            self.maker
                .offer_transfer(&wrong.reason, &wrong.about, evidence);
        }
        Ok(())
    }

    fn hand_over(&self, end: &HandOver, field: &str) -> Result<Facts, Wrong> {
        let at = |wrong: Wrong| wrong.within(field);
        check_name("reason", &end.reason).map_err(at)?;
        if end.about.trim().is_empty() || end.about.contains(['\n', ')']) {
            let reason = "expected the id that it is about, on one line and without `)`";
            return Err(at(Wrong::new("about", reason)));
        }
        self.known(&end.evidence, "evidence").map_err(at)
    }
}

/// What an agent chooses by: small letters, so that it is written in one way.
fn check_name(field: &str, name: &str) -> Result<(), Wrong> {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " '_-".contains(c);
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 40
        && name.chars().all(letter)
        && !name.ends_with(' ');
    match good {
        true => Ok(()),
        false => Err(Wrong::new(
            field,
            format!(
                "`{name}`: expected 1 to 40 of a-z, 0-9, space, `'`, `_` and `-`, a letter first"
            ),
        )),
    }
}

fn check_call(scope: &Scope<'_>, call: &CallSpec, reads: bool) -> Result<(), Wrong> {
    let tool = rules::tool(&call.tool, scope.setting.pack.tools())
        .map_err(|reason| Wrong::new("tool", reason))?;
    if reads && !tool.is_read_only() {
        let reason = format!(
            "`{}` does not say that it only reads: give it the annotation `readOnlyHint`, or list the call under `gold` or `wrong`",
            tool.name
        );
        return Err(Wrong::new("tool", reason));
    }
    let given = Value::Object(call.arguments.clone());
    validate(&tool.input_schema, &given)
        .map_err(|violation| Wrong::new("arguments", violation.to_string()))
}

/// Why no way leads to the end of a task whose gold calls can be carried out: the facts that no answer shows.
fn never(scope: &Scope<'_>, task: &TaskSpec) -> String {
    let told = task.ask.iter().flat_map(|ask| &ask.tells);
    let mut seen: BTreeSet<&str> = told.map(String::as_str).collect();
    let base = &scope.setting.base;
    let tables = base.specs().filter_map(|spec| base.table(&spec.name));
    let granted: Vec<_> = tables.map(|table| (table, Access::Write)).collect();
    let grants = Grants::new(base, &granted);
    let mut tables = Tables::new(base.clone());
    for call in task.reads.iter().chain(&task.gold).chain(&task.reads) {
        let given = Value::Object(call.arguments.clone());
        let request = Call::new(&call.tool, &given, &grants);
        let Ok(reply) = scope.setting.pack.call(&mut tables, &request) else {
            continue;
        };
        let text = reply.content.join("\n");
        let shows = |shown_by: &[String]| {
            !shown_by.is_empty() && shown_by.iter().all(|part| text.contains(part.as_str()))
        };
        let shown = task.facts.iter().filter(|fact| shows(&fact.shown_by));
        seen.extend(shown.map(|fact| fact.name.as_str()));
    }
    let calls = task.reads.iter().chain(&task.gold);
    let needed = calls.flat_map(|call| call.after.iter().chain(&call.evidence));
    let needed = needed.chain(task.tell.iter().flat_map(|tell| &tell.evidence));
    let needed = needed.chain(task.hand_over.iter().flat_map(|end| &end.evidence));
    let unseen: BTreeSet<&str> = needed
        .map(String::as_str)
        .filter(|name| !seen.contains(name))
        .collect();
    match unseen.is_empty() {
        true => "its gold calls can be carried out, and yet they do not solve it: a rule forbids one of them, or the facts wait for one another".into(),
        false => {
            let names: Vec<String> = unseen.iter().map(|name| format!("`{name}`")).collect();
            format!(
                "its gold calls can be carried out, and yet they do not solve it: nothing shows {}",
                names.join(", ")
            )
        }
    }
}

impl From<Kind> for FaultKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Transient => Self::Transient,
            Kind::RateLimited => Self::RateLimit,
            Kind::Timeout => Self::Timeout,
            Kind::PartialPage => Self::PartialPage,
            Kind::StaleRead => Self::StaleRead,
            Kind::WrongType => Self::WrongType,
        }
    }
}
