//! What can be done in a corridor, and what comes of it.

use super::{Action, CODES, Def, Defect, state::State};
use std::sync::{
    LazyLock,
    atomic::{AtomicU32, Ordering},
};
use truestep_core::{
    chance::Chance,
    forms::{ActionForm, ActionForms, Argument},
    model::{Applied, MenuEntry, Statement, StatementKind, Statements},
    truth::Rejection,
};

/// A statement of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Walked(u8),
    HitTheWall,
    TookLamp(u8),
    SteppedInPuddle,
}

impl Statement for Said {
    fn kind(&self) -> StatementKind {
        match self {
            Said::Walked(_) => StatementKind::Info,
            Said::HitTheWall => StatementKind::Violation,
            Said::TookLamp(_) => StatementKind::SideEffect,
            Said::SteppedInPuddle => StatementKind::Event,
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str(&match self {
            Said::Walked(cell) => format!("walked to cell {cell}"),
            Said::HitTheWall => "hit the wall".into(),
            Said::TookLamp(which) => format!("took lamp {which}"),
            Said::SteppedInPuddle => "stepped in the puddle".into(),
        });
    }
}

const WORDS: [(&str, Action); 6] = [
    ("left", Action::Left),
    ("right", Action::Right),
    ("take key", Action::TakeKey),
    ("read plaque", Action::Read),
    ("force door", Action::Force),
    ("run", Action::Run),
];

/// What an agent is told.
pub fn forms(defect: Defect) -> &'static ActionForms {
    static SOUND: LazyLock<ActionForms> = LazyLock::new(|| list(Defect::None));
    static UNLISTED: LazyLock<ActionForms> = LazyLock::new(|| list(Defect::Unlisted));
    static MISPRINT: LazyLock<ActionForms> = LazyLock::new(|| list(Defect::Misprint));
    match defect {
        Defect::Unlisted => &UNLISTED,
        Defect::Misprint => &MISPRINT,
        _ => &SOUND,
    }
}

fn list(defect: Defect) -> ActionForms {
    let number =
        |name: &str, below: u8, what: &str| Argument::integer(name, 0, i64::from(below) - 1, what);
    let open = if defect == Defect::Misprint {
        "unlock CODE"
    } else {
        "open CODE"
    };
    let mut forms = vec![
        ActionForm::new("left", "walks one cell to the left"),
        ActionForm::new("right", "walks one cell to the right"),
        ActionForm::new("run", "runs two cells to the right"),
        ActionForm::new("take key", "takes the key that lies here"),
        ActionForm::new("take lamp N", "takes a lamp that stands here")
            .named("take_lamp")
            .with(number("n", 2, "which lamp")),
        ActionForm::new("read plaque", "reads the plaque here"),
        ActionForm::new(open, "opens the door; ends the episode").with(number(
            "code",
            CODES,
            "the code of the door, 0 if it has none",
        )),
        ActionForm::new("force door", "forces the door, which may jam it"),
    ];
    if defect == Defect::Unlisted {
        forms.retain(|form| form.name != "open");
    }
    ActionForms::new(forms)
        .expect("invariant: the names differ and the templates hold their arguments")
}

pub fn decode(def: &Def, text: &str) -> Result<Action, Rejection> {
    assert!(
        def.defect != Defect::Panic || text.len() < 1000,
        "a defect planted for a test"
    );
    let number = |prefix: &str, below: u8| {
        let n: u8 = text.strip_prefix(prefix)?.parse().ok()?;
        (n < below && !text.contains('+')).then_some(n)
    };
    if let Some((_, action)) = WORDS.iter().find(|(word, _)| *word == text) {
        return Ok(*action);
    }
    if def.defect == Defect::LossyCodec && text == "west" {
        return Ok(Action::Right);
    }
    if let Some(code) = number("open ", CODES) {
        return Ok(Action::Open(code));
    }
    if let Some(which) = number("take lamp ", 2) {
        return Ok(Action::TakeLamp(which));
    }
    if def.defect == Defect::AcceptsAnything {
        return Ok(Action::Left);
    }
    if def.defect == Defect::Tightlipped {
        return Err(Rejection::new("unknown_action", "no"));
    }
    Err(forms(def.defect).unknown(text))
}

