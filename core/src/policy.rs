//! Named reference policies: what the values of the graph are exact with respect to.
//!
//! A policy gives every menu entry an exact probability. Its name is text and parses back to itself:
//!
//! | name | what it does |
//! |---|---|
//! | `uniform` | every entry with probability proportional to its weight |
//! | `eps-optimal(3/10)` | with probability 7/10 an entry on a shortest path, proportional to weight among them; with 3/10 any entry, proportional to weight; where no entry is on a shortest path, as `uniform` |
//! | `table(FILE)` | what the user's file says, state by state; see [`Table`] |
//! | `best-of-4(P)` | four independent rollouts of `P`, the best one counts: success probability `1 − (1 − p)⁴` for V and Q alike |
//!
//! ```
//! use truestep_core::policy::PolicyName;
//! let name: PolicyName = "best-of-4(eps-optimal(3/10))".parse()?;
//! assert_eq!(name.to_string(), "best-of-4(eps-optimal(3/10))");
//! let policy = name.load(|path| std::fs::read_to_string(path))?;
//! let row = policy.steps().row(&[1, 3], &[0], Default::default(), &|_| String::new())?;
//! // 7/10 + 3/10 · 1/4, and 3/10 · 3/4.
//! assert_eq!((row.numerators(), row.denominator()), (&[31, 9][..], 40));
//! # Ok::<(), truestep_core::policy::PolicyError>(())
//! ```

mod name;

pub use name::{PolicyName, StepName};

use crate::{digest::Digest, rational::Rational};
use num_integer::Integer;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, MapAccess, Visitor},
};
use std::{collections::BTreeMap, fmt, marker::PhantomData, num::NonZeroU32, sync::Arc};

/// The schema of a policy table's file.
pub const TABLE_SCHEMA: &str = "truestep.policy/1";

/// Why a policy cannot be had or does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// Not a name of a policy.
    #[error(
        "unknown policy `{text}`: expected `uniform`, `eps-optimal(3/10)`, `table(FILE)` or `best-of-4(POLICY)`"
    )]
    Unknown {
        /// The text as given.
        text: String,
    },
    /// ε is no fraction in 0..=1.
    #[error("`{text}` is not a probability: expected a number in 0..=1 such as `3/10` or `0.3`")]
    BadEpsilon {
        /// The text as given.
        text: String,
    },
    /// K of best-of-K is not a number from 2 to `u32::MAX`.
    #[error(
        "best-of-K needs a K from 2 to 4294967295 and a policy of single steps inside, got `{text}`"
    )]
    BadBestOf {
        /// The text as given.
        text: String,
    },
    /// A table's file cannot be read.
    #[error("cannot read the policy table `{path}`: {message}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        message: String,
    },
    /// A table lists an action that the state's menu does not have.
    #[error("the policy table lists `{action}` for state {state}, which is not on its menu")]
    UnknownAction {
        /// The state.
        state: Digest,
        /// The action's text.
        action: String,
    },
    /// A table gives a state no weight at all.
    #[error("the policy table gives every action of state {state} the weight 0")]
    NoWeight {
        /// The state.
        state: Digest,
    },
    /// A table tells states apart that a lumped graph does not.
    #[error("a policy table names single states and needs a raw graph with its states kept")]
    NeedsRaw,
    /// A probability does not fit its integer.
    #[error(
        "the probabilities of state {state} have a common denominator of more than 64 bits; use smaller weights"
    )]
    TooFine {
        /// The state.
        state: Digest,
    },
}

impl PolicyName {
    /// The policy behind the name; `read` is asked for the text of a table's file.
    ///
    /// # Errors
    /// [`PolicyError::Unreadable`] if the file cannot be read or is no table.
    pub fn load(
        self,
        read: impl FnOnce(&str) -> std::io::Result<String>,
    ) -> Result<Policy, PolicyError> {
        let steps = match &self.steps {
            StepName::Uniform => StepPolicy::Uniform,
            StepName::EpsOptimal(epsilon) => StepPolicy::EpsOptimal(*epsilon),
            StepName::Table(path) => {
                let unreadable = |message: String| PolicyError::Unreadable {
                    path: path.clone(),
                    message,
                };
                let text = read(path).map_err(|e| unreadable(e.to_string()))?;
                StepPolicy::Table(Arc::new(Table::from_json(&text).map_err(unreadable)?))
            }
        };
        Ok(Policy { name: self, steps })
    }
}

/// A policy, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    name: PolicyName,
    steps: StepPolicy,
}

