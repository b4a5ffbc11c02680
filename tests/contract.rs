//! Every template of every environment keeps the contract.
//!
//! `TRUESTEP_SEEDS=1000` looks at more instances; `TRUESTEP_CONTRACT=shop/compare` at one template; `TRUESTEP_TOOLS=DIR` at tools
//! of your own as well. Run with `--nocapture` to read the report.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};
use truestep_core::{
    contract::{Options, check, check_every},
    registry::Registry,
};
use truestep_envs::{CatalogSource, DEFAULT_CATALOG_SEED, DEFAULT_PRODUCTS, WorldOptions};

/// Products of the catalogue in which graphs are small enough to be enumerated.
const SMALL: u32 = 100;
/// Products of the catalogue at full size.
const LARGE: u32 = 100_000;

fn world(products: u32) -> Registry {
    let catalog = CatalogSource::Generated {
        products,
        seed: DEFAULT_CATALOG_SEED,
    };
    let options = WorldOptions {
        catalog,
        #[cfg(feature = "tools")]
        tools: env::var_os("TRUESTEP_TOOLS").map(PathBuf::from),
        ..WorldOptions::default()
    };
    truestep_envs::registry(&options).unwrap_or_else(|error| panic!("{error}"))
}

fn seeds(fallback: u32) -> u32 {
    match env::var("TRUESTEP_SEEDS") {
        Ok(text) => text.parse().expect("TRUESTEP_SEEDS is a number of seeds"),
        Err(_) => fallback,
    }
}

fn hold(registry: &Registry, env_name: &str, options: &Options) {
    let only = env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| env_name.into());
    if !only.starts_with(env_name) {
        return;
    }
    let report = check(registry, &only, options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// How much of an environment is looked at: with `TRUESTEP_SEEDS` a share of so many seeds, and so many instances for the
/// laws of distances.
struct Care {
    envs: &'static [&'static str],
    /// One seed of so many.
    share: u32,
    distance_seeds: u32,
    /// States up to which graphs are explored.
    graph_states: u32,
    /// With fifty seeds: episodes of random play, and instances that rules play which see the order of the menu alone.
    played: (u32, u32),
}

/// Environments that are dear: their steps are calls in the sandbox or searches of thousands of pages, their tasks are proved by
/// some hundred queries, their plans are searched for over screens or windows, or their instances are made by running tests.
/// Tests of their own look at more, and hold their graphs to their planners over instances chosen to be small.
const DEAR: [Care; 3] = [
    Care {
        envs: &["tools", "search", "sql", "gui"],
        share: 25,
        distance_seeds: 40,
        graph_states: 1_000,
        played: (100, 13),
    },
    Care {
        envs: &["gui-desk"],
        share: 50,
        distance_seeds: 40,
        graph_states: 1_000,
        played: (50, 13),
    },
    Care {
        envs: &["data", "swe"],
        share: 250,
        // Every instance is tried out, and every edge is a run of tests or of a notebook.
        distance_seeds: 4,
        graph_states: 1,
        played: (5, 4),
    },
];

impl Care {
    fn options(&self, full: &Options) -> Options {
        Options {
            seeds: full.seeds.div_ceil(self.share),
            distance_seeds: self.distance_seeds,
            deep_seeds: 1,
            random_episodes: full
                .random_episodes
                .min((self.played.0 * full.seeds).div_ceil(50)),
            order_seeds: full
                .order_seeds
                .min((self.played.1 * full.seeds).div_ceil(50)),
            graph_states: self.graph_states,
            ..full.clone()
        }
    }
}

