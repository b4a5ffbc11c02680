//! Events are put into rooms that fit.

use super::{
    calendar::{a_day, other_hours},
    listed,
};
use crate::tools::{
    kernel::{
        make::Setting,
        types::{Def, Facts},
    },
    office::{
        case::Case,
        names::HAS,
        things::Room,
        world::{Event, World},
    },
};
use serde_json::json;
use truestep_core::chance::{Chance, Sampled};

/// Events that are put into rooms at once, at most.
const MOST_PLACED: u32 = 3;
/// Rooms that are looked at before one is free, at most.
const MOST_TRIED: usize = 3;

/// What a room is wanted for.
struct Wanted {
    day: i64,
    hour: i64,
    attendees: usize,
    has: &'static str,
}

/// The rooms that fit, from the smallest.
fn fitting<'w>(world: &'w World, wanted: &Wanted) -> Vec<&'w Room> {
    let fits = |room: &&Room| room.seats >= wanted.attendees && room.has.contains(&wanted.has);
    world.rooms.iter().filter(fits).collect()
}

fn is_free(world: &World, room: &Room, wanted: &Wanted) -> bool {
    let there = |event: &&Event| event.room == Some(room.id) && event.hour == wanted.hour;
    world.events_of(wanted.day).find(there).is_none()
}

/// Put an event into the smallest room that fits and is free; the room. The event's id is `shown`, and who attends it and when
/// rests on `evidence`.
fn place<'w>(
    case: &mut Case<'w>,
    id: &str,
    wanted: &Wanted,
    shown: Facts,
    evidence: Facts,
) -> Result<&'w Room, String> {
    let world = case.world;
    let fitting = fitting(world, wanted);
    let found = fitting.iter().position(|room| is_free(world, room, wanted));
    let chosen = found.filter(|place| *place < MOST_TRIED);
    let chosen = chosen.ok_or("no room of the first that fit is free")?;
    let rooms = case.rooms();
    let mut looked = rooms;
    for room in &fitting[..=chosen] {
        looked |= case.room_hours(room.id, wanted.day, rooms);
    }
    case.every_room(wanted.day);
    let call = |room: &Room| json!({"event_id": id, "room": room.id});
    let (room, shown) = (fitting[chosen], shown | rooms);
    case.maker
        .write("book_room", call(room), shown, evidence | looked);
    let larger = fitting[chosen + 1..].iter();
    let mut others: Vec<&Room> = larger.copied().take(1).collect();
    let mut small = (world.rooms.iter()).filter(|room| room.seats < wanted.attendees);
    others.extend(small.find(|room| is_free(world, room, wanted)));
    // Somewhere else there is always, be it taken.
    others.extend(world.rooms.iter().filter(|other| other.id != room.id));
    for other in others.into_iter().take(2) {
        case.maker.wrong("book_room", call(other), shown);
    }
    Ok(room)
}

pub(super) fn room(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
    let count = 1 + chance.below(MOST_PLACED) as usize;
    let mut case = Case::new(world, setting, chance);
    let without: Vec<&Event> = (world.events.iter())
        .filter(|event| event.room.is_none())
        .collect();
    let events = case.some(count, &without);
    let has = case.draw(&HAS);
    // One at a time, so that none takes the room of another.
    let when: Vec<(i64, i64)> = events.iter().map(|event| (event.day, event.hour)).collect();
    if (0..when.len()).any(|place| when[..place].contains(&when[place])) {
        return Err("two events are at one time".into());
    }
    for event in &events {
        let day = event.day;
        case.events_of(day, 0);
        let contents = case.event(event);
        let listed = case.listed(event);
        let wanted = Wanted {
            day,
            hour: event.hour,
            attendees: event.attendees.len(),
            has,
        };
        place(&mut case, &event.id, &wanted, listed, contents)?;
    }
    let titles: Vec<String> = (events.iter())
        .map(|event| format!("the {} of day {}", event.title, event.day))
        .collect();
    let (each, then) = match events.len() {
        1 => ("", "then"),
        _ => ("each ", "at the hour of the event"),
    };
    let request = format!(
        "Please put {} {each}into the smallest room that seats everybody who attends, has {has}, and is free {then}.",
        listed(&titles)
    );
    case.finish(&request, events[0])
}

/// People of a meeting, at most.
const MOST: u32 = 3;

pub(super) fn meeting(
    world: &World,
    setting: &Setting,
    mut chance: Sampled,
) -> Result<Def, String> {
    let count = 2 + chance.below(MOST - 1) as usize;
    let day = a_day(&mut chance);
    let mut case = Case::new(world, setting, chance);
    let all: Vec<usize> = (0..world.people.len()).collect();
    let guests = case.some(count, &all);
    let hours = world.common_hours(&guests, day);
    let &hour = hours.first().ok_or("they are at no hour all free")?;
    let title = case.draw(&["kickoff", "handover", "interview"]);
    let has = case.draw(&HAS);
    let (mut people, mut evidence, mut of_each) = (0, 0, vec![]);
    for &guest in &guests {
        let person = case.person(guest);
        people |= person;
        evidence |= case.free(guest, day, person);
        of_each.push((guest, person));
    }
    let call = |hour: i64| json!({"title": title, "day": day, "hour": hour, "attendees": world.ids(&guests)});
    let create = case
        .maker
        .write("create_event", call(hour), people, evidence);
    for other in other_hours(&hours, hour).into_iter().take(1) {
        case.maker.wrong("create_event", call(other), people);
    }
    let needle = format!("event {title}: {title}");
    let made = case.fact("that there is the new event".into(), &[needle]);
    let wanted = Wanted {
        day,
        hour,
        attendees: count,
        has,
    };
    place(&mut case, title, &wanted, made, evidence)?;
    for (guest, person) in of_each {
        case.mail((guest, "invited", title), create, person | made, 0);
    }
    let names: Vec<String> = guests
        .iter()
        .map(|&number| world.people[number].name.clone())
        .collect();
    let request = format!(
        "Please make an event called {title} on day {day} with {}, at the earliest hour at which all of them are free, and put it into the smallest room that seats them, has {has}, and is free then.",
        listed(&names)
    );
    case.finish_about(&request, title, made)
}
