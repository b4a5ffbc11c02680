//! The laws of declarations: what breaks one does not bake.
//!
//! Each is a fault that other suites shipped: an action that nothing on the screen offers, a stored text that is shown nowhere
//! and judged nevertheless, a screen that nobody can reach, two buttons that cannot be told apart.

use super::{
    author::{Kind, Rows},
    bake::{
        BakedAct, BakedOnly, BakedScreen, BakedTitle, BakedWidget, Declared, LAUNCHER, Phone,
        ScreenId,
    },
    state::DEPTH,
};
use std::collections::BTreeSet;

/// Most fields of a table.
const MAX_FIELDS: usize = 9;
/// Most options of a choice: all of them stand on one screen.
const MAX_OPTIONS: usize = 10;

/// Why apps do not bake.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadApp {
    /// A root is no app.
    #[error("root number {number} is no `App`; give the entity that component")]
    NoApp {
        /// Which.
        number: usize,
    },
    /// A child of an app that is neither a table nor a screen.
    #[error("`{app}` has a child that is neither a `Table` nor a `Screen`")]
    StrayEntity {
        /// The app.
        app: &'static str,
    },
    /// An app without a screen.
    #[error("`{app}` has no screen to open with; declare one")]
    NoScreen {
        /// The app.
        app: &'static str,
    },
    /// Two of one name.
    #[error("two {what}s are called `{name}`; names must differ")]
    SameName {
        /// What they are.
        what: &'static str,
        /// The name.
        name: &'static str,
    },
    /// A name nobody declared.
    #[error("there is no {what} `{name}`; declare it, or correct the name")]
    Unknown {
        /// What is missing.
        what: &'static str,
        /// The name.
        name: &'static str,
    },
    /// A widget speaks of the record of a screen that has none.
    #[error("`{screen}` shows no record, and something on it needs one; say `of`")]
    NoRecord {
        /// The screen.
        screen: &'static str,
    },
    /// A widget speaks of the draft of a screen that has none.
    #[error("`{screen}` has no draft, and something on it fills one in; say `drafts`")]
    NoDraft {
        /// The screen.
        screen: &'static str,
    },
    /// A screen that nothing opens.
    #[error("nothing opens `{screen}`; link to it or leave it out")]
    Unreachable {
        /// The screen.
        screen: &'static str,
    },
    /// Screens that open each other without end, or too deep a way.
    #[error(
        "`{screen}` can stand more than {DEPTH} screens deep; let no screen lead back to itself"
    )]
    TooDeep {
        /// The screen.
        screen: &'static str,
    },
    /// A field that is stored, and shown nowhere.
    #[error("`{field}` of `{table}` is shown on no screen; show it, or do not store it")]
    NeverShown {
        /// The table.
        table: &'static str,
        /// The field.
        field: &'static str,
    },
    /// A draft that cannot be saved, or a button that saves nothing.
    #[error("`{screen}` {problem}")]
    Form {
        /// The screen.
        screen: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// Two things on a screen that nobody can tell apart.
    #[error("`{screen}` has two things called `{label}`; give one another name")]
    Alike {
        /// The screen.
        screen: &'static str,
        /// The label.
        label: &'static str,
    },
    /// More than the engine holds.
    #[error("`{name}` has {count} {what}; at most {most} are possible")]
    TooMany {
        /// Whose.
        name: &'static str,
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// The most.
        most: usize,
    },
    /// A form that changes what may only be added.
    #[error("`{screen}` changes or deletes a record of `{table}`, which is {why}")]
    NotToBeChanged {
        /// The screen.
        screen: &'static str,
        /// The table.
        table: &'static str,
        /// What it is.
        why: &'static str,
    },
}

/// Names are there once.
pub(super) fn names(declared: &Declared) -> Result<(), BadApp> {
    let apps = declared.apps.iter().map(|app| app.name);
    once("app", apps)?;
    once("table", declared.tables.iter().map(|t| t.1.name))?;
    once("screen", declared.screens.iter().map(|s| s.1.name))?;
    for (_, table, fields) in &declared.tables {
        once("field", fields.iter().map(|field| field.name))?;
        at_most(table.name, "fields", fields.len(), MAX_FIELDS)?;
        for field in fields {
            if let Kind::Choice(options) = field.kind {
                at_most(field.name, "options", options.len(), MAX_OPTIONS)?;
                once("option", options.iter().copied())?;
            }
        }
    }
    at_most("the phone", "screens", declared.screens.len(), 250)?;
    at_most("the phone", "tables", declared.tables.len(), 250)
}

