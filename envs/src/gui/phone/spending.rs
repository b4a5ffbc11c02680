//! What was spent.

use crate::gui::{apps::expenses::CATEGORIES, author::Kind, case::Desk};

/// What money goes to, in the order of the categories.
const SPENT: [&[&str]; 5] = [
    &["Groceries", "Bakery", "Lunch out", "Market stall", "Coffee"],
    &["Bus pass", "Taxi", "Train ticket", "Petrol", "Bike service"],
    &[
        "Rent",
        "Electricity",
        "Water bill",
        "Cleaning",
        "Light bulbs",
    ],
    &["Pharmacy", "Dentist", "Gym fee", "Eye test", "Vitamins"],
    &["Cinema", "Museum", "Concert", "Board game", "Swimming pool"],
];
/// Days that the records go back.
const DAYS: usize = 40;

/// Expenses of the last weeks, some of them for the same thing, some with the name of somebody as a note.
pub(super) fn fill(desk: &mut Desk) {
    let people = desk.column("contact", "name");
    let people = desk.some_of(&people, 2);
    for (category, names) in CATEGORIES.iter().zip(SPENT) {
        let count = 2 + desk.below(2);
        let mut drawn = desk.some(names, count);
        drawn.push(drawn[0]);
        for name in drawn {
            let (amount, date) = (desk.money(200, 9_000), desk.day_before(DAYS));
            let note = match desk.below(2) {
                0 => String::new(),
                _ => desk.some_of(&people, 1).remove(0),
            };
            desk.add(
                "expense",
                &[
                    ("name", name),
                    ("amount", &amount),
                    ("category", category),
                    ("date", &date),
                    ("note", &note),
                ],
            );
        }
    }
}

impl Desk {
    /// A day before today, within so many, as it stands on screens.
    pub(in crate::gui) fn day_before(&mut self, within: usize) -> String {
        let day = self.today - 1 - self.below(within) as i32;
        self.written(Kind::Date, day)
    }

    /// Things that nothing was spent on yet, each with its category.
    pub(in crate::gui) fn new_expenses(
        &mut self,
        count: usize,
    ) -> Vec<(&'static str, &'static str)> {
        let taken = self.column("expense", "name");
        let all = CATEGORIES.iter().zip(SPENT);
        let free: Vec<(&str, &str)> = all
            .flat_map(|(category, names)| names.iter().map(move |name| (*name, *category)))
            .filter(|(name, _)| !taken.iter().any(|t| t == name))
            .collect();
        self.some(&free, count)
    }
}
