//! From a list of places and moves, by name, to a world.

use super::{
    checks::{self, BadMdp},
    planner,
    types::{Action, Mdp, Move, Place, PlaceId},
};
use truestep_core::{
    forms::{ActionForm, ActionForms},
    model::{Goal, Subgoal},
    rational::Rational,
    truth::FactSet,
};

/// Builds a world. The first place is where episodes start.
///
/// ```
/// use truestep_envs::diagnostic::Builder;
/// let mut b = Builder::new("Toss heads.", 5);
/// let toss = b.place("toss", "A coin lies before you.");
/// let heads = b.success("heads", "Heads!");
/// let tails = b.failure("tails", "Tails.");
/// b.draw(toss, "toss", &[(1, heads), (1, tails)]);
/// assert_eq!(b.build()?.places().len(), 3);
/// # Ok::<(), truestep_envs::diagnostic::BadMdp>(())
/// ```
#[derive(Clone, Debug)]
pub struct Builder {
    goal: Goal,
    places: Vec<Place>,
    actions: Vec<String>,
    forms: Vec<ActionForm>,
}

/// What is said of an action that was given no form.
const UNSAID: &str = "a move of some places, which list it";

impl Builder {
    /// A world without places, with its instruction and step budget.
    #[must_use]
    pub fn new(instruction: &str, max_steps: u32) -> Self {
        Self {
            goal: Goal {
                instruction: instruction.into(),
                subgoals: vec![],
                evidence: vec![],
                max_steps,
                feasible: true,
            },
            places: vec![],
            actions: vec![],
            forms: vec![],
        }
    }

    /// Say what agents are told of some actions; actions of no form given are told by their text alone.
    pub fn form(&mut self, form: ActionForm) {
        self.forms.push(form);
    }

    /// Say what agents are told of actions without arguments: text and what it does.
    pub fn words(&mut self, words: &[(&str, &str)]) {
        let form = |(text, does): &(&str, &str)| ActionForm::new(*text, *does);
        self.forms.extend(words.iter().map(form));
    }

    /// Declare a sub-goal that needs `requires`; returns its number.
    pub fn subgoal(&mut self, name: &str, requires: &[usize]) -> usize {
        self.goal.subgoals.push(Subgoal {
            name: name.into(),
            requires: requires.to_vec(),
        });
        self.goal.subgoals.len() - 1
    }

    /// Declare a fact that can be found out; returns its number.
    pub fn evidence(&mut self, name: &str) -> usize {
        self.goal.evidence.push(name.into());
        self.goal.evidence.len() - 1
    }

    /// Add a place where the episode goes on.
    pub fn place(&mut self, name: &str, text: &str) -> PlaceId {
        self.places.push(Place {
            name: name.into(),
            text: text.into(),
            moves: vec![],
            grade: None,
            subgoals: FactSet::default(),
            known: FactSet::default(),
        });
        // More places than fit are refused by `build`.
        PlaceId((self.places.len() - 1) as u16)
    }

    /// Add a place where the episode ends with `grade`. Success has every sub-goal.
    pub fn end(&mut self, name: &str, text: &str, grade: Rational) -> PlaceId {
        let place = self.place(name, text);
        self.places[place.at()].grade = Some(grade);
        place
    }

    /// Add a place where the episode ends in success.
    pub fn success(&mut self, name: &str, text: &str) -> PlaceId {
        self.end(name, text, Rational::from_integer(1))
    }

    /// Add a place where the episode ends with grade 0.
    pub fn failure(&mut self, name: &str, text: &str) -> PlaceId {
        self.end(name, text, Rational::from_integer(0))
    }

    /// State which sub-goals hold in a place.
    pub fn holds(&mut self, place: PlaceId, subgoals: &[usize]) {
        self.places[place.at()].subgoals = set_of(subgoals);
    }

    /// State which facts the agent has been shown in a place.
    pub fn knows(&mut self, place: PlaceId, facts: &[usize]) {
        self.places[place.at()].known = set_of(facts);
    }

    /// Add a move that leads to `to`.
    pub fn go(&mut self, from: PlaceId, action: &str, to: PlaceId) -> &mut Move {
        self.draw(from, action, &[(1, to)])
    }

    /// Add a move whose end chance decides, with these integer weights.
    pub fn draw(&mut self, from: PlaceId, action: &str, outcomes: &[(u32, PlaceId)]) -> &mut Move {
        let known = self.actions.iter().position(|a| a == action);
        let number = known.unwrap_or(self.actions.len());
        if known.is_none() {
            self.actions.push(action.into());
        }
        let moves = &mut self.places[from.at()].moves;
        moves.push(Move {
            action: Action(number as u16),
            weight: 1,
            outcomes: outcomes.to_vec(),
            supported: None,
        });
        moves.last_mut().expect("invariant: it was just pushed")
    }

    /// The world.
    ///
    /// # Errors
    /// [`BadMdp`] if a place or move breaks a rule of worlds.
    pub fn build(mut self) -> Result<Mdp, BadMdp> {
        let all = FactSet::first(self.goal.subgoals.len());
        for place in &mut self.places {
            if place.grade == Some(Rational::from_integer(1)) {
                place.subgoals = all;
            }
        }
        checks::check(&self.goal, &self.places)?;
        let plans = planner::plan(&self.places)?;
        self.goal.feasible = plans[0].distance.steps().is_some();
        for action in &self.actions {
            if self.forms.iter().all(|form| form.read(action).is_none()) {
                self.forms.push(ActionForm::new(action, UNSAID));
            }
        }
        Ok(Mdp {
            goal: self.goal,
            places: self.places,
            actions: self.actions,
            forms: ActionForms::new(self.forms)?,
            plans,
        })
    }
}

fn set_of(numbers: &[usize]) -> FactSet {
    numbers
        .iter()
        .fold(FactSet::default(), |set, &n| set.with(n))
}
