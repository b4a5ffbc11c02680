//! A shop's customers, orders and products, from a seed.

use serde_json::{Value, json};
use std::sync::Arc;
use truestep_core::chance::{Chance, Seed};
use truestep_sandbox::{Base, KeyKind, TableSpec, ValueKind};

/// Customers of a shop.
const USERS: u32 = 200;
/// The day it is in every shop; days before it are counted from a day 0 that nobody remembers.
pub(super) const TODAY: i64 = 200;
/// Days after delivery on which an order can be returned.
pub(super) const RETURN_DAYS: i64 = 30;

const FIRST: [&str; 24] = [
    "Ava", "Ben", "Chloe", "Dario", "Elena", "Felix", "Grace", "Hugo", "Iris", "Jonas", "Kira",
    "Leo", "Mara", "Nils", "Olga", "Paul", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Viktor",
    "Wanda", "Yusuf",
];
const LAST: [&str; 20] = [
    "Adler", "Brandt", "Castro", "Dunn", "Ekman", "Fischer", "Garcia", "Hale", "Ivers", "Jensen",
    "Keller", "Lindt", "Moreau", "Novak", "Okafor", "Petrov", "Reed", "Silva", "Tanaka", "Vogel",
];
const STREETS: [&str; 12] = [
    "Oak Street",
    "Mill Lane",
    "Harbor Road",
    "Cedar Avenue",
    "Station Road",
    "Birch Way",
    "Market Street",
    "River Drive",
    "Hill Road",
    "Chapel Lane",
    "Garden Street",
    "Lake Avenue",
];
const CITIES: [(&str, &str, u32); 10] = [
    ("Salem", "OR", 97301),
    ("Dover", "DE", 19901),
    ("Boise", "ID", 83702),
    ("Akron", "OH", 44301),
    ("Tampa", "FL", 33602),
    ("Provo", "UT", 84601),
    ("Fargo", "ND", 58102),
    ("Macon", "GA", 31201),
    ("Tulsa", "OK", 74103),
    ("Laredo", "TX", 78040),
];
const PRODUCTS: [&str; 40] = [
    "desk lamp",
    "coffee mug",
    "backpack",
    "water bottle",
    "keyboard",
    "rain jacket",
    "yoga mat",
    "tea kettle",
    "notebook",
    "bed sheet",
    "table clock",
    "wool scarf",
    "frying pan",
    "phone case",
    "garden hose",
    "bath towel",
    "wall shelf",
    "headset",
    "tool box",
    "picture frame",
    "bike pump",
    "camp chair",
    "door mat",
    "hand mixer",
    "laundry basket",
    "night light",
    "pillow",
    "salad bowl",
    "shower curtain",
    "sleeping bag",
    "steam iron",
    "step stool",
    "sun hat",
    "tennis racket",
    "toaster",
    "travel mug",
    "umbrella",
    "vacuum flask",
    "vase",
    "window blind",
];
const COLORS: [&str; 6] = ["blue", "green", "red", "black", "white", "grey"];
const SIZES: [&str; 3] = ["small", "medium", "large"];

/// A customer.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) email: String,
    pub(super) address: Address,
    /// Ids and kinds of payment methods; the last is a gift card.
    pub(super) payments: Vec<(String, &'static str)>,
    pub(super) orders: Vec<Order>,
}

/// Where something is shipped to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    street: String,
    city: &'static str,
    state: &'static str,
    zip: String,
}

impl Address {
    pub(super) fn draw(chance: &mut impl Chance) -> Self {
        let (city, state, zip) = CITIES[chance.below(CITIES.len() as u32) as usize];
        Self {
            street: format!(
                "{} {}",
                1 + chance.below(98),
                STREETS[chance.below(STREETS.len() as u32) as usize]
            ),
            city,
            state,
            zip: (zip + chance.below(8)).to_string(),
        }
    }

    pub(super) fn zip(&self) -> &str {
        &self.zip
    }

