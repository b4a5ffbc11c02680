//! What an office has beside its calendar and its mail: rooms, contacts, files, reminders, assistants.

use super::{
    names::{
        AREAS, COMPANIES, COUNTED, FILES, FOLDERS, HAS, OUTSIDE_FIRST, OUTSIDE_LAST, ROOMS, RUNS,
    },
    world::{Event, TODAY, drawn},
};
use truestep_core::chance::Chance;

/// A room.
#[derive(Clone, Debug)]
pub(super) struct Room {
    pub(super) id: &'static str,
    pub(super) seats: usize,
    pub(super) has: Vec<&'static str>,
}

/// What part an entry of the contacts plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Writes that something of theirs has changed.
    Changed,
    /// Writes for files.
    Asking,
    /// There twice: this is the entry with the phone number.
    Whole,
    /// There twice: this is an entry without.
    Copy,
    /// Called as one who is there twice, and somebody else.
    Namesake,
}

/// A contact outside the office.
#[derive(Clone, Debug)]
pub(super) struct Contact {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) company: &'static str,
    pub(super) email: String,
    /// Empty if there is none.
    pub(super) phone: String,
    pub(super) part: Part,
}

/// A version of a file.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) day: i64,
    /// What it gives the number of, with the number.
    pub(super) numbers: Vec<(&'static str, i64)>,
}

impl Version {
    /// What stands in it.
    pub(super) fn text(&self) -> String {
        let line = |(what, number): &(&str, i64)| format!("{what}: {number}");
        self.numbers.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// A file.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) folder: &'static str,
    pub(super) is_confidential: bool,
    pub(super) versions: Vec<Version>,
}

impl File {
    /// How it is marked.
    pub(super) fn marked(&self) -> &'static str {
        if self.is_confidential {
            "confidential"
        } else {
            "open"
        }
    }

    /// How it is spoken of.
    pub(super) fn spoken(&self) -> String {
        format!("the {} in the folder {}", self.name, self.folder)
    }

    /// The latest version.
    pub(super) fn latest(&self) -> &Version {
        &self.versions[self.versions.len() - 1]
    }
}

/// A reminder about an event or a contact.
#[derive(Clone, Debug)]
pub(super) struct Reminder {
    pub(super) id: String,
    pub(super) about: String,
    pub(super) day: i64,
}

