//! Noisy: the oracle, except that a stated share of its actions is random.

use crate::{
    draw::{to_f64, total, weights},
    error::{AgentError, shorten},
    guide::{Guide, Guides},
};
use num_rational::Ratio;
use std::{fmt, sync::Arc};
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    chance::Chance,
    registry::{Prepared, Registry},
    task::Task,
    trajectory::AgentInfo,
};

/// With probability ε draws from the whole menu by its weights, else among the actions on a shortest path by theirs;
/// where there is no such action, from the whole menu. This is the policy `eps-optimal(ε)`.
///
/// The probability recorded with an action is that of the action, whichever way it came about. In a world without a planner
/// the shortest paths are those of the state graph; where that is too large, or a step leads off it, the agent stops
/// instead of playing something else under its name.
#[derive(Clone)]
pub struct Noisy {
    name: String,
    epsilon: Ratio<u32>,
    registry: Registry,
    guides: Guides,
}

impl fmt::Debug for Noisy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Noisy({}, {})", self.name, self.epsilon)
    }
}

/// Largest denominator of ε: fine enough for any study, small enough for exact draws.
const MAX_DENOMINATOR: u32 = 1_000_000;

impl Noisy {
    /// The agent whose share of random actions is `text`: a decimal (`0.3`) or a fraction (`3/10`) in 0..=1. It plays the
    /// tasks of `registry`.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`].
    pub fn parse(text: &str, registry: &Registry) -> Result<Self, AgentError> {
        let epsilon = fraction(text).ok_or_else(|| AgentError::BadParameter {
            name: "noisy",
            given: shorten(text),
            expected: "a share in 0..=1 such as `0.3` or `3/10`, with at most 6 decimals",
        })?;
        Ok(Self {
            epsilon,
            ..Self::oracle(registry).named(format!("noisy:{text}"))
        })
    }

    /// The share of random actions.
    #[must_use]
    pub fn epsilon(&self) -> Ratio<u32> {
        self.epsilon
    }

    pub(crate) fn oracle(registry: &Registry) -> Self {
        Self {
            name: "oracle".into(),
            epsilon: Ratio::new(0, 1),
            registry: registry.clone(),
            guides: Guides::default(),
        }
    }

    fn named(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// The exact probability of the menu entry at `index`.
    fn probability(&self, weights: &[u32], best: &[u32], index: usize) -> Ratio<u128> {
        let weight = u128::from(weights[index]);
        let of_all = Ratio::new(weight, u128::from(total(weights)));
        if best.is_empty() {
            return of_all;
        }
        let (n, d) = (
            u128::from(*self.epsilon.numer()),
            u128::from(*self.epsilon.denom()),
        );
        let of_best: u128 = best.iter().map(|&i| u128::from(weights[i as usize])).sum();
        let random = Ratio::new(n, d) * of_all;
        if best.contains(&(index as u32)) {
            random + Ratio::new(d - n, d) * Ratio::new(weight, of_best)
        } else {
            random
        }
    }
}

fn fraction(text: &str) -> Option<Ratio<u32>> {
    // `parse` of an integer takes a sign; a share has none.
    let digits = |s: &str| {
        (!s.is_empty() && s.len() <= 7 && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())
            .flatten()
    };
    let (n, d) = if let Some((n, d)) = text.split_once('/') {
        (digits(n)?, digits(d)?)
    } else if let Some((whole, decimals)) = text.split_once('.') {
        let d = 10u32.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        if d > MAX_DENOMINATOR {
            return None;
        }
        let n = u64::from(digits(whole)?) * u64::from(d) + u64::from(digits(decimals)?);
        (u32::try_from(n).ok()?, d)
    } else {
        (digits(text)?, 1)
    };
    (d > 0 && d <= MAX_DENOMINATOR && n <= d).then(|| Ratio::new(n, d))
}

impl AgentFactory for Noisy {
    fn info(&self) -> AgentInfo {
        let (n, d) = (self.epsilon.numer(), self.epsilon.denom());
        AgentInfo {
            name: self.name.clone(),
            policy: Some(format!("eps-optimal({n}/{d})")),
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(Player {
            of: self.clone(),
            episode: None,
            guide: None,
        })
    }

    fn needs_truth(&self) -> bool {
        true
    }

    fn check(&self, task: &dyn Prepared) -> Result<(), String> {
        match self.guides.guide(task, 0) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!(
                "agent `{}` cannot play {} seed {}: this world has no planner, and its graph gives no shortest paths: {error}",
                self.name,
                task.task().template,
                task.task().seed.0
            )),
        }
    }
}

