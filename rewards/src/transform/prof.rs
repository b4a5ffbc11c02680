use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "prof",
        summary: "rollouts whose step scores contradict their outcome are taken out",
        family: Family::Aggregation,
        stage: Stage::Transform,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "amazon-science/PROF-GRPO@8164ec2, prof_grpo_both",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new("remove", "4", Domain::Count, "rollouts taken out per group"),
            Parameter::new(
                "length-penalty",
                "10",
                Domain::Any,
                "taken off the rank of rollouts with fewer than 2 or more than 30 steps",
            ),
        ],
    },
    Build::Transform(build),
);

/// PROF: a filter that keeps rollouts whose process scores agree with their outcome.
///
/// # Formula
/// s_i = mean_t 2(prm_t − mean of all scores of the batch) · (2·outcome − 1) ([`consistency`]). Of each group k rollouts go: n⁺ =
/// min(k, round((n⁺ − n⁻ + k)/2)) solved ones of lowest s, k − n⁺ others of lowest s ([`Prof::kept`]). Steps below 2 or above 30 lower
/// the rank.
/// # Source
/// amazon-science/PROF-GRPO at 8164ec2, `prof_ray_trainer.py` (both sides), <https://github.com/amazon-science/PROF-GRPO>.
/// # Our reading and deviations
/// As released, with Python's rounding half to even and without spill-over when a side is too short. Removed rollouts become
/// `Undefined(NotScored)`, which credits leave out or refuse; kept ones are unchanged. On graded tasks a rollout with a grade
/// between 0 and 1 counts as not solved; the authors drop those, so filter them first for the same sample.
/// # Needs
/// `outcome`; step scores as input.
/// # Range
/// That of its input.
/// # Known exploits
/// A step scorer that favours one outcome shapes the kept sample. Of equally ranked rollouts the first ones stay.
/// # Worked example
/// Group of 4 with k = 2: scores 0.675, −0.525 (solved) and 0.725, −0.575: the first and third stay.
#[derive(Clone, Copy, Debug)]
pub struct Prof {
    /// Rollouts taken out per group, at most all of it.
    pub remove: usize,
    /// Taken off the rank of too short or too long ones.
    pub length_penalty: f64,
}

/// One rollout's step scores and whether it was solved.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredRollout {
    /// Whether it was solved.
    pub solved: bool,
    /// Its step scores.
    pub scores: Vec<f64>,
}

/// s of every rollout; `centre` is the mean of all scores of the batch.
#[must_use]
pub fn consistency(rollout: &ScoredRollout, centre: f64) -> f64 {
    let sign = if rollout.solved { 1.0 } else { -1.0 };
    let away: Vec<f64> = rollout.scores.iter().map(|p| 2.0 * (p - centre)).collect();
    mean(&away).unwrap_or(0.0) * sign
}

impl Prof {
    fn rank(&self, rollout: &ScoredRollout, centre: f64) -> f64 {
        let odd = rollout.scores.len() < 2 || rollout.scores.len() > 30;
        consistency(rollout, centre) - if odd { self.length_penalty } else { 0.0 }
    }

    /// Positions in `group` that stay: solved ones, then the others. A side that loses rollouts is sorted by rising rank, one that
    /// loses none keeps its order, and so does the whole group if nothing is taken out.
    #[must_use]
    pub fn kept(&self, group: &[ScoredRollout], centre: f64) -> Vec<usize> {
        let remove = self.remove.min(group.len());
        if remove == 0 {
            return (0..group.len()).collect();
        }
        let all = 0..group.len();
        let (right, wrong): (Vec<usize>, Vec<usize>) = all.partition(|&i| group[i].solved);
        let surplus = right.len() as f64 - wrong.len() as f64;
        let half = ((surplus + remove as f64) / 2.0).round_ties_even().max(0.0);
        let from_right = (half as usize).min(remove);
        let rank = |i: usize| self.rank(&group[i], centre);
        let stay = |mut side: Vec<usize>, gone: usize| {
            if gone > 0 {
                side.sort_by(|&a, &b| rank(a).total_cmp(&rank(b)));
            }
            side.into_iter().skip(gone)
        };
        stay(right, from_right)
            .chain(stay(wrong, remove - from_right))
            .collect()
    }
}

impl BatchTransform<f64> for Prof {
    fn apply(&self, batch: &Batch<'_>, rows: Rows<f64>) -> Rows<f64> {
        let all: Vec<f64> = rows
            .iter()
            .flatten()
            .filter_map(|v| v.number().copied())
            .collect();
        let centre = mean(&all).unwrap_or(0.0);
        let mut out: Rows<f64> = rows
            .iter()
            .map(|row| vec![Undefined::NotScored.into(); row.len()])
            .collect();
        for group in batch.members() {
            let scored: Vec<ScoredRollout> = group
                .iter()
                .map(|&i| ScoredRollout {
                    solved: batch.episodes()[i].success() == Some(true),
                    scores: rows[i].iter().filter_map(|v| v.number().copied()).collect(),
                })
                .collect();
            for at in self.kept(&scored, centre) {
                out[group[at]].clone_from(&rows[group[at]]);
            }
        }
        out
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    Ok(TransformObject::batch_float(Prof {
        remove: args.count("remove"),
        length_penalty: args.float("length-penalty"),
    }))
}
