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
use truestep_core::registry::{Registry, TemplateInfo, nearest};
use truestep_rewards::{
    Form, SchemeInfo, Stage, Status,
    info::{Family, Parameter},
    registry::schemes,
};

/// Arguments of `list`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to list [default: everything]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    schemes: Option<Vec<SchemeListed>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agents: Option<Vec<Agent>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<Vec<String>>,
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
    source: &'static str,
    channels: Vec<&'static str>,
    parameters: Vec<Parameter>,
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
        schemes: asked(What::Schemes).then(|| schemes().map(|e| (&e.info).into()).collect()),
        agents: asked(What::Agents).then(|| AGENTS.iter().map(Agent::from).collect()),
        // Tools come with the environments that load them; none of these does.
        tools: asked(What::Tools).then(Vec::new),
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

impl From<&SchemeInfo> for SchemeListed {
    fn from(info: &SchemeInfo) -> Self {
        Self {
            name: info.name,
            stage: info.stage,
            form: info.form,
            family: info.family,
            status: info.status,
            summary: info.summary,
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
            schemes: keep(self.schemes, |s| has(s.name)),
            agents: keep(self.agents, |a| has(&a.name)),
            tools: keep(self.tools, |t| has(t)),
        })
    }

    fn names(&self) -> Vec<String> {
        let envs = self.envs.iter().flatten().map(|e| e.name.clone());
        let tasks = self.tasks.iter().flatten().map(|t| t.id.to_string());
        let schemes = self.schemes.iter().flatten().map(|s| s.name.to_owned());
        let agents = self.agents.iter().flatten().map(|a| a.name.clone());
        let tools = self.tools.iter().flatten().cloned();
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
            let rows = tasks.iter().map(|t| {
                let of = if t.twin_of.is_some() { " of pairs" } else { "" };
                let ceiling = format!("{} %{of}", t.random_ceiling_percent);
                vec![t.id.to_string(), ceiling, t.summary.clone()]
            });
            let head = ["task", "random at most", "what is to be done"];
            parts.push(fitted(&head, &[1], rows.collect(), 2));
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
            let rows = tools.iter().map(|t| vec![t.clone()]);
            parts.push(match tools.is_empty() {
                true => "no environment here loads tools\n".to_owned(),
                false => table(&["tool"], &[], rows.collect()),
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
            "\n{price} stages of pipelines, which price trajectories, and {functions} functions, which do not\n`truestep list schemes NAME` prints channels, parameters, source and status of those with NAME in their name\n"
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
        for (what, said) in [
            ("family", self.family.to_string()),
            ("stage", self.stage.to_string()),
            ("form", self.form.to_string()),
            ("channels", self.channels()),
            ("formula from", self.status.to_string()),
            ("source", self.source.to_owned()),
        ] {
            text += &format!("  {what}: {said}\n");
        }
        for p in &self.parameters {
            text += &format!("  {}={}: {}; {}\n", p.name, p.default, p.meaning, p.domain);
        }
        text
    }
}
