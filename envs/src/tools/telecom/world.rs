//! A company's customers, with their lines, phones and bills, its plans and its areas, from a seed.

use super::{
    names::{AREAS, COUNTRIES, FIRST, LAST, PHONES},
    offers::{Pack, Plan, packs, plans},
    phone::{AILMENTS, Phone, Trouble},
    tables::tables,
    terms::{FRAUD, OVERDUE, REFUND_DAYS, TODAY, UNLOCK_DAYS},
};
use std::sync::Arc;
use truestep_core::chance::{Chance, Seed};
use truestep_sandbox::Base;

/// Customers of a company.
const CUSTOMERS: u32 = 160;
/// Bills of a customer; the last is not due yet.
const MONTHS: u32 = 4;
/// Charges of a bill that belong to no plan, at most.
const EXTRAS: u32 = 4;
/// GB that somebody uses in a month, at most: what the largest plan holds.
const MOST_USED: i64 = 80;
/// Days for which a contract is bound.
const CONTRACT_DAYS: i64 = 480;

/// A line with its phone.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) number: String,
    /// Whose phone it is.
    pub(super) label: &'static str,
    pub(super) ailment: &'static [Trouble],
    /// Which plan, by number.
    pub(super) plan: usize,
    /// Why it is suspended; empty if it is not.
    pub(super) reason: &'static str,
    pub(super) roaming: bool,
    /// GB used this month.
    pub(super) used: i64,
    /// GB used in each of the last three months.
    pub(super) usage: [i64; 3],
    pub(super) sim: String,
    pub(super) puk: String,
    /// Day up to which the customer is bound.
    pub(super) contract: i64,
    pub(super) joined: i64,
    pub(super) instalments: i64,
    pub(super) is_unlocked: bool,
    pub(super) phone: Phone,
}

impl Line {
    /// How the ticket speaks of it.
    pub(super) fn spoken(&self) -> String {
        format!("my {} with the number {}", self.label, self.number)
    }

    /// Whether the customer is bound to it.
    pub(super) fn is_bound(&self) -> bool {
        self.contract >= TODAY
    }

    /// Whether its phone may be unlocked.
    pub(super) fn can_unlock(&self) -> bool {
        self.instalments == 0 && TODAY - self.joined >= UNLOCK_DAYS
    }
}

/// A charge of a bill.
#[derive(Clone, Debug)]
pub(super) struct Charge {
    pub(super) id: String,
    /// Which line, by number.
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) cents: i64,
    pub(super) day: i64,
    /// The order for it; empty if there is none.
    pub(super) order: String,
    pub(super) is_premium: bool,
}

impl Charge {
    /// Whether it may be refunded.
    pub(super) fn is_refundable(&self) -> bool {
        self.order.is_empty() && TODAY - self.day <= REFUND_DAYS
    }
}

/// A bill.
#[derive(Clone, Debug)]
pub(super) struct Bill {
    pub(super) id: String,
    pub(super) month: i64,
    pub(super) due: i64,
    pub(super) status: &'static str,
    pub(super) charges: Vec<Charge>,
}

impl Bill {
    pub(super) fn cents(&self) -> i64 {
        self.charges.iter().map(|charge| charge.cents).sum()
    }

    pub(super) fn is_overdue(&self) -> bool {
        self.status == "overdue"
    }
}

/// A customer.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) pin: String,
    pub(super) lines: Vec<Line>,
    /// Cards, in the order of [`CARDS`].
    pub(super) cards: [String; 2],
    pub(super) bills: Vec<Bill>,
}

impl Customer {
    /// The bills that are overdue.
    pub(super) fn overdue(&self) -> impl Iterator<Item = &Bill> {
        self.bills.iter().filter(|bill| bill.is_overdue())
    }

    /// The first line that ails so.
    pub(super) fn ailing(&self, fits: impl Fn(&[Trouble]) -> bool) -> Option<&Line> {
        self.lines.iter().find(|line| fits(line.ailment))
    }
}

