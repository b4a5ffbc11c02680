//! Questions about rows by what refers to them in one way and in another.

use super::{
    Template,
    draft::Draft,
    draw::{Draw, Place},
};
use crate::sql::{
    form::{Cond, Item, Query, Select, SetOp, Test},
    schema::Kind,
};
use truestep_core::contract::language::article;

pub(super) const DIFFERENCE: Template = Template::new(
    "difference",
    "list what is referred to in one way and not in another",
    difference,
);
pub(super) const BOTH: Template = Template::new(
    "both",
    "list what is referred to in one way and in another",
    both,
);

fn difference(draw: &mut Draw<'_>) -> Option<Draft> {
    sides(draw, SetOp::Except)
}

fn both(draw: &mut Draw<'_>) -> Option<Draft> {
    sides(draw, SetOp::Intersect)
}

fn sides(draw: &mut Draw<'_>, op: SetOp) -> Option<Draft> {
    let ((table, column), to) = draw.reference()?;
    let place = Place::alone(table);
    let by = draw.column(table, &[], |c| c.kind.is_category())?;
    let values = match &draw.theme.tables[table].columns[by].kind {
        Kind::One(words) => words.len(),
        Kind::Code(codes) => codes.len(),
        _ => return None,
    };
    let first = draw.below(values);
    let second = (first + 1 + draw.below(values - 1)) % values;
    let key = draw.sql(&place, column);
    let side = |draw: &mut Draw<'_>, at: usize| {
        let said = draw.is_value(&place, by, at);
        let mut select = Select::of(draw.from(&place), vec![Item::plain(key.clone())]);
        select.filter = vec![said.cond, Cond::new(key.clone(), Test::Null(false))];
        (select, said.phrase)
    };
    let (left, one) = side(draw, first);
    let (right, other) = side(draw, second);
    let (row, refers) = (draw.one(to), draw.one(table));
    let noun = draw.noun(to, 0);
    let with = article(refers);
    let tail = match op {
        SetOp::Except => format!("but without any {refers} {other}"),
        _ => format!("and with {with} {refers} {other} as well"),
    };
    let question = format!(
        "List the {noun} of every {row} with {with} {refers} {one}, {tail}. Give each of them once."
    );
    let is_in = if op == SetOp::Except { "NOT IN" } else { "IN" };
    let nested = format!(
        "SELECT DISTINCT {key} FROM {} WHERE {} AND {key} IS NOT NULL AND {key} {is_in} ({})",
        left.from,
        left.filter[0].sql(),
        right.sql()
    );
    // One row cannot be both: that the same row is meant is the usual slip.
    let slip = format!(
        "SELECT DISTINCT {key} FROM {} WHERE {} AND {}",
        left.from,
        left.filter[0].sql(),
        match op {
            SetOp::Except => right.filter[0].sql().replacen(" = ", " <> ", 1),
            _ => right.filter[0].sql(),
        }
    );
    Some(
        Draft::rows(question, Query::Set(op, left, right))
            .same(nested)
            .wrong(slip),
    )
}
