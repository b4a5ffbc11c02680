//! A request in the making: what there is to find out, what is to be changed, and the mistakes that lie near.

use super::{
    blueprint::{Act, TODAY},
    data::{Cell, World, shuffled},
    policy::{self, argument},
    scope::{Scope, anchor},
    tasks::HAND_OVER,
    theme::What,
    values::{draw, value_of},
};
use crate::tools::kernel::{
    make::{Maker, Setting},
    types::{Def, Facts},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use truestep_core::chance::Sampled;

/// Step budget of an episode unless told otherwise.
const MAX_STEPS: u32 = 40;
/// What the observation is before the first call.
const OPENING: &str = "The request is open. Nothing has been looked up yet.";
/// Mistakes that a task offers, at most.
const MISTAKES: usize = 14;
/// Rows that a task looks at, at most: what is known of each doubles the states there are to plan in.
const MOST_LOOKED_AT: usize = 8;

/// A request in the making.
pub(super) struct Case<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Sampled,
    pub(super) maker: Maker,
    known: BTreeMap<(usize, usize), Facts>,
    contents: BTreeMap<(usize, usize), Facts>,
    /// The facts of which rows refer to a row, by what is listed.
    lists: BTreeMap<String, Facts>,
    /// What shows that nothing was left out.
    pub(super) all: Facts,
    /// What a customer has to be asked first.
    pub(super) asked: Facts,
    pub(super) mistakes: Vec<(&'static str, Value, Facts)>,
    /// The id that a hand-over could be about.
    about: Option<(String, Facts)>,
    rules: String,
}

/// What looking at a scope shows.
pub(super) struct Looked {
    /// Which rows there are.
    pub(super) list: Facts,
    /// What each is, in the scope's order.
    pub(super) contents: Vec<Facts>,
}

impl Looked {
    pub(super) fn all(&self) -> Facts {
        self.contents.iter().fold(self.list, |all, one| all | one)
    }
}

impl<'w> Case<'w> {
    pub(super) fn new(world: &'w World, setting: &Setting, chance: Sampled, asks: bool) -> Self {
        let rules = policy::rules(&world.print.laws, asks);
        let texts: Vec<&str> = rules.iter().map(|rule| rule.text).collect();
        Self {
            world,
            chance,
            maker: Maker::new(setting, "", &rules),
            known: BTreeMap::new(),
            contents: BTreeMap::new(),
            lists: BTreeMap::new(),
            all: 0,
            asked: 0,
            mistakes: vec![],
            about: None,
            rules: texts.join(" "),
        }
    }

    fn tool(&self, kind: usize, wanted: impl Fn(&Act) -> bool) -> Result<&'static str, String> {
        let tool = self.world.print.tool(kind, wanted);
        let tool = tool.map(|(_, tool)| tool.name.as_str());
        tool.ok_or_else(|| "there is no tool for it".to_owned())
    }

    fn id(&self, kind: usize, row: usize) -> &'w str {
        let world = self.world;
        &world.rows[kind][row].id
    }

    /// The arguments that name a row.
    pub(super) fn names(&self, kind: usize, row: usize) -> Map<String, Value> {
        let name = format!("{}_id", self.world.print.kinds[kind].one);
        Map::from_iter([(name, self.id(kind, row).into())])
    }

    /// The fact that there is a row with its id: lists, the row itself and changes of it show it.
    pub(super) fn known(&mut self, kind: usize, row: usize) -> Facts {
        if let Some(&fact) = self.known.get(&(kind, row)) {
            return fact;
        }
        let one = super::words::spaced(self.world.print.kinds[kind].one);
        let id = self.id(kind, row);
        let fact = self
            .maker
            .fact(&format!("that there is {id}"), [format!("{one} {id}")]);
        self.known.insert((kind, row), fact);
        fact
    }

    /// The fact of the id of who or what is called so, which looking for the name shows.
    pub(super) fn find(&mut self, kind: usize, row: usize) -> Result<Facts, String> {
        let tool = self.tool(kind, |act| matches!(act, Act::Find))?;
        let world = self.world;
        let label = (world.print.kinds[kind].called.as_ref()).map_or("", |called| called.label);
        let name = world.rows[kind][row].label.clone().unwrap_or_default();
        self.maker.read(tool, json!({label: name}), self.asked);
        Ok(self.known(kind, row))
    }

    /// The fact of what a row holds, which can be looked up once `shown` is known.
    pub(super) fn contents(
        &mut self,
        kind: usize,
        row: usize,
        shown: Facts,
    ) -> Result<Facts, String> {
        if let Some(&fact) = self.contents.get(&(kind, row)) {
            return Ok(fact);
        }
        let entity = &self.world.print.kinds[kind];
        let id = self.id(kind, row);
        // Of what is said of a row only this has a line for each column.
        let first = super::words::spaced(entity.columns[0].name);
        let needles = [
            format!("{} {id}", super::words::spaced(entity.one)),
            format!("\n{first}: "),
        ];
        let fact = self.maker.fact(&format!("what {id} is"), needles);
        let tool = self.tool(kind, |act| matches!(act, Act::Get))?;
        let arguments = Value::Object(self.names(kind, row));
        self.maker.read(tool, arguments, shown);
        self.contents.insert((kind, row), fact);
        match self.contents.len() {
            0..=MOST_LOOKED_AT => Ok(fact),
            count => Err(format!("{count} rows to look at")),
        }
    }

    /// The fact of which rows of a kind refer to a row by a column, where a tool lists them; the row's id was `shown`.
    pub(super) fn those_of(&mut self, kind: usize, by: usize, row: usize, shown: Facts) -> Facts {
        let print = self.world.print;
        let entity = &print.kinds[kind];
        let tool = self.tool(kind, |act| matches!(act, Act::List(b) if *b == by));
        let (Ok(tool), What::Row(of)) = (tool, &entity.columns[by].what) else {
            return 0;
        };
        let id = self.id(*of, row);
        let (many, column) = (
            super::words::spaced(entity.many),
            super::words::spaced(entity.columns[by].name),
        );
        let head = format!("{many} of {column} {id}:");
        let name = format!("the {many} of {id} by {column}");
        let fact =
            *(self.lists.entry(name.clone())).or_insert_with(|| self.maker.fact(&name, [head]));
        self.maker
            .read(tool, json!({argument(entity, by): id}), shown);
        fact
    }

    /// List the rows of a scope, and look at each.
    pub(super) fn look(&mut self, scope: &Scope) -> Result<Looked, String> {
        let print = self.world.print;
        let entity = &print.kinds[scope.kind];
        let by = scope.by;
        let tool = self.tool(scope.kind, |act| matches!(act, Act::List(b) if *b == by))?;
        let (value, shown) = match (anchor(print, scope), &scope.value) {
            (Some((kind, row)), _) => (self.id(kind, row), self.find(kind, row)?),
            (None, Cell::Word(word)) => (*word, self.asked),
            _ => return Err("it cannot be listed by that".into()),
        };
        let many = super::words::spaced(entity.many);
        let column = super::words::spaced(entity.columns[by].name);
        let head = match anchor(print, scope) {
            Some(_) => format!("{many} of {column} {value}:"),
            None => format!("{many} with the {column} {value}:"),
        };
        let list = self
            .maker
            .fact(&format!("the {head}").replace(':', ""), [head]);
        self.maker
            .read(tool, json!({argument(entity, by): value}), shown);
        let mut contents = vec![];
        for &row in &scope.rows {
            let known = self.known(scope.kind, row);
            contents.push(self.contents(scope.kind, row, known)?);
        }
        let looked = Looked {
            list: list | shown,
            contents,
        };
        self.all |= looked.all();
        if let Some((kind, row)) = anchor(print, scope) {
            self.near(kind, &[row]);
        }
        let first = scope.rows[0];
        self.about = Some((
            self.id(scope.kind, first).to_owned(),
            self.known(scope.kind, first),
        ));
        Ok(looked)
    }

    /// A value for a column of a row that it has not, as an argument and in words.
    pub(super) fn other(
        &mut self,
        kind: usize,
        row: usize,
        column: usize,
    ) -> Option<(Value, Cell)> {
        let world = self.world;
        let now = &world.rows[kind][row].cells[column];
        let what = &world.print.kinds[kind].columns[column].what;
        let label = world.rows[kind][row].label.as_deref();
        for _ in 0..8 {
            let cell = draw(what, label, &mut self.chance)?;
            if cell != *now {
                return Some((value_of(&cell), cell));
            }
        }
        None
    }

    pub(super) fn draw<T: Clone>(&mut self, all: Vec<T>) -> Vec<T> {
        shuffled(all, &mut self.chance)
    }

    /// Something the customer says when asked.
    pub(super) fn topic(&mut self, name: &'static str, answer: &str) -> Facts {
        let fact = (self.maker).told(name, &format!("the {name} of the customer"), answer);
        self.asked |= fact;
        fact
    }

    /// Nothing was left out once all of this is known.
    pub(super) fn must_know(&mut self, facts: Facts) {
        self.all |= facts;
    }

    /// What a hand-over could be about.
    pub(super) fn could_be_about(&mut self, kind: usize, row: usize) {
        let known = self.known(kind, row);
        self.about = Some((self.id(kind, row).to_owned(), known));
    }

    /// Hand over, for what is not allowed.
    pub(super) fn hand_over(&mut self, kind: usize, row: usize, others: &[usize]) {
        let id = self.id(kind, row);
        let evidence = self.all;
        self.maker
            .transfer(HAND_OVER[0], id, evidence, &[(HAND_OVER[1], id)]);
        for &other in others {
            let known = self.known(kind, other);
            let other = self.id(kind, other);
            for reason in HAND_OVER {
                self.maker.offer_transfer(reason, other, known);
            }
        }
        self.about = None;
    }

    /// The finished task.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish(mut self, request: &str) -> Result<Def, String> {
        let mistakes = std::mem::take(&mut self.mistakes);
        for (tool, arguments, shown) in self.draw(mistakes).into_iter().take(MISTAKES) {
            self.maker.wrong(tool, arguments, shown | self.asked);
        }
        if let Some((id, known)) = &self.about {
            self.maker.done_once(self.all);
            for reason in HAND_OVER {
                self.maker.offer_transfer(reason, id, *known);
            }
        }
        let place = self.world.print.place;
        let rules = &self.rules;
        let instruction = format!("You work {place}. Today is day {TODAY}. {rules} {request}");
        self.maker.finish(instruction, OPENING, MAX_STEPS)
    }
}
