//! What an episode is at a moment: where one is, what is filled in, which records differ, what was shown.

use super::{
    bake::{LAUNCHER, ScreenId},
    desk::Windows,
    disturb::Disturbed,
    rows::{Changes, Moves, RowId},
    value::{Bytes, Value},
};
use serde::{Deserialize, Serialize};
use truestep_core::digest::Digest;

/// Most screens of an app on top of each other; declarations that need more do not bake.
pub const DEPTH: usize = 5;
/// No record: a screen that shows none, a form for a new one.
pub const NO_ROW: RowId = RowId::MAX;
/// No field has the keyboard.
pub const NO_FOCUS: u8 = u8::MAX;

/// What lies over a screen and has to be answered first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Over {
    /// Nothing.
    #[default]
    Nothing,
    /// The options of a choice, of the screen's record or its draft.
    Options(u8),
    /// Whether the record is really to be deleted.
    Sure,
    /// On a desktop, what can be done with a record, by the number of its line on the page.
    Menu(u8),
}

/// A screen on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// Which.
    pub screen: ScreenId,
    /// The record it shows, or [`NO_ROW`].
    pub row: RowId,
    /// How many pages its content is scrolled.
    pub scroll: u8,
    /// What lies over it.
    pub over: Over,
}

/// What tells menus from options in canonical bytes: more than any field.
const MENU: u8 = 128;

/// A place of the stack that is not used.
const UNUSED: Frame = Frame {
    screen: LAUNCHER,
    row: NO_ROW,
    scroll: 0,
    over: Over::Nothing,
};

/// An app as it is open: its screens, the draft of the last one, and where the keyboard is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Surface {
    frames: [Frame; DEPTH],
    depth: u8,
    /// The draft of the topmost screen, if it has one.
    pub draft: Vec<Value>,
    /// The field of the draft that the keyboard writes to, or [`NO_FOCUS`].
    pub focus: u8,
}

impl Default for Surface {
    /// The launcher.
    fn default() -> Self {
        Self {
            frames: [UNUSED; DEPTH],
            depth: 0,
            draft: vec![],
            focus: NO_FOCUS,
        }
    }
}

impl Surface {
    /// An app at its first screen.
    #[must_use]
    pub fn at(root: ScreenId) -> Self {
        let mut this = Self::default();
        this.push(root, NO_ROW);
        this
    }

    /// Whether it is the launcher.
    #[must_use]
    pub fn is_launcher(&self) -> bool {
        self.depth == 0
    }

    /// The screens, the first one at the bottom.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames[..usize::from(self.depth)]
    }

    /// The screen that is seen.
    #[must_use]
    pub fn top(&self) -> Frame {
        self.frames().last().copied().unwrap_or(UNUSED)
    }

    /// The same to be changed; none at the launcher.
    pub fn top_mut(&mut self) -> Option<&mut Frame> {
        self.frames[..usize::from(self.depth)].last_mut()
    }

    /// Open a screen. The bake has seen that the stack holds it.
    pub fn push(&mut self, screen: ScreenId, row: RowId) {
        if let Some(frame) = self.frames.get_mut(usize::from(self.depth)) {
            *frame = Frame {
                screen,
                row,
                ..UNUSED
            };
            self.depth += 1;
        }
        self.forget_draft();
    }

    /// Leave the screen that is seen.
    pub fn pop(&mut self) {
        if let Some(frame) = self.top_mut() {
            *frame = UNUSED;
            self.depth -= 1;
        }
        self.forget_draft();
    }

    /// Drop what was filled in.
    fn forget_draft(&mut self) {
        self.draft = vec![];
        self.focus = NO_FOCUS;
    }

    pub(super) fn canon(&self, out: &mut Bytes) {
        out.push(self.depth);
        for frame in self.frames() {
            out.push(frame.screen);
            out.extend_from_slice(&frame.row.to_le_bytes());
            out.push(frame.scroll);
            out.push(match frame.over {
                Over::Nothing => 0,
                Over::Sure => 1,
                Over::Options(field) => 2 + field,
                Over::Menu(line) => MENU + line,
            });
        }
        out.push(self.draft.len() as u8);
        self.draft.iter().for_each(|value| value.canon(out));
        out.push(self.focus);
    }
}

/// Whether an episode has ended, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Ended {
    /// It goes on.
    #[default]
    No,
    /// Solved.
    Solved,
    /// Ended otherwise.
    Failed,
}

/// The state.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// What is on the screen.
    pub front: Surface,
    /// The app that was left last, as it was left.
    pub parked: Option<Box<Surface>>,
    /// The records that differ from the task's.
    pub changes: Changes,
    /// What was shown of what the task needs, a bit each.
    pub known: u64,
    /// Whether it has ended.
    pub ended: Ended,
    /// What disturbances have come to.
    #[serde(default, skip_serializing_if = "Disturbed::is_none")]
    pub disturbed: Disturbed,
    /// The other windows of a desktop; none on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Box<Windows>>,
}

impl State {
    /// Everything that a menu can come to. What is parked is not in it: menus do not offer to go back there.
    fn seen(&self) -> Bytes {
        let mut out = Bytes::new();
        self.front.canon(&mut out);
        self.changes.canon(&mut out);
        out.extend_from_slice(&self.known.to_le_bytes());
        out.push(self.ended as u8);
        self.disturbed.canon(&mut out);
        if let Some(desk) = &self.desk {
            desk.canon(&mut out);
        }
        out
    }

    /// The class of the state: alike in everything that menus lead to.
    #[must_use]
    pub fn class(&self) -> Digest {
        Digest::of(&self.seen())
    }

    /// The digest of the state.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut out = self.seen();
        match &self.parked {
            None => out.push(0),
            Some(parked) => {
                out.push(1);
                parked.canon(&mut out);
            }
        }
        Digest::of(&out)
    }

    /// Everything that is open: what is seen, what was left, the other windows.
    pub(super) fn surfaces_mut(&mut self) -> impl Iterator<Item = &mut Surface> {
        let surfaces = [Some(&mut self.front), self.parked.as_deref_mut()];
        let windows = self.desk.iter_mut().flat_map(|desk| desk.surfaces_mut());
        surfaces.into_iter().flatten().chain(windows)
    }

    /// Records got other numbers: screens that show them follow.
    pub(super) fn follow(
        &mut self,
        moves: &Moves,
        table_of: impl Fn(ScreenId) -> Option<u8>,
        table: u8,
    ) {
        if moves.is_empty() {
            return;
        }
        for surface in self.surfaces_mut() {
            let depth = usize::from(surface.depth);
            for frame in &mut surface.frames[..depth] {
                let moved = moves.iter().find(|(before, _)| *before == frame.row);
                if let (Some(&(before, after)), true) =
                    (moved, table_of(frame.screen) == Some(table))
                    && before != NO_ROW
                {
                    frame.row = after;
                }
            }
        }
    }
}
