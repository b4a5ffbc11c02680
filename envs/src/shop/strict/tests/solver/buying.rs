//! What to buy, by what was read, and whether the cart that is shown is it.

use super::{
    next::{Next, Part, Plan, Want, cheapest, ids, leader, next_orders, to_order},
    notes::{Bought, Cart, Notes},
    product::Product,
    wish::{Named, Terms, Wish},
};
use crate::shop::catalog::lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// A product with the options named, the others as they are preselected.
fn want(notes: &Notes, asin: &str, terms: &Terms, units: u32) -> Result<Want, Next> {
    let Some(groups) = notes.product(asin).options else {
        return Err(Next::Look(asin.to_owned(), Part::Head));
    };
    let chosen = groups.iter().filter_map(|(name, values)| {
        let named = terms.options.iter().find(|(n, _)| n == name);
        let value = named.map(|(_, v)| v).or(values.first().map(|(v, _)| v))?;
        Some((name.clone(), value.clone()))
    });
    Ok(Want {
        asin: asin.to_owned(),
        options: chosen.collect(),
        units,
        again: None,
    })
}

fn plan(wants: Vec<Want>, terms: &Terms) -> Plan {
    Plan {
        wants,
        coupon: terms.coupon.clone(),
        address: terms.address.clone().unwrap_or_else(|| "home".into()),
        wrap: terms.wrap.clone().unwrap_or_else(|| "none".into()),
    }
}

/// Whether a product has an attribute, as far as it was read.
fn has(product: &Product, attribute: &str) -> Option<bool> {
    if let Some(attributes) = &product.attributes {
        let shown = lexicon::shown_attribute(attribute);
        return Some(attributes.iter().any(|a| a == shown || a == attribute));
    }
    let text = product.description.as_ref()?.to_lowercase();
    text.contains(attribute).then_some(true)
}

impl Wish {
    /// What to buy; nothing if nothing is to be had.
    pub(super) fn purchase(&self, notes: &Notes) -> Result<Option<Plan>, Next> {
        Ok(Some(match self {
            Wish::Avoid(named, attribute) => {
                let cheapest = cheapest_without(notes, named, attribute)?;
                plan(
                    vec![want(notes, &cheapest, &Terms::default(), 1)?],
                    &Terms::default(),
                )
            }
            Wish::Bundle(lists, _, terms) => {
                let mut wants = vec![];
                for list in lists {
                    let cheapest = cheapest(notes, &ids(list))?;
                    wants.push(want(notes, &cheapest, &Terms::default(), 1)?);
                }
                plan(wants, terms)
            }
            Wish::StockUp(named, pays, most, terms) => {
                let asin = cheapest(notes, &ids(named))?;
                let cents = notes.product(&asin).cents(&[]).ok_or(Next::Stuck)?;
                plan(
                    vec![want(notes, &asin, terms, (pays / cents).min(*most))?],
                    terms,
                )
            }
            Wish::BestCoupon(named) => {
                let coupons = notes.coupons.as_ref().ok_or(Next::Coupons)?;
                let mut total = 0;
                let mut wants = vec![];
                for (_, asin) in named {
                    let cents = notes.product(asin).cents(&[]);
                    total += cents.ok_or_else(|| Next::Look(asin.clone(), Part::Head))?;
                    wants.push(want(notes, asin, &Terms::default(), 1)?);
                }
                let best = coupons.iter().max_by_key(|c| c.saving(total));
                let coupon = best.map(|c| c.code.clone());
                plan(
                    wants,
                    &Terms {
                        coupon,
                        ..Terms::default()
                    },
                )
            }
            Wish::Gift((_, asin), id, terms) => {
                let order = notes.orders.get(id).ok_or_else(|| to_order(notes, id))?;
                let address = Some(order.sent_to.clone());
                let terms = Terms {
                    address,
                    ..terms.clone()
                };
                plan(vec![want(notes, asin, &terms, 1)?], &terms)
            }
            Wish::Substitute(named, clauses) => {
                for (_, asin) in named {
                    let stock = notes.product(asin).stock;
                    if stock.ok_or_else(|| Next::Look(asin.clone(), Part::Head))? > 0 {
                        let own = Terms {
                            options: clauses.get(asin).cloned().unwrap_or_default(),
                            ..Terms::default()
                        };
                        return Ok(Some(plan(vec![want(notes, asin, &own, 1)?], &own)));
                    }
                }
                return Ok(None);
            }
            Wish::CartEdit {
                drops,
                largest,
                changed,
                units,
                terms,
            } => {
                let cart = notes.first_cart.as_ref().ok_or(Next::Cart)?;
                let asins: Vec<String> = cart.lines.iter().map(|l| l.asin.clone()).collect();
                let dropped = leader(notes, &asins, *drops, *largest)?;
                let kept = cart.lines.iter().filter(|l| l.asin != dropped);
                let wants = kept.map(|l| Want {
                    asin: l.asin.clone(),
                    options: l.options.clone(),
                    units: if l.asin == *changed { *units } else { l.units },
                    again: None,
                });
                plan(wants.collect(), terms)
            }
            Wish::Reorder(kind, units, terms) => {
                let (id, line, bought) = cheapest_bought(notes, kind)?;
                let want = Want {
                    asin: bought.asin.clone(),
                    options: bought.options.clone(),
                    units: *units,
                    again: Some((id, line)),
                };
                plan(vec![want], terms)
            }
            Wish::Buy { units, terms, .. } => {
                let asin = self.fitting(notes)?;
                plan(vec![want(notes, &asin, terms, *units)?], terms)
            }
            _ => return Err(Next::Stuck),
        }))
    }

