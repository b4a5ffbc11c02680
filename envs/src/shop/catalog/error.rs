//! What can go wrong with a catalogue.

use super::spec::MAX_PRODUCTS;
use std::path::PathBuf;

/// Why a catalogue could not be made, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// The spec asks for an impossible size.
    #[error("cannot generate a catalogue of {0} products; expected 1 to {MAX_PRODUCTS}")]
    Size(u32),
    /// A file could not be read or written.
    #[error("cannot {action} `{path}`", path = path.display())]
    Io {
        /// What was tried, such as `"read"`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that would be written is there already.
    #[error("`{path}` is there already and is not overwritten; choose another folder", path = path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A folder lacks one of WebShop's files.
    #[error("no file `{pattern}` in `{folder}`; expected WebShop's data files, such as items_shuffle_1000.json and items_ins_v2_1000.json", folder = folder.display())]
    MissingFile {
        /// The folder searched.
        folder: PathBuf,
        /// The name expected, `*` standing for anything.
        pattern: &'static str,
    },
    /// A folder has several files where one is expected.
    #[error("{} files match `{pattern}`: {}; keep one, or name the files with `Catalog::load_webshop_files`", found.len(), found.join(", "))]
    AmbiguousFile {
        /// The name expected, `*` standing for anything.
        pattern: &'static str,
        /// File names found, sorted.
        found: Vec<String>,
    },
    /// A file is not what its name says.
    #[error("`{path}` is not usable: {problem}", path = path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What was found and what was expected.
        problem: String,
    },
    /// A file holds no usable product.
    #[error("`{path}` holds no usable product: {problem}", path = path.display())]
    NoProducts {
        /// The file.
        path: PathBuf,
        /// The first problem met.
        problem: String,
    },
    /// A saved catalogue was written by another version.
    #[error("`{path}` was saved with {what} {found}, this build has {expected}; make the catalogue again and save it", path = path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// What differs, such as `"file format"`.
        what: &'static str,
        /// The version in the file.
        found: u64,
        /// The version of this build.
        expected: u64,
    },
}
