//! What each page shows, as one sequence of nodes that every rendering and the click table are made from.

use std::borrow::Cow;

use crate::shop::product::{Price, Product};

use super::python::{float_repr, tojson_filter};
use super::types::{Picks, SubKind};

/// Button texts.
pub mod label {
    /// To the search page.
    pub const BACK: &str = "Back to Search";
    /// Next page of results.
    pub const NEXT: &str = "Next >";
    /// Previous page.
    pub const PREV: &str = "< Prev";
    /// Buy.
    pub const BUY: &str = "Buy Now";
    /// The search form's button, which clicking does not press.
    pub const SEARCH: &str = "Search";
}

/// One product in a list of results.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The product.
    pub product: &'a Product,
    /// Whether its page was opened since the search page was last open.
    pub visited: bool,
}

/// A page with everything it shows.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// The page with the search box.
    Search,
    /// A page of results.
    Results {
        /// The search text.
        query: &'a str,
        /// Page number.
        page: u32,
        /// Hits on all pages.
        total: usize,
        /// Hits on this page.
        shown: &'a [Shown<'a>],
    },
    /// A product's page.
    Item {
        /// The search text it was found by.
        query: &'a str,
        /// The results page it was opened from.
        page: u32,
        /// The product.
        product: &'a Product,
        /// Options chosen.
        picks: Picks<'a>,
    },
    /// A page behind an item's button.
    Sub {
        /// The search text it was found by.
        query: &'a str,
        /// The results page it was opened from.
        page: u32,
        /// The product.
        product: &'a Product,
        /// Options chosen.
        picks: Picks<'a>,
        /// Which button.
        kind: SubKind,
    },
    /// The page after buying.
    Done {
        /// The product.
        product: &'a Product,
        /// Options chosen.
        picks: Picks<'a>,
        /// The reward as WebShop's float, which the page prints.
        reward: f64,
    },
}

/// A page in its session.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// Session name, part of every address.
    pub session: &'a str,
    /// The goal's text.
    pub instruction: &'a str,
    /// Whether items have an Attributes button.
    pub show_attributes: bool,
    /// The page.
    pub place: Place<'a>,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The shop's name.
    Logo,
    /// The goal.
    Instruction,
    /// A heading.
    Heading,
    /// Running text.
    Body,
    /// One of a list.
    Bullet,
    /// Set as typed: blanks are kept.
    Typed,
    /// In the page but not on the screen; WebShop's text observations show it all the same.
    Hidden,
    /// [`Style::Hidden`] and set as typed.
    HiddenTyped,
}

/// One visible piece of a page. Texts are raw; see [`visible`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node<'a> {
    /// Text that nothing happens on.
    Text(Style, Cow<'a, str>),
    /// The search box.
    SearchBox,
    /// A button.
    Button(&'static str),
    /// A value of an option group.
    Choice {
        /// Name of the group.
        group: &'a str,
        /// Value.
        value: &'a str,
    },
    /// A link to a product.
    Link {
        /// The product's id, its text.
        asin: &'a str,
        /// Whether it was followed.
        visited: bool,
    },
}

/// The text a browser's parser keeps of a raw text: `None` if nothing, a single blank for nothing but blanks without a line
/// break, nothing for blanks with one.
pub fn visible(text: &str) -> Option<&str> {
    let blank = |b: u8| matches!(b, b' ' | b'\n' | b'\t' | b'\x0c' | b'\r');
    if !text.bytes().all(blank) {
        Some(text)
    } else if text.is_empty() || text.contains('\n') {
        None
    } else {
        Some(" ")
    }
}

/// The price line of a product: dollars as Python floats, in the order listed.
pub fn price_line(product: &Product) -> Cow<'_, str> {
    if product.price_line.is_empty() {
        price_tag(product.price).into()
    } else {
        Cow::Borrowed(&product.price_line)
    }
}

/// The price line that whole cents give: dollars as a Python float.
pub fn price_tag(price: Price) -> String {
    let dollars = |cents: u32| float_repr(f64::from(cents) / 100.0);
    if price.high_cents > price.low_cents {
        format!(
            "${} to ${}",
            dollars(price.low_cents),
            dollars(price.high_cents)
        )
    } else {
        format!("${}", dollars(price.low_cents))
    }
}

/// Calls back with each node of a page, in document order.
pub fn nodes<'a>(scene: &Scene<'a>, mut emit: impl FnMut(Node<'a>)) {
    let emit = &mut emit;
    match scene.place {
        Place::Search => {
            text(emit, Style::Logo, "WebShop");
            text(emit, Style::Instruction, "Instruction: ");
            text(emit, Style::Instruction, scene.instruction);
            emit(Node::SearchBox);
            emit(Node::Button(label::SEARCH));
        }
        Place::Results {
            page, total, shown, ..
        } => {
            top(scene, emit);
            emit(Node::Text(
                Style::Heading,
                format!("Page {page} (Total results: {total})").into(),
            ));
            if page > 1 {
                emit(Node::Button(label::PREV));
            }
            emit(Node::Button(label::NEXT));
            for hit in shown {
                emit(Node::Link {
                    asin: &hit.product.asin,
                    visited: hit.visited,
                });
                text(emit, Style::Heading, &hit.product.title);
                emit(Node::Text(Style::Heading, price_line(hit.product)));
            }
        }
        Place::Item { product, .. } => {
            top(scene, emit);
            emit(Node::Button(label::PREV));
            item(scene, product, emit);
        }
        Place::Sub { product, kind, .. } => {
            top(scene, emit);
            emit(Node::Button(label::PREV));
            sub(product, kind, emit);
        }
        Place::Done {
            product,
            picks,
            reward,
        } => done(product, picks, reward, emit),
    }
}

