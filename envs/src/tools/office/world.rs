//! An office's people and their calendar, from a seed; `things` and `letters` make the rest.

use super::{
    letters::{Around, Mail, mails},
    names::{FIRST, LAST, TEAMS, TITLES},
    tables::tables,
    things::{self, Assistant, Contact, File, Reminder, Room},
};
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::chance::{Chance, Seed};
use truestep_sandbox::Base;

/// The day it is in every office.
pub(super) const TODAY: i64 = 120;
/// Days from tomorrow on which there are events.
pub(super) const DAYS: i64 = 6;
/// Days before today of which events are kept.
const PAST: i64 = 10;
/// Hours at which an event can begin.
pub(super) const HOURS: std::ops::Range<i64> = 9..17;

/// People of each team.
const TEAM: usize = 6;

/// Somebody.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) team: &'static str,
    /// Hours of private appointments, by day.
    pub(super) busy: BTreeMap<i64, Vec<i64>>,
}

impl Person {
    fn has_appointment(&self, day: i64, hour: i64) -> bool {
        let hours = self.busy.get(&day);
        hours.is_some_and(|hours| hours.contains(&hour))
    }
}

/// An event.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) title: &'static str,
    pub(super) day: i64,
    pub(super) hour: i64,
    /// People by number.
    pub(super) organizer: usize,
    pub(super) attendees: Vec<usize>,
    pub(super) room: Option<&'static str>,
}

/// An office.
#[derive(Debug)]
pub(super) struct World {
    pub(super) people: Vec<Person>,
    pub(super) events: Vec<Event>,
    /// Events that are over.
    pub(super) past: Vec<Event>,
    pub(super) rooms: Vec<Room>,
    pub(super) reminders: Vec<Reminder>,
    pub(super) mails: Vec<Mail>,
    pub(super) contacts: Vec<Contact>,
    pub(super) files: Vec<File>,
    pub(super) assistant: Assistant,
    pub(super) base: Arc<Base>,
}

impl World {
    /// The office of a seed.
    ///
    /// # Errors
    /// If its tables cannot be built, which would be a fault of this file.
    pub(super) fn generate(seed: Seed) -> Result<Self, String> {
        let chance = &mut seed.stream("office world").sampled();
        let mut people: Vec<Person> = (0..TEAM * TEAMS.len())
            .map(|number| person(number, chance))
            .collect();
        let mut events: Vec<Event> = (1..=DAYS)
            .flat_map(|day| events_of(TODAY + day, &people, chance))
            .collect();
        // Nobody has a private appointment while attending an event.
        for event in &events {
            for &who in &event.attendees {
                let hours = people[who].busy.entry(event.day).or_default();
                hours.retain(|hour| *hour != event.hour);
            }
        }
        let chance = &mut seed.stream("office things").sampled();
        let past: Vec<Event> = (1..=PAST)
            .flat_map(|age| events_of(TODAY - age, &people, chance))
            .collect();
        let rooms = things::rooms(chance);
        things::settle(&mut events, &rooms, chance);
        let contacts = things::contacts(chance);
        let files = things::files(chance);
        let assistant = things::assistant(chance);
        let reminders = things::reminders(&events, &past, &contacts, chance);
        let around = Around {
            people: &people,
            events: &events,
            contacts: &contacts,
            files: &files,
            assistant: &assistant,
        };
        let mails = mails(&around, &mut seed.stream("office mail").sampled());
        let mut world = Self {
            people,
            events,
            past,
            rooms,
            reminders,
            mails,
            contacts,
            files,
            assistant,
            base: Base::builder().build(),
        };
        world.base = tables(&world).map_err(|error| error.to_string())?;
        Ok(world)
    }

    pub(super) fn events_of(&self, day: i64) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.day == day)
    }

    pub(super) fn ids(&self, people: &[usize]) -> Vec<String> {
        let mut ids: Vec<String> = people
            .iter()
            .map(|&number| self.people[number].id.clone())
            .collect();
        ids.sort_unstable();
        ids
    }

    /// The hours of a day at which all of these are free.
    pub(super) fn common_hours(&self, people: &[usize], day: i64) -> Vec<i64> {
        common_hours(&self.people, &self.events, people, day)
    }
}

/// The hours of a day at which all of these have neither a private appointment nor an event: what `free_hours` tells of each.
pub(super) fn common_hours(
    people: &[Person],
    events: &[Event],
    who: &[usize],
    day: i64,
) -> Vec<i64> {
    let attends = |who: usize, hour: i64| {
        let mut then = events.iter().filter(|e| e.day == day && e.hour == hour);
        then.any(|event| event.attendees.contains(&who))
    };
    let is_free = |who: usize, hour| !people[who].has_appointment(day, hour) && !attends(who, hour);
    HOURS
        .filter(|&hour| who.iter().all(|&who| is_free(who, hour)))
        .collect()
}

fn person(number: usize, chance: &mut impl Chance) -> Person {
    let busy = (1..=2 * DAYS).map(|day| {
        let hours = HOURS.filter(|_| chance.below(10) < 3).collect();
        (TODAY + day, hours)
    });
    Person {
        busy: busy.collect(),
        // First and last names run against one another, so that no two are called alike.
        name: format!(
            "{} {}",
            FIRST[number % FIRST.len()],
            LAST[(number * 7 + number / FIRST.len()) % LAST.len()]
        ),
        id: format!("p{}", 101 + number * 3),
        team: TEAMS[number % TEAMS.len()],
    }
}

/// Numbers below `most`, each once, as many as there are at most.
pub(super) fn drawn(count: u32, most: usize, chance: &mut impl Chance) -> Vec<usize> {
    let mut all: Vec<usize> = (0..most).collect();
    (0..count.min(most as u32))
        .map(|_| all.swap_remove(chance.below(all.len() as u32) as usize))
        .collect()
}

fn events_of(day: i64, people: &[Person], chance: &mut impl Chance) -> Vec<Event> {
    let organizers = drawn(3, people.len(), chance);
    let titles = drawn(4 + chance.below(2), TITLES.len(), chance);
    let mut events: Vec<Event> = vec![];
    for title in titles {
        let organizer = organizers[chance.below(3) as usize];
        let guests = drawn(1 + chance.below(2), people.len(), chance);
        let mut attendees: Vec<usize> = guests
            .into_iter()
            .filter(|&guest| guest != organizer)
            .collect();
        attendees.push(organizer);
        // Nobody is at two events at once.
        let clashes = |hour: &i64| {
            let mut then = events.iter().filter(|event| event.hour == *hour);
            then.any(|event| event.attendees.iter().any(|who| attendees.contains(who)))
        };
        let hours: Vec<i64> = HOURS.filter(|hour| !clashes(hour)).collect();
        events.push(Event {
            id: format!("{}-{day}", TITLES[title].replace(' ', "-")),
            title: TITLES[title],
            day,
            hour: hours[chance.below(hours.len() as u32) as usize],
            organizer,
            attendees,
            room: None,
        });
    }
    events
}
