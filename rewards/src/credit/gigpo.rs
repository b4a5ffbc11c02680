use super::grouped::{GroupRule, Grouped, cut_like};
use super::opo_verl::total;
use crate::{prelude::*, scope::Numbers, similarity::ratio};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "gigpo",
        summary: "episode-relative plus state-relative advantage over repeated anchor states",
        family: Family::Pivot,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2505.10978; gigpo/core_gigpo.py as in tmlr-group/RewardFlow@1cdead8e",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "gamma",
                "0.95",
                Domain::Unit,
                "discount of the step returns",
            ),
            Parameter::new("weight", "1", Domain::Any, "weight of the step part"),
            Parameter::new(
                "norm",
                "mean",
                Domain::Words(&["mean", "mean-std"]),
                "whether to divide by the spreads",
            ),
            Parameter::new(
                "episodes",
                "by-steps",
                Domain::Words(&["by-steps", "by-episodes"]),
                "whether the episode part's statistics run over step rows (released) or over episodes (paper)",
            ),
            Parameter::new(
                "anchor",
                "observation",
                Domain::Words(&["observation", "state"]),
                "which equal frames make a cluster",
            ),
            Parameter::new(
                "similarity",
                "1",
                Domain::Unit,
                "below 1: first views at least this similar share a cluster",
            ),
            Parameter::new(
                "eps",
                "0.000001",
                Domain::Positive,
                "added to the standard deviations",
            ),
        ],
    },
    Build::Credit(build),
);

/// GiGPO: steps taken at the same anchor state are compared, on top of comparing episodes.
///
/// # Formula
/// A = A_E + w·A_S; A_E = R − mean of the group, A_S = G_t − mean of the cluster, G_t = Σ γᵏ r_{t+k}; with `norm=mean-std`
/// both are divided by (std + eps), std with n − 1 ([`Gigpo::advantages`]).
/// # Source
/// *GiGPO*, arXiv 2505.10978, <https://arxiv.org/abs/2505.10978>; released `core_gigpo.py`; γ = 0.95, w = 1.
/// # Our reading and deviations
/// As released, the episode part's mean runs over step rows, so long rollouts weigh more; `episodes=by-episodes` is the
/// paper's. A group of one row keeps its raw return, a cluster of one gets 0. Clusters include repeats within a rollout.
/// With `similarity` below 1 a step joins the first cluster whose first view is similar enough (CPython's difflib, order
/// dependent). The invalid-action penalty of its trainer is not here: add `truth:valid`.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Unbounded.
/// # Known exploits
/// Returning to an anchor adds rows to its cluster: loops shift its mean.
/// # Worked example
/// Two rollouts of 3 steps with returns 10, 0 that share their first two observations: A_E = ±5; A_S = ±4.5125, ±4.75, 0.
#[derive(Clone, Debug)]
pub struct Gigpo {
    /// Weight of the step part.
    pub weight: f64,
    /// Whether spreads divide.
    pub divide: bool,
    /// Whether the episode part's statistics run over episodes instead of rows.
    pub by_episodes: bool,
    /// Added to the standard deviations.
    pub eps: f64,
}

/// One step row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GigpoRow {
    /// Its task group.
    pub group: u32,
    /// Its rollout.
    pub rollout: u32,
    /// Its cluster of equal anchors.
    pub cluster: u32,
    /// Return of its episode.
    pub episode_return: f64,
    /// Discounted return from this step on.
    pub step_return: f64,
}

/// The parts of the advantage, one entry per row.
#[derive(Clone, Debug, PartialEq)]
pub struct GigpoParts {
    /// A_E.
    pub episode: Vec<f64>,
    /// A_S.
    pub step: Vec<f64>,
    /// A_E + w·A_S.
    pub advantage: Vec<f64>,
}

impl Gigpo {
    fn normalizer(&self, singleton: Singleton) -> Normalizer {
        Normalizer {
            scope: Scope::State,
            centre: Centre::Mean,
            spread: self.divide.then_some(Spread {
                ddof: 1,
                eps: self.eps,
                placement: EpsPlacement::Added,
                over: SpreadOver::Group,
            }),
            singleton,
            zero_spread: ZeroSpread::Zero,
        }
    }

    fn compared(&self, values: &[f64], nodes: &[u32], singleton: Singleton) -> Vec<f64> {
        let values: Vec<Value<f64>> = values.iter().map(|&x| Value::checked(x)).collect();
        let out = self.normalizer(singleton).apply(&values, nodes);
        out.iter()
            .map(|v| v.number().copied().unwrap_or(0.0))
            .collect()
    }

