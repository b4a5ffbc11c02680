use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "starc",
        summary: "distances between rewards that forget what does not change behaviour",
        family: Family::Shaping,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2309.15257; lucyfarnik/starc@e13f8fa; EPIC, DARD: HumanCompatibleAI/evaluating-rewards@7b99ec9",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("two tabular rewards and a transition law"),
);

/// STARC, EPIC and DARD: how far two rewards are apart once shaping and scale are taken out.
///
/// # Formula
/// s(R) = c(R)/‖c(R)‖, 0 if c(R) = 0; d = ‖s(R₁) − s(R₂)‖ ([`normalised_distance`]). c by [`Canonical`]: value E[R + γV(S′)] − V(s)
/// with V of the uniform policy; value-potential R + γV(s′) − V(s); minimal-potential and minimal the smallest member of the
/// class; EPIC R + γm(s′) − m(s) − γm̄; DARD the same under the real transition law.
/// # Source
/// *STARC*, arXiv 2309.15257, <https://arxiv.org/abs/2309.15257>, lucyfarnik/starc at e13f8fa; EPIC, arXiv 2006.13900; DARD, arXiv
/// 2201.10081, HumanCompatibleAI/evaluating-rewards at 7b99ec9.
/// # Our reading and deviations
/// L2 norm; value needs γ < 1. Canonical rewards below 1e-10 of the reward's norm count as 0: the authors test for exactly 0 and
/// divide noise by noise. Minimal members are exact projections; the authors descend.
/// # Needs
/// Dense tables `[state][action][next]`; for small problems.
/// # Range
/// 0..=2; EPIC's Pearson and direct distances 0..=1.
/// # Known exploits
/// None known: these measure rewards.
/// # Worked example
/// R₂ = 2R₁ + shaping: 0; R₂ = −R₁: 2.
#[derive(Clone, Debug, PartialEq)]
pub struct TabularReward {
    /// R, `[state][action][next]`.
    pub reward: Vec<Vec<Vec<f64>>>,
}

/// The transition law and the discount.
#[derive(Clone, Debug, PartialEq)]
pub struct TabularWorld {
    /// T, `[state][action][next]`; rows sum to 1.
    pub transition: Vec<Vec<Vec<f64>>>,
    /// γ, below 1.
    pub gamma: f64,
}

/// How a reward is made canonical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canonical {
    /// E[R + γV(S′)] − V(s): forgets shaping and redistribution over S′.
    Value,
    /// R + γV(s′) − V(s).
    ValuePotential,
    /// The smallest reward equal up to shaping.
    MinimalPotential,
    /// The smallest reward equal up to shaping and redistribution over S′.
    Minimal,
    /// R + γm(s′) − m(s) − γ·mean, m the mean over actions and next states.
    Epic,
    /// The same under the real transition law.
    Dard,
}

type Table = Vec<Vec<Vec<f64>>>;

fn build_table(states: usize, actions: usize, f: impl Fn(usize, usize, usize) -> f64) -> Table {
    let next = |s, a| (0..states).map(|n| f(s, a, n)).collect();
    (0..states)
        .map(|s| (0..actions).map(|a| next(s, a)).collect())
        .collect()
}

fn flat(table: &Table) -> Vec<f64> {
    table.iter().flatten().flatten().copied().collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    sum(a.iter().zip(b).map(|(x, y)| x * y))
}

impl TabularWorld {
    fn size(&self) -> (usize, usize) {
        (
            self.transition.len(),
            self.transition.first().map_or(0, Vec::len),
        )
    }

    /// V of the uniform policy: the solution of V = mean_a Σ T (R + γV).
    #[must_use]
    pub fn uniform_value(&self, reward: &TabularReward) -> Vec<f64> {
        let (states, actions) = self.size();
        let share = 1.0 / actions as f64;
        let mut system: Vec<Vec<f64>> = Vec::new();
        for s in 0..states {
            let mut line = vec![0.0; states + 1];
            line[s] = 1.0;
            for a in 0..actions {
                for n in 0..states {
                    let p = share * self.transition[s][a][n];
                    line[n] -= self.gamma * p;
                    line[states] += p * reward.reward[s][a][n];
                }
            }
            system.push(line);
        }
        solve(system)
    }

    /// The canonical form of a reward, `[state][action][next]`.
    #[must_use]
    pub fn canonical(&self, reward: &TabularReward, how: Canonical) -> Vec<Vec<Vec<f64>>> {
        let (states, actions) = self.size();
        let (r, t, g) = (&reward.reward, &self.transition, self.gamma);
        match how {
            Canonical::Value => {
                let v = self.uniform_value(reward);
                let level = |s: usize, a: usize| {
                    sum((0..states).map(|n| t[s][a][n] * (r[s][a][n] + g * v[n]))) - v[s]
                };
                build_table(states, actions, |s, a, _| level(s, a))
            }
            Canonical::ValuePotential => {
                let v = self.uniform_value(reward);
                build_table(states, actions, |s, a, n| r[s][a][n] + g * v[n] - v[s])
            }
            Canonical::MinimalPotential => self.minimal(reward, false),
            Canonical::Minimal => self.minimal(reward, true),
            Canonical::Epic => {
                let m: Vec<f64> = (0..states)
                    .map(|s| {
                        mean(&r[s].iter().flatten().copied().collect::<Vec<f64>>()).unwrap_or(0.0)
                    })
                    .collect();
                let all = mean(&flat(r)).unwrap_or(0.0);
                build_table(states, actions, |s, a, n| {
                    r[s][a][n] + g * m[n] - m[s] - g * all
                })
            }
            Canonical::Dard => self.dard(reward),
        }
    }

