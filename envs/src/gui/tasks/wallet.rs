//! Wallet: paying, asking, putting aside, within what there is.

use super::{Template, added, list, twin};
use crate::gui::{
    apps::wallet::{LIMITS, MONEY},
    author::Kind,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("wallet-pay", "pay people", pay),
    added("wallet-request", "ask people for money", request),
    added(
        "wallet-limit",
        "raise the limit of a payment and pay",
        limit,
    ),
    added("wallet-settle", "pay what is owed to people", settle),
    twin(
        "wallet-settle-missing",
        "wallet-settle",
        "the same where one of the sums is owed for something else",
        settle_missing,
    ),
    added(
        "wallet-spent",
        "answer what somebody was paid in all",
        spent,
    ),
    added("wallet-owed", "add up what is owed", owed),
    added("pot-save", "put money into pots", save),
    added("pot-move", "move money from one pot to another", move_to),
    added(
        "wallet-pay-message",
        "pay what messages ask for",
        pay_message,
    ),
];

/// A payment of today is to be there.
pub(super) fn paid(desk: &mut Desk, with: &str, amount: &str, note: &str, needs: u64) {
    let today = desk.written(Kind::Date, desk.today);
    let mut fields = vec![
        ("with", with, needs),
        ("by", "sent", 0),
        ("amount", amount, needs),
        ("date", today.as_str(), 0),
    ];
    if !note.is_empty() {
        fields.push(("note", note, 0));
    }
    desk.make("payment", &fields);
}

/// Pay one or two people.
fn pay(desk: &mut Desk) -> Option<String> {
    let pay = |desk: &mut Desk, name: &str, amount: &str, note: &str| {
        paid(desk, name, amount, note, 0);
        format!("{name} {amount} with the note \"{note}\"")
    };
    let parts = transfers(desk, "payment", pay);
    Some(format!("With the wallet, pay {}.", list(&parts)))
}

/// Ask one or two people for money.
fn request(desk: &mut Desk) -> Option<String> {
    let ask = |desk: &mut Desk, name: &str, amount: &str, note: &str| {
        let fields = [("with", name, 0), ("amount", amount, 0), ("note", note, 0)];
        desk.make("request", &fields);
        format!("{amount} from {name} with the note \"{note}\"")
    };
    let parts = transfers(desk, "request", ask);
    Some(format!("With the wallet, request {}.", list(&parts)))
}

/// One or two people, each with an amount and what it is for, and what is said of each. Another amount is a mistake to make.
fn transfers(
    desk: &mut Desk,
    table: &str,
    one: impl Fn(&mut Desk, &str, &str, &str) -> String,
) -> Vec<String> {
    desk.about("Wallet");
    let (all, count) = (desk.all("payee"), 1 + desk.below(2));
    let people = desk.some(&all, count);
    let purposes = desk.purposes(count);
    let mut parts = vec![];
    for (at, note) in people.into_iter().zip(purposes) {
        let (name, amount) = (desk.text(at, "name"), desk.money(500, 4_900));
        parts.push(one(desk, &name, &amount, note));
    }
    let other = desk.money(500, 4_900);
    desk.tempt_new(table, "amount", &other, 0);
    parts
}

/// Raise the limit of a payment, and pay.
fn limit(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let limits = *desk.all("limits").first()?;
    let now = desk.text(limits, "payment");
    let at = LIMITS.iter().position(|limit| *limit == now)?;
    let amount = match at {
        0 => desk.money(5_500, 9_000),
        1 => desk.money(10_500, 18_000),
        2 => desk.money(20_500, 30_000),
        _ => return None,
    };
    let to = LIMITS[at + 1];
    desk.set(limits, "payment", to, 0);
    let people = desk.column("payee", "name");
    let name = desk.some_of(&people, 1).remove(0);
    let note = desk.purposes(1)[0];
    paid(desk, &name, &amount, note, 0);
    let other = desk.money(500, 4_900);
    desk.tempt_new("payment", "amount", &other, 0);
    Some(format!(
        "With the wallet, pay {name} {amount} with the note \"{note}\". The limit of a payment is too low for that: set it to {to} first and leave it so."
    ))
}

/// Sums that are owed, and how it is said that they are to be paid.
fn to_settle(desk: &mut Desk) -> Option<(Vec<Ref>, String)> {
    desk.about("Wallet");
    let open = open(desk);
    let count = 1 + desk.below(3);
    let owed = desk.some(&open, count);
    let parts: Vec<String> = owed
        .iter()
        .map(|&at| {
            format!(
                "{} for \"{}\"",
                desk.text(at, "to"),
                desk.text(at, "reason")
            )
        })
        .collect();
    let (what, one) = match owed.len() {
        0 => return None,
        1 => ("the sum", "it is not listed so"),
        _ => ("the sums", "one of them is not listed so"),
    };
    let said = format!(
        "In the wallet, pay {what} that you owe to {}, from the list of money you owe. Leave the note empty. If {one}, pay nothing and report the task as infeasible.",
        list(&parts)
    );
    Some((owed, said))
}

/// Pay what is owed to one to three people.
fn settle(desk: &mut Desk) -> Option<String> {
    let (owed, said) = to_settle(desk)?;
    let found = owed
        .iter()
        .fold(0, |found, &at| found | desk.see(at, "reason"));
    for at in owed {
        let (name, amount) = (desk.text(at, "to"), desk.text(at, "amount"));
        desk.set(at, "state", "paid", 0);
        paid(desk, &name, &amount, "", found);
    }
    let note = desk.purposes(1)[0];
    desk.tempt_new("payment", "note", note, 0);
    Some(said)
}

