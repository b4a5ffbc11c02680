//! A catalogue as one file.
//!
//! Eight bytes of magic, then sections (see `search::sections`): format version, kind, versions of what the content depends on, the
//! content, the index; at the end an xxh3 digest of all that. A generated catalogue stores its spec instead of products.
//!
//! The digest finds damage, not forgery: it is no signature, and whoever writes a file can write a digest that fits. A file
//! made on purpose never does worse than another catalogue - lengths are checked against the bytes that are there - but it
//! can hold an index that finds other products than its texts say, under the name of a true one. Take saved catalogues only
//! from where you would take a program; others can be made again from their spec or their source.

use super::packed::Packed;
use super::store::Store;
use super::{Catalog, CatalogError, CatalogSpec, MAX_PRODUCTS, Origin, generate};
use crate::shop::search::{
    ANALYSIS_VERSION, SearchIndex, SectionError, SectionReader, SectionWriter,
};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// First bytes of every saved catalogue.
const MAGIC: &[u8; 8] = b"tscatlg\n";
/// Raised whenever the layout changes.
/// 2: option values have surcharges.
/// 3: products have a price line; bounds of lists are those of floats.
/// 4: products have what is left of option groups that gave way.
const FORMAT_VERSION: u64 = 4;
/// Kind numbers.
const GENERATED: u64 = 0;
const WEBSHOP: u64 = 1;
/// Bytes read or written at a time.
const BUFFER: usize = 1 << 18;

impl Catalog {
    /// Writes the catalogue and its index to one file, replacing what is there once everything is written.
    ///
    /// # Errors
    /// [`CatalogError::Io`] if the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), CatalogError> {
        let path = path.as_ref();
        let failed = |source| CatalogError::Io {
            action: "write",
            path: path.to_owned(),
            source,
        };
        // A name of its own, so that two who save to one path do not mix; a link stays a link.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let part = tempfile::Builder::new()
            .prefix(".catalog.")
            .suffix(".part")
            .tempfile_in(folder)
            .map_err(failed)?;
        share(part.as_file());
        self.write(BufWriter::with_capacity(BUFFER, part.as_file()))
            .map_err(failed)?;
        part.persist(&target).map_err(|error| failed(error.error))?;
        Ok(())
    }

    fn write(&self, mut out: impl Write) -> io::Result<()> {
        out.write_all(MAGIC)?;
        let mut out = SectionWriter::new(out);
        out.number(FORMAT_VERSION)?;
        out.number(u64::from(ANALYSIS_VERSION))?;
        match self.origin {
            Origin::Generated(spec) => {
                out.number(GENERATED)?;
                out.number(u64::from(generate::GENERATOR_VERSION))?;
                out.number(u64::from(spec.products))?;
                out.number(spec.seed)?;
            }
            Origin::Webshop { content } => {
                out.number(WEBSHOP)?;
                out.number(u64::from(super::webshop::LOADER_VERSION))?;
                out.number(u64::from(self.products))?;
                out.bytes(&content.to_le_bytes())?;
                self.store.with_packed(self.products, |packed| {
                    out.u64s(packed.ends())?;
                    out.bytes(packed.bytes())
                })?;
            }
        }
        self.index.write(&mut out)?;
        out.finish()
    }

    /// Reads a catalogue that [`Catalog::save`] wrote. Much faster than making it again. The file's digest shows that it is not
    /// damaged, not who wrote it: a file from somebody you do not trust may search otherwise than the catalogue it names.
    ///
    /// # Errors
    /// [`CatalogError::Io`] if the file cannot be read, [`CatalogError::Format`] if it is no catalogue or damaged,
    /// [`CatalogError::Version`] if another version wrote it.
    pub fn open(path: impl AsRef<Path>) -> Result<Catalog, CatalogError> {
        let path = path.as_ref();
        let failed = |source| CatalogError::Io {
            action: "read",
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(failed)?;
        let opened = read(BufReader::with_capacity(BUFFER, file));
        opened.map_err(|error| match error {
            OpenError::Section(SectionError::Io(source)) => failed(source),
            OpenError::Section(damaged) => {
                CatalogError::Format { path: path.to_owned(), problem: format!("{damaged}; save the catalogue again") }
            }
            OpenError::NoCatalog => CatalogError::Format {
                path: path.to_owned(),
                problem: "it does not begin like a saved catalogue; expected a file written by `Catalog::save`".to_owned(),
            },
            OpenError::Version { what, found, expected } => {
                CatalogError::Version { path: path.to_owned(), what, found, expected }
            }
        })
    }
}

