//! The registry: which environments there are, and how a task of theirs is made concrete.

mod error;
mod nearest;
mod recent;

pub use error::TaskError;
pub use nearest::nearest;
pub use recent::Recent;

use crate::{
    channels::{Channel, Channels},
    forms::{ActionForm, ActionForms},
    graph::task::{ModelGraph, TaskGraph},
    graph::{GraphError, Limits, Mode},
    host::{Capabilities, HostError, Shard, ShardBuilder},
    model::{Best, Draws, Goal, Model, Planner as _, ViewKind, has_planner},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
    truth::Distance,
};
use nearest::shorten;
use serde::Serialize;
use std::{collections::BTreeSet, sync::Arc};

/// What there is to know about a template without making an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TemplateInfo {
    /// Its id.
    pub id: TemplateId,
    /// One line: what the agent is to do.
    pub summary: String,
    /// Highest success rate a blind or random agent may reach, as stated on the card; in percent.
    /// For an infeasible twin: of pairs with its feasible task, both solved.
    pub random_ceiling_percent: u32,
    /// The feasible template this one is the infeasible twin of: an instance of the same seed asks for the same in a world
    /// where it cannot be done. Giving up solves the one and fails the other, so they are scored in pairs.
    pub twin_of: Option<TemplateId>,
}

/// An environment: templates over one world.
pub trait Family: Send + Sync {
    /// Its name (`"shop"`).
    fn env(&self) -> &str;
    /// Its card, in Markdown.
    fn card(&self) -> &str;
    /// Its templates, in the order of its list.
    fn templates(&self) -> Vec<TemplateInfo>;
    /// Whether a generator makes its templates, by the hundred: `all` leaves them out, so that they do not outnumber those that
    /// people wrote. They are played under the environment's own name.
    fn is_generated(&self) -> bool {
        false
    }
    /// The options of the world, as they are given, that bring a template which is not there (`--tau2 DIR` for `tau2-retail`);
    /// `None` if none does.
    fn brought_by(&self, template: &str) -> Option<&str> {
        let _ = template;
        None
    }
    /// The world its tasks are set in.
    fn world(&self) -> WorldInfo;
    /// The world of one task; a replay in another is refused. An environment of several parts, where what is added to one
    /// changes nothing in the others, says that of the task's part.
    fn world_of(&self, task: &Task) -> WorldInfo {
        let _ = task;
        self.world()
    }
    /// Add the models its tasks need to a shard.
    fn install(&self, shard: &mut ShardBuilder);
    /// Groups of words for one thing; no task asks for one word of a group and refuses another.
    fn synonyms(&self) -> &[&[&str]] {
        &[]
    }
    /// What is called with an object of arguments in the tasks of a template and of those that are like it, in the order in which
    /// they show it first; `None` where tasks have to be made to know. A list of what can be called then makes none.
    fn callable(&self, template: &TemplateId) -> Option<Vec<&ActionForm>> {
        let _ = template;
        None
    }
    /// Make a task concrete.
    ///
    /// # Errors
    /// [`TaskError`]: unknown template, no instance, bad parameter.
    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError>;
}

