//! The keys of MiniWoB++.

use crate::gui::grammar::{Dialect, Key, Unsayable};

/// The allowed keys that are not one character, in order, up to where the characters begin.
const NAMED_FIRST: &[&str] = &[
    "<Enter>",
    "<PageUp>",
    "<PageDown>",
    "<Backspace>",
    "<Delete>",
    "<Tab>",
    "<Space>",
    "<ArrowUp>",
    "<ArrowRight>",
    "<ArrowDown>",
    "<ArrowLeft>",
];

/// The characters after them.
const MARKS: &str = "[]-=;\"\\,./`1234567890";

/// The keys of the number pad after those.
const PAD: &[&str] = &[
    "<Numpad0>",
    "<Numpad1>",
    "<Numpad2>",
    "<Numpad3>",
    "<Numpad4>",
    "<Numpad5>",
    "<Numpad6>",
    "<Numpad7>",
    "<Numpad8>",
    "<Numpad9>",
    "<NumpadAdd>",
    "<NumpadMultiply>",
    "<NumpadSubtract>",
    "<NumpadDivide>",
    "<NumpadDecimal>",
    "<NumpadEnter>",
];

/// The chords after the small letters.
const CHORDS: &[&str] = &["C-a", "C-c", "C-x", "C-v"];

/// The default list of allowed keys.
pub(super) fn allowed() -> Vec<String> {
    let letters = ('a'..='z').map(String::from);
    let capitals = ('A'..='Z').map(String::from);
    let owned = |names: &'static [&'static str]| names.iter().map(|name| (*name).to_owned());
    owned(NAMED_FIRST)
        .chain(MARKS.chars().map(String::from))
        .chain(owned(PAD))
        .chain(letters)
        .chain(owned(CHORDS))
        .chain(capitals)
        .collect()
}

/// A chord as MiniWoB++ writes it.
pub(super) fn chord(keys: &[Key]) -> Result<String, Unsayable> {
    let (last, before) = keys.split_last().ok_or(Unsayable::Key)?;
    let mut text = String::new();
    for key in before {
        text.push_str(match key.name() {
            "ctrl" => "C-",
            "shift" => "S-",
            "alt" => "A-",
            "meta" => "M-",
            _ => return Err(Unsayable::Part("chord")),
        });
    }
    let name = last.spell(Dialect::Browser).ok_or(Unsayable::Key)?;
    let one = name.chars().count() == 1;
    text.push_str(&if one { name } else { format!("<{name}>") });
    Ok(text)
}
