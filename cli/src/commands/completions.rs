//! `completions`: a script that completes arguments in a shell.

use crate::{
    App, Cli, Exit,
    world::{WorldArgs, declare},
};
use anyhow::Result;
use clap::{Arg, Command, CommandFactory as _, builder::PossibleValuesParser};
use clap_complete::Shell;
use truestep_agents::AGENTS;
use truestep_core::registry::Registry;
use truestep_rewards::registry::schemes;

/// Arguments of `completions`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
    #[command(flatten)]
    world: WorldArgs,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let registry = args.world.registry(app.worlds)?;
    let mut command = with_names(
        declare(Cli::command(), &app.worlds.options()),
        &Names::of(&registry),
    );
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut command, "truestep", &mut script);
    let script = String::from_utf8(script)?;
    if app.json {
        app.terminal.print_json(&serde_json::json!({
            "shell": args.shell.to_string(),
            "script": script,
        }))?;
    } else {
        app.terminal.print(&script)?;
    }
    Ok(Exit::Done)
}

/// What stands for a task, an agent or a scheme on the command line.
struct Names {
    tasks: Vec<String>,
    agents: Vec<String>,
    schemes: Vec<String>,
}

impl Names {
    fn of(registry: &Registry) -> Self {
        let families = registry.families().iter();
        let tasks = families.flat_map(|family| {
            let templates = family.templates();
            // Templates that are made by the hundred are found by `list`.
            let paths = (templates.into_iter())
                .filter(|_| !family.is_generated())
                .map(|t| format!("{}/{}", t.id.env(), t.id.template()));
            std::iter::once(family.env().to_owned()).chain(paths)
        });
        let agent = |entry: &truestep_agents::AgentEntry| match entry.parameter() {
            Some(_) => format!("{}:", entry.name),
            None => entry.name.to_owned(),
        };
        Self {
            tasks: std::iter::once("all".to_owned()).chain(tasks).collect(),
            agents: AGENTS.iter().map(agent).collect(),
            schemes: schemes().map(|entry| entry.info.name.to_owned()).collect(),
        }
    }
}

/// The commands with the names each argument can have. Only for the script: what is typed may be more than a name.
fn with_names(command: Command, names: &Names) -> Command {
    let subcommands: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    subcommands.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |command| command.mut_args(|arg| named(arg, names)))
    })
}

fn named(arg: Arg, names: &Names) -> Arg {
    let values: Vec<&String> = match arg.get_id().as_str() {
        "selector" => names.tasks.iter().collect(),
        "agent" => names.agents.iter().collect(),
        "score" | "scheme" => names.schemes.iter().collect(),
        // A scheme and a task.
        "what" if arg.get_num_args().is_some_and(|n| n.max_values() == 2) => {
            names.schemes.iter().chain(&names.tasks).collect()
        }
        _ => return arg,
    };
    // Names must live as long as the command does; this process prints them and ends.
    let values = values.into_iter().map(|name| &*name.clone().leak());
    arg.value_parser(PossibleValuesParser::new(values))
}
