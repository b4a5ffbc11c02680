//! How the verbs of a desktop are written.

use super::{Control, HEIGHT, WIDTH};
use crate::gui::{
    bake::{BakedAct, BakedWidget},
    def::Def,
    elements::Element,
    spoken::Spoken,
    state::State,
    value::MAX_TEXT_BYTES,
    verb::{Verb, Way},
};
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument},
    truth::Rejection,
};

/// Keys that are pressed by name.
const KEYS: [&str; 12] = [
    "enter",
    "escape",
    "tab",
    "pageup",
    "pagedown",
    "ctrl+s",
    "ctrl+w",
    "alt+f4",
    "alt+left",
    "alt+tab",
    "super+d",
    "shift+f10",
];

/// The forms of action on desktops.
pub(in crate::gui) fn forms(most: i64, spoken: Option<&Spoken>) -> ActionForms {
    let element = || {
        let what = "the element, as numbered on the screen";
        Argument::integer("element", 0, most - 1, what)
    };
    let text = |what| Argument::text("text", MAX_TEXT_BYTES as u32, what);
    let plain = ActionForm::new;
    let point = Argument::point("point", "screen", WIDTH, HEIGHT, "a point of the screen");
    let answer = "the answer, a word, a number, an amount, a time or a day";
    let mut forms = vec![
        plain(
            "click[ELEMENT]",
            "clicks an element; what a double click opens is only selected",
        )
        .with(element()),
        plain("click_at[POINT]", "clicks whatever is at a point").with(point),
        plain("double_click[ELEMENT]", "opens an icon or a line of a list").with(element()),
        plain(
            "right_click[ELEMENT]",
            "opens the menu of a line: what can be done with it",
        )
        .with(element()),
        plain(
            "type[ELEMENT, TEXT]",
            "types into a field, in the place of what is there",
        )
        .with(element())
        .with(text("what is to stand there")),
        plain(
            "write[TEXT]",
            "types into the field that was clicked or typed into last, in the place of what is there",
        )
        .with(text("what is to stand there")),
        plain("clear[ELEMENT]", "empties a field").with(element()),
        plain("scroll[WAY]", "scrolls the window in front by a page").with(Argument::choice(
            "way",
            ["up", "down"],
            "`down` shows what comes further down",
        )),
        plain(
            "key[KEYS]",
            "presses keys: `enter` opens what is selected, `escape` closes a menu or a dialog or leaves the screen, `ctrl+s` saves or sends, `ctrl+w` closes the window, `shift+f10` opens the menu of what is selected, `alt+tab` brings back the last one, `super+d` shows the desktop",
        )
        .with(Argument::choice("keys", KEYS, "the keys")),
        plain("wait", "does nothing for a moment"),
        plain("answer[TEXT]", "answers a question; ends the episode")
            .with(text(answer).worked_out()),
        plain(
            "report[infeasible]",
            "says that it cannot be done; ends the episode",
        ),
        plain("done", "says that it is done; ends the episode"),
    ];
    forms.extend(spoken.map(Spoken::form));
    ActionForms::new(forms).expect("invariant: a well-formed list")
}

impl Def {
    /// What keys come to, by name; none if a desktop does not know them.
    ///
    /// # Errors
    /// What they would press is not there.
    pub(in crate::gui) fn pressed(
        &self,
        state: &State,
        keys: &str,
    ) -> Option<Result<Verb, Rejection>> {
        let click = |is: &dyn Fn(Element) -> bool, what: &str| {
            let mut elements = self.elements(state).into_iter();
            let at = elements.position(is);
            let message = || format!("`{keys}` has nothing to press: there is no {what}");
            at.map(|at| Verb::Tap(at as u8))
                .ok_or_else(|| Rejection::new("nothing_to_press", message()))
        };
        Some(match keys {
            "enter" => Ok(Verb::Enter),
            "escape" | "alt+left" => Ok(Verb::Back),
            "pageup" => Ok(Verb::Scroll(Way::Up)),
            "pagedown" => Ok(Verb::Scroll(Way::Down)),
            "shift+f10" => {
                let selected = self.selected(state);
                let menu = click(
                    &|element| selected == Some(element),
                    "line that is selected",
                );
                menu.map(|verb| match verb {
                    Verb::Tap(number) => Verb::Context(number),
                    other => other,
                })
            }
            "alt+tab" => Ok(Verb::Recents),
            "super+d" => Ok(Verb::Home),
            "ctrl+w" | "alt+f4" => click(
                &|element| element == Element::Control(Control::Close),
                "window that could be closed now",
            ),
            "ctrl+s" => click(
                &|element| self.saves(state, element),
                "button that saves or sends",
            ),
            "tab" => {
                let focus = state.front.focus;
                let fields = |element: &Element| matches!(element, Element::Fill(_));
                let elements = self.elements(state);
                let all: Vec<Element> = elements.iter().copied().filter(fields).collect();
                let now = all.iter().position(|e| *e == Element::Fill(focus));
                let next = now.map_or(0, |now| (now + 1) % all.len());
                click(
                    &|element| all.get(next) == Some(&element),
                    "field to be filled in",
                )
            }
            _ => return None,
        })
    }

    /// Whether an element is the button that saves or sends a draft.
    fn saves(&self, state: &State, element: Element) -> bool {
        let screen = self.screen(state.front.top().screen);
        let Element::Button(widget) = element else {
            return false;
        };
        match &screen.widgets[usize::from(widget)] {
            BakedWidget::Button(_, _, act) => match act {
                BakedAct::Save | BakedAct::Submit(_) => true,
                BakedAct::Make { of, .. } => screen.drafts == Some(*of),
                _ => false,
            },
            _ => false,
        }
    }

    /// The name of a verb and its values in the forms of desktops.
    pub(in crate::gui) fn desk_words(&self, verb: &Verb) -> (&'static str, Vec<String>) {
        let key = |keys: &str| ("key", vec![keys.to_owned()]);
        match verb {
            Verb::Tap(element) => ("click", vec![element.to_string()]),
            Verb::Double(element) => ("double_click", vec![element.to_string()]),
            Verb::Context(element) => ("right_click", vec![element.to_string()]),
            Verb::Back => key("escape"),
            Verb::Home => key("super+d"),
            Verb::Recents => key("alt+tab"),
            Verb::Enter => key("enter"),
            _ => ("", vec![]),
        }
    }
}
