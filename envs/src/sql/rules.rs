//! What can be done, what a step comes to, and what is stated of it.

use super::{
    facts,
    schema::{ColumnId, Theme},
    text::{self, written},
    types::{Action, Def, Right, Shown, State, Worked},
};
use truestep_core::{
    model::{Applied, MenuEntry},
    truth::{Detail, FactSet, Rejection},
};

/// Read an action.
pub(super) fn decode(def: &Def, text: &str) -> Result<Action, Rejection> {
    let (form, values) = written(def, text)?;
    let value = values.first().copied().unwrap_or_default();
    match form {
        "list_tables" => Ok(Action::ListTables),
        "describe" => table_of(def.theme, value).map(Action::Describe),
        "sample" => {
            let (table, column) = column_of(def.theme, value, values.get(1).copied())?;
            Ok(Action::Sample(table, column))
        }
        "no_answer" => {
            let reason = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let same = def.reasons.iter().find(|r| r.eq_ignore_ascii_case(&reason));
            Ok(Action::NoAnswer(
                same.cloned().unwrap_or_else(|| reason.into()),
            ))
        }
        query_or_submit => {
            let sql = text::statement(value)?;
            let known = def.worked.get_key_value(sql.as_str());
            let sql = known.map_or_else(|| sql.as_str().into(), |(sql, _)| sql.clone());
            Ok(match query_or_submit {
                "query" => Action::Query(sql),
                _ => Action::Submit(sql),
            })
        }
    }
}

fn unquoted(name: &str) -> &str {
    name.trim_matches(['"', '`', '\'', ' '])
}

fn table_of(theme: &Theme, name: &str) -> Result<usize, Rejection> {
    theme.table(unquoted(name)).ok_or_else(|| {
        let message = format!("there is no table `{name}`: list_tables names them");
        Rejection::new("no_such_table", message)
    })
}

fn column_of(theme: &Theme, table: &str, column: Option<&str>) -> Result<ColumnId, Rejection> {
    let number = table_of(theme, table)?;
    let column = unquoted(column.unwrap_or_default());
    let found = theme.tables[number].column(column);
    let found = found.ok_or_else(|| {
        let message =
            format!("there is no column `{column}` in `{table}`: describe[{table}] names them");
        Rejection::new("no_such_column", message)
    })?;
    Ok((number, found))
}

/// Whether an action can be executed.
pub(super) fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    if state.ended.is_some() {
        let message = "the question has been answered";
        return Err(Rejection::new("episode_over", message));
    }
    let (Action::Query(sql) | Action::Submit(sql)) = action else {
        return Ok(());
    };
    let worked = def.worked(sql);
    match (&worked.refused, action, &worked.wrong) {
        (Some(refusal), _, _) => Err(Rejection::new("not_allowed", refusal.to_string())),
        // What gives no rows is nothing that could be compared.
        (None, Action::Submit(_), Some(wrong)) => {
            let message = format!("only a query that runs can be submitted: {wrong}");
            Err(Rejection::new("does_not_run", message))
        }
        _ => Ok(()),
    }
}

/// Execute an admitted action.
pub(super) fn step(def: &Def, state: &mut State, action: &Action) -> Applied {
    let before = state.clone();
    let shows = match action {
        Action::ListTables => {
            state.shown = Some(Shown::Tables);
            facts::listed(def.theme)
        }
        Action::Describe(table) => {
            state.shown = Some(Shown::Table(*table));
            facts::described(def.theme, *table)
        }
        Action::Sample(table, column) => {
            state.shown = Some(Shown::Values(*table, *column));
            facts::sampled(def.theme, (*table, *column))
        }
        Action::Query(sql) => {
            let worked = def.worked(sql);
            state.shown = Some(Shown::Result {
                sql: sql.clone(),
                output: worked.output.clone(),
            });
            worked.shows
        }
        Action::Submit(sql) => {
            state.ended = Some(def.is_right(sql));
            FactSet::default()
        }
        Action::NoAnswer(reason) => {
            state.ended = Some(def.is_reason(reason));
            FactSet::default()
        }
    };
    state.known = state.known.union(shows);
    match *state == before {
        true => Applied {
            changed: false,
            repeated: true,
        },
        false => Applied::CHANGED,
    }
}

/// The menu: the schema as far as its names are known, queries and submissions that rest on what is known, reasons.
pub(super) fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
    if state.ended.is_some() {
        return;
    }
    let theme = def.theme;
    let known = |fact: usize| state.known.contains(fact);
    let mut offer = |action| out.push(MenuEntry { action, weight: 1 });
    offer(Action::ListTables);
    for (number, table) in theme.tables.iter().enumerate() {
        if known(facts::table(number)) {
            offer(Action::Describe(number));
        }
        for (at, column) in table.columns.iter().enumerate() {
            if column.kind.is_category() && known(facts::column(theme, (number, at))) {
                offer(Action::Sample(number, at));
            }
        }
    }
    let rests = |sql: &str| {
        let needs = def.worked.get(sql).map(|worked| worked.needs);
        needs.is_some_and(|needs| state.known.includes(needs))
    };
    for sql in def.queries.iter().filter(|sql| rests(sql)) {
        offer(Action::Query(sql.clone()));
    }
    for sql in def.submits.iter().filter(|sql| rests(sql)) {
        offer(Action::Submit(sql.clone()));
    }
    if state.known.includes(facts::listed(theme)) {
        for reason in &def.reasons {
            offer(Action::NoAnswer(reason.clone()));
        }
    }
}

