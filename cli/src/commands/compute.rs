//! `compute`: functions of the field that price no trajectory - losses, labels of trees, rewards of texts - on lines of JSON.

use crate::{
    App, Exit,
    files::{self, LineFile, Paths},
    lines::{self, Line},
};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use truestep_core::json;
use truestep_rewards::{
    calls::{Callable, callable},
    registry::find,
};

/// Arguments of `compute`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The function, such as `dpo-pair`; `truestep list schemes` prints them
    #[arg(value_name = "NAME")]
    name: String,
    /// Lines of JSON, an object each; without it, what the function takes and gives is shown
    #[arg(value_name = "INPUT.jsonl")]
    input: Option<PathBuf>,
    /// Write the results to this file, a line for each line that is computed
    #[arg(long, value_name = "F.jsonl", requires = "input")]
    out: Option<PathBuf>,
}

/// Refused lines told in full; the others are counted.
const TOLD: u64 = 10;

/// The result of a file.
#[derive(Serialize)]
struct Computed {
    function: &'static str,
    lines: u64,
    /// Lines that are no input of the function.
    refused: u64,
    /// What it gave for the others, unless they went to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<Value>>,
}

/// What a function takes and gives.
#[derive(Serialize)]
struct Shown {
    function: &'static str,
    summary: &'static str,
    source: &'static str,
    takes: Value,
    gives: Value,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let entry = find(&args.name, 1)?;
    let Some(function) = callable(entry.info.name) else {
        bail!("`{}` prices trajectories: `{}`", args.name, entry.usage())
    };
    match &args.input {
        Some(input) => args.compute(function, input, app),
        None => {
            let takes: Value = serde_json::from_str(function.example)?;
            let shown = Shown {
                function: function.name,
                summary: entry.info.summary,
                source: entry.info.source,
                gives: function.call(takes.clone())?,
                takes,
            };
            match app.json {
                true => app.terminal.print_json(&shown)?,
                false => app.terminal.print(&format!(
                    "{}: {}\n  source: {}\n  takes: {}\n  gives: {}\n",
                    shown.function, shown.summary, shown.source, shown.takes, shown.gives
                ))?,
            }
            Ok(Exit::Done)
        }
    }
}

impl Args {
    fn compute(
        &self,
        function: &'static Callable,
        input: &Path,
        app: &mut App<'_, '_>,
    ) -> Result<Exit> {
        Paths::default()
            .reads("the input", input)
            .writes("--out", self.out.as_deref())
            .check()?;
        let mut source = files::open(input)?.bytes;
        let mut out = self.out.as_deref().map(LineFile::create).transpose()?;
        let mut done = Computed {
            function: function.name,
            lines: 0,
            refused: 0,
            results: self.out.is_none().then(Vec::new),
        };
        let mut number = 0_u64;
        app.terminal.begin_long_work();
        loop {
            if app.terminal.is_cancelled() {
                bail!("interrupted after {} lines", done.lines);
            }
            number += 1;
            let computed = match lines::next(&mut *source).context("the input cannot be read")? {
                Line::End => break,
                Line::Blank => continue,
                Line::TooLong => Err(anyhow!(
                    "longer than {} bytes",
                    truestep_session::MAX_REQUEST_BYTES
                )),
                Line::Text(bytes) => one(function, &bytes),
            };
            match computed {
                Ok(result) => {
                    done.lines += 1;
                    done.take(result, out.as_mut(), app)?;
                }
                Err(error) => {
                    done.refused += 1;
                    if done.refused <= TOLD {
                        let told =
                            format!("warning: {}: line {number}: {error:#}", input.display());
                        app.terminal.tell(&told);
                    }
                }
            }
        }
        done.finish(input, out, app)
    }
}

impl Computed {
    /// Write a result where it belongs: programs that read the lines need not wait for the last.
    fn take(
        &mut self,
        result: Value,
        out: Option<&mut LineFile>,
        app: &mut App<'_, '_>,
    ) -> Result<()> {
        match (out, &mut self.results) {
            (Some(out), _) => out.write(&result),
            (None, Some(results)) if app.json => {
                results.push(result);
                Ok(())
            }
            (None, _) => app.terminal.print_json(&result),
        }
    }

    fn finish(self, input: &Path, out: Option<LineFile>, app: &mut App<'_, '_>) -> Result<Exit> {
        let path = input.display();
        if self.lines == 0 && self.refused == 0 {
            bail!(
                "`{path}` holds no lines; `compute {}` shows what one looks like",
                self.function
            );
        }
        if self.refused > TOLD {
            app.terminal.tell(&format!(
                "warning: {path}: {} lines refused, of which {TOLD} are named above",
                self.refused
            ));
        }
        let wrote = out.is_some();
        if self.lines > 0 {
            out.map_or(Ok(()), LineFile::finish)?;
        }
        if app.json {
            app.terminal.print_json(&self)?;
        } else if wrote {
            let Self { lines, refused, .. } = &self;
            app.terminal
                .print(&format!("{lines} lines; {refused} refused\n"))?;
        }
        Ok(match self.refused {
            0 => Exit::Done,
            _ => Exit::Failed,
        })
    }
}

/// What the function gives for a line.
fn one(function: &Callable, bytes: &[u8]) -> Result<Value> {
    let text = std::str::from_utf8(bytes).context("not UTF-8")?;
    let input = json::read(text.trim_start_matches('\u{feff}'));
    let input = input.map_err(|error| anyhow!("not a line of JSON: {}", json::why(&error)))?;
    Ok(function.call(input)?)
}
