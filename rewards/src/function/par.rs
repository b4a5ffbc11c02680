use super::{sigmoid, softplus};
use crate::{
    given::{self, column, paid_by_batch},
    prelude::*,
    value::discounted,
};

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "par",
        summary: "rewards bounded and centred by reference rewards",
        family: Family::Aggregation,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[],
        source: "PorUna-byte/PAR@b8caf40; arXiv 2502.18770",
        status: Status::ReleasedCode,
        parameters: &[
            given::FILE,
            column(
                "references",
                "references",
                "the column of the rewards of reference answers to the same prompt, a list",
            ),
            Parameter::new(
                "shaping",
                "sigmoid",
                Domain::Words(WORDS),
                "how a reward is shaped",
            ),
            Parameter::new("slope", "1", Domain::Any, "k of the sigmoids"),
            Parameter::new(
                "most",
                "10",
                Domain::Count,
                "references that count, the first ones",
            ),
        ],
    },
    Build::Signal(build),
    Brackets::Signals,
)
.with_example("outcome");

/// The shapings by name.
const WORDS: &[&str] = &[
    "sigmoid",
    "tanh",
    "uncentred",
    "linear",
    "slow-growth",
    "standardised",
    "clipped",
    "min-max",
    "log-sigmoid",
];

fn build(mut args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let references = args.column("references")?;
    let slope = args.float("slope");
    let most = args.count("most");
    let shaping = match args.word("shaping") {
        "tanh" => ParShaping::TanhRelative,
        "uncentred" => ParShaping::SigmoidUncentred { slope },
        "linear" => ParShaping::CentredLinear,
        "slow-growth" => ParShaping::SlowGrowth { slope },
        "standardised" => ParShaping::Standardised,
        "clipped" => ParShaping::Clipped,
        "min-max" => ParShaping::MinMax,
        "log-sigmoid" => ParShaping::LogSigmoid,
        _ => ParShaping::SigmoidRelative { slope },
    };
    let reward = match (args.parts.pop(), args.parts.pop()) {
        (Some(reward), None) => reward.float,
        _ => return Err(args.wrong_parts("one signal, the reward that is shaped, and parameters")),
    };
    Ok(paid_by_batch(move |batch| {
        let rows = reward.rows(batch);
        let pairs = batch.episodes().iter().zip(&rows);
        let pair = |(episode, row): (&Episode, &Vec<Value<f64>>)| {
            let total = numbers(&[discounted(row, &1.0)])?[0];
            let list = references.last_list(episode);
            Ok((total, list.ok_or(Undefined::NotScored)?))
        };
        let pairs: Vec<Result<(f64, Vec<f64>), Undefined>> = pairs.map(pair).collect();
        let whole = pairs.iter().filter_map(|pair| pair.clone().ok());
        let (rewards, lists): (Vec<f64>, Vec<Vec<f64>>) = whole.unzip();
        let mut shaped = par_shape(shaping, &rewards, &lists, most, None).into_iter();
        let one = |pair: &Result<(f64, Vec<f64>), Undefined>| match pair {
            Ok(_) => Value::checked(shaped.next().unwrap_or(f64::NAN)),
            Err(why) => (*why).into(),
        };
        pairs.iter().map(one).collect()
    }))
}

/// PAR (preference as reward) and the shapings it is compared with.
///
/// # Formula
/// PAR: r′ = mean over at most 10 references of sigmoid(k(r − r_ref)) - a mean of sigmoids, not the sigmoid of a mean. The
/// other variants are listed at [`ParShaping`]; [`par_shape`] computes them.
/// # Source
/// *Reward shaping to mitigate reward hacking*, arXiv 2502.18770, <https://arxiv.org/abs/2502.18770>; PorUna-byte/PAR at b8caf40,
/// `reward_shaper.py`; k = 1.
/// # Our reading and deviations
/// As released, without its length penalty. Running statistics take the present batch in first; this is their first batch. The
/// ceiling is applied again to what is centred, standardised or clipped. The min-max of equal rewards divides 0 by 0 and is NaN.
/// # Needs
/// References: rewards of reference answers to the same prompt.
/// # Range
/// 0..=1 for sigmoids and min-max, −1..=1 for tanh, unbounded otherwise.
/// # Known exploits
/// Bounding slows hacking of a wrong reward; it does not stop it.
/// # Worked example
/// r = 0 with references −1, 1: 1/2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParShaping {
    /// Mean of sigmoid(k(r − ref)).
    SigmoidRelative {
        /// k.
        slope: f64,
    },
    /// Mean of tanh(r − ref).
    TanhRelative,
    /// sigmoid(k·r).
    SigmoidUncentred {
        /// k.
        slope: f64,
    },
    /// Mean of r − ref.
    CentredLinear,
    /// Mean of sigmoid(k(r − 3 − ref)): slow growth, fast convergence.
    SlowGrowth {
        /// k.
        slope: f64,
    },
    /// (r − mean)/std of the batch, population std, 1 if 0.
    Standardised,
    /// r within one std of the batch's mean.
    Clipped,
    /// (r − min)/(max − min) of the batch.
    MinMax,
    /// log sigmoid(r − the 0.85 normal quantile of all references).
    LogSigmoid,
}

/// The shaped rewards of a batch; `references[i]` are those of reward i. A ceiling, if any, comes first and, before min-max and
/// the sigmoids, again. NaN where the authors divide 0 by 0.
#[must_use]
pub fn par_shape(
    shaping: ParShaping,
    rewards: &[f64],
    references: &[Vec<f64>],
    most: usize,
    ceiling: Option<f64>,
) -> Vec<f64> {
    let cap = |r: f64| ceiling.map_or(r, |c| r.smaller(c));
    let capped: Vec<f64> = rewards.iter().map(|&r| cap(r)).collect();
    let centre = mean(&capped).unwrap_or(0.0);
    let std = deviation(&capped, 0)
        .filter(|s| !s.is_nought())
        .unwrap_or(1.0);
    let least = capped.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = capped.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let over = |refs: &[f64], f: &dyn Fn(f64) -> f64| {
        let first = refs.iter().take(most).map(|&x| f(x));
        mean(&first.collect::<Vec<f64>>()).unwrap_or(0.0)
    };
    let one = |(&r, refs): (&f64, &Vec<f64>)| match shaping {
        ParShaping::SigmoidRelative { slope } => over(refs, &|x| sigmoid(slope * (r - x))),
        ParShaping::TanhRelative => over(refs, &|x| libm::tanh(r - x)),
        ParShaping::SigmoidUncentred { slope } => sigmoid(slope * r),
        ParShaping::CentredLinear => cap(over(refs, &|x| r - x)),
        ParShaping::SlowGrowth { slope } => cap(over(refs, &|x| sigmoid(slope * (r - 3.0 - x)))),
        ParShaping::Standardised => cap((r - centre) / std),
        ParShaping::Clipped => cap(r.larger(centre - std).smaller(centre + std)),
        ParShaping::MinMax => (r - least).over(&(greatest - least)).unwrap_or(f64::NAN),
        ParShaping::LogSigmoid => {
            // The 0.85 quantile of the standard normal distribution.
            const QUANTILE: f64 = 1.036_433_389_493_789_8;
            let spread = deviation(refs, 1).unwrap_or(0.0) + 1e-5;
            -softplus(-(r - (mean(refs).unwrap_or(0.0) + QUANTILE * spread)))
        }
    };
    capped.iter().zip(references).map(one).collect()
}
