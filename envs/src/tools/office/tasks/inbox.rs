//! Mail is put into the archive: all of it, what was answered, what has been seen to.

use super::calendar::move_one;
use crate::tools::{
    kernel::{
        make::Setting,
        types::{Def, Facts},
    },
    office::{
        case::Case,
        letters::{Mail, Wish},
        world::{TODAY, World},
    },
};
use serde_json::json;
use truestep_core::chance::Sampled;

/// Mails of one person that are put away or looked at, at least, and all of them at most.
const FEWEST: usize = 3;
const MOST: usize = 13;

/// How many people are drawn for `inbox`, of whom the one with most mail is taken: long tasks are as likely as short ones.
const DRAWN: usize = 3;

/// Somebody whose mail fits, the one with most of it of `drawn`, that mail, and the fact of who it is.
fn somebody<'w>(
    case: &mut Case<'w>,
    drawn: usize,
    fits: impl Fn(&[&Mail]) -> bool,
) -> Result<(usize, Vec<&'w Mail>, Facts), String> {
    let world = case.world;
    let of = |who: usize| -> Vec<&'w Mail> {
        let id = &world.people[who].id;
        world.mails.iter().filter(|mail| mail.from == *id).collect()
    };
    let mut all: Vec<usize> = (0..world.people.len()).collect();
    all.retain(|&who| fits(&of(who)));
    if all.is_empty() {
        return Err("nobody has sent so much mail".into());
    }
    let who = (0..drawn)
        .map(|_| case.draw(&all))
        .max_by_key(|&who| of(who).len());
    let who = who.ok_or("nobody is drawn")?;
    let person = case.person(who);
    Ok((who, of(who), person))
}

pub(super) fn inbox(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance);
    let (who, mails, person) = somebody(&mut case, DRAWN, |mails| {
        (FEWEST + 1..=MOST).contains(&mails.len())
    })?;
    let listing = case.mail_from(&world.people[who].id, person);
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    let kept = case.draw(&subjects);
    let (left, put): (Vec<&Mail>, Vec<&Mail>) =
        mails.into_iter().partition(|mail| mail.subject == kept);
    if put.len() < FEWEST {
        return Err("most of the mail is about one thing".into());
    }
    for mail in put {
        let listed = case.mail_listed(mail);
        case.maker
            .write("archive_mail", json!({"mail_id": mail.id}), listed, person);
    }
    for mail in left {
        let listed = case.mail_listed(mail);
        case.maker
            .wrong("archive_mail", json!({"mail_id": mail.id}), listed);
    }
    // That none was left out is known once they were listed.
    case.maker.done_once(listing);
    case.day(TODAY + 1, &[], 0);
    let to = &world.people[who].id;
    let event = world.events_of(TODAY + 1).next();
    let event = event.ok_or("there are no events tomorrow")?;
    let listed = case.listed(event);
    for kind in ["regrets", "moved", "invited"] {
        let call = json!({"to": to, "kind": kind, "about": event.id});
        case.maker.wrong("send_mail", call, listed | person);
    }
    let name = &world.people[who].name;
    let request = format!(
        "Please put all the mail from {name} that is in the inbox into the archive, but for what has the subject \"{kept}\"."
    );
    case.finish(&request, event)
}

/// Mails that are read one by one, at most.
const MOST_READ: usize = 7;
pub(super) fn tidy(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance);
    let (who, mails, person) = somebody(&mut case, 1, |mails| {
        let answered = mails.iter().filter(|mail| mail.is_answered).count();
        (FEWEST..=MOST_READ).contains(&mails.len()) && (1..mails.len()).contains(&answered)
    })?;
    let listing = case.mail_from(&world.people[who].id, person);
    let (answered, open): (Vec<&Mail>, Vec<&Mail>) =
        mails.into_iter().partition(|mail| mail.is_answered);
    let mut all = listing;
    for mail in &answered {
        let (listed, read) = (case.mail_listed(mail), case.mail_read(mail));
        all |= read;
        case.maker
            .write("archive_mail", json!({"mail_id": mail.id}), listed, read);
    }
    for mail in &open {
        let (listed, read) = (case.mail_listed(mail), case.mail_read(mail));
        all |= read;
        case.maker
            .wrong("archive_mail", json!({"mail_id": mail.id}), listed);
    }
    case.maker.done_once(all);
    let name = &world.people[who].name;
    let request = format!(
        "Please put the mail from {name} that was answered already into the archive, and leave the rest in the inbox."
    );
    let shown = case.mail_listed(open[0]);
    case.finish_about(&request, &open[0].id, shown)
}

pub(super) fn wish(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance);
    let wishes: Vec<_> = (world.mails.iter())
        .filter_map(|mail| match mail.wish {
            Wish::Move(event, day, hour) => Some((mail, (event, day, hour))),
            _ => None,
        })
        .collect();
    if wishes.is_empty() {
        return Err("no mail asks for anything".into());
    }
    let (mail, (number, day, hour)) = case.draw(&wishes);
    let event = &world.events[number];
    let who = event.organizer;
    let person = case.person(who);
    let listing = case.mail_from(&mail.from, person);
    let (listed, read) = (case.mail_listed(mail), case.mail_read(mail));
    case.day(event.day, &[&event.id], read);
    let contents = case.event(event) | read;
    let mut evidence = contents;
    for &guest in &event.attendees {
        evidence |= case.free(guest, day, contents);
    }
    move_one(&mut case, event, (day, hour), contents, evidence);
    case.maker
        .write("archive_mail", json!({"mail_id": mail.id}), listed, listing);
    let others = world.mails.iter();
    let others = others.filter(|other| other.from == mail.from && other.id != mail.id);
    for other in others.take(2) {
        case.maker
            .wrong("archive_mail", json!({"mail_id": other.id}), listing);
    }
    let name = &world.people[who].name;
    let request = format!(
        "{name} has sent a mail with the subject \"{}\". Please do what it asks for, and put that mail into the archive.",
        mail.subject
    );
    case.finish(&request, event)
}
