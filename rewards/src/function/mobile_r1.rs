use crate::{
    given::{self, column, each},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "mobile-r1",
        summary: "a point for the right action and a point for the format",
        family: Family::Action,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[],
        source: "arXiv 2506.20332",
        status: Status::Paper,
        parameters: &[
            given::FILE,
            column(
                "correct",
                "correct",
                "the column of whether the action is right, 0 or 1",
            ),
            column(
                "format",
                "format",
                "the column of whether the answer is well formed, 0 or 1",
            ),
        ],
    },
    Build::Signal(build),
);

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let columns = vec![args.column("correct")?, args.column("format")?];
    Ok(each(columns, |both| {
        mobile_r1(MobileAction {
            correct: !both[0].is_nought(),
            format: !both[1].is_nought(),
        })
    }))
}

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
