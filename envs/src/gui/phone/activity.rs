//! What a sports tracker has logged: some weeks of it.

use crate::gui::{
    apps::activity::SPORTS,
    author::{Kind, Unit},
    case::Desk,
    value::Value,
};

const NAMES: &[&str] = &[
    "Lake loop",
    "Early round",
    "Old railway",
    "Castle hill",
    "Lunch break",
    "Village round",
    "River bank",
    "Before breakfast",
    "Four bridges",
    "Quarry and back",
    "North side",
    "Windmill",
    "Long way home",
    "Evening round",
    "Harbour and back",
    "Forest edge",
    "Slow one",
    "Two islands",
];
/// Days that are logged.
const DAYS: usize = 21;

/// Fill it: more than a screen of activities, some of them on the same day.
pub(super) fn fill(desk: &mut Desk) {
    let count = 12 + desk.below(3);
    for name in desk.some(NAMES, count) {
        let sport = desk.one(SPORTS);
        let day = desk.today - 1 - desk.below(DAYS) as i32;
        let date = desk.words.shown(Kind::Date, &Value::Number(day));
        let (least, spread, pace) = match sport {
            "Running" => (40, 90, 6),
            "Cycling" => (150, 400, 3),
            "Hiking" => (60, 120, 13),
            _ => (8, 20, 25),
        };
        let distance = (least + desk.below(spread)) as i32;
        let minutes = distance * pace / 10 + 3 + desk.below(9) as i32;
        // Nobody swims uphill.
        let climb = match sport {
            "Swimming" => 0,
            _ => 10 * desk.below(40) as i32,
        };
        let shown = |unit, amount| {
            crate::gui::value::Words::default().shown(Kind::Amount(unit), &Value::Number(amount))
        };
        desk.add(
            "activity",
            &[
                ("name", name),
                ("sport", sport),
                ("date", &date),
                ("distance", &shown(Unit::new(1, "km"), distance)),
                ("duration", &shown(Unit::new(0, "min"), minutes)),
                ("climb", &shown(Unit::new(0, "m"), climb)),
            ],
        );
    }
}

impl Desk {
    /// Names for new activities.
    pub(in crate::gui) fn new_activities(&mut self, count: usize) -> Vec<String> {
        self.fresh(NAMES, "activity", "name", count)
    }
}
