//! A mistake that can be made good: what does the mistake deserve, and what the recovery?
//!
//! Under `uniform`: A(bad) = q/4 − 1/2, A(recover) = q/2. A scheme that gives every step of a success the same credit
//! rewards the mistake.

use super::{Fault, Template, probability};
use crate::diagnostic::{Builder, types::Mdp};
use truestep_core::{rational::Rational, task::Task};

pub(super) const TEMPLATE: Template = Template {
    name: "recovery",
    version: 2,
    summary: "Make a good choice, or make good a bad one.",
    random_ceiling_percent: 80,
    parameters: &["q"],
    build,
};

fn build(task: &Task) -> Result<Mdp, Fault> {
    let q = probability(task, "q", Rational::from_integer(1))?;
    let mut b = Builder::new("Finish with the work in order.", 2);
    b.words(&[
        ("good", "begins well"),
        ("bad", "begins badly"),
        ("recover", "tries to make good a mistake"),
        ("give up", "leaves it at that; ends the episode"),
    ]);
    let choice = b.place("choice", "Choose how to begin.");
    let mistake = b.place("mistake", "That was a mistake.");
    let success = b.success("success", "The work is in order.");
    let failure = b.failure("failure", "The work is not in order.");
    b.go(choice, "good", success);
    b.go(choice, "bad", mistake);
    let works = (*q.numer() as u32, success);
    let fails = ((q.denom() - q.numer()) as u32, failure);
    let outcomes: Vec<_> = [works, fails].into_iter().filter(|o| o.0 > 0).collect();
    b.draw(mistake, "recover", &outcomes);
    b.go(mistake, "give up", failure);
    Ok(b.build()?)
}
