use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "prorl:centre",
        summary: "numbers centred and scaled by running statistics over the rollouts so far",
        family: Family::Aggregation,
        stage: Stage::Transform,
        form: Form::Group,
        channels: &[],
        source: "hongruhou89/ProRL@506e913, MultiObjectiveRewardNormalizer",
        status: Status::ReleasedCode,
        parameters: &[Parameter::new(
            "floor",
            "0.1",
            Domain::Positive,
            "least standard deviation",
        )],
    },
    Build::Transform(build),
);

/// ProRL's running centring of one objective.
///
/// # Formula
/// (x − mean)/max(std, floor), std with n − 1 over all numbers seen, the present batch included; the floor itself for one
/// number ([`RunningCentre`]).
/// # Source
/// hongruhou89/ProRL at 506e913, `trainer_RL_prorl.py`, <https://github.com/hongruhou89/ProRL>.
/// # Our reading and deviations
/// In the pipeline each task's group is a batch, in order of first appearance. Its rules for hallucinated and duplicate items are
/// not here.
/// # Needs
/// Nothing beyond its input.
/// # Range
/// Unbounded.
/// # Known exploits
/// A number depends on the order of batches.
/// # Worked example
/// One batch 1, 2, 3: −1, 0, 1.
#[derive(Clone, Copy, Debug)]
pub struct RunningCentre {
    count: f64,
    centre: f64,
    squares: f64,
    floor: f64,
}

impl RunningCentre {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(floor: f64) -> Self {
        Self {
            count: 0.0,
            centre: 0.0,
            squares: 0.0,
            floor,
        }
    }

    /// Take a batch into the statistics (Welford).
    pub fn learn(&mut self, batch: &[f64]) {
        for x in batch {
            self.count += 1.0;
            let away = x - self.centre;
            self.centre += away / self.count;
            self.squares += away * (x - self.centre);
        }
    }

    /// A number centred and scaled.
    #[must_use]
    pub fn centred(&self, x: f64) -> f64 {
        let std = if self.count > 1.0 {
            (self.squares / (self.count - 1.0)).sqrt()
        } else {
            self.floor
        };
        (x - self.centre) / std.larger(self.floor)
    }
}

#[derive(Clone, Copy, Debug)]
struct ByGroup {
    floor: f64,
}

impl BatchTransform<f64> for ByGroup {
    fn apply(&self, batch: &Batch<'_>, mut rows: Rows<f64>) -> Rows<f64> {
        let mut running = RunningCentre::new(self.floor);
        for group in batch.members() {
            let seen: Vec<f64> = group
                .iter()
                .flat_map(|&i| rows[i].iter().filter_map(|v| v.number().copied()))
                .collect();
            running.learn(&seen);
            for i in group {
                rows[i]
                    .iter_mut()
                    .for_each(|v| *v = v.map(|x| running.centred(x)));
            }
        }
        rows
    }
}

fn build(args: Args<'_>) -> Result<TransformObject, SchemeError> {
    let floor = args.float("floor");
    Ok(TransformObject::batch_float(ByGroup { floor }))
}
