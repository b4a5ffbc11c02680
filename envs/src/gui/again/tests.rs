//! `never` after a deletion means that no form makes the record again.

use super::{How, Loss, makers::fills};
use crate::gui::{
    Def, Gui, State,
    author::Kind,
    bake::{BakedAct, BakedGiven, BakedOnly, BakedScreen, BakedTitle, BakedWidget, ScreenId},
    elements::Element,
    rows::{Row, RowId},
    state::{Ended, NO_ROW, Over},
    tests::{mendable::nearer, menu, step, task},
    value::Value,
    verb::Verb,
};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::{model::Planner as _, rational::Rational, truth::Distance};

/// The screens of installed apps with a button that deletes their record, with its table.
pub(in crate::gui) fn deleting(def: &Def) -> Vec<(u8, ScreenId)> {
    let deletes =
        |widget: &BakedWidget| matches!(widget, BakedWidget::Button(_, _, BakedAct::Delete(_)));
    let all = (0..).zip(&def.phone.screens);
    let there = all
        .filter(|(_, screen)| def.apps.contains(&screen.app) && screen.widgets.iter().any(deletes));
    there
        .filter_map(|(number, screen)| Some((screen.of?, number)))
        .collect()
}

/// The screen that deletes records of a table, if an app with one is installed.
fn deleting_a(def: &Def, name: &str) -> Option<ScreenId> {
    let table = def.phone.table(name)?;
    let mut all = deleting(def).into_iter();
    Some(all.find(|(of, _)| *of == table)?.1)
}

/// A state after a record was deleted on a screen by hand; none if it cannot be.
pub(in crate::gui) fn deleted(
    def: &Def,
    mut state: State,
    screen: ScreenId,
    row: RowId,
) -> Option<State> {
    let root = def.phone.apps[usize::from(def.screen(screen).app)].root;
    def.open(&mut state, root, NO_ROW);
    def.open(&mut state, screen, row);
    let tap = |state: &mut State, is: &dyn Fn(&State, Element) -> bool| {
        let at = def
            .elements(state)
            .iter()
            .position(|element| is(state, *element))?;
        let verb = Verb::Tap(at as u8);
        def.admits(state, &verb).ok()?;
        step(def, state, &verb);
        Some(())
    };
    tap(&mut state, &|state, element| {
        let Element::Button(number) = element else {
            return false;
        };
        let screen = def.screen(state.front.top().screen);
        matches!(
            screen.widgets[usize::from(number)],
            BakedWidget::Button(_, _, BakedAct::Delete(_))
        )
    })?;
    assert_eq!(state.front.top().over, Over::Sure);
    tap(&mut state, &|_, element| element == Element::Yes)?;
    Some(state)
}

/// Whether a list that opens a screen can show a record, as far as choices go.
fn is_listed(def: &Def, screen: ScreenId, row: &Row) -> bool {
    fn admits(only: &BakedOnly, row: &Row) -> bool {
        match only {
            BakedOnly::Number(field, number) => row[usize::from(*field)] == Value::Number(*number),
            BakedOnly::Each(all) => all.iter().all(|only| admits(only, row)),
            BakedOnly::All | BakedOnly::Same(..) => true,
        }
    }
    let screens = def.phone.screens.iter();
    let mut widgets = screens.flat_map(|screen| &screen.widgets);
    widgets.any(|widget| match widget {
        BakedWidget::List { opens, only, .. } => *opens == Some(screen) && admits(only, row),
        _ => false,
    })
}

/// The end of the way that the planner finds, each step one nearer.
pub(in crate::gui) fn followed(def: &Def, mut state: State) -> State {
    while state.ended == Ended::No {
        let Some(verb) = nearer(def, &state) else {
            return state;
        };
        step(def, &mut state, &verb);
    }
    state
}

