//! Expenses.

use super::{Template, added, list, twin};
use crate::gui::{
    apps::expenses::{CATEGORIES, MONEY},
    case::{Desk, Ref},
    value::Value,
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("expense-add", "enter expenses", add),
    added(
        "expense-correct",
        "correct the amounts of expenses",
        correct,
    ),
    added(
        "expense-move",
        "put expenses into other categories",
        move_to,
    ),
    added("expense-delete", "delete expenses", delete),
    twin(
        "expense-delete-missing",
        "expense-delete",
        "the same where one of them does not exist",
        delete_missing,
    ),
    added(
        "expense-delete-duplicates",
        "delete what was entered twice",
        duplicates,
    ),
    added(
        "expense-total",
        "answer what some categories come to",
        total,
    ),
    added(
        "expense-largest",
        "answer what the most was spent on",
        largest,
    ),
    added(
        "expense-noted",
        "answer what the expenses with a note come to",
        noted,
    ),
    added(
        "expense-from-message",
        "enter an expense that a message tells of",
        from_message,
    ),
];

/// Enter one to three.
pub(super) fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let count = 1 + desk.below(3);
    let mut parts = vec![];
    for (name, category) in desk.new_expenses(count) {
        let (amount, date) = (desk.money(200, 9_000), desk.day_before(10));
        desk.make(
            "expense",
            &[
                ("name", name, 0),
                ("amount", &amount, 0),
                ("category", category, 0),
                ("date", &date, 0),
            ],
        );
        parts.push(format!(
            "{amount} for \"{name}\" on {date} in the category {category}"
        ));
    }
    let other = desk.money(200, 9_000);
    desk.tempt_new("expense", "amount", &other, 0);
    let notes = if count == 1 { "the note" } else { "the notes" };
    Some(format!(
        "Enter into the expenses {}. Leave {notes} empty.",
        list(&parts)
    ))
}

/// An expense as it is spoken of: there is no other like it.
pub(super) fn name(desk: &Desk, at: Ref) -> Option<String> {
    let is_same = |other: &Ref| {
        let same = |field| desk.text(*other, field) == desk.text(at, field);
        same("name") && same("date")
    };
    let alike = desk.all("expense").iter().filter(|at| is_same(at)).count();
    let said = format!("\"{}\" of {}", desk.text(at, "name"), desk.text(at, "date"));
    (alike == 1).then_some(said)
}

fn names(desk: &Desk, all: &[Ref]) -> Option<Vec<String>> {
    all.iter().map(|&at| name(desk, at)).collect()
}

fn to_delete(desk: &mut Desk) -> Option<(Vec<Ref>, String)> {
    desk.about("Expenses");
    let count = 1 + desk.below(3);
    let all = desk.all("expense");
    let expenses = desk.some(&all, count);
    let (noun, one) = if count == 1 {
        ("expense", "it")
    } else {
        ("expenses", "one of them")
    };
    let said = format!(
        "Delete the {noun} {}. If {one} was never entered, delete nothing and report the task as infeasible.",
        list(&names(desk, &expenses)?)
    );
    Some((expenses, said))
}

/// Delete one to three, wherever they are.
pub(super) fn delete(desk: &mut Desk) -> Option<String> {
    let (expenses, said) = to_delete(desk)?;
    // Nothing is deleted before all were found.
    let found = expenses
        .iter()
        .fold(0, |all, &at| all | desk.see(at, "name"));
    expenses
        .into_iter()
        .for_each(|at| desk.delete_after(at, found));
    Some(said)
}

/// The same where the first of them does not exist.
pub(super) fn delete_missing(desk: &mut Desk) -> Option<String> {
    let (expenses, said) = to_delete(desk)?;
    desk.vanish(*expenses.first()?, "name");
    Some(said)
}

/// Delete what was entered twice.
pub(super) fn duplicates(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let count = 2 + desk.below(2);
    let all = desk.all("expense");
    let fields = ["name", "amount", "category", "date", "note"];
    let copies: Vec<Vec<String>> = desk
        .some(&all, count)
        .into_iter()
        .map(|at| fields.map(|field| desk.text(at, field)).to_vec())
        .collect();
    for copy in &copies {
        let content: Vec<(&str, &str)> = fields
            .into_iter()
            .zip(copy.iter().map(String::as_str))
            .collect();
        desk.add("expense", &content);
    }
    let listed = |at: &Ref| ["date", "name", "amount"].map(|field| desk.text(*at, field));
    let mut lines: Vec<[String; 3]> = desk.all("expense").iter().map(listed).collect();
    lines.sort_unstable();
    if lines.windows(2).filter(|two| two[0] == two[1]).count() != count {
        return None;
    }
    desk.delete_twins("expense", "date");
    let number = if count == 2 { "Two" } else { "Three" };
    Some(format!(
        "{number} expenses, of whatever categories, were entered twice, with everything the same. No others have day, name and amount in common. Delete one of each two, so that every expense is there once."
    ))
}

/// What some categories come to.
pub(super) fn total(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let count = 2 + desk.below(2);
    let categories = desk.some(CATEGORIES, count);
    let mut right = 0;
    for category in &categories {
        let expenses = desk.those("expense", "category", category);
        right += sum(desk, &expenses);
        desk.add_up(&expenses, "amount");
    }
    let names: Vec<String> = categories.iter().map(ToString::to_string).collect();
    ask_money(desk, right);
    Some(format!(
        "How much was spent on {} together, over all days? Answer with the amount.",
        list(&names)
    ))
}