/// A company.
#[derive(Debug)]
pub(super) struct World {
    pub(super) plans: Vec<Plan>,
    pub(super) packs: Vec<Pack>,
    /// The day on which the outage of each area ends, 0 for none.
    pub(super) outages: Vec<i64>,
    /// Cents of a GB that is added.
    pub(super) gigabyte: i64,
    pub(super) customers: Vec<Customer>,
    pub(super) base: Arc<Base>,
}

impl World {
    /// The company of a seed.
    ///
    /// # Errors
    /// If its tables cannot be built, which would be a fault of this folder.
    pub(super) fn generate(seed: Seed) -> Result<Self, String> {
        let chance = &mut seed.stream("telecom terms").sampled();
        let plans = plans(chance);
        let packs = packs(chance);
        let down = chance.below(AREAS.len() as u32) as usize;
        let is_down = |place: usize| place == down || place == (down + 3) % AREAS.len();
        let outages = (0..AREAS.len()).map(|place| match is_down(place) {
            true => TODAY + 1 + i64::from(chance.below(6)),
            false => 0,
        });
        let outages: Vec<i64> = outages.collect();
        let gigabyte = 100 + 25 * i64::from(chance.below(9));
        let chance = &mut seed.stream("telecom world").sampled();
        let customers: Vec<Customer> = (0..CUSTOMERS)
            .map(|number| customer(number, &plans, &outages, chance))
            .collect();
        let mut world = Self {
            plans,
            packs,
            outages,
            gigabyte,
            customers,
            base: Base::builder().build(),
        };
        world.base = tables(&world).map_err(|error| error.to_string())?;
        Ok(world)
    }

    /// The day on which the outage of a place ends.
    pub(super) fn outage(&self, place: &str) -> i64 {
        let at = AREAS.iter().position(|area| *area == place);
        at.map_or(0, |at| self.outages[at])
    }
}

fn customer(number: u32, plans: &[Plan], outages: &[i64], chance: &mut impl Chance) -> Customer {
    let key = 1_000 + number * 7;
    let mut labels = PHONES.to_vec();
    let count = 2 + chance.below(2) as usize;
    let labels: Vec<&'static str> = (0..count)
        .map(|place| match place {
            0 => labels.remove(0),
            _ => labels.swap_remove(chance.below(labels.len() as u32) as usize),
        })
        .collect();
    let lines: Vec<Line> = (labels.into_iter().enumerate())
        .map(|(place, label)| line((key, number, place), label, (plans, outages), chance))
        .collect();
    let owes = lines.iter().any(|line| line.reason == OVERDUE);
    let bills = bills(key, &lines, (plans, owes), chance);
    // First and last names run against one another, so that few are called alike; the phone number tells them apart.
    let (first, last) = (FIRST.len() as u32, LAST.len() as u32);
    let name = format!(
        "{} {}",
        FIRST[(number % first) as usize],
        LAST[((number * 7 + number / first) % last) as usize]
    );
    Customer {
        id: format!("c{key}"),
        name,
        phone: format!("555-{}", 1_000 + number * 41),
        pin: format!("{:04}", chance.below(10_000)),
        lines,
        cards: [format!("k{key}1"), format!("k{key}2")],
        bills,
    }
}

