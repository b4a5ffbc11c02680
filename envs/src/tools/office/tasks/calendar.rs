//! Events are moved, cancelled and made, and people are invited to them.

use super::listed;
use crate::tools::{
    kernel::{
        make::Setting,
        types::{Def, Facts},
    },
    office::{
        case::Case,
        world::{DAYS, Event, HOURS, TODAY, World},
    },
};
use serde_json::{Value, json};
use truestep_core::chance::{Chance, Sampled};

/// A day on which there are events.
pub(super) fn a_day(chance: &mut Sampled) -> i64 {
    TODAY + 1 + i64::from(chance.below(DAYS as u32))
}

/// Hours beside one, those first at which all are free.
pub(super) fn other_hours(free: &[i64], hour: i64) -> Vec<i64> {
    let busy = HOURS.filter(|other| !free.contains(other));
    let all = free.iter().copied().chain(busy);
    all.filter(|other| *other != hour).collect()
}

/// Move an event which is `shown` by what was seen, to a time that rests on `evidence`; its organizer is told then.
pub(super) fn move_one(
    case: &mut Case<'_>,
    event: &Event,
    (day, hour): (i64, i64),
    shown: Facts,
    evidence: Facts,
) {
    let hours = case.world.common_hours(&event.attendees, day);
    let call = |hour: i64| -> Value { json!({"event_id": event.id, "day": day, "hour": hour}) };
    let moved = case.maker.write("move_event", call(hour), shown, evidence);
    for other in other_hours(&hours, hour).into_iter().take(2) {
        case.maker.wrong("move_event", call(other), shown);
    }
    case.mail((event.organizer, "moved", &event.id), moved, shown, 0);
}

pub(super) fn move_events(
    world: &World,
    setting: &Setting,
    mut chance: Sampled,
) -> Result<Def, String> {
    let count = 1 + chance.below(2) as usize;
    let (from, to) = (
        a_day(&mut chance),
        TODAY + DAYS + 1 + i64::from(chance.below(DAYS as u32)),
    );
    let mut case = Case::new(world, setting, chance);
    let there: Vec<&Event> = world
        .events_of(from)
        .filter(|event| !world.common_hours(&event.attendees, to).is_empty())
        .collect();
    let mut events = case.some(count, &there);
    if events.len() < count {
        return Err("too few events can be moved".into());
    }
    if let [one, other] = events[..]
        && one
            .attendees
            .iter()
            .any(|who| other.attendees.contains(who))
    {
        // Where somebody attends both, the hours of one depend on where the other goes.
        events.truncate(1);
    }
    let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
    case.day(from, &ids, 0);
    for event in &events {
        let contents = case.event(event);
        let mut evidence = contents;
        for &who in &event.attendees {
            evidence |= case.free(who, to, contents);
        }
        let hour = world.common_hours(&event.attendees, to)[0];
        move_one(&mut case, event, (to, hour), contents, evidence);
    }
    let titles: Vec<String> = events
        .iter()
        .map(|event| format!("the {}", event.title))
        .collect();
    let (each, it) = match events.len() {
        1 => ("", ""),
        _ => ("each ", " it"),
    };
    let request = format!(
        "Please move {} of day {from} to day {to}, {each}to the earliest hour at which everybody who attends{it} is free.",
        listed(&titles)
    );
    case.finish(&request, events[0])
}

/// Most events that one person has cancelled.
const MOST_CANCELLED: usize = 3;

pub(super) fn cancel(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
    let day = a_day(&mut chance);
    let mut case = Case::new(world, setting, chance);
    let events: Vec<&Event> = world.events_of(day).collect();
    let count = |who: usize| events.iter().filter(|event| event.organizer == who).count();
    let organizers: Vec<usize> = (events.iter().map(|event| event.organizer))
        .filter(|&who| count(who) <= MOST_CANCELLED)
        .collect();
    if organizers.is_empty() {
        return Err("one person organizes too much".into());
    }
    let who = case.draw(&organizers);
    let theirs: Vec<&Event> = events
        .iter()
        .copied()
        .filter(|event| event.organizer == who)
        .collect();
    let ids: Vec<&str> = theirs.iter().map(|event| event.id.as_str()).collect();
    let person = case.person(who);
    case.day(day, &ids, 0);
    let mut all = person;
    for event in &events {
        let contents = case.event(event);
        all |= contents;
        if theirs.iter().any(|their| their.id == event.id) {
            let (listed, call) = (case.listed(event), json!({"event_id": event.id}));
            let known = person | contents;
            let cancelled = case.maker.write("cancel_event", call, listed, known);
            let mail = (who, "cancelled", event.id.as_str());
            case.mail(mail, cancelled, listed | person, contents);
        } else {
            // Whose event it is says the event alone.
            let shown = case.listed(event) | person;
            let to = &world.people[who].id;
            let call = json!({"to": to, "kind": "cancelled", "about": event.id});
            case.maker.wrong("send_mail", call, shown);
        }
    }
    // That none was left out is known once all of the day were looked at.
    case.maker.done_once(all);
    let name = &world.people[who].name;
    let request = format!(
        "{name} is ill. Please cancel every event of day {day} that {name} organizes, and no other."
    );
    case.finish(&request, theirs[0])
}

/// Most people of a team whom an invitation is about, and most of them who can come.
const MOST_ASKED: u32 = 4;
const MOST_INVITED: usize = 3;

