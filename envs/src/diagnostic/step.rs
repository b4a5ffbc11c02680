//! The model: one for every table.

use super::types::{Action, Mdp, PlaceId, State};
use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::{ActionForm, ActionForms},
    model::{
        Applied, Best, Draws, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, NoStatement,
        Planner, Render, Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Distance, FactSet, Rejection},
};

/// The model of every world given by a table.
#[derive(Clone, Copy, Debug)]
pub enum Diagnostic {}

impl Dynamics for Diagnostic {
    const NAME: &'static str = "diagnostic";
    const DRAWS: Draws = Draws::InStep;
    type Def = Mdp;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = NoStatement;

    fn goal(def: &Mdp) -> &Goal {
        &def.goal
    }

    fn initial(_: &Mdp, _: &mut impl Chance) -> State {
        State { place: PlaceId(0) }
    }

    fn forms(def: &Mdp) -> &ActionForms {
        &def.forms
    }

    fn decode(def: &Mdp, state: &State, text: &str) -> Result<Action, Rejection> {
        def.read(text).ok_or_else(|| {
            let here: Vec<&str> = def.actions_at(state).collect();
            let usable = |form: &ActionForm| here.iter().any(|a| form.read(a).is_some());
            def.forms.unknown_among(text, usable)
        })
    }

    fn encode(def: &Mdp, action: &Action, out: &mut String) {
        out.push_str(def.action_text(*action));
    }

    fn admit(def: &Mdp, state: &State, action: &Action) -> Result<(), Rejection> {
        if def.at(state).grade.is_some() {
            return Err(Rejection::new("episode_over", "the episode has ended"));
        }
        match def.find_move(state, *action) {
            Some(_) => Ok(()),
            None => Err(Rejection::new(
                "not_here",
                format!(
                    "`{}` cannot be done here; there are: {}",
                    def.action_text(*action),
                    def.listed(state)
                ),
            )),
        }
    }

    fn step(
        def: &Mdp,
        (): &mut (),
        state: &mut State,
        action: &Action,
        chance: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        let Some(m) = def.find_move(state, *action) else {
            return Ok(Applied::UNCHANGED);
        };
        let before = state.place;
        state.place = match m.outcomes[..] {
            [(_, only)] => only,
            _ => {
                let weights: Vec<u32> = m.outcomes.iter().map(|o| o.0).collect();
                m.outcomes[chance.pick(&weights)].1
            }
        };
        Ok(match state.place == before {
            true => Applied::UNCHANGED,
            false => Applied::CHANGED,
        })
    }

    fn digest(state: &State) -> Digest {
        state.cells().digest()
    }

    fn recompute_digest(state: &State) -> Digest {
        state.cells().digest()
    }

    fn status(def: &Mdp, state: &State) -> Status {
        def.at(state).grade.map_or(Status::Running, Status::Ended)
    }
}

impl Menu for Diagnostic {
    type Class = PlaceId;

    fn menu(def: &Mdp, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        out.extend(def.at(state).moves.iter().map(|m| MenuEntry {
            action: m.action,
            weight: m.weight,
        }));
    }

    fn class(_: &Mdp, state: &State) -> PlaceId {
        state.place
    }
}

impl Truth for Diagnostic {
    fn subgoals(def: &Mdp, state: &State) -> FactSet {
        def.at(state).subgoals
    }

    fn known(def: &Mdp, state: &State) -> FactSet {
        def.at(state).known
    }

    fn supported(def: &Mdp, state: &State, action: &Action) -> Option<bool> {
        def.find_move(state, *action)?.supported
    }
}

impl Planner for Diagnostic {
    fn distance(def: &Mdp, state: &State) -> Distance {
        def.plans[state.place.at()].distance
    }

    fn distance_clairvoyant(def: &Mdp, state: &State) -> Distance {
        def.plans[state.place.at()].distance_clairvoyant
    }

    fn best_actions(
        def: &Mdp,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        def.best_moves(state, menu, out);
        Best::Listed
    }

    fn best_outcome(def: &Mdp, state: &State) -> Option<Rational> {
        Some(def.plans[state.place.at()].best_outcome)
    }
}

impl Render for Diagnostic {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(def: &Mdp, state: &State, (): &(), _: ViewKind, out: &mut String) {
        super::view::write(def, state, out);
    }
}

impl Model for Diagnostic {
    type Planner = Self;
}
