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

use crate::{digest::Digest, rational::Rational};
use num_integer::Integer;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{collections::BTreeMap, fmt, num::NonZeroU32, str::FromStr, sync::Arc};

/// The schema of a policy table's file.
pub const TABLE_SCHEMA: &str = "truestep.policy/1";
/// Default ε of `eps-optimal`: 3/10.
const DEFAULT_EPSILON: (i64, i64) = (3, 10);

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
    #[error("`{text}` is not a probability: expected a fraction in 0..=1 such as `3/10`")]
    BadEpsilon {
        /// The text as given.
        text: String,
    },
    /// K of best-of-K is not a number of at least 2.
    #[error("best-of-K needs K of at least 2 and a policy of single steps inside, got `{text}`")]
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

/// The name of a policy that acts step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepName {
    /// Proportional to the menu's weights.
    Uniform,
    /// On a shortest path with probability 1 − ε, anything with ε.
    EpsOptimal(Rational),
    /// A user's table, by file.
    Table(String),
}

/// The name of a policy; text and JSON form are the same string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyName {
    /// What acts.
    pub steps: StepName,
    /// Of how many rollouts the best counts; `None` for one.
    pub best_of: Option<NonZeroU32>,
}

impl Default for PolicyName {
    /// `eps-optimal(3/10)`.
    fn default() -> Self {
        let (n, d) = DEFAULT_EPSILON;
        Self {
            steps: StepName::EpsOptimal(Rational::new(n, d)),
            best_of: None,
        }
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StepName::Uniform => f.write_str("uniform"),
            StepName::EpsOptimal(e) => write!(f, "eps-optimal({}/{})", e.numer(), e.denom()),
            StepName::Table(path) => write!(f, "table({path})"),
        }
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.best_of {
            None => self.steps.fmt(f),
            Some(k) => write!(f, "best-of-{k}({})", self.steps),
        }
    }
}

impl FromStr for StepName {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let inside = |name: &str| {
            text.strip_prefix(name)?
                .strip_prefix('(')?
                .strip_suffix(')')
        };
        if text == "uniform" {
            Ok(StepName::Uniform)
        } else if let Some(epsilon) = inside("eps-optimal") {
            parse_probability(epsilon).map(StepName::EpsOptimal)
        } else if let Some(path) = inside("table").filter(|path| !path.is_empty()) {
            Ok(StepName::Table(path.into()))
        } else {
            Err(PolicyError::Unknown { text: text.into() })
        }
    }
}

impl FromStr for PolicyName {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let Some(rest) = text.strip_prefix("best-of-") else {
            let steps = text.parse()?;
            return Ok(Self {
                steps,
                best_of: None,
            });
        };
        let bad = || PolicyError::BadBestOf { text: text.into() };
        let (count, inner) = rest
            .strip_suffix(')')
            .and_then(|rest| rest.split_once('('))
            .ok_or_else(bad)?;
        let k: NonZeroU32 = count.parse().map_err(|_| bad())?;
        if k.get() < 2 || count.starts_with(['+', '0']) || inner.starts_with("best-of-") {
            return Err(bad());
        }
        Ok(Self {
            steps: inner.parse()?,
            best_of: Some(k),
        })
    }
}

impl Serialize for PolicyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PolicyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

fn parse_probability(text: &str) -> Result<Rational, PolicyError> {
    let bad = || PolicyError::BadEpsilon { text: text.into() };
    let (n, d) = text.split_once('/').unwrap_or((text, "1"));
    let (n, d): (i64, i64) = n.parse().ok().zip(d.parse().ok()).ok_or_else(bad)?;
    if d < 1 || n < 0 || n > d {
        return Err(bad());
    }
    Ok(Rational::new(n, d))
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
    states: BTreeMap<Digest, BTreeMap<String, u32>>,
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
        let table: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_round_trip_and_bad_ones_are_refused() {
        for text in [
            "uniform",
            "eps-optimal(3/10)",
            "eps-optimal(0/1)",
            "table(my policy.json)",
            "best-of-4(uniform)",
            "best-of-16(eps-optimal(1/4))",
        ] {
            let name: PolicyName = text.parse().unwrap();
            assert_eq!(name.to_string(), text);
            let json = serde_json::to_string(&name).unwrap();
            assert_eq!(serde_json::from_str::<PolicyName>(&json).unwrap(), name);
        }
        assert_eq!(PolicyName::default().to_string(), "eps-optimal(3/10)");
        for bad in [
            "",
            "Uniform",
            "eps-optimal",
            "eps-optimal()",
            "eps-optimal(3/2)",
            "eps-optimal(-1/2)",
            "eps-optimal(0.3)",
            "eps-optimal(1/0)",
            "table()",
            "best-of-1(uniform)",
            "best-of-04(uniform)",
            "best-of-2(best-of-2(uniform))",
            "best-of-2",
            "best-of-(uniform)",
        ] {
            assert!(bad.parse::<PolicyName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_table_follows_its_file_and_says_what_does_not_fit() {
        let state = Digest(7);
        let text = |i: usize| ["a", "b", "c"][i].to_string();
        let with = |rows: &str| {
            let json = format!(r#"{{"schema":"{TABLE_SCHEMA}","states":{{"{state}":{rows}}}}}"#);
            let name: PolicyName = "table(f)".parse().unwrap();
            name.load(|_| Ok(json)).unwrap()
        };
        let row = |rows: &str, at| with(rows).steps().row(&[1, 1, 2], &[], at, &text);
        let fair = row(r#"{"a":2,"c":6}"#, state).unwrap();
        assert_eq!((fair.numerators(), fair.denominator()), (&[1, 0, 3][..], 4));
        let elsewhere = row(r#"{"a":2}"#, Digest(8)).unwrap();
        assert_eq!(elsewhere.numerators(), [1, 1, 2]);
        assert!(matches!(
            row(r#"{"d":1}"#, state),
            Err(PolicyError::UnknownAction { .. })
        ));
        assert!(matches!(
            row(r#"{"a":0}"#, state),
            Err(PolicyError::NoWeight { .. })
        ));
        let wrong = r#"{"schema":"truestep.policy/9","states":{}}"#;
        assert!(Table::from_json(wrong).unwrap_err().contains("policy/9"));
    }

    proptest! {
        #[test]
        fn rows_sum_to_one_and_follow_the_definition(
            weights in proptest::collection::vec(1u32..50, 1..8), picks in any::<u8>(), n in 0i64..=7, extra in 0i64..5,
        ) {
            let epsilon = Rational::new(n, n + extra + 1);
            let best: Vec<u32> = (0..weights.len() as u32).filter(|i| picks >> i & 1 == 1).collect();
            let policy = Policy::eps_optimal(epsilon).unwrap();
            let row = policy.steps().row(&weights, &best, Digest(0), &|_| String::new()).unwrap();
            prop_assert_eq!(row.numerators().iter().sum::<u64>(), row.denominator());
            let total: i64 = weights.iter().map(|&w| i64::from(w)).sum();
            let total_best: i64 = best.iter().map(|&i| i64::from(weights[i as usize])).sum();
            for (i, &w) in weights.iter().enumerate() {
                let any = Rational::new(i64::from(w), total);
                let expected = if best.is_empty() { any } else {
                    let one = Rational::from_integer(1);
                    let chosen = if best.contains(&(i as u32)) { Rational::new(i64::from(w), total_best) } else { Rational::from_integer(0) };
                    epsilon * any + (one - epsilon) * chosen
                };
                prop_assert_eq!(Rational::new(row.numerators()[i] as i64, row.denominator() as i64), expected);
            }
        }
    }
}
