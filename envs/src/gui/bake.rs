//! From declarations to arrays: the phone as the engine reads it.
//!
//! The trees of some apps are walked depth first, in the order of their children, and every name is resolved to a number.
//! The result is immutable and shared by all tasks; the entities are gone.

use super::{
    author::{App, Field, Place, Rows, Screen, Table, Then, Unique, Widget},
    laws::{self, BadApp},
    resolve::Resolver,
    verb::Way,
    within::{self, Within},
};
use bevy_ecs::prelude::{Children, Component, Entity, World};

/// A screen, by number. The first one is the launcher.
pub type ScreenId = u8;
/// The launcher.
pub const LAUNCHER: ScreenId = 0;

/// An app.
#[derive(Clone, Copy, Debug)]
pub struct BakedApp {
    /// What stands under its icon.
    pub name: &'static str,
    /// The screen it opens with.
    pub root: ScreenId,
}

/// A table with its fields.
#[derive(Clone, Debug)]
pub struct BakedTable {
    /// What one record is called.
    pub name: &'static str,
    /// How many there are.
    pub rows: Rows,
    /// The app that declares it.
    pub app: u8,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The fields lists are sorted by.
    pub order: Vec<Sorted>,
    /// Where its records have places in groups: the field that tells the group, the field with the place.
    pub rank: Option<(u8, u8)>,
    /// The fields in which no two records are alike; none if any may be.
    pub unique: Vec<u8>,
    /// The fields that hold names of records.
    pub names: Vec<BakedNames>,
}

/// A field that holds the name of a record of another table.
#[derive(Clone, Debug)]
pub struct BakedNames {
    /// The field.
    pub field: u8,
    /// The table of the record.
    pub of: u8,
    /// The fields that the record is named by, at least one. The first one is what is stored.
    pub by: Vec<u8>,
    /// A field that the record has to have filled in.
    pub has: Option<u8>,
}

impl BakedTable {
    /// Whose name a field holds, if it holds one.
    #[must_use]
    pub fn names_in(&self, field: u8) -> Option<&BakedNames> {
        self.names.iter().find(|names| names.field == field)
    }

    /// What one record is called on screens: the name without the app's, which may stand before it (`"weekends: expense"`).
    #[must_use]
    pub fn noun(&self) -> &'static str {
        self.name.rsplit(": ").next().unwrap_or(self.name)
    }
}

/// A field that lists are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// The field.
    pub field: u8,
    /// Whether the greatest comes first.
    pub is_falling: bool,
}

/// Which records a list shows, by numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BakedOnly {
    /// All.
    All,
    /// Those whose field holds this number.
    Number(u8, i32),
    /// Those whose field (first) equals a field (second) of the screen's record.
    Same(u8, u8),
    /// Those for which all of these hold.
    Each(Vec<BakedOnly>),
}

/// Records that are counted or added up, by numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BakedSum {
    /// Of which table.
    pub of: u8,
    /// Which records.
    pub only: BakedOnly,
    /// What is added up.
    pub field: Option<u8>,
}

/// What a form writes beside what is filled in, by numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BakedSubmit {
    /// `(field of the draft, field of the screen's record)`.
    pub from: Vec<(u8, u8)>,
    /// Choices of the draft that are always the same.
    pub sets: Vec<(u8, i32)>,
    /// A day that is today.
    pub today: Option<u8>,
    /// An amount that is bounded, and by which choice of which table with one record.
    pub spends: Option<(u8, Option<(u8, u8)>)>,
    /// Records that go along.
    pub takes: Option<BakedTakes>,
    /// A choice of the screen's record.
    pub marks: Option<(u8, i32)>,
}

/// Records that go along with what is sent, by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BakedTakes {
    /// Of which table.
    pub of: u8,
    /// Their field, and the field of the screen's record that it equals.
    pub same: (u8, u8),
    /// Their choice, its option before and after.
    pub turns: (u8, i32, i32),
}

/// What a button puts into a field, by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BakedGiven {
    /// A field of the screen's record.
    Of(u8),
    /// A field (second) of the record of a table (first) that the nearest screen below shows.
    Below(u8, u8),
    /// This number.
    Is(i32),
    /// The day it is.
    Today,
    /// The time it is.
    Now,
}

/// What a button does, by numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BakedAct {
    /// Opens an empty form.
    New(ScreenId),
    /// Opens a form with the screen's record.
    Edit(ScreenId),
    /// Writes the draft and goes back.
    Save,
    /// Makes a record, of the draft if it is of the same table.
    Make {
        /// Of which table.
        of: u8,
        /// `(field, what is put there)`.
        with: Vec<(u8, BakedGiven)>,
        /// Where it leads.
        then: Then,
    },
    /// Makes a record of the draft and more, and goes back.
    Submit(Box<BakedSubmit>),
    /// Asks, and deletes; with records of other tables, `(table, field there, field here)`.
    Delete(Vec<(u8, u8, u8)>),
    /// Moves the record towards the beginning of its group, or towards the end.
    Move(Way),
    /// Sets a choice and goes back.
    Set(u8, i32),
    /// Opens a screen with the record of its table whose field equals one of this screen's record.
    Find(ScreenId, u8, u8),
}

