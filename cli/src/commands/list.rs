//! `list`: what there is.

use crate::{
    App, Exit,
    table::{fitted, table},
    world::WorldArgs,
};
use anyhow::{Result, bail};
use clap::ValueEnum;
use serde::Serialize;
use truestep_agents::{AGENTS, AgentEntry};
use truestep_core::{
    forms::ArgumentKind,
    registry::{Registry, TemplateInfo, nearest},
};
use truestep_rewards::{
    Form, Stage, Status,
    info::{Family, Parameter},
    registry::{Entry, schemes},
};
use truestep_session::first_instance;

/// Arguments of `list`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to list [default: everything but tools, for which tasks are made]
    #[arg(value_enum)]
    what: Option<What>,
    /// Only what has this in its name; of schemes, everything they say about themselves
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    world: WorldArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Envs,
    Tasks,
    Schemes,
    Agents,
    Tools,
}

/// The result; lists that were not asked for are left out.
#[derive(Serialize)]
struct Listing {
    #[serde(skip_serializing_if = "Option::is_none")]
    envs: Option<Vec<Environment>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tasks: Option<Vec<TemplateInfo>>,
    /// Environments whose tasks a text names only if they are asked for, since a generator makes them by the hundred.
    #[serde(skip)]
    generated: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schemes: Option<Vec<SchemeListed>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agents: Option<Vec<Agent>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<Vec<Tool>>,
}

/// Something that agents call with an object of arguments.
#[derive(Serialize)]
struct Tool {
    env: String,
    name: String,
    summary: String,
}

#[derive(Serialize)]
struct Environment {
    name: String,
    tasks: usize,
    world: String,
}

#[derive(Serialize)]
struct SchemeListed {
    name: &'static str,
    stage: Stage,
    form: Form,
    family: Family,
    status: Status,
    summary: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<&'static str>,
    source: &'static str,
    channels: Vec<&'static str>,
    parameters: Vec<Parameter>,
    /// The command that uses it.
    command: String,
}

#[derive(Serialize)]
struct Agent {
    name: String,
    parameter: Option<&'static str>,
    summary: &'static str,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let registry = args.world.registry(app.worlds)?;
    let asked = |what| args.what.is_none_or(|w| w == what);
    let listing = Listing {
        envs: asked(What::Envs).then(|| environments(&registry)),
        tasks: asked(What::Tasks).then(|| tasks(&registry)),
        generated: (registry.families().iter())
            .filter(|family| family.is_generated() && args.name.is_none())
            .map(|family| family.env().to_owned())
            .collect(),
        schemes: asked(What::Schemes).then(|| schemes().map(SchemeListed::from).collect()),
        agents: asked(What::Agents).then(|| AGENTS.iter().map(Agent::from).collect()),
        tools: (args.what == Some(What::Tools)).then(|| tools(&registry)),
    };
    let listing = match &args.name {
        Some(name) => listing.named(name)?,
        None => listing,
    };
    if app.json {
        app.terminal.print_json(&listing)?;
    } else {
        app.terminal.print(&listing.to_text(args.name.is_some()))?;
    }
    Ok(Exit::Done)
}

fn environments(registry: &Registry) -> Vec<Environment> {
    let environment = |family: &std::sync::Arc<dyn truestep_core::registry::Family>| Environment {
        name: family.env().to_owned(),
        tasks: family.templates().len(),
        world: family.world().kind,
    };
    registry.families().iter().map(environment).collect()
}

fn tasks(registry: &Registry) -> Vec<TemplateInfo> {
    registry
        .families()
        .iter()
        .flat_map(|f| f.templates())
        .collect()
}

