//! Charges are asked about, refunded, and handed over where they may not be refunded.

use super::Scope;
use crate::tools::{
    kernel::types::{Def, FaultKind},
    telecom::{
        case::Case,
        names::COUNTRIES,
        policy::NOT_ALLOWED,
        terms::TODAY,
        world::{Bill, Charge, Customer},
    },
    words,
};
use serde_json::json;
use truestep_core::chance::Chance;

/// A charge with the bill that it is of.
pub(super) type Billed<'w> = (&'w Bill, &'w Charge);

/// The charges of premium services for which `fits` and of which there is one alone that is called so.
pub(super) fn premium(customer: &Customer, fits: impl Fn(&Charge) -> bool) -> Vec<Billed<'_>> {
    let bills = customer.bills.iter();
    let all: Vec<Billed<'_>> = bills
        .flat_map(|bill| bill.charges.iter().map(move |charge| (bill, charge)))
        .collect();
    let alike = |text: &str| all.iter().filter(|(_, other)| other.text == text).count();
    let fitting = all
        .iter()
        .filter(|(_, charge)| charge.is_premium && alike(&charge.text) == 1 && fits(charge));
    fitting.copied().collect()
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(charges: &[Billed<'_>]) -> String {
    let all: Vec<&str> = charges
        .iter()
        .map(|(_, charge)| charge.text.as_str())
        .collect();
    words::listed(&all)
}

/// Have charges refunded; the mistakes beside that are other charges of their bills. The calls that refund them.
pub(super) fn refund(case: &mut Case<'_>, charges: &[Billed<'_>]) -> Vec<u16> {
    let is_meant = |charge: &&Charge| charges.iter().any(|(_, meant)| meant.id == charge.id);
    let mut refunds = vec![];
    for &(bill, charge) in charges {
        let shown = case.bill(bill);
        let evidence = case.charge(bill, charge);
        let call = json!({"charge_id": charge.id});
        refunds.push(case.write("refund_charge", call, shown, evidence));
        let others = bill.charges.iter().filter(|charge| !is_meant(charge));
        for other in others.take(2) {
            case.wrong("refund_charge", json!({"charge_id": other.id}), shown);
        }
    }
    refunds
}

/// Most charges of one ticket.
const MOST: u32 = 3;

/// What a customer says who has not ordered these.
pub(super) fn denied(charges: &[Billed<'_>]) -> String {
    format!(
        "I was charged for {}, which I never ordered",
        listed(charges)
    )
}

fn ticket(mut scope: Scope<'_>) -> Result<(Case<'_>, Vec<Billed<'_>>, Vec<u16>), String> {
    let count = 1 + scope.chance.below(MOST) as usize;
    let mut case = Case::ticket(scope, |customer| {
        premium(customer, Charge::is_refundable).len() >= count
    })?;
    let charges = premium(case.customer, Charge::is_refundable);
    let charges = case.some(count, &charges);
    let refunds = refund(&mut case, &charges);
    case.say(denied(&charges));
    Ok((case, charges, refunds))
}

pub(super) fn dispute(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, charges, refunds) = ticket(scope)?;
    case.say("Please refund that, and tell me the total that I get back".into());
    let known = charges
        .iter()
        .fold(0, |known, (bill, charge)| known | case.charge(bill, charge));
    let total: i64 = charges.iter().map(|(_, charge)| charge.cents).sum();
    // What one gets back is told once it was given back.
    let told = case.tell("total", total, known, &[total + 100, total + 250]);
    case.maker.after(told, refunds);
    case.finish()
}

/// The same while the systems falter.
pub(super) fn outage(scope: Scope<'_>) -> Result<Def, String> {
    let (mut case, ..) = ticket(scope)?;
    let reads = [
        FaultKind::PartialPage,
        FaultKind::StaleRead,
        FaultKind::WrongType,
        FaultKind::Transient,
    ];
    let read = case.draw(&reads);
    let write = case.draw(&[FaultKind::Transient, FaultKind::Timeout]);
    case.maker.fault("get_bill", read);
    case.maker.fault("list_bills", FaultKind::RateLimit);
    case.maker.fault("refund_charge", write);
    case.say("Please refund that".into());
    case.say(
        "The systems are under strain today, and an answer may have to be asked for again".into(),
    );
    case.finish()
}

