//! The judgement: Bellman's equation for the policy that was meant, and the best policy beside it.

use super::{
    read::{Choice, Table},
    report::{Counterexample, TableReport, TableStep},
};
use crate::{
    audit::{
        AuditError, Objective,
        linear::{Equation, solve},
        price::AuditScalar,
        report::Amount,
    },
    number::{Fraction, Scalar},
};
use std::collections::BTreeMap;
use truestep_core::{graph::GraphError, rational::Rational};

/// Rounds of improvement: each is a better policy, and few are needed.
const MOST_ROUNDS: usize = 1_000;
/// Most steps of a way that is shown.
const SHOWN: usize = 20;

impl Table {
    /// Whether the policy that was meant is best under the reward, in every state that can be reached: in exact numbers where
    /// the states are few enough to be solved so, in doubles otherwise, which the report says.
    ///
    /// # Errors
    /// [`AuditError`] for an objective that is no discount below 1.
    pub fn judge(&self, objective: Objective) -> Result<TableReport, AuditError> {
        objective.check()?;
        let Objective::Discounted(discount) = objective else {
            return Err(AuditError::TableHorizon);
        };
        match Judge::<Fraction>::new(self, discount).report() {
            Err(AuditError::Graph(GraphError::TooEntangled { .. })) => {
                Judge::<f64>::new(self, discount).report()
            }
            done => done,
        }
    }
}

/// A table in the scalar computed with.
struct Judge<'t, S> {
    table: &'t Table,
    discount: Rational,
    gamma: S,
    /// The states that can be reached, nearest first.
    order: Vec<usize>,
}

/// A policy: of every state the share of each of its actions.
type Shares<S> = Vec<Vec<S>>;

impl<'t, S: AuditScalar> Judge<'t, S> {
    fn new(table: &'t Table, discount: Rational) -> Self {
        Self {
            table,
            discount,
            gamma: S::from_rational(discount),
            order: table.order(),
        }
    }

    /// The value of every state under a policy.
    fn values(&self, shares: &Shares<S>) -> Result<Vec<S>, AuditError> {
        let equation = |(choices, shares): (&Vec<Choice>, &Vec<S>)| {
            let (mut constant, mut terms) = (S::zero(), BTreeMap::<u32, S>::new());
            for (choice, share) in choices.iter().zip(shares).filter(|(_, s)| !s.is_nought()) {
                for outcome in &choice.outcomes {
                    let weight = share.clone() * S::from_fraction(&outcome.probability);
                    let paid = weight.clone() * S::from_fraction(&outcome.reward);
                    constant = constant.clone() + paid;
                    let term = terms.entry(outcome.to as u32).or_insert_with(S::zero);
                    *term = term.clone() + weight * self.gamma.clone();
                }
            }
            Equation {
                constant,
                terms: terms.into_iter().collect(),
            }
        };
        let each = self.table.choices.iter().zip(shares);
        let equations: Vec<Equation<S>> = each.map(equation).collect();
        Ok(solve(&equations)?)
    }

    /// What an action earns where states are worth `values`.
    fn earns(&self, choice: &Choice, values: &[S]) -> S {
        crate::number::sum(choice.outcomes.iter().map(|outcome| {
            let next = self.gamma.clone() * values[outcome.to].clone();
            let paid = S::from_fraction(&outcome.reward) + next;
            S::from_fraction(&outcome.probability) * paid
        }))
    }

    /// The best action of a state, the first of equals, with what it earns.
    fn best(&self, state: usize, values: &[S]) -> Option<(usize, S)> {
        let each = self.table.choices[state].iter().enumerate();
        let earned = each.map(|(at, choice)| (at, self.earns(choice, values)));
        earned.reduce(|best, next| if next.1.exceeds(&best.1) { next } else { best })
    }

    fn meant(&self) -> Shares<S> {
        let share = |choice: &Choice| S::from_fraction(&choice.meant);
        let each = self.table.choices.iter();
        each.map(|choices| choices.iter().map(share).collect())
            .collect()
    }

