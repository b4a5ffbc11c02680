//! The pages a plan can pass through, and the steps between them.
//!
//! Of the thousands of pages of a shop a shortest path uses few: the lists of the task's queries, the item pages of the
//! products the task is about, the cart, the coupons, the orders. These are the *nodes* here; every other page can do
//! nothing for the task but follow a link that every page has, or go back to the node it was opened from.

use crate::shop::{
    product::ProductId,
    strict::{
        planner::milestones::{Detour, Key},
        world::{
            def::{Def, wrong_options},
            limits::{MAX_GROUPS, ORDER_ROWS},
            listing::{Filter, Filters, Listing, Query, Sort},
            objective::Objective,
            offers::Offers,
            page::{Origin, Page, Tab},
            records::Line,
        },
    },
};

/// Number of a node; node 0 is anywhere that is no other node.
pub(crate) type Node = u16;
/// Anywhere else.
pub(crate) const NOWHERE: Node = 0;
const NONE: Node = Node::MAX;
const ARRANGEMENTS: usize = Filters::SETS * Sort::ALL.len();

/// What a node is, as far as milestones depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Nowhere,
    Results,
    /// Item page of relevant product `product`, `wrong` of its options chosen wrong.
    Item {
        product: u8,
        wrong: u8,
    },
    Cart,
    Coupons,
    Orders,
    Order(u8),
    /// The right form, `wrong` of its two fields not right.
    Form {
        wrong: u8,
    },
}

/// Nodes and steps.
#[derive(Debug)]
pub(crate) struct PageGraph {
    pub(crate) kinds: Vec<NodeKind>,
    /// Facts known on arrival at a node.
    pub(crate) arrive: Vec<u64>,
    /// Steps between nodes, sorted by the node they lead to.
    edges: Vec<(Node, Node)>,
    /// `[nodes + 1]`: the steps that lead to node `n` are `edges[into[n]..into[n + 1]]`.
    into: Vec<u32>,
    /// Nodes that every page links to.
    pub(crate) globals: Vec<Node>,
    /// First node of each list by query and arrangement.
    lists: Vec<Node>,
    pages: Vec<u8>,
    /// First item node by relevant product and origin node.
    items: Vec<Node>,
    /// Of each relevant product, how many of its options can be wrong.
    spans: Vec<u8>,
    cart: Node,
    coupons: Node,
    orders: Node,
    order: Node,
    form: Node,
    extra: Option<Query>,
}

impl PageGraph {
    /// The nodes of a task.
    pub(crate) fn new(def: &Def, key: &Key) -> Self {
        let extra = key.extra.as_ref();
        let mut graph = PageGraph {
            kinds: vec![NodeKind::Nowhere],
            arrive: vec![],
            edges: vec![],
            into: vec![],
            globals: vec![],
            lists: vec![NONE; (def.queries.len() + 1) * ARRANGEMENTS],
            pages: vec![],
            items: vec![],
            spans: vec![],
            cart: 0,
            coupons: 0,
            orders: 0,
            order: 0,
            form: 0,
            extra: extra.map(|l| l.query.clone()),
        };
        let listings = graph.add_lists(def, extra);
        graph.add_rest(def);
        graph.note_arrivals(def, &listings);
        graph.arrive[usize::from(graph.cart)] = key.in_cart;
        graph.link_lists(def, &listings);
        graph.link_rest(def, key);
        graph.index_edges();
        graph
    }

    fn add(&mut self, kind: NodeKind) -> Node {
        self.kinds.push(kind);
        (self.kinds.len() - 1) as Node
    }

    /// Every list the menu leads to from a fresh search or from `extra`, with its first node.
    fn add_lists(&mut self, def: &Def, extra: Option<&Listing>) -> Vec<(Listing, Node)> {
        let fresh = (0..def.queries.len()).map(|i| Listing::fresh(Query::Listed(i as u8)));
        let mut open: Vec<Listing> = fresh.chain(extra.cloned()).collect();
        let mut found = vec![];
        while let Some(listing) = open.pop() {
            let place = self.list_place(&listing);
            if self.lists[place] != NONE {
                continue;
            }
            let pages = def.pages(&listing);
            self.lists[place] = self.kinds.len() as Node;
            open.extend(rearrangements(def, &listing));
            found.push((listing, self.kinds.len() as Node));
            for _ in 0..pages {
                self.add(NodeKind::Results);
            }
            self.pages.push(pages);
        }
        found
    }

    fn list_place(&self, listing: &Listing) -> usize {
        let query = match &listing.query {
            Query::Listed(i) => usize::from(*i),
            Query::Free(_) => self.lists.len() / ARRANGEMENTS - 1,
        };
        query * ARRANGEMENTS
            + usize::from(listing.filters.0) * Sort::ALL.len()
            + listing.sort as usize
    }

