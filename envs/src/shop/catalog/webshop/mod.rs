//! Loads WebShop's data files.
//!
//! Three JSON files: products (an array), attributes by product id (an object) and, optionally, human instructions by
//! product id (an object). They are read as streams, one record at a time, and products are packed as they come, so the
//! text of the full data set passes through in bounded memory. What is kept follows WebShop's own loader
//! (<https://github.com/princeton-nlp/WebShop/blob/master/web_agent_site/engine/engine.py>): ids of at most 10 characters,
//! the first of equal ids wins, option values and group names are lower-cased, `/` in a value becomes ` | `, an empty
//! price is 100 dollars, a product without attributes gets `DUMMY_ATTR`.
//!
//! Deviations: beside the line that is printed, money is kept in cents (half a cent rounds up) and a range in order; a missing
//! image or description is empty text; a record that WebShop would fail on is skipped and counted instead. The files
//! know no rating, stock, weight, warranty or sponsorship: these are drawn from a hash of the id, so they are the same
//! in every load.

mod details;
mod export;
mod json;
mod product;
mod report;
mod stream;

pub use report::{LoadReport, Problem};

use super::packed::{Packed, Packer};
use super::{Catalog, CatalogError};
use crate::shop::product::{Instruction, Product};
use crate::shop::search::Bm25;
use json::Json;
use product::Draft;
use rayon::prelude::*;
use report::Reporter;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use stream::{Next, Records, Shape};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Raised whenever the same files would give different products; part of the catalogue digest.
pub(super) const LOADER_VERSION: u32 = 3;

/// Records parsed together.
const BATCH: usize = 1_024;
/// Raw bytes after which a batch ends early.
const BATCH_BYTES: usize = 32 << 20;
/// The attribute WebShop gives products that have none.
const NO_ATTRIBUTE: &str = "DUMMY_ATTR";

/// File names as WebShop has them: what stands before and after the part that varies.
const PRODUCTS: Pattern = Pattern {
    text: "items_shuffle*.json",
    start: "items_shuffle",
};
const ATTRIBUTES: Pattern = Pattern {
    text: "items_ins_v2*.json",
    start: "items_ins_v2",
};
const HUMAN: Pattern = Pattern {
    text: "items_human_ins*.json",
    start: "items_human_ins",
};

struct Pattern {
    text: &'static str,
    start: &'static str,
}

impl Catalog {
    /// Loads the WebShop files in `folder`: one `items_shuffle*.json`, one `items_ins_v2*.json` and at most one
    /// `items_human_ins*.json`. Records that cannot be used are skipped, counted and reported.
    ///
    /// # Errors
    /// [`CatalogError::MissingFile`] or [`CatalogError::AmbiguousFile`] if the folder does not hold these files,
    /// [`CatalogError::Io`] if one cannot be read, [`CatalogError::Format`] if one has the wrong shape,
    /// [`CatalogError::NoProducts`] if no product is usable.
    pub fn load_webshop(folder: impl AsRef<Path>) -> Result<(Catalog, LoadReport), CatalogError> {
        let folder = folder.as_ref();
        let required = |pattern: &Pattern| {
            find(folder, pattern)?.ok_or_else(|| CatalogError::MissingFile {
                folder: folder.to_owned(),
                pattern: pattern.text,
            })
        };
        let (products, attributes) = (required(&PRODUCTS)?, required(&ATTRIBUTES)?);
        let human = find(folder, &HUMAN)?;
        Catalog::load_webshop_files(&products, &attributes, human.as_deref(), Bm25::default())
    }

    /// As [`Catalog::load_webshop`] with every file named, searched with `bm25`.
    ///
    /// # Errors
    /// As [`Catalog::load_webshop`], except for missing or ambiguous names.
    pub fn load_webshop_files(
        products: &Path,
        attributes: &Path,
        human: Option<&Path>,
        bm25: Bm25,
    ) -> Result<(Catalog, LoadReport), CatalogError> {
        let mut reporter = Reporter::default();
        let attributes = Table::read(attributes, &mut reporter)?;
        let human = human
            .map(|path| Table::read(path, &mut reporter))
            .transpose()?
            .unwrap_or_default();
        let mut loader = Loader {
            attributes,
            human,
            reporter,
            known: FxHashSet::default(),
            packer: Packer::default(),
            content: Xxh3::new(),
        };
        loader.read_products(products)?;
        let Loader {
            mut reporter,
            packer,
            content,
            ..
        } = loader;
        if packer.len() == 0 {
            return Err(CatalogError::NoProducts {
                path: products.to_owned(),
                problem: reporter.first_problem(),
            });
        }
        let packed: Packed = packer.finish();
        reporter.report.products = packed.products();
        Ok((
            Catalog::index_webshop(packed, content.digest128(), bm25),
            reporter.report,
        ))
    }
}

