use super::broadcast::{Broadcast, Compare, GAMMA};
use crate::{
    args::Args,
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    normalize::{Centre, EpsPlacement, Normalizer, Singleton, Spread, SpreadOver, ZeroSpread},
    registry::{Build, Entry},
    scope::Scope,
    stage::CreditObject,
    value::Value,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "grpo:verl",
        summary: "episode return minus the group's mean over its spread, as in verl",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "volcengine/verl@b178a3cd, core_algos.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "eps",
                "0.000001",
                Domain::Positive,
                "added to the standard deviation",
            ),
            GAMMA,
        ],
    },
    Build::Credit(build),
);

/// GRPO as released in verl.
///
/// # Formula
/// A = (R − mean)/(std + eps) over the rollouts of a task, std with n − 1, eps = 1e-6; copied to every step.
/// # Source
/// verl `core_algos.py` at b178a3cd, <https://github.com/volcengine/verl>; Shao et al. 2024, arXiv 2402.03300.
/// # Our reading and deviations
/// Steps take the place of tokens. A group of one is taken to have mean 0 and std 1: A = R/(1 + eps). Equal returns give 0.
/// `truncation=bootstrap` leaves cut-off episodes out.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ±(n − 1)/√n for groups of n ≥ 2.
/// # Known exploits
/// Dividing by the spread weighs groups with rare successes up; a lone rollout is rewarded without comparison.
/// # Worked example
/// Returns 1, 0, 0, 1: ±0.8660239.
#[derive(Clone, Copy, Debug)]
pub struct GrpoVerl(Normalizer);

impl GrpoVerl {
    /// The normaliser with the small constant `eps`.
    #[must_use]
    pub const fn normalizer(eps: f64) -> Normalizer {
        Normalizer {
            scope: Scope::Task,
            centre: Centre::Mean,
            spread: Some(Spread {
                ddof: 1,
                eps,
                placement: EpsPlacement::Added,
                over: SpreadOver::Group,
            }),
            singleton: Singleton::Raw,
            zero_spread: ZeroSpread::Zero,
        }
    }
}

impl Compare<f64> for GrpoVerl {
    fn is_by_group(&self) -> bool {
        true
    }

    fn compare(&self, returns: &[Value<f64>], groups: &[u32]) -> Vec<Value<f64>> {
        self.0.apply(returns, groups)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let compare = GrpoVerl(GrpoVerl::normalizer(args.float("eps")));
    Ok(CreditObject::float(Broadcast::<f64, _>::new(
        compare, &args,
    )))
}
