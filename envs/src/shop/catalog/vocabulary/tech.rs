//! Electronics, office and tools.

use super::KindCard;
use super::pools::{
    BUNDLE, CABLE_LENGTH, CAPACITY, COLOR, FURNITURE_SIZE, LIGHT, MEMORY, PACK, PAPER_SIZE,
    PHONE_MODEL, RULING, SCREEN_SIZE,
};
use crate::shop::phrase::Noun;

pub(super) const KINDS: &[KindCard] = &[
    KindCard {
        noun: Noun::plural("headphones", "pair"),
        category: "electronics",
        path: "Electronics › Headphones, Earbuds & Accessories › Headphones & Earbuds",
        also: "headset, earphones, over ear cans",
        materials: "memory foam, protein leather, aluminum, ABS plastic, silicone, carbon fiber",
        attributes: "noise cancelling, with wireless Bluetooth, with a long-lasting battery, \
                     with high-definition sound, with stereo sound, sweat proof, hands-free, with a foldable design, \
                     with fast charging, with low latency, with heavy bass, water resistant",
        uses: "running, gaming, office calls, studio mixing, travel, podcasting, online classes, the gym",
        parts: "ear cups, headband, microphone, drivers, charging case, carrying pouch, audio jack, volume dial",
        options: &[&COLOR, &BUNDLE],
        price_cents: (1_590, 37_900),
        weight_grams: (40, 420),
    },
    KindCard {
        noun: Noun::count("Bluetooth speaker", "Bluetooth speakers"),
        category: "electronics",
        path: "Electronics › Portable Audio & Video › Portable Speakers & Docks",
        also: "portable speaker, boombox, soundbox",
        materials: "rubberized plastic, woven fabric, aluminum, bamboo, silicone, steel mesh",
        attributes: "with stereo sound, water resistant, with a long-lasting battery, hands-free, with heavy bass, \
                     with a USB port, with fast charging, with LED lights, shock resistant, easy to carry, \
                     with true wireless pairing",
        uses: "pool parties, the beach, camping, the shower, the kitchen, backyard barbecues, bike rides, the dorm",
        parts: "woofer, tweeter, passive radiator, carry strap, control buttons, aux input, battery pack, grille",
        options: &[&COLOR, &BUNDLE],
        price_cents: (1_290, 29_900),
        weight_grams: (150, 3_400),
    },
    KindCard {
        noun: Noun::count("laptop", "laptops"),
        category: "electronics",
        path: "Electronics › Computers & Tablets › Laptops › Traditional Laptops",
        also: "notebook computer, ultrabook",
        materials: "aluminum alloy, magnesium alloy, carbon fiber, polycarbonate, recycled aluminum, brushed metal",
        attributes: "with a quad-core chip, with an i5-class chip, with fast charging, with high performance, \
                     with a backlit keyboard, with Ultra HD, lightweight, with a long-lasting battery, \
                     with a fingerprint reader, with a touchscreen, with a wide color gamut, with a metal body",
        uses: "college, video editing, programming, remote work, gaming, spreadsheets, streaming, business travel",
        parts: "keyboard, trackpad, webcam, hinge, ports, display panel, cooling fan, stylus",
        options: &[&MEMORY, &COLOR, &BUNDLE],
        price_cents: (24_900, 219_900),
        weight_grams: (980, 2_900),
    },
    KindCard {
        noun: Noun::count("monitor", "monitors"),
        category: "electronics",
        path: "Electronics › Computers & Accessories › Monitors",
        also: "computer display, screen",
        materials: "matte plastic, aluminum, glass, steel, recycled plastic, carbon fiber",
        attributes: "with 1080p HD, with Ultra HD, with a blue light filter, height adjustable, wall mountable, \
                     with a fast refresh rate, flicker free, with a curved panel, plug-and-play, \
                     with built-in speakers, with a wide viewing angle",
        uses: "gaming, the home office, photo editing, dual-screen setups, the trading desk, coding, the classroom",
        parts: "stand, bezel, HDMI input, panel, joystick menu, cable channel, VESA mount, speakers",
        options: &[&SCREEN_SIZE, &BUNDLE],
        price_cents: (8_900, 89_900),
        weight_grams: (2_300, 11_500),
    },
    KindCard {
        noun: Noun::count("phone case", "phone cases"),
        category: "electronics",
        path: "Cell Phones & Accessories › Cases, Holsters & Sleeves › Basic Cases",
        also: "protective cover, bumper",
        materials: "liquid silicone, tempered glass, polycarbonate, vegan leather, thermoplastic polyurethane, aramid fiber",
        attributes: "with wireless charging, shock resistant, dust proof, non-slip, scratch resistant, \
                     with an anti-yellowing coating, easy to install, with a hands-free stand, with a slim fit, \
                     military-grade, with screen protection",
        uses: "the daily commute, construction work, hiking, clumsy hands, festivals, gifts, car mounts",
        parts: "camera lip, buttons, kickstand, card slot, lanyard hole, corners, lining, ring holder",
        options: &[&PHONE_MODEL, &COLOR],
        price_cents: (690, 4_900),
        weight_grams: (20, 140),
    },
    KindCard {
        noun: Noun::count("USB cable", "USB cables"),
        category: "electronics",
        path: "Electronics › Accessories & Supplies › Audio & Video Accessories › Cables",
        also: "charging cord, data lead, connector cable",
        materials: "braided nylon, aluminum, silicone, pure copper, PVC, nickel plated brass",
        attributes: "with fast charging, high-speed, gold plated, plug-and-play, heavy-duty, tangle free, \
                     with a quick release, foil shielded, long lasting, USB certified, with reinforced ends",
        uses: "the car, tablets, game controllers, power banks, printers, cameras, bedside charging",
        parts: "connector, strain relief, velcro tie, jacket, shielding, wire core, adapter, cable clip",
        options: &[&CABLE_LENGTH, &COLOR, &PACK],
        price_cents: (490, 3_900),
        weight_grams: (20, 600),
    },
    KindCard {
        noun: Noun::count("security camera", "security cameras"),
        category: "electronics",
        path: "Electronics › Camera & Photo › Video Surveillance › Surveillance Cameras",
        also: "surveillance cam, dome camera",
        materials: "weatherproof metal, ABS plastic, tempered glass, aluminum, polycarbonate, die cast zinc",
        attributes: "with motion detection, with 1080p HD, with night vision, easy to install, with two-way audio, \
                     with a wireless setup, weather resistant, plug-and-play, with optical zoom, with Ultra HD, \
                     battery powered, with a long range",
        uses: "the front door, the garage, the nursery, warehouses, the driveway, pet watching, small shops, farms",
        parts: "lens, infrared LEDs, mount, antenna, memory slot, siren, solar panel, junction box",
        options: &[&CAPACITY, &PACK, &COLOR],
        price_cents: (1_990, 39_900),
        weight_grams: (120, 1_900),
    },
    KindCard {
        noun: Noun::count("tablet", "tablets"),
        category: "electronics",
        path: "Electronics › Computers & Tablets › Tablets",
        also: "slate, e reader",
        materials: "aluminum, tempered glass, recycled plastic, magnesium alloy, matte polycarbonate, ceramic",
        attributes: "with a quad-core chip, with a high-definition screen, with eye protection, \
                     with a long-lasting battery, with fast charging, with dual-band Wi-Fi, with parental control, \
                     lightweight, with stylus support, with stereo sound, with a split screen",
        uses: "reading, drawing, kids' learning, recipes, video calls, flights, note taking",
        parts: "screen, speakers, camera, stylus slot, charging port, back cover, keyboard pins, volume rocker",
        options: &[&CAPACITY, &COLOR, &BUNDLE],
        price_cents: (5_900, 99_900),
        weight_grams: (280, 760),
    },
    KindCard {
        noun: Noun::count("desk", "desks"),
        category: "office",
        path: "Office Products › Office Furniture & Lighting › Desks & Workstations",
        also: "writing table, workstation, standing desk",
        materials: "bamboo, engineered wood, tempered glass, powder coated steel, rubberwood, particle board",
        attributes: "height adjustable, easy to assemble, heavy-duty, with a steel frame, with cable management, \
                     space saving, easy to clean, with a monitor shelf, scratch resistant, with memory presets, \
                     with storage space",
        uses: "the home office, gaming, students, sewing, small bedrooms, drafting, coworking",
        parts: "drawer, keyboard tray, power outlet, hooks, desktop, crossbeam, adjustable feet, hutch",
        options: &[&FURNITURE_SIZE, &COLOR],
        price_cents: (5_900, 59_900),
        weight_grams: (9_000, 48_000),
    },
    KindCard {
        noun: Noun::count("notebook", "notebooks"),
        category: "office",
        path: "Office Products › Paper › Notebooks & Writing Pads",
        also: "journal, diary, composition book",
        materials: "recycled paper, vegan leather, kraft cardboard, linen cloth, stone paper, rigid board",
        attributes: "with a lay-flat binding, acid free, bleed resistant, with numbered pages, eco-friendly, \
                     with perforated sheets, spiral bound, with a water resistant cover, with thick paper, \
                     with an inside pocket, tear resistant",
        uses: "bullet journaling, meetings, lab notes, sketching, school, the travel diary, gratitude lists",
        parts: "pages, ribbon bookmark, elastic band, pen loop, dividers, index, spine, stickers",
        options: &[&PAPER_SIZE, &RULING, &COLOR],
        price_cents: (490, 3_490),
        weight_grams: (90, 900),
    },
    KindCard {
        noun: Noun::count("cordless drill", "cordless drills"),
        category: "tools",
        path: "Tools & Home Improvement › Power & Hand Tools › Power Tools › Power Drills",
        also: "power driver, impact drill",
        materials: "hardened steel, glass filled nylon, rubber overmold, magnesium alloy, chrome vanadium steel, carbide",
        attributes: "with a brushless motor, with variable speed, with fast charging, heavy-duty, with an LED light, \
                     with a keyless chuck, with kickback control, with a long-lasting battery, with a compact design, \
                     with an ergonomic grip, dust proof",
        uses: "furniture assembly, drywall, masonry, deck building, metal work, car repair, cabinets",
        parts: "battery, chuck, torque collar, belt clip, bits, charger, trigger, gearbox",
        options: &[&BUNDLE, &COLOR],
        price_cents: (2_990, 28_900),
        weight_grams: (900, 4_100),
    },
    KindCard {
        noun: Noun::count("flashlight", "flashlights"),
        category: "tools",
        path: "Tools & Home Improvement › Safety & Security › Flashlights",
        also: "torch, work light, headlamp",
        materials: "aircraft aluminum, stainless steel, rubber, ABS plastic, titanium, copper",
        attributes: "USB rechargeable, water resistant, shock resistant, with a zoomable beam, with a magnetic base, \
                     with high-lumen output, with a long range, heavy-duty, with a pocket clip, \
                     with an anti-roll shape, energy saving",
        uses: "camping, power outages, dog walking, car emergencies, night fishing, inspections, hunting",
        parts: "lens, tail switch, lanyard, battery tube, o ring, reflector, bezel, holster",
        options: &[&LIGHT, &PACK, &COLOR],
        price_cents: (890, 11_900),
        weight_grams: (60, 700),
    },
];