/// What is called in the tasks, each tool of an environment once: as its environment knows, or in the first instance of each.
fn tools(registry: &Registry) -> Vec<Tool> {
    let mut all: Vec<Tool> = vec![];
    for template in tasks(registry) {
        let env = template.id.env();
        let family = registry.family(env).ok();
        let known = family.and_then(|family| family.callable(&template.id));
        let prepared = match known {
            Some(_) => None,
            None => first_instance(registry, &template.id).ok(),
        };
        let made = || prepared.iter().flat_map(|prepared| prepared.forms().iter());
        for form in known.unwrap_or_else(|| made().collect()) {
            let takes_object =
                |a: &truestep_core::forms::Argument| matches!(a.kind, ArgumentKind::Object { .. });
            let is_listed = |tool: &Tool| (&*tool.env, &*tool.name) == (env, &*form.name);
            if form.arguments.iter().any(takes_object) && !all.iter().any(is_listed) {
                all.push(Tool {
                    env: env.to_owned(),
                    name: form.name.clone(),
                    summary: form.summary.clone(),
                });
            }
        }
    }
    all
}

impl From<&Entry> for SchemeListed {
    fn from(entry: &Entry) -> Self {
        let info = &entry.info;
        Self {
            command: entry.usage(),
            name: info.name,
            stage: info.stage,
            form: info.form,
            family: info.family,
            status: info.status,
            summary: info.summary,
            formula: entry.formula(),
            source: info.source,
            channels: info.channels.iter().map(|c| c.name()).collect(),
            parameters: info.all_parameters().copied().collect(),
        }
    }
}

impl From<&AgentEntry> for Agent {
    fn from(entry: &AgentEntry) -> Self {
        Self {
            name: entry.usage(),
            parameter: entry.parameter(),
            summary: entry.summary,
        }
    }
}

/// The name nearest to `asked`: people leave out the environment and the version of a task, and the parameter of an agent.
fn nearest_of(asked: &str, names: &[String]) -> Option<String> {
    let short = |name: &String| {
        let name = name
            .rsplit_once('/')
            .map_or(name.as_str(), |(_, task)| task);
        name.split(['@', ':']).next().unwrap_or(name).to_owned()
    };
    if let Some(near) = nearest(asked, names.iter().cloned()) {
        return Some(near);
    }
    let near = nearest(asked, names.iter().map(short))?;
    names.iter().find(|name| short(name) == near).cloned()
}

impl Listing {
    /// What has `part` in its name, capital letters or not; lists of which nothing is left are left out.
    ///
    /// # Errors
    /// If nothing has, with the nearest name.
    fn named(self, part: &str) -> Result<Self> {
        let names = self.names();
        // Other commands name many tasks by a `*` at the end.
        let part = part.strip_suffix('*').unwrap_or(part);
        let has = |name: &str| name.to_lowercase().contains(&part.to_lowercase());
        if !names.iter().any(|name| has(name)) {
            let hint = nearest_of(part, &names).map(|n| format!("; did you mean `{n}`?"));
            bail!(
                "nothing listed has `{part}` in its name{}",
                hint.unwrap_or_default()
            );
        }
        fn keep<T>(list: Option<Vec<T>>, has: impl Fn(&T) -> bool) -> Option<Vec<T>> {
            let kept: Vec<T> = list?.into_iter().filter(has).collect();
            (!kept.is_empty()).then_some(kept)
        }
        Ok(Self {
            envs: keep(self.envs, |e| has(&e.name)),
            tasks: keep(self.tasks, |t| has(&t.id.to_string())),
            generated: self.generated,
            schemes: keep(self.schemes, |s| has(s.name)),
            agents: keep(self.agents, |a| has(&a.name)),
            tools: keep(self.tools, |t| has(&t.name)),
        })
    }

    fn names(&self) -> Vec<String> {
        let envs = self.envs.iter().flatten().map(|e| e.name.clone());
        let tasks = self.tasks.iter().flatten().map(|t| t.id.to_string());
        let schemes = self.schemes.iter().flatten().map(|s| s.name.to_owned());
        let agents = self.agents.iter().flatten().map(|a| a.name.clone());
        let tools = self.tools.iter().flatten().map(|t| t.name.clone());
        let all = envs.chain(tasks).chain(schemes).chain(agents).chain(tools);
        all.collect()
    }

