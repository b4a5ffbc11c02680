//! The phone as a model: the parts of the engine in the places where the core looks for them.

use super::{
    def::Def,
    details,
    disturb::Fact,
    ends, marks, paint,
    plan::Evidence,
    state::{Ended, State},
    verb::{Text, Verb},
    wish::Piece,
    {tree, view},
};
use std::borrow::Cow;
use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::ActionForms,
    model::{
        Applied, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Planner, Render, Statement,
        StatementKind, Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, DetailValue, Distance, FactSet, Rejection},
    view::Image,
};

/// The model of every phone.
#[derive(Clone, Copy, Debug)]
pub enum Gui {}

/// What a step states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// A record of a table is now as nobody asked for.
    Wrong(&'static str),
    /// Something became of a disturbance or a risk.
    Disturbance(Fact),
}

impl Statement for Stated {
    fn kind(&self) -> StatementKind {
        match self {
            Stated::Wrong(_) => StatementKind::SideEffect,
            Stated::Disturbance(_) => StatementKind::Event,
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Stated::Wrong(table) => {
                out.push_str(table);
                out.push_str(": changed without being asked for");
            }
            Stated::Disturbance(fact) => {
                out.push_str(fact.fate.words());
                out.push_str(": ");
                out.push_str(fact.name);
            }
        }
    }
}

impl Dynamics for Gui {
    const NAME: &'static str = "gui";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Verb;
    type Statement = Stated;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State {
        def.start()
    }

    fn forms(def: &Def) -> &ActionForms {
        &def.forms
    }

    fn decode(def: &Def, state: &State, text: &str) -> Result<Verb, Rejection> {
        def.read(state, text)
    }

    fn encode(def: &Def, action: &Verb, out: &mut String) {
        def.write(action, out);
    }

    fn kind(def: &Def, state: &State, action: &Verb) -> Cow<'static, str> {
        Cow::Owned(view::kind(def, state, action))
    }

    fn admit(def: &Def, state: &State, action: &Verb) -> Result<(), Rejection> {
        def.admits(state, action)
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State,
        action: &Verb,
        _: &mut impl Chance,
        statements: &mut impl Statements<Stated>,
    ) -> Result<Applied, HostFault> {
        let before = state.clone();
        def.act(state, action);
        if state.changes != before.changes {
            for change in state.changes.list() {
                let is_new = !before.changes.list().contains(change);
                if is_new && def.wrong(&state.changes, change) > 0 {
                    let table = &def.phone.tables[usize::from(change.table)];
                    statements.emit(Stated::Wrong(table.name));
                }
            }
        }
        for fact in def.facts(&before, action, state) {
            statements.emit(Stated::Disturbance(fact));
        }
        Ok(match *state == before {
            true => Applied::UNCHANGED,
            false => Applied::CHANGED,
        })
    }

    fn digest(state: &State) -> Digest {
        state.digest()
    }

    fn recompute_digest(state: &State) -> Digest {
        state.digest()
    }

    fn status(_: &Def, state: &State) -> Status {
        match state.ended {
            Ended::No => Status::Running,
            Ended::Solved => Status::Ended(Rational::from_integer(1)),
            Ended::Failed => Status::Ended(Rational::from_integer(0)),
        }
    }
}

impl Menu for Gui {
    type Class = Digest;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Verb>>) {
        let mut verbs = vec![];
        def.offered(state, &mut verbs);
        out.extend(
            verbs
                .into_iter()
                .map(|action| MenuEntry { action, weight: 1 }),
        );
    }

    fn class(_: &Def, state: &State) -> Digest {
        state.class()
    }
}

impl Truth for Gui {
    /// The parts of what is wanted that hold, then the right end, which needs all of them.
    fn subgoals(def: &Def, state: &State) -> FactSet {
        let pieces = &def.plan.pieces;
        // A record that was deleted and made again as it is to be has another number.
        let all = !pieces.is_empty() && def.is_fulfilled(&state.changes);
        let held = (pieces.iter().enumerate()).filter(|(_, piece)| all || def.holds(state, piece));
        let ended = (state.ended == Ended::Solved).then_some(pieces.len());
        held.map(|(number, _)| number)
            .chain(ended)
            .fold(FactSet::default(), FactSet::with)
    }

