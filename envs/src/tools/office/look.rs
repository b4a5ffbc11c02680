//! What there is to look up in the office: each a call, and the fact that its answer shows.

use super::{
    case::Case,
    letters::{Mail, OPERATIONS},
    things::{Contact, File},
    world::Event,
};
use crate::tools::kernel::types::Facts;
use serde_json::json;

impl Case<'_> {
    /// The fact of somebody's id; looking for the name shows it.
    pub(super) fn person(&mut self, number: usize) -> Facts {
        let person = &self.world.people[number];
        let needle = format!("person {}: {}", person.id, person.name);
        let fact = self.fact(format!("who {} is", person.name), &[needle]);
        self.maker
            .read("find_person", json!({"name": person.name}), 0);
        fact
    }

    /// The fact that there is an event; lists, the event itself and whatever was done to it show it.
    pub(super) fn listed(&mut self, event: &Event) -> Facts {
        let needle = format!("event {}: {}", event.id, event.title);
        self.fact(format!("that there is {}", event.id), &[needle])
    }

    /// The events of a day that was `shown`, each of which can be looked at then; those of the next day are listed as well.
    pub(super) fn events_of(&mut self, day: i64, shown: Facts) {
        for day in [day, day + 1] {
            self.maker.read("list_events", json!({"day": day}), shown);
        }
        let needle = format!("events of day {day}:");
        let listing = self.fact(format!("the events of day {day}"), &[needle]);
        let world = self.world;
        for event in world.events_of(day) {
            self.maker
                .read("get_event", json!({"event_id": event.id}), listing);
        }
    }

    /// The same, with the mistakes of cancelling those that are not `meant`.
    pub(super) fn day(&mut self, day: i64, meant: &[&str], shown: Facts) {
        self.events_of(day, shown);
        let world = self.world;
        for event in world.events_of(day) {
            let listed = self.listed(event);
            if !meant.contains(&event.id.as_str()) {
                self.maker
                    .wrong("cancel_event", json!({"event_id": event.id}), listed);
            }
        }
    }

    /// The fact of who organizes and attends an event that was listed.
    pub(super) fn event(&mut self, event: &Event) -> Facts {
        let listed = self.listed(event);
        self.contents(event, listed) | listed
    }

    /// The fact of when an event is, and who organizes and attends it; its id was `shown`.
    pub(super) fn contents(&mut self, event: &Event, shown: Facts) -> Facts {
        let needles = [
            format!("event {}: {}\n", event.id, event.title),
            "organizer: ".into(),
        ];
        let fact = self.fact(format!("who attends {}", event.id), &needles);
        self.maker
            .read("get_event", json!({"event_id": event.id}), shown);
        fact
    }

    /// The fact of when an event is; its id was `shown`. Lists say so as well.
    pub(super) fn when(&mut self, event: &Event, shown: Facts) -> Facts {
        let (id, title, day) = (&event.id, event.title, event.day);
        let needles = [format!("event {id}: {title}\nday {day}, ")];
        let fact = self.fact(format!("when {id} is"), &needles);
        let of_day = [
            format!("events of day {day}:"),
            format!("- event {id}: {title}"),
        ];
        self.maker.also_shown(fact, of_day);
        let of_title = format!("- event {id}: {title}, day {day}, ");
        self.maker.also_shown(fact, [of_title]);
        for (tool, call) in [
            ("get_event", json!({"event_id": id})),
            ("find_events", json!({"title": title})),
        ] {
            self.maker.read(tool, call, shown);
        }
        fact
    }

    /// The fact of when somebody whose id is `shown` is free on a day.
    pub(super) fn free(&mut self, number: usize, day: i64, shown: Facts) -> Facts {
        let id = &self.world.people[number].id;
        let needle = format!("free hours of {id} on day {day}");
        let fact = self.fact(format!("when {id} is free on day {day}"), &[needle]);
        for day in [day, day + 1] {
            self.maker
                .read("free_hours", json!({"person_id": id, "day": day}), shown);
        }
        fact
    }

    /// The fact of what mail there is from somebody whose id is `shown`.
    pub(super) fn mail_from(&mut self, id: &str, shown: Facts) -> Facts {
        let fact = self.fact(format!("the mail from {id}"), &[format!("mail from {id}:")]);
        self.maker
            .read("list_mail", json!({"person_id": id}), shown);
        // Whatever is listed can be read.
        for mail in self.world.mails.iter().filter(|mail| mail.from == id) {
            self.maker
                .read("read_mail", json!({"mail_id": mail.id}), fact);
        }
        fact
    }

    /// The fact that there is a mail.
    pub(super) fn mail_listed(&mut self, mail: &Mail) -> Facts {
        let needle = format!("mail {}: {}", mail.id, mail.subject);
        self.fact(format!("that there is {}", mail.id), &[needle])
    }

    /// The fact of what a mail says, which was listed.
    pub(super) fn mail_read(&mut self, mail: &Mail) -> Facts {
        let listed = self.mail_listed(mail);
        let needle = format!("mail {}: {}\nfrom: ", mail.id, mail.subject);
        let fact = self.fact(format!("what {} says", mail.id), &[needle]);
        self.maker
            .read("read_mail", json!({"mail_id": mail.id}), listed);
        fact
    }

    /// The fact that there is a file, which is looked for by its name once that was `shown`.
    pub(super) fn file(&mut self, file: &File, shown: Facts) -> Facts {
        let needle = format!("file {}: {}, in {}", file.id, file.name, file.folder);
        let fact = self.fact(format!("where {} is", file.id), &[needle]);
        self.maker
            .read("find_file", json!({"name": file.name}), shown);
        // Those that are called alike are found with it.
        for other in (self.world.files.iter()).filter(|other| other.name == file.name) {
            for tool in ["read_file", "list_versions"] {
                self.maker.read(tool, json!({"file_id": other.id}), fact);
            }
        }
        fact
    }

    /// The fact of what a file says in its latest version; its id was `shown`.
    pub(super) fn file_read(&mut self, file: &File, shown: Facts) -> Facts {
        let needle = format!("file {}: {}\nin: ", file.id, file.name);
        let fact = self.fact(format!("what {} says", file.id), &[needle]);
        self.maker
            .read("read_file", json!({"file_id": file.id}), shown);
        fact
    }

    /// The fact of which day the latest version of a file is of; its id was `shown`. The file says so, and the list of its versions.
    pub(super) fn file_day(&mut self, file: &File, shown: Facts) -> Facts {
        let needle = format!("file {}: {}\nin: ", file.id, file.name);
        let fact = self.fact(format!("of which day {} is", file.id), &[needle]);
        let needle = format!("versions of file {}, ", file.id);
        self.maker.also_shown(fact, [needle]);
        for tool in ["read_file", "list_versions"] {
            self.maker.read(tool, json!({"file_id": file.id}), shown);
        }
        fact
    }

    /// The fact of which versions a file has; its id was `shown`.
    pub(super) fn versions(&mut self, file: &File, shown: Facts) -> Facts {
        let needle = format!("versions of file {}, ", file.id);
        let fact = self.fact(format!("the versions of {}", file.id), &[needle]);
        self.maker
            .read("list_versions", json!({"file_id": file.id}), shown);
        fact
    }

    /// The fact that there is an entry in the contacts, which is looked for by these words.
    pub(super) fn contact(&mut self, contact: &Contact, words: &str) -> Facts {
        let needle = format!(
            "contact {}: {}, {}",
            contact.id, contact.name, contact.company
        );
        let fact = self.fact(format!("that there is {}", contact.id), &[needle]);
        self.maker.read("find_contact", json!({"name": words}), 0);
        fact
    }

    /// The fact of what an entry of the contacts holds; its id was `shown`.
    pub(super) fn contact_read(&mut self, contact: &Contact, shown: Facts) -> Facts {
        let needle = format!("contact {}: {}\ncompany: ", contact.id, contact.name);
        let fact = self.fact(format!("what {} holds", contact.id), &[needle]);
        self.maker
            .read("get_contact", json!({"contact_id": contact.id}), shown);
        fact
    }

    /// The fact of who the operations desk is.
    pub(super) fn operations(&mut self) -> Facts {
        let (id, name) = OPERATIONS;
        let fact = self.fact(
            "who the operations desk is".into(),
            &[format!("contact {id}: {name}")],
        );
        self.maker.read("find_contact", json!({"name": name}), 0);
        fact
    }

    /// The fact of which reminders there are.
    pub(super) fn reminders(&mut self) -> Facts {
        let fact = self.fact(
            "which reminders there are".into(),
            &["reminders by day:".into()],
        );
        self.maker.read("list_reminders", json!({}), 0);
        fact
    }

    /// The fact of which rooms there are.
    pub(super) fn rooms(&mut self) -> Facts {
        let fact = self.fact("which rooms there are".into(), &["rooms:\n- room ".into()]);
        self.maker.read("list_rooms", json!({}), 0);
        fact
    }

    /// That the hours of every room on a day can be looked at, once the rooms are known.
    pub(super) fn every_room(&mut self, day: i64) {
        let rooms = self.rooms();
        for room in &self.world.rooms {
            self.maker
                .read("room_hours", json!({"room": room.id, "day": day}), rooms);
        }
    }

    /// The fact of when a room is free on a day; both were `shown`.
    pub(super) fn room_hours(&mut self, room: &str, day: i64, shown: Facts) -> Facts {
        let needle = format!("free hours of room {room} on day {day}");
        let fact = self.fact(format!("when {room} is free on day {day}"), &[needle]);
        self.maker
            .read("room_hours", json!({"room": room, "day": day}), shown);
        fact
    }

    /// The fact of how it stands with the assistant itself.
    pub(super) fn yourself(&mut self) -> Facts {
        let needle = "you, the assistant\npaused: ".into();
        let fact = self.fact("how it stands with you".into(), &[needle]);
        self.maker.read("get_assistant", json!({}), 0);
        fact
    }

    /// The fact of who the other assistants are.
    pub(super) fn assistants(&mut self) -> Facts {
        let needle = "assistants:\n- assistant ".into();
        let fact = self.fact("who the assistants are".into(), &[needle]);
        self.maker.read("list_assistants", json!({}), 0);
        fact
    }
}
