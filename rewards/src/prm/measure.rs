//! Telling right steps from wrong ones, and calibration.

use crate::function::{brier, calibration_error};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use std::fmt;

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrmUndefined {
    /// There is nothing to measure.
    Nothing,
    /// Nothing right is among it.
    NothingRight,
    /// Nothing wrong is among it.
    NothingWrong,
    /// A score lies outside 0..=1 and is no probability.
    NoProbabilities,
    /// A product of negative scores means nothing.
    NegativeScores,
    /// No group has two rollouts with steps.
    NoGroups,
}

impl fmt::Display for PrmUndefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PrmUndefined::Nothing => "nothing to measure",
            PrmUndefined::NothingRight => "nothing right to compare with",
            PrmUndefined::NothingWrong => "nothing wrong to compare with",
            PrmUndefined::NoProbabilities => "scores outside 0..=1 are no probabilities",
            PrmUndefined::NegativeScores => "negative scores have no product",
            PrmUndefined::NoGroups => "no group has two rollouts with steps",
        })
    }
}

/// A number, or why there is none. JSON form: `{"value": 0.5}`, or `{"value": null, "undefined": "…"}`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measured {
    /// The number.
    Number(f64),
    /// Why there is none.
    Undefined(PrmUndefined),
}

impl Measured {
    /// The number, if there is one.
    #[must_use]
    pub fn number(self) -> Option<f64> {
        match self {
            Measured::Number(x) => Some(x),
            Measured::Undefined(_) => None,
        }
    }
}

impl Serialize for Measured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Measured", 2)?;
        match self {
            Measured::Number(x) => out.serialize_field("value", x)?,
            Measured::Undefined(why) => {
                out.serialize_field("value", &None::<f64>)?;
                out.serialize_field("undefined", &why.to_string())?;
            }
        }
        out.end()
    }
}

/// A share of independent trials with its 95 % Wilson interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub hits: usize,
    /// Of how many.
    pub of: usize,
    /// Their share; `null` of nothing.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

impl Share {
    /// `hits` out of `of`.
    #[must_use]
    pub fn new(hits: usize, of: usize) -> Self {
        // The standard normal's 97.5 % point.
        const Z: f64 = 1.959_963_984_540_054;
        if of == 0 {
            return Self {
                hits,
                of,
                value: None,
                low: None,
                high: None,
            };
        }
        let (n, p) = (of as f64, hits as f64 / of as f64);
        let scale = 1.0 + Z * Z / n;
        let centre = (p + Z * Z / (2.0 * n)) / scale;
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
        Self {
            hits,
            of,
            value: Some(p),
            low: Some((centre - half).max(0.0)),
            high: Some((centre + half).min(1.0)),
        }
    }
}

/// Pairs of a right and a wrong item, and twice how many of them the right one wins; a tie is half a win.
///
/// Exact: items are ranked and counted in integers.
fn wins(items: &[(f64, bool)]) -> (u128, u128) {
    // Adding 0 makes both zeros one.
    let mut ranked: Vec<(f64, bool)> = items.iter().map(|(s, right)| (s + 0.0, *right)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut twice_won, mut wrong_below, mut right) = (0u128, 0u128, 0u128);
    for tied in ranked.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let right_here = tied.iter().filter(|(_, right)| *right).count() as u128;
        let wrong_here = tied.len() as u128 - right_here;
        twice_won += right_here * (2 * wrong_below + wrong_here);
        wrong_below += wrong_here;
        right += right_here;
    }
    (twice_won, right * wrong_below)
}

/// The area under the ROC of scored steps: the share of (right, wrong) pairs that the right step wins, ties half.
#[must_use]
pub fn auroc(steps: &[(f64, bool)]) -> Measured {
    let (twice_won, pairs) = wins(steps);
    if pairs > 0 {
        // Both are counts far below 2^53.
        return Measured::Number(twice_won as f64 / (2 * pairs) as f64);
    }
    Measured::Undefined(match steps.first() {
        None => PrmUndefined::Nothing,
        Some((_, true)) => PrmUndefined::NothingWrong,
        Some((_, false)) => PrmUndefined::NothingRight,
    })
}

fn probabilities(steps: &[(f64, bool)]) -> Result<(Vec<f64>, Vec<f64>), PrmUndefined> {
    if steps.is_empty() {
        return Err(PrmUndefined::Nothing);
    }
    if steps.iter().any(|(s, _)| !(0.0..=1.0).contains(s)) {
        return Err(PrmUndefined::NoProbabilities);
    }
    let label = |right: bool| if right { 1.0 } else { 0.0 };
    Ok(steps.iter().map(|(s, right)| (label(*right), *s)).unzip())
}

/// Expected calibration error: over bins of equal width, the share of steps times how far the share of right ones is from
/// the mean score. Bins are closed on the left, the last one on both sides.
#[must_use]
pub fn ece(steps: &[(f64, bool)], bins: usize) -> Measured {
    match probabilities(steps) {
        Ok((right, scores)) => Measured::Number(calibration_error(&right, &scores, bins.max(1))),
        Err(why) => Measured::Undefined(why),
    }
}

/// Mean squared distance of the scores from the labels.
#[must_use]
pub fn brier_score(steps: &[(f64, bool)]) -> Measured {
    match probabilities(steps) {
        Ok((right, scores)) => Measured::Number(brier(&right, &scores)),
        Err(why) => Measured::Undefined(why),
    }
}