    fn known(def: &Def, state: &State) -> FactSet {
        FactSet::from_bits(state.known & def.wish.evidence())
    }

    fn supported(def: &Def, state: &State, action: &Verb) -> Option<bool> {
        def.supports(state, action)
    }

    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        let wrongs = def.wrongs(&state.changes);
        out.push(Detail {
            name: Cow::Borrowed("wrong_changes"),
            value: DetailValue::Integer(wrongs as i64),
        });
        out.extend(def.disturbance_name(state).map(|name| Detail {
            name: Cow::Borrowed("disturbance"),
            value: DetailValue::Text(name.to_owned()),
        }));
    }

    fn step_details(def: &Def, before: &State, verb: &Verb, after: &State, out: &mut Vec<Detail>) {
        details::of_step(def, before, verb, after, out);
    }

    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::near_misses(def, start)
    }

    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::equivalents(def, start)
    }
}

impl Planner for Gui {
    fn distance(def: &Def, state: &State) -> Distance {
        def.distance(state, Evidence::Required)
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        match def.wish.evidence() {
            0 => def.distance(state, Evidence::Required),
            _ => def.distance(state, Evidence::Ignored),
        }
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        let distance = Self::distance_clairvoyant(def, state);
        let is_reachable = distance.is_reachable()?;
        Some(Rational::from_integer(i64::from(is_reachable)))
    }
}

impl Render for Gui {
    const VIEWS: &'static [ViewKind] = &[
        ViewKind::TEXT,
        ViewKind::TREE,
        tree::XML,
        marks::BOXES,
        paint::SMALL,
        ViewKind::PIXELS,
        paint::LARGE,
        paint::SOM_SMALL,
        paint::SOM,
        paint::SOM_LARGE,
    ];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), kind: ViewKind, out: &mut String) {
        if kind == ViewKind::TREE {
            tree::write(def, state, out);
        } else if kind == tree::XML {
            tree::write_xml(def, state, out);
        } else if kind == marks::BOXES {
            marks::write(def, state, out);
        } else {
            view::write(def, state, out);
        }
    }

    fn paint(def: &Def, state: &State, (): &(), kind: ViewKind, out: &mut Image) {
        paint::screen(def, state, kind, out);
    }
}

impl Model for Gui {
    type Planner = Self;
}

impl Def {
    /// The name of a part of what is wanted, for reports: `display 1: Dark theme`.
    pub(super) fn piece_name(&self, piece: &Piece) -> String {
        let name = |table: u8| self.phone.tables[usize::from(table)].name;
        match piece {
            Piece::Field(table, row, field, _) => {
                format!(
                    "{} {}: {}",
                    name(*table),
                    row,
                    self.phone.field_of(*table, *field).name
                )
            }
            Piece::Gone(table, row) => format!("{} {row}: gone", name(*table)),
            Piece::Made(table, _, count) => format!("{}: new, number {count}", name(*table)),
        }
    }

    /// The words that a verb types or answers, if it does.
    pub(super) fn said<'a>(&'a self, verb: &'a Verb) -> Option<&'a str> {
        match verb {
            Verb::Type(_, text) | Verb::Write(text) | Verb::Answer(text) => {
                Some(self.letters(text))
            }
            _ => None,
        }
    }

    /// A verb with other words.
    pub(super) fn say(&self, verb: &Verb, words: &str) -> Verb {
        let text: Text = self.text_of(words);
        match verb {
            Verb::Type(element, _) => Verb::Type(*element, text),
            Verb::Write(_) => Verb::Write(text),
            Verb::Answer(_) => Verb::Answer(text),
            other => other.clone(),
        }
    }
}
