//! Music: playlists, whose songs have an order, and the queue.

use super::{Template, added, list, twin};
use crate::gui::{
    author::Kind,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "playlist-create",
        "create a playlist of songs in an order",
        create,
    ),
    added(
        "playlist-extend",
        "add all songs of an artist to a playlist",
        extend,
    ),
    added(
        "playlist-remove",
        "remove the songs of an artist from a playlist",
        remove,
    ),
    added(
        "playlist-reorder",
        "move a song to another place of its playlist",
        reorder,
    ),
    added(
        "playlist-duration",
        "answer how long a playlist lasts",
        duration,
    ),
    twin(
        "playlist-reorder-missing",
        "playlist-reorder",
        "the same where the song is not in the playlist",
        reorder_missing,
    ),
    added("playlist-delete", "delete playlists", delete),
    added(
        "queue-songs",
        "add songs to the play queue in an order",
        queue,
    ),
];

fn quoted(desk: &Desk, songs: &[Ref], field: &str) -> String {
    let titles: Vec<String> = songs
        .iter()
        .map(|&at| format!("\"{}\"", desk.text(at, field)))
        .collect();
    list(&titles)
}

/// A song is to be at a place of a playlist; `needs` as with records that are made.
fn put(desk: &mut Desk, playlist: &str, place: usize, song: Ref, needs: u64) {
    let [title, artist, length] = ["title", "artist", "length"].map(|field| desk.text(song, field));
    desk.make(
        "playlist entry",
        &[
            ("playlist", playlist, 0),
            ("place", &place.to_string(), 0),
            ("song", &title, needs),
            ("artist", &artist, 0),
            ("length", &length, 0),
        ],
    );
}

/// Create a playlist.
fn create(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let names = desk.new_playlists(2);
    let [name, other] = &names[..] else {
        return None;
    };
    desk.make("playlist", &[("name", name, 0)]);
    desk.tempt_new("playlist", "name", other, 0);
    let (all, count) = (desk.all("song"), 2 + desk.below(2));
    let songs = desk.some(&all, count);
    for (number, &song) in songs.iter().enumerate() {
        put(desk, name, number + 1, song, 0);
    }
    Some(format!(
        "Create a playlist with the name \"{name}\" and add the songs {} to it, in this order.",
        quoted(desk, &songs, "title")
    ))
}

/// The entries of a playlist, in order.
fn entries(desk: &Desk, playlist: Ref) -> Vec<Ref> {
    desk.those("playlist entry", "playlist", &desk.text(playlist, "name"))
}

/// Add all songs of an artist.
fn extend(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let playlists = desk.all("playlist");
    let playlist = desk.one(&playlists);
    let held = entries(desk, playlist);
    let songs = desk.all("song");
    let song = desk.one(&songs);
    let artist = desk.text(song, "artist");
    let theirs = desk.those("song", "artist", &artist);
    if held.iter().any(|&at| desk.text(at, "artist") == artist) || theirs.len() > 3 {
        return None;
    }
    for &song in &songs {
        desk.see(song, "artist");
    }
    let name = desk.text(playlist, "name");
    for (number, &song) in theirs.iter().enumerate() {
        let needs = desk.see(song, "artist");
        put(desk, &name, held.len() + number + 1, song, needs);
    }
    Some(format!(
        "Add every song by {artist} that is among the songs to the end of the playlist \"{name}\", in alphabetical order of their titles."
    ))
}

/// Entries of a playlist stand in this order at the end.
fn ordered(desk: &mut Desk, entries: &[Ref]) {
    for (number, &at) in entries.iter().enumerate() {
        let place = (number + 1).to_string();
        if desk.text(at, "place") != place {
            desk.set(at, "place", &place, 0);
        }
    }
}

/// Remove the songs of an artist, whom the screen of each tells.
fn remove(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let playlists = desk.all("playlist");
    let playlist = desk.one(&playlists);
    let held = entries(desk, playlist);
    let one = desk.one(&held);
    let artist = desk.text(one, "artist");
    let is_theirs = |at: &Ref| desk.text(*at, "artist") == artist;
    let (gone, stay): (Vec<Ref>, Vec<Ref>) = held.iter().copied().partition(is_theirs);
    if stay.is_empty() {
        return None;
    }
    for &at in &held {
        let bit = desk.see(at, "artist");
        if gone.contains(&at) {
            desk.delete_after(at, bit);
        }
    }
    ordered(desk, &stay);
    Some(format!(
        "Remove every song by {artist} from the playlist \"{}\", and no other.",
        desk.text(playlist, "name")
    ))
}