/// A task made concrete: its definition is built and can be shared by any number of environments.
pub trait Prepared: Send + Sync {
    /// The task.
    fn task(&self) -> &Arc<Task>;
    /// What it asks for.
    fn goal(&self) -> &Goal;
    /// How an agent may act in it; what agents are told is made from this list.
    fn forms(&self) -> &ActionForms;
    /// Channels of truth its steps carry at level `basic`, in environments without a plug-in that acts.
    fn provides(&self) -> Channels;
    /// Start an episode of it in a slot.
    ///
    /// # Errors
    /// As [`Shard::load`].
    fn load(
        &self,
        shard: &mut Shard,
        slot: usize,
        rollout: u32,
        capabilities: &Capabilities,
    ) -> Result<(), HostError>;
    /// Add the model it needs to a shard.
    fn install(&self, shard: &mut ShardBuilder);
    /// Explore everything reachable from the start of rollout `rollout`.
    ///
    /// # Errors
    /// As [`crate::graph::StateGraph::enumerate`].
    fn explore(
        &self,
        rollout: u32,
        limits: &Limits,
        mode: Mode,
    ) -> Result<Box<dyn TaskGraph>, GraphError>;
    /// Where it draws from chance.
    fn draws(&self) -> Draws {
        Draws::Never
    }
    /// The views it renders, the default one first; none if it does not say.
    fn views(&self) -> &[ViewKind] {
        &[]
    }
    /// Texts that no observation may show; see [`Truth::canaries`](crate::model::Truth::canaries).
    fn canaries(&self) -> Vec<String> {
        vec![]
    }
    /// Scripts from the start of rollout `rollout` whose ends must not succeed; see
    /// [`Truth::near_misses`](crate::model::Truth::near_misses).
    fn near_misses(&self, _rollout: u32) -> Vec<Vec<String>> {
        vec![]
    }
    /// Scripts from there whose ends must succeed; see [`Truth::equivalents`](crate::model::Truth::equivalents).
    fn equivalents(&self, _rollout: u32) -> Vec<Vec<String>> {
        vec![]
    }
    /// Scripts from there that deceive what judges, each with its name; see [`Truth::cheats`](crate::model::Truth::cheats).
    fn cheats(&self, _rollout: u32) -> Vec<(&'static str, Vec<String>)> {
        vec![]
    }
}

/// The [`Prepared`] task of any model.
#[derive(Debug)]
pub struct PreparedModel<M: Model> {
    task: Arc<Task>,
    def: Arc<M::Def>,
}

impl<M: Model> PreparedModel<M> {
    /// A concrete task.
    ///
    /// # Errors
    /// [`TaskError::BadGoal`] if truth cannot number what its goal names.
    pub fn new(task: Task, def: M::Def) -> Result<Self, TaskError> {
        M::goal(&def).check().map_err(|reason| TaskError::BadGoal {
            template: task.template.clone(),
            seed: task.seed.0,
            reason,
        })?;
        Ok(Self {
            task: Arc::new(task),
            def: Arc::new(def),
        })
    }

    /// What the planner says of the start of rollout 0, as channels.
    fn planned(&self) -> Channels {
        if !has_planner::<M>() {
            return Channels::default();
        }
        let (def, start) = (&*self.def, self.start(0));
        let (mut menu, mut best) = (vec![], vec![]);
        M::menu(def, &start, &mut menu);
        let mut planned = vec![];
        // A planner may know the one task and not the other.
        if M::Planner::distance(def, &start) != Distance::NotComputed {
            let listed = M::Planner::best_actions(def, &start, &menu, &mut best) == Best::Listed;
            planned.push(Channel::Distance);
            planned.extend((listed || !M::DRAWS.in_step()).then_some(Channel::ShortestPath));
        }
        let outcome = M::Planner::best_outcome(def, &start);
        planned.extend(outcome.map(|_| Channel::BestOutcome));
        Channels::of(&planned)
    }

    /// The state rollout `rollout` starts in.
    fn start(&self, rollout: u32) -> M::State {
        M::initial(&self.def, &mut self.task.dynamics(rollout).sampled())
    }

    /// The definition.
    #[must_use]
    pub fn def(&self) -> &Arc<M::Def> {
        &self.def
    }
}

impl<M: Model> Prepared for PreparedModel<M> {
    fn task(&self) -> &Arc<Task> {
        &self.task
    }

    fn goal(&self) -> &Goal {
        M::goal(&self.def)
    }

    fn forms(&self) -> &ActionForms {
        M::forms(&self.def)
    }

    fn provides(&self) -> Channels {
        use Channel::{
            ActionProbability, Effect, Events, Known, Outcome, Redundant, SideEffects, StepsLeft,
            Subgoals, Supported, Violations,
        };
        let goal = M::goal(&self.def);
        let mut all = Channels::of(&[
            Outcome,
            Effect,
            Redundant,
            Supported,
            Violations,
            SideEffects,
            Events,
            StepsLeft,
            ActionProbability,
        ])
        .union(self.planned());
        if !goal.subgoals.is_empty() {
            all = all.union(Channels::of(&[Subgoals]));
        }
        if !goal.evidence.is_empty() {
            all = all.union(Channels::of(&[Known]));
        }
        all
    }

    fn load(
        &self,
        shard: &mut Shard,
        slot: usize,
        rollout: u32,
        capabilities: &Capabilities,
    ) -> Result<(), HostError> {
        shard.load::<M>(slot, &self.task, &self.def, rollout, capabilities)
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<M>();
    }

