use super::broadcast::{Broadcast, Compare, GAMMA};
use crate::{
    args::Args,
    error::SchemeError,
    info::{Family, Form, SchemeInfo, Stage, Status},
    normalize::{Centre, Normalizer, Singleton, ZeroSpread},
    number::{Fraction, Scalar},
    registry::{Build, Entry},
    scope::Scope,
    stage::CreditObject,
    value::Value,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rloo:verl",
        summary: "episode return minus the mean of the others, as in verl",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "volcengine/verl@b178a3cd, core_algos.py",
        status: Status::ReleasedCode,
        parameters: &[GAMMA],
    },
    Build::Credit(build),
);

/// Leave-one-out advantage as released in verl.
///
/// # Formula
/// A = R − mean of the other rollouts = n/(n − 1) · (R − mean); copied to every step.
/// # Source
/// verl `core_algos.py` at b178a3cd, <https://github.com/volcengine/verl>; Ahmadian et al. 2024, arXiv 2402.14740.
/// # Our reading and deviations
/// A group of one keeps its raw return. `truncation=bootstrap` leaves cut-off episodes out.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ± the range of returns; a group's advantages sum to 0 exactly.
/// # Known exploits
/// A lone rollout is rewarded without comparison.
/// # Worked example
/// Returns 1, 0, 0, 1: 2/3, −2/3, −2/3, 2/3.
#[derive(Clone, Copy, Debug)]
pub struct RlooVerl;

impl RlooVerl {
    /// Its normaliser.
    pub const NORMALIZER: Normalizer = Normalizer {
        scope: Scope::Task,
        centre: Centre::Others,
        spread: None,
        singleton: Singleton::Raw,
        zero_spread: ZeroSpread::Zero,
    };
}

impl<S: Scalar> Compare<S> for RlooVerl {
    fn is_by_group(&self) -> bool {
        true
    }

    fn compare(&self, returns: &[Value<S>], groups: &[u32]) -> Vec<Value<S>> {
        Self::NORMALIZER.centre(returns, groups)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(CreditObject::ring(
        Broadcast::<f64, _>::new(RlooVerl, &args),
        Broadcast::<Fraction, _>::new(RlooVerl, &args),
    ))
}
