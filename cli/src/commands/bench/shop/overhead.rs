//! What the ECS host costs over plain structs: the same steps of the same environments, laid out both ways.
//!
//! Times of two layouts differ by less than a busy machine's noise, so instructions are counted: the program calls itself
//! under `valgrind --tool=callgrind`, and the difference of two lengths leaves out the making of the world.

use super::super::{Args, Figure, clock::best_of};
use crate::App;
use anyhow::Result;
use serde::Serialize;
use std::{process::Command, sync::Arc};
use truestep_core::{
    chance::{RngRef, Seed},
    digest::Digest,
    host::{Capabilities, Input, Shard, ShardBuilder},
    model::{Dynamics, Menu as _, MenuEntry, Render, Statement as _, Status},
    task::Task,
};
use truestep_envs::shop::{
    Shop,
    catalog::{Catalog, CatalogSpec},
    compat::{Compat, Webshop, def::Def, generate::Wish},
};

const ENVIRONMENTS: usize = 64;
/// Steps of each environment in the two runs that are compared.
const LENGTHS: [u32; 2] = [200, 700];

/// How environments are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::commands::bench) enum Layout {
    /// A `Vec` of structs.
    Plain,
    /// Bare slots of a shard.
    Host,
}

impl Layout {
    fn name(self) -> &'static str {
        match self {
            Layout::Plain => "plain",
            Layout::Host => "host",
        }
    }
}

/// What the steps came to; the same for both layouts.
#[derive(Serialize)]
struct Walked {
    digest: Digest,
}

/// Take `steps` steps in each of the environments, print a digest and do nothing else.
pub(in crate::commands::bench) fn walk(
    layout: Layout,
    steps: u32,
    app: &mut App<'_, '_>,
) -> Result<()> {
    let (task, def) = world()?;
    let digest = match layout {
        Layout::Plain => plain(&task, &def, steps),
        Layout::Host => host(&task, &def, steps)?,
    };
    app.terminal.print_json(&Walked { digest })
}

/// Measure it: in instructions where valgrind is at hand, in time otherwise.
pub(super) fn measure(args: &Args, app: &App<'_, '_>, figures: &mut Vec<Figure>) -> Result<()> {
    let counted = match app.terminal.program() {
        Some(program) => instructions(program),
        None => None,
    };
    if let Some([plain, host]) = counted {
        let note = "under callgrind, a bare slot; the same work without the host takes PLAIN"
            .replace("PLAIN", &format!("{plain:.0}"));
        figures.push(Figure::new(
            "shop: instructions of a step",
            host,
            "instructions",
            note,
        ));
        let note = "instructions of the host over a `Vec` of structs that does the same work";
        figures.push(Figure::new(
            "shop: ECS host over plain structs",
            host / plain,
            "times",
            note,
        ));
        return Ok(());
    }
    let (task, def) = world()?;
    let time = |layout| {
        let seconds = args.time.min(2);
        best_of(seconds, || {
            match layout {
                Layout::Plain => drop(plain(&task, &def, LENGTHS[1])),
                Layout::Host => drop(host(&task, &def, LENGTHS[1])?),
            }
            Ok(())
        })
    };
    let (plain, host) = (time(Layout::Plain)?, time(Layout::Host)?);
    let note = "in time; install valgrind to have instructions counted, which is exact";
    let ratio = host.as_secs_f64() / plain.as_secs_f64().max(1e-12);
    figures.push(Figure::new(
        "shop: ECS host over plain structs",
        ratio,
        "times",
        note,
    ));
    Ok(())
}

/// Instructions of a step, `[plain, host]`; `None` without a valgrind that can run this program: an old one lacks the
/// instructions of a new processor.
fn instructions(program: &std::path::Path) -> Option<[f64; 2]> {
    let per_step = |layout: Layout| {
        let [short, long] = LENGTHS.map(|steps| count(program, layout, steps));
        let steps = f64::from(LENGTHS[1] - LENGTHS[0]) * ENVIRONMENTS as f64;
        Some((long? - short?) / steps)
    };
    Some([per_step(Layout::Plain)?, per_step(Layout::Host)?])
}

/// Instructions of one run.
fn count(program: &std::path::Path, layout: Layout, steps: u32) -> Option<f64> {
    let said = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["bench", "shop", "--json", "--layout", layout.name()])
        .args(["--steps", &steps.to_string()])
        .output()
        .ok()
        .filter(|said| said.status.success())?;
    let talk = String::from_utf8_lossy(&said.stderr);
    talk.lines()
        .find_map(|line| line.split_once("Collected : "))
        .and_then(|(_, number)| number.trim().parse().ok())
}

