//! Is this reward sound in this task? A verdict with counterexamples.
//!
//! An audit explores the whole state graph of a task, asks the reward for a number on every transition, and compares what
//! is best under the reward with what is best under the task's own outcome - exactly, if the reward's numbers are exact.
//!
//! ```
//! use truestep_rewards::audit::{self, Objective, Transition};
//! # use truestep_core::registry::Prepared;
//! /// Pays for the outcome, and a little for every step nearer.
//! fn reward(t: &Transition<'_>) -> f64 {
//!     let nearer = t.after.distance.steps() < t.before.distance.steps();
//!     let outcome = if t.after.success { 1.0 } else { 0.0 };
//!     outcome + if nearer { 0.1 } else { 0.0 }
//! }
//! fn is_sound(task: &dyn Prepared) {
//!     audit::check(reward, task, Objective::default()).unwrap().assert_sound();
//! }
//! ```
//!
//! # With respect to what
//! Every verdict names its [`Objective`]: a discount below 1, or a horizon with best actions for every number of steps
//! left. (Without either every action that does not lose is best under the outcome, every check would pass, and the audit
//! refuses.) Best actions are compared in *every* state that can be reached, not only on the way a best policy takes. The
//! actions are those of the menu, and in every state one that is rejected: it costs a step, leaves the state as it is, and
//! has its own price. States of one class are one unless [`Options::mode`] says otherwise.
//!
//! Where some actions commit before their evidence is known, two games are judged ([`Options::evidence`]): the supported
//! one, which an agent that only reads can play, leads the report; the whole menu as graded, guesses included, stands
//! beside it. The oracle is the supported one in both.
//!
//! # What is compared
//! [`Role::Whole`]: the reward alone against the outcome. [`Role::Added`]: outcome + reward, for a shaping term that is
//! meant to be added; `shaping:*` schemes contain the outcome unless `base=none`. The report states both, the verdict
//! follows the role asked for.
//!
//! # Checks
//! | finding | says |
//! |---|---|
//! | `policy_changed` | an action is best under the reward and not under the outcome, with guesses or, where they count, without |
//! | `farmable_cycle` | a loop that pays earns more than the best way straight to success |
//! | `exploit_gap` | the reward's best policy succeeds less, or is graded worse, than the oracle |
//! | `harmless_paid` | besides, every step that loses nothing and brings nothing is paid |
//!
//! A step that does harm and is paid more than the best step ([`Harmful`]) is a warning: it misleads a learner for a while,
//! even where the best policy is kept.
//!
//! Beside the findings a [`Report`] states bounds of rewards and returns, whether sums telescope, whether the reward is
//! the outcome times a factor plus shaping (exactly), and its STARC, EPIC and DARD distances to the outcome
//! (their conventions: [`Distance`]).
//!
//! # Schemes that compare episodes
//! A credit over groups has no return to maximise. [`audit_group`] lists every group of K rollouts under a policy instead and
//! holds the policy gradient it makes on average against the exact one: unbiased, rescaled, or turned; with its variance.
//!
//! Each part is a module: `world` (graph and truth) → `price` (what is asked) → `game` (graph × memory, priced) → `solve`,
//! `timed` (best play) → the checks → `report`, `text`.

mod channels;
mod discounted;
mod distance;
mod error;
mod farm;
mod game;
mod given;
mod group;
mod harmful;
mod harmless;
mod horizon;
mod intern;
mod invariance;
mod linear;
mod objective;
pub mod planted;
mod play;
mod price;
mod prices;
mod project;
mod report;
mod scheme;
mod solve;
mod table;
mod telescoping;
mod text;
mod timed;
mod trajectory;
mod world;

pub use error::AuditError;
pub use given::TransitionNumbers;
pub use group::{GradientFinding, GroupReport, MAX_EXACT_GROUPS, MAX_GROUPS, audit_group};
pub use objective::{Objective, Options, Role};
pub use price::{AuditScalar, Price, Transition};
pub use report::{
    Amount, Distance, Finding, Gap, Harmful, HarmfulStep, Harmless, Invariance, Over, Range,
    Report, Telescoping, Unsound,
};
pub use scheme::read;
pub use table::{Counterexample, Table, TableError, TableReport, TableStep};

use crate::scheme::Scheme;
use price::{FunctionPricing, InDoubles, ListPricing, Pricing};
use prices::Prices;
use truestep_core::{
    graph::{Evidence, GraphError},
    registry::Prepared,
};
use world::World;

