//! Maps and rides.

use super::{Template, added, list, twin};
use crate::gui::{
    apps::rides::CLASSES,
    author::{Kind, Unit},
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "map-favourite",
        "make places favourites, or no longer",
        favourite,
    ),
    added("map-marker", "set markers at places", marker),
    added("map-track", "plan a tour of places in an order", track),
    added("map-route", "answer how long a way takes by a means", route),
    added(
        "map-nearest",
        "answer which place of a kind is nearest",
        nearest,
    ),
    added(
        "map-closing",
        "count the places of a kind that close before a time",
        closing,
    ),
    added("ride-book", "book rides", book),
    added("ride-cancel", "cancel rides", cancel),
    twin(
        "ride-cancel-missing",
        "ride-cancel",
        "the same where one of them was booked from elsewhere",
        cancel_missing,
    ),
    added(
        "ride-to-event",
        "book a ride to where and when an event is",
        to_event,
    ),
];

/// `the cafe "Blue Door"`.
fn name(desk: &Desk, at: Ref) -> String {
    let kind = desk.text(at, "kind").to_lowercase();
    format!("the {kind} \"{}\"", desk.text(at, "name"))
}

/// Make one to three places favourites or no longer.
fn favourite(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let (all, count) = (desk.all("place"), 1 + desk.below(3));
    let (mut more, mut less) = (vec![], vec![]);
    for at in desk.some(&all, count) {
        let (to, parts) = match desk.text(at, "favourite") == "on" {
            true => ("off", &mut less),
            false => ("on", &mut more),
        };
        parts.push(name(desk, at));
        desk.set(at, "favourite", to, 0);
    }
    let mut parts = vec![];
    if !more.is_empty() {
        parts.push(format!("add {} to the favourites", list(&more)));
    }
    if !less.is_empty() {
        parts.push(format!("take {} out of the favourites", list(&less)));
    }
    Some(format!("In Maps, {}.", parts.join("; and ")))
}

/// Set one or two markers.
fn marker(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let (all, count) = (desk.all("place"), 1 + desk.below(2));
    let places = desk.some(&all, count);
    let labels = desk.new_markers(count + 1);
    let mut parts = vec![];
    for (&at, label) in places.iter().zip(&labels) {
        let place = desk.text(at, "name");
        desk.make("marker", &[("place", &place, 0), ("label", label, 0)]);
        parts.push(format!("a marker \"{label}\" at {}", name(desk, at)));
    }
    desk.tempt_new("marker", "label", labels.last()?, 0);
    Some(format!("In Maps, set {}.", list(&parts)))
}

/// Plan a tour.
fn track(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let tours = desk.new_tours(2);
    let [tour, other] = &tours[..] else {
        return None;
    };
    desk.make("tour", &[("name", tour, 0)]);
    desk.tempt_new("tour", "name", other, 0);
    let (all, count) = (desk.all("place"), 2 + desk.below(2));
    let places = desk.some(&all, count);
    for (number, &at) in places.iter().enumerate() {
        let (place, number) = (desk.text(at, "name"), (number + 1).to_string());
        desk.make(
            "stop",
            &[
                ("tour", tour, 0),
                ("number", &number, 0),
                ("place", &place, 0),
            ],
        );
    }
    let names: Vec<String> = places.iter().map(|&at| name(desk, at)).collect();
    Some(format!(
        "In Maps, make a tour with the name \"{tour}\" and the stops {}, in this order.",
        list(&names)
    ))
}

/// The place of a name.
fn place(desk: &Desk, name: &str) -> Option<Ref> {
    desk.those("place", "name", name).first().copied()
}

/// How long a way takes.
fn route(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let (field, by) = desk.one(&[("walk", "on foot"), ("bus", "by bus"), ("car", "by car")]);
    let all = desk.all("route");
    let at = desk.one(&all);
    desk.see(at, field);
    let kind = Kind::Amount(Unit::new(0, "min"));
    let right = desk.number(at, field);
    let others = ["walk", "bus", "car"].map(|other| desk.number(at, other));
    let others: Vec<String> = others
        .into_iter()
        .chain([right + 4, right + 7])
        .filter(|other| *other != right)
        .map(|other| desk.written(kind, other))
        .collect();
    let right = desk.written(kind, right);
    desk.ask(AnswerKind::Of(kind), &right, &others);
    let [from, to] = ["from", "to"].map(|end| desk.text(at, end));
    let (from, to) = (place(desk, &from)?, place(desk, &to)?);
    Some(format!(
        "How many minutes does the route from {} to {} take {by}, as Maps says? Answer with a number.",
        name(desk, from),
        name(desk, to)
    ))
}

