//! `annotate`: recorded episodes are executed again and the graph channels are added.

use crate::{
    App, Exit,
    annotating::{GraphArgs, annotate_all},
    census::Counted,
    count::counted,
    episodes::{EpisodeFile, Skipped},
    files::{LineFile, Paths, Replacement},
    progress::now,
    threads::ThreadArgs,
    verify::{Trust, VerifyArgs},
    world::WorldArgs,
};
use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{collections::BTreeSet, path::PathBuf};
use truestep_core::trajectory::Episode;

/// Arguments of `annotate`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// What is added
    #[arg(long, value_enum, default_value = "graph")]
    truth: Added,
    #[command(flatten)]
    graph: GraphArgs,
    /// Write the episodes to this file [default: back to where they came from]
    #[arg(long, value_name = "F.jsonl")]
    out: Option<PathBuf>,
    #[command(flatten)]
    verify: VerifyArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// How much truth is added; the basic truth comes with every recorded episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Added {
    /// Success probability, advantage and pivot
    Graph,
}

/// Episodes annotated before the next are read.
const CHUNK: usize = 256;

/// The result.
#[derive(Serialize)]
struct AnnotateResult {
    episodes: usize,
    steps: usize,
    /// The policies values are under.
    policies: BTreeSet<String>,
    pivots: u64,
    skipped: Skipped,
    #[serde(flatten)]
    counted: Counted,
    #[serde(flatten)]
    trust: Trust,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let Added::Graph = args.truth;
    let options = args.graph.options()?;
    let pool = args.threads.pool()?;
    let written = args.out.as_deref();
    let paths = Paths::default().reads("the episodes", &args.file);
    let paths = args.graph.declared(paths.world(&args.world));
    paths.writes("--out", written).check()?;
    if written.is_none() {
        let paths = args.graph.declared(Paths::default().world(&args.world));
        paths.writes("F.jsonl", Some(&args.file)).check()?;
    }
    app.terminal.begin_long_work();
    // Values are made anew, so that those which are there are not used.
    let trust = (args.verify).apply(&args.file, &[], &args.world, &pool, app)?;
    // Held before the file is read: who is writing it is not done, and who comes later has to wait.
    let replaced = match &args.out {
        Some(_) => None,
        None => Some(Replacement::of(&args.file)?),
    };
    let mut file = EpisodeFile::open(&args.file)?;
    let registry = args.world.registry(app.worlds)?;
    let mut out = match (&args.out, &replaced) {
        (Some(out), _) => LineFile::create(out)?,
        (None, Some(replaced)) => LineFile::replacing(replaced)?,
        (None, None) => {
            unreachable!("invariant: either the file is replaced or another is written")
        }
    };
    let mut result = AnnotateResult {
        episodes: 0,
        steps: 0,
        policies: BTreeSet::new(),
        pivots: 0,
        skipped: Skipped::default(),
        counted: Counted::default(),
        trust,
    };
    let started = now();
    loop {
        let mut lines = vec![];
        let mut episodes = vec![];
        while episodes.len() < CHUNK
            && let Some((episode, line)) = file.next_record(app.terminal)?
        {
            lines.push(Unknown::in_line(&line, &episode));
            episodes.push(episode);
        }
        if episodes.is_empty() {
            break;
        }
        let cancel = app.terminal.cancel();
        pool.install(|| annotate_all(&registry, &mut episodes, &options, cancel))?;
        if app.terminal.is_cancelled() {
            bail!(
                "interrupted: {} annotated",
                counted(result.episodes as u64, "episode")
            );
        }
        for (episode, unknown) in episodes.iter().zip(&lines) {
            match unknown {
                None => out.write_episode(episode)?,
                Some(unknown) => out.write(&unknown.put_back(episode)?)?,
            }
            let steps = episode.transitions.iter().filter_map(|t| t.truth.as_ref());
            result.pivots += steps.filter(|t| t.pivot == Some(true)).count() as u64;
            result
                .policies
                .extend(episode.graph.iter().map(|note| note.policy.clone()));
            result.episodes += 1;
            result.steps += episode.steps();
        }
    }
    result.skipped = file.skipped();
    result.counted = file.counted();
    if replaced.is_some() && result.skipped.total() > 0 {
        bail!(
            "`{}` has {} that cannot be read and would be lost: write elsewhere with --out",
            args.file.display(),
            counted(result.skipped.total(), "line")
        );
    }
    out.finish()?;
    if let Some(replaced) = replaced {
        replaced.put_in_place()?;
        let file = args.file.display();
        app.terminal
            .tell(&format!("`{file}` was replaced; --out writes elsewhere"));
    }
    let time = (now() - started).as_secs_f64();
    app.terminal.tell(&format!("annotated in {time:.2} s"));
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&format!(
            "{}, {} annotated under {}: {}\n",
            counted(result.episodes as u64, "episode"),
            counted(result.steps as u64, "step"),
            Vec::from_iter(result.policies).join(", "),
            counted(result.pivots, "pivot")
        ))?;
    }
    Ok(Exit::Done)
}

