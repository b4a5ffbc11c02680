//! What the verbs of a desktop come to.

use super::{Control, Window, elements::NO_ICON};
use crate::gui::{
    bake::BakedAct,
    def::Def,
    elements::Element,
    state::{Frame, NO_FOCUS, NO_ROW, Over, State, Surface},
    step::cover,
    value::Value,
    verb::Verb,
};

impl Def {
    /// What is selected is so until the next thing is done.
    pub(in crate::gui) fn unselect(&self, state: &mut State, verb: &Verb) {
        if state.desk.is_none() || matches!(verb, Verb::Enter | Verb::Wait) {
            return;
        }
        if self.selected_line(state).is_some() {
            state.front.focus = NO_FOCUS;
        }
        if let Some(desk) = &mut state.desk {
            desk.icon = NO_ICON;
        }
    }

    /// A click; false if it comes to the same as a tap on a phone.
    pub(in crate::gui) fn tap_on_desk(&self, state: &mut State, element: Element) -> bool {
        match element {
            Element::Icon(app) => {
                if let Some(desk) = &mut state.desk {
                    desk.icon = app;
                }
            }
            Element::Line(widget, _) if self.opened_by(state, widget).is_some() => {
                state.front.focus = self.line_number(state, element).unwrap_or(NO_FOCUS);
            }
            Element::Control(Control::Back) => state.front.pop(),
            Element::Control(Control::Close) => {
                state.front = Surface::default();
                if let Some(desk) = &mut state.desk {
                    desk.is_maximised = false;
                }
            }
            Element::Control(Control::Minimise) => {
                put_away(state, Put::Minimised);
            }
            Element::Control(Control::Maximise) => {
                if let Some(desk) = &mut state.desk {
                    desk.is_maximised = !desk.is_maximised;
                }
            }
            // The entry of the window in front puts it away.
            Element::Task(app) if self.app_of(&state.front) == Some(app) => {
                put_away(state, Put::Minimised);
            }
            Element::Task(app) | Element::Window(app) => self.raise(state, app),
            Element::Action(widget) => {
                let action = self.action(state, widget);
                if let Some((frame, act)) = action.map(|(frame, _, act)| (frame, act.clone())) {
                    cover(state, Over::Nothing);
                    self.act_on(state, frame, &act);
                }
            }
            _ => return false,
        }
        true
    }

    /// Do with a record what the menu of its line has.
    fn act_on(&self, state: &mut State, frame: Frame, act: &BakedAct) {
        match act {
            BakedAct::Edit(form) => self.open(state, *form, frame.row),
            BakedAct::Delete(_) => {
                self.open(state, frame.screen, frame.row);
                cover(state, Over::Sure);
            }
            BakedAct::Set(field, option) => {
                if let Some(table) = self.screen(frame.screen).of {
                    self.set(state, table, frame.row, *field, Value::Number(*option));
                }
            }
            _ => {}
        }
    }

    /// A double click: opens an icon or a line.
    pub(in crate::gui) fn double(&self, state: &mut State, number: u8) {
        match self.elements(state).get(usize::from(number)) {
            Some(&Element::Icon(app)) => self.open_window(state, app),
            Some(&Element::Line(widget, row)) => {
                if let Some(to) = self.opened_by(state, widget) {
                    self.open(state, to, row);
                }
            }
            _ => {}
        }
    }

    /// A click with the right button: what can be done with a line.
    pub(in crate::gui) fn context(&self, state: &mut State, number: u8) {
        let element = self.elements(state).get(usize::from(number)).copied();
        if let Some(line) = element.and_then(|element| self.line_number(state, element)) {
            cover(state, Over::Menu(line));
        }
    }

