//! Solution of `v = c + A v`, part by part: states that do not reach each other need no elimination.

use super::price::AuditScalar;
use truestep_core::graph::{GraphError, strongly_connected};

/// One unknown: its constant and its coefficients, each unknown at most once.
#[derive(Clone, Debug)]
pub(crate) struct Equation<S> {
    pub(crate) constant: S,
    pub(crate) terms: Vec<(u32, S)>,
}

/// Largest connected part that is eliminated exactly.
pub(crate) const EXACT_PART: usize = 120;
/// Largest connected part that is eliminated in doubles; beyond it values are swept.
const FLOAT_PART: usize = 300;
/// Sweeps of a part in doubles; at discount 99/100 rounding is reached after about 3,600.
const MAX_SWEEPS: usize = 100_000;

/// The unique solution; coefficients of every unknown sum to less than 1.
pub(crate) fn solve<S: AuditScalar>(equations: &[Equation<S>]) -> Result<Vec<S>, GraphError> {
    let mut solution = vec![S::zero(); equations.len()];
    let mut place = vec![u32::MAX; equations.len()];
    for part in parts(equations) {
        for (i, &unknown) in part.iter().enumerate() {
            place[unknown as usize] = i as u32;
        }
        solve_part(equations, &part, &place, &mut solution)?;
        for &unknown in &part {
            place[unknown as usize] = u32::MAX;
        }
    }
    Ok(solution)
}

fn solve_part<S: AuditScalar>(
    equations: &[Equation<S>],
    part: &[u32],
    place: &[u32],
    solution: &mut [S],
) -> Result<(), GraphError> {
    let values = if is_ring(equations, part, place) {
        along_ring(equations, part, place, solution)
    } else if S::EXACT && part.len() > EXACT_PART {
        return Err(GraphError::TooEntangled {
            states: part.len(),
            limit: EXACT_PART,
        });
    } else if !S::EXACT && part.len() > FLOAT_PART {
        sweep(equations, part, solution);
        return Ok(());
    } else {
        eliminate(equations, part, place, solution)
    };
    for (&unknown, value) in part.iter().zip(values) {
        solution[unknown as usize] = value;
    }
    Ok(())
}

/// Whether each unknown of the part depends on at most one of the part: a single state, or a simple cycle.
fn is_ring<S>(equations: &[Equation<S>], part: &[u32], place: &[u32]) -> bool {
    part.iter().all(|&u| {
        let terms = equations[u as usize].terms.iter();
        terms
            .filter(|(v, _)| place[*v as usize] != u32::MAX)
            .count()
            <= 1
    })
}

/// v₀ = c + a v₀ once round the ring, then backwards.
fn along_ring<S: AuditScalar>(
    equations: &[Equation<S>],
    part: &[u32],
    place: &[u32],
    solution: &[S],
) -> Vec<S> {
    let mut order = vec![];
    let mut at = Some(0usize);
    let mut lines: Vec<(S, S)> = vec![];
    while let Some(here) = at.filter(|&i| i != 0 || order.is_empty()) {
        let equation = &equations[part[here] as usize];
        let (mut constant, mut factor, mut next) = (equation.constant.clone(), S::zero(), None);
        for (other, coefficient) in &equation.terms {
            match place[*other as usize] {
                u32::MAX => {
                    constant = constant + coefficient.clone() * solution[*other as usize].clone();
                }
                inside => (factor, next) = (coefficient.clone(), Some(inside as usize)),
            }
        }
        order.push(here);
        lines.push((constant, factor));
        at = next;
    }
    let (mut constant, mut factor) = (S::zero(), S::one());
    for (c, a) in lines.iter().rev() {
        constant = c.clone() + a.clone() * constant;
        factor = a.clone() * factor;
    }
    let first = match factor.is_nought() {
        true => constant,
        false => constant
            .over(&(S::one() - factor))
            .expect("invariant: coefficients sum to less than 1"),
    };
    let mut values = vec![S::zero(); part.len()];
    let mut next = first;
    for (&here, (c, a)) in order.iter().zip(&lines).rev() {
        next = c.clone() + a.clone() * next;
        values[here] = next.clone();
    }
    values
}

/// Gauss-Jordan on one part.
fn eliminate<S: AuditScalar>(
    equations: &[Equation<S>],
    part: &[u32],
    place: &[u32],
    solution: &[S],
) -> Vec<S> {
    let n = part.len();
    let mut rows: Vec<Vec<S>> = Vec::with_capacity(n);
    for (i, &unknown) in part.iter().enumerate() {
        let equation = &equations[unknown as usize];
        let mut row = vec![S::zero(); n + 1];
        row[i] = S::one();
        row[n] = equation.constant.clone();
        for (other, coefficient) in &equation.terms {
            let cell = match place[*other as usize] {
                u32::MAX => {
                    let known = coefficient.clone() * solution[*other as usize].clone();
                    row[n] = row[n].clone() + known;
                    continue;
                }
                j => &mut row[j as usize],
            };
            *cell = cell.clone() - coefficient.clone();
        }
        rows.push(row);
    }
    reduce(&mut rows);
    rows.into_iter()
        .map(|mut row| row.pop().unwrap_or_else(S::zero))
        .collect()
}

