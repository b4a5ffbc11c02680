//! What follows from a wish and the notes: what to look at next, or what to do because nothing is left to be looked at.

use super::{
    next::{Next, Part, ids, leader, next_orders, part, to_order, value, written},
    notes::{Entry, Notes},
    wish::{Fact, Wish},
};

impl Wish {
    /// What to do next.
    pub(super) fn decide(&self, notes: &Notes) -> Next {
        self.decided(notes).unwrap_or_else(|look| look)
    }

    fn decided(&self, notes: &Notes) -> Result<Next, Next> {
        Ok(match self {
            Wish::Compare(named, fact, largest) => {
                Next::Answer(leader(notes, &ids(named), *fact, *largest)?)
            }
            Wish::Question(named, leads, asked) => {
                let asin = leader(notes, &ids(named), *leads, true)?;
                let value = value(&notes.product(&asin), *asked);
                let value = value.ok_or(Next::Look(asin, part(*asked)))?;
                Next::Answer(written(value, *asked))
            }
            Wish::Shelf {
                query,
                filters,
                sort,
                places,
            } => {
                let key = (query.clone(), sort.clone(), filters.clone());
                let mut sum = 0;
                for &place in places {
                    let page = (place - 1) / 10 + 1;
                    let rows = notes.lists.get(&(key.clone(), page));
                    let rows = rows.ok_or_else(|| Next::Results(key.clone(), page))?;
                    let row = rows.iter().find(|(p, _)| *p == place).ok_or(Next::Stuck)?;
                    let grams = notes.product(&row.1).grams;
                    sum += grams.ok_or_else(|| Next::Look(row.1.clone(), Part::Specs))?;
                }
                Next::Answer(written(sum.into(), Fact::Weight))
            }
            Wish::PriceWatch(id) => {
                let order = notes.orders.get(id).ok_or_else(|| to_order(notes, id))?;
                let mut sum = 0;
                for line in &order.lines {
                    let cents = notes.product(&line.asin).cents(&line.options);
                    sum += cents.ok_or_else(|| Next::Look(line.asin.clone(), Part::Head))?;
                }
                Next::Answer(written(sum.into(), Fact::Price))
            }
            Wish::Return {
                asin,
                dearest,
                reason,
                refund,
            } => return_of(notes, asin, *dearest, reason, refund)?,
            Wish::Cancel(kind) => {
                let orders = notes.all_orders().ok_or_else(|| next_orders(notes))?;
                let holds = |e: &Entry| e.holds.iter().any(|(k, _)| k == kind);
                let wanted = orders
                    .iter()
                    .filter(|(_, e)| e.status == "pending" && holds(e));
                Next::Cancel(wanted.map(|(id, _)| id.clone()).collect())
            }
            _ => match self.purchase(notes)? {
                Some(plan) => Next::Buy(plan),
                None => Next::Report,
            },
        })
    }
}

fn return_of(
    notes: &Notes,
    asin: &str,
    dearest: bool,
    reason: &str,
    refund: &str,
) -> Result<Next, Next> {
    let entries = notes.all_orders().ok_or_else(|| next_orders(notes))?;
    let mut best: Option<(i64, String, usize)> = None;
    for (id, entry) in entries {
        if entry.holds.iter().all(|(_, a)| a != asin) {
            continue;
        }
        let order = notes.orders.get(id).ok_or_else(|| to_order(notes, id))?;
        for (line, bought) in order
            .lines
            .iter()
            .enumerate()
            .filter(|(_, b)| b.asin == asin)
        {
            let rank = i64::from(bought.cents) * if dearest { -1 } else { 1 };
            if best.as_ref().is_none_or(|(b, ..)| rank < *b) {
                best = Some((rank, id.clone(), line));
            }
        }
    }
    let (_, order, line) = best.ok_or(Next::Stuck)?;
    Ok(match entries[&order].status.as_str() {
        "delivered" => Next::Return {
            order,
            line,
            reason: reason.to_owned(),
            refund: refund.to_owned(),
        },
        _ => Next::Report,
    })
}