pub(super) fn invite(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
    let day = a_day(&mut chance);
    let mut case = Case::new(world, setting, chance);
    // Whoever is invited is to have a seat.
    let has_room = |event: &&Event| {
        let room = (world.rooms.iter()).find(|room| event.room == Some(room.id));
        room.is_none_or(|room| room.seats >= event.attendees.len() + MOST_INVITED)
    };
    let events: Vec<&Event> = world.events_of(day).filter(has_room).collect();
    if events.is_empty() {
        return Err("no room has seats for more".into());
    }
    let event = case.draw(&events);
    let teams: Vec<&str> = world.people.iter().map(|person| person.team).collect();
    let team = case.draw(&teams);
    let is_free = |who: usize| world.common_hours(&[who], day).contains(&event.hour);
    let is_missing =
        |&who: &usize| world.people[who].team == team && !event.attendees.contains(&who);
    let missing: Vec<usize> = (0..world.people.len()).filter(is_missing).collect();
    // With fewer to ask the others of the team are named as those to leave out.
    let count = 1 + case.chance.below(MOST_ASKED) as usize;
    let asked = case.some(count, &missing);
    let (free, busy): (Vec<usize>, Vec<usize>) = asked.into_iter().partition(|&who| is_free(who));
    let guests: Vec<usize> = free.into_iter().take(MOST_INVITED).collect();
    if guests.is_empty() {
        return Err("nobody of those asked is free".into());
    }
    let is_left_out = |who: &usize| !guests.contains(who) && !busy.contains(who);
    let left_out: Vec<usize> = missing.into_iter().filter(is_left_out).collect();
    let of_team = case
        .maker
        .fact(&format!("who is in {team}"), [format!("team {team}:")]);
    case.maker.read("list_team", json!({"team": team}), 0);
    case.day(day, &[&event.id], 0);
    let contents = case.event(event);
    let (shown, mut all) = (contents | of_team, contents | of_team);
    let add =
        |who: usize| -> Value { json!({"event_id": event.id, "person_id": world.people[who].id}) };
    for &guest in &guests {
        let free = case.free(guest, day, of_team);
        all |= free;
        let added = case
            .maker
            .write("add_attendee", add(guest), shown, shown | free);
        case.mail((guest, "invited", &event.id), added, shown, free);
    }
    // Whoever attends is in no need of it.
    case.maker
        .wrong("add_attendee", add(event.organizer), shown);
    for &other in busy.iter().chain(&left_out).take(2) {
        let to = &world.people[other].id;
        let call = json!({"to": to, "kind": "invited", "about": event.id});
        case.maker.wrong("send_mail", call, shown);
    }
    for &other in &left_out {
        let call = json!({"person_id": world.people[other].id, "day": day});
        case.maker.read("free_hours", call, of_team);
    }
    for &other in &busy {
        all |= case.free(other, day, of_team);
        case.maker.wrong("add_attendee", add(other), shown);
    }
    for &other in left_out.iter().take(2) {
        case.maker.wrong("add_attendee", add(other), shown);
    }
    // That nobody was left out is known once all who were asked for were looked at.
    case.maker.done_once(all);
    let names: Vec<String> = left_out
        .iter()
        .map(|&number| world.people[number].name.clone())
        .collect();
    let but = match names.is_empty() {
        true => String::new(),
        false => format!(" Leave out {}.", listed(&names)),
    };
    let request = format!(
        "Please invite to the {} of day {day} everybody of the team {team} who does not attend it yet and is free then.{but}",
        event.title
    );
    case.finish(&request, event)
}

pub(super) fn schedule(
    world: &World,
    setting: &Setting,
    mut chance: Sampled,
) -> Result<Def, String> {
    let count = 2 + chance.below(3) as usize;
    let day = TODAY + DAYS + 1 + i64::from(chance.below(DAYS as u32));
    let mut case = Case::new(world, setting, chance);
    let all: Vec<usize> = (0..world.people.len()).collect();
    let guests = case.some(count, &all);
    let hours = world.common_hours(&guests, day);
    let Some(&hour) = hours.first() else {
        return Err("they are at no hour all free".into());
    };
    let title = case.draw(&["kickoff", "handover", "interview"]);
    let (mut people, mut evidence, mut of_each) = (0, 0, vec![]);
    for &guest in &guests {
        let person = case.person(guest);
        people |= person;
        evidence |= person | case.free(guest, day, person);
        of_each.push((guest, person));
    }
    let call = |hour: i64| json!({"title": title, "day": day, "hour": hour, "attendees": world.ids(&guests)});
    let create = case
        .maker
        .write("create_event", call(hour), people, evidence);
    for other in other_hours(&hours, hour).into_iter().take(3) {
        case.maker.wrong("create_event", call(other), people);
    }
    let made = case.maker.fact(
        "that there is the new event",
        [format!("event {title}: {title}")],
    );
    for (guest, person) in of_each {
        case.mail((guest, "invited", title), create, person | made, 0);
    }
    case.day(TODAY + 1, &[], 0);
    let names: Vec<String> = guests
        .iter()
        .map(|&number| world.people[number].name.clone())
        .collect();
    let request = format!(
        "Please make an event called {title} on day {day} with {}, at the earliest hour at which all of them are free.",
        listed(&names)
    );
    let about = world.events_of(TODAY + 1).next();
    case.finish(&request, about.ok_or("there are no events tomorrow")?)
}