    fn add_rest(&mut self, def: &Def) {
        self.cart = self.add(NodeKind::Cart);
        self.coupons = self.add(NodeKind::Coupons);
        self.orders = self.kinds.len() as Node;
        for _ in 0..def.order_pages() {
            self.add(NodeKind::Orders);
        }
        self.order = self.kinds.len() as Node;
        for order in 0..def.orders.len() {
            self.add(NodeKind::Order(order as u8));
        }
        self.form = self.kinds.len() as Node;
        for wrong in 0..3 {
            self.add(NodeKind::Form { wrong });
        }
        let origins = self.kinds.len();
        self.items = vec![NONE; def.relevant.len() * origins];
        for &product in &def.relevant {
            let required = def
                .choice(product)
                .map_or(0, |(s, c)| match &def.objective {
                    Objective::Purchase(p) => {
                        p.slots[s].choices[c].options.iter().flatten().count()
                    }
                    _ => 0,
                });
            self.spans.push(required as u8);
        }
    }

    /// The item node of relevant product `product` opened from `origin`; made when first asked for.
    fn item_from(&mut self, def: &Def, product: usize, origin: Node) -> Node {
        let can_choose = def.offers.has(Offers::OPTIONS);
        let place = product * (self.items.len() / self.spans.len()) + usize::from(origin);
        if self.items[place] == NONE {
            self.items[place] = self.kinds.len() as Node;
            for wrong in 0..=self.spans[product] {
                let node = self.add(NodeKind::Item {
                    product: product as u8,
                    wrong,
                });
                self.edges.push((node, origin));
                if wrong > 0 && can_choose {
                    self.edges.push((node, node - 1));
                }
            }
        }
        self.items[place]
    }

    fn open_item(&mut self, def: &Def, from: Node, product: ProductId) {
        let Some(number) = def.relevance(product) else {
            return;
        };
        let node = self.item_from(def, number, from);
        let wrong = wrong_options(def, product, &[0; MAX_GROUPS]);
        self.edges.push((from, node + Node::from(wrong)));
    }

    fn note_arrivals(&mut self, def: &Def, listings: &[(Listing, Node)]) {
        self.arrive = vec![0; self.kinds.len()];
        for (listing, first) in listings {
            let hits = def.hits(listing);
            for page in 0..def.pages(listing) {
                let shown = Page::Results {
                    listing: listing.clone(),
                    page,
                };
                self.arrive[usize::from(first + Node::from(page))] =
                    facts_shown(def, &shown, def.rows(&hits, page), &[]);
            }
        }
        self.arrive[usize::from(self.coupons)] = facts_shown(def, &Page::Coupons, &[], &[]);
        for page in 0..def.order_pages() {
            let node = self.orders(page);
            self.arrive[usize::from(node)] = facts_shown(def, &Page::Orders(page), &[], &[]);
        }
        for order in 0..def.orders.len() {
            self.arrive[usize::from(self.order) + order] =
                facts_shown(def, &Page::Order(order as u8), &[], &[]);
        }
    }

    fn link_lists(&mut self, def: &Def, listings: &[(Listing, Node)]) {
        for (listing, first) in listings {
            let pages = def.pages(listing);
            let hits = def.hits(listing);
            let turned: Vec<Node> = rearrangements(def, listing)
                .map(|l| self.lists[self.list_place(&l)])
                .collect();
            for page in 0..pages {
                let node = first + Node::from(page);
                if page + 1 < pages {
                    self.edges.push((node, node + 1));
                    self.edges.push((node + 1, node));
                }
                self.edges.extend(turned.iter().map(|&to| (node, to)));
                for &product in def.rows(&hits, page) {
                    self.open_item(def, node, product);
                }
            }
        }
        for query in 0..def.queries.len() {
            self.globals.push(self.lists[query * ARRANGEMENTS]);
        }
    }

