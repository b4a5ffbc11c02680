//! Food and drink.

use super::KindCard;
use super::pools::{FLAVOR, FOOD_SIZE, LIQUID_SIZE, PACK};

pub(super) const KINDS: &[KindCard] = &[
    KindCard {
        noun: "coffee",
        category: "grocery",
        path: "Grocery & Gourmet Food › Beverages › Coffee, Tea & Cocoa › Coffee",
        also: "ground coffee, coffee beans, espresso roast",
        materials: "arabica beans, robusta beans, chicory, mushroom extract, single origin beans, peaberry",
        attributes: "usda organic, fair trade, low acid, non gmo, freshly roasted, gluten free, kosher certified, artificial flavors free, \
                     sugar free, rain forest friendly, small batch",
        uses: "french press, cold brew, espresso machine, pour over, office, camping, drip maker",
        parts: "aroma, crema, body, roast, finish, resealable bag, grind, valve",
        options: &[&FLAVOR, &FOOD_SIZE],
        price_cents: (690, 5_900),
        weight_grams: (220, 2_700),
    },
    KindCard {
        noun: "tea",
        category: "grocery",
        path: "Grocery & Gourmet Food › Beverages › Coffee, Tea & Cocoa › Tea",
        also: "tea bags, loose leaf, herbal infusion",
        materials: "green tea, black tea, rooibos, chamomile, hibiscus, matcha, oolong, ginger root",
        attributes: "caffeine free, usda organic, non gmo, sugar free, gluten free, kosher certified, plant based, individually wrapped, \
                     natural ingredients, compostable bags, fair trade",
        uses: "bedtime, iced drinks, afternoon break, detox, sore throat, gifts, kombucha brewing",
        parts: "sachets, tin, aroma, steep time, leaves, blend, string, antioxidants",
        options: &[&FLAVOR, &FOOD_SIZE, &PACK],
        price_cents: (450, 4_900),
        weight_grams: (40, 1_100),
    },
    KindCard {
        noun: "sauce",
        category: "grocery",
        path: "Grocery & Gourmet Food › Sauces, Gravies & Marinades",
        also: "marinade, dressing, dip",
        materials: "tomato, habanero, soy, garlic, mustard seed, tahini, roasted pepper, tamarind",
        attributes: "gluten free, low sodium, non gmo, dairy free, sugar free, keto friendly, natural ingredients, low carb, \
                     high fructose free, plant based, shelf stable",
        uses: "pasta night, wings, stir fry, tacos, grilling, burgers, salads",
        parts: "squeeze bottle, jar, heat level, tang, texture, spices, cap, serving",
        options: &[&FLAVOR, &LIQUID_SIZE, &PACK],
        price_cents: (390, 3_900),
        weight_grams: (150, 2_400),
    },
    KindCard {
        noun: "protein bar",
        category: "grocery",
        path: "Grocery & Gourmet Food › Snack Foods › Bars › Nutrition Bars",
        also: "snack bar, energy bar, granola bar",
        materials: "whey protein, pea protein, almonds, oats, dates, cashew butter, quinoa, egg white",
        attributes: "high protein, low sugar, gluten free, soy free, keto friendly, non gmo, plant based, high fiber, grain free, \
                     individually wrapped, dairy free",
        uses: "hiking, gym, office drawer, lunch box, breakfast, road trips, marathon",
        parts: "wrapper, crunch, net carbs, coating, chips, calories, fiber, bite size",
        options: &[&FLAVOR, &PACK],
        price_cents: (590, 4_900),
        weight_grams: (180, 1_600),
    },
    KindCard {
        noun: "cookies",
        category: "grocery",
        path: "Grocery & Gourmet Food › Snack Foods › Cookies",
        also: "biscuits, shortbread, wafers",
        materials: "almond flour, oats, butter, dark chocolate chips, coconut, hazelnut cream, ginger, whole wheat",
        attributes: "gluten free, nut free, non gmo, individually wrapped, kosher certified, low carb, dairy free, artificial colors free, \
                     baked fresh, egg free, great gift",
        uses: "lunch boxes, tea time, holiday tins, care packages, school parties, dunking in milk, office meetings",
        parts: "tin, crumb, filling, tray, chips, icing, bite, portion",
        options: &[&FLAVOR, &FOOD_SIZE],
        price_cents: (390, 4_200),
        weight_grams: (120, 2_300),
    },
    KindCard {
        noun: "trail mix",
        category: "grocery",
        path: "Grocery & Gourmet Food › Snack Foods › Nuts & Seeds",
        also: "mixed nuts, dried fruit, seed blend",
        materials: "almonds, cashews, cranberries, pumpkin seeds, pistachios, macadamia, banana chips, walnuts",
        attributes: "dry roasted, non gmo, gluten free, plant based, resealable bag, lightly salted, usda organic, high protein, \
                     source of fiber, sulfite free, kosher certified",
        uses: "hiking, movie night, salads, kids snacks, baking, desk, charcuterie",
        parts: "pouch, crunch, roast, salt, clusters, raisins, servings, seal",
        options: &[&FLAVOR, &FOOD_SIZE],
        price_cents: (490, 4_600),
        weight_grams: (85, 2_400),
    },
    KindCard {
        noun: "pasta",
        category: "grocery",
        path: "Grocery & Gourmet Food › Pantry Staples › Pasta & Noodles",
        also: "noodles, spaghetti, penne",
        materials: "durum semolina, chickpea flour, brown rice, red lentil, shirataki, buckwheat, spelt, hearts of palm",
        attributes: "gluten free, high protein, low carb, non gmo, egg free, usda organic, bronze cut, high fiber, low calorie, \
                     quick cooking, kosher certified",
        uses: "weeknight dinner, meal prep, soups, salads, kids, ramen bowls, casseroles",
        parts: "shape, bite, box, starch, cooking time, ridges, portion, nests",
        options: &[&FOOD_SIZE, &PACK],
        price_cents: (250, 3_400),
        weight_grams: (220, 2_900),
    },
    KindCard {
        noun: "olive oil",
        category: "grocery",
        path: "Grocery & Gourmet Food › Pantry Staples › Cooking Oils",
        also: "cooking oil, finishing oil",
        materials: "arbequina olives, koroneiki olives, picual olives, avocado, truffle, grapeseed",
        attributes: "cold pressed, extra virgin, non gmo, usda organic, first harvest, gluten free, kosher certified, unfiltered style, \
                     keto friendly, bpa free, single estate",
        uses: "salads, roasting, dipping bread, sauteing, gifts, baking, mediterranean diet",
        parts: "bottle, spout, polyphenols, aroma, tin, harvest date, finish, acidity",
        options: &[&LIQUID_SIZE, &FLAVOR],
        price_cents: (690, 6_900),
        weight_grams: (250, 3_300),
    },
];
