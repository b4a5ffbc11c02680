//! The planner: exact distances at any catalogue size.
//!
//! A plan walks over the nodes of [`Nav`] and does *deeds* there: read a tab, put a product into the cart, cancel an
//! order. What deeds have achieved is a small number, the *ledger*; it only grows, so one table of distances per ledger -
//! fewest steps from each node - follows from the tables of larger ledgers by breadth-first search. Tables are made when
//! first asked for and kept with the task.
//!
//! Everything that is set right in the cart at the end - extra lines, quantities, coupon, address, wrapping - costs one
//! step each where the purchase is made anyway, so it is added to the table's number. Which lines of the cart to keep is
//! tried for every way to fill the slots. Only a cart too full to take what is missing changes the walk: such states use
//! tables of their own, whose ledger counts the free lines.

use super::{
    checks,
    def::{Aim, Def, MAX_SLOTS, Offers, Pool, Purchase},
    nav::{NOWHERE, Nav, Node, Site, wrong_options},
    state::State,
    types::{Action, Line, Listing, Origin, Page, Query, Sort, Tab},
};
use std::sync::{Arc, Mutex, OnceLock};
use truestep_core::{
    model::{MenuEntry, NoFacts},
    truth::Distance,
};

/// Farther than any plan.
const FAR: u8 = u8::MAX;
/// Plans kept for lists outside the menu and for carts changed in unusual ways.
const KEPT_PLANS: usize = 16;
/// Bits of a ledger at most.
const MAX_LEDGER_BITS: u32 = 16;

/// What a plan was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    /// A list outside the menu that the agent stands on.
    extra: Option<Listing>,
    /// Relevant products in the cart, where the cart links to them.
    present: u64,
    /// Whether the cart is too full to take what is missing.
    is_tight: bool,
}

/// The plans of a task, made when first needed.
#[derive(Debug, Default)]
pub(super) struct Plans {
    usual: OnceLock<Arc<Plan>>,
    others: Mutex<Vec<(Key, Arc<Plan>)>>,
}

/// Where the parts of a ledger lie.
#[derive(Debug)]
struct Layout {
    facts: u32,
    /// First bit and width of each slot's field: 0, or the choice that fills it plus one.
    slots: [(u32, u32); MAX_SLOTS],
    cancelled: u32,
    /// First bit of the number of free lines; only in tight plans.
    free: Option<u32>,
    bits: u32,
}

/// Tables of distances for one set of nodes.
#[derive(Debug)]
pub(super) struct Plan {
    nav: Nav,
    layout: Layout,
    tables: Vec<OnceLock<Box<[u8]>>>,
}

/// Where the agent is, seen from a plan.
#[derive(Clone, Copy)]
enum Spot {
    Node(Node),
    /// At no node; `back` leads to this one.
    Aside(Option<Node>),
}

impl Layout {
    fn new(def: &Def, is_tight: bool) -> Self {
        let mut bits = u32::from(def.decisive_facts);
        let facts = bits;
        let mut slots = [(0, 0); MAX_SLOTS];
        if let Aim::Purchase(purchase) = &def.aim {
            for (field, slot) in slots.iter_mut().zip(&purchase.slots) {
                let width = usize::BITS - slot.choices.len().leading_zeros();
                *field = (bits, width);
                bits += width;
            }
        }
        let cancelled = bits;
        if let Aim::Cancel { targets, .. } = def.aim {
            bits += targets.count_ones();
        }
        let free = is_tight.then_some(bits);
        bits += if is_tight { 3 } else { 0 };
        Self {
            facts,
            slots,
            cancelled,
            free,
            bits,
        }
    }

    fn slot(&self, ledger: usize, slot: usize) -> usize {
        let (first, width) = self.slots[slot];
        ledger >> first & ((1 << width) - 1)
    }

    fn free(&self, ledger: usize) -> Option<usize> {
        self.free.map(|first| ledger >> first & 7)
    }

    fn facts(&self, ledger: usize) -> u64 {
        ledger as u64 & ((1 << self.facts) - 1)
    }
}

impl Plan {
    fn new(def: &Def, key: &Key) -> Self {
        let layout = Layout::new(def, key.is_tight);
        assert!(
            layout.bits <= MAX_LEDGER_BITS,
            "invariant: templates keep ledgers below 16 bits"
        );
        let tables = (0..1usize << layout.bits)
            .map(|_| OnceLock::new())
            .collect();
        Self {
            nav: Nav::new(def, key.extra.as_ref(), key.present),
            layout,
            tables,
        }
    }

