//! Random: draws from the menu by its weights.

use crate::draw::{to_f64, total, weights};
use num_rational::Ratio;
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    chance::Chance,
    trajectory::AgentInfo,
};

/// Draws from the menu by its weights: the policy `uniform`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Random;

impl AgentFactory for Random {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "random".into(),
            policy: Some("uniform".into()),
            params: Default::default(),
        }
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(*self)
    }
}

impl Agent for Random {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let weights = weights(decision.menu);
        let all = total(&weights);
        if all == 0 {
            return Act {
                choice: Choice::Stop,
                probability: None,
            };
        }
        let index = decision.random.sampled().pick(&weights);
        Act {
            choice: Choice::Menu(index),
            probability: Some(to_f64(Ratio::new(
                u128::from(weights[index]),
                u128::from(all),
            ))),
        }
    }
}
