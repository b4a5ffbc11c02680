//! The same with a customer who has to be asked, and who agrees to each change before it is made.

use super::{
    Scope,
    bills::{denied, premium, refund},
    data::{Refill, empty, fits, refill},
    errands::{Kind, drawn},
    service::{ailing, close},
    sims::replace,
};
use crate::tools::{
    kernel::types::Def,
    telecom::{
        case::Case,
        look::{CALL, DATA},
        phone::Trouble,
        world::{Charge, Line},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// The customer says which phone it is, and where.
fn which(case: &mut Case<'_>, line: &Line) {
    let words = format!("it is {}.", line.spoken());
    case.wish("request", "which phone", &words);
    let place = line.phone.place;
    case.place = case.told("place", "where it is", &format!("it is in {place}."));
}

/// What the customer wants besides, told when asked; often nothing, which is known once it was asked.
fn details(case: &mut Case<'_>, line: &Line, left_out: &[Kind]) -> Result<(), String> {
    let Some(errand) = drawn(case, &[&line.id], left_out, 1).pop() else {
        case.besides("that is all.", false);
        return Ok(());
    };
    let words = errand.words(case);
    case.besides(&format!("{words}."), true);
    errand.run(case)
}

pub(super) fn service(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[Trouble]; 3] = [
        &[Trouble::Airplane],
        &[Trouble::SimLoose],
        &[Trouble::SimLocked],
    ];
    let fits = |of: &[Trouble]| ailments.contains(&of);
    let mut case = Case::talk(scope, |customer| customer.ailing(fits).is_some())?;
    let line = ailing(&case, fits)?;
    which(&mut case, line);
    // Whatever ails it, the code of its SIM can be looked up and tried.
    let code = case.code(line);
    case.repair_all(line);
    let call = json!({"line_id": line.id, "code": line.puk});
    case.wrong("have_customer_enter_code", call, code);
    details(&mut case, line, &[Kind::Sim])?;
    case.say("A phone of mine has no service, and I want it to work again".into());
    close(case, line, CALL)
}

pub(super) fn suspended(scope: Scope<'_>) -> Result<Def, String> {
    let fits = |of: &[Trouble]| of == [Trouble::Suspended];
    let mut case = Case::talk(scope, |customer| customer.ailing(fits).is_some())?;
    let line = ailing(&case, fits)?;
    which(&mut case, line);
    let (kind, card) = case.named_card();
    let words = format!("if there is something to be paid, take it from my {card}.");
    case.wish("payment", "which card", &words);
    case.resume(line, kind);
    case.say("A phone of mine has no service, and I want it to work again".into());
    close(case, line, CALL)
}

pub(super) fn data(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::talk(scope, |customer| customer.lines.iter().any(fits))?;
    let line = empty(&case)?;
    case.is_up = true;
    which(&mut case, line);
    let wish = Refill::draw(&mut case, line);
    let words = format!("if the data is used up, please {}.", wish.words());
    case.wish("details", "what is to be done", &words);
    refill(&mut case, line, wish)?;
    case.say("Pages do not load on a phone of mine, though calls connect".into());
    close(case, line, DATA)
}

/// Most charges of one customer's wish.
const MOST: u32 = 2;

pub(super) fn charge(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = 1 + scope.chance.below(MOST) as usize;
    let mut case = Case::talk(scope, |customer| {
        premium(customer, Charge::is_refundable).len() >= count
    })?;
    let charges = premium(case.customer, Charge::is_refundable);
    let charges = case.some(count, &charges);
    case.wish(
        "request",
        "which charges",
        &format!("{}.", denied(&charges)),
    );
    refund(&mut case, &charges);
    case.say("There is something on my bills that I want back".into());
    case.finish()
}

pub(super) fn sim(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::talk(scope, |customer| customer.lines.len() > 1)?;
    let lines: Vec<&Line> = case.customer.lines.iter().collect();
    let line = case.draw(&lines);
    let words = format!("I have lost {}, and need a new SIM for it.", line.spoken());
    case.wish("request", "which phone", &words);
    let words = format!("my PIN is {}.", case.customer.pin);
    let told = case.told("pin", "the PIN that the customer gives", &words);
    replace(&mut case, line, told);
    details(&mut case, line, &[Kind::Sim])?;
    case.say("One of my phones is gone".into());
    case.maker.done_once(case.asked);
    case.finish()
}
