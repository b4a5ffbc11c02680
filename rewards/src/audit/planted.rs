//! Rewards that are known to be wrong, to try an audit on: none of them is shaping.

use super::Transition;
use crate::number::{Fraction, Scalar};
use truestep_core::{rational::Rational, truth::Distance};

/// A reward that is wrong on purpose.
#[derive(Clone, Copy, Debug)]
pub struct Planted {
    /// Its name.
    pub name: &'static str,
    /// What is wrong with it, in one line.
    pub wrong: &'static str,
    /// What it pays for a transition.
    pub pays: fn(&Transition<'_>) -> Fraction,
}

/// The planted rewards, each the outcome with something wrong on top.
pub const PLANTED: [Planted; 3] = [
    Planted {
        name: "progress kept",
        wrong: "pays every step nearer and takes nothing back for a step away",
        pays: progress_kept,
    },
    Planted {
        name: "bonus per step",
        wrong: "pays every step that does not end the episode, so that the longest episode earns most",
        pays: bonus_per_step,
    },
    Planted {
        name: "wrong ending paid",
        wrong: "pays for ending, not for ending well",
        pays: wrong_ending_paid,
    },
];

fn outcome(transition: &Transition<'_>) -> Fraction {
    match transition.end {
        Some(_) => Fraction::from_rational(transition.after.outcome),
        None => Scalar::zero(),
    }
}

fn progress_kept(transition: &Transition<'_>) -> Fraction {
    let nearer = match (transition.before.distance, transition.after.distance) {
        (Distance::Steps(before), Distance::Steps(after)) => before.saturating_sub(after),
        _ => 0,
    };
    outcome(transition) + Fraction::from_count(nearer as usize)
}

fn bonus_per_step(transition: &Transition<'_>) -> Fraction {
    let bonus = match transition.end {
        Some(_) => Rational::from_integer(0),
        None => Rational::new(1, 10),
    };
    outcome(transition) + Fraction::from_rational(bonus)
}

fn wrong_ending_paid(transition: &Transition<'_>) -> Fraction {
    match (transition.end, transition.after.success) {
        (Some(_), false) => Fraction::from_count(2),
        _ => outcome(transition),
    }
}
