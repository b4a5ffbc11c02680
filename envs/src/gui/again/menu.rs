//! What menus offer while a record is to be made again: that, field by field, what leads there, and the ends.

use super::{
    Again, How,
    makers::{Maker, fills, holds},
};
use crate::gui::{
    bake::{BakedAct, BakedScreen, BakedWidget, ScreenId},
    def::Def,
    desk::Control,
    elements::{Element, Holder},
    rows::RowId,
    state::{Frame, NO_ROW, State},
    value::Value,
    verb::{Verb, Way},
    within::opened,
};

impl Def {
    /// The verbs of the menu, in order.
    pub(in crate::gui) fn offered_again(&self, state: &State, again: &Again, out: &mut Vec<Verb>) {
        let draft = self.draft_again(state, again);
        let next = self.next_field(state, draft.as_deref());
        for (number, element) in self.elements(state).into_iter().enumerate() {
            let number = number as u8;
            let verb = match element {
                Element::Code => {
                    out.extend(self.codes(state).map(|code| Verb::Type(number, code)));
                    continue;
                }
                Element::Fill(field) if next == Some(field) => {
                    let text = self.text(again.table, field, &again.row);
                    Some(Verb::Type(number, self.text_of(&text)))
                }
                Element::Icon(_) | Element::Line(..) if self.is_desktop() => self
                    .is_offered_again(state, again, element, draft.as_deref(), next)
                    .then_some(Verb::Double(number)),
                _ => self
                    .is_offered_again(state, again, element, draft.as_deref(), next)
                    .then_some(Verb::Tap(number)),
            };
            out.extend(verb.filter(|verb| self.admits(state, verb).is_ok()));
        }
        if self.is_desktop() {
            let ways = self.ways_on_desk(state);
            out.extend(ways.filter(|way| self.admits(state, way).is_ok()));
        } else {
            let ways = [
                Verb::Scroll(Way::Up),
                Verb::Scroll(Way::Down),
                Verb::Back,
                Verb::Home,
            ];
            let ways = ways.into_iter();
            out.extend(ways.filter(|way| self.admits(state, way).is_ok()));
            out.extend(self.passing(state).map(|_| Verb::Wait));
            let apps = self.apps.iter().copied();
            let apps = apps.filter(|&app| self.app_leads_again(app, again));
            let apps = apps.filter(|&app| self.leads_elsewhere(state, app));
            out.extend(apps.map(Verb::Open));
        }
        out.extend([Verb::Report, Verb::Done]);
    }

    /// Whether an app has, or leads to, a screen on which a record is made again.
    pub(in crate::gui) fn app_leads_again(&self, app: u8, again: &Again) -> bool {
        let root = self.phone.apps[usize::from(app)].root;
        self.leads_again(again, root, |_| true)
    }

    /// The first field on the page that a draft has to be given; none if something stands in it that cannot be taken away.
    fn next_field(&self, state: &State, draft: Option<&[Value]>) -> Option<u8> {
        let (draft, held) = (draft?, &state.front.draft);
        let is_left = |field: u8| held.get(usize::from(field)) != draft.get(usize::from(field));
        let screen = self.screen(state.front.top().screen);
        let is_stuck = |field: u8| is_left(field) && draft[usize::from(field)] == Value::Nothing;
        if (0..draft.len() as u8).any(|field| fills(screen, field) && is_stuck(field)) {
            return None;
        }
        let elements = self.elements(state).into_iter();
        let mut fields = elements.filter_map(|element| match element {
            Element::Fill(field)
            | Element::Pick(field, Holder::Draft)
            | Element::Check(field, Holder::Draft) => Some(field),
            _ => None,
        });
        fields.find(|&field| is_left(field))
    }