    fn link_rest(&mut self, def: &Def, key: &Key) {
        for (offer, node) in [
            (Offers::CART, self.cart),
            (Offers::COUPON_PAGE, self.coupons),
            (Offers::ORDERS, self.orders),
        ] {
            if def.offers.has(offer) || node == self.cart && key.detour == Detour::Tidy {
                self.globals.push(node);
            }
        }
        for (number, &product) in def.relevant.iter().enumerate() {
            self.item_from(def, number, self.cart);
            // What lay in the cart at the start is linked to, be it there or removed.
            let is_linked = def.cart.iter().any(|l| l.product == product);
            if def.offers.has(Offers::CART_LINKS) && is_linked {
                self.open_item(def, self.cart, product);
            }
        }
        for page in 1..Node::from(def.order_pages()) {
            self.edges
                .push((self.orders + page - 1, self.orders + page));
            self.edges
                .push((self.orders + page, self.orders + page - 1));
        }
        for (number, order) in def.orders.iter().enumerate() {
            let node = self.order + number as Node;
            let list = self.orders + (number / ORDER_ROWS) as Node;
            self.edges.push((list, node));
            self.edges.push((node, list));
            for bought in &order.lines {
                let product = bought.line.product;
                let Some(relevant) = def.relevance(product) else {
                    continue;
                };
                self.item_from(def, relevant, node);
                if def.offers.has(Offers::ORDER_LINKS) {
                    self.open_item(def, node, product);
                }
            }
        }
        if let Objective::Return { order, .. } = def.objective {
            let node = self.order + Node::from(order);
            for wrong in 0..3 {
                self.edges.push((self.form + wrong, node));
            }
            self.edges.push((self.form + 2, self.form + 1));
            self.edges.push((self.form + 1, self.form));
            if def.offers.has(Offers::RETURN) {
                self.edges.push((node, self.form + 2));
            }
        }
        // Item nodes were made while linking; what they show on arrival is the same from every origin.
        for node in self.arrive.len()..self.kinds.len() {
            let NodeKind::Item { product, .. } = self.kinds[node] else {
                unreachable!("invariant: only item nodes are made while linking");
            };
            let shown = Page::Item {
                product: def.relevant[usize::from(product)],
                tab: Tab::Main,
                chosen: [0; MAX_GROUPS],
                from: Origin::Cart,
            };
            self.arrive.push(facts_shown(def, &shown, &[], &[]));
        }
    }

    fn index_edges(&mut self) {
        self.edges.sort_unstable_by_key(|&(from, to)| (to, from));
        self.edges.dedup();
        self.into = vec![0; self.kinds.len() + 1];
        for &(_, to) in &self.edges {
            self.into[usize::from(to) + 1] += 1;
        }
        for node in 0..self.kinds.len() {
            self.into[node + 1] += self.into[node];
        }
    }

    /// The nodes with a step to `node`.
    pub(crate) fn sources(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let range =
            self.into[usize::from(node)] as usize..self.into[usize::from(node) + 1] as usize;
        self.edges[range].iter().map(|&(from, _)| from)
    }

    /// All steps.
    pub(crate) fn edges(&self) -> &[(Node, Node)] {
        &self.edges
    }

    /// The node of a page of results, if these nodes have it.
    pub(crate) fn results(&self, def: &Def, listing: &Listing, page: u8) -> Option<Node> {
        if matches!(listing.query, Query::Free(_)) && self.extra.as_ref() != Some(&listing.query) {
            return None;
        }
        let first = *self.lists.get(self.list_place(listing))?;
        (first != NONE && page < def.pages(listing)).then(|| first + Node::from(page))
    }

    pub(crate) fn cart(&self) -> Node {
        self.cart
    }

    pub(crate) fn coupons(&self) -> Node {
        self.coupons
    }

    pub(crate) fn orders(&self, page: u8) -> Node {
        self.orders + Node::from(page)
    }

    pub(crate) fn order(&self, order: u8) -> Node {
        self.order + Node::from(order)
    }

    pub(crate) fn form(&self, wrong: u8) -> Node {
        self.form + Node::from(wrong)
    }

    /// The node of relevant product `product` opened from `origin`, `wrong` options wrong.
    pub(crate) fn item(&self, product: usize, origin: Node, wrong: u8) -> Option<Node> {
        let stride = self.items.len() / self.spans.len();
        let first = self.items[product * stride + usize::from(origin)];
        (first != NONE).then(|| first + Node::from(wrong))
    }
}

/// The lists that one menu action on a list's page leads to.
fn rearrangements<'a>(def: &'a Def, listing: &'a Listing) -> impl Iterator<Item = Listing> + 'a {
    let sorted = def.sorts.iter().map(|&sort| Listing {
        sort,
        ..listing.clone()
    });
    let filtered = Filter::ALL
        .into_iter()
        .filter(|&f| def.filters.contains(f))
        .map(|f| Listing {
            filters: listing.filters.with(f),
            ..listing.clone()
        });
    let cleared = (listing.filters.0 != 0).then(|| Listing {
        filters: Filters::default(),
        ..listing.clone()
    });
    sorted.chain(filtered).chain(cleared)
}

/// The decisive facts a page shows.
pub(crate) fn facts_shown(def: &Def, page: &Page, rows: &[ProductId], lines: &[Line]) -> u64 {
    let decisive = def.facts.iter().take(usize::from(def.decisive_facts));
    decisive
        .enumerate()
        .filter(|(_, place)| place.is_shown(page, rows, lines))
        .fold(0, |mask, (i, _)| mask | 1 << i)
}