/// The assistant who does the tasks.
#[derive(Clone, Debug)]
pub(super) struct Assistant {
    /// The day from which on it is paused.
    pub(super) pause: i64,
    /// What it has access to; the first of the others has the rest.
    pub(super) areas: Vec<&'static str>,
    /// What runs by itself: id, what, hour.
    pub(super) runs: Vec<(String, &'static str, i64)>,
}

/// The rooms, by the number of their seats.
pub(super) fn rooms(chance: &mut impl Chance) -> Vec<Room> {
    const SEATS: [usize; 6] = [2, 3, 4, 5, 8, 12];
    let names = drawn(6, ROOMS.len(), chance);
    let room = |(seats, name): (usize, usize)| Room {
        id: ROOMS[name],
        seats,
        has: (HAS.into_iter()).filter(|_| chance.below(5) < 3).collect(),
    };
    SEATS.into_iter().zip(names).map(room).collect()
}

/// Put some of the events into rooms that seat all and are free.
pub(super) fn settle(events: &mut [Event], rooms: &[Room], chance: &mut impl Chance) {
    for number in 0..events.len() {
        let (before, rest) = events.split_at_mut(number);
        let Some(event) = rest.first_mut() else { break };
        let is_free = |room: &&Room| {
            let mut then = before.iter();
            !then.any(|other| {
                (other.day, other.hour, other.room) == (event.day, event.hour, Some(room.id))
            })
        };
        let fits = rooms
            .iter()
            .filter(|room| room.seats >= event.attendees.len());
        let fits: Vec<&Room> = fits.filter(is_free).collect();
        if chance.below(5) < 2
            && let Some(room) = fits.get(chance.below(3) as usize)
        {
            event.room = Some(room.id);
        }
    }
}

/// The contacts: of each first name two who are there once, and one who is there twice or more.
pub(super) fn contacts(chance: &mut impl Chance) -> Vec<Contact> {
    let mut all = vec![];
    let firsts = OUTSIDE_FIRST.len();
    for (number, last) in OUTSIDE_LAST.into_iter().enumerate() {
        let first = OUTSIDE_FIRST[number % firsts];
        let companies = drawn(2, COMPANIES.len(), chance);
        let phones = [0, 1].map(|_| format!("555-{}", 1_000 + chance.below(9_000)));
        let entry = |company: usize, part: Part, phone: String| Contact {
            id: String::new(),
            name: format!("{first} {last}"),
            company: COMPANIES[company].0,
            email: match part {
                Part::Copy => format!("{}@{}", first.to_lowercase(), COMPANIES[company].1),
                _ => format!("{}.{}@{}", first, last, COMPANIES[company].1).to_lowercase(),
            },
            phone,
            part,
        };
        let [own, other] = phones;
        match (number / firsts, number % 2) {
            (0 | 1, 0) => all.push(entry(companies[0], Part::Changed, own)),
            (0 | 1, _) => all.push(entry(companies[0], Part::Asking, own)),
            _ => {
                all.push(entry(companies[0], Part::Whole, own));
                all.push(entry(companies[0], Part::Copy, String::new()));
                match chance.below(3) {
                    0 => all.push(entry(companies[1], Part::Namesake, other)),
                    1 => all.push(Contact {
                        email: format!("office.{first}@{}", COMPANIES[companies[0]].1)
                            .to_lowercase(),
                        ..entry(companies[0], Part::Copy, String::new())
                    }),
                    _ => {}
                }
            }
        }
    }
    let order = drawn(all.len() as u32, all.len(), chance);
    let placed = order.into_iter().zip(0..);
    let placed = placed.map(|(number, place)| Contact {
        id: format!("k{}", 301 + 2 * place),
        ..all[number].clone()
    });
    placed.collect()
}

/// The files: of each name two or three, in different folders.
pub(super) fn files(chance: &mut impl Chance) -> Vec<File> {
    let mut all = vec![];
    for name in FILES {
        let folders = drawn(2 + chance.below(2), FOLDERS.len(), chance);
        for folder in folders {
            let (mut day, mut versions) = (10 + i64::from(chance.below(20)), vec![]);
            for _ in 0..=chance.below(5) {
                let counted = drawn(3, COUNTED.len(), chance);
                let number = |what: usize| (COUNTED[what], 4 + i64::from(chance.below(90)));
                let numbers = counted.into_iter().map(number).collect();
                versions.push(Version { day, numbers });
                day += 3 + i64::from(chance.below(18));
            }
            all.push(File {
                id: format!("f{}", 401 + 2 * all.len()),
                name,
                folder: FOLDERS[folder],
                is_confidential: chance.below(3) == 0,
                versions,
            });
        }
    }
    all
}

/// Days on which reminders are due that may be done.
pub(super) const DUE_DAYS: std::ops::RangeInclusive<i64> = TODAY - 4..=TODAY;

/// Days after those with events on which there are reminders, about contacts; the first and how many they are drawn from.
const LATER: (i64, usize) = (TODAY + 7, 14);
const OF_LATER: u32 = 6;

/// The reminders: about every other event that is to come some before it; on the last days some about what is over and what is
/// not; later a few about contacts.
pub(super) fn reminders(
    events: &[Event],
    past: &[Event],
    contacts: &[Contact],
    chance: &mut impl Chance,
) -> Vec<Reminder> {
    let mut all: Vec<(String, i64)> = vec![];
    let (mut later, mut rest): (Vec<&Event>, Vec<&Event>) = (vec![], vec![]);
    for (number, event) in events.iter().enumerate() {
        match number % 2 {
            0 => later.push(event),
            _ => rest.push(event),
        }
    }
    for event in later {
        let days = drawn(
            1 + chance.below(3),
            (event.day - TODAY + 1) as usize,
            chance,
        );
        all.extend(
            days.into_iter()
                .map(|day| (event.id.clone(), TODAY + 1 + day as i64)),
        );
    }
    let order = drawn(past.len() as u32, past.len(), chance);
    let mut over = order.into_iter().map(|number| &past[number]);
    let order = drawn(rest.len() as u32, rest.len(), chance);
    let mut ahead = order.into_iter().map(|number| rest[number]);
    for day in DUE_DAYS {
        let is_before = |event: &&Event| event.day < day;
        let done = over
            .by_ref()
            .filter(is_before)
            .take(1 + chance.below(3) as usize);
        let open = ahead.by_ref().take(1 + chance.below(2) as usize);
        let of_day: Vec<&Event> = done.chain(open).collect();
        all.extend(of_day.into_iter().map(|event| (event.id.clone(), day)));
    }
    for place in drawn(OF_LATER, LATER.1, chance) {
        let contact = &contacts[chance.below(contacts.len() as u32) as usize];
        all.push((contact.id.clone(), LATER.0 + place as i64));
    }
    let reminder = |(place, (about, day)): (usize, (String, i64))| Reminder {
        id: format!("t{}", 601 + 3 * place),
        about,
        day,
    };
    all.into_iter().enumerate().map(reminder).collect()
}

/// The assistant who does the tasks.
pub(super) fn assistant(chance: &mut impl Chance) -> Assistant {
    let runs = drawn(2 + chance.below(2), RUNS.len(), chance);
    let areas = drawn(4, AREAS.len(), chance);
    let run = |(place, what): (usize, usize)| {
        let hour = 9 + i64::from(chance.below(8));
        (format!("s{}", 701 + place), RUNS[what], hour)
    };
    Assistant {
        runs: runs.into_iter().enumerate().map(run).collect(),
        pause: TODAY + 10 + i64::from(chance.below(4)),
        areas: areas.into_iter().map(|area| AREAS[area]).collect(),
    }
}
