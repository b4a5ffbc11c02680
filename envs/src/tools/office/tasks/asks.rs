//! Requests that can be read in several ways: whoever made them is asked.

use super::{files::namesakes, listed};
use crate::tools::{
    kernel::{make::Setting, types::Def},
    office::{
        case::Case,
        things::{Contact, File, Part},
        world::{Event, TODAY, World},
    },
};
use serde_json::json;
use truestep_core::chance::{Chance, Sampled};

/// Things of one request, at most.
const MOST: u32 = 3;

/// A file to be shared with somebody, and whether each is named so that only one can be meant.
struct Sharing<'w> {
    contact: &'w Contact,
    file: &'w File,
    is_person_clear: bool,
    is_file_clear: bool,
}

impl Sharing<'_> {
    /// What the contact is called in the request.
    fn person(&self) -> &str {
        match self.is_person_clear {
            true => &self.contact.name,
            false => first_name(self.contact),
        }
    }

    /// What the file is called in the request.
    fn spoken(&self) -> String {
        match self.is_file_clear {
            true => self.file.spoken(),
            false => format!("the {}", self.file.name),
        }
    }
}

fn first_name(contact: &Contact) -> &str {
    contact.name.split(' ').next().unwrap_or_default()
}

/// Files of which another of the name could be meant as well, as far as the rules go.
fn shareable(world: &World) -> Vec<&File> {
    let could_be = |file: &&File| {
        let others = namesakes(world, file);
        !file.is_confidential && others.iter().any(|other| !other.is_confidential)
    };
    world.files.iter().filter(could_be).collect()
}

fn sharings<'w>(case: &mut Case<'w>, count: usize) -> Result<Vec<Sharing<'w>>, String> {
    let world = case.world;
    let once = |contact: &&Contact| matches!(contact.part, Part::Changed | Part::Asking);
    let contacts: Vec<&Contact> = world.contacts.iter().filter(once).collect();
    let contacts = case.some(count, &contacts);
    let files = case.some(count, &shareable(world));
    let is_again = |place: usize| {
        let before = 0..place;
        let mut alike = before.map(|other| {
            first_name(contacts[other]) == first_name(contacts[place])
                || files[other].name == files[place].name
        });
        alike.any(|is_alike| is_alike)
    };
    if files.len() < count || (0..count).any(is_again) {
        return Err("two are called alike".into());
    }
    let mut sharing = |(contact, file)| {
        let unclear = case.chance.below(3);
        Sharing {
            contact,
            file,
            is_person_clear: unclear == 1,
            is_file_clear: unclear == 2,
        }
    };
    Ok(contacts.into_iter().zip(files).map(&mut sharing).collect())
}

/// What is answered to a question: what was said, and what is meant by it.
fn meant(pairs: &[(String, String)]) -> String {
    let said = |(said, meant): &(String, String)| format!("by {said} I mean {meant}");
    let all: Vec<String> = pairs.iter().map(said).collect();
    format!("The customer says: {}.", listed(&all))
}

pub(super) fn which(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
    let count = 1 + chance.below(MOST) as usize;
    let mut case = Case::new(world, setting, chance);
    let sharings = sharings(&mut case, count)?;
    let (mut people, mut files) = (vec![], vec![]);
    for one in &sharings {
        if !one.is_person_clear {
            let meant = format!("{} of {}", one.contact.name, one.contact.company);
            people.push((one.person().to_owned(), meant));
        }
        if !one.is_file_clear {
            files.push((
                one.spoken(),
                format!("the one in the folder {}", one.file.folder),
            ));
        }
    }
    let person = if people.is_empty() {
        0
    } else {
        case.topic("person", &meant(&people))
    };
    let file = if files.is_empty() {
        0
    } else {
        case.topic("file", &meant(&files))
    };
    let mut about = (String::new(), 0);
    for one in &sharings {
        let known = case.contact(one.contact, one.person());
        let found = case.file(one.file, 0);
        let call = |file: &File, with: &Contact| json!({"file_id": file.id, "with": with.id});
        let (mut evidence, shown) = (0, known | found);
        if !one.is_person_clear {
            evidence |= person;
            let alike = world.contacts.iter().filter(|other| {
                other.id != one.contact.id && first_name(other) == first_name(one.contact)
            });
            for other in alike.take(1) {
                case.maker.wrong("share_file", call(one.file, other), shown);
            }
        }
        if !one.is_file_clear {
            evidence |= file;
        }
        for other in namesakes(world, one.file).into_iter().take(1) {
            case.maker
                .wrong("share_file", call(other, one.contact), shown);
        }
        case.maker
            .write("share_file", call(one.file, one.contact), shown, evidence);
        about = (one.file.id.clone(), found);
    }
    let spoken: Vec<String> = (sharings.iter())
        .map(|one| format!("{} with {}", one.spoken(), one.person()))
        .collect();
    let request = format!("Please share {}.", listed(&spoken));
    case.finish_about(&request, &about.0, about.1)
}

pub(super) fn unclear(
    world: &World,
    setting: &Setting,
    mut chance: Sampled,
) -> Result<Def, String> {
    let count = 1 + chance.below(MOST) as usize;
    let mut case = Case::new(world, setting, chance);
    let all: Vec<&Event> = world.events.iter().collect();
    let events = case.some(count, &all);
    let called = |event: &Event| {
        let title = event.title;
        let to_come = world.events.iter().filter(|other| other.day > TODAY);
        to_come
            .filter(|other| other.title == title)
            .collect::<Vec<_>>()
    };
    let mut titles: Vec<&str> = events.iter().map(|event| event.title).collect();
    let unclear: Vec<&&Event> = events
        .iter()
        .filter(|event| called(event).len() > 1)
        .collect();
    titles.sort_unstable();
    titles.dedup();
    if titles.len() < count || unclear.is_empty() {
        return Err("all is clear, or something is named twice".into());
    }
    let pairs: Vec<(String, String)> = (unclear.iter())
        .map(|event| {
            (
                format!("the {}", event.title),
                format!("the one of day {}", event.day),
            )
        })
        .collect();
    let told = case.topic("event", &meant(&pairs));
    for event in &events {
        case.maker
            .read("find_events", json!({"title": event.title}), 0);
        let (listed, contents) = (case.listed(event), case.event(event));
        let others = called(event);
        let asked = if others.len() > 1 { told } else { 0 };
        let call = |event: &Event| json!({"event_id": event.id});
        let cancelled = case.maker.write("cancel_event", call(event), listed, asked);
        let mail = (event.organizer, "cancelled", event.id.as_str());
        case.mail(mail, cancelled, contents, asked);
        // Of each that is listed as much is offered, those that are over among them.
        let over = world.past.iter().filter(|past| past.title == event.title);
        let beside = others.iter().copied().filter(|other| other.id != event.id);
        let beside: Vec<&Event> = beside.chain(over.take(2)).collect();
        if beside.is_empty() {
            return Err("one event alone is called so".into());
        }
        for other in beside {
            case.maker.wrong("cancel_event", call(other), listed);
            case.maker.read("get_event", call(other), listed);
        }
    }
    let titles: Vec<String> = (events.iter())
        .map(|event| format!("the {}", event.title))
        .collect();
    let request = format!("Of the events to come, please cancel {}.", listed(&titles));
    case.finish(&request, events[0])
}
