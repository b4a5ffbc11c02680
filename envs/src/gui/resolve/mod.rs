//! From names to numbers: the second half of the bake.

mod acts;

use super::{
    author::{Field, Kind, Only, Rows, Screen, Sum, Title, Widget},
    bake::{
        BakedApp, BakedNames, BakedOnly, BakedScreen, BakedSum, BakedTable, BakedTitle,
        BakedWidget, Declared, Phone, ScreenId, Sorted, position,
    },
    laws::BadApp,
    value::{Value, Words},
};

/// Resolves names to numbers.
pub(super) struct Resolver<'a>(pub(super) &'a Declared);

impl Resolver<'_> {
    pub(super) fn phone(&self) -> Result<Phone, BadApp> {
        let launcher = BakedScreen {
            name: "launcher",
            app: u8::MAX,
            title: BakedTitle::Words("Home screen"),
            of: None,
            drafts: None,
            widgets: vec![],
            labels: vec![],
        };
        let mut screens = vec![launcher];
        for (app, screen, widgets) in &self.0.screens {
            screens.push(self.screen_of(*app, screen, widgets)?);
        }
        let apps = self.0.apps.iter().enumerate().map(|(number, app)| {
            let first = self
                .0
                .screens
                .iter()
                .position(|s| usize::from(s.0) == number);
            let root = first.ok_or(BadApp::NoScreen { app: app.name })? + 1;
            Ok(BakedApp {
                name: app.name,
                root: root as u8,
            })
        });
        let tables = self
            .0
            .tables
            .iter()
            .enumerate()
            .map(|(number, (app, table, fields))| {
                let order = table.order.iter().map(|name| {
                    let rising = name.strip_prefix('-');
                    Ok(Sorted {
                        field: self.field(number as u8, rising.unwrap_or(name))?,
                        is_falling: rising.is_some(),
                    })
                });
                let rank = match table.rows {
                    Rows::Ranked(group, place) => Some((
                        self.field(number as u8, group)?,
                        self.field(number as u8, place)?,
                    )),
                    _ => None,
                };
                let number = number as u8;
                let unique = self.0.unique[usize::from(number)].iter();
                let unique = unique.map(|name| self.field(number, name));
                Ok(BakedTable {
                    name: table.name,
                    rows: table.rows,
                    app: *app,
                    fields: fields.clone(),
                    order: order.collect::<Result<_, _>>()?,
                    rank,
                    unique: unique.collect::<Result<_, _>>()?,
                    names: self.names(fields)?,
                })
            });
        Ok(Phone {
            apps: apps.collect::<Result<_, _>>()?,
            tables: tables.collect::<Result<_, _>>()?,
            screens,
            within: vec![],
            is_desktop: false,
        })
    }

    /// What fields are the names of.
    fn names(&self, fields: &[Field]) -> Result<Vec<BakedNames>, BadApp> {
        let named = (0..).zip(fields);
        let named = named.filter_map(|(number, field)| Some((number, field.names?)));
        let resolved = named.map(|(number, names)| {
            let of = self.table(names.of)?;
            Ok(BakedNames {
                field: number,
                of,
                by: self.fields(of, names.by)?,
                has: names.has.map(|name| self.field(of, name)).transpose()?,
            })
        });
        resolved.collect()
    }

    fn screen_of(
        &self,
        app: u8,
        screen: &Screen,
        widgets: &[Widget],
    ) -> Result<BakedScreen, BadApp> {
        let of = screen.of.map(|name| self.table(name)).transpose()?;
        let drafts = screen.drafts.map(|name| self.table(name)).transpose()?;
        let place = On {
            screen: screen.name,
            of,
            drafts,
        };
        let title = match screen.title {
            Title::Words(words) => BakedTitle::Words(words),
            Title::Of(name) => BakedTitle::Of(self.field(place.of()?, name)?),
        };
        let labels = widgets.iter().filter_map(|widget| match *widget {
            Widget::ShowAs(label, name) => Some((label, name)),
            _ => None,
        });
        let labels = labels.map(|(label, name)| Ok((self.field(place.of()?, name)?, label)));
        let labels = labels.collect::<Result<_, BadApp>>()?;
        let widgets = widgets.iter().map(|widget| self.widget(&place, widget));
        Ok(BakedScreen {
            name: screen.name,
            app,
            title,
            of,
            drafts,
            widgets: widgets.collect::<Result<_, _>>()?,
            labels,
        })
    }

    fn widget(&self, on: &On, widget: &Widget) -> Result<BakedWidget, BadApp> {
        Ok(match *widget {
            Widget::Link(label, to) => BakedWidget::Link(label, self.screen(to)?),
            Widget::List {
                of,
                only,
                shows,
                opens,
                turns,
                empty,
            } => {
                let of = self.table(of)?;
                BakedWidget::List {
                    of,
                    only: self.only(on, of, only)?,
                    shows: self.fields(of, shows)?,
                    opens: opens.map(|name| self.screen(name)).transpose()?,
                    turns: turns.map(|name| self.field(of, name)).transpose()?,
                    sets: None,
                    empty,
                }
            }
            Widget::Choose {
                of,
                shows,
                sets: (here, there),
                empty,
            } => {
                let of = self.table(of)?;
                BakedWidget::List {
                    of,
                    only: BakedOnly::All,
                    shows: self.fields(of, shows)?,
                    opens: None,
                    turns: None,
                    sets: Some((self.field(on.of()?, here)?, self.field(of, there)?)),
                    empty,
                }
            }
            Widget::Adds {
                of,
                only,
                shows,
                to,
                from,
                line,
                then,
                empty,
            } => {
                let (of, to) = (self.table(of)?, self.table(to)?);
                BakedWidget::Adds {
                    of,
                    only: self.only(on, of, only)?,
                    shows: self.fields(of, shows)?,
                    to,
                    from: self.pairs(to, from, || on.of())?,
                    line: self.pairs(to, line, || Ok(of))?,
                    then,
                    empty,
                }
            }
            Widget::Total(label, plus, minus) => {
                BakedWidget::Total(label, self.sums(on, plus)?, self.sums(on, minus)?)
            }
            Widget::Show(name) | Widget::ShowAs(_, name) => {
                BakedWidget::Show(self.field(on.of()?, name)?)
            }
            Widget::Fill(name) => BakedWidget::Fill(self.field(on.drafts()?, name)?),
            Widget::Live(name) => BakedWidget::Live(self.field(on.of()?, name)?),
            Widget::Button(label, place, act) => {
                BakedWidget::Button(label, place, self.act(on, act)?)
            }
        })
    }

    fn only(&self, on: &On, of: u8, only: Only) -> Result<BakedOnly, BadApp> {
        Ok(match only {
            Only::All => BakedOnly::All,
            Only::Choice(name, option) => {
                let field = self.field(of, name)?;
                BakedOnly::Number(field, self.option(of, field, option)?)
            }
            Only::Flag(name, on) => BakedOnly::Number(self.field(of, name)?, i32::from(on)),
            Only::Same(there, here) => {
                BakedOnly::Same(self.field(of, there)?, self.field(on.of()?, here)?)
            }
            Only::Each(all) => {
                let all = all.iter().map(|only| self.only(on, of, *only));
                BakedOnly::Each(all.collect::<Result<_, _>>()?)
            }
        })
    }

    fn sums(&self, on: &On, sums: &[Sum]) -> Result<Vec<BakedSum>, BadApp> {
        let sum = |sum: &Sum| {
            let of = self.table(sum.of)?;
            let field = sum.field.map(|name| self.field(of, name)).transpose()?;
            let only = self.only(on, of, sum.only)?;
            Ok(BakedSum { of, only, field })
        };
        sums.iter().map(sum).collect()
    }

    /// Fields of one table that are taken from another, `(field there, field here)`.
    fn pairs(
        &self,
        there: u8,
        pairs: &[(&'static str, &'static str)],
        here: impl Fn() -> Result<u8, BadApp>,
    ) -> Result<Vec<(u8, u8)>, BadApp> {
        let pair = |(to, from): &(&'static str, &'static str)| {
            Ok((self.field(there, to)?, self.field(here()?, from)?))
        };
        pairs.iter().map(pair).collect()
    }

    fn screen(&self, name: &'static str) -> Result<ScreenId, BadApp> {
        let at = position(&self.0.screens, |(_, screen, _)| screen.name == name);
        Ok(at.ok_or(BadApp::Unknown {
            what: "screen",
            name,
        })? + 1)
    }

    fn table(&self, name: &'static str) -> Result<u8, BadApp> {
        let at = position(&self.0.tables, |(_, table, _)| table.name == name);
        at.ok_or(BadApp::Unknown {
            what: "table",
            name,
        })
    }

    fn fields(&self, table: u8, names: &[&'static str]) -> Result<Vec<u8>, BadApp> {
        names.iter().map(|name| self.field(table, name)).collect()
    }

    fn field(&self, table: u8, name: &'static str) -> Result<u8, BadApp> {
        let fields = &self.0.tables[usize::from(table)].2;
        let at = position(fields, |field| field.name == name);
        at.ok_or(BadApp::Unknown {
            what: "field",
            name,
        })
    }

    fn option(&self, table: u8, field: u8, name: &'static str) -> Result<i32, BadApp> {
        let kind = self.0.tables[usize::from(table)].2[usize::from(field)].kind;
        let read = match kind {
            // Any words would do.
            Kind::Text => None,
            kind => Words::default().read(kind, name),
        };
        match read {
            Some(Value::Number(number)) => Ok(number),
            _ => Err(BadApp::Unknown {
                what: "option",
                name,
            }),
        }
    }
}

/// The screen that a widget stands on.
struct On {
    screen: &'static str,
    of: Option<u8>,
    drafts: Option<u8>,
}

impl On {
    fn of(&self) -> Result<u8, BadApp> {
        self.of.ok_or(BadApp::NoRecord {
            screen: self.screen,
        })
    }

    fn drafts(&self) -> Result<u8, BadApp> {
        self.drafts.ok_or(BadApp::NoDraft {
            screen: self.screen,
        })
    }
}
