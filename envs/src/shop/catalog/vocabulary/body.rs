//! Beauty, care and health.

use super::KindCard;
use super::pools::{BUNDLE, COLOR, FLAVOR, LIQUID_SIZE, PACK, SCENT, SHADE};
use crate::shop::phrase::Noun;

pub(super) const KINDS: &[KindCard] = &[
    KindCard {
        noun: Noun::mass("shampoo", "bottle"),
        category: "beauty",
        path: "Beauty & Personal Care › Hair Care › Shampoo & Conditioner › Shampoos",
        also: "hair cleanser, hair wash, conditioner duo",
        materials: "argan oil, tea tree oil, keratin, biotin, aloe vera, coconut oil, charcoal, rosemary oil",
        attributes: "sulfate free, paraben free, cruelty free, color safe, for dry hair, for hair growth, \
                     with natural ingredients, with dandruff control, for damaged hair, gluten free, vegan, \
                     silicone free",
        uses: "curly hair, thinning hair, oily scalps, bleached hair, kids, swimmers, travel",
        parts: "lather, pump bottle, fragrance, proteins, vitamins, botanical extracts, conditioning agents, pH balance",
        options: &[&LIQUID_SIZE, &SCENT],
        price_cents: (590, 5_900),
        weight_grams: (90, 1_200),
    },
    KindCard {
        noun: Noun::count("lipstick", "lipsticks"),
        category: "beauty",
        path: "Beauty & Personal Care › Makeup › Lips › Lipsticks",
        also: "lip color, lip stain, lip gloss",
        materials: "shea butter, vitamin E, jojoba oil, beeswax, hyaluronic acid, rosehip oil, candelilla wax",
        attributes: "long lasting, cruelty free, highly pigmented, paraben free, transfer proof, with a matte finish, \
                     easy to apply, water resistant, fragrance free, non-drying, vegan",
        uses: "evening makeup, bridal looks, the office, the stage, Halloween, daily wear, dry lips",
        parts: "bullet, applicator, tube, pigment, mirror cap, magnetic lid, liner tip, refill",
        options: &[&SHADE, &PACK],
        price_cents: (390, 4_200),
        weight_grams: (5, 120),
    },
    KindCard {
        noun: Noun::mass("face serum", "bottle"),
        category: "beauty",
        path: "Beauty & Personal Care › Skin Care › Face › Treatments & Masks › Serums",
        also: "facial essence, ampoule, concentrate",
        materials: "hyaluronic acid, vitamin C, retinol, niacinamide, peptides, squalane, green tea extract, snail mucin",
        attributes: "anti-aging, for fine lines, for dark spots, cruelty free, fragrance free, paraben free, \
                     dermatologist tested, for dark circles, for sensitive skin, for dead skin, oil free, \
                     with natural ingredients",
        uses: "oily skin, the morning routine, night repair, dull skin, acne scars, mature skin, makeup prep",
        parts: "dropper, glass bottle, texture, airless pump, active ingredients, ceramides, antioxidants, barrier support",
        options: &[&LIQUID_SIZE, &BUNDLE],
        price_cents: (790, 8_900),
        weight_grams: (40, 320),
    },
    KindCard {
        noun: Noun::count("toothbrush", "toothbrushes"),
        category: "beauty",
        path: "Beauty & Personal Care › Oral Care › Toothbrushes & Accessories",
        also: "electric brush, oral brush",
        materials: "charcoal bristles, bamboo, nylon bristles, silicone, recycled plastic, stainless steel",
        attributes: "for teeth whitening, for sensitive teeth, easy to use, BPA free, with a quiet motor, \
                     for fresh breath, USB rechargeable, with a two-minute timer, water resistant, \
                     with soft bristles, eco-friendly",
        uses: "people with braces, kids, travel, gum care, hotels, camping, couples",
        parts: "brush heads, handle, charging dock, bristles, pressure sensor, travel case, tongue scraper, indicator ring",
        options: &[&COLOR, &PACK],
        price_cents: (390, 12_900),
        weight_grams: (20, 420),
    },
    KindCard {
        noun: Noun::count("hair dryer", "hair dryers"),
        category: "beauty",
        path: "Beauty & Personal Care › Hair Care › Styling Tools & Appliances › Hair Dryers",
        also: "blow dryer, hot air brush",
        materials: "tourmaline ceramic, ABS plastic, titanium, stainless steel, nylon, copper",
        attributes: "high-speed, with negative ions, with a cool shot button, with frizz control, lightweight, \
                     with a foldable handle, noise reducing, with dual voltage, quick drying, \
                     with an automatic shut-off, heat resistant",
        uses: "salon styling, travel, thick hair, curly hair, pets, hotels, fine hair",
        parts: "concentrator, diffuser, filter, cord, heating coil, comb attachment, hanging loop, temperature settings",
        options: &[&COLOR, &BUNDLE],
        price_cents: (1_490, 24_900),
        weight_grams: (300, 1_100),
    },
    KindCard {
        noun: Noun::mass("perfume", "bottle"),
        category: "beauty",
        path: "Beauty & Personal Care › Fragrance › Women's › Eau de Parfum",
        also: "eau de toilette, fragrance mist, cologne",
        materials: "sandalwood, jasmine, amber, white musk, vetiver, bergamot, tonka bean, oud",
        attributes: "long lasting, alcohol free, cruelty free, with a magnetic cap, with a refillable bottle, vegan, \
                     with a gift box, phthalate free, with natural ingredients, skin friendly, unisex",
        uses: "date nights, the office, summer, Valentine's Day, formal evenings, the gym bag, weddings",
        parts: "top notes, heart notes, base notes, atomizer, bottle, sillage, cap, dry down",
        options: &[&SCENT, &LIQUID_SIZE],
        price_cents: (990, 14_900),
        weight_grams: (30, 620),
    },
    KindCard {
        noun: Noun::mass("sunscreen", "tube"),
        category: "beauty",
        path: "Beauty & Personal Care › Skin Care › Sun › Sunscreens",
        also: "sun lotion, sunblock, sun cream",
        materials: "zinc oxide, titanium dioxide, aloe vera, vitamin E, coconut oil, green tea extract, shea butter",
        attributes: "water resistant, fragrance free, reef safe, for sensitive skin, non-greasy, oil free, \
                     paraben free, broad spectrum, dermatologist tested, cruelty free, fast absorbing",
        uses: "the beach, surfing, babies, the face, hiking, golf, the daily commute",
        parts: "tube, spray nozzle, stick, mineral filter, tint, pump, moisturizer, finish",
        options: &[&LIQUID_SIZE, &SCENT, &PACK],
        price_cents: (590, 4_900),
        weight_grams: (40, 620),
    },
    KindCard {
        noun: Noun::count("massager", "massagers"),
        category: "health",
        path: "Health & Household › Wellness & Relaxation › Massage Tools & Equipment",
        also: "massage gun, shiatsu pillow",
        materials: "medical silicone, ABS plastic, breathable mesh, aluminum, vegan leather, soft fleece",
        attributes: "for deep tissue massage, easy to use, USB rechargeable, noise reducing, with heat therapy, \
                     with an ergonomic design, hands-free, lightweight, for pain relief, with an automatic shut-off, \
                     with variable speed",
        uses: "the neck, the back, sore feet, athletes, office breaks, the car seat, calf muscles",
        parts: "nodes, attachment heads, remote, straps, battery, timer, cover, carrying case",
        options: &[&COLOR, &BUNDLE],
        price_cents: (1_990, 29_900),
        weight_grams: (250, 3_800),
    },
    KindCard {
        noun: Noun::plural("vitamin gummies", "bottle"),
        category: "health",
        path: "Health & Household › Vitamins & Dietary Supplements › Vitamins",
        also: "chewable supplement, multivitamin",
        materials: "elderberry, biotin, vitamin D3, pectin, ashwagandha, turmeric, apple cider vinegar, zinc",
        attributes: "gluten free, sugar free, non-GMO, gelatin free, with natural flavors, third-party tested, \
                     dairy free, nut free, easy to chew, for immune support, vegan",
        uses: "adults, kids, hair and nails, the cold season, sleep, energy, seniors",
        parts: "bottle, serving, coating, dose, seal, ingredients, label, daily value",
        options: &[&FLAVOR, &PACK],
        price_cents: (890, 4_490),
        weight_grams: (120, 700),
    },
    KindCard {
        noun: Noun::count("yoga mat", "yoga mats"),
        category: "sports",
        path: "Sports & Outdoors › Exercise & Fitness › Yoga › Mats",
        also: "exercise mat, fitness mat, pilates pad",
        materials: "natural rubber, cork, thermoplastic elastomer, NBR foam, jute, suede microfiber",
        attributes: "non-slip, eco-friendly, with high-density foam, easy to clean, tear resistant, extra thick, \
                     moisture resistant, latex free, easy to carry, machine washable, with alignment marks",
        uses: "hot yoga, pilates, stretching, the home gym, studio classes, travel, kneeling",
        parts: "carrying strap, texture, surface, edges, cushioning, alignment lines, tote bag, underside",
        options: &[&COLOR, &super::pools::THICKNESS],
        price_cents: (1_490, 12_900),
        weight_grams: (700, 3_400),
    },
];
