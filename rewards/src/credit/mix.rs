use crate::{
    prelude::*,
    stage::{Credit, Transform, Voice},
};

pub(crate) const ENTRY: Entry = Entry::with(
    SchemeInfo {
        name: "mix",
        summary: "the sum of the advantages of the pipelines in its brackets, each times its factor",
        family: Family::Composition,
        stage: Stage::Credit,
        form: Form::Group,
        channels: &[],
        source: "-",
        status: Status::Ours,
        parameters: &[],
    },
    Build::Credit(build),
    Brackets::Credits,
);

/// A sum of credits: `outcome |> mix(grpo:verl, 1/2 * gain:success |> vpr:turn)`.
///
/// # Formula
/// A_t = Σᵢ wᵢ·Aᵢ,t; wᵢ the factor before the pipeline, 1 without one.
/// # Source
/// Ours; dual advantages such as MatchTIR's, iStar's and GiGPO's are of this form.
/// # Our reading and deviations
/// A pipeline that begins with a signal prices itself; one that begins with a transform or a credit takes the rewards that come in.
/// The rewards reported are those that come in. A step that one pipeline leaves undefined is undefined. `truncation=bootstrap` hides
/// cut-off episodes from all pipelines; each may say it for itself as well.
/// # Needs
/// What its pipelines need.
/// # Range
/// The weighted sum of its pipelines' ranges.
/// # Known exploits
/// Those of its pipelines; advantages on different scales drown each other.
/// # Worked example
/// Outcomes 1, 0 of two rollouts under `mix(rloo:verl, 1/2 * dr-grpo:verl)`: 1 + 1/4, −1 − 1/4.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Mix<S> {
    parts: Vec<Part<S>>,
    truncation: Truncation,
}

/// A pipeline in the brackets, in one scalar.
struct Part<S> {
    weight: S,
    signal: Option<Signal<S>>,
    transforms: Vec<Transform<S>>,
    credit: Box<dyn Credit<S>>,
}

impl<S: Scalar> Part<S> {
    fn advantages(&self, batch: &Batch<'_>, incoming: &Rows<S>) -> Rows<S> {
        let rewards = match &self.signal {
            Some(signal) => signal.rows(batch),
            None => incoming.clone(),
        };
        let transform = |rows, transform: &Transform<S>| transform.rows(batch, rows);
        let rewards = self.transforms.iter().fold(rewards, transform);
        let mut rows = self.credit.advantages(batch, &rewards);
        for value in rows.iter_mut().flatten() {
            *value = value.clone().map(|x| self.weight.clone() * x);
        }
        rows
    }
}

impl<S: Scalar> Mix<S> {
    fn sum(&self, batch: &Batch<'_>, rewards: &Rows<S>) -> Rows<S> {
        let mut parts = self
            .parts
            .iter()
            .map(|part| part.advantages(batch, rewards));
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |mut all, rows| {
            for (a, b) in all.iter_mut().flatten().zip(rows.into_iter().flatten()) {
                *a = a.clone().plus(b);
            }
            all
        })
    }
}

impl<S: Scalar> Credit<S> for Mix<S> {
    fn advantages(&self, batch: &Batch<'_>, rewards: &Rows<S>) -> Rows<S> {
        let unfinished = |e: &Episode| self.truncation == Truncation::Bootstrap && is_cut(e);
        if !batch.episodes().iter().any(unfinished) {
            return self.sum(batch, rewards);
        }
        let pairs = batch.episodes().iter().zip(rewards);
        let kept: Vec<_> = pairs.filter(|(e, _)| !unfinished(e)).collect();
        let episodes: Vec<Episode> = kept.iter().map(|(e, _)| (*e).clone()).collect();
        let rows: Rows<S> = kept.into_iter().map(|(_, row)| row.clone()).collect();
        let mut found = self.sum(&Batch::new(&episodes), &rows).into_iter();
        let row = |e: &Episode| match unfinished(e) {
            true => vec![Undefined::Truncated.into(); e.steps()],
            false => found.next().unwrap_or_default(),
        };
        batch.episodes().iter().map(row).collect()
    }

    fn is_by_group(&self) -> bool {
        let alone = |signal: &Signal<S>| !matches!(signal, Signal::Batch(_));
        let step = |t: &Transform<S>| !matches!(t, Transform::Batch(_));
        self.parts.iter().all(|part| {
            part.credit.is_by_group()
                && part.signal.as_ref().is_none_or(alone)
                && part.transforms.iter().all(step)
        })
    }
}

/// All of a list, or nothing.
fn each<T, U>(list: Vec<T>, of: impl Fn(T) -> Option<U>) -> Option<Vec<U>> {
    list.into_iter().map(of).collect()
}

/// A pipeline in doubles, and in fractions if all of it can.
fn split(voice: Voice) -> (Part<f64>, Option<Part<Fraction>>) {
    let weight = voice.weight.as_ref();
    let (mut float, mut exact) = (Vec::new(), Vec::new());
    for transform in voice.transforms {
        float.push(transform.float);
        exact.push(transform.exact);
    }
    let (signal, exact_signal) = match voice.signal {
        Some(signal) => (Some(signal.float), signal.exact.map(Some)),
        None => (None, Some(None)),
    };
    let ring = exact_signal.zip(each(exact, |t| t)).zip(voice.credit.exact);
    let plain = Part {
        weight: weight.map_or(1.0, f64::from_number),
        signal,
        transforms: float,
        credit: voice.credit.float,
    };
    let ring = ring.map(|((signal, transforms), credit)| Part {
        weight: weight.map_or_else(<Fraction as Scalar>::one, Fraction::from_number),
        signal,
        transforms,
        credit,
    });
    (plain, ring)
}

fn build(mut args: Args<'_>) -> Result<CreditObject, SchemeError> {
    if args.voices.is_empty() {
        return Err(args.wrong_parts("one pipeline or more that end in a credit"));
    }
    let truncation = args.truncation();
    let (mut float, mut exact) = (Vec::new(), Vec::new());
    for voice in std::mem::take(&mut args.voices) {
        let (plain, ring) = split(voice);
        float.push(plain);
        exact.push(ring);
    }
    let float = Mix {
        parts: float,
        truncation,
    };
    Ok(match each(exact, |part| part) {
        Some(parts) => CreditObject::ring(float, Mix { parts, truncation }),
        None => CreditObject::float(float),
    })
}
