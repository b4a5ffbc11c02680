//! A table as JSON.

use crate::{
    error::shortened,
    number::{Fraction, Number, Scalar as _},
};
use num_traits::Signed as _;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::json;

/// Most transitions of a table.
pub(super) const MOST_TRANSITIONS: usize = 20_000;

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// It is no JSON of this form.
    #[error(
        "{0}; expected {{\"start\": \"s\", \"transitions\": [{{\"from\", \"action\", \"to\", \"reward\", \"probability\"}}, …], \"policy\": {{\"s\": \"action\"}}}}"
    )]
    Form(String),
    /// A number cannot be taken exactly.
    #[error(
        "{place}: {found} is no number that is taken exactly: expected a number of at most 30 digits, or a text such as \"1/3\""
    )]
    Number {
        /// Where.
        place: String,
        /// What stands there.
        found: String,
    },
    /// It has too many transitions.
    #[error("{count} transitions: a table has at most {MOST_TRANSITIONS}")]
    TooMany {
        /// How many.
        count: usize,
    },
    /// A transition is there twice.
    #[error(
        "`{action}` leads from `{from}` to `{to}` twice: give one line with the sum of both probabilities"
    )]
    Twice {
        /// The state.
        from: String,
        /// The action.
        action: String,
        /// The next state.
        to: String,
    },
    /// Probabilities do not add up.
    #[error("the probabilities of {place} are {sum} in all, not 1")]
    Sum {
        /// Of what.
        place: String,
        /// What they come to.
        sum: String,
    },
    /// No transition leaves the start.
    #[error("no transition leaves the start `{0}`: there is nothing to choose")]
    Start(String),
    /// The policy leaves a state out.
    #[error(
        "`policy` says nothing of the state `{state}`, which can be reached: one of {actions} is meant there"
    )]
    NoChoice {
        /// The state.
        state: String,
        /// Its actions.
        actions: String,
    },
    /// The policy names an action that is not there.
    #[error("`policy` takes `{action}` in `{state}`, which has {actions}")]
    NoAction {
        /// The state.
        state: String,
        /// The action.
        action: String,
        /// The actions there are.
        actions: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    start: String,
    transitions: Vec<Line>,
    policy: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    from: String,
    action: String,
    to: String,
    reward: Value,
    probability: Option<Value>,
}

/// Where an action leads.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) to: usize,
    pub(super) probability: Fraction,
    pub(super) reward: Fraction,
}

/// An action of a state.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) outcomes: Vec<Outcome>,
    /// With which probability the policy that was meant takes it.
    pub(super) meant: Fraction,
}

/// A world, a reward and the policy that was meant.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) names: Vec<String>,
    /// The actions of every state, `[states]`; a state without any ends the episode.
    pub(super) choices: Vec<Vec<Choice>>,
    pub(super) start: usize,
}

fn number(value: &Value, place: impl Fn() -> String) -> Result<Fraction, TableError> {
    let text = match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    let number = text.as_deref().and_then(Number::parse);
    number
        .map(|n| Fraction::from_number(&n))
        .ok_or_else(|| TableError::Number {
            place: place(),
            found: shortened(value),
        })
}

/// A list of actions, for people.
fn listed(choices: &[Choice]) -> String {
    let names: Vec<String> = choices.iter().map(|c| format!("`{}`", c.name)).collect();
    names.join(", ")
}

impl Table {
    /// Read a table.
    ///
    /// # Errors
    /// [`TableError`].
    pub fn read(text: &str) -> Result<Self, TableError> {
        let form = |error: serde_json::Error| TableError::Form(json::why(&error));
        let read = json::read(text).map_err(form)?;
        if !read.is_object() {
            return Err(TableError::Form("expected an object".into()));
        }
        let written: Written = serde_json::from_value(read).map_err(form)?;
        if written.transitions.len() > MOST_TRANSITIONS {
            return Err(TableError::TooMany {
                count: written.transitions.len(),
            });
        }
        let mut builder = Builder::default();
        let start = builder.state(&written.start);
        for (line, at) in written.transitions.iter().zip(0..) {
            builder.add(line, at)?;
        }
        let mut table = Self {
            names: builder.names,
            choices: builder.choices,
            start,
        };
        table.check_sums()?;
        if table.choices[start].is_empty() {
            return Err(TableError::Start(written.start));
        }
        table.mean(&written.policy)?;
        Ok(table)
    }

