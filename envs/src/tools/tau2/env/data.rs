//! A user's copy of tau2's data: the domains in it, and which task a seed is.

use super::deed;
use crate::tools::tau2::{
    domain::{DOMAINS, WITHOUT_TOOLS},
    error::Tau2Error,
    idle::{Idle, idle},
    load,
    run::{Mode, Replay, Run},
    task::{Message, Requestor, RewardType, Spoken, Task, ToolCall, ToolMessage},
    verdict::{Termination, judge},
    world::World,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};
use truestep_core::{
    digest::Digest,
    forms::ActionForms,
    options::{Given, OptionKind, WorldOption},
};
use truestep_sandbox::{Limits, Sandbox};

/// The split of tau2's that seeds number unless told otherwise, where a domain has it.
const USUAL_SPLIT: &str = "base";

/// The option that names the folder.
const OPTION: &str = "tau2";

/// The option that names a copy of tau2's data.
#[must_use]
pub fn option() -> WorldOption {
    WorldOption {
        env: "tools",
        name: OPTION,
        value_name: "DIR",
        summary: "Folder with tau2-bench's data (`data/tau2/domains`): its mock, retail and telecom tasks are then there as `tools/tau2-*`",
        kind: OptionKind::Path,
        default: None,
        conflicts: &[],
    }
}

/// The folder that was given.
#[must_use]
pub fn folder(given: &Given) -> Option<PathBuf> {
    given.get(OPTION).map(PathBuf::from)
}

/// A domain with its data, and the tasks of it that are offered.
#[derive(Debug)]
pub struct Loaded {
    pub(super) world: Arc<World>,
    pub(super) forms: Arc<ActionForms>,
    usual: OnceLock<Result<Vec<usize>, String>>,
}

/// A domain whose tools are not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its name.
    pub name: &'static str,
    /// How many tasks it has.
    pub tasks: usize,
    /// The tools and functions that they use.
    pub missing: Vec<String>,
}

/// A user's copy of tau2's data.
#[derive(Debug)]
pub struct Data {
    domains: Vec<Loaded>,
    elsewhere: Vec<Elsewhere>,
    digest: Digest,
}

impl Data {
    /// Read tau2's folder `data/tau2/domains`, or the folder it is in.
    ///
    /// # Errors
    /// If none of the domains whose tools are here is in it, or one is not as tau2 writes it.
    pub fn load(folder: &Path) -> Result<Self, Tau2Error> {
        let within = folder.join("domains");
        let root = if within.is_dir() { &within } else { folder };
        let mut data = Self {
            domains: vec![],
            elsewhere: vec![],
            digest: Digest::of(b"tau2"),
        };
        let sandbox = Sandbox::new(Limits::default())?;
        for domain in DOMAINS {
            let place = root.join(domain.name);
            if !place.is_dir() {
                continue;
            }
            let world = World::load(&sandbox, domain, &place)?;
            for file in load::files(&place)? {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                let text = load::text(&file, "a file of tau2's data")?;
                let named = data.digest.chain(domain.name.as_bytes());
                data.digest = named.chain(name.as_bytes()).chain(text.as_bytes());
            }
            data.digest = data.digest.chain(domain.pack);
            data.domains.push(Loaded::new(world)?);
        }
        if data.domains.is_empty() {
            return Err(Tau2Error::NoData {
                path: folder.to_owned(),
                domains: DOMAINS.iter().map(|domain| domain.name).collect(),
            });
        }
        data.elsewhere = WITHOUT_TOOLS
            .iter()
            .filter_map(|name| elsewhere(root, name))
            .collect();
        Ok(data)
    }

    /// The domains whose tasks can be played, in a fixed order.
    #[must_use]
    pub fn domains(&self) -> &[Loaded] {
        &self.domains
    }

    /// The domains of which only tasks are here.
    #[must_use]
    pub fn elsewhere(&self) -> &[Elsewhere] {
        &self.elsewhere
    }

    /// What the files come to.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What is there, in a line.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut all: Vec<String> = vec![];
        for loaded in &self.domains {
            let world = &loaded.world;
            all.push(format!(
                "{} {} tasks",
                world.domain().name,
                world.tasks().tasks.len()
            ));
        }
        for Elsewhere {
            name,
            tasks,
            missing,
        } in &self.elsewhere
        {
            all.push(format!(
                "{name} {tasks} tasks without their {} tools",
                missing.len()
            ));
        }
        all.join(", ")
    }
}

/// The tasks of a domain whose tools are not here, if there are any that can be read.
fn elsewhere(root: &Path, name: &'static str) -> Option<Elsewhere> {
    let folder: PathBuf = root.join(name);
    if !folder.is_dir() {
        return None;
    }
    match load::task_set(&folder) {
        Ok(set) => Some(Elsewhere {
            name,
            tasks: set.tasks.len(),
            missing: set
                .missing(None)
                .into_iter()
                .map(|(_, tool)| tool)
                .collect(),
        }),
        Err(error) => {
            tracing::warn!("{error}");
            None
        }
    }
}

impl Loaded {
    fn new(world: Arc<World>) -> Result<Self, Tau2Error> {
        let forms = deed::forms(&world, None).map_err(|error| Tau2Error::Start {
            step: "its tools".into(),
            reason: error.to_string(),
        })?;
        Ok(Self {
            world,
            forms: Arc::new(forms),
            usual: OnceLock::new(),
        })
    }

