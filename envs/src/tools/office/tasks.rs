//! The list of office tasks. A new one is a `build` function, and one line here.

use super::{
    case::Case,
    world::{DAYS, Event, TODAY, World},
};
use crate::tools::kernel::{
    make::Setting,
    types::{Def, Facts},
};
use serde_json::{Value, json};
use truestep_core::chance::{Chance, Sampled};

/// One template.
pub(crate) struct Template {
    pub(crate) name: &'static str,
    pub(crate) version: u32,
    pub(crate) summary: &'static str,
    /// Success rate of random play, at most, in percent.
    pub(crate) random_ceiling_percent: u32,
    pub(super) build: fn(&World, &Setting, Sampled) -> Result<Def, String>,
}

const fn template(
    name: &'static str,
    summary: &'static str,
    build: fn(&World, &Setting, Sampled) -> Result<Def, String>,
) -> Template {
    Template {
        name,
        version: 1,
        summary,
        random_ceiling_percent: 2,
        build,
    }
}

/// Every template, in order.
pub(crate) const TEMPLATES: &[Template] = &[
    template(
        "office-move",
        "move events to the earliest hour of another day at which all who attend are free",
        move_events,
    ),
    template(
        "office-cancel",
        "cancel what somebody organizes on a day",
        cancel,
    ),
    template(
        "office-invite",
        "invite those of a team who do not attend yet",
        invite,
    ),
    template(
        "office-schedule",
        "make an event at the earliest hour at which all are free",
        schedule,
    ),
    template("office-inbox", "archive the mail from somebody", inbox),
    template(
        "office-wish",
        "do what a mail asks for, and archive it",
        wish,
    ),
];

/// Parts as a person lists them: `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn a_day(chance: &mut Sampled) -> i64 {
    TODAY + 1 + i64::from(chance.below(DAYS as u32))
}

/// Move an event for which all that is wanted is known once `evidence` is.
fn move_one(
    case: &mut Case<'_>,
    event: &Event,
    day: i64,
    hour: i64,
    shown: Facts,
    evidence: Facts,
) {
    let hours = case.world.common_hours(&event.attendees, day);
    let call = |hour: i64| -> Value { json!({"event_id": event.id, "day": day, "hour": hour}) };
    case.maker.write("move_event", call(hour), shown, evidence);
    for other in hours.into_iter().filter(|other| *other != hour).take(2) {
        case.maker.wrong("move_event", call(other), evidence);
    }
    case.mail(event.organizer, "moved", &event.id, shown, evidence);
}

fn move_events(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
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
    let listing = case.day(from, &ids, 0);
    for event in &events {
        let contents = case.event(event, listing);
        let mut evidence = contents;
        for &who in &event.attendees {
            evidence |= case.free(who, to, contents);
        }
        let hour = world.common_hours(&event.attendees, to)[0];
        move_one(&mut case, event, to, hour, contents, evidence);
    }
    let titles: Vec<String> = events
        .iter()
        .map(|event| format!("the {}", event.title))
        .collect();
    let each = if count == 1 { "it" } else { "each" };
    let request = format!(
        "Please move {} of day {from} to day {to}: {each} to the earliest hour at which everybody who attends is free.",
        listed(&titles)
    );
    case.finish(&request, listing, ids[0])
}

fn cancel(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
    let day = a_day(&mut chance);
    let mut case = Case::new(world, setting, chance);
    let events: Vec<&Event> = world.events_of(day).collect();
    let who = case.draw(&events).organizer;
    let theirs: Vec<&Event> = events
        .iter()
        .copied()
        .filter(|event| event.organizer == who)
        .collect();
    let ids: Vec<&str> = theirs.iter().map(|event| event.id.as_str()).collect();
    let person = case.person(who);
    let listing = case.day(day, &ids, 0);
    // Which are theirs is known once all of the day were looked at.
    let all = events
        .iter()
        .fold(person, |all, event| all | case.event(event, listing));
    for event in &theirs {
        case.maker
            .write("cancel_event", json!({"event_id": event.id}), listing, all);
        case.mail(who, "cancelled", &event.id, listing | person, all);
    }
    let name = &world.people[who].name;
    let request = format!(
        "{name} is ill. Please cancel every event of day {day} that {name} organizes, and no other."
    );
    case.finish(&request, listing, ids[0])
}