pub fn encode(def: &Def, action: Action, out: &mut String) {
    if def.defect == Defect::LossyCodec && action == Action::Left {
        return out.push_str("west");
    }
    match action {
        Action::Open(code) => out.push_str(&format!("open {code}")),
        Action::TakeLamp(which) => out.push_str(&format!("take lamp {which}")),
        other => {
            let word = WORDS.iter().find(|(_, action)| *action == other);
            out.push_str(word.expect("invariant: every other action is a word").0);
        }
    }
}

pub fn admit(def: &Def, state: &State, action: Action) -> Result<(), Rejection> {
    let here = state.position();
    let door = here == def.length - 1 || def.defect == Defect::OpensAnywhere;
    let unlocked = def.key.is_none() || state.has_key();
    let refused = match action {
        Action::Left | Action::Right => false,
        Action::Run => here + 2 >= def.length,
        Action::TakeKey => def.key != Some(here) || state.has_key(),
        Action::TakeLamp(which) => def.lamps != here || state.lamps() >> which & 1 == 1,
        Action::Read => def.plaque != Some(here),
        Action::Open(code) => {
            !door || !unlocked || state.jammed() || def.plaque.is_none() && code > 0
        }
        Action::Force => !door || unlocked || state.jammed(),
    };
    let refused =
        refused || def.defect == Defect::RefusedEntry && here == 4 && action == Action::Left;
    if refused {
        return Err(Rejection::new(
            "not_here",
            "that cannot be done here: look at the menu",
        ));
    }
    Ok(())
}

/// For [`Defect::Remembers`]: steps walked in all episodes together.
static WALKED: AtomicU32 = AtomicU32::new(0);

pub fn apply(
    def: &Def,
    state: &mut State,
    action: Action,
    chance: &mut impl Chance,
    facts: &mut impl Statements<Said>,
    slippery: bool,
) -> Applied {
    match action {
        Action::Left | Action::Right => {
            let slips = slippery && chance.pick(&[3, 1]) == 1
                || def.defect == Defect::SecretChance && chance.pick(&[1, 1]) == 1
                || def.defect == Defect::Remembers
                    && WALKED.fetch_add(1, Ordering::Relaxed) % 5 == 4;
            return walk(def, state, action == Action::Right, slips, facts);
        }
        Action::TakeKey => state.take_key(def),
        Action::TakeLamp(which) => {
            state.take_lamp(which);
            facts.emit(Said::TookLamp(which));
        }
        Action::Read if state.has_read() => {
            return Applied {
                changed: false,
                repeated: true,
            };
        }
        Action::Read => state.read(),
        Action::Open(code) if def.plaque.is_none() || code == def.code => state.end(2),
        Action::Open(_) => state.end(1),
        Action::Force => state.jam(),
        Action::Run => state.go(state.position() + 2),
    }
    Applied::CHANGED
}

fn walk(
    def: &Def,
    state: &mut State,
    right: bool,
    slips: bool,
    facts: &mut impl Statements<Said>,
) -> Applied {
    let here = state.position();
    let there = if right {
        here + 1
    } else {
        here.saturating_sub(1)
    };
    if there == here || there == def.length {
        facts.emit(Said::HitTheWall);
        return if def.defect == Defect::WrongEffect {
            Applied::CHANGED
        } else {
            Applied::UNCHANGED
        };
    }
    let stumbles = def.defect == Defect::HiddenState && right && state.limps();
    if def.defect == Defect::HiddenState {
        state.limp(!right);
    }
    if slips || stumbles {
        return Applied::UNCHANGED;
    }
    state.go(there);
    facts.emit(Said::Walked(there));
    if there == def.puddle {
        facts.emit(Said::SteppedInPuddle);
    }
    Applied::CHANGED
}

pub fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
    if state.ended().is_some() && def.defect != Defect::Afterlife {
        return;
    }
    let mut list = |action, weight| out.push(MenuEntry { action, weight });
    list(Action::Left, 2);
    if def.defect == Defect::DuplicateEntry {
        list(Action::Left, 1);
    }
    if def.defect != Defect::MenuHole || state.position() != 5 {
        list(
            Action::Right,
            if def.defect == Defect::Weightless {
                0
            } else {
                2
            },
        );
    }
    let rest = [
        Action::TakeKey,
        Action::TakeLamp(0),
        Action::TakeLamp(1),
        Action::Read,
        Action::Force,
    ];
    let opens = (0..CODES).map(Action::Open);
    for action in rest.into_iter().chain(opens) {
        if admit(def, state, action).is_ok() {
            list(action, 1);
        }
    }
}
