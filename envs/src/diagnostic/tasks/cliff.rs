//! A walk along a cliff: the short way is beside it, and one wrong step ends the episode.

use super::{Fault, Template};
use crate::diagnostic::{Builder, types::Mdp};
use truestep_core::task::Task;

pub(super) const TEMPLATE: Template = Template {
    name: "cliff",
    version: 2,
    summary: "Walk round the cliff to the hut.",
    random_ceiling_percent: 10,
    parameters: &[],
    build,
};

const COLUMNS: i32 = 6;
const ROWS: i32 = 3;
const MAX_STEPS: u32 = 20;
const DIRECTIONS: [(&str, i32, i32); 4] = [
    ("north", 0, 1),
    ("east", 1, 0),
    ("south", 0, -1),
    ("west", -1, 0),
];

fn build(_: &Task) -> Result<Mdp, Fault> {
    let (hut, last) = (COLUMNS - 1, COLUMNS - 2);
    let instruction = format!(
        "Walk to the hut, which stands at {hut} east, 0 north. The ground from 1 to {last} east at 0 north is a cliff: \
         who steps there falls."
    );
    let mut b = Builder::new(&instruction, MAX_STEPS);
    for (word, ..) in DIRECTIONS {
        b.words(&[(word, &format!("walks one step {word}"))]);
    }
    // Row 0 holds the start at its west end, the hut at its east end, and the cliff between them.
    let walkable = |x: i32, y: i32| y > 0 || x == 0;
    let cells: Vec<(i32, i32)> = (0..ROWS)
        .flat_map(|y| (0..COLUMNS).map(move |x| (x, y)))
        .filter(|&(x, y)| walkable(x, y))
        .collect();
    let places: Vec<_> = (cells.iter())
        .map(|(x, y)| {
            b.place(
                &format!("{x},{y}"),
                &format!("You stand at {x} east, {y} north."),
            )
        })
        .collect();
    let hut = b.success("hut", "You reach the hut.");
    let fallen = b.failure("fallen", "You fall off the cliff.");
    for (&(x, y), &here) in cells.iter().zip(&places) {
        for (action, dx, dy) in DIRECTIONS {
            let to = (x + dx, y + dy);
            if !(0..COLUMNS).contains(&to.0) || !(0..ROWS).contains(&to.1) {
                continue;
            }
            let next = match cells.iter().position(|&c| c == to) {
                Some(place) => places[place],
                None if to.0 == COLUMNS - 1 => hut,
                None => fallen,
            };
            b.go(here, action, next);
        }
    }
    Ok(b.build()?)
}
