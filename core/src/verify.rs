//! Verification: everything an episode says is computed again, or it is said why it cannot be.
//!
//! [`crate::replay`] compares what the world did. Here the agent is asked again as well - at every frame, with the draws it
//! had - and the channels of the state graph are computed again under the policy the record names. The task, the rollout
//! number, the step budget, the views and the plug-ins are what an episode is played from; they are taken as given.

use crate::{
    agent::{Agent, AgentFactory, Choice},
    annotate::{AnnotateError, AnnotateOptions, annotate},
    batch::{decide, versions, world_of},
    chance::RngRef,
    graph::{GraphError, Limits},
    host::{HostError, Shard, StepPlugin},
    policy::{Policy, PolicyName},
    registry::{Prepared, Registry},
    replay::{Mismatch, ReplayError, SLOT, bare, check_world, compare, execute},
    trajectory::{AgentInfo, End, Episode},
};
use serde::Serialize;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};

/// Makes the agent of a record again; the error says why it cannot be made.
pub type Agents<'a> =
    &'a (dyn Fn(&AgentInfo) -> Result<Arc<dyn AgentFactory + Send>, String> + Sync);

/// Loads the policy of a record by its name; the error says why it cannot be loaded.
pub type Policies<'a> = &'a (dyn Fn(&str) -> Result<Policy, String> + Sync);

/// Computes episodes again.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "holds closures and plug-ins")]
pub struct Verifier<'a> {
    /// The environments.
    pub registry: &'a Registry,
    /// The plug-ins the episodes were recorded with.
    pub plugins: &'a [Arc<dyn StepPlugin>],
    /// Who can be asked again.
    pub agents: Agents<'a>,
    /// Which policies there are.
    pub policies: Policies<'a>,
    /// How large a graph may grow.
    pub limits: Limits,
    /// States that a free-form step may add to a graph.
    pub max_new: u32,
}

/// The name of the channels of the state graph among fields that could not be computed again.
pub const GRAPH: &str = "graph";
/// The name of who acted and what comes of that.
pub const AGENT: &str = "agent, action, action_probability";

/// A field that could not be computed again, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unchecked {
    /// The field, or the group of fields.
    pub field: &'static str,
    /// Why.
    pub reason: String,
}

/// What came of computing an episode again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verified {
    /// Where the record is wrong; none if it is right.
    pub mismatches: Vec<Mismatch>,
    /// What could not be computed again.
    pub unchecked: Vec<Unchecked>,
}

impl Verified {
    fn leave(&mut self, field: &'static str, reason: impl Into<String>) {
        self.unchecked.push(Unchecked {
            field,
            reason: reason.into(),
        });
    }
}

/// Whether two episodes can be verified together: they share a task, and the note on their graph channels.
#[must_use]
pub fn share_work(a: &Episode, b: &Episode) -> bool {
    a.task == b.task && a.world == b.world && a.graph == b.graph && a.max_steps == b.max_steps
}

