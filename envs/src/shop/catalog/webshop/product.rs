//! One record of the products file.

use super::details::details;
use super::json::Json;
use crate::shop::compat::pages::price_tag;
use crate::shop::compat::python::{float_repr, strip};
use crate::shop::product::{OptionGroup, Price, Product};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of an id at most; the products of longer ones are no products to WebShop.
const MAX_ASIN: usize = 10;
/// The field of the option groups.
const OPTIONS: &str = "customization_options";
/// Price of a product whose price is empty, cents.
const DEFAULT_PRICE: u32 = 10_000;

/// The fields WebShop reads.
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    asin: Json,
    #[serde(default)]
    name: Json,
    #[serde(default)]
    category: Json,
    #[serde(default)]
    query: Json,
    #[serde(default)]
    product_category: Json,
    #[serde(default)]
    full_description: Json,
    #[serde(default)]
    small_description: Json,
    #[serde(default)]
    pricing: Json,
    #[serde(default)]
    customization_options: Json,
    #[serde(default)]
    images: Json,
}

/// A product without what the other two files say about it.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) product: Product,
}

/// Why a record cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) field: &'static str,
    pub(super) expected: String,
}

fn fault(field: &'static str, expected: impl Into<String>) -> Fault {
    Fault {
        field,
        expected: expected.into(),
    }
}

impl Draft {
    /// Reads one record.
    pub(super) fn parse(bytes: &[u8]) -> Result<Draft, Fault> {
        // A list would pass as a record without fields.
        if bytes.first() != Some(&b'{') {
            return Err(fault("record", "expected a JSON object"));
        }
        let record: Record = serde_json::from_slice(bytes).map_err(|error| {
            let why = truestep_core::json::why(&error);
            fault("record", format!("expected a JSON object: {why}"))
        })?;
        let asin = required("asin", record.asin)?;
        if asin.chars().count() > MAX_ASIN || asin == "nan" {
            return Err(fault(
                "asin",
                format!("expected at most {MAX_ASIN} characters and not \"nan\", found {asin:?}"),
            ));
        }
        let (price, price_line) = price(record.pricing)?;
        let (options, replaced_options) = options(record.customization_options)?;
        let product = Product {
            title: required("name", record.name)?,
            description: optional("full_description", record.full_description)?,
            bullets: bullets(record.small_description)?,
            category: required("category", record.category)?,
            query: strip(&required("query", record.query)?.to_lowercase()).to_owned(),
            product_category: required("product_category", record.product_category)?,
            attributes: Vec::new(),
            options,
            replaced_options,
            price,
            price_line,
            image: image(record.images)?,
            details: details(&asin),
            synthetic: None,
            human: Vec::new(),
            asin,
        };
        Ok(Draft { product })
    }
}

fn required(field: &'static str, value: Json) -> Result<String, Fault> {
    match value {
        Json::Text(text) => Ok(text),
        Json::Null => Err(fault(field, "expected a text, found nothing")),
        _ => Err(fault(field, "expected a text")),
    }
}

fn optional(field: &'static str, value: Json) -> Result<String, Fault> {
    if value == Json::Null {
        Ok(String::new())
    } else {
        required(field, value)
    }
}

/// A list of texts, or one text.
fn bullets(value: Json) -> Result<Vec<String>, Fault> {
    const FIELD: &str = "small_description";
    match value {
        Json::Null => Ok(Vec::new()),
        Json::Text(text) => Ok(vec![text]),
        list => list
            .texts()
            .ok_or_else(|| fault(FIELD, "expected a text or a list of texts")),
    }
}

fn image(value: Json) -> Result<String, Fault> {
    match value {
        Json::Null => Ok(String::new()),
        Json::List(list) => list
            .into_iter()
            .next()
            .map_or(Ok(String::new()), |first| optional("images", first)),
        _ => Err(fault("images", "expected a list of texts")),
    }
}

