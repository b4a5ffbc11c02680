//! SIMs are replaced, numbers leave, phones are unlocked: what asks for a PIN, or for time.

use super::{
    Scope,
    errands::{Kind, besides},
    service::roam_other,
};
use crate::tools::{
    kernel::types::Def,
    telecom::{
        case::Case,
        policy::{NOT_ALLOWED, NOT_VERIFIED},
        world::{Customer, Line},
    },
    words::listed,
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Have the SIM of a line replaced, which rests on the PIN being right.
pub(super) fn replace(case: &mut Case<'_>, line: &Line, shown: u64) {
    let pin = case.customer.pin.clone();
    let right = case.pin(&pin, shown);
    let call = |line: &Line| json!({"line_id": line.id, "pin": pin});
    case.write("replace_sim", call(line), shown, right);
    let others = case.customer.lines.iter();
    for other in others.filter(|other| other.id != line.id) {
        case.wrong("replace_sim", call(other), shown);
    }
}

/// A SIM is gone: it is replaced, and roaming at its line switched off where it is on.
pub(super) fn lost(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::ticket(scope, |customer| {
        customer.lines.iter().any(|line| line.roaming)
    })?;
    let lines = case.customer.lines.iter();
    let roaming: Vec<&Line> = lines.filter(|line| line.roaming).collect();
    let line = case.draw(&roaming);
    let pin = &case.customer.pin;
    case.say(format!(
        "I have lost {}, and my PIN is {pin}",
        line.spoken()
    ));
    case.say(
        "Please replace its SIM, and see to it that roaming is off at each of my lines".into(),
    );
    replace(&mut case, line, 0);
    let mut known = 0;
    for line in &case.customer.lines {
        let call = |to: &str| json!({"line_id": line.id, "to": to});
        known |= case.roams(line);
        case.wrong("set_roaming", call("on"), 0);
        match line.roaming {
            true => {
                case.write("set_roaming", call("off"), 0, 0);
            }
            // Off already, it is refused, and known to be.
            false => case.maker.read("set_roaming", call("off"), case.profile),
        }
    }
    besides(&mut case, &[&line.id], &[Kind::Sim, Kind::Roam])?;
    case.maker.done_once(known);
    case.finish()
}

/// A PIN beside the right one.
fn other_pin(case: &mut Case<'_>) -> String {
    let right: u32 = case.customer.pin.parse().unwrap_or(0);
    format!("{:04}", (right + 1 + case.chance.below(9_998)) % 10_000)
}

/// The PIN is wrong: what asks for none is done, and the SIM is handed over.
pub(super) fn unverified(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::ticket(scope, |customer| customer.lines.len() > 1)?;
    let lines: Vec<&Line> = case.customer.lines.iter().collect();
    let line = case.draw(&lines);
    let pin = other_pin(&mut case);
    case.say(format!(
        "I have lost {}, and my PIN is {pin}",
        line.spoken()
    ));
    case.say("Please replace its SIM".into());
    roam_other(&mut case, line);
    besides(&mut case, &[&line.id], &[Kind::Sim, Kind::Roam])?;
    let wrong = case.pin(&pin, 0);
    case.wrong("replace_sim", json!({"line_id": line.id, "pin": pin}), 0);
    let call = json!({"line_id": line.id, "pin": pin});
    case.wrong("issue_porting_code", call, 0);
    let others = [(NOT_ALLOWED, line.id.as_str())];
    let evidence = wrong | case.profile;
    case.maker
        .transfer(NOT_VERIFIED, &line.id, evidence, &others);
    case.finish()
}

/// A number leaves: its contract is over, and what is overdue is paid first.
pub(super) fn leave(scope: Scope<'_>) -> Result<Def, String> {
    let is_free = |line: &Line| !line.is_bound();
    let owes = |customer: &Customer| customer.overdue().next().is_some();
    let mut case = Case::ticket(scope, |customer| {
        owes(customer) && customer.lines.iter().any(is_free)
    })?;
    let lines = case.customer.lines.iter();
    let free: Vec<&Line> = lines.filter(|line| is_free(line)).collect();
    let line = case.draw(&free);
    let pin = case.customer.pin.clone();
    let (kind, card) = case.named_card();
    case.say(format!(
        "I leave for another company and take the number {} with me; my PIN is {pin}",
        line.number
    ));
    case.say(format!(
        "Please issue the porting code, and if bills have to be paid for that, take the money from my {card}"
    ));
    let may_leave = case.pin(&pin, 0) | case.line(line);
    let evidence = may_leave | case.bills();
    case.pay(kind, may_leave);
    let call = |line: &Line| json!({"line_id": line.id, "pin": pin});
    case.write("issue_porting_code", call(line), 0, evidence);
    for other in case
        .customer
        .lines
        .iter()
        .filter(|other| other.id != line.id)
    {
        case.wrong("issue_porting_code", call(other), 0);
    }
    besides(&mut case, &[&line.id], &[Kind::Sim])?;
    case.finish()
}

/// Phones are unlocked that may be, and one that may not is handed over.
pub(super) fn unlock(scope: Scope<'_>) -> Result<Def, String> {
    let may = |line: &Line| !line.is_unlocked && line.can_unlock();
    let may_not = |line: &Line| !line.is_unlocked && !line.can_unlock();
    let mut case = Case::ticket(scope, |customer| {
        let count = |fits: &dyn Fn(&Line) -> bool| {
            let lines = customer.lines.iter();
            lines.filter(|line| fits(line)).count()
        };
        count(&may) > 0 && count(&may_not) == 1
    })?;
    let mut lines = vec![];
    for line in &case.customer.lines {
        let stands = case.line(line);
        let call = json!({"line_id": line.id});
        if may(line) {
            case.write("unlock_phone", call, 0, stands);
            lines.push(line);
        } else if may_not(line) {
            case.wrong("unlock_phone", call, 0);
            let evidence = stands | case.profile;
            case.maker.transfer(NOT_ALLOWED, &line.id, evidence, &[]);
            lines.push(line);
        }
    }
    let spoken: Vec<String> = lines.iter().map(|line| line.spoken()).collect();
    case.say(format!("Please unlock {}", listed(&spoken)));
    case.say("We want to use other networks with them".into());
    // Nobody unlocks a phone that is lost.
    besides(&mut case, &[], &[Kind::Sim])?;
    case.finish()
}
