//! Tasks across apps.

use super::{files, template};
use crate::gui::{case::Desk, tasks::Template};

pub(super) const TEMPLATES: &[Template] = &[template(
    "file-from-mail",
    "delete the file that a mail names",
    named_by_mail,
)];

/// A mail says which file is out of date: that one is deleted.
fn named_by_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    desk.about("Mail");
    let people = desk.column("contact", "name");
    let (from, subject) = (desk.some_of(&people, 1).pop()?, "Tidying up");
    let all = desk.all("file");
    let at = *desk.some(&all, 1).first()?;
    let text = format!("{} is out of date", files::name(desk, at));
    let mail = desk.mail(&from, subject, &text, "Inbox", "off");
    let needs = desk.see(mail, "text");
    desk.delete_after(at, needs);
    Some(format!(
        "{from} sent you a mail with the subject \"{subject}\", which says what file is out of date. Delete that file."
    ))
}
