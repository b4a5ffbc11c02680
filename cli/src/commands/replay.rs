//! `replay`: recorded episodes are computed again and everything is compared.

use crate::{
    App, Exit,
    annotating::LimitArgs,
    complaint::one_line,
    count::counted,
    progress::{now, per_second},
    threads::ThreadArgs,
    verify::{Replayed, replay_file},
    world::WorldArgs,
};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Arguments of `replay`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    world: WorldArgs,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let pool = args.threads.pool()?;
    let registry = args.world.registry(app.worlds)?;
    let started = now();
    app.terminal.begin_long_work();
    let limits = args.limits.limits();
    let result = replay_file(&args.file, &registry, &pool, limits, app.terminal)?;
    let time = now() - started;
    app.terminal.tell(&format!(
        "{} in {:.2} s: {}",
        counted(result.transitions, "step"),
        time.as_secs_f64(),
        per_second(result.transitions, time)
    ));
    result.counted.tell(app.terminal);
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&to_text(&result))?;
    }
    // A torn last line is how an interrupted run ends; any other unreadable line is a record that was lost.
    if result.differing > 0 || result.skipped.unreadable > 0 {
        return Ok(Exit::Failed);
    }
    if let Some(reason) = result.refusals.keys().next() {
        let all = counted(result.episodes, "episode");
        bail!(
            "{} of {all} cannot be replayed here: {reason}",
            result.refused
        );
    }
    Ok(Exit::Done)
}

fn to_text(result: &Replayed) -> String {
    let mut text = format!(
        "{}, {} executed again: {}\n",
        counted(result.episodes, "episode"),
        counted(result.transitions, "step"),
        counted(result.differing, "mismatch")
    );
    if result.skipped.total() > 0 {
        let lines = counted(result.skipped.total(), "line");
        text += &format!("{lines} of the file could not be read\n");
    }
    if result.counted.repeated > 0 {
        let all = counted(result.counted.repeated, "episode");
        text += &format!("{all} stand in the file twice\n");
    }
    for (reason, count) in &result.refusals {
        let refused = counted(*count, "episode");
        text += &format!("{refused} cannot be replayed here: {}\n", one_line(reason));
    }
    for difference in &result.differences {
        let fields = match difference.fields {
            1 => "1 field differs".to_owned(),
            many => format!("{many} fields differ"),
        };
        text += &format!("episode {}: {fields}\n", difference.episode);
        for mismatch in &difference.first {
            text += &format!("  {}\n", one_line(&mismatch.to_line()));
        }
    }
    for left in &result.unchecked {
        let of = counted(left.episodes, "episode");
        let reason = one_line(&left.what.reason);
        text += &format!(
            "not computed again in {of}: {} ({reason})\n",
            left.what.field
        );
    }
    text += &format!("taken as given: {}\n", result.given.join(", "));
    text
}