/// Whether an end rests on what was shown.
pub(super) fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
    match action {
        Action::Submit(sql) => {
            let worked = def.worked(sql);
            // However its codes are written, what is right rests on what they stand for.
            let needs = worked.needs.union(facts::codes_of(def.theme, def.evidence));
            Some(worked.is_right() && state.known.includes(needs))
        }
        // That no table holds it is known once all have been looked at.
        Action::NoAnswer(reason) => {
            Some(def.is_reason(reason) && state.known.includes(def.evidence))
        }
        _ => None,
    }
}

/// The sub-goals of a task with what each takes: the needed columns of a table, the needed coding of a column.
pub(super) fn subgoals_of(theme: &Theme, evidence: FactSet) -> Vec<(String, FactSet)> {
    let mut subgoals = vec![];
    for (number, table) in theme.tables.iter().enumerate() {
        let columns = (0..table.columns.len()).map(|at| facts::column(theme, (number, at)));
        let own = columns.chain([facts::table(number)]);
        let needed = own.filter(|fact| evidence.contains(*fact));
        let needed = needed.fold(FactSet::default(), FactSet::with);
        if !needed.is_empty() {
            subgoals.push((format!("columns_of_{}", table.name), needed));
        }
    }
    for id in facts::codings(theme) {
        if let Some(coding) = facts::coding(theme, id).filter(|c| evidence.contains(*c)) {
            let name = format!(
                "codes_of_{}_{}",
                theme.tables[id.0].name,
                theme.column(id).name
            );
            subgoals.push((name, FactSet::default().with(coding)));
        }
    }
    subgoals
}

/// Those that hold, and the right end.
pub(super) fn subgoals(def: &Def, state: &State) -> FactSet {
    let all = subgoals_of(def.theme, def.evidence);
    let held = all.iter().enumerate();
    let held = held.filter(|(_, (_, facts))| state.known.includes(*facts));
    let held = held.fold(FactSet::default(), |set, (number, _)| set.with(number));
    match state.ended {
        Some(true) => held.with(all.len()),
        _ => held,
    }
}

/// What is left to be found out in a state.
pub(super) fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
    let left = def.evidence.minus(state.known).len();
    out.push(Detail::new("answerable", left == 0));
    out.push(Detail::new("facts_left", left));
    out.push(Detail::new("databases", def.databases.len()));
}

/// And what a step found out, or how far a query is right.
pub(super) fn step_details(
    def: &Def,
    before: &State,
    action: &Action,
    after: &State,
    out: &mut Vec<Detail>,
) {
    let gained = after.known.minus(before.known);
    out.push(Detail::new("facts_gained", gained.len()));
    let needed = gained.intersection(def.evidence).len();
    out.push(Detail::new("new_evidence", needed));
    if let Action::Query(sql) | Action::Submit(sql) = action {
        query_details(def, &def.worked(sql), out);
    }
}

/// How far a query is right.
fn query_details(def: &Def, worked: &Worked, out: &mut Vec<Detail>) {
    out.push(Detail::new("parses", worked.parses));
    out.push(Detail::new("runs", worked.runs()));
    let Right::Query { pieces: right, .. } = &def.right else {
        return;
    };
    let matched = worked.matches.iter().filter(|is| **is).count();
    let first = worked.matches.first() == Some(&true);
    out.push(Detail::new("execution_match", first));
    let suite = matched == worked.matches.len();
    out.push(Detail::new("suite_match", suite));
    let each = worked
        .matches
        .iter()
        .map(|is| if *is { "yes" } else { "no" });
    let each: Vec<&str> = each.collect();
    out.push(Detail::new("matches", each.join(" ")));
    let Some(pieces) = &worked.pieces else {
        return;
    };
    out.push(Detail::new("exact_set_match", pieces.is_exact(right)));
    for (clause, shared) in pieces.shared(right) {
        out.push(Detail::new(
            format!("{clause}_precision"),
            shared.precision(),
        ));
        out.push(Detail::new(format!("{clause}_recall"), shared.recall()));
        out.push(Detail::new(format!("{clause}_f1"), shared.f1()));
    }
    let [tables, columns, both] = pieces.linking(right);
    out.push(Detail::new("table_linking", tables));
    out.push(Detail::new("column_linking", columns));
    out.push(Detail::new("schema_linking", both));
    out.push(Detail::new("ngram_similarity", pieces.bigrams(right)));
}