fn once(what: &'static str, names: impl Iterator<Item = &'static str>) -> Result<(), BadApp> {
    let mut met = BTreeSet::new();
    for name in names {
        if !met.insert(name) {
            return Err(BadApp::SameName { what, name });
        }
    }
    Ok(())
}

fn at_most(
    name: &'static str,
    what: &'static str,
    count: usize,
    most: usize,
) -> Result<(), BadApp> {
    if count > most {
        return Err(BadApp::TooMany {
            name,
            what,
            count,
            most,
        });
    }
    Ok(())
}

/// Everything that needs the numbers.
pub(super) fn check(phone: &Phone) -> Result<(), BadApp> {
    reachable(phone)?;
    shown(phone)?;
    for screen in &phone.screens[usize::from(LAUNCHER) + 1..] {
        form(screen)?;
        changes(phone, screen)?;
        distinct(phone, screen)?;
    }
    Ok(())
}

/// The screens that a screen opens.
fn opens(screen: &BakedScreen) -> impl Iterator<Item = ScreenId> + '_ {
    screen.widgets.iter().filter_map(|widget| match widget {
        BakedWidget::Link(_, to) => Some(*to),
        BakedWidget::List { opens, .. } => *opens,
        BakedWidget::Button(
            _,
            _,
            BakedAct::New(to) | BakedAct::Edit(to) | BakedAct::Find(to, ..),
        ) => Some(*to),
        _ => None,
    })
}

/// Every screen is opened by something, at a depth that the stack holds. `Back` leaves each, so that none is a trap.
fn reachable(phone: &Phone) -> Result<(), BadApp> {
    let mut deepest = vec![0_usize; phone.screens.len()];
    let mut open: Vec<(ScreenId, usize)> = phone.apps.iter().map(|app| (app.root, 1)).collect();
    while let Some((screen, depth)) = open.pop() {
        let baked = phone.screen(screen);
        if depth > DEPTH {
            return Err(BadApp::TooDeep { screen: baked.name });
        }
        if deepest[usize::from(screen)] >= depth {
            continue;
        }
        deepest[usize::from(screen)] = depth;
        open.extend(opens(baked).map(|to| (to, depth + 1)));
    }
    let unreached = (phone.screens.iter().zip(&deepest).skip(1)).find(|(_, depth)| **depth == 0);
    unreached.map_or(Ok(()), |(screen, _)| {
        Err(BadApp::Unreachable {
            screen: screen.name,
        })
    })
}

/// Every field stands on some screen as it is stored.
fn shown(phone: &Phone) -> Result<(), BadApp> {
    let mut seen = BTreeSet::new();
    for screen in &phone.screens {
        if let (BakedTitle::Of(field), Some(of)) = (screen.title, screen.of) {
            seen.insert((of, field));
        }
        for widget in &screen.widgets {
            match widget {
                BakedWidget::List {
                    of, shows, turns, ..
                } => {
                    seen.extend(shows.iter().chain(turns).map(|field| (*of, *field)));
                }
                BakedWidget::Adds { of, shows, .. } => {
                    seen.extend(shows.iter().map(|field| (*of, *field)));
                }
                BakedWidget::Show(field) | BakedWidget::Live(field) => {
                    seen.extend(screen.of.map(|of| (of, *field)));
                }
                BakedWidget::Fill(field) if screen.of == screen.drafts => {
                    seen.extend(screen.of.map(|of| (of, *field)));
                }
                _ => {}
            }
        }
    }
    for (number, table) in phone.tables.iter().enumerate() {
        for (place, field) in table.fields.iter().enumerate() {
            // What only tells a list which lines are its own needs no place in them.
            let tells_apart = is_told_by(phone, number as u8, place as u8);
            if !seen.contains(&(number as u8, place as u8)) && !tells_apart {
                return Err(BadApp::NeverShown {
                    table: table.name,
                    field: field.name,
                });
            }
        }
    }
    Ok(())
}

