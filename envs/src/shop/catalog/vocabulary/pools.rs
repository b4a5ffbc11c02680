//! Option groups shared by several kinds of product.

use super::{Pool, list};

/// One option group as written: its name, its values and how many of them a product usually offers.
pub(super) struct OptionPool {
    name: &'static str,
    values: &'static str,
    usual: (u32, u32),
    costs: &'static [u32],
}

impl OptionPool {
    /// Values that all cost the same.
    const fn new(name: &'static str, usual: (u32, u32), values: &'static str) -> OptionPool {
        OptionPool {
            name,
            values,
            usual,
            costs: &[],
        }
    }

    /// Values of different size or number. `costs` says what each costs at most in proportion to the others: a larger one
    /// costs more, and packs of a number never more than so many times one.
    const fn sized(self, costs: &'static [u32]) -> OptionPool {
        OptionPool { costs, ..self }
    }

    pub(super) fn split(&self) -> Pool {
        Pool {
            name: self.name,
            values: list(self.values),
            usual: self.usual,
            costs: self.costs,
        }
    }
}

pub(super) const COLOR: OptionPool = OptionPool::new(
    "color",
    (2, 7),
    "black, white, gray, navy blue, red, blue, green, brown, beige, pink, silver, gold, ivory, charcoal, burgundy, teal, \
     olive green, purple, yellow, orange, light blue, rose gold, khaki, cream, dark grey, turquoise, lavender, mint green, \
     coral, mustard, champagne, copper, royal blue, sage, plum, sky blue, tan, espresso, natural, wine red, forest green, \
     blush, graphite, sand",
);
pub(super) const FINISH: OptionPool = OptionPool::new(
    "color",
    (2, 6),
    "dark walnut, light oak, weathered gray, antique white, espresso, cherry, matte black, brushed nickel, rustic brown, \
     honey pine, mahogany, natural bamboo, whitewash, ebony, distressed blue, maple, driftwood, oil rubbed bronze",
);
pub(super) const SHADE: OptionPool = OptionPool::new(
    "color",
    (3, 9),
    "01 porcelain, 02 ivory, 03 nude, 04 honey, 05 caramel, 06 mocha, 07 ruby, 08 berry, 09 coral crush, 10 mauve, 11 plum, \
     12 cocoa, 13 rosewood, 14 peach, 15 scarlet, 16 dusty rose, 17 cinnamon, 18 fuchsia, 19 terracotta, 20 clear",
);
pub(super) const CLOTHES_SIZE: OptionPool = OptionPool::new(
    "size",
    (4, 8),
    "x-small, small, medium, large, x-large, xx-large, 3x-large, 4x-large, 5x-large",
);
pub(super) const SHOE_SIZE: OptionPool = OptionPool::new(
    "size",
    (5, 10),
    "5, 5.5, 6, 6.5, 7, 7.5, 8, 8 wide, 8.5, 9, 9 wide, 9.5, 10, 10 wide, 10.5, 11, 11.5, 12, 13, 14",
);
pub(super) const BED_SIZE: OptionPool = OptionPool::new(
    "size",
    (3, 6),
    "twin, twin xl, full, queen, king, california king",
)
.sized(&[100, 112, 130, 155, 190, 200]);
pub(super) const RUG_SIZE: OptionPool = OptionPool::new(
    "size",
    (3, 7),
    "2 ft x 3 ft, 2 ft x 8 ft, 3 ft x 5 ft, 4 ft x 6 ft, 5 ft x 7 ft, 5 ft x 8 ft, 6 ft x 9 ft, 8 ft x 10 ft, 9 ft x 12 ft, \
     6 ft round, 8 ft round",
)
.sized(&[10, 19, 18, 25, 33, 36, 45, 60, 75, 28, 42]);
pub(super) const WINDOW_SIZE: OptionPool = OptionPool::new(
    "size",
    (3, 7),
    "42w x 45l, 42w x 63l, 42w x 84l, 52w x 63l, 52w x 84l, 52w x 95l, 52w x 108l, 60w x 72l, 72w x 84l, 100w x 84l",
)
.sized(&[19, 26, 35, 33, 44, 49, 56, 43, 60, 84]);
pub(super) const FURNITURE_SIZE: OptionPool = OptionPool::new(
    "size",
    (2, 5),
    "24 inch, 30 inch, 36 inch, 39 inch, 42 inch, 48 inch, 55 inch, 60 inch, 63 inch, 72 inch, 80 inch, 94 inch",
)
.sized(&[24, 30, 36, 39, 42, 48, 55, 60, 63, 72, 80, 94]);
pub(super) const SEATS: OptionPool = OptionPool::new(
    "style",
    (2, 4),
    "armless, with ottoman, with chaise, with cup holders, left facing, right facing, with usb",
);
pub(super) const CAPACITY: OptionPool = OptionPool::new(
    "capacity",
    (2, 5),
    "32gb, 64gb, 128gb, 256gb, 512gb, 1tb, 2tb, 4tb",
)
.sized(&[10, 12, 15, 20, 28, 42, 70, 120]);
pub(super) const MEMORY: OptionPool = OptionPool::new(
    "capacity",
    (2, 4),
    "8gb ram + 128gb ssd, 8gb ram + 256gb ssd, 16gb ram + 512gb ssd, 16gb ram + 1tb ssd, 32gb ram + 1tb ssd, 32gb ram + 2tb ssd",
)
.sized(&[10, 12, 15, 17, 22, 27]);
pub(super) const CABLE_LENGTH: OptionPool = OptionPool::new(
    "size",
    (3, 6),
    "1 foot, 3 feet, 6 feet, 10 feet, 15 feet, 25 feet, 35 feet, 50 feet, 75 feet, 100 feet",
)
.sized(&[10, 13, 16, 20, 25, 34, 43, 56, 78, 100]);
pub(super) const SCREEN_SIZE: OptionPool = OptionPool::new(
    "size",
    (2, 5),
    "21.5 inch, 24 inch, 27 inch, 32 inch, 34 inch, 40 inch, 43 inch, 50 inch, 65 inch, 75 inch",
)
.sized(&[10, 12, 14, 18, 20, 24, 27, 33, 48, 64]);
pub(super) const PHONE_MODEL: OptionPool = OptionPool::new(
    "size",
    (4, 9),
    "for nova 8, for nova 8 pro, for nova 9, for nova 9 plus, for nova 10, for nova 10 pro, for nova 11 mini, for orbit s20, \
     for orbit s21, for orbit s21 ultra, for orbit s22, for pixelite 5, for pixelite 6, for pixelite 6 pro",
);
pub(super) const BUNDLE: OptionPool = OptionPool::new(
    "style",
    (2, 4),
    "standalone, with case, with stand, with charger, starter bundle, travel bundle, pro bundle",
);
pub(super) const PACK: OptionPool = OptionPool::new(
    "pack size",
    (2, 4),
    "pack of 1, pack of 2, pack of 3, pack of 4, pack of 6, pack of 8, pack of 10, pack of 12, pack of 20, pack of 24",
)
.sized(&[1, 2, 3, 4, 6, 8, 10, 12, 20, 24]);
pub(super) const FOOD_SIZE: OptionPool = OptionPool::new(
    "size",
    (2, 6),
    "3 ounce (pack of 6), 8 ounce (pack of 1), 8 ounce (pack of 4), 10 ounce (pack of 1), 12 ounce (pack of 1), \
     12 ounce (pack of 2), 12 ounce (pack of 3), 1 pound (pack of 1), 1 pound (pack of 6), 2 pound (pack of 1), 5 pound (pack of 1)",
)
.sized(&[18, 8, 33, 10, 12, 24, 36, 16, 96, 32, 80]);
pub(super) const LIQUID_SIZE: OptionPool = OptionPool::new(
    "size",
    (2, 5),
    "1 fl oz (pack of 1), 2 fl oz (pack of 1), 3.4 fl oz (pack of 1), 6.7 fl oz (pack of 1), 8 fl oz (pack of 1), \
     8 fl oz (pack of 2), 12 fl oz (pack of 1), 16 fl oz (pack of 1), 16 fl oz (pack of 2), 33.8 fl oz (pack of 1)",
)
.sized(&[10, 15, 20, 29, 33, 50, 42, 49, 80, 82]);
pub(super) const FLAVOR: OptionPool = OptionPool::new(
    "flavor",
    (2, 8),
    "original, vanilla, chocolate, dark chocolate, salted caramel, peanut butter, strawberry, blueberry, mango, lemon, lime, \
     honey, cinnamon, maple, sea salt, barbecue, jalapeno, garlic herb, cheddar, coconut, raspberry, green apple, mocha, \
     peppermint, watermelon, smoky paprika, sour cream, teriyaki, pumpkin spice, variety",
);
pub(super) const SCENT: OptionPool = OptionPool::new(
    "scent",
    (2, 7),
    "unscented, lavender, vanilla, eucalyptus, rose, jasmine, sandalwood, citrus, tea tree, coconut, ocean breeze, bergamot, \
     cedarwood, peppermint, cucumber melon, honeysuckle, patchouli, white tea, grapefruit, fresh linen",
);
pub(super) const FIT: OptionPool = OptionPool::new(
    "fit",
    (2, 4),
    "men, women, youth, slim, regular, relaxed, big & tall",
);
pub(super) const SLEEVE: OptionPool = OptionPool::new(
    "sleeve",
    (2, 4),
    "sleeveless, cap sleeve, short sleeve, three quarter sleeve, long sleeve",
);
pub(super) const PATTERN: OptionPool = OptionPool::new(
    "pattern",
    (2, 6),
    "solid, striped, floral, plaid, polka dot, geometric, paisley, chevron, camouflage, abstract, tie dye, animal print, \
     gingham, botanical, marble, patchwork",
);
pub(super) const ANIMAL_SIZE: OptionPool = OptionPool::new(
    "size",
    (3, 6),
    "xx-small (up to 6 lbs), x-small (6-12 lbs), small (12-25 lbs), medium (25-45 lbs), large (45-70 lbs), x-large (70-100 lbs)",
)
.sized(&[10, 12, 15, 19, 24, 30]);
pub(super) const AGE: OptionPool = OptionPool::new(
    "size",
    (3, 6),
    "newborn, 0-3 months, 3-6 months, 6-12 months, 12-18 months, 18-24 months, 2t, 3t, 4t, 5t",
);
pub(super) const THICKNESS: OptionPool =
    OptionPool::new("thickness", (2, 4), "3 mm, 6 mm, 8 mm, 12 mm, 18 mm, 25 mm")
        .sized(&[10, 13, 15, 19, 25, 32]);