/// The field that keeps a screen from making a record that holds this, told apart from the engine: nobody fills it in, what is put
/// there is another value, and nothing sets it later.
fn field_that_fails(def: &Def, screen: &BakedScreen, table: u8, row: &Row) -> Option<u8> {
    let mut given: BTreeMap<u8, BakedGiven> = BTreeMap::new();
    for widget in &screen.widgets {
        match widget {
            BakedWidget::Button(_, _, BakedAct::Make { of, with, .. }) if *of == table => {
                given.extend(with.iter().copied());
            }
            BakedWidget::Button(_, _, BakedAct::Submit(submit)) => {
                let from = submit.from.iter();
                given.extend(from.map(|(there, here)| (*there, BakedGiven::Of(*here))));
                let sets = submit.sets.iter();
                given.extend(sets.map(|(there, option)| (*there, BakedGiven::Is(*option))));
                given.extend(submit.today.map(|field| (field, BakedGiven::Today)));
            }
            _ => {}
        }
    }
    let any = |of: u8, field: u8, value: &Value| {
        let mut rows = def.base[usize::from(of)].iter();
        rows.any(|source| source[usize::from(field)] == *value)
    };
    let is_set_later = |field: u8, value: &Value| {
        def.phone.screens.iter().any(|screen| {
            let is_own = screen.of == Some(table) && def.apps.contains(&screen.app);
            screen.widgets.iter().any(|widget| match widget {
                BakedWidget::Live(of) => is_own && *of == field,
                BakedWidget::Fill(of) => is_own && screen.drafts == Some(table) && *of == field,
                BakedWidget::List { of, turns, .. } => *of == table && *turns == Some(field),
                BakedWidget::Button(_, _, BakedAct::Set(of, option)) => {
                    is_own && *of == field && *value == Value::Number(*option)
                }
                _ => false,
            })
        })
    };
    (0..).zip(row.iter()).find_map(|(field, value)| {
        let number = |number: i32| *value == Value::Number(number);
        let comes = match given.get(&field) {
            Some(BakedGiven::Of(here)) => any(screen.of?, *here, value),
            Some(BakedGiven::Below(of, here)) => any(*of, *here, value),
            Some(BakedGiven::Is(option)) => number(*option),
            Some(BakedGiven::Today) => number(def.today),
            Some(BakedGiven::Now) => number(def.now),
            None if fills(screen, field) => true,
            None => *value == def.blank(table)[usize::from(field)],
        };
        (!comes && !is_set_later(field, value)).then_some(field)
    })
}

/// Whether a form of an installed app makes such a record.
fn some_form_makes(def: &Def, table: u8, row: &Row) -> bool {
    let makes = |widget: &BakedWidget| match widget {
        BakedWidget::Button(_, _, act) => matches!(
            act,
            BakedAct::Save | BakedAct::Make { .. } | BakedAct::Submit(_)
        ),
        _ => false,
    };
    let is_opened_empty = |form: ScreenId| {
        let mut screens = def.phone.screens.iter();
        screens.any(|screen| {
            screen.widgets.iter().any(|widget| {
                matches!(widget, BakedWidget::Button(_, _, BakedAct::New(to)) if *to == form)
            })
        })
    };
    (0..).zip(&def.phone.screens).any(|(number, screen)| {
        screen.drafts == Some(table)
            && def.apps.contains(&screen.app)
            && (screen.of != Some(table) || is_opened_empty(number))
            && screen.widgets.iter().any(makes)
            && field_that_fails(def, screen, table, row).is_none()
    })
}

/// What became of deletions: made again, or lost for good, by table.
#[derive(Default)]
pub(in crate::gui) struct Told {
    pub(in crate::gui) mended: BTreeSet<&'static str>,
    pub(in crate::gui) lost: BTreeSet<&'static str>,
}

