//! Option names and values as pages can show them.
//!
//! Pages set values apart by commas and parts of a line by bars. Generated catalogues hold no such mark; loaded ones do, as
//! WebShop writes `/` as ` | `. Here marks are replaced by others that mean the same to a reader; WebShop's own pages keep theirs.

use crate::shop::product::{OptionGroup, Product};
use std::sync::Arc;

/// What stands in for each of [`OptionGroup::SEPARATORS`].
const INSTEAD: [&str; OptionGroup::SEPARATORS.len()] = ["/", "; ", " = ", "(", ")", " ($"];

/// Whether pages can show a text as it is.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !has_marks(text)
}

fn has_marks(text: &str) -> bool {
    text.contains(char::is_control) || OptionGroup::SEPARATORS.iter().any(|s| text.contains(s))
}

/// The text without separators, control characters and blanks around it.
fn plain(text: &str) -> String {
    let mut out = text.replace(char::is_control, " ").replace(" | ", "/");
    // One may come of another that is replaced; each turn leaves fewer.
    while has_marks(&out) {
        for (separator, instead) in OptionGroup::SEPARATORS.iter().zip(INSTEAD) {
            out = out.replace(separator, instead);
        }
    }
    out.trim().to_owned()
}

/// The product with names and values of options that pages can show. Of names, and of values of a group, that read alike the
/// first stays, and none that is empty: nobody could choose another.
#[must_use]
pub(crate) fn with_plain_options(product: Arc<Product>) -> Arc<Product> {
    let is_fine = |group: &OptionGroup| is_plain(&group.name) && has_plain_values(group);
    let names: Vec<&String> = product.options.iter().map(|g| &g.name).collect();
    if product.options.iter().all(is_fine) && are_distinct(&names) {
        return product;
    }
    let mut options: Vec<OptionGroup> = vec![];
    for group in &product.options {
        let group = plain_group(group);
        let is_empty = group.name.is_empty() || group.values.is_empty();
        if !is_empty && options.iter().all(|g| !alike(&g.name, &group.name)) {
            options.push(group);
        }
    }
    Arc::new(Product {
        options,
        ..(*product).clone()
    })
}

fn has_plain_values(group: &OptionGroup) -> bool {
    let values: Vec<&String> = group.values.iter().collect();
    values.iter().all(|v| is_plain(v)) && are_distinct(&values)
}

/// Actions are read without regard to case.
fn alike(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn are_distinct(texts: &[&String]) -> bool {
    let mut sorted: Vec<String> = texts.iter().map(|t| t.to_ascii_lowercase()).collect();
    sorted.sort_unstable();
    sorted.windows(2).all(|two| two[0] != two[1])
}

fn plain_group(group: &OptionGroup) -> OptionGroup {
    let mut kept = OptionGroup::unpriced(plain(&group.name), vec![]);
    for (place, value) in group.values.iter().enumerate() {
        let value = plain(value);
        if !value.is_empty() && kept.values.iter().all(|v| !alike(v, &value)) {
            kept.values.push(value);
            kept.surcharges_cents.push(group.surcharge_cents(place));
        }
    }
    if !kept.is_priced() {
        kept.surcharges_cents.clear();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::catalog::{Catalog, CatalogSpec};

    fn product(name: &str, values: &[&str]) -> Arc<Product> {
        let spec = CatalogSpec {
            seed: 1,
            products: 1,
        };
        let catalog = Catalog::generate(spec).unwrap();
        let mut product = (*catalog.product(crate::shop::product::ProductId(0))).clone();
        let values = values.iter().map(|&v| v.to_owned()).collect();
        product.options = vec![OptionGroup::unpriced(name.into(), values)];
        Arc::new(product)
    }

    #[test]
    fn loaded_values_are_shown_without_separators_and_each_can_be_chosen() {
        let loaded = product(
            "size: eu | us",
            &[
                "5 | 6 ft",
                "5/6 ft",
                "red, blue",
                "[x]",
                "a (+$3.00)",
                "a\nb",
                " XL",
                "xl",
                " |  | ",
                "",
            ],
        );
        let group = &with_plain_options(loaded).options[0];
        assert_eq!(group.name, "size = eu/us");
        let expected = ["5/6 ft", "red; blue", "(x)", "a ($3.00)", "a b", "XL", "//"];
        assert_eq!(group.values, expected);
    }

    #[test]
    fn plain_options_stay_as_they_are() {
        let fine = product("size", &["1/8 inch", "big & tall", "small (12-25 lbs)"]);
        assert!(Arc::ptr_eq(&fine, &with_plain_options(fine.clone())));
    }

    proptest::proptest! {
        #[test]
        fn any_text_becomes_plain(text in "[ |,:\\[\\](+$a;=)\n]{0,24}") {
            let plain = plain(&text);
            proptest::prop_assert!(plain.is_empty() || is_plain(&plain));
        }
    }
}
