//! Scoring: pricing recorded episodes with one scheme or many in one pass.

use crate::{
    error::SchemeError,
    number::{Fraction, Scalar},
    scheme::Scheme,
    scope::Batch,
    stage::{Credit, Signal, price_steps},
    value::{Rows, Undefined, Value, discounted},
};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use truestep_core::{
    channels::{Channel, Channels},
    trajectory::{Episode, Frame},
    truth::Distance,
};

/// The name of the JSON form of a [`Scored`].
pub const SCHEMA: &str = "truestep.score/1";

/// What a scheme gave a list of episodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored<S = f64> {
    /// The scheme, in its canonical spelling.
    pub scheme: String,
    /// The name its user gave it.
    pub name: Option<String>,
    /// The rewards before the credit stage, `[episode][step]`.
    pub rewards: Rows<S>,
    /// The advantages, `[episode][step]`, if the scheme ends in a credit stage.
    pub advantages: Option<Rows<S>>,
    /// Positions of the episodes that were left out, ascending, each with why: the host failed ([`Undefined::Faulted`]), or
    /// they lack a channel ([`Undefined::Missing`]). They were not priced, nor compared with any other; every step of theirs
    /// is undefined for that reason.
    pub left_out: Vec<(usize, Undefined)>,
}

impl<S: Scalar> Scored<S> {
    /// The undiscounted sum of every episode's rewards, `[episodes]`.
    #[must_use]
    pub fn returns(&self) -> Vec<Value<S>> {
        let rows = self.rewards.iter().enumerate();
        // A row may be empty: the host can fail in the first step.
        rows.map(
            |(i, row)| match self.left_out.binary_search_by_key(&i, |(at, _)| *at) {
                Ok(at) => self.left_out[at].1.into(),
                Err(_) => discounted(row, &S::one()),
            },
        )
        .collect()
    }

    /// The same among `episodes`, of which these are the ones with no reason in `why` to be left out.
    fn among(self, episodes: &[Episode], why: &[Option<Undefined>]) -> Self {
        let spread = |rows: Rows<S>| -> Rows<S> {
            let mut priced = rows.into_iter();
            let row = |(episode, why): (&Episode, &Option<Undefined>)| match why {
                None => priced.next().unwrap_or_default(),
                Some(why) => vec![(*why).into(); episode.steps()],
            };
            episodes.iter().zip(why).map(row).collect()
        };
        let left_out = why.iter().enumerate();
        Self {
            scheme: self.scheme,
            name: self.name,
            rewards: spread(self.rewards),
            advantages: self.advantages.map(spread),
            left_out: left_out.filter_map(|(i, why)| Some((i, (*why)?))).collect(),
        }
    }

    /// The mean of the returns, and how many episodes had one. Undefined and infinite returns are left out and counted by
    /// the difference; `Undefined` if none is left.
    #[must_use]
    pub fn mean_return(&self) -> (Value<S>, usize) {
        let numbers: Vec<S> = self
            .returns()
            .iter()
            .filter_map(|v| v.number().cloned())
            .collect();
        let mean = crate::number::mean(&numbers);
        (
            mean.map_or(Undefined::NotScored.into(), Value::checked),
            numbers.len(),
        )
    }
}

impl<S> Serialize for Scored<S>
where
    Value<S>: Serialize,
{
    /// `{"schema", "name"?, "scheme", "rewards", "advantages"?}`; `Undefined` is `null`, minus infinity `"-inf"`, exact numbers
    /// text `"n/d"`.
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let fields = 3 + usize::from(self.advantages.is_some()) + usize::from(self.name.is_some());
        let mut out = serializer.serialize_struct("Scored", fields)?;
        out.serialize_field("schema", SCHEMA)?;
        match &self.name {
            Some(name) => out.serialize_field("name", name)?,
            None => out.skip_field("name")?,
        }
        out.serialize_field("scheme", &self.scheme)?;
        out.serialize_field("rewards", &self.rewards)?;
        match &self.advantages {
            Some(advantages) => out.serialize_field("advantages", advantages)?,
            None => out.skip_field("advantages")?,
        }
        out.end()
    }
}

