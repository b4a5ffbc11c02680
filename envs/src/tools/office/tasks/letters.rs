//! Mails are answered with what stands in files, and deadlines that they name are kept in mind.

use super::mails_called;
use crate::tools::{
    kernel::{make::Setting, types::Def},
    office::{
        case::Case,
        letters::{Mail, Wish},
        world::{TODAY, World},
    },
};
use serde_json::json;
use truestep_core::chance::Sampled;

/// Of the people the mails of whom ask for something of a kind one, with those mails and what they ask for.
fn asking<'w, T: Clone>(
    case: &mut Case<'w>,
    wish: impl Fn(&'w Mail) -> Option<T>,
) -> Result<(usize, Vec<(&'w Mail, T)>), String> {
    let world = case.world;
    let of = |who: usize| -> Vec<(&'w Mail, T)> {
        let theirs = world
            .mails
            .iter()
            .filter(|mail| mail.from == world.people[who].id);
        theirs
            .filter_map(|mail| Some((mail, wish(mail)?)))
            .collect()
    };
    let all: Vec<usize> = (0..world.people.len())
        .filter(|&who| !of(who).is_empty())
        .collect();
    if all.is_empty() {
        return Err("nobody asks for such a thing".into());
    }
    let who = case.draw(&all);
    Ok((who, of(who)))
}

pub(super) fn answer(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance);
    let (who, questions) = asking(&mut case, |mail| match mail.wish {
        Wish::Number(file, what, number) => Some((&world.files[file], what, number)),
        _ => None,
    })?;
    let names: Vec<&str> = questions.iter().map(|(_, (file, ..))| file.name).collect();
    let is_again = |place: usize| names[..place].contains(&names[place]);
    if (0..names.len()).any(is_again) {
        return Err("two files are called alike".into());
    }
    let person = case.person(who);
    let mut all = case.mail_from(&world.people[who].id, person);
    for (mail, (file, what, number)) in &questions {
        let asked = case.mail_read(mail);
        let found = case.file(file, asked);
        let read = case.file_read(file, found);
        all |= asked;
        let call = |number: i64| json!({"mail_id": mail.id, "answer": "number", "number": number});
        let shown = asked | read;
        case.maker.write("reply_mail", call(*number), shown, found);
        let numbers = file.latest().numbers.iter();
        let other = numbers.filter(|(other, value)| other != what && value != number);
        let other = other.map(|(_, value)| *value).chain([number + 1]);
        for value in other.take(1) {
            case.maker.wrong("reply_mail", call(value), shown);
        }
    }
    case.maker.done_once(all);
    let name = &world.people[who].name;
    let mails: Vec<&Mail> = questions.iter().map(|(mail, _)| *mail).collect();
    let it = if mails.len() == 1 { "it" } else { "each" };
    let request = format!(
        "{name} has sent {}. Please answer {it} with the number that is asked for.",
        mails_called(&mails, &mails[0].subject)
    );
    let shown = case.mail_listed(mails[0]);
    case.finish_about(&request, &mails[0].id, shown)
}

/// The last day before one on which there is no reminder, if that is still to come.
fn day_before(world: &World, due: i64) -> Option<i64> {
    let is_free = |day: &i64| world.reminders.iter().all(|reminder| reminder.day != *day);
    (TODAY + 1..due).rev().find(is_free)
}

pub(super) fn deadline(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance);
    let (who, deadlines) = asking(&mut case, |mail| match mail.wish {
        Wish::Due(day) => Some((day, day_before(world, day))),
        _ => None,
    })?;
    let person = case.person(who);
    let mut all = case.mail_from(&world.people[who].id, person);
    let reminders = case.reminders();
    let mut days = vec![];
    for (mail, (due, day)) in &deadlines {
        let day = day.ok_or("no day before the deadline is free")?;
        // Two for one day would be in each other's way.
        if days.contains(&day) {
            return Err("two reminders would be for one day".into());
        }
        days.push(day);
        let read = case.mail_read(mail);
        all |= read;
        let call = |day: i64| json!({"about": mail.id, "day": day});
        let shown = read | reminders;
        case.maker.write("set_reminder", call(day), shown, 0);
        case.maker.wrong("set_reminder", call(*due), shown);
        if due - 1 != day {
            case.maker.wrong("set_reminder", call(due - 1), shown);
        }
    }
    case.maker.done_once(all);
    let name = &world.people[who].name;
    let mails: Vec<&Mail> = deadlines.iter().map(|(mail, _)| *mail).collect();
    let (it, its) = match mails.len() {
        1 => ("it", "the deadline"),
        _ => ("each of them", "its deadline"),
    };
    let request = format!(
        "{name} has sent {}. Please set a reminder about {it}, for the last day before {its} on which there is no reminder yet.",
        mails_called(&mails, &mails[0].subject)
    );
    let shown = case.mail_listed(mails[0]);
    case.finish_about(&request, &mails[0].id, shown)
}
