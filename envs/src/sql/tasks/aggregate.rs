//! Questions about groups of rows, and about shares and differences of them.

use super::{
    Template,
    draft::Draft,
    draw::{Draw, Place, joined},
    joins::along,
};
use crate::sql::{
    engine::Cell,
    form::{Agg, Cond, Item, Op, Query, Select, Test},
    schema::Kind,
};

pub(super) const GROUP: Template =
    Template::new("group", "count or sum up for each value of a column", group);
pub(super) const HAVING: Template = Template::new(
    "having",
    "list rows that more than so many others refer to",
    having,
);
pub(super) const MOST: Template =
    Template::new("most", "find the row whose others add up to the most", most);
pub(super) const PERCENTAGE: Template = Template::new(
    "percentage",
    "say what share of some rows has a value",
    percentage,
);
pub(super) const GAP: Template = Template::new(
    "gap",
    "take the sum over some rows from that over others",
    gap,
);

fn group(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let by = draw.column(table, &[], |c| c.kind.is_category())?;
    let number = draw.number(table, &[by]);
    let said = draw.some(
        &place,
        1,
        &[by].into_iter().chain(number).collect::<Vec<_>>(),
    )?;
    let (mut filter, phrase) = joined(said);
    let (many, noun) = (draw.many(table), draw.noun(table, by));
    let aggs = [
        (Agg::Sum, "sum of the"),
        (Agg::Avg, "average"),
        (Agg::Max, "highest"),
        (Agg::Min, "lowest"),
    ];
    let (item, asked) = match (draw.below(5), number) {
        (n @ 1.., Some(number)) => {
            let (agg, words) = aggs[n - 1];
            let asked = format!("{words} {}", draw.noun(table, number));
            (Item::agg(agg, draw.sql(&place, number)), asked)
        }
        _ => (Item::count(), format!("number of these {many}")),
    };
    let column = draw.sql(&place, by);
    let kind = &draw.theme.tables[table].columns[by];
    let recorded = if kind.is_nullable() { "recorded " } else { "" };
    if kind.is_nullable() {
        filter.push(Cond::new(column.clone(), Test::Null(false)));
    }
    let mut select = Select::of(draw.from(&place), vec![Item::plain(column.clone()), item]);
    (select.filter, select.group) = (filter, vec![column]);
    let stored = match kind.kind {
        Kind::Code(_) => " (as the code that is stored)",
        _ => "",
    };
    let question = format!(
        "For each {recorded}{noun} among the {many} {phrase}, give the {noun}{stored} and the {asked}."
    );
    Some(Draft::rows(question, Query::One(select)))
}

/// Rows of a table and those that refer to them.
struct Family {
    parent: Place,
    child: Place,
    column: usize,
}

fn family(draw: &mut Draw<'_>) -> Option<Family> {
    let ((table, column), to) = draw.reference()?;
    Some(Family {
        parent: Place::of(to, "T1"),
        child: Place::of(table, "T2"),
        column,
    })
}

impl Family {
    /// The join from those referred to.
    fn join(&self, draw: &Draw<'_>) -> crate::sql::form::Join {
        let mut join = along(draw, &self.child, self.column, &self.parent);
        join.table = draw.from(&self.child);
        join
    }
}

fn having(draw: &mut Draw<'_>) -> Option<Draft> {
    let family = family(draw)?;
    let Family { parent, child, .. } = &family;
    let label = draw.theme.tables[parent.table].label();
    let said = draw.some(child, 1, &[])?;
    let (filter, phrase) = joined(said);
    let mut select = Select::of(draw.from(parent), vec![Item::count()]);
    select.joins = vec![family.join(draw)];
    select.filter = filter;
    select.group = vec![draw.sql(parent, 0)];
    // The bound is how many some have, so that it tells whether it counts.
    let counts = draw.found(&select.sql());
    let counts = counts.into_iter().filter_map(|cell| match cell {
        Cell::Int(count @ 2..) => Some(count),
        _ => None,
    });
    let bound = draw.pick(&counts.collect::<Vec<_>>())?;
    let (op, words) = draw.pick(&[(Op::Gt, "more than"), (Op::Ge, "at least")])?;
    select.items = vec![Item::plain(draw.sql(parent, label))];
    let mut cond = Cond::new("", Test::Is(op, bound.to_string()));
    cond.left = Item::count();
    select.having = vec![cond];
    let (one, noun, many) = (
        draw.one(parent.table),
        draw.noun(parent.table, label),
        draw.many(child.table),
    );
    let question = format!(
        "List the {noun} of every {one} with {words} {bound} {many} {phrase}. Give one row for each {one}."
    );
    Some(Draft::rows(question, Query::One(select)))
}