impl Verifier<'_> {
    /// Compute episodes that [`share_work`] again, in order; an error where one cannot be executed here at all.
    #[must_use]
    pub fn verify(&self, episodes: &[Episode]) -> Vec<Result<Verified, ReplayError>> {
        let mut found: Vec<_> = episodes.iter().map(|e| self.play_again(e)).collect();
        self.solve_again(episodes, &mut found);
        found
    }

    /// World and agent.
    fn play_again(&self, episode: &Episode) -> Result<Verified, ReplayError> {
        check_world(self.registry, episode)?;
        let mut verified = Verified::default();
        let prepared = self.registry.prepare(&episode.task)?;
        let mut shadow = self.shadow(episode, &prepared, &mut verified);
        let again = execute(
            self.registry,
            episode,
            self.plugins,
            &mut |shard, t| match &mut shadow {
                Some(shadow) => shadow.watch(shard, t),
                None => Ok(()),
            },
        )?;
        verified.mismatches = compare(&bare(episode), &again);
        verified
            .mismatches
            .extend(shadow.into_iter().flat_map(|s| s.found));
        let here = world_of(self.registry, &episode.task)?;
        if here.kind != episode.world.kind {
            let (recorded, now) = (&episode.world.kind, &here.kind);
            verified
                .mismatches
                .push(mismatch(None, "world.kind", recorded, now));
        }
        if episode.fault.is_some() {
            verified.leave("fault", "the failure of a host need not come again");
        }
        if versions() != episode.versions {
            verified.leave("versions", format!("here are {}", listed(&versions())));
        }
        Ok(verified)
    }

    /// The agent of `episode`, ready to be asked again.
    fn shadow<'e>(
        &self,
        episode: &'e Episode,
        prepared: &Arc<dyn Prepared>,
        verified: &mut Verified,
    ) -> Option<Shadow<'e>> {
        let factory = match (self.agents)(&episode.agent) {
            Ok(factory) => factory,
            Err(reason) => {
                verified.leave(AGENT, reason);
                return None;
            }
        };
        if factory.needs_truth() && episode.start.truth.is_none() {
            verified.leave(AGENT, "the agent reads the truth, which was not recorded");
            return None;
        }
        let mut found = vec![];
        let info = factory.info();
        if info != episode.agent {
            found.push(mismatch(None, "agent", &episode.agent, &info));
        }
        let mut agent = factory.make();
        agent.begin(&episode.task, episode.rollout);
        Some(Shadow {
            episode,
            agent,
            prepared: Arc::clone(prepared),
            random: episode
                .task
                .stream("agent")
                .branch(u64::from(episode.rollout)),
            found,
            follows: true,
        })
    }

    /// The channels of the state graph.
    fn solve_again(&self, episodes: &[Episode], found: &mut [Result<Verified, ReplayError>]) {
        let Some(note) = episodes.first().and_then(|e| e.graph.as_ref()) else {
            for (episode, found) in episodes.iter().zip(found) {
                if let Ok(found) = found {
                    // Values without a note of their policy say nothing.
                    found.mismatches.extend(compare(episode, &bare(episode)));
                }
            }
            return;
        };
        if let Err(why) = note.policy.parse::<PolicyName>() {
            // Nobody computes values under what is no policy: they were made up.
            for found in found.iter_mut().flatten() {
                let why = why.to_string();
                let field = mismatch(None, "graph.policy", &note.policy, &why);
                found.mismatches.push(field);
            }
            return;
        }
        let options = match (self.policies)(&note.policy) {
            Ok(policy) => AnnotateOptions {
                policy,
                pivot_threshold: note.pivot_threshold,
                limits: self.limits,
                max_new: self.max_new,
            },
            Err(reason) => return leave_graph(found, &reason),
        };
        // Values of an episode whose world is another, or came out differently, mean nothing.
        let sound = |f: &Result<Verified, _>| f.as_ref().is_ok_and(|f| f.mismatches.is_empty());
        let mut again: Vec<Episode> = vec![];
        for (episode, found) in episodes.iter().zip(found.iter()) {
            if sound(found) {
                again.push(bare(episode));
            }
        }
        if let Err(error) = annotate(self.registry, &mut again, self.plugins, &options) {
            return leave_graph(found, &reason_of(&error));
        }
        let mut again = again.into_iter();
        for (episode, found) in episodes.iter().zip(found) {
            let is_sound = sound(found);
            let Ok(found) = found else { continue };
            if !is_sound {
                found.leave(GRAPH, "the episode came out differently");
                continue;
            }
            let Some(again) = again.next() else { continue };
            let differing = compare(episode, &again);
            // A value that was not computed then, under a smaller cap, is absent, not wrong.
            let (absent, wrong): (Vec<_>, Vec<_>) = differing
                .into_iter()
                .partition(|m| was_left_out(episode, m));
            if !absent.is_empty() {
                found.leave(GRAPH, "some values were left out when it was recorded");
            }
            found.mismatches.extend(wrong);
        }
    }
}

/// Whether a field that is computed now may have been left out when the episode was recorded. What a cap leaves out goes
/// together; a field that is missing where its siblings are there was taken out.
fn was_left_out(episode: &Episode, found: &Mismatch) -> bool {
    if !found.recorded.is_null() {
        return false;
    }
    let transition = found.step.and_then(|t| episode.transitions.get(t));
    let frame = transition.map_or(&episode.start, |t| &t.after);
    let values = frame.truth.as_ref();
    let success = values.is_some_and(|v| v.success_probability.is_some());
    let outcome = values.is_some_and(|v| v.expected_outcome.is_some());
    let deed = transition.and_then(|t| t.truth.as_ref());
    let advantage = deed.is_some_and(|d| d.advantage.is_some());
    let pivot = deed.is_some_and(|d| d.pivot.is_some());
    let of_outcome = deed.is_some_and(|d| d.outcome_advantage.is_some());
    match found.field.trim_start_matches("after.") {
        "truth.success_probability" => !outcome,
        "truth.expected_outcome" | "truth.best_success_probability" => !success,
        "truth.advantage" => !pivot && !of_outcome,
        "truth.outcome_advantage" | "truth.pivot" => !advantage,
        "truth.luck" => !advantage || !success,
        _ => false,
    }
}