/// Delete a record that nobody asked for of every table of a task.
pub(in crate::gui) fn delete_one_of_each(def: &Def, name: &str, told: &mut Told) {
    for (table, screen) in deleting(def) {
        let rows = 0..def.base[usize::from(table)].len() as RowId;
        let wrong = rows.rev().find_map(|row| {
            let own = &def.base[usize::from(table)][usize::from(row)];
            if !is_listed(def, screen, own) {
                return None;
            }
            let state = deleted(def, def.start(), screen, row)?;
            (def.wrongs(&state.changes) > 0).then_some((row, state))
        });
        let Some((row, state)) = wrong else {
            continue;
        };
        let called = def.phone.tables[usize::from(table)].name;
        match Gui::distance_clairvoyant(def, &state) {
            Distance::Steps(_) => {
                let best = Gui::best_outcome(def, &state);
                assert_eq!(best, Some(Rational::from_integer(1)), "{name}: {called}");
                let end = followed(def, state);
                assert_eq!(end.ended, Ended::Solved, "{name}: {called} {row}");
                told.mended.insert(called);
            }
            Distance::Never => {
                // What was deleted along with it counts as well.
                let mut gone = state
                    .changes
                    .list()
                    .iter()
                    .filter(|change| change.now.is_none());
                let is_final = gone.any(|change| {
                    let own = &def.base[usize::from(change.table)][usize::from(change.row)];
                    let table = &def.phone.tables[usize::from(change.table)];
                    table.rank.is_some() || !some_form_makes(def, change.table, own)
                });
                assert!(is_final, "{name}: {called} {row} can be made again");
                assert_eq!(def.loss(&state.changes), Loss::Final, "{name}: {called}");
                told.lost.insert(called);
            }
            Distance::NotComputed => panic!("{name}: {called} {row} is not computed"),
        }
    }
}

#[test]
fn what_was_deleted_on_a_phone_is_made_again_or_no_form_makes_it() {
    let mut told = Told::default();
    for template in crate::gui::tasks::TEMPLATES {
        let def = (1..9).find_map(|seed| task(template.name, seed));
        delete_one_of_each(&def.unwrap(), template.name, &mut told);
    }
    for table in [
        "activity", "alarm", "contact", "event", "expense", "marker", "note", "recipe", "ride",
        "task", "timer",
    ] {
        assert!(told.mended.contains(table), "{table}: {:?}", told.mended);
        assert!(!told.lost.contains(table), "{table}: {:?}", told.lost);
    }
    for table in ["mail", "photo", "playlist entry", "recording", "stop"] {
        assert!(told.lost.contains(table), "{table}: {:?}", told.lost);
        assert!(!told.mended.contains(table), "{table}: {:?}", told.mended);
    }
}

#[test]
fn a_screen_that_deletes_what_can_be_made_again_shows_all_that_a_form_asks_for() {
    for phone in [crate::gui::apps::phone(), crate::gui::desk::apps::desktop()] {
        for screen in &phone.screens {
            let mut acts = screen.widgets.iter();
            let deletes =
                acts.any(|widget| matches!(widget, BakedWidget::Button(_, _, BakedAct::Delete(_))));
            let (Some(table), true) = (screen.of, deletes) else {
                continue;
            };
            for form in phone.screens.iter().filter(|it| it.drafts == Some(table)) {
                // Shots are never made again: each has the time at which it was taken.
                let unseen = (0..phone.tables[usize::from(table)].fields.len() as u8).find(|&field| {
                    let is_title = matches!(screen.title, BakedTitle::Of(of) if of == field);
                    let is_shown = screen.widgets.iter().any(|widget| {
                        matches!(widget, BakedWidget::Show(of) | BakedWidget::Live(of) if *of == field)
                    });
                    fills(form, field) && !is_title && !is_shown
                });
                let called = phone.tables[usize::from(table)].name;
                assert!(
                    unseen.is_none() || ["shot", "file"].contains(&called),
                    "{}: {unseen:?} of {called}",
                    screen.name
                );
            }
        }
    }
}

#[test]
fn several_records_are_made_again_one_after_the_other() {
    let def = task("contact-add", 1).unwrap();
    let screen = deleting_a(&def, "contact").unwrap();
    let mut state = def.start();
    for row in [0, 1, 2] {
        state = deleted(
            &def,
            State {
                front: def.start().front,
                ..state
            },
            screen,
            row,
        )
        .unwrap();
    }
    assert_eq!(def.wrongs(&state.changes), 3);
    let start = Gui::distance(&def, &def.start()).steps().unwrap();
    assert!(Gui::distance(&def, &state).steps().unwrap() > start + 3 * 4);
    assert_eq!(followed(&def, state).ended, Ended::Solved);
}