    pub(super) fn json(&self) -> Value {
        json!({"street": self.street, "city": self.city, "state": self.state, "zip": self.zip})
    }

    /// As tools and customers write it.
    pub(super) fn text(&self) -> String {
        format!(
            "{}, {}, {} {}",
            self.street, self.city, self.state, self.zip
        )
    }
}

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Pending,
    Shipped,
    /// Arrived on this day.
    Delivered(i64),
}

/// An order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) id: String,
    pub(super) standing: Standing,
    pub(super) promised: i64,
    pub(super) items: Vec<Item>,
    pub(super) payment: String,
    pub(super) address: Address,
}

impl Order {
    pub(super) fn is_pending(&self) -> bool {
        self.standing == Standing::Pending
    }

    /// Whether it was delivered so that it can still be returned.
    pub(super) fn is_returnable(&self) -> bool {
        matches!(self.standing, Standing::Delivered(day) if TODAY - day <= RETURN_DAYS)
    }

    /// Days it came late.
    pub(super) fn late(&self) -> i64 {
        match self.standing {
            Standing::Delivered(day) => (day - self.promised).max(0),
            Standing::Pending | Standing::Shipped => 0,
        }
    }
}

/// A variant of a product, as an order holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: String,
    /// Which product, by number.
    pub(super) product: usize,
    pub(super) options: String,
    pub(super) cents: i64,
}

/// A product.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) variants: Vec<(Item, bool)>,
}

/// A shop.
#[derive(Debug)]
pub(super) struct World {
    pub(super) users: Vec<User>,
    pub(super) products: Vec<Product>,
    pub(super) base: Arc<Base>,
}

impl World {
    /// The shop of a seed.
    ///
    /// # Errors
    /// If its tables cannot be built, which would be a fault of this file.
    pub(super) fn generate(seed: Seed) -> Result<Self, String> {
        let chance = &mut seed.stream("retail world").sampled();
        let products = products(chance);
        let users: Vec<User> = (0..USERS)
            .map(|number| user(number, &products, chance))
            .collect();
        let base = tables(&users, &products).map_err(|error| error.to_string())?;
        Ok(Self {
            users,
            products,
            base,
        })
    }

    pub(super) fn name(&self, item: &Item) -> &'static str {
        self.products[item.product].name
    }
}

fn products(chance: &mut impl Chance) -> Vec<Product> {
    let product = |(number, name): (usize, &&'static str)| {
        let first = chance.below(6);
        let variants = (0..5).map(|variant| {
            let color = COLORS[((first + variant) % 6) as usize];
            let size = SIZES[(variant % 3) as usize];
            let item = Item {
                id: format!("{}{}{variant}", 1_000 + number * 7, 10 + chance.below(89)),
                product: number,
                options: format!("{color}, {size}"),
                cents: i64::from(500 + 50 * chance.below(140)),
            };
            (item, variant < 2 || chance.below(4) > 0)
        });
        Product {
            variants: variants.collect(),
            id: format!("P{}", 100 + number * 3),
            name,
        }
    };
    PRODUCTS.iter().enumerate().map(product).collect()
}