    /// Fewest steps from each node with this ledger.
    fn table(&self, def: &Def, ledger: usize) -> &[u8] {
        self.tables[ledger].get_or_init(|| self.search(def, ledger))
    }

    fn at(&self, def: &Def, ledger: usize, node: Node) -> u8 {
        self.table(def, ledger)[usize::from(node)]
    }

    /// Steps from `node` after arriving there with `ledger`.
    fn after_arrival(&self, def: &Def, ledger: usize, node: Node) -> u8 {
        let ledger = ledger | self.nav.arrive[usize::from(node)] as usize;
        self.at(def, ledger, node)
    }

    /// Breadth-first search backwards over the steps that keep the ledger, from deeds, ends and steps that change it.
    fn search(&self, def: &Def, ledger: usize) -> Box<[u8]> {
        let known = self.layout.facts(ledger);
        let changes = |node: Node| self.nav.arrive[usize::from(node)] & !known != 0;
        let mut seeds: Vec<u8> = (0..self.nav.sites.len())
            .map(|node| self.best_deed(def, ledger, node as Node))
            .collect();
        for &(from, to) in self.nav.edges() {
            if changes(to) {
                let through = self.after_arrival(def, ledger, to).saturating_add(1);
                let seed = &mut seeds[usize::from(from)];
                *seed = through.min(*seed);
            }
        }
        let mut from_anywhere = FAR;
        let mut same = vec![];
        for &node in &self.nav.globals {
            if changes(node) {
                let through = self.after_arrival(def, ledger, node).saturating_add(1);
                from_anywhere = through.min(from_anywhere);
            } else {
                same.push(node);
            }
        }
        self.spread(seeds, from_anywhere, &same)
    }

    /// Settle nodes level by level. `from_anywhere` bounds every node; reaching a node of `globals` lowers the bound.
    fn spread(&self, seeds: Vec<u8>, mut from_anywhere: u8, globals: &[Node]) -> Box<[u8]> {
        let mut distance = seeds;
        let mut settled = vec![false; distance.len()];
        let mut level = 0u8;
        loop {
            let mut next = FAR;
            let mut frontier = vec![];
            for (node, &d) in distance.iter().enumerate() {
                if settled[node] {
                    continue;
                }
                if d <= level {
                    frontier.push(node);
                } else {
                    next = next.min(d);
                }
            }
            for node in frontier {
                settled[node] = true;
                if globals.contains(&(node as Node)) {
                    from_anywhere = from_anywhere.min(level.saturating_add(1));
                }
                for source in self.nav.sources(node as Node) {
                    let through = level.saturating_add(1);
                    let d = &mut distance[usize::from(source)];
                    if !settled[usize::from(source)] && through < *d {
                        *d = through;
                        next = next.min(through);
                    }
                }
            }
            next = next.min(from_anywhere.max(level));
            if from_anywhere <= level {
                // Everything still open is one link away from a node settled before.
                for (node, d) in distance.iter_mut().enumerate() {
                    if !settled[node] {
                        *d = from_anywhere.min(*d);
                    }
                }
                return distance.into_boxed_slice();
            }
            if next == FAR {
                return distance.into_boxed_slice();
            }
            level = next;
        }
    }

    /// Fewest steps from a node whose first step is a deed or the end.
    fn best_deed(&self, def: &Def, ledger: usize, node: Node) -> u8 {
        let site = self.nav.sites[usize::from(node)];
        if self.ends(def, ledger, site) {
            return 1;
        }
        let mut best = FAR;
        let mut try_deed = |ledger: usize| {
            best = best.min(self.at(def, ledger, node).saturating_add(1));
        };
        match site {
            Site::Item { product, wrong } => {
                let id = def.relevant[usize::from(product)];
                for tab in Tab::ALL {
                    let shown = def
                        .facts
                        .iter()
                        .take(self.layout.facts as usize)
                        .enumerate();
                    let mask = shown
                        .filter(|(_, place)| **place == super::def::Place::Tab(id, tab))
                        .fold(0, |mask, (i, _)| mask | 1usize << i);
                    if mask & !ledger != 0 {
                        try_deed(ledger | mask);
                    }
                }
                let can_buy = def.offers.has(Offers::BUY) && wrong == 0;
                if let (true, Some((slot, choice))) = (can_buy, def.choice(id)) {
                    self.fill(def, ledger, slot, choice)
                        .into_iter()
                        .for_each(&mut try_deed);
                }
            }
            Site::Order(order) => {
                if def.offers.has(Offers::REORDER) {
                    for (slot, choice) in reorders(def, order) {
                        self.fill(def, ledger, slot, choice)
                            .into_iter()
                            .for_each(&mut try_deed);
                    }
                }
                self.cancel(def, ledger, order)
                    .into_iter()
                    .for_each(&mut try_deed);
            }
            Site::Cart => {
                if let (Some(free), Some(first)) = (self.layout.free(ledger), self.layout.free)
                    && free < self.missing(def, ledger)
                {
                    try_deed(ledger + (1 << first));
                }
            }
            _ => {}
        }
        best
    }

