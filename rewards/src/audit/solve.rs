//! Best play under a discount, and what it makes of other rewards.

use super::{
    AuditError,
    game::Game,
    intern::Interned,
    linear::{self, Equation},
    price::AuditScalar,
};
use std::collections::HashMap;

/// The discount, in the numbers computed with.
#[derive(Clone, Debug)]
pub(crate) struct Ring<S> {
    pub(crate) gamma: S,
}

impl<S: AuditScalar> Ring<S> {
    pub(crate) fn exceeds(&self, a: &S, b: &S) -> bool {
        a.exceeds(b)
    }
}

/// Values of best play, and of every move followed by best play.
#[derive(Clone, Debug)]
pub(crate) struct Solved<S> {
    /// `[places]`.
    pub(crate) values: Vec<S>,
    /// `[moves]`.
    pub(crate) moves: Vec<S>,
    /// Whether each move is a best one, `[moves]`.
    pub(crate) best: Vec<bool>,
}

impl<S: AuditScalar> Solved<S> {
    /// The first best move of a place.
    pub(crate) fn choice(&self, game: &Game<'_, S>, place: u32) -> Option<u32> {
        game.moves(place).find(|&m| self.best[m as usize])
    }

    /// The first best move of every place.
    pub(crate) fn choices(&self, game: &Game<'_, S>) -> Vec<Option<u32>> {
        (0..game.len() as u32)
            .map(|place| self.choice(game, place))
            .collect()
    }
}

/// The expected price of every move.
pub(crate) fn gains<S: AuditScalar>(game: &Game<'_, S>, prices: &[S]) -> Vec<S> {
    (0..game.edges.len() as u32)
        .map(|m| game.expect(m, |link| prices[link].clone()))
        .collect()
}

/// The discounted value of every place if `choices` are made.
pub(crate) fn evaluate<S: AuditScalar>(
    game: &Game<'_, S>,
    gains: &[S],
    gamma: &S,
    choices: &[Option<u32>],
) -> Result<Vec<S>, AuditError> {
    let equation = |choice: &Option<u32>| match choice {
        Some(step) => Equation {
            constant: gains[*step as usize].clone(),
            terms: terms(game, *step, gamma),
        },
        None => Equation {
            constant: S::zero(),
            terms: vec![],
        },
    };
    let equations: Vec<Equation<S>> = choices.iter().map(equation).collect();
    Ok(linear::solve(&equations)?)
}

fn terms<S: AuditScalar>(game: &Game<'_, S>, step: u32, gamma: &S) -> Vec<(u32, S)> {
    if let Some(to) = game.sure(step) {
        return vec![(to, gamma.clone())];
    }
    game.links(step)
        .map(|link| (game.links[link].to, gamma.clone() * game.share(link)))
        .collect()
}

/// The discounted value of every place if every move of it is equally likely.
pub(crate) fn evaluate_uniform<S: AuditScalar>(
    game: &Game<'_, S>,
    gains: &[S],
    gamma: &S,
) -> Result<Vec<S>, AuditError> {
    let equation = |place: u32| {
        let moves = game.moves(place);
        let share = S::ratio(1, moves.len().max(1) as u64);
        let mut equation = Equation {
            constant: S::zero(),
            terms: vec![],
        };
        let mut summed: Vec<(u32, S)> = vec![];
        for step in moves {
            equation.constant = equation.constant + gains[step as usize].clone();
            summed.extend(terms(game, step, gamma));
        }
        summed.sort_by_key(|(to, _)| *to);
        for (to, factor) in summed {
            match equation.terms.last_mut() {
                Some((last, sum)) if *last == to => *sum = sum.clone() + factor,
                _ => equation.terms.push((to, factor)),
            }
        }
        equation.constant = equation.constant * share.clone();
        for (_, factor) in &mut equation.terms {
            *factor = factor.clone() * share.clone();
        }
        equation
    };
    let equations: Vec<Equation<S>> = (0..game.len() as u32).map(equation).collect();
    Ok(linear::solve(&equations)?)
}

