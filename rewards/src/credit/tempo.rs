use super::grouped::{GroupRule, Grouped};
use super::{broadcast::GAMMA, opo_verl::total};
use crate::{normalize::is_flat, prelude::*, tree::PrefixTree};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "tempo",
        summary: "group-relative return plus the change of the prefix's mean return",
        family: Family::Pivot,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2509.18314; fatebreaker/tempo@0a1c273d",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "divide",
                "yes",
                Domain::Words(&["yes", "no"]),
                "whether to divide by the group's spread; without it the scheme is exact",
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

/// TEMPO (prefix-to-tree): branching steps get the change of the mean return of the rollouts that share the prefix.
///
/// # Formula
/// V(prefix) = mean return of the group's rollouts that share it; A_t = [(R − mean) + V(s_{t+1}) − V(s_t)]/(std + eps), std
/// with n − 1, eps = 1e-6 ([`tempo`]).
/// # Source
/// *TEMPO*, arXiv 2509.18314, <https://arxiv.org/abs/2509.18314>; fatebreaker/tempo at 0a1c273d, `core_algos.py`.
/// # Our reading and deviations
/// Histories (state, action, facts) take the place of token prefixes. The change of V is divided by the spread of R, as
/// released. A group of one is `Undefined(Singleton)` (NaN there) unless `divide=no`.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number and a start.
/// # Range
/// Unbounded; without `divide` within ±2 ranges of the return.
/// # Known exploits
/// The last step of a rollout that is a prefix of another one gets no change of V although it chose to stop.
/// # Worked example
/// Actions ab, ac with returns 1, 0 and `divide=no`: a: ±1/2; b: 1/2 + 1/2 = 1, c: −1.
#[derive(Clone, Debug)]
pub struct Tempo<S> {
    gamma: S,
    eps: Option<f64>,
}

/// The undivided advantages over a prefix tree, `[rollout][step]`.
#[must_use]
pub fn tempo<S: Scalar>(tree: &PrefixTree, returns: &[S]) -> Vec<Vec<S>> {
    if is_flat(returns) {
        // Rounding in the means must not pass for a difference.
        let zeros = tree.paths.iter().map(|path| vec![S::zero(); path.len()]);
        return zeros.collect();
    }
    let value = |node: usize| -> S {
        let members = &tree.members[node];
        let own = members.iter().map(|&i| returns[i].clone());
        sum(own)
            .over(&S::from_count(members.len()))
            .unwrap_or_else(S::zero)
    };
    let values: Vec<S> = (0..tree.len()).map(value).collect();
    let advantage = |i: usize, node: usize| {
        let away = returns[i].clone() - values[0].clone();
        away + (values[node].clone() - values[tree.parent[node]].clone())
    };
    let rows = tree.paths.iter().enumerate();
    rows.map(|(i, path)| path.iter().map(|&node| advantage(i, node)).collect())
        .collect()
}

/// What the advantages of a group are divided by.
///
/// # Errors
/// [`Undefined::Singleton`] for a group of one.
pub fn tempo_divisor(returns: &[f64], eps: f64) -> Result<f64, Undefined> {
    Ok(deviation(returns, 1).ok_or(Undefined::Singleton)? + eps)
}

impl<S: Scalar> Tempo<S> {
    fn plain(&self, episodes: &[&Episode], rewards: &[Vec<S>]) -> (Vec<S>, Vec<Vec<S>>) {
        let returns: Vec<S> = rewards.iter().map(|row| total(row, &self.gamma)).collect();
        let rows = tempo(&PrefixTree::of_episodes(episodes), &returns);
        (returns, rows)
    }
}

impl GroupRule<f64> for Tempo<f64> {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, Undefined> {
        let (returns, mut rows) = self.plain(episodes, rewards);
        if let Some(eps) = self.eps {
            let divisor = tempo_divisor(&returns, eps)?;
            rows.iter_mut().flatten().for_each(|x| *x /= divisor);
        }
        Ok(rows)
    }
}

impl GroupRule<Fraction> for Tempo<Fraction> {
    fn advantages(
        &self,
        episodes: &[&Episode],
        rewards: &[Vec<Fraction>],
    ) -> Result<Vec<Vec<Fraction>>, Undefined> {
        Ok(self.plain(episodes, rewards).1)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let eps = (args.word("divide") == "yes").then(|| args.float("eps"));
    let gamma = args.float("gamma");
    let float = Grouped::by_task(Tempo { gamma, eps }, &args);
    Ok(match eps {
        Some(_) => CreditObject::float(float),
        None => {
            let gamma = args.scalar::<Fraction>("gamma");
            CreditObject::ring(float, Grouped::by_task(Tempo { gamma, eps }, &args))
        }
    })
}
