use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "bi-level-gae",
        summary: "advantages over turns first, then over the tokens of each turn",
        family: Family::Turn,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "RAGEN-AI/RAGEN@5eb79b8, core_algos.py",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("token rewards, values and masks"),
);

/// Bi-level GAE as released in RAGEN.
///
/// # Formula
/// Over turn ends e_k (tokens of non-zero reward): δ_k = r(e_k) + γ_h V(e_{k+1}) − V(e_k), A_k = δ_k + γ_h λA_{k+1}; the
/// turn return A_k + V(e_k) becomes the reward of e_k. Then token GAE backwards over unmasked tokens, restarted at every turn
/// end ([`BiLevelGae::advantages`]).
/// # Source
/// RAGEN-AI/RAGEN at 5eb79b8, `compute_bi_level_gae_advantage_return`, <https://github.com/RAGEN-AI/RAGEN>; γ_h = 0.95.
/// # Our reading and deviations
/// As released a turn of reward exactly 0 is no turn; a last token of reward 0 raises there and is `Undefined(NotScored)` here.
/// # Needs
/// Token rewards, values and masks; our steps have no tokens, `turn-gae` is its turn level.
/// # Range
/// Unbounded.
/// # Known exploits
/// Zero rewards shift turn boundaries.
/// # Worked example
/// Rewards 1 at tokens 5 and 10, values 0.1…1.0, γ = λ = 1: first advantage 1.85.
#[derive(Clone, Copy, Debug)]
pub struct BiLevelGae {
    /// Discount per token.
    pub gamma: f64,
    /// λ of both levels.
    pub lambda: f64,
    /// Discount per turn.
    pub turn_gamma: f64,
}

impl BiLevelGae {
    /// The advantages of one row, 0 at masked tokens.
    ///
    /// # Errors
    /// [`Undefined::NotScored`] if the last unmasked token has reward 0.
    pub fn advantages(
        &self,
        rewards: &[f64],
        values: &[f64],
        mask: &[bool],
    ) -> Result<Vec<f64>, Undefined> {
        let live: Vec<usize> = (0..rewards.len()).filter(|&t| mask[t]).collect();
        let paid = |t: &usize| !rewards[*t].is_nought();
        // A masked token of non-zero reward ends no turn of ours, but it takes part in the turn level, as released.
        let ends: Vec<usize> = (0..rewards.len()).filter(paid).collect();
        if live.last().is_some_and(|last| !paid(last)) {
            return Err(Undefined::NotScored);
        }
        let pick = |xs: &[f64]| ends.iter().map(|&t| xs[t]).collect::<Vec<f64>>();
        let (turn_rewards, turn_values) = (pick(rewards), pick(values));
        let turns =
            crate::credit::turn_gae(&turn_rewards, &turn_values, &self.turn_gamma, &self.lambda);
        let mut paid = rewards.to_vec();
        for (&t, a) in ends.iter().zip(turns) {
            paid[t] = a + values[t];
        }
        let mut out = vec![0.0; rewards.len()];
        let (mut next, mut running) = (0.0, 0.0);
        for &t in live.iter().rev() {
            if ends.contains(&t) {
                (next, running) = (0.0, 0.0);
            }
            let delta = paid[t] + self.gamma * next - values[t];
            running = delta + self.gamma * self.lambda * running;
            next = values[t];
            out[t] = running;
        }
        Ok(out)
    }
}
