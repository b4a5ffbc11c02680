//! A domain with its data: what all runs of all its tasks share.

use super::{
    domain::{Domain, PolicyFiles},
    error::Tau2Error,
    hash::{self, SortedRows},
    load::{self, Databases, TaskSet},
    python::Py,
    rows::{self, Layout},
    task::{Requestor, Task},
};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{Arc, OnceLock},
};
use truestep_sandbox::{Access, Grants, Key, Pack, Sandbox, Tables, ValueKind};

/// A domain with its data and its pack.
#[derive(Debug)]
pub struct World {
    domain: &'static Domain,
    pack: Pack,
    grants: Grants,
    start: Tables,
    layout: Layout,
    policies: PolicyFiles,
    tasks: TaskSet,
    sorted: OnceLock<SortedRows>,
}

impl World {
    /// Read a domain's folder of tau2's data.
    ///
    /// # Errors
    /// If a file is missing or is not as tau2 writes it, or the pack does not load.
    pub fn load(
        sandbox: &Sandbox,
        domain: &'static Domain,
        folder: &Path,
    ) -> Result<Arc<Self>, Tau2Error> {
        let policies = load::policies(folder)?;
        let databases = load::databases(domain, folder)?;
        let tasks = load::task_set(folder)?;
        Self::build(sandbox, domain, &databases, policies, tasks)
    }

    /// A domain with databases and tasks of one's own.
    ///
    /// # Errors
    /// If a database does not fit its model, or the pack does not load.
    pub fn of(
        sandbox: &Sandbox,
        domain: &'static Domain,
        db: Py,
        user_db: Py,
        tasks: Vec<Task>,
    ) -> Result<Arc<Self>, Tau2Error> {
        let user = domain.user.is_some();
        let databases = Databases {
            assistant: load::database(domain, Requestor::Assistant, db)?,
            user: user
                .then(|| load::database(domain, Requestor::User, user_db))
                .transpose()?,
        };
        let tasks = TaskSet {
            tasks,
            ..TaskSet::default()
        };
        Self::build(sandbox, domain, &databases, PolicyFiles::new(), tasks)
    }

    fn build(
        sandbox: &Sandbox,
        domain: &'static Domain,
        databases: &Databases,
        policies: PolicyFiles,
        tasks: TaskSet,
    ) -> Result<Arc<Self>, Tau2Error> {
        let user = databases.user.as_ref().map(|db| (Requestor::User, db));
        let sides: Vec<_> = std::iter::once((Requestor::Assistant, &databases.assistant))
            .chain(user)
            .collect();
        let (layout, base) = rows::base(domain, &sides)?;
        let names = base.specs().map(|spec| spec.name.as_str());
        let access = |name: &str| {
            if domain.writes.contains(&name) {
                Access::Write
            } else {
                Access::Read
            }
        };
        let granted: Vec<_> = names
            .filter_map(|name| Some((base.table(name)?, access(name))))
            .collect();
        Ok(Arc::new(Self {
            pack: Pack::load(sandbox, &format!("tau2_{}", domain.name), domain.pack)?,
            grants: Grants::new(&base, &granted),
            start: Tables::new(base),
            sorted: OnceLock::new(),
            domain,
            layout,
            policies,
            tasks,
        }))
    }

    /// The same domain as a Python process has it that has played other tasks before.
    ///
    /// Objects of a class live as long as the process, and what one task does to them the next one finds; see
    /// [`Domain::after_other_tasks`]. Recorded runs come from such processes. A world is otherwise that of a new process,
    /// where no task sees another.
    #[must_use]
    pub fn after_other_tasks(&self) -> Arc<Self> {
        let mut start = self.start.clone();
        for (table, key, value) in self.domain.after_other_tasks {
            let table = start.base().table(table);
            let value = truestep_sandbox::Value::read(ValueKind::Bytes, value.as_bytes()).ok();
            if let Some(table) = table {
                start.set(table, Key::Text((*key).into()), value);
            }
        }
        Arc::new(Self {
            domain: self.domain,
            pack: self.pack.clone(),
            grants: self.grants.clone(),
            start,
            layout: self.layout.clone(),
            policies: self.policies.clone(),
            tasks: self.tasks.clone(),
            sorted: OnceLock::new(),
        })
    }

    /// The domain.
    #[must_use]
    pub fn domain(&self) -> &'static Domain {
        self.domain
    }

    /// The tables as the files have them.
    #[must_use]
    pub fn start(&self) -> &Tables {
        &self.start
    }

    /// The tasks.
    #[must_use]
    pub fn tasks(&self) -> &TaskSet {
        &self.tasks
    }

    /// The task of this id.
    ///
    /// # Errors
    /// If there is none.
    pub fn task(&self, id: &str) -> Result<&Task, Tau2Error> {
        let tasks = &self.tasks.tasks;
        let found = tasks.iter().find(|task| task.id == id);
        found.ok_or_else(|| Tau2Error::NoTask {
            id: id.chars().take(80).collect(),
            domain: self.domain.name.into(),
            tasks: tasks.len(),
        })
    }

    /// The agent's policy in a variant (`""` where a domain has one), for an agent with a user or without.
    ///
    /// # Errors
    /// If its file is missing, or there is no such variant.
    pub fn policy(&self, variant: &str, solo: bool) -> Result<String, Tau2Error> {
        let policy = (self.domain.policy)(&self.policies, variant, solo);
        policy.map_err(|missing| Tau2Error::NoPolicy {
            domain: self.domain.name,
            missing,
        })
    }

    /// The tools of one side as an API takes them, in tau2's order: `{"type": "function", "function": {...}}`.
    #[must_use]
    pub fn schemas(&self, of: Requestor) -> Vec<Value> {
        let toolkit = self.domain.toolkit(of);
        let names = toolkit.map_or(&[][..], |toolkit| toolkit.tools);
        let tool = |(name, _): &(&str, _)| {
            let tools = self.pack.tools();
            let tool = tools.iter().find(|tool| tool.name == *name)?;
            let function = json!({
                "name": tool.name,
                "description": tool.description,
                "parameters": tool.input_schema,
            });
            Some(json!({"type": "function", "function": function}))
        };
        names.iter().filter_map(tool).collect()
    }

    pub(super) fn pack(&self) -> &Pack {
        &self.pack
    }

    pub(super) fn grants(&self) -> &Grants {
        &self.grants
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn sorted_rows(&self) -> &SortedRows {
        self.sorted
            .get_or_init(|| hash::sort_rows(&self.start, self.layout.places.iter()))
    }
}
