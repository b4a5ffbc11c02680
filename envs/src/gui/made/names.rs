//! Names that declarations of made apps need as long as the program runs.
//!
//! Declarations are written with fixed words. The words of a made app are put together instead, once for each app and for good:
//! a few kilobytes an app, and there is a fixed number of apps.

/// A text for good.
pub(super) fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// A list for good.
pub(super) fn keep_list<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

/// The same beginning with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// `a plant`, `an item`.
pub(super) fn a(noun: &str) -> String {
    let is_open = noun.starts_with(['a', 'e', 'i', 'o', 'u']) || noun.starts_with("hour");
    format!("{} {noun}", if is_open { "an" } else { "a" })
}
