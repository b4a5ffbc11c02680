//! The rules every table keeps.

use super::types::Place;
use truestep_core::{forms::BadForms, model::Goal, rational::Rational};

/// Facts and sub-goals a set holds.
const MAX_FACTS: usize = 64;

/// Why a table is no world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadMdp {
    /// It has no place, or more than can be numbered.
    #[error("a world needs 1 to 65535 places, got {places}")]
    Places {
        /// How many it has.
        places: usize,
    },
    /// Two places share a name.
    #[error("two places are named `{name}`; names must differ")]
    SameName {
        /// The name.
        name: String,
    },
    /// A place that goes on has no move, or one that ended has some.
    #[error("place `{name}` {problem}")]
    Moves {
        /// The place.
        name: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A grade outside 0..=1.
    #[error("place `{name}` ends with grade {grade}; expected 0..=1")]
    Grade {
        /// The place.
        name: String,
        /// The grade.
        grade: Rational,
    },
    /// More sub-goals or facts than a set holds.
    #[error("a world has at most 64 sub-goals and 64 facts")]
    Facts,
    /// Its actions cannot be told to an agent.
    #[error(transparent)]
    Forms(#[from] BadForms),
    /// The largest success probabilities do not settle: chance within a loop.
    #[error(
        "chance can lead back to where it was drawn, which the planner of small worlds does not solve"
    )]
    ChanceInLoop,
}

pub(super) fn check(goal: &Goal, places: &[Place]) -> Result<(), BadMdp> {
    if places.is_empty() || places.len() > usize::from(u16::MAX) {
        return Err(BadMdp::Places {
            places: places.len(),
        });
    }
    if goal.subgoals.len() > MAX_FACTS || goal.evidence.len() > MAX_FACTS {
        return Err(BadMdp::Facts);
    }
    let mut names: Vec<&str> = places.iter().map(|p| p.name.as_str()).collect();
    names.sort_unstable();
    if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(BadMdp::SameName {
            name: pair[0].into(),
        });
    }
    places
        .iter()
        .try_for_each(|place| check_place(place, places.len()))
}

fn check_place(place: &Place, places: usize) -> Result<(), BadMdp> {
    let (zero, one) = (Rational::from_integer(0), Rational::from_integer(1));
    if let Some(grade) = place.grade.filter(|&g| g < zero || g > one) {
        return Err(BadMdp::Grade {
            name: place.name.clone(),
            grade,
        });
    }
    let mut actions: Vec<u16> = place.moves.iter().map(|m| m.action.0).collect();
    actions.sort_unstable();
    let moves = &place.moves;
    let problems = [
        (
            place.grade.is_some() && !moves.is_empty(),
            "has ended and still has moves",
        ),
        (
            place.grade.is_none() && moves.is_empty(),
            "goes on and has no move",
        ),
        (
            actions.windows(2).any(|pair| pair[0] == pair[1]),
            "has two moves of one name",
        ),
        (
            moves.iter().any(|m| m.weight == 0),
            "has a move of weight 0",
        ),
        (
            moves.iter().any(|m| m.outcomes.iter().all(|o| o.0 == 0)),
            "has a move without an outcome of positive weight",
        ),
        (
            (moves.iter().flat_map(|m| &m.outcomes)).any(|(_, to)| to.at() >= places),
            "has a move to a place that does not exist",
        ),
    ];
    match problems.iter().find(|(broken, _)| *broken) {
        Some((_, problem)) => Err(BadMdp::Moves {
            name: place.name.clone(),
            problem,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{BadMdp, Builder};

    #[test]
    fn broken_tables_are_refused_by_cause() {
        let empty = Builder::new("", 1).build();
        assert_eq!(empty.unwrap_err(), BadMdp::Places { places: 0 });
        let mut stuck = Builder::new("", 1);
        stuck.place("a", "");
        assert!(matches!(stuck.build(), Err(BadMdp::Moves { .. })));
        let mut twice = Builder::new("", 1);
        let a = twice.place("a", "");
        twice.success("a", "");
        twice.go(a, "x", a);
        assert!(matches!(twice.build(), Err(BadMdp::SameName { .. })));
        let mut weightless = Builder::new("", 1);
        let a = weightless.place("a", "");
        weightless.go(a, "x", a).weight = 0;
        assert!(matches!(weightless.build(), Err(BadMdp::Moves { .. })));
        let mut loops = Builder::new("", 1);
        let (a, b) = (loops.place("a", ""), loops.success("b", ""));
        let c = loops.failure("c", "");
        loops.draw(a, "x", &[(1, a), (1, b), (1, c)]);
        assert_eq!(loops.build().unwrap_err(), BadMdp::ChanceInLoop);
    }
}