fn invite(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
    let day = a_day(&mut chance);
    let mut case = Case::new(world, setting, chance);
    let events: Vec<&Event> = world.events_of(day).collect();
    let event = case.draw(&events);
    let teams: Vec<&str> = world.people.iter().map(|person| person.team).collect();
    let team = case.draw(&teams);
    let missing =
        |&number: &usize| world.people[number].team == team && !event.attendees.contains(&number);
    let mut guests: Vec<usize> = (0..world.people.len()).filter(missing).collect();
    // With fewer to invite the others of the team are named as those to leave out.
    let count = 1 + case.chance.below(5) as usize;
    let left_out = guests.split_off(count.min(guests.len()));
    if guests.is_empty() {
        return Err("everybody of the team attends".into());
    }
    let members = world.people.iter().filter(|person| person.team == team);
    let needles: Vec<String> = std::iter::once(format!("team {team}:"))
        .chain(members.map(|p| format!("person {}", p.id)))
        .collect();
    let of_team = case.maker.fact(&format!("who is in {team}"), needles);
    case.maker.read("list_team", json!({"team": team}), 0);
    let listing = case.day(day, &[&event.id], 0);
    let contents = case.event(event, listing);
    let add = |number: usize| json!({"event_id": event.id, "person_id": world.people[number].id});
    for &guest in &guests {
        case.maker
            .write("add_attendee", add(guest), listing | of_team, contents);
        case.mail(guest, "invited", &event.id, listing | of_team, contents);
    }
    for &other in left_out.iter().take(2) {
        case.maker
            .wrong("add_attendee", add(other), listing | of_team);
    }
    let names: Vec<String> = left_out
        .iter()
        .map(|&number| world.people[number].name.clone())
        .collect();
    let but = match names.is_empty() {
        true => String::new(),
        false => format!(" Leave out {}.", listed(&names)),
    };
    let request = format!(
        "Please invite everybody of the team {team} who does not attend it yet to the {} of day {day}.{but}",
        event.title
    );
    case.finish(&request, listing, &event.id)
}

fn schedule(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
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
    case.maker
        .write("create_event", call(hour), people, evidence);
    for &other in hours.iter().skip(1).take(3) {
        case.maker.wrong("create_event", call(other), evidence);
    }
    let id = format!("{day}-{hour}-{title}");
    let made = case
        .maker
        .fact("the id of the new event", [format!("event {id} is made")]);
    for (guest, person) in of_each {
        case.mail(guest, "invited", &id, person | made, 0);
    }
    let today = case.day(TODAY + 1, &[], 0);
    let names: Vec<String> = guests
        .iter()
        .map(|&number| world.people[number].name.clone())
        .collect();
    let request = format!(
        "Please make an event called {title} on day {day} with {}, at the earliest hour at which all of them are free.",
        listed(&names)
    );
    let about = world
        .events_of(TODAY + 1)
        .next()
        .map_or("", |event| &event.id);
    case.finish(&request, today, about)
}

fn inbox(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance);
    let who = case.chance.below(world.people.len() as u32) as usize;
    let mails: Vec<_> = world.mails.iter().filter(|mail| mail.from == who).collect();
    let (person, listing) = mail_of(&mut case, who);
    for mail in &mails {
        case.maker
            .write("archive_mail", json!({"mail_id": mail.id}), listing, 0);
    }
    let to = &world.people[who].id;
    for kind in ["regrets", "moved", "invited"] {
        let call = json!({"to": to, "kind": kind, "about": mails[0].id});
        case.maker.wrong("send_mail", call, listing | person);
    }
    case.day(TODAY + 1, &[], 0);
    let name = &world.people[who].name;
    let request =
        format!("Please put all the mail from {name} that is in the inbox into the archive.");
    case.finish(&request, listing, &mails[0].id)
}

/// The facts of somebody's id and of the mail they have sent.
fn mail_of(case: &mut Case<'_>, who: usize) -> (Facts, Facts) {
    let person = case.person(who);
    let id = &case.world.people[who].id;
    let mails = case.world.mails.iter().filter(|mail| mail.from == who);
    let needles: Vec<String> = std::iter::once(format!("mail from {id}:"))
        .chain(mails.map(|mail| format!("mail {}: ", mail.id)))
        .collect();
    let listing = case.maker.fact(&format!("the mail from {id}"), needles);
    case.maker
        .read("list_mail", json!({"person_id": id}), person);
    (person, listing)
}

fn wish(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance);
    let wishes: Vec<_> = world
        .mails
        .iter()
        .filter_map(|mail| Some((mail, mail.wish?)))
        .collect();
    if wishes.is_empty() {
        return Err("no mail asks for anything".into());
    }
    let (mail, (event, day, hour)) = case.draw(&wishes);
    let event = &world.events[event];
    let (_, mails) = mail_of(&mut case, mail.from);
    let read = case
        .maker
        .fact("what the mail asks for", [mail.text.clone()]);
    case.maker
        .read("read_mail", json!({"mail_id": mail.id}), mails);
    let listing = case.day(event.day, &[&event.id], read);
    let contents = case.event(event, listing);
    let mut evidence = read | contents;
    for &who in &event.attendees {
        evidence |= case.free(who, day, contents | read);
    }
    move_one(&mut case, event, day, hour, contents | read, evidence);
    case.maker
        .write("archive_mail", json!({"mail_id": mail.id}), mails, read);
    let name = &world.people[mail.from].name;
    let request = format!(
        "{name} has sent a mail with the subject \"{}\". Please do what it asks for, and put that mail into the archive.",
        mail.subject
    );
    case.finish(&request, listing, &event.id)
}