/// Whether every record with this field stands in lists that are told apart by it: the title above says what it holds.
fn is_told_by(phone: &Phone, table: u8, field: u8) -> bool {
    let lists = phone.screens.iter().flat_map(|screen| &screen.widgets);
    lists.into_iter().any(|widget| {
        let BakedWidget::List { of, only, .. } = widget else {
            return false;
        };
        *of == table && tells(only, field)
    })
}

/// Whether a list is told apart by a field.
fn tells(only: &BakedOnly, field: u8) -> bool {
    match only {
        BakedOnly::Same(own, _) | BakedOnly::Number(own, _) => *own == field,
        BakedOnly::Each(all) => all.iter().any(|only| tells(only, field)),
        BakedOnly::All => false,
    }
}

/// A draft has something to fill in and something that saves it, and nothing on its screen opens another.
fn form(screen: &BakedScreen) -> Result<(), BadApp> {
    let problem = |problem| {
        Err(BadApp::Form {
            screen: screen.name,
            problem,
        })
    };
    let fills = screen
        .widgets
        .iter()
        .any(|w| matches!(w, BakedWidget::Fill(_)));
    let saves = screen.widgets.iter().any(|widget| match widget {
        BakedWidget::Button(_, _, BakedAct::Save | BakedAct::Submit(_)) => true,
        // One of another table is made of what the screen shows.
        BakedWidget::Button(_, _, BakedAct::Make { of, .. }) => screen.drafts == Some(*of),
        _ => false,
    });
    match screen.drafts {
        None if saves => problem("saves and has no draft; say `drafts`"),
        Some(_) if !fills => problem("has a draft with nothing to fill in; add a `Fill`"),
        Some(_) if !saves => problem("has a draft that nothing saves; add a button that does"),
        Some(_) if opens(screen).next().is_some() => problem(
            "has a draft and opens another screen, where it would be lost; let it open none",
        ),
        _ => Ok(()),
    }
}

/// A log is only added to; the one record of a page is never made or deleted.
fn changes(phone: &Phone, screen: &BakedScreen) -> Result<(), BadApp> {
    for widget in &screen.widgets {
        let table = match widget {
            BakedWidget::Button(_, _, BakedAct::Save) => screen.drafts,
            BakedWidget::Button(
                _,
                _,
                BakedAct::Delete(_) | BakedAct::Set(..) | BakedAct::Move(_),
            )
            | BakedWidget::Live(_) => screen.of,
            BakedWidget::List {
                of, turns: Some(_), ..
            } => Some(*of),
            BakedWidget::List { sets: Some(_), .. } => screen.of,
            _ => None,
        };
        let Some(table) = table.map(|table| &phone.tables[usize::from(table)]) else {
            continue;
        };
        let is_live = matches!(
            widget,
            BakedWidget::Live(_)
                | BakedWidget::List { .. }
                | BakedWidget::Button(_, _, BakedAct::Set(..))
        );
        let why = match table.rows {
            Rows::Log => "only added to",
            Rows::One if !is_live => "always there once",
            _ => continue,
        };
        return Err(BadApp::NotToBeChanged {
            screen: screen.name,
            table: table.name,
            why,
        });
    }
    Ok(())
}

/// The label that a screen gives a field of its record, if it is another than the field's.
fn of_label(screen: &BakedScreen, field: u8) -> Option<&'static str> {
    let own = screen.labels.iter().find(|(of, _)| *of == field);
    own.map(|(_, label)| *label)
}

/// No two widgets of a screen bear one label.
fn distinct(phone: &Phone, screen: &BakedScreen) -> Result<(), BadApp> {
    let mut met = BTreeSet::new();
    for widget in &screen.widgets {
        let label = match widget {
            BakedWidget::Link(label, _) | BakedWidget::Button(label, ..) => *label,
            BakedWidget::Show(field) | BakedWidget::Live(field) => match screen.of {
                Some(of) => of_label(screen, *field).unwrap_or(phone.field_of(of, *field).label),
                None => continue,
            },
            BakedWidget::Fill(field) => match screen.drafts {
                Some(of) => phone.field_of(of, *field).label,
                None => continue,
            },
            BakedWidget::Total(label, ..) => *label,
            BakedWidget::List { .. } | BakedWidget::Adds { .. } => continue,
        };
        if !met.insert(label) {
            return Err(BadApp::Alike {
                screen: screen.name,
                label,
            });
        }
    }
    Ok(())
}
