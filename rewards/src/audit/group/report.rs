//! What the audit of a group scheme found.

use super::{Report, estimate::Estimate};
use crate::{
    audit::{price::AuditScalar, report::Amount},
    metrics::{Expected, Metric, NoMetric},
    number::sum,
};
use serde::Serialize;
use std::fmt;
use truestep_core::task::Task;

/// Cosines nearer to 1 than this are 1, computed in doubles; relative errors below it are 0.
const TOLERANCE: f64 = 1e-9;

/// The gradient a scheme makes on average, beside the exact one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupReport {
    /// The scheme.
    pub reward: String,
    /// The task.
    pub task: Task,
    /// What the gradient is of.
    pub objective: String,
    /// The policy the logits stand at.
    pub policy: String,
    /// Rollouts of a group.
    pub group: u32,
    /// Trajectories of the policy within the horizon.
    pub trajectories: usize,
    /// Groups listed: trajectories to the power of `group`.
    pub groups: u64,
    /// Logits met.
    pub logits: usize,
    /// Whether all sums were made in exact fractions.
    pub exact: bool,
    /// Whether the scheme ends in a credit. One over groups of one rollout has nothing to compare it with.
    pub has_credit: bool,
    /// Whether the task has a text view. Without one each state counts as seen by itself: schemes that compare what was
    /// seen compare states.
    pub text_view: bool,
    /// ‖g*‖², g* the gradient of the expected outcome.
    pub norm_squared: Amount,
    /// Whether E ĝ is g*: with `==` if exact, else within 1e-9 of its length.
    pub unbiased: bool,
    /// Of E ĝ to g*; undefined when either is zero.
    pub cosine: Metric,
    /// ‖E ĝ − g*‖ / ‖g*‖; undefined when g* is zero.
    pub relative_error: Metric,
    /// E ĝ · g* / ‖g*‖²: how much of g* there is in E ĝ; `null` when g* is zero.
    pub scale: Option<Amount>,
    /// E‖ĝ − E ĝ‖² of one group.
    pub variance: Amount,
    /// Probability that some step of a group has no number; such steps push nothing.
    pub undefined: Amount,
    /// The credits of single steps beside the exact advantage of the outcome, in expectation.
    pub identification: Expected,
    /// What is wrong; empty if nothing is.
    pub findings: Vec<GradientFinding>,
}

/// Something wrong with the gradient.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
#[non_exhaustive]
pub enum GradientFinding {
    /// It points elsewhere than the exact one, also after rescaling.
    GradientTurned {
        /// E ĝ · g* / (‖E ĝ‖ ‖g*‖); `null` if nothing is pushed.
        cosine: Metric,
        /// The actions to the state of the logit pushed most wrongly, by the likeliest trajectory.
        way_in: Vec<String>,
        /// Its action.
        action: String,
        /// What it is pushed.
        pushed: Amount,
        /// What the exact gradient pushes it, times `scale` if that is above 0.
        should_be: Amount,
    },
}

impl GroupReport {
    pub(super) fn new<S: AuditScalar>(from: &Report<'_>, found: &Estimate<S>) -> Self {
        let dot = |a: &[S], b: &[S]| sum(a.iter().zip(b).map(|(x, y)| x.clone() * y.clone()));
        let target = dot(&found.exact, &found.exact);
        let scale = dot(&found.mean, &found.exact).over(&target);
        let away: Vec<S> = pairs(found).map(|(m, g)| m.clone() - g.clone()).collect();
        let away = dot(&away, &away);
        let relative_error = match away.clone().over(&target) {
            Some(square) => Metric::checked(square.to_f64().sqrt()),
            None => Metric::Undefined(NoMetric::ZeroGradient),
        };
        let turned = match &scale {
            Some(scale) => is_turned(found, scale),
            None => !is_negligible::<S>(&dot(&found.mean, &found.mean), 1.0),
        };
        // What points away is held against the exact gradient itself.
        let factor = scale.clone().filter(|scale| *scale > S::zero());
        let factor = factor.unwrap_or_else(S::one);
        let mut report = Self {
            reward: from.scheme.to_string(),
            task: (*from.world.task).clone(),
            objective: format!("expected outcome, no discount, horizon {}", from.horizon),
            policy: from.options.policy.name().to_string(),
            group: from.size,
            trajectories: from.listed.trajectories.len(),
            groups: from.groups,
            logits: from.listed.logits.len(),
            exact: S::EXACT,
            has_credit: from.scheme.has_credit(),
            text_view: from.listed.text_view,
            norm_squared: Amount::of(&target),
            unbiased: is_negligible::<S>(&away, target.to_f64()),
            cosine: cosine(&dot(&found.mean, &found.mean), &target, &scale, turned),
            relative_error,
            scale: scale.as_ref().map(Amount::of),
            variance: Amount::of(&found.variance),
            undefined: Amount::of(&found.undefined),
            identification: found.identification,
            findings: vec![],
        };
        if turned {
            report.findings.extend(report.worst(from, found, &factor));
        }
        report
    }