    fn missing(&self, def: &Def, ledger: usize) -> usize {
        let Aim::Purchase(purchase) = &def.aim else {
            return 0;
        };
        let slots = 0..purchase.slots.len();
        slots.filter(|&s| self.layout.slot(ledger, s) == 0).count()
    }

    /// The ledger after putting `choice` into the cart for `slot`, if that is of use.
    fn fill(&self, def: &Def, ledger: usize, slot: usize, choice: usize) -> Option<usize> {
        let Aim::Purchase(purchase) = &def.aim else {
            return None;
        };
        let product = purchase.slots[slot].choices[choice].product;
        let is_sold_out = def.market.brief(product).stock_units == 0;
        if is_sold_out || self.layout.slot(ledger, slot) != 0 {
            return None;
        }
        let filled = ledger | (choice + 1) << self.layout.slots[slot].0;
        match (self.layout.free(ledger), self.layout.free) {
            (Some(0), _) => None,
            (Some(_), Some(first)) => Some(filled - (1 << first)),
            _ => Some(filled),
        }
    }

    fn cancel(&self, def: &Def, ledger: usize, order: u8) -> Option<usize> {
        let Aim::Cancel { targets, .. } = def.aim else {
            return None;
        };
        if targets >> order & 1 == 0 {
            return None;
        }
        let rank = (targets & ((1 << order) - 1)).count_ones();
        let bit = 1usize << (self.layout.cancelled + rank);
        (ledger & bit == 0).then_some(ledger | bit)
    }

    /// Whether the next step can end the episode with success.
    fn ends(&self, def: &Def, ledger: usize, site: Site) -> bool {
        let has = |needs: truestep_core::truth::FactSet| {
            needs.0 & ((1 << self.layout.facts) - 1) & !self.layout.facts(ledger) == 0
        };
        match &def.aim {
            Aim::Answer { needs, .. } | Aim::Report { needs } => has(*needs),
            Aim::Cancel { targets, needs } => {
                let all = (1usize << targets.count_ones()) - 1;
                has(*needs) && ledger >> self.layout.cancelled & all == all
            }
            Aim::Return { needs, .. } => has(*needs) && site == Site::Form { wrong: 0 },
            Aim::Purchase(purchase) => {
                site == Site::Cart
                    && has(purchase.needs)
                    && self.is_bought_right(def, purchase, ledger, has)
            }
        }
    }

    fn is_bought_right(
        &self,
        def: &Def,
        purchase: &Purchase,
        ledger: usize,
        has: impl Fn(truestep_core::truth::FactSet) -> bool,
    ) -> bool {
        let mut cost = 0;
        for (number, slot) in purchase.slots.iter().enumerate() {
            let Some(choice) = self.layout.slot(ledger, number).checked_sub(1) else {
                return false;
            };
            let Some(choice) = slot.choices.get(choice) else {
                return false;
            };
            if !has(choice.needs) {
                return false;
            }
            cost += def.market.brief(choice.product).price_cents * u32::from(slot.quantity);
        }
        purchase.budget_cents.is_none_or(|budget| cost <= budget)
    }