    /// Enter opens what is selected, or leaves the field that is filled in.
    pub(in crate::gui) fn enter(&self, state: &mut State) {
        let icon = state.desk.as_ref().map_or(NO_ICON, |desk| desk.icon);
        if icon != NO_ICON {
            self.unselect(state, &Verb::Home);
            self.open_window(state, icon);
        } else if let Some(line) = self.selected_line(state) {
            if let Some((to, row)) = self.line_at(state, line) {
                self.open(state, to, row);
            }
        } else {
            state.front.focus = NO_FOCUS;
        }
    }

    /// Leave what lies over the screen, or the screen.
    pub(in crate::gui) fn leave(&self, state: &mut State) {
        if state.front.top().over != Over::Nothing {
            cover(state, Over::Nothing);
        } else if state.front.frames().len() > 1 {
            state.front.pop();
        }
    }

    /// Put all windows away.
    pub(in crate::gui) fn show_desktop(&self, state: &mut State) {
        put_away(state, Put::Behind);
        if let Some(desk) = &mut state.desk {
            desk.behind
                .iter_mut()
                .for_each(|window| window.is_minimised = true);
        }
    }

    /// The window that was in front before comes to the front.
    pub(in crate::gui) fn last_window(&self, state: &mut State) {
        let last = state.desk.as_ref().and_then(|desk| desk.behind.first());
        if let Some(app) = last.and_then(|window| self.app_of(&window.surface)) {
            self.raise(state, app);
        }
    }

    /// Open the window of an app at its first screen, or bring the one that it has to the front.
    fn open_window(&self, state: &mut State, app: u8) {
        if self.has_window(state, app) {
            self.raise(state, app);
            return;
        }
        put_away(state, Put::Behind);
        let root = self.phone.apps[usize::from(app)].root;
        self.open(state, root, NO_ROW);
    }

    /// Bring a window to the front.
    fn raise(&self, state: &mut State, app: u8) {
        let Some(desk) = &state.desk else { return };
        let mut apps = desk
            .behind
            .iter()
            .map(|window| self.app_of(&window.surface));
        let Some(place) = apps.position(|other| other == Some(app)) else {
            return;
        };
        let is_free = state.front.is_launcher();
        put_away(state, Put::Behind);
        bring(state, place + usize::from(!is_free));
    }

    /// Screens of records that are gone are closed in every window.
    pub(in crate::gui) fn close_what_is_gone(&self, state: &mut State) {
        let Some(mut desk) = state.desk.take() else {
            return;
        };
        for window in &mut desk.behind {
            let frames = window.surface.frames().iter();
            let is_gone =
                |frame: &Frame| frame.row != NO_ROW && self.record(state, *frame).is_none();
            let kept = frames.take_while(|frame| !is_gone(frame)).count();
            while window.surface.frames().len() > kept.max(1) {
                window.surface.pop();
            }
        }
        state.desk = Some(desk);
    }
}

/// Where a window is put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Put {
    /// Behind the next one.
    Behind,
    /// Into the task bar.
    Minimised,
}

/// Put the window in front away. Lists and menus that have fallen open are closed.
fn put_away(state: &mut State, put: Put) {
    let Some(desk) = &mut state.desk else { return };
    let mut surface = std::mem::take(&mut state.front);
    let is_maximised = std::mem::take(&mut desk.is_maximised);
    if surface.is_launcher() {
        return;
    }
    if let Some(frame) = surface.top_mut()
        && matches!(frame.over, Over::Options(_) | Over::Menu(_))
    {
        frame.over = Over::Nothing;
    }
    let window = Window {
        surface,
        is_minimised: put == Put::Minimised,
        is_maximised,
    };
    match put {
        Put::Behind => desk.behind.insert(0, window),
        Put::Minimised => desk.behind.push(window),
    }
}

/// Let a window from behind be the one in front.
fn bring(state: &mut State, place: usize) {
    let Some(desk) = &mut state.desk else { return };
    if place < desk.behind.len() {
        let window = desk.behind.remove(place);
        desk.is_maximised = window.is_maximised;
        state.front = window.surface;
    }
}
