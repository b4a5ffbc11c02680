use super::tagged;
use crate::{
    given::{self, column, paid},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rlcr",
        summary: "accuracy minus the squared error of the stated confidence",
        family: Family::Calibration,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome],
        source: "damanimehul/RLCR@8904bed",
        status: Status::ReleasedCode,
        parameters: &[
            given::FILE,
            column(
                "confidence",
                "confidence",
                "the column of the stated confidence",
            ),
        ],
    },
    Build::Signal(build),
);

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let confidence = args.column("confidence")?;
    Ok(paid(move |episode| match confidence.last(episode) {
        Value::Number(q) if (0.0..=1.0).contains(&q) => {
            let right = episode.success() == Some(true);
            Value::checked(rlcr_reward(f64::from(u8::from(right)), q))
        }
        // A confidence outside of 0..=1 is bad format, for which the code pays neither term: c and q of 0.
        Value::Number(_) => Value::zero(),
        other => other,
    }))
}

/// RLCR: being right, and knowing how sure to be.
///
/// # Formula
/// r = c − (q − c)², c correctness, q stated confidence ([`rlcr_reward`]). Measures: Brier mean (q − c)², expected calibration
/// error over 10 bins ([`calibration_error`]), area under the ROC ([`area_under_roc`]).
/// # Source
/// damanimehul/RLCR at 8904bed, `reward_fns.py` and `eval_utils.py`, <https://github.com/damanimehul/RLCR>.
/// # Our reading and deviations
/// The code pays c and 1 − (c − q)² as two terms, the same up to the constant 1; on bad format both are 0. Bin edges are those of
/// a floating-point linspace, so 0.3 lies below the edge 0.30000000000000004.
/// # Needs
/// Correctness and confidence per answer.
/// # Range
/// −1..=1.
/// # Known exploits
/// Answering wrongly with confidence 0 costs nothing.
/// # Worked example
/// Right with confidence 0.9: 0.99; wrong with 0.2: −0.04.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfidentAnswer {
    /// The last answer.
    pub answer: String,
    /// The stated confidence, 0..=1.
    pub confidence: f64,
}

/// c − (q − c)².
#[must_use]
pub fn rlcr_reward(correctness: f64, confidence: f64) -> f64 {
    correctness - (confidence - correctness) * (confidence - correctness)
}

impl ConfidentAnswer {
    /// Read `…</think> <answer>…</answer> <confidence>…</confidence>`; `None` on bad format or a confidence outside 0..=1. Tags may
    /// occur more often than that; the last answer and the last confidence count.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.trim_end().strip_suffix("</confidence>")?;
        // The earliest places leave the most room for what comes after them.
        let answers = after_both(body, "</think>", "<answer>")?;
        after_both(answers, "</answer>", "<confidence>")?;
        let last = |tag: &str| tagged(text, tag).last().map(|t| t.inside.trim());
        let confidence: f64 = last("confidence")?.parse().ok()?;
        (0.0..=1.0).contains(&confidence).then(|| Self {
            answer: last("answer").unwrap_or("").to_owned(),
            confidence,
        })
    }
}

/// The text after the first `close` that `open` follows, with nothing but blanks between them.
fn after_both<'a>(text: &'a str, close: &str, open: &str) -> Option<&'a str> {
    let after = |(i, close): (usize, &'a str)| text[i + close.len()..].trim_start();
    text.match_indices(close)
        .find_map(|found| after(found).strip_prefix(open))
}

/// Mean of (q − c)².
#[must_use]
pub fn brier(correctness: &[f64], confidence: &[f64]) -> f64 {
    let squares = correctness
        .iter()
        .zip(confidence)
        .map(|(c, q)| (q - c) * (q - c));
    mean(&squares.collect::<Vec<f64>>()).unwrap_or(0.0)
}

/// Σ over bins of share · |accuracy − mean confidence|, bins left-closed, the last closed.
#[must_use]
pub fn calibration_error(correctness: &[f64], confidence: &[f64], bins: usize) -> f64 {
    let step = 1.0 / bins as f64;
    let bin = |q: f64| (1..bins).filter(|&k| q >= k as f64 * step).count();
    let all = confidence.len() as f64;
    let error = |k: usize| {
        let here: Vec<usize> = (0..confidence.len())
            .filter(|&i| bin(confidence[i]) == k)
            .collect();
        let average = |xs: &[f64]| mean(&here.iter().map(|&i| xs[i]).collect::<Vec<f64>>());
        match (average(correctness), average(confidence)) {
            (Some(c), Some(q)) => here.len() as f64 / all * (c - q).abs(),
            _ => 0.0,
        }
    };
    sum((0..bins).map(error))
}

/// Share of (right, wrong) pairs in which the right one is more confident, ties half; `None` without both.
#[must_use]
pub fn area_under_roc(correctness: &[f64], confidence: &[f64]) -> Option<f64> {
    let pairs = correctness.iter().zip(confidence);
    let items: Vec<(f64, bool)> = pairs.map(|(c, q)| (*q, *c > 0.5)).collect();
    crate::prm::measure::auroc(&items).number()
}
