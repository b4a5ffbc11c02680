use crate::{given::paid_by_batch, prelude::*, value::discounted};

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "heron",
        summary: "preferences decided by the first factor that differs enough",
        family: Family::Aggregation,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[],
        source: "abukharin3/HERON@7d6d03a; arXiv 2309.02632",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "sigma-first",
                "0",
                Domain::NonNegative,
                "deviations by which the first factor must differ to decide",
            ),
            Parameter::new("sigma", "0", Domain::NonNegative, "the same of all others"),
        ],
    },
    Build::Signal(build),
    Brackets::Signals,
);

fn build(mut args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let factors: Vec<Signal<f64>> = std::mem::take(&mut args.parts)
        .into_iter()
        .map(|p| p.float)
        .collect();
    if factors.is_empty() {
        return Err(args.wrong_parts("one signal or more, the most important first,"));
    }
    let rule = HeronRule {
        order: (0..factors.len()).collect(),
        sigma: [args.float("sigma-first"), args.float("sigma")],
    };
    Ok(paid_by_batch(move |batch| {
        let columns: Vec<Rows<f64>> = factors.iter().map(|f| f.rows(batch)).collect();
        let returns = |i: usize| {
            let all: Vec<Value<f64>> = columns
                .iter()
                .map(|rows| discounted(&rows[i], &1.0))
                .collect();
            numbers(&all)
        };
        let all: Vec<Result<Vec<f64>, Undefined>> =
            (0..batch.episodes().len()).map(returns).collect();
        let whole: Vec<Vec<f64>> = all.iter().filter_map(|row| row.clone().ok()).collect();
        let deviations = factor_deviations(&whole);
        let mut out = vec![Undefined::Singleton.into(); all.len()];
        for group in batch.members() {
            for &i in &group {
                out[i] = standing(i, &group, &all, |a, b| rule.preference(a, b, &deviations));
            }
        }
        out
    }))
}

/// Comparisons won less lost among the others of a group that have their numbers, as a share.
fn standing(
    i: usize,
    group: &[usize],
    all: &[Result<Vec<f64>, Undefined>],
    compare: impl Fn(&[f64], &[f64]) -> Option<(i32, usize)>,
) -> Value<f64> {
    let own = match &all[i] {
        Ok(own) => own,
        Err(why) => return (*why).into(),
    };
    let others = group
        .iter()
        .filter(|&&j| j != i)
        .filter_map(|&j| all[j].as_ref().ok());
    let won: Vec<f64> = others
        .map(|other| compare(own, other).map_or(0.0, |(sign, _)| f64::from(sign)))
        .collect();
    mean(&won).map_or(Undefined::Singleton.into(), Value::checked)
}

/// HERON: a hierarchy of factors turned into preferences.
///
/// # Formula
/// In priority order, the first level whose gap exceeds σ_l · std of its factor over the batch (n − 1) decides; a tie on all
/// levels drops the pair ([`HeronRule::preference`]). Pairs train with −log sigmoid(r_win − r_lose).
/// # Source
/// *HERON*, arXiv 2309.02632, <https://arxiv.org/abs/2309.02632>; abukharin3/HERON at 7d6d03a, `heron.py`.
/// # Our reading and deviations
/// As released, every level after the first uses σ₁. As a signal it pays a rollout the share of comparisons in its group that
/// it wins less those it loses, where the authors train a reward model on the pairs.
/// # Needs
/// Factors: any signals, by their returns; `file:F(column=c)` takes those of a table.
/// # Range
/// −1, 0, 1.
/// # Known exploits
/// A tiny lead on the first factor outweighs everything else when σ₀ = 0.
/// # Worked example
/// (1, 5) against (2, 1) with σ = 0: the second wins at level 0.
#[derive(Clone, Debug)]
pub struct HeronRule {
    /// Factor columns by priority.
    pub order: Vec<usize>,
    /// σ of the first level, and of all others.
    pub sigma: [f64; 2],
}

/// The standard deviation of every factor, `[factors]`.
#[must_use]
pub fn factor_deviations(factors: &[Vec<f64>]) -> Vec<f64> {
    let column = |k: usize| factors.iter().map(|row| row[k]).collect::<Vec<f64>>();
    (0..factors.first().map_or(0, Vec::len))
        .map(|k| deviation(&column(k), 1).unwrap_or(0.0))
        .collect()
}

impl HeronRule {
    /// 1 if `a` is preferred, −1 if `b` is, with the level that decided; `None` on a full tie.
    #[must_use]
    pub fn preference(&self, a: &[f64], b: &[f64], deviations: &[f64]) -> Option<(i32, usize)> {
        self.order.iter().enumerate().find_map(|(level, &k)| {
            let gap = a[k] - b[k];
            let decides = gap.abs() > self.sigma[level.min(1)] * deviations[k];
            decides.then_some((if gap > 0.0 { 1 } else { -1 }, level))
        })
    }
}
