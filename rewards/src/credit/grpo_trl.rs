use super::broadcast::{Broadcast, Compare, GAMMA};
use crate::{
    args::Args,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    normalize::{Centre, EpsPlacement, Normalizer, Singleton, Spread, SpreadOver, ZeroSpread},
    number::Fraction,
    registry::{Build, Entry},
    scope::Scope,
    stage::CreditObject,
    value::{Undefined, Value},
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "grpo:trl",
        summary: "episode return minus the group's mean over a spread, as in TRL",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "huggingface/trl@f2cd5771, grpo_trainer.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "scale",
                "group",
                Domain::Words(&["group", "batch", "none"]),
                "over what the spread is taken (scale_rewards)",
            ),
            Parameter::new(
                "eps",
                "0.0001",
                Domain::Positive,
                "added to the standard deviation",
            ),
            GAMMA,
        ],
    },
    Build::Credit(build),
);

/// GRPO as released in TRL.
///
/// # Formula
/// A = (R − mean)/(std + eps), mean over the rollouts of a task, std with n − 1 over the group (`scale=group`), over the
/// batch (`scale=batch`), or no division (`scale=none`, exact); eps = 1e-4; copied to every step.
/// # Source
/// TRL `grpo_trainer.py` at f2cd5771, <https://github.com/huggingface/trl>; Shao et al. 2024, arXiv 2402.03300.
/// # Our reading and deviations
/// A group of one gets 0. An episode without a return (a reward function gave nothing; here also a cut-off episode under
/// `truncation=bootstrap`) is left out of mean and spread and gets 0, as TRL gives it.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ±(n − 1)/√n for `scale=group`.
/// # Known exploits
/// Dividing by the group's spread weighs groups with rare successes up.
/// # Worked example
/// Returns 1, 0, 0, 1: ±0.8658754.
#[derive(Clone, Copy, Debug)]
pub struct GrpoTrl(Normalizer);

impl GrpoTrl {
    /// The comparison with a spread over `over` (`None`: no division) and the small constant `eps`.
    #[must_use]
    pub fn new(over: Option<SpreadOver>, eps: f64) -> Self {
        Self(Self::normalizer(over, eps))
    }

    /// The normaliser; `over` is `None` for `scale=none`.
    #[must_use]
    pub fn normalizer(over: Option<SpreadOver>, eps: f64) -> Normalizer {
        Normalizer {
            scope: Scope::Task,
            centre: Centre::Mean,
            spread: over.map(|over| Spread {
                ddof: 1,
                eps,
                placement: EpsPlacement::Added,
                over,
            }),
            singleton: Singleton::Zero,
            zero_spread: ZeroSpread::Zero,
        }
    }
}

/// What TRL gives a completion that no reward function scored: 0. Cannot hide a `-inf`, which stays undefined.
pub(crate) fn unscored_is_zero<S: crate::number::Scalar>(
    advantages: Vec<Value<S>>,
) -> Vec<Value<S>> {
    advantages
        .into_iter()
        .map(|a| match a {
            Value::Undefined(Undefined::NotScored | Undefined::Truncated) => Value::zero(),
            other => other,
        })
        .collect()
}

impl Compare<f64> for GrpoTrl {
    fn compare(&self, returns: &[Value<f64>], groups: &[u32]) -> Vec<Value<f64>> {
        unscored_is_zero(self.0.apply(returns, groups))
    }
}

impl Compare<Fraction> for GrpoTrl {
    fn compare(&self, returns: &[Value<Fraction>], groups: &[u32]) -> Vec<Value<Fraction>> {
        unscored_is_zero(self.0.centre(returns, groups))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let over = match args.word("scale") {
        "group" => Some(SpreadOver::Group),
        "batch" => Some(SpreadOver::Batch),
        _ => None,
    };
    let compare = GrpoTrl::new(over, args.float("eps"));
    let float = Broadcast::<f64, _>::new(compare, &args);
    Ok(match over {
        None => CreditObject::ring(float, Broadcast::<Fraction, _>::new(compare, &args)),
        Some(_) => CreditObject::float(float),
    })
}
