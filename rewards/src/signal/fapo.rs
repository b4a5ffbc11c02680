use crate::{prelude::*, transform::only_last};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "fapo",
        summary: "+1 clean success, 0 with a broken rule or an unsupported commit, -1 failure",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome, Channel::Violations, Channel::Supported],
        source: "yyDing1/FAPO@e6d1164",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new("correct", "1", Domain::Any, "reward of a success"),
            Parameter::new("incorrect", "-1", Domain::Any, "reward of a failure"),
            Parameter::new(
                "flawed",
                "1",
                Domain::Any,
                "what is taken off a flawed success",
            ),
        ],
    },
    Build::Signal(build),
);

/// FAPO: a success reached by a flawed route is worth less than a clean one.
///
/// # Formula
/// +1 clean success, 1 − λ flawed success (λ = 1), −1 failure ([`Fapo::reward`]). Its critic trains on [`critic_reward`]: ±1
/// for the verdict on clean solutions; 1 − |predicted − true|/n on flawed ones, −1 for "no error" or out of range.
/// # Source
/// yyDing1/FAPO at e6d1164, <https://github.com/yyDing1/FAPO>, `reward_fn.py` of both parts.
/// # Our reading and deviations
/// The paper's flaw is a reasoning error found by a critic; ours is exact: a rule broken or a commit without its evidence.
/// Paid on the last step; under `bootstrap` a cut-off episode gets 0. Success is grade 1.
/// # Needs
/// `outcome`, `violations`, `supported`.
/// # Range
/// −1..=1.
/// # Known exploits
/// Once a flaw is made, success is worth no more than λ leaves of it.
/// # Worked example
/// Solved with one rule broken: 0.
#[derive(Clone, Debug)]
pub struct Fapo<S> {
    /// Reward of a success.
    pub correct: S,
    /// Reward of a failure.
    pub incorrect: S,
    /// What a flaw takes off.
    pub flawed: S,
}

impl<S: Scalar> Fapo<S> {
    /// The reward of an answer.
    #[must_use]
    pub fn reward(&self, correct: bool, flawed: bool) -> S {
        match (correct, flawed) {
            (false, _) => self.incorrect.clone(),
            (true, false) => self.correct.clone(),
            (true, true) => self.correct.clone() - self.flawed.clone(),
        }
    }
}

/// The integer in the last `\boxed{…}` of a critic's text; `None` if there is none.
#[must_use]
pub fn boxed_index(text: &str) -> Option<i64> {
    boxed(text)?.trim().parse().ok()
}

fn boxed(text: &str) -> Option<&str> {
    let (_, rest) = text.rsplit_once("\\boxed{")?;
    Some(rest.split_once('}')?.0)
}

/// Whether a critic's text names an error: the number in its last `\boxed{…}`, cut to a whole one, is not -1. Unreadable text
/// names none.
///
/// The policy's reward reads the box more loosely than [`boxed_index`] does: `2.0` is an index, `02` is none.
#[must_use]
pub fn names_error(text: &str) -> bool {
    let number = |s: &str| {
        let digits = s.trim_start_matches(['-', '+']);
        let whole = digits.bytes().all(|b| b.is_ascii_digit());
        let padded = whole && digits.starts_with('0') && digits.bytes().any(|b| b != b'0');
        let digit = digits.bytes().any(|b| b.is_ascii_digit());
        s.parse::<f64>().ok().filter(|_| digit && !padded)
    };
    let index = boxed(text).and_then(|s| number(s.trim()));
    index.is_some_and(|x| !(x.trunc() + 1.0).is_nought())
}

/// The critic's training reward, and whether its verdict (error or none) was right; index −1 says that there is no error.
#[must_use]
pub fn critic_reward(predicted: Option<i64>, truth: i64, steps: i64) -> (f64, bool) {
    match predicted.filter(|&p| p >= -1 && p < steps) {
        None => (-1.0, false),
        Some(-1) => match truth {
            -1 => (1.0, true),
            _ => (-1.0, false),
        },
        Some(_) if truth == -1 => (-1.0, false),
        Some(p) => (1.0 - (p - truth).abs() as f64 / steps as f64, true),
    }
}

struct FromTruth<S> {
    rule: Fapo<S>,
    truncation: Truncation,
}

impl<S: Scalar> EpisodeSignal<S> for FromTruth<S> {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let steps = episode.steps();
        if self.truncation == Truncation::Bootstrap && is_cut(episode) {
            return vec![Value::zero(); steps];
        }
        let flawed = edges(episode)
            .any(|e| !e.step.violations.is_empty() || e.step.supported == Some(false));
        let solved = episode.success() == Some(true);
        only_last(steps, Value::Number(self.rule.reward(solved, flawed)))
    }
}

fn make<S: Scalar>(args: &Args<'_>) -> FromTruth<S> {
    FromTruth {
        rule: Fapo {
            correct: args.scalar("correct"),
            incorrect: args.scalar("incorrect"),
            flawed: args.scalar("flawed"),
        },
        truncation: args.truncation(),
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::episode(
        make::<f64>(&args),
        make::<Fraction>(&args),
    ))
}
