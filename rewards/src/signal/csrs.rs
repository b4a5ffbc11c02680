use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "csrs",
        summary: "the verdict on the trajectory, repeated on every step",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[Channel::Outcome],
        source: "arXiv 2512.15431, section 2.1.4 (Step-GUI)",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Signal(build),
);

/// Step-GUI's calibrated step reward system: one verdict per trajectory anchors all its steps.
///
/// # Formula
/// r_t = 1 if the task was solved, else 0, on every step. Step data is kept by verdict ([`kept_categories`]).
/// # Source
/// *Step-GUI*, arXiv 2512.15431, section 2.1.4, <https://arxiv.org/abs/2512.15431>.
/// # Our reading and deviations
/// The paper defines a data filter, not a number; this anchor is its natural reading. Its text is inconsistent about which
/// kinds a failure keeps; we follow the list of six. Under `bootstrap` a cut-off episode gets 0.
/// # Needs
/// `outcome`.
/// # Range
/// {0, 1}.
/// # Known exploits
/// As a return it grows with length: a slow success earns more than a fast one.
/// # Worked example
/// A success of 3 steps: 1, 1, 1.
#[derive(Clone, Copy, Debug)]
pub struct Csrs {
    truncation: Truncation,
}

const CATEGORIES: [&str; 7] = [
    "progress_tracking",
    "state_summary",
    "effect_prediction",
    "self_reflection",
    "state_verification",
    "intent_execution",
    "action_prediction",
];

/// The kinds of step data kept from a trajectory: all seven after a success, all but action prediction after a failure.
#[must_use]
pub fn kept_categories(success: bool) -> &'static [&'static str] {
    if success {
        &CATEGORIES
    } else {
        &CATEGORIES[..6]
    }
}

impl<S: Scalar> EpisodeSignal<S> for Csrs {
    fn price(&self, episode: &Episode) -> Vec<Value<S>> {
        let unfinished = self.truncation == Truncation::Bootstrap && is_cut(episode);
        let solved = episode.success() == Some(true) && !unfinished;
        vec![Value::Number(S::from_count(usize::from(solved))); episode.steps()]
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let truncation = args.truncation();
    Ok(SignalObject::episode(
        Csrs { truncation },
        Csrs { truncation },
    ))
}
