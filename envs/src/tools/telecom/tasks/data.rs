//! A phone has no data, or slow data, or sends no pictures.

use super::{
    Scope,
    errands::Kind,
    plans::{cheapest, monthly},
    service::{PLEASE, finish, ticket},
};
use crate::tools::{
    kernel::types::Def,
    telecom::{
        case::Case,
        look::{DATA, PICTURE},
        phone::Trouble as T,
        world::Line,
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

const NO_DATA: &str = "has no mobile data: pages do not load, though calls connect";
const NOTHING: &str =
    "has neither service nor mobile data: no call connects, and pages do not load";
const SLOW: &str = "has slow data: pages take minutes to load";
const NO_PICTURES: &str = "sends no pictures, though pages load fast";

/// Added data helps nobody whose data is not used up.
fn not_used_up(case: &mut Case<'_>, line: &Line) {
    let call = json!({"line_id": line.id, "gigabytes": NEEDLESS});
    case.wrong("add_data", call, 0);
}

/// GB that a hasty agent adds.
const NEEDLESS: i64 = 5;

pub(super) fn none(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[T]; 2] = [&[T::DataOff], &[T::AccessPoint]];
    let (mut case, line) = ticket(scope, &ailments, NO_DATA)?;
    case.is_up = true;
    case.say(PLEASE.into());
    not_used_up(&mut case, line);
    case.repair_all(line);
    finish(case, line, DATA, &[])
}

pub(super) fn two_causes(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[T]; 3] = [
        &[T::Airplane, T::DataOff],
        &[T::Airplane, T::AccessPoint],
        &[T::SimLoose, T::DataOff],
    ];
    let (mut case, line) = ticket(scope, &ailments, NOTHING)?;
    case.say(PLEASE.into());
    case.repair_all(line);
    finish(case, line, DATA, &[])
}

pub(super) fn slow(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[T]; 5] = [
        &[T::Mode],
        &[T::Saver],
        &[T::Vpn],
        &[T::Mode, T::Saver],
        &[T::Mode, T::Vpn],
    ];
    let (mut case, line) = ticket(scope, &ailments, SLOW)?;
    case.is_up = true;
    case.say("Please help me to make data fast again".into());
    not_used_up(&mut case, line);
    case.repair_all(line);
    finish(case, line, DATA, &[])
}

pub(super) fn pictures(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[T]; 3] = [&[T::Messages], &[T::Pictures], &[T::Messages, T::Pictures]];
    let (mut case, line) = ticket(scope, &ailments, NO_PICTURES)?;
    case.is_up = true;
    case.say(PLEASE.into());
    case.repair_all(line);
    finish(case, line, PICTURE, &[])
}

pub(super) fn roaming(scope: Scope<'_>) -> Result<Def, String> {
    let ailments: [&[T]; 3] = [
        &[T::RoamingAtLine],
        &[T::RoamingOnPhone],
        &[T::RoamingAtLine, T::RoamingOnPhone],
    ];
    let (mut case, line) = ticket(scope, &ailments, NO_DATA)?;
    case.say(PLEASE.into());
    case.repair_all(line);
    finish(case, line, DATA, &[])
}

/// What has used up its data; on the phone mobile data may be off besides.
const USED_UP: [&[T]; 2] = [&[T::UsedUp], &[T::UsedUp, T::DataOff]];

/// What the customer wants where data is used up.
#[derive(Clone, Copy)]
pub(super) enum Refill {
    /// So many GB for the rest of the month.
    Add(i64),
    /// The cheapest plan that holds at least so many GB.
    Plan(i64),
}

impl Refill {
    pub(super) fn draw(case: &mut Case<'_>, line: &Line) -> Self {
        match case.chance.below(2) {
            0 => Refill::Add(2 + i64::from(case.chance.below(8))),
            _ => Refill::Plan(line.used + 1 + i64::from(case.chance.below(4))),
        }
    }

    /// In words, without a full stop.
    pub(super) fn words(self) -> String {
        match self {
            Refill::Add(gb) => format!("add {gb} GB, and tell me the cost of that"),
            Refill::Plan(gb) => format!(
                "move the line to the cheapest plan that holds at least {gb} GB a month and to which it may be moved, and tell me its monthly price"
            ),
        }
    }
}

/// Whether a line has used up what it has, and there are plans that hold more.
pub(super) fn fits(line: &Line) -> bool {
    USED_UP.contains(&line.ailment) && line.used < 40
}

/// Data is added as wished, at a price that is told.
fn add(case: &mut Case<'_>, line: &Line, gb: i64) {
    let (stands, plans) = (case.line(line), case.plans());
    let call = |gb: i64| json!({"line_id": line.id, "gigabytes": gb});
    case.write("add_data", call(gb), 0, stands);
    case.wrong("add_data", call(gb + 1), 0);
    let price = case.world.gigabyte;
    let others = [price * (gb + 1), price];
    let needles = [
        format!("{gb} GB added to line {}, ", line.id),
        "charged: ".into(),
    ];
    let name = format!("what the data added to {} costs", line.id);
    let known = case.amount(name, plans | stands, needles);
    case.tell("cost", gb * price, known, &others);
}

/// The line is moved to the cheapest plan that holds so much and to which it may be moved.
fn change(case: &mut Case<'_>, line: &Line, least: i64) -> Result<(), String> {
    let plan = cheapest(case.world, line, least).ok_or("no plan holds so much")?;
    let evidence = case.line(line) | case.plans();
    let call = |id: &str| json!({"line_id": line.id, "plan_id": id});
    case.write("change_plan", call(&plan.id), evidence, evidence);
    let world = case.world;
    let others = world.plans.iter().filter(|other| other.id != plan.id);
    let others: Vec<_> = others
        .filter(|other| other.gb > line.used)
        .take(2)
        .collect();
    for other in &others {
        case.wrong("change_plan", call(&other.id), evidence);
    }
    let amounts: Vec<i64> = others.iter().map(|other| other.cents).collect();
    let known = monthly(case, line, plan, evidence);
    case.tell("monthly price", plan.cents, known, &amounts);
    Ok(())
}

/// Take away that data is used up, as wished, and what else there is.
pub(super) fn refill(case: &mut Case<'_>, line: &Line, wish: Refill) -> Result<(), String> {
    match wish {
        Refill::Add(gb) => add(case, line, gb),
        Refill::Plan(least) => change(case, line, least)?,
    }
    case.repair_all(line);
    Ok(())
}

/// The line of a customer that has used up its data.
pub(super) fn empty<'w>(case: &Case<'w>) -> Result<&'w Line, String> {
    let mut lines = case.customer.lines.iter();
    let line = lines.find(|line| fits(line));
    line.ok_or_else(|| "the customer has no such line".into())
}

pub(super) fn used_up(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::ticket(scope, |customer| customer.lines.iter().any(fits))?;
    let line = empty(&case)?;
    case.is_up = true;
    let capital = line.spoken().replacen("my", "My", 1);
    case.say(format!("{capital} {NO_DATA}"));
    case.say(format!("It is in {}", line.phone.place));
    let wish = Refill::draw(&mut case, line);
    case.say(format!(
        "If the data of the month is used up, please {}",
        wish.words()
    ));
    refill(&mut case, line, wish)?;
    finish(case, line, DATA, &[Kind::Plan])
}
