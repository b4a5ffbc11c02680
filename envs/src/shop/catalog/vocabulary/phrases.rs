//! Words and sentence frames that every kind of product shares.
//!
//! Frames hold slots in braces; `super::super::text` fills them from the facts of a product.

pub(super) const ADJECTIVES: &str = "\
    modern, classic, premium, compact, sturdy, sleek, cozy, elegant, rustic, vintage, versatile, durable, refined, bold, \
    minimalist, portable, handy, deluxe, everyday, stylish, gentle, rugged, vibrant, serene, graceful, practical, robust, \
    luxurious, airy, polished, timeless, playful, crisp, bright, smooth, dependable, effortless, thoughtful, generous, snug, \
    lively, sculpted, balanced, discreet, tidy, resilient, warm, fresh, radiant, subtle, streamlined, artisan, nordic, coastal, \
    urban, bohemian, industrial, tropical, alpine, retro, victorian, futuristic, understated, whimsical, festive, professional, \
    essential, signature, advanced, reliable, roomy, slim, plush, featherlight, agile, dynamic, honest, heritage, select, pure, \
    grand, mellow, nimble, quiet, rapid, royal, savvy, silken, spirited, supple, swift, tasteful, tranquil, trusty, upscale, \
    velvety, vivid, winsome, zesty, adaptable, ample, breezy, charming, clever, curated, dapper, delicate, earthy, enduring, \
    exquisite, flexible, fluid, glossy, hearty, inviting, iconic, lush, muted, organic, ornate, pristine, quaint, seamless, \
    seasonal, secure, sensible, serious, sophisticated, splendid, steady, sunny, textured, uncluttered, unfussy, weighty";

pub(super) const PLACES: &str = "\
    lakeside cabins, city lofts, country kitchens, mountain lodges, beach houses, tiny homes, busy offices, family homes, \
    student dorms, garden sheds, boutique hotels, coworking spaces, art studios, back porches, sports clubs, farm stands, \
    train stations, school yards, rooftop terraces, cruise ships, desert camps, corner cafes, hair salons, test kitchens, \
    wine cellars, public libraries, community centers, summer camps, ski chalets, fishing piers, vineyards, greenhouses, \
    music rooms, market stalls, nurseries, workshops, yoga studios, attic rooms, food trucks, wedding venues, guest houses, \
    retirement villages, fire stations, veterinary clinics, theaters, campgrounds, apartments, barns, boats, bakeries";

pub(super) const PEOPLE: &str = "\
    parents, students, teachers, nurses, travelers, gardeners, athletes, musicians, chefs, designers, commuters, newlyweds, \
    grandparents, roommates, collectors, hikers, gamers, photographers, engineers, dancers, drivers, hosts, beginners, \
    professionals, artists, neighbors, coworkers, teenagers, homeowners, renters, sailors, runners, bakers, readers, campers, \
    carpenters, florists, coaches, pilots, mechanics";

pub(super) const LINES: &str = "\
    Aurora, Summit, Harbor, Meadow, Cascade, Ember, Horizon, Juniper, Willow, Nimbus, Atlas, Sierra, Monarch, Falcon, Cobalt, \
    Saffron, Echo, Zenith, Breeze, Canyon, Driftway, Eclipse, Fable, Glacier, Haven, Indigo, Jasper, Kestrel, Lagoon, Mosaic, \
    Nomad, Oasis, Pinnacle, Quartz, Ridge, Solstice, Tundra, Umbra, Vista, Wander, Yonder, Zephyr, Anchor, Beacon, Cinder, \
    Dahlia, Element, Fjord, Grove, Hearth, Isle, Journey, Keystone, Lumen, Marble, Nova, Orchard, Prairie, Quest, Raven, Sable, \
    Terrace, Unity, Velour, Whisper, Alder, Birchwood, Compass, Delta, Everest, Flora, Granite, Harmony, Inlet, Jubilee, Karma, \
    Lyric, Mirage, Northstar, Opal, Pebble, Quill, Ripple, Spruce, Tempo, Uplift, Voyage, Wildfire, Axis, Bloom, Crest, Dune, \
    Emberly, Foundry, Gallery, Heron, Ivory Coast, Jetstream, Kindle Way, Lantern, Maple Hill, Nectar, Onyx, Palisade, Relic, \
    Stonebridge, Tidewater, Union, Valley, Westwind, Acorn, Ballad, Cypress, Dawn, Elm Street, Fireside, Gable, Hazel";

