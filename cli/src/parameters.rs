//! Parameters of tasks on the command line.

use crate::through::{Make, through};
use anyhow::{Result, bail};
use clap::Args;
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{
    registry::{Family, Prepared, Registry, TaskError},
    task::Task,
};

/// The parameters that every task of a command is made with.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ParameterArgs {
    /// Make the tasks with this parameter; the cards of the environments name those there are [repeatable]
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = parameter)]
    set: Vec<(String, String)>,
}

fn parameter(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE, such as `names=shuffled`".to_owned()),
    }
}

impl ParameterArgs {
    /// Whether none was given.
    pub(crate) fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// `registry`, whose tasks have these parameters. The tasks say so themselves: what is recorded is made again without.
    ///
    /// # Errors
    /// If a parameter is given twice.
    pub(crate) fn over(&self, registry: &Registry) -> Result<Registry> {
        let mut given = BTreeMap::new();
        for (name, value) in &self.set {
            if let Some(before) = given.insert(name.clone(), value.clone()) {
                bail!(
                    "`--set {name}=` is given twice, with `{before}` and `{value}`: leave one out"
                );
            }
        }
        Ok(match given.is_empty() {
            true => registry.clone(),
            false => through(registry, &With(given)),
        })
    }
}

/// Makes tasks with these parameters.
#[derive(Clone)]
struct With(BTreeMap<String, String>);

impl Make for With {
    fn make(
        &self,
        family: &dyn Family,
        task: &Task,
    ) -> std::result::Result<Arc<dyn Prepared>, TaskError> {
        let mut task = task.clone();
        for (name, value) in &self.0 {
            task.parameters
                .entry(name.clone())
                .or_insert_with(|| value.clone());
        }
        family.prepare(&task)
    }
}