/// A line. Its number of all says what ails it, so that every ailment is met in every company.
fn line(
    (key, number, place): (u32, u32, usize),
    label: &'static str,
    (plans, outages): (&[Plan], &[i64]),
    chance: &mut impl Chance,
) -> Line {
    let at = (number as usize * 3 + place * 5 + number as usize / 11) % AILMENTS.len();
    let ailment = AILMENTS[at];
    let has = |trouble| ailment.contains(&trouble);
    let is_abroad = has(Trouble::RoamingAtLine) || has(Trouble::RoamingOnPhone);
    let areas: Vec<usize> = (0..AREAS.len())
        .filter(|&area| (outages[area] > 0) == has(Trouble::Outage))
        .collect();
    let where_it_is = match is_abroad {
        true => COUNTRIES[chance.below(COUNTRIES.len() as u32) as usize],
        false => AREAS[areas[chance.below(areas.len() as u32) as usize]],
    };
    let plan = chance.below(plans.len() as u32) as usize;
    let gb = plans[plan].gb;
    let used = match has(Trouble::UsedUp) {
        true => gb,
        false => i64::from(chance.below(gb as u32)),
    };
    // Some use far less than they pay for, and some more, by data that is added.
    let most = [gb.div_euclid(4).max(1), gb, 2 * gb][chance.below(3) as usize].min(MOST_USED);
    let mut month = || 1 + i64::from(chance.below(most as u32));
    let usage = [month(), month(), month()];
    // Whoever is bound no more has been here for longer than contracts run.
    let (contract, joined) = match chance.below(2) {
        0 => {
            let joined = TODAY - 20 - i64::from(chance.below(400));
            (joined + CONTRACT_DAYS, joined)
        }
        _ => {
            let ended = TODAY - 10 - i64::from(chance.below(50));
            (ended, ended - CONTRACT_DAYS)
        }
    };
    let id = format!("{key}{}", place + 1);
    Line {
        sim: format!("s{id}"),
        puk: format!("{:08}", 10_000_000 + chance.below(80_000_000)),
        number: format!("555-{}", 8_000 + number * 11 + place as u32),
        id: format!("l{id}"),
        label,
        ailment,
        plan,
        reason: match () {
            () if has(Trouble::Suspended) => OVERDUE,
            () if has(Trouble::Fraud) => FRAUD,
            () => "",
        },
        roaming: (is_abroad || chance.below(3) == 0) && !has(Trouble::RoamingAtLine),
        used,
        usage,
        contract,
        joined,
        instalments: match chance.below(2) {
            0 => 0,
            _ => 1 + i64::from(chance.below(12)),
        },
        is_unlocked: chance.below(5) == 0,
        phone: Phone::draw(where_it_is, is_abroad, ailment, chance),
    }
}

fn bills(
    key: u32,
    lines: &[Line],
    (plans, owes): (&[Plan], bool),
    chance: &mut impl Chance,
) -> Vec<Bill> {
    let late = 1 + chance.below(2);
    let months = (0..MONTHS).map(|place| {
        let due = TODAY - 76 + 30 * i64::from(place);
        let is_late = owes && place + late >= MONTHS - 1;
        Bill {
            id: format!("b{key}{}", place + 1),
            month: 17 + i64::from(place),
            due,
            status: match place {
                _ if due > TODAY => "open",
                _ if is_late => "overdue",
                _ => "paid",
            },
            charges: charges(&format!("h{key}{}", place + 1), due, lines, plans, chance),
        }
    });
    months.collect()
}

/// The charges of a bill: each line's plan, and what was ordered besides, or is said to have been.
fn charges(
    prefix: &str,
    due: i64,
    lines: &[Line],
    plans: &[Plan],
    chance: &mut impl Chance,
) -> Vec<Charge> {
    let mut all: Vec<Charge> = vec![];
    for (place, line) in lines.iter().enumerate() {
        all.push(Charge {
            id: format!("{prefix}-{}", 10 + all.len()),
            line: place,
            text: format!("plan {}", plans[line.plan].name),
            cents: plans[line.plan].cents,
            day: due - 14,
            order: "contract".into(),
            is_premium: false,
        });
    }
    let mut services = super::names::SERVICES.to_vec();
    for _ in 0..chance.below(EXTRAS) + 1 {
        let place = chance.below(lines.len() as u32) as usize;
        let day = due - 15 - i64::from(chance.below(20));
        let is_premium = chance.below(3) > 0;
        let text = match is_premium {
            true => services.swap_remove(chance.below(services.len() as u32) as usize),
            false => "calls abroad",
        };
        let is_ordered = !is_premium || chance.below(2) == 0;
        all.push(Charge {
            id: format!("{prefix}-{}", 10 + all.len()),
            line: place,
            text: text.into(),
            cents: 199 + 50 * i64::from(chance.below(40)),
            day,
            order: match is_ordered {
                true => format!("made on day {day} from {}", lines[place].number),
                false => String::new(),
            },
            is_premium,
        });
    }
    all
}