fn user(number: u32, products: &[Product], chance: &mut impl Chance) -> User {
    let first = FIRST[chance.below(FIRST.len() as u32) as usize];
    let last = LAST[chance.below(LAST.len() as u32) as usize];
    let id = format!(
        "{}_{}_{}",
        first.to_lowercase(),
        last.to_lowercase(),
        1_000 + number * 13
    );
    let card = format!("card_{}", 1_000 + number * 41 % 9_000);
    let payments = vec![
        (card, "credit card"),
        (format!("paypal_{}", 1_000 + number * 29 % 9_000), "paypal"),
        (format!("gift_{}", 1_000 + number * 17 % 9_000), "gift card"),
    ];
    // What a customer has ordered is told apart by name, so that "the order with the vase" is one.
    let mut unused: Vec<usize> = (0..products.len()).collect();
    let address = Address::draw(chance);
    let likes_to_wait = chance.below(2) == 0;
    let count = 3 + chance.below(4);
    let orders = (0..count).map(|place| {
        let items = (0..1 + chance.below(3)).map(|_| {
            let product = unused.swap_remove(chance.below(unused.len() as u32) as usize);
            products[product].variants[chance.below(5) as usize]
                .0
                .clone()
        });
        let items = items.collect();
        let promised = TODAY - 45 + i64::from(chance.below(40));
        let standing = match chance.below(10) {
            0 => Standing::Shipped,
            n if (n < 7) == likes_to_wait => Standing::Pending,
            _ => Standing::Delivered((promised - 3 + i64::from(chance.below(14))).min(TODAY - 1)),
        };
        Order {
            id: format!("#W{}", 10_000 + number * 10 + place),
            standing,
            promised: if standing == Standing::Pending {
                TODAY + 5
            } else {
                promised
            },
            items,
            payment: payments[chance.below(2) as usize].0.clone(),
            address: address.clone(),
        }
    });
    User {
        orders: orders.collect(),
        email: format!(
            "{}.{}{}@example.com",
            first.to_lowercase(),
            last.to_lowercase(),
            10 + number
        ),
        id,
        first: first.into(),
        last: last.into(),
        address,
        payments,
    }
}

fn tables(
    users: &[User],
    products: &[Product],
) -> Result<Arc<Base>, truestep_sandbox::tables::BadTable> {
    let mut base = Base::builder();
    let table = |base: &mut truestep_sandbox::BaseBuilder, name| {
        base.table(TableSpec::new(name, KeyKind::Text, ValueKind::Json))
    };
    let [of_users, emails, names, of_orders, of_products] =
        ["users", "emails", "names", "orders", "products"].map(|name| table(&mut base, name));
    let (of_users, emails, names, of_orders, of_products) =
        (of_users?, emails?, names?, of_orders?, of_products?);
    for user in users {
        let payments = user
            .payments
            .iter()
            .map(|(id, kind)| json!({"id": id, "kind": kind}));
        let orders = user.orders.iter().map(|order| &order.id);
        let row = json!({"name": format!("{} {}", user.first, user.last), "email": user.email, "address": user.address.json(),
            "payments": payments.collect::<Vec<_>>(), "orders": orders.collect::<Vec<_>>(), "credit_cents": 0});
        base.row(of_users, &user.id, row.to_string().as_bytes())?;
        let id = json!(user.id).to_string();
        base.row(emails, &user.email, id.as_bytes())?;
        let name = format!("{} {} {}", user.first, user.last, user.address.zip).to_lowercase();
        // Of two of one name and zip code the first is found; nobody is looked up so who is not the first.
        let _ = base.row(names, &name, id.as_bytes());
        for order in &user.orders {
            base.row(
                of_orders,
                &order.id,
                order_row(order, user, products).to_string().as_bytes(),
            )?;
        }
    }
    for product in products {
        let variant = |(item, available): &(Item, bool)| json!({"id": item.id, "options": item.options, "cents": item.cents, "available": available});
        let variants: Vec<Value> = product.variants.iter().map(variant).collect();
        let row = json!({"name": product.name, "variants": variants});
        base.row(of_products, &product.id, row.to_string().as_bytes())?;
    }
    Ok(base.build())
}

fn order_row(order: &Order, user: &User, products: &[Product]) -> Value {
    let item = |item: &Item| {
        let product = &products[item.product];
        json!({"id": item.id, "product": product.id, "name": product.name, "options": item.options, "cents": item.cents})
    };
    let status = match order.standing {
        Standing::Pending => "pending",
        Standing::Shipped => "shipped",
        Standing::Delivered(_) => "delivered",
    };
    let mut row = json!({"user": user.id, "status": status, "items": order.items.iter().map(item).collect::<Vec<_>>(),
        "address": order.address.json(), "payment": order.payment, "promised": order.promised});
    if let Standing::Delivered(day) = order.standing {
        row["arrived"] = day.into();
    }
    row
}
