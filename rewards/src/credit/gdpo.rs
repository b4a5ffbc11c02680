use super::{broadcast::GAMMA, grouped::spread_out};
use crate::{prelude::*, stage::Credit, value::discounted};

const GAMMA_ONLY: &[Parameter] = &[GAMMA];

pub(crate) const TRL: Entry = Entry::with(
    info(
        "gdpo:trl",
        "every objective normalised in its group, summed, normalised over episodes, as in TRL",
    ),
    Build::Credit(build_trl),
    Brackets::Signals,
);

pub(crate) const VERL: Entry = Entry::with(
    info(
        "gdpo:verl",
        "every objective normalised in its group, summed, whitened over steps, as in verl",
    ),
    Build::Credit(build_verl),
    Brackets::Signals,
);

const fn info(name: &'static str, summary: &'static str) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Aggregation,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "NVlabs/GDPO@b080e63",
        status: Status::ReleasedCode,
        parameters: GAMMA_ONLY,
    }
}

/// GDPO: several objectives, each normalised in its group before they are added.
///
/// # Formula
/// For each objective (R − mean)/(std + eps) in the group, std with n − 1; their sum; then over the batch. `gdpo:trl`: eps
/// 1e-4 twice, the batch step is over episodes ([`gdpo_trl`]). `gdpo:verl`: eps 1e-6, the batch step whitens over steps
/// with sqrt(var + 1e-8) ([`gdpo_verl`]).
/// # Source
/// NVlabs/GDPO at b080e63, its TRL and verl trees, <https://github.com/NVlabs/GDPO>. The two give different numbers.
/// # Our reading and deviations
/// The first objective is the pipeline's own, the others stand in the brackets: `outcome |> gdpo:trl(truth:valid)`. Weights
/// are all 1, as in the verl tree: the normalisation would undo a `scale`. Steps take the place of tokens. A group of one gets 0 in
/// the TRL form and its raw returns in the verl form.
/// # Needs
/// Nothing beyond its inputs; rollouts of a task must share a group number.
/// # Range
/// Unbounded; unit variance over the batch.
/// # Known exploits
/// A near-constant objective is blown up to the same spread as the outcome.
/// # Worked example
/// Objectives (1,1), (0,1), (0,0), (1,0): TRL form 1.2246583, 0, −1.2246583, 0.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Gdpo {
    others: Vec<Signal<f64>>,
    gamma: f64,
    truncation: Truncation,
    trl: bool,
}

/// The weighted sum of objectives normalised within groups, and its normalisation over the batch; `rewards[i][j]` is
/// objective j of member i, a missing one counts as 0.
#[must_use]
pub fn gdpo_trl(
    rewards: &[Vec<Option<f64>>],
    groups: &[u32],
    weights: &[f64],
    eps: f64,
) -> (Vec<f64>, Vec<f64>) {
    let normalizer = super::GrpoTrl::normalizer(Some(SpreadOver::Group), eps);
    let mut total = vec![0.0; rewards.len()];
    for (j, weight) in weights.iter().enumerate() {
        let values: Vec<Value<f64>> = rewards
            .iter()
            .map(|row| Value::checked(row[j].unwrap_or(0.0)))
            .collect();
        for (sum, value) in total.iter_mut().zip(normalizer.apply(&values, groups)) {
            *sum += weight * value.number().copied().unwrap_or(0.0);
        }
    }
    let values: Vec<Value<f64>> = total.iter().map(|&x| Value::checked(x)).collect();
    let whole = normalizer.apply(&values, &vec![0; total.len()]);
    let over_batch = whole
        .iter()
        .map(|v| v.number().copied().unwrap_or(0.0))
        .collect();
    (total, over_batch)
}

/// The unweighted sum of objectives normalised within groups, copied to each member's steps and whitened over all of them;
/// flat.
#[must_use]
pub fn gdpo_verl(rewards: &[Vec<f64>], groups: &[u32], lengths: &[usize], eps: f64) -> Vec<f64> {
    let normalizer = super::GrpoVerl::normalizer(eps);
    let mut total = vec![0.0; rewards.len()];
    for j in 0..rewards.first().map_or(0, Vec::len) {
        let values: Vec<Value<f64>> = rewards.iter().map(|row| Value::checked(row[j])).collect();
        for (sum, value) in total.iter_mut().zip(normalizer.apply(&values, groups)) {
            *sum += value.number().copied().unwrap_or(0.0);
        }
    }
    let flat: Vec<f64> = total
        .iter()
        .zip(lengths)
        .flat_map(|(&x, &n)| vec![x; n])
        .collect();
    whiten(&flat, WhitenMean::Plain)
}

impl Gdpo {
    /// The returns of every objective, `[episode][objective]`, or why an episode has none.
    fn returns(&self, batch: &Batch<'_>, rewards: &Rows<f64>) -> Vec<Result<Vec<f64>, Undefined>> {
        let others: Vec<Rows<f64>> = self.others.iter().map(|s| s.rows(batch)).collect();
        let of = |(i, episode)| {
            if self.truncation == Truncation::Bootstrap && is_cut(episode) {
                return Err(Undefined::Truncated);
            }
            let rows = std::iter::once(&rewards[i]).chain(others.iter().map(|rows| &rows[i]));
            let returns: Vec<Value<f64>> = rows
                .map(|row: &Vec<Value<f64>>| discounted(row, &self.gamma))
                .collect();
            numbers(&returns)
        };
        batch.episodes().iter().enumerate().map(of).collect()
    }
}

impl Credit<f64> for Gdpo {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<f64>) -> Rows<f64> {
        let (mut kept, mut returns) = (Vec::new(), Vec::new());
        let mut out: Rows<f64> = Vec::with_capacity(rewards.len());
        for (i, found) in self.returns(batch, rewards).into_iter().enumerate() {
            let empty = match found {
                Ok(all) => {
                    kept.push(i);
                    returns.push(all);
                    Value::zero()
                }
                Err(why) => why.into(),
            };
            out.push(vec![empty; rewards[i].len()]);
        }
        let groups: Vec<u32> = kept.iter().map(|&i| batch.groups()[i]).collect();
        let like: Vec<Vec<f64>> = kept.iter().map(|&i| vec![0.0; rewards[i].len()]).collect();
        let rows = if self.trl {
            let rows: Vec<Vec<Option<f64>>> = returns
                .iter()
                .map(|row| row.iter().map(|&x| Some(x)).collect())
                .collect();
            const EPS: f64 = 1e-4;
            let weights = vec![1.0; self.others.len() + 1];
            spread_out(&gdpo_trl(&rows, &groups, &weights, EPS).1, &like)
        } else {
            const EPS: f64 = 1e-6;
            let lengths: Vec<usize> = like.iter().map(Vec::len).collect();
            super::grouped::cut_like(&gdpo_verl(&returns, &groups, &lengths, EPS), &like)
        };
        for (&i, advantages) in kept.iter().zip(rows) {
            out[i] = row(advantages);
        }
        out
    }
}

fn make(mut args: Args<'_>, trl: bool) -> CreditObject {
    let parts = std::mem::take(&mut args.parts);
    CreditObject::float(Gdpo {
        others: parts.into_iter().map(|p| p.float).collect(),
        gamma: args.float("gamma"),
        truncation: args.truncation(),
        trl,
    })
}

fn build_trl(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(make(args, true))
}

fn build_verl(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    Ok(make(args, false))
}
