//! Restaurants and what they cook.

use crate::gui::{
    apps::food::{CUISINES, OPTIONS, TIPS},
    author::Kind,
    case::Desk,
    value::Value,
};

/// Names by cuisine.
const NAMES: [&[&str]; 4] = [
    &["Da Bruna", "Trattoria Sole", "Il Gallo", "Vecchia Porta"],
    &[
        "Saffron House",
        "Lotus Kitchen",
        "Delhi Corner",
        "Masala Yard",
    ],
    &["Kiku", "Nagoya Bar", "Umi Table", "Sakura Room"],
    &[
        "Olive Tree",
        "Taverna Elia",
        "Blue Dolphin",
        "Kafenio Nikos",
    ],
];
/// Dishes by cuisine.
const DISHES: [&[&str]; 4] = [
    &[
        "Pumpkin ravioli",
        "Lasagne",
        "Mushroom risotto",
        "Pizza verdura",
        "Minestrone",
        "Gnocchi",
        "Tiramisu",
    ],
    &[
        "Palak paneer",
        "Chana masala",
        "Lamb korma",
        "Dal makhani",
        "Vegetable biryani",
        "Garlic naan",
        "Mango lassi",
    ],
    &[
        "Miso ramen",
        "Salmon bowl",
        "Udon soup",
        "Tofu curry",
        "Chicken teriyaki",
        "Edamame",
        "Matcha ice cream",
    ],
    &[
        "Moussaka",
        "Spinach pie",
        "Grilled halloumi",
        "Bean stew",
        "Stuffed peppers",
        "Village salad",
        "Baklava",
    ],
];
const ADDRESSES: &[&str] = &[
    "3 Mill Lane",
    "17 Harbour Street",
    "8 Station Road",
    "42 Orchard Close",
    "5 Chapel Row",
    "21 Bridge Street",
    "9 Castle Hill",
    "64 Linden Avenue",
];
/// Dishes of a restaurant.
const MENU: usize = 5;

/// Fill it: restaurants with dishes, and an order at one of them.
pub(super) fn fill(desk: &mut Desk) {
    let count = 5 + desk.below(2);
    let mut names = vec![];
    // Two of the first cuisine drawn, so that there is something to compare.
    let twice = desk.below(CUISINES.len());
    for number in 0..count {
        let cuisine = match number {
            0 | 1 => twice,
            number => (twice + number - 1) % CUISINES.len(),
        };
        let free: Vec<&str> = NAMES[cuisine]
            .iter()
            .copied()
            .filter(|name| !names.contains(name))
            .collect();
        let name = desk.one(&free);
        names.push(name);
        let minutes = (15 + 5 * desk.below(8)).to_string();
        let fee = desk.money(100, 400);
        desk.add(
            "restaurant",
            &[
                ("name", name),
                ("cuisine", CUISINES[cuisine]),
                ("minutes", &minutes),
                ("fee", &fee),
            ],
        );
        for dish in desk.some(DISHES[cuisine], MENU) {
            let price = desk.money(450, 1_650);
            desk.add(
                "dish",
                &[("restaurant", name), ("name", dish), ("price", &price)],
            );
        }
    }
    for name in desk.some(&names, 2) {
        past_order(desk, name);
    }
}

fn past_order(desk: &mut Desk, name: &str) {
    let day = desk.today - 2 - desk.below(20) as i32;
    let date = desk.words.shown(Kind::Date, &Value::Number(day));
    let (address, tip) = (desk.one(ADDRESSES), desk.one(TIPS));
    desk.add(
        "order",
        &[
            ("restaurant", name),
            ("address", address),
            ("tip", tip),
            ("date", &date),
        ],
    );
    let dishes = desk.those("dish", "restaurant", name);
    let count = 2 + desk.below(2);
    for at in desk.some(&dishes, count) {
        let (dish, price) = (desk.text(at, "name"), desk.text(at, "price"));
        let option = desk.one(OPTIONS);
        desk.add(
            "basket item",
            &[
                ("restaurant", name),
                ("dish", &dish),
                ("option", option),
                ("price", &price),
                ("state", "ordered"),
            ],
        );
    }
}

impl Desk {
    /// Addresses.
    pub(in crate::gui) fn addresses(&mut self, count: usize) -> Vec<&'static str> {
        self.some(ADDRESSES, count)
    }
}
