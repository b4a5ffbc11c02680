//! The contract kit: holds every template of an environment to the sentences an environment must keep.
//!
//! [`check_every`], or [`check`] for some of them, makes instances of each template from a range of seeds, plays them in
//! many ways, tries every menu action of every state it passes, and compares what the environment states with what
//! follows from its own dynamics. The result is a [`Findings`]: each [`Sentence`] for each template, with a counterexample where it
//! fails. A sentence of which no case was met fails too, unless it does not apply for a stated reason.
//!
//! Five lines of a card are read as claims, so that a deliberate exception is argued where people read it:
//!
//! - `Small on purpose: ` followed by template names in backquotes and the reason - their distances may be short;
//! - ``Starts: `name` 40`` - this template has only so many different starts;
//! - `Unseen on purpose: ` followed by template names and the reason - some changes of state show in no view;
//! - `No other ends: ` followed by template names and the reason - they give no near misses and no equivalents;
//! - `Borrowed language: ` followed by template names in backquotes and the reason - their sentences are somebody else's.
//!
//! ```
//! # use truestep_core::registry::Registry;
//! use truestep_core::contract::{Options, check_every};
//! # fn my_registry() -> Registry { Registry::default() }
//! # fn in_a_test() -> Result<(), Box<dyn std::error::Error>> {
//! let findings = check_every(&my_registry(), &Options::default())?;
//! println!("{findings}");
//! findings.assert_all();
//! # Ok(()) }
//! ```
//!
//! What the kit cannot see is the environment's own business: that permuting the evidence changes the answer, that the
//! grader agrees with the instruction, that published figures are met.

mod agents;
mod blind;
mod bulk;
mod card;
mod case;
mod ends;
mod every;
mod forms;
mod graphs;
mod hostile;
mod instance;
pub mod language;
mod laws;
mod ledger;
mod moments;
mod probe;
mod report;
mod sentence;
mod starts;
mod walk;

pub use agents::{Follower, RandomPlay};
pub use every::{BadRegistry, check_every};
pub use hostile::TEXTS as HOSTILE_TEXTS;
pub use report::{Counterexample, Figures, Finding, Findings, TemplateFindings, Verdict};
pub use sentence::Sentence;

use crate::{
    chance::Seed,
    jobs,
    registry::{Family, Registry, TaskError, TemplateInfo},
    task::Task,
};
use ledger::Ledger;
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// How much is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The first seed.
    pub first_seed: u64,
    /// How many seeds, at least 1.
    pub seeds: u32,
    /// Seeds whose start distances are looked at, the first `seeds` among them.
    pub distance_seeds: u32,
    /// Parameters of every task.
    pub parameters: BTreeMap<String, String>,
    /// Steps of random play in which every state is held to the laws, per instance.
    pub walk_steps: u32,
    /// Instances that get the checks that cost most: graphs, threads, texts of a megabyte, a picture of every state on the way.
    pub deep_seeds: u32,
    /// Episodes of random play, in all.
    pub random_episodes: u32,
    /// Instances that rules play which see the order of the menu alone.
    pub order_seeds: u32,
    /// Graphs of up to this many states are compared with the planner and with their lumping.
    pub graph_states: u32,
}

impl Default for Options {
    /// 50 seeds from 1; what `cargo test` can afford.
    fn default() -> Self {
        Self {
            first_seed: 1,
            seeds: 50,
            distance_seeds: 200,
            parameters: BTreeMap::new(),
            walk_steps: 16,
            deep_seeds: 3,
            random_episodes: 400,
            order_seeds: 40,
            graph_states: 20_000,
        }
    }
}

/// Hold every template that `selector` names to the contract. See the [module](self).
///
/// # Errors
/// [`TaskError`] if `selector` names nothing.
///
/// # Panics
/// If the system gives no threads.
pub fn check(
    registry: &Registry,
    selector: &str,
    options: &Options,
) -> Result<Findings, TaskError> {
    let selected = registry.select(selector)?;
    let mut checked = vec![];
    for template in &selected {
        checked.push((registry.family(template.id.env())?.as_ref(), template));
    }
    let held = jobs::map(&checked, |(family, template)| {
        Checked::new(registry, *family, template, options)
    });
    let mut found: Vec<Checked<'_>> = held.unwrap_or_else(|error| panic!("no threads: {error}"));
    card::compare_kinds(&mut found);
    let templates = found.into_iter().map(Checked::findings).collect();
    Ok(Findings { templates })
}

/// One template on its way through the kit.
struct Checked<'a> {
    template: &'a TemplateInfo,
    ledger: Ledger,
    figures: Figures,
}

/// What the checks of a template refer to.
struct Scope<'a> {
    registry: &'a Registry,
    family: &'a dyn Family,
    template: &'a TemplateInfo,
    options: &'a Options,
}

impl Scope<'_> {
    fn task(&self, seed: u64) -> Task {
        Task {
            template: self.template.id.clone(),
            seed: Seed(seed),
            parameters: self.options.parameters.clone(),
        }
    }
}

impl<'a> Checked<'a> {
    fn new(
        registry: &'a Registry,
        family: &'a dyn Family,
        template: &'a TemplateInfo,
        options: &'a Options,
    ) -> Self {
        let scope = Scope {
            registry,
            family,
            template,
            options,
        };
        let mut this = Self {
            template,
            ledger: Ledger::default(),
            figures: Figures::default(),
        };
        let (ledger, figures) = (&mut this.ledger, &mut this.figures);
        instance::check_all(&scope, ledger, figures);
        guarded(ledger, |ledger| bulk::check(&scope, ledger, figures));
        guarded(ledger, |ledger| blind::check(&scope, ledger, figures));
        guarded(ledger, |ledger| starts::typed_errors(&scope, ledger));
        guarded(ledger, |ledger| language::hold(&scope, ledger));
        card::check(&scope, ledger, figures);
        this
    }

    fn findings(self) -> TemplateFindings {
        TemplateFindings {
            template: self.template.id.clone(),
            figures: self.figures,
            findings: self.ledger.findings(),
        }
    }
}

/// Run checks; a panic in them is a finding, not the end of the test.
fn guarded(ledger: &mut Ledger, checks: impl FnOnce(&mut Ledger)) {
    // The ledger is only added to, so a panic in between leaves a tally that is short, never one that is wrong.
    let result = catch_unwind(AssertUnwindSafe(|| checks(&mut *ledger)));
    let message = result.err().map(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        text.unwrap_or("a panic without a message").to_owned()
    });
    ledger.check(Sentence::NeverPanics, message.is_none(), || {
        format!("panicked: {}", message.unwrap_or_default())
    });
}
