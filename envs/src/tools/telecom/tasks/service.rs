//! A phone has no service: because of the phone, the SIM, a bill or the network.

use super::{
    Scope,
    errands::{Kind, besides},
};
use crate::tools::{
    kernel::types::Def,
    telecom::{
        case::Case,
        look::CALL,
        phone::Trouble,
        policy::NOT_ALLOWED,
        terms::{FRAUD, TODAY},
        world::Line,
    },
};
use serde_json::json;

/// The line of the case's customer that fits.
pub(super) fn ailing<'w>(
    case: &Case<'w>,
    fits: impl Fn(&[Trouble]) -> bool,
) -> Result<&'w Line, String> {
    let line = case.customer.ailing(fits);
    line.ok_or_else(|| "the customer has no such line".into())
}

/// A case of a line that ails so, told by a ticket that says what, and where its phone is.
pub(super) fn ticket<'w>(
    scope: Scope<'w>,
    ailments: &[&[Trouble]],
    what: &str,
) -> Result<(Case<'w>, &'w Line), String> {
    let fits = |of: &[Trouble]| ailments.contains(&of);
    let mut case = Case::ticket(scope, |customer| customer.ailing(fits).is_some())?;
    let line = ailing(&case, fits)?;
    let capital = line.spoken().replacen("my", "My", 1);
    case.say(format!("{capital} {what}"));
    case.say(format!("It is in {}", line.phone.place));
    Ok((case, line))
}

/// The end of such a case, of which a ticket tells: what the customer wants besides, and what `close` says.
pub(super) fn finish<'w>(
    mut case: Case<'w>,
    line: &'w Line,
    trial: (&str, &str),
    left_out: &[Kind],
) -> Result<Def, String> {
    besides(&mut case, &[&line.id], left_out)?;
    close(case, line, trial)
}

/// The end of such a case: what else there is to look at and to do wrongly, and the trial that shows that it works.
pub(super) fn close<'w>(
    mut case: Case<'w>,
    line: &'w Line,
    (what, said): (&str, &str),
) -> Result<Def, String> {
    case.around_phone(line);
    if !line.phone.is_abroad {
        let told = case.place;
        case.outage(line.phone.place, told);
    }
    let works = case.works(line, (what, said));
    case.maker.done_once(works | case.asked);
    case.finish()
}

const NO_SERVICE: &str = "has no service: no call connects";
pub(super) const PLEASE: &str = "Please help me to make it work again";

pub(super) fn phone(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[Trouble]; 2] = [&[Trouble::Airplane], &[Trouble::SimLoose]];
    let (mut case, line) = ticket(scope, &ailments, NO_SERVICE)?;
    case.say(PLEASE.into());
    case.repair_all(line);
    finish(case, line, CALL, &[])
}

/// The codes of other SIMs can be looked up as well; the phone takes none of them.
pub(super) fn locked(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, line) = ticket(scope, &[&[Trouble::SimLocked]], NO_SERVICE)?;
    case.say("It asks for a code that I do not have".into());
    case.say(PLEASE.into());
    case.repair_all(line);
    let others = case.customer.lines.iter();
    for other in others.filter(|other| other.id != line.id) {
        let call = json!({"line_id": other.id});
        case.maker.read("get_sim", call, case.profile);
    }
    let pin = case.customer.pin.clone();
    case.wrong("replace_sim", json!({"line_id": line.id, "pin": pin}), 0);
    finish(case, line, CALL, &[])
}

/// Ask to have a line resumed, and bills paid for that.
fn pay_for(case: &mut Case<'_>, line: &Line) {
    let (kind, card) = case.named_card();
    case.say(format!(
        "Please help me to make it work again, and if bills have to be paid for that, take the money from my {card}"
    ));
    case.resume(line, kind);
}

/// Errands of so many looks that with the bills of these there would be too much to search.
const WIDE: [Kind; 2] = [Kind::Refund, Kind::Plan];

pub(super) fn suspended(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, line) = ticket(scope, &[&[Trouble::Suspended]], NO_SERVICE)?;
    pay_for(&mut case, line);
    finish(case, line, CALL, &WIDE)
}

pub(super) fn layers(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[Trouble]; 2] = [
        &[Trouble::Suspended, Trouble::Airplane],
        &[Trouble::Suspended, Trouble::SimLoose],
    ];
    let (mut case, line) = ticket(scope, &ailments, NO_SERVICE)?;
    pay_for(&mut case, line);
    case.repair_all(line);
    finish(case, line, CALL, &WIDE)
}

/// Another line is to roam or not, which is allowed; that the one which is suspended for suspected fraud works again is not.
pub(super) fn fraud(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, line) = ticket(scope, &[&[Trouble::Fraud]], NO_SERVICE)?;
    case.say(PLEASE.into());
    let stands = case.line(line);
    roam_other(&mut case, line);
    besides(&mut case, &[&line.id], &[Kind::Roam])?;
    case.wrong("resume_line", json!({"line_id": line.id}), 0);
    case.around_phone(line);
    let others = [(NOT_ALLOWED, line.id.as_str())];
    case.maker
        .transfer(FRAUD, &line.id, stands | case.profile, &others);
    case.finish()
}

/// Ask for roaming to be switched at another line, where it is not so yet; what that rests on is how that line stands.
pub(super) fn roam_other(case: &mut Case<'_>, line: &Line) {
    let others = case
        .customer
        .lines
        .iter()
        .filter(|other| other.id != line.id);
    let others: Vec<&Line> = others.collect();
    let other = case.draw(&others);
    let to = super::super::phone::switch(!other.roaming);
    case.say(format!(
        "Please switch roaming {to} at {} as well",
        other.spoken()
    ));
    case.line(other);
    case.roam(other);
}

pub(super) fn outage(scope: Scope<'_>) -> Result<Def, String> {
    // Some of these phones have a fault besides, which is none of the desk's business while the network is down.
    let ailments: [&[Trouble]; 3] = [
        &[Trouble::Outage, Trouble::Airplane],
        &[Trouble::Outage, Trouble::SimLoose],
        &[Trouble::Outage],
    ];
    let (mut case, line) = ticket(scope, &ailments, NO_SERVICE)?;
    case.say("Please help me, and let me know when I can use it again".into());
    besides(&mut case, &[&line.id], &[])?;
    case.around_phone(line);
    let place = line.phone.place;
    let ends = case.world.outage(place);
    let down = case.outage(place, 0);
    let call = |line: &Line, day: i64| json!({"line_id": line.id, "ends_on_day": day});
    case.write("open_ticket", call(line, ends), down, down);
    for day in [ends + 1, TODAY] {
        case.wrong("open_ticket", call(line, day), down);
    }
    let other = case.other(line);
    case.wrong("open_ticket", call(other, ends), down);
    case.maker.done_once(down);
    case.finish()
}
