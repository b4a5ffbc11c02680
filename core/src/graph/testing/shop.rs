//! A shop in miniature, for measuring: results, items with three groups of options, buying. No chance, small states.

use super::*;
use crate::{digest::CellSum, model::Subgoal};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Page {
    Search,
    Results(u8, u8),
    Item(u8, u16),
    Done(u16),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    page: Page,
    /// Chosen option per group, 0 for none.
    options: [u8; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Search(u8),
    Open(u16),
    Turn(u8),
    Choose(u8, u8),
    Back,
    Buy,
}

pub(crate) struct Def {
    pub(crate) queries: u8,
    pub(crate) results: u16,
    pub(crate) groups: [u8; 3],
    pub(crate) goal: Goal,
}

impl Def {
    pub(crate) fn new(queries: u8, results: u16, groups: [u8; 3]) -> Self {
        let goal = Goal {
            instruction: "Buy item 7 with the last options.".into(),
            subgoals: vec![Subgoal {
                name: "bought".into(),
                requires: vec![],
            }],
            evidence: vec![],
            max_steps: 15,
            feasible: true,
        };
        Self {
            queries,
            results,
            groups,
            goal,
        }
    }

    pub(crate) fn start() -> State {
        State {
            page: Page::Search,
            options: [0; 3],
        }
    }

    fn is_right(&self, item: u16, options: [u8; 3]) -> bool {
        item == 7 && options == self.groups
    }
}

const PER_PAGE: u16 = 10;
const WANTED: u16 = 7;

pub(crate) struct Shop;

impl Dynamics for Shop {
    const NAME: &'static str = "test/shop";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = NoStatement;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(_: &Def, _: &mut impl Chance) -> State {
        Def::start()
    }
    fn forms(_: &Def) -> &ActionForms {
        // It reads no text; there must be a list all the same.
        &super::FORMS
    }

    fn decode(_: &Def, _: &State, _: &str) -> Result<Action, Rejection> {
        Err(Rejection::new("malformed", "the menu only"))
    }

    fn encode(_: &Def, action: &Action, out: &mut String) {
        out.push_str(&format!("{action:?}"));
    }

    fn admit(_: &Def, _: &State, _: &Action) -> Result<(), Rejection> {
        Ok(())
    }

    fn step(
        _: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        match (state.page, *action) {
            (_, Action::Search(q)) => state.page = Page::Results(q, 0),
            (Page::Results(q, _), Action::Turn(p)) => state.page = Page::Results(q, p),
            (Page::Results(q, _), Action::Open(i)) => state.page = Page::Item(q, i),
            (Page::Item(..), Action::Choose(g, o)) => state.options[g as usize] = o,
            (Page::Item(q, _), Action::Back) => {
                (state.page, state.options) = (Page::Results(q, 0), [0; 3]);
            }
            (Page::Item(_, i), Action::Buy) => state.page = Page::Done(i),
            _ => return Ok(Applied::UNCHANGED),
        }
        Ok(Applied::CHANGED)
    }

    fn digest(state: &State) -> Digest {
        let mut sum = CellSum::default();
        let page = match state.page {
            Page::Search => [0, 0, 0, 0],
            Page::Results(q, p) => [1, q, p, 0],
            Page::Item(q, i) => [2, q, i as u8, (i >> 8) as u8],
            Page::Done(i) => [3, 0, i as u8, (i >> 8) as u8],
        };
        sum.add(1, &page);
        for (key, option) in (2u64..).zip(state.options) {
            if option > 0 {
                sum.add(key, &[option]);
            }
        }
        sum.digest()
    }

    fn recompute_digest(state: &State) -> Digest {
        Self::digest(state)
    }

    fn status(def: &Def, state: &State) -> Status {
        match state.page {
            Page::Done(i) => Status::Ended(Rational::from_integer(i64::from(
                def.is_right(i, state.options),
            ))),
            _ => Status::Running,
        }
    }
}

impl Menu for Shop {
    /// What matters of an item: whether it is the wanted one, and how many options are as wanted.
    type Class = (Page, [u8; 3]);

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        let mut offer = |action, weight| out.push(MenuEntry { action, weight });
        match state.page {
            Page::Search => (0..def.queries).for_each(|q| offer(Action::Search(q), 2)),
            Page::Results(q, page) => {
                let first = u16::from(page) * PER_PAGE;
                for i in first..(first + PER_PAGE).min(def.results) {
                    offer(Action::Open(u16::from(q) * def.results / 2 + i), 3);
                }
                if first + PER_PAGE < def.results {
                    offer(Action::Turn(page + 1), 1);
                }
                (0..def.queries).for_each(|q| offer(Action::Search(q), 1));
            }
            Page::Item(..) => {
                for (group, &options) in def.groups.iter().enumerate() {
                    (1..=options).for_each(|o| offer(Action::Choose(group as u8, o), 2));
                }
                offer(Action::Back, 1);
                offer(Action::Buy, 1);
            }
            Page::Done(_) => {}
        }
    }

    fn class(def: &Def, state: &State) -> (Page, [u8; 3]) {
        // Options of an unwanted item change nothing but where its own page is.
        let mut options = state.options;
        for (chosen, &wanted) in options.iter_mut().zip(&def.groups) {
            *chosen = u8::from(*chosen == wanted);
        }
        match state.page {
            Page::Item(q, i) if i != WANTED => (Page::Item(q, u16::MAX), [0; 3]),
            Page::Done(i) => (
                Page::Done(u16::from(def.is_right(i, state.options))),
                [0; 3],
            ),
            page => (page, options),
        }
    }
}

impl Truth for Shop {
    fn subgoals(def: &Def, state: &State) -> FactSet {
        FactSet::first(usize::from(Self::status(def, state).is_success()))
    }
}

impl Render for Shop {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(_: &Def, _: &State, (): &(), _: ViewKind, _: &mut String) {}
}

impl Model for Shop {
    type Planner = NoPlanner;
}