impl Policy {
    /// `uniform`.
    #[must_use]
    pub fn uniform() -> Self {
        Self {
            name: PolicyName {
                steps: StepName::Uniform,
                best_of: None,
            },
            steps: StepPolicy::Uniform,
        }
    }

    /// `eps-optimal(ε)`.
    ///
    /// # Errors
    /// [`PolicyError::BadEpsilon`] if ε is outside 0..=1.
    pub fn eps_optimal(epsilon: Rational) -> Result<Self, PolicyError> {
        let zero = Rational::from_integer(0);
        if epsilon < zero || epsilon > Rational::from_integer(1) {
            return Err(PolicyError::BadEpsilon {
                text: epsilon.to_string(),
            });
        }
        Ok(Self {
            name: PolicyName {
                steps: StepName::EpsOptimal(epsilon),
                best_of: None,
            },
            steps: StepPolicy::EpsOptimal(epsilon),
        })
    }

    /// A user's table under a name of the caller's.
    #[must_use]
    pub fn table(name: &str, table: Table) -> Self {
        Self {
            name: PolicyName {
                steps: StepName::Table(name.into()),
                best_of: None,
            },
            steps: StepPolicy::Table(Arc::new(table)),
        }
    }

    /// The same steps, best of `k` rollouts; 1 is one rollout.
    #[must_use]
    pub fn best_of(mut self, k: NonZeroU32) -> Self {
        self.name.best_of = (k.get() > 1).then_some(k);
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &PolicyName {
        &self.name
    }

    /// What acts, step by step.
    #[must_use]
    pub fn steps(&self) -> &StepPolicy {
        &self.steps
    }

    /// Of how many rollouts the best counts.
    #[must_use]
    pub fn rollouts(&self) -> u32 {
        self.name.best_of.map_or(1, NonZeroU32::get)
    }
}

/// A policy that acts step by step.
#[derive(Clone, Debug, PartialEq)]
pub enum StepPolicy {
    /// Proportional to the menu's weights.
    Uniform,
    /// On a shortest path with probability 1 − ε, anything with ε.
    EpsOptimal(Rational),
    /// A user's table.
    Table(Arc<Table>),
}

/// A user's policy: action weights by state.
///
/// File form: `{"schema": "truestep.policy/1", "states": {"<state digest>": {"<action text>": 3, …}, …}}`. A state's
/// actions have probability proportional to their weight; its actions that are not listed have none. States that are not
/// listed act as `uniform`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    schema: String,
    #[serde(deserialize_with = "read_states")]
    states: BTreeMap<Digest, BTreeMap<String, u32>>,
}

/// The states of a table's file: each once, and of each every action once.
fn read_states<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<Digest, BTreeMap<String, u32>>, D::Error> {
    let Once(states) = Once::<Digest, Once<String, u32>>::deserialize(from)?;
    let states = states.into_iter();
    Ok(states.map(|(state, Once(row))| (state, row)).collect())
}

/// A map whose keys stand in the file once: of two weights of one action nobody knows which was meant.
struct Once<K, V>(BTreeMap<K, V>);

impl<'de, K, V> Deserialize<'de> for Once<K, V>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<K, V>(PhantomData<(K, V)>);

        impl<'de, K, V> Visitor<'de> for Entries<K, V>
        where
            K: Deserialize<'de> + Ord + fmt::Display,
            V: Deserialize<'de>,
        {
            type Value = Once<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Once<K, V>, A::Error> {
                let mut all = BTreeMap::new();
                while let Some((key, value)) = entries.next_entry::<K, V>()? {
                    if all.contains_key(&key) {
                        let shown: String = key.to_string().chars().take(80).collect();
                        return Err(A::Error::custom(format!("`{shown}` is there twice")));
                    }
                    all.insert(key, value);
                }
                Ok(Once(all))
            }
        }

        from.deserialize_map(Entries(PhantomData))
    }
}

impl Table {
    /// A table from its rows.
    #[must_use]
    pub fn new(states: BTreeMap<Digest, BTreeMap<String, u32>>) -> Self {
        Self {
            schema: TABLE_SCHEMA.into(),
            states,
        }
    }

    /// A table from its file's text; the error says what is wrong with it.
    ///
    /// # Errors
    /// If the text is no JSON of this form, or of another schema.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let table: Self = serde_json::from_str(text).map_err(|e| crate::json::why(&e))?;
        if table.schema == TABLE_SCHEMA {
            Ok(table)
        } else {
            Err(format!("schema `{}` is not `{TABLE_SCHEMA}`", table.schema))
        }
    }
}

/// The exact probabilities of a menu: numerators in menu order over one denominator, reduced together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    numerators: Vec<u64>,
    denominator: u64,
}

