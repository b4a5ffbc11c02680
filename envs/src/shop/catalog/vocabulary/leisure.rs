//! Sport, toys, pets and travel by car.

use super::KindCard;
use super::pools::{
    ANIMAL_SIZE, BUNDLE, COLOR, FIT, FLAVOR, FOOD_SIZE, FURNITURE_SIZE, LOAD, PACK, PATTERN, VOLUME,
};
use crate::shop::phrase::Noun;

pub(super) const KINDS: &[KindCard] = &[
    KindCard {
        noun: Noun::count("water bottle", "water bottles"),
        category: "sports",
        path: "Sports & Outdoors › Sports & Outdoor Accessories › Sports Water Bottles",
        also: "tumbler, flask, hydration jug",
        materials: "stainless steel, tritan plastic, borosilicate glass, titanium, aluminum, silicone",
        attributes: "BPA free, leak proof, with a double wall, vacuum insulated, dishwasher safe, easy to clean, \
                     with a wide mouth, non-slip, powder coated, with time markers, sweat proof, eco-friendly",
        uses: "the gym, hiking, school, the office, cycling, hot yoga, the car cup holder, toddlers",
        parts: "straw lid, carry loop, spout, strainer, sleeve, silicone boot, gasket, chug cap",
        options: &[&VOLUME, &COLOR],
        price_cents: (790, 5_900),
        weight_grams: (110, 900),
    },
    KindCard {
        noun: Noun::plural("dumbbells", "pair"),
        category: "sports",
        path: "Sports & Outdoors › Exercise & Fitness › Strength Training Equipment › Dumbbells",
        also: "hand weights, free weights, kettlebell",
        materials: "cast iron, neoprene, rubber, vinyl, chrome steel, cement",
        attributes: "non-slip, heavy-duty, easy to grip, with an adjustable weight, space saving, \
                     with an anti-roll shape, sweat proof, noise reducing, rust resistant, color coded, \
                     with a quick-change lock",
        uses: "the home gym, pilates, physical therapy, strength training, cardio, beginners, the garage",
        parts: "handle, plates, collar, rack, coating, knurling, ends, tray",
        options: &[&LOAD, &COLOR, &PACK],
        price_cents: (1_290, 39_900),
        weight_grams: (1_900, 46_000),
    },
    KindCard {
        noun: Noun::count("tent", "tents"),
        category: "sports",
        path: "Sports & Outdoors › Outdoor Recreation › Camping & Hiking › Tents & Shelters",
        also: "camping shelter, canopy, dome",
        materials: "ripstop nylon, oxford polyester, canvas, silnylon, fiberglass, dyneema",
        attributes: "easy to set up, water resistant, with UV protection, windproof, lightweight, \
                     with an instant pop-up frame, with a double layer, with mesh windows, with a blackout interior, \
                     tear resistant, with storage pockets",
        uses: "backpacking, family camping, beach days, festivals, the backyard, fishing, winter trips",
        parts: "rainfly, poles, stakes, guy lines, vestibule, ground sheet, gear loft, carry bag",
        options: &[&COLOR, &FURNITURE_SIZE, &BUNDLE],
        price_cents: (3_490, 49_900),
        weight_grams: (1_400, 17_000),
    },
    KindCard {
        noun: Noun::count("bike helmet", "bike helmets"),
        category: "sports",
        path: "Sports & Outdoors › Outdoor Recreation › Cycling › Helmets & Accessories",
        also: "cycling helmet, skate helmet",
        materials: "polycarbonate, EPS foam, carbon fiber, ABS plastic, merino wool, recycled foam",
        attributes: "lightweight, impact resistant, with an LED light, with an adjustable dial, with a quick release, \
                     with a removable visor, with washable pads, well ventilated, with a magnetic buckle, \
                     with reflective strips, with an anti-bug net",
        uses: "mountain biking, commuting, skateboarding, kids, road racing, scooters, night rides",
        parts: "visor, chin strap, vents, padding, dial, buckle, shell, rear light",
        options: &[&COLOR, &FIT, &PATTERN],
        price_cents: (1_990, 19_900),
        weight_grams: (210, 620),
    },
    KindCard {
        noun: Noun::plural("building blocks", "set"),
        category: "toys",
        path: "Toys & Games › Building Toys › Building Sets",
        also: "brick set, construction kit, magnetic tiles",
        materials: "beech wood, ABS plastic, magnets, silicone, cardboard, recycled plastic",
        attributes: "BPA free, non-toxic, easy to clean, with a storage box, for STEM learning, with rounded edges, \
                     with compatible bricks, battery free, hand painted, with a gift tag, with washable pieces",
        uses: "toddlers, preschool, the classroom, birthdays, rainy days, siblings, play therapy",
        parts: "pieces, base plate, wheels, idea booklet, figures, gears, bucket, windows",
        options: &[&PACK, &COLOR],
        price_cents: (990, 11_900),
        weight_grams: (250, 3_900),
    },
    KindCard {
        noun: Noun::count("board game", "board games"),
        category: "toys",
        path: "Toys & Games › Games & Accessories › Board Games",
        also: "card game, strategy game, tabletop game",
        materials: "linen cards, wooden tokens, cardboard, plastic miniatures, neoprene, recycled paper",
        attributes: "easy to learn, family friendly, with cooperative play, quick to set up, with high replay value, \
                     color-blind friendly, travel sized, with a solo mode, award winning, language independent, \
                     with a gift tag",
        uses: "game night, families, couples, parties, holidays, classrooms, cabin weekends",
        parts: "dice, rule book, cards, tokens, board, timer, score pad, tray insert",
        options: &[&BUNDLE, &PACK],
        price_cents: (1_290, 9_900),
        weight_grams: (200, 3_100),
    },
    KindCard {
        noun: Noun::count("plush toy", "plush toys"),
        category: "toys",
        path: "Toys & Games › Stuffed Animals & Plush Toys › Plush Pillows",
        also: "stuffed animal, soft toy, teddy",
        materials: "minky fleece, faux fur, organic cotton, recycled fiberfill, velboa, corduroy",
        attributes: "machine washable, super soft, hypoallergenic, with embroidered eyes, with a weighted belly, \
                     with a gift tag, non-toxic, hand stitched, lint free, with a removable cover, stretchy",
        uses: "bedtime, the nursery, hospital stays, Valentine's Day, long flights, collectors, Easter baskets",
        parts: "ears, paws, tail, bow, stuffing, pocket, hang tag, nose",
        options: &[&COLOR, &FURNITURE_SIZE, &PATTERN],
        price_cents: (790, 6_900),
        weight_grams: (80, 2_300),
    },
    KindCard {
        noun: Noun::count("dog bed", "dog beds"),
        category: "pets",
        path: "Pet Supplies › Dogs › Beds & Furniture › Beds",
        also: "pet sofa, crate mat, cat cushion",
        materials: "memory foam, sherpa fleece, canvas, oxford fabric, faux fur, linen",
        attributes: "machine washable, non-slip, water resistant, with orthopedic foam, with a removable cover, \
                     chew resistant, easy to clean, with a calming design, with high-density foam, spot cleanable, \
                     self-warming",
        uses: "senior dogs, crates, large breeds, puppies, cats, car trips, dogs with arthritis",
        parts: "bolster, zipper, liner, filling, cover, bottom, rim, handle",
        options: &[&ANIMAL_SIZE, &COLOR],
        price_cents: (1_890, 17_900),
        weight_grams: (600, 7_400),
    },
    KindCard {
        noun: Noun::plural("dog treats", "bag"),
        category: "pets",
        path: "Pet Supplies › Dogs › Treats › Cookies, Biscuits & Snacks",
        also: "dog biscuits, chews, jerky strips",
        materials: "chicken, sweet potato, salmon, beef liver, duck, peanut butter, pumpkin, bison",
        attributes: "grain free, made of a single ingredient, limited in ingredients, soft to chew, for dental care, \
                     high in protein, rawhide free, freeze dried, non-GMO, hypoallergenic, low in calories",
        uses: "training, puppies, small breeds, picky eaters, stuffing toys, senior dogs, rewards",
        parts: "bag, pieces, crunch, sourcing, aroma, portion, glucosamine, zipper seal",
        options: &[&FLAVOR, &FOOD_SIZE],
        price_cents: (490, 4_900),
        weight_grams: (80, 2_400),
    },
    KindCard {
        noun: Noun::count("car seat cover", "car seat covers"),
        category: "automotive",
        path: "Automotive › Interior Accessories › Seat Covers & Accessories",
        also: "seat protector, seat cushion",
        materials: "neoprene, faux leather, breathable mesh, canvas, suede, sheepskin",
        attributes: "with a universal fit, water resistant, easy to install, airbag compatible, stain resistant, \
                     machine washable, non-slip, odor resistant, heavy-duty, with storage pockets, quick drying",
        uses: "trucks, SUVs, dogs, kids, rideshare drivers, sedans, work vans",
        parts: "headrest cover, straps, hooks, buckles, backing, seat belt opening, piping, organizer",
        options: &[&COLOR, &PACK, &PATTERN],
        price_cents: (1_990, 18_900),
        weight_grams: (500, 5_200),
    },
    KindCard {
        noun: Noun::count("phone mount", "phone mounts"),
        category: "automotive",
        path: "Automotive › Interior Accessories › Consoles & Organizers › Phone Holders",
        also: "dash holder, vent clip, car cradle",
        materials: "ABS plastic, aluminum, silicone, neodymium magnets, carbon fiber, rubber",
        attributes: "hands-free, easy to install, with wireless charging, non-slip, with one-hand operation, \
                     shock resistant, with a quick release, heavy-duty, with strong suction, with an adjustable arm, \
                     heat resistant",
        uses: "trucks, dashboards, bikes, delivery drivers, windshields, rental cars, motorcycles",
        parts: "clamp, ball joint, suction cup, vent hook, telescopic arm, cushion pad, magnet plate, release button",
        options: &[&COLOR, &BUNDLE],
        price_cents: (890, 5_900),
        weight_grams: (60, 480),
    },
];