/// Which place of a kind is nearest to another.
fn nearest(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let routes = desk.all("route");
    let first = desk.one(&routes);
    let from = desk.text(first, "from");
    let start = place(desk, &from)?;
    let last = desk.text(first, "to");
    let kind = desk.text(place(desk, &last)?, "kind");
    let mut ends = vec![];
    for at in desk.those("route", "from", &from) {
        let to = desk.text(at, "to");
        if desk.text(place(desk, &to)?, "kind") == kind {
            ends.push((desk.number(at, "distance"), at, to));
        }
    }
    if ends.len() < 2 {
        return None;
    }
    for at in desk.those("place", "kind", &kind) {
        desk.see(at, "kind");
    }
    for (_, at, _) in &ends {
        desk.see(*at, "distance");
    }
    ends.sort();
    let right = ends[0].2.clone();
    let others: Vec<String> = ends[1..].iter().map(|(_, _, to)| to.clone()).collect();
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "Of the places that Maps lists as {}s, which has the shortest route from {}? Answer with its name.",
        kind.to_lowercase(),
        name(desk, start)
    ))
}

/// How many places of a kind close before a time.
fn closing(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let kind = desk.one(crate::gui::apps::maps::KINDS);
    let theirs = desk.those("place", "kind", kind);
    let bound = 60 * (19 + desk.below(3)) as i32 + 15;
    for &at in &theirs {
        desk.see(at, "closes");
    }
    let closes = theirs.iter().map(|&at| desk.number(at, "closes"));
    let right = closes.filter(|minutes| *minutes < bound).count();
    desk.ask_count(right);
    Some(format!(
        "How many of the {}s in Maps close before {}? Answer with a number.",
        kind.to_lowercase(),
        desk.written(Kind::Time, bound)
    ))
}

/// Book one or two rides.
fn book(desk: &mut Desk) -> Option<String> {
    desk.about("Rides");
    let count = 1 + desk.below(2);
    let names = desk.column("place", "name");
    let ends = desk.some_of(&names, 2 * count + 1);
    let mut parts = vec![];
    // One day for both: what somebody might type where grows with the number of different texts.
    let date = desk.day(9);
    for pair in ends[..2 * count].chunks(2) {
        let (from, to) = (&pair[0], &pair[1]);
        let (time, class) = (desk.time(), desk.one(CLASSES));
        desk.make(
            "ride",
            &[
                ("from", from, 0),
                ("to", to, 0),
                ("class", class, 0),
                ("date", &date, 0),
                ("time", &time, 0),
            ],
        );
        parts.push(format!(
            "a ride of the class {class} from {from} to {to} on {date} at {time}"
        ));
    }
    desk.tempt_new("ride", "from", ends.last()?, 0);
    Some(format!("With Rides, book {}.", list(&parts)))
}

fn to_cancel(desk: &mut Desk) -> (Vec<Ref>, String) {
    desk.about("Rides");
    let (all, count) = (desk.all("ride"), 1 + desk.below(3));
    let rides = desk.some(&all, count);
    let parts: Vec<String> = rides
        .iter()
        .map(|&at| format!("from {} to {}", desk.text(at, "from"), desk.text(at, "to")))
        .collect();
    let (noun, one) = match count {
        1 => ("the ride", "it"),
        _ => ("the rides", "one of them"),
    };
    let said = format!(
        "Cancel {noun} {} that you booked with Rides. If {one} is not among your rides, cancel none and report the task as infeasible.",
        list(&parts)
    );
    (rides, said)
}

/// Cancel one to three rides, once all of them were found to start where it is said.
fn cancel(desk: &mut Desk) -> Option<String> {
    let (rides, said) = to_cancel(desk);
    let found = rides.iter().fold(0, |all, &at| all | desk.see(at, "from"));
    for at in rides {
        desk.delete_after(at, found);
    }
    Some(said)
}

/// The same where the first of them was booked from elsewhere.
fn cancel_missing(desk: &mut Desk) -> Option<String> {
    let (rides, said) = to_cancel(desk);
    let first = *rides.first()?;
    let ends = ["from", "to"].map(|end| desk.text(first, end));
    let mut names = desk.column("place", "name");
    names.retain(|name| !ends.contains(name));
    let other = desk.some_of(&names, 1).remove(0);
    desk.rewrite(first, "from", &other);
    desk.impossible(&[first], "from");
    Some(said)
}

/// Book a ride to an event.
fn to_event(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    desk.about("Rides");
    let events = desk.all("event");
    let at = desk.one(&events);
    let [title, to, date, time] =
        ["title", "place", "date", "time"].map(|field| desk.text(at, field));
    place(desk, &to)?;
    let needs = ["place", "date", "time"]
        .iter()
        .fold(0, |needs, field| needs | desk.see(at, field));
    let mut names = desk.column("place", "name");
    names.retain(|name| *name != to);
    let from = desk.some_of(&names, 2);
    let class = desk.one(CLASSES);
    desk.make(
        "ride",
        &[
            ("from", &from[0], 0),
            ("to", &to, needs),
            ("class", class, 0),
            ("date", &date, needs),
            ("time", &time, needs),
        ],
    );
    desk.tempt_new("ride", "from", &from[1], 0);
    let other = desk.time();
    desk.tempt_new("ride", "time", &other, 0);
    Some(format!(
        "With Rides, book a ride of the class {class} from {} to the place of the event \"{title}\" in the calendar, for the day and the time at which it begins.",
        from[0]
    ))
}
