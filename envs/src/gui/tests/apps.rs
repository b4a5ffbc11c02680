//! What apps are made of beyond lists and forms: records that buttons make, records that belong to others, sums, copies.

use super::{act, engine::number, engine::seen, engine::tap, mendable::nearer, step, task};
use crate::gui::{Def, Gui, State, Verb, details, state::Ended, wish::Piece};
use truestep_core::{
    model::{Menu, Planner, Truth, best_actions_by_trial},
    truth::FactSet,
};

/// The instances of a template, some of them.
fn tasks(name: &str) -> impl Iterator<Item = Def> {
    (1..12).filter_map(move |seed| task(name, seed))
}

/// Open a line that reads so, on whatever page it is.
fn find(def: &Def, state: &mut State, line: &str) {
    while !seen(def, state).lines().any(|shown| shown.ends_with(line)) {
        act(def, state, "scroll[down]").unwrap();
    }
    tap(def, state, line);
}

#[test]
fn a_folder_is_deleted_when_it_is_empty_and_not_before() {
    let mut refused = 0;
    for def in tasks("folder-delete") {
        let table = def.phone.table("folder").unwrap();
        for row in &def.base[usize::from(table)] {
            let name = def.text(table, 0, row);
            let mut state = State::default();
            act(&def, &mut state, "open_app[Files]").unwrap();
            find(&def, &mut state, &format!("item: {name}"));
            let delete = format!("tap[{}]", number(&def, &state, "button: Delete"));
            let is_empty = seen(&def, &state).contains("This folder is empty");
            match act(&def, &mut state, &delete) {
                Ok(()) => assert!(is_empty, "{name}"),
                Err(rejection) => {
                    assert_eq!(rejection.code, "not_empty");
                    assert!(!is_empty, "{name}");
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 10, "{refused}");
}

/// A file of a page that is opened, copied to a folder by its name there.
fn copy_to(def: &Def, state: &mut State, folder: &str) {
    tap(def, state, "button: Copy to");
    tap(def, state, &format!("item: {folder}"));
    tap(def, state, "button: Copy here");
}

/// Each of the files of a task is copied and deleted in the place of being moved: never lost on the way, and right at the end.
#[test]
fn a_file_that_is_copied_and_deleted_was_moved() {
    let mut several = 0;
    for def in tasks("file-move") {
        let (table, mut state) = (def.phone.table("file").unwrap(), State::default());
        let wanted = def.wish.wanted.clone();
        for change in wanted.list() {
            let [own, now] = [
                &def.base[usize::from(table)][usize::from(change.row)],
                change.now.as_ref().unwrap(),
            ];
            act(&def, &mut state, "open_app[Files]").unwrap();
            tap(
                &def,
                &mut state,
                &format!("item: {}", def.text(table, 1, own)),
            );
            let [name, size] = [0, 2].map(|field| def.text(table, field, own));
            find(&def, &mut state, &format!("item: {name} | {size}"));
            copy_to(&def, &mut state, &def.text(table, 1, now));
            assert_eq!(def.wrongs(&state.changes), 0);
            tap(&def, &mut state, "button: Delete");
            tap(&def, &mut state, "button: Delete");
            assert_eq!(def.wrongs(&state.changes), 0);
            assert!(Gui::distance(&def, &state).steps().is_some());
        }
        several += u32::from(wanted.list().len() > 1);
        act(&def, &mut state, "done").unwrap();
        assert_eq!(state.ended, Ended::Solved, "{}", def.goal().instruction);
    }
    assert!(several > 2, "{several}");
}

#[test]
fn either_of_two_records_that_are_alike_may_be_deleted() {
    let mut looked = 0;
    for def in tasks("recipe-delete-duplicates") {
        let table = def.phone.table("recipe").unwrap();
        let rows = &def.base[usize::from(table)];
        for (at, row) in rows.iter().enumerate() {
            let alike = rows.iter().filter(|other| *other == row).count();
            let mut state = State::default();
            state.changes.delete(&def.base, table, at as u16);
            assert_eq!(
                def.wrongs(&state.changes) > 0,
                alike == 1,
                "{}",
                def.text(table, 0, row)
            );
            // What should have stayed can be typed in again.
            assert!(Gui::distance_clairvoyant(&def, &state).steps().is_some());
            looked += u32::from(alike > 1);
        }
    }
    assert!(looked >= 20, "{looked}");
}

/// The oracle's way, each step with what it is done to and whether it changes records.
fn oracle(def: &Def) -> Vec<(String, bool)> {
    let (mut state, mut way) = (State::default(), vec![]);
    while state.ended == Ended::No {
        let (mut menu, mut best) = (vec![], vec![]);
        Gui::menu(def, &state, &mut menu);
        best_actions_by_trial::<Gui>(def, &mut (), &state, &menu, &mut best).unwrap();
        let verb = &menu[best[0] as usize].action;
        let hit = details::hit(def, &state, verb).unwrap_or_default();
        let before = state.changes.clone();
        step(def, &mut state, verb);
        way.push((hit, state.changes != before));
    }
    way
}

/// The line of a list that is one of two records that are alike, by the first thing to be read.
fn twin(def: &Def) -> String {
    let sight = def.wish.sights[0];
    let row = &def.base[usize::from(sight.table)][usize::from(sight.row)];
    let [name, minutes] = [0, 1].map(|field| def.text(sight.table, field, row));
    format!("item: {name} | {minutes}")
}

#[test]
fn of_two_records_that_are_alike_both_are_read_before_one_is_deleted() {
    for def in tasks("recipe-delete-duplicates") {
        let way = oracle(&def);
        let lines = def.wish.wanted.list().iter().map(|change| {
            let row = &def.base[usize::from(change.table)][usize::from(change.row)];
            let [name, minutes] = [0, 1].map(|field| def.text(change.table, field, row));
            format!("item: {name} | {minutes}")
        });
        for line in lines {
            let opened = way.iter().filter(|(hit, _)| *hit == line).count();
            assert!(opened >= 2, "{line} in {way:?}");
        }
        let turned = way.iter().any(|(hit, _)| hit.starts_with("switch"));
        assert!(!turned, "{way:?}");
    }
}

#[test]
fn a_switch_that_is_turned_and_turned_back_tells_nothing_of_a_record_that_is_like_its_own() {
    for def in tasks("recipe-delete-duplicates") {
        let mut state = State::default();
        act(&def, &mut state, "open_app[Recipes]").unwrap();
        find(&def, &mut state, &twin(&def));
        let known = Gui::known(&def, &state);
        assert_eq!(known, FactSet::first(1));
        for _ in 0..2 {
            let page = seen(&def, &state);
            let switch = page.lines().find(|line| line.contains("switch")).unwrap();
            tap(&def, &mut state, switch.split_once("] ").unwrap().1);
            assert_eq!(Gui::known(&def, &state), known, "{}", seen(&def, &state));
        }
        assert_eq!(state.changes.list(), []);
        act(&def, &mut state, "back").unwrap();
        find(&def, &mut state, &twin(&def));
        act(&def, &mut state, "back").unwrap();
        let page = seen(&def, &state);
        let second = page
            .lines()
            .filter(|line| line.ends_with(&twin(&def)))
            .nth(1);
        if let Some(second) = second {
            let number = &second[1..second.find(']').unwrap()];
            act(&def, &mut state, &format!("tap[{number}]")).unwrap();
            assert_eq!(Gui::known(&def, &state), FactSet::first(2));
        }
    }
}

#[test]
fn a_sum_tells_of_exactly_the_records_that_it_adds_up() {
    for def in tasks("expense-total") {
        let mut state = State::default();
        act(&def, &mut state, "open_app[Expenses]").unwrap();
        for category in ["Food", "Transport", "Housing", "Health", "Leisure"] {
            let before = Gui::known(&def, &state);
            tap(&def, &mut state, category);
            let is_asked = def.goal().instruction.contains(category);
            assert_eq!(Gui::known(&def, &state) != before, is_asked, "{category}");
            let page = seen(&def, &state);
            let amounts = page.lines().filter(|line| line.contains("item: "));
            let cents = |line: &str| -> i64 {
                let amount = line.rsplit("| ").next().unwrap();
                let digits: String = amount.chars().filter(char::is_ascii_digit).collect();
                digits.parse().unwrap()
            };
            let sum: i64 = amounts.map(cents).sum();
            let total = format!("Total: {}.{:02} EUR", sum / 100, sum % 100);
            assert!(page.contains(&total), "{total} in\n{page}");
            act(&def, &mut state, "back").unwrap();
        }
    }
}

#[test]
fn a_mail_that_is_forwarded_is_the_mail_and_leads_back_to_it() {
    let def = tasks("mail-forward").next().unwrap();
    let mut state = State::default();
    act(&def, &mut state, "open_app[Email]").unwrap();
    tap(&def, &mut state, "link: Inbox");
    let first = seen(&def, &state);
    let first = first.lines().find(|line| line.contains("item: ")).unwrap();
    tap(&def, &mut state, first.split_once("item: ").unwrap().1);
    let mail = seen(&def, &state);
    let text = mail.lines().find(|line| line.contains("Text: ")).unwrap();
    let text = text.split_once("Text: ").unwrap().1.to_owned();
    tap(&def, &mut state, "button: Forward");
    let people = seen(&def, &state);
    let to = people.lines().find(|line| line.contains("item: ")).unwrap();
    let to = to.split_once("item: ").unwrap().1.to_owned();
    tap(&def, &mut state, &format!("item: {to}"));
    tap(&def, &mut state, "button: Send");
    assert_eq!(seen(&def, &state), mail);
    act(&def, &mut state, "back").unwrap();
    act(&def, &mut state, "back").unwrap();
    tap(&def, &mut state, "link: Sent");
    let sent = seen(&def, &state);
    let sent = sent.lines().find(|line| line.contains(&to)).unwrap();
    tap(&def, &mut state, sent.split_once("item: ").unwrap().1);
    let page = seen(&def, &state);
    for shown in [format!("To: {to}"), format!("Text: {text}")] {
        assert!(page.contains(&shown), "{shown} in\n{page}");
    }
    let clock = def.words.shown(
        crate::gui::author::Kind::Time,
        &crate::gui::value::Value::Number(def.now),
    );
    assert!(page.contains(&format!("Time: {clock}")), "{page}");
}

#[test]
fn a_call_that_nobody_asked_for_cannot_be_undone() {
    let def = tasks("call-minutes").next().unwrap();
    let mut state = State::default();
    act(&def, &mut state, "open_app[Phone]").unwrap();
    let line = seen(&def, &state);
    let line = line.lines().find(|line| line.contains("item: ")).unwrap();
    tap(&def, &mut state, line.split_once("item: ").unwrap().1);
    let call = number(&def, &state, "button: Call back").parse().unwrap();
    assert!(
        super::menu(&def, &state).contains(&Verb::Tap(call)),
        "a mistake to make"
    );
    tap(&def, &mut state, "button: Call back");
    assert_eq!(Gui::distance(&def, &state).steps(), None);
    assert!(seen(&def, &state).contains("outgoing"));
}

/// What lies in the cart after the order is one thing too many, and can be taken out again.
#[test]
fn what_is_put_into_the_cart_again_after_the_order_can_be_taken_out() {
    for def in tasks("shop-order") {
        let mut state = State::default();
        for verb in def.way(&state, false) {
            if verb != Verb::Done {
                step(&def, &mut state, &verb);
            }
        }
        assert_eq!(Gui::distance(&def, &state).steps(), Some(1));
        let (table, passing) = def.wish.passing[0].clone();
        state.changes.make(&def.base, table, passing);
        act(&def, &mut state, "open_app[Shop]").unwrap();
        tap(&def, &mut state, "link: Cart");
        let out_and_done = Gui::distance(&def, &state).steps();
        assert_eq!(out_and_done, Some(4), "{}", seen(&def, &state));
    }
}

/// Nobody who has not read what it rests on knows what belongs into a cart or a basket, or which alarm is to be switched.
#[test]
fn what_is_done_before_anything_tells_of_it_is_not_supported() {
    let mut met = 0;
    for name in [
        "shop-again",
        "shop-cheapest",
        "shop-substitute",
        "food-cheapest",
        "alarm-off-repeat",
    ] {
        for def in tasks(name) {
            let mut state = State::default();
            for verb in def.way(&state, false) {
                let before = state.clone();
                step(&def, &mut state, &verb);
                let is_change = state.changes != before.changes;
                if !is_change || !matches!(verb, Verb::Tap(_)) {
                    continue;
                }
                let blind = State {
                    known: 0,
                    ..before.clone()
                };
                assert_ne!(Gui::supported(&def, &before, &verb), Some(false), "{name}");
                assert_eq!(Gui::supported(&def, &blind, &verb), Some(false), "{name}");
                met += 1;
                break;
            }
        }
    }
    assert!(met >= 5, "{met}");
}

#[test]
fn what_was_returned_or_paid_is_not_returned_or_paid_again() {
    let ways = [
        ("shop-return", "Return this", "Send it back"),
        ("wallet-settle", "Pay it", "Send money"),
    ];
    for (template, opens, sends) in ways {
        let mut sent = 0;
        for def in tasks(template) {
            let mut state = State::default();
            while state.ended == Ended::No {
                let best = nearer(&def, &state).unwrap();
                let hit = details::hit(&def, &state, &best).unwrap_or_default();
                let before = seen(&def, &state);
                step(&def, &mut state, &best);
                let after = seen(&def, &state);
                if hit == format!("button: {opens}") {
                    assert!(before.contains(opens), "{before}");
                }
                if hit == format!("button: {sends}") {
                    assert!(!after.contains(opens), "{after}");
                    sent += 1;
                }
            }
        }
        assert!(sent >= 5, "{template}: {sent}");
    }
}

/// Somebody whose contact has no address cannot be written to: no task asks for it, though the world has such people.
#[test]
fn new_mails_go_to_people_with_an_address() {
    let (mut asked, mut without) = (0, 0);
    for def in ["mail-forward", "mail-send", "mail-number"]
        .map(tasks)
        .into_iter()
        .flatten()
    {
        let [contact, sent] = ["contact", "sent mail"].map(|name| def.phone.table(name).unwrap());
        let [name, email] = ["name", "email"].map(|name| def.phone.field(contact, name).unwrap());
        let to = def.phone.field(sent, "to").unwrap();
        let (with, others): (Vec<_>, Vec<_>) = def.base[usize::from(contact)]
            .iter()
            .partition(|row| !def.text(contact, email, row).is_empty());
        without += others.len();
        for piece in &def.plan.pieces {
            let Piece::Made(of, row, _) = piece else {
                continue;
            };
            assert_eq!(*of, sent);
            let name_of = |row| def.text(contact, name, row);
            let to = def.text(sent, to, row);
            assert!(with.iter().any(|row| name_of(row) == to), "{to}");
            asked += 1;
        }
    }
    assert!(asked > 30 && without > 10, "{asked} {without}");
}
