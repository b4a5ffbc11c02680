use crate::{
    given::{ANY_COLUMN, FILE, Want},
    prelude::*,
    stage::Credit,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "given",
        summary: "advantages from outside: an estimator in any language",
        family: Family::Composition,
        stage: Stage::Credit,
        form: Form::Trajectory,
        channels: &[],
        source: "a file of numbers",
        status: Status::Ours,
        parameters: &[FILE, ANY_COLUMN],
    },
    Build::Credit(build),
);

/// Advantages that a program in any language made of the rewards before, or of anything else.
///
/// # Formula
/// A_t is what the file says of the episode and the step.
/// # Source
/// The file, in one of the shapes of [`crate::given`].
/// # Our reading and deviations
/// Whether it compares episodes, and which, is not known here: `audit` cannot ask it about groups that were not played.
/// # Needs
/// A file that was made for these episodes: one number for every step.
/// # Range
/// That of the file.
/// # Known exploits
/// Those of whoever wrote it; `score --identify` says how far it is from the exact advantage.
/// # Worked example
/// The line `[0.5, -0.5]` of an episode of two steps: 0.5, −0.5.
#[derive(Clone, Debug)]
pub struct GivenAdvantages(Want);

impl Credit<f64> for GivenAdvantages {
    fn advantages(&self, batch: &Batch<'_>, _: &Rows<f64>) -> Rows<f64> {
        let episodes = batch.episodes().iter();
        episodes.map(|episode| self.0.steps(episode)).collect()
    }

    fn is_by_group(&self) -> bool {
        true
    }
}

fn build(args: Args<'_>) -> Result<CreditObject, SchemeError> {
    let file = args.name("file");
    if file.is_empty() {
        return Err(args.no_file());
    }
    Ok(CreditObject::float(GivenAdvantages(
        args.want(&file, "column"),
    )))
}
