//! Exact solution of `V = b + A V`, part by part.
//!
//! States that do not reach each other need no elimination: strongly connected parts are solved from the ends backwards,
//! and only within a part are rationals eliminated.

use super::{GraphError, strongly_connected};
use num_rational::BigRational;
use num_traits::{One, Zero};

/// One unknown: its constant and its coefficients.
#[derive(Clone, Debug)]
pub(super) struct Equation {
    pub(super) constant: BigRational,
    /// Distinct unknowns with their coefficients.
    pub(super) terms: Vec<(u32, BigRational)>,
}

/// The unique solution; the caller sees to it that there is one.
///
/// # Errors
/// [`GraphError::TooEntangled`] if a part has more than `limit` unknowns.
pub(super) fn solve(equations: &[Equation], limit: usize) -> Result<Vec<BigRational>, GraphError> {
    let mut solution = vec![BigRational::zero(); equations.len()];
    let mut place = vec![u32::MAX; equations.len()];
    for part in parts(equations) {
        if part.len() > limit {
            return Err(GraphError::TooEntangled {
                states: part.len(),
                limit,
            });
        }
        for (i, &unknown) in part.iter().enumerate() {
            place[unknown as usize] = i as u32;
        }
        let values = eliminate(equations, &part, &place, &solution);
        for (&unknown, value) in part.iter().zip(values) {
            solution[unknown as usize] = value;
            place[unknown as usize] = u32::MAX;
        }
    }
    Ok(solution)
}

/// Parts that depend on each other, each after every part it depends on.
fn parts(equations: &[Equation]) -> Vec<Vec<u32>> {
    strongly_connected(equations.len(), |unknown, i| {
        let term = equations[unknown as usize].terms.get(i);
        term.map(|(other, _)| *other)
    })
}

/// Gauss-Jordan on one part; everything it depends on outside is in `solution`.
fn eliminate(
    equations: &[Equation],
    part: &[u32],
    place: &[u32],
    solution: &[BigRational],
) -> Vec<BigRational> {
    let n = part.len();
    // Rows of (I − A | b).
    let mut rows: Vec<Vec<BigRational>> = part
        .iter()
        .enumerate()
        .map(|(i, &unknown)| {
            let equation = &equations[unknown as usize];
            let mut row = vec![BigRational::zero(); n + 1];
            row[i] = BigRational::one();
            row[n] = equation.constant.clone();
            for (other, coefficient) in &equation.terms {
                match place[*other as usize] {
                    u32::MAX => row[n] += coefficient * &solution[*other as usize],
                    j => row[j as usize] -= coefficient,
                }
            }
            row
        })
        .collect();
    for column in 0..n {
        let pivot = (column..n).find(|&r| !rows[r][column].is_zero());
        rows.swap(column, pivot.expect("invariant: the solution is unique"));
        let scale = rows[column][column].recip();
        for cell in &mut rows[column][column..] {
            if !cell.is_zero() {
                *cell *= &scale;
            }
        }
        let pivot_row = rows[column].clone();
        for (r, row) in rows.iter_mut().enumerate() {
            if r == column || row[column].is_zero() {
                continue;
            }
            let factor = row[column].clone();
            for (cell, pivot) in row[column..].iter_mut().zip(&pivot_row[column..]) {
                if !pivot.is_zero() {
                    *cell -= &factor * pivot;
                }
            }
        }
    }
    rows.into_iter()
        .map(|mut row| row.pop().unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn equation(constant: i64, terms: &[(u32, i64, i64)]) -> Equation {
        let ratio = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        Equation {
            constant: ratio(constant, 1),
            terms: terms.iter().map(|&(i, n, d)| (i, ratio(n, d))).collect(),
        }
    }

    #[test]
    fn a_loop_and_a_chain_are_solved_by_parts() {
        // x0 = 1 + x1/2, x1 = x0/2, x2 = x0 + x2/3.
        let system = [
            equation(1, &[(1, 1, 2)]),
            equation(0, &[(0, 1, 2)]),
            equation(0, &[(0, 1, 1), (2, 1, 3)]),
        ];
        let parts = parts(&system);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1], [2]);
        let x = solve(&system, 2).unwrap();
        let expected = [(4, 3), (2, 3), (2, 1)];
        for (x, (n, d)) in x.iter().zip(expected) {
            assert_eq!(*x, BigRational::new(n.into(), d.into()));
        }
        assert!(matches!(
            solve(&system, 1),
            Err(GraphError::TooEntangled { states: 2, .. })
        ));
    }

    proptest! {
        #[test]
        fn solutions_satisfy_their_equations(seed in any::<u64>(), n in 1u32..14) {
            use crate::chance::{Chance, Seed};
            let mut chance = Seed(seed).stream("system").sampled();
            let system: Vec<Equation> = (0..n).map(|_| {
                // Coefficients sum to less than 1, so the solution is unique.
                let mut terms: Vec<(u32, i64, i64)> = vec![];
                for _ in 0..chance.below(4) {
                    let other = chance.below(n);
                    if terms.iter().all(|t| t.0 != other) {
                        terms.push((other, 1, 5));
                    }
                }
                equation(i64::from(chance.below(5)), &terms)
            }).collect();
            let x = solve(&system, n as usize).unwrap();
            for (i, equation) in system.iter().enumerate() {
                let right = equation.terms.iter().fold(equation.constant.clone(), |sum, (j, c)| sum + c * &x[*j as usize]);
                prop_assert_eq!(&x[i], &right);
            }
        }
    }
}