/// Groups in file order; of groups whose names are equal in lower case the last one's values count. An image belongs to a
/// value, whichever group has it: the last one in file order counts. The second list is what is left of groups that gave way
/// ([`Product::replaced_options`]).
fn options(value: Json) -> Result<(Vec<OptionGroup>, Vec<OptionGroup>), Fault> {
    let mut written: Vec<(String, Vec<Choice>)> = Vec::new();
    for (name, contents) in groups_of(value)? {
        let choices = contents.iter().map(|content| choice(content, &name));
        let choices = choices.collect::<Result<_, _>>()?;
        written.push((name, choices));
    }
    let mut groups: Vec<OptionGroup> = Vec::new();
    for (name, choices) in &written {
        let (values, images) = choices.iter().cloned().unzip();
        let mut group = OptionGroup::unpriced(name.to_lowercase(), values);
        group.images = images;
        match groups.iter_mut().find(|known| known.name == group.name) {
            Some(known) => *known = group,
            None => groups.push(group),
        }
    }
    let replaced = match written.len() > groups.len() {
        true => give_way(&mut groups, &written),
        false => Vec::new(),
    };
    for group in &mut groups {
        if group.images.iter().all(Option::is_none) {
            group.images.clear();
        }
    }
    Ok((groups, replaced))
}

/// A value with the address of its image.
type Choice = (String, Option<String>);

/// Gives every value of `groups` its last image among all that were written; the values that none of them has are groups of
/// their own under a spelling of the name that is not the one in lower case, so that they can be written and read again.
fn give_way(groups: &mut [OptionGroup], written: &[(String, Vec<Choice>)]) -> Vec<OptionGroup> {
    // By value: its image, and the group that had it last.
    let mut images: BTreeMap<&str, (Option<&String>, String)> = BTreeMap::new();
    for (name, choices) in written {
        for (value, image) in choices {
            images.insert(value, (image.as_ref(), name.to_lowercase()));
        }
    }
    for group in groups.iter_mut() {
        let image = |value: &String| images.get(value.as_str())?.0.cloned();
        group.images = group.values.iter().map(image).collect();
    }
    let held = groups.iter().flat_map(|group| &group.values);
    let held: BTreeSet<&str> = held.map(String::as_str).collect();
    images.retain(|value, _| !held.contains(*value));
    let mut replaced: Vec<OptionGroup> = Vec::new();
    for (value, (image, group)) in images {
        let known = |other: &OptionGroup| other.name.to_lowercase() == group;
        let place = replaced.iter().position(known).unwrap_or_else(|| {
            let spellings = written.iter().map(|(name, _)| name);
            let mut others = spellings.filter(|s| s.to_lowercase() == group && **s != group);
            let spelled = others.next().unwrap_or(&group).clone();
            replaced.push(OptionGroup::unpriced(spelled, Vec::new()));
            replaced.len() - 1
        });
        replaced[place].values.push(value.to_owned());
        replaced[place].images.push(image.cloned());
    }
    replaced
}

/// The groups of a record by name, each once: of equal names the first has the place and the last the values, as in Python.
fn groups_of(value: Json) -> Result<Vec<(String, Vec<Json>)>, Fault> {
    let fields = match value {
        Json::Map(fields) => fields,
        Json::Null => return Ok(Vec::new()),
        Json::Text(text) if text.is_empty() => return Ok(Vec::new()),
        Json::List(list) if list.is_empty() => return Ok(Vec::new()),
        _ => return Err(fault(OPTIONS, "expected an object of option groups")),
    };
    let mut groups: Vec<(String, Json)> = Vec::new();
    for (name, contents) in fields {
        match groups.iter_mut().find(|known| known.0 == name) {
            Some(known) => known.1 = contents,
            None => groups.push((name, contents)),
        }
    }
    let of_group = |(name, contents): (String, Json)| match contents {
        Json::List(contents) => Some(Ok((name, contents))),
        Json::Null => None,
        _ => {
            let why = format!("expected a list of values in group {name:?}");
            Some(Err(fault(OPTIONS, why)))
        }
    };
    groups.into_iter().filter_map(of_group).collect()
}

/// A value of a group and its image.
fn choice(content: &Json, group: &str) -> Result<Choice, Fault> {
    let Some(Json::Text(value)) = content.field("value") else {
        let why = format!("expected a text `value` in every entry of group {group:?}");
        return Err(fault(OPTIONS, why));
    };
    let image = match content.field("image") {
        Some(Json::Text(image)) => Some(image.clone()),
        _ => None,
    };
    Ok((strip(value).replace('/', " | ").to_lowercase(), image))
}

