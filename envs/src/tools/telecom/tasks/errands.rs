//! What a customer wants besides, since the desk is on the line: other lines, and bills.

use super::{
    bills::{Billed, premium, refund},
    plans::{can_move, shift, wish},
    sims::replace,
};
use crate::tools::telecom::{
    case::Case,
    names::COUNTRIES,
    offers::Pack,
    phone::switch,
    terms::TODAY,
    world::{Charge, Line},
};
use serde_json::json;
use truestep_core::chance::Chance;

/// A kind of errand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Refund,
    Plan,
    Sim,
    Roam,
    Pack,
}

const KINDS: [Kind; 5] = [Kind::Refund, Kind::Plan, Kind::Sim, Kind::Roam, Kind::Pack];
/// Most errands of one ticket.
const MOST: u32 = 2;

/// An errand about something of the customer's.
#[derive(Clone, Copy)]
pub(super) enum Errand<'w> {
    /// A charge is refunded.
    Refund(Billed<'w>),
    /// A line is moved to the plan that is best for it.
    Plan(&'w Line),
    /// The SIM of a line is replaced.
    Sim(&'w Line),
    /// Roaming is switched at a line.
    Roam(&'w Line),
    /// A roaming pack is booked for a line, from a day.
    Pack(&'w Line, &'w Pack, i64),
}

impl<'w> Errand<'w> {
    /// An errand of a kind that is about none of the lines `taken`, if there is one.
    fn draw(case: &mut Case<'w>, kind: Kind, taken: &[String]) -> Option<Self> {
        let (customer, world) = (case.customer, case.world);
        let lines = customer.lines.iter();
        let lines = lines.filter(|line| !taken.contains(&line.id));
        let fits = |line: &&Line| kind != Kind::Plan || can_move(world, line);
        let lines: Vec<&'w Line> = lines.filter(fits).collect();
        if kind == Kind::Refund {
            let charges = premium(customer, Charge::is_refundable);
            return (!charges.is_empty()).then(|| Errand::Refund(case.draw(&charges)));
        }
        if lines.is_empty() {
            return None;
        }
        let line = case.draw(&lines);
        Some(match kind {
            Kind::Plan => Errand::Plan(line),
            Kind::Sim => Errand::Sim(line),
            Kind::Roam => Errand::Roam(line),
            Kind::Refund | Kind::Pack => {
                let country = case.draw(&COUNTRIES);
                let packs = world.packs.iter().filter(|pack| pack.country == country);
                let packs: Vec<&Pack> = packs.collect();
                let first = TODAY + 2 + i64::from(case.chance.below(20));
                Errand::Pack(line, case.draw(&packs), first)
            }
        })
    }

    /// What the customer says, without the full stop.
    pub(super) fn words(self, case: &Case<'_>) -> String {
        match self {
            Errand::Refund((_, charge)) => format!(
                "I was charged for {} as well, which I never ordered: please refund that",
                charge.text
            ),
            Errand::Plan(line) => wish(&[line]).replacen("move", "also move", 1),
            Errand::Sim(line) => format!(
                "Besides, I have lost {}, and need a new SIM for it: my PIN is {}",
                line.spoken(),
                case.customer.pin
            ),
            Errand::Roam(line) => format!(
                "Please also switch roaming {} at {}",
                switch(!line.roaming),
                line.spoken()
            ),
            Errand::Pack(line, pack, first) => format!(
                "Please also book the roaming pack of {} days for {} for {}, from day {first}",
                pack.days,
                pack.country,
                line.spoken()
            ),
        }
    }

    /// Ask for it.
    pub(super) fn run(self, case: &mut Case<'w>) -> Result<(), String> {
        match self {
            Errand::Refund(billed) => {
                refund(case, &[billed]);
            }
            Errand::Plan(line) => {
                shift(case, line)?;
            }
            Errand::Sim(line) => replace(case, line, 0),
            Errand::Roam(line) => case.roam(line),
            Errand::Pack(line, pack, first) => {
                let packs = case.packs(pack.country);
                let call = |first: i64| json!({"line_id": line.id, "pack_id": pack.id, "first_day": first});
                case.write("book_roaming_pack", call(first), packs, packs);
                case.wrong("book_roaming_pack", call(first + 1), packs);
            }
        }
        Ok(())
    }
}

/// Up to `most` errands of different kinds, none of those that are `left_out`, about none of the lines `taken`.
pub(super) fn drawn<'w>(
    case: &mut Case<'w>,
    taken: &[&str],
    left_out: &[Kind],
    most: u32,
) -> Vec<Errand<'w>> {
    let count = case.chance.below(most + 1) as usize;
    let kinds = KINDS.into_iter().filter(|kind| !left_out.contains(kind));
    let kinds: Vec<Kind> = kinds.collect();
    let kinds = case.some(count, &kinds);
    let taken: Vec<String> = taken.iter().map(|&line| line.to_owned()).collect();
    let mut abroad = taken.clone();
    let mut errands = vec![];
    for kind in kinds {
        // A pack for abroad and no roaming at one line would speak against one another.
        let is_abroad = matches!(kind, Kind::Roam | Kind::Pack);
        let drawn = Errand::draw(case, kind, if is_abroad { &abroad } else { &taken });
        if let Some(Errand::Roam(line) | Errand::Pack(line, ..)) = drawn {
            abroad.push(line.id.clone());
        }
        errands.extend(drawn);
    }
    errands
}

/// Draw errands, say them in the ticket and ask for them.
///
/// # Errors
/// If one cannot be run, which would be a fault of this file.
pub(super) fn besides(
    case: &mut Case<'_>,
    taken: &[&str],
    left_out: &[Kind],
) -> Result<(), String> {
    for errand in drawn(case, taken, left_out, MOST) {
        let words = errand.words(case);
        case.say(words);
        errand.run(case)?;
    }
    Ok(())
}