    fn spot(&self, def: &Def, page: &Page) -> Spot {
        let node = match page {
            Page::Home => None,
            Page::Results { listing, page } => self.nav.results(def, listing, *page),
            Page::Cart => Some(self.nav.cart()),
            Page::Coupons => Some(self.nav.coupons()),
            Page::Orders(page) => Some(self.nav.orders(*page)),
            Page::Order(order) => Some(self.nav.order(*order)),
            Page::Form {
                order,
                line,
                reason,
                refund,
            } => {
                let Aim::Return {
                    order: o,
                    line: l,
                    reason: r,
                    refund: f,
                    ..
                } = def.aim
                else {
                    return Spot::Aside(Some(self.nav.order(*order)));
                };
                if (*order, *line) != (o, l) {
                    return Spot::Aside(Some(self.nav.order(*order)));
                }
                let wrong = u8::from(*reason != Some(r)) + u8::from(*refund != Some(f));
                Some(self.nav.form(wrong))
            }
            Page::Item {
                product,
                chosen,
                from,
                ..
            } => {
                let origin = match from {
                    Origin::Results { listing, page } => self.nav.results(def, listing, *page),
                    Origin::Cart => Some(self.nav.cart()),
                    Origin::Order(order) => Some(self.nav.order(*order)),
                };
                let node = origin.and_then(|origin| {
                    let number = def.relevance(*product)?;
                    let wrong = wrong_options(def, *product, chosen);
                    self.nav.item(number, origin, wrong)
                });
                return node.map_or(Spot::Aside(origin), Spot::Node);
            }
        };
        node.map_or(Spot::Aside(None), Spot::Node)
    }

    fn value(&self, def: &Def, spot: Spot, ledger: usize) -> u8 {
        match spot {
            Spot::Node(node) => self.at(def, ledger, node),
            Spot::Aside(back) => {
                let link = self.at(def, ledger, NOWHERE);
                let back = back.map_or(FAR, |node| {
                    self.after_arrival(def, ledger, node).saturating_add(1)
                });
                link.min(back)
            }
        }
    }
}

/// Slots and choices that the lines of an order fill when ordered again.
fn reorders(def: &Def, order: u8) -> impl Iterator<Item = (usize, usize)> + '_ {
    let lines = def.orders[usize::from(order)].lines.iter();
    lines.filter_map(|bought| {
        let found = def.choice(bought.line.product)?;
        (wrong_options(def, bought.line.product, &bought.line.variant) == 0).then_some(found)
    })
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

fn plan(def: &Def, state: &State, is_tight: bool) -> Arc<Plan> {
    let present = if def.offers.has(Offers::CART_LINKS) {
        let products = def.relevant.iter().enumerate();
        products
            .filter(|(_, p)| state.lines().iter().any(|l| l.product == **p))
            .fold(0, |mask, (i, _)| mask | 1 << i)
    } else {
        0
    };
    let extra = extra_list(def, state.page());
    let start: u64 = start_presence(def);
    if extra.is_none() && present == start && !is_tight {
        let usual = def.plans.usual.get_or_init(|| {
            Arc::new(Plan::new(
                def,
                &Key {
                    extra: None,
                    present,
                    is_tight,
                },
            ))
        });
        return usual.clone();
    }
    let key = Key {
        extra: extra.cloned(),
        present,
        is_tight,
    };
    let mut others = match def.plans.others.lock() {
        Ok(others) => others,
        // A plan is complete or absent, so a panic elsewhere leaves nothing half made.
        Err(poisoned) => poisoned.into_inner(),
    };
    if let Some((_, plan)) = others.iter().find(|(k, _)| *k == key) {
        return plan.clone();
    }
    let plan = Arc::new(Plan::new(def, &key));
    if others.len() == KEPT_PLANS {
        others.remove(0);
    }
    others.push((key, plan.clone()));
    plan
}

