//! Centring and scaling within comparison groups, with every convention spelt out.
//!
//! No two implementations agree on the spread's degrees of freedom, where the small constant sits, what a group of one
//! gets and what equal values get, so a [`Normalizer`] has no defaults: a scheme states all of them.

use crate::{
    number::{Scalar, deviation, mean, sum},
    scope::{Grouping, Scope},
    value::{Undefined, Value},
};

/// What is subtracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    /// The mean of the group.
    Mean,
    /// The mean of the other members.
    Others,
}

/// Where the small constant goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpsPlacement {
    /// x / (std + eps).
    Added,
    /// x / sqrt(variance + eps).
    InsideRoot,
    /// x / max(std, eps).
    Floor,
}

/// What the centred values are divided by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Degrees of freedom taken off: 1 is the sample's, 0 the population's.
    pub ddof: usize,
    /// The small constant.
    pub eps: f64,
    /// Where it goes.
    pub placement: EpsPlacement,
    /// Whether the spread is taken over the group or over the whole batch.
    pub over: SpreadOver,
}

/// Over what a spread is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadOver {
    /// The raw values of the group.
    Group,
    /// The raw values of the whole batch.
    Batch,
}

/// What the only member of a group gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Singleton {
    /// Mean 0 and spread 1 are assumed: its raw value, divided by 1 + eps.
    Raw,
    /// 0.
    Zero,
    /// Nothing: [`Undefined::Singleton`].
    Undefined,
}

/// What members get when all of them are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZeroSpread {
    /// 0 exactly.
    Zero,
    /// Nothing: [`Undefined::ZeroSpread`].
    Undefined,
}

/// How values are compared within a group. Without a spread it is made of ring operations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalizer {
    /// Which items are compared.
    pub scope: Scope,
    /// What is subtracted.
    pub centre: Centre,
    /// What the rest is divided by; `None` leaves it.
    pub spread: Option<Spread>,
    /// The rule for a group of one.
    pub singleton: Singleton,
    /// The rule for equal values.
    pub zero_spread: ZeroSpread,
}

const SEVERAL: &str = "invariant: members that are not all equal are two at least";

impl Normalizer {
    /// Centre `values` (one per item) within `nodes`, in any scalar; the spread is not applied.
    ///
    /// Undefined items are left out of every mean and stay undefined. A `-inf` makes its whole group undefined, since no
    /// mean of it exists.
    #[must_use]
    pub fn centre<S: Scalar>(&self, values: &[Value<S>], nodes: &[u32]) -> Vec<Value<S>> {
        self.centre_grouped(values, &Grouping::of(nodes))
    }

    fn centre_grouped<S: Scalar>(&self, values: &[Value<S>], groups: &Grouping) -> Vec<Value<S>> {
        let mut out = values.to_vec();
        // Step scopes make a group of almost every step, so buffers are kept.
        let (mut group, mut numbers) = (Vec::new(), Vec::new());
        for items in groups.iter() {
            group.clear();
            numbers.clear();
            for &i in items {
                match &values[i] {
                    Value::Undefined(_) => continue,
                    Value::Number(x) => numbers.push(x.clone()),
                    Value::MinusInfinity => {}
                }
                group.push(i);
            }
            if numbers.len() < group.len() {
                group
                    .iter()
                    .for_each(|&i| out[i] = Undefined::Infinite.into());
            } else {
                self.centre_group(&numbers, |k, value| out[group[k]] = value);
            }
        }
        out
    }

