//! Stop now or go on: the offers rise and fall, so that the right answer changes from turn to turn.
//!
//! Offers of 0, 2, 1, 3, 0 coins over five turns, as grades in thirds; success is the offer of 3. A page shows its offer
//! and the instruction says what the best is, so that a reader can tell when to stop. Under `uniform`, for the
//! expected outcome, A(continue) is positive at turns 0 and 2 and negative at turns 1 and 3.

use super::{Fault, Template};
use crate::diagnostic::{Builder, types::Mdp};
use truestep_core::{rational::Rational, task::Task};

pub(super) const TEMPLATE: Template = Template {
    name: "variable-horizon",
    version: 2,
    summary: "Stop at the turn with the best offer.",
    random_ceiling_percent: 12,
    parameters: &[],
    build,
};

/// The offer of each turn; the published rewards.
const OFFERS: [i64; 5] = [0, 2, 1, 3, 0];
const LARGEST_OFFER: i64 = 3;

fn build(_: &Task) -> Result<Mdp, Fault> {
    let instruction = format!(
        "Five offers of coins are made, one after another, none of more than {LARGEST_OFFER} and one of exactly \
         {LARGEST_OFFER}. Stop at the best of them."
    );
    let mut b = Builder::new(&instruction, OFFERS.len() as u32);
    b.words(&[
        ("stop", "takes the offer; ends the episode"),
        ("continue", "lets the offer go and sees the next"),
    ]);
    let turns: Vec<_> = OFFERS
        .into_iter()
        .enumerate()
        .map(|(turn, offer)| {
            let (number, all) = (turn + 1, OFFERS.len());
            let text = format!("Offer {number} of {all} is on the table: {}.", coins(offer));
            b.place(&format!("turn {number}"), &text)
        })
        .collect();
    for (turn, offer) in OFFERS.into_iter().enumerate() {
        let text = format!("You took {}.", coins(offer));
        let taken = b.end(
            &format!("stopped at {}", turn + 1),
            &text,
            Rational::new(offer, LARGEST_OFFER),
        );
        b.go(turns[turn], "stop", taken);
        if let Some(&next) = turns.get(turn + 1) {
            b.go(turns[turn], "continue", next);
        }
    }
    Ok(b.build()?)
}

fn coins(number: i64) -> String {
    match number {
        0 => "no coins".into(),
        1 => "1 coin".into(),
        _ => format!("{number} coins"),
    }
}
