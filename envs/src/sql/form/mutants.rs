//! What a mistaken reader would write: each clause of a form left out or changed.

use super::{Agg, Cond, Op, Query, Select, SetOp, Test};

/// A query that is not what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Mutant {
    /// The query.
    pub(in super::super) sql: String,
    /// Whether it never means the same, so that databases must tell it from the right one.
    pub(in super::super) must_differ: bool,
}

/// Every query that is one change away.
pub(in super::super) fn mutants(query: &Query) -> Vec<Mutant> {
    let mut found: Vec<(Query, bool)> = vec![];
    for (at, select) in query.selects().into_iter().enumerate() {
        let mut changed: Vec<(Select, bool)> = vec![];
        of_select(select, &mut changed);
        found.extend(
            changed
                .into_iter()
                .map(|(s, must)| (query.with(at, s), must)),
        );
    }
    match query {
        Query::One(_) => {}
        Query::Set(op, left, right) => {
            for other in [SetOp::Except, SetOp::Intersect, SetOp::Union] {
                if other != *op {
                    found.push((Query::Set(other, left.clone(), right.clone()), true));
                }
            }
            if *op == SetOp::Except {
                found.push((Query::Set(*op, right.clone(), left.clone()), true));
            }
            found.push((Query::One(left.clone()), true));
            found.push((Query::One(right.clone()), true));
        }
        Query::Minus(left, right) => {
            found.push((Query::Minus(right.clone(), left.clone()), true));
            found.push((Query::One(left.clone()), true));
            found.push((Query::One(right.clone()), true));
        }
    }
    let mut mutants: Vec<Mutant> = vec![];
    let right = query.sql();
    for (query, must_differ) in found {
        let sql = query.sql();
        if sql != right && !mutants.iter().any(|m| m.sql == sql) {
            mutants.push(Mutant { sql, must_differ });
        }
    }
    mutants
}

fn of_select(select: &Select, found: &mut Vec<(Select, bool)>) {
    let mut add = |must: bool, change: &dyn Fn(&mut Select)| {
        let mut changed = select.clone();
        change(&mut changed);
        found.push((changed, must));
    };
    for (at, cond) in select.filter.iter().enumerate() {
        // A subquery's link to the query around it is no condition of the question.
        if is_link(cond) {
            continue;
        }
        add(!is_guard(cond), &|s| drop(s.filter.remove(at)));
        for (changed, must) in of_cond(cond) {
            add(must, &|s| s.filter[at] = changed.clone());
        }
    }
    for (at, cond) in select.having.iter().enumerate() {
        add(true, &|s| drop(s.having.remove(at)));
        for (changed, must) in of_cond(cond) {
            add(must, &|s| s.having[at] = changed.clone());
        }
    }
    // One that says "each once" says so because some come twice; to say it of others may change nothing.
    add(select.distinct, &|s| s.distinct = !s.distinct);
    for at in 0..select.joins.len() {
        add(false, &|s| s.joins[at].left = !s.joins[at].left);
    }
    for (at, item) in select.items.iter().enumerate() {
        for agg in other_aggs(item.agg) {
            add(true, &|s| s.items[at].agg = Some(agg));
        }
        if select.items.len() > 1 {
            add(true, &|s| drop(s.items.remove(at)));
        }
    }
    if !select.group.is_empty() {
        add(true, &|s| s.group.clear());
    }
    if !select.order.is_empty() {
        add(true, &|s| s.order[0].1 = !s.order[0].1);
        add(true, &|s| s.order.clear());
    }
    if let Some(limit) = select.limit {
        add(true, &|s| s.limit = None);
        add(true, &|s| s.limit = Some(limit + 1));
        if limit > 1 {
            add(true, &|s| s.limit = Some(limit - 1));
        }
    }
}

/// Whether a condition links a subquery to the query around it.
fn is_link(cond: &Cond) -> bool {
    matches!(&cond.test, Test::Is(Op::Eq, right) if right.starts_with('T') && right.contains('.'))
}

/// Whether a condition keeps NULLs out: where there are none at the place, it changes nothing.
fn is_guard(cond: &Cond) -> bool {
    cond.test == Test::Null(false)
}

fn other_aggs(agg: Option<Agg>) -> Vec<Agg> {
    match agg {
        Some(Agg::Sum) => vec![Agg::Avg],
        Some(Agg::Avg) => vec![Agg::Sum],
        Some(Agg::Min) => vec![Agg::Max],
        Some(Agg::Max) => vec![Agg::Min],
        Some(Agg::Count) | None => vec![],
    }
}

fn of_cond(cond: &Cond) -> Vec<(Cond, bool)> {
    let mut found = vec![];
    let mut add = |test: Test, must: bool| {
        let test = Cond {
            test,
            ..cond.clone()
        };
        found.push((test, must));
    };
    match &cond.test {
        Test::Is(op, right) => {
            // A literal is one that occurs; two columns need be equal in no row.
            let is_column = right.contains('.');
            for (other, must) in neighbours(*op) {
                let must = must && (!is_column || other == opposite(*op));
                add(Test::Is(other, right.clone()), must);
            }
            for other in &cond.instead {
                add(Test::Is(*op, other.clone()), true);
            }
        }
        Test::Between(low, high) => {
            add(Test::Is(Op::Ge, low.clone()), true);
            add(Test::Is(Op::Le, high.clone()), true);
            add(Test::Is(Op::Eq, low.clone()), true);
            for (low, high) in [
                (format!("date({low}, '+1 day')"), high.clone()),
                (low.clone(), format!("date({high}, '-1 day')")),
            ] {
                add(Test::Between(low, high), true);
            }
        }
        Test::Null(is) => add(Test::Null(!is), true),
        Test::Against(op, select) => {
            // No row need be exactly at an average.
            for (other, _) in neighbours(*op) {
                add(Test::Against(other, select.clone()), opposite(*op) == other);
            }
            let mut inner = vec![];
            of_select(select, &mut inner);
            for (select, must) in inner {
                add(Test::Against(*op, Box::new(select)), must);
            }
        }
        Test::Exists(is, select) => {
            add(Test::Exists(!is, select.clone()), true);
            let mut inner = vec![];
            of_select(select, &mut inner);
            for (select, must) in inner {
                add(Test::Exists(*is, Box::new(select)), must);
            }
        }
    }
    found
}

fn opposite(op: Op) -> Op {
    match op {
        Op::Eq => Op::Ne,
        Op::Ne => Op::Eq,
        Op::Gt | Op::Ge => Op::Lt,
        Op::Lt | Op::Le => Op::Gt,
    }
}

/// Comparisons that are taken for another. Whether the bound counts is told apart where the bound is met.
fn neighbours(op: Op) -> Vec<(Op, bool)> {
    let bound = match op {
        Op::Eq | Op::Ne => None,
        Op::Gt => Some(Op::Ge),
        Op::Ge => Some(Op::Gt),
        Op::Lt => Some(Op::Le),
        Op::Le => Some(Op::Lt),
    };
    let bound = bound.map(|op| (op, true));
    bound.into_iter().chain([(opposite(op), true)]).collect()
}
