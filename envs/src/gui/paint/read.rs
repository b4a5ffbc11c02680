//! From a state to a scene: what is seen, in words and boxes.

use super::{
    icon::{self, Icon},
    scene::{Item, Label, Lead, Over as Asked, Part, Scene, Sign, Where},
};
use crate::gui::{
    author::{Kind, Place, Rows},
    bake::BakedWidget,
    def::Def,
    described::{self, Described},
    disturb::Shape,
    elements::{Element, Holder},
    rows::RowId,
    state::{Ended, Frame, Over, State},
    tree,
    value::Value,
    verb::Verb,
    view,
};

/// The size of text, in hundredths, by the options of the field `size` of the table `display`.
pub(super) const TEXT: [i32; 4] = [88, 100, 114, 128];
/// The same where a phone has no such setting.
const NORMAL_TEXT: i32 = 100;
/// Signs of the status bar that are there while a setting is on: sign, table, field.
pub(super) const SIGNS: [(Sign, &str, &str); 4] = [
    (Sign::Wifi, "network", "wifi"),
    (Sign::Bluetooth, "network", "bluetooth"),
    (Sign::Quiet, "sound", "quiet"),
    (Sign::Location, "privacy", "location"),
];
/// Who wrote what the phone's owner sent.
const OWN: &str = "me";

impl Def {
    /// What a state looks like.
    pub(super) fn scene(&self, state: &State) -> Scene {
        let front = &state.front;
        let frame = front.top();
        let is_home = front.is_launcher();
        let modal = self.modal(state);
        let is_covered = frame.over != Over::Nothing || modal.is_some();
        let below = is_covered.then(|| uncovered(state));
        let under = below.as_ref().unwrap_or(state);
        let screen = self.screen(frame.screen);
        let shape = self.disturbing(state).map(|page| page.shape);
        let tongue = self.tongue();
        let clock = |kind, number| tongue.value(&self.words, kind, &Value::Number(number));
        let size = self.setting(state, "display", "size");
        let percent = size.and_then(|size| TEXT.get(size as usize));
        Scene {
            is_dark: self.setting(state, "display", "dark") == Some(1),
            is_mirrored: self.looks.is_mirrored,
            tongue,
            contrast: self.looks.contrast,
            text_percent: percent.copied().unwrap_or(NORMAL_TEXT),
            clock: clock(Kind::Time, self.now),
            day: tongue.filled(
                "{weekday} {date}",
                &[
                    ("weekday", tongue.weekday(self.today)),
                    ("date", &clock(Kind::Date, self.today)),
                ],
            ),
            signs: self.signs(state),
            app: (!is_home).then(|| tongue.app(self, screen.app)),
            // A banner lies over it.
            title: match shape {
                Some(Shape::Banner) => String::new(),
                _ => view::heading(self, under),
            },
            items: self.items(under),
            over: below.is_some().then(|| Asked {
                shape: modal.map_or(Shape::Dialog, |page| page.shape),
                title: self.question(state, frame),
                items: self.items(state),
            }),
            typing: view::keyboard(self, state).map(str::to_owned),
            page: match is_home {
                true => (0, 0),
                false => (frame.scroll, self.last_page(under, under.front.top())),
            },
            is_ended: state.ended != Ended::No,
        }
    }