/// `""`, `"$12.99"` or `"$5.49$18.00"`; of more than two figures the first two count. In cents, and the line that is printed
/// where cents do not say it.
fn price(value: Json) -> Result<(Price, String), Fault> {
    let text = match value {
        Json::Null => String::new(),
        Json::Text(text) => text,
        _ => return Err(fault("pricing", "expected a text such as \"$12.99\"")),
    };
    if text.is_empty() {
        let price = Price {
            low_cents: DEFAULT_PRICE,
            high_cents: DEFAULT_PRICE,
        };
        return Ok((price, String::new()));
    }
    let mut figures = Vec::new();
    for figure in text.split('$').skip(1) {
        figures.push(Figure::read(figure).ok_or_else(|| {
            fault(
                "pricing",
                format!("expected dollars such as \"$12.99\", found {text:?}"),
            )
        })?);
    }
    let (price, line) = match figures[..] {
        [] => {
            return Err(fault(
                "pricing",
                format!("expected a dollar sign before each figure, found {text:?}"),
            ));
        }
        [one] => (one.to(one), format!("${}", float_repr(one.dollars))),
        [first, second, ..] => {
            let (from, to) = (float_repr(first.dollars), float_repr(second.dollars));
            (first.to(second), format!("${from} to ${to}"))
        }
    };
    let is_said = price_tag(price) == line;
    Ok((price, if is_said { String::new() } else { line }))
}

/// A figure of a price.
#[derive(Clone, Copy)]
struct Figure {
    /// As Python has it.
    dollars: f64,
    /// Half a cent rounds up; what is more than fits is the most that does.
    cents: u32,
}

impl Figure {
    /// Everything but digits and points is ignored.
    fn read(text: &str) -> Option<Figure> {
        let kept: String = text
            .chars()
            .filter(|letter| letter.is_ascii_digit() || *letter == '.')
            .collect();
        let (whole, fraction) = kept.split_once('.').unwrap_or((&kept, ""));
        if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let digit = |place: usize| {
            fraction
                .as_bytes()
                .get(place)
                .map_or(0, |digit| u32::from(digit - b'0'))
        };
        let part = digit(0) * 10 + digit(1) + u32::from(digit(2) >= 5);
        // What is no number by now has too many digits for one.
        let dollars: u32 = if whole.is_empty() {
            0
        } else {
            whole.parse().unwrap_or(u32::MAX)
        };
        Some(Figure {
            dollars: format!("0{kept}").parse().ok()?,
            cents: dollars.saturating_mul(100).saturating_add(part),
        })
    }

