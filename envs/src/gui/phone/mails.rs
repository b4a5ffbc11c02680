//! Mails that came and mails that were sent.

use crate::gui::{
    author::Kind,
    case::{Desk, Ref},
};

/// Mails: what they are about and what they say.
const MAILS: &[(&str, &str)] = &[
    ("Offer for the roof", "We can start on the first dry Monday"),
    ("Choir trip", "The coach leaves from the old library"),
    ("Your library books", "Three books are due back this week"),
    ("Garden plans", "Roses by the wall and herbs by the door"),
    ("Contract draft", "Please check the second page"),
    ("Class photos", "They can be picked up at the office"),
    ("Lost umbrella", "A green one was found in the hall"),
    ("Team lunch", "The usual place, the long table"),
    ("Water meter", "The reading is due next week"),
    ("New opening hours", "We are closed on Wednesdays now"),
    ("Old piano", "It is yours if you can carry it"),
    ("Parking permit", "The form is at the town hall"),
    ("Reading group", "We begin with the short stories"),
    ("Spare keys", "They are with the neighbour on the left"),
    ("Summer house", "It is free in the last week of July"),
    ("Survey results", "Most of us want a later start"),
];
/// Days that mails go back.
const DAYS: usize = 20;

/// Eight to ten mails in three boxes, and two that were sent.
pub(in crate::gui) fn fill(desk: &mut Desk) {
    let people = desk.column("contact", "name");
    let people = desk.some_of(&people, 5);
    let count = 8 + desk.below(3);
    let drawn = desk.some(MAILS, count + 2);
    for (number, (subject, text)) in drawn[2..].iter().enumerate() {
        let sender = desk.some_of(&people, 1).remove(0);
        // Three are elsewhere, so that each box has some.
        let place = match number {
            0 | 1 => "Archive",
            2 => "Junk",
            _ => "Inbox",
        };
        let starred = desk.one(&["off", "off", "off", "on"]);
        desk.mail(&sender, subject, text, place, starred);
    }
    for (subject, text) in &drawn[..2] {
        let to = desk.some_of(&people, 1).remove(0);
        let (date, time) = (desk.day_before(DAYS), desk.time());
        desk.add(
            "sent mail",
            &[
                ("to", &to),
                ("subject", subject),
                ("text", text),
                ("date", &date),
                ("time", &time),
            ],
        );
    }
}

impl Desk {
    /// Put a mail on the phone.
    pub(in crate::gui) fn mail(
        &mut self,
        sender: &str,
        subject: &str,
        text: &str,
        place: &str,
        starred: &str,
    ) -> Ref {
        let (date, time) = (self.day_before(DAYS), self.time());
        self.add(
            "mail",
            &[
                ("sender", sender),
                ("subject", subject),
                ("text", text),
                ("date", &date),
                ("time", &time),
                ("box", place),
                ("starred", starred),
            ],
        )
    }

    /// A mail is to be sent, now.
    pub(in crate::gui) fn send(&mut self, to: &str, subject: &str, text: &str, needs: u64) {
        let (date, time) = (self.written(Kind::Date, self.today), self.clock());
        self.make(
            "sent mail",
            &[
                ("to", to, 0),
                ("subject", subject, 0),
                ("text", text, needs),
                ("date", &date, 0),
                ("time", &time, 0),
            ],
        );
    }

    /// Subjects and texts of mails that are on the phone nowhere.
    pub(in crate::gui) fn new_mails(&mut self, count: usize) -> Vec<(&'static str, &'static str)> {
        let mut taken = self.column("mail", "subject");
        taken.extend(self.column("sent mail", "subject"));
        let is_free = |(subject, _): &&(&str, &str)| !taken.iter().any(|t| t == subject);
        let free: Vec<(&str, &str)> = MAILS.iter().filter(is_free).copied().collect();
        self.some(&free, count)
    }

    /// So many people who have an address, other than somebody; none if there are too few.
    pub(in crate::gui) fn addressees(&mut self, count: usize, but: &str) -> Option<Vec<String>> {
        let mut all = self.all("contact");
        all.retain(|&at| !self.text(at, "email").is_empty() && self.text(at, "name") != but);
        let names: Vec<String> = all.iter().map(|&at| self.text(at, "name")).collect();
        let people = self.some_of(&names, count);
        (people.len() == count).then_some(people)
    }
}
