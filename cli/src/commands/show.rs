//! `show`: one task, from its card to the truth of its first state.

use crate::{App, Exit, parameters::ParameterArgs, table::table, world::WorldArgs};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use std::{fs, path::PathBuf};
use truestep_core::{
    chance::Seed,
    environment::{Environment as _, Hosted, MenuItem},
    forms::ActionForms,
    host::Capabilities,
    model::Goal,
    registry::{Registry, TemplateInfo},
    task::Task,
    trajectory::{Frame, RecordedContent, RecordedView},
    truth::StateTruth,
    view::{self, ContentType, ViewKind, ViewName},
};
use truestep_session::first_instance;

/// Arguments of `show`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The task, such as `shop/compare`; of an environment alone, its card and its tasks
    #[arg(value_name = "ENV/TEMPLATE")]
    selector: String,
    /// Seed of the instance [default: the smallest that has one]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Views to show
    #[arg(
        long,
        value_name = "VIEW",
        value_delimiter = ',',
        default_value = "text"
    )]
    view: Vec<ViewName>,
    /// Write what the first state looks like to this file: the image among --view, or else the world's own
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    #[command(flatten)]
    parameters: ParameterArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// The result for a whole environment.
#[derive(Serialize)]
struct EnvironmentShown<'a> {
    env: &'a str,
    world: String,
    card: &'a str,
    tasks: Vec<TemplateInfo>,
}

/// The result for a task.
#[derive(Serialize)]
struct TaskShown<'a> {
    template: &'a TemplateInfo,
    card: &'a str,
    task: Task,
    world: String,
    goal: Goal,
    forms: ActionForms,
    /// The views there are.
    views: Vec<ViewName>,
    frame: Frame,
    menu: Vec<MenuItem>,
    channels: Vec<&'static str>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let registry = args
        .parameters
        .over(&args.world.registry_for(app.worlds, &args.selector)?)?;
    if !args.selector.contains('/') {
        return show_environment(args, &registry, app);
    }
    let template = one_template(&registry, &args.selector)?;
    let task = task_of(&registry, &template, args.seed)?;
    let family = registry.family(template.id.env())?;
    let mut environment = Hosted::new(registry.clone(), capabilities(&args.view));
    let frame = environment.reset(&task, 0)?;
    let prepared = registry.prepare(&task)?;
    if let Some(file) = &args.png {
        let name = image_view(prepared.views(), &args.view)?;
        let view = environment.observe(name)?;
        let image = view.image().context("a view of this kind is no image")?;
        fs::write(file, view::png(image)?)
            .with_context(|| format!("cannot write `{}`", file.display()))?;
        let said = format!("{name} in `{}`", file.display());
        app.terminal.tell(&said);
    }
    let shown = TaskShown {
        template: &template,
        card: family.card(),
        world: family.world().kind,
        goal: environment
            .goal()
            .cloned()
            .expect("invariant: reset has succeeded"),
        forms: environment
            .forms()
            .cloned()
            .expect("invariant: reset has succeeded"),
        views: prepared.views().iter().map(|kind| kind.name()).collect(),
        frame,
        menu: environment.actions()?,
        channels: environment.provides().iter().map(|c| c.name()).collect(),
        task,
    };
    if app.json {
        app.terminal.print_json(&shown)?;
    } else {
        app.terminal.print(&shown.to_text())?;
    }
    Ok(Exit::Done)
}

/// The view to make pictures of: the first image that was asked for, or else `pixels`, or else the first there is.
pub(super) fn image_view(kinds: &[ViewKind], asked: &[ViewName]) -> Result<ViewName> {
    let mut images = kinds.iter().filter(|k| k.content() == ContentType::Image);
    let names: Vec<ViewName> = images.by_ref().map(|kind| kind.name()).collect();
    let is_usual = |name: &&ViewName| **name == ViewKind::PIXELS.name();
    let found = asked
        .iter()
        .find(|name| names.contains(name))
        .or_else(|| names.iter().find(is_usual))
        .or_else(|| names.first());
    found.copied().context("this world has no view in pixels")
}

/// Truth and the views asked for, without recording.
pub(super) fn capabilities(views: &[ViewName]) -> Capabilities {
    Capabilities {
        max_steps: None,
        views: views.to_vec(),
        record: false,
        ..Capabilities::recorded(0)
    }
}

/// The one template a selector names.
pub(super) fn one_template(registry: &Registry, selector: &str) -> Result<TemplateInfo> {
    let mut templates = registry.select(selector)?;
    let count = templates.len();
    match (templates.pop(), count) {
        (Some(only), 1) => Ok(only),
        _ => bail!(
            "`{selector}` names {count} tasks, and one is wanted: write ENV/TEMPLATE; `truestep list tasks` prints them"
        ),
    }
}

