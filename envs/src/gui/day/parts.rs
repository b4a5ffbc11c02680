//! The parts of a day: what a state comes to for each, how far it is to the end of all, and what menus offer.

use crate::gui::{
    again::Loss,
    def::Def,
    elements::Element,
    plan::Evidence,
    state::{State, Surface},
    verb::Verb,
};
use truestep_core::truth::Distance;

/// An errand, or several of one group of apps, as a task of its own on the same phone.
#[derive(Debug)]
pub(in crate::gui) struct Part {
    /// The task of its own.
    pub(super) def: Def,
    /// For every app of the phone, whether it is one of this part's.
    pub(super) has: Vec<bool>,
    /// Its first bit among what is known of the whole.
    pub(super) offset: u32,
}

impl Part {
    /// A state as this part sees it: its own records and what was shown of it; elsewhere is at the home screen.
    fn own(&self, whole: &Def, state: &State) -> State {
        let is_here = of_front(whole, state).is_some_and(|app| self.has[usize::from(app)]);
        let table_app = |table: u8| whole.phone.tables[usize::from(table)].app;
        let front = match is_here {
            true => state.front.clone(),
            false => Surface::default(),
        };
        State {
            front,
            parked: None,
            changes: state
                .changes
                .only(|table| self.has[usize::from(table_app(table))]),
            known: state.known.checked_shr(self.offset).unwrap_or(0) & self.def.wish.evidence(),
            ended: state.ended,
            disturbed: state.disturbed,
            desk: None,
        }
    }
}

/// The app that is seen; none at the home screen.
fn of_front(whole: &Def, state: &State) -> Option<u8> {
    let frame = state.front.top();
    (!state.front.is_launcher()).then(|| whole.screen(frame.screen).app)
}

impl Def {
    /// The distance of a day: what is left of each part up to the end that each has, and the one end that all share.
    pub(in crate::gui) fn distance_by_parts(&self, state: &State, evidence: Evidence) -> Distance {
        let left = self.parts.iter().map(|part| {
            let own = part.own(self, state);
            part.def.distance(&own, evidence)
        });
        let mut all = 1;
        for distance in left {
            match distance {
                Distance::Steps(steps) => all += steps.saturating_sub(1),
                other => return other,
            }
        }
        Distance::Steps(all)
    }

    /// The menu of a day: what the part offers whose app is seen, or all of them at the home screen; ways to the apps of the others
    /// as each of them offers; the ends.
    pub(in crate::gui) fn offered_by_parts(&self, state: &State, out: &mut Vec<Verb>) {
        let here = of_front(self, state);
        let elements = self.elements(state);
        let mut opened = vec![];
        for part in &self.parts {
            let own = part.own(self, state);
            let wrongs = part.def.wrongs(&own.changes);
            let loss = part.def.loss(&own.changes);
            let apps = self.apps.iter().copied();
            let apps = apps.filter(|app| part.has[usize::from(*app)]);
            let apps = apps.filter(|app| match &loss {
                Loss::Mendable(again) => {
                    let leads = part.def.app_leads_again(*app, again);
                    leads && part.def.leads_elsewhere(state, *app)
                }
                Loss::None | Loss::Final => part.def.is_app_offered(state, *app, wrongs),
            });
            opened.extend(apps);
            match here {
                Some(app) if !part.has[usize::from(app)] => continue,
                _ => {}
            }
            let mut verbs = vec![];
            part.def.offered(&own, &mut verbs);
            verbs.retain(|verb| match verb {
                Verb::Open(_) | Verb::Answer(_) | Verb::Report | Verb::Done => false,
                Verb::Tap(number) => match elements.get(usize::from(*number)) {
                    Some(Element::Icon(app)) => part.has[usize::from(*app)],
                    _ => true,
                },
                _ => !out.contains(verb),
            });
            out.extend(verbs);
        }
        if here.is_none() {
            // Icons first, in their order, as at the home screen of other tasks.
            out.sort_by_key(|verb| match verb {
                Verb::Tap(number) => u16::from(*number),
                _ => u16::MAX,
            });
        }
        opened.sort_by_key(|app| self.apps.iter().position(|other| other == app));
        out.extend(opened.into_iter().map(Verb::Open));
        self.offer_ends(state, out);
    }
}
