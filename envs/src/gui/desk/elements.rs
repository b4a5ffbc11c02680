//! What is on a desktop: the window in front, what is seen of others, icons, the task bar.

use super::{Control, Window, Windows};
use crate::gui::{
    author::{Kind, Place},
    bake::{BakedAct, BakedWidget, ScreenId},
    def::Def,
    elements::{Element, Elements},
    rows::RowId,
    state::{Frame, NO_FOCUS, Over, State, Surface},
    value::Value,
};

/// No icon is selected.
pub(in crate::gui) const NO_ICON: u8 = u8::MAX;

impl Def {
    /// The app whose window a surface is.
    pub(in crate::gui) fn app_of(&self, surface: &Surface) -> Option<u8> {
        let root = surface.frames().first()?;
        Some(self.screen(root.screen).app)
    }

    /// Everything that can be seen, the window in front first.
    pub(in crate::gui) fn desk_elements(&self, state: &State, desk: &Windows, out: &mut Elements) {
        if !state.front.is_launcher() {
            self.window_elements(state, out);
        }
        let others = self.seen_windows(state, desk).into_iter();
        out.extend(others.map(|(app, _)| Element::Window(app)));
        if !is_covered(desk) {
            out.extend(self.apps.iter().map(|&app| Element::Icon(app)));
        }
        let open = self.apps.iter().filter(|&&app| self.has_window(state, app));
        out.extend(open.map(|&app| Element::Task(app)));
    }

    /// What can be reached in the window in front.
    fn window_elements(&self, state: &State, out: &mut Elements) {
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        match frame.over {
            Over::Sure => out.extend([Element::No, Element::Yes]),
            Over::Options(field) => {
                let table = screen.drafts.or(screen.of).unwrap_or_default();
                if let Kind::Choice(options) = self.kind(table, field) {
                    out.extend((0..options.len() as i32).map(|n| Element::Option(field, n)));
                }
            }
            Over::Menu(_) => {
                if let Some((to, row)) = self.menu_record(state) {
                    let actions = self.actions(state, to, row);
                    out.extend(actions.map(|(widget, ..)| Element::Action(widget)));
                }
            }
            Over::Nothing => {
                out.extend([
                    Element::Control(Control::Minimise),
                    Element::Control(Control::Maximise),
                    Element::Control(Control::Close),
                ]);
                if state.front.frames().len() > 1 {
                    out.push(Element::Control(Control::Back));
                }
                self.buttons(state, frame, Place::Bar, out);
                self.buttons(state, frame, Place::Floating, out);
                self.body(state, frame, out);
            }
        }
    }

    /// Whether an app has a window, seen or not.
    pub(in crate::gui) fn has_window(&self, state: &State, app: u8) -> bool {
        let behind = state.desk.iter().flat_map(|desk| &desk.behind);
        self.app_of(&state.front) == Some(app)
            || behind
                .into_iter()
                .any(|window| self.app_of(&window.surface) == Some(app))
    }

    /// The record of a line on the page that is seen, by number, with the screen that shows it.
    pub(in crate::gui) fn line_at(&self, state: &State, line: u8) -> Option<(ScreenId, RowId)> {
        let frame = Frame {
            over: Over::Nothing,
            ..state.front.top()
        };
        let mut body = Elements::new();
        if !state.front.is_launcher() {
            self.body(state, frame, &mut body);
        }
        let mut lines = body.into_iter().filter_map(|element| match element {
            Element::Line(widget, row) => Some((widget, row)),
            _ => None,
        });
        let (widget, row) = lines.nth(usize::from(line))?;
        Some((self.opened_by(state, widget)?, row))
    }

    /// The number of a line among those of its page.
    pub(in crate::gui) fn line_number(&self, state: &State, element: Element) -> Option<u8> {
        let mut body = Elements::new();
        self.body(state, state.front.top(), &mut body);
        let mut lines = body.iter().filter(|e| matches!(e, Element::Line(..)));
        lines.position(|line| *line == element).map(|at| at as u8)
    }

