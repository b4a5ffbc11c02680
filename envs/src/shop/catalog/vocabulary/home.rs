//! Furniture, kitchen and garden.

use super::KindCard;
use super::pools::{
    BED_SIZE, COLOR, FINISH, FURNITURE_SIZE, LIGHT, PACK, PAN_SIZE, PATTERN, RUG_SIZE, SEATS,
    WINDOW_SIZE,
};
use crate::shop::phrase::Noun;

pub(super) const KINDS: &[KindCard] = &[
    KindCard {
        noun: Noun::count("sofa", "sofas"),
        category: "garden",
        path: "Home & Kitchen › Furniture › Living Room Furniture › Sofas & Couches",
        also: "couch, loveseat, settee",
        materials: "velvet, faux leather, linen fabric, chenille, microfiber, corduroy, boucle, tweed",
        attributes: "mid-century, button tufted, with high-density foam, easy to assemble, with a wood frame, \
                     spot cleanable, space saving, stain resistant, with wooden legs, with memory foam, non-slip, \
                     with a contemporary style, fully assembled, with a removable cover",
        uses: "the living room, small apartments, studios, dorm rooms, bonus rooms, reception areas, guest rooms, \
               sunrooms",
        parts: "cushions, armrests, tapered legs, backrest, seat depth, springs, upholstery, piping, frame joints, webbing",
        options: &[&COLOR, &FURNITURE_SIZE, &SEATS],
        price_cents: (18_900, 149_900),
        weight_grams: (24_000, 96_000),
    },
    KindCard {
        noun: Noun::count("chair", "chairs"),
        category: "garden",
        path: "Home & Kitchen › Furniture › Accent Furniture › Chairs",
        also: "armchair, accent seat, side seat",
        materials: "velvet, mesh, solid oak, polypropylene, bonded leather, rattan, beech wood, tufted linen",
        attributes: "with lumbar support, height adjustable, easy to clean, heavy-duty, easy to assemble, \
                     mid-century, with a swivel base, stackable, non-slip, with high-density foam, with metal legs, \
                     water resistant, with a contemporary style, space saving",
        uses: "the home office, the dining room, the vanity, conference rooms, reading nooks, bedroom corners, \
               the patio, waiting rooms",
        parts: "casters, gas lift, armrests, contoured seat, backrest, footrest, stitching, floor glides, tilt lock",
        options: &[&COLOR, &PACK, &SEATS],
        price_cents: (3_900, 39_900),
        weight_grams: (4_000, 24_000),
    },
    KindCard {
        noun: Noun::count("coffee table", "coffee tables"),
        category: "garden",
        path: "Home & Kitchen › Furniture › Living Room Furniture › Tables",
        also: "cocktail table, center table",
        materials: "tempered glass, engineered wood, mango wood, faux marble, reclaimed pine, steel, acacia wood, bamboo",
        attributes: "with a lift top, with storage space, easy to assemble, mid-century, with a steel frame, \
                     easy to clean, scratch resistant, with wooden legs, heavy-duty, with coated steel legs, \
                     with a tool kit, space saving, with a contemporary style",
        uses: "the living room, lounges, studios, office lobbies, game rooms, the den, small spaces, the balcony",
        parts: "drawers, hidden compartment, shelf, beveled edge, adjustable feet, hinges, tabletop, crossbar",
        options: &[&FINISH, &FURNITURE_SIZE],
        price_cents: (5_900, 48_900),
        weight_grams: (8_000, 45_000),
    },
    KindCard {
        noun: Noun::count("bed frame", "bed frames"),
        category: "garden",
        path: "Home & Kitchen › Furniture › Bedroom Furniture › Beds",
        also: "platform bed, bedstead",
        materials: "steel, faux leather, solid pine, upholstered linen, rubberwood, wrought iron, velvet, bamboo",
        attributes: "with a ventilated base, noise free, easy to assemble, heavy-duty, with wood slats, \
                     with storage drawers, with rounded corners, with LED lights, button tufted, non-slip, \
                     with a USB port, with a center leg",
        uses: "the main bedroom, guest rooms, kids' rooms, teen rooms, dorms, lofts, rental homes",
        parts: "headboard, footboard, slats, center support, under bed clearance, side rails, corner brackets, legs",
        options: &[&BED_SIZE, &FINISH],
        price_cents: (9_900, 69_900),
        weight_grams: (18_000, 70_000),
    },
    KindCard {
        noun: Noun::count("area rug", "area rugs"),
        category: "garden",
        path: "Home & Kitchen › Home Décor Products › Area Rugs & Pads",
        also: "carpet, floor mat, runner",
        materials: "jute, wool, polypropylene, cotton, chenille, faux fur, silk, bamboo fiber",
        attributes: "machine washable, non-slip, stain resistant, easy to clean, spot cleanable, fade resistant, \
                     non-shedding, eco-friendly, hand woven, with a low pile, pet friendly, dry clean only",
        uses: "the living room, the dining room, the entryway, the nursery, the hallway, the bedside, \
               the laundry room, the porch",
        parts: "backing, fringe, pile height, border, weave, tassels, stitched edge, medallion",
        options: &[&RUG_SIZE, &COLOR, &PATTERN],
        price_cents: (1_900, 38_900),
        weight_grams: (900, 18_000),
    },
    KindCard {
        noun: Noun::plural("curtains", "pair"),
        category: "garden",
        path: "Home & Kitchen › Home Décor Products › Window Treatments",
        also: "drapes, window panels, shades",
        materials: "polyester, linen blend, velvet, sheer voile, cotton, jacquard, triple weave fabric, chiffon",
        attributes: "machine washable, with a blackout lining, thermally insulated, noise reducing, easy to install, \
                     wrinkle free, fade resistant, energy efficient, light filtering, super soft, eco-friendly",
        uses: "the bedroom, the kitchen window, the patio door, the nursery, the home theater, the living room, \
               the bathroom, dorm rooms",
        parts: "grommets, rod pocket, tiebacks, hem, back tabs, lining, pleats, header",
        options: &[&WINDOW_SIZE, &COLOR, &PATTERN],
        price_cents: (1_290, 12_900),
        weight_grams: (400, 3_200),
    },
    KindCard {
        noun: Noun::count("table lamp", "table lamps"),
        category: "garden",
        path: "Tools & Home Improvement › Lighting & Ceiling Fans › Lamps & Shades",
        also: "desk light, bedside lamp, night light",
        materials: "ceramic, brushed brass, frosted glass, resin, marble, wrought iron, bamboo, crystal",
        attributes: "dimmable, with touch control, energy efficient, with a bronze finish, with a USB port, \
                     with eye protection, easy to install, with clear glass, long lasting, flicker free, \
                     with an adjustable arm, with a contemporary style",
        uses: "the nightstand, study desks, the living room, dorm rooms, office desks, hallway consoles, craft tables",
        parts: "lampshade, base, bulb socket, power cord, pull chain, gooseneck, switch, diffuser",
        options: &[&FINISH, &LIGHT, &PACK],
        price_cents: (1_590, 14_900),
        weight_grams: (600, 5_200),
    },
    KindCard {
        noun: Noun::count("bookshelf", "bookshelves"),
        category: "garden",
        path: "Home & Kitchen › Furniture › Home Office Furniture › Bookcases",
        also: "bookcase, display rack, shelving unit",
        materials: "engineered wood, solid pine, steel, bamboo, particle board, iron pipe, oak veneer, tempered glass",
        attributes: "wall mounted, easy to assemble, heavy-duty, with storage space, with a steel frame, \
                     space saving, with an anti-tip kit, with adjustable shelves, scratch resistant, water resistant, \
                     with a closed back, with an open design",
        uses: "the home office, library corners, the living room, kids' rooms, the entryway, the kitchen, \
               plant displays",
        parts: "shelves, cubes, back panel, anchors, ladder rails, brackets, leveling feet, side panels",
        options: &[&FINISH, &FURNITURE_SIZE],
        price_cents: (3_500, 32_900),
        weight_grams: (5_000, 42_000),
    },
    KindCard {
        noun: Noun::count("frying pan", "frying pans"),
        category: "kitchen",
        path: "Home & Kitchen › Kitchen & Dining › Cookware › Pots & Pans",
        also: "skillet, saute pan, griddle",
        materials: "cast iron, hard anodized aluminum, stainless steel, ceramic coated aluminum, carbon steel, copper, granite stone",
        attributes: "dishwasher safe, oven safe, non-stick, induction compatible, heavy-duty, BPA free, \
                     easy to clean, scratch resistant, with a heat resistant handle, with even heating, pre-seasoned",
        uses: "eggs, searing steak, the camping stove, family dinners, pancakes, stir fries, glass cooktops",
        parts: "handle, lid, pour spout, rivets, base, rim, coating, helper grip",
        options: &[&PAN_SIZE, &COLOR],
        price_cents: (1_290, 15_900),
        weight_grams: (700, 4_200),
    },
    KindCard {
        noun: Noun::count("blender", "blenders"),
        category: "kitchen",
        path: "Home & Kitchen › Kitchen & Dining › Small Appliances › Blenders",
        also: "smoothie maker, food mixer",
        materials: "stainless steel, tritan plastic, borosilicate glass, die cast metal, ABS plastic, polycarbonate",
        attributes: "BPA free, dishwasher safe, easy to clean, self-cleaning, high-speed, noise reducing, \
                     USB rechargeable, with variable speed, leak proof, heavy-duty, with a pulse mode",
        uses: "smoothies, frozen drinks, baby food, soups, protein shakes, nut butter, crushing ice",
        parts: "blades, jar, motor, tamper, lid, control dial, suction feet, travel cup",
        options: &[&COLOR, &PACK],
        price_cents: (2_490, 42_900),
        weight_grams: (900, 6_800),
    },
    KindCard {
        noun: Noun::count("knife set", "knife sets"),
        category: "kitchen",
        path: "Home & Kitchen › Kitchen & Dining › Cutlery & Knife Accessories",
        also: "cutlery set, chef knives",
        materials: "high carbon steel, damascus steel, stainless steel, ceramic, titanium coated steel, pakkawood",
        attributes: "dishwasher safe, with an ergonomic handle, with a full tang, rust resistant, razor sharp, \
                     easy to clean, self-sharpening, non-stick, heavy-duty, with a gift box, precision forged",
        uses: "chopping vegetables, carving meat, filleting fish, slicing bread, outdoor grilling, new homes, culinary school",
        parts: "block, blade, bolster, shears, handle, sheath, sharpener, serration",
        options: &[&COLOR, &PACK],
        price_cents: (1_990, 28_900),
        weight_grams: (600, 5_600),
    },
    KindCard {
        noun: Noun::count("planter", "planters"),
        category: "patio",
        path: "Patio, Lawn & Garden › Gardening & Lawn Care › Pots, Planters & Container Accessories",
        also: "flower pot, plant pot, garden box",
        materials: "terracotta, glazed ceramic, galvanized steel, cedar wood, fiberstone, recycled plastic, concrete, wicker",
        attributes: "with drainage holes, UV resistant, weather resistant, self-watering, frost proof, eco-friendly, \
                     lightweight, heavy-duty, easy to assemble, rust resistant, hand painted",
        uses: "herbs, succulents, balcony gardens, vegetables, the front porch, window sills, fiddle leaf figs",
        parts: "saucer, reservoir, liner, hanging hooks, rim, stand, wheels, drainage plug",
        options: &[&COLOR, &PAN_SIZE, &PACK],
        price_cents: (990, 15_900),
        weight_grams: (300, 14_000),
    },
];
