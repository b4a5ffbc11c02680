//! From a draft to a task: what it gives on each database, what the databases tell apart, and what it rests on.

use super::{
    Template,
    draft::{Asked, Draft},
    draw::Draw,
};
use crate::sql::{
    clauses::Pieces,
    engine::{Cell, Database, Outcome, Reads, Rows},
    facts,
    form::{Item, Query, mutants, rewrites},
    grade::Answer,
    planner,
    recent::Recent,
    rules,
    schema::Theme,
    text,
    types::{Def, Right, State, plain_words},
};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use truestep_core::{
    model::{Goal, Subgoal},
    task::Task,
    truth::FactSet,
};

/// Draws before a seed has no instance.
const ATTEMPTS: u32 = 200;
/// Most rows of an answer.
const MOST_ANSWER_ROWS: usize = 60;
/// Wrong queries the menu offers to submit.
const OFFERED: usize = 8;
/// Steps a run is given beyond twice the distance.
const SPARE_STEPS: u32 = 6;

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no question was found in {} draws", ATTEMPTS)]
pub(crate) struct NoInstance;

/// The first attempt that makes a task.
pub(crate) fn define(
    template: &Template,
    task: &Task,
    databases: &[Arc<Database>],
) -> Result<Def, NoInstance> {
    let attempt = |number: u32| {
        let mut draw = Draw {
            theme: databases[0].theme,
            shown: &databases[0],
            chance: task.stream("question").branch(number.into()).sampled(),
        };
        let draft = (template.draft)(&mut draw)?;
        made(draft, databases)
    };
    (0..ATTEMPTS).find_map(attempt).ok_or(NoInstance)
}

fn made(draft: Draft, databases: &[Arc<Database>]) -> Option<Def> {
    let theme = databases[0].theme;
    match draft.right {
        Asked::Rows {
            ref query,
            ref same,
            ref ties,
        } => {
            let judged = Judged::new(query, databases)?;
            judged.has_no_ties(query, ties).then_some(())?;
            let mut equal = rewrites(query);
            equal.extend(same.iter().cloned());
            equal.iter().all(|sql| judged.is_right(sql)).then_some(())?;
            let wrong = judged.told_apart(query, &draft.wrong)?;
            answerable(draft, databases, judged, equal, wrong)
        }
        Asked::Nothing { ref what, table } => {
            let (what, question) = (what.clone(), draft.question);
            unanswerable(theme, databases, &question, &what, table, draft.wrong)
        }
    }
}

/// A right query with what it gives.
struct Judged<'a> {
    databases: &'a [Arc<Database>],
    sql: String,
    answers: Vec<Answer>,
}

fn rows_of(database: &Database, sql: &str) -> Option<Rows> {
    match database.run(sql) {
        Ok((Outcome::Rows(rows), _)) => Some(rows),
        _ => None,
    }
}

impl<'a> Judged<'a> {
    /// A query that gives something on the database that is shown, and something else on another.
    fn new(query: &Query, databases: &'a [Arc<Database>]) -> Option<Self> {
        let sql = query.sql();
        let results: Vec<Rows> = databases
            .iter()
            .map(|database| rows_of(database, &sql))
            .collect::<Option<_>>()?;
        let first = &results[0];
        let is_nothing = |rows: &Rows| rows.rows.iter().flatten().all(|cell| *cell == Cell::Null);
        let is_small = (1..=MOST_ANSWER_ROWS).contains(&first.rows.len());
        (is_small && !is_nothing(first)).then_some(())?;
        let answers: Vec<Answer> = results
            .iter()
            .map(|rows| Answer::new(rows, query.is_ordered()))
            .collect();
        answers
            .iter()
            .any(|answer| *answer != answers[0])
            .then_some(())?;
        Some(Self {
            databases,
            sql,
            answers,
        })
    }

    fn is_right(&self, sql: &str) -> bool {
        let mut each = self.databases.iter().zip(&self.answers);
        each.all(|(database, answer)| rows_of(database, sql).is_some_and(|rows| answer.is(&rows)))
    }

    /// Whether no two rows are equal in the order that is asked for.
    fn has_no_ties(&self, query: &Query, ties: &str) -> bool {
        let Query::One(select) = query else {
            return true;
        };
        select.order.is_empty()
            || [false, true].into_iter().all(|down| {
                let mut select = select.clone();
                select.order.push((Item::plain(ties), down));
                self.is_right(&select.sql())
            })
    }

    /// The wrong queries that the databases tell from the right one; nothing if they miss one that they must.
    fn told_apart(&self, query: &Query, given: &[String]) -> Option<Vec<String>> {
        let mut wrong: Vec<String> = vec![];
        for sql in given {
            (!self.is_right(sql)).then_some(())?;
            wrong.push(sql.clone());
        }
        for mutant in mutants(query) {
            match self.is_right(&mutant.sql) {
                false if !wrong.contains(&mutant.sql) => wrong.push(mutant.sql),
                true if mutant.must_differ => return None,
                _ => {}
            }
        }
        Some(wrong)
    }
}

