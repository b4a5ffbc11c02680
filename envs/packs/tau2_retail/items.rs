//! The items of an order: which are meant, what takes their place, what that costs.

use super::get_variant;
use super::tau2::{iterate, raise, Raised, V};

/// How often an item is in a list of them.
fn count(items: &V, item: &V) -> Result<usize, Raised> {
    match items {
        V::List(items) => Ok(items.iter().filter(|other| *other == item).count()),
        V::Str(text) => Ok(text.matches(item.str().unwrap_or("\0")).count()),
        other => raise(format!(
            "'{}' object has no attribute 'count'",
            other.type_name()
        )),
    }
}

/// Checks that an order has every item as often as it is asked for.
pub(crate) fn check_items(
    order: &V,
    item_ids: &V,
    lack: fn(&V) -> String,
) -> Result<Vec<V>, Raised> {
    let items = order.field("items").items();
    let wanted = iterate(item_ids)?;
    for item_id in &wanted {
        let there = items.iter().filter(|item| item.field("item_id") == item_id);
        if count(item_ids, item_id)? > there.count() {
            return raise(lack(item_id));
        }
    }
    Ok(wanted)
}

/// An item's place in an order: the first of its id.
pub(crate) fn place(order: &V, item_id: &V) -> Result<usize, Raised> {
    let items = order.field("items").items();
    match items
        .iter()
        .position(|item| item.field("item_id") == item_id)
    {
        Some(place) => Ok(place),
        None => raise(format!("Item {} not found", item_id.to_str())),
    }
}

/// What items cost more than those they replace, and the last variant: tau2 keeps no other.
pub(crate) struct Change {
    /// A sum of no items is `0`, not `0.0`.
    pub(crate) difference: Option<f64>,
    pub(crate) last: V,
}

impl Change {
    pub(crate) fn of(order: &V, pairs: &[(V, V)], differ: bool) -> Result<Change, Raised> {
        let mut change = Change {
            difference: None,
            last: V::None,
        };
        for (item_id, new_item_id) in pairs {
            if differ && item_id == new_item_id {
                return raise("The new item id should be different from the old item id");
            }
            let item = &order.field("items").items()[place(order, item_id)?];
            let variant = get_variant(item.field("product_id"), new_item_id)?;
            if !matches!(variant.field("available"), V::Bool(true)) {
                let id = new_item_id.to_str();
                return raise(format!("New item {id} not found or available"));
            }
            let price = |of: &V| of.field("price").number().unwrap_or(0.0);
            let sum = change.difference.unwrap_or(0.0);
            change.difference = Some(sum + (price(&variant) - price(item)));
            change.last = variant;
        }
        Ok(change)
    }
}

pub(crate) fn pairs(item_ids: Vec<V>, new_item_ids: &V) -> Result<Vec<(V, V)>, Raised> {
    Ok(item_ids.into_iter().zip(iterate(new_item_ids)?).collect())
}

/// `sorted(ids)` of texts; other things cannot be among them.
pub(crate) fn sorted(ids: &V) -> Result<V, Raised> {
    let mut ids = iterate(ids)?;
    ids.sort_by(|a, b| a.str().cmp(&b.str()));
    Ok(V::List(ids))
}
