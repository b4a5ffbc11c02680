//! Which task each group of a run plays.
//!
//! Group `g` of a run over `n` templates plays template `g mod n`, and of that template the next acceptable instance.
//! Candidate `k` of a template is the seed `Seed(run seed).derive(template id, k)`, cut to 48 bits - an infeasible twin takes
//! the seeds of its feasible template, so that a run over both plays pairs; it is acceptable if it
//! lies in the split and the distances asked for and the template has an instance for it. Where seeds are named, exactly
//! those are played. So the tasks of a run depend on
//! its seed and its filters only: not on the number of episodes, the group size, the agent or the threads.

use crate::range::{DistanceRange, SeedList};
use rayon::prelude::*;
use std::{collections::VecDeque, sync::Arc};
use truestep_core::{
    chance::Seed,
    host::{Capabilities, Judged, ShardBuilder, TruthLevel},
    registry::{Prepared, Registry, TaskError, TemplateInfo},
    task::{Split, Task, TemplateId},
    truth::Distance,
};

/// Instance seeds stay below 2⁴⁸, so that every JSON reader holds them exactly.
const SEED_BITS: u32 = 48;
/// Candidates in a row that may be refused before a run gives up on a template.
const MAX_REFUSED: u64 = 20_000;
/// Most candidates looked at in one go.
const MAX_WAVE: usize = 256;

/// Why there is no further task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A task cannot be made.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// None of many candidates in a row was accepted.
    #[error(
        "`{template}` has no such instance among {MAX_REFUSED} seeds in a row: accept more distances or splits, or use a larger world"
    )]
    NoneAccepted {
        /// The template.
        template: TemplateId,
    },
    /// More groups than seeds named.
    #[error("{seeds} seeds were named, and each is played once: name more")]
    NoMoreSeeds {
        /// How many.
        seeds: usize,
    },
    /// No small seed has an instance.
    #[error("`{template}` has no instance for any seed below {MAX_REFUSED}: use a larger world")]
    NoInstance {
        /// The template.
        template: TemplateId,
    },
}

/// What instances a run accepts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only seeds of this split.
    pub split: Option<Split>,
    /// Only instances that start at such a distance.
    pub distance: Option<DistanceRange>,
}

/// The tasks of a run, group by group.
#[allow(
    missing_debug_implementations,
    reason = "holds a registry of trait objects"
)]
pub struct Plan {
    registry: Registry,
    seed: Seed,
    filter: Filter,
    sources: Vec<Source>,
    group: u64,
}

/// The instances of one template, in order.
struct Source {
    template: TemplateId,
    /// Whose seeds it takes.
    seeds_of: TemplateId,
    /// The only seeds there are, if they were named.
    exact: Option<Arc<[u64]>>,
    next_candidate: u64,
    refused_in_a_row: u64,
    ready: VecDeque<Arc<dyn Prepared>>,
}

impl Plan {
    /// The plan of a run with `seed` over `templates`, of which there is at least one.
    #[must_use]
    pub fn new(registry: &Registry, templates: &[TemplateInfo], seed: u64, filter: Filter) -> Self {
        let source = |template: &TemplateInfo| Source {
            template: template.id.clone(),
            seeds_of: template
                .twin_of
                .clone()
                .unwrap_or_else(|| template.id.clone()),
            exact: None,
            next_candidate: 0,
            refused_in_a_row: 0,
            ready: VecDeque::new(),
        };
        Self {
            registry: registry.clone(),
            seed: Seed(seed),
            filter,
            sources: templates.iter().map(source).collect(),
            group: 0,
        }
    }

    /// The plan that plays exactly the instances with these seeds of every template: as many groups as seeds times templates.
    #[must_use]
    pub fn of_seeds(registry: &Registry, templates: &[TemplateInfo], seeds: &SeedList) -> Self {
        let mut plan = Self::new(registry, templates, 0, Filter::default());
        let seeds: Arc<[u64]> = seeds.seeds().into();
        for source in &mut plan.sources {
            source.exact = Some(Arc::clone(&seeds));
        }
        plan
    }

    /// The tasks of the next `groups` groups.
    ///
    /// # Errors
    /// If a template has no further acceptable instance among many candidates, or a task cannot be made.
    pub fn next(&mut self, groups: u64) -> Result<Vec<Arc<dyn Prepared>>, PlanError> {
        let templates = self.sources.len() as u64;
        let (first, last) = (self.group, self.group + groups);
        for index in 0..self.sources.len() {
            let of_this = (first..last)
                .filter(|g| g % templates == index as u64)
                .count();
            self.fill(index, of_this)?;
        }
        self.group = last;
        let take = |g: u64| {
            let source = &mut self.sources[(g % templates) as usize];
            source
                .ready
                .pop_front()
                .expect("invariant: filled just now")
        };
        Ok((first..last).map(take).collect())
    }

