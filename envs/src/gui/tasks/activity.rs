//! Activity: what a sports tracker has logged.

use super::{Template, added, list, template};
use crate::gui::{
    apps::activity::SPORTS,
    author::{Kind, Unit},
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("activity-add", "enter activities", add),
    added(
        "activity-correct",
        "correct the distance of activities",
        correct,
    ),
    added(
        "activity-prune",
        "delete the activities of a sport that are shorter than a distance",
        prune,
    ),
    added(
        "activity-duration",
        "answer how long an activity took",
        duration,
    ),
    added(
        "activity-on-date",
        "answer how long the activities of a day took",
        on_date,
    ),
    added(
        "activity-count-week",
        "count the activities of a week",
        count_week,
    ),
    added(
        "activity-distance-total",
        "add up the distances of a sport between two days",
        distance_total,
    ),
    added(
        "activity-duration-total",
        "add up how long a sport took since a day",
        duration_total,
    ),
    template(
        "activity-longest",
        "answer how long the longest activity of two sports took",
        longest,
    ),
];

const KM: Kind = Kind::Amount(Unit::new(1, "km"));
const MINUTES: Kind = Kind::Amount(Unit::new(0, "min"));

/// Enter one or two.
fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for name in desk.new_activities(count) {
        let sport = desk.one(SPORTS);
        let day = desk.today - desk.below(5) as i32;
        let date = desk.written(Kind::Date, day);
        let (tenths, minutes) = (20 + desk.below(150) as i32, 20 + desk.below(90) as i32);
        let (distance, minutes) = (desk.written(KM, tenths), desk.written(MINUTES, minutes));
        desk.make(
            "activity",
            &[
                ("name", &name, 0),
                ("sport", sport, 0),
                ("date", &date, 0),
                ("distance", &distance, 0),
                ("duration", &minutes, 0),
            ],
        );
        parts.push(format!(
            "\"{name}\" with the sport {sport} on {date}, distance {distance}, duration {minutes}"
        ));
    }
    let other = desk.written(KM, 17);
    desk.tempt_new("activity", "distance", &other, 0);
    let noun = match count {
        1 => "the activity",
        _ => "the activities",
    };
    Some(format!(
        "Enter {noun} {}. Leave the climb empty.",
        parts.join("; and ")
    ))
}

/// Correct the distance of one or two.
fn correct(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let (all, count) = (desk.all("activity"), 1 + desk.below(2));
    let activities = desk.some(&all, count + 1);
    let [right @ .., other] = &activities[..] else {
        return None;
    };
    let mut parts = vec![];
    for &at in right {
        let tenths = desk.number(at, "distance") + 3 + desk.below(20) as i32;
        let (distance, name) = (desk.written(KM, tenths), desk.text(at, "name"));
        desk.set(at, "distance", &distance, 0);
        desk.tempt(*other, "distance", &distance, 0);
        let theirs = desk.text(*other, "distance");
        desk.tempt(at, "distance", &theirs, 0);
        parts.push(format!(
            "the distance of the activity \"{name}\" to {distance}"
        ));
    }
    Some(format!("Correct {}.", list(&parts)))
}

/// Delete those of a sport that are shorter than a distance.
fn prune(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let sport = desk.one(SPORTS);
    let theirs = desk.those("activity", "sport", sport);
    let mut lengths: Vec<i32> = theirs
        .iter()
        .map(|&at| desk.number(at, "distance"))
        .collect();
    lengths.sort_unstable();
    let count = 1 + desk.below(3);
    let (short, long) = (*lengths.get(count - 1)?, *lengths.get(count)?);
    if long - short < 2 {
        return None;
    }
    // The bound lies between two activities, and is none of them.
    let bound = short + 1;
    for at in theirs {
        let bit = desk.see(at, "distance") | desk.see(at, "sport");
        if desk.number(at, "distance") < bound {
            desk.delete_after(at, bit);
        }
    }
    Some(format!(
        "Delete every activity of the sport {sport} whose distance is less than {}, and no other.",
        desk.written(KM, bound)
    ))
}

/// An answer of a number, with numbers near it.
fn ask(desk: &mut Desk, kind: Kind, right: i32, near: &[i32]) {
    let others: Vec<String> = near
        .iter()
        .filter(|other| **other != right && **other > 0)
        .map(|other| desk.written(kind, *other))
        .collect();
    let right = desk.written(kind, right);
    desk.ask(AnswerKind::Of(kind), &right, &others);
}

/// How long one took.
fn duration(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let all = desk.all("activity");
    let at = desk.one(&all);
    desk.see(at, "duration");
    let right = desk.number(at, "duration");
    ask(
        desk,
        MINUTES,
        right,
        &[right + 5, right - 5, right + 12, right + 30],
    );
    Some(format!(
        "How many minutes did the activity \"{}\" take? Answer with a number.",
        desk.text(at, "name")
    ))
}