pub(super) const TOPICS: &str = "\
    abrasion, acoustics, airflow, altitude, assembly, autumn, balance, bathing, birthdays, breakfast, brightness, budget, \
    calibration, camping, care, carpentry, ceremony, charging, childhood, cleaning, climate, clutter, comfort, commuting, \
    condensation, confidence, cooking, corrosion, craft, creativity, dampness, daylight, decoration, delivery, dexterity, \
    dinner, discipline, discovery, dust, economy, elasticity, elegance, endurance, ergonomics, evaporation, exercise, family, \
    fatigue, fitness, focus, freshness, friction, friendship, gardening, gifting, glare, gravity, grip, guests, hardness, \
    harvest, health, heat, heritage, hobbies, holidays, hospitality, housework, humidity, hygiene, impact, insulation, \
    invention, joints, kindness, landscape, laundry, leisure, lighting, longevity, luggage, lunch, luxury, maintenance, \
    meditation, memory, mildew, mobility, moisture, momentum, morning, motion, movement, nature, nighttime, nutrition, odor, \
    organization, packing, painting, parenting, patience, performance, picnics, posture, precision, preparation, pressure, \
    privacy, productivity, proportion, protection, punctuality, rainfall, recovery, recycling, relaxation, repairs, rhythm, \
    routine, safety, seasoning, shadow, shipping, simplicity, sleep, snow, softness, solitude, sound, springtime, stability, \
    stamina, storage, strength, study, summer, sunlight, support, surface, sustainability, symmetry, teamwork, temperature, \
    tension, texture, tidiness, timing, torque, touch, tradition, training, transport, traction, travel, vacation, ventilation, \
    vibration, visibility, warmth, washing, weather, weekends, weight, wellness, wind, winter, workmanship, wrinkles, writing";

/// First sentence of a description.
pub(super) const OPENINGS: &[&str] = &[
    "Meet the {brand} {line} {noun}, a {adj0} choice made from {material} for {use0} and {use1}.",
    "The {line} {noun} from {brand} brings {adj0} design and quality {material} to your {use0}.",
    "{brand} built this {adj0} {noun} around {material} after {person} had asked for a {a0} option.",
    "Looking for a {noun} that is {a0}? The {brand} {line} pairs {material} with a {adj0} look.",
    "Give {use0} a {adj0} touch with this {material} {noun}, part of the {line} collection by {brand}.",
    "Designed in small batches, the {brand} {line} {also} combines {material} with {adj0}, {adj1} details.",
];

/// Further sentences; a description takes several different ones.
pub(super) const SENTENCES: &[&str] = &[
    "Its {part0} and {part1} are finished with care, so the product stays {adj0} after years of daily use.",
    "We tested {topic}, {topic2} and {topic3} with {n} {person} before this {noun} went on sale.",
    "Thanks to the {a1} construction it works well for {use0}, {use1} and even {place}.",
    "Quality matters: every {part0} is checked by hand, and the {material2} resists everyday wear.",
    "The {adj1} profile fits {place} as easily as it fits a small home.",
    "Customers tell us that {a2} was the reason they chose this {also} over others.",
    "A {adj0} gift for {person} who care about {topic} and {topic2}.",
    "Use it for {use1}, then store it in seconds; the {part1} needs no extra tools.",
    "Unlike cheaper products, our {noun} keeps its {part0} in shape thanks to {material2}.",
    "Being {a0} and {a1}, it saves time when {topic} matters most.",
    "Each order ships in recyclable packaging with a printed guide on {topic} and {topic2}.",
    "The {line} series has grown since its first {part0}, and {person} in {place} helped to shape it.",
    "{brand} stands behind {topic}: contact our service team about the {part1} at any time.",
    "Great for {person}, for {place}, and for anyone who wants a {adj1} {also} with {a1} features.",
    "The {part0} gives extra {topic}, while the {part1} helps with {topic2}.",
    "Please allow a small difference in {part0} because of manual measurement and {topic}.",
    "Easy to use from the first day: follow the card in the box, mind the {part0}, and enjoy {use0}.",
    "Our designers chose {material} over {material2} for its {adj0} feel and its {topic}.",
    "Made for {use0}, loved by {person}: a {adj1} product that takes {topic} seriously.",
    "Whether for {use0} or {use1}, the {a2} build keeps up with {topic} and {topic2}.",
    "Package includes one {noun}, spare {part1} and a {adj0} pouch for {topic}.",
    "In {place} or at home, the {adj0} {part0} is the first thing {person} notice.",
    "Model {model} adds {a1} performance to the {adj1} shape known from {line}.",
    "Set of features: {a0}, {a1} and {a2}, plus a {part0} that improves {topic}.",
];