    /// Find instances until `count` are ready.
    fn fill(&mut self, index: usize, count: usize) -> Result<(), PlanError> {
        let (registry, filter, seed) = (&self.registry, self.filter, self.seed);
        let source = &mut self.sources[index];
        if let Some(seeds) = source.exact.clone() {
            return source.fill_exactly(registry, &seeds, count);
        }
        while source.ready.len() < count {
            let missing = count - source.ready.len();
            let wave = (missing.clamp(1, MAX_WAVE)) as u64;
            let candidates = source.next_candidate..source.next_candidate + wave;
            let (template, seeds_of) = (source.template.clone(), source.seeds_of.clone());
            let judged: Vec<Result<Option<Arc<dyn Prepared>>, TaskError>> = candidates
                .into_par_iter()
                .map(|k| {
                    let task = Task::new(template.clone(), candidate(seed, &seeds_of, k));
                    accept(registry, task, filter)
                })
                .collect();
            source.next_candidate += wave;
            for verdict in judged {
                match verdict? {
                    Some(prepared) => {
                        source.ready.push_back(prepared);
                        source.refused_in_a_row = 0;
                    }
                    None => source.refused_in_a_row += 1,
                }
            }
            if source.refused_in_a_row >= MAX_REFUSED {
                return Err(PlanError::NoneAccepted { template });
            }
        }
        Ok(())
    }
}

impl Source {
    /// Make the instances of the next seeds named until `count` are ready.
    fn fill_exactly(
        &mut self,
        registry: &Registry,
        seeds: &[u64],
        count: usize,
    ) -> Result<(), PlanError> {
        let first = usize::try_from(self.next_candidate).unwrap_or(usize::MAX);
        let missing = count.saturating_sub(self.ready.len());
        let wave: Vec<u64> = seeds.iter().skip(first).take(missing).copied().collect();
        if wave.len() < missing {
            return Err(PlanError::NoMoreSeeds { seeds: seeds.len() });
        }
        self.next_candidate += missing as u64;
        let template = &self.template;
        let made: Vec<Result<Arc<dyn Prepared>, TaskError>> = wave
            .into_par_iter()
            .map(|seed| registry.prepare(&Task::new(template.clone(), Seed(seed))))
            .collect();
        for prepared in made {
            self.ready.push_back(prepared?);
        }
        Ok(())
    }
}

/// Candidate `k` of a template.
fn candidate(seed: Seed, template: &TemplateId, k: u64) -> Seed {
    let Seed(wide) = seed.derive(&template.to_string(), k);
    Seed(wide & ((1 << SEED_BITS) - 1))
}

/// The task, if the filter lets it through and there is an instance.
fn accept(
    registry: &Registry,
    task: Task,
    filter: Filter,
) -> Result<Option<Arc<dyn Prepared>>, TaskError> {
    if filter
        .split
        .is_some_and(|split| Split::of(task.seed) != split)
    {
        return Ok(None);
    }
    let prepared = match registry.prepare(&task) {
        Ok(prepared) => prepared,
        Err(TaskError::NoInstance { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let fits = match filter.distance {
        None => true,
        Some(range) => start_distance(&*prepared)
            .steps()
            .is_some_and(|d| range.contains(d)),
    };
    Ok(fits.then_some(prepared))
}

/// The distance an instance starts at.
fn start_distance(prepared: &dyn Prepared) -> Distance {
    let mut builder = ShardBuilder::default();
    prepared.install(&mut builder);
    let mut shard = builder.build(1);
    let capabilities = Capabilities {
        truth: TruthLevel::Basic,
        ..Capabilities::bare()
    };
    let loaded = prepared.load(&mut shard, 0, 0, &capabilities);
    let judged = loaded.and_then(|()| shard.parts::<&Judged>(0));
    judged.map_or(Distance::NotComputed, |j| j.state.distance)
}

/// The first instance of `template` with the smallest seed from 0 on, for commands that show one.
///
/// # Errors
/// If no small seed has an instance, or the task cannot be made.
pub fn first_instance(
    registry: &Registry,
    template: &TemplateId,
) -> Result<Arc<dyn Prepared>, PlanError> {
    for seed in 0..MAX_REFUSED {
        match registry.prepare(&Task::new(template.clone(), Seed(seed))) {
            Ok(prepared) => return Ok(prepared),
            Err(TaskError::NoInstance { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(PlanError::NoInstance {
        template: template.clone(),
    })
}
