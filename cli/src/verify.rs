//! Computing recorded episodes again, for `replay` and for `--verify`.

use crate::{
    App, Terminal,
    annotating::MAX_NEW,
    census::Counted,
    count::counted,
    episodes::{EpisodeFile, Skipped},
    memo::Memo,
    world::WorldArgs,
};
use anyhow::{Result, bail};
use clap::Args;
use rayon::prelude::*;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use truestep_core::{
    agent::AgentFactory,
    channels::Channel,
    graph::Limits,
    policy::{Policy, PolicyName, StepName},
    registry::Registry,
    replay::{Mismatch, ReplayError},
    text_file,
    trajectory::{AgentInfo, Episode},
    verify::{Unchecked, Verified, Verifier, share_work},
};
use truestep_rewards::Scheme;

/// Episodes computed again before the next are read.
pub(crate) const CHUNK: usize = 512;
/// Agents and policies remembered; a file that names more has been made up.
const MAX_REMEMBERED: usize = 64;
/// Differing episodes, and episodes that cannot be computed here, told in full.
const TOLD: usize = 5;
/// Differences told of each.
const TOLD_FIELDS: usize = 8;

/// Whether a file is believed.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct VerifyArgs {
    /// Compute every episode again first, and refuse the file if one is not as recorded [default: the file is believed]
    #[arg(long)]
    verify: bool,
}

/// What is said about that in a result.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Trust {
    /// Whether every episode was computed again; `false`: the file was believed.
    verified: bool,
    /// With `--verify`: what could not be computed again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unchecked: Vec<Left>,
}

impl VerifyArgs {
    /// Verify `path` if that is asked for, else say that it is believed. `used`: what the command makes something of, beyond
    /// what every record can be asked for.
    ///
    /// # Errors
    /// [`NotAsRecorded`]; [`NotVerified`] where a field that is used could not be computed again; if the file cannot be read
    /// twice.
    pub(crate) fn apply(
        self,
        path: &Path,
        used: &[Used],
        world: &WorldArgs,
        pool: &rayon::ThreadPool,
        app: &mut App<'_, '_>,
    ) -> Result<Trust> {
        if !self.verify {
            app.terminal.tell(
                "note: the file is believed as it is; --verify computes every episode again first",
            );
            return Ok(Trust {
                verified: false,
                unchecked: vec![],
            });
        }
        if !path.is_file() {
            bail!(
                "--verify reads the file before it is used, and `{}` can be read only once",
                path.display()
            );
        }
        let registry = world.registry(app.worlds)?;
        let replayed = replay_file(
            path,
            &registry,
            pool,
            Limits::states(MAX_STATES),
            app.terminal,
        )?;
        if let Some(wrong) = replayed.complaint(path) {
            return Err(wrong.into());
        }
        let needed = |left: &&Left| used.iter().any(|used| used.field == left.what.field);
        if let Some(left) = replayed.unchecked.iter().find(needed) {
            return Err(NotVerified {
                path: path.to_owned(),
                left: left.clone(),
            }
            .into());
        }
        Ok(Trust {
            verified: true,
            unchecked: replayed.unchecked,
        })
    }

    /// Whether it was asked for.
    pub(crate) fn is_asked(self) -> bool {
        self.verify
    }
}

/// A field of records that a command makes something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    field: &'static str,
}

impl Used {
    /// The channels of the state graph, and the note of what they are exact for.
    pub(crate) const GRAPH: Self = Self {
        field: truestep_core::verify::GRAPH,
    };
    /// Who acted, and with which probabilities.
    pub(crate) const AGENT: Self = Self {
        field: truestep_core::verify::AGENT,
    };

    /// What schemes use.
    pub(crate) fn by<'s>(schemes: impl IntoIterator<Item = &'s Scheme>) -> Vec<Self> {
        let mut used = vec![];
        for needs in schemes.into_iter().map(Scheme::needs) {
            let of_graph = [
                Channel::SuccessProbability,
                Channel::Advantage,
                Channel::Pivot,
            ];
            if of_graph.into_iter().any(|c| needs.contains(c)) {
                used.push(Self::GRAPH);
            }
            if needs.contains(Channel::ActionProbability) {
                used.push(Self::AGENT);
            }
        }
        used
    }
}