    /// That the outcomes of every action are all there are.
    fn check_sums(&self) -> Result<(), TableError> {
        for (state, choices) in self.names.iter().zip(&self.choices) {
            for choice in choices {
                let sum: Fraction = choice.outcomes.iter().map(|o| &o.probability).sum();
                if sum != Fraction::one() {
                    return Err(TableError::Sum {
                        place: format!("`{}` in `{state}`", choice.name),
                        sum: sum.to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Take the policy in, which has to say something of every state that can be reached.
    fn mean(&mut self, policy: &BTreeMap<String, Value>) -> Result<(), TableError> {
        for state in self.order() {
            if self.choices[state].is_empty() {
                continue;
            }
            let name = self.names[state].clone();
            let said = policy.get(&name).ok_or_else(|| TableError::NoChoice {
                state: name.clone(),
                actions: listed(&self.choices[state]),
            })?;
            let shares: Vec<(String, Fraction)> = match said {
                Value::String(action) => vec![(action.clone(), Fraction::one())],
                Value::Object(shares) => {
                    let share = |(action, value): (&String, &Value)| {
                        let place = || format!("`policy` in `{name}`, `{action}`");
                        Ok((action.clone(), number(value, place)?))
                    };
                    shares.iter().map(share).collect::<Result<_, _>>()?
                }
                other => {
                    let found = shortened(other);
                    return Err(TableError::Form(format!(
                        "`policy` in `{name}` is {found}, expected an action or actions with their probabilities"
                    )));
                }
            };
            self.mean_in(state, &name, shares)?;
        }
        Ok(())
    }

    fn mean_in(
        &mut self,
        state: usize,
        name: &str,
        shares: Vec<(String, Fraction)>,
    ) -> Result<(), TableError> {
        let sum: Fraction = shares.iter().map(|(_, share)| share).sum();
        if sum != Fraction::one() || shares.iter().any(|(_, share)| share.is_negative()) {
            return Err(TableError::Sum {
                place: format!("`policy` in `{name}`"),
                sum: sum.to_string(),
            });
        }
        for (action, share) in shares {
            let there = listed(&self.choices[state]);
            let choice = self.choices[state].iter_mut().find(|c| c.name == action);
            choice
                .map(|choice| choice.meant = share)
                .ok_or(TableError::NoAction {
                    state: name.to_owned(),
                    action,
                    actions: there,
                })?;
        }
        Ok(())
    }

    /// The states that some actions lead to, each with the state and the action that lead there first.
    pub(super) fn reached(&self) -> BTreeMap<usize, Option<(usize, usize)>> {
        let mut found = BTreeMap::from([(self.start, None)]);
        for from in self.order() {
            for (at, choice) in self.choices[from].iter().enumerate() {
                for outcome in choice
                    .outcomes
                    .iter()
                    .filter(|o| !o.probability.is_nought())
                {
                    found.entry(outcome.to).or_insert(Some((from, at)));
                }
            }
        }
        found
    }

    /// The states that can be reached, nearest first.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut seen = vec![false; self.names.len()];
        seen[self.start] = true;
        let mut order = vec![self.start];
        let mut at = 0;
        while let Some(&from) = order.get(at) {
            at += 1;
            let outcomes = self.choices[from].iter().flat_map(|c| &c.outcomes);
            for outcome in outcomes.filter(|o| !o.probability.is_nought()) {
                if !std::mem::replace(&mut seen[outcome.to], true) {
                    order.push(outcome.to);
                }
            }
        }
        order
    }
}

/// What was read so far.
#[derive(Default)]
struct Builder {
    names: Vec<String>,
    numbers: BTreeMap<String, usize>,
    choices: Vec<Vec<Choice>>,
    /// Where the actions of a state stand.
    actions: BTreeMap<(usize, String), usize>,
    /// Which states, actions and next states are there.
    leads: BTreeSet<(usize, usize, usize)>,
}

impl Builder {
    fn state(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        self.names.push(name.to_owned());
        self.choices.push(vec![]);
        self.numbers.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    fn add(&mut self, line: &Line, at: usize) -> Result<(), TableError> {
        let names = [&line.from, &line.action, &line.to];
        if names
            .iter()
            .any(|name| name.is_empty() || name.chars().any(char::is_control))
        {
            return Err(TableError::Form(format!(
                "transition {at}: a name is empty, or holds a control character"
            )));
        }
        let (from, to) = (self.state(&line.from), self.state(&line.to));
        let place = |what: &'static str| move || format!("`{what}` of transition {at}");
        let probability = match &line.probability {
            None => Fraction::one(),
            Some(value) => number(value, place("probability"))?,
        };
        if probability.is_negative() || probability > Fraction::one() {
            return Err(TableError::Sum {
                place: format!("transition {at}"),
                sum: probability.to_string(),
            });
        }
        let reward = number(&line.reward, place("reward"))?;
        let choices = &mut self.choices[from];
        let next = choices.len();
        let key = (from, line.action.clone());
        let place = *self.actions.entry(key).or_insert(next);
        if place == next {
            choices.push(Choice {
                name: line.action.clone(),
                outcomes: vec![],
                meant: Fraction::zero(),
            });
        }
        if !self.leads.insert((from, place, to)) {
            return Err(TableError::Twice {
                from: line.from.clone(),
                action: line.action.clone(),
                to: line.to.clone(),
            });
        }
        choices[place].outcomes.push(Outcome {
            to,
            probability,
            reward,
        });
        Ok(())
    }
}
