//! The tables of an office.

use super::{
    letters::OPERATIONS,
    names::{AREAS, OTHERS},
    things::File,
    world::{Event, World},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use truestep_sandbox::{
    Base, BaseBuilder, KeyKind, TableId, TableSpec, ValueKind, tables::BadTable,
};

/// The assistant who does the tasks.
pub(super) const YOU: &str = "you";

/// Put a row into a table.
fn put(base: &mut BaseBuilder, table: TableId, key: &str, row: &Value) -> Result<(), BadTable> {
    base.row(table, key, row.to_string().as_bytes())?;
    Ok(())
}

fn table(base: &mut BaseBuilder, name: &str) -> Result<TableId, BadTable> {
    base.table(TableSpec::new(name, KeyKind::Text, ValueKind::Json))
}

/// The tables of a world.
pub(super) fn tables(world: &World) -> Result<Arc<Base>, BadTable> {
    let mut base = Base::builder();
    people(world, &mut base)?;
    calendar(world, &mut base)?;
    mail(world, &mut base)?;
    contacts(world, &mut base)?;
    files(world, &mut base)?;
    assistants(world, &mut base)?;
    Ok(base.build())
}

fn people(world: &World, base: &mut BaseBuilder) -> Result<(), BadTable> {
    let (people, names) = (table(base, "people")?, table(base, "names")?);
    for person in &world.people {
        let busy: BTreeMap<String, &Vec<i64>> = person
            .busy
            .iter()
            .map(|(day, hours)| (day.to_string(), hours))
            .collect();
        let row = json!({"name": person.name, "team": person.team, "busy": busy});
        put(base, people, &person.id, &row)?;
        put(base, names, &person.name.to_lowercase(), &json!(person.id))?;
    }
    Ok(())
}

fn event_row(world: &World, event: &Event) -> Value {
    json!({"title": event.title, "day": event.day, "hour": event.hour, "room": event.room,
        "organizer": world.people[event.organizer].id, "attendees": world.ids(&event.attendees)})
}

fn calendar(world: &World, base: &mut BaseBuilder) -> Result<(), BadTable> {
    let events = table(base, "events")?;
    for event in world.events.iter().chain(&world.past) {
        put(base, events, &event.id, &event_row(world, event))?;
    }
    let rooms = table(base, "rooms")?;
    for room in &world.rooms {
        let row = json!({"seats": room.seats, "has": room.has});
        put(base, rooms, room.id, &row)?;
    }
    let reminders = table(base, "reminders")?;
    for reminder in &world.reminders {
        let row = json!({"about": reminder.about, "day": reminder.day, "done": false});
        put(base, reminders, &reminder.id, &row)?;
    }
    Ok(())
}

fn mail(world: &World, base: &mut BaseBuilder) -> Result<(), BadTable> {
    let mails = table(base, "mails")?;
    table(base, "sent")?;
    for mail in &world.mails {
        let mut row = json!({"from": mail.from, "subject": mail.subject, "text": mail.text, "folder": "inbox"});
        if mail.is_answered {
            row["answer"] = json!("yes");
        }
        put(base, mails, &mail.id, &row)?;
    }
    Ok(())
}

fn contacts(world: &World, base: &mut BaseBuilder) -> Result<(), BadTable> {
    let contacts = table(base, "contacts")?;
    let (id, name) = OPERATIONS;
    let row = json!({"name": name, "company": "in the house", "email": "ops@office.example", "phone": "555-1"});
    put(base, contacts, id, &row)?;
    for contact in &world.contacts {
        let row = json!({"name": contact.name, "company": contact.company, "email": contact.email,
            "phone": contact.phone});
        put(base, contacts, &contact.id, &row)?;
    }
    Ok(())
}

fn file_row(file: &File) -> Value {
    let versions = file.versions.iter();
    let versions: Vec<Value> = versions
        .map(|version| json!({"day": version.day, "text": version.text()}))
        .collect();
    json!({"name": file.name, "folder": file.folder, "marked": file.marked(), "shared": [],
        "versions": versions})
}

fn files(world: &World, base: &mut BaseBuilder) -> Result<(), BadTable> {
    let files = table(base, "files")?;
    for file in &world.files {
        put(base, files, &file.id, &file_row(file))?;
    }
    Ok(())
}

fn assistants(world: &World, base: &mut BaseBuilder) -> Result<(), BadTable> {
    let (all, accesses, runs) = (
        table(base, "assistants")?,
        table(base, "accesses")?,
        table(base, "runs")?,
    );
    let you = &world.assistant;
    let row = json!({"name": "yourself", "pause": you.pause});
    put(base, all, YOU, &row)?;
    for (id, name) in OTHERS {
        put(base, all, id, &json!({"name": name, "pause": null}))?;
    }
    for area in AREAS {
        let holder = if you.areas.contains(&area) {
            YOU
        } else {
            OTHERS[0].0
        };
        put(base, accesses, area, &json!({"holder": holder}))?;
    }
    for (id, what, hour) in &you.runs {
        put(base, runs, id, &json!({"what": what, "hour": hour}))?;
    }
    Ok(())
}
