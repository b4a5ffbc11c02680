//! The colour normaliser applied to option values before they are compared.
//!
//! The list and its order are facts of WebShop's `normalize.py`: the first colour, in this order, that is a substring of a
//! value replaces the whole value, so `"titanium"` becomes `"tan"` and `"bored ape"` becomes `"red"`.

/// The colours, alphabetical, in the order they are tried.
pub const COLORS: [&str; 102] = [
    "alabaster",
    "apricot",
    "aqua",
    "ash",
    "asphalt",
    "azure",
    "banana",
    "beige",
    "black",
    "blue",
    "blush",
    "bordeaux",
    "bronze",
    "brown",
    "burgundy",
    "camel",
    "camo",
    "caramel",
    "champagne",
    "charcoal",
    "cheetah",
    "chestnut",
    "chocolate",
    "christmas",
    "coffee",
    "cognac",
    "copper",
    "coral",
    "cranberry",
    "cream",
    "crystal",
    "dark",
    "denim",
    "eggplant",
    "elephant",
    "espresso",
    "fuchsia",
    "gold",
    "granite",
    "grape",
    "graphite",
    "grass",
    "gray",
    "green",
    "grey",
    "heather",
    "indigo",
    "ivory",
    "ivy",
    "khaki",
    "lavender",
    "lemon",
    "leopard",
    "light",
    "lilac",
    "lime",
    "magenta",
    "maroon",
    "mauve",
    "merlot",
    "midnight",
    "mint",
    "mocha",
    "multicolor",
    "mushroom",
    "mustard",
    "natural",
    "navy",
    "nude",
    "olive",
    "orange",
    "peach",
    "pewter",
    "pink",
    "plum",
    "purple",
    "rainbow",
    "red",
    "rose",
    "royal",
    "rust",
    "sand",
    "sapphire",
    "seashell",
    "silver",
    "skull",
    "slate",
    "steel",
    "stone",
    "stonewash",
    "sunflower",
    "tan",
    "taupe",
    "teal",
    "tiger",
    "turquoise",
    "violet",
    "walnut",
    "wheat",
    "white",
    "wine",
    "yellow",
];

/// The colour that stands for a value, or the value itself.
pub fn normalize(value: &str) -> &str {
    COLORS
        .iter()
        .find(|color| value.contains(**color))
        .copied()
        .unwrap_or(value)
}

/// The colour that stands for a (group, value) pair, as WebShop treats goals whose options are a dict: a colour counts only
/// if it *equals* the group or the value.
pub fn normalize_pair(group: &str, value: &str) -> Option<&'static str> {
    COLORS
        .iter()
        .find(|color| **color == group || **color == value)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_colour_in_list_order_wins() {
        assert_eq!(normalize("navy blue"), "blue");
        assert_eq!(normalize("titanium"), "tan");
        assert_eq!(normalize("bored ape"), "red");
        assert_eq!(normalize("xx-large"), "xx-large");
    }

    #[test]
    fn pairs_need_equality() {
        assert_eq!(normalize_pair("color", "black"), Some("black"));
        assert_eq!(normalize_pair("color", "jet black"), None);
        assert_eq!(normalize_pair("gold", "black"), Some("black"));
    }

    #[test]
    fn list_is_sorted_and_without_repeats() {
        assert!(COLORS.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