/// What a line holds that this version does not know: it came from somewhere and is not ours to drop.
struct Unknown(Value);

impl Unknown {
    /// What `line` holds beyond `episode`, which was read from it; `None` if that is nothing.
    fn in_line(line: &[u8], episode: &Episode) -> Option<Self> {
        let written: Value = serde_json::from_slice(line).ok()?;
        let known = serde_json::to_value(episode).ok()?;
        beyond(&written, &known).map(Self)
    }

    /// `episode` with it.
    fn put_back(&self, episode: &Episode) -> Result<Value> {
        let mut whole = serde_json::to_value(episode)?;
        add(&mut whole, &self.0);
        Ok(whole)
    }
}

/// The fields of `written` that `known` lacks, in the places they stand.
fn beyond(written: &Value, known: &Value) -> Option<Value> {
    match (written, known) {
        (Value::Object(written), Value::Object(known)) => {
            let mut extra = Map::new();
            for (name, value) in written {
                let more = match known.get(name) {
                    None => Some(value.clone()),
                    Some(known) => beyond(value, known),
                };
                extra.extend(more.map(|more| (name.clone(), more)));
            }
            (!extra.is_empty()).then_some(Value::Object(extra))
        }
        (Value::Array(written), Value::Array(known)) if written.len() == known.len() => {
            let each = written.iter().zip(known).map(|(w, k)| beyond(w, k));
            let each: Vec<Value> = each.map(Option::unwrap_or_default).collect();
            each.iter()
                .any(|v| !v.is_null())
                .then_some(Value::Array(each))
        }
        _ => None,
    }
}

/// Put `extra` where `whole` has nothing.
fn add(whole: &mut Value, extra: &Value) {
    match (whole, extra) {
        (Value::Object(whole), Value::Object(extra)) => {
            for (name, value) in extra {
                match whole.get_mut(name) {
                    None => drop(whole.insert(name.clone(), value.clone())),
                    Some(there) => add(there, value),
                }
            }
        }
        (Value::Array(whole), Value::Array(extra)) => {
            whole.iter_mut().zip(extra).for_each(|(w, e)| add(w, e));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_known_is_put_back_where_it_stood() {
        let written = json!({"a": 1, "mine": [1], "list": [{"b": 2}, {"b": 3, "note": "x"}]});
        let known = json!({"a": 1, "list": [{"b": 2}, {"b": 3}]});
        let extra = beyond(&written, &known).unwrap();
        let mut whole = json!({"a": 5, "list": [{"b": 7}, {"b": 8}]});
        add(&mut whole, &extra);
        let expected = json!({"a": 5, "mine": [1], "list": [{"b": 7}, {"b": 8, "note": "x"}]});
        assert_eq!(whole, expected);
        assert_eq!(beyond(&known, &known), None);
    }
}