/// Something on a screen, by numbers.
#[derive(Clone, Debug)]
pub enum BakedWidget {
    /// A line that opens a screen.
    Link(&'static str, ScreenId),
    /// A list.
    List {
        /// Of which table.
        of: u8,
        /// Which records.
        only: BakedOnly,
        /// The fields of a line.
        shows: Vec<u8>,
        /// What a tap opens.
        opens: Option<ScreenId>,
        /// The flag that a switch turns.
        turns: Option<u8>,
        /// What a tap puts into the screen's record: `(its field, field of the line's)`.
        sets: Option<(u8, u8)>,
        /// What stands there while it is empty.
        empty: &'static str,
    },
    /// A list that adds.
    Adds {
        /// Of which table.
        of: u8,
        /// Which records.
        only: BakedOnly,
        /// The fields of a line.
        shows: Vec<u8>,
        /// The table that is added to.
        to: u8,
        /// `(field there, field of the screen's record)`.
        from: Vec<(u8, u8)>,
        /// `(field there, field of the line's record)`.
        line: Vec<(u8, u8)>,
        /// Where a tap leads.
        then: Then,
        /// What stands there while it is empty.
        empty: &'static str,
    },
    /// A number to be read.
    Total(&'static str, Vec<BakedSum>, Vec<BakedSum>),
    /// A field to be read.
    Show(u8),
    /// A field of the draft.
    Fill(u8),
    /// A field changed at once.
    Live(u8),
    /// A button.
    Button(&'static str, Place, BakedAct),
}

/// The top of a screen, by number.
#[derive(Clone, Copy, Debug)]
pub enum BakedTitle {
    /// These words.
    Words(&'static str),
    /// A field of its record.
    Of(u8),
}

/// A screen.
#[derive(Clone, Debug)]
pub struct BakedScreen {
    /// Its name in declarations.
    pub name: &'static str,
    /// Its app.
    pub app: u8,
    /// Its top.
    pub title: BakedTitle,
    /// The table whose record it shows.
    pub of: Option<u8>,
    /// The table of its draft.
    pub drafts: Option<u8>,
    /// What is on it, in order.
    pub widgets: Vec<BakedWidget>,
    /// Labels of fields of its record that differ from the fields' own.
    pub labels: Vec<(u8, &'static str)>,
}

/// A phone's apps, baked.
#[derive(Clone, Debug)]
pub struct Phone {
    /// The apps, in the order of the launcher.
    pub apps: Vec<BakedApp>,
    /// The tables of all apps.
    pub tables: Vec<BakedTable>,
    /// The screens of all apps, after the launcher.
    pub screens: Vec<BakedScreen>,
    /// What each screen leads to.
    pub(super) within: Vec<Within>,
    /// Whether the apps run in the windows of a desktop.
    pub(super) is_desktop: bool,
}

impl Phone {
    /// The table called `name`.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<u8> {
        position(&self.tables, |table| table.name == name)
    }

    /// The field `name` of a table.
    #[must_use]
    pub fn field(&self, table: u8, name: &str) -> Option<u8> {
        let fields = &self.tables.get(usize::from(table))?.fields;
        position(fields, |field| field.name == name)
    }

    /// A field by numbers.
    #[must_use]
    pub fn field_of(&self, table: u8, field: u8) -> &Field {
        &self.tables[usize::from(table)].fields[usize::from(field)]
    }

    /// The app called `name`, case aside.
    #[must_use]
    pub fn app(&self, name: &str) -> Option<u8> {
        position(&self.apps, |app| app.name.eq_ignore_ascii_case(name))
    }

    /// A screen by number.
    #[must_use]
    pub fn screen(&self, id: ScreenId) -> &BakedScreen {
        &self.screens[usize::from(id)]
    }
}

pub(super) fn position<T>(list: &[T], is: impl Fn(&T) -> bool) -> Option<u8> {
    list.iter().position(is).map(|at| at as u8)
}

/// What was declared, in order, before names are resolved.
pub(super) struct Declared {
    pub(super) apps: Vec<App>,
    pub(super) tables: Vec<(u8, Table, Vec<Field>)>,
    /// Of each table, the fields in which no two records are alike.
    pub(super) unique: Vec<&'static [&'static str]>,
    pub(super) screens: Vec<(u8, Screen, Vec<Widget>)>,
}

/// Bake apps that were authored in `world`, in the order of `roots`.
///
/// # Errors
/// [`BadApp`]: the law that a declaration breaks.
pub fn bake(world: &World, roots: &[Entity]) -> Result<Phone, BadApp> {
    let declared = walk(world, roots)?;
    laws::names(&declared)?;
    let mut phone = Resolver(&declared).phone()?;
    laws::check(&phone)?;
    phone.within = within::all(&phone);
    Ok(phone)
}

/// Walk the trees depth first.
fn walk(world: &World, roots: &[Entity]) -> Result<Declared, BadApp> {
    let mut declared = Declared {
        apps: vec![],
        tables: vec![],
        unique: vec![],
        screens: vec![],
    };
    for (number, &root) in roots.iter().enumerate() {
        let app = *world.get::<App>(root).ok_or(BadApp::NoApp { number })?;
        declared.apps.push(app);
        for part in children(world, root) {
            if let Some(&table) = world.get::<Table>(part) {
                let fields = of_children::<Field>(world, part);
                declared.tables.push((number as u8, table, fields));
                let unique = world.get::<Unique>(part);
                declared
                    .unique
                    .push(unique.map_or(&[][..], |unique| unique.0));
            } else if let Some(&screen) = world.get::<Screen>(part) {
                let widgets = of_children::<Widget>(world, part);
                declared.screens.push((number as u8, screen, widgets));
            } else {
                return Err(BadApp::StrayEntity { app: app.name });
            }
        }
    }
    Ok(declared)
}

fn children(world: &World, entity: Entity) -> Vec<Entity> {
    let children = world.get::<Children>(entity);
    children.map_or_else(Vec::new, |children| children.iter().copied().collect())
}

fn of_children<C: Component + Copy>(world: &World, entity: Entity) -> Vec<C> {
    let all = children(world, entity).into_iter();
    all.filter_map(|child| world.get::<C>(child).copied())
        .collect()
}
