//! From a recorded episode to items: it is played again, and every step at which the truth names what is right becomes one.

use super::item::{Acceptable, Item, Kind, Past, SCHEMA, Shot};
use crate::gui::{
    Def, Gui, Spoken, State, Verb, Way, day, elements::Element, family::define, layout::Area, made,
    paint, tree,
};
use std::collections::BTreeMap;
use truestep_core::{
    chance::Enumerated,
    model::{Dynamics, Render, Unheard},
    registry::TaskError,
    trajectory::Episode,
    truth::{Distance, StateTruth},
    view::{self, ContentType, Image, NoSuchView, ViewKind, ViewName},
};

/// How items are made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The picture; `pixels` unless named.
    pub view: Option<ViewName>,
    /// The grammar in which actions are written beside the phone's own form.
    pub spoken: Option<Spoken>,
}

/// Why an episode could not be made into items.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ItemError {
    /// Its task cannot be prepared.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// It is no episode of the phone.
    #[error("`{env}` has no screens: single steps are made of episodes of phones")]
    NoScreens {
        /// Its environment.
        env: String,
    },
    /// Played again, it comes elsewhere.
    #[error(
        "played again, step {step} is in another state than recorded: it is of another version, or was changed"
    )]
    Parted {
        /// Actions taken before.
        step: usize,
    },
    /// There is no such picture.
    #[error(transparent)]
    View(#[from] NoSuchView),
    /// The view is no picture.
    #[error("`{view}` is no picture; name a view in pixels, such as `pixels` or `som`")]
    NoPicture {
        /// The view.
        view: ViewName,
    },
}

/// Why a step is no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Left {
    /// It was recorded without truth, or without its best actions.
    NoTruth,
    /// No action leads to success any more.
    OutOfReach,
}

impl Left {
    /// It in words.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Left::NoTruth => "recorded without the best actions",
            Left::OutOfReach => "success was out of reach",
        }
    }

    /// It in words, of steps of an episode that has others.
    #[must_use]
    pub fn note(self) -> &'static str {
        match self {
            Left::NoTruth => "steps recorded without the best actions are left out",
            Left::OutOfReach => "steps from which success is out of reach are left out",
        }
    }
}

/// What an episode came to.
#[derive(Debug, Default)]
pub struct Made {
    /// Items with what their pictures show, in the order of the steps.
    pub items: Vec<(Item, Image)>,
    /// Steps that are no items, by reason.
    pub left: BTreeMap<Left, u64>,
}

/// The items of an episode.
///
/// # Errors
/// [`ItemError`]
pub fn items(episode: &Episode, options: &Options) -> Result<Made, ItemError> {
    let id = &episode.task.template;
    let define = match id.env() {
        Gui::NAME => define,
        made::ENV => made::define,
        day::ENV => day::define,
        env => {
            let env = env.to_owned();
            return Err(ItemError::NoScreens { env });
        }
    };
    let name = options.view.unwrap_or(ViewKind::PIXELS.name());
    let kind = view::find(name, &id.to_string(), Gui::VIEWS)?;
    if kind.content() != ContentType::Image {
        return Err(ItemError::NoPicture { view: name });
    }
    let maker = Maker {
        def: define(&episode.task)?,
        spoken: options.spoken,
        kind,
    };
    maker.all(episode)
}

struct Maker {
    def: Def,
    spoken: Option<Spoken>,
    kind: ViewKind,
}

impl Maker {
    fn all(&self, episode: &Episode) -> Result<Made, ItemError> {
        let (mut made, mut history) = (Made::default(), vec![]);
        let mut state = self.def.start();
        for (step, transition) in episode.transitions.iter().enumerate() {
            let frame = episode.frame(step);
            if state.digest() != frame.digests.state {
                return Err(ItemError::Parted { step });
            }
            match self.right(frame.truth.as_ref()) {
                Ok((actions, total, distance)) => {
                    let acceptable = actions.iter().filter_map(|a| self.acceptable(&state, a));
                    let item = Item {
                        acceptable: acceptable.collect(),
                        complete: actions.len() == total as usize,
                        distance,
                        ..self.item(episode, &state, step, &history)
                    };
                    made.items.push((item, self.image(&state)));
                }
                Err(left) => *made.left.entry(left).or_default() += 1,
            }
            history.push(self.take(&mut state, &transition.action));
        }
        if state.digest() != episode.frame(episode.steps()).digests.state {
            let step = episode.steps();
            return Err(ItemError::Parted { step });
        }
        Ok(made)
    }