/// The file of `folder` that matches `pattern`, if there is one.
fn find(folder: &Path, pattern: &Pattern) -> Result<Option<PathBuf>, CatalogError> {
    let failed = |source| CatalogError::Io {
        action: "list",
        path: folder.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry
            .map_err(failed)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name.starts_with(pattern.start) && name.ends_with(".json") {
            found.push(name);
        }
    }
    found.sort();
    match found.as_slice() {
        [] => Ok(None),
        [name] => Ok(Some(folder.join(name))),
        _ => Err(CatalogError::AmbiguousFile {
            pattern: pattern.text,
            found,
        }),
    }
}

fn open(path: &Path, shape: Shape) -> Result<Records<BufReader<File>>, CatalogError> {
    let failed = |source| CatalogError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let mut records = Records::new(BufReader::with_capacity(1 << 18, file), shape);
    if records.begin().map_err(failed)? {
        return Ok(records);
    }
    let problem = format!("expected {}", shape.description());
    Err(CatalogError::Format {
        path: path.to_owned(),
        problem,
    })
}

/// A file that holds one JSON object, its values kept as text until their key is asked for.
#[derive(Default)]
struct Table {
    name: String,
    /// Number of the record and where its text lies, by key.
    places: FxHashMap<Box<str>, (u64, usize, usize)>,
    text: Vec<u8>,
}

impl Table {
    fn read(path: &Path, reporter: &mut Reporter) -> Result<Table, CatalogError> {
        let mut records = open(path, Shape::Object)?;
        let mut table = Table {
            name: file_name(path),
            ..Table::default()
        };
        for number in 1.. {
            let next = records.next().map_err(|source| CatalogError::Io {
                action: "read",
                path: path.to_owned(),
                source,
            })?;
            match next {
                Next::Record { key, value } => match serde_json::from_slice::<String>(key) {
                    Ok(key) => {
                        let start = table.text.len();
                        table.text.extend_from_slice(value);
                        // As in any JSON reader, the last of equal keys counts.
                        table
                            .places
                            .insert(key.into_boxed_str(), (number, start, table.text.len()));
                    }
                    Err(error) => reporter.skip(
                        &table.name,
                        number,
                        "key",
                        &format!("expected valid text, {error}"),
                    ),
                },
                Next::TooLong => reporter.skip(&table.name, number, "record", stream::TOO_LONG),
                Next::Broken(problem) => {
                    reporter.cut_short(&table.name, number, problem);
                    break;
                }
                Next::End => break,
            }
        }
        Ok(table)
    }

