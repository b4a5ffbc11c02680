//! What an instruction asks for, by the patterns of its sentences.

use crate::shop::{
    catalog::lexicon,
    phrase::{Number, relative},
};
use std::collections::{BTreeMap, BTreeSet};

/// A product as an instruction names it: title and id.
pub(super) type Named = (String, String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Price,
    Rating,
    Weight,
    Warranty,
    Reviews,
}

/// How a purchase is made.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    pub(super) options: Vec<(String, String)>,
    pub(super) coupon: Option<String>,
    pub(super) address: Option<String>,
    pub(super) wrap: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Wish {
    /// Which of these leads in a fact; `true`: the largest.
    Compare(Vec<Named>, Fact, bool),
    /// Of the one that leads in a fact, another fact.
    Question(Vec<Named>, Fact, Fact),
    /// What two places of a list weigh together.
    Shelf {
        query: String,
        filters: BTreeSet<String>,
        sort: String,
        places: [usize; 2],
    },
    /// What an order would cost today.
    PriceWatch(String),
    /// Any product of a kind with attributes.
    Buy {
        kind: String,
        attributes: Vec<String>,
        units: u32,
        reviews: u32,
        cap: u32,
        terms: Terms,
    },
    /// The cheapest that lacks an attribute.
    Avoid(Vec<Named>, String),
    /// One of each list.
    Bundle(Vec<Vec<Named>>, u32, Terms),
    /// The cheapest, as many as the money pays for, up to so many.
    StockUp(Vec<Named>, u32, u32, Terms),
    /// All of them, with the best coupon.
    BestCoupon(Vec<Named>),
    /// One, sent where an order went.
    Gift(Named, String, Terms),
    /// The first in stock, and the options of those that have a clause.
    Substitute(Vec<Named>, BTreeMap<String, Vec<(String, String)>>),
    CartEdit {
        drops: Fact,
        largest: bool,
        changed: String,
        units: u32,
        terms: Terms,
    },
    /// Of a kind, what was cheapest per unit.
    Reorder(String, u32, Terms),
    Cancel(String),
    Return {
        asin: String,
        dearest: bool,
        reason: String,
        refund: String,
    },
}

