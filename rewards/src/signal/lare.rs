use crate::prelude::*;

/// What of a step the latent reward is made of.
pub const FACTORS: [&str; 6] = [
    "step",
    "gained",
    "lost",
    "rejected",
    "redundant",
    "violations",
];

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "lare",
        summary: "the outcome spread over the steps by what they did, as a linear fit over the batch has it",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[
            Channel::Outcome,
            Channel::Subgoals,
            Channel::Effect,
            Channel::Redundant,
            Channel::Violations,
        ],
        source: "arXiv 2412.11120",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "ridge",
            "1/1000",
            Domain::Positive,
            "penalty on the squared weights, which makes the fit unique",
        )],
    },
    Build::Signal(build),
);

/// LaRe: returns decomposed over steps through a few factors that say what a step did.
///
/// # Formula
/// z_t counts, of step t: the step itself, sub-goals gained, sub-goals lost, whether it was rejected, whether it was redundant,
/// rules broken. w minimises Σ_i (R_i − w·Σ_t z_t)² + λ|w|² over the episodes of the batch, R the outcome; r_t = w·z_t
/// ([`latent_weights`]).
/// # Source
/// *Latent Reward: LLM-empowered credit assignment*, arXiv 2412.11120, <https://arxiv.org/abs/2412.11120>: a language model writes code
/// that encodes a step into a few latent factors; a decoder of them is fitted so that their sum is the return.
/// # Our reading and deviations
/// A reconstruction: the factors are exact facts of the truth and the decoder is linear, solved in exact rationals, where theirs
/// is a network. Under `truncation=bootstrap` cut-off episodes are priced and not fitted.
/// # Needs
/// `outcome`, `subgoals`, `effect`, `redundant`, `violations`.
/// # Range
/// Unbounded.
/// # Known exploits
/// What goes with success in this batch is paid whether it causes it or not.
/// # Worked example
/// One success of one step that gains one sub-goal, one failure of one step, λ → 0: w = 0 per step and 1 per sub-goal: 1, 0.
#[derive(Clone, Debug)]
pub struct LaRe {
    ridge: Fraction,
    truncation: Truncation,
}

/// The weights of the least-squares fit of `returns` by the rows `factors`, with a ridge above 0.
#[must_use]
pub fn latent_weights(
    factors: &[Vec<Fraction>],
    returns: &[Fraction],
    ridge: &Fraction,
) -> Vec<Fraction> {
    let n = factors.first().map_or(0, Vec::len);
    let product = |i: usize, j: usize| sum(factors.iter().map(|z| z[i].clone() * z[j].clone()));
    let mut system: Vec<Vec<Fraction>> = (0..n)
        .map(|i| {
            let mut row: Vec<Fraction> = (0..n).map(|j| product(i, j)).collect();
            row[i] = row[i].clone() + ridge.clone();
            let paired = factors.iter().zip(returns);
            row.push(sum(paired.map(|(z, r)| z[i].clone() * r.clone())));
            row
        })
        .collect();
    // Positive definite, so no pivot is ever 0.
    for i in 0..n {
        let pivot = system[i][i].clone();
        let unit = |x: &Fraction| {
            x.clone()
                .over(&pivot)
                .unwrap_or_else(<Fraction as Scalar>::zero)
        };
        let lead: Vec<Fraction> = system[i].iter().map(unit).collect();
        system[i].clone_from(&lead);
        for (_, row) in system.iter_mut().enumerate().filter(|(k, _)| *k != i) {
            let factor = row[i].clone();
            for (x, l) in row.iter_mut().zip(&lead) {
                *x = x.clone() - factor.clone() * l.clone();
            }
        }
    }
    system
        .into_iter()
        .map(|mut row| row.pop().unwrap_or_else(<Fraction as Scalar>::zero))
        .collect()
}

fn factors(edge: &Edge<'_>) -> Vec<Fraction> {
    let step = edge.step;
    let counts = [
        1,
        step.gained.len(),
        step.lost.len(),
        usize::from(edge.effect.is_rejected()),
        usize::from(step.redundant),
        step.violations.len(),
    ];
    counts.map(Fraction::from_count).to_vec()
}

impl LaRe {
    fn rows<S: Scalar>(&self, batch: &Batch<'_>, to: impl Fn(Fraction) -> S) -> Rows<S> {
        let zero = || vec![<Fraction as Scalar>::zero(); FACTORS.len()];
        let steps = |e: &Episode| edges(e).map(|edge| factors(&edge)).collect::<Vec<_>>();
        let (mut summed, mut returns) = (Vec::new(), Vec::new());
        for episode in batch.episodes() {
            let unfinished = self.truncation == Truncation::Bootstrap && is_cut(episode);
            if let (Some(outcome), false) = (episode.outcome(), unfinished) {
                let add = |mut all: Vec<Fraction>, z: Vec<Fraction>| {
                    all.iter_mut().zip(z).for_each(|(a, b)| *a += b);
                    all
                };
                summed.push(steps(episode).into_iter().fold(zero(), add));
                returns.push(Fraction::from_rational(outcome));
            }
        }
        let weights = latent_weights(&summed, &returns, &self.ridge);
        let price = |z: Vec<Fraction>| {
            let parts = z.into_iter().zip(&weights).map(|(z, w)| z * w.clone());
            Value::checked(to(sum(parts)))
        };
        let row = |e: &Episode| steps(e).into_iter().map(price).collect();
        batch.episodes().iter().map(row).collect()
    }
}

impl BatchSignal<f64> for LaRe {
    fn price(&self, batch: &Batch<'_>) -> Rows<f64> {
        self.rows(batch, |x| Scalar::to_f64(&x))
    }
}

impl BatchSignal<Fraction> for LaRe {
    fn price(&self, batch: &Batch<'_>) -> Rows<Fraction> {
        self.rows(batch, |x| x)
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let rule = LaRe {
        ridge: args.scalar("ridge"),
        truncation: args.truncation(),
    };
    Ok(SignalObject::batch(rule.clone(), rule))
}
