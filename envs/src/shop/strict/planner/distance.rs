//! The planner: exact distances and shortest-path actions at any catalogue size.
//!
//! What a state still needs is split into *routes*: ways to keep lines of the cart, each a set of milestones of a [`Plan`] and a
//! fixed cost. Everything that is set right in the cart at the end - extra lines, quantities, coupon, address, wrapping -
//! costs one step each where the purchase is made anyway, so it is added to the plan's number. Only a cart too full to
//! take what is missing changes the walk: such routes use a plan whose milestones count the free lines.

use crate::shop::strict::{
    planner::{
        cache::{Held, Planned, plan},
        milestones::Detour,
        tables::FAR,
    },
    rules::{
        apply::step,
        matching::{settings, strays},
        menu::quantities,
        navigate::destination,
        support::supported,
    },
    world::{
        action::Action,
        def::Def,
        limits::MAX_LINES,
        objective::{MAX_SLOTS, Objective, Purchase, Slot},
        offers::Offers,
        page::Page,
        records::Line,
        state::State,
    },
};
use smallvec::{SmallVec, smallvec};
use std::ops::RangeInclusive;
use truestep_core::{
    graph::Evidence,
    model::{MenuEntry, Unheard},
    rational::Rational,
    truth::Distance,
};

/// One way on: milestones without facts, and steps that come on top.
struct Route {
    detour: Detour,
    milestones: usize,
    extra: u32,
}

/// Every way on from a state.
struct Remaining<'a> {
    def: &'a Planned,
    usual: Held<'a>,
    /// The plan of routes with a detour; all detours of a state are of one kind.
    other: Option<Held<'a>>,
    routes: SmallVec<[Route; 4]>,
    facts: usize,
}

impl<'a> Remaining<'a> {
    fn new(def: &'a Planned, state: &State, evidence: Evidence) -> Self {
        let all = (1u64 << def.decisive_facts) - 1;
        let facts = match evidence {
            Evidence::Required => state.known().bits() & all,
            Evidence::Ignored => all & (state.known().bits() | !offered_after(def)),
        };
        let mut remaining = Self {
            def,
            usual: plan(def, state, Detour::None),
            other: None,
            routes: SmallVec::new(),
            facts: facts as usize,
        };
        match &def.objective {
            Objective::Purchase(purchase) => remaining.add_purchases(purchase, state),
            Objective::Cancel { targets, .. } => remaining.add_cancellation(*targets, state),
            _ => remaining.add_end(0, state),
        }
        remaining
    }

    fn add(&mut self, detour: Detour, milestones: usize, extra: u32) {
        self.routes.push(Route {
            detour,
            milestones,
            extra,
        });
    }

    fn add_cancellation(&mut self, targets: u16, state: &State) {
        if state.cancelled() & !targets != 0 {
            return;
        }
        let orders = (0..16).filter(|order| targets >> order & 1 == 1);
        let first = self.usual.layout.cancelled as usize;
        let milestones = orders.enumerate().fold(0, |milestones, (rank, order)| {
            milestones | usize::from(state.cancelled() >> order & 1) << (first + rank)
        });
        self.add_end(milestones, state);
    }

    /// An end without a purchase: what was changed that the task does not ask for is changed back in the cart first.
    fn add_end(&mut self, milestones: usize, state: &State) {
        match strays(self.def, state) {
            0 => self.add(Detour::None, milestones, 0),
            strays => {
                self.other = Some(plan(self.def, state, Detour::Tidy));
                // One of these steps is the milestone itself.
                self.add(Detour::Tidy, milestones, strays - 1);
            }
        }
    }

