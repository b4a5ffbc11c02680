//! Spreadsheets.

use super::template;
use crate::gui::{
    author::Kind,
    case::{Desk, Ref},
    tasks::{Template, list},
};

pub(super) const TEMPLATES: &[Template] = &[
    template("row-add", "enter rows into a sheet", add),
    template("row-correct", "correct amounts of a sheet", correct),
    template("row-pay", "mark rows of sheets as paid", pay),
    template("row-delete", "delete rows of a sheet", delete),
    template("sheet-add", "make a sheet with rows", create),
    template("sheet-delete", "delete sheets with what is in them", remove),
    template(
        "sheet-total-to-mail",
        "mail what a sheet comes to",
        total_to_mail,
    ),
    template("row-from-mail", "enter what a mail tells of", from_mail),
    template(
        "row-paid-by-mail",
        "mark as paid what a mail says is paid",
        paid_by_mail,
    ),
];

/// A row is to be made.
fn make(desk: &mut Desk, sheet: &str, (item, amount): (&str, &str), needs: u64) {
    desk.make(
        "row",
        &[
            ("item", item, 0),
            ("amount", amount, needs),
            ("sheet", sheet, 0),
        ],
    );
    desk.fills_in("row", "sheet");
}

fn one_sheet(desk: &mut Desk) -> Option<String> {
    let sheets = desk.column("sheet", "name");
    desk.some_of(&sheets, 1).pop()
}

/// Enter one or two.
fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    let count = 1 + desk.below(2);
    let sheet = one_sheet(desk)?;
    let items = desk.new_items(count);
    let mut parts = vec![];
    for item in items {
        let amount = desk.cell_amount();
        make(desk, &sheet, (item, &amount), 0);
        parts.push(format!("{item} with {amount}"));
    }
    let wrong = desk.cell_amount();
    desk.tempt_new("row", "amount", &wrong, 0);
    let noun = if count == 1 { "a row" } else { "the rows" };
    Some(format!(
        "Enter into the sheet {sheet} {noun} {}, still open.",
        list(&parts)
    ))
}

/// A row by item and sheet.
fn name(desk: &Desk, at: Ref) -> String {
    format!("{} in {}", desk.text(at, "item"), desk.text(at, "sheet"))
}

/// Correct one or two amounts.
fn correct(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    let count = 1 + desk.below(2);
    let all = desk.all("row");
    let rows = desk.some(&all, count);
    let mut parts = vec![];
    for at in rows {
        let (amount, wrong) = (desk.cell_amount(), desk.cell_amount());
        if amount == desk.text(at, "amount") {
            return None;
        }
        parts.push(format!("of {} to {amount}", name(desk, at)));
        desk.set(at, "amount", &amount, 0);
        desk.tempt(at, "amount", &wrong, 0);
    }
    let noun = if count == 1 { "amount" } else { "amounts" };
    Some(format!(
        "In the spreadsheets, change the {noun} {}.",
        list(&parts)
    ))
}

fn open_rows(desk: &mut Desk, count: usize) -> Option<Vec<Ref>> {
    let rows = desk.those("row", "state", "open");
    let rows = desk.some(&rows, count);
    (rows.len() == count).then_some(rows)
}

/// Mark two to four as paid.
fn pay(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    let count = 2 + desk.below(3);
    let rows = open_rows(desk, count)?;
    let names: Vec<String> = rows.iter().map(|&at| name(desk, at)).collect();
    for at in rows {
        desk.set(at, "state", "paid", 0);
    }
    Some(format!(
        "In the spreadsheets, mark as paid: {}.",
        list(&names)
    ))
}

/// Delete one to three.
fn delete(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    let count = 1 + desk.below(3);
    let all = desk.all("row");
    let rows = desk.some(&all, count);
    let names: Vec<String> = rows.iter().map(|&at| name(desk, at)).collect();
    for at in rows {
        desk.delete(at);
    }
    let noun = if count == 1 { "row" } else { "rows" };
    Some(format!(
        "In the spreadsheets, delete the {noun} {}.",
        list(&names)
    ))
}

