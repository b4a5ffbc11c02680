//! A task: the phone it is played on, what it stores, and what is wanted.

use super::{
    author::Kind,
    bake::{BakedScreen, Phone, ScreenId},
    day::Part,
    disturb::Schedule,
    locale::Tongue,
    paint::Contrast,
    plan::{Evidence, Plan},
    rows::{Base, Changes, Row, RowId},
    spoken::Spoken,
    state::{Frame, NO_ROW, State},
    value::{Value, Words},
    wish::Wish,
};
use std::sync::Arc;
use truestep_core::{
    forms::ActionForms,
    model::{Goal, Subgoal},
};

/// Steps that a run has beyond twice the shortest way.
const SPARE_STEPS: u32 = 10;

/// How screens are shown, beside what is set on the phone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looks {
    /// How far the colours of pictures stand apart.
    pub(super) contrast: Contrast,
    /// Whether left and right are exchanged.
    pub(super) is_mirrored: bool,
    /// The language that is spoken.
    pub(super) tongue: Tongue,
}

/// One task.
#[derive(Debug)]
pub struct Def {
    pub(super) goal: Goal,
    pub(super) forms: ActionForms,
    /// The grammar in which actions may be written beside the forms.
    pub(super) spoken: Option<Spoken>,
    /// How its screens are shown.
    pub(super) looks: Looks,
    /// The apps, baked; shared by all tasks.
    pub(super) phone: Arc<Phone>,
    /// The apps that are installed, in the order of the launcher.
    pub(super) apps: Vec<u8>,
    /// Texts of data, instruction and mistakes.
    pub(super) words: Words,
    /// What is stored at the start, by table.
    pub(super) base: Base,
    /// Today, in days since 1970-01-01.
    pub(super) today: i32,
    /// What time it is, in minutes since midnight. The clock of a phone in a task stands still: no act of it depends on time.
    pub(super) now: i32,
    /// What is wanted.
    pub(super) wish: Wish,
    /// The disturbances that come.
    pub(super) schedule: Schedule,
    /// Distances worked out so far.
    pub(super) plan: Plan,
    /// The parts of a day, which are planned alone; empty for other tasks.
    pub(super) parts: Vec<Part>,
}

impl Def {
    /// What it asks for.
    #[must_use]
    pub fn goal(&self) -> &Goal {
        &self.goal
    }

    /// The phone's apps.
    #[must_use]
    pub fn phone(&self) -> &Phone {
        &self.phone
    }

    pub(super) fn screen(&self, id: ScreenId) -> &BakedScreen {
        self.phone.screen(id)
    }

    pub(super) fn kind(&self, table: u8, field: u8) -> Kind {
        self.phone.field_of(table, field).kind
    }

    /// What a record holds in a state.
    pub(super) fn row<'a>(
        &'a self,
        changes: &'a Changes,
        table: u8,
        row: RowId,
    ) -> Option<&'a Row> {
        changes.get(&self.base, table, row)
    }

    /// The record that a frame shows, with its table.
    pub(super) fn record<'a>(&'a self, state: &'a State, frame: Frame) -> Option<(u8, &'a Row)> {
        let table = self.screen(frame.screen).of?;
        if frame.row == NO_ROW {
            return None;
        }
        Some((table, self.row(&state.changes, table, frame.row)?))
    }

    /// A record with nothing filled in: first choices, flags that are off.
    pub(super) fn blank(&self, table: u8) -> Vec<Value> {
        let fields = &self.phone.tables[usize::from(table)].fields;
        let blank = fields.iter().map(|field| match field.kind {
            Kind::Choice(_) | Kind::Flag => Value::Number(0),
            _ => Value::Nothing,
        });
        blank.collect()
    }

    /// Open a screen of a state, with its draft.
    pub(super) fn open(&self, state: &mut State, screen: ScreenId, row: RowId) {
        state.front.push(screen, row);
        self.start_draft(state);
    }

    /// The draft of the screen that is seen, as it is at first.
    pub(super) fn start_draft(&self, state: &mut State) {
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        let Some(drafts) = screen.drafts else { return };
        let held = match screen.of == Some(drafts) && frame.row != NO_ROW {
            true => self.row(&state.changes, drafts, frame.row),
            false => None,
        };
        let draft = held.map_or_else(|| self.blank(drafts), |row| row.to_vec());
        state.front.draft = draft;
    }

    /// The state an episode starts in: at the home screen, or at the desktop.
    pub(super) fn start(&self) -> State {
        State {
            desk: self.is_desktop().then(Box::default),
            ..State::default()
        }
    }

    /// Whether it is played on a desktop.
    pub(super) fn is_desktop(&self) -> bool {
        self.phone.is_desktop
    }

    /// What a text that somebody types comes to in a field of a kind; `None` if it is no value of the kind.
    pub(super) fn read_value(&self, kind: Kind, text: &str) -> Option<Value> {
        self.tongue().read(&self.words, kind, text)
    }

    /// Text of a field of a record, in the words that it was authored in: what is known of it, not what is shown.
    pub(super) fn text(&self, table: u8, field: u8, row: &Row) -> String {
        let value = row.get(usize::from(field)).unwrap_or(&Value::Nothing);
        self.words.shown(self.kind(table, field), value)
    }
}

impl Def {
    /// The same with its sub-goals and its budget; none where what is wanted holds already or cannot be reached.
    pub(super) fn asked(mut self) -> Option<Self> {
        self.plan.pieces = self.pieces();
        self.goal.subgoals = subgoals(&self);
        let is_asked =
            self.wish.answer.is_some() || self.wish.is_infeasible || !self.plan.pieces.is_empty();
        let distance = self.distance(&self.start(), Evidence::Required).steps()?;
        self.allow(distance);
        is_asked.then_some(self)
    }

    /// The budget of a task whose shortest way has so many steps.
    pub(super) fn allow(&mut self, distance: u32) {
        self.goal.max_steps = Self::allowed(distance);
    }

    /// The same as a number of steps.
    pub(super) fn allowed(distance: u32) -> u32 {
        2 * distance + SPARE_STEPS
    }
}

/// A sub-goal for each part of what is wanted, and the right end, which requires them all.
fn subgoals(def: &Def) -> Vec<Subgoal> {
    let pieces = def.plan.pieces.iter().map(|piece| Subgoal {
        name: def.piece_name(piece),
        requires: vec![],
    });
    let end = match (&def.wish.answer, def.wish.is_infeasible) {
        (_, true) => "reported",
        (Some(_), _) => "answered",
        _ => "done",
    };
    let end = Subgoal {
        name: end.into(),
        requires: (0..def.plan.pieces.len()).collect(),
    };
    pieces.chain([end]).collect()
}
