//! More of photos, recordings, music and sports.

use super::{Template, added, list};
use crate::gui::{
    author::{Kind, Unit},
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "photo-find",
        "answer which photo of an album shows something",
        find_photo,
    ),
    added(
        "photo-sort",
        "move the photos of an album that were taken at a place",
        sort_photos,
    ),
    added("recording-keep", "mark recordings to be kept", keep),
    added("recording-delete", "delete recordings", delete_recording),
    added("playlist-create-two", "create two playlists", two_playlists),
    added(
        "queue-clear",
        "take all songs out of the queue",
        clear_queue,
    ),
    added(
        "queue-playlist",
        "add the songs of a playlist to the queue in their order",
        queue_playlist,
    ),
    added("activity-climb", "enter how far activities climb", climb),
    added(
        "activity-to-message",
        "send somebody how long an activity took",
        activity_to_message,
    ),
];

fn quoted(desk: &Desk, records: &[Ref], field: &str) -> String {
    let names: Vec<String> = records
        .iter()
        .map(|&at| format!("\"{}\"", desk.text(at, field)))
        .collect();
    list(&names)
}

/// Which photo of an album shows something, which the screen of each tells.
fn find_photo(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    let all = desk.all("photo");
    let at = desk.one(&all);
    let [name, album, shows] = ["name", "album", "shows"].map(|field| desk.text(at, field));
    let those = desk.those("photo", "album", &album);
    if !(2..=5).contains(&those.len()) {
        return None;
    }
    desk.see(at, "shows");
    let mut others = desk.column("photo", "name");
    others.retain(|other| *other != name);
    desk.ask(AnswerKind::Words, &name, &others);
    Some(format!(
        "Which photo of the album {album} shows {shows}? Answer with the name of its file."
    ))
}

/// Move those that were taken at a place, which the screen of each tells.
fn sort_photos(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    let all = desk.all("photo");
    let first = desk.one(&all);
    let [album, place] = ["album", "place"].map(|field| desk.text(first, field));
    let others = desk.other_options(first, "album");
    let to = desk.one(&others);
    let those = desk.those("photo", "album", &album);
    if !(2..=5).contains(&those.len()) {
        return None;
    }
    for at in those {
        desk.see(at, "place");
        if desk.text(at, "place") == place {
            desk.set(at, "album", to, 0);
        }
    }
    Some(format!(
        "Move every photo of the album {album} that was taken at {place} to the album {to}, and no other."
    ))
}

/// Mark one to three to be kept.
fn keep(desk: &mut Desk) -> Option<String> {
    desk.about("Recorder");
    let (all, count) = (desk.those("recording", "kept", "off"), 1 + desk.below(3));
    let recordings = desk.some(&all, count);
    if recordings.is_empty() {
        return None;
    }
    let (noun, it) = match recordings.len() {
        1 => ("recording", "it is"),
        _ => ("recordings", "they are"),
    };
    let said = format!(
        "Mark the {noun} {} so that {it} kept for ever.",
        quoted(desk, &recordings, "name")
    );
    for at in recordings {
        desk.set(at, "kept", "on", 0);
    }
    Some(said)
}

/// Delete one or two.
fn delete_recording(desk: &mut Desk) -> Option<String> {
    desk.about("Recorder");
    let (all, count) = (desk.all("recording"), 1 + desk.below(2));
    let recordings = desk.some(&all, count);
    let noun = if count == 1 {
        "recording"
    } else {
        "recordings"
    };
    let said = format!("Delete the {noun} {}.", quoted(desk, &recordings, "name"));
    recordings.into_iter().for_each(|at| desk.delete(at));
    Some(said)
}

/// A song is to be in a place of a table.
fn put(desk: &mut Desk, playlist: &str, place: usize, song: Ref) {
    let [title, artist, length] = ["title", "artist", "length"].map(|field| desk.text(song, field));
    desk.make(
        "playlist entry",
        &[
            ("playlist", playlist, 0),
            ("place", &place.to_string(), 0),
            ("song", &title, 0),
            ("artist", &artist, 0),
            ("length", &length, 0),
        ],
    );
}