impl Row {
    /// Numerators, in menu order; they sum to the denominator.
    #[must_use]
    pub fn numerators(&self) -> &[u64] {
        &self.numerators
    }

    /// The common denominator, at least 1.
    #[must_use]
    pub fn denominator(&self) -> u64 {
        self.denominator
    }

    fn reduced(state: Digest, numerators: &[u128]) -> Result<Self, PolicyError> {
        let (numerators, denominator) =
            reduce_together(numerators).ok_or(PolicyError::TooFine { state })?;
        Ok(Self {
            numerators,
            denominator,
        })
    }
}

/// Numbers divided by their greatest common divisor, and the sum of what is left (at least 1); `None` if that does not
/// fit 64 bits.
pub(crate) fn reduce_together(numbers: &[u128]) -> Option<(Vec<u64>, u64)> {
    let sum: u128 = numbers.iter().sum();
    let mut divisor = 0u128;
    for &n in numbers {
        // Almost every row has a weight of 1 or two without a common divisor; 64-bit division is much cheaper.
        divisor = match (u64::try_from(divisor), u64::try_from(n)) {
            (Ok(1), _) => break,
            (Ok(d), Ok(n)) => u128::from(d.gcd(&n)),
            _ => divisor.gcd(&n),
        };
    }
    let fit = |n: u128| u64::try_from(if divisor > 1 { n / divisor } else { n }).ok();
    let reduced = numbers.iter().map(|&n| fit(n)).collect::<Option<_>>()?;
    Some((reduced, fit(sum)?.max(1)))
}

impl StepPolicy {
    /// Whether it depends on which entries lie on a shortest path.
    #[must_use]
    pub fn needs_distance(&self) -> bool {
        matches!(self, StepPolicy::EpsOptimal(_))
    }

    /// The probabilities of a non-empty menu with these weights: `best` holds the positions on a shortest path, `state`
    /// and `text` are asked only by tables.
    ///
    /// # Errors
    /// If a table does not fit the menu, or the probabilities do not fit 64 bits.
    pub fn row(
        &self,
        weights: &[u32],
        best: &[u32],
        state: Digest,
        text: &dyn Fn(usize) -> String,
    ) -> Result<Row, PolicyError> {
        let plain: Vec<u128> = weights.iter().map(|&w| u128::from(w)).collect();
        match self {
            StepPolicy::EpsOptimal(epsilon) if !best.is_empty() => {
                eps_row(*epsilon, &plain, best, state)
            }
            StepPolicy::Uniform | StepPolicy::EpsOptimal(_) => Row::reduced(state, &plain),
            StepPolicy::Table(table) => match table.states.get(&state) {
                None => Row::reduced(state, &plain),
                Some(listed) => table_row(listed, weights.len(), state, text),
            },
        }
    }
}

/// ε·w/W + (1 − ε)·[best]·w/W*, over the common denominator b·W·W* with ε = a/b.
fn eps_row(
    epsilon: Rational,
    weights: &[u128],
    best: &[u32],
    state: Digest,
) -> Result<Row, PolicyError> {
    let (a, b) = (*epsilon.numer() as u128, *epsilon.denom() as u128);
    let total: u128 = weights.iter().sum();
    let total_best: u128 = best.iter().map(|&i| weights[i as usize]).sum();
    let mut numerators: Vec<u128> = Vec::with_capacity(weights.len());
    let too_fine = || PolicyError::TooFine { state };
    for &weight in weights {
        let any = a
            .checked_mul(weight)
            .and_then(|x| x.checked_mul(total_best));
        numerators.push(any.ok_or_else(too_fine)?);
    }
    for &i in best {
        let more = (b - a)
            .checked_mul(weights[i as usize])
            .and_then(|x| x.checked_mul(total));
        numerators[i as usize] += more.ok_or_else(too_fine)?;
    }
    Row::reduced(state, &numerators)
}

fn table_row(
    listed: &BTreeMap<String, u32>,
    entries: usize,
    state: Digest,
    text: &dyn Fn(usize) -> String,
) -> Result<Row, PolicyError> {
    let texts: Vec<String> = (0..entries).map(text).collect();
    if let Some(action) = listed.keys().find(|action| !texts.contains(action)) {
        return Err(PolicyError::UnknownAction {
            state,
            action: action.clone(),
        });
    }
    let weight = |text: &String| u128::from(listed.get(text).copied().unwrap_or(0));
    let weights: Vec<u128> = texts.iter().map(weight).collect();
    if weights.iter().all(|&w| w == 0) {
        return Err(PolicyError::NoWeight { state });
    }
    Row::reduced(state, &weights)
}

#[cfg(test)]
mod tests;
