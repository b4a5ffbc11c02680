//! Messages.

use super::list;
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// Send one to three messages.
pub(super) fn send(desk: &mut Desk) -> Option<String> {
    desk.about("Messages");
    let count = 1 + desk.below(3);
    let all = desk.all("thread");
    let threads = desk.some(&all, count);
    let texts = desk.replies(count + 1);
    let mut parts = vec![];
    for (&at, text) in threads.iter().zip(&texts) {
        let name = desk.text(at, "name");
        desk.make(
            "message",
            &[("with", &name, 0), ("by", "me", 0), ("text", text, 0)],
        );
        parts.push(format!("\"{text}\" to {name}"));
    }
    desk.tempt_new("message", "text", texts.last()?, 0);
    let noun = if count == 1 {
        "the message"
    } else {
        "the messages"
    };
    Some(format!("Send {noun} {}.", list(&parts)))
}

/// At what time somebody wants to meet.
pub(super) fn when(desk: &mut Desk) -> Option<String> {
    desk.about("Messages");
    let all = desk.all("thread");
    let threads = desk.some(&all, 3);
    let place = desk.places(1)[0];
    let times: Vec<String> = threads.iter().map(|_| desk.time()).collect();
    let mut found: Option<Ref> = None;
    for (&at, time) in threads.iter().zip(&times) {
        let name = desk.text(at, "name");
        let text = format!("Let us meet at {time} at {place}.");
        let message = desk.add(
            "message",
            &[("with", &name), ("by", "them"), ("text", &text)],
        );
        found.get_or_insert(message);
    }
    // Those that are added later come after in the log, so that the first one keeps its number.
    desk.see(found?, "text");
    let other = desk.time();
    let others: Vec<String> = times[1..].iter().cloned().chain([other]).collect();
    desk.ask(AnswerKind::Time, &times[0], &others);
    Some(format!(
        "At what time does {} want to meet you at {place}? Answer with the time.",
        desk.text(threads[0], "name")
    ))
}