/// Most states of the graphs that values are computed again in.
const MAX_STATES: u32 = 1_000_000;

/// A file that is not as it was recorded.
#[derive(Debug)]
pub(crate) struct NotAsRecorded {
    path: PathBuf,
    wrong: u64,
    first: String,
}

impl fmt::Display for NotAsRecorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, wrong, first } = self;
        let wrong = counted(*wrong, "record");
        write!(
            f,
            "`{}`: {wrong} not as computed again: {first}; `truestep replay` on the file says more",
            path.display()
        )
    }
}

impl std::error::Error for NotAsRecorded {}

/// A file of which something that a command uses could not be computed again.
#[derive(Debug)]
pub(crate) struct NotVerified {
    path: PathBuf,
    left: Left,
}

impl fmt::Display for NotVerified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, left } = self;
        let Unchecked { field, reason } = &left.what;
        write!(
            f,
            "`{}`: {field} of {} could not be computed again ({reason}), and the result rests on it; leave out --verify to believe the file",
            path.display(),
            counted(left.episodes, "episode")
        )
    }
}

impl std::error::Error for NotVerified {}

/// What came of computing a file again.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Replayed {
    pub(crate) episodes: u64,
    pub(crate) transitions: u64,
    /// Episodes that came out differently.
    pub(crate) differing: u64,
    /// Episodes that cannot be computed here at all: of another world, of a task that does not exist.
    pub(crate) refused: u64,
    pub(crate) skipped: Skipped,
    #[serde(flatten)]
    pub(crate) counted: Counted,
    /// The first of the differing episodes.
    pub(crate) differences: Vec<Difference>,
    /// Why episodes were refused, with how many they are.
    pub(crate) refusals: BTreeMap<String, u64>,
    /// Fields that could not be computed again.
    pub(crate) unchecked: Vec<Left>,
    /// What an episode is played from; nothing says what it should have been.
    pub(crate) given: [&'static str; 6],
}

/// Taken as given, whatever is recorded.
const GIVEN: [&str; 6] = ["task", "group", "rollout", "max_steps", "views", "plugins"];

/// An episode that came out differently.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Difference {
    /// Number of the episode in the file, from 0.
    pub(crate) episode: u64,
    /// How many fields differ.
    pub(crate) fields: usize,
    /// The first of them.
    pub(crate) first: Vec<Mismatch>,
}

/// A field that could not be computed again.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Left {
    #[serde(flatten)]
    pub(crate) what: Unchecked,
    /// In how many episodes.
    pub(crate) episodes: u64,
}

impl Replayed {
    fn take(&mut self, verified: Verified, steps: u64, left: &mut BTreeMap<Unchecked, u64>) {
        let episode = self.episodes;
        self.episodes += 1;
        self.transitions += steps;
        for what in verified.unchecked {
            *left.entry(what).or_default() += 1;
        }
        if verified.mismatches.is_empty() {
            return;
        }
        self.differing += 1;
        if self.differences.len() < TOLD {
            self.differences.push(Difference {
                episode,
                fields: verified.mismatches.len(),
                first: verified.mismatches.into_iter().take(TOLD_FIELDS).collect(),
            });
        }
    }

    fn refuse(&mut self, error: &ReplayError) {
        self.episodes += 1;
        self.refused += 1;
        let reason = error.to_string();
        // A file could give each episode a reason of its own.
        if self.refusals.len() < TOLD || self.refusals.contains_key(&reason) {
            *self.refusals.entry(reason).or_default() += 1;
        }
    }

    /// What is wrong with the file, if something is.
    fn complaint(&self, path: &Path) -> Option<NotAsRecorded> {
        let first = match (self.differences.first(), self.refusals.keys().next()) {
            (Some(found), _) => {
                let line = found.first.first().map(Mismatch::to_line);
                format!("episode {}: {}", found.episode, line.unwrap_or_default())
            }
            (None, Some(reason)) => reason.clone(),
            (None, None) if self.skipped.unreadable > 0 => "lines cannot be read".into(),
            (None, None) => return None,
        };
        Some(NotAsRecorded {
            path: path.to_owned(),
            wrong: self.differing + self.refused + self.skipped.unreadable,
            first,
        })
    }
}

