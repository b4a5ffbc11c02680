//! The worlds a command line works over, and the options that are chosen about them.
//!
//! Which options there are is said by the environments: a command line over other worlds has other options.

use anyhow::{Result, bail};
use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use std::{error::Error, ffi::OsString, path::PathBuf};
use truestep_core::{
    options::{Given, OptionKind, WorldOption},
    registry::Registry,
};
use truestep_envs::WorldOptions;

/// Why worlds could not be made.
pub type WorldsError = Box<dyn Error + Send + Sync>;

/// What a command line works over. A [`Registry`] is one about which nothing can be chosen.
pub trait Worlds {
    /// What can be chosen about them; no name may be one of a command's own options.
    fn options(&self) -> Vec<WorldOption>;
    /// The environments, over the worlds that were chosen.
    ///
    /// # Errors
    /// If a world cannot be made.
    fn registry(&self, given: &Given) -> Result<Registry, WorldsError>;
}

impl Worlds for Registry {
    fn options(&self) -> Vec<WorldOption> {
        vec![]
    }

    fn registry(&self, _: &Given) -> Result<Registry, WorldsError> {
        Ok(self.clone())
    }
}

/// The environments of truestep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BuiltIn;

impl Worlds for BuiltIn {
    fn options(&self) -> Vec<WorldOption> {
        truestep_envs::options()
    }

    fn registry(&self, given: &Given) -> Result<Registry, WorldsError> {
        Ok(truestep_envs::registry(&WorldOptions::read(given)?)?)
    }
}

/// How the options of worlds are told from those of commands.
const MARK: &str = "world:";

/// What was given for the options of the worlds, in any command. The options themselves are added by [`declare`], because
/// only whoever runs a command knows its worlds.
#[derive(Clone, Debug, Default)]
pub(crate) struct WorldArgs {
    given: Given,
    paths: Vec<PathBuf>,
}

impl clap::FromArgMatches for WorldArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut args = Self::default();
        args.update_from_arg_matches(matches)?;
        Ok(args)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for id in matches.ids() {
            let value = matches.try_get_raw(id.as_str()).ok().flatten();
            let name = id.as_str().strip_prefix(MARK);
            if let (Some(name), Some(value)) = (name, value.and_then(|mut all| all.next())) {
                self.given = std::mem::take(&mut self.given).with(name, value);
                // A value has this type only if its option is a path.
                let path = matches.try_get_one::<PathBuf>(id.as_str());
                self.paths.extend(path.ok().flatten().cloned());
            }
        }
        Ok(())
    }
}

impl clap::Args for WorldArgs {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}

/// `command` with the options of its worlds in every subcommand.
pub(crate) fn declare(command: Command, options: &[WorldOption]) -> Command {
    let subcommands = command.get_subcommands();
    let names: Vec<String> = subcommands.map(|c| c.get_name().to_owned()).collect();
    let args: Vec<Arg> = options.iter().map(arg).collect();
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |subcommand| subcommand.args(args.clone()))
    })
}

fn arg(option: &WorldOption) -> Arg {
    let id = |name: &str| format!("{MARK}{name}");
    let default = option.default.as_ref();
    let default = default.map_or(String::new(), |value| format!(" [default: {value}]"));
    let arg = Arg::new(id(option.name))
        .long(option.name)
        .value_name(option.value_name)
        .help(format!("{}{default}", option.summary))
        .help_heading("World")
        .conflicts_with_all(option.conflicts.iter().map(|name| id(name)));
    match option.kind {
        OptionKind::Number { min, max } => arg.value_parser(value_parser!(u64).range(min..=max)),
        OptionKind::Path => arg
            .value_parser(value_parser!(PathBuf))
            .value_hint(ValueHint::AnyPath),
        _ => arg.value_parser(value_parser!(OsString)),
    }
}

impl WorldArgs {
    /// The environments, over the worlds that were chosen.
    ///
    /// # Errors
    /// If a world cannot be made.
    pub(crate) fn registry(&self, worlds: &dyn Worlds) -> Result<Registry> {
        worlds
            .registry(&self.given)
            .map_err(anyhow::Error::from_boxed)
    }

    /// The same for a command about the tasks that `selector` names: an option of another environment is refused.
    ///
    /// # Errors
    /// If an option has no effect, and as [`WorldArgs::registry`].
    pub(crate) fn registry_for(&self, worlds: &dyn Worlds, selector: &str) -> Result<Registry> {
        let env = selector.split_once('/').map_or(selector, |(env, _)| env);
        let given = |option: &&WorldOption| self.given.get(option.name).is_some();
        let options = worlds.options();
        let other = options
            .iter()
            .filter(given)
            .find(|option| option.env != env);
        let registry = self.registry(worlds)?;
        // Of an environment that there is not, its name is what has to be said.
        if let Some(option) = other.filter(|_| registry.family(env).is_ok()) {
            bail!(
                "`--{}` chooses the world of `{}`, and `{selector}` is not set in it: leave it out",
                option.name,
                option.env
            );
        }
        Ok(registry)
    }

    /// An option of `worlds` that was given.
    pub(crate) fn first_given(&self, worlds: &dyn Worlds) -> Option<&'static str> {
        let mut names = worlds.options().into_iter().map(|option| option.name);
        names.find(|name| self.given.get(name).is_some())
    }

    /// What was given.
    #[cfg_attr(
        not(feature = "shop"),
        expect(dead_code, reason = "read where a catalogue is written")
    )]
    pub(crate) fn given(&self) -> &Given {
        &self.given
    }

    /// The files and folders that worlds are read from.
    #[must_use]
    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The arguments again, for a process of the same program.
    pub(crate) fn as_arguments(&self) -> Vec<OsString> {
        let each = self.given.iter();
        each.flat_map(|(name, value)| [format!("--{name}").into(), value.to_owned()])
            .collect()
    }
}
