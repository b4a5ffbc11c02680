//! The planner: exact distances and shortest-path actions at any catalogue size.
//!
//! What a state still needs is split into *courses*: ways to keep lines of the cart, each a ledger of a [`Plan`] and a
//! fixed cost. Everything that is set right in the cart at the end - extra lines, quantities, coupon, address, wrapping -
//! costs one step each where the purchase is made anyway, so it is added to the plan's number. Only a cart too full to
//! take what is missing changes the walk: such courses use a plan whose ledger counts the free lines.

use super::{
    checks,
    def::{Aim, Def, MAX_SLOTS, Offers, Purchase},
    plan::{FAR, Key, Plan},
    state::State,
    step::destination,
    types::{Action, Line, Listing, Origin, Page, Query, Sort},
};
use smallvec::{SmallVec, smallvec};
use std::{
    ops::Deref,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use truestep_core::{
    model::{MenuEntry, Unheard},
    rational::Rational,
    truth::Distance,
};

/// Plans kept for lists outside the menu.
const KEPT_PLANS: usize = 8;

/// The plans of a task, made when first needed.
#[derive(Debug, Default)]
pub(super) struct Plans {
    /// By the relevant products in the cart, where the cart links to them; else one.
    usual: Vec<OnceLock<Plan>>,
    tight: OnceLock<Plan>,
    others: Mutex<Vec<(Key, Arc<Plan>)>>,
}

impl Plans {
    /// Room for the plans of a task whose cart may hold any of `linked` products with links.
    pub(super) fn new(linked: usize) -> Self {
        Self {
            usual: (0..1usize << linked).map(|_| OnceLock::new()).collect(),
            ..Self::default()
        }
    }
}

enum Held<'a> {
    Kept(&'a Plan),
    Shared(Arc<Plan>),
}

impl Deref for Held<'_> {
    type Target = Plan;
    fn deref(&self) -> &Plan {
        match self {
            Held::Kept(plan) => plan,
            Held::Shared(plan) => plan,
        }
    }
}

/// The list a state needs beyond those of the menu.
fn extra_list<'a>(def: &Def, page: &'a Page) -> Option<&'a Listing> {
    let listing = match page {
        Page::Results { listing, .. }
        | Page::Item {
            from: Origin::Results { listing, .. },
            ..
        } => listing,
        _ => return None,
    };
    let is_listed = matches!(listing.query, Query::Listed(_));
    let is_offered = listing.filters.0 & !def.filters.0 == 0
        && (listing.sort == Sort::Relevance || def.sorts.contains(&listing.sort));
    (!(is_listed && is_offered)).then_some(listing)
}

fn plan<'a>(def: &'a Def, state: &State, is_tight: bool) -> Held<'a> {
    let key = Key {
        extra: extra_list(def, state.page()).cloned(),
        present: present(def, state),
        is_tight,
    };
    let kept = match (&key.extra, is_tight) {
        (None, false) => def.plans.usual.get(key.present as usize),
        (None, true) if key.present == 0 => Some(&def.plans.tight),
        _ => None,
    };
    if let Some(cell) = kept {
        return Held::Kept(cell.get_or_init(|| Plan::new(def, &key)));
    }
    let others = &def.plans.others;
    // A plan is complete or absent, so a panic elsewhere leaves nothing half made.
    let mut others = others.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, plan)) = others.iter().find(|(k, _)| *k == key) {
        return Held::Shared(plan.clone());
    }
    let plan = Arc::new(Plan::new(def, &key));
    if others.len() == KEPT_PLANS {
        others.remove(0);
    }
    others.push((key, plan.clone()));
    Held::Shared(plan)
}

/// Relevant products in the cart, where the cart links to them.
fn present(def: &Def, state: &State) -> u64 {
    if !def.offers.has(Offers::CART_LINKS) {
        return 0;
    }
    let products = def.relevant.iter().enumerate();
    products
        .filter(|(_, p)| state.lines().iter().any(|l| l.product == **p))
        .fold(0, |mask, (i, _)| mask | 1 << i)
}

