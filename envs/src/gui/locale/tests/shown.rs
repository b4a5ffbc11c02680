//! How values are shown, and that what is shown is read.

use super::super::Tongue;
use crate::gui::{
    apps::phone,
    author::{Kind, Unit},
    bake::{BakedWidget, Phone},
    desk::apps::desktop,
    value::{Value, Words, date},
    wish::{Answer, AnswerKind},
};
use std::collections::BTreeSet;

const EURO: Kind = Kind::Amount(Unit::new(2, "EUR"));

fn tongues() -> [Tongue; 3] {
    ["en", "de", "he"].map(|name| Tongue::named(name).unwrap())
}

#[test]
fn days_and_amounts_are_written_as_a_locale_has_it() {
    let day = Value::Number(date("2026-03-04").unwrap());
    let shown =
        |kind, value: &Value| tongues().map(|tongue| tongue.value(&Words::default(), kind, value));
    assert_eq!(
        shown(Kind::Date, &day),
        ["2026-03-04", "04.03.2026", "4.3.2026"]
    );
    let money = shown(EURO, &Value::Number(1_250));
    assert_eq!(money, ["12.50 EUR", "12,50 \u{20ac}", "12.50 \u{20ac}"]);
    let less = shown(EURO, &Value::Number(-5));
    assert_eq!(
        less,
        ["-0.05 EUR", "-0,05 \u{20ac}", "\u{200e}-0.05 \u{20ac}"]
    );
    let weekdays = tongues().map(|tongue| tongue.weekday(date("2026-11-29").unwrap()));
    assert_eq!(weekdays, ["Sunday", "Sonntag", "יום ראשון"]);
}

#[test]
fn what_is_shown_is_read() {
    let words = Words::default();
    let units = [
        (0, ""),
        (1, "km"),
        (0, "min"),
        (0, "m"),
        (0, "kB"),
        (2, "EUR"),
        (1, ""),
    ];
    for tongue in tongues() {
        for (decimals, word) in units {
            let kind = Kind::Amount(Unit::new(decimals, word));
            for number in [0, 5, 99, 1_250, 999_999] {
                let value = Value::Number(number);
                let text = tongue.value(&words, kind, &value);
                assert_eq!(tongue.read(&words, kind, &text), Some(value), "{text}");
            }
        }
        for day in [10_957, 20_000, 20_521, 47_481] {
            let (kind, value) = (Kind::Date, Value::Number(day));
            let text = tongue.value(&words, kind, &value);
            let with_weekday = format!("{}, {text}", tongue.weekday(day));
            for text in [text, with_weekday] {
                assert_eq!(
                    tongue.read(&words, kind, &text).as_ref(),
                    Some(&value),
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn answers_are_right_as_they_are_shown_and_in_english() {
    let german = Tongue::named("de").unwrap();
    for (kind, right, given) in [
        (AnswerKind::Of(EURO), "12.50 EUR", "12,50 \u{20ac}"),
        (AnswerKind::Date, "2026-03-04", "Mittwoch, 04.03.2026"),
        (AnswerKind::Words, "Housing", "wohnen"),
        (
            AnswerKind::Of(Kind::Amount(Unit::new(0, "min"))),
            "45 min",
            "45 Min.",
        ),
    ] {
        let answer = Answer {
            kind,
            right: right.into(),
            offers: vec![],
        };
        assert!(
            answer.is(german, given) && answer.is(german, right),
            "{given}"
        );
        assert!(!answer.is(german, "Freizeit"), "{given}");
    }
}

/// What stands on one screen, in one choice, on one home screen.
fn together(phone: &Phone) -> Vec<Vec<(Vec<&'static str>, &'static str)>> {
    let apps = phone.apps.iter().map(|app| (vec!["app"], app.name));
    let mut all = vec![apps.collect::<Vec<_>>()];
    for field in phone.tables.iter().flat_map(|table| &table.fields) {
        if let Kind::Choice(options) = field.kind {
            all.push(options.iter().map(|o| (vec!["option"], *o)).collect());
        }
    }
    for screen in &phone.screens {
        let app = phone
            .apps
            .get(usize::from(screen.app))
            .map_or("", |app| app.name);
        let label = |table: u8, field: u8| {
            let label = phone.field_of(table, field).label;
            Some((vec![phone.tables[usize::from(table)].name, "label"], label))
        };
        let said = screen.widgets.iter().filter_map(|widget| match widget {
            BakedWidget::Link(words, _) => Some((vec![app, "link"], *words)),
            BakedWidget::Button(words, ..) => Some((vec![app, "button"], *words)),
            BakedWidget::Total(words, ..) => Some((vec![app, "total"], *words)),
            BakedWidget::Show(field) | BakedWidget::Live(field) => label(screen.of?, *field),
            BakedWidget::Fill(field) => label(screen.drafts?, *field),
            BakedWidget::List { .. } | BakedWidget::Adds { .. } => None,
        });
        all.push(said.collect());
    }
    all
}

#[test]
fn what_differs_in_english_differs_in_every_locale() {
    for phone in [phone(), desktop()] {
        for words in together(phone) {
            for tongue in tongues() {
                let shown: Vec<&str> = words
                    .iter()
                    .map(|(at, word)| tongue.word(at, word))
                    .collect();
                let differ: BTreeSet<&str> = shown.iter().copied().collect();
                let english: BTreeSet<&str> = words.iter().map(|(_, word)| *word).collect();
                assert_eq!(differ.len(), english.len(), "{shown:?}");
            }
        }
    }
}
