//! What a policy attains within the budget.

use super::{game::Game, price::AuditScalar};
use std::collections::BTreeMap;

/// Success probability and expected grade of a policy within `budget` steps from the start.
pub(crate) fn attained<S: AuditScalar>(
    game: &Game<'_, S>,
    choices: &[Option<u32>],
    budget: u32,
) -> (S, S) {
    let (mut success, mut outcome) = (S::zero(), S::zero());
    let mut here = BTreeMap::from([(0u32, S::one())]);
    for _ in 0..budget {
        let mut next: BTreeMap<u32, S> = BTreeMap::new();
        for (place, share) in here {
            let Some(step) = choices[place as usize] else {
                continue;
            };
            for link in game.links(step) {
                let to = game.links[link].to;
                let share = match game.sure(step) {
                    Some(_) => share.clone(),
                    None => share.clone() * game.share(link),
                };
                match game.grade(to) {
                    Some(grade) => {
                        if game.world.graph().is_success(game.nodes[to as usize]) {
                            success = success + share.clone();
                        }
                        outcome = outcome + share * grade;
                    }
                    None => {
                        let sum = next.entry(to).or_insert_with(S::zero);
                        *sum = sum.clone() + share;
                    }
                }
            }
        }
        here = next;
    }
    (success, outcome)
}

/// The actions of a policy, up to the end or the budget; with chance, along the likeliest link of each move.
pub(crate) fn actions<S: AuditScalar>(
    game: &Game<'_, S>,
    choices: &[Option<u32>],
    budget: u32,
) -> Vec<String> {
    let (mut here, mut actions) = (0u32, vec![]);
    while let (Some(step), true) = (choices[here as usize], actions.len() < budget as usize) {
        actions.push(game.text(step));
        let likeliest = game
            .links(step)
            .reduce(|a, b| if game.share(b) > game.share(a) { b } else { a });
        match likeliest {
            Some(link) => here = game.links[link].to,
            None => break,
        }
    }
    actions
}