/// Best play by policy iteration from `start`; one of doubles makes a good start for an exact one.
pub(crate) fn best_play<S: AuditScalar>(
    game: &Game<'_, S>,
    gains: &[S],
    ring: &Ring<S>,
    start: Option<Vec<Option<u32>>>,
) -> Result<Solved<S>, AuditError> {
    let first = |place: u32| game.moves(place).next();
    let mut choices = start.unwrap_or_else(|| (0..game.len() as u32).map(first).collect());
    loop {
        let values = evaluate(game, gains, &ring.gamma, &choices)?;
        let moves = look_ahead(game, gains, &ring.gamma, &values);
        let order = Order::of(ring, &values, &moves);
        let mut improved = false;
        for place in 0..game.len() as u32 {
            let mut top = Entry::Value(place);
            for step in game.moves(place) {
                if order.exceeds(Entry::Move(step), top) {
                    top = Entry::Move(step);
                    choices[place as usize] = Some(step);
                    improved = true;
                }
            }
        }
        if !improved {
            let best = (0..game.len() as u32).flat_map(|place| {
                let order = &order;
                game.moves(place)
                    .map(move |m| !order.exceeds(Entry::Value(place), Entry::Move(m)))
            });
            let best = best.collect();
            return Ok(Solved {
                values,
                moves,
                best,
            });
        }
    }
}

/// A number that is compared: the value of a place, or of a move.
#[derive(Clone, Copy)]
enum Entry {
    Value(u32),
    Move(u32),
}

/// Which values are larger: by rank if they are exact, by difference if they are doubles.
struct Order<'a, S> {
    ring: &'a Ring<S>,
    values: &'a [S],
    moves: &'a [S],
    /// Ranks of the values, then of the moves; empty for doubles.
    ranks: Vec<u32>,
}

impl<'a, S: AuditScalar> Order<'a, S> {
    fn of(ring: &'a Ring<S>, values: &'a [S], moves: &'a [S]) -> Self {
        let ranks = match S::EXACT {
            true => Interned::of(values.iter().chain(moves)).ranks(),
            false => vec![],
        };
        Self {
            ring,
            values,
            moves,
            ranks,
        }
    }

    fn exceeds(&self, a: Entry, b: Entry) -> bool {
        if S::EXACT {
            return self.rank(a) > self.rank(b);
        }
        self.ring.exceeds(self.number(a), self.number(b))
    }

    fn rank(&self, entry: Entry) -> u32 {
        match entry {
            Entry::Value(place) => self.ranks[place as usize],
            Entry::Move(step) => self.ranks[self.values.len() + step as usize],
        }
    }

    fn number(&self, entry: Entry) -> &S {
        match entry {
            Entry::Value(place) => &self.values[place as usize],
            Entry::Move(step) => &self.moves[step as usize],
        }
    }
}

/// Gain plus discounted value of where each move leads.
pub(crate) fn look_ahead<S: AuditScalar>(
    game: &Game<'_, S>,
    gains: &[S],
    gamma: &S,
    values: &[S],
) -> Vec<S> {
    let later = |v: &S| gamma.clone() * v.clone();
    if !S::EXACT {
        let later: Vec<S> = values.iter().map(later).collect();
        let value = |m: u32| {
            let next = game.expect(m, |link| later[game.links[link].to as usize].clone());
            gains[m as usize].clone() + next
        };
        return (0..game.edges.len() as u32).map(value).collect();
    }
    let (gains, values) = (Interned::of(gains.iter()), Interned::of(values.iter()));
    let later: Vec<S> = values.values.iter().map(later).collect();
    let of_place = |place: u32| values.ids[place as usize];
    // Looked up, never walked.
    let mut sums: HashMap<(u32, u32), S> = HashMap::new();
    let mut value = |m: u32| {
        let gain = gains.ids[m as usize];
        let add = |next: S| gains.values[gain as usize].clone() + next;
        match game.sure(m).map(of_place) {
            Some(next) => {
                let sum = sums.entry((gain, next));
                sum.or_insert_with(|| add(later[next as usize].clone()))
                    .clone()
            }
            None => add(game.expect(m, |link| {
                later[of_place(game.links[link].to) as usize].clone()
            })),
        }
    };
    (0..game.edges.len() as u32).map(&mut value).collect()
}
