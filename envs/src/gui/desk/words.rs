//! What things on a desktop are called.

use super::Control;
use crate::gui::{
    bake::BakedTitle,
    def::Def,
    described::{self, Described},
    elements::Element,
    locale::Tongue,
    state::{Over, State, Surface},
};

impl Def {
    /// An element of a desktop in words; none if it is one of phones, too.
    pub(in crate::gui) fn describe_on_desk(
        &self,
        tongue: Tongue,
        state: &State,
        element: Element,
    ) -> Option<Described> {
        let said = |role, key, label: String, value: Option<&str>| Described {
            role,
            key,
            label,
            value: value.map(str::to_owned),
        };
        Some(match element {
            Element::Control(control) => {
                let label = self.control_label(state, control);
                let shown = tongue.word(&["window"], label);
                said("button", label, shown.into(), None)
            }
            Element::Icon(app) => {
                let shown = tongue.app(self, app).into();
                said("icon", self.app_name(app), shown, None)
            }
            Element::Window(app) => {
                let title = self.window_title(tongue, state, app);
                said("window", "", title, None)
            }
            Element::Task(app) => {
                let value = tongue.word(&["window"], self.standing(state, app));
                let shown = tongue.app(self, app).into();
                said("task", self.app_name(app), shown, Some(value))
            }
            Element::Action(widget) => {
                let label = self.action(state, widget).map_or("", |(_, label, _)| label);
                let app = self.screen(state.front.top().screen).app;
                let shown = tongue.on(self, app, "button", label).into();
                said("menu item", label, shown, None)
            }
            _ => return None,
        })
    }

    fn control_label(&self, state: &State, control: Control) -> &'static str {
        let is_maximised = state.desk.as_ref().is_some_and(|desk| desk.is_maximised);
        let is_form = self.screen(state.front.top().screen).drafts.is_some();
        match control {
            Control::Back if is_form => "Cancel",
            Control::Back => "Back",
            Control::Minimise => "Minimise",
            Control::Maximise if is_maximised => "Restore",
            Control::Maximise => "Maximise",
            Control::Close => "Close",
        }
    }

    /// Where the window of an app is, in words.
    fn standing(&self, state: &State, app: u8) -> &'static str {
        if self.app_of(&state.front) == Some(app) {
            return "in front";
        }
        let behind = state.desk.iter().flat_map(|desk| &desk.behind);
        let mut own = behind
            .into_iter()
            .filter(|window| self.app_of(&window.surface) == Some(app));
        match own.next() {
            Some(window) if window.is_minimised => "minimised",
            _ => "open",
        }
    }

    /// What stands in the title bar of the window of an app.
    pub(in crate::gui) fn window_title(&self, tongue: Tongue, state: &State, app: u8) -> String {
        let behind = state.desk.iter().flat_map(|desk| &desk.behind);
        let surfaces = behind.into_iter().map(|window| &window.surface);
        let mut own = [&state.front].into_iter().chain(surfaces);
        let surface = own.find(|surface| self.app_of(surface) == Some(app));
        let title =
            surface.map_or_else(String::new, |surface| self.title_of(tongue, state, surface));
        let name = tongue.app(self, app);
        match title.is_empty() || title == name {
            true => name.to_owned(),
            false => format!("{title} - {name}"),
        }
    }

    /// The title of a surface's screen.
    fn title_of(&self, tongue: Tongue, state: &State, surface: &Surface) -> String {
        let frame = surface.top();
        let screen = self.screen(frame.screen);
        match screen.title {
            BakedTitle::Words(words) => tongue.on(self, screen.app, "title", words).to_owned(),
            BakedTitle::Of(field) => self
                .record(state, frame)
                .map_or_else(String::new, |(table, row)| {
                    tongue.text(self, table, field, row)
                }),
        }
    }

    /// What the open menu is about.
    pub(in crate::gui) fn menu_heading(&self, state: &State) -> Option<String> {
        let Over::Menu(_) = state.front.top().over else {
            return None;
        };
        let (to, row) = self.menu_record(state)?;
        let mut surface = Surface::default();
        surface.push(to, row);
        let tongue = self.tongue();
        let title = self.title_of(tongue, state, &surface);
        Some(tongue.filled("Menu of {title}", &[("title", &title)]))
    }

    /// What is selected, if something is.
    pub(in crate::gui) fn selected(&self, state: &State) -> Option<Element> {
        if let Some(line) = self.selected_line(state) {
            return self.line_element(state, line);
        }
        let icon = state.desk.as_ref().map(|desk| desk.icon);
        let mut elements = self.elements(state).into_iter();
        elements.find(|e| matches!(e, Element::Icon(app) if Some(*app) == icon))
    }

    /// A line of the page that is seen, by number.
    pub(in crate::gui) fn line_element(&self, state: &State, line: u8) -> Option<Element> {
        let elements = self.elements(state).into_iter();
        let mut lines = elements.filter(|e| matches!(e, Element::Line(..)));
        lines.nth(usize::from(line))
    }

    /// The same in words, for the text view.
    pub(in crate::gui) fn selection(&self, state: &State) -> Option<String> {
        let element = self.selected(state)?;
        Some(described::describe(self, state, element).label)
    }

    /// What kind of thing an element of a desktop is, for kinds of actions.
    pub(in crate::gui) fn desk_target(&self, state: &State, element: Element) -> &'static str {
        match element {
            Element::Control(control) => match control {
                Control::Back => "Back",
                Control::Minimise => "Minimise",
                Control::Maximise => "Maximise",
                Control::Close => "Close",
            },
            Element::Window(_) => "window",
            Element::Task(_) => "task",
            Element::Action(widget) => self.action(state, widget).map_or("action", |(_, l, _)| l),
            _ => "",
        }
    }
}