/// The agent of one episode.
struct Player {
    of: Noisy,
    episode: Option<(Task, u32)>,
    /// What stands for the planner where there is none, once it was looked for.
    guide: Option<Option<Arc<Guide>>>,
}

impl Player {
    /// The menu positions on a shortest path; `None` if nobody knows them.
    fn best<'d>(&'d mut self, decision: &'d Decision<'_>) -> Option<&'d [u32]> {
        if decision.best.is_some() {
            return decision.best;
        }
        let (of, episode) = (&self.of, &self.episode);
        let guide = self.guide.get_or_insert_with(|| {
            let (task, rollout) = episode.as_ref()?;
            of.guides.of_task(&of.registry, task, *rollout)
        });
        guide.as_ref()?.best(decision.digests.state)
    }
}

impl Agent for Player {
    fn begin(&mut self, task: &Task, rollout: u32) {
        self.episode = Some((task.clone(), rollout));
        self.guide = None;
    }

    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let weights = weights(decision.menu);
        // Where nobody knows the best actions there is nothing to follow, and play at random would be another policy.
        let best = self.best(decision).filter(|_| total(&weights) > 0);
        let Some(best) = best.map(<[u32]>::to_vec) else {
            return Act {
                choice: Choice::Stop,
                probability: None,
            };
        };
        let (n, d) = (*self.of.epsilon.numer(), *self.of.epsilon.denom());
        let mut chance = decision.random.sampled();
        let strays = chance.pick(&[n, d - n]) == 0;
        let index = if strays || best.is_empty() {
            chance.pick(&weights)
        } else {
            let of_best: Vec<u32> = best.iter().map(|&i| weights[i as usize]).collect();
            best[chance.pick(&of_best)] as usize
        };
        Act {
            choice: Choice::Menu(index),
            probability: Some(to_f64(self.of.probability(&weights, &best, index))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epsilon_is_read_exactly_or_refused() {
        let registry = Registry::default();
        let read = |text: &str| Noisy::parse(text, &registry).map(|a| a.epsilon()).ok();
        assert_eq!(read("0.3"), Some(Ratio::new(3, 10)));
        assert_eq!(read("3/10"), Some(Ratio::new(3, 10)));
        assert_eq!(read("1"), Some(Ratio::new(1, 1)));
        assert_eq!(read("0.125000"), Some(Ratio::new(1, 8)));
        for bad in [
            "",
            "x",
            "1.1",
            "2",
            "-0.1",
            "+0.1",
            "1/0",
            "3/2",
            ".5",
            "0.",
            "nan",
            "1e-1",
            "0.1234567",
            "99999999/99999999",
            "0.00000000000000000000000000000000000000001",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn probabilities_sum_to_one_and_favour_the_best() {
        let agent = Noisy::parse("0.3", &Registry::default()).unwrap();
        let weights = [1, 2, 3, 4];
        for best in [vec![], vec![1], vec![0, 2]] {
            let each: Vec<Ratio<u128>> = (0..4)
                .map(|i| agent.probability(&weights, &best, i))
                .collect();
            assert_eq!(each.iter().sum::<Ratio<u128>>(), Ratio::new(1, 1));
            if best == [1] {
                // 3/10 · 2/10 + 7/10
                assert_eq!(each[1], Ratio::new(76, 100));
            }
        }
    }
}
