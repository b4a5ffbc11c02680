use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "mobile-r1",
        summary: "a point for the right action and a point for the format",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "arXiv 2506.20332",
        status: Status::Paper,
        parameters: &[],
    },
    Build::Function("whether action and format are right"),
);

/// Mobile-R1's action-level reward.
///
/// # Formula
/// R = R_action + R_format, each 0 or 1 ([`mobile_r1`]); the action is right if its point lies in the box or it matches exactly.
/// # Source
/// *Mobile-R1*, arXiv 2506.20332, <https://arxiv.org/abs/2506.20332>, in a review of it; the task-level reward of its third stage was
/// not found.
/// # Our reading and deviations
/// None.
/// # Needs
/// Both facts; `truth:shortest` and `truth:valid` are exact ones.
/// # Range
/// {0, 1, 2}.
/// # Known exploits
/// The format point is free on every step.
/// # Worked example
/// Right and well formed: 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MobileAction {
    /// The action is right.
    pub correct: bool,
    /// The answer is well formed.
    pub format: bool,
}

/// The reward of an action.
#[must_use]
pub fn mobile_r1(action: MobileAction) -> f64 {
    f64::from(u8::from(action.correct)) + f64::from(u8::from(action.format))
}
