//! A process rebuilt from an exported graph file, and nothing else: plain JSON in, plain recursion over it.

use num_rational::BigRational;
use serde_json::Value;

/// One action of a state: its text, π(a|s), and where it leads.
pub(crate) struct Action {
    pub(crate) text: String,
    pub(crate) probability: BigRational,
    pub(crate) leads_to: Vec<(usize, BigRational)>,
}

/// One state.
pub(crate) struct State {
    pub(crate) digest: String,
    /// The reward of arriving here, if the episode ends here.
    pub(crate) grade: Option<BigRational>,
    pub(crate) actions: Vec<Action>,
}

/// The process.
pub(crate) struct Rebuilt {
    pub(crate) states: Vec<State>,
}

/// What can be computed with: fractions for figures, doubles for large graphs.
pub(crate) trait Scalar: Clone {
    fn of(exact: &BigRational) -> Self;
    fn plus(self, other: Self) -> Self;
    fn times(&self, other: &Self) -> Self;
}

impl Scalar for BigRational {
    fn of(exact: &BigRational) -> Self {
        exact.clone()
    }
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn times(&self, other: &Self) -> Self {
        self * other
    }
}

impl Scalar for f64 {
    fn of(exact: &BigRational) -> Self {
        let part = |n: &dyn ToString| n.to_string().parse::<f64>().unwrap();
        part(exact.numer()) / part(exact.denom())
    }
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn times(&self, other: &Self) -> Self {
        self * other
    }
}

pub(crate) fn fraction(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn pair(value: &Value) -> BigRational {
    fraction(value[0].as_i64().unwrap(), value[1].as_i64().unwrap())
}

impl Rebuilt {
    /// From the JSON of `graph --out`, or of the field `states` of `graph --json`.
    pub(crate) fn from_json(file: &Value) -> Self {
        let action = |action: &Value| {
            let to = action["to"].as_array().unwrap();
            let total: i64 = to.iter().map(|t| t[1].as_i64().unwrap()).sum();
            let lead = |t: &Value| {
                let share = fraction(t[1].as_i64().unwrap(), total);
                (t[0].as_u64().unwrap() as usize, share)
            };
            Action {
                text: action["action"].as_str().unwrap().to_owned(),
                probability: pair(&action["solution"]["probability"]),
                leads_to: to.iter().map(lead).collect(),
            }
        };
        let state = |state: &Value| State {
            digest: state["digest"].as_str().unwrap().to_owned(),
            grade: state["outcome"].is_array().then(|| pair(&state["outcome"])),
            actions: state["actions"]
                .as_array()
                .unwrap()
                .iter()
                .map(action)
                .collect(),
        };
        let states = file["states"].as_array().unwrap();
        Self {
            states: states.iter().map(state).collect(),
        }
    }

    /// Q of an action given the values with one step fewer.
    pub(crate) fn q<S: Scalar>(&self, action: &Action, next: &[S]) -> S {
        let nought = S::of(&fraction(0, 1));
        let leads = action.leads_to.iter();
        leads.fold(nought, |sum, (to, p)| sum.plus(S::of(p).times(&next[*to])))
    }

    /// V with 0, 1, …, `horizon` steps left, `[horizon + 1][states]`, for the expected grade.
    pub(crate) fn values<S: Scalar>(&self, horizon: usize) -> Vec<Vec<S>> {
        let nought = S::of(&fraction(0, 1));
        let start = |s: &State| s.grade.as_ref().map_or(nought.clone(), S::of);
        let mut layers: Vec<Vec<S>> = vec![self.states.iter().map(start).collect()];
        for h in 1..=horizon {
            let value = |(number, s): (usize, &State)| match s.grade {
                Some(_) => layers[0][number].clone(),
                None => s.actions.iter().fold(nought.clone(), |sum, a| {
                    sum.plus(S::of(&a.probability).times(&self.q(a, &layers[h - 1])))
                }),
            };
            layers.push(self.states.iter().enumerate().map(value).collect());
        }
        layers
    }

    /// d(t, s) for `t` below `horizon`, `[horizon][states]`.
    pub(crate) fn visits(&self, horizon: usize) -> Vec<Vec<f64>> {
        let mut now = vec![0.0; self.states.len()];
        now[0] = 1.0;
        let mut all = vec![];
        for _ in 0..horizon {
            let mut next = vec![0.0; self.states.len()];
            for (state, mass) in self.states.iter().zip(&now).filter(|(_, m)| **m > 0.0) {
                for action in &state.actions {
                    for (to, p) in &action.leads_to {
                        next[*to] += mass * f64::of(&action.probability) * f64::of(p);
                    }
                }
            }
            all.push(std::mem::replace(&mut now, next));
        }
        all
    }
}