/// How long those of a day took in all.
fn on_date(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let all = desk.all("activity");
    let first = desk.one(&all);
    let date = desk.text(first, "date");
    let theirs = desk.those("activity", "date", &date);
    if theirs.len() < 2 {
        return None;
    }
    let parts = seen(desk, &theirs, "duration");
    let right: i32 = parts.iter().sum();
    ask(
        desk,
        MINUTES,
        right,
        &[parts[0], right + 10, right - 5, right + 1],
    );
    Some(format!(
        "How many minutes did the activities of {date} take together? Answer with a number."
    ))
}

/// Numbers that have to be looked up.
fn seen(desk: &mut Desk, records: &[Ref], field: &str) -> Vec<i32> {
    let see = |&at: &Ref| {
        desk.see(at, field);
        desk.number(at, field)
    };
    records.iter().map(see).collect()
}

/// How many there were in a week.
fn count_week(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    // Day 0 of the count was a Thursday.
    let monday = desk.today - (desk.today + 3).rem_euclid(7) - 7 * desk.below(3) as i32;
    let all = desk.all("activity");
    let days = seen(desk, &all, "date");
    let right = days
        .iter()
        .filter(|day| (monday..monday + 7).contains(*day))
        .count();
    if right == 0 {
        return None;
    }
    desk.ask_count(right);
    let [from, to] = [monday, monday + 6].map(|day| desk.written(Kind::Date, day));
    Some(format!(
        "How many activities were there in the week from Monday {from} to Sunday {to}? Answer with a number."
    ))
}

/// A sport of which some activities, and not all, are in an interval that ends today: the sport, all of them, a field of those
/// in the interval, and its first day. What tells which they are has to be read, and the field of those that are.
fn measured(
    desk: &mut Desk,
    length: i32,
    field: &str,
) -> Option<(&'static str, Vec<Ref>, Vec<i32>, i32)> {
    let sport = desk.one(SPORTS);
    let all = desk.those("activity", "sport", sport);
    // The latest one comes first.
    let last = *all.first()?;
    let from = desk.number(last, "date") - length;
    let is_in = |at: &&Ref| desk.number(**at, "date") >= from;
    let theirs: Vec<Ref> = all.iter().filter(is_in).copied().collect();
    if theirs.len() < 2 || theirs.len() == all.len() {
        return None;
    }
    for &at in &all {
        desk.see(at, "sport");
        desk.see(at, "date");
    }
    let parts = seen(desk, &theirs, field);
    Some((sport, all, parts, from))
}

/// How far a sport led in an interval.
fn distance_total(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let length = 6 + desk.below(6) as i32;
    let (sport, all, parts, from) = measured(desk, length, "distance")?;
    let whole: i32 = all.iter().map(|&at| desk.number(at, "distance")).sum();
    let right: i32 = parts.iter().sum();
    ask(
        desk,
        KM,
        right,
        &[whole, right + 10, right - parts[0], right + 1],
    );
    let [from, to] = [from, desk.today].map(|day| desk.written(Kind::Date, day));
    Some(format!(
        "What is the total distance of the activities of the sport {sport} from {from} to {to}, both days included? Answer in km."
    ))
}

/// How long a sport took since a day.
fn duration_total(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let length = 5 + desk.below(8) as i32;
    let (sport, _, parts, from) = measured(desk, length, "duration")?;
    let right: i32 = parts.iter().sum();
    ask(
        desk,
        MINUTES,
        right,
        &[right + 10, right - parts[0], right + 1, right + 60],
    );
    let from = desk.written(Kind::Date, from);
    Some(format!(
        "How many minutes did the activities of the sport {sport} take in all since {from}, that day included? Answer with a number."
    ))
}

/// How long the longest of two sports took: the lists tell distances, its own screen the minutes.
fn longest(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let sports = desk.some(SPORTS, 2);
    let mut all = vec![];
    for sport in &sports {
        let theirs = desk.those("activity", "sport", sport);
        if theirs.is_empty() {
            return None;
        }
        all.extend(theirs);
    }
    // Each can be looked up by itself, so that the ways to know all grow fast with their number.
    if all.len() > 8 {
        return None;
    }
    for &at in &all {
        desk.see(at, "distance");
    }
    let lengths: Vec<i32> = all.iter().map(|&at| desk.number(at, "distance")).collect();
    let most = *lengths.iter().max()?;
    let (theirs, others): (Vec<Ref>, Vec<Ref>) = all
        .into_iter()
        .partition(|&at| desk.number(at, "distance") == most);
    let [at] = theirs[..] else { return None };
    desk.see(at, "duration");
    let right = desk.number(at, "duration");
    let mut near = vec![right + 10, right - 5, right + 1];
    near.extend(others.iter().map(|&at| desk.number(at, "duration")));
    ask(desk, MINUTES, right, &near);
    Some(format!(
        "Of the activities of the sports {} and {}, how many minutes did the one with the longest distance take? Answer with a number.",
        sports[0], sports[1]
    ))
}