    fn add_purchases(&mut self, purchase: &Purchase, state: &State) {
        let lines = state.lines();
        let settings = settings(Some(purchase), state).wrong();
        let mut keeps: Keeps = smallvec![Keep::default()];
        for (number, slot) in purchase.slots.iter().enumerate() {
            extend_keeps(self.def, state, &mut keeps, number, slot);
        }
        let free = usize::from(self.def.cart_limit).saturating_sub(lines.len());
        let limit = usize::from(self.def.cart_limit);
        let can_add = self.def.offers.has(Offers::BUY) || self.def.offers.has(Offers::REORDER);
        for keep in keeps {
            let missing = purchase.slots.len() - keep.filled;
            let fits = keep.restored == 0 || keep.left + keep.restored <= limit;
            if !fits || missing > 0 && !can_add {
                continue;
            }
            let is_tight = free < missing;
            if is_tight && self.other.is_none() {
                self.other = Some(plan(self.def, state, Detour::MakeRoom));
            }
            let layout = match &self.other {
                Some(tight) if is_tight => &tight.layout,
                _ => &self.usual.layout,
            };
            let chosen = keep.slots.iter().zip(layout.slots);
            let mut milestones = chosen.fold(0, |milestones, (choice, (first, _))| {
                milestones | usize::from(*choice) << first
            });
            let mut extra = (lines.len() - keep.lines) as u32 + keep.fixes;
            if let (true, Some(first)) = (is_tight, layout.free) {
                milestones |= free << first;
                // The removals that make room are steps of the walk itself.
                extra = extra.saturating_sub((missing - free) as u32);
            }
            let detour = if is_tight {
                Detour::MakeRoom
            } else {
                Detour::None
            };
            self.add(detour, milestones, extra + settings);
        }
    }

    /// Fewest steps from `page`, coming to it from the state (or being on it), what it shows included.
    fn steps_from(&self, page: &Page) -> Option<u32> {
        let plans = [Some(&self.usual), self.other.as_ref()];
        let positions = plans.map(|plan| {
            plan.map(|plan| {
                let position = plan.position(self.def, page);
                (
                    plan,
                    position,
                    self.facts | plan.shown(self.def, page, position),
                )
            })
        });
        let steps = self.routes.iter().filter_map(|route| {
            let (plan, position, facts) =
                positions[usize::from(route.detour != Detour::None)].as_ref()?;
            let value = plan.value(self.def, *position, route.milestones | facts);
            (value != FAR).then(|| u32::from(value) + route.extra)
        });
        steps.min()
    }
}

/// Fewest steps to success over supported menu actions.
#[must_use]
pub(crate) fn distance(def: &Planned, state: &State, evidence: Evidence) -> Distance {
    if let Some(ending) = state.ending() {
        return match ending.grade == Rational::from_integer(1) {
            true => Distance::Steps(0),
            false => Distance::Never,
        };
    }
    let steps = Remaining::new(def, state, evidence).steps_from(state.page());
    steps.map_or(Distance::Never, Distance::Steps)
}