/// Why the channels of the graph are not there. Options that raise a cap are the caller's to name.
fn reason_of(error: &AnnotateError) -> String {
    match error {
        AnnotateError::Graph(GraphError::Capped { max_states, .. }) => {
            format!("more than {max_states} states can be reached")
        }
        error => error.to_string(),
    }
}

fn leave_graph(found: &mut [Result<Verified, ReplayError>], reason: &str) {
    for found in found.iter_mut().flatten() {
        found.leave(GRAPH, reason);
    }
}

fn listed(versions: &BTreeMap<String, String>) -> String {
    let each = versions
        .iter()
        .map(|(name, version)| format!("{name} {version}"));
    each.collect::<Vec<_>>().join(", ")
}

fn mismatch(
    step: Option<usize>,
    field: &str,
    recorded: &impl Serialize,
    now: &impl Serialize,
) -> Mismatch {
    fn value(x: &impl Serialize) -> Value {
        serde_json::to_value(x).unwrap_or(Value::Null)
    }
    Mismatch {
        step,
        field: field.into(),
        recorded: value(recorded),
        replayed: value(now),
    }
}

/// An agent that is asked at every frame what it would do, while the recorded actions are played.
struct Shadow<'e> {
    episode: &'e Episode,
    agent: Box<dyn Agent>,
    prepared: Arc<dyn Prepared>,
    random: RngRef,
    found: Vec<Mismatch>,
    /// Whether it did the same so far; once it did not, what it remembers is another episode.
    follows: bool,
}

/// What an agent would do.
enum Would {
    Act(String, Option<f64>),
    Stop,
}

impl Shadow<'_> {
    fn watch(&mut self, shard: &mut Shard, t: usize) -> Result<(), HostError> {
        if !self.follows || shard.end(SLOT)?.is_some() {
            return Ok(());
        }
        let (agent, prepared) = (&mut *self.agent, &*self.prepared);
        let would = decide(
            shard,
            SLOT,
            agent,
            prepared,
            &self.random,
            |act, menu| match act.choice {
                Choice::Menu(index) if index < menu.len() => {
                    Would::Act(menu.text(index), act.probability)
                }
                Choice::Menu(index) => Would::Act(format!("menu entry {index}"), None),
                Choice::Text(text) => Would::Act(text, act.probability),
                Choice::Stop => Would::Stop,
            },
        )?;
        self.compare(t, &would);
        Ok(())
    }

    fn compare(&mut self, t: usize, would: &Would) {
        let recorded = self.episode.transitions.get(t);
        match (recorded, would) {
            (None, Would::Stop) => {}
            // The host failed on what it did next, which is not recorded.
            (None, Would::Act(..)) if self.episode.fault.is_some() => {}
            // The world did not end it and the agent goes on: whoever wrote this left the rest out.
            (None, Would::Act(action, _)) if self.episode.end == End::Aborted => {
                let now = format!("the agent goes on with `{action}`");
                self.found
                    .push(mismatch(None, "end", &self.episode.end, &now));
            }
            // The end itself differs, which the comparison of the world has said.
            (None, Would::Act(..)) => {}
            (Some(recorded), Would::Stop) => {
                let now = "the agent stops";
                self.found
                    .push(mismatch(Some(t), "action", &recorded.action, &now));
                self.follows = false;
            }
            (Some(recorded), Would::Act(action, probability)) => {
                if recorded.action != *action {
                    self.found
                        .push(mismatch(Some(t), "action", &recorded.action, action));
                    self.follows = false;
                } else if recorded.action_probability.map(f64::to_bits)
                    != probability.map(f64::to_bits)
                {
                    let (recorded, now) = (recorded.action_probability, probability);
                    self.found
                        .push(mismatch(Some(t), "action_probability", &recorded, now));
                }
            }
        }
    }
}
