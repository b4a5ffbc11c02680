//! A corridor with a key and a door: two sub-goals in order, and one way to spoil everything without ending the episode.

use super::{Fault, Template};
use crate::diagnostic::{Builder, types::Mdp};
use truestep_core::{chance::Chance, task::Task};

pub(super) const TEMPLATE: Template = Template {
    name: "key-door",
    version: 2,
    summary: "Fetch the key and open the door.",
    random_ceiling_percent: 26,
    parameters: &[],
    build,
};

const ROOMS: u32 = 6;
const MAX_STEPS: u32 = 24;

/// What has become of the key and the door.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    KeyLies,
    KeyHeld,
    /// The door was kicked; nothing helps any more.
    Jammed,
}

fn build(task: &Task) -> Result<Mdp, Fault> {
    let mut chance = task.stream("layout").sampled();
    let (start, key) = (chance.below(ROOMS), chance.below(ROOMS));
    let door = chance.below(ROOMS);
    let mut b = Builder::new("Open the door.", MAX_STEPS);
    b.words(&[
        ("left", "goes to the room on the left"),
        ("right", "goes to the room on the right"),
        ("take key", "takes the key that lies here"),
        (
            "open door",
            "opens the locked door with the key; ends the episode",
        ),
        ("kick door", "kicks the locked door"),
    ]);
    let got_key = b.subgoal("key", &[]);
    b.subgoal("door open", &[got_key]);
    let stages = [Stage::KeyLies, Stage::KeyHeld, Stage::Jammed];
    let text = |room: u32, stage: Stage| {
        let mut text = format!("Room {} of {ROOMS}.", room + 1);
        if room == key && stage == Stage::KeyLies {
            text += " A key lies here.";
        }
        if stage == Stage::KeyHeld {
            text += " You hold the key.";
        }
        if room == door {
            text += match stage {
                Stage::Jammed => " The door is jammed.",
                _ => " There is a locked door.",
            };
        }
        text
    };
    // The start is numbered first; the others follow room by room.
    let mut cells = vec![(start, Stage::KeyLies)];
    for stage in stages {
        let rooms = (0..ROOMS).map(|room| (room, stage));
        cells.extend(rooms.filter(|&cell| cell != (start, Stage::KeyLies)));
    }
    let name = |(room, stage): (u32, Stage)| match stage {
        Stage::KeyLies => format!("room {}", room + 1),
        Stage::KeyHeld => format!("room {} with the key", room + 1),
        Stage::Jammed => format!("room {}, door jammed", room + 1),
    };
    let places: Vec<_> = (cells.iter())
        .map(|&cell| b.place(&name(cell), &text(cell.0, cell.1)))
        .collect();
    let open = b.success("open", "The door is open.");
    let at = |cell: (u32, Stage)| {
        let found = cells.iter().position(|&c| c == cell);
        places[found.expect("invariant: every room has a place in every stage")]
    };
    for &(room, stage) in &cells {
        let here = at((room, stage));
        if stage == Stage::KeyHeld {
            b.holds(here, &[got_key]);
        }
        if room > 0 {
            b.go(here, "left", at((room - 1, stage))).weight = 2;
        }
        if room + 1 < ROOMS {
            b.go(here, "right", at((room + 1, stage))).weight = 2;
        }
        if room == key && stage == Stage::KeyLies {
            b.go(here, "take key", at((room, Stage::KeyHeld))).weight = 2;
        }
        if room == door && stage == Stage::KeyHeld {
            b.go(here, "open door", open).weight = 2;
        }
        if room == door && stage != Stage::Jammed {
            b.go(here, "kick door", at((room, Stage::Jammed)));
        }
    }
    Ok(b.build()?)
}
