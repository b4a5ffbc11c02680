//! The arguments that say in which world a command works.

use clap::{Args, ValueHint};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};
use truestep_core::chance::Seed;
use truestep_envs::{CatalogSource, DEFAULT_CATALOG_SEED, DEFAULT_PRODUCTS, WorldOptions};

/// Where the shop's catalogue comes from.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "World")]
pub(crate) struct WorldArgs {
    /// Folder with a catalogue in WebShop's format (items_shuffle*.json, items_ins_v2*.json, items_human_ins.json), or a file
    /// that `Catalog::save` wrote
    #[arg(long, value_name = "DIR|FILE", value_hint = ValueHint::AnyPath, conflicts_with_all = ["products", "catalog_seed"])]
    catalog: Option<PathBuf>,
    /// Products of the generated catalogue
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PRODUCTS, value_parser = clap::value_parser!(u32).range(1..=1_180_000))]
    products: u32,
    /// Seed of the generated catalogue
    #[arg(long, value_name = "S", default_value_t = DEFAULT_CATALOG_SEED.0)]
    catalog_seed: u64,
}

impl WorldArgs {
    /// The options they amount to.
    #[must_use]
    pub(crate) fn options(&self) -> WorldOptions {
        let catalog = match &self.catalog {
            Some(folder) => CatalogSource::Folder(folder.clone()),
            None => CatalogSource::Generated {
                products: self.products,
                seed: Seed(self.catalog_seed),
            },
        };
        WorldOptions { catalog }
    }

    /// The folder or file of the catalogue, if one is named.
    #[must_use]
    pub(crate) fn catalog(&self) -> Option<&Path> {
        self.catalog.as_deref()
    }

    /// The arguments again, for a process of the same program.
    pub(crate) fn as_arguments(&self) -> Vec<OsString> {
        match &self.catalog {
            Some(folder) => vec!["--catalog".into(), folder.into()],
            None => vec![
                "--products".into(),
                self.products.to_string().into(),
                "--catalog-seed".into(),
                self.catalog_seed.to_string().into(),
            ],
        }
    }
}
