//! A case at the desk: which customer, what there is to find out about them, and the mistakes that lie near.

use super::{
    policy,
    tasks::Scope,
    world::{Address, Item, Order, User, World},
};
use crate::tools::kernel::{
    make::Maker,
    rule::Rule,
    types::{Def, Facts},
};
pub(super) use crate::tools::words::listed;
use crate::tools::{draws, words};
use serde_json::json;
use truestep_core::chance::{Chance, Sampled};

/// Step budget of an episode unless told otherwise.
const MAX_STEPS: u32 = 40;
/// Reasons to cancel.
pub(super) const REASONS: [&str; 2] = ["no longer needed", "ordered by mistake"];
/// Reasons to hand over, as the desk lists them.
pub(super) const HAND_OVER: [&str; 3] = ["not allowed", "not the customer's", "technical fault"];

/// A case in the making.
pub(super) struct Case<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Sampled,
    pub(super) user: &'w User,
    pub(super) maker: Maker,
    /// The fact of who the customer is, by id.
    pub(super) id: Facts,
    /// The fact of the customer's orders and payment methods.
    pub(super) account: Facts,
    /// For each of the customer's orders the fact that there is such an order.
    listed: Vec<Facts>,
    sentences: Vec<String>,
    rules: &'static [Rule],
    known_orders: Vec<String>,
}

impl<'w> Case<'w> {
    fn begin(
        mut scope: Scope<'w>,
        rules: &'static [Rule],
        fits: impl Fn(&User) -> bool,
    ) -> Result<Self, String> {
        let world = scope.world;
        let is_it = |user: &User| world.is_found_by_name(user) && fits(user);
        let user = scope.first(&world.users, is_it);
        let user = user.ok_or("no customer of this shop has such orders")?;
        let (maker, id) = Maker::about(scope.setting, &user.id, rules);
        let mut case = Self {
            world,
            chance: scope.chance,
            user,
            account: 0,
            listed: vec![],
            id,
            maker,
            sentences: vec![],
            rules,
            known_orders: vec![],
        };
        let orders = case.user.orders.iter().map(|order| order.id.clone());
        let payments = case.user.payments.iter().map(|(id, _)| id.clone());
        let needles: Vec<String> = orders.chain(payments).collect();
        let name = "the customer's orders and payment methods";
        case.account = case.maker.fact(name, needles);
        for order in &user.orders {
            let name = format!("that there is {}", order.id);
            let fact = case.maker.fact(&name, [order.id.clone()]);
            case.listed.push(fact);
        }
        Ok(case)
    }

    /// A ticket about some of a customer's orders for which `fits`: from one to `most` of them, in a drawn order.
    ///
    /// # Errors
    /// If no customer has so many.
    pub(super) fn about(
        scope: Scope<'w>,
        most: u32,
        fits: impl Fn(&Order) -> bool + Copy,
    ) -> Result<(Self, Vec<&'w Order>), String> {
        Self::with_orders(scope, most, fits, |scope, count| {
            Self::ticket(scope, |user| has(user, count, fits))
        })
    }

    /// The same with a customer who is asked.
    ///
    /// # Errors
    /// If no customer has so many.
    pub(super) fn talk_about(
        scope: Scope<'w>,
        most: u32,
        fits: impl Fn(&Order) -> bool + Copy,
    ) -> Result<(Self, Vec<&'w Order>), String> {
        Self::with_orders(scope, most, fits, |scope, count| {
            Self::talk(scope, |user| has(user, count, fits))
        })
    }

    fn with_orders(
        mut scope: Scope<'w>,
        most: u32,
        fits: impl Fn(&Order) -> bool,
        begin: impl FnOnce(Scope<'w>, usize) -> Result<Self, String>,
    ) -> Result<(Self, Vec<&'w Order>), String> {
        let count = 1 + scope.chance.below(most) as usize;
        let mut case = begin(scope, count)?;
        let orders = case.draw_orders(count, fits);
        Ok((case, orders))
    }

    /// A case told by a ticket: the first customer from a drawn place on whom `fits`.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn ticket(scope: Scope<'w>, fits: impl Fn(&User) -> bool) -> Result<Self, String> {
        let mut case = Self::begin(scope, &policy::SOLO, fits)?;
        let user = case.user;
        case.maker
            .read("find_user_by_email", json!({"email": user.email}), 0);
        let by_name =
            json!({"first_name": user.first, "last_name": user.last, "zip": user.address.zip()});
        case.maker.read("find_user_by_name", by_name, 0);
        case.maker
            .read("get_user", json!({"user_id": user.id}), case.id);
        case.say(format!(
            "This is the ticket of {} {}, {}, zip code {}",
            user.first,
            user.last,
            user.email,
            user.address.zip()
        ));
        Ok(case)
    }