/// Compute every episode of `path` again.
///
/// # Errors
/// If the file cannot be read, or the user asks to stop.
pub(crate) fn replay_file(
    path: &Path,
    registry: &Registry,
    pool: &rayon::ThreadPool,
    limits: Limits,
    terminal: &mut Terminal<'_>,
) -> Result<Replayed> {
    let mut file = EpisodeFile::open(path)?;
    let memo = Memo::default();
    let registry = memo.over(registry);
    let known = Known::new(&registry);
    let agents = |info: &AgentInfo| known.agent(info);
    let policies = |name: &str| known.policy(name);
    let verifier = Verifier {
        registry: &registry,
        plugins: &[],
        agents: &agents,
        policies: &policies,
        limits,
        max_new: MAX_NEW,
    };
    let mut result = Replayed {
        given: GIVEN,
        ..Replayed::default()
    };
    let mut left = BTreeMap::new();
    loop {
        let episodes = file.take(CHUNK, terminal)?;
        if episodes.is_empty() {
            break;
        }
        let cancel = terminal.cancel();
        let found: Vec<_> = pool.install(|| {
            let works: Vec<&[Episode]> = episodes.chunk_by(share_work).collect();
            let verify = |work: &&[Episode]| match cancel.load(std::sync::atomic::Ordering::Relaxed)
            {
                true => vec![],
                false => verifier.verify(work),
            };
            works.par_iter().flat_map_iter(verify).collect()
        });
        if terminal.is_cancelled() {
            let done = counted(result.episodes, "episode");
            bail!("interrupted: {done} computed again");
        }
        for (episode, found) in episodes.iter().zip(found) {
            match found {
                Ok(verified) => result.take(verified, episode.steps() as u64, &mut left),
                Err(error) => result.refuse(&error),
            }
        }
        memo.forget();
    }
    result.skipped = file.skipped();
    result.counted = file.counted();
    let left = left.into_iter();
    result.unchecked = left
        .map(|(what, episodes)| Left { what, episodes })
        .collect();
    Ok(result)
}

/// Agents and policies by the names records give them, each made once.
struct Known<'a> {
    registry: &'a Registry,
    agents: Mutex<BTreeMap<String, Result<Arc<dyn AgentFactory + Send>, String>>>,
    policies: Mutex<BTreeMap<String, Result<Policy, String>>>,
}

impl<'a> Known<'a> {
    fn new(registry: &'a Registry) -> Self {
        Self {
            registry,
            agents: Mutex::default(),
            policies: Mutex::default(),
        }
    }

    fn agent(&self, info: &AgentInfo) -> Result<Arc<dyn AgentFactory + Send>, String> {
        remember(&self.agents, &info.name, || {
            if let Some(script) = info.name.strip_prefix("scripted:") {
                only_a_file(script)?;
            }
            let made = truestep_agents::parse(&info.name, self.registry);
            made.map(Arc::from).map_err(|e| e.to_string())
        })
    }

    fn policy(&self, name: &str) -> Result<Policy, String> {
        remember(&self.policies, name, || {
            let parsed: PolicyName = name.parse().map_err(|e| format!("{e}"))?;
            if let StepName::Table(path) = &parsed.steps {
                only_a_file(path)?;
            }
            parsed
                .load(|path| text_file::read(path))
                .map_err(|e| e.to_string())
        })
    }
}

/// A record names this path, and who wrote the record may be anybody: what could block or never end is not opened.
fn only_a_file(path: &str) -> Result<(), String> {
    let path = Path::new(path);
    match (path.is_file(), path.exists()) {
        (true, _) => Ok(()),
        (false, true) => Err(format!("`{}` is no ordinary file", path.display())),
        (false, false) => Err(format!("`{}` is not there", path.display())),
    }
}

fn remember<T: Clone>(
    known: &Mutex<BTreeMap<String, Result<T, String>>>,
    name: &str,
    make: impl FnOnce() -> Result<T, String>,
) -> Result<T, String> {
    // A panic elsewhere cannot leave the map half changed.
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(made) = known.get(name) {
        return made.clone();
    }
    let made = make();
    if known.len() < MAX_REMEMBERED {
        known.insert(name.to_owned(), made.clone());
    }
    made
}
