use crate::{
    given::{self, column, each},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "archer",
        summary: "targets and advantage of a turn-level critic",
        family: Family::Turn,
        stage: Stage::Signal,
        form: Form::Trajectory,
        channels: &[],
        source: "YifeiZhou02/ArCHer@7c771a7; arXiv 2402.19446",
        status: Status::ReleasedCode,
        parameters: &[
            given::FILE,
            column("q1", "q1", "the column of the first Q"),
            column("q2", "q2", "the column of the second Q"),
            column("v1", "v1", "the column of the first V"),
            column("v2", "v2", "the column of the second V"),
        ],
    },
    Build::Signal(build),
);

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let columns = ["q1", "q2", "v1", "v2"].map(|name| args.column(name));
    let columns = columns.into_iter().collect::<Result<_, _>>()?;
    Ok(each(columns, |all| {
        let turn = ArcherTurn {
            q: [all[0], all[1]],
            v: [all[2], all[3]],
        };
        turn.advantage()
    }))
}

/// ArCHer's utterance-level critic.
///
/// # Formula
/// Q target_k = r + γ(1 − done)V_target,k(s′); advantage = min(Q₁, Q₂) − min(V₁, V₂) ([`ArcherTurn`]); Monte-Carlo return
/// G_t = r_t + γG_{t+1}.
/// # Source
/// *ArCHer*, arXiv 2402.19446, <https://arxiv.org/abs/2402.19446>; YifeiZhou02/ArCHer at 7c771a7; γ = 0.95, τ = 0.1.
/// # Our reading and deviations
/// As released. With exact values `truth:advantage` is what it estimates.
/// # Needs
/// Two critics.
/// # Range
/// Unbounded.
/// # Known exploits
/// None known beyond those of its reward.
/// # Worked example
/// Q 2.041, −0.568 and V −2.02, 3.323: −0.568 + 2.02 = 1.452.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArcherTurn {
    /// Both Q.
    pub q: [f64; 2],
    /// Both V.
    pub v: [f64; 2],
}

impl ArcherTurn {
    /// min(Q₁, Q₂) − min(V₁, V₂).
    #[must_use]
    pub fn advantage(&self) -> f64 {
        self.q[0].smaller(self.q[1]) - self.v[0].smaller(self.v[1])
    }
}

/// r + γ(1 − done)·next value.
#[must_use]
pub fn q_target(reward: f64, gamma: f64, done: f64, next: f64) -> f64 {
    reward + gamma * (1.0 - done) * next
}
