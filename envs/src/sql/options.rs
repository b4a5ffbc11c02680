//! What can be chosen about the databases.

use super::tasks::ENV;
use truestep_core::{
    chance::Seed,
    options::{BadOption, Given, OptionKind, WorldOption},
};

/// Seed of the databases unless told otherwise.
pub const DEFAULT_DATABASE_SEED: Seed = Seed(1);

const SEED: &str = "database-seed";

/// The options.
#[must_use]
pub fn options() -> Vec<WorldOption> {
    vec![WorldOption {
        env: ENV,
        name: SEED,
        value_name: "S",
        summary: "Seed of the databases",
        kind: OptionKind::Number {
            min: 0,
            max: u64::MAX,
        },
        default: Some(DEFAULT_DATABASE_SEED.0.to_string()),
        conflicts: &[],
    }]
}

/// The seed that was chosen.
///
/// # Errors
/// [`BadOption`] for a value that is no number.
pub fn seed(given: &Given) -> Result<Seed, BadOption> {
    let seed = given.number(SEED).transpose()?;
    Ok(seed.map_or(DEFAULT_DATABASE_SEED, Seed))
}
