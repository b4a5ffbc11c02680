//! The first choice decides, everything after it is noise, and only the last step pays.
//!
//! Q₀(good) = 4/5 and Q₀(bad) = 1/5 under any policy; the advantage of every later step is exactly 0. A scheme that
//! spreads the outcome over the episode leaks (H − 1)/H of its credit onto steps that did nothing. `distance` is the best
//! case, in which the bad seed grows too: both choices lower it by one, and only the better odds are best.

use super::{Fault, Template, whole};
use crate::diagnostic::{Builder, types::Mdp};
use truestep_core::task::Task;

pub(super) const TEMPLATE: Template = Template {
    name: "delayed-effect",
    version: 2,
    summary: "Choose well at the start; the effect shows at the end.",
    random_ceiling_percent: 55,
    parameters: &["horizon"],
    build,
};

/// Success in 4 of 5 episodes after the good choice, in 1 of 5 after the bad one.
const WINS: [(&str, u32); 2] = [("good", 4), ("bad", 1)];
const OF: u32 = 5;
const DISTRACTORS: [&str; 2] = ["wait", "look around"];
const DEFAULT_HORIZON: u32 = 8;

fn build(task: &Task) -> Result<Mdp, Fault> {
    let horizon = whole(task, "horizon", DEFAULT_HORIZON, 2..=64)?;
    let weeks = match horizon - 1 {
        1 => "the week that follows".to_owned(),
        weeks => format!("the last of the {weeks} weeks that follow"),
    };
    let [(_, good), (_, bad)] = WINS;
    let instruction = format!(
        "Have the harvest succeed. Seed from the bag named good succeeds with probability {good}/{OF}, seed from the bag \
         named bad with probability {bad}/{OF}; chance decides in {weeks}, and nothing you do meanwhile changes it."
    );
    let mut b = Builder::new(&instruction, horizon);
    b.words(&[
        ("good", "sows the bag named good"),
        ("bad", "sows the bag named bad"),
        ("wait", "waits a week"),
        ("look around", "looks around for a week"),
    ]);
    let choice = b.place("choice", "Two bags of seed lie here. Sow one.");
    let success = b.success("success", "The harvest succeeds.");
    let failure = b.failure("failure", "The harvest fails.");
    for (name, wins) in WINS {
        // The text names the turn and nothing else: the choice is hidden from here on.
        let turns: Vec<_> = (1..horizon)
            .map(|t| {
                b.place(
                    &format!("{name} {t}"),
                    &format!("Week {t}. The field is bare."),
                )
            })
            .collect();
        b.go(choice, name, turns[0]);
        for (turn, &place) in turns.iter().enumerate() {
            for action in DISTRACTORS {
                match turns.get(turn + 1) {
                    Some(&next) => b.go(place, action, next),
                    None => b.draw(place, action, &[(wins, success), (OF - wins, failure)]),
                };
            }
        }
    }
    Ok(b.build()?)
}