    fn to_text(&self, whole_schemes: bool) -> String {
        let mut parts = vec![];
        if let Some(envs) = &self.envs {
            let rows = envs
                .iter()
                .map(|e| vec![e.name.clone(), e.tasks.to_string(), e.world.clone()]);
            let head = ["environment", "tasks", "world"];
            parts.push(table(&head, &[1], rows.collect()));
        }
        if let Some(tasks) = &self.tasks {
            let is_made = |t: &&TemplateInfo| self.generated.iter().any(|env| env == t.id.env());
            let rows = tasks.iter().filter(|t| !is_made(t)).map(|t| {
                let of = if t.twin_of.is_some() { " of pairs" } else { "" };
                let ceiling = format!("{} %{of}", t.random_ceiling_percent);
                vec![t.id.to_string(), ceiling, t.summary.clone()]
            });
            let head = ["task", "random at most", "what is to be done"];
            parts.push(fitted(&head, &[1], rows.collect(), 2));
            for env in &self.generated {
                let count = tasks.iter().filter(|t| t.id.env() == env).count();
                parts.push(format!(
                    "{env}: {count} tasks that a generator made, which `all` leaves out; `truestep list tasks {env}` prints them\n"
                ));
            }
        }
        match &self.schemes {
            Some(schemes) if whole_schemes => {
                parts.extend(schemes.iter().map(SchemeListed::to_text));
            }
            Some(schemes) => parts.push(scheme_rows(schemes)),
            None => {}
        }
        if let Some(agents) = &self.agents {
            let rows = agents
                .iter()
                .map(|a| vec![a.name.clone(), a.summary.to_owned()]);
            parts.push(table(&["agent", "what it does"], &[], rows.collect()));
        }
        if let Some(tools) = &self.tools {
            let row = |t: &Tool| vec![t.env.clone(), t.name.clone(), t.summary.clone()];
            parts.push(match tools.is_empty() {
                true => "no environment here has tools\n".to_owned(),
                false => {
                    let head = ["environment", "tool", "what it does"];
                    fitted(&head, &[], tools.iter().map(row).collect(), 2)
                }
            });
        }
        parts.join("\n")
    }
}

/// One line per scheme, within the width; everything else a scheme says is printed under its name.
fn scheme_rows(schemes: &[SchemeListed]) -> String {
    let row = |s: &SchemeListed| {
        vec![
            s.name.to_owned(),
            s.stage.to_string(),
            s.form.to_string(),
            s.summary.to_owned(),
        ]
    };
    let head = ["scheme", "stage", "form", "what it does"];
    let functions = schemes
        .iter()
        .filter(|s| s.stage == Stage::Function)
        .count();
    let price = schemes.len() - functions;
    fitted(&head, &[], schemes.iter().map(row).collect(), 3)
        + &format!(
            "\n{price} stages of pipelines, which price trajectories, and {functions} functions, which do not:\n`truestep compute NAME` says what one takes, `truestep list schemes NAME` prints all about those with NAME in their name\n"
        )
}

impl SchemeListed {
    fn channels(&self) -> String {
        match self.channels.is_empty() {
            true => "-".to_owned(),
            false => self.channels.join(", "),
        }
    }

    /// Everything it says about itself.
    fn to_text(&self) -> String {
        let mut text = format!("{}: {}\n", self.name, self.summary);
        if let Some(formula) = self.formula {
            text += &format!("  formula: {formula}\n");
        }
        for (what, said) in [
            ("family", self.family.to_string()),
            ("stage", self.stage.to_string()),
            ("form", self.form.to_string()),
            ("channels", self.channels()),
            ("formula from", self.status.to_string()),
            ("source", self.source.to_owned()),
            ("command", self.command.clone()),
        ] {
            text += &format!("  {what}: {said}\n");
        }
        for p in &self.parameters {
            text += &format!("  {}={}: {}; {}\n", p.name, p.default, p.meaning, p.domain);
        }
        text
    }
}
