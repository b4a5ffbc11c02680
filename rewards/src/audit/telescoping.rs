//! Is a reward made of a potential? Exact answers by walking the graph once.

use super::{
    game::Game,
    price::AuditScalar,
    report::{Amount, Telescoping},
    solve::Ring,
};

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

/// `constant + start · Φ(start) + scale · c`, a potential as far as it is known.
#[derive(Clone)]
struct Affine<S> {
    constant: S,
    start: S,
    scale: S,
}

impl<S: AuditScalar> Affine<S> {
    fn minus(&self, other: &Self) -> Self {
        Self {
            constant: self.constant.clone() - other.constant.clone(),
            start: self.start.clone() - other.start.clone(),
            scale: self.scale.clone() - other.scale.clone(),
        }
    }
}

/// The `c` for which `prices = c · outcomes + γΦ(s′) − Φ(s)` on every link, with some Φ that is 0 where the episode has
/// ended; `None` if there is none. Exact numbers only: an affine Φ is carried along a spanning tree and every other link
/// gives an equation in Φ(start) and c.
pub(crate) fn shaped_outcome<S: AuditScalar>(
    game: &Game<'_, S>,
    prices: &[S],
    outcomes: &[S],
    gamma: &S,
) -> Option<S> {
    if !S::EXACT || gamma.is_nought() {
        return None;
    }
    let back = S::one().over(gamma)?;
    let zero = || Affine {
        constant: S::zero(),
        start: S::zero(),
        scale: S::zero(),
    };
    let mut potential: Vec<Option<Affine<S>>> = (0..game.len() as u32)
        .map(|place| game.grade(place).map(|_| zero()))
        .collect();
    potential[0].get_or_insert(Affine {
        start: S::one(),
        ..zero()
    });
    let mut system = System { rows: vec![] };
    for place in 0..game.len() as u32 {
        let Some(here) = potential[place as usize].clone() else {
            continue;
        };
        for step in game.moves(place) {
            for link in game.links(step) {
                // Φ(s′) = (price − c · outcome + Φ(s)) / γ.
                let next = Affine {
                    constant: back.clone() * (prices[link].clone() + here.constant.clone()),
                    start: back.clone() * here.start.clone(),
                    scale: back.clone() * (here.scale.clone() - outcomes[link].clone()),
                };
                match &potential[game.links[link].to as usize] {
                    None => potential[game.links[link].to as usize] = Some(next),
                    Some(known) => system.add(next.minus(known))?,
                }
            }
        }
    }
    system.scale()
}

/// Equations `constant + start · x + scale · c = 0`, at most two independent ones.
struct System<S> {
    rows: Vec<Affine<S>>,
}

impl<S: AuditScalar> System<S> {
    /// `None` if the equation contradicts those before.
    fn add(&mut self, equation: Affine<S>) -> Option<()> {
        let mut left = equation;
        for row in &self.rows {
            // Each row has a pivot: `start` if it has one, else `scale`.
            let factor = match row.start.is_nought() {
                false => left.start.clone().over(&row.start),
                true => left.scale.clone().over(&row.scale),
            }?;
            left = left.minus(&Affine {
                constant: factor.clone() * row.constant.clone(),
                start: factor.clone() * row.start.clone(),
                scale: factor * row.scale.clone(),
            });
        }
        match (left.start.is_nought(), left.scale.is_nought()) {
            (true, true) => left.constant.is_nought().then_some(()),
            _ => {
                self.rows.push(left);
                // The row with `start` first, so that the other is left with `scale` alone.
                self.rows.sort_by_key(|row| row.start.is_nought());
                Some(())
            }
        }
    }

    /// The scale; 1 where the equations leave it open is no answer, so `None`.
    fn scale(&self) -> Option<S> {
        match &self.rows[..] {
            [first, second] => {
                // Substitution: `second` may still hold `start` if `first` came later.
                let factor = match first.start.is_nought() {
                    true => S::zero(),
                    false => second.start.clone().over(&first.start)?,
                };
                let scale = second.scale.clone() - factor.clone() * first.scale.clone();
                let constant = second.constant.clone() - factor * first.constant.clone();
                (-constant).over(&scale)
            }
            [only] if only.start.is_nought() => (-only.constant.clone()).over(&only.scale),
            _ => None,
        }
    }
}
