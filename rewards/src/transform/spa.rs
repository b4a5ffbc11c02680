use crate::prelude::*;

const fn info(
    name: &'static str,
    summary: &'static str,
    form: Form,
    channels: &'static [Channel],
    status: Status,
    parameters: &'static [Parameter],
) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Progress,
        stage: Stage::Transform,
        form,
        channels,
        source: "arXiv 2505.20732; WangHanLinHenry/SPA-RL-Agent@ed20087",
        status,
        parameters,
    }
}

const BETA: Parameter = Parameter::new("beta", "0.5", Domain::Any, "reward of an executed action");

pub(crate) const PAPER: Entry = Entry::new(
    info(
        "spa-rl:paper",
        "contribution of the step plus a bonus if its action was executed",
        Form::Edge,
        &[Channel::Effect],
        Status::Paper,
        &[
            Parameter::new("alpha", "1", Domain::Any, "weight of the contribution"),
            BETA,
        ],
    ),
    Build::Transform(build_paper),
);

pub(crate) const RELEASED: Entry = Entry::new(
    info(
        "spa-rl:released",
        "leave-one-out return on every step plus a bonus if its action took effect",
        Form::Group,
        &[Channel::Effect],
        Status::ReleasedCode,
        &[BETA],
    ),
    Build::Transform(build_released),
);

pub(crate) const SCALING: Entry = Entry::new(
    info(
        "spa-rl:ppo-scaling",
        "every step's number times the steps after it",
        Form::Trajectory,
        &[],
        Status::ReleasedCode,
        &[],
    ),
    Build::Transform(build_scaling),
);

/// SPA-RL: the outcome redistributed over the steps by learned contributions - and what its released code does instead.
///
/// # Formula
/// Paper: r_t = αc_t + βg_t, Σ c_t ≈ R, g_t = 1 if the action was executable. Released script: R − mean R of the other rollouts
/// of the task on every step (a lone rollout keeps R), + β unless the next observation reports failure; the last step always
/// gets β ([`released`]). Released trainer: step score k times T − 1 − k ([`ppo_scaling`]).
/// # Source
/// *SPA-RL*, arXiv 2505.20732, <https://arxiv.org/abs/2505.20732>; WangHanLinHenry/SPA-RL-Agent at ed20087, `rl_data_org.py`
/// and `step_ppotrainer.py`; β = 0.5.
/// # Our reading and deviations
/// Three names, since they differ. c is the input (`gain:success` sums to p_T − p_0). An action fails if it was rejected or
/// had no effect; the paper's form asks only that it was not rejected.
/// # Needs
/// `effect`; the released form needs groups.
/// # Range
/// Unbounded.
/// # Known exploits
/// β pays for every executed action: long episodes earn. The trainer's factor gives the last step nothing.
/// # Worked example
/// Contributions 0.1, −0.05, 0.95 with the second not executable: 0.6, −0.05, 1.45.
#[derive(Clone, Debug)]
pub struct SpaPaper<S> {
    alpha: S,
    beta: S,
}

/// The released script's rewards of one group from final rewards and, per step, whether the next observation reports failure
/// (the last entry is not read), `[rollout][step]`.
#[must_use]
pub fn released<S: Scalar>(totals: &[S], fails: &[Vec<bool>], beta: &S) -> Vec<Vec<S>> {
    let all = sum(totals.iter().cloned());
    let others = S::from_count(totals.len().saturating_sub(1));
    let rows = totals.iter().zip(fails);
    rows.map(|(total, fails)| {
        let rest = (all.clone() - total.clone()).over(&others);
        let base = total.clone() - rest.unwrap_or_else(S::zero);
        let bonus = |t: usize| t + 1 == fails.len() || !fails[t];
        let step = |t: usize| match bonus(t) {
            true => base.clone() + beta.clone(),
            false => base.clone(),
        };
        (0..fails.len()).map(step).collect()
    })
    .collect()
}

/// Step scores times the number of steps after each.
#[must_use]
pub fn ppo_scaling<S: Scalar>(scores: &[S]) -> Vec<S> {
    let steps = scores.iter().enumerate();
    steps
        .map(|(k, s)| s.clone() * S::from_count(scores.len() - 1 - k))
        .collect()
}

impl<S: Scalar> StepTransform<S> for SpaPaper<S> {
    fn apply(&self, _: &mut Memory, edge: &Edge<'_>, value: Value<S>) -> Value<S> {
        let bonus = match edge.effect.is_rejected() {
            true => S::zero(),
            false => self.beta.clone(),
        };
        value.map(|c| self.alpha.clone() * c + bonus)
    }
}

#[derive(Clone, Debug)]
struct Released<S> {
    beta: S,
}

impl<S: Scalar> BatchTransform<S> for Released<S> {
    fn apply(&self, batch: &Batch<'_>, rows: Rows<S>) -> Rows<S> {
        let mut out = rows.clone();
        for group in batch.members() {
            let plain: Result<Vec<Vec<S>>, Undefined> =
                group.iter().map(|&i| numbers(&rows[i])).collect();
            let fails: Vec<Vec<bool>> = group
                .iter()
                .map(|&i| {
                    let steps = batch.episodes()[i].transitions.iter();
                    steps
                        .map(|t| t.effect != truestep_core::truth::Effect::Applied)
                        .collect()
                })
                .collect();
            match plain {
                Ok(plain) => {
                    let totals: Vec<S> = plain.into_iter().map(sum).collect();
                    let found = released(&totals, &fails, &self.beta);
                    for (&i, rewards) in group.iter().zip(found) {
                        out[i] = row(rewards);
                    }
                }
                Err(why) => {
                    for &i in &group {
                        out[i] = vec![why.into(); rows[i].len()];
                    }
                }
            }
        }
        out
    }
}

#[derive(Clone, Copy, Debug)]
struct Scaling;

impl<S: Scalar> EpisodeTransform<S> for Scaling {
    fn apply(&self, _: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        let last = values.len().saturating_sub(1);
        let steps = values.into_iter().enumerate();
        steps
            .map(|(k, v)| v.map(|x| x * S::from_count(last - k)))
            .collect()
    }
}

fn build_paper(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::step(
        SpaPaper::<f64> {
            alpha: args.scalar("alpha"),
            beta: args.scalar("beta"),
        },
        SpaPaper::<Fraction> {
            alpha: args.scalar("alpha"),
            beta: args.scalar("beta"),
        },
    ))
}

fn build_released(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::batch(
        Released::<f64> {
            beta: args.scalar("beta"),
        },
        Released::<Fraction> {
            beta: args.scalar("beta"),
        },
    ))
}

fn build_scaling(_: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::episode(Scaling, Scaling))
}
