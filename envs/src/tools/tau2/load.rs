//! Reading a user's copy of tau2's data.
//!
//! A domain's folder has `db` and, where the user has tools, `user_db` (each `.json` or `.toml`), `tasks.json`, perhaps
//! `split_tasks.json`, and policies as `.md`. Every file is bounded, and every refusal names the file.

use super::{
    domain::{Domain, PolicyFiles},
    error::Tau2Error,
    python::Py,
    task::{Requestor, Task},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};
use truestep_core::json::words;

/// A file, at most: twenty times the largest that tau2 has.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// What a domain's folder holds, databases aside.
#[derive(Clone, Debug, Default)]
pub struct TaskSet {
    /// The tasks, in the file's order.
    pub tasks: Vec<Task>,
    /// Ids of tasks by split.
    pub splits: BTreeMap<String, Vec<String>>,
}

/// The databases of a domain, read by their models.
#[derive(Clone, Debug)]
pub(super) struct Databases {
    pub(super) assistant: Py,
    pub(super) user: Option<Py>,
}

/// The text of a file.
pub(super) fn text(path: &Path, expected: &'static str) -> Result<String, Tau2Error> {
    let failed = |reason: std::io::Error| Tau2Error::File {
        path: path.to_owned(),
        reason: reason.to_string(),
        expected,
    };
    let mut text = String::new();
    // One byte more than allowed: what grows while it is read is seen as well.
    let file = File::open(path).map_err(failed)?;
    let mut file = file.take(MAX_FILE_BYTES + 1);
    file.read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > MAX_FILE_BYTES {
        let bytes = std::fs::metadata(path).map_or(text.len() as u64, |meta| meta.len());
        return Err(Tau2Error::TooLarge {
            path: path.to_owned(),
            bytes,
            most: MAX_FILE_BYTES,
        });
    }
    Ok(text)
}

fn document<T: serde::de::DeserializeOwned>(
    path: &Path,
    expected: &'static str,
) -> Result<T, Tau2Error> {
    let text = text(path, expected)?;
    let read = if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        toml::from_str(&text).map_err(|error| error.to_string())
    } else {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    };
    read.map_err(|reason| Tau2Error::File {
        path: path.to_owned(),
        reason: words(&reason)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        expected,
    })
}

/// The file of this name in JSON or TOML; JSON is named where there is neither.
fn either(folder: &Path, name: &str) -> PathBuf {
    let toml = folder.join(format!("{name}.toml"));
    if toml.is_file() {
        toml
    } else {
        folder.join(format!("{name}.json"))
    }
}

/// Read a database by its side's model.
pub(super) fn database(domain: &Domain, side: Requestor, db: Py) -> Result<Py, Tau2Error> {
    let Some(toolkit) = domain.toolkit(side) else {
        return Ok(Py::Dict(vec![]));
    };
    let read = toolkit.database.read(db);
    read.map_err(|misfit| Tau2Error::Misfit {
        what: format!("the {} database of {}", side.name(), domain.name),
        misfit,
    })
}

pub(super) fn databases(domain: &Domain, folder: &Path) -> Result<Databases, Tau2Error> {
    let expected = "tau2's database of the domain";
    let read = |side, name| {
        let db = document(&either(folder, name), expected)?;
        database(domain, side, db)
    };
    let user = domain.user.is_some();
    Ok(Databases {
        assistant: read(Requestor::Assistant, "db")?,
        user: user.then(|| read(Requestor::User, "user_db")).transpose()?,
    })
}

/// Every file of a domain's folder that is read, in order of name.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, Tau2Error> {
    let mut all: Vec<PathBuf> = vec![either(folder, "db"), either(folder, "tasks")];
    all.extend(["user_db", "split_tasks"].map(|name| either(folder, name)));
    all.extend(
        policies(folder)?
            .keys()
            .map(|name| folder.join(format!("{name}.md"))),
    );
    all.retain(|path| path.is_file());
    all.sort();
    Ok(all)
}

/// Every `.md` file of a folder, by name.
pub(super) fn policies(folder: &Path) -> Result<PolicyFiles, Tau2Error> {
    let expected = "a domain's folder of tau2's data";
    let failed = |error: std::io::Error| Tau2Error::File {
        path: folder.to_owned(),
        reason: error.to_string(),
        expected,
    };
    let mut files = PolicyFiles::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let markdown = path.extension().is_some_and(|extension| extension == "md");
        if let Some(name) = path.file_stem().and_then(|name| name.to_str())
            && markdown
        {
            files.insert(name.to_owned(), text(&path, "a policy")?);
        }
    }
    Ok(files)
}

/// Tasks under a name, as some of tau2's files have them.
#[derive(serde::Deserialize)]
struct Named {
    tasks: Vec<Task>,
}

/// Read the tasks of a domain's folder, `tasks.json`, and their splits: also of a domain whose tools are not here.
///
/// # Errors
/// If there are none, or they are not as tau2 writes them.
pub fn task_set(folder: &Path) -> Result<TaskSet, Tau2Error> {
    tasks_of(folder, "tasks")
}

/// Read the tasks of the file `NAME.json` of a domain's folder, and their splits from `split_NAME.json`.
///
/// # Errors
/// If there are none, or they are not as tau2 writes them.
pub fn tasks_of(folder: &Path, name: &str) -> Result<TaskSet, Tau2Error> {
    let path = either(folder, name);
    let expected = "tau2's tasks";
    let tasks = match document(&path, expected)? {
        Py::List(_) => document(&path, expected)?,
        _ => document::<Named>(&path, expected)?.tasks,
    };
    let split = folder.join(format!("split_{name}.json"));
    let splits = if split.is_file() {
        document(&split, "ids of tasks by name of a split")?
    } else {
        BTreeMap::new()
    };
    Ok(TaskSet { tasks, splits })
}

impl TaskSet {
    /// The tasks of a split, in the order of the tasks' file.
    ///
    /// # Errors
    /// If there is no such split.
    pub fn split(&self, name: &str) -> Result<Vec<&Task>, Tau2Error> {
        let ids = self.splits.get(name).ok_or_else(|| Tau2Error::NoSplit {
            name: name.to_owned(),
            splits: self.splits.keys().cloned().collect(),
        })?;
        let ids: BTreeSet<&String> = ids.iter().collect();
        let tasks = self.tasks.iter();
        Ok(tasks.filter(|task| ids.contains(&task.id)).collect())
    }

    /// Tools and functions that the tasks use and the domain's pack does not have; all of them where no domain is given.
    #[must_use]
    pub fn missing(&self, domain: Option<&Domain>) -> BTreeSet<(Requestor, String)> {
        let there = |side, name: &str| {
            let toolkit = domain.and_then(|domain| domain.toolkit(side));
            toolkit.is_some_and(|toolkit| toolkit.has_function(name))
        };
        let used = self.tasks.iter().flat_map(Task::functions);
        used.filter(|(side, name)| !there(*side, name))
            .map(|(side, name)| (side, name.to_owned()))
            .collect()
    }
}