    /// The screen that a line of a list opens.
    pub(in crate::gui) fn opened_by(&self, state: &State, widget: u8) -> Option<ScreenId> {
        let widgets = &self.screen(state.front.top().screen).widgets;
        match widgets.get(usize::from(widget)) {
            Some(BakedWidget::List { opens, .. }) => *opens,
            _ => None,
        }
    }

    /// The record that an open menu is about, with the screen that shows it.
    pub(in crate::gui) fn menu_record(&self, state: &State) -> Option<(ScreenId, RowId)> {
        match state.front.top().over {
            Over::Menu(line) => self.line_at(state, line),
            _ => None,
        }
    }

    /// What a menu has of the buttons of a record's screen: those that need no more of it than the record, and come to
    /// something.
    pub(in crate::gui) fn actions<'a>(
        &'a self,
        state: &State,
        screen: ScreenId,
        row: RowId,
    ) -> impl Iterator<Item = (u8, &'static str, &'a BakedAct)> {
        let frame = shown(screen, row);
        let widgets = (0..).zip(&self.screen(screen).widgets);
        widgets.filter_map(move |(number, widget)| match widget {
            BakedWidget::Button(label, _, act) => {
                let is_there = matches!(
                    act,
                    BakedAct::Edit(_) | BakedAct::Delete(_) | BakedAct::Set(..)
                );
                (is_there && !self.is_void(state, frame, act)).then_some((number, *label, act))
            }
            _ => None,
        })
    }

    /// An entry of the open menu: the record's frame, its label and what it does.
    pub(in crate::gui) fn action(
        &self,
        state: &State,
        widget: u8,
    ) -> Option<(Frame, &'static str, &BakedAct)> {
        let (to, row) = self.menu_record(state)?;
        let mut actions = self.actions(state, to, row);
        let (_, label, act) = actions.find(|(number, ..)| *number == widget)?;
        Some((shown(to, row), label, act))
    }

    /// Whether the line of a list has a menu.
    pub(in crate::gui) fn has_menu(&self, state: &State, widget: u8, row: RowId) -> bool {
        let to = self.opened_by(state, widget);
        to.is_some_and(|to| self.actions(state, to, row).next().is_some())
    }

    /// Whether a button comes to nothing for a record: it has what the button sets, or nothing in it that the form needs.
    pub(in crate::gui) fn is_void(&self, state: &State, frame: Frame, act: &BakedAct) -> bool {
        let Some((_, record)) = self.record(state, frame) else {
            return false;
        };
        match act {
            BakedAct::Set(field, option) => record[usize::from(*field)] == Value::Number(*option),
            BakedAct::Edit(form) => {
                let mut widgets = self.screen(*form).widgets.iter();
                widgets.any(|widget| {
                    let BakedWidget::Adds { to, from, .. } = widget else {
                        return false;
                    };
                    from.iter().any(|&(there, here)| {
                        let is_needed = self.phone.field_of(*to, there).required;
                        is_needed && record[usize::from(here)] == Value::Nothing
                    })
                })
            }
            _ => false,
        }
    }

    /// The line that is selected, by number.
    pub(in crate::gui) fn selected_line(&self, state: &State) -> Option<u8> {
        let focus = state.front.focus;
        let is_list = self.screen(state.front.top().screen).drafts.is_none();
        (is_list && focus != NO_FOCUS).then_some(focus)
    }
}

/// The screen of a record with nothing over it.
fn shown(screen: ScreenId, row: RowId) -> Frame {
    Frame {
        screen,
        row,
        scroll: 0,
        over: Over::Nothing,
    }
}

/// Whether a window lies over the icons.
pub(in crate::gui) fn is_covered(desk: &Windows) -> bool {
    desk.is_maximised || desk.behind.iter().any(Window::covers)
}
