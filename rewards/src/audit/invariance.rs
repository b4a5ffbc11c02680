//! Are the same actions best under the reward as under the outcome?

use super::{
    Role,
    game::Game,
    price::AuditScalar,
    report::{Amount, Finding, Invariance},
    solve::Solved,
};

/// Compare the best moves of every place. Where guesses count, `careful` says which moves are best for the outcome of one who
/// does not guess: to prefer these to a guess that happens to be right is no change for the worse.
pub(crate) fn compare<S: AuditScalar>(
    game: &Game<'_, S>,
    reward: &Solved<S>,
    outcome: &Solved<S>,
    careful: Option<&[bool]>,
    reading: Role,
) -> (Invariance, Option<Finding>) {
    let mut invariance = Invariance {
        reading,
        states: 0,
        broken: 0,
        narrowed: 0,
    };
    let is_careful = |m: usize| careful.is_some_and(|careful| careful[m]);
    let is_right = |m: usize| outcome.best[m] || is_careful(m);
    let is_wrong = |m: usize| reward.best[m] && !is_right(m);
    let mut nearest = None;
    for place in 0..game.len() as u32 {
        let mut moves = game.moves(place).map(|m| m as usize);
        if moves.len() == 0 {
            continue;
        }
        invariance.states += 1;
        if moves.clone().any(is_wrong) {
            invariance.broken += 1;
            nearest.get_or_insert(place);
        } else if moves.any(|m| outcome.best[m] && !reward.best[m]) {
            invariance.narrowed += 1;
        }
    }
    let finding = nearest.map(|place| {
        let texts = |is_best: &dyn Fn(usize) -> bool| {
            let moves = game.moves(place).filter(|&m| is_best(m as usize));
            moves.map(|m| game.text(m)).collect()
        };
        let wrong = game.moves(place).map(|m| m as usize).find(|&m| is_wrong(m));
        let lost = wrong.map_or_else(S::zero, |m| {
            outcome.values[place as usize].clone() - outcome.moves[m].clone()
        });
        Finding::PolicyChanged {
            reading,
            way_in: game.way_to(place),
            steps_left: None,
            best_under_reward: texts(&|m| reward.best[m]),
            best_under_outcome: texts(&is_right),
            costs: Amount::of(&lost),
            states: invariance.broken,
        }
    });
    (invariance, finding)
}