    /// Whether to buy the cart that is shown: it is what was asked for, and that follows from what was read.
    pub(super) fn accepts(&self, notes: &Notes) -> bool {
        let Some(cart) = &notes.cart else {
            return false;
        };
        match self {
            // Any that does will do.
            Wish::Buy { units, terms, .. } => {
                let asins: BTreeSet<&String> = cart.lines.iter().map(|l| &l.asin).collect();
                let [asin] = asins.into_iter().collect::<Vec<_>>()[..] else {
                    return false;
                };
                self.fits(&notes.product(asin)) == Some(true)
                    && want(notes, asin, terms, *units)
                        .is_ok_and(|want| matches(&plan(vec![want], terms), cart))
            }
            Wish::Bundle(lists, budget, terms) => {
                let of = |list: &Vec<Named>| {
                    let asin = cart
                        .lines
                        .iter()
                        .find(|l| list.iter().any(|(_, a)| *a == l.asin))?;
                    want(notes, &asin.asin, &Terms::default(), 1).ok()
                };
                let wants: Option<Vec<Want>> = lists.iter().map(of).collect();
                wants.is_some_and(|w| matches(&plan(w, terms), cart)) && cart.total <= *budget
            }
            _ => matches!(self.purchase(notes), Ok(Some(plan)) if matches(&plan, cart)),
        }
    }

    /// Whether a product is what is wished for, as far as it was read.
    fn fits(&self, product: &Product) -> Option<bool> {
        let Wish::Buy {
            kind,
            attributes,
            units,
            reviews,
            cap,
            terms,
        } = self
        else {
            return None;
        };
        let is_kind = product.kind.as_ref().map(|k| k == kind).unwrap_or_else(|| {
            let title = product.title.as_ref().map(|t| t.to_lowercase());
            title.is_some_and(|t| t.contains(&kind.to_lowercase()))
        });
        if product.price?.low > *cap || !is_kind {
            return Some(false);
        }
        if let Some(options) = &product.options {
            let offered = |(name, value): &(String, String)| {
                options
                    .iter()
                    .any(|(n, values)| n == name && values.iter().any(|(v, _)| v == value))
            };
            if !terms.options.iter().all(offered) || product.stock.is_some_and(|s| s < *units) {
                return Some(false);
            }
        }
        if product.cents(&terms.options)? > *cap {
            return Some(false);
        }
        for attribute in attributes {
            if !has(product, attribute)? {
                return Some(false);
            }
        }
        if *reviews > 0 && product.reviews? < *reviews {
            return Some(false);
        }
        product.options.as_ref().map(|_| true)
    }

