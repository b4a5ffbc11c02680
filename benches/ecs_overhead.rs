//! What the ECS host costs over plain structs: the same steps of the same environments, laid out both ways.
//!
//! `ecs_overhead plain STEPS` and `ecs_overhead host STEPS` take STEPS steps in each of 64 environments and print a digest,
//! which is the same for both. Under `valgrind --tool=callgrind` the difference of two lengths gives the instructions of a
//! step; `.ci/extra` prints their ratio. Without a layout both run once and are compared.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::sync::Arc;
use truestep::core::{
    chance::{RngRef, Seed},
    digest::Digest,
    host::{Capabilities, Input, Shard, ShardBuilder},
    model::{Fact as _, MenuEntry, Model, Status},
    task::Task,
};
use truestep::envs::shop::{
    catalog::{Catalog, CatalogSpec},
    compat::{Compat, Webshop, def::Def, generate::Wish},
};

const ENVIRONMENTS: usize = 64;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|w| w != "--bench")
        .collect();
    let steps = words.get(1).and_then(|w| w.parse().ok()).unwrap_or(500);
    let (task, def) = world();
    match words.first().map(String::as_str) {
        Some("plain") => println!("{}", plain(&task, &def, steps)),
        Some("host") => println!("{}", host(&task, &def, steps)),
        _ => {
            let (a, b) = (plain(&task, &def, steps), host(&task, &def, steps));
            assert_eq!(a, b, "both layouts take the same steps");
            println!("{ENVIRONMENTS} x {steps} steps are the same in both layouts: {a}");
        }
    }
}

/// One WebShop task over a small catalogue.
fn world() -> (Arc<Task>, Arc<Def>) {
    let spec = CatalogSpec {
        seed: 1,
        products: 1_000,
    };
    let catalog = Arc::new(Catalog::generate(spec).expect("1,000 products are a valid size"));
    let id = "shop/webshop@1".parse().expect("the id is well formed");
    let task = Task::new(id, Seed(1));
    let shop = Webshop::new().storefront(&catalog);
    let def = shop
        .instance(&task, Wish::default())
        .expect("the default catalogue has goals");
    (Arc::new(task), Arc::new(def))
}

/// The same pseudo-random choice for both layouts: a position below `len` for step `step` of environment `env`.
fn choice(env: usize, step: u32, len: usize) -> usize {
    let mixed = (env as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ u64::from(step).wrapping_mul(0xD1B5_4A32_D192_ED03);
    (mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD) >> 33) as usize % len
}

/// An environment as a plain struct, doing what a bare slot of a shard does.
struct Plain {
    state: <Compat as Model>::State,
    before: <Compat as Model>::State,
    view: <Compat as Model>::View,
    menu: Vec<MenuEntry<<Compat as Model>::Action>>,
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

fn host(task: &Arc<Task>, def: &Arc<Def>, steps: u32) -> Digest {
    let mut builder = ShardBuilder::default();
    builder.model::<Compat>();
    let mut shard = builder.build(ENVIRONMENTS);
    let load = |shard: &mut Shard, slot| {
        shard
            .load::<Compat>(slot, task, def, 0, &Capabilities::bare())
            .expect("the slot exists")
    };
    (0..ENVIRONMENTS).for_each(|slot| load(&mut shard, slot));
    let mut sum = 0u128;
    for number in 0..steps {
        for slot in 0..ENVIRONMENTS {
            let len = shard
                .with_menu(slot, |_, _, menu| menu.len())
                .expect("the slot is loaded");
            let input = Input::Menu(choice(slot, number, len) as u32);
            shard
                .submit(slot, input, None)
                .expect("the episode goes on");
        }
        shard.run();
        for slot in 0..ENVIRONMENTS {
            let (end, digests) = shard.now(slot).expect("the slot is loaded");
            sum = sum.wrapping_add(digests.state.0);
            if end.is_some() {
                load(&mut shard, slot);
            }
        }
    }
    Digest(sum)
}
