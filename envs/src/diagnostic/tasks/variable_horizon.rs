//! Stop now or go on: the offers rise and fall, so that the right answer changes from turn to turn.
//!
//! Offers 0, 2, 1, 3, 0 over five turns, as grades in thirds; success is the offer of 3. Under `uniform`, for the
//! expected outcome, A(continue) is positive at turns 0 and 2 and negative at turns 1 and 3.

use super::{Fault, Template};
use crate::diagnostic::{Builder, types::Mdp};
use truestep_core::{rational::Rational, task::Task};

pub(super) const TEMPLATE: Template = Template {
    name: "variable-horizon",
    version: 1,
    summary: "Stop at the turn with the best offer.",
    random_ceiling_percent: 12,
    parameters: &[],
    build,
};

/// The offer of each turn; the published rewards.
const OFFERS: [i64; 5] = [0, 2, 1, 3, 0];
const LARGEST_OFFER: i64 = 3;

fn build(_: &Task) -> Result<Mdp, Fault> {
    let mut b = Builder::new("Stop at the best offer; five are made.", 5);
    b.words(&[
        ("stop", "takes the offer; ends the episode"),
        ("continue", "lets the offer go and sees the next"),
    ]);
    let turns: Vec<_> = (1..=OFFERS.len())
        .map(|t| {
            b.place(
                &format!("turn {t}"),
                &format!("Offer {t} of 5 is on the table."),
            )
        })
        .collect();
    for (turn, offer) in OFFERS.into_iter().enumerate() {
        let text = format!("You took {offer}.");
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