/// Create two, each with a song.
fn two_playlists(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let names = desk.new_playlists(2);
    let all = desk.all("song");
    let songs = desk.some(&all, 2);
    let mut parts = vec![];
    for (name, &song) in names.iter().zip(&songs) {
        desk.make("playlist", &[("name", name, 0)]);
        put(desk, name, 1, song);
        parts.push(format!(
            "one with the name \"{name}\" and the song \"{}\"",
            desk.text(song, "title")
        ));
    }
    if parts.len() < 2 {
        return None;
    }
    Some(format!("Create two playlists: {}.", list(&parts)))
}

/// Take everything out of the queue.
fn clear_queue(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let songs = desk.all("song");
    let mut place = desk.all("queue entry").len();
    let count = 1 + desk.below(2);
    for song in desk.some(&songs, count) {
        place += 1;
        let (title, number) = (desk.text(song, "title"), place.to_string());
        desk.add(
            "queue entry",
            &[
                ("queue", "play queue"),
                ("place", &number),
                ("song", &title),
            ],
        );
    }
    for at in desk.all("queue entry") {
        desk.delete(at);
    }
    Some("Take all songs out of the play queue, so that it is empty.".into())
}

/// Add the songs of a playlist to the queue.
fn queue_playlist(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let playlists = desk.all("playlist");
    let playlist = desk.one(&playlists);
    let name = desk.text(playlist, "name");
    let held = desk.those("playlist entry", "playlist", &name);
    let songs = desk.column("queue entry", "song");
    // Whether one that is there already is to be there twice would be anybody's guess.
    if held.len() > 4
        || held
            .iter()
            .any(|&at| songs.contains(&desk.text(at, "song")))
    {
        return None;
    }
    let queued = desk.all("queue entry").len();
    let needs = held.iter().fold(0, |bits, &at| bits | desk.see(at, "song"));
    for (number, &at) in held.iter().enumerate() {
        let (song, place) = (desk.text(at, "song"), (queued + number + 1).to_string());
        desk.make(
            "queue entry",
            &[
                ("queue", "play queue", 0),
                ("place", &place, 0),
                ("song", &song, needs),
            ],
        );
    }
    Some(format!(
        "Add all songs of the playlist \"{name}\" to the end of the play queue, in the order that they have in the playlist."
    ))
}

/// Enter how far one or two climb.
fn climb(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    let metres = Kind::Amount(Unit::new(0, "m"));
    let (mut all, count) = (desk.all("activity"), 1 + desk.below(2));
    // Nobody swims uphill.
    all.retain(|&at| desk.text(at, "sport") != "Swimming");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let to = desk.number(at, "climb") + 15 + desk.below(60) as i32;
        let to = desk.written(metres, to);
        desk.set(at, "climb", &to, 0);
        let name = desk.text(at, "name");
        parts.push(format!("the climb of \"{name}\" to {to}"));
    }
    Some(format!("In Activity, correct {}.", list(&parts)))
}

/// Somebody gets to know how long one took.
fn activity_to_message(desk: &mut Desk) -> Option<String> {
    desk.about("Activity");
    desk.about("Messages");
    let all = desk.all("activity");
    let activities = desk.some(&all, 2);
    let [at, other] = activities[..] else {
        return None;
    };
    let [text, theirs] = [at, other].map(|at| desk.text(at, "duration"));
    if text == theirs {
        return None;
    }
    let threads = desk.column("thread", "name");
    let name = desk.some_of(&threads, 1).pop()?;
    let needs = desk.see(at, "duration");
    desk.make(
        "message",
        &[("with", &name, 0), ("by", "me", 0), ("text", &text, needs)],
    );
    desk.tempt_new("message", "text", &theirs, needs);
    Some(format!(
        "Send {name} a message with the duration of the activity \"{}\", written as it stands there and nothing more in it.",
        desk.text(at, "name")
    ))
}