    /// The value of `key` as a tree, with its record number; `None` if there is none or it is not JSON.
    fn get(&self, key: &str, reporter: &mut Reporter) -> Option<(u64, Json)> {
        let &(number, start, end) = self.places.get(key)?;
        match serde_json::from_slice(&self.text[start..end]) {
            Ok(tree) => Some((number, tree)),
            Err(error) => {
                reporter.skip(
                    &self.name,
                    number,
                    "record",
                    &format!("expected JSON, {error}"),
                );
                None
            }
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

struct Loader {
    attributes: Table,
    human: Table,
    reporter: Reporter,
    known: FxHashSet<Box<str>>,
    packer: Packer,
    content: Xxh3,
}

impl Loader {
    fn read_products(&mut self, path: &Path) -> Result<(), CatalogError> {
        let mut records = open(path, Shape::Array)?;
        let name = file_name(path);
        let mut batch: Vec<(u64, Vec<u8>)> = Vec::with_capacity(BATCH);
        let mut batch_bytes = 0;
        for number in 1.. {
            let next = records.next().map_err(|source| CatalogError::Io {
                action: "read",
                path: path.to_owned(),
                source,
            })?;
            match next {
                Next::Record { value, .. } => {
                    batch_bytes += value.len();
                    batch.push((number, value.to_vec()));
                }
                Next::TooLong => self
                    .reporter
                    .skip(&name, number, "record", stream::TOO_LONG),
                Next::Broken(problem) => {
                    self.reporter.cut_short(&name, number, problem);
                    break;
                }
                Next::End => break,
            }
            if batch.len() == BATCH || batch_bytes >= BATCH_BYTES {
                self.add(&name, &mut batch);
                batch_bytes = 0;
            }
        }
        self.add(&name, &mut batch);
        Ok(())
    }

    /// Parses a batch in parallel, then admits its products in file order.
    fn add(&mut self, name: &str, batch: &mut Vec<(u64, Vec<u8>)>) {
        let drafts: Vec<_> = batch
            .par_drain(..)
            .map(|(number, bytes)| (number, Draft::parse(&bytes)))
            .collect();
        for (number, draft) in drafts {
            match draft {
                Ok(draft) => self.admit(draft),
                Err(problem) => self
                    .reporter
                    .skip(name, number, problem.field, &problem.expected),
            }
        }
    }

    fn admit(&mut self, draft: Draft) {
        let Draft { mut product } = draft;
        let key = product.asin.clone();
        if !self.known.insert(product.asin.clone().into_boxed_str()) {
            self.reporter.report.repeated += 1;
            return;
        }
        self.add_attributes(&key, &mut product);
        self.add_human(&key, &mut product);
        let bytes = postcard::to_stdvec(&product)
            .expect("invariant: products hold nothing the format cannot write");
        self.content.update(&xxh3_128(&bytes).to_le_bytes());
        self.packer.push(product);
    }

    fn add_attributes(&mut self, key: &str, product: &mut Product) {
        let Some((number, entry)) = self.attributes.get(key, &mut self.reporter) else {
            product.attributes = vec![NO_ATTRIBUTE.to_owned()];
            self.reporter.report.without_attributes += 1;
            return;
        };
        let problem = |reporter: &mut Reporter, field, expected| {
            reporter.skip(&self.attributes.name, number, field, expected)
        };
        product.attributes = match entry.field("attributes").map(Json::texts) {
            Some(Some(attributes)) => attributes,
            Some(None) => {
                problem(&mut self.reporter, "attributes", "expected a list of texts");
                vec![NO_ATTRIBUTE.to_owned()]
            }
            None => vec![NO_ATTRIBUTE.to_owned()],
        };
        self.reporter.report.without_attributes += u64::from(product.attributes == [NO_ATTRIBUTE]);
        let (text, wanted) = (
            entry.field("instruction"),
            entry.field("instruction_attributes"),
        );
        if let Some(Json::Text(text)) = text {
            match wanted
                .and_then(Json::texts)
                .filter(|wanted| !wanted.is_empty())
            {
                Some(attributes) => {
                    product.synthetic = Some(Instruction {
                        text: text.clone(),
                        attributes,
                        options: Vec::new(),
                    });
                    self.reporter.report.synthetic += 1;
                }
                None => problem(
                    &mut self.reporter,
                    "instruction_attributes",
                    "expected a list of one text or more",
                ),
            }
        }
    }

    fn add_human(&mut self, key: &str, product: &mut Product) {
        let Some((number, entries)) = self.human.get(key, &mut self.reporter) else {
            return;
        };
        let Json::List(entries) = entries else {
            self.reporter.skip(
                &self.human.name,
                number,
                "record",
                "expected a list of instructions",
            );
            return;
        };
        for entry in entries {
            match instruction(&entry) {
                Ok(instruction) => {
                    product.human.push(instruction);
                    self.reporter.report.human += 1;
                }
                Err(field) => self.reporter.skip(
                    &self.human.name,
                    number,
                    field,
                    "expected a text or a list of texts",
                ),
            }
        }
    }
}

/// A human instruction; the name of the offending field otherwise.
fn instruction(entry: &Json) -> Result<Instruction, &'static str> {
    let texts = |field: &'static str| entry.field(field).and_then(Json::texts).ok_or(field);
    let Some(Json::Text(text)) = entry.field("instruction") else {
        return Err("instruction");
    };
    Ok(Instruction {
        text: text.clone(),
        attributes: texts("instruction_attributes")?,
        options: texts("instruction_options")?,
    })
}