fn answerable(
    draft: Draft,
    databases: &[Arc<Database>],
    judged: Judged<'_>,
    same: Vec<String>,
    wrong: Vec<String>,
) -> Option<Def> {
    let theme = databases[0].theme;
    let Asked::Rows { query, .. } = draft.right else {
        return None;
    };
    let sql: Arc<str> = judged.sql.as_str().into();
    let right = Right::Query {
        pieces: Box::new(Pieces::of(theme, &sql)?),
        answers: judged.answers,
        sql: sql.clone(),
    };
    let reads = databases[0].run(&sql).ok()?.1;
    let evidence = facts::needed(theme, &sql, &reads);
    let first = query.selects()[0];
    let mut bare = first.clone();
    (bare.filter, bare.having, bare.limit) = (vec![], vec![], None);
    let name = first.from.split(' ').next().unwrap_or_default();
    let parts = [
        format!("SELECT count(*) FROM {name}"),
        bare.sql(),
        sql.to_string(),
    ];
    let mut def = Def {
        goal: goal(theme, draft.question, evidence),
        forms: text::forms(),
        theme,
        databases: databases.to_vec(),
        right,
        evidence,
        queries: vec![],
        submits: vec![],
        reasons: vec![held(theme, &reads).into()],
        wrong,
        same,
        worked: FxHashMap::default(),
        recent: Recent::default(),
    };
    for part in parts {
        offer(&mut def, &part, Offered::ToRun);
    }
    offer(&mut def, &sql, Offered::ToSubmit);
    offer_wrong(&mut def);
    Some(finished(def))
}

/// Something the tables do hold, as a reason that is wrong.
fn held(theme: &Theme, reads: &Reads) -> String {
    let Some(&id) = reads.columns.iter().next() else {
        return "number of rows".into();
    };
    format!(
        "{} of the {}",
        theme.column(id).noun,
        theme.tables[id.0].one
    )
}

fn unanswerable(
    theme: &'static Theme,
    databases: &[Arc<Database>],
    question: &str,
    what: &str,
    table: usize,
    wrong: Vec<String>,
) -> Option<Def> {
    // That no table holds it is known when all have been looked at.
    let tables = 0..theme.tables.len();
    let all = tables.map(|table| facts::described(theme, table));
    let evidence = all.fold(FactSet::default(), FactSet::union);
    let plain = "the of a an no not none is are there column table field missing recorded record stored store kept keep \
                 for in any anywhere database do does doe has have hold held contain exist that which what about its it \
                 nor data information value s";
    let tables = theme.tables.iter();
    let tables: Vec<String> = tables
        .map(|table| format!("{} {} {}", table.one, table.many, table.name))
        .collect();
    let beside = format!("{plain} {}", tables.join(" "));
    let columns = theme
        .tables
        .iter()
        .flat_map(|table| table.columns.iter().skip(1));
    let others = theme.absent.iter().filter(|(other, _)| other != what);
    let mut reasons: Vec<Arc<str>> = columns.map(|column| column.noun.as_str().into()).collect();
    reasons.extend(others.map(|(other, _)| other.as_str().into()));
    reasons.push(what.into());
    reasons.sort_unstable();
    reasons.dedup();
    let mut def = Def {
        goal: goal(theme, question.to_owned(), evidence),
        forms: text::forms(),
        theme,
        databases: databases.to_vec(),
        right: Right::Nothing {
            what: what.to_owned(),
            beside: plain_words(&beside),
        },
        evidence,
        queries: vec![],
        submits: vec![],
        reasons,
        wrong,
        same: vec![],
        worked: FxHashMap::default(),
        recent: Recent::default(),
    };
    let count = format!("SELECT count(*) FROM {}", theme.tables[table].name);
    offer(&mut def, &count, Offered::ToRun);
    offer_wrong(&mut def);
    Some(finished(def))
}

fn goal(theme: &Theme, instruction: String, evidence: FactSet) -> Goal {
    let subgoals = rules::subgoals_of(theme, evidence);
    let names = subgoals.into_iter().map(|(name, _)| name);
    let names = names.chain(["answered".to_owned()]);
    Goal {
        instruction,
        subgoals: names
            .map(|name| Subgoal {
                name,
                requires: vec![],
            })
            .collect(),
        evidence: facts::names(theme),
        max_steps: 0,
        feasible: true,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Offered {
    ToRun,
    ToSubmit,
}

/// Put a query on the menu. One that does not run is offered to nobody.
fn offer(def: &mut Def, sql: &str, offered: Offered) {
    let sql: Arc<str> = sql.into();
    let worked = def.worked(&sql);
    if !worked.runs() {
        return;
    }
    def.worked.insert(sql.clone(), worked);
    let list = match offered {
        Offered::ToRun => &mut def.queries,
        Offered::ToSubmit => &mut def.submits,
    };
    if !list.contains(&sql) {
        list.push(sql);
    }
}

/// Some of the wrong queries, spread over the ways in which they are wrong.
fn offer_wrong(def: &mut Def) {
    let apart = def.wrong.len().div_ceil(OFFERED).max(1);
    let some: Vec<String> = def.wrong.iter().step_by(apart).cloned().collect();
    for sql in some {
        offer(def, &sql, Offered::ToSubmit);
    }
    // Where a query stands says nothing of it.
    def.submits.sort_unstable();
}

fn finished(mut def: Def) -> Def {
    let start = State::default();
    let steps = planner::distance(&def, &start).steps().unwrap_or_default();
    def.goal.max_steps = 2 * steps + SPARE_STEPS;
    def
}