/// Price `episodes` with `scheme` in doubles.
///
/// # Errors
/// [`SchemeError::MissingChannel`] if an episode lacks a channel the scheme needs.
pub fn score(episodes: &[Episode], scheme: &Scheme) -> Result<Scored, SchemeError> {
    let mut all = score_many(episodes, std::slice::from_ref(scheme))?;
    Ok(all
        .pop()
        .expect("invariant: one scheme gives one list of rewards"))
}

/// Price `episodes` with every one of `schemes` in one pass over the episodes.
///
/// Schemes that need no group never make one; the others run after the pass.
///
/// # Errors
/// [`SchemeError::MissingChannel`] if an episode lacks a channel a scheme needs.
pub fn score_many(episodes: &[Episode], schemes: &[Scheme]) -> Result<Vec<Scored>, SchemeError> {
    let why = faults(episodes);
    let Some(sound) = kept(episodes, &why) else {
        return price_many(episodes, schemes);
    };
    let scored = price_many(&sound, schemes)?.into_iter();
    Ok(scored.map(|scored| scored.among(episodes, &why)).collect())
}

/// As [`score_many`], for episodes of several templates: each scheme prices those that carry the channels it needs, and
/// leaves the others out ([`Scored::left_out`]).
///
/// # Errors
/// As [`score_many`], but for missing channels.
pub fn score_carrying(
    episodes: &[Episode],
    schemes: &[Scheme],
) -> Result<Vec<Scored>, SchemeError> {
    match score_many(episodes, schemes) {
        Err(SchemeError::MissingChannel { .. }) => {}
        scored => return scored,
    }
    let each = schemes.iter().map(|scheme| {
        let lack = |episode: &Episode| {
            let missing = scheme.needs().missing_from(provided(episode));
            missing.first().map(|channel| Undefined::Missing(*channel))
        };
        let mut why = faults(episodes);
        for (why, episode) in why.iter_mut().zip(episodes) {
            *why = why.or_else(|| lack(episode));
        }
        let carrying = kept(episodes, &why);
        let carrying = carrying.as_deref().unwrap_or(episodes);
        Ok(score(carrying, scheme)?.among(episodes, &why))
    });
    each.collect()
}

/// For every episode in which a host failed that it is left out.
fn faults(episodes: &[Episode]) -> Vec<Option<Undefined>> {
    let fault = |episode: &Episode| episode.fault.is_some().then_some(Undefined::Faulted);
    episodes.iter().map(fault).collect()
}

/// The episodes that nothing leaves out, if they are not all.
fn kept(episodes: &[Episode], why: &[Option<Undefined>]) -> Option<Vec<Episode>> {
    why.iter().any(Option::is_some).then(|| {
        let each = episodes.iter().zip(why);
        let kept = each.filter(|(_, why)| why.is_none());
        kept.map(|(episode, _)| episode.clone()).collect()
    })
}

fn price_many(episodes: &[Episode], schemes: &[Scheme]) -> Result<Vec<Scored>, SchemeError> {
    check_all(episodes, schemes)?;
    let mut rewards: Vec<Rows<f64>> = schemes.iter().map(|_| Vec::new()).collect();
    for episode in episodes {
        for (scheme, rows) in schemes.iter().zip(&mut rewards) {
            match &scheme.signal.float {
                Signal::Step(signal) => rows.push(price_steps(signal.as_ref(), episode)),
                Signal::Episode(signal) => rows.push(signal.price(episode)),
                Signal::Batch(_) => {}
            }
        }
    }
    let batch = Batch::new(episodes);
    let finish = |(scheme, mut rewards): (&Scheme, Rows<f64>)| {
        if let Signal::Batch(signal) = &scheme.signal.float {
            rewards = signal.price(&batch);
        }
        let credit = scheme.credit.as_ref().map(|c| c.float.as_ref());
        finished(scheme, &batch, rewards, credit)
    };
    Ok(schemes.iter().zip(rewards).map(finish).collect())
}