/// Temporary files are for their owner alone; a catalogue is a file like others.
#[cfg(unix)]
fn share(file: &File) {
    use std::os::unix::fs::PermissionsExt as _;
    // Where modes cannot be set they have no meaning.
    let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn share(_: &File) {}

enum OpenError {
    NoCatalog,
    Version {
        what: &'static str,
        found: u64,
        expected: u64,
    },
    Section(SectionError),
}

impl From<SectionError> for OpenError {
    fn from(error: SectionError) -> OpenError {
        OpenError::Section(error)
    }
}

/// What a file holds besides the index.
enum Content {
    Generated(CatalogSpec),
    Webshop { packed: Packed, content: u128 },
}

fn read(mut input: impl Read) -> Result<Catalog, OpenError> {
    let mut magic = Vec::new();
    input
        .by_ref()
        .take(MAGIC.len() as u64)
        .read_to_end(&mut magic)
        .map_err(SectionError::Io)?;
    if magic != MAGIC {
        return Err(OpenError::NoCatalog);
    }
    let mut input = SectionReader::new(input);
    expect_version(&mut input, "file format", FORMAT_VERSION)?;
    expect_version(&mut input, "text analysis", u64::from(ANALYSIS_VERSION))?;
    let content = read_content(&mut input)?;
    let documents = match &content {
        Content::Generated(spec) => spec.products,
        Content::Webshop { packed, .. } => packed.products(),
    };
    let index = SearchIndex::read(&mut input, documents)?;
    input.finish()?;
    index.check()?;
    match content {
        Content::Generated(spec) => Ok(Catalog::assemble_generated(
            spec,
            Store::generated(spec),
            index,
        )),
        Content::Webshop { packed, content } => {
            packed
                .check()
                .map_err(|_| SectionError::Damaged("products"))?;
            Ok(Catalog::assemble_webshop(
                Store::packed(packed),
                documents,
                content,
                index,
            ))
        }
    }
}

fn read_content<R: Read>(input: &mut SectionReader<R>) -> Result<Content, OpenError> {
    const SIZE: &str = "number of products";
    let kind = input.number("kind")?;
    let expected = match kind {
        GENERATED => ("product generator", generate::GENERATOR_VERSION),
        WEBSHOP => ("WebShop loader", super::webshop::LOADER_VERSION),
        _ => return Err(SectionError::Damaged("kind").into()),
    };
    expect_version(input, expected.0, u64::from(expected.1))?;
    let products = u32::try_from(input.number(SIZE)?).map_err(|_| SectionError::Damaged(SIZE))?;
    if products == 0 || (kind == GENERATED && products > MAX_PRODUCTS) {
        return Err(SectionError::Damaged(SIZE).into());
    }
    if kind == GENERATED {
        return Ok(Content::Generated(CatalogSpec {
            seed: input.number("seed")?,
            products,
        }));
    }
    let content = <[u8; 16]>::try_from(input.bytes("content digest")?)
        .map_err(|_| SectionError::Damaged("content digest"))?;
    let ends = input.u64s("ends of product blocks")?;
    let packed = Packed::from_parts(ends, input.bytes("products")?, products);
    Ok(Content::Webshop {
        packed,
        content: u128::from_le_bytes(content),
    })
}

fn expect_version<R: Read>(
    input: &mut SectionReader<R>,
    what: &'static str,
    expected: u64,
) -> Result<(), OpenError> {
    let found = input.number(what)?;
    if found == expected {
        Ok(())
    } else {
        Err(OpenError::Version {
            what,
            found,
            expected,
        })
    }
}
