//! Money: what was paid and received, what is owed, what lies in pots.

use crate::gui::{apps::wallet::MONEY, case::Desk, value::Value};

const NOTES: &[&str] = &[
    "Cinema tickets",
    "Birthday present",
    "Petrol",
    "Pizza night",
    "Concert",
    "Train fare",
    "Groceries",
    "Flowers for Olga",
    "Tent pegs",
    "Museum entry",
    "Boat hire",
    "Paint and brushes",
];
const POTS: &[&str] = &["Holiday", "New bike", "Presents", "Rainy day", "Piano"];
/// People whom the wallet knows.
const PEOPLE: usize = 7;

/// Fill it: what comes in is always more than what goes out.
pub(super) fn fill(desk: &mut Desk) {
    desk.add_drawn("limits");
    let people = desk.column("contact", "name");
    let people = desk.some_of(&people, PEOPLE);
    for name in &people {
        desk.add("payee", &[("name", name)]);
    }
    // One big sum received keeps all balances above nothing.
    let (first, big) = (people[0].clone(), desk.money(120_000, 150_000));
    pay(desk, &first, "received", &big);
    for name in &people {
        for _ in 0..1 + desk.below(3) {
            let way = desk.one(&["received", "sent", "sent"]);
            let amount = desk.money(300, 4_000);
            pay(desk, name, way, &amount);
        }
    }
    let count = 4 + desk.below(2);
    let owed_to = desk.some_of(&people, count);
    for (name, reason) in owed_to.iter().zip(desk.some(NOTES, count)) {
        let amount = desk.money(500, 4_500);
        let state = desk.one(&["open", "open", "paid"]);
        desk.add(
            "owed sum",
            &[
                ("to", name),
                ("amount", &amount),
                ("reason", reason),
                ("state", state),
            ],
        );
    }
    for name in desk.some(POTS, 3) {
        desk.add("pot", &[("name", name)]);
        let amount = desk.money(2_000, 6_000);
        desk.add(
            "transfer",
            &[("pot", name), ("way", "into the pot"), ("amount", &amount)],
        );
    }
}

fn pay(desk: &mut Desk, with: &str, by: &str, amount: &str) {
    let day = desk.today - 1 - desk.below(60) as i32;
    let date = desk
        .words
        .shown(crate::gui::author::Kind::Date, &Value::Number(day));
    let note = desk.one(NOTES);
    desk.add(
        "payment",
        &[
            ("with", with),
            ("by", by),
            ("amount", amount),
            ("note", note),
            ("date", &date),
        ],
    );
}

impl Desk {
    /// A sum of money between two numbers of cents, at ten cents.
    pub(in crate::gui) fn money(&mut self, least: usize, most: usize) -> String {
        let cents = (least + 10 * self.below((most - least) / 10)) as i32;
        self.words.shown(MONEY, &Value::Number(cents))
    }

    /// What payments are for.
    pub(in crate::gui) fn purposes(&mut self, count: usize) -> Vec<&'static str> {
        self.some(NOTES, count)
    }
}
