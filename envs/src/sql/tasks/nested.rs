//! Questions that ask something of other rows first.

use super::{
    Template,
    draft::Draft,
    draw::{Draw, Place, joined, listed},
};
use crate::sql::form::{Agg, Cond, Item, Op, Query, Select, Test};

pub(super) const ANTI_JOIN: Template = Template::new(
    "anti-join",
    "list rows that no row of some kind refers to",
    anti_join,
);
pub(super) const NESTED_AVERAGE: Template = Template::new(
    "nested-average",
    "list rows beyond the average of all",
    nested_average,
);

fn anti_join(draw: &mut Draw<'_>) -> Option<Draft> {
    let ((table, column), to) = draw.reference()?;
    let (parent, child) = (Place::of(to, "T1"), Place::of(table, "T2"));
    let label = draw.theme.tables[to].label();
    let second = draw.column(to, &[label], Draw::is_plain)?;
    let (own, own_words) = joined(draw.some(&parent, 1, &[label, second])?);
    let (of_child, child_words) = joined(draw.some(&child, 1, &[])?);
    let link = Cond::new(
        draw.sql(&child, column),
        Test::Is(Op::Eq, draw.sql(&parent, 0)),
    );
    let mut inner = Select::of(draw.from(&child), vec![Item::plain("1")]);
    inner.filter = [vec![link], of_child.clone()].concat();
    let items = [label, second]
        .map(|c| Item::plain(draw.sql(&parent, c)))
        .to_vec();
    let mut select = Select::of(draw.from(&parent), items);
    select.filter = own;
    let outer = select.sql();
    select
        .filter
        .push(Cond::new("", Test::Exists(false, Box::new(inner.clone()))));
    let (key, reference, child_key) = (
        draw.sql(&parent, 0),
        draw.sql(&child, column),
        draw.sql(&child, 0),
    );
    let (from, cond) = (draw.from(&child), of_child[0].sql());
    let not_in = format!(
        "{outer} AND {key} NOT IN (SELECT {reference} FROM {from} WHERE {cond} AND {reference} IS NOT NULL)"
    );
    let joined_left = outer.replacen(
        " WHERE ",
        &format!(
            " LEFT JOIN {from} ON {reference} = {key} AND {cond} WHERE {child_key} IS NULL AND "
        ),
        1,
    );
    let except = format!(
        "{outer} AND {key} IN (SELECT {key} FROM {} EXCEPT SELECT {reference} FROM {from} WHERE {cond})",
        draw.from(&parent)
    );
    // "Without any that is" is not "with one that is not".
    let with_another = outer.replacen(
        " WHERE ",
        &format!(" JOIN {from} ON {reference} = {key} WHERE NOT ({cond}) AND "),
        1,
    );
    let (one, other) = (draw.one(to), draw.one(table));
    let nouns = [label, second].map(|c| draw.noun(to, c).to_owned());
    let question = format!(
        "Take every {one} {own_words}. List {} of those without any {other} {child_words}. Give one row for each {one}.",
        listed(&nouns)
    );
    let draft = Draft::rows(question, Query::One(select));
    Some(
        draft
            .same(not_in)
            .same(joined_left)
            .same(except)
            .wrong(with_another),
    )
}

fn nested_average(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let number = draw.number(table, &[])?;
    let label = draw.theme.tables[table].label();
    let said = draw.some(&place, 1, &[label, number])?;
    let (filter, phrase) = joined(said);
    let value = draw.sql(&place, number);
    let average = Select::of(draw.from(&place), vec![Item::agg(Agg::Avg, value.clone())]);
    let (op, word) = draw.pick(&[(Op::Gt, "above"), (Op::Lt, "below")])?;
    let items = [label, number]
        .map(|c| Item::plain(draw.sql(&place, c)))
        .to_vec();
    let mut select = Select::of(draw.from(&place), items);
    select.filter = filter.clone();
    let against = |average: Select| Cond::new(value.clone(), Test::Against(op, Box::new(average)));
    // The average of those the first condition holds of is another question.
    let mut narrow = average.clone();
    narrow.filter = filter;
    let mut wrong = select.clone();
    wrong.filter.push(against(narrow));
    select.filter.push(against(average.clone()));
    let (one, many, noun) = (draw.one(table), draw.many(table), draw.noun(table, number));
    let nouns = [label, number].map(|c| draw.noun(table, c).to_owned());
    let question = format!(
        "List {} of every {one} {phrase} and whose {noun} is {word} the average {noun} of all {many}, whether or not \
         that holds of them. Give one row for each {one}.",
        listed(&nouns)
    );
    let windowed = format!(
        "WITH a AS ({}) SELECT {} FROM {}, a WHERE {}",
        average.sql().replacen(
            &format!("avg({value})"),
            &format!("avg({value}) AS mean"),
            1
        ),
        select.items_sql(),
        select.from,
        format_args!("{} AND {value} {} mean", select.filter[0].sql(), op.sql()),
    );
    let same = windowed;
    Some(
        Draft::rows(question, Query::One(select))
            .same(same)
            .wrong(wrong.sql()),
    )
}