/// The same where the first of them is owed for something else.
fn settle_missing(desk: &mut Desk) -> Option<String> {
    let (owed, said) = to_settle(desk)?;
    let first = *owed.first()?;
    let taken = desk.column("owed sum", "reason");
    let mut others = desk.purposes(taken.len() + 1);
    others.retain(|other| !taken.iter().any(|reason| reason == other));
    desk.rewrite(first, "reason", others.first()?);
    desk.impossible(&[first], "reason");
    Some(said)
}

/// What is owed and not paid yet, none of it beyond any limit.
fn open(desk: &Desk) -> Vec<Ref> {
    desk.those("owed sum", "state", "open")
}

/// An answer of a sum of money, with others near it.
fn ask(desk: &mut Desk, right: i32, near: &[i32]) {
    let others: Vec<String> = near
        .iter()
        .filter(|other| **other != right && **other >= 0)
        .map(|other| desk.written(MONEY, *other))
        .collect();
    let right = desk.written(MONEY, right);
    desk.ask(AnswerKind::Of(MONEY), &right, &others);
}

/// What somebody was paid.
fn spent(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let people = desk.column("payee", "name");
    let name = desk.some_of(&people, 1).remove(0);
    let theirs = desk.those("payment", "with", &name);
    let mut sent = vec![];
    let mut all = 0;
    for &at in &theirs {
        desk.see(at, "amount");
        let amount = desk.number(at, "amount");
        all += amount;
        if desk.text(at, "by") == "sent" {
            sent.push(amount);
        }
    }
    if sent.len() < 2 {
        return None;
    }
    let right: i32 = sent.iter().sum();
    ask(desk, right, &[all, sent[0], right + 100, right - 10]);
    Some(format!(
        "How much money was sent to {name} with the wallet in all? What {name} sent does not count. Answer with the sum."
    ))
}

/// What is owed in all.
fn owed(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let open = open(desk);
    if open.len() < 2 {
        return None;
    }
    for at in desk.all("owed sum") {
        desk.see(at, "state");
    }
    let mut parts = vec![];
    for &at in &open {
        desk.see(at, "amount");
        parts.push(desk.number(at, "amount"));
    }
    let right: i32 = parts.iter().sum();
    ask(
        desk,
        right,
        &[right - parts[0], right + 100, right + 10, parts[0]],
    );
    Some(
        "How much money do you owe in all, as the wallet lists it? Count only what is still open. Answer with the sum."
            .to_owned(),
    )
}

fn transfer(desk: &mut Desk, pot: Ref, way: &str, amount: &str) {
    let name = desk.text(pot, "name");
    desk.make(
        "transfer",
        &[("pot", &name, 0), ("way", way, 0), ("amount", amount, 0)],
    );
}

/// Put money into one or two pots.
fn save(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let (all, count) = (desk.all("pot"), 1 + desk.below(2));
    let mut parts = vec![];
    for pot in desk.some(&all, count) {
        let amount = desk.money(500, 4_000);
        transfer(desk, pot, "into the pot", &amount);
        parts.push(format!(
            "{amount} into the pot \"{}\"",
            desk.text(pot, "name")
        ));
    }
    let other = desk.money(500, 4_000);
    desk.tempt_new("transfer", "amount", &other, 0);
    Some(format!("In the wallet, put {}.", list(&parts)))
}

/// Move money from a pot to another.
fn move_to(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    let all = desk.all("pot");
    let pots = desk.some(&all, 2);
    let amount = desk.money(500, 1_900);
    transfer(desk, pots[0], "out of the pot", &amount);
    transfer(desk, pots[1], "into the pot", &amount);
    let other = desk.money(500, 1_900);
    desk.tempt_new("transfer", "amount", &other, 0);
    let [from, to] = [pots[0], pots[1]].map(|pot| desk.text(pot, "name"));
    Some(format!(
        "In the wallet, take {amount} out of the pot \"{from}\" and put as much into the pot \"{to}\"."
    ))
}

/// Messages ask for money: it is paid.
fn pay_message(desk: &mut Desk) -> Option<String> {
    desk.about("Wallet");
    desk.about("Messages");
    let threads = desk.column("thread", "name");
    let mut people = desk.column("payee", "name");
    people.retain(|name| threads.contains(name));
    let count = 1 + desk.below(2);
    let people = desk.some_of(&people, count);
    let texts: Vec<(String, String)> = people
        .iter()
        .map(|name| (name.clone(), desk.money(500, 4_900)))
        .collect();
    for (name, amount) in &texts {
        let text = format!("Could you pay me back the {amount} from yesterday?");
        let message = desk.add(
            "message",
            &[("with", name), ("by", "them"), ("text", &text)],
        );
        let needs = desk.see(message, "text");
        paid(desk, name, amount, "", needs);
    }
    let other = desk.money(500, 4_900);
    desk.tempt_new("payment", "amount", &other, 0);
    let names = list(&people);
    let (what, each) = match people.len() {
        0 => return None,
        1 => ("a message that asks", names.clone()),
        _ => ("messages that ask", format!("each of {names}")),
    };
    Some(format!(
        "{names} sent you {what} for money. With the wallet, pay {each} exactly the sum asked for, and leave the note empty."
    ))
}
