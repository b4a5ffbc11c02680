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
        name: "dr-grpo:verl",
        summary: "episode return minus the group's mean, as verl's Dr. GRPO flag does it",
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

/// Dr. GRPO's advantage as released in verl: GRPO without the division by the spread.
///
/// # Formula
/// A = R − mean over the rollouts of a task; copied to every step.
/// # Source
/// verl `core_algos.py` at b178a3cd, `norm_adv_by_std_in_grpo=False`, <https://github.com/volcengine/verl>; Liu et al. 2025,
/// arXiv 2503.20783.
/// # Our reading and deviations
/// Dr. GRPO's length correction is a choice of loss aggregation, not an advantage, and is not here. A group of one keeps
/// its raw return. `truncation=bootstrap` leaves cut-off episodes out.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ± the range of returns; a group's advantages sum to 0 exactly.
/// # Known exploits
/// A lone rollout is rewarded without comparison.
/// # Worked example
/// Returns 1, 0, 0, 1: 1/2, −1/2, −1/2, 1/2.
#[derive(Clone, Copy, Debug)]
pub struct DrGrpoVerl;

impl DrGrpoVerl {
    /// Its normaliser.
    pub const NORMALIZER: Normalizer = Normalizer {
        scope: Scope::Task,
        centre: Centre::Mean,
        spread: None,
        singleton: Singleton::Raw,
        zero_spread: ZeroSpread::Zero,
    };
}

impl<S: Scalar> Compare<S> for DrGrpoVerl {
    fn is_by_group(&self) -> bool {
        true
    }

    fn compare(&self, returns: &[Value<S>], groups: &[u32]) -> Vec<Value<S>> {
        Self::NORMALIZER.centre(returns, groups)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(CreditObject::ring(
        Broadcast::<f64, _>::new(DrGrpoVerl, &args),
        Broadcast::<Fraction, _>::new(DrGrpoVerl, &args),
    ))
}