    /// What a field of the one record of a table holds.
    pub(super) fn setting(&self, state: &State, table: &str, field: &str) -> Option<i32> {
        let table = self.phone.table(table)?;
        let field = self.phone.field(table, field)?;
        if self.phone.tables[usize::from(table)].rows != Rows::One {
            return None;
        }
        match self.row(&state.changes, table, 0)?.get(usize::from(field)) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The status bar, from the right. What it tells is never what a task wants to be looked up: a test sees to it.
    fn signs(&self, state: &State) -> Vec<Sign> {
        let is_on = |table, field| self.setting(state, table, field) == Some(1);
        let radio = match is_on("network", "airplane") {
            true => Sign::Airplane,
            false => Sign::Signal,
        };
        let others = SIGNS.iter().filter(|(_, table, field)| is_on(table, field));
        let others = others.map(|&(sign, ..)| sign);
        [Sign::Battery, radio].into_iter().chain(others).collect()
    }

    /// What is asked over a screen.
    fn question(&self, state: &State, frame: Frame) -> String {
        let screen = self.screen(frame.screen);
        if let Some(title) = self.disturbing_title(state) {
            return title;
        }
        match (frame.over, screen.drafts.or(screen.of)) {
            (Over::Options(field), Some(table)) => self.tongue().label(self, table, field).into(),
            _ => view::heading(self, state),
        }
    }

    /// The elements that can be reached, as they stand where left is left.
    fn items(&self, state: &State) -> Vec<Item> {
        let elements = self.elements(state).into_iter().zip(self.laid(state));
        let item = |(number, (element, area))| Item {
            area,
            part: self.part(state, number, element),
        };
        (0..).zip(elements).map(item).collect()
    }

    pub(super) fn part(&self, state: &State, number: u8, element: Element) -> Part {
        let tongue = self.tongue();
        let Described {
            label, key, value, ..
        } = described::describe(self, state, element);
        let is_on = value.as_deref() == Some(tongue.flag(true));
        let text = label;
        let label = Label {
            text: text.clone(),
            key,
        };
        let value = value.unwrap_or_default();
        let at = |holder| match holder {
            Holder::Draft => Where::Form,
            Holder::Record => Where::Page,
        };
        match element {
            Element::Icon(_) => Part::App { name: label },
            Element::Button(widget) => {
                let is_enabled = self.admits(state, &Verb::Tap(number)).is_ok();
                match self.widget(state, widget) {
                    BakedWidget::Button(_, Place::Floating, _) => {
                        Part::Floating { label, is_enabled }
                    }
                    _ => Part::BarButton { label, is_enabled },
                }
            }
            Element::Link(_) => Part::Link { label },
            Element::Line(widget, row) => self.line(state, widget, row),
            Element::Add(widget, row) => match self.line(state, widget, row) {
                Part::Line { head, under, lead } if !self.leaves(self.widget(state, widget)) => {
                    let list = self.widget(state, widget);
                    let times = self.times_added(state, state.front.top(), list, row);
                    Part::Add {
                        head,
                        under,
                        lead,
                        times,
                    }
                }
                other => other,
            },
            Element::Total(_) => Part::Show { label, value },
            Element::Turn(..) => Part::Switch { label, is_on },
            Element::Empty(_) => Part::Empty { text },
            Element::Show(_) => Part::Show { label, value },
            Element::Fill(field) => Part::Field {
                label: text,
                value: self.drafted(state, field),
                is_focused: state.front.focus == field,
            },
            Element::Pick(_, holder) => Part::Pick {
                label,
                value,
                at: at(holder),
            },
            Element::Check(_, holder) => Part::Check {
                label,
                is_on,
                at: at(holder),
            },
            Element::Option(..) => Part::Option {
                label: text,
                is_chosen: tree::is_selected(self, state, element),
            },
            Element::Yes => Part::Answer {
                label,
                is_destroying: true,
            },
            Element::No => Part::Answer {
                label,
                is_destroying: false,
            },
            // Painted by the desktop's own hand.
            Element::Control(_) | Element::Window(_) | Element::Task(_) | Element::Action(_) => {
                Part::Empty { text }
            }
            Element::Say(_) | Element::Code | Element::Reply(_) => {
                self.disturbing_part(state, element, text)
            }
        }
    }

    /// An element of a disturbance.
    fn disturbing_part(&self, state: &State, element: Element, label: String) -> Part {
        let shape = self.disturbing(state).map(|page| page.shape);
        match (element, shape) {
            (Element::Say(_), Some(Shape::Toast)) => Part::Toast { text: label },
            (Element::Reply(0), Some(Shape::Banner)) => Part::Banner { text: label },
            (Element::Reply(_), Some(Shape::Banner)) => Part::Dismiss { label },
            (Element::Reply(number), _) if self.is_ad(state, number) => Part::Ad { label },
            (Element::Say(number), _) => match self.said_line(self.tongue(), state, number) {
                (text, Some(percent)) => Part::Progress { text, percent },
                (text, None) => Part::Say { text },
            },
            (Element::Code, _) => Part::Field {
                label,
                value: match self.has_code(state) {
                    true => "****".into(),
                    false => String::new(),
                },
                is_focused: self.types_code(state),
            },
            _ => Part::Reply { label },
        }
    }

    fn widget(&self, state: &State, number: u8) -> &BakedWidget {
        &self.screen(state.front.top().screen).widgets[usize::from(number)]
    }

    /// What stands in a field of the draft.
    fn drafted(&self, state: &State, field: u8) -> String {
        let drafts = self.screen(state.front.top().screen).drafts;
        let held = state.front.draft.get(usize::from(field));
        match (drafts, held) {
            (Some(table), Some(value)) => {
                let kind = self.kind(table, field);
                self.tongue().value(&self.words, kind, value)
            }
            _ => String::new(),
        }
    }

    /// A record in a list: a message, or its time or first text with the rest below it.
    fn line(&self, state: &State, widget: u8, row: RowId) -> Part {
        let (BakedWidget::List { of, shows, .. } | BakedWidget::Adds { of, shows, .. }) =
            self.widget(state, widget)
        else {
            return Part::Empty {
                text: String::new(),
            };
        };
        let (of, table) = (*of, &self.phone.tables[usize::from(*of)]);
        let Some(content) = self.row(&state.changes, of, row) else {
            return Part::Empty {
                text: String::new(),
            };
        };
        let text = |field: u8| self.tongue().text(self, of, field, content);
        if let [by, said] = shows[..]
            && table.rows == Rows::Log
            && matches!(self.kind(of, by), Kind::Choice(_))
        {
            return Part::Bubble {
                is_own: self.text(of, by, content) == OWN,
                by: text(by),
                text: text(said),
            };
        }
        let is_head = |field: &u8| matches!(self.kind(of, *field), Kind::Text);
        let head = match shows.first() {
            Some(&first) if self.kind(of, first) == Kind::Time => Some(first),
            first => shows.iter().copied().find(is_head).or(first.copied()),
        };
        let rest = shows.iter().filter(|field| Some(**field) != head);
        let rest = rest.map(|&field| self.beside(of, field, text(field)));
        let rest: Vec<String> = rest.filter(|text| !text.is_empty()).collect();
        let is_named = head.is_some_and(|head| self.phone.field_of(of, head).name == "name");
        let is_name = is_named && icon::of_table(table.name) == Icon::Person;
        Part::Line {
            head: head.map(text).unwrap_or_default(),
            under: rest.join(" \u{b7} "),
            lead: match is_name {
                true => Lead::Initials,
                false => Lead::Record(table.name),
            },
        }
    }

    /// A field beside others: a flag needs its label.
    fn beside(&self, table: u8, field: u8, text: String) -> String {
        match self.kind(table, field) {
            Kind::Flag => format!("{}: {text}", self.tongue().label(self, table, field)),
            _ => text,
        }
    }
}

/// The screen without what lies over it.
pub(super) fn uncovered(state: &State) -> State {
    let mut state = state.clone();
    state.disturbed.shown = None;
    if let Some(frame) = state.front.top_mut() {
        frame.over = Over::Nothing;
    }
    state
}
