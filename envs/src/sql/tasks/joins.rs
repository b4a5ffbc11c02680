//! Questions whose rows lead to rows of other tables.

use super::{
    Template,
    draft::Draft,
    draw::{Draw, Place, joined},
};
use crate::sql::{
    form::{Cond, Item, Join, Op, Query, Select, Test},
    schema::{ColumnId, Kind},
};

pub(super) const JOIN: Template = Template::new(
    "join",
    "list rows by what holds of a row they refer to",
    join,
);
pub(super) const TWO_JOINS: Template = Template::new(
    "two-joins",
    "list rows by what holds two references on",
    two_joins,
);
pub(super) const CODED: Template = Template::new(
    "coded",
    "count rows by two codes that have to be looked up",
    coded,
);
pub(super) const SELF_REFERENCE: Template = Template::new(
    "self-reference",
    "list rows that exceed the row of the same table they refer to",
    self_reference,
);

/// The join along a reference from `from` to the key of `to`.
pub(super) fn along(draw: &Draw<'_>, from: &Place, column: usize, to: &Place) -> Join {
    Join {
        left: false,
        table: draw.from(to),
        on: format!("{} = {}", draw.sql(from, column), draw.sql(to, 0)),
    }
}

/// A reference with both its ends as places.
struct Referring {
    from: Place,
    column: usize,
    to: Place,
    noun: &'static str,
}

fn referring(draw: &Draw<'_>, ((table, column), to): (ColumnId, usize)) -> Referring {
    let noun = draw.noun(table, column);
    Referring {
        from: Place::of(table, "T1"),
        column,
        to: Place::through(to, "T2", &[noun]),
        noun,
    }
}

fn join(draw: &mut Draw<'_>) -> Option<Draft> {
    let reference = draw.reference()?;
    let Referring {
        from,
        column,
        to,
        noun,
    } = referring(draw, reference);
    let (label, other) = (
        draw.theme.tables[from.table].label(),
        draw.theme.tables[to.table].label(),
    );
    let mut said = draw.some(&from, 1, &[label])?;
    said.extend(draw.some(&to, 1, &[other])?);
    let (filter, phrase) = joined(said);
    let items = vec![
        Item::plain(draw.sql(&from, label)),
        Item::plain(draw.sql(&to, other)),
    ];
    let mut select = Select::of(draw.from(&from), items);
    select.joins = vec![along(draw, &from, column, &to)];
    select.filter = filter;
    // The usual slip: both keys are called alike in thought.
    let mut wrong = select.clone();
    wrong.joins[0].on = format!("{} = {}", draw.sql(&from, 0), draw.sql(&to, 0));
    let (one, own) = (draw.one(from.table), draw.noun(from.table, label));
    let theirs = draw.noun(to.table, other);
    let question = format!(
        "List the {own} and the {noun}'s {theirs} for every {one} {phrase}. Give one row for each {one}."
    );
    Some(Draft::rows(question, Query::One(select)).wrong(wrong.sql()))
}

fn two_joins(draw: &mut Draw<'_>) -> Option<Draft> {
    let first = draw.reference()?;
    let onward: Vec<(ColumnId, usize)> = draw.theme.references().collect();
    let onward: Vec<_> = onward
        .into_iter()
        .filter(|((table, _), to)| *table == first.1 && *to != first.1 && *to != first.0.0)
        .collect();
    let ((_, second), last) = draw.pick(&onward)?;
    let Referring {
        from,
        column,
        to,
        noun,
    } = referring(draw, first);
    let onward = draw.noun(to.table, second);
    let far = Place::through(last, "T3", &[noun, onward]);
    let label = draw.theme.tables[from.table].label();
    let shown = draw.column(from.table, &[label], Draw::is_plain)?;
    let mut said = draw.some(&from, 1, &[label, shown])?;
    said.extend(draw.some(&far, 1, &[])?);
    let (filter, phrase) = joined(said);
    let items = [label, shown].map(|c| Item::plain(draw.sql(&from, c)));
    let mut select = Select::of(draw.from(&from), items.to_vec());
    select.joins = vec![
        along(draw, &from, column, &to),
        along(draw, &to, second, &far),
    ];
    select.filter = filter;
    let mut wrong = select.clone();
    wrong.joins[1].on = format!("{} = {}", draw.sql(&from, 0), draw.sql(&far, 0));
    let one = draw.one(from.table);
    let [own, also] = [label, shown].map(|c| draw.noun(from.table, c));
    let question = format!(
        "List the {own} and the {also} of every {one} {phrase}. Give one row for each {one}."
    );
    Some(Draft::rows(question, Query::One(select)).wrong(wrong.sql()))
}

fn coded(draw: &mut Draw<'_>) -> Option<Draft> {
    let reference = draw.reference()?;
    let Referring {
        from, column, to, ..
    } = referring(draw, reference);
    let is_coded = |column: &crate::sql::schema::Column| matches!(column.kind, Kind::Code(_));
    let own = draw.column(from.table, &[], is_coded)?;
    let theirs = draw.column(to.table, &[], is_coded)?;
    let said = vec![draw.on(&from, own)?, draw.on(&to, theirs)?];
    let (filter, phrase) = joined(said);
    let mut select = Select::of(draw.from(&from), vec![Item::count()]);
    select.joins = vec![along(draw, &from, column, &to)];
    select.filter = filter;
    let question = format!("How many {} are there {phrase}?", draw.many(from.table));
    Some(Draft::rows(question, Query::One(select)))
}

fn self_reference(draw: &mut Draw<'_>) -> Option<Draft> {
    let own: Vec<ColumnId> = draw
        .theme
        .references()
        .filter(|((table, _), to)| table == to)
        .map(|(id, _)| id)
        .collect();
    let (table, column) = draw.pick(&own)?;
    let noun = draw.noun(table, column);
    let (from, to) = (Place::of(table, "T1"), Place::through(table, "T2", &[noun]));
    let number = draw.number(table, &[])?;
    let label = draw.theme.tables[table].label();
    let said = draw.some(&from, 1, &[label, number])?;
    let (mut filter, phrase) = joined(said);
    let (op, word) = draw.pick(&[(Op::Gt, "above"), (Op::Lt, "below")])?;
    let theirs = draw.sql(&to, number);
    filter.push(Cond::new(draw.sql(&from, number), Test::Is(op, theirs)));
    let items = vec![
        Item::plain(draw.sql(&from, label)),
        Item::plain(draw.sql(&to, label)),
    ];
    let mut select = Select::of(draw.from(&from), items);
    select.joins = vec![along(draw, &from, column, &to)];
    select.filter = filter;
    let mut wrong = select.clone();
    wrong.joins[0].on = format!("{} = {}", draw.sql(&to, column), draw.sql(&from, 0));
    let (one, own, by) = (
        draw.one(table),
        draw.noun(table, label),
        draw.noun(table, number),
    );
    let question = format!(
        "List the {own} and the {noun}'s {own} for every {one} {phrase} and whose {by} is {word} that of the {noun}. \
         Give one row for each {one}."
    );
    Some(Draft::rows(question, Query::One(select)).wrong(wrong.sql()))
}
