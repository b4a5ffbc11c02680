//! `match`: predicted actions are matched with single steps, as the benchmarks of the field do it.

use crate::{
    App, Exit,
    count::counted,
    files::{self, LineFile, Paths},
    lines::{self, Line},
    table::{decimal, table},
};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufRead,
    path::{Path, PathBuf},
};
use truestep_envs::gui::{
    Spoken,
    single::{
        Gold, Input, Item, METRICS, Metric, Predicted, Total, Verdict, input, judge, predicted,
    },
};

/// Arguments of `match`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The steps, as `export --as static` writes them
    #[arg(value_name = "ITEMS.jsonl")]
    items: PathBuf,
    /// What was predicted, a line each: {"id": "...", "prediction": "..."}
    #[arg(value_name = "PREDICTIONS.jsonl")]
    predictions: PathBuf,
    /// The grammar that predictions are written in; `:released` behind its name for its authors' parser
    #[arg(long, value_name = "NAME")]
    grammar: String,
    /// By these rules [default: all]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    by: Vec<String>,
    /// Which actions are right: every one on a shortest path, or the one that was taken, as where one is known
    #[arg(long, value_enum, default_value_t = Right::All)]
    gold: Right,
    /// Write a line for every step: what each rule says of it
    #[arg(long, value_name = "F.jsonl")]
    out: Option<PathBuf>,
    /// Write to --out what this reward function takes instead, a line a step: gui-r1, ui-r1, mobile-r1
    #[arg(long = "as", value_enum, value_name = "FUNCTION", requires = "out")]
    inputs: Option<For>,
}

/// Which actions are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Right {
    /// Every action on a shortest path
    All,
    /// The one that was taken
    Taken,
}

/// A reward function for single steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum For {
    /// Input of `compute gui-r1`
    GuiR1,
    /// Input of `compute ui-r1`
    UiR1,
    /// Columns for `score --scheme 'mobile-r1(file=F)'`
    MobileR1,
}

impl For {
    fn input(self) -> Input {
        match self {
            For::GuiR1 => Input::GuiR1,
            For::UiR1 => Input::UiR1,
            For::MobileR1 => Input::MobileR1,
        }
    }
}

/// A line of predictions. Other fields are whoever's it is.
#[derive(Deserialize)]
struct Prediction {
    id: String,
    prediction: String,
}

/// What a step came to.
#[derive(Serialize)]
struct Judged<'a> {
    id: &'a str,
    /// Why the prediction is no action of the grammar, or that there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'a str>,
    verdicts: BTreeMap<&'static str, Verdict>,
}

/// What a rule came to.
#[derive(Serialize)]
struct Figures {
    rule: &'static str,
    summary: &'static str,
    source: &'static str,
    #[serde(flatten)]
    total: Total,
    /// The shares as numbers; null where nothing was asked.
    type_match_share: Option<f64>,
    grounding_share: Option<f64>,
    success_share: Option<f64>,
}

/// The result.
#[derive(Serialize)]
struct Matched {
    items: u64,
    grammar: String,
    gold: Right,
    /// Predictions that are no action of the grammar, by reason. They count as wrong.
    refused: BTreeMap<&'static str, u64>,
    /// Items whose list of right actions was cut.
    incomplete: u64,
    rules: Vec<Figures>,
}

/// The reason of an item that nothing was predicted for.
const NONE: &str = "no prediction";

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    Paths::default()
        .reads("the steps", &args.items)
        .reads("the predictions", &args.predictions)
        .writes("--out", args.out.as_deref())
        .check()?;
    let rules = args.rules()?;
    spoken(&args.grammar, (540, 1200))?;
    app.terminal.begin_long_work();
    let predictions = read_predictions(&args.predictions)?;
    let mut judge = Judge {
        args,
        totals: vec![Total::default(); rules.len()],
        rules,
        predictions,
        seen: BTreeSet::new(),
        episode: 0,
        rollout: None,
        refused: BTreeMap::new(),
        incomplete: 0,
    };
    let mut out = args.out.as_deref().map(LineFile::create).transpose()?;
    let mut source = files::open(&args.items)?.bytes;
    each(&args.items, &mut *source, |item: Item| {
        judge.one(&item, out.as_mut())
    })?;
    if let Some(out) = out {
        out.finish()?;
    }
    let result = judge.result()?;
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    Ok(Exit::Done)
}

/// Read a file line by line.
fn each<T: serde::de::DeserializeOwned>(
    path: &Path,
    source: &mut dyn BufRead,
    mut see: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    for number in 1_u64.. {
        let at = || format!("{}: line {number}", path.display());
        let bytes = match lines::next(source)
            .with_context(|| format!("cannot read `{}`", path.display()))?
        {
            Line::End => return Ok(()),
            Line::Blank => continue,
            Line::TooLong => bail!("{}: too long", at()),
            Line::Text(bytes) => bytes,
        };
        let line = serde_json::from_slice(&bytes).with_context(at)?;
        see(line).with_context(at)?;
    }
    Ok(())
}

fn read_predictions(path: &Path) -> Result<BTreeMap<String, String>> {
    let mut predictions = BTreeMap::new();
    let mut source = files::open(path)?.bytes;
    each(path, &mut *source, |line: Prediction| {
        match predictions.insert(line.id.clone(), line.prediction) {
            None => Ok(()),
            Some(_) => bail!("`{}` was predicted before", line.id),
        }
    })?;
    Ok(predictions)
}

/// The grammar, for pictures of a size.
fn spoken(name: &str, (width, height): (u32, u32)) -> Result<Spoken> {
    let read = Spoken::read(name, Some(&format!("{width}x{height}")));
    read.map_err(|(what, why)| anyhow!("`{what}`: {why}"))
}

