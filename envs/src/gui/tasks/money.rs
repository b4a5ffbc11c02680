//! More of expenses and the wallet: notes, bounds, what was received, what is not paid, what a receipt or the shop shows.

use super::{Template, added, expenses, list, wallet};
use crate::gui::{
    apps::{
        expenses::{CATEGORIES, MONEY},
        wallet::LIMITS,
    },
    case::Desk,
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("expense-note", "add notes to expenses", note),
    added(
        "expense-prune",
        "delete the expenses of a category below an amount",
        prune,
    ),
    added(
        "expense-since",
        "answer what the noted expenses of a category came to since a day",
        since,
    ),
    added(
        "expense-from-note",
        "enter an expense that a note tells of",
        from_note,
    ),
    added(
        "expense-from-shop",
        "enter what something that was delivered cost",
        to_expenses,
    ),
    added(
        "receipt-share",
        "enter what a receipt shows, and ask somebody for the money",
        share,
    ),
    added("pot-empty", "take everything out of a pot", empty),
    added("wallet-decline", "decline what is owed to people", decline),
    added("wallet-refund", "pay somebody back what they sent", refund),
    added("wallet-pay-mail", "pay what a mail asks for", pay_mail),
    added(
        "wallet-lower-limit",
        "ask for money and lower the limit of a payment",
        lower_limit,
    ),
];

/// Add a note to one or two expenses that have none.
fn note(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let mut bare = desk.all("expense");
    bare.retain(|&at| desk.text(at, "note").is_empty());
    let count = 1 + desk.below(2);
    let people = desk.column("contact", "name");
    let people = desk.some_of(&people, count + 1);
    let mut parts = vec![];
    for (at, text) in desk.some(&bare, count).into_iter().zip(&people) {
        desk.set(at, "note", text, 0);
        desk.tempt(at, "note", people.last()?, 0);
        parts.push(format!(
            "the note \"{text}\" to {} in the category {}",
            expenses::name(desk, at)?,
            desk.text(at, "category")
        ));
    }
    if parts.is_empty() {
        return None;
    }
    Some(format!("In the expenses, add {}.", list(&parts)))
}

/// Delete what is below an amount.
fn prune(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let category = desk.one(CATEGORIES);
    let theirs = desk.those("expense", "category", category);
    let mut amounts: Vec<i32> = theirs.iter().map(|&at| desk.number(at, "amount")).collect();
    amounts.sort_unstable();
    let count = 2 + desk.below(2);
    let (below, above) = (*amounts.get(count - 1)?, *amounts.get(count)?);
    // The bound is an amount of whole euros between two, and none of them.
    let bound = (below / 100 + 1) * 100;
    if bound >= above {
        return None;
    }
    let needs = theirs
        .iter()
        .fold(0, |bits, &at| bits | desk.see(at, "amount"));
    for at in theirs {
        if desk.number(at, "amount") < bound {
            desk.delete_after(at, needs);
        }
    }
    Some(format!(
        "Delete every expense of the category {category} that is less than {}, and no other.",
        desk.written(MONEY, bound)
    ))
}

/// What the last two of a category come to that have a note, which the screen of each tells.
fn since(desk: &mut Desk) -> Option<String> {
    desk.about("Expenses");
    let category = desk.one(CATEGORIES);
    // The last one comes first.
    let theirs = desk.those("expense", "category", category);
    let [first, second, before, ..] = theirs[..] else {
        return None;
    };
    let date = desk.text(second, "date");
    if desk.text(before, "date") == date {
        return None;
    }
    for &at in &theirs {
        desk.see(at, "date");
    }
    let (mut right, mut all) = (0, 0);
    for at in [first, second] {
        desk.see(at, "note");
        let amount = desk.number(at, "amount");
        all += amount;
        if !desk.text(at, "note").is_empty() {
            desk.see(at, "amount");
            right += amount;
        }
    }
    if right == 0 {
        return None;
    }
    let near = [all, all - right, right + 100, right + 50, right - 10];
    let others: Vec<String> = near
        .into_iter()
        .filter(|cents| *cents != right && *cents > 0)
        .map(|cents| desk.written(MONEY, cents))
        .collect();
    let right = desk.written(MONEY, right);
    desk.ask(AnswerKind::Of(MONEY), &right, &others);
    Some(format!(
        "What do the expenses of the category {category} that have a note and are of {date} or later come to? Those without a note do not count. Answer with the amount."
    ))
}

/// A note tells what something cost: it is entered.
fn from_note(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    desk.about("Expenses");
    let (name, category) = *desk.new_expenses(1).first()?;
    let (amount, date) = (desk.money(200, 9_000), desk.day_before(10));
    let folder = desk.one(&["Personal", "Work", "Ideas"]);
    let text = format!("{amount} on {date}");
    let note = desk.add(
        "note",
        &[("title", name), ("folder", folder), ("text", &text)],
    );
    let needs = desk.see(note, "text");
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
        "The note \"{name}\" in the folder {folder} says what that cost and when. Enter it into the expenses for \"{name}\" in the category {category}, with that amount and day and without a note."
    ))
}