/// Whether facts the agent has not seen stand in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// They do: commits must be supported.
    Honest,
    /// They do not: everything counts as known.
    Clairvoyant,
}

/// One way on: a ledger without facts, and steps that come on top.
struct Course {
    is_tight: bool,
    ledger: usize,
    extra: u32,
}

/// Every way on from a state.
struct Outlook<'a> {
    def: &'a Def,
    usual: Held<'a>,
    tight: Option<Held<'a>>,
    courses: SmallVec<[Course; 4]>,
    facts: usize,
}

impl<'a> Outlook<'a> {
    fn new(def: &'a Def, state: &State, sight: Sight) -> Self {
        let all = (1u64 << def.decisive_facts) - 1;
        let facts = match sight {
            Sight::Honest => state.known().bits() & all,
            Sight::Clairvoyant => all & (state.known().bits() | !offered_after(def)),
        };
        let mut outlook = Self {
            def,
            usual: plan(def, state, false),
            tight: None,
            courses: SmallVec::new(),
            facts: facts as usize,
        };
        match &def.aim {
            Aim::Purchase(purchase) => outlook.add_purchases(purchase, state),
            Aim::Cancel { targets, .. } => outlook.add_cancellation(*targets, state),
            _ => outlook.add(false, 0, 0),
        }
        outlook
    }

    fn add(&mut self, is_tight: bool, ledger: usize, extra: u32) {
        self.courses.push(Course {
            is_tight,
            ledger,
            extra,
        });
    }

    fn add_cancellation(&mut self, targets: u16, state: &State) {
        if state.cancelled() & !targets != 0 {
            return;
        }
        let orders = (0..16).filter(|order| targets >> order & 1 == 1);
        let first = self.usual.layout.cancelled as usize;
        let ledger = orders.enumerate().fold(0, |ledger, (rank, order)| {
            ledger | usize::from(state.cancelled() >> order & 1) << (first + rank)
        });
        self.add(false, ledger, 0);
    }

    fn add_purchases(&mut self, purchase: &Purchase, state: &State) {
        let lines = state.lines();
        let (asked, right) = checks::settings(purchase, state);
        let settings = (asked - right) as u32;
        let mut keeps: Keeps = smallvec![Keep::default()];
        for (number, slot) in purchase.slots.iter().enumerate() {
            extend_keeps(&mut keeps, number, slot, lines);
        }
        let free = usize::from(self.def.cart_limit).saturating_sub(lines.len());
        for keep in keeps {
            let missing = purchase.slots.len() - keep.kept;
            let is_tight = free < missing;
            if is_tight && self.tight.is_none() {
                self.tight = Some(plan(self.def, state, true));
            }
            let layout = match &self.tight {
                Some(tight) if is_tight => &tight.layout,
                _ => &self.usual.layout,
            };
            let chosen = keep.slots.iter().zip(layout.slots);
            let mut ledger = chosen.fold(0, |ledger, (choice, (first, _))| {
                ledger | usize::from(*choice) << first
            });
            let mut extra = (lines.len() - keep.kept) as u32;
            if let (true, Some(first)) = (is_tight, layout.free) {
                ledger |= free << first;
                // The removals that make room are steps of the walk itself.
                extra = extra.saturating_sub((missing - free) as u32);
            }
            self.add(is_tight, ledger, extra + keep.fixes + settings);
        }
    }

    /// Fewest steps from `page`, coming to it from the state (or being on it), what it shows included.
    fn steps_from(&self, page: &Page) -> Option<u32> {
        let plans = [Some(&self.usual), self.tight.as_ref()];
        let spots = plans.map(|plan| {
            plan.map(|plan| {
                let spot = plan.spot(self.def, page);
                (plan, spot, self.facts | plan.shown(self.def, page, spot))
            })
        });
        let steps = self.courses.iter().filter_map(|course| {
            let (plan, spot, facts) = spots[usize::from(course.is_tight)].as_ref()?;
            let value = plan.value(self.def, *spot, course.ledger | facts);
            (value != FAR).then(|| u32::from(value) + course.extra)
        });
        steps.min()
    }
}

