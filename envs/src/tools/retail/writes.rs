//! Writes that several tasks ask for, with the mistakes beside them.

use super::{
    case::{Case, REASONS},
    world::{Item, Order},
};
use crate::tools::kernel::types::Facts;
use serde_json::json;
use truestep_core::chance::Chance;

/// The variant to have instead, and the others that can be had.
pub(super) struct Swap<'w> {
    pub(super) to: &'w Item,
    pub(super) others: Vec<&'w Item>,
}

impl Swap<'_> {
    /// How the variant is spoken of.
    pub(super) fn spoken(&self) -> String {
        self.to.options.replace(", ", " and ")
    }
}

impl<'w> Case<'w> {
    /// The cancelling of an order, which rests on `evidence`, and that for another reason.
    pub(super) fn cancel(&mut self, order: &Order, reason: &str, evidence: Facts) {
        let listed = self.listed(order);
        let call = |reason: &str| json!({"order_id": order.id, "reason": reason});
        self.maker
            .write("cancel_order", call(reason), listed, evidence);
        for other in REASONS.into_iter().filter(|other| *other != reason) {
            self.maker.wrong("cancel_order", call(other), listed);
        }
    }

    /// Another variant instead of the first thing of an order, by this tool, and the mistakes of further ones. The order
    /// shows the thing, its product the variants; `evidence` is what else it rests on.
    pub(super) fn swap(&mut self, tool: &str, order: &Order, to: &Swap<'_>, evidence: Facts) {
        let item = &order.items[0];
        let contents = self.contents(order);
        let shown = contents | self.variants(item, contents);
        let call =
            |to: &Item| json!({"order_id": order.id, "items": [{"from": item.id, "to": to.id}]});
        self.maker.write(tool, call(to.to), shown, evidence);
        // Where no further variant can be had there is the one that is there already.
        for other in to.others.iter().copied().chain([item]).take(3) {
            self.maker.wrong(tool, call(other), shown);
        }
    }

    /// A variant that can be had and is not the item's own.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn choose(&mut self, item: &Item) -> Result<Swap<'w>, String> {
        let variants = self.world.products[item.product].variants.iter();
        let others = variants.filter(|(variant, is_there)| *is_there && variant.id != item.id);
        let mut others: Vec<&Item> = others.map(|(variant, _)| variant).collect();
        if others.is_empty() {
            return Err("no other variant of the product can be had".into());
        }
        let to = others.swap_remove(self.chance.below(others.len() as u32) as usize);
        Ok(Swap { to, others })
    }
}
