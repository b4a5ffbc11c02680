use crate::{prelude::*, stage::Credit, value::returns_to_go};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "grpo:process",
        summary: "every step's reward normalised over the group's steps, then summed to go",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "Shao et al. 2024, section 4.1.3",
        status: Status::Paper,
        parameters: &[Parameter::new(
            "eps",
            "0.0001",
            Domain::Positive,
            "added to the standard deviation",
        )],
    },
    Build::Credit(build),
);

/// GRPO with process supervision: step rewards are compared, not episode returns.
///
/// # Formula
/// r̃_t = (r_t − mean)/(std + eps) over all steps of all rollouts of a task; A_t = Σ_{k ≥ t} r̃_k.
/// # Source
/// Shao et al., *DeepSeekMath*, 2024, section 4.1.3, <https://arxiv.org/abs/2402.03300>.
/// # Our reading and deviations
/// The paper prints no eps and no degrees of freedom: eps = 1e-4 and n − 1 are ours, as in released GRPO code. A lone step
/// is left out of comparison and gets 0; equal rewards give 0. `truncation=bootstrap` leaves cut-off episodes out.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Unbounded: it grows with the number of steps to go.
/// # Known exploits
/// The mean is taken over steps, so an episode of many steps that each beat the mean beats a short one.
/// # Worked example
/// Rewards (0, 1) and (0, 0): mean 1/4, std 1/2; r̃ = (−1/2, 3/2), (−1/2, −1/2); A = (1, 3/2), (−1, −1/2).
#[derive(Clone, Copy, Debug)]
pub struct GrpoProcess {
    normalizer: Normalizer,
    truncation: Truncation,
}

impl Credit<f64> for GrpoProcess {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<f64>) -> Rows<f64> {
        let episodes = batch.episodes().iter().zip(rewards);
        let flat: Vec<Value<f64>> = episodes
            .flat_map(|(episode, row)| {
                let out = self.truncation == Truncation::Bootstrap && is_cut(episode);
                row.iter().map(move |&value| match out {
                    true => Undefined::Truncated.into(),
                    false => value,
                })
            })
            .collect();
        let groups = batch.groups().iter().zip(rewards);
        let nodes: Vec<u32> = groups
            .flat_map(|(&group, row)| row.iter().map(move |_| group))
            .collect();
        let mut normalised = self.normalizer.apply(&flat, &nodes).into_iter();
        rewards
            .iter()
            .map(|row| {
                let row: Vec<Value<f64>> = normalised.by_ref().take(row.len()).collect();
                returns_to_go(&row, &1.0)
            })
            .collect()
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let normalizer = Normalizer {
        scope: Scope::Task,
        centre: Centre::Mean,
        spread: Some(Spread {
            ddof: 1,
            eps: args.float("eps"),
            placement: EpsPlacement::Added,
            over: SpreadOver::Group,
        }),
        singleton: Singleton::Zero,
        zero_spread: ZeroSpread::Zero,
    };
    Ok(CreditObject::float(GrpoProcess {
        normalizer,
        truncation: args.truncation(),
    }))
}
