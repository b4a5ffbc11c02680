//! The worlds environments are set in, and the registry over them.

use std::path::PathBuf;
use std::sync::Arc;
use truestep_core::{
    chance::Seed,
    options::{BadOption, Given, WorldOption},
    registry::{Family, Registry},
};

/// Products of the generated catalogue unless told otherwise.
pub const DEFAULT_PRODUCTS: u32 = 1_000;
/// Seed of the generated catalogue unless told otherwise.
pub const DEFAULT_CATALOG_SEED: Seed = Seed(1);

/// Where the shop's catalogue comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogSource {
    /// Generated: this many products, from this seed.
    Generated {
        /// Number of products, at least 1.
        products: u32,
        /// What they are drawn from.
        seed: Seed,
    },
    /// A folder with WebShop's three JSON files, or a file written by `Catalog::save`.
    Folder(PathBuf),
}

/// What the worlds of a registry are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldOptions {
    /// The shop's catalogue.
    pub catalog: CatalogSource,
    /// What was brought along for `shop/webshop`.
    #[cfg(feature = "shop")]
    pub inputs: crate::shop::options::InputPaths,
    /// The wiki of the search environment.
    #[cfg(feature = "search")]
    pub wiki: crate::search::world::WikiSpec,
    /// The seed of the databases of the sql environment.
    #[cfg(feature = "sql")]
    pub database_seed: Seed,
    /// A copy of tau2-bench's data, whose tasks then stand beside those of the tools environment.
    #[cfg(feature = "tools")]
    pub tau2: Option<PathBuf>,
    /// Tools of a user's own.
    #[cfg(feature = "tools")]
    pub tools: Option<PathBuf>,
    /// Instances of a file, which then stand beside those of the software engineering environment.
    #[cfg(feature = "swe")]
    pub instances: Option<crate::swe::loaded::Paths>,
}

impl Default for WorldOptions {
    fn default() -> Self {
        Self {
            catalog: CatalogSource::Generated {
                products: DEFAULT_PRODUCTS,
                seed: DEFAULT_CATALOG_SEED,
            },
            #[cfg(feature = "shop")]
            inputs: crate::shop::options::InputPaths::default(),
            #[cfg(feature = "search")]
            wiki: crate::search::options::default_wiki(),
            #[cfg(feature = "sql")]
            database_seed: crate::sql::options::DEFAULT_DATABASE_SEED,
            #[cfg(feature = "tools")]
            tau2: None,
            #[cfg(feature = "tools")]
            tools: None,
            #[cfg(feature = "swe")]
            instances: None,
        }
    }
}

/// What can be chosen about the worlds, as each environment declares it.
#[must_use]
pub fn options() -> Vec<WorldOption> {
    #[allow(unused_mut, reason = "there may be nothing to choose")]
    let mut options = vec![];
    #[cfg(feature = "shop")]
    options.extend(crate::shop::options::options());
    #[cfg(feature = "search")]
    options.extend(crate::search::options::options());
    #[cfg(feature = "sql")]
    options.extend(crate::sql::options::options());
    #[cfg(feature = "tools")]
    options.push(crate::tools::tau2::env::data::option());
    #[cfg(feature = "tools")]
    options.extend(crate::tools::options::options());
    #[cfg(feature = "swe")]
    options.extend(crate::swe::loaded::options());
    options
}

impl WorldOptions {
    /// The worlds that were chosen.
    ///
    /// # Errors
    /// [`WorldError::Option`] for a value that is none of its option's.
    #[cfg_attr(
        not(any(
            feature = "shop",
            feature = "search",
            feature = "sql",
            feature = "swe",
            feature = "tools"
        )),
        allow(unused_variables, reason = "nothing can be chosen")
    )]
    pub fn read(given: &Given) -> Result<Self, WorldError> {
        #[cfg(feature = "shop")]
        let catalog = crate::shop::options::catalog_source(given)?;
        #[cfg(not(feature = "shop"))]
        let catalog = Self::default().catalog;
        Ok(Self {
            catalog,
            #[cfg(feature = "shop")]
            inputs: crate::shop::options::input_paths(given),
            #[cfg(feature = "search")]
            wiki: crate::search::options::wiki(given)?,
            #[cfg(feature = "sql")]
            database_seed: crate::sql::options::seed(given)?,
            #[cfg(feature = "tools")]
            tau2: crate::tools::tau2::env::data::folder(given),
            #[cfg(feature = "tools")]
            tools: crate::tools::options::tools(given),
            #[cfg(feature = "swe")]
            instances: crate::swe::loaded::paths(given)?,
        })
    }
}

