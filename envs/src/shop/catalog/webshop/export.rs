//! Writes a catalogue as WebShop's three data files.

use crate::shop::catalog::{Catalog, CatalogError};
use crate::shop::product::{Instruction, OptionGroup, Product};
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The names of the files, as WebShop has them for its whole data.
const NAMES: [&str; 3] = [
    "items_shuffle.json",
    "items_ins_v2.json",
    "items_human_ins.json",
];

impl Catalog {
    /// Writes the products to `folder` as `items_shuffle.json`, `items_ins_v2.json` and `items_human_ins.json`, which
    /// WebShop and [`Catalog::load_webshop`] read. The folder is made if there is none; no file in it is overwritten.
    ///
    /// What WebShop's files do not know is left out: ratings, stock, weights, warranties, what options add to a price.
    ///
    /// # Errors
    /// [`CatalogError::Exists`] if one of the files is there, [`CatalogError::Io`] if one cannot be written.
    pub fn save_webshop(&self, folder: impl AsRef<Path>) -> Result<(), CatalogError> {
        let folder = folder.as_ref();
        let failed = |path: &Path, source| CatalogError::Io {
            action: "write",
            path: path.to_owned(),
            source,
        };
        std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        if let Some(there) = NAMES
            .map(|name| folder.join(name))
            .into_iter()
            .find(|path| path.exists())
        {
            return Err(CatalogError::Exists { path: there });
        }
        let [items, attributes, human] = NAMES.map(|name| folder.join(name));
        self.write_file(
            &items,
            ["[", "]"],
            |_| true,
            |product, out| serde_json::to_writer(out, &Item::of(product)).map_err(io::Error::from),
        )
        .map_err(|error| failed(&items, error))?;
        self.write_file(
            &attributes,
            ["{", "}"],
            |_| true,
            |product, out| keyed(product, &Attributes::of(product), out),
        )
        .map_err(|error| failed(&attributes, error))?;
        self.write_file(
            &human,
            ["{", "}"],
            |product| !product.human.is_empty(),
            |product, out| {
                let instructions: Vec<Human<'_>> = product.human.iter().map(Human::of).collect();
                keyed(product, &instructions, out)
            },
        )
        .map_err(|error| failed(&human, error))
    }

    /// Writes a record for every product that has one, between brackets, a line each.
    fn write_file(
        &self,
        path: &Path,
        [open, close]: [&str; 2],
        has_record: impl Fn(&Product) -> bool,
        write: impl Fn(&Product, &mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut out = BufWriter::new(File::create_new(path)?);
        out.write_all(open.as_bytes())?;
        let (mut first, mut result) = (true, Ok(()));
        self.store.for_each_in(0..self.products, &mut |product| {
            if result.is_err() || !has_record(product) {
                return;
            }
            let divider: &[u8] = if first { b"\n" } else { b",\n" };
            first = false;
            result = out
                .write_all(divider)
                .and_then(|()| write(product, &mut out));
        });
        result?;
        writeln!(out, "\n{close}")?;
        out.flush()
    }
}

/// Writes `"ASIN": value`.
fn keyed(product: &Product, value: &impl Serialize, out: &mut BufWriter<File>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &product.asin)?;
    out.write_all(b": ")?;
    serde_json::to_writer(out, value).map_err(io::Error::from)
}

/// A record of the products file.
#[derive(Serialize)]
struct Item<'a> {
    asin: &'a str,
    name: &'a str,
    category: &'a str,
    query: &'a str,
    product_category: &'a str,
    full_description: &'a str,
    small_description: &'a [String],
    pricing: String,
    customization_options: Groups<'a>,
    images: [&'a str; 1],
}

impl<'a> Item<'a> {
    fn of(product: &'a Product) -> Self {
        Self {
            asin: &product.asin,
            name: &product.title,
            category: &product.category,
            query: &product.query,
            product_category: &product.product_category,
            full_description: &product.description,
            small_description: &product.bullets,
            pricing: pricing(product),
            customization_options: Groups(product),
            images: [&product.image],
        }
    }
}

/// The price as the file has it: a dollar sign before each figure, nothing between.
fn pricing(product: &Product) -> String {
    let dollars = |cents: u32| format!("${}.{:02}", cents / 100, cents % 100);
    let price = product.price;
    if !product.price_line.is_empty() {
        // Written out, because the file's reader drops the exponent of a float.
        let figures = product.price_line.split(" to ");
        let plain = |figure: &str| {
            let number: Option<f64> = figure.trim_start_matches('$').parse().ok();
            number.map_or_else(|| figure.to_owned(), |number| format!("${number}"))
        };
        return figures.map(plain).collect();
    }
    if price.high_cents > price.low_cents {
        dollars(price.low_cents) + &dollars(price.high_cents)
    } else {
        dollars(price.low_cents)
    }
}

/// Option groups in order, which a sorted map would lose. What is left of a group that gave way comes before the one it gave
/// way to.
struct Groups<'a>(&'a Product);

impl Serialize for Groups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Product {
            options,
            replaced_options: replaced,
            ..
        } = self.0;
        let mut map = serializer.serialize_map(Some(options.len() + replaced.len()))?;
        for group in options {
            let gone = (replaced.iter()).filter(|gone| gone.name.to_lowercase() == group.name);
            for group in gone.chain([group]) {
                map.serialize_entry(&group.name, &choices(group))?;
            }
        }
        map.end()
    }
}

fn choices(group: &OptionGroup) -> Vec<Choice<'_>> {
    let values = group.values.iter().enumerate();
    let choice = |(place, value): (usize, &String)| Choice {
        // A slash is read as a bar between blanks.
        value: value.replace(" | ", "/"),
        image: group.image(place),
    };
    values.map(choice).collect()
}

#[derive(Serialize)]
struct Choice<'a> {
    value: String,
    image: Option<&'a str>,
}

/// A record of the attributes file.
#[derive(Serialize)]
struct Attributes<'a> {
    attributes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction_attributes: Option<&'a [String]>,
}

impl<'a> Attributes<'a> {
    fn of(product: &'a Product) -> Self {
        let made = product.synthetic.as_ref();
        Self {
            attributes: &product.attributes,
            instruction: made.map(|made| made.text.as_str()),
            instruction_attributes: made.map(|made| made.attributes.as_slice()),
        }
    }
}

/// An instruction of the human file.
#[derive(Serialize)]
struct Human<'a> {
    instruction: &'a str,
    instruction_attributes: &'a [String],
    instruction_options: &'a [String],
}

impl<'a> Human<'a> {
    fn of(made: &'a Instruction) -> Self {
        Self {
            instruction: &made.text,
            instruction_attributes: &made.attributes,
            instruction_options: &made.options,
        }
    }
}
