//! How much memory environments take, as the system counts it.

use super::{Figure, plan::Recorded};
use anyhow::Result;
use std::sync::Arc;
use truestep_core::{
    chance::Seed,
    host::{Capabilities, ShardBuilder},
    registry::{Prepared, Registry, TaskError},
    task::Task,
};

/// Environments loaded for the measurement.
const ENVIRONMENTS: usize = 20_000;
/// Definitions made for the measurement.
const DEFINITIONS: usize = 1_000;

/// Resident memory of this process in bytes; `None` where the system does not say.
pub(super) fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0)
}

/// Measure bytes per running environment and per definition.
pub(super) fn measure(
    registry: &Registry,
    env: &str,
    played: &Recorded,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let Some(before) = resident_bytes() else {
        return Ok(());
    };
    let prepared = played.tasks().next();
    if let Some(prepared) = prepared {
        let mut builder = ShardBuilder::default();
        prepared.install(&mut builder);
        let mut shard = builder.build(ENVIRONMENTS);
        for slot in 0..ENVIRONMENTS {
            prepared.load(&mut shard, slot, slot as u32, &Capabilities::bare())?;
        }
        let after = resident_bytes().unwrap_or(before);
        figures.push(Figure::new(
            format!("{env}: running environment"),
            (after - before).max(0.0) / ENVIRONMENTS as f64,
            "bytes",
            "state twice (before and after a step), clock, digests; truth and views come on top",
        ));
        drop(shard);
    }
    let before = resident_bytes().unwrap_or(before);
    let made = definitions(registry, env)?;
    let after = resident_bytes().unwrap_or(before);
    figures.push(Figure::new(
        format!("{env}: definition of a task"),
        (after - before).max(0.0) / made.len().max(1) as f64,
        "bytes",
        "goal, index entries and tables of one task; the catalogue is shared",
    ));
    Ok(())
}

fn definitions(registry: &Registry, env: &str) -> Result<Vec<Arc<dyn Prepared>>> {
    let templates = registry.select(env)?;
    let mut made = vec![];
    for (i, template) in (0..DEFINITIONS).zip(templates.iter().cycle()) {
        match registry.prepare(&Task::new(template.id.clone(), Seed(i as u64))) {
            Ok(prepared) => made.push(prepared),
            Err(TaskError::NoInstance { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(made)
}
