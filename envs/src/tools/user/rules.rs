//! The rules of a domain's file as the kernel's, and the texts that must outlive it.

use super::{
    error::Wrong,
    manifest::{Forbids, RowSpec, RuleSpec, TableOf, Values},
};
use crate::tools::kernel::{
    forbid::{Forbidden, RowIs, Test},
    rule::{Check, Rule},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};
use truestep_sandbox::Tool;

/// Values that last as long as the process, each once: the kernel's rules and topics are written for names that stand in the
/// program, and those of a file are few and of bounded size. Reading the same file again makes nothing new.
struct Lasting<T: ?Sized + 'static>(Mutex<BTreeMap<String, &'static T>>);

impl<T: ?Sized> Lasting<T> {
    const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    fn get(&self, name: &str, make: impl FnOnce() -> Box<T>) -> &'static T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = all.get(name) {
            return found;
        }
        let made: &'static T = Box::leak(make());
        all.insert(name.to_owned(), made);
        made
    }
}

/// A text that lasts.
pub(super) fn lasting(text: &str) -> &'static str {
    static TEXTS: Lasting<str> = Lasting::new();
    TEXTS.get(text, || text.into())
}

/// What every dialogue asks for: a change is laid before the customer first.
pub(super) const CONFIRM: Rule = Rule {
    name: "confirm",
    text: "Lay every change before the customer with `confirm_with_user` and carry it out once the customer has agreed, one change at a time.",
    check: Check::Confirmed,
};

/// What every task asks for.
pub(super) const ASKED: Rule = Rule {
    name: "asked",
    text: "Change nothing that is not asked for: what was changed cannot be made good.",
    check: Check::Asked,
};

/// What every task with something to tell asks for.
pub(super) const TRUTH: Rule = Rule {
    name: "truth",
    text: "Tell the customer what is asked for, rightly, and nothing else.",
    check: Check::True,
};

/// The names of a domain's rules that are not the file's to give.
const OURS: [&str; 3] = [CONFIRM.name, ASKED.name, TRUTH.name];

/// The rules that a file lists.
pub(super) fn read(
    rules: &[RuleSpec],
    tools: &[Tool],
    tables: &[TableOf],
) -> Result<Vec<Rule>, Wrong> {
    let mut all: Vec<Rule> = vec![];
    for (number, rule) in rules.iter().enumerate() {
        let place = format!("rules[{number}]");
        let name = lasting(&rule.name);
        if rule.name.is_empty() || OURS.contains(&name) || all.iter().any(|r| r.name == name) {
            let reason = format!("`{name}`: expected a name that no other rule has");
            return Err(Wrong::new("name", reason).within(&place));
        }
        let check = check(rule, tools, tables).map_err(|wrong| wrong.within(&place))?;
        all.push(Rule {
            name,
            text: lasting(rule.text.trim()),
            check,
        });
    }
    Ok(all)
}

fn check(rule: &RuleSpec, tools: &[Tool], tables: &[TableOf]) -> Result<Check, Wrong> {
    match (&rule.forbids, &rule.identify_before_all_but) {
        (None, None) => Ok(Check::Told),
        (Some(_), Some(_)) => Err(Wrong::new(
            "",
            "`forbids` and `identify_before_all_but` make two rules; write them as two",
        )),
        (None, Some(free)) => {
            static LISTS: Lasting<[&'static str]> = Lasting::new();
            known(free, tools).map_err(|wrong| wrong.within("identify_before_all_but"))?;
            let names = || free.iter().map(|name| lasting(name)).collect();
            Ok(Check::Identified(LISTS.get(&free.join("\n"), names)))
        }
        (Some(forbids), None) => {
            static ALL: Lasting<Forbidden> = Lasting::new();
            let forbidden =
                forbidden(forbids, tools, tables).map_err(|wrong| wrong.within("forbids"))?;
            Ok(Check::Forbids(ALL.get(&format!("{forbidden:?}"), || {
                Box::new(forbidden.clone())
            })))
        }
    }
}

fn known(names: &[String], tools: &[Tool]) -> Result<(), Wrong> {
    for (number, name) in names.iter().enumerate() {
        tool(name, tools).map_err(|reason| Wrong::new(format!("[{number}]"), reason))?;
    }
    Ok(())
}

/// The tool of this name, or what to say where there is none.
pub(super) fn tool<'t>(name: &str, tools: &'t [Tool]) -> Result<&'t Tool, String> {
    let found = tools.iter().find(|tool| tool.name == name);
    found.ok_or_else(|| {
        let there: Vec<&str> = tools.iter().map(|tool| tool.name.as_str()).collect();
        format!("there is no tool `{name}`; there are {}", there.join(", "))
    })
}

fn forbidden(forbids: &Forbids, tools: &[Tool], tables: &[TableOf]) -> Result<Forbidden, Wrong> {
    known(&forbids.tools, tools).map_err(|wrong| wrong.within("tools"))?;
    let meant = |tool: &&Tool| forbids.tools.is_empty() || forbids.tools.contains(&tool.name);
    let takes = |tool: &Tool, name: &str| !tool.input_schema["properties"][name].is_null();
    for name in forbids.arguments.keys() {
        if !tools.iter().filter(meant).any(|tool| takes(tool, name)) {
            let reason = "none of the tools takes it: the rule would never bind";
            return Err(Wrong::new(format!("arguments.{name}"), reason));
        }
    }
    if let Some(row) = &forbids.row
        && !tools
            .iter()
            .filter(meant)
            .any(|tool| takes(tool, &row.key_from))
    {
        let reason = format!(
            "none of the tools takes `{}`: the rule would never bind",
            row.key_from
        );
        return Err(Wrong::new("row.key_from", reason));
    }
    let row = forbids.row.as_ref().map(|row| row_is(row, tables));
    Ok(Forbidden {
        tools: forbids.tools.clone(),
        arguments: forbids.arguments.clone(),
        row: row.transpose().map_err(|wrong| wrong.within("row"))?,
    })
}

fn row_is(row: &RowSpec, tables: &[TableOf]) -> Result<RowIs, Wrong> {
    let table = tables.iter().find(|table| table.name == row.table);
    let Some(table) = table else {
        let reason = format!("there is no table `{}`", row.table);
        return Err(Wrong::new("table", reason));
    };
    if row.column.is_some() && table.values == Values::Text {
        let reason = format!("the values of `{}` are texts, without columns", row.table);
        return Err(Wrong::new("column", reason));
    }
    let test = match (&row.is, &row.is_not) {
        (Some(values), None) => Test::OneOf(values.clone()),
        (None, Some(values)) => Test::NoneOf(values.clone()),
        _ => {
            return Err(Wrong::new(
                "",
                "expected `is` or `is_not`, a list of values",
            ));
        }
    };
    Ok(RowIs {
        table: row.table.clone(),
        keys: table.keys.into(),
        values: table.values.into(),
        key_from: row.key_from.clone(),
        column: row.column.clone(),
        test,
    })
}
