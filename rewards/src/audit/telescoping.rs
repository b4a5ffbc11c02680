//! Is a reward made of a potential? Exact answers by walking the graph once.

use super::{
    game::Game,
    intern::Interned,
    price::AuditScalar,
    report::{Amount, Telescoping},
    solve::Ring,
};
use std::collections::HashSet;

/// Whether the plain sum of prices along a way depends on its ends alone.
pub(crate) fn telescoping<S: AuditScalar>(
    game: &Game<'_, S>,
    prices: &[S],
    ring: &Ring<S>,
) -> Telescoping {
    let mut sums: Vec<Option<S>> = vec![None; game.len()];
    sums[0] = Some(S::zero());
    for place in 0..game.len() as u32 {
        // Places are numbered breadth first, so that of each place one way has been walked before.
        let here = sums[place as usize].clone().unwrap_or_else(S::zero);
        for step in game.moves(place) {
            for link in game.links(step) {
                let to = game.links[link].to;
                let sum = here.clone() + prices[link].clone();
                let Some(known) = &sums[to as usize] else {
                    sums[to as usize] = Some(sum);
                    continue;
                };
                if ring.exceeds(known, &sum) || ring.exceeds(&sum, known) {
                    let mut way = game.way_to(place);
                    way.push(game.text(step));
                    let first = (game.way_to(to), Amount::of(known));
                    return Telescoping {
                        holds: false,
                        counterexample: Some([first, (way, Amount::of(&sum))]),
                    };
                }
            }
        }
    }
    Telescoping {
        holds: true,
        counterexample: None,
    }
}

/// The `c` for which `reward = c · outcome + γΦ(s′) − Φ(s)` on every link, with some Φ that is 0 where the episode has
/// ended; `None` if there is none, if it is left open, or for doubles.
///
/// `values` are those of one and the same policy under both. Shaping drops out of what a link gains over that policy, so
/// such a `c` exists exactly if the gains are in one ratio; Φ is then c times one value minus the other.
pub(crate) fn shaped_outcome<S: AuditScalar>(
    game: &Game<'_, S>,
    gamma: &S,
    [reward, outcome]: [&[S]; 2],
    [earned, attained]: [&[S]; 2],
) -> Option<S> {
    if !S::EXACT {
        return None;
    }
    let [reward, outcome] = [reward, outcome].map(|list| Interned::of(list.iter()));
    let [earned, attained] = [earned, attained].map(|list| Interned::of(list.iter()));
    let gain = |paid: &Interned<S>, link: usize, values: &Interned<S>, [from, to]: [u32; 2]| {
        let value = |id: u32| values.values[id as usize].clone();
        let paid = paid.values[paid.ids[link] as usize].clone();
        paid + gamma.clone() * value(to) - value(from)
    };
    let mut scale: Option<S> = None;
    // Links that are alike in everything that enters need no second look.
    let mut seen: HashSet<[u32; 6]> = HashSet::new();
    for place in 0..game.len() as u32 {
        for link in game.moves(place).flat_map(|step| game.links(step)) {
            let ends = [place, game.links[link].to];
            let of = |values: &Interned<S>| ends.map(|place| values.ids[place as usize]);
            let ([a, b], [c, d]) = (of(&earned), of(&attained));
            if !seen.insert([reward.ids[link], outcome.ids[link], a, b, c, d]) {
                continue;
            }
            let gained = gain(&reward, link, &earned, [a, b]);
            let due = gain(&outcome, link, &attained, [c, d]);
            if due.is_nought() {
                if !gained.is_nought() {
                    return None;
                }
                continue;
            }
            match &scale {
                Some(scale) if gained == scale.clone() * due.clone() => {}
                Some(_) => return None,
                None => scale = gained.over(&due),
            }
        }
    }
    scale
}