    /// A case told by the customer, who is asked.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn talk(scope: Scope<'w>, fits: impl Fn(&User) -> bool) -> Result<Self, String> {
        let mut case = Self::begin(scope, policy::DIALOGUE, fits)?;
        let user = case.user;
        let words = format!("my email address is {}.", user.email);
        let email = case.wish("email", "the customer's email address", &words);
        case.maker
            .read("find_user_by_email", json!({"email": user.email}), email);
        case.maker
            .read("get_user", json!({"user_id": user.id}), case.id);
        Ok(case)
    }

    /// What the customer wants, told when asked.
    pub(super) fn wish(&mut self, topic: &'static str, name: &str, words: &str) -> Facts {
        self.maker.told(topic, name, words)
    }

    /// One more sentence of the ticket, without its full stop.
    pub(super) fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    /// Some of the customer's orders for which `fits`, in a drawn order.
    pub(super) fn draw_orders(
        &mut self,
        count: usize,
        fits: impl Fn(&Order) -> bool,
    ) -> Vec<&'w Order> {
        let all = self.user.orders.iter().filter(|order| fits(order));
        let all: Vec<&Order> = all.collect();
        draws::some(&mut self.chance, count, &all)
    }

    pub(super) fn draw<T: Copy>(&mut self, all: &[T]) -> T {
        draws::one(&mut self.chance, all)
    }

    /// How an order is spoken of: by the first thing in it.
    pub(super) fn spoken(&self, order: &Order) -> String {
        format!("the order with the {}", self.world.name(&order.items[0]))
    }

    /// How its item is spoken of.
    pub(super) fn thing(&self, item: &Item) -> String {
        format!("the {}", self.world.name(item))
    }

    /// The fact that there is an order.
    pub(super) fn listed(&self, order: &Order) -> Facts {
        let place = self
            .user
            .orders
            .iter()
            .position(|other| other.id == order.id);
        place.map_or(0, |place| self.listed[place])
    }

    /// The fact of whose an order is and what is in it; reading the order shows it, whatever was done to it.
    pub(super) fn contents(&mut self, order: &Order) -> Facts {
        let items = order.items.iter();
        let items = items.map(|item| format!(": {} (", self.world.name(item)));
        let needles: Vec<String> =
            std::iter::once(format!("order {} of {}", order.id, self.user.id))
                .chain(items)
                .chain(["paid with: ".to_owned()])
                .collect();
        let fact = self
            .maker
            .fact(&format!("what is in {}", order.id), needles);
        let listed = self.listed(order);
        self.maker
            .read("get_order", json!({"order_id": order.id}), listed);
        self.known_orders.push(order.id.clone());
        fact | self.id
    }

    /// The fact of when an order was promised and arrived.
    pub(super) fn tracking(&mut self, order: &Order) -> Facts {
        let needles = [format!("order {}: promised", order.id)];
        let fact = self
            .maker
            .fact(&format!("when {} arrived", order.id), needles);
        let listed = self.listed(order);
        self.maker
            .read("track_order", json!({"order_id": order.id}), listed);
        fact
    }

    /// The fact of which variants a product has; known once an order that names it was read.
    pub(super) fn variants(&mut self, item: &Item, contents: Facts) -> Facts {
        let product = &self.world.products[item.product];
        let variants = product
            .variants
            .iter()
            .map(|(variant, _)| format!("item {}", variant.id));
        let needles: Vec<String> = std::iter::once(format!("product {}: ", product.id))
            .chain(variants)
            .collect();
        let fact = self
            .maker
            .fact(&format!("the variants of {}", product.id), needles);
        self.maker
            .read("get_product", json!({"product_id": product.id}), contents);
        fact
    }

    /// Mistakes beside what is asked for, and further looks: at the orders not read yet.
    fn surround(&mut self, gold: &[&Order]) {
        let user = self.user;
        for order in &user.orders {
            let is_gold = gold.iter().any(|other| other.id == order.id);
            let listed = self.listed(order);
            if !self.known_orders.contains(&order.id) {
                self.maker
                    .read("get_order", json!({"order_id": order.id}), listed);
            }
            self.maker
                .read("track_order", json!({"order_id": order.id}), listed);
            let credit = |cents: i64| json!({"order_id": order.id, "cents": cents});
            if is_gold {
                self.maker.wrong("issue_credit", credit(500), listed);
                self.maker.wrong("issue_credit", credit(1500), listed);
            } else if order.is_pending() {
                let cancel = json!({"order_id": order.id, "reason": REASONS[0]});
                self.maker.wrong("cancel_order", cancel, listed);
            } else {
                self.maker.wrong("issue_credit", credit(500), listed);
            }
        }
        for order in gold.iter().take(1) {
            let listed = self.listed(order);
            for reason in ["technical fault", "not the customer's"] {
                self.maker.offer_transfer(reason, &order.id, listed);
            }
        }
    }

    /// The finished task; `gold` are the orders it is about.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish(mut self, gold: &[&Order]) -> Result<Def, String> {
        self.surround(gold);
        let policy = policy::text(self.rules);
        let is_talk = self.rules.len() == policy::DIALOGUE.len();
        let (instruction, opening) = words::at_a_desk(&policy, &self.sentences, is_talk);
        self.maker.finish(instruction, &opening, MAX_STEPS)
    }
}

impl World {
    fn is_found_by_name(&self, user: &User) -> bool {
        let same = |other: &&User| {
            other.first == user.first
                && other.last == user.last
                && other.address.zip() == user.address.zip()
        };
        self.users
            .iter()
            .find(same)
            .is_some_and(|first| first.id == user.id)
    }
}

/// Whether a customer has so many orders for which `fits`.
pub(super) fn has(user: &User, count: usize, fits: impl Fn(&Order) -> bool) -> bool {
    user.orders.iter().filter(|order| fits(order)).count() >= count
}

/// An address none of the orders has.
pub(super) fn new_address(case: &mut Case<'_>) -> Address {
    loop {
        let drawn = Address::draw(&mut case.chance);
        if drawn != case.user.address {
            return drawn;
        }
    }
}