/// One WebShop task over a small catalogue.
fn world() -> Result<(Arc<Task>, Arc<Def>)> {
    let spec = CatalogSpec {
        seed: 1,
        products: 1_000,
    };
    let catalog = Arc::new(Catalog::generate(spec)?);
    let task = Task::new("shop/webshop@4".parse()?, Seed(1));
    let def = Webshop::new()
        .storefront(&Shop::new(catalog))
        .instance(&task, Wish::default())?;
    Ok((Arc::new(task), Arc::new(def)))
}

/// The same pseudo-random choice for both layouts: a position below `len` for step `step` of environment `env`.
fn choice(env: usize, step: u32, len: usize) -> usize {
    let mixed = (env as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ u64::from(step).wrapping_mul(0xD1B5_4A32_D192_ED03);
    (mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD) >> 33) as usize % len
}

/// An environment as a plain struct, doing what a bare slot of a shard does.
struct Plain {
    state: <Compat as Dynamics>::State,
    before: <Compat as Dynamics>::State,
    view: <Compat as Render>::View,
    menu: Vec<MenuEntry<<Compat as Dynamics>::Action>>,
    action: String,
    at: RngRef,
    trace: Digest,
}

impl Plain {
    fn new(task: &Task, def: &Def) -> Self {
        let at = task.dynamics(0);
        let state = Compat::initial(def, &mut at.sampled());
        Self {
            before: state.clone(),
            state,
            view: Default::default(),
            menu: vec![],
            action: String::new(),
            at: at.next(),
            trace: Digest::default(),
        }
    }

    fn step(&mut self, def: &Def, env: usize, number: u32, bytes: &mut Vec<u8>) {
        self.menu.clear();
        Compat::menu(def, &self.state, &mut self.menu);
        let action = self.menu[choice(env, number, self.menu.len())]
            .action
            .clone();
        self.action.clear();
        Compat::encode(def, &action, &mut self.action);
        if Compat::admit(def, &self.state, &action).is_err() {
            return;
        }
        self.before.clone_from(&self.state);
        let mut facts = vec![];
        let (state, mut chance) = (&mut self.state, self.at.sampled());
        if Compat::step(def, &mut (), state, &action, &mut chance, &mut facts).is_ok() {
            Compat::remember(def, &self.before, &action, &self.state, &mut self.view);
        }
        self.at = self.at.next();
        bytes.clear();
        bytes.extend_from_slice(&Compat::digest(&self.state).0.to_le_bytes());
        bytes.extend_from_slice(self.action.as_bytes());
        for fact in &facts {
            let mut text = String::new();
            fact.write(&mut text);
            bytes.extend_from_slice(text.as_bytes());
        }
        self.trace = self.trace.chain(bytes);
    }
}

fn plain(task: &Task, def: &Def, steps: u32) -> Digest {
    let mut all: Vec<Plain> = (0..ENVIRONMENTS).map(|_| Plain::new(task, def)).collect();
    let (mut sum, mut bytes) = (0u128, vec![]);
    for number in 0..steps {
        for (env, plain) in all.iter_mut().enumerate() {
            plain.step(def, env, number, &mut bytes);
            sum = sum.wrapping_add(Compat::digest(&plain.state).0);
            if Compat::status(def, &plain.state) != Status::Running {
                *plain = Plain::new(task, def);
            }
        }
    }
    Digest(sum)
}

fn host(task: &Arc<Task>, def: &Arc<Def>, steps: u32) -> Result<Digest> {
    let mut builder = ShardBuilder::default();
    builder.model::<Compat>();
    let mut shard = builder.build(ENVIRONMENTS);
    let bare = Capabilities::bare();
    let load = |shard: &mut Shard, slot| shard.load::<Compat>(slot, task, def, 0, &bare);
    for slot in 0..ENVIRONMENTS {
        load(&mut shard, slot)?;
    }
    let mut sum = 0u128;
    for number in 0..steps {
        for slot in 0..ENVIRONMENTS {
            let len = shard.with_menu(slot, |_, _, menu| menu.len())?;
            let input = Input::Menu(choice(slot, number, len) as u32);
            shard.submit(slot, input, None)?;
        }
        shard.run();
        for slot in 0..ENVIRONMENTS {
            let (end, digests) = shard.now(slot)?;
            sum = sum.wrapping_add(digests.state.0);
            if end.is_some() {
                load(&mut shard, slot)?;
            }
        }
    }
    Ok(Digest(sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_layouts_take_the_same_steps() {
        let (task, def) = world().unwrap();
        let walked = plain(&task, &def, 40);
        assert_ne!(walked, plain(&task, &def, 39));
        assert_eq!(walked, host(&task, &def, 40).unwrap());
    }
}
