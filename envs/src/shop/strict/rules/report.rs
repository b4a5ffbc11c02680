//! What is said of a step and a state beyond the grade: rules broken, side effects, slack.

use crate::shop::strict::{
    rules::grade::{form_parts, tally},
    world::{
        action::Action, def::Def, fact::ShopFact, objective::Objective, page::Page, state::State,
        variant::price_cents,
    },
};
use truestep_core::{
    model::Statements,
    truth::{Detail, DetailValue},
};

/// State what cancelling an order breaks.
pub(crate) fn state_cancellation(def: &Def, order: u8, facts: &mut impl Statements<ShopFact>) {
    let wanted = match &def.objective {
        Objective::Cancel { targets, .. } => targets >> order & 1 == 1,
        _ => false,
    };
    if !wanted {
        let id = def.orders[usize::from(order)].id.clone();
        facts.emit(ShopFact::ExtraCancelled(id));
    }
}

/// State what ending the episode does, and which rules it breaks.
pub(crate) fn state_ending(
    def: &Def,
    state: &State,
    action: &Action,
    facts: &mut impl Statements<ShopFact>,
) {
    match action {
        Action::Checkout => state_purchase(def, state, facts),
        Action::Submit => {
            if let Page::Form { order, .. } = state.page()
                && !form_parts(def, state)[0]
            {
                let id = def.orders[usize::from(*order)].id.clone();
                facts.emit(ShopFact::ExtraReturned(id));
            }
        }
        _ => {}
    }
}

/// What the cart costs, before and after the coupon, cents.
#[must_use]
pub(crate) fn totals(def: &Def, state: &State) -> (u32, u32) {
    let lines = state.lines().iter();
    let total = lines
        .map(|l| price_cents(&def.product(l.product)) * u32::from(l.quantity))
        .sum();
    let coupon = state.coupon().and_then(|c| def.coupons.get(usize::from(c)));
    (total, total - coupon.map_or(0, |c| c.saving(total)))
}

fn state_purchase(def: &Def, state: &State, facts: &mut impl Statements<ShopFact>) {
    let (total, charged) = totals(def, state);
    facts.emit(ShopFact::Charged(charged));
    let Objective::Purchase(purchase) = &def.objective else {
        facts.emit(ShopFact::NeedlessPurchase);
        return;
    };
    if let Some(budget) = purchase.budget_cents
        && total > budget
    {
        facts.emit(ShopFact::OverBudget(total, budget));
    }
    for line in state.lines() {
        let product = def.product(line.product);
        let price = price_cents(&product);
        if let Some(cap) = purchase.unit_cap_cents
            && price > cap
        {
            facts.emit(ShopFact::OverPrice(price, cap));
        }
        if let Some(forbidden) = &purchase.forbidden
            && product.attributes.contains(forbidden)
        {
            facts.emit(ShopFact::ForbiddenAttribute(forbidden.clone()));
        }
        if def.choice(line.product).is_none() {
            facts.emit(ShopFact::ExtraBought(product.asin.clone()));
        }
    }
}

/// What this environment tells of a state beyond the common fields: the purchase's slack.
pub(crate) fn details(def: &Def, state: &State, out: &mut Vec<Detail>) {
    let Objective::Purchase(purchase) = &def.objective else {
        return;
    };
    let tally = tally(def, purchase, state.lines(), state.known());
    out.reserve_exact(4);
    let mut push = |name: &'static str, value: i64| {
        out.push(Detail {
            name: name.into(),
            value: DetailValue::Integer(value),
        });
    };
    push("extra_lines", i64::from(tally.extra));
    push(
        "slots_missing",
        purchase.slots.len() as i64 - i64::from(tally.filled),
    );
    if let Some(budget) = purchase.budget_cents {
        push(
            "budget_slack_cents",
            i64::from(budget) - i64::from(tally.cost_cents),
        );
    }
    if let (Some(cap), Page::Item { product, .. }) = (purchase.unit_cap_cents, state.page()) {
        let price = price_cents(&def.product(*product));
        push("price_slack_cents", i64::from(cap) - i64::from(price));
    }
}
