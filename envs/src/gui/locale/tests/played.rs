//! Whatever is said is done alike.

use super::FILES;
use crate::gui::{
    Def, Gui, GuiDayFamily, GuiMadeFamily, Verb,
    desk::tests as desk,
    details,
    layout::Area,
    locale::table,
    state::State,
    tasks::TEMPLATES,
    tests::{menu, step, task_with as phone},
};
use std::collections::BTreeSet;
use truestep_core::{
    chance::Seed,
    model::{Dynamics, Planner, Render, Truth, ViewKind},
    registry::Family,
    task::Task,
    truth::Distance,
};

/// A device in English and in the other locales.
struct Devices {
    name: &'static str,
    english: Def,
    others: Vec<(&'static str, Def)>,
}

/// The first instances of every template of phones and desktops.
fn devices() -> impl Iterator<Item = Devices> {
    let of_phones = TEMPLATES.iter().map(|template| (template.name, false));
    let of_desktops = desk::names().into_iter().map(|name| (name, true));
    of_phones.chain(of_desktops).map(|(name, is_desktop)| {
        let define = |seed, parameters: &[(&str, &str)]| match is_desktop {
            true => desk::task_with(name, seed, parameters),
            false => phone(name, seed, parameters),
        };
        let mut seeds = (1..20).filter_map(|seed| Some((seed, define(seed, &[])?)));
        let (seed, english) = seeds.next().expect("an instance");
        let other = |(locale, _): &(&'static str, _)| {
            let def = define(seed, &[("locale", locale)]).expect("an instance in every locale");
            (*locale, def)
        };
        Devices {
            name,
            english,
            others: FILES.iter().map(other).collect(),
        }
    })
}

/// What is shown as text.
fn text(def: &Def, state: &State) -> String {
    let mut out = String::new();
    Gui::observe(def, state, &(), ViewKind::TEXT, &mut out);
    out
}

/// The step of a shortest way.
fn nearer(def: &Def, state: &State) -> Option<Verb> {
    let Distance::Steps(here @ 1..) = Gui::distance(def, state) else {
        return None;
    };
    menu(def, state).into_iter().find(|verb| {
        let mut next = state.clone();
        step(def, &mut next, verb);
        let is_nearer = Gui::distance(def, &next) == Distance::Steps(here - 1);
        is_nearer && def.supports(state, verb) != Some(false)
    })
}

/// Letters of the Latin alphabet that stand together.
fn latin(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|letter: char| !letter.is_ascii_alphabetic());
    parts.filter(|part| !part.is_empty())
}

#[test]
fn tasks_have_the_same_states_distances_and_truth_in_every_locale_and_other_words() {
    for Devices {
        name,
        english,
        others,
    } in devices()
    {
        let mut state = english.start();
        for (locale, def) in &others {
            assert_eq!(def.start(), state, "{name} {locale}");
            assert_eq!(def.goal().instruction, english.goal().instruction);
        }
        loop {
            let verb = nearer(&english, &state);
            for (locale, def) in &others {
                let at = format!("{name} in {locale}");
                assert_eq!(menu(def, &state), menu(&english, &state), "{at}");
                assert_ne!(text(def, &state), text(&english, &state), "{at}");
                assert_eq!(Gui::subgoals(def, &state), Gui::subgoals(&english, &state));
                let mirrored = |area: Area| match locale {
                    &"he" => Area {
                        left: english.sides().0 - area.left - area.width,
                        ..area
                    },
                    _ => area,
                };
                let areas = english.areas(&state).into_iter().map(mirrored);
                assert_eq!(def.areas(&state), areas.collect::<Vec<_>>(), "{at}");
                let distance = Gui::distance(&english, &state);
                assert_eq!(Gui::distance(def, &state), distance, "{at}");
                let Some(verb) = &verb else { continue };
                let supports = english.supports(&state, verb);
                assert_eq!(def.supports(&state, verb), supports, "{at}");
                let kind = Gui::kind(&english, &state, verb);
                assert_eq!(Gui::kind(def, &state, verb), kind, "{at}");
                let hit = details::hit(&english, &state, verb);
                assert_eq!(details::hit(def, &state, verb), hit, "{at}");
                let mut written = String::new();
                Gui::encode(def, verb, &mut written);
                assert_eq!(
                    Gui::decode(def, &state, &written).as_ref(),
                    Ok(verb),
                    "{at}"
                );
                let (mut one, mut other) = (state.clone(), state.clone());
                step(&english, &mut one, verb);
                step(def, &mut other, verb);
                assert_eq!(one, other, "{at}");
                assert_eq!(Gui::digest(&one), Gui::digest(&other));
            }
            let Some(verb) = verb else { break };
            step(&english, &mut state, &verb);
        }
        assert_eq!(
            Gui::status(&english, &state).outcome().to_string(),
            "1",
            "{name}"
        );
    }
}