/// The events of a task with the contacts who are their guests.
fn guests(def: &Def) -> Vec<[RowId; 2]> {
    let [event, contact] = ["event", "contact"].map(|name| def.phone.table(name).unwrap());
    let names = &def.phone.tables[usize::from(event)].names[0];
    let (guest, by) = (usize::from(names.field), usize::from(names.by[0]));
    let rows = |table: u8| (0..).zip(&def.base[usize::from(table)]);
    let events = rows(event).filter(|(_, row)| row[guest] != Value::Nothing);
    let called = |name: &Value| {
        let mut contacts = rows(contact);
        let found = contacts.find(|(_, row)| row[by] == *name);
        found.map(|(who, _)| who)
    };
    let pairs = events.filter_map(|(of, row)| Some([of, called(&row[guest])?]));
    pairs.collect()
}

#[test]
fn who_is_named_is_there_again_before_what_names_them() {
    let mut seen = 0;
    for (template, seed) in ["event-add", "event-move", "contact-add", "contact-edit"]
        .into_iter()
        .flat_map(|template| (1..25).map(move |seed| (template, seed)))
    {
        let Some(def) = task(template, seed) else {
            continue;
        };
        let screens = ["event", "contact"].map(|name| deleting_a(&def, name));
        let [Some(event), Some(contact)] = screens else {
            continue;
        };
        let screens = [event, contact];
        let gone = |places: [usize; 2], rows: [RowId; 2]| {
            let mut state = def.start();
            for place in places {
                let front = def.start().front;
                state = deleted(&def, State { front, ..state }, screens[place], rows[place])?;
            }
            (def.wrongs(&state.changes) == 2).then_some(state)
        };
        let pairs = guests(&def).into_iter().take(1);
        for state in pairs.flat_map(|rows| [gone([0, 1], rows), gone([1, 0], rows)]) {
            let Some(state) = state else { continue };
            seen += 1;
            let distance = Gui::distance_clairvoyant(&def, &state);
            assert!(matches!(distance, Distance::Steps(_)), "{template} {seed}");
            let end = followed(&def, state).ended;
            assert_eq!(end, Ended::Solved, "{template} {seed}");
        }
    }
    assert!(seen > 2, "{seen}");
}

#[test]
fn what_a_form_does_not_ask_for_is_set_afterwards() {
    let def = (1..40)
        .filter_map(|seed| task("timer-set", seed))
        .find(|def| {
            let table = def.phone.table("timer").unwrap();
            def.base[usize::from(table)]
                .iter()
                .any(|row| row[2].is_on())
        })
        .unwrap();
    let table = def.phone.table("timer").unwrap();
    let running = def.base[usize::from(table)]
        .iter()
        .position(|row| row[2].is_on());
    let screen = deleting_a(&def, "timer").unwrap();
    let mut state = deleted(&def, def.start(), screen, running.unwrap() as RowId).unwrap();
    let mut was_set = false;
    while state.ended == Ended::No {
        let verb = nearer(&def, &state).unwrap();
        step(&def, &mut state, &verb);
        if let Loss::Mendable(again) = def.loss(&state.changes) {
            was_set |= matches!(again.how, How::Set(_, ref differ) if differ[..] == [2]);
        }
    }
    assert!(was_set);
    assert_eq!(state.ended, Ended::Solved);
}

#[test]
fn a_menu_offers_no_field_but_the_next_and_no_words_but_those_that_were_lost() {
    let def = task("contact-delete", 1).unwrap();
    let table = def.phone.table("contact").unwrap();
    let screen = deleting_a(&def, "contact").unwrap();
    let rows = 0..def.base[usize::from(table)].len() as RowId;
    let mut states = rows.filter_map(|row| Some((row, deleted(&def, def.start(), screen, row)?)));
    let (row, mut state) = states
        .find(|(_, state)| def.wrongs(&state.changes) > 0)
        .unwrap();
    let own = &def.base[usize::from(table)][usize::from(row)];
    while def.loss(&state.changes) != Loss::None {
        let typed: Vec<String> = menu(&def, &state)
            .into_iter()
            .filter(|verb| matches!(verb, Verb::Type(..)))
            .filter_map(|verb| def.said(&verb).map(str::to_owned))
            .collect();
        assert!(typed.len() <= 1, "{typed:?}");
        for text in typed {
            let mut fields = (0..).zip(own.iter());
            assert!(fields.any(|(field, value)| {
                def.kind(table, field) == Kind::Text && def.words.shown(Kind::Text, value) == text
            }));
        }
        let verb = nearer(&def, &state).unwrap();
        step(&def, &mut state, &verb);
    }
}