/// The instance with `seed`, or the first there is.
pub(super) fn task_of(
    registry: &Registry,
    template: &TemplateInfo,
    seed: Option<u64>,
) -> Result<Task> {
    Ok(match seed {
        Some(seed) => Task::new(template.id.clone(), Seed(seed)),
        None => (**first_instance(registry, &template.id)?.task()).clone(),
    })
}

fn show_environment(args: &Args, registry: &Registry, app: &mut App<'_, '_>) -> Result<Exit> {
    let family = registry.family(&args.selector)?;
    let shown = EnvironmentShown {
        env: family.env(),
        world: family.world().kind,
        card: family.card(),
        tasks: family.templates(),
    };
    if app.json {
        app.terminal.print_json(&shown)?;
        return Ok(Exit::Done);
    }
    let rows = shown
        .tasks
        .iter()
        .map(|t| vec![t.id.to_string(), t.summary.clone()]);
    let tasks = table(&["task", "what is to be done"], &[], rows.collect());
    let card = shown.card.trim_end();
    app.terminal
        .print(&format!("{card}\n\nworld: {}\n\n{tasks}", shown.world))?;
    Ok(Exit::Done)
}

impl TaskShown<'_> {
    fn to_text(&self) -> String {
        let mut text = format!(
            "{}  seed {}  ({})\n{}\n",
            self.template.id, self.task.seed.0, self.world, self.template.summary
        );
        text += &format!("\ninstruction\n  {}\n", self.goal.instruction);
        text += &format!("\nactions\n{}", indent(&self.forms.briefing()));
        let shown = |name: &&ViewName| self.frame.observation.iter().any(|v| v.kind == **name);
        let others: Vec<&str> = self
            .views
            .iter()
            .filter(|name| !shown(name))
            .map(ViewName::as_str)
            .collect();
        let others = match others.is_empty() {
            true => String::new(),
            false => format!("; there is also {}", others.join(", ")),
        };
        for view in &self.frame.observation {
            text += &format!(
                "\nobservation ({}{others})\n{}\n",
                view.kind,
                indent(&view_text(view))
            );
        }
        text += &format!("\nmenu\n{}", menu_text(&self.menu));
        if let Some(truth) = &self.frame.truth {
            text += &format!("\ntruth\n{}", truth_text(truth, &self.goal));
        }
        // The task first; what holds for all tasks of its world comes after it.
        text += &format!("\n{}\n", self.card.trim_end());
        text
    }
}

/// A view as text; of an image, what names it.
pub(super) fn view_text(view: &RecordedView) -> String {
    match &view.content {
        RecordedContent::Text(text) => text.clone(),
        RecordedContent::Image(image) => {
            format!("{image}; `run --view {} --out FILE` writes it", view.kind)
        }
    }
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

/// A menu as numbered lines.
pub(super) fn menu_text(menu: &[MenuItem]) -> String {
    let rows = menu.iter().enumerate().map(|(i, item)| {
        vec![
            (i + 1).to_string(),
            item.action.clone(),
            item.weight.to_string(),
        ]
    });
    table(&["", "action", "weight"], &[0, 2], rows.collect())
}

/// The truth of a state as lines for people.
pub(super) fn truth_text(truth: &StateTruth, goal: &Goal) -> String {
    let named = |set: truestep_core::truth::FactSet, names: &[String]| {
        let known: Vec<&str> = set
            .iter()
            .filter_map(|i| names.get(i).map(String::as_str))
            .collect();
        if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        }
    };
    let subgoals: Vec<String> = goal.subgoals.iter().map(|s| s.name.clone()).collect();
    let mut lines = vec![
        format!(
            "success          {}",
            if truth.success { "yes" } else { "no" }
        ),
        format!("distance         {}", truth.distance),
        format!("reachable        {}", reachable(truth)),
        format!(
            "progress         {} ({})",
            truth.progress,
            named(truth.subgoals, &subgoals)
        ),
    ];
    if !goal.evidence.is_empty() {
        lines.push(format!(
            "known            {}",
            named(truth.known, &goal.evidence)
        ));
        lines.push(format!("clairvoyant      {}", truth.distance_clairvoyant));
    }
    if let Some(left) = truth.steps_left {
        lines.push(format!("steps left       {left}"));
    }
    if let Some(best) = truth.best_outcome {
        lines.push(format!("best outcome     {best}"));
    }
    if let Some(best) = &truth.best_actions {
        let more = u64::from(best.total).saturating_sub(best.actions.len() as u64);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        lines.push(format!(
            "best actions     {}{more}",
            best.actions.join(" | ")
        ));
    }
    for detail in &truth.details {
        let value = serde_json::to_string(&detail.value).unwrap_or_default();
        lines.push(format!("{:<16} {value}", detail.name));
    }
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

fn reachable(truth: &StateTruth) -> &'static str {
    use truestep_core::truth::Reachable::{Never, NotComputed, Now, OutOfBudget};
    match truth.reachable {
        Now => "now",
        OutOfBudget => "not within the steps left",
        Never => "never",
        NotComputed => "not computed",
    }
}