fn text<'a>(emit: &mut impl FnMut(Node<'a>), style: Style, text: &'a str) {
    emit(Node::Text(style, Cow::Borrowed(text)));
}

fn top<'a>(scene: &Scene<'a>, emit: &mut impl FnMut(Node<'a>)) {
    text(emit, Style::Instruction, "Instruction:");
    text(emit, Style::Instruction, scene.instruction);
    emit(Node::Button(label::BACK));
}

fn item<'a>(scene: &Scene<'a>, product: &'a Product, emit: &mut impl FnMut(Node<'a>)) {
    for group in &product.options {
        text(emit, Style::Heading, &group.name);
        for value in &group.values {
            emit(Node::Choice {
                group: &group.name,
                value,
            });
        }
    }
    text(emit, Style::Heading, &product.title);
    emit(Node::Text(
        Style::Heading,
        format!("Price: {}", price_line(product)).into(),
    ));
    text(emit, Style::Heading, "Rating: N.A.");
    for kind in sub_buttons(scene.show_attributes) {
        emit(Node::Button(kind.name()));
    }
    emit(Node::Button(label::BUY));
}

/// The pages an item has buttons for.
pub fn sub_buttons(show_attributes: bool) -> &'static [SubKind] {
    if show_attributes {
        &SubKind::ALL
    } else {
        &SubKind::ALL[..3]
    }
}

fn sub<'a>(product: &'a Product, kind: SubKind, emit: &mut impl FnMut(Node<'a>)) {
    let mut bullet = |text: &str| emit(Node::Text(Style::Bullet, format!(" {text}").into()));
    match kind {
        SubKind::Description => text(emit, Style::Body, &product.description),
        SubKind::Features => product.bullets.iter().for_each(|text| bullet(text)),
        SubKind::Reviews => {}
        SubKind::Attributes => {
            product.attributes.iter().for_each(|text| bullet(text));
            for part in [&product.category, &product.query, &product.product_category] {
                text(emit, Style::Heading, part);
            }
        }
    }
}

/// The page after buying: most of its dump is empty because WebShop's text environment does not fill it.
fn done<'a>(product: &'a Product, picks: Picks<'a>, reward: f64, emit: &mut impl FnMut(Node<'a>)) {
    text(emit, Style::Heading, "Thank you for shopping with us!");
    text(emit, Style::Heading, "Your code: ");
    text(emit, Style::Typed, "None");
    text(emit, Style::Body, " (Paste it in your MTurk interface.)");
    text(emit, Style::Hidden, "Purchased");
    let options = tojson_filter(picks.iter());
    let rows: [(&str, Cow<'a, str>); 6] = [
        ("asin", Cow::Borrowed(&product.asin)),
        ("options", options.into()),
        ("attrs", "None".into()),
        ("category", "None".into()),
        ("query", "None".into()),
        ("product category", "None".into()),
    ];
    for (name, value) in rows {
        text(emit, Style::Hidden, name);
        emit(Node::Text(Style::HiddenTyped, value));
    }
    text(emit, Style::Hidden, "Target");
    for name in [
        "asin",
        "options",
        "attrs",
        "price upper",
        "instuction text",
        "category",
        "product category",
        "query",
    ] {
        text(emit, Style::Hidden, name);
    }
    text(emit, Style::Hidden, "Goal ");
    text(emit, Style::HiddenTyped, "None");
    text(emit, Style::Hidden, "Reward");
    text(emit, Style::Heading, "Your score (min 0.0, max 1.0)");
    emit(Node::Text(Style::Typed, float_repr(reward).into()));
    text(emit, Style::Hidden, "Reward Details ");
    text(emit, Style::HiddenTyped, "None");
}

/// What can be clicked on a page, as WebShop lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clickables {
    /// Whether the page has a search box.
    pub has_search_bar: bool,
    /// Lower-cased texts: buttons, then product links, then option values; each once, at its first place.
    pub clickables: Vec<String>,
}

/// The click table of a page.
pub fn clickables(scene: &Scene<'_>) -> Clickables {
    let mut out = Clickables::default();
    let (mut links, mut values) = (Vec::new(), Vec::new());
    nodes(scene, |node| match node {
        Node::SearchBox => out.has_search_bar = true,
        Node::Button(name) => out.clickables.push(name.to_lowercase()),
        Node::Link { asin, .. } => links.push(asin.to_lowercase()),
        Node::Choice { value, .. } => values.push(value.to_owned()),
        Node::Text(..) => {}
    });
    for text in links.into_iter().chain(values) {
        if !out.clickables.contains(&text) {
            out.clickables.push(text);
        }
    }
    out
}