/// Bullet points; the first of a product's bullets is indexed.
pub(super) const BULLETS: &[&str] = &[
    "Quality {material}: {adj0} and {a0}, made for {use0} and {use1}",
    "{a0} design: the {part0} and {part1} keep this {noun} {adj0} for {person}",
    "Wide use: great for {use0}, {use1} and {place}; a perfect gift for {person}",
    "Easy care: {a1} and ready for {topic}; wipe the {part0} after use",
    "Customer service: write to {brand} about {topic} or {topic2} within {n} days",
    "{adj1} {part0}: built with {material2} for better {topic}",
    "What you get: one {line} {noun}, the {part1}, and a guide to {topic}",
    "{a2} and {a1}: a {adj0} {also} that suits {use1}",
];

/// Synthetic requests, without option or price phrase.
pub(super) const REQUESTS: &[&str] = &[
    "Find me {attributes} {noun} for {use0}",
    "Find me {noun} with {attributes}",
    "Find me {attributes} {noun}",
    "Find me {adj0} {noun} made of {material} with {attributes}",
];

/// Titles; every one names brand, noun and at least one attribute.
pub(super) const TITLES: &[&str] = &[
    "{brand} {line} {material} {noun}, {adj0} {a0} {also} for {use0}, {model}",
    "{brand} {adj0} {noun} for {use0} - {a0}, {a1} - {material}, {line} Series {model}",
    "{brand} {noun} {model}, {material} {also} with {part0}, {a0}, {a1}, for {use0} and {use1}",
    "{a0} {noun} by {brand}, {line} {model}, {adj0} {material}, for {use0}, {use1}",
    "{brand} {line} {noun} - {a0} {material} {also}, {adj0} and {a1}, {model}",
];

pub(super) const STARTS: &str = "\
    Al, An, Ar, Bel, Ber, Bri, Cal, Car, Cor, Dar, Del, Dor, El, Em, Er, Fal, Fen, Fin, Gal, Gor, Hal, Har, Hol, Is, Jar, Jo, \
    Kal, Kel, Kor, Lan, Lor, Lu, Mar, Mel, Mor, Nal, Nor, Ol, Or, Pal, Per, Quin, Ral, Ren, Ros, Sal, Sel, Sor, Tal, Ter, Tor, \
    Ul, Ur, Val, Ver, Vor, Wil, Win, Xan, Yar, Zal, Zor, Bau, Drei, Kiu, Loo, Moa, Nai, Pio, Rua, Shi, Tsu, Vey, Woo";

pub(super) const MIDDLES: &str = "\
    a, e, i, o, u, ba, be, bi, da, de, di, fo, ga, gi, ka, ko, la, le, li, lo, ma, mi, mo, na, ni, no, pa, po, ra, ri, ro, sa, \
    se, si, ta, te, ti, to, va, vi, vo, za, zi";

pub(super) const ENDS: &str = "\
    ba, bix, cor, dan, dex, don, dra, fex, fin, gen, gra, hub, kin, ko, lan, lex, lin, lux, max, mora, mund, nex, nia, nova, pex, \
    phia, quo, ra, rex, rin, ro, sen, sia, son, ta, tek, thera, ton, tra, va, ven, vex, via, vik, ware, wick, xa, yo, za, zen";
