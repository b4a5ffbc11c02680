use crate::{
    given::{ANY_COLUMN, Want},
    prelude::*,
    registry::FILE,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "file",
        summary: "numbers from outside, `file:F.jsonl`: a reward in any language",
        family: Family::Composition,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[],
        source: "a file of numbers",
        status: Status::Ours,
        parameters: &[ANY_COLUMN],
    },
    Build::Signal(build),
);

/// Rewards that a program in any language wrote down.
///
/// # Formula
/// r_t is what the file says of the episode and the step; a number of a whole episode is paid at its last step.
/// # Source
/// The file, in one of the shapes of [`crate::given`].
/// # Our reading and deviations
/// A cell with several numbers is their sum; `null` is no number, and `"-inf"` is minus infinity.
/// # Needs
/// A file that was made for these episodes: one number for every step.
/// # Range
/// That of the file.
/// # Known exploits
/// Those of whoever wrote it: `audit --rewards` finds them where the reward is a function of the transition.
/// # Worked example
/// The line `[0.1, 0.4, 1]` of an episode of three steps: 0.1, 0.4, 1.
#[derive(Clone, Debug)]
pub struct FromFile(Want);

impl EpisodeSignal<f64> for FromFile {
    fn price(&self, episode: &Episode) -> Vec<Value<f64>> {
        self.0.rewards(episode)
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let file = args.called().strip_prefix(FILE).unwrap_or_default();
    if file.is_empty() {
        return Err(args.no_file());
    }
    Ok(SignalObject::episode_float(FromFile(
        args.want(file, "column"),
    )))
}
