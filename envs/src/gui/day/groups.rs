//! Which apps have to do with each other.

use crate::gui::bake::Phone;

/// For every app the number of its group: apps of which one leads to the other, or shows or changes its records, share one.
pub(super) fn groups(phone: &Phone) -> Vec<u8> {
    let mut groups: Vec<u8> = (0..phone.apps.len() as u8).collect();
    let mut join = |one: u8, other: u8| {
        let (kept, gone) = (groups[usize::from(one)], groups[usize::from(other)]);
        let of_gone = groups.iter_mut().filter(|group| **group == gone);
        of_gone.for_each(|group| *group = kept);
    };
    let app_of = |table: u8| phone.tables[usize::from(table)].app;
    for (number, screen) in phone.screens.iter().enumerate().skip(1) {
        let within = &phone.within[number];
        within
            .screens()
            .for_each(|to| join(screen.app, phone.screen(to).app));
        let own = [screen.of, screen.drafts].into_iter().flatten();
        let tables = own.chain(within.tables());
        tables.for_each(|table| join(screen.app, app_of(table)));
    }
    groups
}
