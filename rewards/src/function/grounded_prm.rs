use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "grounded-prm",
        summary: "value of a simulation from verified steps and the final answer, passed up with decay",
        family: Family::Tree,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "arXiv 2510.14942; JerryPlain/GroundedPRMCode@76ec81e5",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("verified labels of a simulation"),
);

/// GroundedPRM's back-propagation of tool-verified simulations.
///
/// # Formula
/// U = (1/N) Σ_i v_i (N − i)/N + F/N over N intermediate labels v = ±1 and the final F = ±1; U = F for N = 0
/// ([`GroundedPrm::value`]). The expanded node gets U, an ancestor at distance d 0.9^d U ([`GroundedPrm::by_depth`]).
/// # Source
/// *GroundedPRM*, arXiv 2510.14942, <https://arxiv.org/abs/2510.14942>; JerryPlain/GroundedPRMCode at 76ec81e5, `mcts.py`.
/// # Our reading and deviations
/// As released F is divided by N too, so longer simulations weaken the outcome; the expanded node gets no visit.
/// # Needs
/// Labels of a simulation.
/// # Range
/// −2..=2.
/// # Known exploits
/// Short simulations weigh their outcome most.
/// # Worked example
/// Labels 1, 1, −1 and a right answer: U = 7/9.
#[derive(Clone, Copy, Debug)]
pub struct GroundedPrm {
    /// The decay per level; 0.9.
    pub decay: f64,
}

impl GroundedPrm {
    /// U from the intermediate labels and the final one.
    #[must_use]
    pub fn value(&self, labels: &[f64], last: f64) -> f64 {
        let n = labels.len() as f64;
        if labels.is_empty() {
            return last;
        }
        let weighted = labels
            .iter()
            .enumerate()
            .map(|(i, v)| v * (n - i as f64) / n);
        sum(weighted) / n + last / n
    }

    /// What every depth from the root to the expanded node's gets.
    #[must_use]
    pub fn by_depth(&self, depth: usize, value: f64) -> Vec<f64> {
        (0..=depth)
            .map(|d| value * self.decay.power((depth - d) as u32))
            .collect()
    }
}
