//! Are the same actions best under the reward as under the outcome?

use super::{
    Role,
    game::Game,
    price::AuditScalar,
    report::{Amount, Finding, Invariance},
    solve::Solved,
};

/// Compare the best moves of every place.
pub(crate) fn compare<S: AuditScalar>(
    game: &Game<'_, S>,
    reward: &Solved<S>,
    outcome: &Solved<S>,
    reading: Role,
) -> (Invariance, Option<Finding>) {
    let mut invariance = Invariance {
        reading,
        states: 0,
        broken: 0,
        narrowed: 0,
    };
    let mut nearest = None;
    for place in 0..game.len() as u32 {
        let mut moves = game.moves(place).map(|m| m as usize);
        if moves.len() == 0 {
            continue;
        }
        invariance.states += 1;
        if moves.clone().any(|m| reward.best[m] && !outcome.best[m]) {
            invariance.broken += 1;
            nearest.get_or_insert(place);
        } else if moves.any(|m| outcome.best[m] && !reward.best[m]) {
            invariance.narrowed += 1;
        }
    }
    let finding = nearest.map(|place| {
        let texts = |best: &[bool]| {
            let moves = game.moves(place).filter(|&m| best[m as usize]);
            moves.map(|m| game.text(m)).collect()
        };
        let wrong = game
            .moves(place)
            .map(|m| m as usize)
            .find(|&m| reward.best[m] && !outcome.best[m]);
        let lost = wrong.map_or_else(S::zero, |m| {
            outcome.values[place as usize].clone() - outcome.moves[m].clone()
        });
        Finding::PolicyChanged {
            reading,
            way_in: game.way_to(place),
            steps_left: None,
            best_under_reward: texts(&reward.best),
            best_under_outcome: texts(&outcome.best),
            costs: Amount::of(&lost),
            states: invariance.broken,
        }
    });
    (invariance, finding)
}
