//! Songs, playlists and the queue.

use crate::gui::{apps::music::GENRES, case::Desk};

const ARTISTS: &[&str] = &[
    "Amber Lane",
    "The Ferrymen",
    "Odile Marsh",
    "Paper Kites",
    "Quartet North",
    "Silas Reed",
];
const SONGS: &[&str] = &[
    "After the Rain",
    "Blue Ladder",
    "Cold Harbour",
    "Dust and Honey",
    "Early Tram",
    "Fox on the Hill",
    "Glass Garden",
    "Half a Moon",
    "Iron Bridge",
    "June Again",
    "Kitchen Waltz",
    "Last Ferry",
    "Milk and Stars",
    "Night Bus",
    "Orchard Road",
    "Paper Boats",
];
const PLAYLISTS: &[&str] = &[
    "Morning coffee",
    "Long drive",
    "Rainy Sunday",
    "Kitchen",
    "Deep focus",
    "Garden party",
    "Slow evening",
    "Workout mix",
];

/// Fill it: a dozen songs or more, each artist's number of them between one and four.
pub(super) fn fill(desk: &mut Desk) {
    let count = 12 + desk.below(3);
    for title in desk.some(SONGS, count) {
        let artist = desk.one(ARTISTS);
        let genre = desk.one(GENRES);
        let length = format!("{}:{:02}", 2 + desk.below(5), desk.below(60));
        desk.add(
            "song",
            &[
                ("title", title),
                ("artist", artist),
                ("genre", genre),
                ("length", &length),
            ],
        );
    }
    let songs = desk.all("song");
    let count = 3 + desk.below(2);
    for name in desk.some(PLAYLISTS, count) {
        desk.add("playlist", &[("name", name)]);
        let length = 3 + desk.below(3);
        for (number, at) in desk.some(&songs, length).into_iter().enumerate() {
            let place = (number + 1).to_string();
            let fields = ["title", "artist", "length"].map(|field| desk.text(at, field));
            let [song, artist, length] = &fields;
            desk.add(
                "playlist entry",
                &[
                    ("playlist", name),
                    ("place", &place),
                    ("song", song),
                    ("artist", artist),
                    ("length", length),
                ],
            );
        }
    }
    let queued = desk.below(3);
    for (number, at) in desk.some(&songs, queued).into_iter().enumerate() {
        let place = (number + 1).to_string();
        let song = desk.text(at, "title");
        desk.add(
            "queue entry",
            &[("queue", "play queue"), ("place", &place), ("song", &song)],
        );
    }
}

impl Desk {
    /// Names for new playlists.
    pub(in crate::gui) fn new_playlists(&mut self, count: usize) -> Vec<String> {
        self.fresh(PLAYLISTS, "playlist", "name", count)
    }
}
