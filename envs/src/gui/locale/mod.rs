//! Locales: what a device says in another language, and how it writes days and amounts.
//!
//! Apps are authored in English, and so is everything that is known of a task: records, states, truth, what a step is told to have
//! done. Authored words become shown ones in one place, a [`Tongue`], through which every view goes; what is typed comes back
//! through it. In English it does nothing. Contents of records - names, notes, mails - are nobody's to translate.
//!
//! | file | holds |
//! |---|---|
//! | `table.rs` | how a table of phrases is read and asked |
//! | `write.rs` | values as a locale writes them, and back |
//! | `phrases.rs` | everything that devices say: what a table has to have |
//! | `de.txt`, `he.txt` | the phrases: English, where it stands if that matters, translation |

#[cfg(test)]
mod phrases;
mod table;
#[cfg(test)]
mod tests;
mod write;

use super::def::Def;
use std::{fmt, sync::LazyLock};
use table::Table;

/// The locales, by the names that the parameter `locale` has for them.
pub(super) const NAMES: &[&str] = &["en", "de", "he"];

/// Where words stand: one English word may need two translations.
pub(super) type Places<'p> = &'p [&'p str];

/// How a language says and writes what a device shows.
struct Locale {
    /// Its name: a language of ISO 639-1.
    name: &'static str,
    phrases: Table,
    /// Whether it is read from right to left.
    is_rtl: bool,
    /// What stands before the decimals of a number.
    point: char,
    /// Digits that the day and the month of a date have at least.
    date_digits: usize,
    /// What stands before a negative number.
    before_minus: &'static str,
    /// Rows of the keyboard, from the top.
    keys: [&'static str; 4],
}

static GERMAN: LazyLock<Locale> = LazyLock::new(|| Locale {
    name: "de",
    phrases: Table::read(include_str!("de.txt")),
    is_rtl: false,
    point: ',',
    date_digits: 2,
    before_minus: "",
    keys: ["1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"],
});

static HEBREW: LazyLock<Locale> = LazyLock::new(|| Locale {
    name: "he",
    phrases: Table::read(include_str!("he.txt")),
    is_rtl: true,
    point: '.',
    date_digits: 1,
    // Without it the sign would be seen behind the number.
    before_minus: "\u{200e}",
    keys: ["1234567890", "קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ"],
});

/// Rows of an English keyboard.
const ENGLISH_KEYS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The language in which a device shows its words; English unless a task asks for another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tongue(Option<&'static Locale>);

impl Tongue {
    /// The language of apps as they are authored.
    pub(super) const ENGLISH: Self = Self(None);

    /// The language called so.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "en" => Some(Self(None)),
            "de" => Some(Self(Some(&GERMAN))),
            "he" => Some(Self(Some(&HEBREW))),
            _ => None,
        }
    }

    /// Whether it is the one that apps are authored in.
    pub(super) fn is_english(self) -> bool {
        self.0.is_none()
    }

    /// Whether it is read from right to left.
    pub(super) fn is_rtl(self) -> bool {
        self.0.is_some_and(|locale| locale.is_rtl)
    }

    /// Rows of its keyboard, from the top.
    pub(super) fn keys(self) -> [&'static str; 4] {
        self.0.map_or(ENGLISH_KEYS, |locale| locale.keys)
    }

    /// Authored words, as they are shown in one of these places.
    pub(super) fn word(self, places: Places<'_>, english: &'static str) -> &'static str {
        let Some(locale) = self.0 else {
            return english;
        };
        let found = locale.phrases.find(places, english);
        debug_assert!(
            found.is_some() || english.is_empty() || english == "{app}" || english == "{what}",
            "invariant: `{english}` is in the tables of all locales"
        );
        found.unwrap_or(english)
    }

    /// Append authored words with what stands in the places of its `{names}`.
    pub(super) fn fill(self, english: &'static str, with: &[(&str, &str)], out: &mut String) {
        fill(self.word(&["view"], english), with, out);
    }

    /// The same alone.
    pub(super) fn filled(self, english: &'static str, with: &[(&str, &str)]) -> String {
        let mut out = String::new();
        self.fill(english, with, &mut out);
        out
    }

    /// What a phrase that may be authored is shown as, if it is.
    pub(super) fn find(self, places: Places<'_>, english: &str) -> Option<&'static str> {
        self.0?.phrases.find(places, english)
    }

    /// What stands under the icon of an app.
    pub(super) fn app(self, def: &Def, app: u8) -> &'static str {
        self.word(&["app"], def.app_name(app))
    }

    /// What stands beside a field.
    pub(super) fn label(self, def: &Def, table: u8, field: u8) -> &'static str {
        let label = def.phone.field_of(table, field).label;
        match self.0 {
            None => label,
            Some(_) => {
                let table = def.phone.tables[usize::from(table)].name;
                self.word(&[table, "label"], label)
            }
        }
    }

    /// What stands on a widget of a kind - `button`, `link`, `total`, `empty` - or is the title of a screen: `title`.
    pub(super) fn on(self, def: &Def, app: u8, kind: &str, english: &'static str) -> &'static str {
        match self.0 {
            None => english,
            Some(_) => {
                let app = def.phone.apps.get(usize::from(app));
                self.word(&[app.map_or("", |app| app.name), kind], english)
            }
        }
    }
}

/// Append a phrase with what stands in the places of its `{names}`.
pub(super) fn fill(phrase: &str, with: &[(&str, &str)], out: &mut String) {
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let found = with.iter().find(|(own, _)| *own == name);
        out.push_str(found.map_or("", |(_, value)| value));
        rest = behind;
    }
    out.push_str(rest);
}

impl Def {
    /// The language in which it is shown.
    pub(super) fn tongue(&self) -> Tongue {
        self.looks.tongue
    }

    /// The app that is shown by a name, case aside.
    pub(super) fn app_shown(&self, name: &str) -> Option<u8> {
        if self.tongue().is_english() {
            return self.phone.app(name);
        }
        let name = name.to_lowercase();
        let mut apps = 0..self.phone.apps.len() as u8;
        apps.find(|&app| self.tongue().app(self, app).to_lowercase() == name)
    }
}