/// Price `episodes` with `scheme` in exact rationals.
///
/// # Errors
/// [`SchemeError::NotExact`] for a scheme that is not made of ring operations; [`SchemeError::MissingChannel`].
pub fn score_exact(episodes: &[Episode], scheme: &Scheme) -> Result<Scored<Fraction>, SchemeError> {
    let why = faults(episodes);
    match kept(episodes, &why) {
        None => price_exactly(episodes, scheme),
        Some(sound) => Ok(price_exactly(&sound, scheme)?.among(episodes, &why)),
    }
}

fn price_exactly(episodes: &[Episode], scheme: &Scheme) -> Result<Scored<Fraction>, SchemeError> {
    check_all(episodes, std::slice::from_ref(scheme))?;
    if !scheme.is_exact() {
        return Err(scheme.not_exact());
    }
    let batch = Batch::new(episodes);
    let signal = scheme.signal.exact.as_ref();
    let rewards = signal.map(|s| s.rows(&batch)).unwrap_or_default();
    let credit = scheme.credit.as_ref().and_then(|c| c.exact.as_deref());
    Ok(finished(scheme, &batch, rewards, credit))
}

fn finished<S: Scalar>(
    scheme: &Scheme,
    batch: &Batch<'_>,
    rewards: Rows<S>,
    credit: Option<&dyn Credit<S>>,
) -> Scored<S> {
    let advantages = credit.map(|c| c.advantages(batch, &rewards));
    debug_assert!(
        rewards
            .iter()
            .zip(batch.episodes())
            .all(|(row, episode)| row.len() == episode.steps()),
        "invariant: a scheme gives one value per step"
    );
    Scored {
        scheme: scheme.to_string(),
        name: scheme.name().map(str::to_owned),
        rewards,
        advantages,
        left_out: vec![],
    }
}

fn check_all(episodes: &[Episode], schemes: &[Scheme]) -> Result<(), SchemeError> {
    let needs = schemes
        .iter()
        .fold(Channels::default(), |all, s| all.union(s.needs()));
    let reading = || schemes.iter().filter(|scheme| !scheme.wants().is_empty());
    for (episode, scheme) in episodes.iter().flat_map(|e| reading().map(move |s| (e, s))) {
        scheme.check_given(episode)?;
    }
    for episode in episodes {
        if plainly_carries(episode, needs) {
            continue;
        }
        let provided = provided(episode);
        if needs.missing_from(provided).is_empty() {
            continue;
        }
        for scheme in schemes {
            scheme.check_channels(provided, &episode.task.template.to_string())?;
        }
    }
    Ok(())
}

/// The channels of an episode. Without any truth even schemes that read only the effect cannot be priced, so a frame
/// without truth counts as providing nothing.
fn provided(episode: &Episode) -> Channels {
    let channels = episode.provides();
    if channels.contains(Channel::Outcome) {
        channels
    } else {
        Channels::default()
    }
}

/// Whether one look at every frame shows all of `needs`. Listing everything an episode provides costs more than pricing it,
/// so this comes first; a `false` only means that the list must be made.
fn plainly_carries(episode: &Episode, needs: Channels) -> bool {
    // Fields that every truth has.
    const ALWAYS: Channels = Channels::of(&[
        Channel::Outcome,
        Channel::Effect,
        Channel::Redundant,
        Channel::Supported,
        Channel::Violations,
        Channel::SideEffects,
        Channel::Events,
    ]);
    let known = ALWAYS.union(Channels::of(&[
        Channel::Subgoals,
        Channel::Distance,
        Channel::SuccessProbability,
    ]));
    let distance = needs.contains(Channel::Distance);
    let probability = needs.contains(Channel::SuccessProbability);
    let carries = |frame: &Frame| {
        frame.truth.as_ref().is_some_and(|t| {
            (!distance || t.distance != Distance::NotComputed)
                && (!probability || t.success_probability.is_some())
        })
    };
    needs.missing_from(known).is_empty()
        && (!needs.contains(Channel::Subgoals) || !episode.subgoals.is_empty())
        && carries(&episode.start)
        && episode
            .transitions
            .iter()
            .all(|t| t.truth.is_some() && carries(&t.after))
}