/// Make one with a row or two.
fn create(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    let count = 1 + desk.below(2);
    let sheets = desk.new_sheets(2);
    let [sheet, other] = sheets[..] else {
        return None;
    };
    desk.make("sheet", &[("name", sheet, 0)]);
    desk.tempt_new("sheet", "name", other, 0);
    let mut parts = vec![];
    for item in desk.new_items(count) {
        let amount = desk.cell_amount();
        make(desk, sheet, (item, &amount), 0);
        parts.push(format!("{item} with {amount}"));
    }
    let noun = if count == 1 { "a row" } else { "the rows" };
    Some(format!(
        "Make a sheet called {sheet} and enter into it {noun} {}, still open.",
        list(&parts)
    ))
}

/// Delete one or two with their rows.
fn remove(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    let count = 1 + desk.below(2);
    let all = desk.all("sheet");
    let mut names = vec![];
    for at in desk.some(&all, count) {
        let sheet = desk.text(at, "name");
        for row in desk.those("row", "sheet", &sheet) {
            desk.delete(row);
        }
        desk.delete(at);
        names.push(sheet);
    }
    let noun = if count == 1 { "sheet" } else { "sheets" };
    Some(format!("Delete the {noun} {} with all rows.", list(&names)))
}

/// Mail the sum of a sheet.
fn total_to_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    desk.about("Mail");
    let sheet = one_sheet(desk)?;
    let rows = desk.those("row", "sheet", &sheet);
    let kind = desk.kind_of("row", "amount");
    let sum: i32 = rows.iter().map(|&at| desk.number(at, "amount")).sum();
    let (right, wrong) = (desk.written(kind, sum), desk.written(kind, sum + 1_000));
    let needs = desk.add_up(&rows, "amount");
    let to = desk.addressees(1, "")?.pop()?;
    let (subject, _) = desk.new_mails(1).pop()?;
    desk.send(&to, subject, &right, needs);
    desk.tempt_new("sent mail", "text", &wrong, needs);
    Some(format!(
        "Send {to} a mail with the subject \"{subject}\" and, as the text, the sum of all amounts of the sheet {sheet} and nothing else, written as in \"12.50 EUR\"."
    ))
}

/// A mail says what something costs: it is entered.
fn from_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    desk.about("Mail");
    let sheet = one_sheet(desk)?;
    let people = desk.column("contact", "name");
    let from = desk.some_of(&people, 1).pop()?;
    let item = desk.new_items(1).pop()?;
    let (amount, wrong) = (desk.cell_amount(), desk.cell_amount());
    let subject = format!("The bill for {item}");
    let mail = desk.mail(
        &from,
        &subject,
        &format!("It came to {amount}"),
        "Inbox",
        "off",
    );
    let needs = desk.see(mail, "text");
    make(desk, &sheet, (item, &amount), needs);
    desk.tempt_new("row", "amount", &wrong, needs);
    Some(format!(
        "{from} sent you a mail with the subject \"{subject}\". Enter {item} into the sheet {sheet} with the amount that the mail states, still open."
    ))
}

/// A mail says what is paid.
fn paid_by_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Sheets");
    desk.about("Mail");
    let rows = open_rows(desk, 1)?;
    let at = *rows.first()?;
    let people = desk.column("contact", "name");
    let from = desk.some_of(&people, 1).pop()?;
    let subject = "Payment received";
    let text = format!("Thank you for {}", desk.text(at, "item"));
    let mail = desk.mail(&from, subject, &text, "Inbox", "off");
    let needs = desk.see(mail, "text");
    desk.set(at, "state", "paid", needs);
    let sheet = desk.text(at, "sheet");
    Some(format!(
        "{from} sent you a mail with the subject \"{subject}\", which says what has been paid. Mark that row of the sheet {sheet} as paid."
    ))
}

impl Desk {
    /// An amount as it stands on screens.
    fn cell_amount(&mut self) -> String {
        let kind = self.kind_of("row", "amount");
        let cents = 50 * (5 + self.below(600)) as i32;
        self.written(kind, cents)
    }

    fn kind_of(&self, table: &str, field: &str) -> Kind {
        let table = self.table(table);
        self.phone.field_of(table, self.field(table, field)).kind
    }
}
