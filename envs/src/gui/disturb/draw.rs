//! From a seed to a schedule.
//!
//! Each kind is drawn with luck of its own, so that another one beside it moves nothing. What is drawn is a place on a shortest
//! way of the task without disturbances: whoever takes that way meets them all, in the order of the schedule.

use super::{
    Disturbance, MOST, Occasion, Schedule,
    kinds::{ACCOUNTS, KINDS, Kind, Place, names},
};
use crate::gui::{
    author::Place as At,
    bake::{BakedWidget, ScreenId},
    def::Def,
    elements::Element,
    plan::Evidence,
    state::{Over, State},
    verb::Verb,
};
use truestep_core::chance::{Chance as _, Sampled};

/// Steps that something takes to go by itself, from 1.
const STEPS: u32 = 3;

/// What a task asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Asked {
    names: Vec<&'static str>,
    percent: u32,
}

impl Asked {
    /// Read the parameters `disturb` and `disturb_rate`.
    ///
    /// # Errors
    /// The parameter that is wrong, and why.
    pub(in super::super) fn read(
        disturb: Option<&str>,
        rate: Option<&str>,
    ) -> Result<Self, (&'static str, String)> {
        let Some(disturb) = disturb else {
            return match rate {
                None => Ok(Self::default()),
                Some(_) => Err((
                    "disturb_rate",
                    "means something with `disturb` alone".into(),
                )),
            };
        };
        let percent = match rate {
            None => 100,
            Some(text) => {
                let read = text.parse().ok().filter(|p| (1..=100).contains(p));
                read.ok_or_else(|| {
                    let expected = "expected a whole number of percent, 1 to 100";
                    ("disturb_rate", expected.into())
                })?
            }
        };
        let all = names();
        if disturb == "all" {
            return Ok(Self {
                names: all,
                percent,
            });
        }
        let asked: Vec<&str> = disturb.split('+').collect();
        if let Some(wrong) = asked.iter().find(|name| !all.contains(name)) {
            let wrong: String = wrong.chars().take(40).collect();
            let all = all.join(", ");
            let reason = format!(
                "`{wrong}` is no disturbance; expected `all`, or names joined by `+`: {all}"
            );
            return Err(("disturb", reason));
        }
        Ok(Self {
            names: all
                .into_iter()
                .filter(|name| asked.contains(name))
                .collect(),
            percent,
        })
    }
}

/// A moment of the way: a screen that is seen for the first time, or a button that stores or sends something.
struct Slot {
    /// Steps before it.
    at: usize,
    /// The screen, none for the button.
    screen: Option<ScreenId>,
    app: u8,
    /// Screens of the app one is on, this one among them.
    depth: usize,
    has_bar: bool,
    has_floating: bool,
}

impl Slot {
    fn suits(&self, place: Place, app_name: &str) -> bool {
        match place {
            Place::Commit => self.screen.is_none(),
            _ if self.screen.is_none() => false,
            Place::Any | Place::NoCommit => true,
            Place::Inner => self.depth > 1,
            Place::Bar => self.has_bar,
            Place::Floating => self.has_floating,
            Place::Of(app) => app == app_name,
        }
    }
}

impl Def {
    /// Put disturbances on a phone, and see how far it is now; none if that is not known.
    pub(in super::super) fn be_disturbed(
        &mut self,
        asked: &Asked,
        luck: impl Fn(&str) -> Sampled,
    ) -> Option<()> {
        if asked.names.is_empty() {
            return Some(());
        }
        let slots = self.slots();
        let drawn = asked.names.iter().filter_map(|name| {
            let mut luck = luck(&format!("disturb/{name}"));
            let comes = luck.below(100) < asked.percent;
            self.drawn(name, &slots, &mut luck).filter(|_| comes)
        });
        let mut drawn: Vec<(usize, Disturbance)> = drawn.collect();
        let mut spared = luck("disturb/spared");
        while drawn.len() > MOST {
            drawn.remove(spared.below(drawn.len() as u32) as usize);
        }
        drawn.sort_by_key(|(at, _)| *at);
        let list: Vec<Disturbance> = drawn.into_iter().map(|(_, one)| one).collect();
        if list.is_empty() {
            return Some(());
        }
        let has_field = |one: &Disturbance| one.kind.pages.iter().any(|page| page.field.is_some());
        self.schedule = Schedule::default();
        if list.iter().any(has_field) {
            self.give_code(&mut luck("disturb/code"));
        }
        self.schedule.list = list;
        self.plan.forget();
        let distance = self.distance(&self.start(), Evidence::Required).steps()?;
        self.allow(distance);
        Some(())
    }