/// What a receipt shows is entered, and somebody is asked for it.
fn share(desk: &mut Desk) -> Option<String> {
    for app in ["Gallery", "Expenses", "Wallet"] {
        desk.about(app);
    }
    let (name, category) = *desk.new_expenses(1).first()?;
    let (amount, date) = (desk.money(500, 4_900), desk.day_before(10));
    let shows = format!("a receipt: {name}, {amount}, {date}");
    let file = "receipt_1.jpg";
    desk.photo(file, "Receipts", &shows, "Town Hall", &date);
    let photo = *desk.those("photo", "name", file).first()?;
    let needs = desk.see(photo, "shows");
    desk.make(
        "expense",
        &[
            ("name", name, needs),
            ("amount", &amount, needs),
            ("category", category, 0),
            ("date", &date, needs),
        ],
    );
    let people = desk.column("payee", "name");
    let person = desk.some_of(&people, 1).pop()?;
    desk.make(
        "request",
        &[("with", &person, 0), ("amount", &amount, needs)],
    );
    let other = desk.money(500, 4_900);
    desk.tempt_new("expense", "amount", &other, 0);
    desk.tempt_new("request", "amount", &other, 0);
    Some(format!(
        "{person} is to pay for what the receipt on the photo {file} in the album Receipts shows. Enter it into the expenses, with what it was for, amount and day as they stand there, in the category {category} and without a note. Then request that amount from {person} with the wallet, without a note."
    ))
}

/// Take out what was put into a pot.
fn empty(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let pots = desk.all("pot");
    let pot = desk.one(&pots);
    let name = desk.text(pot, "name");
    let held = desk.those("transfer", "pot", &name);
    let [at] = held[..] else { return None };
    let amount = desk.text(at, "amount");
    let needs = desk.see(at, "amount");
    desk.make(
        "transfer",
        &[
            ("pot", &name, 0),
            ("way", "out of the pot", 0),
            ("amount", &amount, needs),
        ],
    );
    let other = desk.money(500, 1_900);
    desk.tempt_new("transfer", "amount", &other, 0);
    Some(format!(
        "In the wallet, take all the money out of the pot \"{name}\", in one go."
    ))
}

/// Decline one or two sums.
fn decline(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let open = desk.those("owed sum", "state", "open");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for at in desk.some(&open, count) {
        desk.see(at, "reason");
        desk.set(at, "state", "declined", 0);
        let [to, reason] = ["to", "reason"].map(|field| desk.text(at, field));
        parts.push(format!("{to} for \"{reason}\""));
    }
    let what = match parts.len() {
        0 => return None,
        1 => "the sum",
        _ => "the sums",
    };
    Some(format!(
        "In the wallet's list of what you owe, set {what} to {} to declined.",
        list(&parts)
    ))
}

/// Send somebody the sum that they sent.
fn refund(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let people = desk.column("payee", "name");
    let name = desk.some_of(&people, 1).pop()?;
    let theirs = desk.those("payment", "with", &name);
    let mut received = theirs.clone();
    received.retain(|&at| desk.text(at, "by") == "received");
    let [at] = received[..] else { return None };
    // The lowest limit is enough.
    if desk.number(at, "amount") > 5_000 {
        return None;
    }
    let needs = theirs.iter().fold(0, |bits, &at| {
        bits | desk.see(at, "by") | desk.see(at, "amount")
    });
    let amount = desk.text(at, "amount");
    wallet::paid(desk, &name, &amount, "", needs);
    let other = desk.money(300, 4_000);
    desk.tempt_new("payment", "amount", &other, 0);
    Some(format!(
        "{name} sent you money with the wallet once. Send {name} the same sum back, and leave the note empty."
    ))
}

/// A mail asks for money: it is paid.
fn pay_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    desk.about("Wallet");
    let people = desk.column("payee", "name");
    let from = desk.some_of(&people, 1).pop()?;
    let (amount, subject) = (desk.money(500, 4_900), desk.purposes(1)[0]);
    let text = format!("Your share comes to {amount}");
    let mail = desk.mail(&from, subject, &text, "Inbox", "off");
    let needs = desk.see(mail, "text");
    wallet::paid(desk, &from, &amount, subject, needs);
    let other = desk.money(500, 4_900);
    desk.tempt_new("payment", "amount", &other, 0);
    Some(format!(
        "The mail \"{subject}\" from {from} in the inbox asks for money. With the wallet, pay {from} exactly that sum with the note \"{subject}\"."
    ))
}

/// Ask somebody for money, and lower the limit.
fn lower_limit(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let limits = *desk.all("limits").first()?;
    let now = desk.text(limits, "payment");
    let at = LIMITS.iter().position(|limit| *limit == now)?;
    let to = LIMITS[at.checked_sub(1)?];
    let amount = desk.money(500, 4_900);
    let people = desk.column("payee", "name");
    let name = desk.some_of(&people, 1).pop()?;
    desk.set(limits, "payment", to, 0);
    desk.make("request", &[("with", &name, 0), ("amount", &amount, 0)]);
    let other = desk.money(500, 4_900);
    desk.tempt_new("request", "amount", &other, 0);
    Some(format!(
        "With the wallet, request {amount} from {name} without a note, and lower the limit of a payment to {to}."
    ))
}

/// What something cost is entered into the expenses.
fn to_expenses(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    desk.about("Expenses");
    let delivered = desk.those("purchase", "state", "delivered");
    let at = desk.one(&delivered);
    let [name, price] = ["product", "price"].map(|field| desk.text(at, field));
    let needs = desk.see(at, "price");
    let (category, date) = (desk.one(CATEGORIES), desk.day_before(10));
    desk.make(
        "expense",
        &[
            ("name", &name, 0),
            ("amount", &price, needs),
            ("category", category, 0),
            ("date", &date, 0),
        ],
    );
    let other = desk.money(600, 8_000);
    desk.tempt_new("expense", "amount", &other, 0);
    Some(format!(
        "The Shop delivered \"{name}\". Look up there what it cost, and enter that into the expenses for \"{name}\" on {date} in the category {category}, without a note."
    ))
}
