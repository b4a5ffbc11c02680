//! A line is made ready for a trip.

use super::{
    Scope,
    errands::{Kind, besides},
};
use crate::tools::{
    kernel::types::Def,
    telecom::{
        case::Case,
        names::COUNTRIES,
        offers::Pack,
        terms::TODAY,
        world::{Customer, Line},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Whether a line is at home and in service, and something has to be switched on for a trip.
fn fits(line: &Line) -> bool {
    let needs = !line.roaming || !line.phone.data_roaming;
    line.ailment.is_empty() && needs
}

pub(super) fn travel(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::ticket(scope, |customer: &Customer| customer.lines.iter().any(fits))?;
    let lines = case.customer.lines.iter();
    let lines: Vec<&Line> = lines.filter(|line| fits(line)).collect();
    let line = case.draw(&lines);
    let country = case.draw(&COUNTRIES);
    let first = TODAY + 3 + i64::from(case.chance.below(30));
    let days = 2 + i64::from(case.chance.below(13));
    case.say(format!(
        "{} will be in {country} from day {first} to day {}, and is to have mobile data there",
        line.spoken().replacen("my", "My", 1),
        first + days - 1
    ));
    case.say(format!("Now it is in {}", line.phone.place));
    case.say(
        "Please book the cheapest roaming pack that lasts for the whole trip from its first day, switch on what has to be on, and tell me the cost of the pack".into(),
    );
    besides(&mut case, &[&line.id], &[Kind::Pack])?;
    let packs = case.packs(country);
    let world = case.world;
    let of_country: Vec<&Pack> = world
        .packs
        .iter()
        .filter(|pack| pack.country == country)
        .collect();
    let lasting = of_country.iter().filter(|pack| pack.days >= days);
    let pack = lasting
        .min_by_key(|pack| pack.cents)
        .ok_or("no pack lasts so long")?;
    let call =
        |pack: &Pack, day: i64| json!({"line_id": line.id, "pack_id": pack.id, "first_day": day});
    case.write("book_roaming_pack", call(pack, first), packs, packs);
    let others = of_country.iter().filter(|other| other.id != pack.id);
    let others: Vec<&Pack> = others.copied().collect();
    for other in others.iter().take(2) {
        case.wrong("book_roaming_pack", call(other, first), packs);
    }
    case.wrong("book_roaming_pack", call(pack, first + 1), packs);
    let amounts: Vec<i64> = others.iter().map(|other| other.cents).collect();
    case.tell("cost", pack.cents, packs, &amounts);
    // What is to be on is wished for: what is on already is known by switching it as well.
    let (roams, data_roams) = (case.roams(line), case.data_roams(line));
    let network = case.network(line);
    let (roam, on_phone) = (
        json!({"line_id": line.id, "to": "on"}),
        json!({"line_id": line.id, "setting": "data roaming", "to": "on"}),
    );
    match line.roaming {
        true => case.maker.read("set_roaming", roam, case.profile),
        false => {
            case.write("set_roaming", roam, 0, 0);
        }
    }
    match line.phone.data_roaming {
        true => (case.maker).read("have_customer_switch", on_phone, case.profile),
        false => {
            case.write("have_customer_switch", on_phone, 0, network);
        }
    }
    case.around_phone(line);
    case.maker.done_once(roams | data_roams);
    case.finish()
}
