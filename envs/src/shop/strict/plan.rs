//! Tables of distances: what a plan can reach from where, with what already done.
//!
//! A plan walks over the nodes of [`Nav`] and does *deeds* there: read a tab, put a product into the cart, cancel an
//! order. What deeds have achieved is a small number, the *ledger*; it only grows, so one table of distances per ledger -
//! fewest steps from each node - follows from the tables of larger ledgers by breadth-first search. Tables are made when
//! first asked for.

use super::{
    def::{Aim, Def, Offers, Purchase},
    ledger::{Layout, MAX_LEDGER_BITS},
    nav::{NOWHERE, Nav, Node, Site, wrong_options},
    types::{Listing, Origin, Page, Tab},
};
use std::sync::OnceLock;
use truestep_core::truth::FactSet;

/// Farther than any plan.
pub(super) const FAR: u8 = u8::MAX;

/// What a plan is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// A list outside the menu that the agent stands on.
    pub(super) extra: Option<Listing>,
    /// Relevant products in the cart, where the cart links to them.
    pub(super) present: u64,
    /// Whether the cart is too full to take what is missing.
    pub(super) is_tight: bool,
}

/// Tables of distances for one set of nodes.
#[derive(Debug)]
pub(super) struct Plan {
    nav: Nav,
    pub(super) layout: Layout,
    tables: Vec<OnceLock<Box<[u8]>>>,
}

/// Where the agent is, seen from a plan.
#[derive(Clone, Copy)]
pub(super) enum Spot {
    Node(Node),
    /// At no node; `back` leads to this one.
    Aside(Option<Node>),
}

impl Plan {
    pub(super) fn new(def: &Def, key: &Key) -> Self {
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
                    let mask = self.layout.shown_by_tab(def, id, tab);
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
        let has = |needs: FactSet| {
            needs.bits() & ((1 << self.layout.facts) - 1) & !self.layout.facts(ledger) == 0
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
        has: impl Fn(FactSet) -> bool,
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

    pub(super) fn spot(&self, def: &Def, page: &Page) -> Spot {
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

    /// The decisive facts that coming to a page shows.
    pub(super) fn shown(&self, def: &Def, page: &Page, spot: Spot) -> usize {
        let on_arrival = match spot {
            Spot::Node(node) => self.nav.arrive[usize::from(node)] as usize,
            Spot::Aside(_) => 0,
        };
        match page {
            Page::Item { product, tab, .. } if *tab != Tab::Main => {
                on_arrival | self.layout.shown_by_tab(def, *product, *tab)
            }
            _ => on_arrival,
        }
    }

    /// Fewest steps from a spot with this ledger, [`FAR`] if success cannot be reached.
    pub(super) fn value(&self, def: &Def, spot: Spot, ledger: usize) -> u8 {
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
