//! The telephone.

use super::{Template, added, cross::known, list, template};
use crate::gui::{
    amount,
    apps::calls::MINUTES,
    author::Kind,
    case::{Desk, Ref},
    phone::calls::DAYS,
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    template("call-contact", "call people", call),
    added(
        "call-back",
        "call those back whose calls were missed on a day",
        call_back,
    ),
    added("call-redial", "call again whoever was called last", redial),
    added(
        "call-minutes",
        "answer how long the calls with somebody lasted in all",
        minutes,
    ),
    added(
        "contact-from-call",
        "add whoever called from a number without a name",
        save_number,
    ),
    added(
        "message-missed",
        "send a message to those whose calls were missed",
        message,
    ),
    added("call-guest", "call the guests of events", guest),
];

/// Call one to three people who are in none of the recent calls.
pub(super) fn call(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    let count = 1 + desk.below(3);
    let recent = desk.column("call", "name");
    let mut all = desk.all("contact");
    all.retain(|&at| !recent.contains(&desk.text(at, "name")));
    let people = desk.some(&all, count);
    let mut names = vec![];
    for at in people {
        let (name, number) = (desk.text(at, "name"), desk.text(at, "phone"));
        desk.dial(&name, &number, 0);
        names.push(name);
    }
    let each = if count == 1 { "" } else { ", once each" };
    Some(format!("Call {}{each}.", list(&names)))
}

/// The calls that were missed on a day, of those who called then one each.
fn missed_on(desk: &Desk, date: &str) -> Vec<Ref> {
    let mut missed = desk.those("call", "kind", "missed");
    missed.retain(|&at| desk.text(at, "date") == date);
    let mut names: Vec<String> = vec![];
    missed.retain(|&at| {
        let name = desk.text(at, "name");
        let is_new = !names.contains(&name);
        names.push(name);
        is_new
    });
    missed
}

/// The missed calls of a day have to be looked at, and the one before them: it tells that these were all. All bits of that.
fn see_missed(desk: &mut Desk, date: &str) -> u64 {
    let missed = desk.those("call", "kind", "missed");
    // The last one comes first, and days are written so that they sort.
    let before = missed
        .iter()
        .position(|&at| *desk.text(at, "date") < *date)
        .unwrap_or(missed.len());
    let looked_at = missed.into_iter().take(before + 1);
    let looked_at: Vec<Ref> = looked_at
        .filter(|&at| *desk.text(at, "date") <= *date)
        .collect();
    looked_at
        .into_iter()
        .fold(0, |all, at| all | desk.see(at, "name"))
}

/// Call those back whose calls were missed on a day.
pub(super) fn call_back(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    let date = desk.day_before(DAYS);
    let missed = missed_on(desk, &date);
    if !(1..=3).contains(&missed.len()) {
        return None;
    }
    let needs = see_missed(desk, &date);
    for at in missed {
        let (name, number) = (desk.text(at, "name"), desk.text(at, "number"));
        desk.dial(&name, &number, needs);
    }
    Some(format!(
        "Call back everybody whose call on {date} was missed, once each, however often they called."
    ))
}

/// Call again who was called last.
pub(super) fn redial(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    let calls = desk.all("call");
    let last = calls
        .iter()
        .position(|&at| desk.text(at, "kind") == "outgoing")?;
    // The list is in order: what stands above the last one that went out did not go out.
    let when = |at: Ref| (desk.text(at, "date"), desk.text(at, "time"));
    if calls[..last]
        .iter()
        .any(|&at| when(at) == when(calls[last]))
    {
        return None;
    }
    let needs = calls[..=last]
        .iter()
        .fold(0, |all, &at| all | desk.see(at, "kind"));
    let at = calls[last];
    let (name, number) = (desk.text(at, "name"), desk.text(at, "number"));
    desk.dial(&name, &number, needs);
    Some("Call again whoever was called last from this phone.".into())
}

