//! The files of the zoo, read.

use crate::tasks;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use truestep::{
    core::{
        chance::Seed,
        rational::Rational,
        registry::{Prepared, Registry},
        task::Task,
    },
    rewards::audit::{Objective, Options, Role},
};

/// The families, a file each; webshop stands with the shop.
pub(super) const FAMILIES: [&str; 7] = [
    "diagnostic",
    "shop",
    "tools",
    "search",
    "sql",
    "gui",
    "tables",
];

/// Whether something is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Defect,
    Sound,
}

impl Sort {
    pub(super) fn name(self) -> &'static str {
        match self {
            Sort::Defect => "defect",
            Sort::Sound => "sound",
        }
    }
}

/// Where a reward is judged.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    /// `ENV/TEMPLATE`.
    pub(super) task: String,
    pub(super) seed: u64,
    /// Products of the catalogue, in the shop.
    #[serde(default = "ten")]
    pub(super) products: u32,
    /// Parameters of the instance.
    #[serde(default)]
    pub(super) set: BTreeMap<String, String>,
}

fn ten() -> u32 {
    10
}

/// What pays.
#[derive(Clone, Debug)]
pub(super) enum Pays {
    /// A scheme, as it is written on the command line.
    Scheme(String),
    /// One number a transition, in a file beside this one.
    Numbers(PathBuf),
    /// A world of its own, as JSON.
    Table(String),
}

/// A reward with the verdict it has to get.
#[derive(Clone, Debug)]
pub(super) struct Animal {
    pub(super) family: String,
    pub(super) sort: Sort,
    pub(super) name: String,
    /// What was planted, or why it is sound.
    pub(super) why: String,
    pub(super) place: Option<Place>,
    pub(super) pays: Pays,
    /// How it is written, for people.
    pub(super) written: String,
    pub(super) options: Options,
    /// How the objective and the role differ from what is usual, in words.
    pub(super) under: String,
    pub(super) finds: BTreeSet<String>,
    pub(super) warns: BTreeSet<String>,
}

/// The registry over a catalogue of so many products, made once.
pub(super) fn registry(products: u32) -> Registry {
    static MADE: Mutex<BTreeMap<u32, Registry>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap();
    let make = || tasks::registry(products);
    made.entry(products).or_insert_with(make).clone()
}

impl Animal {
    /// Its task, by a text that is equal for equal tasks.
    pub(super) fn home(&self) -> String {
        match &self.place {
            Some(place) => {
                let set: Vec<String> = place.set.iter().map(|(k, v)| format!(" {k}={v}")).collect();
                format!("{} seed {}{}", place.task, place.seed, set.concat())
            }
            None => format!("a table: {}", self.name),
        }
    }

    pub(super) fn prepared(&self) -> Option<Arc<dyn Prepared>> {
        let place = self.place.as_ref()?;
        let registry = registry(place.products);
        let template = registry.select(&place.task).unwrap().remove(0).id;
        let mut task = Task::new(template, Seed(place.seed));
        task.parameters = place.set.clone();
        Some(registry.prepare(&task).unwrap())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    places: BTreeMap<String, Place>,
    defect: Vec<Entry>,
    sound: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    /// Of a defect: what was planted.
    planted: Option<String>,
    /// Of a sound one: why it is.
    because: Option<String>,
    /// A name of `places`.
    place: Option<String>,
    scheme: Option<String>,
    numbers: Option<String>,
    table: Option<String>,
    discount: Option<String>,
    horizon: Option<u32>,
    /// Most trajectories, where whole ones are audited.
    trajectories: Option<u64>,
    #[serde(default)]
    added: bool,
    #[serde(default)]
    finds: BTreeSet<String>,
    #[serde(default)]
    warns: BTreeSet<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/zoo")
}

fn options(entry: &Entry) -> (Options, String) {
    let mut options = Options::default();
    let mut under = vec![];
    if let Some(discount) = &entry.discount {
        let discount: Rational = discount.parse().unwrap();
        options.objective = Objective::Discounted(discount);
        under.push(format!("discount {discount}"));
    }
    if let Some(steps) = entry.horizon {
        options.objective = Objective::Horizon(steps);
        under.push(format!("horizon {steps}"));
    }
    if let Some(most) = entry.trajectories {
        options.max_trajectories = most;
    }
    if entry.added {
        options.role = Role::Added;
        under.push("added to the outcome".to_owned());
    }
    (options, under.join(", "))
}

fn animal(family: &str, sort: Sort, places: &BTreeMap<String, Place>, entry: Entry) -> Animal {
    let (options, under) = options(&entry);
    let place = entry.place.map(|name| {
        let place = places.get(&name);
        place
            .unwrap_or_else(|| panic!("no place `{name}` in {family}.toml"))
            .clone()
    });
    let (pays, written) = match (entry.scheme, entry.numbers, entry.table) {
        (Some(scheme), None, None) => (Pays::Scheme(scheme.clone()), scheme),
        (None, Some(file), None) => (
            Pays::Numbers(folder().join(&file)),
            format!("--rewards {file}"),
        ),
        (None, None, Some(table)) => (Pays::Table(table.clone()), table),
        _ => panic!("{}: one of `scheme`, `numbers`, `table`", entry.name),
    };
    let why = match (sort, entry.planted, entry.because) {
        (Sort::Defect, Some(why), None) | (Sort::Sound, None, Some(why)) => why,
        _ => panic!(
            "{}: `planted` of a defect, `because` of a sound one",
            entry.name
        ),
    };
    Animal {
        family: family.to_owned(),
        sort,
        name: entry.name,
        why: why.trim().to_owned(),
        place,
        pays,
        written,
        options,
        under,
        finds: entry.finds,
        warns: entry.warns,
    }
}

/// Every animal, file by file: the defects of a family, then what is sound.
pub(super) fn animals() -> Vec<Animal> {
    let mut all = vec![];
    for family in FAMILIES {
        let path = folder().join(format!("{family}.toml"));
        let text = fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{family}.toml: {e}"));
        let of = |sort: Sort, entries: Vec<Entry>| {
            let places = &file.places;
            let read = move |entry| animal(family, sort, places, entry);
            entries.into_iter().map(read).collect::<Vec<_>>()
        };
        all.extend(of(Sort::Defect, file.defect));
        all.extend(of(Sort::Sound, file.sound));
    }
    all
}
