//! What to cook.

use crate::gui::{apps::recipes::SERVES, case::Desk};

/// A recipe: its name, ingredients and directions.
pub(in crate::gui) type Dish = (&'static str, &'static str, &'static str);

const DISHES: &[Dish] = &[
    ("Pancakes", "flour, milk, eggs", "whisk, rest, fry thin"),
    (
        "Tomato soup",
        "tomatoes, onion, cream",
        "simmer, then blend",
    ),
    (
        "Carrot cake",
        "carrots, flour, eggs, nuts",
        "mix, bake, cover",
    ),
    (
        "Potato salad",
        "potatoes, onion, yoghurt",
        "boil, slice, dress",
    ),
    (
        "Lentil stew",
        "lentils, carrots, onion",
        "simmer until soft",
    ),
    ("Apple crumble", "apples, flour, butter", "layer and bake"),
    (
        "Mushroom rice",
        "rice, mushrooms, butter",
        "fry, then add broth",
    ),
    (
        "Fish pie",
        "cod, potatoes, milk, butter",
        "poach, cover, bake",
    ),
    ("Bean chili", "beans, tomatoes, onion", "simmer for an hour"),
    ("Omelette", "eggs, butter, chives", "beat and fry"),
    ("Rice pudding", "rice, milk, raisins", "stir on low heat"),
    ("Nut bread", "flour, nuts, yoghurt", "knead, prove, bake"),
    (
        "Leek tart",
        "leeks, flour, cream, eggs",
        "line a tin, fill, bake",
    ),
    ("Bean salad", "beans, onion, parsley", "toss with vinegar"),
];

/// Six or seven recipes.
pub(super) fn fill(desk: &mut Desk) {
    let count = 6 + desk.below(2);
    for dish in desk.some(DISHES, count) {
        let (minutes, serves) = (desk.minutes(), desk.one(SERVES));
        let favourite = desk.one(&["off", "off", "on"]);
        desk.dish(dish, &minutes, serves, favourite);
    }
}

impl Desk {
    /// How long something takes, as it stands on screens.
    pub(in crate::gui) fn minutes(&mut self) -> String {
        format!("{} min", 10 + 5 * self.below(20))
    }

    /// Put a recipe on the phone.
    pub(in crate::gui) fn dish(
        &mut self,
        dish: Dish,
        minutes: &str,
        serves: &str,
        favourite: &str,
    ) {
        let (name, ingredients, steps) = dish;
        self.add(
            "recipe",
            &[
                ("name", name),
                ("minutes", minutes),
                ("serves", serves),
                ("ingredients", ingredients),
                ("steps", steps),
                ("favourite", favourite),
            ],
        );
    }

    /// Recipes that are not on the phone.
    pub(in crate::gui) fn new_dishes(&mut self, count: usize) -> Vec<Dish> {
        let taken = self.column("recipe", "name");
        let is_free = |(name, ..): &&Dish| !taken.iter().any(|t| t == name);
        let free: Vec<Dish> = DISHES.iter().filter(is_free).copied().collect();
        self.some(&free, count)
    }
}
