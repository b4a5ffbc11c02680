use crate::prelude::*;
use truestep_core::truth::Reachable;

macro_rules! entries {
    ($($name:ident = $text:literal, $reading:ident, $summary:literal, [$($channel:ident),*];)*) => {
        $(pub(crate) const $name: Entry = Entry::new(
            SchemeInfo {
                name: $text,
                summary: $summary,
                family: Family::Composition,
                stage: Stage::Signal,
                form: Form::Edge,
                channels: &[$(Channel::$channel),*],
                source: "the truth of the step",
                status: Status::Ours,
                parameters: &[],
            },
            Build::Signal(|_| Ok(SignalObject::step(Truth::$reading, Truth::$reading))),
        );)*
    };
}

entries! {
    ADVANTAGE = "truth:advantage", Advantage, "A = Q - V of success under the named policy", [Advantage];
    SUCCESS = "truth:success", Success, "success probability after the step", [SuccessProbability];
    PROGRESS = "truth:progress", Progress, "share of sub-goals that hold after the step", [Subgoals];
    SHORTEST = "truth:shortest", Shortest, "1 on a shortest path, else 0", [ShortestPath];
    ALIVE = "truth:alive", Alive, "1 while success can be reached with evidence in the steps left, else 0", [Distance];
    LABEL = "truth:label", Label, "+1, or -1 where success goes out of reach (with evidence, in the steps left)", [Distance];
    VALID = "truth:valid", Valid, "1 if the action was executed, 0 if it was rejected", [Effect];
    REDUNDANT = "truth:redundant", Redundant, "1 if applied, repeating or returning, and on no shortest path, else 0", [Redundant];
    VIOLATIONS = "truth:violations", Violations, "number of rules broken in the step", [Violations];
    PIVOT = "truth:pivot", Pivot, "1 at a pivot (|A| large, or V > 0 and Q = 0) under the named policy, else 0", [Pivot];
    HAZARD = "hazard:survival", Hazard, "1 where success goes out of reach (with evidence, in the steps left), else 0", [Distance];
    CLIPPED = "hazard:clipped", ClippedHazard, "share of the success probability lost in the step", [SuccessProbability];
    GAIN = "gain:success", Gain, "success probability after minus before the step", [SuccessProbability];
    GAINED = "gain:subgoals", GainedSubgoals, "sub-goals gained minus lost, over all", [Subgoals];
}

/// One field of the truth as a number: the raw input of transforms and credits.
///
/// # Formula
/// Advantage: A(s, a). Success: p(s′). Progress: done(s′)/total. Shortest, alive, valid, redundant, pivot: 1 or 0. Label: −1
/// on the step after which success is out of reach over supported actions in the steps left, else +1. Violations: their
/// number. Hazard: 1 where the label is −1; clipped: max(0, 1 − p(s′)/p(s)). Gain: p(s′) − p(s); of sub-goals:
/// progress(s′) − progress(s). Redundant: an applied step that repeats or returns to a state of this episode and is on no
/// shortest path. Pivot: |A| ≥ τ of the annotation, or V(s) > 0 and Q(s, a) = 0.
/// # Source
/// The truth of the step; the process-reward models of the literature estimate one of these.
/// # Our reading and deviations
/// None: nothing is estimated. Probabilities, advantages and pivots are those of the policy the truth names, over the whole
/// menu as graded; alive, label and hazard count supported actions only, in the best case of chance, so that a guess may
/// succeed after a −1. `truncation` changes nothing.
/// # Needs
/// The channel of the field.
/// # Range
/// 0..=1 for shares, probabilities and flags; −1..=1 for advantages, gains and labels.
/// # Known exploits
/// Used as rewards: flags and probabilities pay for every step, so for dawdling; gains telescope and do not.
/// # Worked example
/// p = 1/4 before and 1/2 after: success 1/2, gain 1/4, clipped hazard 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// A = Q − V.
    Advantage,
    /// p(s′).
    Success,
    /// done(s′)/total.
    Progress,
    /// On a shortest path.
    Shortest,
    /// Success reachable with evidence after the step, in the steps left.
    Alive,
    /// −1 where the hazard is 1, else +1.
    Label,
    /// Executed.
    Valid,
    /// Repeats or returns in vain.
    Redundant,
    /// Rules broken.
    Violations,
    /// A pivot.
    Pivot,
    /// Success reachable with evidence in the steps left before the step, and not after it.
    Hazard,
    /// max(0, 1 − p′/p).
    ClippedHazard,
    /// p′ − p.
    Gain,
    /// Progress gained.
    GainedSubgoals,
}

fn flag<S: Scalar>(yes: bool) -> Value<S> {
    Value::Number(S::from_count(usize::from(yes)))
}

fn optional<S: Scalar>(flag_: Option<bool>, channel: Channel) -> Value<S> {
    flag_.map_or(Undefined::Missing(channel).into(), flag)
}

/// Whether success goes out of reach with the step, over supported actions in the steps left; undefined where reachability was not computed.
pub(crate) fn is_fatal(edge: &Edge<'_>) -> Option<bool> {
    match (edge.before.reachable, edge.after.reachable) {
        (Reachable::NotComputed, _) | (_, Reachable::NotComputed) => None,
        (before, after) => Some(before == Reachable::Now && after != Reachable::Now),
    }
}

impl<S: Scalar> StepSignal<S> for Truth {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let before = || super::pica_clipped::probability::<S>(edge.before);
        let after = || super::pica_clipped::probability::<S>(edge.after);
        match self {
            Truth::Advantage => match &edge.step.advantage {
                Some(a) => Value::from_exact(a),
                None => Undefined::Missing(Channel::Advantage).into(),
            },
            Truth::Success => after(),
            Truth::Progress => Value::Number(S::from_rational(edge.after.progress)),
            Truth::Shortest => optional(edge.step.on_shortest_path, Channel::ShortestPath),
            Truth::Alive => match edge.after.reachable {
                Reachable::NotComputed => Undefined::Missing(Channel::Distance).into(),
                reachable => flag(reachable == Reachable::Now),
            },
            Truth::Label => optional::<S>(is_fatal(edge), Channel::Distance)
                .map(|fatal| S::one() - fatal.clone() - fatal),
            Truth::Valid => flag(!edge.effect.is_rejected()),
            Truth::Redundant => flag(edge.step.redundant),
            Truth::Violations => Value::Number(S::from_count(edge.step.violations.len())),
            Truth::Pivot => optional(edge.step.pivot, Channel::Pivot),
            Truth::Hazard => optional(is_fatal(edge), Channel::Distance),
            Truth::ClippedHazard => before().join(after(), |before: S, after| {
                S::one() - after.over(&before).unwrap_or_else(S::one).smaller(S::one())
            }),
            Truth::Gain => after().join(before(), |after, before| after - before),
            Truth::GainedSubgoals => Value::Number(
                S::from_rational(edge.after.progress) - S::from_rational(edge.before.progress),
            ),
        }
    }
}