pub(super) const LOAD: OptionPool = OptionPool::new(
    "weight",
    (3, 7),
    "2 lbs, 5 lbs, 8 lbs, 10 lbs, 12 lbs, 15 lbs, 20 lbs, 25 lbs, 30 lbs, 40 lbs, 50 lbs",
)
.sized(&[10, 16, 22, 26, 30, 36, 46, 56, 66, 85, 104]);
pub(super) const VOLUME: OptionPool = OptionPool::new(
    "size",
    (2, 6),
    "12 oz, 16 oz, 18 oz, 20 oz, 24 oz, 26 oz, 32 oz, 40 oz, 64 oz",
)
.sized(&[12, 16, 18, 20, 24, 26, 32, 40, 64]);
pub(super) const PAN_SIZE: OptionPool = OptionPool::new(
    "size",
    (2, 5),
    "8 inch, 9.5 inch, 10 inch, 11 inch, 12 inch, 14 inch, 3 quart, 5 quart, 7 quart",
)
.sized(&[16, 19, 20, 22, 24, 28, 30, 38, 46]);
pub(super) const LIGHT: OptionPool = OptionPool::new(
    "light color",
    (2, 4),
    "warm white, soft white, cool white, daylight, multicolor, amber",
);
pub(super) const RULING: OptionPool = OptionPool::new(
    "style",
    (2, 4),
    "college ruled, wide ruled, dotted, blank, graph",
);
pub(super) const PAPER_SIZE: OptionPool = OptionPool::new(
    "size",
    (2, 4),
    "a4, a5, a6, b5, letter, legal, pocket, 5 x 8 inch, 7 x 10 inch",
);
