//! Text files.

use super::{files, template};
use crate::gui::{
    case::{Desk, Ref},
    tasks::{Template, list},
};

pub(super) const TEMPLATES: &[Template] = &[
    template("text-rewrite", "replace what text files say", rewrite),
    template(
        "text-copy",
        "replace what one text file says by what another says",
        take_over,
    ),
    template("text-to-mail", "mail what a text file says", to_mail),
];

/// Replace the text of one or two.
fn rewrite(desk: &mut Desk) -> Option<String> {
    desk.about("Editor");
    let count = 1 + desk.below(2);
    let all = desk.those("file", "kind", "text");
    let files = desk.some(&all, count);
    let texts = desk.new_texts(count + 1);
    let wrong = *texts.last()?;
    let mut parts = vec![];
    for (&at, text) in files.iter().zip(&texts) {
        parts.push(format!("{} by \"{text}\"", files::name(desk, at)));
        desk.set(at, "text", text, 0);
        desk.tempt(at, "text", wrong, 0);
    }
    Some(format!("Replace the text of {}.", list(&parts)))
}

fn two_texts(desk: &mut Desk) -> Option<[Ref; 2]> {
    let all = desk.those("file", "kind", "text");
    let drawn = desk.some(&all, 2);
    <[Ref; 2]>::try_from(drawn).ok()
}

/// The text of one file takes the place of another's.
fn take_over(desk: &mut Desk) -> Option<String> {
    desk.about("Editor");
    let [from, to] = two_texts(desk)?;
    let needs = desk.see(from, "text");
    let text = desk.text(from, "text");
    desk.set(to, "text", &text, needs);
    let wrong = desk.new_texts(1).pop()?;
    desk.tempt(to, "text", wrong, 0);
    Some(format!(
        "Replace the text of {} by the text of {}, so that both say the same.",
        files::name(desk, to),
        files::name(desk, from)
    ))
}

/// Mail the text of a file to one or two people.
fn to_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Editor");
    desk.about("Mail");
    let [at, other] = two_texts(desk)?;
    let needs = desk.see(at, "text");
    let (text, wrong) = (desk.text(at, "text"), desk.text(other, "text"));
    let count = 1 + desk.below(2);
    let people = desk.addressees(count, "")?;
    let (subject, _) = desk.new_mails(1).pop()?;
    for to in &people {
        desk.send(to, subject, &text, needs);
    }
    desk.tempt_new("sent mail", "text", &wrong, needs);
    let mail = if count == 1 { "a mail" } else { "a mail each" };
    Some(format!(
        "Send {} {mail} with the subject \"{subject}\" and the text of {}.",
        list(&people),
        files::name(desk, at)
    ))
}
