use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "rest-mcts:value",
        summary: "quality value built step by step from distance and right or wrong",
        family: Family::Tree,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Distance, Channel::ShortestPath],
        source: "arXiv 2406.03816, equation for v and w",
        status: Status::Paper,
        parameters: &[Parameter::new(
            "pay",
            "weight",
            Domain::Words(&["weight", "value"]),
            "whether a step is paid its change of value or the value",
        )],
    },
    Build::Signal(build),
);

/// ReST-MCTS*'s quality value: every right step closes its share of the gap to 1.
///
/// # Formula
/// w_k = (1 − v_{k−1})/(m_k + 1)·(1 − 2r_k), v_k = max(v_{k−1} + w_k, 0), v_0 = 0; m_k steps are still missing, r_k = 1 for a
/// bad step ([`value_recursion`]).
/// # Source
/// *ReST-MCTS**, arXiv 2406.03816, <https://arxiv.org/abs/2406.03816>; THUDM/ReST-MCTS at 2d5f488c agrees.
/// # Our reading and deviations
/// m_k is the exact distance after the step and r_k = 1 off shortest paths; from a dead end m is infinite and w = 0.
/// `pay=weight` pays v_k − v_{k−1}. `truncation` changes nothing.
/// # Needs
/// `distance`, `shortest_path`.
/// # Range
/// Weights −1..=1; values 0..=1.
/// # Known exploits
/// The floor at 0 forgives: a bad step at value 0 costs nothing, so losing and regaining early earns.
/// # Worked example
/// Three right steps with m = 2, 1, 0: v = 1/3, 2/3, 1.
#[derive(Clone, Copy, Debug)]
pub struct RestMcts {
    pay_value: bool,
}

/// Weights and values of a trajectory from m (`None`: cannot be reached any more) and r in 0..=1 of every step.
#[must_use]
pub fn value_recursion<S: Scalar>(missing: &[Option<u32>], wrong: &[S]) -> (Vec<S>, Vec<S>) {
    let mut value = S::zero();
    missing
        .iter()
        .zip(wrong)
        .map(|(m, wrong)| {
            let gap = S::one() - value.clone();
            let share = match m {
                Some(m) => gap
                    .over(&S::from_count(*m as usize + 1))
                    .unwrap_or_else(S::zero),
                None => S::zero(),
            };
            let weight = share * (S::one() - wrong.clone() - wrong.clone());
            value = (value.clone() + weight.clone()).larger(S::zero());
            (weight, value.clone())
        })
        .unzip()
}

impl<S: Scalar> EpisodeSignal<S> for RestMcts {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let (mut missing, mut wrong) = (Vec::new(), Vec::new());
        for edge in edges(episode) {
            let Some(right) = edge.step.on_shortest_path else {
                return vec![Undefined::Missing(Channel::ShortestPath).into(); episode.steps()];
            };
            missing.push(edge.after.distance.steps());
            wrong.push(S::from_count(usize::from(!right)));
        }
        let (_, values) = value_recursion::<S>(&missing, &wrong);
        if self.pay_value {
            return row(values);
        }
        let mut curve = vec![S::zero()];
        curve.extend(values);
        row(super::shaping_terms(&curve, &S::one()))
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let pay_value = args.word("pay") == "value";
    Ok(SignalObject::episode(
        RestMcts { pay_value },
        RestMcts { pay_value },
    ))
}