/// Whatever is registered: an environment that is added is tested without a line here.
#[test]
fn everything_registered_keeps_the_contract() {
    let registry = world(DEFAULT_PRODUCTS);
    let full = Options {
        seeds: seeds(50),
        ..Options::default()
    };
    // Of templates that are made by the hundred, tests of their own environment look at more.
    let written = registry.families().iter().filter(|f| !f.is_generated());
    let mut left: Vec<_> = written.cloned().collect();
    let mut parts = vec![];
    for care in &DEAR {
        let (dear, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|f| care.envs.contains(&f.env()));
        parts.push((dear, care.options(&full)));
        left = others;
    }
    parts.push((left, full));
    for (families, options) in parts {
        // What is dear may not be among this build's features.
        if families.is_empty() {
            continue;
        }
        let registry = Registry::new(families);
        let report = match env::var("TRUESTEP_CONTRACT") {
            Ok(only) if registry.select(&only).is_err() => continue,
            Ok(only) => check(&registry, &only, &options).unwrap(),
            Err(_) => check_every(&registry, &options).unwrap(),
        };
        eprintln!("{report}");
        report.assert_all();
    }
}

/// An environment is a folder and a line in the registry: no folder lacks its line, and no line its folder.
#[test]
fn every_environment_that_is_written_is_registered() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("envs/src");
    let entries = fs::read_dir(sources).unwrap().map(|e| e.unwrap());
    let folders = entries.filter(|e| e.path().is_dir());
    let written: BTreeSet<String> = folders
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    let registry = world(1);
    // What is made in the engine of another environment stands in the folder of that one.
    let (made, own): (Vec<_>, Vec<_>) = registry
        .families()
        .iter()
        .partition(|f| f.env().contains('-'));
    let registered = own.iter().map(|f| f.env().to_owned());
    assert_eq!(registered.collect::<BTreeSet<_>>(), written);
    for family in made {
        let (engine, name) = family.env().split_once('-').unwrap();
        let folder = format!("envs/src/{engine}/{name}");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        assert!(folder.is_dir(), "{}", folder.display());
    }
}

/// Over a small catalogue the graphs of the shop can be enumerated, raw or lumped: every template is, at least once.
#[test]
fn small_shops_agree_with_enumeration() {
    let options = Options {
        seeds: 4,
        distance_seeds: 0,
        deep_seeds: 4,
        random_episodes: 20,
        walk_steps: 4,
        graph_states: 100_000,
        ..Options::default()
    };
    let report = check(&world(SMALL), "shop", &options).unwrap();
    eprintln!("{report}");
    report.assert_enumerated();
}

/// At full size nothing can be enumerated; the laws of the planner can be held to at every state passed.
#[test]
#[ignore = "minutes: generates 100,000 products; .ci/extra runs it"]
fn a_shop_of_a_hundred_thousand_products_keeps_the_contract() {
    let options = Options {
        seeds: seeds(50),
        deep_seeds: 1,
        ..Options::default()
    };
    hold(&world(LARGE), "shop", &options);
}

/// A golden episode that is not called after its template: the only one of its folder.
const CALLED_OTHERWISE: &[(&str, &str)] = &[("webshop", "compat/golden/oracle.jsonl")];

/// Every template has an episode for people to read.
#[test]
fn every_template_has_a_golden_episode() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("envs/src");
    let world = world(DEFAULT_PRODUCTS);
    // `gui-desk` stands in `gui/desk`, and its episodes tell nothing of `gui`.
    let folder_of = |env: &str| sources.join(env.replace('-', "/"));
    let folders: Vec<PathBuf> = world
        .families()
        .iter()
        .map(|f| folder_of(f.env()))
        .collect();
    for template in world.select("all").unwrap() {
        let name = template.id.template();
        let own = folder_of(template.id.env());
        let mut files = vec![];
        golden_files(&own, &mut files);
        let inner = |folder: &&PathBuf| **folder != own && folder.starts_with(&own);
        for folder in folders.iter().filter(inner) {
            files.retain(|file| !file.starts_with(folder));
        }
        let other = CALLED_OTHERWISE.iter().find(|(of, _)| *of == name);
        let told = files.iter().any(|file| match other {
            Some((_, path)) => file.ends_with(path),
            None => file.file_stem().is_some_and(|stem| stem == name),
        });
        assert!(told, "no golden episode of {}", template.id);
    }
}

/// The files in every folder called `golden` under `folder`; sources beside them write and compare them.
fn golden_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            golden_files(&path, files);
        } else if folder.ends_with("golden") && path.extension().is_none_or(|e| e != "rs") {
            files.push(path);
        }
    }
}