fn start_presence(def: &Def) -> u64 {
    if !def.offers.has(Offers::CART_LINKS) {
        return 0;
    }
    let products = def.relevant.iter().enumerate();
    products
        .filter(|(_, p)| def.cart.iter().any(|l| l.product == **p))
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

/// Fewest steps to success over supported menu actions.
#[must_use]
pub(super) fn distance(def: &Def, state: &State, sight: Sight) -> Distance {
    if let Some(ending) = state.ending() {
        return match ending.grade == truestep_core::rational::Rational::from_integer(1) {
            true => Distance::Steps(0),
            false => Distance::Never,
        };
    }
    let all = (1u64 << def.decisive_facts) - 1;
    let facts = match sight {
        Sight::Honest => state.known().0 & all,
        Sight::Clairvoyant => all & (state.known().0 | !offered_after(def)),
    } as usize;
    let steps = match &def.aim {
        Aim::Purchase(purchase) => purchase_steps(def, purchase, state, facts),
        Aim::Cancel { targets, .. } => cancel_steps(def, *targets, state, facts),
        _ => {
            let plan = plan(def, state, false);
            let spot = plan.spot(def, state.page());
            found(plan.value(def, spot, facts))
        }
    };
    steps.map_or(Distance::Never, Distance::Steps)
}

/// The facts without which the menu does not offer the right answer, even to one who knows it.
fn offered_after(def: &Def) -> u64 {
    let Aim::Answer {
        correct,
        pool: Pool::Seen { values, .. },
        ..
    } = &def.aim
    else {
        return 0;
    };
    let offer = values.iter().find(|(_, value)| value == correct);
    offer.map_or(0, |(facts, _)| facts.0)
}

fn found(value: u8) -> Option<u32> {
    (value != FAR).then_some(u32::from(value))
}

fn cancel_steps(def: &Def, targets: u16, state: &State, facts: usize) -> Option<u32> {
    if state.cancelled() & !targets != 0 {
        return None;
    }
    let plan = plan(def, state, false);
    let mut ledger = facts;
    let orders = (0..16).filter(|order| targets >> order & 1 == 1);
    for (rank, order) in orders.enumerate() {
        ledger |=
            usize::from(state.cancelled() >> order & 1) << (plan.layout.cancelled as usize + rank);
    }
    found(plan.value(def, plan.spot(def, state.page()), ledger))
}

/// One way to keep lines of the cart: what fills each slot, and what setting it right costs.
#[derive(Clone, Copy, Default)]
struct Keep {
    /// Per slot 0, or the choice plus one.
    slots: [u8; MAX_SLOTS],
    kept: usize,
    fixes: u32,
}

fn purchase_steps(def: &Def, purchase: &Purchase, state: &State, facts: usize) -> Option<u32> {
    let lines = state.lines();
    let (asked, right) = checks::settings(purchase, state);
    let settings = (asked - right) as u32;
    let mut keeps = vec![Keep::default()];
    for (number, slot) in purchase.slots.iter().enumerate() {
        extend_keeps(&mut keeps, number, slot, lines);
    }
    let free = usize::from(def.cart_limit).saturating_sub(lines.len());
    let mut usual: Option<(Arc<Plan>, Spot)> = None;
    let mut best: Option<u32> = None;
    for keep in keeps {
        let missing = purchase.slots.len() - keep.kept;
        let is_tight = free < missing;
        let (plan, spot) = match (&usual, is_tight) {
            (Some(found), false) => found.clone(),
            _ => {
                let plan = plan(def, state, is_tight);
                let spot = plan.spot(def, state.page());
                if !is_tight {
                    usual = Some((plan.clone(), spot));
                }
                (plan, spot)
            }
        };
        let mut ledger = facts;
        for (slot, choice) in keep.slots.iter().enumerate() {
            ledger |= usize::from(*choice) << plan.layout.slots[slot].0;
        }
        let mut extra = (lines.len() - keep.kept) as u32;
        if let (true, Some(first)) = (is_tight, plan.layout.free) {
            ledger |= free << first;
            // The removals that make room are steps of the walk itself.
            extra -= (missing - free) as u32;
        }
        if let Some(steps) = found(plan.value(def, spot, ledger)) {
            let total = steps + extra + keep.fixes + settings;
            best = Some(best.map_or(total, |b: u32| b.min(total)));
        }
    }
    best
}

/// Every way to fill one more slot from the cart, or to leave it to be filled.
fn extend_keeps(keeps: &mut Vec<Keep>, number: usize, slot: &super::def::Slot, lines: &[Line]) {
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
    let Distance::Steps(here) = distance(def, state, Sight::Honest) else {
        return;
    };
    if here == 0 {
        return;
    }
    for (index, entry) in menu.iter().enumerate() {
        if !can_help(def, state, &entry.action, here) {
            continue;
        }
        let mut next = state.clone();
        super::step::step(def, &mut next, &entry.action, &mut NoFacts);
        if distance(def, &next, Sight::Honest) == Distance::Steps(here - 1) {
            out.push(index as u32);
        }
    }
}

/// Whether an action may lower the distance; a quick no spares trying it.
fn can_help(def: &Def, state: &State, action: &Action, here: u32) -> bool {
    match action {
        Action::Answer(_) | Action::Checkout | Action::Submit | Action::Report | Action::Finish => {
            here == 1 && checks::supported(def, state, action) == Some(true)
        }
        Action::CancelOrder => checks::supported(def, state, action) == Some(true),
        Action::Open(product) => def.relevance(*product).is_some(),
        Action::Tab(_) | Action::Select(..) | Action::AddToCart => match state.page() {
            Page::Item { product, .. } => def.relevance(*product).is_some(),
            _ => false,
        },
        _ => true,
    }
}