/// Hebrew has other letters: what stands on the screens of a shortest way in Latin ones is of a record, or of the table; the first
/// word that is neither, or how many words there are.
fn latin_words(def: &Def) -> Result<usize, String> {
    let own = table::entries(FILES[1].1).flat_map(|(_, _, shown)| latin(shown));
    let mut known: BTreeSet<&str> = own.collect();
    for rows in &def.base {
        for value in rows.iter().flat_map(|row| row.iter()) {
            known.extend(latin(def.words.of(value)));
        }
    }
    for offer in &def.wish.offers {
        known.extend(latin(def.words.text(offer.text)));
    }
    let (mut state, mut seen) = (def.start(), 0);
    loop {
        let text = text(def, &state);
        for word in latin(&text) {
            if !known.contains(word) {
                return Err(format!("`{word}` in\n{text}"));
            }
            seen += 1;
        }
        let Some(verb) = nearer(def, &state) else {
            return Ok(seen);
        };
        step(def, &mut state, &verb);
    }
}

#[test]
fn no_english_word_is_left_on_a_screen() {
    let mut seen = 0;
    for Devices { name, others, .. } in devices() {
        let (_, def) = &others[1];
        seen += latin_words(def).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn no_english_word_is_left_in_what_comes_in_the_way() {
    let mut met = BTreeSet::new();
    for (number, template) in TEMPLATES.iter().enumerate().step_by(3) {
        let parameters = [("locale", "he"), ("disturb", "all"), ("disturb_rate", "20")];
        let Some(def) = phone(template.name, number as u64, &parameters) else {
            continue;
        };
        met.extend(def.schedule.list.iter().map(|come| come.kind.name));
        latin_words(&def).unwrap_or_else(|wrong| panic!("{}: {wrong}", template.name));
    }
    assert!(met.len() > 10, "{met:?}");
}

#[test]
fn apps_are_opened_by_the_names_that_are_shown() {
    let def = phone("alarm-add", 1, &[("locale", "de")]).unwrap();
    let state = def.start();
    let clock = Verb::Open(def.phone.app("Clock").unwrap());
    assert_eq!(
        Gui::decode(&def, &state, "open_app[Uhr]"),
        Ok(clock.clone())
    );
    assert!(Gui::decode(&def, &state, "open_app[Clock]").is_err());
    let parameters = [("locale", "de"), ("grammar", "android-world")];
    let def = phone("alarm-add", 1, &parameters).unwrap();
    let said = r#"{"action_type": "open_app", "app_name": "Uhr"}"#;
    assert_eq!(Gui::decode(&def, &state, said), Ok(clock.clone()));
    assert_eq!(Gui::decode(&def, &state, "open_app[Uhr]"), Ok(clock));
}

#[test]
fn what_is_to_be_written_as_it_stands_there_is_written_as_it_is_shown_there() {
    let mut written = 0;
    for (name, seed) in [("message-when-due", 2), ("activity-to-message", 2)] {
        for (locale, _) in FILES {
            let def = phone(name, seed, &[("locale", locale)]).unwrap();
            let (mut state, mut shown) = (def.start(), String::new());
            while let Some(verb) = nearer(&def, &state) {
                shown += &text(&def, &state);
                if let Verb::Type(number, words) = &verb {
                    // The instruction has names as they are; the rest was to be read.
                    let asked = def.goal().instruction.contains(def.letters(words));
                    let tongue = def.tongue();
                    let said = def.phone.tables.iter().flat_map(|table| &table.fields);
                    let mut said = said.filter_map(|field| {
                        let value = def.words.read(field.kind, def.letters(words))?;
                        Some(tongue.value(&def.words, field.kind, &value))
                    });
                    if let Some(said) = said.find(|said| !asked && shown.contains(said)) {
                        let by_hand = format!("type[{number}, {said}]");
                        let read = Gui::decode(&def, &state, &by_hand);
                        assert_eq!(read.as_ref(), Ok(&verb), "{name} in {locale}: {by_hand}");
                        assert_ne!(said, def.letters(words), "{by_hand}");
                        written += 1;
                    }
                }
                step(&def, &mut state, &verb);
            }
            assert_eq!(Gui::status(&def, &state).outcome().to_string(), "1");
        }
    }
    assert_eq!(written, 4);
}

#[test]
fn generated_apps_are_english_alone_and_days_are_not() {
    let prepared = |family: &dyn Family, locale: &str| {
        let mut task = Task::new(family.templates()[0].id.clone(), Seed(1));
        task.parameters.insert("locale".into(), locale.into());
        family.prepare(&task)
    };
    assert!(prepared(&GuiMadeFamily, "en").is_ok());
    let refused = prepared(&GuiMadeFamily, "de").err().unwrap();
    assert!(refused.to_string().contains("English alone"), "{refused}");
    assert!(prepared(&GuiDayFamily, "de").is_ok());
    let refused = prepared(&GuiDayFamily, "fr").err().unwrap();
    assert!(refused.to_string().contains("en, de, he"), "{refused}");
}
