use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, spread_out},
    opo_verl::total,
};
use crate::{prelude::*, scope::Numbers, stage::price_steps};
use truestep_core::model::kind_of_text;

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "stratified-grpo",
        summary: "episode return normalised within rollouts of equal length, blended with the whole group",
        family: Family::Aggregation,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2510.06214",
        status: Status::Paper,
        parameters: &[
            Parameter::new(
                "alpha",
                "0.8",
                Domain::Unit,
                "weight of the stratum's part; the paper's value was not found",
            ),
            Parameter::new(
                "strata",
                "steps",
                Domain::Words(&["steps", "searches"]),
                "what rollouts are told apart by, if no signal stands in the brackets: their steps, or their searches",
            ),
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
    Brackets::Signals,
)
// One number makes the strata.
.with_example("action:kind(kind=search)");

/// Stratified GRPO: rollouts are compared with those of their own stratum.
///
/// # Formula
/// SAN_i = (R_i − mean_k)/(std_k + eps) in stratum k; A = α·SAN + (1 − α)·(R − mean)/(std + eps) over the group; stds with n
/// ([`stratified`]).
/// # Source
/// *Stratified GRPO*, arXiv 2510.06214, <https://arxiv.org/abs/2510.06214>, read in summaries; the population std follows
/// from its unit-variance theorem; α and eps were not found.
/// # Our reading and deviations
/// The paper's strata count search calls: `strata=searches` counts executed actions of the kind `search`; by default ours count
/// steps. A signal in the brackets makes strata of any count: rollouts over which it sums to one number are compared, as in
/// `stratified-grpo(action:kind(kind=search))` or `stratified-grpo(truth:violations)`. A stratum of one or of equal returns gives 0.
/// # Needs
/// Nothing beyond its input and the signal in its brackets; rollouts of a task must share a group number.
/// # Range
/// Within ±√(n − 1).
/// # Known exploits
/// With α = 1 a rollout of unusual length is alone in its stratum and escapes comparison.
/// # Worked example
/// Returns 1, 0 in one stratum and 1, 1 in another, α = 1: 1, −1, 0, 0 up to eps.
#[allow(missing_debug_implementations, reason = "holds a trait object")]
pub struct StratifiedGrpo {
    alpha: f64,
    strata: Strata,
    eps: f64,
    gamma: f64,
}

/// What rollouts are told apart by.
enum Strata {
    Steps,
    Searches,
    Sum(Signal<f64>),
}

impl Strata {
    /// The number that rollouts of one stratum share.
    fn of(&self, episode: &Episode) -> Result<f64, Undefined> {
        let row = match self {
            Strata::Steps => return Ok(episode.steps() as f64),
            Strata::Searches => return Ok(searches(episode) as f64),
            Strata::Sum(Signal::Step(signal)) => price_steps(signal.as_ref(), episode),
            Strata::Sum(Signal::Episode(signal)) => signal.price(episode),
            Strata::Sum(Signal::Batch(_)) => return Err(Undefined::NotScored),
        };
        Ok(sum(numbers(&row)?))
    }
}

/// The searches of an episode that were executed, in a form of action or in tags.
fn searches(episode: &Episode) -> usize {
    let is_search = |action: &str| kind_of_text(action) == "search" || action.contains("<search>");
    let executed = episode
        .transitions
        .iter()
        .filter(|t| !t.effect.is_rejected());
    executed.filter(|t| is_search(&t.action)).count()
}

/// The parts of a stratified comparison, one entry per member each.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratified {
    /// Normalised within the stratum.
    pub san: Vec<f64>,
    /// Normalised within the group.
    pub global: Vec<f64>,
    /// α·san + (1 − α)·global.
    pub blended: Vec<f64>,
}

/// Compare `returns` within `strata` and within the whole group.
#[must_use]
pub fn stratified(returns: &[f64], strata: &[u32], alpha: f64, eps: f64) -> Stratified {
    let values: Vec<Value<f64>> = returns.iter().map(|&r| Value::checked(r)).collect();
    let normalizer = super::FlowGrpo::normalizer(SpreadOver::Group, eps);
    let plain = |nodes: &[u32]| -> Vec<f64> {
        let out = normalizer.apply(&values, nodes);
        out.iter()
            .map(|v| v.number().copied().unwrap_or(0.0))
            .collect()
    };
    let san = plain(strata);
    let global = plain(&vec![0; returns.len()]);
    let pairs = san.iter().zip(&global);
    let blended = pairs.map(|(s, g)| alpha * s + (1.0 - alpha) * g).collect();
    Stratified {
        san,
        global,
        blended,
    }
}

impl GroupRule<f64> for StratifiedGrpo {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let returns: Vec<f64> = rewards.iter().map(|row| total(row, &self.gamma)).collect();
        let mut known = Numbers::default();
        let strata: Vec<u32> = episodes
            .iter()
            // Both zeros are one stratum.
            .map(|e| Ok(known.of((self.strata.of(e)? + 0.0).to_bits())))
            .collect::<Result<_, Undefined>>()?;
        let compared = stratified(&returns, &strata, self.alpha, self.eps);
        Ok(spread_out(&compared.blended, rewards))
    }
}

fn build(mut args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let parts = std::mem::take(&mut args.parts);
    let mut parts = parts.into_iter().map(|part| part.float);
    let strata = match (parts.next(), parts.next(), args.word("strata")) {
        (None, _, "searches") => Strata::Searches,
        (None, _, _) => Strata::Steps,
        (Some(signal @ (Signal::Step(_) | Signal::Episode(_))), None, _) => Strata::Sum(signal),
        _ => return Err(args.wrong_parts("at most one signal, which needs no group")),
    };
    let rule = StratifiedGrpo {
        alpha: args.float("alpha"),
        strata,
        eps: args.float("eps"),
        gamma: args.float("gamma"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
