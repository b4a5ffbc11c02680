use super::grouped::{GroupRule, Grouped, cut_like};
use super::reinforce_pp::masked_returns;
use crate::{normalize::is_flat, prelude::*, scope::Numbers};

/// Most states of history that a group may share.
const MAX_HISTORY: usize = 64;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "hgpo",
        summary: "steps compared in groups that share their state and ever more of the states before it",
        family: Family::Pivot,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "CazeroZ/hgpo@aa64927, hgpo/core_hgpo.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "gamma",
                "0.95",
                Domain::Unit,
                "discount of the step returns",
            ),
            Parameter::new(
                "history",
                "2",
                Domain::Count,
                "most states before the step that are shared; at most 64",
            ),
            Parameter::new(
                "alpha",
                "1",
                Domain::Count,
                "power of the weight of a longer history",
            ),
            Parameter::new(
                "norm",
                "mean",
                Domain::Words(&["mean", "mean-std"]),
                "whether to divide by the spread of a group",
            ),
            Parameter::new(
                "zeros",
                "dropped",
                Domain::Words(&["dropped", "kept"]),
                "whether a group in which a step stands at 0 counts in its weighted mean; dropped as released",
            ),
            Parameter::new(
                "anchor",
                "observation",
                Domain::Words(&["observation", "state"]),
                "which equal frames make a group",
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

/// HGPO: a hierarchy of step groups, of which those that share more history weigh more.
///
/// # Formula
/// G_t = Σ γᵏ r_{t+k}. For l = 0…K the steps of a task that share their state and the l states before it make a group; in each
/// group of two or more a_l = G − mean, or (G − mean)/(std + eps), std with n. A = Σ w_l·a_l/Σ w_l, w_l = (l + 1)^α, over the
/// groups the step is in ([`Hgpo::advantages`]).
/// # Source
/// CazeroZ/hgpo at aa64927, `HGPO` in `hgpo/core_hgpo.py`, <https://github.com/CazeroZ/hgpo>; K = 2, α = 1.
/// # Our reading and deviations
/// As released a group in which the step stands at exactly 0 leaves the weighted mean, its weight too (`zeros=dropped`), and
/// there is no episode part. A step without a partner gets 0: the released loop for it names an index that is not set.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ± the range of step returns for `norm=mean`.
/// # Known exploits
/// Loops put several steps of one rollout into a group and shift its mean.
/// # Worked example
/// Three steps at one state with G = 1, 0, 0, of which the first two share one state more, K = 1: a_0 = 2/3, −1/3, −1/3;
/// a_1 = 1/2, −1/2; A = (2/3 + 2·1/2)/3 = 5/9, (−1/3 − 2·1/2)/3 = −4/9, −1/3.
#[derive(Clone, Copy, Debug)]
pub struct Hgpo {
    /// Most states of history.
    pub history: usize,
    /// Power of the weights.
    pub alpha: u32,
    /// Whether spreads divide.
    pub divide: bool,
    /// Whether groups in which a step stands at 0 are left out of its mean.
    pub drop_zeros: bool,
    /// Added to the standard deviations.
    pub eps: f64,
}

impl Hgpo {
    /// The advantages of one group, flat, from the states its rollouts act in, `[rollout][step]`, and their step returns.
    #[must_use]
    pub fn advantages(&self, states: &[Vec<u32>], returns: &[f64]) -> Vec<f64> {
        let mut weighted = vec![(0.0, 0.0); returns.len()];
        for l in 0..=self.history {
            let weight = ((l + 1) as f64).power(self.alpha);
            for group in members_with_history(states, l) {
                let here: Vec<f64> = group.iter().map(|&i| returns[i]).collect();
                for (&i, a) in group.iter().zip(self.compared(&here)) {
                    if !(self.drop_zeros && a.is_nought()) {
                        weighted[i].0 += weight * a;
                        weighted[i].1 += weight;
                    }
                }
            }
        }
        let share = |(sum, weight): (f64, f64)| sum.over(&weight).unwrap_or(0.0);
        weighted.into_iter().map(share).collect()
    }

    fn compared(&self, group: &[f64]) -> Vec<f64> {
        if is_flat(group) {
            return vec![0.0; group.len()];
        }
        let centre = mean(group).unwrap_or(0.0);
        let divisor = match self.divide {
            true => deviation(group, 0).unwrap_or(0.0) + self.eps,
            false => 1.0,
        };
        group.iter().map(|g| (g - centre) / divisor).collect()
    }
}

/// The groups of two or more steps, by flat position, that share their state and the `l` states before it.
fn members_with_history(states: &[Vec<u32>], l: usize) -> Vec<Vec<usize>> {
    let mut numbers = Numbers::default();
    let mut nodes: Vec<u32> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    let mut flat = 0;
    for row in states {
        for t in 0..row.len() {
            if t >= l {
                nodes.push(numbers.of(&row[t - l..=t]));
                places.push(flat);
            }
            flat += 1;
        }
    }
    let groups = members(&nodes).into_iter().filter(|group| group.len() > 1);
    groups
        .map(|group| group.into_iter().map(|k| places[k]).collect())
        .collect()
}

struct Rule {
    hgpo: Hgpo,
    gamma: f64,
    state: bool,
}

impl GroupRule<f64> for Rule {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let mut numbers = Numbers::default();
        let states: Vec<Vec<u32>> = episodes
            .iter()
            .map(|e| {
                let frames = (0..e.steps()).map(|t| &e.frame(t).digests);
                frames
                    .map(|d| numbers.of(if self.state { d.state } else { d.observation }))
                    .collect()
            })
            .collect();
        let to_go = |row: &Vec<f64>| masked_returns(row, &vec![true; row.len()], self.gamma);
        let returns: Vec<f64> = rewards.iter().flat_map(to_go).collect();
        Ok(cut_like(&self.hgpo.advantages(&states, &returns), rewards))
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let history = args.count("history");
    if history > MAX_HISTORY {
        return Err(args.bad("history", "a whole number of at most 64"));
    }
    let alpha = u32::try_from(args.count("alpha")).ok().filter(|&a| a <= 16);
    let alpha = alpha.ok_or_else(|| args.bad("alpha", "a whole number of at most 16"))?;
    let rule = Rule {
        hgpo: Hgpo {
            history,
            alpha,
            divide: args.word("norm") == "mean-std",
            drop_zeros: args.word("zeros") == "dropped",
            eps: args.float("eps"),
        },
        gamma: args.float("gamma"),
        state: args.word("anchor") == "state",
    };
    Ok(CreditObject::float(Grouped::by_task(rule, &args)))
}