fn most(draw: &mut Draw<'_>) -> Option<Draft> {
    let family = family(draw)?;
    let Family { parent, child, .. } = &family;
    let number = draw.number(child.table, &[])?;
    let label = draw.theme.tables[parent.table].label();
    let said = draw.some(child, 1, &[number])?;
    let (filter, phrase) = joined(said);
    let sum = Item::agg(Agg::Sum, draw.sql(child, number));
    let mut select = Select::of(
        draw.from(parent),
        vec![Item::plain(draw.sql(parent, label)), sum.clone()],
    );
    select.joins = vec![family.join(draw)];
    select.filter = filter;
    select.group = vec![draw.sql(parent, 0)];
    select.order = vec![(sum, true)];
    select.limit = Some(1);
    let (one, noun) = (draw.one(parent.table), draw.noun(parent.table, label));
    let (many, by) = (draw.many(child.table), draw.noun(child.table, number));
    let question = format!(
        "Add up the {by} of the {many} {phrase} for each {one}. Which {one} has the highest sum? Give the {noun} and that sum."
    );
    let key = draw.sql(parent, 0);
    Some(Draft::rows(question, Query::One(select)).ties(key))
}

fn percentage(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let by = draw.column(table, &[], |c| c.kind.is_category() && !c.is_nullable())?;
    let value = draw.on(&place, by)?;
    let said = draw.some(&place, 1, &[by])?;
    let (filter, phrase) = joined(said);
    let is = value.cond.sql();
    let share = |of: &str| Item::plain(format!("round({of}, 1)"));
    let when = |is: &str, yes: &str| format!("CASE WHEN {is} THEN {yes} ELSE 0 END");
    let mut select = Select::of(
        draw.from(&place),
        vec![share(&format!(
            "100.0 * sum({}) / count(*)",
            when(&is, "1")
        ))],
    );
    select.filter = filter;
    let with = |of: String| {
        let mut other = select.clone();
        other.items = vec![share(&of)];
        other.sql()
    };
    let same = [
        format!("avg({})", when(&is, "100.0")),
        format!("count(CASE WHEN {is} THEN 1 END) * 100.0 / count(*)"),
        format!("sum({is}) * 100.0 / count(*)"),
    ];
    let mut wrong = vec![
        format!("1.0 * sum({}) / count(*)", when(&is, "1")),
        format!("100 * sum({}) / count(*)", when(&is, "1")),
        format!(
            "100.0 * sum({}) / count(*)",
            when(&is.replace(" = ", " <> "), "1")
        ),
    ];
    for other in &value.cond.instead {
        let mut cond = value.cond.clone();
        cond.test = Test::Is(Op::Eq, other.clone());
        wrong.push(format!(
            "100.0 * sum({}) / count(*)",
            when(&cond.sql(), "1")
        ));
    }
    let value = value.phrase.replacen("whose ", "a ", 1);
    let value = value.replacen(" is ", " that is ", 1);
    let value = value.trim_start_matches("a ");
    let value = format!(
        "{} {value}",
        truestep_core::contract::language::article(value)
    );
    let question = format!(
        "Of the {} {phrase}, what percentage has {value}? Round it to one decimal place.",
        draw.many(table)
    );
    let same = same.map(&with);
    let wrong: Vec<String> = wrong.into_iter().map(&with).collect();
    let mut draft = Draft::rows(question, Query::One(select));
    for sql in same {
        draft = draft.same(sql);
    }
    for sql in wrong {
        draft = draft.wrong(sql);
    }
    Some(draft)
}

fn gap(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let number = draw.number(table, &[])?;
    let by = draw.column(table, &[number], |c| c.kind.is_category())?;
    let values = match &draw.theme.tables[table].columns[by].kind {
        Kind::One(words) => words.len(),
        Kind::Code(codes) => codes.len(),
        _ => return None,
    };
    let first = draw.below(values);
    let second = (first + 1 + draw.below(values - 1)) % values;
    let side = |draw: &mut Draw<'_>, at: usize| {
        let said = draw.is_value(&place, by, at);
        let item = Item::agg(Agg::Sum, draw.sql(&place, number));
        let mut select = Select::of(draw.from(&place), vec![item]);
        select.filter = vec![said.cond];
        (select, said.phrase)
    };
    let (left, one) = side(draw, first);
    let (right, other) = side(draw, second);
    let (many, noun) = (draw.many(table), draw.noun(table, number));
    let question = format!(
        "What is the sum of the {noun} over the {many} {one}, less the sum of the {noun} over the {many} {other}?"
    );
    let same = |select: &Select| {
        let is = select.filter[0].sql();
        format!(
            "coalesce(sum(CASE WHEN {is} THEN {} END), 0)",
            select.items[0].of
        )
    };
    let cases = format!(
        "SELECT {} - {} FROM {}",
        same(&left),
        same(&right),
        left.from
    );
    Some(Draft::rows(question, Query::Minus(left, right)).same(cases))
}