/// Fewest steps to success over supported menu actions.
#[must_use]
pub(super) fn distance(def: &Def, state: &State, sight: Sight) -> Distance {
    if let Some(ending) = state.ending() {
        return match ending.grade == Rational::from_integer(1) {
            true => Distance::Steps(0),
            false => Distance::Never,
        };
    }
    let steps = Outlook::new(def, state, sight).steps_from(state.page());
    steps.map_or(Distance::Never, Distance::Steps)
}

/// The facts without which the menu does not offer the right answer, even to one who knows it.
fn offered_after(def: &Def) -> u64 {
    let Aim::Answer { correct, pool, .. } = &def.aim else {
        return 0;
    };
    let offer = pool.values.iter().find(|(_, value)| value == correct);
    offer.map_or(0, |(facts, _)| facts.bits())
}

type Keeps = SmallVec<[Keep; 4]>;

/// One way to keep lines of the cart: what fills each slot, and what setting it right costs.
#[derive(Clone, Copy, Default)]
struct Keep {
    /// Per slot 0, or the choice plus one.
    slots: [u8; MAX_SLOTS],
    kept: usize,
    fixes: u32,
}

/// Every way to fill one more slot from the cart, or to leave it to be filled.
fn extend_keeps(keeps: &mut Keeps, number: usize, slot: &super::def::Slot, lines: &[Line]) {
    let before = keeps.len();
    for keep in 0..before {
        for (choice, wanted) in slot.choices.iter().enumerate() {
            let suits = |l: &&Line| l.product == wanted.product && wanted.suits(&l.variant);
            let fixes = lines
                .iter()
                .filter(suits)
                .map(|l| u32::from(l.quantity != slot.quantity));
            if let Some(fixes) = fixes.min() {
                let mut filled = keeps[keep];
                filled.slots[number] = choice as u8 + 1;
                filled.kept += 1;
                filled.fixes += fixes;
                keeps.push(filled);
            }
        }
        // What is added later comes as one unit.
        keeps[keep].fixes += u32::from(slot.quantity != 1);
    }
}

/// Append the menu positions of the actions on a shortest path.
pub(super) fn best_actions(
    def: &Def,
    state: &State,
    menu: &[MenuEntry<Action>],
    out: &mut Vec<u32>,
) {
    if state.ending().is_some() {
        return;
    }
    let outlook = Outlook::new(def, state, Sight::Honest);
    let Some(here) = outlook.steps_from(state.page()) else {
        return;
    };
    for (index, entry) in menu.iter().enumerate() {
        if is_best(&outlook, state, &entry.action, here) {
            out.push(index as u32);
        }
    }
}

/// Whether an action lowers the distance by one.
fn is_best(outlook: &Outlook<'_>, state: &State, action: &Action, here: u32) -> bool {
    let def = outlook.def;
    let wants = |setting: fn(&Purchase) -> Option<u8>, value: u8| match &def.aim {
        Aim::Purchase(purchase) => setting(purchase) == Some(value),
        _ => false,
    };
    match action {
        Action::Answer(_) | Action::Checkout | Action::Submit | Action::Report | Action::Finish => {
            here == 1
                && checks::supported(def, state, action) == Some(true)
                && checks::grade(def, state, action) == Rational::from_integer(1)
        }
        // The menu offers only other values than the present one, and settings are independent of everything else.
        Action::ApplyCoupon(coupon) => wants(|p| p.coupon, *coupon),
        Action::Address(address) => wants(|p| p.address, *address),
        Action::Wrap(wrap) => wants(|p| p.wrap, *wrap),
        Action::Remove(_)
        | Action::SetQuantity(..)
        | Action::AddToCart
        | Action::Reorder(_)
        | Action::CancelOrder => {
            let mut next = state.clone();
            super::step::step(def, &mut next, action, &mut Unheard);
            distance(def, &next, Sight::Honest).plus(1) == Distance::Steps(here)
        }
        // Pages of other products lead nowhere that this page does not.
        Action::Open(product) if def.relevance(*product).is_none() => false,
        _ => destination(state.page(), action)
            .and_then(|page| outlook.steps_from(&page))
            .is_some_and(|steps| steps + 1 == here),
    }
}
