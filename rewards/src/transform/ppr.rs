use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "ppr:renorm",
        summary: "process score plus outcome minus twice a centre",
        family: Family::Aggregation,
        stage: Stage::Transform,
        form: Form::Trajectory,
        channels: &[Channel::Outcome],
        source: "arXiv 2509.25598",
        status: Status::Reconstruction,
        parameters: &[Parameter::new(
            "centre",
            "1/2",
            Domain::Any,
            "what is taken off process score and outcome each",
        )],
    },
    Build::Transform(build),
);

/// PPR's ReNorm: process and outcome rewards centred before they are added.
///
/// # Formula
/// r̂_t = r_p,t + r_o − 1, that is 1/2 taken off both ([`renormed`]).
/// # Source
/// *PPR*, arXiv 2509.25598, <https://arxiv.org/abs/2509.25598>: a reviewer says it amounts to subtracting 1/2 from both.
/// # Our reading and deviations
/// A reconstruction from that remark. The input is the process score in 0..=1.
/// # Needs
/// `outcome`.
/// # Range
/// −1..=1.
/// # Known exploits
/// In successes every step scored above 0 pays, so long successes earn.
/// # Worked example
/// Process 0.8, 0.4 and success: 0.8, 0.4; on failure −0.2, −0.6.
#[derive(Clone, Debug)]
pub struct PprRenorm<S> {
    centre: S,
}

/// process + outcome − 2·centre.
#[must_use]
pub fn renormed<S: Scalar>(process: S, outcome: S, centre: &S) -> S {
    process + outcome - centre.clone() - centre.clone()
}

impl<S: Scalar> EpisodeTransform<S> for PprRenorm<S> {
    fn apply(&self, episode: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        let Some(outcome) = episode.outcome() else {
            return vec![Undefined::Missing(Channel::Outcome).into(); values.len()];
        };
        let outcome = S::from_rational(outcome);
        values
            .into_iter()
            .map(|v| v.map(|p| renormed(p, outcome.clone(), &self.centre)))
            .collect()
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::episode(
        PprRenorm::<f64> {
            centre: args.scalar("centre"),
        },
        PprRenorm::<Fraction> {
            centre: args.scalar("centre"),
        },
    ))
}