/// Audit a reward function in a task.
///
/// The function is asked about every transition of the task's graph, with its whole truth. Whole numbers and fractions
/// ([`Price`]) are audited exactly, doubles with a tolerance that the report states. It must depend on nothing but the
/// transition. Several functions in one task: [`Explored`].
///
/// # Errors
/// [`AuditError`]: an objective without discount and horizon, a graph that is too large, a price that is no number.
pub fn check<P: Price>(
    reward: impl Fn(&Transition<'_>) -> P,
    task: &dyn Prepared,
    objective: Objective,
) -> Result<Report, AuditError> {
    check_with(reward, task, &objective.into())
}

/// The same with everything that can be told.
///
/// # Errors
/// As [`check`].
pub fn check_with<P: Price>(
    reward: impl Fn(&Transition<'_>) -> P,
    task: &dyn Prepared,
    options: &Options,
) -> Result<Report, AuditError> {
    Explored::new(task, options)?.check(reward)
}

/// Audit a scheme in a task.
///
/// `Edge` schemes are audited on the graph, `Memory` schemes on graph × memory, `Trajectory` schemes over all trajectories
/// up to the budget and [`Options::max_trajectories`]. Several schemes in one task: [`Explored`].
///
/// # Errors
/// [`AuditError`]: no such channel, a form that is not audited, a graph that is too large, a transition without a number.
pub fn audit_scheme(
    scheme: &Scheme,
    task: &dyn Prepared,
    options: &Options,
) -> Result<Report, AuditError> {
    // What cannot be audited is refused before anything is explored.
    scheme::check(scheme, task, options)?;
    Explored::new(task, options)?.scheme(scheme)
}

/// Audit prices that a program wrote: `text` holds one number per line, one for every transition in the order of the edges
/// file (`graph --edges`) of the same task, rollout and mode. Whole numbers, fractions `n/d` and short decimals are taken
/// as exactly what is written; if any line is longer, all are doubles.
///
/// # Errors
/// As [`check`], and [`GraphError::BadPrices`] if a line is no finite number or the lines are not as many as the
/// transitions.
pub fn check_prices(
    text: &str,
    task: &dyn Prepared,
    options: &Options,
    name: &str,
) -> Result<Report, AuditError> {
    Explored::new(task, options)?.prices(text, name)
}

/// A task whose graph is explored once, to audit many rewards: most of an audit is often the exploration.
pub struct Explored<'a> {
    task: &'a dyn Prepared,
    options: Options,
    world: World,
}

impl<'a> Explored<'a> {
    /// Explore the task's graph.
    ///
    /// # Errors
    /// [`AuditError`]: an objective without discount and horizon, a graph that is too large.
    pub fn new(task: &'a dyn Prepared, options: &Options) -> Result<Self, AuditError> {
        Ok(Self {
            task,
            options: options.clone(),
            world: World::explore(task, options)?,
        })
    }

    /// Audit a reward function: [`check_with`].
    ///
    /// # Errors
    /// A price that is no number.
    pub fn check<P: Price>(
        &self,
        reward: impl Fn(&Transition<'_>) -> P,
    ) -> Result<Report, AuditError> {
        let pricing = FunctionPricing(reward);
        self.in_both(|world| audit_pricing(world, &pricing, &self.options, "the function"))
    }

    /// Audit a scheme: [`audit_scheme`].
    ///
    /// # Errors
    /// No such channel, a form that is not audited, a transition without a number.
    pub fn scheme(&self, scheme: &Scheme) -> Result<Report, AuditError> {
        let (task, options) = (self.task, &self.options);
        scheme::check(scheme, task, options)?;
        if let Some(prices) = given::prices(scheme, options).transpose()? {
            let (pricing, name) = (ListPricing(&prices), scheme.to_string());
            return self.in_both(|world| audit_pricing(world, &pricing, options, &name));
        }
        self.in_both(|world| scheme::judge(world, scheme, task, options))
    }

    /// Audit prices that a program wrote: [`check_prices`].
    ///
    /// # Errors
    /// As [`check_prices`].
    pub fn prices(&self, text: &str, name: &str) -> Result<Report, AuditError> {
        let options = &self.options;
        let prices = Prices::read(text, self.world.arcs.len())?;
        self.in_both(|world| match &prices {
            Prices::Exact(list) => audit_pricing(world, &ListPricing(list), options, name),
            Prices::Doubles(list) => audit_pricing(world, &ListPricing(list), options, name),
        })
    }

    /// Judge the game the options name; where they leave it open and some actions are guesses, the supported game and the
    /// whole menu beside it.
    fn in_both(
        &self,
        judge: impl Fn(&World) -> Result<Report, AuditError>,
    ) -> Result<Report, AuditError> {
        if self.options.evidence == Evidence::Required || !self.world.has_guesses() {
            return judge(&self.world);
        }
        let supported = judge(&self.world.with_evidence(Evidence::Required))?;
        Ok(supported.beside(judge(&self.world.with_evidence(Evidence::Ignored))?))
    }
}

/// Audit in the numbers the prices have. Where exact ones would take too long - chance within a large loop - doubles are
/// used, and the report says so.
fn audit_pricing<S: AuditScalar>(
    world: &World,
    pricing: &dyn Pricing<S>,
    options: &Options,
    name: &str,
) -> Result<Report, AuditError> {
    let discount = match options.objective {
        Objective::Discounted(discount) => discount,
        Objective::Horizon(steps) => {
            return horizon::audit(world, pricing, None, steps, options, name);
        }
    };
    match discounted::audit(world, pricing, discount, options, name) {
        Err(AuditError::Graph(GraphError::TooEntangled { .. })) => {
            discounted::audit(world, &InDoubles(pricing), discount, options, name)
        }
        done => done,
    }
}
