//! Food and drink.

use super::KindCard;
use super::pools::{FLAVOR, FOOD_SIZE, LIQUID_SIZE, PACK};
use crate::shop::phrase::Noun;

pub(super) const KINDS: &[KindCard] = &[
    KindCard {
        noun: Noun::mass("coffee", "bag"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Beverages › Coffee, Tea & Cocoa › Coffee",
        also: "ground coffee, coffee beans, espresso roast",
        materials: "arabica beans, robusta beans, chicory, mushroom extract, single origin beans, peaberry",
        attributes: "USDA organic, fair trade, low in acid, non-GMO, freshly roasted, gluten free, kosher certified, \
                     free of artificial flavors, sugar free, rainforest friendly, made in small batches",
        uses: "the French press, cold brew, the espresso machine, pour-over, the office, camping, the drip maker",
        parts: "aroma, crema, body, roast, finish, resealable bag, grind, valve",
        options: &[&FLAVOR, &FOOD_SIZE],
        price_cents: (690, 5_900),
        weight_grams: (220, 2_700),
    },
    KindCard {
        noun: Noun::mass("tea", "box"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Beverages › Coffee, Tea & Cocoa › Tea",
        also: "tea bags, loose leaf, herbal infusion",
        materials: "green tea, black tea, rooibos, chamomile, hibiscus, matcha, oolong, ginger root",
        attributes: "caffeine free, USDA organic, non-GMO, sugar free, gluten free, kosher certified, plant based, \
                     individually wrapped, with natural ingredients, with compostable bags, fair trade",
        uses: "bedtime, iced drinks, the afternoon break, detox days, sore throats, gifts, brewing kombucha",
        parts: "sachets, tin, aroma, steep time, leaves, blend, string, antioxidants",
        options: &[&FLAVOR, &FOOD_SIZE, &PACK],
        price_cents: (450, 4_900),
        weight_grams: (40, 1_100),
    },
    KindCard {
        noun: Noun::mass("sauce", "bottle"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Sauces, Gravies & Marinades",
        also: "marinade, dressing, dip",
        materials: "tomato, habanero, soy, garlic, mustard seed, tahini, roasted pepper, tamarind",
        attributes: "gluten free, low in sodium, non-GMO, dairy free, sugar free, keto friendly, \
                     with natural ingredients, low in carbs, free of corn syrup, plant based, shelf stable",
        uses: "pasta night, wings, stir fries, tacos, grilling, burgers, salads",
        parts: "squeeze bottle, jar, heat level, tang, texture, spices, cap, serving",
        options: &[&FLAVOR, &LIQUID_SIZE, &PACK],
        price_cents: (390, 3_900),
        weight_grams: (150, 2_400),
    },
    KindCard {
        noun: Noun::count("protein bar", "protein bars"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Snack Foods › Bars › Nutrition Bars",
        also: "snack bar, energy bar, granola bar",
        materials: "pea protein, almonds, dates, cashew butter, sunflower seeds, hemp seeds, cocoa, coconut",
        attributes: "high in protein, low in sugar, gluten free, soy free, keto friendly, non-GMO, plant based, \
                     high in fiber, grain free, individually wrapped, dairy free",
        uses: "hiking, the gym, the office drawer, the lunch box, breakfast, road trips, marathons",
        parts: "wrapper, crunch, net carbs, coating, chips, calories, fiber, bite size",
        options: &[&FLAVOR, &PACK],
        price_cents: (590, 4_900),
        weight_grams: (180, 1_600),
    },
    KindCard {
        noun: Noun::plural("cookies", "box"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Snack Foods › Cookies",
        also: "biscuits, shortbread, wafers",
        materials: "oat flour, rice flour, dark chocolate chips, raisins, ginger, cinnamon, corn flour, dates",
        attributes: "gluten free, nut free, non-GMO, individually wrapped, kosher certified, low in carbs, \
                     dairy free, free of artificial colors, freshly baked, egg free, with a gift tag",
        uses: "lunch boxes, tea time, holiday tins, care packages, school parties, dunking in milk, office meetings",
        parts: "tin, crumb, filling, tray, chips, icing, bite, portion",
        options: &[&FLAVOR, &FOOD_SIZE],
        price_cents: (390, 4_200),
        weight_grams: (120, 2_300),
    },
    KindCard {
        noun: Noun::mass("trail mix", "bag"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Snack Foods › Nuts & Seeds",
        also: "mixed nuts, dried fruit, seed blend",
        materials: "almonds, cashews, cranberries, pumpkin seeds, pistachios, macadamia, banana chips, walnuts",
        attributes: "dry roasted, non-GMO, gluten free, plant based, with a resealable bag, lightly salted, \
                     USDA organic, high in protein, high in fiber, sulfite free, kosher certified",
        uses: "hiking, movie night, salads, kids' snacks, baking, the desk, charcuterie",
        parts: "pouch, crunch, roast, salt, clusters, raisins, servings, seal",
        options: &[&FLAVOR, &FOOD_SIZE],
        price_cents: (490, 4_600),
        weight_grams: (85, 2_400),
    },
    KindCard {
        noun: Noun::mass("pasta", "box"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Pantry Staples › Pasta & Noodles",
        also: "noodles, spaghetti, penne",
        materials: "corn flour, chickpea flour, brown rice, red lentil, shirataki, buckwheat, quinoa, hearts of palm",
        attributes: "gluten free, high in protein, low in carbs, non-GMO, egg free, USDA organic, bronze cut, \
                     high in fiber, low in calories, quick cooking, kosher certified",
        uses: "weeknight dinners, meal prep, soups, salads, kids, ramen bowls, casseroles",
        parts: "shape, bite, box, starch, cooking time, ridges, portion, nests",
        options: &[&FOOD_SIZE, &PACK],
        price_cents: (250, 3_400),
        weight_grams: (220, 2_900),
    },
    KindCard {
        noun: Noun::mass("olive oil", "bottle"),
        category: "grocery",
        path: "Grocery & Gourmet Food › Pantry Staples › Cooking Oils",
        also: "cooking oil, finishing oil",
        materials: "arbequina olives, koroneiki olives, picual olives, avocado, truffle, grapeseed",
        attributes: "cold pressed, extra virgin, non-GMO, USDA organic, from the first harvest, gluten free, \
                     kosher certified, unfiltered, keto friendly, BPA free, from a single estate",
        uses: "salads, roasting, dipping bread, sauteing, gifts, baking, the Mediterranean diet",
        parts: "bottle, spout, polyphenols, aroma, tin, harvest date, finish, acidity",
        options: &[&LIQUID_SIZE, &FLAVOR],
        price_cents: (690, 6_900),
        weight_grams: (250, 3_300),
    },
];
