//! From a shape to declarations: the same components that apps by hand are written with.

use super::{
    APPS,
    names::{capital, keep, keep_list},
    shape::{Beside, Change, Layout, Shape},
};
use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Submit, Table, Title, Widget,
};
use bevy_ecs::prelude::{ChildOf, Entity, World};
use std::sync::OnceLock;

/// Names of fields in declarations.
pub(super) const TITLE: &str = "title";
pub(super) const STATE: &str = "state";
pub(super) const KIND: &str = "kind";
pub(super) const FLAG: &str = "flag";
pub(super) const DATE: &str = "date";
pub(super) const AMOUNT: &str = "amount";
pub(super) const PLACE: &str = "place";
/// Of an entry: what it is about.
pub(super) const OF: &str = "of";
/// The switches of settings.
pub(super) const SWITCHES: [&str; 3] = ["first", "second", "third"];

/// What is written under a word.
fn label(word: &str) -> &'static str {
    keep(capital(word))
}

impl Shape {
    /// The table of records: reports name it, where apps of one field of life are not to be mixed up.
    pub(super) fn table(&self) -> &'static str {
        self.tables().0
    }

    /// The table of what is noted down of them.
    pub(super) fn notes(&self) -> &'static str {
        self.tables().1
    }

    fn tables(&self) -> (&'static str, &'static str) {
        static NAMES: [OnceLock<(&str, &str)>; APPS] = [const { OnceLock::new() }; APPS];
        *NAMES[self.number].get_or_init(|| {
            let name = |noun: &str| keep(format!("{}: {noun}", self.app().to_lowercase()));
            (name(self.life.noun.0), name(self.life.entry.0))
        })
    }

    /// The table of settings.
    pub(super) fn own_settings(&self) -> String {
        format!("{} settings", self.app())
    }

    fn screen(&self, name: &str) -> &'static str {
        keep(format!("{}/{name}", self.app()))
    }

    fn fields(&self) -> Vec<Field> {
        let life = self.life;
        let amount = Kind::Amount(life.amount.unit);
        let fields = [
            Some(Field::needed(TITLE, "Name", Kind::Text)),
            Some(Field::new(STATE, life.state.0, Kind::Choice(life.state.1))),
            (self.kind).then_some(Field::new(KIND, life.kind.0, Kind::Choice(life.kind.1))),
            (self.flag).map(|_| Field::new(FLAG, label(life.flag), Kind::Flag)),
            (self.date).then_some(Field::new(DATE, life.date, Kind::Date)),
            (self.amount).then_some(Field::new(AMOUNT, life.amount.label, amount)),
            (self.place).then_some(Field::new(PLACE, life.place.0, Kind::Text)),
        ];
        fields.into_iter().flatten().collect()
    }

    fn list(&self, only: Only) -> Widget {
        let beside = match self.beside {
            Beside::Nothing => None,
            Beside::State => Some(STATE),
            Beside::Date => Some(DATE),
            Beside::Amount => Some(AMOUNT),
        };
        Widget::List {
            of: self.table(),
            only,
            shows: keep_list([Some(TITLE), beside].into_iter().flatten().collect()),
            opens: Some(self.screen("record")),
            turns: (self.flag == Some(true)).then_some(FLAG),
            empty: keep(format!("No {} here", self.life.noun.1)),
        }
    }

    /// The lists that the app opens with, or opens to: what their links say, and what is in them.
    fn folders(&self) -> Vec<(&'static str, Only)> {
        let by = |field, options: &'static [&'static str]| {
            let each = options.iter();
            each.map(|option| (label(option), Only::Choice(field, option)))
                .collect()
        };
        match self.layout {
            Layout::Plain => vec![],
            Layout::ByState => by(STATE, self.life.state.1),
            Layout::ByKind => by(KIND, self.life.kind.1),
            Layout::ByFlag => vec![
                (label(self.life.flag), Only::Flag(FLAG, true)),
                (
                    keep(format!("Not {}", self.life.flag)),
                    Only::Flag(FLAG, false),
                ),
            ],
        }
    }

    /// What a record's own screen shows.
    fn page(&self) -> Vec<Widget> {
        let mut widgets = vec![
            Widget::Button("Edit", Place::Bar, Act::Edit(self.screen("edit"))),
            Widget::Button("Delete", Place::Bar, self.delete()),
        ];
        for field in self.fields().iter().skip(1) {
            let is_live = match field.name {
                STATE => self.change == Change::Live,
                FLAG => self.flag == Some(false),
                _ => false,
            };
            widgets.push(match is_live {
                true => Widget::Live(field.name),
                false => Widget::Show(field.name),
            });
        }
        if self.entries {
            widgets.push(Widget::List {
                of: self.notes(),
                only: Only::Same(OF, TITLE),
                shows: &[DATE, AMOUNT],
                opens: Some(self.screen("entry")),
                turns: None,
                empty: keep(format!("No {} yet", self.life.entry.1)),
            });
            let add = keep(format!("Add {}", self.life.entry.0));
            let form = Act::Edit(self.screen("new entry"));
            widgets.push(Widget::Button(add, Place::Floating, form));
        }
        if self.change == Change::Button {
            let last = self.last_state();
            let set = keep(format!("Set to {last}"));
            widgets.push(Widget::Button(set, Place::Floating, Act::Set(STATE, last)));
        }
        widgets
    }

    /// The stage that a button sets.
    pub(super) fn last_state(&self) -> &'static str {
        self.life.state.1.last().copied().unwrap_or_default()
    }

    fn delete(&self) -> Act {
        match self.entries {
            true => Act::DeleteWith(keep_list(vec![(self.notes(), OF, TITLE)])),
            false => Act::Delete,
        }
    }

    /// The fields of a form. What entries are about is not renamed: they would be lost.
    fn form(&self, is_new: bool) -> Vec<Widget> {
        let is_there = |field: &&Field| is_new || !self.entries || field.name != TITLE;
        let fills = self.fields();
        let fills = fills.iter().filter(is_there);
        let save = Widget::Button("Save", Place::Bar, Act::Save);
        [save]
            .into_iter()
            .chain(fills.map(|field| Widget::Fill(field.name)))
            .collect()
    }

    /// The first screen: a list, or the ways to lists.
    fn home(&self) -> Vec<Widget> {
        let mut widgets = vec![];
        let new = keep(format!("New {}", self.life.noun.0));
        let new = Widget::Button(new, Place::Floating, Act::New(self.screen("new")));
        for (number, (label, _)) in self.folders().into_iter().enumerate() {
            widgets.push(Widget::Link(label, self.screen(&format!("list {number}"))));
        }
        if self.layout == Layout::Plain {
            widgets.push(self.list(Only::All));
        }
        if self.settings {
            widgets.push(Widget::Link("Settings", self.screen("settings")));
        }
        widgets.push(new);
        widgets
    }

    /// Author the app.
    pub(super) fn author(&self, world: &mut World) -> Entity {
        let root = world.spawn(App { name: self.app() }).id();
        self.author_tables(world, root);
        let life = self.life;
        let mut screen = |screen: Screen, widgets: Vec<Widget>| {
            let screen = world.spawn((screen, ChildOf(root))).id();
            for widget in widgets {
                world.spawn((widget, ChildOf(screen)));
            }
        };
        screen(Screen::page(self.screen("home"), self.app()), self.home());
        for (number, (label, only)) in self.folders().into_iter().enumerate() {
            let name = self.screen(&format!("list {number}"));
            screen(Screen::page(name, label), vec![self.list(only)]);
        }
        let records = self.table();
        screen(
            Screen::record(self.screen("record"), records, TITLE),
            self.page(),
        );
        for (name, is_new) in [("new", true), ("edit", false)] {
            let noun = life.noun.0;
            let title = keep(match is_new {
                true => format!("New {noun}"),
                false => format!("Edit {noun}"),
            });
            screen(
                Screen::form(self.screen(name), records, title),
                self.form(is_new),
            );
        }
        if self.settings {
            let switches = SWITCHES.map(Widget::Live).to_vec();
            let page = Screen::page(self.screen("settings"), "Settings");
            let of = Some(keep(self.own_settings()));
            screen(Screen { of, ..page }, switches);
        }
        if self.entries {
            let (name, title) = (self.notes(), label(life.entry.0));
            let entry = Screen {
                of: Some(name),
                ..Screen::page(self.screen("entry"), title)
            };
            let mut shown: Vec<Widget> = [OF, DATE, AMOUNT].map(Widget::Show).to_vec();
            shown.push(Widget::Button("Delete", Place::Bar, Act::Delete));
            screen(entry, shown);
            let form = Screen {
                name: self.screen("new entry"),
                title: Title::Words(keep(format!("Add {}", life.entry.0))),
                of: Some(records),
                drafts: Some(name),
            };
            let submit = Act::Submit(Submit {
                from: &[(OF, TITLE)],
                ..Submit::PLAIN
            });
            let save = Widget::Button("Save", Place::Bar, submit);
            screen(form, vec![save, Widget::Fill(DATE), Widget::Fill(AMOUNT)]);
        }
        root
    }

    fn author_tables(&self, world: &mut World, root: Entity) {
        let life = self.life;
        let order: &[&str] = match self.beside {
            Beside::Date => &[DATE, TITLE],
            _ => &[TITLE],
        };
        let mut table = |name, rows, order, fields: Vec<Field>| {
            let table = world.spawn((Table { name, rows, order }, ChildOf(root)));
            let table = table.id();
            for field in fields {
                world.spawn((field, ChildOf(table)));
            }
        };
        table(self.table(), Rows::Many, order, self.fields());
        if self.settings {
            let switches = SWITCHES.iter().zip(life.switches);
            let fields = switches.map(|(name, label)| Field::new(name, label, Kind::Flag));
            table(keep(self.own_settings()), Rows::One, &[], fields.collect());
        }
        if self.entries {
            let measure = life.entry.2;
            let fields = vec![
                Field::needed(OF, label(life.noun.0), Kind::Text),
                Field::needed(DATE, "Date", Kind::Date),
                Field::needed(AMOUNT, measure.label, Kind::Amount(measure.unit)),
            ];
            table(self.notes(), Rows::Many, &["-date"], fields);
        }
    }
}
