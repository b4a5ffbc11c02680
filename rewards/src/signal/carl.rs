use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "carl",
        summary: "progress times soft factors, nothing once a hard rule is broken",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[
            Channel::Subgoals,
            Channel::Violations,
            Channel::Redundant,
            Channel::SideEffects,
        ],
        source: "arXiv 2504.17838; autonomousvision/CaRL, DefaultRewardBuilder",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "redundant",
                "1/2",
                Domain::Unit,
                "soft factor of a redundant step",
            ),
            Parameter::new(
                "side-effect",
                "1/2",
                Domain::Unit,
                "soft factor of a step with side effects",
            ),
            Parameter::new(
                "penalty",
                "0",
                Domain::Any,
                "added on a step that breaks a rule",
            ),
            Parameter::new("factor", "100", Domain::Any, "factor of the whole reward"),
        ],
    },
    Build::Signal(build),
);

/// CaRL's multiplicative reward: progress counts in so far as nothing else is wrong.
///
/// # Formula
/// r = (Δprogress · Π soft factors · 1[no hard infraction] + penalty) · factor ([`carl_reward`]).
/// # Source
/// *CaRL*, arXiv 2504.17838, <https://arxiv.org/abs/2504.17838>; autonomousvision/CaRL, nuPlan `DefaultRewardBuilder`.
/// # Our reading and deviations
/// Progress is the share of sub-goals newly done; soft factors are for redundant steps and side effects; a violation is the
/// hard infraction. Its environment ends the episode on one; ours may not, and later progress counts again. The penalty is
/// paid on infractions; as released a terminal penalty would be added on every step.
/// # Needs
/// `subgoals`, `violations`, `redundant`, `side_effects`.
/// # Range
/// −factor..=factor at penalty 0.
/// # Known exploits
/// Soft factors weaken losses as well as gains: losing a sub-goal with a side effect costs half, regaining it cleanly pays in full.
/// # Worked example
/// 0.02 of progress, nothing wrong: 2.
#[derive(Clone, Debug)]
pub struct Carl<S> {
    redundant: S,
    side_effect: S,
    penalty: S,
    factor: S,
}

/// (progress · Π soft · 1[no infraction] + penalty) · factor.
#[must_use]
pub fn carl_reward<S: Scalar>(
    progress: S,
    soft: &[S],
    infraction: bool,
    penalty: S,
    factor: S,
) -> S {
    let kept = if infraction {
        S::zero()
    } else {
        soft.iter().fold(progress, |p, f| p * f.clone())
    };
    (kept + penalty) * factor
}

impl<S: Scalar> Carl<S> {
    fn new(args: &Args<'_>) -> Self {
        Self {
            redundant: args.scalar("redundant"),
            side_effect: args.scalar("side-effect"),
            penalty: args.scalar("penalty"),
            factor: args.scalar("factor"),
        }
    }
}

impl<S: Scalar> StepSignal<S> for Carl<S> {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let progress =
            S::from_rational(edge.after.progress) - S::from_rational(edge.before.progress);
        let soft = |wrong: bool, factor: &S| if wrong { factor.clone() } else { S::one() };
        let soft = [
            soft(edge.step.redundant, &self.redundant),
            soft(!edge.step.side_effects.is_empty(), &self.side_effect),
        ];
        let infraction = !edge.step.violations.is_empty();
        let penalty = if infraction {
            self.penalty.clone()
        } else {
            S::zero()
        };
        Value::checked(carl_reward(
            progress,
            &soft,
            infraction,
            penalty,
            self.factor.clone(),
        ))
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(
        Carl::<f64>::new(&args),
        Carl::<Fraction>::new(&args),
    ))
}