    fn dard(&self, reward: &TabularReward) -> Table {
        let (states, actions) = self.size();
        let (r, t, g) = (&reward.reward, &self.transition, self.gamma);
        let share = 1.0 / actions as f64;
        // Expected reward of action b taken in x, its next state drawn as from y.
        let from = |x: usize, y: usize, b: usize| sum((0..states).map(|n| t[y][b][n] * r[x][b][n]));
        let level = |s: usize, n: usize| {
            sum((0..actions).map(|b| {
                let both = sum((0..states).map(|m| t[s][b][m] * from(m, n, b)));
                share * (g * from(n, n, b) - from(s, s, b) - g * both)
            }))
        };
        build_table(states, actions, |s, a, n| r[s][a][n] + level(s, n))
    }

    /// What is left of R after projecting out shaping, and redistribution over next states if asked.
    fn minimal(&self, reward: &TabularReward, redistribution: bool) -> Table {
        let (states, actions) = self.size();
        let keep = |table: Table| match redistribution {
            // Orthogonal to every Z with sum T Z = 0 is, at each (s, a), a multiple of T(s, a, .).
            true => build_table(states, actions, |s, a, n| {
                let row = &self.transition[s][a];
                let along = dot(row, &table[s][a]).over(&dot(row, row)).unwrap_or(0.0);
                along * row[n]
            }),
            false => table,
        };
        let mut left = flat(&keep(reward.reward.clone()));
        let mut basis: Vec<Vec<f64>> = Vec::new();
        for k in 0..states {
            let is = |x: usize| f64::from(u8::from(x == k));
            let shaping = build_table(states, actions, |s, _, n| self.gamma * is(n) - is(s));
            let mut vector = flat(&keep(shaping));
            let before = dot(&vector, &vector);
            // Twice is enough for orthogonality to the last digits.
            for _ in 0..2 {
                for b in &basis {
                    let along = dot(b, &vector);
                    vector.iter_mut().zip(b).for_each(|(x, y)| *x -= along * y);
                }
            }
            let length = dot(&vector, &vector);
            if length > 1e-20 * before {
                let length = length.sqrt();
                vector.iter_mut().for_each(|x| *x /= length);
                basis.push(vector);
            }
        }
        for _ in 0..2 {
            for b in &basis {
                let along = dot(b, &left);
                left.iter_mut().zip(b).for_each(|(x, y)| *x -= along * y);
            }
        }
        build_table(states, actions, |s, a, n| {
            left[(s * actions + a) * states + n]
        })
    }

    fn direction(&self, reward: &TabularReward, how: Canonical) -> Vec<f64> {
        const NOUGHT: f64 = 1e-10;
        let mut canonical = flat(&self.canonical(reward, how));
        let raw = flat(&reward.reward);
        let (length, whole) = (dot(&canonical, &canonical).sqrt(), dot(&raw, &raw).sqrt());
        let nought = length <= NOUGHT * whole.larger(1.0);
        canonical
            .iter_mut()
            .for_each(|x| *x = if nought { 0.0 } else { *x / length });
        canonical
    }
}

/// ‖s(R₁) − s(R₂)‖ under one canonical form, 0..=2. EPIC's direct distance is half of it.
#[must_use]
pub fn normalised_distance(
    world: &TabularWorld,
    a: &TabularReward,
    b: &TabularReward,
    how: Canonical,
) -> f64 {
    let (x, y) = (world.direction(a, how), world.direction(b, how));
    let gap: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x - y).collect();
    dot(&gap, &gap).sqrt()
}

/// EPIC's Pearson distance sqrt((1 − ρ)/2) over all (s, a, s′); `None` if a canonical reward is constant.
#[must_use]
pub fn pearson_distance(world: &TabularWorld, a: &TabularReward, b: &TabularReward) -> Option<f64> {
    let centred = |r: &TabularReward| -> Option<Vec<f64>> {
        let mut x = flat(&world.canonical(r, Canonical::Epic));
        let m = mean(&x)?;
        x.iter_mut().for_each(|x| *x -= m);
        (dot(&x, &x) > 1e-20).then_some(x)
    };
    let (x, y) = (centred(a)?, centred(b)?);
    let rho = dot(&x, &y) / (dot(&x, &x).sqrt() * dot(&y, &y).sqrt());
    Some(((1.0 - rho).larger(0.0) / 2.0).sqrt())
}

/// The solution of a linear system given as rows with their right-hand side last; pivoting by size.
fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for k in 0..n {
        let pivot = (k..n)
            .reduce(|best, i| {
                if rows[i][k].abs() > rows[best][k].abs() {
                    i
                } else {
                    best
                }
            })
            .unwrap_or(k);
        rows.swap(k, pivot);
        let lead = rows[k].clone();
        for (i, row) in rows.iter_mut().enumerate() {
            if i != k {
                let factor = row[k] / lead[k];
                row.iter_mut()
                    .zip(&lead)
                    .for_each(|(x, y)| *x -= factor * y);
            }
        }
    }
    (0..n).map(|k| rows[k][n] / rows[k][k]).collect()
}