    /// The domain with its data.
    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// Places of the tasks that seeds number: of a split of tau2's those that an agent has to write for, whose verdict needs no
    /// language model, and that their own reference solution solves.
    ///
    /// # Errors
    /// If there is no such split, or a task cannot start.
    pub fn offered(&self, split: Option<&str>) -> Result<Vec<usize>, Tau2Error> {
        let set = self.world.tasks();
        let usual = set.splits.contains_key(USUAL_SPLIT).then_some(USUAL_SPLIT);
        let tasks = match split.or(usual) {
            Some(name) => set.split(name)?,
            None => set.tasks.iter().collect(),
        };
        let mut kept = vec![];
        for task in tasks {
            let place = set.tasks.iter().position(|other| std::ptr::eq(other, task));
            let asks = !needs_a_model(task) && idle(&self.world, task)? == Idle::Unsolved;
            if asks && is_solved_by_reference(&self.world, task)? {
                kept.extend(place);
            }
        }
        Ok(kept)
    }

    /// The places that seeds number by default, worked out once.
    fn usual(&self) -> Result<&[usize], String> {
        let usual = self
            .usual
            .get_or_init(|| self.offered(None).map_err(|error| error.to_string()));
        usual.as_deref().map_err(String::clone)
    }

    /// The task of a seed, of a split of tau2's or by default.
    ///
    /// # Errors
    /// If there is none, and why.
    pub(super) fn numbered(&self, seed: u64, split: Option<&str>) -> Result<&Task, String> {
        let chosen;
        let places = match split {
            None => self.usual()?,
            Some(_) => {
                chosen = self.offered(split).map_err(|error| error.to_string())?;
                &chosen
            }
        };
        let place = place_of(seed, places.len()).ok_or_else(|| {
            let count = places.len();
            format!(
                "seeds below {count} number its {count} tasks, and no other seed ends in this digit"
            )
        })?;
        Ok(&self.world.tasks().tasks[places[place]])
    }
}

/// Which of `count` tasks a seed is: the one of its number, and beyond them one whose number ends in the same digit, so that a
/// task is in one part - train, validation, test - whatever the seed.
fn place_of(seed: u64, count: usize) -> Option<usize> {
    const SPLITS: u64 = 10;
    let digit = seed % SPLITS;
    let alike = (count as u64 + SPLITS - 1).saturating_sub(digit) / SPLITS;
    let tens = (seed / SPLITS).checked_rem(alike)?;
    usize::try_from(digit + SPLITS * tens).ok()
}

/// Whether only a language model can judge a task.
pub(super) fn needs_a_model(task: &Task) -> bool {
    let criteria = task.evaluation_criteria.as_ref();
    criteria.is_some_and(|criteria| {
        let asked = criteria.reward_basis.contains(&RewardType::NlAssertion);
        asked
            && criteria
                .nl_assertions
                .as_ref()
                .is_some_and(|all| !all.is_empty())
    })
}

/// Whether a conversation of the reference solution's calls, in which all that is to be said is said, has a reward of 1.
fn is_solved_by_reference(world: &Arc<World>, task: &Task) -> Result<bool, Tau2Error> {
    let initial = task.initial_state.as_ref();
    let history = initial.and_then(|initial| initial.message_history.clone());
    let mut messages = history.unwrap_or_default();
    let mut run = Run::begin(world, Mode::WithUser, initial)?;
    run.replay(&messages, Replay::Strict)?;
    let criteria = task.evaluation_criteria.iter();
    for action in criteria
        .clone()
        .flat_map(|criteria| criteria.actions.iter().flatten())
    {
        let call = ToolCall {
            id: action.action_id.clone(),
            name: action.name.clone(),
            arguments: action.arguments.clone(),
            requestor: action.requestor,
        };
        let answer = run.call(&call)?;
        let answer = ToolMessage {
            id: call.id.clone(),
            content: Some(answer.content),
            error: answer.error,
        };
        let spoken = Spoken {
            content: None,
            tool_calls: Some(vec![call]),
        };
        messages.push(match action.requestor {
            Requestor::Assistant => Message::Assistant(spoken),
            Requestor::User => Message::User(spoken),
        });
        messages.push(Message::Tool(answer));
    }
    let infos = criteria.flat_map(|criteria| criteria.communicate_info.iter().flatten());
    let said: Vec<String> = infos.map(|info| info.replace(',', "")).collect();
    messages.push(Message::Assistant(Spoken {
        content: Some(said.join("\n")),
        tool_calls: None,
    }));
    let (end, mode) = (Termination::AgentStop, Mode::WithUser);
    let verdict = judge(world, task, &messages, end, mode, Replay::Strict)?;
    Ok(verdict.reward.is_some_and(|reward| reward > 0.0))
}

/// Whether the user of a domain has tools.
pub(super) fn user_has_tools(world: &World) -> bool {
    world.domain().toolkit(Requestor::User).is_some()
}

#[cfg(test)]
mod tests {
    use super::place_of;
    use truestep_core::{chance::Seed, task::Split};

    #[test]
    fn a_task_is_in_one_part_whatever_the_seed() {
        for count in [1, 7, 10, 11, 23, 74] {
            for seed in (0..400).chain([u64::MAX, u64::MAX / 3]) {
                let place = place_of(seed, count);
                match place {
                    Some(place) => {
                        assert!(place < count, "{seed} of {count}");
                        let part = |n: u64| Split::of(Seed(n));
                        assert_eq!(part(place as u64), part(seed));
                        assert!(seed >= count as u64 || place as u64 == seed);
                    }
                    None => assert!(seed % 10 >= count as u64),
                }
            }
        }
        assert_eq!(place_of(3, 0), None);
    }
}
