use super::{
    broadcast::{Broadcast, Compare, GAMMA},
    grpo_trl::unscored_is_zero,
};
use crate::{
    args::Args,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    normalize::{Centre, EpsPlacement, Normalizer, Singleton, Spread, SpreadOver, ZeroSpread},
    number::{Fraction, Scalar},
    registry::{Build, Entry},
    scope::Scope,
    stage::CreditObject,
    value::Value,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rloo:trl",
        summary: "episode return minus the mean of the others, optionally normalised over the batch, as in TRL",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "huggingface/trl@f2cd5771, rloo_trainer.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "normalize",
                "no",
                Domain::Words(&["no", "yes"]),
                "whether advantages are then normalised over the batch",
            ),
            Parameter::new(
                "eps",
                "0.0001",
                Domain::Positive,
                "added to the batch's standard deviation",
            ),
            GAMMA,
        ],
    },
    Build::Credit(build),
);

/// Leave-one-out advantage as released in TRL.
///
/// # Formula
/// A = R − mean of the other rollouts; with `normalize=yes` then (A − mean)/(std + eps) over all advantages of the batch, std
/// with n − 1, eps = 1e-4; copied to every step.
/// # Source
/// TRL `rloo_trainer.py` at f2cd5771, <https://github.com/huggingface/trl>; Ahmadian et al. 2024, arXiv 2402.14740.
/// # Our reading and deviations
/// A group of one gets 0, unlike verl. An episode without a return is left out of all means and gets 0.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ± the range of returns without `normalize`; then a group's advantages sum to 0 exactly.
/// # Known exploits
/// Normalising over the batch lets one group's spread set the step size of all others.
/// # Worked example
/// Returns 1, 0, 0, 1: 2/3, −2/3, −2/3, 2/3.
#[derive(Clone, Copy, Debug)]
pub struct RlooTrl {
    /// The small constant of the batch normalisation; `None` without it.
    pub normalize: Option<f64>,
}

impl RlooTrl {
    /// The leave-one-out part.
    pub const NORMALIZER: Normalizer = Normalizer {
        scope: Scope::Task,
        centre: Centre::Others,
        spread: None,
        singleton: Singleton::Zero,
        zero_spread: ZeroSpread::Zero,
    };

    fn batch_normalizer(eps: f64) -> Normalizer {
        Normalizer {
            scope: Scope::Batch,
            centre: Centre::Mean,
            spread: Some(Spread {
                ddof: 1,
                eps,
                placement: EpsPlacement::Added,
                over: SpreadOver::Group,
            }),
            singleton: Singleton::Zero,
            zero_spread: ZeroSpread::Zero,
        }
    }
}

impl Compare<f64> for RlooTrl {
    fn compare(&self, returns: &[Value<f64>], groups: &[u32]) -> Vec<Value<f64>> {
        let mut advantages = Self::NORMALIZER.centre(returns, groups);
        if let Some(eps) = self.normalize {
            let one_node = vec![0; advantages.len()];
            advantages = Self::batch_normalizer(eps).apply(&advantages, &one_node);
        }
        unscored_is_zero(advantages)
    }
}

/// The exact form, without the batch normalisation.
#[derive(Clone, Copy, Debug)]
struct Plain;

impl<S: Scalar> Compare<S> for Plain {
    fn compare(&self, returns: &[Value<S>], groups: &[u32]) -> Vec<Value<S>> {
        unscored_is_zero(RlooTrl::NORMALIZER.centre(returns, groups))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let normalize = (args.word("normalize") == "yes").then(|| args.float("eps"));
    let float = Broadcast::<f64, _>::new(RlooTrl { normalize }, &args);
    Ok(match normalize {
        None => CreditObject::ring(float, Broadcast::<Fraction, _>::new(Plain, &args)),
        Some(_) => CreditObject::float(float),
    })
}
