//! A user's own tools as a domain: `--tools PATH`, without a line of the project changed.
//!
//! Read in this order: `files` (where a domain is) → `manifest` (what stands in its file) → `tables` → `cases` (one task in
//! many instances) → `rules` → `task` (a task of the kernel's parts) → here (the domain) → `family` (how it is registered).

mod cases;
mod error;
mod family;
mod files;
mod manifest;
mod rules;
mod tables;
mod task;

pub use error::ToolsError;
pub use family::WithTools;

use super::{
    desks::{Desks, Surface},
    family::DOMAINS,
    kernel::{
        Tools,
        deed::Desk,
        rule::{Mending, Rule},
        types::Def,
    },
};
use cases::Template;
use error::Wrong;
use files::{Language, Place};
use manifest::{Manifest, TableOf, TaskSpec};
use std::{collections::BTreeSet, ops::RangeInclusive, path::Path, sync::Arc};
use truestep_core::{
    chance::Enumerated,
    digest::Digest,
    model::{Dynamics as _, Truth as _},
};
use truestep_sandbox::{Base, Limits, Pack, Sandbox, Tool};

/// Characters of a name, at most.
const MAX_NAME: usize = 40;
/// Tasks with all their cases, at most.
const MAX_INSTANCES: usize = 2_000;
/// The task of a domain that has none: to try the tools.
const SANDBOX: &str = r#"{"name": "sandbox", "summary": "try the tools; nothing is asked for", "random_percent": 100,
    "instruction": "Try the tools as you like. Nothing is to be changed."}"#;
/// Near-miss ends that a task has, if there is room for them.
const NEAR_MISSES: usize = 10;

/// Nothing is known of how a user's tools set a row right. No row is proved lost by itself: what loses a task is the rule that
/// nothing changes which is not asked for ([`rules::ASKED`]).
const MENDING: Mending = Mending {
    can: |_| true,
    calls: |_| vec![],
};

/// A domain: its tools, its tables, its tasks.
pub struct Domain {
    name: String,
    version: u32,
    policy: String,
    tables: Vec<TableOf>,
    rules: Vec<Rule>,
    base: Arc<Base>,
    desks: Desks<()>,
    tools: Vec<Tool>,
    tasks: Vec<Listed>,
    digest: Digest,
}

impl std::fmt::Debug for Domain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Domain")
            .field("name", &self.name)
            .field("tools", &self.tools.len())
            .field("tasks", &self.tasks.len())
            .finish_non_exhaustive()
    }
}

/// A task, and what was found out about it when it was looked at.
struct Listed {
    name: String,
    summary: String,
    random_percent: u32,
    template: Template,
    /// Fewest steps of its cases.
    distances: RangeInclusive<u32>,
    /// Whether a case has fewer ends beside the right one than tasks should.
    few_ends: bool,
}

