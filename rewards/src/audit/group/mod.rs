//! The audit of schemes that compare episodes: the policy gradient they make on average, over every group there can be.
//!
//! A credit that needs a group has no reward of its own, so its best policy cannot be asked for. What it has is an effect:
//! the gradient ĝ = (1/K) Σ_i Σ_t credit ∇ log π a learner would follow after K rollouts of one task, with one logit for every
//! (t, s, a). On a small graph all trajectories of a policy can be listed, so all groups of K can, each with its probability:
//! E ĝ and E‖ĝ − E ĝ‖² are then sums, not estimates, and in exact fractions for schemes made of ring operations. E ĝ is held
//! against the gradient of the expected outcome, g* = Σ_τ p(τ) outcome(τ) Σ_t ∇ log π.
//!
//! A credit that only rescales the gradient (cosine 1) trains the same policies faster or slower: the report states the
//! factor and finds nothing. One that turns it is a finding, with the logit it pushes most wrongly.

mod estimate;
mod list;
mod report;

pub use report::{GradientFinding, GroupReport};

use super::{AuditError, Objective, Options, price::AuditScalar, world::World};
use crate::{
    number::Fraction,
    scheme::Scheme,
    scope::Batch,
    stage::{Credit, Signal},
    value::Rows,
};
use estimate::Estimate;
use list::Listed;
use truestep_core::{
    channels::Channels,
    graph::{Evidence, Mode},
    registry::Prepared,
};

/// Most groups that are listed.
pub const MAX_GROUPS: u64 = 1 << 20;
/// Most groups that are listed in exact fractions; above it doubles are used, and the report says so.
pub const MAX_EXACT_GROUPS: u64 = 1 << 12;

/// Audit the gradient a scheme makes from groups of `size` rollouts under [`Options::policy`].
///
/// The credits are the scheme's advantages, or its rewards where it has no credit stage. The horizon is the objective's, or
/// the task's budget; nothing is discounted. Every menu action counts, and every state has its own logits: the graph is raw
/// whatever [`Options::mode`] says.
///
/// # Errors
/// [`AuditError::TooManyTrajectories`] and [`AuditError::TooManyGroups`] beyond the caps; as other audits.
pub fn audit_group(
    scheme: &Scheme,
    task: &dyn Prepared,
    options: &Options,
    size: u32,
) -> Result<GroupReport, AuditError> {
    if size == 0 {
        return Err(AuditError::NoGroup);
    }
    let place = task.task().template.to_string();
    let provided = task.provides().union(Channels::of(&list::ADDED));
    super::given::check(scheme, options, provided, &place)?;
    let options = Options {
        evidence: Evidence::Ignored,
        mode: Mode::Raw,
        ..options.clone()
    };
    let world = World::explore(task, &options)?;
    let horizon = match options.objective {
        Objective::Horizon(steps) => steps,
        Objective::Discounted(_) => world.budget,
    };
    let listed = Listed::of(&world, task, scheme, &options, horizon)?;
    let groups = (listed.trajectories.len() as u64)
        .checked_pow(size)
        .filter(|&groups| groups <= MAX_GROUPS);
    let groups = groups.ok_or(AuditError::TooManyGroups {
        trajectories: listed.trajectories.len(),
        size,
        limit: MAX_GROUPS,
    })?;
    let report = Report {
        listed: &listed,
        scheme,
        world: &world,
        options: &options,
        size,
        groups,
        horizon,
    };
    if let (true, Some(signal)) = (groups <= MAX_EXACT_GROUPS, &scheme.signal.exact) {
        let credit = scheme.credit.as_ref().map(|c| c.exact.as_deref());
        match credit {
            None => return Ok(report.of::<Fraction>(signal, None)),
            Some(Some(credit)) => return Ok(report.of::<Fraction>(signal, Some(credit))),
            Some(None) => {}
        }
    }
    let credit = scheme.credit.as_ref().map(|c| c.float.as_ref());
    Ok(report.of::<f64>(&scheme.signal.float, credit))
}

/// What a report is made of.
struct Report<'a> {
    listed: &'a Listed,
    scheme: &'a Scheme,
    world: &'a World,
    options: &'a Options,
    size: u32,
    groups: u64,
    horizon: u32,
}

impl Report<'_> {
    fn of<S: AuditScalar>(
        &self,
        signal: &Signal<S>,
        credit: Option<&dyn Credit<S>>,
    ) -> GroupReport {
        let price = |batch: &Batch<'_>| -> Rows<S> {
            let rewards = signal.rows(batch);
            match credit {
                Some(credit) => credit.advantages(batch, &rewards),
                None => rewards,
            }
        };
        let estimate = Estimate::of(self.listed, self.size as usize, &price);
        GroupReport::new(self, &estimate)
    }
}
