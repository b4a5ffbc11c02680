//! What stands in forms while the records they are about change, and fields that are emptied.

use super::{
    def::Def,
    elements::Element,
    rows::RowId,
    state::{Frame, NO_FOCUS, State},
    value::Value,
    verb::{Text, Verb},
};
use truestep_core::truth::Rejection;

impl Def {
    /// A record is about to come to this. Forms that are open on it elsewhere show what it holds now in every field that was not
    /// changed in them, so that saving them writes what was changed in them and nothing else.
    pub(super) fn refresh_drafts(&self, state: &mut State, table: u8, row: RowId, now: &[Value]) {
        let Some(held) = self.row(&state.changes, table, row).cloned() else {
            return;
        };
        for surface in state.surfaces_mut() {
            let frame = surface.top();
            let screen = self.screen(frame.screen);
            let is_open = (screen.of, screen.drafts) == (Some(table), Some(table));
            if !is_open || frame.row != row {
                continue;
            }
            for ((slot, before), now) in surface.draft.iter_mut().zip(held.iter()).zip(now) {
                if slot == before {
                    slot.clone_from(now);
                }
            }
        }
    }

    /// Whether what a form names is there: it may be gone since it was typed. What stood in the record before may stay.
    pub(super) fn admits_named(
        &self,
        state: &State,
        frame: Frame,
        table: u8,
    ) -> Result<(), Rejection> {
        let own = self.row(&state.changes, table, self.edited(frame, table));
        for names in &self.phone.tables[usize::from(table)].names {
            let (field, at) = (names.field, usize::from(names.field));
            let Some(value) = state.front.draft.get(at) else {
                continue;
            };
            if *value == Value::Nothing || own.is_some_and(|own| own[at] == *value) {
                continue;
            }
            let text = self.words.shown(self.kind(table, field), value);
            if self.read_into(state, table, field, &text).as_ref() != Some(value)
                && let Some(why) = self.names_nothing(state, table, field, &text)
            {
                return Err(Rejection::new("names_nothing", why));
            }
        }
        Ok(())
    }

    /// Whether something stands in a field of a draft that was empty and is to be so.
    pub(super) fn is_to_be_emptied(
        &self,
        state: &State,
        frame: Frame,
        table: u8,
        field: u8,
    ) -> bool {
        let held = state.front.draft.get(usize::from(field));
        let own = self.base[usize::from(table)].get(usize::from(self.edited(frame, table)));
        let was_empty = own.is_none_or(|own| own[usize::from(field)] == Value::Nothing);
        !self.phone.field_of(table, field).required
            && was_empty
            && held.is_some_and(|held| {
                *held != Value::Nothing && !self.is_right_value(frame, table, field, held)
            })
    }

    /// What an action that types nothing comes to: it empties an element, or the field that has the keyboard. None if the text
    /// is no such action.
    ///
    /// # Errors
    /// No field has the keyboard.
    pub(super) fn emptied(&self, state: &State, text: &str) -> Option<Result<Verb, Rejection>> {
        let text = text.trim().to_ascii_lowercase();
        let inner = text.strip_suffix(']')?;
        if let Some(rest) = inner.strip_prefix("write[") {
            return rest.trim().is_empty().then(|| self.emptied_here(state));
        }
        let (element, rest) = inner.strip_prefix("type[")?.split_once(',')?;
        let element: u8 = element.trim().parse().ok()?;
        let verb = || Ok(Verb::Type(element, self.text_of("")));
        rest.trim().is_empty().then(verb)
    }

    /// The same of the field that has the keyboard.
    ///
    /// # Errors
    /// None has.
    pub(super) fn emptied_here(&self, state: &State) -> Result<Verb, Rejection> {
        let focus = state.front.focus;
        let mut elements = self.elements(state).into_iter();
        let at = elements.position(|e| e == Element::Fill(focus) && focus != NO_FOCUS);
        let why = || Rejection::new("no_keyboard", "no field is filled in here; name one");
        at.map(|at| Verb::Type(at as u8, self.text_of("")))
            .ok_or_else(why)
    }

    /// Whether a text is none: what is typed so empties a field.
    pub(super) fn is_empty(&self, text: &Text) -> bool {
        self.letters(text).is_empty()
    }
}
