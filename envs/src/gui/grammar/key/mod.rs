//! Keys, with one name each however a grammar spells them.
//!
//! A key that produces a character is that character; every other one has a name in small letters. Spellings are read in
//! any case and by any of their usual names, and written in the dialect of the grammar.

mod names;

use names::{CHARACTERS, MODIFIERS, NAMED, Named};
use serde::{Deserialize, Serialize};

/// The longest name of a key that is kept.
const MOST_BYTES: usize = 40;

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key(String);

/// How keys are spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// As X11 names them: `Return`, `Page_Up`, `ctrl`.
    X11,
    /// As pyautogui names them: `enter`, `pageup`, `ctrl`.
    PyAutoGui,
    /// As browsers name them: `Enter`, `PageUp`, `Control`.
    Browser,
    /// As pyautogui does, in capitals: `ENTER`, `PAGEUP`, `CTRL`.
    Capitals,
}

impl Key {
    /// The key of a name that is known: a single character, or one of the named keys in any spelling.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && !letter.is_control()
            && letter != ' '
        {
            return Some(Self(text.to_owned()));
        }
        if text.len() > MOST_BYTES {
            return None;
        }
        let small = text.to_ascii_lowercase();
        let names = |row: &&Named| {
            let Named(id, x11, auto, browser, more) = **row;
            id == small
                || [x11, auto, browser]
                    .iter()
                    .any(|name| *name != "-" && name.eq_ignore_ascii_case(&small))
                || more.contains(&small.as_str())
        };
        if let Some(row) = NAMED.iter().find(names) {
            return Some(Self(row.0.to_owned()));
        }
        if let Some((_, letter)) = CHARACTERS.iter().find(|(name, _)| *name == small) {
            return Some(Self((*letter).to_owned()));
        }
        let number = small
            .strip_prefix('f')
            .filter(|rest| !rest.starts_with('0'))?;
        number
            .parse::<u8>()
            .ok()
            .filter(|number| (1..=24).contains(number))
            .map(|number| Self(format!("f{number}")))
    }

    /// The key of any name: one that is not known keeps it. Nothing where it is empty or far too long.
    #[must_use]
    pub fn read_any(text: &str) -> Option<Self> {
        if let Some(key) = Self::read(text) {
            return Some(key);
        }
        (!text.is_empty() && text.len() <= MOST_BYTES).then(|| Self(text.to_owned()))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether its name is one that is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        Self::read(&self.0).as_ref() == Some(self)
    }

    /// Whether it is held while others are pressed.
    #[must_use]
    pub fn is_modifier(&self) -> bool {
        MODIFIERS.contains(&self.0.as_str())
    }

    /// How a dialect spells it; nothing where it has no such key.
    #[must_use]
    pub fn spell(&self, dialect: Dialect) -> Option<String> {
        if let Some(Named(_, x11, auto, browser, _)) = NAMED.iter().find(|row| row.0 == self.0) {
            let name = match dialect {
                Dialect::X11 => (*x11).to_owned(),
                Dialect::PyAutoGui => (*auto).to_owned(),
                Dialect::Browser => (*browser).to_owned(),
                Dialect::Capitals => auto.to_ascii_uppercase(),
            };
            return (name != "-").then_some(name);
        }
        let function = self.0.len() > 1 && self.is_known();
        Some(match dialect {
            Dialect::X11 | Dialect::Browser | Dialect::Capitals if function => {
                self.0.to_ascii_uppercase()
            }
            _ => self.0.clone(),
        })
    }

    /// Keys joined by a plus, such as `ctrl+shift+t`; a plus itself is spelt out. Nothing where one cannot be said.
    #[must_use]
    pub fn join(chord: &[Self], dialect: Dialect) -> Option<String> {
        Self::spell_apart(chord, dialect, '+').map(|names| names.join("+"))
    }

    /// Keys spelt so that none contains the separator: a plus is spelt out.
    #[must_use]
    pub fn spell_apart(chord: &[Self], dialect: Dialect, separator: char) -> Option<Vec<String>> {
        let spell = |key: &Self| {
            let name = key.spell(dialect)?;
            let name = if separator == '+' && name == "+" {
                "plus".to_owned()
            } else {
                name
            };
            (!name.contains(separator)).then_some(name)
        };
        (!chord.is_empty()).then(|| chord.iter().map(spell).collect())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_named_key_reads_back_as_that_key() {
        for Named(id, x11, auto, browser, more) in NAMED {
            for name in [x11, auto, browser].into_iter().chain(*more) {
                if *name != "-" {
                    assert_eq!(Key::read(name).unwrap().name(), *id, "{name}");
                    assert_eq!(
                        Key::read(&name.to_uppercase()).unwrap().name(),
                        *id,
                        "{name}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_plus_is_spelt_out_where_pluses_join() {
        let chord = [Key::read("Control").unwrap(), Key::read("+").unwrap()];
        assert_eq!(Key::join(&chord, Dialect::X11).unwrap(), "ctrl+plus");
        assert_eq!(Key::read("plus").unwrap(), chord[1]);
    }

    #[test]
    fn unknown_names_are_kept_or_refused() {
        assert_eq!(Key::read("warp"), None);
        assert_eq!(Key::read_any("Warp").unwrap().name(), "Warp");
        assert_eq!(Key::read_any(&"x".repeat(41)), None);
        assert_eq!(Key::read("F12").unwrap().name(), "f12");
        assert_eq!(Key::read("f25"), None);
    }
}
