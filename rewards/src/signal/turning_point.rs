use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "turning-point",
        summary: "gain in success probability, replaced at turning points by the gain up to the outcome",
        family: Family::Pivot,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[Channel::Outcome, Channel::SuccessProbability],
        source: "YunzeTong/TurningPoint-GRPO@994d26a6",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new("eta", "1", Domain::Any, "weight of the bonus"),
            Parameter::new(
                "balance",
                "yes",
                Domain::Words(&["yes", "no"]),
                "whether equally many turning points of both signs are kept over the batch",
            ),
        ],
    },
    Build::Signal(build),
);

/// TurningPoint-GRPO: the step that turns a trajectory towards its final result gets the whole rest of the way.
///
/// # Formula
/// d_t = R_t − R_{t−1}, Δ = R_final − R_0, s_t = sign(d_t)·sign(Δ). Step t turns if s_{t−1} < 0 < s_t and sign(d_t) =
/// sign(R_final − R_t); the first step if the latter. r_t = d_t, and at a turning point η(R_final − R_{t−1}) in its place.
/// With `balance` only the min(#pos, #neg) largest |Δ| of each sign keep their turn. [`TurningRule::rewards`].
/// # Source
/// YunzeTong/TurningPoint-GRPO at 994d26a6, <https://github.com/YunzeTong/TurningPoint-GRPO>, flags of its training scripts
/// (`common_op3.sh`); the defaults of its config file are another algorithm.
/// # Our reading and deviations
/// R_t is the exact success probability after t steps where the paper rolls a diffusion sampler out deterministically;
/// R_final is the outcome. Follow with `flow-grpo` for its normalisation. `truncation` changes nothing.
/// # Needs
/// `outcome`, `success_probability`.
/// # Range
/// −max(1, η)..=max(1, η).
/// # Known exploits
/// A flat step (sign 0) hides the turn after it; balancing makes a reward depend on the rest of the batch.
/// # Worked example
/// R_0 = 0.2, then 0.1, 0.3, 0.25, 0.6, final 0.7: −0.1, 0.6, −0.05, 0.45.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TurningRule<S> {
    /// η.
    pub eta: S,
    /// Whether the first step may turn.
    pub first_step: bool,
    /// First step: ask for consistency with what follows instead of s > 0.
    pub first_consistent: bool,
    /// Ask only that d changes sign, whatever Δ.
    pub without_delta: bool,
    /// Later steps: ask for Δ > 0.
    pub positive_only: bool,
    /// Later steps: ask for consistency with what follows.
    pub consistent: bool,
    /// Keep equally many turning points of both signs.
    pub balance: bool,
    /// The main reward is the final one (or Δ), the bonus is d.
    pub global_main: bool,
    /// Use Δ where the final reward would stand.
    pub use_delta: bool,
    /// The bonus is R_final − R_{t−1}.
    pub bonus_from_before: bool,
    /// The main reward is dropped where there is a bonus.
    pub drop_main: bool,
}

/// R_0, the rewards after every step, and the final reward of one rollout.
#[derive(Clone, Debug, PartialEq)]
pub struct TurningRow<S> {
    /// R_0.
    pub baseline: S,
    /// R_1..R_n.
    pub after: Vec<S>,
    /// R_final.
    pub last: S,
}

/// What is found about a batch, `[rollout][step]` each.
#[derive(Clone, Debug, PartialEq)]
pub struct Turning<S> {
    /// d_t.
    pub increments: Vec<Vec<S>>,
    /// s_t.
    pub agreement: Vec<Vec<i32>>,
    /// Turning points kept.
    pub turning: Vec<Vec<bool>>,
    /// The rewards.
    pub rewards: Vec<Vec<S>>,
}

fn sign<S: Scalar>(x: &S) -> i32 {
    let zero = S::zero();
    i32::from(*x > zero) - i32::from(*x < zero)
}

impl<S: Scalar> TurningRow<S> {
    fn before(&self, t: usize) -> &S {
        if t == 0 {
            &self.baseline
        } else {
            &self.after[t - 1]
        }
    }

    fn increments(&self) -> Vec<S> {
        (0..self.after.len())
            .map(|t| self.after[t].clone() - self.before(t).clone())
            .collect()
    }

    fn delta(&self) -> S {
        self.last.clone() - self.baseline.clone()
    }
}

impl<S: Scalar> TurningRule<S> {
    /// The flags of the released training scripts.
    #[must_use]
    pub fn released(eta: S, balance: bool) -> Self {
        Self {
            eta,
            first_step: true,
            first_consistent: true,
            without_delta: false,
            positive_only: false,
            consistent: true,
            balance,
            global_main: false,
            use_delta: true,
            bonus_from_before: true,
            drop_main: true,
        }
    }

