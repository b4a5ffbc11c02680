//! Forms that were left open, and fields that are emptied.

use super::{act, engine::tap, menu, task, text};
use crate::gui::{Def, Gui, State, state::Ended, tests::mendable::nearer, tests::step};
use truestep_core::{
    model::{Dynamics, Planner as _},
    truth::Distance,
};

/// A phone on which an expense that nobody asked about got a note by mistake, with the number of that note's field.
fn with_a_note(def: &Def) -> Option<(State, usize)> {
    let table = def.phone.table("expense")?;
    let note = def.phone.field(table, "note")?;
    let rows = &def.base[usize::from(table)];
    let stays = |row: usize| def.wish.wanted.get(&def.base, table, row as u16) == Some(&rows[row]);
    let category = def.phone.field(table, "category")?;
    let row =
        (0..rows.len()).find(|&row| def.text(table, note, &rows[row]).is_empty() && stays(row))?;
    let [day, name, amount] = ["date", "name", "amount"].map(|field| {
        let field = def.phone.field(table, field).unwrap();
        def.text(table, field, &rows[row])
    });
    let mut state = def.start();
    act(def, &mut state, "open_app[Expenses]").ok()?;
    tap(def, &mut state, &def.text(table, category, &rows[row]));
    tap(def, &mut state, &format!("{day} | {name} | {amount}"));
    tap(def, &mut state, "Edit");
    let number = def.elements(&state).iter().position(
        |element| matches!(element, crate::gui::elements::Element::Fill(field) if *field == note),
    )?;
    act(def, &mut state, &format!("type[{number}, by mistake]")).ok()?;
    Some((state, number))
}

#[test]
fn a_note_that_was_saved_by_mistake_is_taken_out_again() {
    let mut looked = 0;
    for seed in 1..12 {
        let Some(def) = task("expense-note", seed) else {
            continue;
        };
        let Some((mut state, number)) = with_a_note(&def) else {
            continue;
        };
        let clear = format!("clear[{number}]");
        let offered: Vec<String> = menu(&def, &state).iter().map(|v| text(&def, v)).collect();
        assert!(offered.contains(&clear), "{offered:?}");
        // The same is said by typing nothing.
        let other = Gui::decode(&def, &state, &format!("type[{number}, ]")).unwrap();
        assert_eq!(Gui::decode(&def, &state, &clear).unwrap(), other);
        assert_eq!(Gui::decode(&def, &state, "write[]").unwrap(), other);
        let mut again = state.clone();
        step(&def, &mut again, &other);
        assert_ne!(again.front.draft, state.front.draft);
        tap(&def, &mut state, "Save");
        assert!(def.wrongs(&state.changes) > 0);
        assert!(matches!(Gui::distance(&def, &state), Distance::Steps(_)));
        for _ in 0..60 {
            if state.ended != Ended::No {
                break;
            }
            let verb = nearer(&def, &state).expect("a nearer state");
            step(&def, &mut state, &verb);
        }
        assert_eq!(state.ended, Ended::Solved, "{}", def.goal().instruction);
        looked += 1;
    }
    assert!(looked > 2, "{looked}");
}

#[test]
fn what_has_to_be_filled_in_cannot_be_emptied() {
    let def = task("expense-note", 3).unwrap();
    let Some((mut state, _)) = with_a_note(&def) else {
        panic!("an expense without a note");
    };
    let told = act(&def, &mut state, "clear[1]").unwrap_err();
    assert_eq!(told.code, "needed", "{told:?}");
    assert!(
        act(&def, &mut state, "clear[0]").is_err(),
        "a button is no field"
    );
    let told = act(&def, &mut def.start(), "write[]").unwrap_err();
    assert_eq!(told.code, "no_keyboard", "{told:?}");
}

#[test]
fn a_form_that_was_left_open_shows_what_its_record_holds_by_now() {
    let def = task("expense-note", 3).unwrap();
    let (mut state, _) = with_a_note(&def).expect("an expense without a note");
    let frame = state.front.top();
    let table = def.screen(frame.screen).drafts.unwrap();
    let [name, note] = ["name", "note"].map(|field| def.phone.field(table, field).unwrap());
    act(&def, &mut state, "home").unwrap();
    let now = def.words.value("another name");
    def.set(&mut state, table, frame.row, name, now.clone());
    let other = def.words.value("another note");
    def.set(&mut state, table, frame.row, note, other);
    act(&def, &mut state, "recents").unwrap();
    let draft = &state.front.draft;
    assert_eq!(draft[usize::from(name)], now);
    // What was typed in it stays.
    assert_eq!(draft[usize::from(note)], def.words.value("by mistake"));
}