impl Args {
    fn rules(&self) -> Result<Vec<&'static Metric>> {
        if self.by.is_empty() {
            return Ok(METRICS.iter().collect());
        }
        let named = |name: &String| {
            Metric::named(name).ok_or_else(|| {
                let names: Vec<&str> = METRICS.iter().map(|metric| metric.name).collect();
                anyhow!("there is no rule `{name}`; expected {}", names.join(", "))
            })
        };
        self.by.iter().map(named).collect()
    }

    fn gold(&self) -> Gold {
        match self.gold {
            Right::All => Gold::All,
            Right::Taken => Gold::Taken,
        }
    }
}

/// Who judges, and what was judged so far.
struct Judge<'a> {
    args: &'a Args,
    rules: Vec<&'static Metric>,
    totals: Vec<Total>,
    predictions: BTreeMap<String, String>,
    seen: BTreeSet<String>,
    /// The episode of the item, counted from 0 as they come, and what its items are called by.
    episode: u64,
    rollout: Option<String>,
    refused: BTreeMap<&'static str, u64>,
    incomplete: u64,
}

impl Judge<'_> {
    fn one(&mut self, item: &Item, out: Option<&mut LineFile>) -> Result<()> {
        item.check().map_err(|why| anyhow!(why))?;
        if !self.seen.insert(item.id.clone()) {
            bail!("`{}` stands there before", item.id);
        }
        let rollout = item
            .id
            .rsplit_once('/')
            .map(|(rollout, _)| rollout.to_owned());
        if self.rollout.is_some() && self.rollout != rollout {
            self.episode += 1;
        }
        self.rollout = rollout;
        let raw = self.predictions.get(&item.id);
        let said = self.said(item, raw)?;
        let (said, refused) = match said {
            Ok(said) => (Some(said), None),
            Err((short, full)) => {
                *self.refused.entry(short).or_default() += 1;
                (None, Some(full))
            }
        };
        self.incomplete += u64::from(!item.complete);
        let mut verdicts = BTreeMap::new();
        for (rule, total) in self.rules.iter().zip(&mut self.totals) {
            let verdict = judge(rule, item, self.args.gold(), said.as_ref());
            total.add(verdict);
            verdicts.insert(rule.name, verdict);
        }
        let Some(out) = out else { return Ok(()) };
        match self.args.inputs {
            None => out.write(&Judged {
                id: &item.id,
                refused: refused.as_deref(),
                verdicts,
            }),
            Some(whose) => {
                let raw = raw.map_or("", String::as_str);
                match input(whose.input(), item, raw, said.as_ref()) {
                    Some(mut line) => {
                        if whose == For::MobileR1 {
                            line["episode"] = self.episode.into();
                            line["step"] = item.step.into();
                        }
                        out.write(&line)
                    }
                    None => bail!("`{}` has no action that is right", item.id),
                }
            }
        }
    }

    /// What was predicted, or why it is nothing: in short, and in full.
    #[allow(
        clippy::type_complexity,
        reason = "an error that is no error of the program"
    )]
    fn said(
        &self,
        item: &Item,
        raw: Option<&String>,
    ) -> Result<Result<Predicted, (&'static str, String)>> {
        let shot = &item.screenshot;
        let spoken = spoken(&self.args.grammar, (shot.width, shot.height))?;
        Ok(match raw {
            Some(raw) => predicted(raw, &spoken),
            None => Err((NONE, NONE.to_owned())),
        })
    }

    fn result(self) -> Result<Matched> {
        let items = self.seen.len() as u64;
        if items == 0 {
            bail!("`{}` holds no step", self.args.items.display());
        }
        let mut strangers = self
            .predictions
            .keys()
            .filter(|id| !self.seen.contains(*id));
        if let Some(id) = strangers.next() {
            let more = strangers.count();
            bail!("`{id}` and {more} others were predicted, and are no steps of the file");
        }
        let figures = |(rule, total): (&&'static Metric, &Total)| Figures {
            rule: rule.name,
            summary: rule.summary,
            source: rule.source,
            total: *total,
            type_match_share: total.type_match.value(),
            grounding_share: total.grounding.value(),
            success_share: total.success.value(),
        };
        Ok(Matched {
            items,
            grammar: self.args.grammar.clone(),
            gold: self.args.gold,
            refused: self.refused,
            incomplete: self.incomplete,
            rules: self.rules.iter().zip(&self.totals).map(figures).collect(),
        })
    }
}

impl Matched {
    fn to_text(&self) -> String {
        let mut text = format!("{} in `{}`\n", counted(self.items, "step"), self.grammar);
        if !self.refused.is_empty() {
            let row = |(why, count): (&&str, &u64)| vec![(*why).to_owned(), count.to_string()];
            let rows = self.refused.iter().map(row).collect();
            text += &format!(
                "\n{}",
                table(&["refused, and so wrong", "steps"], &[1], rows)
            );
        }
        let row = |figures: &Figures| {
            vec![
                figures.rule.to_owned(),
                figures.total.success.of.to_string(),
                decimal(figures.type_match_share),
                decimal(figures.grounding_share),
                decimal(figures.success_share),
            ]
        };
        let head = ["rule", "steps", "type", "grounding", "success"];
        let rows = self.rules.iter().map(row).collect();
        text += &format!("\n{}", table(&head, &[1, 2, 3, 4], rows));
        if self.incomplete > 0 {
            let steps = counted(self.incomplete, "step");
            text += &format!("\n{steps} with more right actions than the truth lists\n");
        }
        text
    }
}
