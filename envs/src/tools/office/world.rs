//! An office's people, their calendar and mail, from a seed.

use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::chance::{Chance, Seed};
use truestep_sandbox::{Base, BaseBuilder, KeyKind, TableSpec, ValueKind, tables::BadTable};

/// The day it is in every office.
pub(super) const TODAY: i64 = 120;
/// Days from tomorrow on which there are events.
pub(super) const DAYS: i64 = 6;
/// Hours at which an event can begin.
pub(super) const HOURS: std::ops::Range<i64> = 9..17;

const FIRST: [&str; 20] = [
    "Adam", "Bella", "Carl", "Dora", "Emil", "Fiona", "Glen", "Hanna", "Igor", "Julia", "Karim",
    "Lena", "Marco", "Nadia", "Oscar", "Petra", "Ralph", "Sonja", "Tomas", "Vera",
];
const LAST: [&str; 20] = [
    "Abel", "Berg", "Costa", "Dahl", "Evans", "Frank", "Gomez", "Hahn", "Ito", "Joshi", "Kane",
    "Lopez", "Meyer", "North", "Olsen", "Price", "Quist", "Rossi", "Stone", "Weiss",
];
const TEAMS: [&str; 5] = ["design", "finance", "research", "sales", "support"];
const TITLES: [&str; 16] = [
    "budget review",
    "design review",
    "hiring round",
    "launch plan",
    "lunch talk",
    "market update",
    "price talk",
    "quality round",
    "roadmap talk",
    "sales forecast",
    "security drill",
    "site visit",
    "staff training",
    "supplier call",
    "team retreat",
    "weekly sync",
];
const SUBJECTS: [&str; 10] = [
    "Badge for the garage",
    "Coffee machine",
    "Expense report",
    "Keys of the lab",
    "New chairs",
    "Office plants",
    "Parking space",
    "Travel plans",
    "Printer paper",
    "Window cleaning",
];
/// People of each team.
const TEAM: usize = 6;

/// Somebody.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) team: &'static str,
    /// Hours of private appointments, by day.
    busy: BTreeMap<i64, Vec<i64>>,
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
}

/// A mail to the person one works for.
#[derive(Clone, Debug)]
pub(super) struct Mail {
    pub(super) id: String,
    pub(super) from: usize,
    pub(super) subject: String,
    pub(super) text: String,
    /// The event it asks to move, and to when.
    pub(super) wish: Option<(usize, i64, i64)>,
}

/// An office.
#[derive(Debug)]
pub(super) struct World {
    pub(super) people: Vec<Person>,
    pub(super) events: Vec<Event>,
    pub(super) mails: Vec<Mail>,
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
        let events: Vec<Event> = (1..=DAYS)
            .flat_map(|day| events_of(TODAY + day, &people, chance))
            .collect();
        // Nobody has a private appointment while attending an event.
        for event in &events {
            for &who in &event.attendees {
                let hours = people[who].busy.entry(event.day).or_default();
                hours.retain(|hour| *hour != event.hour);
            }
        }
        let mails = mails(&people, &events, chance);
        let base = tables(&people, &events, &mails).map_err(|error| error.to_string())?;
        Ok(Self {
            people,
            events,
            mails,
            base,
        })
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
fn common_hours(people: &[Person], events: &[Event], who: &[usize], day: i64) -> Vec<i64> {
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

fn drawn(count: u32, most: usize, chance: &mut impl Chance) -> Vec<usize> {
    let mut all: Vec<usize> = (0..most).collect();
    (0..count)
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
        });
    }
    events
}

fn mails(people: &[Person], events: &[Event], chance: &mut impl Chance) -> Vec<Mail> {
    let mut all = vec![];
    for (number, _) in people.iter().enumerate() {
        let subjects = drawn(2 + chance.below(9), SUBJECTS.len(), chance);
        for subject in subjects {
            all.push(Mail {
                id: format!("m{}", 200 + all.len()),
                from: number,
                subject: SUBJECTS[subject].into(),
                text: "Could you look at this when you find the time?".into(),
                wish: None,
            });
        }
    }
    // Whoever organizes events has asked to have one of them moved.
    for (number, event) in events.iter().enumerate() {
        let day = event.day + 1;
        let hours = common_hours(people, events, &event.attendees, day);
        let asked = all
            .iter()
            .any(|mail: &Mail| mail.from == event.organizer && mail.wish.is_some());
        if asked || hours.is_empty() {
            continue;
        }
        let hour = hours[chance.below(hours.len() as u32) as usize];
        all.push(Mail {
            id: format!("m{}", 200 + all.len()),
            from: event.organizer,
            subject: "Another time".into(),
            text: format!(
                "Please move the {} of day {} to day {day}, hour {hour}.",
                event.title, event.day
            ),
            wish: Some((number, day, hour)),
        });
    }
    all
}

fn tables(people: &[Person], events: &[Event], mails: &[Mail]) -> Result<Arc<Base>, BadTable> {
    let mut base = Base::builder();
    let table = |base: &mut BaseBuilder, name| {
        base.table(TableSpec::new(name, KeyKind::Text, ValueKind::Json))
    };
    let (of_people, names) = (table(&mut base, "people")?, table(&mut base, "names")?);
    let (of_events, of_mails) = (table(&mut base, "events")?, table(&mut base, "mails")?);
    table(&mut base, "sent")?;
    for person in people {
        let busy: BTreeMap<String, &Vec<i64>> = person
            .busy
            .iter()
            .map(|(day, hours)| (day.to_string(), hours))
            .collect();
        let row = json!({"name": person.name, "team": person.team, "busy": busy});
        base.row(of_people, &person.id, row.to_string().as_bytes())?;
        base.row(
            names,
            &person.name.to_lowercase(),
            json!(person.id).to_string().as_bytes(),
        )?;
    }
    for event in events {
        let mut attendees: Vec<&str> = event
            .attendees
            .iter()
            .map(|&number| people[number].id.as_str())
            .collect();
        attendees.sort_unstable();
        let row: Value = json!({"title": event.title, "day": event.day, "hour": event.hour,
            "organizer": people[event.organizer].id, "attendees": attendees});
        base.row(of_events, &event.id, row.to_string().as_bytes())?;
    }
    for mail in mails {
        let row = json!({"from": people[mail.from].id, "subject": mail.subject, "text": mail.text, "folder": "inbox"});
        base.row(of_mails, &mail.id, row.to_string().as_bytes())?;
    }
    Ok(base.build())
}