    /// The episode part when every rollout counts once, with its first row's return.
    fn across_episodes(&self, rows: &[GigpoRow]) -> Vec<f64> {
        let groups: Vec<u32> = rows.iter().map(|r| r.group).collect();
        let mut out = vec![0.0; rows.len()];
        for group in members(&groups) {
            let mut seen = Vec::new();
            let mut returns = Vec::new();
            for &i in &group {
                if !seen.contains(&rows[i].rollout) {
                    seen.push(rows[i].rollout);
                    returns.push(rows[i].episode_return);
                }
            }
            let (centre, divisor) = match returns[..] {
                [_] => (0.0, 1.0 + self.eps),
                _ => (
                    mean(&returns).unwrap_or(0.0),
                    deviation(&returns, 1).unwrap_or(0.0) + self.eps,
                ),
            };
            for &i in &group {
                let away = rows[i].episode_return - centre;
                out[i] = if self.divide { away / divisor } else { away };
            }
        }
        out
    }

    /// The advantage of every row.
    #[must_use]
    pub fn advantages(&self, rows: &[GigpoRow]) -> GigpoParts {
        let groups: Vec<u32> = rows.iter().map(|r| r.group).collect();
        let clusters: Vec<u32> = rows.iter().map(|r| r.cluster).collect();
        let returns: Vec<f64> = rows.iter().map(|r| r.episode_return).collect();
        let to_go: Vec<f64> = rows.iter().map(|r| r.step_return).collect();
        let episode = match self.by_episodes {
            true => self.across_episodes(rows),
            false => self.compared(&returns, &groups, Singleton::Raw),
        };
        let step = self.compared(&to_go, &clusters, Singleton::Zero);
        let pairs = episode.iter().zip(&step);
        let advantage = pairs.map(|(e, s)| e + self.weight * s).collect();
        GigpoParts {
            episode,
            step,
            advantage,
        }
    }
}

/// Clusters of similar texts within groups, numbered in order of creation, scanning group after group: a text joins the first
/// cluster of its group whose first text it resembles by at least `threshold`.
#[must_use]
pub fn similarity_clusters(texts: &[&str], groups: &[u32], threshold: f64) -> Vec<u32> {
    let mut out = vec![0; texts.len()];
    let mut next = 0;
    for group in members(groups) {
        let mut heads: Vec<(&str, u32)> = Vec::new();
        for i in group {
            let near = heads
                .iter()
                .find(|(head, _)| ratio(texts[i], head) >= threshold);
            out[i] = match near {
                Some((_, cluster)) => *cluster,
                None => {
                    heads.push((texts[i], next));
                    next += 1;
                    next - 1
                }
            };
        }
    }
    out
}

struct Rule {
    gigpo: Gigpo,
    gamma: f64,
    state: bool,
    similarity: f64,
}

impl Rule {
    fn clusters(&self, episodes: &[&Episode]) -> Vec<u32> {
        let frames: Vec<_> = episodes
            .iter()
            .flat_map(|e| (0..e.steps()).map(|t| e.frame(t)))
            .collect();
        if self.similarity < 1.0 {
            let texts: Vec<&str> = frames.iter().map(|f| f.text()).collect();
            return similarity_clusters(&texts, &vec![0; texts.len()], self.similarity);
        }
        let mut numbers = Numbers::default();
        frames
            .iter()
            .map(|f| match self.state {
                true => numbers.of(f.digests.state),
                false => numbers.of(f.digests.observation),
            })
            .collect()
    }
}

impl GroupRule<f64> for Rule {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let clusters = self.clusters(episodes);
        let rows: Vec<GigpoRow> = rewards
            .iter()
            .enumerate()
            .flat_map(|(i, row)| {
                let episode_return = total(row, &1.0);
                (0..row.len())
                    .map(move |t| (i as u32, episode_return, total(&row[t..], &self.gamma)))
            })
            .zip(clusters)
            .map(
                |((rollout, episode_return, step_return), cluster)| GigpoRow {
                    group: 0,
                    rollout,
                    cluster,
                    episode_return,
                    step_return,
                },
            )
            .collect();
        Ok(cut_like(&self.gigpo.advantages(&rows).advantage, rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let rule = Rule {
        gigpo: Gigpo {
            weight: args.float("weight"),
            divide: args.word("norm") == "mean-std",
            by_episodes: args.word("episodes") == "by-episodes",
            eps: args.float("eps"),
        },
        gamma: args.float("gamma"),
        state: args.word("anchor") == "state",
        similarity: args.float("similarity"),
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