    /// The price from this figure to another, in order.
    fn to(self, other: Figure) -> Price {
        Price {
            low_cents: self.cents.min(other.cents),
            high_cents: self.cents.max(other.cents),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn priced(text: &str) -> Result<(u32, u32), Fault> {
        let (price, _) = price(Json::Text(text.to_owned()))?;
        Ok((price.low_cents, price.high_cents))
    }

    fn line(text: &str) -> String {
        price(Json::Text(text.to_owned())).unwrap().1
    }

    #[test]
    fn the_price_line_is_kept_where_cents_do_not_say_it() {
        for plain in ["", "$9.9", "$72.71$112.41", "$1,299.00"] {
            assert_eq!(line(plain), "", "{plain}");
        }
        assert_eq!(line("$44.99$33.98"), "$44.99 to $33.98");
        assert_eq!(line("$19.999"), "$19.999");
        assert_eq!(line("$5$5.00"), "$5.0 to $5.0");
        assert_eq!(line("$30$20$10"), "$30.0 to $20.0");
        assert_eq!(line("$0.00001"), "$1e-05");
        assert_eq!(line("$99999999999"), "$99999999999.0");
    }

    #[test]
    fn prices_are_read_as_webshop_reads_them() {
        assert_eq!(priced(""), Ok((10_000, 10_000)));
        assert_eq!(priced("$9.9"), Ok((990, 990)));
        assert_eq!(priced("$72.71$112.41"), Ok((7_271, 11_241)));
        assert_eq!(priced("$1,299.00 - $1,499"), Ok((129_900, 149_900)));
        assert_eq!(priced("$30$20$10"), Ok((2_000, 3_000)));
        assert_eq!(priced("$0.005"), Ok((1, 1)));
        assert_eq!(priced("from $.5"), Ok((50, 50)));
        assert_eq!(priced("$99999999999"), Ok((u32::MAX, u32::MAX)));
        for bad in ["12.99", "$", "$1.2.3", "$free"] {
            assert_eq!(priced(bad).unwrap_err().field, "pricing", "{bad}");
        }
    }

    fn parse(text: &str) -> Result<Draft, Fault> {
        Draft::parse(text.as_bytes())
    }

    const WHOLE: &str = r#"{"asin":"b0abc","name":"Lamp","category":"garden","query":" Table LAMP ","product_category":"A › B",
        "full_description":null,"small_description":"one","pricing":"$5",
        "customization_options":{"Size":[{"value":" 5/6 Ft "}],"Color":null,"SIZE":[{"value":"XL","image":null}],"Empty":[]},
        "images":[null],"rating":4.5}"#;

    #[test]
    fn a_record_becomes_a_product() {
        let Draft { product } = parse(WHOLE).unwrap();
        assert_eq!(product.asin, "b0abc");
        assert_eq!(
            (product.title.as_str(), product.query.as_str()),
            ("Lamp", "table lamp")
        );
        assert_eq!(
            (product.description.as_str(), product.image.as_str()),
            ("", "")
        );
        assert_eq!(product.bullets, ["one"]);
        assert_eq!(
            product.options,
            [
                OptionGroup::unpriced("size".to_owned(), vec!["xl".to_owned()]),
                OptionGroup::unpriced("empty".to_owned(), vec![]),
            ]
        );
        let mut gone = OptionGroup::unpriced("Size".to_owned(), vec!["5 | 6 ft".to_owned()]);
        gone.images = vec![None];
        assert_eq!(product.replaced_options, [gone]);
        assert_eq!(product.details, details("b0abc"));
    }

    #[test]
    fn ids_are_taken_as_they_are() {
        for asin in ["B0-A_B.C", "b0 abc", "", "ÄÖÜäöüßẞéè"] {
            let text = WHOLE.replace("b0abc", asin);
            assert_eq!(parse(&text).unwrap().product.asin, asin);
        }
    }

    #[test]
    fn images_are_by_value_also_of_groups_that_gave_way() {
        let text = WHOLE.replace(
            r#"{"Size":[{"value":" 5/6 Ft "}],"Color":null,"SIZE":[{"value":"XL","image":null}],"Empty":[]}"#,
            r#"{"size":[{"value":"S","image":"s"},{"value":"M","image":"m"}],"Color":[{"value":"M","image":"colour"}],
                "Size":[{"value":"M","image":"last"},{"value":"L"}]}"#,
        );
        let Draft { product } = parse(&text).unwrap();
        let images: Vec<_> = (product.options.iter())
            .flat_map(|group| (0..group.values.len()).map(|v| (&*group.values[v], group.image(v))))
            .collect();
        // As WebShop's dictionary of images has them, whose keys are values.
        let expected = [("m", Some("last")), ("l", None), ("m", Some("last"))];
        assert_eq!(images, expected);
        let mut gone = OptionGroup::unpriced("Size".to_owned(), vec!["s".to_owned()]);
        gone.images = vec![Some("s".to_owned())];
        assert_eq!(product.replaced_options, [gone]);
        let names: Vec<&str> = product.options.iter().map(|group| &*group.name).collect();
        assert_eq!(names, ["size", "color"]);
    }

    #[test]
    fn values_are_lower_case_with_bars_for_slashes() {
        let text = WHOLE.replace("SIZE", "Fit");
        let groups = parse(&text).unwrap().product.options;
        assert_eq!(groups[0].values, ["5 | 6 ft"]);
    }

    #[test]
    fn faults_name_their_field() {
        let cases = [
            ("asin", r#""b0abc""#, r#""12345678901""#),
            ("asin", r#""b0abc""#, r#""nan""#),
            ("asin", r#""b0abc""#, "null"),
            ("asin", r#""b0abc""#, "17"),
            ("name", r#""Lamp""#, "[]"),
            ("category", r#""garden""#, "null"),
            ("small_description", r#""one""#, "[1]"),
            ("pricing", r#""$5""#, "5.0"),
            ("customization_options", r#"" 5/6 Ft ""#, "null"),
            ("images", "[null]", r#""x""#),
            ("record", r#""b0abc","#, "oops"),
        ];
        for (field, from, to) in cases {
            assert_eq!(
                parse(&WHOLE.replace(from, to)).unwrap_err().field,
                field,
                "{from} -> {to}"
            );
        }
        assert_eq!(parse("[]").unwrap_err().field, "record");
        assert_eq!(
            Draft::parse(b"{\"asin\":\"\xff\"}").unwrap_err().field,
            "record"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_product_or_a_fault(from in 0usize..400, text in "\\PC{0,8}") {
            let cut = WHOLE.char_indices().map(|(place, _)| place).nth(from).unwrap_or(WHOLE.len());
            drop(parse(&format!("{}{text}{}", &WHOLE[..cut], &WHOLE[cut..])));
        }
    }
}