    /// A best policy, by improving the one that was meant.
    fn improved(&self, values: &[S]) -> Result<(Shares<S>, Vec<S>), AuditError> {
        let (mut shares, mut values) = (self.meant(), values.to_vec());
        for _ in 0..MOST_ROUNDS {
            let mut is_best = true;
            for &state in &self.order {
                let Some((at, earned)) = self.best(state, &values) else {
                    continue;
                };
                if earned.exceeds(&values[state]) {
                    is_best = false;
                    let actions = 0..self.table.choices[state].len();
                    let one = |a| if a == at { S::one() } else { S::zero() };
                    shares[state] = actions.map(one).collect();
                }
            }
            if is_best {
                break;
            }
            values = self.values(&shares)?;
        }
        Ok((shares, values))
    }

    fn report(&self) -> Result<TableReport, AuditError> {
        let table = self.table;
        let values = self.values(&self.meant())?;
        let mut worst: Option<(usize, usize, S)> = None;
        let (mut changed, mut tied, mut choosing) = (0, 0, 0);
        for &state in &self.order {
            let Some((at, earned)) = self.best(state, &values) else {
                continue;
            };
            choosing += 1;
            if earned.exceeds(&values[state]) {
                changed += 1;
                // The nearest state is the plainest counterexample.
                worst.get_or_insert((state, at, earned));
            } else {
                let others = table.choices[state]
                    .iter()
                    .filter(|c| c.meant == Fraction::zero());
                let is_equal = |c: &Choice| !values[state].exceeds(&self.earns(c, &values));
                tied += usize::from(others.into_iter().any(is_equal));
            }
        }
        let (best, best_values) = self.improved(&values)?;
        let counterexample = worst.map(|(state, at, earned)| {
            let (way, is_loop) = self.way(&best);
            Counterexample {
                state: table.names[state].clone(),
                meant: self.taken(state),
                earned: Amount::of(&values[state]),
                better: table.choices[state][at].name.clone(),
                would_earn: Amount::of(&earned),
                reached_by: self.reached_by(state),
                best_way: way,
                is_loop,
            }
        });
        Ok(TableReport {
            discount: self.discount.to_string(),
            exact: S::EXACT,
            states: self.order.len(),
            choosing,
            changed,
            tied,
            meant: Amount::of(&values[table.start]),
            best: Amount::of(&best_values[table.start]),
            counterexample,
        })
    }

    /// The actions that were meant in a state.
    fn taken(&self, state: usize) -> Vec<String> {
        let choices = self.table.choices[state].iter();
        let taken = choices.filter(|c| c.meant != Fraction::zero());
        taken.map(|c| c.name.clone()).collect()
    }

    /// The actions by which a state is reached.
    fn reached_by(&self, state: usize) -> Vec<TableStep> {
        let reached = self.table.reached();
        let (mut at, mut steps) = (state, vec![]);
        while let Some(Some((from, action))) = reached.get(&at) {
            steps.push(self.step(*from, *action, at));
            at = *from;
        }
        steps.reverse();
        steps
    }

    fn step(&self, from: usize, action: usize, to: usize) -> TableStep {
        let choice = &self.table.choices[from][action];
        let outcome = choice.outcomes.iter().find(|o| o.to == to);
        let reward = outcome.map_or_else(Fraction::default, |o| o.reward.clone());
        TableStep {
            state: self.table.names[from].clone(),
            action: choice.name.clone(),
            reward: Amount::of(&reward),
            next: self.table.names[to].clone(),
        }
    }

    /// What the best policy does from the start, chance going as it most likely does, until the episode ends or a state comes
    /// again; and whether one does.
    fn way(&self, best: &Shares<S>) -> (Vec<TableStep>, bool) {
        let (mut at, mut seen, mut steps) = (self.table.start, vec![self.table.start], vec![]);
        while steps.len() < SHOWN {
            let shares = best[at].iter().enumerate();
            let most = shares.reduce(|a, b| if b.1.exceeds(a.1) { b } else { a });
            let Some((action, _)) = most else {
                return (steps, false);
            };
            let outcomes = self.table.choices[at][action].outcomes.iter();
            let likely = outcomes.reduce(|a, b| if b.probability > a.probability { b } else { a });
            let Some(next) = likely.map(|o| o.to) else {
                return (steps, false);
            };
            steps.push(self.step(at, action, next));
            if seen.contains(&next) {
                return (steps, true);
            }
            seen.push(next);
            at = next;
        }
        (steps, false)
    }
}