    /// A code for the phone's account, and the sentence that tells it.
    fn give_code(&mut self, luck: &mut Sampled) {
        let code = 1000 + luck.below(9000);
        let other = 1000 + (code - 1000 + 1 + luck.below(8999)) % 9000;
        self.schedule.code = Some(self.words.add(&code.to_string()));
        self.schedule.wrong_code = Some(self.words.add(&other.to_string()));
        let sentence = format!(" If {ACCOUNTS} asks you to sign in, the code is {code}.");
        self.goal.instruction.push_str(&sentence);
    }

    /// A disturbance of a name, with its place on the way; none if there is no such place.
    fn drawn(
        &self,
        name: &str,
        slots: &[Slot],
        luck: &mut Sampled,
    ) -> Option<(usize, Disturbance)> {
        let has_commit = slots.iter().any(|slot| slot.screen.is_none());
        let suiting = |kind: &&'static Kind| {
            let suits = |slot: &&Slot| slot.suits(kind.place, self.app_name(slot.app));
            let own: Vec<&Slot> = slots.iter().filter(suits).collect();
            match kind.place {
                Place::NoCommit if has_commit => vec![],
                Place::Inner | Place::Bar if own.is_empty() => {
                    let any = |slot: &&Slot| slot.screen.is_some();
                    slots.iter().filter(any).collect()
                }
                _ => own,
            }
        };
        let variants = KINDS.iter().copied().filter(|kind| kind.name == name);
        let variants: Vec<(&Kind, Vec<&Slot>)> =
            variants.map(|kind| (kind, suiting(&kind))).collect();
        let mut possible: Vec<(&'static Kind, Vec<&Slot>)> = variants;
        possible.retain(|(_, slots)| !slots.is_empty());
        let pick = |luck: &mut Sampled, count: usize| luck.below(count.max(1) as u32) as usize;
        let variant = pick(luck, possible.len());
        let (kind, slots) = possible.get(variant)?;
        let slot = slots.get(pick(luck, slots.len()))?;
        let what = kind.what.get(pick(luck, kind.what.len()));
        let disturbance = Disturbance {
            kind,
            occasion: slot.screen.map_or(Occasion::Commit, Occasion::Screen),
            app: slot.app,
            what: what.copied().unwrap_or_default(),
            steps: 1 + luck.below(STEPS) as u8,
        };
        Some((slot.at, disturbance))
    }

    /// The moments of a shortest way.
    fn slots(&self) -> Vec<Slot> {
        let mut state = self.start();
        let (mut slots, mut met) = (vec![], vec![]);
        let mut has_commit = false;
        for (at, verb) in self.way(&state, false).iter().enumerate() {
            let frame = state.front.top();
            if !state.front.is_launcher() && frame.over == Over::Nothing {
                let slot = || self.slot(&state, at);
                if !met.contains(&frame.screen) {
                    met.push(frame.screen);
                    slots.push(Slot {
                        screen: Some(frame.screen),
                        ..slot()
                    });
                }
                if self.is_commit(&state, verb) && !has_commit {
                    slots.push(slot());
                    has_commit = true;
                }
            }
            self.act(&mut state, verb);
        }
        slots
    }

    fn slot(&self, state: &State, at: usize) -> Slot {
        let screen = self.screen(state.front.top().screen);
        let has = |place: At| {
            let is = |widget: &BakedWidget| matches!(widget, BakedWidget::Button(_, at, _) if *at == place);
            screen.widgets.iter().any(is)
        };
        Slot {
            at,
            screen: None,
            app: screen.app,
            depth: state.front.frames().len(),
            has_bar: has(At::Bar),
            has_floating: has(At::Floating),
        }
    }

    fn is_commit(&self, state: &State, verb: &Verb) -> bool {
        let Verb::Tap(number) = verb else {
            return false;
        };
        match self.elements(state).get(usize::from(*number)) {
            Some(&Element::Button(widget)) => self.commits(state, widget),
            _ => false,
        }
    }
}
