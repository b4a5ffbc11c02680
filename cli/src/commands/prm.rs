//! `prm`: a process reward model's scores are held against the truth.

use crate::{
    App, Exit,
    census::Counted,
    count::counted,
    episodes::{EpisodeFile, Skipped},
    files,
    table::{decimal, table},
    threads::ThreadArgs,
    verify::{Trust, Used, VerifyArgs},
    world::WorldArgs,
};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use std::{path::PathBuf, str::FromStr};
use truestep_rewards::{
    data::StepRule,
    prm::{FirstErrors, Measured, PrmOptions, PrmReport, Share, evaluate, read_scores},
};

/// Arguments of `prm`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// The scores, one line per episode: a list of one number per step, or {"episode": 0, "scores": [...]}
    #[arg(value_name = "SCORES.jsonl")]
    scores: PathBuf,
    /// What makes a step right: reachable (with evidence, in the steps left), advantage, shortest, no-regret, fresh,
    /// valid, clean
    #[arg(long, value_name = "RULE", default_value = "reachable", value_parser = StepRule::from_str)]
    label: StepRule,
    /// Steps scored below this are called wrong
    #[arg(
        long,
        value_name = "X",
        default_value_t = 0.5,
        allow_negative_numbers = true
    )]
    threshold: f64,
    /// Bins of equal width that calibration is measured in
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    bins: u16,
    /// Leave out the steps after the first error where steps are counted
    #[arg(long)]
    until_error: bool,
    #[command(flatten)]
    verify: VerifyArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// The result.
#[derive(Serialize)]
struct PrmResult {
    #[serde(flatten)]
    report: PrmReport,
    skipped: Skipped,
    #[serde(flatten)]
    counted: Counted,
    #[serde(flatten)]
    trust: Trust,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    if !args.threshold.is_finite() {
        bail!("`--threshold {}` is no finite number", args.threshold);
    }
    app.terminal.begin_long_work();
    let pool = ThreadArgs::default().pool()?;
    let used = match args.label {
        StepRule::Advantage => &[Used::GRAPH][..],
        _ => &[],
    };
    let trust = (args.verify).apply(&args.file, used, &args.world, &pool, app)?;
    let mut file = EpisodeFile::open(&args.file)?;
    let text = files::text(&args.scores)?;
    let episodes = file.take(usize::MAX, app.terminal)?;
    let scores = read_scores(&text, &episodes)
        .with_context(|| format!("`{}` does not fit", args.scores.display()))?;
    let options = PrmOptions {
        rule: args.label,
        threshold: args.threshold,
        bins: args.bins.into(),
        until_error: args.until_error,
    };
    let result = PrmResult {
        report: evaluate(&episodes, &scores, &options)?,
        skipped: file.skipped(),
        counted: file.counted(),
        trust,
    };
    result.counted.tell(app.terminal);
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&to_text(&result.report))?;
    }
    Ok(Exit::Done)
}

fn measured(value: Measured) -> String {
    match value {
        Measured::Number(x) => decimal(Some(x)),
        Measured::Undefined(why) => format!("- ({why})"),
    }
}

fn share(share: &Share) -> String {
    let bounds = share.low.zip(share.high);
    let bounds = bounds.map_or(String::new(), |(low, high)| {
        format!(" [{}, {}]", decimal(Some(low)), decimal(Some(high)))
    });
    let value = decimal(share.value);
    format!("{}/{} = {value}{bounds}", share.hits, share.of)
}

fn to_text(report: &PrmReport) -> String {
    let errors = |name: &str, found: &FirstErrors| {
        vec![
            name.to_owned(),
            decimal(Some(found.threshold)),
            share(&found.erroneous),
            share(&found.correct),
            measured(found.f1),
        ]
    };
    let rows = vec![
        errors("as given", &report.first_error),
        errors("best here", &report.best_threshold),
    ];
    let head = [
        "first error",
        "threshold",
        "found [95 %]",
        "passed [95 %]",
        "F1",
    ];
    let mut text = format!(
        "{}; {} steps right and {} wrong by the rule `{}`\n\n{}\n",
        counted(report.episodes as u64, "episode"),
        report.right_steps,
        report.wrong_steps,
        report.rule,
        table(&head, &[1], rows)
    );
    let ece = format!("calibration error, {} bins", report.bins);
    for (name, value) in [
        ("area under the ROC", report.auroc),
        (ece.as_str(), report.ece),
        ("Brier score", report.brier),
    ] {
        text += &format!("{name}: {}\n", measured(value));
    }
    let row = |b: &truestep_rewards::prm::BestOf| {
        vec![
            b.by.to_string(),
            b.groups.to_string(),
            measured(b.picked),
            measured(b.blind),
            measured(b.best),
            measured(b.regret),
        ]
    };
    let head = [
        "best of N by",
        "groups",
        "outcome",
        "blind",
        "best",
        "regret",
    ];
    let rows = report.best_of.iter().map(row).collect();
    text + "\n" + &table(&head, &[1, 2, 3, 4, 5], rows)
}
