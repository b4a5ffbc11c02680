//! A player that only reads: the next action's text from the page shown, the notes and what is to be done.

use super::{
    next::{Next, Part, Plan, Want},
    notes::{Here, ListKey, Notes},
};

/// Longest search text, bytes.
const MAX_QUERY_BYTES: usize = 160;

#[derive(Debug, Default)]
pub(super) struct Player {
    pub(super) notes: Notes,
    /// Things put into the cart.
    added: Vec<Want>,
}

/// A title as a search text.
fn query(title: &str) -> String {
    let mut out = String::new();
    for word in title
        .to_lowercase()
        .replace(['[', ']'], " ")
        .split_whitespace()
    {
        if out.len() + 1 + word.len() > MAX_QUERY_BYTES {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

impl Player {
    /// The next action.
    pub(super) fn act(&mut self, next: &Next) -> Option<String> {
        Some(match next {
            Next::Look(asin, part) => self.look(asin, *part)?,
            Next::Results(key, page) => self.to_results(key, *page),
            Next::Orders(page) => self.to_orders(*page),
            Next::Order(id) => self.to_order(id)?,
            Next::Coupons => "coupons".into(),
            Next::Cart => "cart".into(),
            Next::Buy(plan) => self.buy(plan)?,
            Next::Answer(value) => format!("answer[{value}]"),
            Next::Return {
                order,
                line,
                reason,
                refund,
            } => match &self.notes.here {
                Here::Form { reason: now, .. } if now != reason => format!("reason[{reason}]"),
                Here::Form { refund: now, .. } if now != refund => format!("refund[{refund}]"),
                Here::Form { .. } => "submit".into(),
                Here::Order(here) if here == order => format!("return[{}]", line + 1),
                _ => self.to_order(order)?,
            },
            Next::Cancel(ids) => self.cancel(ids)?,
            Next::Report => "report[infeasible]".into(),
            Next::Stuck => return None,
        })
    }

    fn look(&self, asin: &str, part: Part) -> Option<String> {
        if self.notes.here == Here::Item(asin.to_owned()) {
            return Some(match part {
                Part::Row | Part::Head => return None,
                Part::Specs => "specs".into(),
                Part::Description => "description".into(),
                Part::Reviews => "reviews".into(),
            });
        }
        if self.notes.links.iter().any(|l| l == asin) {
            return Some(format!("open[{asin}]"));
        }
        let held = |cart: &super::notes::Cart| cart.lines.iter().any(|l| l.asin == asin);
        if self.notes.cart.as_ref().is_some_and(held) {
            return Some("cart".into());
        }
        let text = query(self.notes.product(asin).title.as_deref()?);
        match &self.notes.here {
            Here::Results { key, page, pages } if key.0 == text && page < pages => {
                Some("next".into())
            }
            _ => Some(format!("search[{text}]")),
        }
    }

    fn to_results(&self, key: &ListKey, page: usize) -> String {
        let Here::Results {
            key: here,
            page: now,
            ..
        } = &self.notes.here
        else {
            return format!("search[{}]", key.0);
        };
        if here.0 != key.0 || !here.2.is_subset(&key.2) {
            return format!("search[{}]", key.0);
        }
        if let Some(filter) = key.2.difference(&here.2).next() {
            return format!("filter[{filter}]");
        }
        if here.1 != key.1 {
            return format!("sort[{}]", key.1);
        }
        if *now < page {
            "next".into()
        } else {
            "prev".into()
        }
    }

    fn to_orders(&self, page: usize) -> String {
        match self.notes.here {
            Here::Orders(now) if now < page => "next".into(),
            Here::Orders(now) if now > page => "prev".into(),
            _ => "orders".into(),
        }
    }

    fn to_order(&self, id: &str) -> Option<String> {
        let page = self.notes.entries.get(id)?.page;
        match self.notes.here {
            Here::Orders(now) if now == page => Some(format!("order[{id}]")),
            Here::Order(_) | Here::Form { .. } => Some("back".into()),
            _ => Some(self.to_orders(page)),
        }
    }

    fn cancel(&mut self, ids: &std::collections::BTreeSet<String>) -> Option<String> {
        let is_done = |id: &String| self.added.iter().any(|w| w.asin == *id);
        let Some(id) = ids.iter().find(|id| !is_done(id)) else {
            return Some("finish".into());
        };
        if self.notes.here == Here::Order(id.clone()) {
            self.added.push(Want {
                asin: id.clone(),
                options: vec![],
                units: 0,
                again: None,
            });
            return Some("cancel_order".into());
        }
        self.to_order(id)
    }

    fn buy(&mut self, plan: &Plan) -> Option<String> {
        let is_held = |want: &Want| {
            let held = |l: &super::notes::Bought| l.asin == want.asin && l.options == want.options;
            self.added.contains(want)
                || self
                    .notes
                    .first_cart
                    .as_ref()
                    .is_some_and(|c| c.lines.iter().any(held))
        };
        if let Some(want) = plan.wants.iter().find(|w| !is_held(w)).cloned() {
            return self.add(&want);
        }
        if self.notes.here != Here::Cart {
            return Some("cart".into());
        }
        let cart = self.notes.cart.as_ref()?;
        for (number, line) in cart.lines.iter().enumerate() {
            let same = |w: &&Want| w.asin == line.asin && w.options == line.options;
            match plan.wants.iter().find(same) {
                None => return Some(format!("remove[{}]", number + 1)),
                Some(want) if want.units != line.units => {
                    return Some(format!("set_quantity[{}: {}]", number + 1, want.units));
                }
                Some(_) => {}
            }
        }
        if let Some(coupon) = plan.coupon.as_ref().filter(|_| cart.coupon != plan.coupon) {
            return Some(format!("apply_coupon[{coupon}]"));
        }
        if cart.address != plan.address {
            return Some(format!("address[{}]", plan.address));
        }
        if cart.wrap != plan.wrap {
            return Some(format!("wrap[{}]", plan.wrap));
        }
        Some("checkout".into())
    }

    fn add(&mut self, want: &Want) -> Option<String> {
        if let Some((order, line)) = &want.again {
            if self.notes.here == Here::Order(order.clone()) {
                self.added.push(want.clone());
                return Some(format!("reorder[{}]", line + 1));
            }
            return self.to_order(order);
        }
        if self.notes.here != Here::Item(want.asin.clone()) {
            return self.look(&want.asin, Part::Head);
        }
        for (name, value) in &want.options {
            let is_chosen = self
                .notes
                .chosen
                .iter()
                .any(|(n, v)| n == name && v == value);
            if !is_chosen {
                return Some(format!("select[{name}: {value}]"));
            }
        }
        self.added.push(want.clone());
        Some("add_to_cart".into())
    }
}