    fn explore(
        &self,
        rollout: u32,
        limits: &Limits,
        mode: Mode,
    ) -> Result<Box<dyn TaskGraph>, GraphError> {
        let at = self.task.dynamics(rollout);
        Ok(Box::new(ModelGraph::<M>::explore(
            &self.def, at, limits, mode,
        )?))
    }

    fn draws(&self) -> Draws {
        M::DRAWS
    }

    fn views(&self) -> &[ViewKind] {
        M::VIEWS
    }

    fn canaries(&self) -> Vec<String> {
        let mut texts = vec![];
        M::canaries(&self.def, &mut texts);
        texts
    }

    fn near_misses(&self, rollout: u32) -> Vec<Vec<String>> {
        M::near_misses(&self.def, &self.start(rollout))
    }

    fn equivalents(&self, rollout: u32) -> Vec<Vec<String>> {
        M::equivalents(&self.def, &self.start(rollout))
    }

    fn cheats(&self, rollout: u32) -> Vec<(&'static str, Vec<String>)> {
        M::cheats(&self.def, &self.start(rollout))
    }
}

/// The environments there are. Cheap to clone: agents keep one for each episode they play.
#[derive(Clone, Default)]
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Registry {
    families: Arc<[Arc<dyn Family>]>,
    /// Those of all families, in order.
    templates: Arc<[TemplateInfo]>,
    /// Their ids: runs prepare thousands of tasks.
    ids: Arc<BTreeSet<TemplateId>>,
}

impl Registry {
    /// A registry of `families`, in this order.
    #[must_use]
    pub fn new(families: Vec<Arc<dyn Family>>) -> Self {
        let templates: Arc<[_]> = families.iter().flat_map(|f| f.templates()).collect();
        let ids = templates.iter().map(|template| template.id.clone());
        Self {
            families: families.into(),
            ids: Arc::new(ids.collect()),
            templates,
        }
    }

    /// The environments, in order.
    #[must_use]
    pub fn families(&self) -> &[Arc<dyn Family>] {
        &self.families
    }

    /// The environment named `env`.
    ///
    /// # Errors
    /// [`TaskError::UnknownEnvironment`], with the nearest name.
    pub fn family(&self, env: &str) -> Result<&Arc<dyn Family>, TaskError> {
        self.families
            .iter()
            .find(|f| f.env() == env)
            .ok_or_else(|| TaskError::UnknownEnvironment {
                name: shorten(env),
                suggestion: nearest(env, self.families.iter().map(|f| f.env().to_owned())),
            })
    }