/// Cents of some expenses.
fn sum(desk: &Desk, expenses: &[Ref]) -> i32 {
    let cents = |&at: &Ref| {
        let text = desk.text(at, "amount");
        match desk.words.read(MONEY, &text) {
            Some(Value::Number(cents)) => cents,
            _ => 0,
        }
    };
    expenses.iter().map(cents).sum()
}

/// Ask for an amount; others near it are the distractors.
fn ask_money(desk: &mut Desk, right: i32) {
    let written = |desk: &Desk, cents: i32| desk.words.shown(MONEY, &Value::Number(cents));
    let mut others = vec![];
    for _ in 0..4 {
        let off = 5 * (1 + desk.below(400)) as i32;
        others.push(written(desk, right + off));
        others.push(written(desk, (right - off).max(5)));
    }
    let right = written(desk, right);
    others.retain(|other| *other != right);
    desk.ask(AnswerKind::Of(MONEY), &right, &others);
}

/// What the most was spent on.
pub(super) fn largest(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let all = desk.all("expense");
    desk.add_up(&all, "amount");
    let sum_of = |category: &&str| sum(desk, &desk.those("expense", "category", category));
    let mut sums: Vec<(i32, &str)> = CATEGORIES.iter().map(|c| (sum_of(c), *c)).collect();
    sums.sort_unstable();
    let [.., (second, _), (most, right)] = sums[..] else {
        return None;
    };
    if second == most {
        return None;
    }
    let mut others: Vec<String> = CATEGORIES.iter().map(ToString::to_string).collect();
    others.retain(|other| other != right);
    desk.ask(AnswerKind::Words, right, &others);
    Some(
        "On which category of the expenses was the most spent in all? Answer with the category."
            .into(),
    )
}

/// What the expenses of a category with a note come to, which each one's screen tells.
pub(super) fn noted(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let category = desk.one(CATEGORIES);
    let all = desk.those("expense", "category", category);
    let mut notes: Vec<String> = all.iter().map(|&at| desk.text(at, "note")).collect();
    notes.retain(|note| !note.is_empty());
    let note = desk.some_of(&notes, 1).pop()?;
    let mut noted = all.clone();
    noted.retain(|&at| desk.text(at, "note") == note);
    all.iter().for_each(|&at| {
        desk.see(at, "note");
    });
    noted.iter().for_each(|&at| {
        desk.see(at, "amount");
    });
    let right = sum(desk, &noted);
    ask_money(desk, right);
    Some(format!(
        "What do the expenses of the category {category} that have the note \"{note}\" come to? Answer with the amount."
    ))
}

/// Correct the amount of one or two.
pub(super) fn correct(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let count = 1 + desk.below(2);
    let all = desk.all("expense");
    let expenses = desk.some(&all, count + 1);
    let [right @ .., other] = &expenses[..] else {
        return None;
    };
    let mut parts = vec![];
    for &at in right {
        let (amount, before) = (desk.money(200, 9_000), desk.text(at, "amount"));
        if amount == before {
            return None;
        }
        parts.push(format!(
            "the amount of {} from {before} to {amount}",
            name(desk, at)?
        ));
        desk.set(at, "amount", &amount, 0);
        desk.tempt(*other, "amount", &amount, 0);
        let theirs = desk.text(*other, "amount");
        desk.tempt(at, "amount", &theirs, 0);
    }
    Some(format!("In the expenses, change {}.", list(&parts)))
}

/// Put one to three into other categories.
pub(super) fn move_to(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let count = 1 + desk.below(3);
    let all = desk.all("expense");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let from = desk.text(at, "category");
        let others = desk.other_options(at, "category");
        let to = desk.one(&others);
        parts.push(format!("{} from {from} to {to}", name(desk, at)?));
        desk.set(at, "category", to, 0);
    }
    let noun = if parts.len() == 1 {
        "the expense"
    } else {
        "the expenses"
    };
    Some(format!("Move {noun} {}.", list(&parts)))
}

/// A message tells what something cost: it is entered.
pub(super) fn from_message(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    desk.about("Messages");
    let threads = desk.all("thread");
    let thread = *desk.some(&threads, 1).first()?;
    let from = desk.text(thread, "name");
    let (name, category) = *desk.new_expenses(1).first()?;
    let (amount, date) = (desk.money(200, 9_000), desk.day_before(10));
    let text = format!("\"{name}\" was {amount} on {date}.");
    let message = desk.add(
        "message",
        &[("with", &from), ("by", "them"), ("text", &text)],
    );
    let needs = desk.see(message, "text");
    desk.make(
        "expense",
        &[
            ("name", name, 0),
            ("amount", &amount, needs),
            ("category", category, 0),
            ("date", &date, needs),
        ],
    );
    let other = desk.money(200, 9_000);
    desk.tempt_new("expense", "amount", &other, 0);
    Some(format!(
        "{from} sent you a message about what \"{name}\" cost. Enter it into the expenses for \"{name}\" in the category {category}, with its amount and day and without a note."
    ))
}