/// Bring `[n][n + 1]` rows of a regular system to the identity; the solution is the last column.
pub(crate) fn reduce<S: AuditScalar>(rows: &mut [Vec<S>]) {
    let n = rows.len();
    for column in 0..n {
        let better = |a: usize, b: usize| {
            // In doubles the largest pivot keeps the error small; exact numbers need only one that is not 0.
            match S::EXACT {
                true => !rows[a][column].is_nought() || rows[b][column].is_nought(),
                false => rows[a][column].to_f64().abs() >= rows[b][column].to_f64().abs(),
            }
        };
        let pivot = (column..n).reduce(|a, b| if better(a, b) { a } else { b });
        rows.swap(column, pivot.unwrap_or(column));
        let lead = rows[column][column].clone();
        for cell in &mut rows[column][column..] {
            if !cell.is_nought() {
                *cell = cell.clone().over(&lead).unwrap_or_else(S::zero);
            }
        }
        let pivot_row = rows[column].clone();
        for (r, row) in rows.iter_mut().enumerate() {
            if r == column || row[column].is_nought() {
                continue;
            }
            let factor = row[column].clone();
            for (cell, lead) in row[column..].iter_mut().zip(&pivot_row[column..]) {
                if !lead.is_nought() {
                    *cell = cell.clone() - factor.clone() * lead.clone();
                }
            }
        }
    }
}

/// Gauss-Seidel until a sweep changes nothing that doubles can hold.
fn sweep<S: AuditScalar>(equations: &[Equation<S>], part: &[u32], solution: &mut [S]) {
    const RELATIVE: f64 = 1e-15;
    for _ in 0..MAX_SWEEPS {
        let (mut change, mut size) = (0.0f64, 0.0f64);
        // Later found, nearer to the ends: values flow backwards.
        for &unknown in part.iter().rev() {
            let equation = &equations[unknown as usize];
            let new = equation
                .terms
                .iter()
                .fold(equation.constant.clone(), |sum, (v, a)| {
                    sum + a.clone() * solution[*v as usize].clone()
                });
            let old = std::mem::replace(&mut solution[unknown as usize], new.clone());
            change = change.max((new.to_f64() - old.to_f64()).abs());
            size = size.max(new.to_f64().abs());
        }
        if change <= RELATIVE * size {
            return;
        }
    }
}

/// Parts that depend on each other, each after every part it depends on.
fn parts<S>(equations: &[Equation<S>]) -> Vec<Vec<u32>> {
    strongly_connected(equations.len(), |unknown, i| {
        let term = equations[unknown as usize].terms.get(i);
        term.map(|(other, _)| *other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Fraction;
    use proptest::prelude::*;
    use truestep_core::chance::{Chance, Seed};

    /// Unknowns with up to three others on their right, all coefficients 99/400.
    fn system<S: AuditScalar>(seed: u64, n: u32, terms: u32) -> Vec<Equation<S>> {
        let mut chance = Seed(seed).stream("system").sampled();
        let mut equation = || {
            let mut others: Vec<u32> = (0..terms).map(|_| chance.below(n)).collect();
            others.sort_unstable();
            others.dedup();
            Equation {
                constant: S::ratio(u64::from(chance.below(7)), 3),
                terms: others.into_iter().map(|o| (o, S::ratio(99, 400))).collect(),
            }
        };
        (0..n).map(|_| equation()).collect()
    }

    fn right<S: AuditScalar>(equation: &Equation<S>, x: &[S]) -> S {
        let terms = equation.terms.iter();
        terms.fold(equation.constant.clone(), |sum, (j, a)| {
            sum + a.clone() * x[*j as usize].clone()
        })
    }

    proptest! {
        #[test]
        fn exact_solutions_satisfy_their_equations(seed in any::<u64>(), n in 1u32..20, terms in 0u32..4) {
            let system = system::<Fraction>(seed, n, terms);
            let x = solve(&system).unwrap();
            for (equation, x_i) in system.iter().zip(&x) {
                prop_assert_eq!(x_i, &right(equation, &x));
            }
        }

        #[test]
        fn doubles_satisfy_them_whatever_the_size_of_the_parts(seed in any::<u64>(), n in 1u32..900) {
            let system = system::<f64>(seed, n, 3);
            let x = solve(&system).unwrap();
            for (equation, x_i) in system.iter().zip(&x) {
                prop_assert!((x_i - right(equation, &x)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_long_ring_is_solved_exactly_and_a_large_knot_is_refused() {
        let n = 1_000u32;
        let ring: Vec<Equation<Fraction>> = (0..n)
            .map(|i| Equation {
                constant: AuditScalar::ratio(u64::from(i == 0), 1),
                terms: vec![((i + 1) % n, AuditScalar::ratio(1, 2))],
            })
            .collect();
        let x = solve(&ring).unwrap();
        assert_eq!(x[0], right(&ring[0], &x));
        assert_eq!(x[999], right(&ring[999], &x));
        let knot = system::<Fraction>(1, 400, 3);
        assert!(matches!(solve(&knot), Err(GraphError::TooEntangled { .. })));
    }
}
