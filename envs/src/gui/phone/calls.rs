//! Calls of the last days.

use crate::gui::{author::Kind, case::Desk};

/// Days that calls go back.
pub(in crate::gui) const DAYS: usize = 4;

/// Nine to eleven calls with five people, and one from a number that nobody knows.
pub(super) fn fill(desk: &mut Desk) {
    let people = desk.all("contact");
    let people = desk.some(&people, 5);
    let count = 9 + desk.below(3);
    for _ in 0..count {
        let at = desk.one(&people);
        let (name, number) = (desk.text(at, "name"), desk.text(at, "phone"));
        let kind = desk.one(&["incoming", "outgoing", "missed"]);
        let date = desk.day_before(DAYS);
        desk.call(&name, &number, kind, &date);
    }
    let (number, date) = (desk.phone_number(), desk.day_before(DAYS));
    desk.call(&number, &number, "missed", &date);
}

impl Desk {
    /// Put a call on the phone.
    pub(in crate::gui) fn call(&mut self, name: &str, number: &str, kind: &str, date: &str) {
        // To the minute, so that hardly two calls of a day come at the same time.
        let minutes = (8 * 60 + self.below(12 * 60)) as i32;
        let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let talked = match kind {
            "missed" => String::new(),
            _ => format!("{} min", 1 + self.below(40)),
        };
        self.add(
            "call",
            &[
                ("name", name),
                ("number", number),
                ("kind", kind),
                ("date", date),
                ("time", &time),
                ("minutes", &talked),
            ],
        );
    }

    /// Somebody is to be called, now. `needs`: what has to be known before anybody could think of it.
    pub(in crate::gui) fn dial(&mut self, name: &str, number: &str, needs: u64) {
        let (date, time) = (self.written(Kind::Date, self.today), self.clock());
        self.make(
            "call",
            &[
                ("name", name, needs),
                ("number", number, 0),
                ("kind", "outgoing", 0),
                ("date", &date, 0),
                ("time", &time, 0),
            ],
        );
    }
}
