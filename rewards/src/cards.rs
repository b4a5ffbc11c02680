//! The formulas of the cards, taken from the documentation when the crate is built, so that programs can show what is written once.

include!(concat!(env!("OUT_DIR"), "/formulas.rs"));

/// The formula on the card in `file`, a source file of this crate.
pub(crate) fn formula(file: &str) -> Option<&'static str> {
    // Paths are written as the compiler was called.
    let file = file.replace('\\', "/");
    let found = FORMULAS.iter().find(|(name, _)| file.ends_with(name));
    found.map(|(_, formula)| *formula)
}
