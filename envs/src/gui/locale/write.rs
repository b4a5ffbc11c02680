//! Values as a locale writes them, and back.

use super::{Locale, Tongue};
use crate::gui::{
    amount,
    author::{Kind, Unit},
    def::Def,
    rows::Row,
    value::{Value, WEEKDAYS, Words, civil, weekday},
};
use std::fmt::Write as _;

const WRITES: &str = "invariant: writing to a string cannot fail";

impl Tongue {
    /// Append a value as it stands on a screen.
    pub(in crate::gui) fn write(self, words: &Words, kind: Kind, value: &Value, out: &mut String) {
        let Some(locale) = self.0 else {
            return words.write(kind, value, out);
        };
        match (kind, value) {
            (Kind::Date, Value::Number(day)) => locale.date(*day, out),
            (Kind::Amount(unit), Value::Number(number)) => {
                locale.number(unit.decimals, *number, out);
                if !unit.word.is_empty() {
                    out.push(' ');
                    out.push_str(self.word(&["unit"], unit.word));
                }
            }
            (Kind::Choice(options), Value::Number(number)) => {
                let option = usize::try_from(*number).ok().and_then(|n| options.get(n));
                out.push_str(option.map_or("", |option| self.word(&["option"], option)));
            }
            (Kind::Flag, value) => out.push_str(self.flag(value.is_on())),
            _ => words.write(kind, value, out),
        }
    }

    /// A value as it stands on a screen.
    pub(in crate::gui) fn value(self, words: &Words, kind: Kind, value: &Value) -> String {
        let mut out = String::new();
        self.write(words, kind, value, &mut out);
        out
    }

    /// The text of a field of a record as it stands on a screen.
    pub(in crate::gui) fn text(self, def: &Def, table: u8, field: u8, row: &Row) -> String {
        let value = row.get(usize::from(field)).unwrap_or(&Value::Nothing);
        self.value(&def.words, def.kind(table, field), value)
    }

    /// What says of a flag whether it is on.
    pub(in crate::gui) fn flag(self, is_on: bool) -> &'static str {
        self.word(&["flag"], if is_on { "on" } else { "off" })
    }

    /// The day of the week.
    pub(in crate::gui) fn weekday(self, day: i32) -> &'static str {
        self.word(&["view"], weekday(day))
    }

    /// The same in short.
    pub(in crate::gui) fn short_weekday(self, day: i32) -> &'static str {
        self.word(&["view"], &weekday(day)[..3])
    }

    /// What a text comes to in a field of a kind, as everybody writes it or as this locale does; `None` if it is no value of
    /// the kind.
    pub(in crate::gui) fn read(self, words: &Words, kind: Kind, text: &str) -> Option<Value> {
        let read = words.read(kind, text);
        if read.is_some() || self.is_english() {
            return read;
        }
        let text = text.trim().to_lowercase();
        let bare = match kind {
            Kind::Date => self.without_weekday(&text)?,
            Kind::Amount(unit) => self.without_unit(unit, &text)?,
            _ => return None,
        };
        words.read(kind, bare)
    }

    /// A text in small letters without the day of the week before it.
    fn without_weekday(self, text: &str) -> Option<&str> {
        let after = |day: &&'static str| {
            let day = self.word(&["view"], day).to_lowercase();
            text.strip_prefix(&day)
        };
        let rest = WEEKDAYS.iter().find_map(after)?;
        Some(rest.trim_start_matches([',', ' ']))
    }

    /// A text in small letters without the unit behind it.
    fn without_unit(self, unit: Unit, text: &str) -> Option<&str> {
        if unit.word.is_empty() {
            return None;
        }
        let unit = self.word(&["unit"], unit.word).to_lowercase();
        Some(text.strip_suffix(&unit)?.trim_end())
    }
}

impl Def {
    /// The words of the task for a day or an amount that is typed as the device writes it: a record holds the same in every
    /// locale, also where it is to be written down as it stands on a screen.
    pub(in crate::gui) fn authored(&self, shown: &str) -> Option<&str> {
        let tongue = self.tongue();
        if tongue.is_english() {
            return None;
        }
        let fields = self.phone.tables.iter().flat_map(|table| &table.fields);
        let mut kinds = fields.map(|field| field.kind);
        kinds.find_map(|kind| {
            if !matches!(kind, Kind::Date | Kind::Amount(_)) {
                return None;
            }
            let mut offers = self.wish.offers.iter().map(|o| self.words.text(o.text));
            offers.find(|english| {
                let value = self.words.read(kind, english);
                value.is_some_and(|value| {
                    self.words.shown(kind, &value) == *english
                        && tongue.value(&self.words, kind, &value) == shown
                })
            })
        })
    }
}

impl Locale {
    /// A day, the year behind.
    fn date(&self, day: i32, out: &mut String) {
        let (year, month, day) = civil(day);
        let digits = self.date_digits;
        write!(out, "{day:0digits$}.{month:0digits$}.{year:04}").expect(WRITES);
    }

    /// A number of which the last digits are decimals.
    fn number(&self, decimals: u8, number: i32, out: &mut String) {
        let bare = Unit::new(decimals, "");
        let from = out.len();
        if number < 0 {
            out.push_str(self.before_minus);
        }
        amount::write(bare, number, out);
        if let Some(at) = out[from..].find('.') {
            let mut point = [0; 4];
            out.replace_range(from + at..=from + at, self.point.encode_utf8(&mut point));
        }
    }
}
