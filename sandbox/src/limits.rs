//! What a pack may use: one list of limits, each with the range it can be set to.

use serde::Serialize;
use std::fmt;

/// One thing that is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Fuel of one call, in wasmtime's units: about one an instruction, and what the imports charge.
    Fuel,
    /// Linear memory of one instance, in bytes.
    MemoryBytes,
    /// Native stack of one call, in bytes. The thread that calls must have this much left, and some for the host.
    StackBytes,
    /// Instances that can live at the same time, over all packs of the sandbox.
    Instances,
    /// Size of a module, in bytes; bounds what compiling it can cost.
    ModuleBytes,
    /// The request of one call as JSON, in bytes.
    RequestBytes,
    /// The reply of one call as JSON, in bytes.
    ReplyBytes,
    /// One value of a table, in bytes.
    ValueBytes,
    /// All rows of all tables that differ from their base, in bytes.
    ChangedBytes,
    /// Imports that one call may use.
    HostCalls,
    /// Bytes that one call may move through imports, both ways.
    HostBytes,
    /// Files that one run may write, in bytes. A pack has none.
    FileBytes,
    /// Both outputs of one run together, in bytes. A pack has none.
    OutputBytes,
}

/// A limit's name, smallest, usual and largest value.
struct Row(Limit, &'static str, u64, u64, u64);

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const COUNT: usize = 13;

/// In the order of [`Limit`]. The stack is a quarter of what Rust gives a thread that is not the main one (2 MiB).
const LIMITS: [Row; COUNT] = [
    Row(Limit::Fuel, "fuel", 1_000, 100_000_000, 1_000_000_000_000),
    Row(
        Limit::MemoryBytes,
        "memory_bytes",
        64 * KIB,
        16 * MIB,
        1_024 * MIB,
    ),
    Row(
        Limit::StackBytes,
        "stack_bytes",
        64 * KIB,
        512 * KIB,
        2 * MIB,
    ),
    Row(Limit::Instances, "instances", 1, 64, 1_000),
    Row(Limit::ModuleBytes, "module_bytes", KIB, 4 * MIB, 64 * MIB),
    Row(Limit::RequestBytes, "request_bytes", 64, 64 * KIB, 16 * MIB),
    Row(Limit::ReplyBytes, "reply_bytes", 64, 256 * KIB, 16 * MIB),
    Row(Limit::ValueBytes, "value_bytes", 16, 64 * KIB, 16 * MIB),
    Row(
        Limit::ChangedBytes,
        "changed_bytes",
        KIB,
        16 * MIB,
        1_024 * MIB,
    ),
    Row(Limit::HostCalls, "host_calls", 1, 100_000, 100_000_000),
    Row(Limit::HostBytes, "host_bytes", KIB, 16 * MIB, 1_024 * MIB),
    Row(Limit::FileBytes, "file_bytes", KIB, 64 * MIB, 1_024 * MIB),
    Row(Limit::OutputBytes, "output_bytes", KIB, MIB, 64 * MIB),
];

/// What is different where the guest is an interpreter. Its stack is one of its own, and not limited here.
#[cfg(feature = "python")]
const OF_PYTHON: [(Limit, u64); 8] = [
    (Limit::Fuel, 10_000_000_000),
    (Limit::MemoryBytes, 256 * MIB),
    (Limit::Instances, 16),
    (Limit::ModuleBytes, 4 * MIB),
    (Limit::RequestBytes, MIB),
    (Limit::ReplyBytes, 4 * MIB),
    (Limit::HostCalls, 2_000_000),
    (Limit::HostBytes, 256 * MIB),
];

impl Limit {
    /// Every limit, in a fixed order.
    pub fn all() -> impl Iterator<Item = Self> {
        LIMITS.iter().map(|row| row.0)
    }

    /// The limit of this name, such as `memory_bytes`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        LIMITS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    fn row(self) -> &'static Row {
        &LIMITS[self as usize]
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().1)
    }
}

/// A limit was set outside its range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("limit `{limit}` cannot be {value}; expected {least} to {most}")]
pub struct BadLimit {
    /// Which limit.
    pub limit: Limit,
    /// The value asked for.
    pub value: u64,
    /// Smallest value.
    pub least: u64,
    /// Largest value.
    pub most: u64,
}

/// The limits of a sandbox. Fuel spent is a fact of a call, the same on every machine; the limits are part of what a
/// task's outcome depends on.
///
/// ```
/// use truestep_sandbox::{Limit, Limits};
/// let limits = Limits::default().with(Limit::Fuel, 2_000_000)?;
/// assert_eq!(limits.of(Limit::Fuel), 2_000_000);
/// let none = limits.with(Limit::Instances, 0).unwrap_err();
/// assert_eq!(none.to_string(), "limit `instances` cannot be 0; expected 1 to 1000");
/// # Ok::<(), truestep_sandbox::BadLimit>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits([u64; COUNT]);

impl Default for Limits {
    fn default() -> Self {
        Self(LIMITS.map(|row| row.3))
    }
}

impl Limits {
    /// The usual limits of Python: more fuel and memory than a pack, fewer instances. The limit
    /// `stack_bytes` says nothing of it: Python has a stack of its own.
    #[cfg(feature = "python")]
    #[must_use]
    pub fn python() -> Self {
        let mut limits = Self::default();
        for (limit, value) in OF_PYTHON {
            limits.0[limit as usize] = value;
        }
        limits
    }

    /// These limits with one set to `value`.
    ///
    /// # Errors
    /// If the value lies outside the limit's range.
    pub fn with(mut self, limit: Limit, value: u64) -> Result<Self, BadLimit> {
        let &Row(_, _, least, _, most) = limit.row();
        if !(least..=most).contains(&value) {
            return Err(BadLimit {
                limit,
                value,
                least,
                most,
            });
        }
        self.0[limit as usize] = value;
        Ok(self)
    }

    /// The value of a limit.
    #[must_use]
    pub fn of(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    /// The value of a limit as a size.
    pub(crate) fn size(&self, limit: Limit) -> usize {
        usize::try_from(self.of(limit)).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_the_order_of_the_limits_and_each_usual_value_lies_in_its_range() {
        for (place, limit) in Limit::all().enumerate() {
            assert_eq!(place, limit as usize);
            assert_eq!(Limit::named(&limit.to_string()), Some(limit));
            let usual = Limits::default().of(limit);
            assert!(Limits::default().with(limit, usual).is_ok());
        }
    }

    #[cfg(feature = "python")]
    #[test]
    fn what_is_usual_for_python_lies_in_its_range() {
        for limit in Limit::all() {
            let usual = Limits::python().of(limit);
            assert!(Limits::default().with(limit, usual).is_ok());
        }
    }

    #[test]
    fn a_value_outside_its_range_is_refused_and_names_the_range() {
        for limit in Limit::all() {
            for value in [0, u64::MAX] {
                let refused = Limits::default().with(limit, value).unwrap_err();
                assert_eq!((refused.limit, refused.value), (limit, value));
            }
        }
    }
}