    /// Centre the numbers of a group and hand each to `put` with its place.
    fn centre_group<S: Scalar>(&self, group: &[S], mut put: impl FnMut(usize, Value<S>)) {
        if let [only] = group {
            return put(
                0,
                match self.singleton {
                    Singleton::Raw => Value::Number(only.clone()),
                    Singleton::Zero => Value::zero(),
                    Singleton::Undefined => Undefined::Singleton.into(),
                },
            );
        }
        if is_flat(group) {
            let flat = match self.zero_spread {
                ZeroSpread::Zero => Value::zero(),
                ZeroSpread::Undefined => Undefined::ZeroSpread.into(),
            };
            return (0..group.len()).for_each(|k| put(k, flat.clone()));
        }
        let centre = mean(group).expect(SEVERAL);
        let others = S::from_count(group.len())
            .over(&S::from_count(group.len() - 1))
            .expect(SEVERAL);
        for (k, x) in group.iter().enumerate() {
            let away = x.clone() - centre.clone();
            put(
                k,
                Value::checked(match self.centre {
                    Centre::Mean => away,
                    // x - mean of the others = n/(n-1) * (x - mean).
                    Centre::Others => others.clone() * away,
                }),
            );
        }
    }

    /// Centre and scale `values` (one per item) within `nodes`.
    #[must_use]
    pub fn apply(&self, values: &[Value<f64>], nodes: &[u32]) -> Vec<Value<f64>> {
        let groups = Grouping::of(nodes);
        let mut out = self.centre_grouped(values, &groups);
        let Some(spread) = self.spread else {
            return out;
        };
        // The spread over all is one number, whatever the group.
        let over_all = (spread.over == SpreadOver::Batch).then(|| {
            let all: Vec<f64> = values.iter().filter_map(|v| v.number().copied()).collect();
            spread.divisor(&all)
        });
        let mut group: Vec<f64> = Vec::new();
        for items in groups.iter() {
            group.clear();
            group.extend(items.iter().filter_map(|&i| values[i].number().copied()));
            let divisor = if group.len() == 1 && self.singleton == Singleton::Raw {
                1.0 + spread.eps
            } else {
                over_all.unwrap_or_else(|| spread.divisor(&group))
            };
            for &i in items {
                out[i] = out[i].map(|x| if x.is_nought() { x } else { x / divisor });
            }
        }
        out
    }
}

impl Spread {
    /// What values with the spread of `sample` are divided by.
    #[must_use]
    pub fn divisor(&self, sample: &[f64]) -> f64 {
        let std = deviation(sample, self.ddof).unwrap_or(0.0);
        match self.placement {
            EpsPlacement::Added => std + self.eps,
            EpsPlacement::InsideRoot => (std * std + self.eps).sqrt(),
            EpsPlacement::Floor => std.larger(self.eps),
        }
    }
}

/// Whether all values are the same number. Rounding in a mean must not turn equal rewards into tiny advantages.
pub(crate) fn is_flat<S: Scalar>(group: &[S]) -> bool {
    group.windows(2).all(|pair| pair[0] == pair[1])
}

/// The mean of the group; of equal numbers that number, for the same reason. `None` if there are none.
pub(crate) fn centre_of<S: Scalar>(group: &[S]) -> Option<S> {
    match is_flat(group) {
        true => group.first().cloned(),
        false => mean(group),
    }
}

/// Which mean a whitening subtracts and divides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhitenMean {
    /// sum / n and variance over n - 1.
    Plain,
    /// sum / (n + 1e-8), the mean of squares likewise, then n / (n - 1): verl's masked whitening.
    Masked,
}

/// Whiten `values` over all of them: (x - mean) / sqrt(variance + 1e-8). Fewer than two values stay as they are.
#[must_use]
pub fn whiten(values: &[f64], form: WhitenMean) -> Vec<f64> {
    const EPS: f64 = 1e-8;
    let n = values.len() as f64;
    if values.len() < 2 {
        return values.to_vec();
    }
    let count = match form {
        WhitenMean::Plain => n,
        WhitenMean::Masked => n + EPS,
    };
    let centre = sum(values.iter().copied()) / count;
    let squares = sum(values.iter().map(|x| (x - centre) * (x - centre)));
    let variance = match form {
        WhitenMean::Plain => squares / (n - 1.0),
        WhitenMean::Masked => squares / count * n / (n - 1.0),
    };
    values
        .iter()
        .map(|x| (x - centre) / (variance + EPS).sqrt())
        .collect()
}

#[cfg(test)]
mod tests;