    /// What is right in a state, how many there are of it, and how far the end is.
    fn right<'a>(&self, truth: Option<&'a StateTruth>) -> Result<(&'a [String], u32, u32), Left> {
        let truth = truth.ok_or(Left::NoTruth)?;
        let best = truth.best_actions.as_ref().ok_or(Left::NoTruth)?;
        match truth.distance {
            Distance::Steps(distance) if !best.actions.is_empty() => {
                Ok((&best.actions, best.total, distance))
            }
            Distance::NotComputed => Err(Left::NoTruth),
            _ => Err(Left::OutOfReach),
        }
    }

    fn item(&self, episode: &Episode, state: &State, step: usize, history: &[Past]) -> Item {
        let task = &episode.task;
        let (width, height) = paint::sides(self.kind);
        let mut tree = String::new();
        tree::write(&self.def, state, &mut tree);
        Item {
            schema: SCHEMA.into(),
            id: format!(
                "{}/{}/{}/{step}",
                task.template, task.seed.0, episode.rollout
            ),
            task: task.clone(),
            step,
            goal: episode.instruction.clone(),
            screenshot: Shot {
                path: String::new(),
                width,
                height,
            },
            tree: serde_json::from_str(&tree).expect("invariant: the tree is JSON"),
            history: history.to_vec(),
            taken: episode.transitions[step].action.clone(),
            acceptable: vec![],
            complete: true,
            distance: 0,
        }
    }

    fn image(&self, state: &State) -> Image {
        let mut image = Image::default();
        paint::screen(&self.def, state, self.kind, &mut image);
        image
    }

    /// Take an action of the record; what is told of it later.
    fn take(&self, state: &mut State, action: &str) -> Past {
        let read = self.def.read(state, action);
        let verb = read
            .ok()
            .filter(|verb| self.def.admits(state, verb).is_ok());
        let written = verb.as_ref().map(|verb| self.written(state, verb));
        if let Some(verb) = &verb {
            let stepped = Gui::step(
                &self.def,
                &mut (),
                state,
                verb,
                &mut Enumerated::default(),
                &mut Unheard,
            );
            stepped.expect("invariant: the phone has no host that fails");
        }
        Past {
            action: action.to_owned(),
            rejected: verb.is_none(),
            written: written.unwrap_or_default(),
        }
    }

    /// A verb in the grammar that was asked for, as far as it has words.
    fn written(&self, state: &State, verb: &Verb) -> Vec<String> {
        let said = (self.spoken.as_ref()).map(|spoken| self.def.utter(state, spoken, verb));
        said.and_then(Result::ok).unwrap_or_default()
    }

    /// The same, where the keyboard may write to the field already: then nobody has to tap it first.
    fn written_here(&self, state: &State, verb: &Verb, focused: bool) -> Vec<String> {
        match (self.written(state, verb), verb) {
            (written, Verb::Type(_, text)) if written.len() > 1 && focused => {
                self.written(state, &Verb::Write(text.clone()))
            }
            (written, _) => written,
        }
    }

    /// A right action in full.
    fn acceptable(&self, state: &State, action: &str) -> Option<Acceptable> {
        let verb = self.def.read(state, action).ok()?;
        let (areas, focus) = (self.def.areas(state), state.front.focus);
        let elements = self.def.elements(state);
        let is_focused = |element: Option<&Element>| matches!(element, Some(Element::Fill(field)) if *field == focus);
        let keyboard = || {
            elements
                .iter()
                .position(|element| is_focused(Some(element)))
        };
        let words = |text| Some(self.def.letters(text).to_owned());
        let (kind, index, value) = match &verb {
            // Items are made of phones, which have no mouse.
            Verb::Double(_) | Verb::Context(_) => return None,
            Verb::Tap(number) => (Kind::Click, Some(usize::from(*number)), None),
            Verb::Type(number, text) => (Kind::InputText, Some(usize::from(*number)), words(text)),
            Verb::Write(text) => (Kind::InputText, keyboard(), words(text)),
            Verb::Scroll(Way::Up) => (Kind::Scroll, None, Some("up".into())),
            Verb::Scroll(Way::Down) => (Kind::Scroll, None, Some("down".into())),
            Verb::Back => (Kind::NavigateBack, None, None),
            Verb::Home => (Kind::NavigateHome, None, None),
            Verb::Recents => (Kind::Recents, None, None),
            Verb::Enter => (Kind::KeyboardEnter, None, None),
            Verb::Open(app) => (Kind::OpenApp, None, Some(self.def.app_name(*app).into())),
            Verb::Wait => (Kind::Wait, None, None),
            Verb::Answer(text) => (Kind::Answer, None, words(text)),
            Verb::Report => (Kind::Infeasible, None, None),
            Verb::Done => (Kind::Complete, None, None),
        };
        let focused = index.is_some_and(|index| is_focused(elements.get(index)));
        Some(Acceptable {
            action: action.to_owned(),
            kind,
            index: index.map(|index| index as i64),
            bounds: index.and_then(|index| areas.get(index)).map(sides),
            value,
            focused,
            written: self.written_here(state, &verb, focused),
        })
    }
}

/// Left, top, right, bottom.
fn sides(area: &Area) -> [i64; 4] {
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    [area.left, area.top, right, bottom].map(i64::from)
}
