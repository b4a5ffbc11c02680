//! `list`: what there is.

use crate::{App, Exit, table::table, world::WorldArgs};
use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;
use truestep_agents::{AGENTS, AgentEntry};
use truestep_core::registry::{Registry, TemplateInfo};
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
    let registry = (app.worlds)(&args.world.options())?;
    let asked = |what| args.what.is_none_or(|w| w == what);
    let listing = Listing {
        envs: asked(What::Envs).then(|| environments(&registry)),
        tasks: asked(What::Tasks).then(|| tasks(&registry)),
        schemes: asked(What::Schemes).then(|| schemes().map(|e| (&e.info).into()).collect()),
        agents: asked(What::Agents).then(|| AGENTS.iter().map(Agent::from).collect()),
        // Tools come with the environments that load them; none of these does.
        tools: asked(What::Tools).then(Vec::new),
    };
    if app.json {
        app.terminal.print_json(&listing)?;
    } else {
        app.terminal.print(&listing.to_text())?;
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

impl Listing {
    fn to_text(&self) -> String {
        let mut parts = vec![];
        if let Some(envs) = &self.envs {
            let rows = envs
                .iter()
                .map(|e| vec![e.name.clone(), e.tasks.to_string(), e.world.clone()]);
            parts.push(table(
                &["environment", "tasks", "world"],
                &[1],
                rows.collect(),
            ));
        }
        if let Some(tasks) = &self.tasks {
            let rows = tasks.iter().map(|t| {
                let of = if t.twin_of.is_some() { " of pairs" } else { "" };
                let ceiling = format!("{} %{of}", t.random_ceiling_percent);
                vec![t.id.to_string(), ceiling, t.summary.clone()]
            });
            let head = ["task", "random at most", "what is to be done"];
            parts.push(table(&head, &[1], rows.collect()));
        }
        if let Some(schemes) = &self.schemes {
            let rows = schemes.iter().map(|s| {
                let (stage, form, status) = (s.stage.to_string(), s.form.to_string(), s.status);
                let summary = s.summary.to_owned();
                vec![s.name.to_owned(), stage, form, status.to_string(), summary]
            });
            let head = ["scheme", "stage", "form", "formula from", "what it does"];
            parts.push(table(&head, &[], rows.collect()));
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
