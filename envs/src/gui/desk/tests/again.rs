//! What was deleted on a desktop is made again, or no form makes it.

use super::instances;
use crate::gui::again::{
    Loss,
    tests::{Told, delete_one_of_each, deleted, deleting, followed},
};
use crate::gui::state::Ended;

#[test]
fn what_was_deleted_on_a_desktop_is_made_again_or_no_form_makes_it() {
    let mut told = Told::default();
    for (name, def) in instances() {
        delete_one_of_each(&def, name, &mut told);
    }
    for table in ["folder", "row", "sheet"] {
        assert!(told.mended.contains(table), "{table}: {:?}", told.mended);
        assert!(!told.lost.contains(table), "{table}: {:?}", told.lost);
    }
    for table in ["file", "mail"] {
        assert!(told.lost.contains(table), "{table}: {:?}", told.lost);
    }
}

#[test]
fn a_sheet_that_was_deleted_with_its_rows_is_made_again_before_them() {
    let mut looked = 0;
    for (name, def) in instances() {
        let [sheet, row] = ["sheet", "row"].map(|table| def.phone.table(table).unwrap());
        let screen = deleting(&def).into_iter().find(|(of, _)| *of == sheet);
        let state = screen.and_then(|(_, screen)| deleted(&def, def.start(), screen, 0));
        let Some(state) = state.filter(|state| def.wrongs(&state.changes) > 2) else {
            continue;
        };
        assert!(state.changes.touches(row), "{name}");
        let Loss::Mendable(first) = def.loss(&state.changes) else {
            panic!("{name}: {:?}", def.loss(&state.changes));
        };
        assert_eq!(first.table, sheet, "{name}");
        assert_eq!(followed(&def, state).ended, Ended::Solved, "{name}");
        looked += 1;
        if looked == 3 {
            return;
        }
    }
    assert!(looked > 0);
}
