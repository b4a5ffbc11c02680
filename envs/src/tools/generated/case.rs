//! A request in the making: what there is to find out, what is to be changed, and the mistakes that lie near.

use super::{
    blueprint::{Act, Becomes, Change, Shape, TODAY},
    data::{Cell, World, shuffled},
    policy::{self, Subject, argument},
    scope::{Matched, Scope, anchor},
    tasks::HAND_OVER,
    theme::What,
};
use crate::tools::kernel::{
    make::{Maker, Setting},
    types::{Def, Facts},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use truestep_core::chance::{Chance, Sampled};

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
    /// What shows that nothing was left out.
    all: Facts,
    /// What a customer has to be asked first.
    asked: Facts,
    mistakes: Vec<(&'static str, Value, Facts)>,
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

    /// What shows that no rule forbids a tool for a row: what it refers to is looked at where a rule is about that.
    pub(super) fn permission(
        &mut self,
        tool: usize,
        row: usize,
        own: Facts,
    ) -> Result<Facts, String> {
        let world = self.world;
        let kind = world.print.tools[tool].kind;
        let mut evidence = own;
        for law in world.laws(tool) {
            let Subject::Other { of, .. } = law.subject else {
                continue;
            };
            let what = &world.print.kinds[kind].columns[of].what;
            if let (What::Row(other), Cell::Row(number)) = (what, &world.rows[kind][row].cells[of])
            {
                evidence |= self.contents(*other, *number, own)?;
            }
        }
        self.all |= evidence;
        Ok(evidence)
    }

    /// Have a row changed by a tool with further arguments, on what is known of it.
    pub(super) fn change(
        &mut self,
        tool: usize,
        row: usize,
        further: Map<String, Value>,
        evidence: Facts,
    ) -> Result<(), String> {
        let of = &self.world.print.tools[tool];
        let evidence = self.permission(tool, row, evidence)? | self.asked;
        let mut arguments = self.names(of.kind, row);
        arguments.extend(further);
        let known = self.known(of.kind, row);
        self.maker
            .write(&of.name, Value::Object(arguments), known, evidence);
        Ok(())
    }

    /// Note the changes of rows that could be made by mistake: every other that their tools would carry out.
    pub(super) fn near(&mut self, kind: usize, rows: &[usize]) {
        let world = self.world;
        for &row in rows {
            let known = self.known(kind, row);
            for tool in world.print.tools.iter().filter(|tool| tool.kind == kind) {
                let arguments = self.names(kind, row);
                match &tool.act {
                    Act::Do(change)
                        if change.shape != Shape::Make
                            && change.takes.is_empty()
                            && world.allows(kind, row, change) => {}
                    Act::Set(columns) => {
                        for &place in columns {
                            let Some((value, _)) = self.other(kind, row, place) else {
                                continue;
                            };
                            let mut arguments = arguments.clone();
                            arguments.insert(argument(&world.print.kinds[kind], place), value);
                            self.mistake_of(&tool.name, arguments, known);
                        }
                        continue;
                    }
                    _ => continue,
                }
                self.mistake_of(&tool.name, arguments, known);
            }
        }
    }

    pub(super) fn mistake(&mut self, tool: usize, arguments: Map<String, Value>, shown: Facts) {
        let tool = &self.world.print.tools[tool].name;
        self.mistake_of(tool, arguments, shown);
    }

    fn mistake_of(&mut self, tool: &'static str, arguments: Map<String, Value>, shown: Facts) {
        self.mistakes.push((tool, Value::Object(arguments), shown));
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
        let fact = self
            .maker
            .fact(&format!("the {name} of the customer"), Vec::<String>::new());
        let answer = format!("The customer says: {answer}");
        self.maker.topic(name, &answer, fact);
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

/// A value that a column can be given.
pub(super) fn draw(what: &What, label: Option<&str>, chance: &mut Sampled) -> Option<Cell> {
    let between = |least: i64, most: i64, step: i64, chance: &mut Sampled| {
        let steps = ((most - least) / step).max(1) as u32;
        Cell::Number(least + step * i64::from(chance.below(steps) + 1))
    };
    Some(match what {
        What::Word(words) => Cell::Word(words[chance.below(words.len() as u32) as usize]),
        What::Money { least, most, step } => between(*least, *most, *step, chance),
        What::Number { least, most } => between(*least, *most, 1, chance),
        What::Day { most, .. } => between(TODAY, (*most).max(TODAY + 30), 1, chance),
        What::Text(text) => Cell::Text(super::data::words_of(*text, label, chance)),
        What::Row(_) | What::State(_) => return None,
    })
}

pub(super) fn value_of(cell: &Cell) -> Value {
    match cell {
        Cell::Word(word) => (*word).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(number) => (*number).into(),
        Cell::Row(_) => Value::Null,
    }
}

/// Whether two changes of rows of a scope could get into each other's way: they reach the same other row.
pub(super) fn meet(world: &World, matched: &Matched, change: &Change) -> bool {
    let reaches = change.effects.iter().filter_map(|effect| effect.of);
    let mut reaches = reaches.chain(change.needs.iter().filter_map(|need| match need {
        super::blueprint::Need::Is { of, .. } => *of,
        super::blueprint::Need::Alone { .. } => None,
    }));
    let is_still = change.effects.iter().all(|effect| effect.of.is_none());
    !is_still
        && reaches.any(|of| {
            let mut met = vec![];
            matched.rows.iter().any(|&row| {
                let cell = &matched.row(world, row).cells[of];
                let again = met.contains(&cell);
                met.push(cell);
                again
            })
        })
}

/// A row after a change of its own columns.
pub(super) fn after(row: &[Cell], change: &Change) -> Vec<Cell> {
    let mut row = row.to_vec();
    for effect in change.effects.iter().filter(|effect| effect.of.is_none()) {
        row[effect.column] = match (&effect.becomes, &row[effect.column]) {
            (Becomes::Word(word), _) => Cell::Word(word),
            (Becomes::More(by), Cell::Number(number)) => Cell::Number(number + by),
            (Becomes::More(_), other) => other.clone(),
        };
    }
    row
}
