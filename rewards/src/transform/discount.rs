use crate::{prelude::*, value::returns_to_go};

const GAMMA: Parameter = Parameter::new("gamma", "1", Domain::Unit, "what a step later is worth");

pub(crate) const DISCOUNT: Entry = Entry::new(
    info(
        "discount",
        "every number times gamma to the power of its step",
    ),
    Build::Transform(|args| {
        Ok(TransformObject::episode(
            Discount::<f64>(args.scalar("gamma")),
            Discount::<Fraction>(args.scalar("gamma")),
        ))
    }),
);
pub(crate) const TO_GO: Entry = Entry::new(
    info(
        "to-go",
        "the discounted sum of the numbers from each step on",
    ),
    Build::Transform(|args| {
        Ok(TransformObject::episode(
            ToGo::<f64>(args.scalar("gamma")),
            ToGo::<Fraction>(args.scalar("gamma")),
        ))
    }),
);

const fn info(name: &'static str, summary: &'static str) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Composition,
        stage: Stage::Transform,
        form: Form::Trajectory,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[GAMMA],
    }
}

/// Discounting: later numbers weigh less, or every step gets what comes from it on.
///
/// # Formula
/// `discount`: r′_t = γᵗ·r_t. `to-go`: r′_t = Σ_{k≥t} γ^{k−t} r_k.
/// # Source
/// Ours.
/// # Our reading and deviations
/// Steps count from 0. A number that is missing makes every sum over it undefined.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// That of its input for `discount`; of its discounted sums for `to-go`.
/// # Known exploits
/// With γ below 1 dawdling postpones penalties.
/// # Worked example
/// 1, 1, 1 with γ = 1/2: discount 1, 1/2, 1/4; to-go 7/4, 3/2, 1.
#[derive(Clone, Debug)]
pub struct Discount<S>(S);

/// Sums from each step on; see [`Discount`].
#[derive(Clone, Debug)]
pub struct ToGo<S>(S);

impl<S: Scalar> EpisodeTransform<S> for Discount<S> {
    fn apply(&self, _: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        let mut factor = S::one();
        let mut discounted = |value: Value<S>| {
            let worth = factor.clone();
            // A factor that has reached 0 stays there.
            if !factor.is_nought() {
                factor = factor.clone() * self.0.clone();
            }
            value.map(|x| worth * x)
        };
        values.into_iter().map(&mut discounted).collect()
    }
}

impl<S: Scalar> EpisodeTransform<S> for ToGo<S> {
    fn apply(&self, _: &Episode, values: Vec<Value<S>>) -> Vec<Value<S>> {
        returns_to_go(&values, &self.0)
    }
}
