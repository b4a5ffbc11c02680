//! The camera, timers and the stopwatch.

use super::{Template, added, list};
use crate::gui::{
    apps::{
        camera::{FLASH, LENSES, SIZES, TIMERS},
        timer::STATES,
    },
    author::Kind,
    case::{Desk, Ref},
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("camera-photo", "take photos with settings", photo),
    added("camera-video", "record a video with settings", video),
    added(
        "camera-again",
        "take a photo with the settings of an earlier one",
        again,
    ),
    added(
        "camera-delete",
        "delete what was taken with one of the lenses",
        delete,
    ),
    added("timer-set", "set timers without starting them", set),
    added(
        "timer-start",
        "start the timers that run at most so long",
        start,
    ),
    added("timer-clear", "delete the timers that do not run", clear),
    added(
        "stopwatch-set",
        "start, pause or reset the stopwatch, and set a timer",
        stopwatch,
    ),
];

/// Something is to be taken now: kind, lens, flash, timer and aspect ratio. `needs`: what has to be known first.
fn taken(desk: &mut Desk, shot: [&str; 5], needs: u64) {
    let (date, time) = (desk.written(Kind::Date, desk.today), desk.clock());
    let [kind, lens, flash, timer, size] = shot;
    desk.make(
        "shot",
        &[
            ("kind", kind, 0),
            ("lens", lens, needs),
            ("flash", flash, needs),
            ("timer", timer, needs),
            ("size", size, needs),
            ("date", &date, 0),
            ("time", &time, 0),
        ],
    );
}

/// `with the flash on`.
fn flash(setting: &str) -> String {
    match setting {
        "automatic" => "with automatic flash".into(),
        setting => format!("with the flash {setting}"),
    }
}

/// `without a timer`.
fn timer(setting: &str) -> String {
    match setting {
        "none" => "without a timer".into(),
        setting => format!("with a timer of {setting}"),
    }
}

/// Take one or two photos.
fn photo(desk: &mut Desk) -> Option<String> {
    desk.about("Camera");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for _ in 0..count {
        let (lens, light) = (desk.one(LENSES), desk.one(FLASH));
        let (wait, size) = (desk.one(TIMERS), desk.one(SIZES));
        taken(desk, ["photo", lens, light, wait, size], 0);
        parts.push(format!(
            "with the {lens}, {}, {} and in the aspect ratio {size}",
            flash(light),
            timer(wait)
        ));
    }
    Some(match &parts[..] {
        [only] => format!("Take a photo {only}."),
        parts => format!("Take two photos: one {}.", parts.join("; and one ")),
    })
}

/// Record a video.
fn video(desk: &mut Desk) -> Option<String> {
    desk.about("Camera");
    let (lens, light, size) = (desk.one(LENSES), desk.one(FLASH), desk.one(SIZES));
    taken(desk, ["video", lens, light, TIMERS[0], size], 0);
    Some(format!(
        "Record a video with the {lens}, {} and in the aspect ratio {size}, and stop it again.",
        flash(light)
    ))
}

/// Take a photo as an earlier one.
fn again(desk: &mut Desk) -> Option<String> {
    desk.about("Camera");
    let photos = desk.those("shot", "kind", "photo");
    let at = *desk.some(&photos, 1).first()?;
    let fields = ["lens", "flash", "timer", "size"];
    let needs = fields
        .iter()
        .fold(0, |bits, field| bits | desk.see(at, field));
    let [lens, light, wait, size] = fields.map(|field| desk.text(at, field));
    taken(desk, ["photo", &lens, &light, &wait, &size], needs);
    Some(format!(
        "Take a photo with exactly the settings of the photo that the Camera shows for {}: lens, flash, timer and aspect ratio.",
        desk.text(at, "date")
    ))
}

/// Delete what was taken with a lens, which the screen of each tells.
fn delete(desk: &mut Desk) -> Option<String> {
    desk.about("Camera");
    let lens = desk.one(LENSES);
    let theirs = desk.those("shot", "lens", lens);
    if !(1..=3).contains(&theirs.len()) {
        return None;
    }
    for at in desk.all("shot") {
        desk.see(at, "lens");
    }
    for at in theirs {
        desk.delete(at);
    }
    Some(format!(
        "In the Camera, delete every photo and every video that was taken with the {lens}, and nothing else."
    ))
}

/// Set one or two timers.
fn set(desk: &mut Desk) -> Option<String> {
    desk.about("Timer");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for label in desk.new_timers(count) {
        let length = desk.length();
        desk.make("timer", &[("label", &label, 0), ("length", &length, 0)]);
        parts.push(format!("\"{label}\" with a length of {length}"));
    }
    let other = desk.length();
    desk.tempt_new("timer", "length", &other, 0);
    let (what, start) = match count {
        1 => ("a timer", "it"),
        _ => ("two timers", "them"),
    };
    Some(format!(
        "In the Timer, set {what}: {} (minutes and seconds). Do not start {start}.",
        list(&parts)
    ))
}

/// Start those that run at most so long.
fn start(desk: &mut Desk) -> Option<String> {
    desk.about("Timer");
    let all = desk.all("timer");
    let at = desk.one(&all);
    let (most, bound) = (desk.number(at, "length"), desk.text(at, "length"));
    let is_short = |at: &Ref| desk.number(*at, "length") <= most;
    let idle = desk.those("timer", "running", "off");
    let (short, long): (Vec<Ref>, Vec<Ref>) = idle.into_iter().partition(is_short);
    // One that stands still and is too long: who starts all without reading is wrong.
    if short.is_empty() || long.is_empty() {
        return None;
    }
    for &at in &all {
        desk.see(at, "length");
    }
    for at in short {
        desk.set(at, "running", "on", 0);
    }
    Some(format!(
        "In the Timer, start every timer whose length is {bound} or less. Those that run already go on."
    ))
}

/// Delete those that do not run.
fn clear(desk: &mut Desk) -> Option<String> {
    desk.about("Timer");
    let idle = desk.those("timer", "running", "off");
    if idle.is_empty() {
        return None;
    }
    for at in desk.all("timer") {
        desk.see(at, "running");
    }
    for at in idle {
        desk.delete(at);
    }
    Some("In the Timer, delete every timer that is not running, and no other.".into())
}

/// Start, pause or reset the stopwatch, and set a timer.
fn stopwatch(desk: &mut Desk) -> Option<String> {
    desk.about("Timer");
    let at = *desk.all("stopwatch").first()?;
    let mut options = desk.other_options(at, "state");
    // What is at zero is not paused.
    options.retain(|to| *to != STATES[2] || desk.text(at, "state") == STATES[1]);
    let to = desk.one(&options);
    desk.set(at, "state", to, 0);
    let said = match STATES.iter().position(|state| *state == to)? {
        0 => "Set the stopwatch back to zero, so that it does not run.",
        1 => "See to it that the stopwatch is running.",
        _ => "Pause the stopwatch, and do not set it back to zero.",
    };
    let (label, length) = (desk.new_timers(1).pop()?, desk.length());
    desk.make("timer", &[("label", &label, 0), ("length", &length, 0)]);
    let other = desk.length();
    desk.tempt_new("timer", "length", &other, 0);
    Some(format!(
        "{said} Also set a timer \"{label}\" with a length of {length} (minutes and seconds), and do not start it."
    ))
}
