//! Questions that one table answers, or none.

use super::{
    Template,
    draft::{Asked, Draft},
    draw::{Draw, Place, joined, listed},
};
use crate::sql::{
    engine::Cell,
    form::{Agg, Cond, Item, Op, Query, Select, Test},
    schema::Kind,
};

/// How many may be asked for by rank.
const MOST_RANKED: usize = 4;

pub(super) const FILTER: Template = Template::new(
    "filter",
    "list columns of the rows that two conditions hold of",
    filter,
);
pub(super) const COUNT: Template = Template::new(
    "count",
    "count rows, some of whose values are not recorded",
    count,
);
pub(super) const DISTINCT: Template = Template::new(
    "distinct",
    "list the values that occur among some rows, each once",
    distinct,
);
pub(super) const DATE_RANGE: Template = Template::new(
    "date-range",
    "add up or count what lies between two days",
    date_range,
);
pub(super) const TOP_N: Template = Template::new(
    "top-n",
    "list the first few by a number, in their order",
    top_n,
);
pub(super) const UNANSWERABLE: Template = Template::new(
    "unanswerable",
    "find out that no table holds what is asked for",
    unanswerable,
);

fn filter(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let label = draw.theme.tables[table].label();
    let is_shown = Draw::is_plain;
    let second = draw.column(table, &[label], is_shown)?;
    let other = draw.column(table, &[label, second], is_shown)?;
    let said = draw.some(&place, 2, &[label, second])?;
    let (filter, phrase) = joined(said);
    let items = |second: usize| {
        [label, second]
            .map(|c| Item::plain(draw.sql(&place, c)))
            .to_vec()
    };
    let mut select = Select::of(draw.from(&place), items(second));
    select.filter = filter;
    let mut wrong = select.clone();
    wrong.items = items(other);
    let nouns = [label, second].map(|c| draw.noun(table, c).to_owned());
    let one = draw.one(table);
    let question = format!(
        "List {} of every {one} {phrase}. Give one row for each {one}.",
        listed(&nouns)
    );
    Some(Draft::rows(question, Query::One(select)).wrong(wrong.sql()))
}

fn count(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let missing = draw.column(table, &[], |c| c.is_nullable() && Draw::is_askable(c))?;
    let null = draw.below(2) == 0;
    let mut said = vec![draw.is_null(&place, missing, null)];
    said.extend(draw.some(&place, 1, &[missing])?);
    let (filter, phrase) = joined(said);
    let mut select = Select::of(draw.from(&place), vec![Item::count()]);
    select.filter = filter;
    // NULL equals nothing, itself included.
    let mut literal = select.clone();
    let column = draw.sql(&place, missing);
    let op = if null { Op::Eq } else { Op::Ne };
    literal.filter[0] = Cond::new(column.clone(), Test::Is(op, "NULL".into()));
    let question = format!("How many {} are there {phrase}?", draw.many(table));
    let draft = Draft::rows(question, Query::One(select.clone()));
    let draft = draft.wrong(literal.sql());
    literal.filter[0] = Cond::new(column.clone(), Test::Is(op, "'NULL'".into()));
    // What is not recorded is no 'NULL', but neither is what is: only of the former is this wrong.
    if !null {
        return Some(draft);
    }
    select.items = vec![Item::agg(Agg::Count, column)];
    Some(draft.wrong(literal.sql()).wrong(select.sql()))
}

fn distinct(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let is_asked = |column: &crate::sql::schema::Column| match column.kind {
        Kind::Ref(to) => to != table,
        _ => column.kind.is_category(),
    };
    let asked = draw.column(table, &[], is_asked)?;
    let column = &draw.theme.tables[table].columns[asked];
    let count = 1 + draw.below(2);
    let said = draw.some(&place, count, &[asked])?;
    let (mut filter, phrase) = joined(said);
    let name = draw.sql(&place, asked);
    if column.is_nullable() {
        filter.push(Cond::new(name.clone(), Test::Null(false)));
    }
    let mut select = Select::of(draw.from(&place), vec![Item::plain(name)]);
    (select.distinct, select.filter) = (true, filter);
    let noun = match column.kind {
        Kind::Ref(to) => draw.noun(to, 0),
        _ => draw.noun(table, asked),
    };
    let many = draw.many(table);
    let stored = stored(&column.kind);
    let recorded = if column.is_nullable() {
        "recorded "
    } else {
        ""
    };
    let question = format!(
        "List every {recorded}{noun} that occurs among the {many} {phrase}, each of them once{stored}."
    );
    Some(Draft::rows(question, Query::One(select)))
}