impl Domain {
    /// Read the domain at `path`: a folder with a `domain.json`, such a file, or tools alone. Every task is made once, in each
    /// of its cases, so that what is read can be played.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(path: &Path) -> Result<Self, ToolsError> {
        let place = Place::find(path)?;
        let manifest = match &place.manifest {
            Some(text) => manifest::read(text).map_err(|wrong| wrong.of(&place.called))?,
            None => bare(&place)?,
        };
        check_name(&manifest.name).map_err(|wrong| wrong.of(&place.called))?;
        if manifest.policy.chars().any(|c| c.is_control() && c != '\n') {
            let reason = "it holds control characters; expected text for people to read";
            return Err(Wrong::new("policy", reason).of(&place.called));
        }
        if manifest.version == 0 {
            return Err(Wrong::new("version", "0; expected 1 or more").of(&place.called));
        }
        let artefact = place.artefact(manifest.tools.as_deref())?;
        let bytes = place.read(&artefact)?;
        let pack = load(&manifest.name, &artefact, &bytes)?;
        let (base, rows) = tables::build(&place, &manifest.tables)?;
        let digest = Digest::of(place.manifest.as_deref().unwrap_or_default().as_bytes())
            .chain(&bytes)
            .chain(&rows.0.to_le_bytes());
        Self::make(manifest, &place, pack, base, digest)
    }

    fn make(
        manifest: Manifest,
        place: &Place,
        pack: Pack,
        base: Arc<Base>,
        digest: Digest,
    ) -> Result<Self, ToolsError> {
        let in_file = |wrong: Wrong| wrong.of(&place.called);
        let templates = templates(manifest.tasks).map_err(in_file)?;
        let mut words = Words::default();
        for (number, template) in templates.iter().enumerate() {
            let task = format!("tasks[{number}]");
            for case in 0..template.cases() {
                let spec = filled(template, case).map_err(|w| in_file(w.within(&task)))?;
                words.note(&spec);
            }
        }
        let rules =
            rules::read(&manifest.rules, pack.tools(), &manifest.tables).map_err(in_file)?;
        let tools = pack.tools().to_vec();
        let desks = words.desks(pack).map_err(|reason| ToolsError::Tools {
            domain: manifest.name.clone(),
            reason,
        })?;
        let mut domain = Self {
            name: manifest.name,
            version: manifest.version,
            policy: manifest.policy,
            tables: manifest.tables,
            rules,
            base,
            desks,
            tools,
            tasks: vec![],
            digest,
        };
        for (number, template) in templates.into_iter().enumerate() {
            let listed = domain
                .look_at(template, number)
                .map_err(|error| match error {
                    Trouble::Wrong(wrong) => in_file(wrong.within(&format!("tasks[{number}]"))),
                    Trouble::Task(error) => error,
                })?;
            domain.tasks.push(listed);
        }
        Ok(domain)
    }

    /// Make every case of a task, for what is to be known of it.
    fn look_at(&self, template: Template, number: usize) -> Result<Listed, Trouble> {
        let first = filled(&template, 0)?;
        check_name(&first.name)?;
        if self.tasks.iter().any(|task| task.name == first.name) {
            let reason = format!("`{}`: expected a name that no other task has", first.name);
            return Err(Wrong::new("name", reason).into());
        }
        if first.random_percent > 100 {
            let reason = format!("{}; expected 0 to 100", first.random_percent);
            return Err(Wrong::new("random_percent", reason).into());
        }
        let (mut least, mut most, mut few_ends) = (u32::MAX, 0, false);
        for case in 0..template.cases() {
            let spec = filled(&template, case)?;
            if spec.name != first.name {
                return Err(Wrong::new("name", "expected the same in every case").into());
            }
            let def = self.build(&spec, Surface::Plain).map_err(|wrong| {
                let place = format!("tasks[{number}]");
                let field = wrong.within(&place);
                ToolsError::Task {
                    task: format!("{}-{}", self.name, spec.name),
                    case: match template.cases() {
                        1 => String::new(),
                        _ => format!(" (case {})", case + 1),
                    },
                    reason: format!("{}: {}", field.field, field.reason),
                }
            })?;
            let steps = def.distance_at_start().steps().unwrap_or_default();
            (least, most) = (least.min(steps), most.max(steps));
            let start = Tools::initial(&def, &mut Enumerated::default());
            let ends: BTreeSet<_> = Tools::near_misses(&def, &start).into_iter().collect();
            few_ends |= ends.len() < NEAR_MISSES;
        }
        Ok(Listed {
            name: first.name,
            summary: first.summary,
            random_percent: first.random_percent,
            distances: least..=most,
            few_ends,
            template,
        })
    }

    fn build(&self, spec: &TaskSpec, surface: Surface) -> Result<Def, Wrong> {
        let setting = self.desks.setting(surface, &self.base, 0);
        let scope = task::Scope {
            setting: &setting,
            policy: &self.policy,
            rules: &self.rules,
            tables: &self.tables,
        };
        task::build(&scope, spec)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its tools, as MCP lists them.
    #[must_use]
    pub fn tools(&self) -> &[Tool] {
        &self.tools
    }
}

/// What is wrong with a task: something in the file, or the task itself.
enum Trouble {
    Wrong(Wrong),
    Task(ToolsError),
}

impl From<Wrong> for Trouble {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<ToolsError> for Trouble {
    fn from(error: ToolsError) -> Self {
        Self::Task(error)
    }
}

/// What the tasks of a domain have agents choose from.
#[derive(Default)]
struct Words {
    asks: BTreeSet<String>,
    tells: BTreeSet<String>,
    reasons: BTreeSet<String>,
}

impl Words {
    fn note(&mut self, task: &TaskSpec) {
        self.asks
            .extend(task.ask.iter().map(|ask| ask.about.clone()));
        self.tells
            .extend(task.tell.iter().map(|tell| tell.what.clone()));
        let ends = task.hand_over.iter().chain(&task.wrong_hand_overs);
        self.reasons.extend(ends.map(|end| end.reason.clone()));
    }