/// The facts without which the menu does not offer the right answer, even to one who knows it.
fn offered_after(def: &Def) -> u64 {
    let Objective::Answer { correct, pool, .. } = &def.objective else {
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
    /// Slots filled.
    filled: usize,
    /// Lines that fill them.
    lines: usize,
    /// Lines that are left of those.
    left: usize,
    /// Lines that are put back.
    restored: usize,
    fixes: u32,
}

/// Every way to fill one more slot from the cart, or to leave it to be filled.
fn extend_keeps(def: &Def, state: &State, keeps: &mut Keeps, number: usize, slot: &Slot) {
    let before = keeps.len();
    for keep in 0..before {
        for (choice, wanted) in slot.choices.iter().enumerate() {
            let suits = |l: &&Line| l.product == wanted.product && wanted.suits(&l.variant);
            let kept: SmallVec<[u8; MAX_LINES]> = state
                .lines()
                .iter()
                .filter(suits)
                .map(|l| l.quantity)
                .collect();
            let mut filled = keeps[keep];
            filled.slots[number] = choice as u8 + 1;
            filled.filled += 1;
            if let Some(line) = state.removed(def).find(suits).filter(|_| kept.is_empty()) {
                filled.restored += 1;
                filled.fixes += 1 + u32::from(line.quantity != slot.quantity);
                keeps.push(filled);
            }
            filled.lines += kept.len();
            // Fewer lines may have to be left where others are put back.
            for (left, steps) in fixes(&kept, slot.quantity, &quantities(def, wanted.product)) {
                keeps.push(Keep {
                    left: filled.left + left,
                    fixes: filled.fixes + steps,
                    ..filled
                });
            }
        }
        // What is added later comes as one unit.
        keeps[keep].fixes += u32::from(slot.quantity != 1);
    }
}

/// For each number of lines left, fewest lines to remove or to set to one of `quantities` so that those left have `wanted` units
/// together; nothing where there are no lines.
fn fixes(lines: &[u8], wanted: u8, quantities: &RangeInclusive<u8>) -> SmallVec<[(usize, u32); 2]> {
    let wanted = i32::from(wanted);
    if let [one] = lines {
        return smallvec![(1, u32::from(i32::from(*one) != wanted))];
    }
    let mut best: SmallVec<[(usize, u32); 2]> = SmallVec::new();
    // Each line is kept, removed or set: a digit of a number in base 3.
    for way in 0..3u32.pow(lines.len() as u32) {
        let (mut rest, mut least, mut most, mut left, mut steps) = (way, 0, 0, 0, 0);
        for &units in lines {
            let (low, high) = match rest % 3 {
                0 => (units, units),
                1 => (0, 0),
                _ => (*quantities.start(), *quantities.end()),
            };
            least += i32::from(low);
            most += i32::from(high);
            left += usize::from(rest % 3 != 1);
            steps += u32::from(rest % 3 != 0);
            rest /= 3;
        }
        if left == 0 || !(least..=most).contains(&wanted) {
            continue;
        }
        match best.iter_mut().find(|(lines, _)| *lines == left) {
            Some((_, fewest)) => *fewest = steps.min(*fewest),
            None => best.push((left, steps)),
        }
    }
    best
}

/// Append the menu positions of the actions on a shortest path.
pub(crate) fn best_actions(
    def: &Planned,
    state: &State,
    menu: &[MenuEntry<Action>],
    out: &mut Vec<u32>,
) {
    if state.ending().is_some() {
        return;
    }
    let remaining = Remaining::new(def, state, Evidence::Required);
    let Some(here) = remaining.steps_from(state.page()) else {
        return;
    };
    for (index, entry) in menu.iter().enumerate() {
        if is_best(&remaining, state, &entry.action, here) {
            out.push(index as u32);
        }
    }
}

/// Whether an action lowers the distance by one.
fn is_best(remaining: &Remaining<'_>, state: &State, action: &Action, here: u32) -> bool {
    let def = remaining.def;
    let wanted = |setting: fn(&Purchase) -> Option<u8>| def.objective.purchase().and_then(setting);
    match action {
        Action::Answer(_) | Action::Checkout | Action::Submit | Action::Report | Action::Finish => {
            here == 1 && supported(def, state, action) == Some(true)
        }
        // The menu offers only other values than the present one, and settings are independent of everything else.
        Action::ApplyCoupon(coupon) => wanted(|p| p.coupon) == Some(*coupon),
        Action::RemoveCoupon => wanted(|p| p.coupon).is_none(),
        Action::Address(address) => wanted(|p| p.address).unwrap_or(0) == *address,
        Action::Wrap(wrap) => wanted(|p| p.wrap).unwrap_or(0) == *wrap,
        Action::Remove(_)
        | Action::Restore(_)
        | Action::SetQuantity(..)
        | Action::AddToCart
        | Action::Reorder(_)
        | Action::CancelOrder => {
            let mut next = state.clone();
            step(def, &mut next, action, &mut Unheard);
            distance(def, &next, Evidence::Required).plus(1) == Distance::Steps(here)
        }
        // Pages of other products lead nowhere that this page does not.
        Action::Open(product) if def.relevance(*product).is_none() => false,
        _ => destination(state.page(), action)
            .and_then(|page| remaining.steps_from(&page))
            .is_some_and(|steps| steps + 1 == here),
    }
}
