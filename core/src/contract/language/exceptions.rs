//! Where English does not keep its own rules: every exception of the linter, with its reason.

/// Words that may stand twice in a row: "she had had enough", "the fact that that is so".
pub(super) const DOUBLES: &[&str] = &["had", "that"];

/// Beginnings of words that are spelt with a vowel and spoken with a consonant: "a unit", "a one-off", "a European".
/// The names in small letters are initialisms whose first letter is so spoken: "a usb cable".
pub(super) const SPOKEN_WITH_CONSONANT: &[&str] = &[
    "eu", "ewe", "once", "one", "ubiq", "uni", "ura", "ure", "usa", "usb", "usda", "use", "usi",
    "usu", "ute", "uti", "uto", "uv",
];
/// Words among them that are spoken with a vowel after all, the prefix "un-": "an unimportant matter".
pub(super) const SPOKEN_WITH_VOWEL_AFTER_ALL: &[&str] =
    &["unimp", "unin", "unide", "unima", "unimo"];

/// Beginnings of words that are spelt with a consonant and spoken with a vowel: "an hour". The names in small letters are
/// initialisms: "an led lamp".
pub(super) const SPOKEN_WITH_VOWEL: &[&str] = &[
    "heir", "honest", "honor", "honour", "hour", "hdmi", "html", "led ", "lcd", "mp3", "nbr",
    "nfc", "rfid", "sms", "sql", "ssd", "suv",
];
/// Letters whose names begin with a vowel sound: "an L-shaped sofa", "an HD screen".
pub(super) const LETTERS_WITH_VOWEL: &str = "aefhilmnorsx";
/// Words in capitals that are spoken as words and not letter by letter: "a RAM module".
pub(super) const CAPITALS_AS_WORDS: &[&str] = &["HEPA", "LAN", "NASA", "RAID", "RAM", "ROM", "SIM"];

/// What follows a number as a count of it, singular; the plural adds an s. Only these are held to agree, because a noun
/// after a number may be something else: "the 2 door model", "version 1 series".
pub(super) const COUNTED: &[&str] = &[
    "coupon", "day", "episode", "hit", "hour", "item", "line", "message", "minute", "month",
    "order", "page", "pair", "piece", "point", "product", "result", "review", "second", "star",
    "step", "unit", "week", "year",
];
/// Words before a number that make it a name instead of a count: "page 1 orders", "number 3 item".
pub(super) const NUMBERED: &[&str] =
    &["line", "model", "number", "order", "page", "series", "step"];

/// Ends of a word before a full stop that do not end a sentence.
pub(super) const ABBREVIATIONS: &[&str] = &["approx", "e.g", "etc", "i.e", "no", "oz", "vs"];

/// Words right before another that refuse it.
pub(super) const REFUSALS: &[&str] = &["no", "not", "without"];
