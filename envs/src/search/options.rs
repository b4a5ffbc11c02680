//! What can be chosen about the wiki.

use super::{
    tasks::ENV,
    world::{FEWEST_PAGES, MOST_PAGES, WikiSpec},
};
use truestep_core::{
    chance::Seed,
    options::{BadOption, Given, OptionKind, WorldOption},
};

/// Pages of the wiki unless told otherwise.
pub const DEFAULT_PAGES: u32 = 10_000;
/// Seed of the wiki unless told otherwise.
pub const DEFAULT_WIKI_SEED: Seed = Seed(1);

const PAGES: &str = "pages";
const SEED: &str = "wiki-seed";

/// The wiki unless told otherwise.
#[must_use]
pub fn default_wiki() -> WikiSpec {
    WikiSpec {
        seed: DEFAULT_WIKI_SEED,
        pages: DEFAULT_PAGES,
    }
}

/// The options.
#[must_use]
pub fn options() -> Vec<WorldOption> {
    vec![
        WorldOption {
            env: ENV,
            name: PAGES,
            value_name: "N",
            summary: "Pages of the wiki",
            kind: OptionKind::Number {
                min: FEWEST_PAGES.into(),
                max: MOST_PAGES.into(),
            },
            default: Some(DEFAULT_PAGES.to_string()),
            conflicts: &[],
        },
        WorldOption {
            env: ENV,
            name: SEED,
            value_name: "S",
            summary: "Seed of the wiki",
            kind: OptionKind::Number {
                min: 0,
                max: u64::MAX,
            },
            default: Some(DEFAULT_WIKI_SEED.0.to_string()),
            conflicts: &[],
        },
    ]
}

/// The wiki that was chosen.
///
/// # Errors
/// [`BadOption`] for a value that is none of its option's.
pub fn wiki(given: &Given) -> Result<WikiSpec, BadOption> {
    let pages = match given.number(PAGES).transpose()? {
        None => DEFAULT_PAGES,
        Some(number) => u32::try_from(number)
            .ok()
            .filter(|n| (FEWEST_PAGES..=MOST_PAGES).contains(n))
            .ok_or_else(|| BadOption {
                name: PAGES.into(),
                value: number.to_string(),
                expected: format!("{FEWEST_PAGES} to {MOST_PAGES}"),
            })?,
    };
    let seed = given.number(SEED).transpose()?;
    Ok(WikiSpec {
        seed: seed.map_or(DEFAULT_WIKI_SEED, Seed),
        pages,
    })
}
