use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "robo-dopamine:hop",
        summary: "progress relative to what was left, or loss relative to what was there",
        family: Family::Progress,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Subgoals],
        source: "arXiv 2512.23703",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Signal(build),
);

/// Robo-Dopamine's hop: progress normalised by the remaining distance.
///
/// # Formula
/// hop = (Φ′ − Φ)/(1 − Φ) if Φ′ ≥ Φ, else (Φ′ − Φ)/Φ ([`hop`]); 0 when nothing was left or nothing was there.
/// # Source
/// *Robo-Dopamine*, arXiv 2512.23703, <https://arxiv.org/abs/2512.23703>, in summaries; the branch for losses is inferred.
/// # Our reading and deviations
/// A reconstruction. Φ is the share of sub-goals that hold; the fusion of three progress estimates falls away, since ours is
/// exact. Its policy-invariant form γΦ′ − Φ is `shaping:subgoals`. `truncation` changes nothing.
/// # Needs
/// `subgoals`.
/// # Range
/// −1..=1.
/// # Known exploits
/// Not a potential: losing 1 of 2 sub-goals costs 1/2 and regaining it pays 1 when it was the last: farmable.
/// # Worked example
/// Progress 0, 0.25, 0.5, 1: 0.25, 1/3, 1.
#[derive(Clone, Copy, Debug)]
pub struct Hop;

/// The hop from progress `a` to `b`, both in 0..=1.
#[must_use]
pub fn hop<S: Scalar>(a: &S, b: &S) -> S {
    let change = b.clone() - a.clone();
    let room = if b >= a {
        S::one() - a.clone()
    } else {
        a.clone()
    };
    change.over(&room).unwrap_or_else(S::zero)
}

/// The progress after a hop from `a`: the inverse of [`hop`].
#[must_use]
pub fn after_hop<S: Scalar>(a: &S, hop: &S) -> S {
    if *hop >= S::zero() {
        a.clone() + hop.clone() * (S::one() - a.clone())
    } else {
        a.clone() + hop.clone() * a.clone()
    }
}

impl<S: Scalar> StepSignal<S> for Hop {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let before = S::from_rational(edge.before.progress);
        Value::checked(hop(&before, &S::from_rational(edge.after.progress)))
    }
}

fn build(_: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(Hop, Hop))
}