/// How long one talked with somebody, which the screen of each call tells.
pub(super) fn minutes(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    let people = desk.column("call", "name");
    let name = desk.some_of(&people, 1).pop()?;
    let mut calls = desk.those("call", "name", &name);
    calls.retain(|&at| desk.text(at, "kind") != "missed");
    if !(2..=4).contains(&calls.len()) {
        return None;
    }
    for at in desk.all("call") {
        desk.see(at, "name");
    }
    let mut right = 0;
    for at in calls {
        desk.see(at, "minutes");
        right += amount::read(MINUTES, &desk.text(at, "minutes"))?;
    }
    let written = |minutes: i32| {
        let mut text = String::new();
        amount::write(MINUTES, minutes, &mut text);
        text
    };
    let others = [-7, -3, -1, 1, 2, 5].map(|off| written(right + off));
    desk.ask(
        AnswerKind::Of(Kind::Amount(MINUTES)),
        &written(right),
        &others,
    );
    Some(format!(
        "How many minutes did the recent calls with {name} last in all, incoming and outgoing ones? Answer with the minutes."
    ))
}

/// Somebody called from a number that is not known: the contacts get it.
pub(super) fn save_number(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    desk.about("Contacts");
    let known = desk.column("contact", "phone");
    let calls = desk.all("call");
    let at = calls
        .into_iter()
        .find(|&at| !known.contains(&desk.text(at, "number")))?;
    let others = desk.column("call", "number");
    let number = desk.text(at, "number");
    let needs = desk.see(at, "name");
    let name = desk.strangers(1).pop()?;
    let label = desk.one(&["mobile", "home", "work"]);
    desk.make(
        "contact",
        &[
            ("name", &name, 0),
            ("phone", &number, needs),
            ("label", label, 0),
        ],
    );
    let other = others.into_iter().find(|other| *other != number)?;
    desk.tempt_new("contact", "phone", &other, 0);
    Some(format!(
        "One of the missed calls is from a number without a name. It was {name}: add {name} to the contacts with that number and the label \"{label}\", without an email address."
    ))
}

/// Those whose calls were missed on a day get a message.
pub(super) fn message(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    desk.about("Messages");
    let date = desk.day_before(DAYS);
    let count = 1 + desk.below(2);
    for (contact, _) in known(desk, count) {
        let (name, number) = (desk.text(contact, "name"), desk.text(contact, "phone"));
        desk.call(&name, &number, "missed", &date);
    }
    let threads = desk.column("thread", "name");
    let missed = missed_on(desk, &date);
    let has_thread = |&at: &Ref| threads.contains(&desk.text(at, "name"));
    if !(1..=3).contains(&missed.len()) || !missed.iter().all(has_thread) {
        return None;
    }
    let needs = see_missed(desk, &date);
    let texts = desk.replies(2);
    for at in missed {
        let name = desk.text(at, "name");
        desk.make(
            "message",
            &[
                ("with", &name, needs),
                ("by", "me", 0),
                ("text", texts[0], 0),
            ],
        );
    }
    desk.tempt_new("message", "text", texts[1], 0);
    Some(format!(
        "Send everybody whose call on {date} was missed the message \"{}\", once each.",
        texts[0]
    ))
}

/// Call the guest of one or two events.
pub(super) fn guest(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    desk.about("Calendar");
    let mut events = desk.all("event");
    events.retain(|&at| !desk.text(at, "guest").is_empty());
    let count = 1 + desk.below(2);
    let (mut parts, mut guests) = (vec![], vec![]);
    for at in desk.some(&events, count) {
        let guest = desk.text(at, "guest");
        // Somebody who is asked to call the same person twice may well call once.
        if guests.contains(&guest) {
            return None;
        }
        guests.push(guest.clone());
        let contact = *desk.those("contact", "name", &guest).first()?;
        let number = desk.text(contact, "phone");
        let needs = desk.see(at, "guest");
        desk.dial(&guest, &number, needs);
        parts.push(format!(
            "the guest of the event \"{}\"",
            desk.text(at, "title")
        ));
    }
    if parts.is_empty() {
        return None;
    }
    Some(format!("Call {}.", list(&parts)))
}