/// Why a charge is not refunded: it was ordered, or it is of long ago.
fn is_refused(charge: &Charge) -> bool {
    !charge.is_refundable()
}

pub(super) fn refuse(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = 1 + scope.chance.below(MOST) as usize;
    let mut case = Case::ticket(scope, |customer| {
        let may = premium(customer, Charge::is_refundable).len();
        may >= count && !premium(customer, is_refused).is_empty()
    })?;
    let customer = case.customer;
    let charges = premium(customer, Charge::is_refundable);
    let charges = case.some(count, &charges);
    refund(&mut case, &charges);
    let refused = case.draw(&premium(customer, is_refused));
    let shown = case.bill(refused.0);
    // What is too old shows on the bill; that it was ordered, in the charge.
    let is_old = TODAY - refused.1.day > super::super::terms::REFUND_DAYS;
    let record = case.charge(refused.0, refused.1);
    let evidence = if is_old { shown } else { record };
    let call = json!({"charge_id": refused.1.id});
    case.wrong("refund_charge", call, shown);
    let others: Vec<(&str, &str)> = charges
        .iter()
        .map(|(_, charge)| (NOT_ALLOWED, charge.id.as_str()))
        .collect();
    case.maker
        .transfer(NOT_ALLOWED, &refused.1.id, evidence, &others);
    let mut all = charges;
    all.push(refused);
    let count = all.len();
    let all = case.some(count, &all);
    case.say(denied(&all));
    case.say("Please refund that".into());
    case.finish()
}

/// A customer asks and wants nothing changed.
pub(super) fn question(scope: Scope<'_>) -> Result<Def, String> {
    let is_premium = |_: &Charge| true;
    let mut case = Case::ticket(scope, |customer| premium(customer, is_premium).len() > 1)?;
    let customer = case.customer;
    let (mut total, mut known, mut calls) = (0, 0, 0);
    for bill in &customer.bills {
        known |= case.bill(bill);
        let premium = bill.charges.iter().filter(|charge| charge.is_premium);
        total += premium.map(|charge| charge.cents).sum::<i64>();
        let abroad = bill
            .charges
            .iter()
            .filter(|charge| charge.text == "calls abroad");
        calls += abroad.map(|charge| charge.cents).sum::<i64>();
    }
    case.say(
        "Please tell me, as the total, what all my bills together charge for everything but plans"
            .into(),
    );
    let all = total + calls;
    case.tell("total", all, known, &[total + 100, all + 250]);
    let least = case.draw(&[4, 8, 15, 30]);
    let plans = case.plans();
    let holding = case.world.plans.iter().filter(|plan| plan.gb >= least);
    let mut prices: Vec<i64> = holding.map(|plan| plan.cents).collect();
    prices.sort_unstable();
    case.say(format!(
        "Tell me as well the monthly price of the cheapest plan that holds at least {least} GB"
    ));
    case.tell("monthly price", prices[0], plans, &prices[1..]);
    if case.chance.below(2) == 0 {
        let (country, days) = (case.draw(&COUNTRIES), case.draw(&[3, 7, 10]));
        let packs = case.packs(country);
        let world = case.world;
        let of_country = world.packs.iter().filter(|pack| pack.country == country);
        let lasting = of_country.filter(|pack| pack.days >= days);
        let mut costs: Vec<i64> = lasting.map(|pack| pack.cents).collect();
        costs.sort_unstable();
        case.say(format!(
            "And tell me the cost of the cheapest roaming pack for {country} that lasts for at least {days} days"
        ));
        case.tell("cost", costs[0], packs, &costs[1..]);
    }
    case.say("I want nothing changed".into());
    case.bills();
    // What a hasty agent would do.
    let charges = premium(customer, is_premium);
    for (bill, charge) in charges.into_iter().take(2) {
        let shown = case.bill(bill);
        case.wrong("refund_charge", json!({"charge_id": charge.id}), shown);
    }
    case.finish()
}
