//! A folder with recorded episodes, what is exported from them, and the means to act it out again.

use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use truestep_core::{
    annotate::{AnnotateOptions, annotate},
    environment::{Environment as _, Hosted},
    graph::Limits,
    host::Capabilities,
    jsonl::Reader,
    policy::PolicyName,
    rational::Rational,
    registry::Registry,
    trajectory::{End, Episode, Transition},
};

pub(crate) fn truestep(args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_truestep");
    Command::new(program).args(args).output().unwrap()
}

pub(crate) fn done(args: &[&str]) -> String {
    let output = truestep(args);
    assert_eq!(output.status.code(), Some(0), "{args:?} {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A folder with recorded episodes and what is exported from them.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    pub(crate) episodes: Vec<Episode>,
    pub(crate) registry: Registry,
}

impl Desk {
    /// Episodes of a noisy agent, four rollouts of each task.
    pub(crate) fn record(selector: &str, count: u32, agent: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("f.jsonl");
        let count = count.to_string();
        let run = [
            "run", selector, "--agent", agent, "--seed", "3", "--group", "4",
        ];
        let out = ["--episodes", &count, "--out", file.to_str().unwrap()];
        done(&[&run[..], &out].concat());
        Self::open(folder)
    }

    pub(crate) fn open(folder: tempfile::TempDir) -> Self {
        let lines = fs::read(folder.path().join("f.jsonl")).unwrap();
        Self {
            episodes: Reader::new(&lines[..]).map(Result::unwrap).collect(),
            registry: truestep_envs::registry(&Default::default()).unwrap(),
            folder,
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The lines of an export, and what the command said.
    pub(crate) fn export(&self, options: &[&str]) -> (Vec<Value>, Value) {
        let (from, to) = (self.path("f.jsonl"), self.path("g.jsonl"));
        let names = [from.to_str().unwrap(), "--out", to.to_str().unwrap()];
        let said = done(&[&["export", "--json"], &names[..], options].concat());
        let lines = fs::read_to_string(to).unwrap();
        let lines = lines.lines().map(|l| serde_json::from_str(l).unwrap());
        (lines.collect(), serde_json::from_str(&said).unwrap())
    }

    /// The episode a line was made of.
    pub(crate) fn episode(&self, truth: &Value) -> &Episode {
        let same = |e: &&Episode| {
            json!(e.task) == truth["task"]
                && json!(e.group) == truth["group"]
                && json!(e.rollout) == truth["rollout"]
        };
        self.episodes.iter().find(same).unwrap()
    }

    /// The task of `episode` at its start.
    pub(crate) fn at_start(&self, episode: &Episode) -> Hosted {
        let capabilities = Capabilities {
            max_steps: episode.max_steps,
            ..Capabilities::recorded(0)
        };
        let mut world = Hosted::new(self.registry.clone(), capabilities);
        world.reset(&episode.task, episode.rollout).unwrap();
        world
    }

    /// V before the action after the first `t` steps of `episode`, and its advantage, as `annotate` has them.
    pub(crate) fn annotated(
        &self,
        episode: &Episode,
        t: usize,
        action: &str,
        policy: &str,
    ) -> (Value, Value) {
        let mut world = self.at_start(episode);
        for transition in &episode.transitions[..t] {
            world.step(&transition.action).unwrap();
        }
        let menu_size = world.actions().unwrap().len() as u32;
        let step = world.step(action).unwrap();
        let step_end = step.end;
        let mut other = episode.clone();
        other.transitions.truncate(t);
        other.transitions.push(Transition {
            action: action.to_owned(),
            action_probability: None,
            menu_size,
            effect: step.effect,
            truth: step.truth,
            after: step.after,
        });
        other.end = step_end.unwrap_or(End::Aborted);
        other.trace = other.frame(t + 1).digests.trace;
        let policy: PolicyName = policy.parse().unwrap();
        let options = AnnotateOptions {
            policy: policy.load(|_| unreachable!()).unwrap(),
            pivot_threshold: Rational::new(1, 5),
            limits: Limits::states(1_000_000),
            max_new: 20_000,
        };
        annotate(
            &self.registry,
            std::slice::from_mut(&mut other),
            &[],
            &options,
        )
        .unwrap();
        (
            json!(other.frame(t).truth.as_ref().unwrap().success_probability),
            json!(other.transitions[t].truth.as_ref().unwrap().advantage),
        )
    }
}

/// The actions an assistant takes in a conversation.
pub(crate) fn actions(messages: &Value) -> Vec<String> {
    let said = messages.as_array().unwrap().iter();
    said.filter(|m| m["role"] == "assistant")
        .map(
            |m| match &m["tool_calls"][0]["function"]["arguments"]["action"] {
                Value::String(action) => action.clone(),
                _ => m["content"].as_str().unwrap().to_owned(),
            },
        )
        .collect()
}

pub(crate) fn diagnostic() -> Desk {
    Desk::record("diagnostic", 84, "noisy:0.4")
}

/// Write episodes to a file.
pub(crate) fn write(path: &Path, episodes: &[Episode]) {
    let mut bytes = vec![];
    for episode in episodes {
        truestep_core::jsonl::write(&mut bytes, episode).unwrap();
    }
    fs::write(path, bytes).unwrap();
}