/// The words there are: kinds and attributes. A reader knows English; these are the parts of it that shops use.
pub(super) struct Words {
    pub(super) kinds: BTreeSet<String>,
    pub(super) attributes: BTreeSet<String>,
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

/// Every `"title" (ID)`.
pub(super) fn named(text: &str) -> Vec<Named> {
    let mut out = vec![];
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('"') {
        let Some((title, after)) = after.split_once("\" (") else {
            break;
        };
        let Some((asin, after)) = after.split_once(')') else {
            break;
        };
        out.push((title.to_owned(), asin.to_owned()));
        rest = after;
    }
    out
}

/// The text without what is quoted, so that titles match no pattern.
fn unquoted(text: &str) -> String {
    let parts = text.split('"').step_by(2);
    parts.collect::<Vec<_>>().join("\"")
}

fn money(text: &str) -> u32 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

fn number(text: &str) -> u32 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

fn terms(text: &str) -> Terms {
    let plain = unquoted(text);
    let choose = between(&plain, "hoose ", "`.")
        .map(|c| format!("{c}`"))
        .unwrap_or_default();
    let mut options = vec![];
    let mut rest = choose.as_str();
    while let Some((name, after)) = rest.split_once(" `") {
        let (value, after) = after.split_once('`').unwrap();
        let name = name.trim_start_matches([',', ' ']);
        let name = name.strip_prefix("and ").unwrap_or(name);
        options.push((name.to_owned(), value.to_owned()));
        rest = after;
    }
    let owned = |found: Option<&str>| found.map(str::to_owned);
    Terms {
        options,
        coupon: owned(between(&plain, "Use the coupon ", ".")),
        address: owned(between(&plain, "to the address `", "`")),
        wrap: owned(between(&plain, "the gift wrap `", "`")),
    }
}

impl Wish {
    /// Read an instruction.
    pub(super) fn read(text: &str, words: &Words) -> Option<Self> {
        let plain = unquoted(text);
        let says = |part: &str| plain.contains(part);
        if text.starts_with("Which of these products ") {
            let (fact, largest) = match () {
                () if says("can be had for the lowest price") => (Fact::Price, false),
                () if says("has the best rating") => (Fact::Rating, true),
                () if says("is the lightest") => (Fact::Weight, false),
                () if says("has the longest warranty") => (Fact::Warranty, true),
                () => (Fact::Reviews, true),
            };
            return Some(Wish::Compare(named(text), fact, largest));
        }
        if text.starts_with("Of these products, find the one") {
            let leads = match () {
                () if says("has the most reviews") => Fact::Reviews,
                () if says("is the heaviest") => Fact::Weight,
                () => Fact::Warranty,
            };
            let asked = match () {
                () if says("How many reviews") => Fact::Reviews,
                () if says("What does it weigh") => Fact::Weight,
                () => Fact::Warranty,
            };
            return Some(Wish::Question(named(text), leads, asked));
        }
        if let Some(query) = between(text, "Search for `", "`") {
            let filters = between(text, "the filter", ", and sort")?;
            let places = between(text, "What do number ", " of that list")?;
            let (first, second) = places.split_once(" and number ")?;
            return Some(Wish::Shelf {
                query: query.to_owned(),
                filters: filters
                    .split('`')
                    .skip(1)
                    .step_by(2)
                    .map(str::to_owned)
                    .collect(),
                sort: between(text, "sort by `", "`")?.to_owned(),
                places: [first.parse().ok()?, second.parse().ok()?],
            });
        }
        if let Some(order) = between(text, "the products of order ", " cost") {
            return Some(Wish::PriceWatch(order.to_owned()));
        }
        if text.starts_with("Of these products, buy one unit of the cheapest one ") {
            let said = between(text, "the cheapest one ", ": \"")?;
            let lacks = |a: &&String| lexicon::quality(a).lacking(Number::Singular) == said;
            let attribute = words.attributes.iter().find(lacks)?;
            return Some(Wish::Avoid(named(text), attribute.clone()));
        }
        if text.starts_with("Buy one unit of one product from each list.") {
            let budget = money(between(text, "Spend at most ", " on them")?);
            let lists = text.split(" List ").skip(1).map(named).collect();
            return Some(Wish::Bundle(lists, budget, terms(text)));
        }
        if text.starts_with("Take the cheapest of these products") {
            let pays = between(&plain, "of it as ", " pays for")?;
            let most = number(between(&plain, "no more than ", ".")?);
            return Some(Wish::StockUp(named(text), money(pays), most, terms(text)));
        }
        if says("Use the coupon that saves the most") {
            return Some(Wish::BestCoupon(named(text)));
        }
        if let Some(order) = between(&plain, "to the address that order ", " was sent to") {
            let product = named(text).remove(0);
            return Some(Wish::Gift(product, order.to_owned(), terms(text)));
        }
        if says("is sold out, report the task as infeasible") {
            let (list, clauses) = text.split_once(" Of \"").unwrap_or((text, ""));
            let clauses = clauses.split(" Of \"").map(|clause| {
                let clause = format!("\"{clause}");
                let (_, asin) = named(&clause).into_iter().next()?;
                Some((asin, terms(&clause).options))
            });
            return Some(Wish::Substitute(named(list), clauses.flatten().collect()));
        }
        if text.starts_with("Tidy up the cart") {
            let (drops, largest) = match () {
                () if says("is the heaviest") => (Fact::Weight, true),
                () if says("the shortest warranty") => (Fact::Warranty, false),
                () => (Fact::Reviews, false),
            };
            return Some(Wish::CartEdit {
                drops,
                largest,
                changed: named(text).remove(0).1,
                units: number(between(&plain, ") to ", ".")?),
                terms: terms(text),
            });
        }
        if let Some(kinds) = between(text, "Of all the ", " that you have bought") {
            let units = number(between(text, " Take ", ".")?);
            let kind = kind_called(kinds, words)?;
            return Some(Wish::Reorder(kind, units, terms(text)));
        }
        if let Some(kind) = between(text, "pending order that contains ", ", and no other") {
            let is = |k: &&String| {
                let noun = lexicon::noun(k);
                noun.one() == kind || noun.in_general() == kind || noun.name() == kind
            };
            let query = words.kinds.iter().find(is)?;
            return Some(Wish::Cancel(lexicon::shown_kind(query).to_owned()));
        }
        if text.starts_with("You bought ") {
            return Some(Wish::Return {
                asin: named(text).remove(0).1,
                dearest: says("you paid the most"),
                reason: between(&plain, "the reason `", "`")?.to_owned(),
                refund: between(&plain, "the refund `", "`")?.to_owned(),
            });
        }
        buy(text, words)
    }
}

fn kind_called(kinds: &str, words: &Words) -> Option<String> {
    let is = |k: &&String| lexicon::noun(k).in_general() == kinds;
    let query = words.kinds.iter().find(is)?;
    Some(lexicon::shown_kind(query).to_owned())
}

fn buy(text: &str, words: &Words) -> Option<Wish> {
    let (head, _) = text.split_once(". ")?;
    let said = head.strip_prefix("Buy ")?;
    for kind in &words.kinds {
        for units in 1..=4u32 {
            let Some(rest) = said.strip_prefix(&lexicon::noun(kind).several(units as usize)) else {
                continue;
            };
            let number = Number::of(units as usize);
            let qualities = |names: &[&String]| -> String {
                let all: Vec<_> = names.iter().map(|a| lexicon::quality(a)).collect();
                relative(&all, number)
            };
            let rest = rest.trim_start();
            let one = words.attributes.iter().find(|a| qualities(&[a]) == rest);
            let mut found = one.map(|a| vec![a.clone()]);
            if found.is_none() {
                // Only what begins or ends the clause can be part of it.
                let parts: Vec<&String> = words
                    .attributes
                    .iter()
                    .filter(|a| {
                        let said = qualities(&[a]);
                        rest.contains(said.split(' ').next_back().unwrap_or(""))
                    })
                    .collect();
                for a in &parts {
                    for b in &parts {
                        if a != b && qualities(&[a, b]) == rest {
                            found = Some(vec![(*a).clone(), (*b).clone()]);
                        }
                    }
                }
            }
            let Some(attributes) = found else { continue };
            return Some(Wish::Buy {
                kind: lexicon::shown_kind(kind).to_owned(),
                attributes,
                units,
                reviews: between(text, "must have at least ", " review").map_or(0, self::number),
                cap: money(
                    between(text, "Pay at most ", ". ")
                        .map(|m| m.trim_end_matches(" before the coupon"))
                        .map(|m| m.trim_end_matches(" for each"))?,
                ),
                terms: terms(text),
            });
        }
    }
    None
}
