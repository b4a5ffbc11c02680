use super::grouped::{GroupRule, Grouped};
use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "verpo",
        summary: "outcome advantage plus sub-goals weighted by how rarely the group attains them",
        family: Family::Aggregation,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[Channel::Subgoals],
        source: "arXiv 2601.03525, later revision, equations 1-14",
        status: Status::Paper,
        parameters: &[
            Parameter::new(
                "alpha",
                "2",
                Domain::NonNegative,
                "how strongly rare sub-goals weigh",
            ),
            Parameter::new(
                "sigma",
                "0.1",
                Domain::Positive,
                "width of the density over pass rates",
            ),
            Parameter::new(
                "delta",
                "0.000001",
                Domain::NonNegative,
                "added to the density",
            ),
            Parameter::new(
                "gamma",
                "1",
                Domain::Unit,
                "discount of the trajectory reward per turn",
            ),
            Parameter::new("beta", "1", Domain::Any, "weight of the turn part"),
        ],
    },
    Build::Credit(build),
);

/// VeRPO: turns are rewarded for the tests they pass, weighted by difficulty and by how many tests are equally difficult.
///
/// # Formula
/// ρ_j = pass rate of test j over all turns of the group; w_j = exp(−αρ_j)/(Σ_k exp(−(ρ_j − ρ_k)²/2σ²) + δ); turn reward =
/// Σ_j w_j·pass_j; trajectory reward = 1[all pass]·γ^turns; A = (trajectory − group mean) + β(turn − mean over all turns)
/// ([`VerPo::parts`]).
/// # Source
/// *VeRPO*, arXiv 2601.03525, <https://arxiv.org/abs/2601.03525>, equations 1–14 of the later revision, in a full summary. Its
/// constants were not found; ours are placeholders.
/// # Our reading and deviations
/// Sub-goals that hold after a step take the place of tests passed in a turn. The trajectory reward is γ^turns times the
/// episode's return from the pipeline. The first revision has no density: take σ → 0.
/// # Needs
/// `subgoals`; rollouts of a task must share a group number.
/// # Range
/// Unbounded; the trajectory part lies within ±1.
/// # Known exploits
/// A rare sub-goal held for many steps pays on each of them.
/// # Worked example
/// Three one-turn rollouts passing (1,1,0), (1,0,0), (1,1,1), the last solved: −0.4166, −0.6782, 1.0948.
#[derive(Clone, Debug)]
pub struct VerPo {
    /// How strongly rare tests weigh.
    pub alpha: f64,
    /// Width of the density.
    pub sigma: f64,
    /// Added to the density.
    pub delta: f64,
    /// Discount per turn.
    pub gamma: f64,
    /// Weight of the turn part.
    pub beta: f64,
}

/// The parts of the advantage.
#[derive(Clone, Debug, PartialEq)]
pub struct VerPoParts {
    /// ρ, `[tests]`.
    pub pass_rate: Vec<f64>,
    /// The density at each ρ, `[tests]`.
    pub density: Vec<f64>,
    /// w, `[tests]`.
    pub weights: Vec<f64>,
    /// `[rollout][turn]`.
    pub turn_reward: Vec<Vec<f64>>,
    /// `[rollout]`.
    pub trajectory_reward: Vec<f64>,
    /// `[rollout][turn]`.
    pub advantages: Vec<Vec<f64>>,
}

impl VerPo {
    /// All parts from what passes after each turn, `[rollout][turn][test]`, and each rollout's outcome.
    #[must_use]
    pub fn parts(&self, passes: &[Vec<Vec<f64>>], outcomes: &[f64]) -> VerPoParts {
        let turns: Vec<&Vec<f64>> = passes.iter().flatten().collect();
        let tests = turns.first().map_or(0, |t| t.len());
        let rate =
            |j: usize| mean(&turns.iter().map(|t| t[j]).collect::<Vec<f64>>()).unwrap_or(0.0);
        let pass_rate: Vec<f64> = (0..tests).map(rate).collect();
        let bump = |a: f64, b: f64| libm::exp(-(a - b) * (a - b) / (2.0 * self.sigma * self.sigma));
        let density: Vec<f64> = pass_rate
            .iter()
            .map(|&a| sum(pass_rate.iter().map(|&b| bump(a, b))))
            .collect();
        let weights: Vec<f64> = pass_rate
            .iter()
            .zip(&density)
            .map(|(rho, d)| libm::exp(-self.alpha * rho) / (d + self.delta))
            .collect();
        let worth = |turn: &Vec<f64>| sum(turn.iter().zip(&weights).map(|(p, w)| p * w));
        let turn_reward: Vec<Vec<f64>> = passes
            .iter()
            .map(|rollout| rollout.iter().map(worth).collect())
            .collect();
        let trajectory_reward: Vec<f64> = outcomes
            .iter()
            .zip(passes)
            .map(|(outcome, rollout)| outcome * self.gamma.power(rollout.len() as u32))
            .collect();
        let all: Vec<f64> = turn_reward.iter().flatten().copied().collect();
        let (turn_mean, mean_outcome) = (
            mean(&all).unwrap_or(0.0),
            mean(&trajectory_reward).unwrap_or(0.0),
        );
        let advantages = turn_reward
            .iter()
            .zip(&trajectory_reward)
            .map(|(row, r)| {
                let away = r - mean_outcome;
                row.iter()
                    .map(|t| away + self.beta * (t - turn_mean))
                    .collect()
            })
            .collect();
        VerPoParts {
            pass_rate,
            density,
            weights,
            turn_reward,
            trajectory_reward,
            advantages,
        }
    }
}

impl GroupRule<f64> for VerPo {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let passes: Vec<Vec<Vec<f64>>> = episodes
            .iter()
            .map(|e| {
                let holds = |edge: Edge<'_>| {
                    (0..e.subgoals.len())
                        .map(|j| f64::from(u8::from(edge.after.subgoals.contains(j))))
                        .collect()
                };
                edges(e).map(holds).collect()
            })
            .collect();
        let outcomes: Vec<f64> = rewards.iter().map(|row| sum(row.iter().copied())).collect();
        Ok(self.parts(&passes, &outcomes).advantages)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = VerPo {
        alpha: args.float("alpha"),
        sigma: args.float("sigma"),
        delta: args.float("delta"),
        gamma: args.float("gamma"),
        beta: args.float("beta"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