    fn turns(&self, row: &TurningRow<S>) -> Vec<bool> {
        let d = row.increments();
        let delta = sign(&row.delta());
        let s: Vec<i32> = d.iter().map(|d| sign(d) * delta).collect();
        let consistent =
            |t: usize| sign(&d[t]) * sign(&(row.last.clone() - row.after[t].clone())) > 0;
        let turn = |t: usize| {
            if t == 0 {
                let agrees = if self.first_consistent {
                    consistent(0)
                } else {
                    s[0] > 0
                };
                return self.first_step && agrees;
            }
            let turned = if self.without_delta {
                sign(&d[t - 1]) * sign(&d[t]) < 0
            } else {
                s[t - 1] < 0 && s[t] > 0
            };
            turned && (!self.positive_only || delta > 0) && (!self.consistent || consistent(t))
        };
        (0..d.len()).map(turn).collect()
    }

    fn key(&self, row: &TurningRow<S>, t: usize) -> S {
        if self.global_main {
            row.increments()[t].clone()
        } else if self.use_delta {
            row.delta()
        } else {
            row.last.clone()
        }
    }

    /// Drop turning points until both signs of the key are equally many, if both occur.
    fn balanced(&self, rows: &[TurningRow<S>], turning: &mut [Vec<bool>]) {
        let mut points: Vec<(S, usize, usize)> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let kept = (0..turning[i].len()).filter(|&t| turning[i][t]);
            points.extend(kept.map(|t| (self.key(row, t), i, t)));
        }
        let of_sign = |wanted: i32| {
            let mut list: Vec<_> = points.iter().filter(|p| sign(&p.0) == wanted).collect();
            let size = |p: &(S, usize, usize)| {
                if wanted < 0 {
                    -p.0.clone()
                } else {
                    p.0.clone()
                }
            };
            list.sort_by(|a, b| {
                let by_size = size(b).partial_cmp(&size(a));
                by_size.unwrap_or(std::cmp::Ordering::Equal)
            });
            list
        };
        let (up, down) = (of_sign(1), of_sign(-1));
        if up.is_empty() || down.is_empty() {
            return;
        }
        let count = up.len().min(down.len());
        turning.iter_mut().flatten().for_each(|t| *t = false);
        for (_, i, t) in up
            .into_iter()
            .take(count)
            .chain(down.into_iter().take(count))
        {
            turning[*i][*t] = true;
        }
    }

    fn reward(&self, row: &TurningRow<S>, d: &S, t: usize, turned: bool) -> S {
        let whole = if self.use_delta {
            row.delta()
        } else {
            row.last.clone()
        };
        let (main, bonus) = if self.global_main {
            (whole, d.clone())
        } else if self.bonus_from_before {
            (d.clone(), row.last.clone() - row.before(t).clone())
        } else {
            (d.clone(), whole)
        };
        let bonus = if turned {
            self.eta.clone() * bonus
        } else {
            S::zero()
        };
        if self.drop_main && !bonus.is_nought() {
            bonus
        } else {
            main + bonus
        }
    }

    /// The rewards of a batch and how they came about.
    #[must_use]
    pub fn rewards(&self, rows: &[TurningRow<S>]) -> Turning<S> {
        let mut turning: Vec<Vec<bool>> = rows.iter().map(|row| self.turns(row)).collect();
        if self.balance {
            self.balanced(rows, &mut turning);
        }
        let increments: Vec<Vec<S>> = rows.iter().map(TurningRow::increments).collect();
        let agreement = rows
            .iter()
            .zip(&increments)
            .map(|(row, d)| d.iter().map(|d| sign(d) * sign(&row.delta())).collect())
            .collect();
        let rewards = rows
            .iter()
            .enumerate()
            .map(|(i, row)| {
                let steps = increments[i].iter().enumerate();
                steps
                    .map(|(t, d)| self.reward(row, d, t, turning[i][t]))
                    .collect()
            })
            .collect();
        Turning {
            increments,
            agreement,
            turning,
            rewards,
        }
    }
}

impl<S: Scalar> BatchSignal<S> for TurningRule<S> {
    fn price(&self, batch: &Batch<'_>) -> Rows<S> {
        let read = |e: &Episode| -> Result<TurningRow<S>, Undefined> {
            let all: Vec<Value<S>> = (0..=e.steps())
                .map(|t| match &e.frame(t).truth {
                    Some(truth) => super::pica_clipped::probability(truth),
                    None => Undefined::Missing(Channel::SuccessProbability).into(),
                })
                .collect();
            let mut all = numbers(&all)?;
            let after = all.split_off(1);
            let outcome = e.outcome().ok_or(Undefined::Missing(Channel::Outcome))?;
            Ok(TurningRow {
                baseline: all.swap_remove(0),
                after,
                last: S::from_rational(outcome),
            })
        };
        let read: Vec<_> = batch.episodes().iter().map(read).collect();
        let rows: Vec<TurningRow<S>> = read.iter().filter_map(|r| r.clone().ok()).collect();
        let mut found = self.rewards(&rows).rewards.into_iter();
        read.iter()
            .zip(batch.episodes())
            .map(|(read, e)| match read {
                Ok(_) => row(found.next().unwrap_or_default()),
                Err(why) => vec![(*why).into(); e.steps()],
            })
            .collect()
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let balance = args.word("balance") == "yes";
    Ok(SignalObject::batch(
        TurningRule::<f64>::released(args.scalar("eta"), balance),
        TurningRule::<Fraction>::released(args.scalar("eta"), balance),
    ))
}