/// A playlist, a song of it and where it is to go, and how that is said.
fn to_move(desk: &mut Desk) -> Option<(Vec<Ref>, usize, usize, String)> {
    desk.about("Music");
    let playlists = desk.all("playlist");
    let playlist = desk.one(&playlists);
    let held = entries(desk, playlist);
    let (from, to) = (desk.below(held.len()), desk.below(held.len()));
    if from == to {
        return None;
    }
    let said = format!(
        "In the playlist \"{}\", move the song \"{}\" to position {}. The other songs keep their order. If that song is not in the playlist, change nothing and report the task as infeasible.",
        desk.text(playlist, "name"),
        desk.text(held[from], "song"),
        to + 1
    );
    Some((held, from, to, said))
}

/// Move a song of a playlist.
fn reorder(desk: &mut Desk) -> Option<String> {
    let (mut order, from, to, said) = to_move(desk)?;
    let moved = order.remove(from);
    order.insert(to, moved);
    ordered(desk, &order);
    Some(said)
}

/// The same where the song is not in the playlist: another one stands in its place.
fn reorder_missing(desk: &mut Desk) -> Option<String> {
    let (held, from, _, said) = to_move(desk)?;
    let titles: Vec<String> = held.iter().map(|&at| desk.text(at, "song")).collect();
    let mut others = desk.all("song");
    others.retain(|&at| !titles.contains(&desk.text(at, "title")));
    let other = desk.one(&others);
    for (here, there) in [
        ("song", "title"),
        ("artist", "artist"),
        ("length", "length"),
    ] {
        let text = desk.text(other, there);
        desk.rewrite(held[from], here, &text);
    }
    desk.impossible(&held, "song");
    Some(said)
}

/// How long a playlist lasts, which nothing shows in one.
fn duration(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let playlists = desk.all("playlist");
    let playlist = desk.one(&playlists);
    let held = entries(desk, playlist);
    let lengths: Vec<i32> = held
        .iter()
        .map(|&at| {
            desk.see(at, "length");
            desk.number(at, "length")
        })
        .collect();
    let total: i32 = lengths.iter().sum();
    let length = |seconds| desk.written(Kind::Length, seconds);
    let others = [
        total - lengths.first()?,
        total + 60,
        total + 10,
        total - lengths.last()?,
    ];
    let others: Vec<String> = others.into_iter().map(length).collect();
    let right = length(total);
    desk.ask(AnswerKind::Of(Kind::Length), &right, &others);
    Some(format!(
        "How long do the songs of the playlist \"{}\" last in all? Answer with minutes and seconds, as in 12:34.",
        desk.text(playlist, "name")
    ))
}

/// Delete one to three playlists, with what is in them.
fn delete(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let (all, count) = (desk.all("playlist"), 1 + desk.below(3));
    let playlists = desk.some(&all, count);
    for &at in &playlists {
        for entry in entries(desk, at) {
            desk.delete(entry);
        }
        desk.delete(at);
    }
    let noun = if count == 1 { "playlist" } else { "playlists" };
    Some(format!(
        "Delete the {noun} {}.",
        quoted(desk, &playlists, "name")
    ))
}

/// Add songs to the queue.
fn queue(desk: &mut Desk) -> Option<String> {
    desk.about("Music");
    let queued = desk.all("queue entry").len();
    let (all, count) = (desk.all("song"), 2 + desk.below(2));
    let songs = desk.some(&all, count);
    for (number, &song) in songs.iter().enumerate() {
        let (title, place) = (desk.text(song, "title"), (queued + number + 1).to_string());
        desk.make(
            "queue entry",
            &[
                ("queue", "play queue", 0),
                ("place", &place, 0),
                ("song", &title, 0),
            ],
        );
    }
    Some(format!(
        "Add the songs {} to the end of the play queue, in this order.",
        quoted(desk, &songs, "title")
    ))
}
