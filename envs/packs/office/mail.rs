//! Mail: what has come, what is answered, forwarded and archived, and short mails about events.

use crate::kit::{self, json::Json};
use crate::rows::*;

pub fn list_mail(arguments: &Json) -> Answer {
    let from = text(arguments, "person_id");
    somebody(from)?;
    let mut lines = vec![];
    for (id, mail) in rows("mails", "") {
        if text(&mail, "from") == from && text(&mail, "folder") == "inbox" {
            lines.push(format!("mail {id}: {}", text(&mail, "subject")));
        }
    }
    say_list(format!("mail from {from}:"), &lines, "no mail in the inbox")
}

pub fn read_mail(arguments: &Json) -> Answer {
    let id = text(arguments, "mail_id");
    let mail = row("mails", id, "mail")?;
    say(format!(
        "mail {id}: {}\nfrom: {}\nin: {}\nanswered: {}{}\n{}",
        text(&mail, "subject"),
        text(&mail, "from"),
        text(&mail, "folder"),
        answer_of(&mail),
        sent_about(id),
        text(&mail, "text")
    ))
}

pub fn send_mail(arguments: &Json) -> Answer {
    let (to, kind, about) = (text(arguments, "to"), text(arguments, "kind"), text(arguments, "about"));
    row("people", to, "person")?;
    row("events", about, "event")?;
    let id = format!("{to}/{kind}/{about}");
    if kit::get("sent", &id).is_some() {
        return Err("conflict: this was sent already".to_owned());
    }
    let mail = Json::object(vec![("about", Json::of(about)), ("kind", Json::of(kind)), ("to", Json::of(to))]);
    kit::put_json("sent", &id, &mail);
    say(format!("mail to {to}: {kind}, about {about}"))
}

pub fn archive_mail(arguments: &Json) -> Answer {
    let id = text(arguments, "mail_id");
    let mut mail = row("mails", id, "mail")?;
    if text(&mail, "folder") == "archive" {
        return Err(format!("conflict: mail {id} is in the archive"));
    }
    mail.set("folder", Json::of("archive"));
    kit::put_json("mails", id, &mail);
    say(format!("mail {id}: {}, put from the inbox into the archive", text(&mail, "subject")))
}

/// What a mail was answered with, or that it was not.
fn answer_of(mail: &Json) -> String {
    match (text(mail, "answer"), mail.field("number")) {
        ("", _) => "no".to_owned(),
        (answer, Some(Json::Number(number))) => format!("with the {answer} {number}"),
        (answer, _) => format!("with {answer}"),
    }
}

/// The wording is the writer's own, and is not kept: what counts is the answer.
pub fn reply_mail(arguments: &Json) -> Answer {
    let (id, answer) = (text(arguments, "mail_id"), text(arguments, "answer"));
    let mut mail = row("mails", id, "mail")?;
    if !text(&mail, "answer").is_empty() {
        return Err(format!("conflict: mail {id} was answered already"));
    }
    match (answer, arguments.field("number")) {
        ("number", Some(Json::Number(number))) => mail.set("number", Json::Number(*number)),
        ("number", _) => return Err("precondition(number): an answer with a number says which".to_owned()),
        (_, Some(_)) => return Err(format!("precondition(number): the answer `{answer}` takes no number")),
        _ => {}
    }
    mail.set("answer", Json::of(answer));
    kit::put_json("mails", id, &mail);
    say(format!("mail {id}: {}, answered {}", text(&mail, "subject"), answer_of(&mail)))
}

pub fn forward_mail(arguments: &Json) -> Answer {
    let (id, to) = (text(arguments, "mail_id"), text(arguments, "to"));
    let mail = row("mails", id, "mail")?;
    somebody(to)?;
    let key = format!("{to}/forwarded/{id}");
    if kit::get("sent", &key).is_some() {
        return Err("conflict: this was sent already".to_owned());
    }
    let sent = Json::object(vec![("about", Json::of(id)), ("kind", Json::of("forwarded")), ("to", Json::of(to))]);
    kit::put_json("sent", &key, &sent);
    say(format!("mail {id}: {}, forwarded to {to}", text(&mail, "subject")))
}
