//! Words and sentence frames that every kind of product shares.
//!
//! Frames hold slots in braces; `super::super::text` fills them from the facts of a product.

/// None of them states a fact that specs could contradict.
pub(super) const ADJECTIVES: &str = "\
    modern, classic, premium, sleek, cozy, elegant, rustic, refined, bold, minimalist, handy, deluxe, stylish, vibrant, serene, \
    graceful, practical, luxurious, polished, timeless, playful, crisp, dependable, thoughtful, lively, balanced, discreet, \
    tidy, radiant, subtle, Nordic, coastal, urban, bohemian, industrial, tropical, alpine, retro, Victorian, futuristic, \
    understated, whimsical, festive, professional, honest, grand, mellow, nimble, royal, savvy, spirited, tasteful, tranquil, \
    trusty, upscale, vivid, winsome, charming, clever, curated, dapper, earthy, enduring, exquisite, inviting, iconic, ornate, \
    pristine, quaint, sensible, serious, sophisticated, splendid, steady, sunny, uncluttered, unfussy, ambitious, artful, \
    bright, careful, cheerful, confident, considered, cultured, distinctive, eager, engaging, expressive, faithful, fresh, \
    friendly, genuine, glad, impressive, ingenious, joyful, likable, magnetic, memorable, noble, original, poetic, proud, \
    remarkable, restful, sincere, spotless, sturdy, superb, tempting, unusual, welcome, witty, worthy";

pub(super) const PLACES: &str = "\
    lakeside cabins, city lofts, country kitchens, mountain lodges, beach houses, tiny homes, busy offices, family homes, \
    student dorms, garden sheds, boutique hotels, coworking spaces, art studios, sports clubs, \
    desert camps, corner cafes, hair salons, test kitchens, \
    wine cellars, public libraries, community centers, summer camps, ski chalets, vineyards, greenhouses, \
    music rooms, nurseries, workshops, yoga studios, attic rooms, food trucks, wedding venues, guest houses, \
    retirement villages, fire stations, veterinary clinics, theaters, campgrounds, apartments, barns, bakeries";

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
    "Meet the {brand} {line}: {one adj} made {of} {material}, designed for {use0} and {use1}.",
    "{This} from the {line} series by {brand} {is} made {of} {material}, and the design is meant for {use0} and {use1}.",
    "Looking for {one adj}? The {brand} {line} is made {of} {material}, with {use0} in mind.",
    "From the {line} series by {brand} comes {one adj} for {use0}, made {of} {material}.",
    "The {brand} {line} {model} is {one adj} for {use0}; {it} {is} made {of} {material} and suit{s} {use1} too.",
    "Made {of} {material}, {this} by {brand} show{s} {a adj}, {adj} design for {use0} and {use1}.",
];

/// The sentence that names every attribute.
pub(super) const FACTS: &[&str] = &[
    "{It} {facts}.",
    "In short, {it} {facts}.",
    "As the label says, {this} {facts}.",
    "{This} {facts}.",
];

/// Further sentences; a description takes several different ones.
pub(super) const SENTENCES: &[&str] = &[
    "Every detail of the design, from the {part0} to the {part1}, was finished with care.",
    "We asked {n} {people} about {topic}, {topic} and {topic} before {it} went on sale.",
    "{People} tell us that {it} {is} a good choice for {use1} and for {place}.",
    "The {part0} and the {part1} are checked by hand before anything leaves the workshop.",
    "{This} make{s} {a adj} gift for {people} who care about {topic} and {topic}.",
    "Each order is packed in recycled card, together with a printed guide to {topic} and {topic}.",
    "The {line} series has grown over the years, and {people} in {place} helped to shape {its} {part0}.",
    "{brand} stands behind its work: write to the service team about {topic}, {topic} or {topic}.",
    "{It} {is} meant for {people}, for {place} and for anyone with an eye for {topic}.",
    "Please read the note about {topic} and {topic} that comes in the box.",
    "Our team chose {material} after a long talk about {topic} and {topic}.",
    "At home and in {place}, people notice the {part0} first.",
    "Model {model} keeps the {adj} look that the {line} series is known for.",
    "With {use1} in mind, the designers paid special attention to the {part1}.",
    "Compared with {material2}, {material} did better in our tests of {topic} and {topic}.",
    "The box holds {one} and a card with tips on {topic}, {topic} and {topic}.",
    "Ask {people} in {place}, and they will tell you about {topic}.",
    "{Adj} design and attention to {topic} make {them} at home in {place}.",
];

/// Bullet points; the first of a product's bullets is indexed.
pub(super) const BULLETS: &[&str] = &[
    "Made {of} {material}, with {a adj} look, for {use0} and {use1}",
    "{Adj} design, from the {part0} to the {part1}",
    "Good for {use0}, {use1} and {place}; a fine gift for {people}",
    "With a printed guide to {topic} and {topic}",
    "Service by people: write to {brand} about {topic} or {topic}",
    "What you get: {one}, model {model}, and a card about {topic}",
    "At a glance: {list}",
    "Also known as: {also}",
];

/// Synthetic requests, without option or price phrase, which `webshop` appends in WebShop's own form.
pub(super) const REQUESTS: &[&str] = &[
    "Find me {one} for {use0} {wanted}",
    "Find me {one} {wanted}",
    "Find me {one adj} {wanted}",
    "Find me {one} made {of} {material} {wanted}",
];

/// Titles; every one names brand, noun and model, and none an attribute: those are to be looked up.
pub(super) const TITLES: &[&str] = &[
    "{brand} {line} {noun}, {material}, {adj} {also} for {use0}, {model}",
    "{brand} {noun} for {use0} - {material} - {line} series {model}",
    "{brand} {noun} {model}, {material}, {adj} {also} for {use0} and {use1}",
    "{adj} {noun} by {brand}, {line} {model}, {material}, for {use0} and {use1}",
    "{brand} {line} {noun} {model} - {adj} {also} for {use0}, {material}",
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
