//! A model given by a table, for tests of the graph. Not the diagnostic environment: it checks nothing and shows nothing.

pub(crate) mod shop;

use super::{Explored, Limits, Mode, StateGraph};
use crate::{
    chance::Chance,
    digest::Digest,
    forms::{ActionForm, ActionForms, Argument},
    model::{
        Applied, Draws, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, NoPlanner, NoStatement,
        Render, Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{FactSet, Rejection},
};

#[derive(Clone, Debug)]
pub(crate) struct Way {
    outcomes: Vec<(u32, usize)>,
    weight: u32,
    supported: Option<bool>,
}

impl Way {
    pub(crate) fn weight(mut self, weight: u32) -> Self {
        self.weight = weight;
        self
    }
    pub(crate) fn supported(mut self) -> Self {
        self.supported = Some(true);
        self
    }
    pub(crate) fn unsupported(mut self) -> Self {
        self.supported = Some(false);
        self
    }
}

pub(crate) fn goto(state: usize) -> Way {
    draw(vec![(1, state)])
}

pub(crate) fn draw(outcomes: Vec<(u32, usize)>) -> Way {
    Way {
        outcomes,
        weight: 1,
        supported: None,
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Place {
    ways: Vec<Way>,
    grade: Option<Rational>,
    class: Option<usize>,
}

impl Place {
    pub(crate) fn class(mut self, class: usize) -> Self {
        self.class = Some(class);
        self
    }
}

pub(crate) fn run(ways: Vec<Way>) -> Place {
    Place {
        ways,
        grade: None,
        class: None,
    }
}

pub(crate) fn ended(n: i64, d: i64) -> Place {
    Place {
        ways: vec![],
        grade: Some(Rational::new(n, d)),
        class: None,
    }
}

pub(crate) struct Table {
    places: Vec<Place>,
    goal: Goal,
}

impl Table {
    pub(crate) fn new(places: Vec<Place>) -> Self {
        Self {
            places,
            goal: Goal {
                instruction: String::new(),
                subgoals: vec![],
                evidence: vec![],
                max_steps: 10,
                feasible: true,
            },
        }
    }

    pub(crate) fn explore(&self, mode: Mode) -> Explored<TableModel> {
        StateGraph::enumerate(self, 0, &Limits::default(), mode).unwrap()
    }

    pub(crate) fn raw(&self) -> StateGraph {
        self.explore(Mode::Raw).into_graph()
    }

    pub(crate) fn capped(&self, max_states: u32) -> StateGraph {
        let limits = Limits {
            allow_capped: true,
            ..Limits::states(max_states)
        };
        StateGraph::enumerate::<TableModel>(self, 0, &limits, Mode::Raw)
            .unwrap()
            .into_graph()
    }
}

static FORMS: std::sync::LazyLock<ActionForms> = std::sync::LazyLock::new(|| {
    let form = ActionForm::new("N", "goes that way").named("go");
    ActionForms::new(vec![form.with(Argument::integer(
        "n",
        0,
        1_000_000,
        "which way",
    ))])
    .unwrap()
});

pub(crate) struct TableModel;

impl Dynamics for TableModel {
    const NAME: &'static str = "test/table";
    const DRAWS: Draws = Draws::InStep;
    type Def = Table;
    type Host = ();
    type State = usize;
    type Action = usize;
    type Statement = NoStatement;

    fn goal(def: &Table) -> &Goal {
        &def.goal
    }

    fn initial(_: &Table, _: &mut impl Chance) -> usize {
        0
    }
    fn forms(_: &Table) -> &ActionForms {
        &FORMS
    }

    fn decode(_: &Table, _: &usize, text: &str) -> Result<usize, Rejection> {
        text.parse()
            .map_err(|_| Rejection::new("malformed", "a number"))
    }

    fn encode(_: &Table, action: &usize, out: &mut String) {
        out.push_str(&action.to_string());
    }

    fn admit(def: &Table, state: &usize, action: &usize) -> Result<(), Rejection> {
        match *action < def.places[*state].ways.len() {
            true => Ok(()),
            false => Err(Rejection::new("unknown", "no such way")),
        }
    }

    fn step(
        def: &Table,
        (): &mut (),
        state: &mut usize,
        action: &usize,
        chance: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        let outcomes = &def.places[*state].ways[*action].outcomes;
        let weights: Vec<u32> = outcomes.iter().map(|o| o.0).collect();
        *state = outcomes[chance.pick(&weights)].1;
        Ok(Applied::CHANGED)
    }

    fn digest(state: &usize) -> Digest {
        // 16 bits on purpose: a larger table has two places of one digest.
        Digest::of(&(*state as u16).to_le_bytes())
    }

    fn recompute_digest(state: &usize) -> Digest {
        Self::digest(state)
    }

    fn status(def: &Table, state: &usize) -> Status {
        def.places[*state]
            .grade
            .map_or(Status::Running, Status::Ended)
    }
}

impl Menu for TableModel {
    type Class = usize;

    fn menu(def: &Table, state: &usize, out: &mut Vec<MenuEntry<usize>>) {
        let ways = def.places[*state].ways.iter().enumerate();
        out.extend(ways.map(|(action, way)| MenuEntry {
            action,
            weight: way.weight,
        }));
    }

    fn class(def: &Table, state: &usize) -> usize {
        def.places[*state].class.unwrap_or(*state)
    }
}

impl Truth for TableModel {
    fn subgoals(_: &Table, _: &usize) -> FactSet {
        FactSet::default()
    }

    fn supported(def: &Table, state: &usize, action: &usize) -> Option<bool> {
        def.places[*state].ways[*action].supported
    }
}

impl Render for TableModel {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(_: &Table, state: &usize, (): &(), _: ViewKind, out: &mut String) {
        out.push_str(&format!("place {state}"));
    }
}

impl Model for TableModel {
    type Planner = NoPlanner;
}

impl Table {
    /// Two copies of every place that lead into either copy and share a class.
    pub(crate) fn doubled(&self) -> Self {
        let n = self.places.len();
        let copy = |offset: usize| {
            self.places.iter().enumerate().map(move |(i, place)| {
                let mut place = place.clone().class(i);
                for (k, way) in place.ways.iter_mut().enumerate() {
                    for (_, next) in &mut way.outcomes {
                        *next = (*next + n * ((offset + k) % 2)) % (2 * n);
                    }
                }
                place
            })
        };
        Self::new(copy(0).chain(copy(1)).collect())
    }
}

/// A table of `size` places with random ways, weights, chance, support and grades; place 0 runs.
pub(crate) fn random_table(seed: u64, size: u32) -> Table {
    let mut chance = crate::chance::Seed(seed).stream("table").sampled();
    let places = (0..size).map(|i| {
        if i > 0 && chance.below(4) == 0 {
            return ended(i64::from(chance.below(4)), 3);
        }
        let ways = (0..1 + chance.below(4)).map(|_| {
            let mut outcomes: Vec<(u32, usize)> = vec![];
            for _ in 0..1 + chance.below(3) / 2 * chance.below(3) {
                outcomes.push((1 + chance.below(3), chance.below(size) as usize));
            }
            let way = draw(outcomes).weight(1 + chance.below(5));
            match chance.below(6) {
                0 => way.unsupported(),
                1 => way.supported(),
                _ => way,
            }
        });
        run(ways.collect())
    });
    Table::new(places.collect())
}