    fn is_offered_again(
        &self,
        state: &State,
        again: &Again,
        element: Element,
        draft: Option<&[Value]>,
        next: Option<u8>,
    ) -> bool {
        let frame = state.front.top();
        let screen = self.screen(frame.screen);
        let widget = |number: u8| screen.widgets.get(usize::from(number));
        let lacks = |row: RowId, field: u8| match &again.how {
            How::Set(made, differ) => *made == row && differ.contains(&field),
            How::Make(_) => false,
        };
        match element {
            Element::Icon(app) => !self.has_window(state, app) && self.app_leads_again(app, again),
            Element::Task(app) => {
                self.app_of(&state.front) != Some(app) && self.app_leads_again(app, again)
            }
            Element::Control(control) => matches!(control, Control::Close | Control::Back),
            Element::No | Element::Reply(_) => true,
            Element::Link(number) | Element::Line(number, _) => {
                let row = match element {
                    Element::Line(_, row) => row,
                    _ => NO_ROW,
                };
                let to = widget(number).and_then(opened);
                to.is_some_and(|(to, _)| self.opens_again(state, again, to, row))
            }
            Element::Add(number, row) => {
                widget(number).is_some_and(|list| self.adds_again(state, frame, again, list, row))
            }
            Element::Turn(number, row) => match widget(number) {
                Some(BakedWidget::List { of, turns, .. }) => {
                    *of == again.table && turns.is_some_and(|field| lacks(row, field))
                }
                _ => false,
            },
            Element::Pick(field, Holder::Draft) | Element::Check(field, Holder::Draft) => {
                next == Some(field)
            }
            Element::Pick(field, Holder::Record) | Element::Check(field, Holder::Record) => {
                screen.of == Some(again.table) && lacks(frame.row, field)
            }
            Element::Option(field, option) => {
                let is_own = screen.of == Some(again.table) && lacks(frame.row, field);
                let is_it = draft.is_some() || (screen.drafts.is_none() && is_own);
                is_it && again.row[usize::from(field)] == Value::Number(option)
            }
            Element::Button(number) => match widget(number) {
                Some(BakedWidget::Button(_, _, act)) => {
                    self.is_act_offered_again(state, again, frame, act, draft)
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn is_act_offered_again(
        &self,
        state: &State,
        again: &Again,
        frame: Frame,
        act: &BakedAct,
        draft: Option<&[Value]>,
    ) -> bool {
        let screen = self.screen(frame.screen);
        let is_filled = || {
            let fields = draft.map(|draft| {
                let fields = (0..).zip(draft.iter().zip(&state.front.draft));
                let mut filled = fields.filter(|(field, _)| fills(screen, *field));
                filled.all(|(_, (wanted, held))| wanted == held)
            });
            fields.unwrap_or(false)
        };
        match act {
            BakedAct::New(to) => match &again.how {
                How::Make(makers) if makers.iter().any(|maker| maker.screen == *to) => true,
                _ => self.opens_again(state, again, *to, NO_ROW),
            },
            BakedAct::Edit(to) => self.opens_again(state, again, *to, frame.row),
            BakedAct::Find(to, there, here) => {
                let found = self.found(state, frame, *to, *there, *here);
                found.is_some_and(|row| self.opens_again(state, again, *to, row))
            }
            BakedAct::Set(field, option) => match &again.how {
                How::Set(row, differ) => {
                    screen.of == Some(again.table)
                        && *row == frame.row
                        && differ.contains(field)
                        && again.row[usize::from(*field)] == Value::Number(*option)
                }
                How::Make(_) => false,
            },
            BakedAct::Save if matches!(again.how, How::Set(..)) => is_filled(),
            BakedAct::Save | BakedAct::Submit(_) | BakedAct::Make { .. } => {
                let blank = self.blank(again.table);
                let is_form = screen.drafts == Some(again.table);
                let held = draft.filter(|_| is_form).unwrap_or(&blank[..]);
                (!is_form || is_filled()) && self.makes_again(state, frame, again, act, held)
            }
            BakedAct::Delete(_) | BakedAct::Move(_) => false,
        }
    }

    /// Whether a screen, opened with a record or none, is one on which a record is made again, or leads to one.
    fn opens_again(&self, state: &State, again: &Again, to: ScreenId, row: RowId) -> bool {
        let of = self.screen(to).of;
        self.leads_again(again, to, |work| match work {
            Work::Made(maker) => {
                let Some(of) = of.filter(|_| row != NO_ROW) else {
                    return true;
                };
                let is_its_own = maker.hosts.is_empty() && self.keeps(to, maker.screen);
                let fields: Vec<(u8, u8)> = maker
                    .sources
                    .iter()
                    .filter(|(table, ..)| *table == Some(of) || (table.is_none() && is_its_own))
                    .map(|(_, here, there)| (*here, *there))
                    .collect();
                let held = self.row(&state.changes, of, row);
                held.is_some_and(|held| holds(held, &fields, &again.row))
            }
            Work::Set(made) => of != Some(again.table) || row == made,
        })
    }

    /// Whether a screen is one on which a record is made again, or leads to one that is as said.
    fn leads_again(&self, again: &Again, to: ScreenId, is: impl Fn(Work<'_>) -> bool) -> bool {
        let within = &self.phone.within[usize::from(to)];
        let reaches = |screen: ScreenId| to == screen || within.screens().any(|it| it == screen);
        match &again.how {
            How::Make(makers) => makers.iter().any(|maker| {
                let reached = match &maker.hosts[..] {
                    [] => reaches(maker.screen),
                    hosts => hosts.iter().any(|host| reaches(*host)),
                };
                reached && is(Work::Made(maker))
            }),
            How::Set(made, differ) => {
                let sets = |screen: &BakedScreen| {
                    let mut fields = differ.iter();
                    fields.any(|&field| self.sets(screen, again.table, field, &again.row))
                };
                let mut all = (0..).zip(&self.phone.screens).skip(1);
                all.any(|(number, screen)| reaches(number) && sets(screen)) && is(Work::Set(*made))
            }
        }
    }

    /// Whether a screen is opened from another, or is it, with the same record.
    fn keeps(&self, from: ScreenId, to: ScreenId) -> bool {
        let (mut met, mut at) = (vec![from], 0);
        while let Some(&screen) = met.get(at) {
            at += 1;
            for widget in &self.screen(screen).widgets {
                if let Some((next, true)) = opened(widget)
                    && !met.contains(&next)
                {
                    met.push(next);
                }
            }
        }
        met.contains(&to)
    }
}

/// What is done on a screen.
enum Work<'a> {
    /// A record is made.
    Made(&'a Maker),
    /// What lacks is set in this one.
    Set(RowId),
}
