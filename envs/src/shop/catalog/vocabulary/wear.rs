//! Clothes, shoes, jewellery and bags.

use super::KindCard;
use super::pools::{AGE, BUNDLE, CLOTHES_SIZE, COLOR, FIT, PACK, PATTERN, SHOE_SIZE, SLEEVE};
use crate::shop::phrase::Noun;

pub(super) const KINDS: &[KindCard] = &[
    KindCard {
        noun: Noun::count("dress", "dresses"),
        category: "fashion",
        path: "Clothing, Shoes & Jewelry › Women › Clothing › Dresses",
        also: "gown, sundress, frock",
        materials: "chiffon, cotton, satin, lace, viscose, crepe, denim, knit jersey, tulle",
        attributes: "machine washable, hand washable, with an elastic waist, dry clean only, with a button closure, \
                     with a unique design, stretchy, with a slim fit, with a V-neck, with an imported zipper, \
                     wrinkle free, with a polyester lining",
        uses: "wedding guests, cocktail parties, beach vacations, the office, prom, date nights, church, graduation",
        parts: "neckline, hem, pockets, ruffles, waist tie, side slit, lining, straps, pleats",
        options: &[&CLOTHES_SIZE, &COLOR, &SLEEVE],
        price_cents: (1_590, 15_900),
        weight_grams: (150, 1_100),
    },
    KindCard {
        noun: Noun::count("T-shirt", "T-shirts"),
        category: "fashion",
        path: "Clothing, Shoes & Jewelry › Men › Clothing › Shirts › T-Shirts",
        also: "tee, crewneck top, graphic shirt",
        materials: "combed cotton, polyester blend, bamboo viscose, cotton and linen, organic cotton, heather jersey",
        attributes: "machine washable, with needle-stitched hems, wrinkle free, moisture wicking, \
                     with a tagless collar, quick drying, pre-shrunk, lightweight, with short sleeves, \
                     soft to the touch, fade resistant",
        uses: "workouts, casual wear, concerts, layering, team events, lounging, summer heat",
        parts: "collar, hem, sleeves, print, chest pocket, shoulder taping, seams, side vents",
        options: &[&CLOTHES_SIZE, &COLOR, &FIT],
        price_cents: (790, 4_990),
        weight_grams: (110, 320),
    },
    KindCard {
        noun: Noun::plural("jeans", "pair"),
        category: "fashion",
        path: "Clothing, Shoes & Jewelry › Men › Clothing › Jeans",
        also: "denim pants, dungarees",
        materials: "stretch denim, raw denim, cotton twill, recycled denim, elastane blend, stonewashed cotton",
        attributes: "fade resistant, machine washable, with straight legs, with a high waist, stretchy, \
                     with a button closure, with an imported zipper, with wide legs, with tummy control, \
                     fleece lined, with a distressed look",
        uses: "the work site, the weekend, riding, country concerts, casual offices, winter, every day",
        parts: "pockets, belt loops, rivets, waistband, inseam, fly, cuffs, back patch",
        options: &[&CLOTHES_SIZE, &COLOR, &FIT],
        price_cents: (1_990, 12_900),
        weight_grams: (380, 900),
    },
    KindCard {
        noun: Noun::count("jacket", "jackets"),
        category: "fashion",
        path: "Clothing, Shoes & Jewelry › Men › Clothing › Jackets & Coats",
        also: "coat, parka, windbreaker",
        materials: "fleece, nylon ripstop, faux leather, down, softshell, wool blend, waxed canvas",
        attributes: "water resistant, windproof, machine washable, fleece lined, with long sleeves, \
                     with a zipper closure, lightweight, for daily wear, with a faux fur trim, hand washable, \
                     with reflective strips, with sealed seams",
        uses: "skiing, hiking, the motorcycle, rainy days, golf, commuting, autumn, snow shoveling",
        parts: "hood, cuffs, drawstring, inner pocket, zipper, lining, storm flap, thumb holes",
        options: &[&CLOTHES_SIZE, &COLOR, &FIT],
        price_cents: (2_490, 28_900),
        weight_grams: (280, 1_800),
    },
    KindCard {
        noun: Noun::count("sweater", "sweaters"),
        category: "fashion",
        path: "Clothing, Shoes & Jewelry › Women › Clothing › Sweaters",
        also: "pullover, cardigan, jumper",
        materials: "merino wool, cashmere, acrylic knit, cotton, mohair blend, alpaca, chenille",
        attributes: "hand washable, with long sleeves, machine washable, with a cable knit, stretchy, \
                     soft to the touch, with a button closure, with a turtleneck, with a loose fit, dry clean only, \
                     with a rib knit",
        uses: "winter, the office, holidays, layering, campus, fireside evenings, travel",
        parts: "collar, cuffs, buttons, hem, shoulder seam, ribbing, pockets, elbow patches",
        options: &[&CLOTHES_SIZE, &COLOR, &PATTERN],
        price_cents: (1_990, 18_900),
        weight_grams: (220, 900),
    },
    KindCard {
        noun: Noun::plural("running shoes", "pair"),
        category: "fashion",
        path: "Clothing, Shoes & Jewelry › Women › Shoes › Athletic › Running",
        also: "sneakers, trainers, athletic shoes",
        materials: "engineered mesh, knit fabric, synthetic leather, EVA foam, recycled polyester, rubber",
        attributes: "non-slip, with arch support, with rubber soles, lightweight, slip resistant, with memory foam, \
                     with lace closures, with EVA midsoles, water resistant, shock absorbing, with breathable uppers, \
                     with wide toe boxes",
        uses: "marathon training, walking, nursing shifts, trail running, the gym, tennis, standing all day",
        parts: "outsole, midsole, insole, tongue, heel counter, laces, toe cap, pull tab",
        options: &[&SHOE_SIZE, &COLOR, &FIT],
        price_cents: (2_490, 19_900),
        weight_grams: (380, 1_100),
    },
    KindCard {
        noun: Noun::plural("boots", "pair"),
        category: "fashion",
        path: "Clothing, Shoes & Jewelry › Men › Shoes › Boots",
        also: "ankle boots, booties, work boots",
        materials: "full grain leather, suede, rubber, canvas, nubuck, faux fur, synthetic leather",
        attributes: "with steel toes, slip resistant, with rubber soles, water resistant, with lace closures, \
                     with memory foam, puncture resistant, with zipper closures, faux fur lined, with high heels, \
                     with arch support, with insulated linings",
        uses: "construction work, snow, hiking, the ranch, motorcycling, dressing up, hunting",
        parts: "shaft, heel, eyelets, outsole, shank, insole, zipper, pull loops",
        options: &[&SHOE_SIZE, &COLOR],
        price_cents: (2_990, 24_900),
        weight_grams: (700, 2_300),
    },
    KindCard {
        noun: Noun::count("backpack", "backpacks"),
        category: "luggage",
        path: "Clothing, Shoes & Jewelry › Luggage & Travel Gear › Backpacks",
        also: "rucksack, daypack, book bag",
        materials: "nylon, canvas, oxford fabric, vegan leather, ripstop polyester, waxed cotton",
        attributes: "water resistant, with a USB charging port, with a laptop sleeve, tear resistant, lightweight, \
                     with an anti-theft pocket, easy to carry, with a high capacity, with padded straps, \
                     with a luggage strap, with reflective strips",
        uses: "school, business travel, hiking, carry-on luggage, college, photography, day trips",
        parts: "straps, zippers, side pockets, back panel, chest buckle, main compartment, key clip, rain cover",
        options: &[&COLOR, &BUNDLE, &PATTERN],
        price_cents: (1_690, 16_900),
        weight_grams: (350, 1_700),
    },
    KindCard {
        noun: Noun::count("wallet", "wallets"),
        category: "luggage",
        path: "Clothing, Shoes & Jewelry › Men › Accessories › Wallets & Card Cases",
        also: "billfold, card holder, coin purse",
        materials: "genuine leather, carbon fiber, aluminum, vegan leather, canvas, crazy horse leather",
        attributes: "RFID blocking, with a slim design, with quick access, with a money clip, with a zipper closure, \
                     with a gift box, with a high capacity, tear resistant, hand stitched, with an ID window, \
                     lightweight",
        uses: "the front pocket, travel, gifts for dad, minimalists, groomsmen, daily carry, passports",
        parts: "card slots, coin pocket, bill compartment, snap, key ring, edge paint, pull tab, clip",
        options: &[&COLOR, &BUNDLE],
        price_cents: (990, 8_900),
        weight_grams: (40, 260),
    },
    KindCard {
        noun: Noun::count("necklace", "necklaces"),
        category: "jewelry",
        path: "Clothing, Shoes & Jewelry › Women › Jewelry › Necklaces",
        also: "pendant, choker, chain",
        materials: "sterling silver, 14k gold plated brass, cubic zirconia, freshwater pearl, stainless steel, moonstone, enamel",
        attributes: "hypoallergenic, nickel free, tarnish resistant, with a lobster clasp, with a gift box, \
                     handcrafted, with an adjustable length, with a velvet pouch, water resistant, stackable, \
                     with an engravable back",
        uses: "birthdays, bridesmaids, anniversaries, daily wear, prom, Mother's Day, layering",
        parts: "clasp, pendant, chain, stone setting, extender, bail, links, engraving",
        options: &[&COLOR, &PATTERN, &PACK],
        price_cents: (990, 22_900),
        weight_grams: (5, 90),
    },
    KindCard {
        noun: Noun::count("baby romper", "baby rompers"),
        category: "baby",
        path: "Clothing, Shoes & Jewelry › Baby › Clothing › Rompers",
        also: "onesie, bodysuit, jumpsuit",
        materials: "organic cotton, muslin, bamboo viscose, ribbed knit, fleece, waffle cotton",
        attributes: "machine washable, with a snap closure, with a tagless label, soft to the touch, \
                     with long sleeves, with a two-way zipper, nickel free, stretchy, with fold-over cuffs, \
                     hypoallergenic, fade resistant",
        uses: "newborn photos, naps, baby showers, playtime, going home, holidays, twins",
        parts: "snaps, zipper, footies, collar, mittens, neckline, print, cuffs",
        options: &[&AGE, &COLOR, &PATTERN],
        price_cents: (890, 4_490),
        weight_grams: (60, 320),
    },
];