/// How codes are asked for.
fn stored(kind: &Kind) -> &'static str {
    match kind {
        Kind::Code(_) => " and as the code that is stored",
        _ => "",
    }
}

fn date_range(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let day = draw.column(table, &[], |c| {
        matches!(c.kind, Kind::Date(_) | Kind::Later(..))
    })?;
    let number = draw.number(table, &[day]);
    let said = draw.some(
        &place,
        1,
        &[day].into_iter().chain(number).collect::<Vec<_>>(),
    )?;
    let (filter, phrase) = joined(said);
    let days = draw.sql(&place, day);
    let item = match number.filter(|_| draw.below(3) > 0) {
        Some(number) => Item::agg(Agg::Sum, draw.sql(&place, number)),
        None => Item::count(),
    };
    let mut select = Select::of(draw.from(&place), vec![Item::plain(days.clone())]);
    select.filter = filter;
    // Both bounds are days of rows that count, so that it tells whether they are included.
    let held: Vec<String> = draw
        .found(&select.sql())
        .into_iter()
        .filter(|cell| *cell != Cell::Null)
        .map(|cell| cell.to_string())
        .collect();
    let (low, high) = (
        held.len() / 5 + draw.below(held.len() / 4 + 1),
        held.len() * 3 / 5 + draw.below(held.len() / 4 + 1),
    );
    let (low, high) = (held.get(low)?, held.get(high)?);
    if low >= high {
        return None;
    }
    let (many, noun) = (draw.many(table), draw.noun(table, day));
    let asked = match item.agg {
        Some(Agg::Sum) => format!(
            "What is the sum of the {} over all {many}",
            draw.noun(table, number?)
        ),
        _ => format!("How many {many} are there"),
    };
    let question =
        format!("{asked} {phrase} and whose {noun} is from {low} to {high}, both days included?");
    let range = Test::Between(format!("'{low}'"), format!("'{high}'"));
    select.items = vec![item];
    select.filter.push(Cond::new(days, range));
    Some(Draft::rows(question, Query::One(select)))
}

fn top_n(draw: &mut Draw<'_>) -> Option<Draft> {
    let table = draw.any_table();
    let place = Place::alone(table);
    let by = draw.number(table, &[])?;
    let label = draw.theme.tables[table].label();
    let said = draw.some(&place, 1, &[by, label])?;
    let (filter, phrase) = joined(said);
    let count = 2 + draw.below(MOST_RANKED) as u32;
    let down = draw.below(2) == 0;
    let items = [label, by].map(|c| Item::plain(draw.sql(&place, c)));
    let mut select = Select::of(draw.from(&place), items.to_vec());
    select.filter = filter;
    select.order = vec![(items[1].clone(), down)];
    select.limit = Some(count);
    let (many, noun) = (draw.many(table), draw.noun(table, by));
    let (word, way) = match down {
        true => ("highest", "from the highest down"),
        false => ("lowest", "from the lowest up"),
    };
    let nouns = [label, by].map(|c| draw.noun(table, c).to_owned());
    let question = format!(
        "Among the {many} {phrase}, which {count} have the {word} {noun}? List {}, {way}.",
        listed(&nouns)
    );
    let key = draw.sql(&place, 0);
    Some(Draft::rows(question, Query::One(select)).ties(key))
}

fn unanswerable(draw: &mut Draw<'_>) -> Option<Draft> {
    let (what, table) = draw.pick(&draw.theme.absent)?;
    let place = Place::alone(table);
    let label = draw.theme.tables[table].label();
    let number = draw.number(table, &[label]);
    let said = draw.some(
        &place,
        1,
        &[label].into_iter().chain(number).collect::<Vec<_>>(),
    )?;
    let (filter, phrase) = joined(said);
    let one = draw.one(table);
    let label_noun = draw.noun(table, label);
    let question = match draw.below(2) {
        0 => format!("List the {label_noun} and the {what} of every {one} {phrase}."),
        _ => format!("For every {one} {phrase}, give the {label_noun} and the {what}."),
    };
    let nearest: Vec<usize> = number.into_iter().chain([label, 0]).collect();
    let queries = nearest.iter().map(|&column| {
        let items = [label, column].map(|c| Item::plain(draw.sql(&place, c)));
        let mut select = Select::of(draw.from(&place), items.to_vec());
        select.filter = filter.clone();
        select.sql()
    });
    let mut wrong: Vec<String> = queries.collect();
    wrong.push(format!("SELECT NULL FROM {}", draw.from(&place)));
    wrong.push(format!("SELECT count(*) FROM {}", draw.from(&place)));
    wrong.dedup();
    Some(Draft {
        question,
        right: Asked::Nothing { what, table },
        wrong,
    })
}
