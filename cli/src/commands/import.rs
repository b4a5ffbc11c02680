//! `import`: lists of actions are played here and become trajectories.

use crate::{
    App, Exit,
    files::{self, LineFile, Paths},
    lines::{self, Line},
    world::WorldArgs,
};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::Serialize;
use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
};
use truestep_core::{
    json,
    view::{ImageFolder, ViewName},
};
use truestep_session::{
    import::{Actions, Importer},
    one_line,
};

/// Arguments of `import`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Lines of {"task", "seed", "actions": […]}; also rollout, group, agent {name, params}, probabilities, max_steps, parameters
    #[arg(value_name = "ACTIONS.jsonl")]
    file: PathBuf,
    /// Write the trajectories to this file
    #[arg(long, value_name = "F.jsonl")]
    out: PathBuf,
    /// Views that are recorded
    #[arg(
        long,
        value_name = "VIEW",
        value_delimiter = ',',
        default_value = "text"
    )]
    view: Vec<ViewName>,
    #[command(flatten)]
    world: WorldArgs,
}

/// Refused lines told in full; the others are counted.
const TOLD: u64 = 10;

/// The result.
#[derive(Serialize, Default)]
struct ImportResult {
    episodes: u64,
    transitions: u64,
    successes: u64,
    /// Lines that are no trajectory.
    refused: u64,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let path = args.file.display();
    Paths::default()
        .reads("the actions", &args.file)
        .world(&args.world)
        .writes("--out", Some(&args.out))
        .check()?;
    let files::Source {
        bytes: mut source,
        torn,
    } = files::open(&args.file)?;
    let registry = args.world.registry(app.worlds)?;
    let images = Arc::new(ImageFolder::beside(&args.out));
    let mut importer = Importer::new(registry, args.view.clone(), Arc::clone(&images) as _)
        .refusing_names(truestep_agents::is_built_in);
    let mut out = LineFile::create(&args.out)?;
    let mut result = ImportResult::default();
    app.terminal.begin_long_work();
    for number in 1u64.. {
        if app.terminal.is_cancelled() {
            bail!("interrupted: {} episodes were imported", result.episodes);
        }
        let line = lines::next(&mut source).with_context(|| format!("cannot read `{path}`"))?;
        let imported = match line {
            Line::End => break,
            Line::Blank => continue,
            Line::TooLong => Err(anyhow!(
                "longer than {} bytes",
                truestep_session::MAX_REQUEST_BYTES
            )),
            Line::Text(bytes) => read(&bytes).and_then(|actions| Ok(importer.import(&actions)?)),
        };
        match imported {
            Ok(episode) => {
                out.write_episode(&episode)?;
                result.episodes += 1;
                result.transitions += episode.steps() as u64;
                result.successes += u64::from(episode.success() == Some(true));
            }
            Err(why) => {
                result.refused += 1;
                if result.refused <= TOLD {
                    let why = one_line(&format!("{why:#}"));
                    app.terminal
                        .tell(&format!("{path}: line {number}: {why}; skipped"));
                }
            }
        }
    }
    if torn.load(Ordering::Relaxed) {
        app.terminal.tell(&format!(
            "warning: {path}: the last frame is cut off: the writer was stopped"
        ));
    }
    if result.episodes == 0 {
        bail!(
            "no line of `{path}` could be imported; a line is like {{\"task\": \"shop/buy\", \"seed\": 1, \"actions\": […]}}"
        );
    }
    out.finish()?;
    images.check()?;
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        let ImportResult {
            episodes,
            transitions,
            successes,
            refused,
        } = result;
        app.terminal.print(&format!(
            "{episodes} episodes, {transitions} transitions, {successes} solved; {refused} lines refused"
        ))?;
    }
    Ok(match result.refused {
        0 => Exit::Done,
        _ => Exit::Failed,
    })
}

fn read(bytes: &[u8]) -> Result<Actions> {
    let text = std::str::from_utf8(bytes).context("not UTF-8")?;
    let value = json::read(text.trim_start_matches('\u{feff}'))
        .map_err(|e| anyhow!("not a line of JSON: {}", json::why(&e)))?;
    // An array would be taken for the fields in their order.
    if !value.is_object() {
        bail!("not a list of actions: expected an object");
    }
    if value.get("schema").is_some() && value.get("transitions").is_some() {
        bail!(
            "not a list of actions but a recorded episode, which `replay`, `score` and `explain` take as it is"
        );
    }
    serde_json::from_value(value).map_err(|e| anyhow!("not a list of actions: {}", json::why(&e)))
}
