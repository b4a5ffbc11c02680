//! What is said of a step and a state beyond the grade: rules broken, side effects, slack.

use crate::shop::strict::{
    rules::{
        grade::{form_parts, tally},
        matching::Matching,
    },
    world::{
        action::Action,
        def::Def,
        fact::ShopFact,
        objective::{Choice, Objective, Purchase},
        page::Page,
        records::{ADDRESSES, Line, WRAPS},
        state::State,
        variant::price_cents,
    },
};
use truestep_core::{model::Statements, truth::Detail};

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
    state_settings(def, state, facts);
    if def.objective.purchase().is_none() && *action != Action::Checkout {
        for line in state.lines() {
            facts.emit(ShopFact::LeftInCart(asin(def, line)));
        }
    }
}

fn asin(def: &Def, line: &Line) -> String {
    def.product(line.product).asin.clone()
}

/// Settings that the task does not name and that are not as they were.
fn state_settings(def: &Def, state: &State, facts: &mut impl Statements<ShopFact>) {
    let purchase = def.objective.purchase();
    let is_asked =
        |wanted: fn(&Purchase) -> Option<u8>| purchase.is_some_and(|p| wanted(p).is_some());
    let name = |names: &[&str], i: u8| names.get(usize::from(i)).copied().unwrap_or("").to_owned();
    if let Some(coupon) = state.coupon()
        && !is_asked(|p| p.coupon)
    {
        let code = def.coupons.get(usize::from(coupon)).map(|c| c.code.clone());
        facts.emit(ShopFact::SettingChanged("coupon", code.unwrap_or_default()));
    }
    if state.address() != 0 && !is_asked(|p| p.address) {
        let address = name(&ADDRESSES, state.address());
        facts.emit(ShopFact::SettingChanged("address", address));
    }
    if state.wrap() != 0 && !is_asked(|p| p.wrap) {
        let wrap = name(&WRAPS, state.wrap());
        facts.emit(ShopFact::SettingChanged("wrapping", wrap));
    }
}

/// How an order stands, as pages say it.
#[must_use]
pub(crate) fn status_name(def: &Def, state: &State, order: u8) -> &'static str {
    if state.cancelled() >> order & 1 == 1 {
        "cancelled"
    } else {
        def.orders[usize::from(order)].status.name()
    }
}

/// What the cart costs, before and after the coupon, cents.
#[must_use]
pub(crate) fn totals(def: &Def, state: &State) -> (u32, u32) {
    let lines = state.lines().iter();
    let total = lines
        .map(|l| {
            let price = price_cents(&def.product(l.product), &l.variant);
            price.saturating_mul(l.quantity.into())
        })
        .fold(0, u32::saturating_add);
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
    let matching = Matching::new(purchase, state.lines());
    for (slot, filling) in purchase.slots.iter().zip(&matching.fillings) {
        let Some(filling) = filling else { continue };
        let asin = || def.product(filling.choice.product).asin.clone();
        if !filling.has_right_options {
            facts.emit(ShopFact::OtherOptions(asin()));
        }
        if filling.units > u16::from(slot.quantity) {
            facts.emit(ShopFact::ExtraUnits(asin(), filling.units, slot.quantity));
        }
    }
    state_kept(def, state, purchase, facts);
    for (number, line) in state.lines().iter().enumerate() {
        let product = def.product(line.product);
        let price = price_cents(&product, &line.variant);
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
        if matching.extra >> number & 1 == 1 {
            facts.emit(ShopFact::ExtraBought(product.asin.clone()));
        }
    }
}

/// Lines that were in the cart at the start, were to stay as they were, and became fewer.
fn state_kept(
    def: &Def,
    state: &State,
    purchase: &Purchase,
    facts: &mut impl Statements<ShopFact>,
) {
    for was in &def.cart {
        let asks_for_it =
            |choice: &Choice| choice.product == was.product && choice.suits(&was.variant);
        let stays = (purchase.slots.iter())
            .any(|s| s.quantity == was.quantity && s.choices.iter().any(asks_for_it));
        let same = |line: &&Line| line.product == was.product && line.variant == was.variant;
        let lines = state.lines().iter().filter(same);
        let units: u16 = lines.map(|line| u16::from(line.quantity)).sum();
        if stays && units < u16::from(was.quantity) {
            facts.emit(ShopFact::FewerUnits(asin(def, was), units, was.quantity));
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
    let mut push = |name: &'static str, value: i64| out.push(Detail::new(name, value));
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
    if let (
        Some(cap),
        Page::Item {
            product, chosen, ..
        },
    ) = (purchase.unit_cap_cents, state.page())
    {
        let price = price_cents(&def.product(*product), chosen);
        push("price_slack_cents", i64::from(cap) - i64::from(price));
    }
}