    /// A product that fits, or where to look for one.
    fn fitting(&self, notes: &Notes) -> Result<String, Next> {
        let Wish::Buy {
            kind, attributes, ..
        } = self
        else {
            return Err(Next::Stuck);
        };
        let found = notes
            .products
            .iter()
            .find(|(_, p)| self.fits(p) == Some(true));
        if let Some((asin, _)) = found {
            return Ok(asin.clone());
        }
        let queries = [
            format!("{} {kind}", attributes.join(" ")),
            kind.clone(),
            attributes[0].clone(),
        ];
        for query in queries {
            let key = (
                query.to_lowercase(),
                "relevance".to_owned(),
                BTreeSet::new(),
            );
            let pages = notes.list_pages.get(&key).copied().unwrap_or(1);
            for page in 1..=pages {
                let rows = notes.lists.get(&(key.clone(), page));
                let rows = rows.ok_or_else(|| Next::Results(key.clone(), page))?;
                for (_, asin) in rows {
                    let product = notes.product(asin);
                    if self.fits(&product).is_none() {
                        let is_read = attributes.iter().all(|a| has(&product, a).is_some());
                        let part = if is_read { Part::Reviews } else { Part::Specs };
                        return Err(Next::Look(asin.clone(), part));
                    }
                }
            }
        }
        Err(Next::Stuck)
    }
}

/// Whether a cart is what a plan says, lines of one thing taken together.
fn matches(plan: &Plan, cart: &Cart) -> bool {
    type Sums = BTreeMap<(String, Vec<(String, String)>), u32>;
    let mut wanted = Sums::new();
    for want in &plan.wants {
        *wanted
            .entry((want.asin.clone(), want.options.clone()))
            .or_default() += want.units;
    }
    let mut held = Sums::new();
    for line in &cart.lines {
        *held
            .entry((line.asin.clone(), line.options.clone()))
            .or_default() += line.units;
    }
    wanted == held
        && plan.coupon == cart.coupon
        && plan.address == cart.address
        && plan.wrap == cart.wrap
}

fn cheapest_without(notes: &Notes, named: &[Named], attribute: &str) -> Result<String, Next> {
    let mut by_price: Vec<(u32, &String)> = vec![];
    for (_, asin) in named {
        let product = notes.product(asin);
        let price = product.price;
        let low = price
            .ok_or_else(|| Next::Look(asin.clone(), Part::Row))?
            .low;
        by_price.push((product.cents(&[]).unwrap_or(low), asin));
    }
    by_price.sort_unstable();
    let mut lacking: Option<(u32, &String)> = None;
    for (least, asin) in by_price {
        let product = notes.product(asin);
        let exact = product.cents(&[]);
        match (has(&product, attribute), lacking) {
            (Some(true), _) => {}
            (_, Some((cents, _))) if least > cents => break,
            (None, None) => return Err(Next::Look(asin.clone(), Part::Specs)),
            (_, Some(_)) if exact.is_none() => {
                return Err(Next::Look(asin.clone(), Part::Head));
            }
            // Who saw the specs saw the price.
            _ => lacking = Some((exact.ok_or(Next::Stuck)?, asin)),
        }
    }
    lacking.map(|(_, asin)| asin.clone()).ok_or(Next::Stuck)
}

/// Of everything bought of a kind, what was cheapest per unit: order, line, what.
fn cheapest_bought<'a>(notes: &'a Notes, kind: &str) -> Result<(String, usize, &'a Bought), Next> {
    let entries = notes.all_orders().ok_or_else(|| next_orders(notes))?;
    let mut best: Option<(String, usize, &Bought)> = None;
    for (id, entry) in entries {
        let of_kind: Vec<&String> = entry
            .holds
            .iter()
            .filter(|(k, _)| k == kind)
            .map(|(_, a)| a)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let order = notes.orders.get(id).ok_or_else(|| to_order(notes, id))?;
        for (line, bought) in order.lines.iter().enumerate() {
            let is_less = best.as_ref().is_none_or(|(_, _, b)| bought.cents < b.cents);
            if of_kind.contains(&&bought.asin) && is_less {
                best = Some((id.clone(), line, bought));
            }
        }
    }
    best.ok_or(Next::Stuck)
}
