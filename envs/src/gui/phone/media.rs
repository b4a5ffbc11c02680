//! Photos and recordings.

use super::words::PLACES;
use crate::gui::{
    apps::gallery::ALBUMS,
    case::{Desk, Ref},
};

const SEEN: &[&str] = &[
    "a dog on a bench",
    "two boats at dawn",
    "a birthday cake",
    "children on a swing",
    "a bridge in fog",
    "a market hall",
    "snow on a roof",
    "a red bicycle",
    "an old clock",
    "a choir on a stage",
    "apples in a bowl",
    "a street at night",
];
const HEARD: &[&str] = &[
    "Choir practice",
    "Shopping list",
    "Interview",
    "Bird song",
    "Lecture",
    "Idea for a story",
    "Piano piece",
    "Bedtime story",
    "Toast",
    "Rain on the roof",
];
/// Days that photos and recordings go back.
const DAYS: usize = 60;

/// Seven or eight photos in the first three albums.
pub(super) fn photos(desk: &mut Desk) {
    let count = 7 + desk.below(2);
    let places = desk.some(PLACES, 4);
    let mut number = 100 + desk.below(800);
    for shows in desk.some(SEEN, count) {
        let (album, place) = (desk.one(&ALBUMS[..3]), desk.one(&places));
        let date = desk.day_before(DAYS);
        number += 1 + desk.below(9);
        desk.photo(&format!("IMG_0{number}.jpg"), album, shows, place, &date);
    }
}

/// Five or six recordings.
pub(super) fn recordings(desk: &mut Desk) {
    let count = 5 + desk.below(2);
    for name in desk.some(HEARD, count) {
        let (date, time) = (desk.day_before(DAYS), desk.time());
        let length = format!("{}:{:02}", desk.below(15), 10 + desk.below(50));
        let kept = desk.one(&["off", "off", "on"]);
        desk.add(
            "recording",
            &[
                ("name", name),
                ("length", &length),
                ("date", &date),
                ("time", &time),
                ("kept", kept),
            ],
        );
    }
}

impl Desk {
    /// Put a photo on the phone.
    pub(in crate::gui) fn photo(
        &mut self,
        name: &str,
        album: &str,
        shows: &str,
        place: &str,
        date: &str,
    ) -> Ref {
        let size = format!("{} kB", 300 + self.below(3_000));
        self.add(
            "photo",
            &[
                ("name", name),
                ("album", album),
                ("shows", shows),
                ("place", place),
                ("date", date),
                ("size", &size),
            ],
        )
    }

    /// Names of recordings that are not there.
    pub(in crate::gui) fn new_recordings(&mut self, count: usize) -> Vec<String> {
        self.fresh(HEARD, "recording", "name", count)
    }
}