/// Why a world cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// A value that is none of its option's.
    #[error(transparent)]
    Option(#[from] BadOption),
    /// There is nothing of that name.
    #[cfg(feature = "shop")]
    #[error("there is no catalogue `{path}`; expected a folder with WebShop's data files, or a file written by `Catalog::save`", path = path.display())]
    NoCatalog {
        /// The name.
        path: PathBuf,
    },
    /// It is a device or a pipe.
    #[cfg(feature = "shop")]
    #[error("the catalogue `{path}` is neither a folder nor an ordinary file; expected a folder with WebShop's data files, or a file written by `Catalog::save`", path = path.display())]
    NoOrdinaryCatalog {
        /// The name.
        path: PathBuf,
    },
    /// The catalogue cannot be generated or read.
    #[cfg(feature = "shop")]
    #[error(transparent)]
    Catalog(#[from] crate::shop::catalog::CatalogError),
    /// Nouns or goals that were brought along cannot be used.
    #[cfg(feature = "shop")]
    #[error(transparent)]
    Inputs(#[from] crate::shop::compat::inputs::InputError),
    /// A copy of tau2-bench's data cannot be used.
    #[cfg(feature = "tools")]
    #[error(transparent)]
    Tau2(#[from] crate::tools::tau2::Tau2Error),
    /// A user's tools cannot be used.
    #[cfg(feature = "tools")]
    #[error(transparent)]
    Tools(#[from] crate::tools::user::ToolsError),
    /// A file of instances cannot be used.
    #[cfg(feature = "swe")]
    #[error(transparent)]
    Instances(#[from] crate::swe::loaded::LoadError),
}

/// Every environment, over the worlds `options` names.
///
/// # Errors
/// [`WorldError`] if a world cannot be made.
#[cfg_attr(
    not(any(
        feature = "shop",
        feature = "search",
        feature = "sql",
        feature = "swe",
        feature = "tools"
    )),
    allow(unused_variables, reason = "nothing can be chosen")
)]
pub fn registry(options: &WorldOptions) -> Result<Registry, WorldError> {
    let families: Vec<Arc<dyn Family>> = vec![
        #[cfg(feature = "shop")]
        Arc::new(open_shop(options)?),
        #[cfg(feature = "data")]
        Arc::new(crate::data::DataFamily),
        #[cfg(feature = "diagnostic")]
        Arc::new(crate::diagnostic::DiagnosticFamily),
        #[cfg(feature = "tools")]
        open_tools(options)?,
        #[cfg(feature = "search")]
        Arc::new(crate::search::Search::new(options.wiki)),
        #[cfg(feature = "gui")]
        Arc::new(crate::gui::GuiFamily),
        #[cfg(feature = "gui")]
        Arc::new(crate::gui::GuiMadeFamily),
        #[cfg(feature = "gui")]
        Arc::new(crate::gui::GuiDayFamily),
        #[cfg(feature = "gui")]
        Arc::new(crate::gui::GuiDeskFamily),
        #[cfg(feature = "sql")]
        Arc::new(crate::sql::Sql::new(options.database_seed)),
        #[cfg(feature = "swe")]
        open_swe(options)?,
    ];
    Ok(Registry::new(families))
}

#[cfg(feature = "tools")]
fn open_tools(options: &WorldOptions) -> Result<Arc<dyn Family>, WorldError> {
    use crate::tools::tau2::env::{Data, Tau2Tools};
    let tools: Arc<dyn Family> = match &options.tools {
        None => Arc::new(crate::tools::ToolsFamily),
        Some(path) => Arc::new(crate::tools::user::WithTools::open(path)?),
    };
    Ok(match &options.tau2 {
        Some(folder) => Arc::new(Tau2Tools::new(tools, Data::load(folder)?)),
        None => tools,
    })
}

#[cfg(feature = "swe")]
fn open_swe(options: &WorldOptions) -> Result<Arc<dyn Family>, WorldError> {
    use crate::swe::{
        SweFamily,
        loaded::{Instances, WithInstances},
    };
    let Some(paths) = &options.instances else {
        return Ok(Arc::new(SweFamily));
    };
    let instances = Instances::load(paths)?;
    for skipped in instances.skipped() {
        tracing::warn!("not used: {skipped}");
    }
    Ok(Arc::new(WithInstances::new(Arc::new(SweFamily), instances)))
}

#[cfg(feature = "shop")]
fn open_shop(options: &WorldOptions) -> Result<crate::shop::Shop, WorldError> {
    use crate::shop::{Shop, compat::inputs::Inputs};
    let catalog = open_catalog(&options.catalog)?;
    let (nouns, goals) = (
        options.inputs.nouns.as_deref(),
        options.inputs.goals.as_deref(),
    );
    if nouns.is_none() && goals.is_none() {
        return Ok(Shop::new(catalog));
    }
    let inputs = Inputs::read(nouns, goals, &catalog)?;
    Ok(Shop::new(catalog).with_inputs(inputs))
}

/// The shop's catalogue, generated or read.
///
/// # Errors
/// [`WorldError`] if it cannot be made.
#[cfg(feature = "shop")]
pub fn open_catalog(
    source: &CatalogSource,
) -> Result<Arc<crate::shop::catalog::Catalog>, WorldError> {
    use crate::shop::catalog::{Catalog, CatalogSpec};
    let made = match source {
        CatalogSource::Generated { products, seed } => Catalog::generate(CatalogSpec {
            seed: seed.0,
            products: *products,
        })?,
        CatalogSource::Folder(path) if !path.exists() => {
            return Err(WorldError::NoCatalog { path: path.clone() });
        }
        CatalogSource::Folder(path) if path.is_file() => Catalog::open(path)?,
        CatalogSource::Folder(path) if !path.is_dir() => {
            return Err(WorldError::NoOrdinaryCatalog { path: path.clone() });
        }
        CatalogSource::Folder(path) => load_folder(path)?,
    };
    Ok(Arc::new(made))
}

/// Read a folder in WebShop's format; what could not be used is told, not hidden.
#[cfg(feature = "shop")]
fn load_folder(folder: &std::path::Path) -> Result<crate::shop::catalog::Catalog, WorldError> {
    let (catalog, report) = crate::shop::catalog::Catalog::load_webshop(folder)?;
    if report.skipped > 0 || report.repeated > 0 || report.cut_short {
        tracing::warn!(
            "{}: {} records skipped, {} repeated ids left out{}; {} products in use",
            folder.display(),
            report.skipped,
            report.repeated,
            if report.cut_short {
                ", a file is cut short"
            } else {
                ""
            },
            report.products
        );
    }
    for problem in &report.problems {
        tracing::warn!("{problem}");
    }
    Ok(catalog)
}