    fn desks(&self, pack: Pack) -> Result<Desks<()>, String> {
        let [asks, tells, reasons] = [&self.asks, &self.tells, &self.reasons]
            .map(|words| words.iter().map(String::as_str).collect::<Vec<_>>());
        let desk = Desk {
            tools: &[],
            locked: &[],
            asks: &asks,
            tells: &tells,
            tells_amounts: false,
            reasons: &reasons,
        };
        Desks::of(pack, desk, MENDING)
    }
}

fn filled(template: &Template, case: usize) -> Result<TaskSpec, Wrong> {
    manifest::read_value(template.fill(case)?)
}

fn templates(tasks: Vec<serde_json::Value>) -> Result<Vec<Template>, Wrong> {
    let tasks = match tasks.is_empty() {
        true => vec![manifest::read(SANDBOX)?],
        false => tasks,
    };
    let mut all = vec![];
    for (number, task) in tasks.into_iter().enumerate() {
        let place = format!("tasks[{number}]");
        all.push(Template::read(task).map_err(|wrong| wrong.within(&place))?);
    }
    let instances: usize = all.iter().map(Template::cases).sum();
    if instances > MAX_INSTANCES {
        let reason =
            format!("{instances} tasks with their cases; expected at most {MAX_INSTANCES}");
        return Err(Wrong::new("tasks", reason));
    }
    Ok(all)
}

/// What tools without a domain's file are: a domain with their name, no tables, and nothing to do.
fn bare(place: &Place) -> Result<Manifest, ToolsError> {
    let artefact = place.artefact(None)?;
    let stem = Path::new(&artefact).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy().to_ascii_lowercase();
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    let name = name.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let name: String = name.chars().take(MAX_NAME).collect();
    let name = match name.trim_end_matches('-') {
        "" => "tools",
        name => name,
    };
    Ok(Manifest {
        name: name.to_owned(),
        version: 1,
        tools: Some(artefact),
        policy: String::new(),
        rules: vec![],
        tables: vec![],
        tasks: vec![],
    })
}

/// Names of domains and tasks, which are parts of ids.
fn check_name(name: &str) -> Result<(), Wrong> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= MAX_NAME
        && name.bytes().all(letter)
        && !name.ends_with('-')
        && !name.contains("--");
    if !good {
        let reason = format!(
            "`{}`: expected 1 to {MAX_NAME} of a-z, 0-9 and `-`, a letter first",
            name.chars().take(80).collect::<String>()
        );
        return Err(Wrong::new("name", reason));
    }
    let own = DOMAINS.iter().map(|domain| domain.name);
    if own.chain(["tau2"]).any(|own| own == name) {
        return Err(Wrong::new("name", format!("`{name}` is a domain already")));
    }
    Ok(())
}

fn load(name: &str, artefact: &str, bytes: &[u8]) -> Result<Pack, ToolsError> {
    match files::language(artefact)? {
        Language::Wasm => Ok(Pack::load(&Sandbox::new(Limits::default())?, name, bytes)?),
        Language::Wat => {
            let text = files::text(bytes.to_vec(), artefact)?;
            Ok(Pack::load_text(
                &Sandbox::new(Limits::default())?,
                name,
                &text,
            )?)
        }
        Language::Python => python(name, artefact, bytes),
    }
}

#[cfg(feature = "python")]
fn python(name: &str, _: &str, bytes: &[u8]) -> Result<Pack, ToolsError> {
    use std::sync::{Mutex, PoisonError};
    use truestep_sandbox::python::{Pool, Python};
    // Opening the guest is dear, and what is opened is shared.
    static OPENED: Mutex<Option<Python>> = Mutex::new(None);
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    let python = match &*opened {
        Some(python) => python.clone(),
        None => Python::open(Pool::Tools, Limits::python(), &mut crate::guest::tell)?,
    };
    *opened = Some(python.clone());
    Ok(python.load(name, bytes)?.into())
}

#[cfg(not(feature = "python"))]
fn python(_: &str, artefact: &str, _: &[u8]) -> Result<Pack, ToolsError> {
    Err(ToolsError::NoPython {
        file: artefact.into(),
    })
}
