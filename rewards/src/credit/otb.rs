use super::grouped::{GroupRule, Grouped};
use crate::{prelude::*, value::returns_to_go};

const EPS: Parameter = Parameter::new(
    "eps",
    "0.00000001",
    Domain::Positive,
    "added to the sum of weights",
);

pub(crate) const OTB: Entry = Entry::new(
    info(
        "otb:verl",
        "return to go minus a baseline per step that weighs rollouts by how surprising their way was",
        &[
            Parameter::new(
                "tail",
                "kept",
                Domain::Words(TAILS),
                "the baseline where the longest rollout is alone: kept, or zeroed",
            ),
            EPS,
        ],
    ),
    Build::Credit(build),
);
pub(crate) const TIR: Entry = Entry::new(
    info(
        "otb-tir:verl",
        "the same over the policy's own tokens, with no baseline where the longest rollout is alone",
        &[
            Parameter::new(
                "tail",
                "zeroed",
                Domain::Words(TAILS),
                "the baseline where the longest rollout is alone: kept, or zeroed",
            ),
            EPS,
        ],
    ),
    Build::Credit(build),
);

const TAILS: &[&str] = &["kept", "zeroed"];

const fn info(
    name: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Turn,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::ActionProbability],
        source: "verl 0.9.1, core_algos.py (optimal_token_baseline, tir_optimal_token_baseline)",
        status: Status::ReleasedCode,
        parameters,
    }
}

/// verl's optimal token baseline, and its form for tool-integrated reasoning.
///
/// # Formula
/// A_i,t = G_i,t − B_t; B_t = Σ_j G_j,t·W_j,t / (Σ_j W_j,t + 1e-8) over the rollouts of the task with a step t;
/// W_t = Σ_{k≤t} (1 − 2π_k + Σ_a π_k(a)²), π_k the probability of the action taken; a group of one: B = 0 ([`token_baseline`]).
/// # Source
/// verl 0.9.1, `compute_optimal_token_baseline_advantage` and `compute_multi_turn_optimal_token_baseline_advantage`.
/// # Our reading and deviations
/// Steps take the place of tokens. The probabilities of the actions not taken are not recorded: what is left of the probability
/// is taken as spread evenly over the other actions of the menu, Σπ² = π² + (1 − π)²/(n − 1), which is exact for menus of two
/// and for uniform agents. Where observations lie between tokens `otb` lines up positions with them and `otb-tir` without;
/// over steps both line up, and they differ in `tail` alone. No importance weights.
/// # Needs
/// `action_probability`.
/// # Range
/// Unbounded; within ± the range of returns to go.
/// # Known exploits
/// A rollout that follows the policy's favourite actions has little weight in the baseline, whatever it earned.
/// # Worked example
/// Two rollouts of one step with returns 1, 0 and weights 1/2, 3/2: B = 1/4, so 3/4 and −1/4.
#[derive(Clone, Copy, Debug)]
pub struct TokenBaseline {
    /// Whether the baseline is 0 where the longest rollout is alone.
    pub zero_tail: bool,
    /// Added to the sum of weights.
    pub eps: f64,
}

/// The advantages of one group from its returns to go and cumulative weights, both `[rollout][step]`.
#[must_use]
pub fn token_baseline(
    returns: &[Vec<f64>],
    weights: &[Vec<f64>],
    rule: TokenBaseline,
) -> Vec<Vec<f64>> {
    if returns.len() < 2 {
        return returns.to_vec();
    }
    let mut lengths: Vec<usize> = returns.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    let (longest, second) = (lengths[lengths.len() - 1], lengths[lengths.len() - 2]);
    let baseline = |t: usize| {
        if rule.zero_tail && t >= second {
            return 0.0;
        }
        let here = returns.iter().zip(weights).filter(|(g, _)| g.len() > t);
        let (top, bottom) = here.fold((0.0, 0.0), |(top, bottom), (g, w)| {
            (top + g[t] * w[t], bottom + w[t])
        });
        top / (bottom + rule.eps)
    };
    let baselines: Vec<f64> = (0..longest).map(baseline).collect();
    let away = |row: &Vec<f64>| row.iter().zip(&baselines).map(|(g, b)| g - b).collect();
    returns.iter().map(away).collect()
}

/// ‖s‖² = 1 − 2π + Σπ² of a step whose action had the probability `taken` among `menu` actions.
#[must_use]
pub fn score_norm(taken: f64, menu: usize) -> f64 {
    let rest = 1.0 - taken;
    let others = match menu {
        0 | 1 => 0.0,
        n => rest * rest / (n - 1) as f64,
    };
    1.0 - 2.0 * taken + taken * taken + others
}

impl GroupRule<f64> for TokenBaseline {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let weights: Option<Vec<Vec<f64>>> = episodes.iter().map(|e| path_weights(e)).collect();
        let weights = weights.ok_or(Undefined::Missing(Channel::ActionProbability))?;
        let to_go = |r: &Vec<f64>| numbers(&returns_to_go(&row(r.clone()), &1.0));
        let returns: Vec<Vec<f64>> = rewards.iter().map(to_go).collect::<Result<_, _>>()?;
        Ok(token_baseline(&returns, &weights, *self))
    }
}

/// The cumulative weights of an episode, `[steps]`; `None` where a probability is missing.
fn path_weights(episode: &Episode) -> Option<Vec<f64>> {
    let norms = episode.transitions.iter().map(|t| {
        let menu = usize::try_from(t.menu_size).unwrap_or(usize::MAX);
        t.action_probability.map(|p| score_norm(p, menu))
    });
    let norms: Option<Vec<f64>> = norms.collect();
    let mut sum = 0.0;
    Some(
        norms?
            .into_iter()
            .map(|norm| {
                sum += norm;
                sum
            })
            .collect(),
    )
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = TokenBaseline {
        zero_tail: args.word("tail") == "zeroed",
        eps: args.float("eps"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
