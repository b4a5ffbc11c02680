//! Which way a scroll of a grammar goes.

use super::hear::nothing_for;
use crate::gui::{
    grammar::{Direction, Number, Travel},
    verb::{Verb, Way},
};
use truestep_core::truth::Rejection;

/// A scroll by a page.
///
/// # Errors
/// To the side.
pub(super) fn scroll(towards: Direction) -> Result<Verb, Rejection> {
    match towards {
        Direction::Up => Ok(Verb::Scroll(Way::Up)),
        Direction::Down => Ok(Verb::Scroll(Way::Down)),
        Direction::Left | Direction::Right => {
            nothing_for("a way to the side; screens go up and down")
        }
    }
}

/// Where a scroll goes, mostly.
///
/// # Errors
/// Nowhere.
pub(super) fn along(travel: Travel) -> Result<Direction, Rejection> {
    let zero = Number::from_integer(0);
    let size = |number: Number| if number < zero { -number } else { number };
    match travel {
        Travel::Page(direction) => Ok(direction),
        Travel::By { right, down, .. } if right == zero && down == zero => {
            nothing_for("a scroll by nothing")
        }
        Travel::By { right, down, .. } if size(right) >= size(down) => Ok(if right > zero {
            Direction::Right
        } else {
            Direction::Left
        }),
        Travel::By { down, .. } => Ok(if down > zero {
            Direction::Down
        } else {
            Direction::Up
        }),
    }
}
