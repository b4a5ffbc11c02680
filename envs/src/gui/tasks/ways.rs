//! More of maps and rides: markers, tours, rides that are booked anew or no longer needed.

use super::{Template, added, list};
use crate::gui::{
    apps::rides::CLASSES,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// What one says of an event that does not take place.
const CALLED_OFF: [&str; 3] = [
    "It is called off, sorry",
    "We have to cancel",
    "It will not take place after all",
];

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("marker-delete", "delete markers", delete_markers),
    added(
        "tour-reorder",
        "move a stop to another place of its tour",
        reorder,
    ),
    added("tour-extend", "add stops to the end of a tour", extend),
    added("tour-delete", "delete tours with their stops", delete_tours),
    added("ride-where", "answer where a ride begins", place),
    added(
        "ride-rebook",
        "cancel a ride and book it for another time",
        rebook,
    ),
    added(
        "event-call-off",
        "delete an event, cancel the ride there and tell somebody",
        call_off,
    ),
];

/// Delete one or two.
fn delete_markers(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let (all, count) = (desk.all("marker"), 1 + desk.below(2));
    let markers = desk.some(&all, count);
    let names: Vec<String> = markers
        .iter()
        .map(|&at| {
            format!(
                "\"{}\" at {}",
                desk.text(at, "label"),
                desk.text(at, "place")
            )
        })
        .collect();
    markers.into_iter().for_each(|at| desk.delete(at));
    let noun = if count == 1 { "marker" } else { "markers" };
    Some(format!("In Maps, delete the {noun} {}.", list(&names)))
}

/// The stops of a tour, in order.
fn stops(desk: &Desk, tour: Ref) -> Vec<Ref> {
    desk.those("stop", "tour", &desk.text(tour, "name"))
}

/// Move a stop of a tour.
fn reorder(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let tours = desk.all("tour");
    let tour = desk.one(&tours);
    let mut order = stops(desk, tour);
    let (from, to) = (desk.below(order.len()), desk.below(order.len()));
    let moved = order.remove(from);
    let said = format!(
        "In Maps, make {} stop number {} of the tour \"{}\". The other stops keep their order.",
        desk.text(moved, "place"),
        to + 1,
        desk.text(tour, "name")
    );
    if from == to {
        return None;
    }
    order.insert(to, moved);
    for (number, &at) in order.iter().enumerate() {
        let number = (number + 1).to_string();
        if desk.text(at, "number") != number {
            desk.set(at, "number", &number, 0);
        }
    }
    Some(said)
}

/// Add one or two stops.
fn extend(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let tours = desk.all("tour");
    let tour = desk.one(&tours);
    let (name, held) = (desk.text(tour, "name"), stops(desk, tour));
    let mut places = desk.column("place", "name");
    places.retain(|place| held.iter().all(|&at| desk.text(at, "place") != *place));
    let count = 1 + desk.below(2);
    let places = desk.some_of(&places, count);
    for (number, place) in places.iter().enumerate() {
        let number = (held.len() + number + 1).to_string();
        desk.make(
            "stop",
            &[
                ("tour", &name, 0),
                ("number", &number, 0),
                ("place", place, 0),
            ],
        );
    }
    let order = if count == 1 { "" } else { ", in this order" };
    Some(format!(
        "In Maps, add {} to the end of the tour \"{name}\"{order}.",
        list(&places)
    ))
}

/// Delete one tour, or all there are.
fn delete_tours(desk: &mut Desk) -> Option<String> {
    desk.about("Maps");
    let (all, count) = (desk.all("tour"), 1 + desk.below(2));
    let tours = desk.some(&all, count);
    let names: Vec<String> = tours
        .iter()
        .map(|&at| format!("\"{}\"", desk.text(at, "name")))
        .collect();
    for &at in &tours {
        for stop in stops(desk, at) {
            desk.delete(stop);
        }
        desk.delete(at);
    }
    let noun = if count == 1 { "tour" } else { "tours" };
    Some(format!("In Maps, delete the {noun} {}.", list(&names)))
}

/// A ride as it is spoken of: there is no other to that place.
fn to_place(desk: &mut Desk) -> Option<(Ref, String)> {
    desk.about("Rides");
    let all = desk.all("ride");
    let at = desk.one(&all);
    let to = desk.text(at, "to");
    (desk.those("ride", "to", &to).len() == 1).then_some((at, to))
}

/// Where a ride begins, which its screen tells.
fn place(desk: &mut Desk) -> Option<String> {
    let (at, to) = to_place(desk)?;
    desk.see(at, "from");
    let right = desk.text(at, "from");
    let mut others = desk.column("place", "name");
    others.retain(|other| *other != right);
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "Where will the ride to {to} that is booked with Rides pick you up? Answer with the place."
    ))
}

/// Cancel a ride, and book it for another time.
fn rebook(desk: &mut Desk) -> Option<String> {
    let (at, to) = to_place(desk)?;
    let [from, class, date] = ["from", "class", "date"].map(|field| desk.text(at, field));
    let (time, other) = (desk.time(), desk.time());
    if time == desk.text(at, "time") {
        return None;
    }
    let needs = ["from", "class", "date"]
        .iter()
        .fold(0, |bits, field| bits | desk.see(at, field));
    desk.delete_after(at, needs);
    desk.make(
        "ride",
        &[
            ("from", &from, needs),
            ("to", &to, 0),
            ("class", &class, needs),
            ("date", &date, needs),
            ("time", &time, 0),
        ],
    );
    desk.tempt_new("ride", "time", &other, 0);
    Some(format!(
        "The ride to {to} that is booked with Rides is at the wrong time. Cancel it, and book another one to {to} at {time} that is the same in everything else: pick-up, class and day."
    ))
}

/// An event does not take place: it is deleted, so is the ride there, and somebody is told.
fn call_off(desk: &mut Desk) -> Option<String> {
    for app in ["Calendar", "Rides", "Messages"] {
        desk.about(app);
    }
    let all = desk.all("event");
    let at = desk.one(&all);
    let [title, to, date, time] =
        ["title", "place", "date", "time"].map(|field| desk.text(at, field));
    let mut names = desk.column("place", "name");
    if !names.contains(&to) {
        return None;
    }
    names.retain(|name| *name != to);
    let (from, class) = (desk.some_of(&names, 1).pop()?, desk.one(CLASSES));
    if !desk.those("ride", "to", &to).is_empty() {
        return None;
    }
    let ride = desk.add(
        "ride",
        &[
            ("from", &from),
            ("to", &to),
            ("class", class),
            ("date", &date),
            ("time", &time),
        ],
    );
    let needs = desk.see(at, "place");
    desk.delete(at);
    desk.delete_after(ride, needs);
    let threads = desk.column("thread", "name");
    let name = desk.some_of(&threads, 1).pop()?;
    let texts = desk.some(&CALLED_OFF, 2);
    desk.make(
        "message",
        &[("with", &name, 0), ("by", "me", 0), ("text", texts[0], 0)],
    );
    desk.tempt_new("message", "text", texts[1], 0);
    Some(format!(
        "The event \"{title}\" of the calendar does not take place. Look up where it was to be, delete it, cancel the ride that is booked to that place with Rides, and send {name} the message \"{}\".",
        texts[0]
    ))
}
