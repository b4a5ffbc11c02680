//! `swe`: packages that others wrote, as ground for instances of `swe/loaded`.

mod compare;
mod fetch;
mod native;

use crate::{App, Exit, progress::now, world::WorldArgs};
use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
    time::Duration,
};
use truestep_core::{chance::Seed, registry::nearest};
use truestep_envs::swe::{
    Guest,
    loaded::packages::{Made, Making, Package, Suite, packages},
};

/// Arguments of `swe`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    world: WorldArgs,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Get packages from the package index into a folder of sources, by pip, and make instances of them
    Fetch(fetch::Args),
    /// Run their tests in the guest and by a Python of this machine, and tell what differs
    Compare(compare::Args),
}

/// Which packages, and what is to be made of them.
#[derive(clap::Args, Debug)]
struct Chosen {
    /// Folder of sources that they are kept in: what `--sources` reads
    #[arg(long, value_name = "DIR")]
    cache: PathBuf,
    /// This package alone; may be given several times [default: all]
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Python to start
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
    /// How many instances are made of them, in equal parts
    #[arg(long, value_name = "N", requires = "out", default_value_t = 0)]
    instances: usize,
    /// Where the instances are written, a line each: what `--instances` reads
    #[arg(long, value_name = "FILE", requires = "instances")]
    out: Option<PathBuf>,
    /// What they are drawn from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    if let Some(name) = args.world.first_given(app.worlds) {
        bail!("`--{name}` chooses a world, and no task is made here: leave it out");
    }
    match &args.what {
        What::Fetch(args) => fetch::run(args, app),
        What::Compare(args) => compare::run(args, app),
    }
}

impl Chosen {
    fn packages(&self) -> Result<Vec<&'static Package>> {
        for name in &self.only {
            if !packages().iter().any(|package| package.name == *name) {
                let near = nearest(name, packages().iter().map(|package| package.name.clone()));
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                let known: Vec<_> = packages().iter().map(|package| &*package.name).collect();
                bail!(
                    "unknown package `{name}`{near} (known: {})",
                    known.join(", ")
                );
            }
        }
        let is_meant =
            |package: &&Package| self.only.is_empty() || self.only.contains(&package.name);
        Ok(packages().iter().filter(is_meant).collect())
    }

    /// How many instances the package of this place is to give.
    fn share(&self, place: usize, packages: usize) -> usize {
        self.instances / packages + usize::from(place < self.instances % packages)
    }

    /// A package's instances, and the time they took.
    fn made(&self, guest: &Guest, suite: &Suite, wanted: usize) -> Result<(Made, Duration)> {
        let begun = now();
        let making = Making {
            wanted,
            seed: Seed(self.seed),
        };
        let made = match wanted {
            0 => Made::default(),
            _ => suite.instances(guest, making)?,
        };
        Ok((made, now() - begun))
    }

    /// Write instances where they belong.
    fn write(&self, made: &[Made]) -> Result<()> {
        let Some(out) = &self.out else {
            return Ok(());
        };
        let written = || -> std::io::Result<()> {
            let mut file = BufWriter::new(File::create(out)?);
            for entry in made.iter().flat_map(|made| &made.entries) {
                writeln!(file, "{entry}")?;
            }
            file.flush()
        };
        written().with_context(|| format!("`{}` cannot be written", out.display()))
    }
}
