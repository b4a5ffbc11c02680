//! The desktop as a model: the engine of phones, shown otherwise.

use super::access::{self, ATSPI, AXTREE};
use crate::gui::{
    def::Def,
    marks,
    model::{Gui, Stated},
    paint,
    state::State,
    tree,
    verb::Verb,
    view,
};
use std::borrow::Cow;
use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::ActionForms,
    model::{
        Applied, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Planner, Render, Statements,
        Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, Distance, FactSet, Rejection},
    view::Image,
};

/// The model of every desktop.
#[derive(Clone, Copy, Debug)]
pub enum GuiDesk {}

impl Dynamics for GuiDesk {
    const NAME: &'static str = "gui-desk";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Verb;
    type Statement = Stated;

    fn goal(def: &Def) -> &Goal {
        Gui::goal(def)
    }

    fn initial(def: &Def, chance: &mut impl Chance) -> State {
        Gui::initial(def, chance)
    }

    fn forms(def: &Def) -> &ActionForms {
        Gui::forms(def)
    }

    fn decode(def: &Def, state: &State, text: &str) -> Result<Verb, Rejection> {
        Gui::decode(def, state, text)
    }

    fn encode(def: &Def, action: &Verb, out: &mut String) {
        Gui::encode(def, action, out);
    }

    fn kind(def: &Def, state: &State, action: &Verb) -> Cow<'static, str> {
        Gui::kind(def, state, action)
    }

    fn admit(def: &Def, state: &State, action: &Verb) -> Result<(), Rejection> {
        Gui::admit(def, state, action)
    }

    fn step(
        def: &Def,
        host: &mut (),
        state: &mut State,
        action: &Verb,
        chance: &mut impl Chance,
        statements: &mut impl Statements<Stated>,
    ) -> Result<Applied, HostFault> {
        Gui::step(def, host, state, action, chance, statements)
    }

    fn digest(state: &State) -> Digest {
        Gui::digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        Gui::recompute_digest(state)
    }

    fn status(def: &Def, state: &State) -> Status {
        Gui::status(def, state)
    }
}

impl Menu for GuiDesk {
    type Class = Digest;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Verb>>) {
        Gui::menu(def, state, out);
    }

    fn class(def: &Def, state: &State) -> Digest {
        Gui::class(def, state)
    }
}

impl Truth for GuiDesk {
    fn subgoals(def: &Def, state: &State) -> FactSet {
        Gui::subgoals(def, state)
    }

    fn known(def: &Def, state: &State) -> FactSet {
        Gui::known(def, state)
    }

    fn supported(def: &Def, state: &State, action: &Verb) -> Option<bool> {
        Gui::supported(def, state, action)
    }

    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        Gui::state_details(def, state, out);
    }

    fn step_details(def: &Def, before: &State, verb: &Verb, after: &State, out: &mut Vec<Detail>) {
        Gui::step_details(def, before, verb, after, out);
    }

    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        Gui::near_misses(def, start)
    }

    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        Gui::equivalents(def, start)
    }
}

impl Planner for GuiDesk {
    fn distance(def: &Def, state: &State) -> Distance {
        Gui::distance(def, state)
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        Gui::distance_clairvoyant(def, state)
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        Gui::best_outcome(def, state)
    }
}

impl Render for GuiDesk {
    const VIEWS: &'static [ViewKind] = &[
        ViewKind::TEXT,
        ViewKind::TREE,
        AXTREE,
        ATSPI,
        marks::BOXES,
        ViewKind::PIXELS,
        paint::LARGE,
        paint::SOM,
        paint::SOM_LARGE,
    ];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), kind: ViewKind, out: &mut String) {
        if kind == ViewKind::TREE {
            tree::write(def, state, out);
        } else if kind == AXTREE {
            access::write_axtree(def, state, out);
        } else if kind == ATSPI {
            access::write_atspi(def, state, out);
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

impl Model for GuiDesk {
    type Planner = Self;
}
