//! The smallest reward that differs from a given one by shaping alone: a least-squares problem over the places.

use super::{game::Game, price::AuditScalar};

/// One residual: a reward, and how potentials enter it.
struct Row {
    reward: f64,
    terms: Vec<(u32, f64)>,
}

/// Rounds of conjugate gradients after which what is left is taken as it is; shop graphs need a few hundred.
const MAX_ROUNDS: usize = 20_000;

/// What is left of the rewards once the best potential is taken out, in doubles: by link, or by move if redistribution
/// over next places is forgotten too. Ended places stay where they are, with reward 0.
pub(crate) fn minimal<S: AuditScalar>(
    game: &Game<'_, S>,
    gamma: &S,
    rewards: &[S],
    by_move: bool,
) -> Vec<f64> {
    let gamma = gamma.to_f64();
    let mut rows = vec![];
    for place in 0..game.len() as u32 {
        for step in game.moves(place) {
            let shares: Vec<f64> = game.links(step).map(|l| game.share(l).to_f64()).collect();
            if by_move {
                // What no redistribution can change is the part along the transition law: its mean, over its length.
                let length = shares.iter().map(|p| p * p).sum::<f64>().sqrt();
                let mut row = Row {
                    reward: 0.0,
                    terms: vec![(place, -1.0 / length)],
                };
                for (link, p) in game.links(step).zip(&shares) {
                    row.reward += p * rewards[link].to_f64() / length;
                    row.terms.push((game.links[link].to, gamma * p / length));
                }
                rows.push(row);
            } else {
                rows.extend(game.links(step).map(|link| Row {
                    reward: rewards[link].to_f64(),
                    terms: vec![(place, -1.0), (game.links[link].to, gamma)],
                }));
            }
        }
        if game.moves(place).is_empty() {
            rows.push(Row {
                reward: 0.0,
                terms: vec![(place, gamma - 1.0)],
            });
        }
    }
    residual(&rows, game.len())
}

/// b + A x with x least squares, by conjugate gradients on the normal equations.
fn residual(rows: &[Row], unknowns: usize) -> Vec<f64> {
    let forward = |x: &[f64]| -> Vec<f64> {
        let dot = |row: &Row| row.terms.iter().map(|(u, a)| a * x[*u as usize]).sum();
        rows.iter().map(dot).collect()
    };
    let backward = |r: &[f64]| -> Vec<f64> {
        let mut out = vec![0.0; unknowns];
        for (row, r) in rows.iter().zip(r) {
            for (u, a) in &row.terms {
                out[*u as usize] += a * r;
            }
        }
        out
    };
    let square = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>();
    let mut left: Vec<f64> = rows.iter().map(|row| row.reward).collect();
    let mut gradient = backward(&left);
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut size = square(&gradient);
    let enough = size * 1e-30;
    for _ in 0..MAX_ROUNDS {
        if size <= enough || size <= f64::MIN_POSITIVE {
            break;
        }
        let along = forward(&direction);
        let step = size / square(&along);
        left.iter_mut()
            .zip(&along)
            .for_each(|(l, a)| *l += step * a);
        gradient = backward(&left);
        let new = square(&gradient);
        let carry = new / size;
        for (d, g) in direction.iter_mut().zip(&gradient) {
            *d = carry * *d - g;
        }
        size = new;
    }
    left
}
