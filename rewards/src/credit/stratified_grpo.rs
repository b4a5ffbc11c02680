use super::{
    broadcast::GAMMA,
    grouped::{GroupRule, Grouped, spread_out},
    opo_verl::total,
};
use crate::{prelude::*, scope::Numbers};
use truestep_core::model::kind_of_text;

pub(crate) const ENTRY: Entry = Entry::new(
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
                "what rollouts are told apart by: their steps, or their searches",
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
);

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
/// steps. A stratum of one or of equal returns gives 0.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ±√(n − 1).
/// # Known exploits
/// With α = 1 a rollout of unusual length is alone in its stratum and escapes comparison.
/// # Worked example
/// Returns 1, 0 in one stratum and 1, 1 in another, α = 1: 1, −1, 0, 0 up to eps.
#[derive(Clone, Debug)]
pub struct StratifiedGrpo {
    alpha: f64,
    by_searches: bool,
    eps: f64,
    gamma: f64,
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
        let mut numbers = Numbers::default();
        let size = |(episode, row): (&&Episode, &Vec<f64>)| match self.by_searches {
            true => searches(episode),
            false => row.len(),
        };
        let sizes = episodes.iter().zip(rewards).map(size);
        let strata: Vec<u32> = sizes.map(|size| numbers.of(size)).collect();
        let compared = stratified(&returns, &strata, self.alpha, self.eps);
        Ok(spread_out(&compared.blended, rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = StratifiedGrpo {
        alpha: args.float("alpha"),
        by_searches: args.word("strata") == "searches",
        eps: args.float("eps"),
        gamma: args.float("gamma"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
