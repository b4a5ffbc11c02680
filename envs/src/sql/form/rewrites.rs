//! The same form in other words: what a reader may write as well.

use super::{Cond, Query, Select, Test};

/// Queries that mean the same as this one.
pub(in super::super) fn rewrites(query: &Query) -> Vec<String> {
    let sql = query.sql();
    let mut found = vec![
        format!("{};", small(&sql)),
        format!("WITH q AS ({sql}) SELECT * FROM q"),
    ];
    if query.is_ordered() {
        // That a subquery's order is kept is nobody's promise.
        found.pop();
    }
    if let Query::One(select) = query {
        of_select(select, &mut found);
    }
    if let Query::Set(op, left, right) = query {
        found.push(format!(
            "SELECT * FROM ({} {} {}) AS both",
            left.sql(),
            op.sql(),
            right.sql()
        ));
    }
    found
}

/// Keywords in small letters; texts as they are.
fn small(sql: &str) -> String {
    let parts = sql.split('\'').enumerate();
    let parts: Vec<String> = parts
        .map(|(at, part)| match at % 2 {
            0 => part.to_ascii_lowercase(),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("'")
}

fn of_select(select: &Select, found: &mut Vec<String>) {
    // The order of columns and of conditions is nobody's question.
    let mut turned = select.clone();
    turned.items.reverse();
    turned.filter.reverse();
    found.push(turned.sql());
    if !select.joins.is_empty() && select.joins.iter().all(|join| !join.left) {
        found.push(by_commas(select));
        let mut inner = select.sql();
        inner = inner.replace(" JOIN ", " INNER JOIN ");
        found.push(inner);
    }
    let between = select
        .filter
        .iter()
        .position(|c| matches!(c.test, Test::Between(..)));
    if let Some(at) = between {
        found.push(by_two_bounds(select, at));
    }
    if select.distinct && select.group.is_empty() {
        let mut grouped = select.clone();
        grouped.distinct = false;
        grouped.group = select.items.iter().map(super::Item::sql).collect();
        found.push(grouped.sql());
    }
    if let [(item, down)] = &select.order[..]
        && let Some(limit) = select.limit
    {
        let way = if *down { "DESC" } else { "ASC" };
        let mut plain = select.clone();
        (plain.order, plain.limit) = (vec![], None);
        found.push(format!(
            "{} ORDER BY {} {way} LIMIT {limit} OFFSET 0",
            plain.sql(),
            item.sql()
        ));
    }
}

/// Joins as a list of tables, their conditions among the others.
fn by_commas(select: &Select) -> String {
    let mut flat = select.clone();
    let tables = flat.joins.drain(..).map(|join| {
        let (left, right) = join.on.split_once(" = ").unwrap_or((&join.on, "1"));
        (
            join.table.clone(),
            Cond::new(left, Test::Is(super::Op::Eq, right.to_owned())),
        )
    });
    let (tables, links): (Vec<String>, Vec<Cond>) = tables.unzip();
    for table in tables {
        flat.from.push_str(", ");
        flat.from.push_str(&table);
    }
    flat.filter.splice(0..0, links);
    flat.sql()
}

fn by_two_bounds(select: &Select, at: usize) -> String {
    let mut changed = select.clone();
    if let Test::Between(low, high) = select.filter[at].test.clone() {
        changed.filter[at].test = Test::Is(super::Op::Ge, low);
        let mut upper = select.filter[at].clone();
        upper.test = Test::Is(super::Op::Le, high);
        changed.filter.push(upper);
    }
    changed.sql()
}