    /// The templates a selector names: `all`, `ENV`, `ENV/TEMPLATE` or `ENV/TEMPLATE@VERSION`; `ENV/PREFIX*` names those
    /// whose names begin so. `all` is all of the environments whose templates are [not generated](Family::is_generated).
    ///
    /// # Errors
    /// [`TaskError::UnknownEnvironment`], [`TaskError::UnknownTemplate`], [`TaskError::AbsentTemplate`],
    /// [`TaskError::OtherVersion`], [`TaskError::BadPattern`].
    pub fn select(&self, selector: &str) -> Result<Vec<TemplateInfo>, TaskError> {
        if selector == "all" {
            let written = self.families.iter().filter(|family| !family.is_generated());
            return Ok(written
                .flat_map(|family| self.of(family.env()))
                .cloned()
                .collect());
        }
        let rest = selector.strip_suffix('*').unwrap_or(selector);
        if rest.contains('*') || (rest.len() < selector.len() && !rest.contains('/')) {
            return Err(TaskError::BadPattern {
                name: shorten(selector),
            });
        }
        let Some((env, template)) = selector.split_once('/') else {
            let family = self.family(selector);
            return match (family, self.task_named(selector)) {
                (Ok(_), _) => Ok(self.of(selector).cloned().collect()),
                // A template whose environment was left out is nearer than any other name.
                (Err(_), Some(id)) => Err(TaskError::UnknownEnvironment {
                    name: shorten(selector),
                    suggestion: Some(format!("{}/{}", id.env(), id.template())),
                }),
                (Err(error), None) => Err(match self.group(None, selector) {
                    None => error,
                    group => TaskError::UnknownEnvironment {
                        name: shorten(selector),
                        suggestion: group,
                    },
                }),
            };
        };
        let family = self.family(env)?;
        let absent = |options: &str| TaskError::AbsentTemplate {
            name: shorten(selector),
            options: options.to_owned(),
        };
        if let Some(prefix) = template.strip_suffix('*') {
            let begins = |t: &&TemplateInfo| t.id.template().starts_with(prefix);
            let found: Vec<TemplateInfo> = self.of(env).filter(begins).cloned().collect();
            return match found.is_empty() {
                false => Ok(found),
                true => Err(family.brought_by(prefix).map_or_else(
                    || TaskError::UnknownTemplate {
                        name: shorten(selector),
                        suggestion: (self.nearest_task(env, prefix))
                            .map(|id| format!("{}/{}", id.env(), id.template())),
                    },
                    absent,
                )),
            };
        }
        let (name, version) = template
            .split_once('@')
            .map_or((template, None), |(n, v)| (n, Some(v)));
        let Some(found) = self.of(env).find(|t| t.id.template() == name) else {
            if let Some(options) = family.brought_by(name) {
                return Err(absent(options));
            }
            if let Some(group) = self.group(Some(env), template) {
                return Err(TaskError::UnknownTemplate {
                    name: shorten(selector),
                    suggestion: Some(group),
                });
            }
            return Err(TaskError::UnknownTemplate {
                name: shorten(selector),
                // Where a version was named, so is the one of what is suggested.
                suggestion: self.nearest_task(env, name).map(|id| match version {
                    Some(_) => id.to_string(),
                    None => format!("{}/{}", id.env(), id.template()),
                }),
            });
        };
        match version {
            Some(v) if v != found.id.version().to_string() => match selector.parse() {
                Ok(asked) => Err(TaskError::OtherVersion {
                    asked,
                    found: found.id.clone(),
                }),
                Err(_) => Err(TaskError::UnknownTemplate {
                    name: shorten(selector),
                    suggestion: Some(found.id.to_string()),
                }),
            },
            _ => Ok(vec![found.clone()]),
        }
    }

    /// The selector of the templates - of one environment or of all - whose names are `name` and more: `ENV/NAME-*`.
    fn group(&self, env: Option<&str>, name: &str) -> Option<String> {
        let prefix = format!("{}-", name.trim_end_matches('-'));
        let begins = |t: &&TemplateInfo| {
            env.is_none_or(|env| t.id.env() == env) && t.id.template().starts_with(&prefix)
        };
        let first = self.templates.iter().find(begins)?;
        Some(format!("{}/{prefix}*", first.id.env()))
    }

    /// The templates of the environment `env`.
    fn of(&self, env: &str) -> impl Iterator<Item = &TemplateInfo> {
        self.templates.iter().filter(move |t| t.id.env() == env)
    }

    /// Make a task concrete.
    ///
    /// # Errors
    /// [`TaskError`].
    pub fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        // Looked up by id: a run tries thousands of seeds, and `select` is for what people write.
        if !self.ids.contains(&task.template) {
            self.select(&task.template.to_string())?;
        }
        self.family(task.template.env())?.prepare(task)
    }

    /// What may be meant by the task `name`, which environment `env` does not have: a task of that name elsewhere, or the
    /// nearest there is here. The environment's own name says nothing: it is right already.
    fn nearest_task(&self, env: &str, name: &str) -> Option<TemplateId> {
        if let Some(elsewhere) = self.task_named(name) {
            return Some(elsewhere);
        }
        let here = || self.of(env).map(|t| &t.id);
        let near = nearest(name, here().map(|id| id.template().to_owned()))?;
        here().find(|id| id.template() == near).cloned()
    }

    /// The first task whose template is called `name`.
    fn task_named(&self, name: &str) -> Option<TemplateId> {
        let mut known = self.templates.iter().map(|t| &t.id);
        known.find(|id| id.template() == name).cloned()
    }

    /// A builder with every model of every family.
    #[must_use]
    pub fn shard_builder(&self) -> ShardBuilder {
        let mut builder = ShardBuilder::default();
        for family in self.families.iter() {
            family.install(&mut builder);
        }
        builder
    }
}
