//! Players that cannot read: at random, and by the order of the menu.

use super::{
    Scope,
    agents::{InOrder, ORDERS, RandomPlay},
    bulk::{self, jobs},
    card::is_ordered_on_purpose,
    ledger::Ledger,
    report::Figures,
    sentence::Sentence,
};
use crate::{
    agent::AgentFactory,
    batch::Job,
    host::{Capabilities, TruthLevel},
    task::Task,
};
use std::sync::Arc;

/// Standard deviations by which such play may exceed its ceiling by luck.
const LUCK: f64 = 3.1;
/// Of a hundred instances, those that a rule may succeed in which knows the order of the menu alone. Each entry once, in
/// an order that says nothing, does better than chance: of one right and two wrong entries the right one comes first in a
/// third of the instances.
const ORDER_PERCENT: u32 = 34;
/// Episodes to be played: each with that of the feasible twin, if the template has one. Both are to be solved.
type Pairs = Vec<(Job, Option<Job>)>;

pub(super) fn check(scope: &Scope<'_>, ledger: &mut Ledger, figures: &mut Figures) {
    if figures.instances == 0 {
        return;
    }
    let options = scope.options;
    let ceiling = scope.template.random_ceiling_percent;
    let seeds = options.seeds.min(options.random_episodes).max(1);
    let rollouts = options.random_episodes.div_ceil(seeds);
    let random = Sentence::RandomStaysUnderCeiling;
    if let Some(solved) = played(scope, ledger, random, &RandomPlay, (seeds, rollouts)) {
        figures.random = (solved.len() as u32, count(&solved));
        hold(ledger, random, "random play", &solved, ceiling);
    }
    let order = Sentence::OrderSaysNothing;
    if is_ordered_on_purpose(scope.family.card(), scope.template.id.template()) {
        return ledger.does_not_apply(
            order,
            "the card argues for menus whose order says what to do",
        );
    }
    let rules = ORDERS.len();
    let instances = (options.order_seeds, rules as u32);
    let Some(solved) = played(scope, ledger, order, &InOrder::default(), instances) else {
        return;
    };
    for (number, rule) in ORDERS.iter().enumerate() {
        let solved: Vec<bool> = solved.iter().skip(number).step_by(rules).copied().collect();
        hold(
            ledger,
            order,
            &format!("`{rule}`"),
            &solved,
            ceiling.max(ORDER_PERCENT),
        );
    }
}

/// Play `seeds` instances, each `rollouts` times: which were solved, an instance's rollouts side by side.
fn played(
    scope: &Scope<'_>,
    ledger: &mut Ledger,
    sentence: Sentence,
    agent: &dyn AgentFactory,
    (seeds, rollouts): (u32, u32),
) -> Option<Vec<bool>> {
    let pairs = pairs(scope, seeds, rollouts);
    if pairs.is_empty() {
        ledger.does_not_apply(sentence, "no instance is feasible");
        return None;
    }
    match solved(scope, &pairs, agent) {
        Ok(solved) => Some(solved),
        Err(error) => {
            ledger.check(sentence, false, || error);
            None
        }
    }
}

/// How many were solved.
fn count(solved: &[bool]) -> u32 {
    solved.iter().filter(|solved| **solved).count() as u32
}

/// Hold the successes under a ceiling in percent, with what luck allows.
fn hold(ledger: &mut Ledger, sentence: Sentence, who: &str, solved: &[bool], percent: u32) {
    let (n, ceiling) = (solved.len() as f64, f64::from(percent) / 100.0);
    let most = n * ceiling + LUCK * (n * ceiling * (1.0 - ceiling)).max(0.0).sqrt();
    if most >= n {
        return ledger.does_not_apply(
            sentence,
            "as many instances as were played may be solved by luck",
        );
    }
    let successes = count(solved);
    ledger.check(sentence, f64::from(successes) <= most, || {
        let episodes = solved.len();
        format!("{successes} of {episodes} episodes of {who} succeed; allowed are {percent} %")
    });
}

/// The episodes whose task is feasible, or whose twin is.
fn pairs(scope: &Scope<'_>, seeds: u32, rollouts: u32) -> Pairs {
    // Rollouts of an instance stand side by side: each task is prepared once.
    let mut last: Option<(u64, bool)> = None;
    let mut is_feasible = |group: u64, task: &Task| match last {
        Some((met, feasible)) if met == group => feasible,
        _ => {
            let prepared = scope.registry.prepare(task);
            let feasible = prepared.is_ok_and(|prepared| prepared.goal().feasible);
            last = Some((group, feasible));
            feasible
        }
    };
    let mut pair = |job: Job| match &scope.template.twin_of {
        None => is_feasible(job.group, &job.task).then_some((job, None)),
        Some(template) => {
            let task = Arc::new(Task {
                template: template.clone(),
                ..(*job.task).clone()
            });
            is_feasible(job.group, &task).then(|| {
                let feasible = Job {
                    task,
                    ..job.clone()
                };
                (feasible, Some(job))
            })
        }
    };
    let jobs = jobs(scope, seeds, rollouts);
    jobs.into_iter().filter_map(&mut pair).collect()
}

/// Which of the pairs `agent` solves.
fn solved(scope: &Scope<'_>, pairs: &Pairs, agent: &dyn AgentFactory) -> Result<Vec<bool>, String> {
    let capabilities = Capabilities {
        truth: TruthLevel::Basic,
        record: false,
        views: vec![],
        ..Capabilities::recorded(0)
    };
    let successes = |jobs: &[Job]| -> Result<Vec<bool>, String> {
        let episodes = bulk::played(scope, jobs, agent, &capabilities, 64)?;
        Ok(episodes.iter().map(|e| e.success() == Some(true)).collect())
    };
    let (first, twins): (Vec<Job>, Vec<Option<Job>>) = pairs.iter().cloned().unzip();
    let twins: Vec<Job> = twins.into_iter().flatten().collect();
    let mut solved = successes(&first)?;
    for (solved, twin) in solved.iter_mut().zip(successes(&twins)?) {
        *solved &= twin;
    }
    Ok(solved)
}
