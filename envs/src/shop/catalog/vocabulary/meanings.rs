//! What attributes mean to each other.

/// Groups of words for one thing. A product has one of a group at most, and no task asks for one and refuses another.
pub(in super::super) const SYNONYMS: &[&[&str]] = &[
    &["non-slip", "slip resistant"],
    &["energy efficient", "energy saving"],
    &["noise reducing", "noise free", "noise cancelling"],
    &["wall mountable", "wall mounted"],
    &["water resistant", "weather resistant"],
    &["heavy-duty", "military-grade"],
    &["shock resistant", "impact resistant", "shock absorbing"],
    &["easy to install", "easy to set up", "easy to assemble"],
    &["handcrafted", "hand stitched"],
    &["led light", "led lights"],
    &["usb port", "usb charging port"],
    &["vegan", "plant based"],
    &["scratch resistant", "tarnish resistant"],
    &["hypoallergenic", "skin friendly"],
    &["stretchy", "soft to the touch"],
    &["tagless collar", "tagless label"],
    &["storage space", "storage drawers", "storage pockets"],
    &["uv resistant", "fade resistant"],
    &["natural flavors", "natural ingredients"],
    &["easy to clean", "spot cleanable"],
    &["easy to use", "easy to learn"],
    &["long lasting", "long-lasting battery"],
    &["eco-friendly", "rainforest friendly"],
    &["quick release", "quick access"],
];

/// Groups of which one rules the others out.
const EXCLUSIVE: &[&[&str]] = &[
    &["machine washable", "hand washable", "dry clean only"],
    &["sugar free", "low in sugar"],
    &["1080p hd", "ultra hd"],
    &["slim fit", "loose fit"],
    &[
        "zipper closure",
        "zipper closures",
        "button closure",
        "lace closures",
        "snap closure",
    ],
    &["straight legs", "wide legs"],
    &["wooden legs", "metal legs", "coated steel legs"],
    &["steel frame", "wood frame"],
    &["memory foam", "high-density foam", "orthopedic foam"],
    &["mid-century", "contemporary style"],
    &["fleece lined", "faux fur lined", "insulated linings"],
    &["short sleeves", "long sleeves"],
    &["fully assembled", "easy to assemble", "tool kit"],
    &["turtleneck", "button closure"],
    &["cable knit", "rib knit"],
    &["spiral bound", "lay-flat binding"],
    &["heavy-duty", "lightweight"],
    &["battery powered", "plug-and-play"],
];

/// All groups; the number of a group is its place.
pub(super) fn groups() -> impl Iterator<Item = &'static [&'static str]> {
    SYNONYMS.iter().chain(EXCLUSIVE).copied()
}
