use crate::{prelude::*, stage::Credit};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "flow-grpo",
        summary: "step rewards normalised over the rollouts of a task at the same step",
        family: Family::Outcome,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "YunzeTong/TurningPoint-GRPO@994d26a6, stat_tracking.py",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "spread",
                "group",
                Domain::Words(&["group", "batch"]),
                "over what the spread is taken: the rollouts of the task, or all of the batch (global_std), at that step",
            ),
            Parameter::new(
                "eps",
                "0.0001",
                Domain::Positive,
                "added to the standard deviation",
            ),
        ],
    },
    Build::Credit(build),
);

/// Flow-GRPO's per-prompt tracker, applied step by step as TurningPoint-GRPO does.
///
/// # Formula
/// A = (r − mean)/(std + eps) over the rollouts of a task at the same step index, std with n, eps = 1e-4.
/// # Source
/// YunzeTong/TurningPoint-GRPO at 994d26a6, `flow_grpo/stat_tracking.py`, <https://github.com/YunzeTong/TurningPoint-GRPO>.
/// # Our reading and deviations
/// As in the training script (`my_train_sd3_fast_with_op3.py`) every step index has a tracker of its own: `spread=batch` takes
/// the spread over all episodes of the batch that have the step, the mean stays per group. A step that only one rollout of its
/// group reaches gets 0.
/// # Needs
/// Nothing beyond its input; rollouts of a task must share a group number.
/// # Range
/// Within ±√(n − 1) for `spread=group`.
/// # Known exploits
/// Late steps of long rollouts are compared with few others; outliving them means no signal.
/// # Worked example
/// Rewards 1, 3, 6 at one step: −1.1354947, −0.1622135, 1.2977082.
#[derive(Clone, Copy, Debug)]
pub struct FlowGrpo {
    normalizer: Normalizer,
    truncation: Truncation,
}

impl FlowGrpo {
    /// The normaliser.
    #[must_use]
    pub const fn normalizer(over: SpreadOver, eps: f64) -> Normalizer {
        Normalizer {
            scope: Scope::TaskTurn,
            centre: Centre::Mean,
            spread: Some(Spread {
                ddof: 0,
                eps,
                placement: EpsPlacement::Added,
                over,
            }),
            singleton: Singleton::Zero,
            zero_spread: ZeroSpread::Zero,
        }
    }
}

/// Normalise step rewards within the nodes of the normaliser's scope; under `bootstrap` without cut-off episodes.
pub(crate) fn normalize_steps(
    normalizer: &Normalizer,
    truncation: Truncation,
    batch: &Batch<'_>,
    rewards: &Rows<f64>,
) -> Rows<f64> {
    let flat: Vec<Value<f64>> = batch
        .episodes()
        .iter()
        .zip(rewards)
        .flat_map(|(e, row)| {
            let out = truncation == Truncation::Bootstrap && is_cut(e);
            let keep = move |v: &Value<f64>| if out { Undefined::Truncated.into() } else { *v };
            row.iter().map(keep)
        })
        .collect();
    let nodes = normalizer.scope.of_steps(batch);
    unflatten(batch, normalizer.apply(&flat, &nodes))
}

/// Normalise step rewards step index by step index, as if each index were a batch of its own.
fn normalize_each_step(
    normalizer: &Normalizer,
    truncation: Truncation,
    batch: &Batch<'_>,
    rewards: &Rows<f64>,
) -> Rows<f64> {
    let mut out = rewards.clone();
    let longest = rewards.iter().map(Vec::len).max().unwrap_or(0);
    // Long episodes first, so that those with a step t are a beginning of the list.
    let mut order: Vec<usize> = (0..rewards.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(rewards[i].len()));
    for t in 0..longest {
        let here = order.iter().copied().take_while(|&i| rewards[i].len() > t);
        let mut here: Vec<usize> = here.collect();
        here.sort_unstable();
        let value = |&i: &usize| match truncation {
            Truncation::Bootstrap if is_cut(&batch.episodes()[i]) => Undefined::Truncated.into(),
            _ => rewards[i][t],
        };
        let values: Vec<Value<f64>> = here.iter().map(value).collect();
        let nodes: Vec<u32> = here.iter().map(|&i| batch.groups()[i]).collect();
        for (&i, value) in here.iter().zip(normalizer.apply(&values, &nodes)) {
            out[i][t] = value;
        }
    }
    out
}

impl Credit<f64> for FlowGrpo {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<f64>) -> Rows<f64> {
        let over = self.normalizer.spread.map(|spread| spread.over);
        let normalize = match over {
            Some(SpreadOver::Batch) => normalize_each_step,
            _ => normalize_steps,
        };
        normalize(&self.normalizer, self.truncation, batch, rewards)
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let over = match args.word("spread") {
        "group" => SpreadOver::Group,
        _ => SpreadOver::Batch,
    };
    Ok(CreditObject::float(FlowGrpo {
        normalizer: FlowGrpo::normalizer(over, args.float("eps")),
        truncation: args.truncation(),
    }))
}