    /// The logit furthest from where the scaled exact gradient has it.
    fn worst<S: AuditScalar>(
        &self,
        from: &Report<'_>,
        found: &Estimate<S>,
        scale: &S,
    ) -> Option<GradientFinding> {
        let off = |(mean, exact): (&S, &S)| {
            let away = mean.clone() - scale.clone() * exact.clone();
            away.clone() * away
        };
        let offs: Vec<S> = pairs(found).map(off).collect();
        let worst =
            (0..offs.len()).reduce(|best, i| if offs[i] > offs[best] { i } else { best })?;
        let (step, edge) = from.listed.logits[worst];
        let through = from.listed.trajectories.iter().filter(|t| {
            let push = t.pushes.get(step as usize);
            push.is_some_and(|push| push.iter().any(|(logit, _)| *logit == worst))
        });
        let likeliest = through.reduce(|best, t| {
            if t.probability > best.probability {
                t
            } else {
                best
            }
        })?;
        let way_in = likeliest.episode.transitions.iter().take(step as usize);
        Some(GradientFinding::GradientTurned {
            cosine: self.cosine,
            way_in: way_in.map(|t| t.action.clone()).collect(),
            action: from.world.actions[edge.0 as usize].clone(),
            pushed: Amount::of(&found.mean[worst]),
            should_be: Amount::of(&(scale.clone() * found.exact[worst].clone())),
        })
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

fn pairs<S>(found: &Estimate<S>) -> impl Iterator<Item = (&S, &S)> {
    found.mean.iter().zip(&found.exact)
}

/// Whether E ĝ is more than `scale` times g*; a scale of 0 or less is a turn of its own.
fn is_turned<S: AuditScalar>(found: &Estimate<S>, scale: &S) -> bool {
    if *scale <= S::zero() {
        return true;
    }
    let (mut away, mut length) = (S::zero(), S::zero());
    for (mean, exact) in pairs(found) {
        let off = mean.clone() - scale.clone() * exact.clone();
        away = away + off.clone() * off;
        length = length + mean.clone() * mean.clone();
    }
    !is_negligible::<S>(&away, length.to_f64())
}

/// Whether a squared length is 0: with `==` if exact, else beside that of another vector.
fn is_negligible<S: AuditScalar>(square: &S, beside: f64) -> bool {
    match S::EXACT {
        true => square.is_nought(),
        false => square.to_f64() <= TOLERANCE * TOLERANCE * beside,
    }
}

/// From ‖E ĝ‖², ‖g*‖² and the share of g* in E ĝ.
fn cosine<S: AuditScalar>(norm: &S, target: &S, scale: &Option<S>, turned: bool) -> Metric {
    match scale {
        Some(_) if norm.is_nought() => Metric::Undefined(NoMetric::ZeroGradient),
        // What points the same way has cosine 1, whatever the roots below round to.
        Some(_) if !turned => Metric::Number(1.0),
        Some(scale) => {
            let ratio = (target.to_f64() / norm.to_f64()).sqrt();
            Metric::checked((scale.to_f64() * ratio).clamp(-1.0, 1.0))
        }
        None => Metric::Undefined(NoMetric::ZeroGradient),
    }
}

impl fmt::Display for GradientFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GradientFinding::GradientTurned {
                way_in,
                action,
                pushed,
                should_be,
                ..
            } => {
                let way = match way_in.is_empty() {
                    true => "at the start".into(),
                    false => format!("after {}", way_in.join(" → ")),
                };
                writeln!(f, "gradient turned: it points elsewhere than the exact one")?;
                writeln!(f, "  furthest off:   {action}, {way}")?;
                write!(
                    f,
                    "  it is pushed:   {pushed}; the exact gradient, at this scale: {should_be}"
                )
            }
        }
    }
}

/// A metric with three decimals, or a dash.
fn short(metric: Metric) -> String {
    (metric.number()).map_or_else(|| "-".into(), |x| format!("{x:.3}"))
}

impl fmt::Display for GroupReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match (self.is_sound(), self.unbiased) {
            (false, _) => "the gradient is turned",
            (true, true) => "the gradient is unbiased",
            (true, false) => "the gradient is rescaled, not turned",
        };
        let metric = |m: Metric| match m {
            Metric::Number(x) => format!("{x:.6}"),
            Metric::Undefined(why) => format!("undefined: {why}"),
        };
        let sums = if self.exact {
            "exact fractions"
        } else {
            "doubles"
        };
        writeln!(f, "{verdict}: `{}` in {}", self.reward, self.task.template)?;
        writeln!(f, "  objective:      {}", self.objective)?;
        writeln!(
            f,
            "  policy:         {}, one logit per step, state and action ({} met)",
            self.policy, self.logits
        )?;
        writeln!(
            f,
            "  groups:         all {} of {} rollout{}, from {} trajectories, in {sums}",
            self.groups,
            self.group,
            if self.group == 1 { "" } else { "s" },
            self.trajectories
        )?;
        if self.group == 1 && self.has_credit {
            writeln!(
                f,
                "  note:           a group of one has nothing to be compared with; what the credit does with larger groups is not seen here"
            )?;
        }
        if !self.text_view {
            writeln!(
                f,
                "  observations:   the task has no text view; what was seen is compared by state"
            )?;
        }
        writeln!(f, "  cosine:         {}", metric(self.cosine))?;
        writeln!(f, "  relative error: {}", metric(self.relative_error))?;
        if let Some(scale) = &self.scale {
            writeln!(f, "  scale:          {scale}")?;
        }
        writeln!(
            f,
            "  variance:       {} (the exact gradient's squared length: {})",
            self.variance, self.norm_squared
        )?;
        let steps = &self.identification;
        writeln!(
            f,
            "  single steps:   RMSE {}, centred {}, Spearman {}, signs {} (silent {}), leakage {}",
            short(steps.rmse),
            short(steps.centred_rmse),
            short(steps.spearman),
            short(steps.sign_given),
            short(steps.sign_silent),
            short(steps.leakage)
        )?;
        if self.undefined.value > 0.0 {
            writeln!(
                f,
                "  no number:      in a group with probability {}",
                self.undefined
            )?;
        }
        for finding in &self.findings {
            writeln!(f, "\n{finding}")?;
        }
        Ok(())
    }
}
