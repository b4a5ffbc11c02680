use crate::{function::sigmoid, prelude::*, transform::only_last};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "et-agent",
        summary: "the grade times efficiency relative to the group's calls and lengths",
        family: Family::Gated,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[Channel::Outcome, Channel::Effect],
        source: "arXiv 2601.06860; asilverlight/ET-Agent@3351775b",
        status: Status::ReleasedCode,
        parameters: &[
            Parameter::new(
                "tool",
                "0.2",
                Domain::NonNegative,
                "sharpness in the number of steps",
            ),
            Parameter::new(
                "length",
                "0.5",
                Domain::NonNegative,
                "sharpness in the standardised length of the actions",
            ),
        ],
    },
    Build::Signal(build),
);

/// ET-Agent's efficiency reward: correct answers are scaled by how frugal they are among their group.
///
/// # Formula
/// r = acc · 2/(1 + exp(σ_t(n − n̄))) · 2/(1 + exp(σ_l z)) + (0, or −1 on bad format) ([`EtAgent::reward`]); means include the
/// sample, z standardises the length with the population std (0 if that is 0).
/// # Source
/// *ET-Agent*, arXiv 2601.06860, <https://arxiv.org/abs/2601.06860>; asilverlight/ET-Agent at 3351775b, `efficiency.py`; σ
/// 0.2 and 0.5 from its yaml, both 0 in the shipped stage scripts.
/// # Our reading and deviations
/// n counts steps, length counts characters of the actions; bad format is any action rejected as malformed. Paid on the last
/// step. Cut-off episodes count in the group's means.
/// # Needs
/// `outcome`, `effect`; rollouts of a task must share a group number.
/// # Range
/// −1..4; above 1 for an unusually frugal success.
/// # Known exploits
/// Wrong answers stay 0 however wasteful; a success earns more the more its group dawdles.
/// # Worked example
/// 2 calls and length 100 like all others, correct: 1.
#[derive(Clone, Copy, Debug)]
pub struct EtAgent {
    /// σ of the number of tool calls.
    pub tool: f64,
    /// σ of the length.
    pub length: f64,
}

impl EtAgent {
    /// The reward of member `own` of a group given by its tool calls and lengths.
    #[must_use]
    pub fn reward(
        &self,
        own: usize,
        calls: &[f64],
        lengths: &[f64],
        accuracy: f64,
        format: bool,
    ) -> f64 {
        let average = mean(calls).unwrap_or(0.0);
        let spread = deviation(lengths, 0).unwrap_or(0.0);
        let z = match spread.is_nought() {
            true => 0.0,
            false => (lengths[own] - mean(lengths).unwrap_or(0.0)) / spread,
        };
        let calls_factor = 2.0 * sigmoid(-self.tool * (calls[own] - average));
        let length_factor = 2.0 * sigmoid(-self.length * z);
        accuracy * calls_factor * length_factor - f64::from(u8::from(!format))
    }
}

struct FrugalSuccess {
    rule: EtAgent,
    truncation: Truncation,
}

impl BatchSignal<f64> for FrugalSuccess {
    fn price(&self, batch: &Batch<'_>) -> Rows<f64> {
        let all = batch.episodes();
        let mut out: Rows<f64> = all.iter().map(|e| vec![Value::zero(); e.steps()]).collect();
        for group in batch.members() {
            let calls: Vec<f64> = group.iter().map(|&i| all[i].steps() as f64).collect();
            let length = |e: &Episode| -> usize {
                e.transitions.iter().map(|t| t.action.chars().count()).sum()
            };
            let lengths: Vec<f64> = group.iter().map(|&i| length(&all[i]) as f64).collect();
            for (own, &i) in group.iter().enumerate() {
                let unfinished = self.truncation == Truncation::Bootstrap && is_cut(&all[i]);
                let Some(accuracy) = all[i].outcome().filter(|_| !unfinished) else {
                    continue;
                };
                let malformed = |t: &truestep_core::trajectory::Transition| matches!(&t.effect, truestep_core::truth::Effect::Rejected { reason } if reason.code == "malformed");
                let format = !all[i].transitions.iter().any(malformed);
                let accuracy = f64::from_rational(accuracy);
                let reward = self.rule.reward(own, &calls, &lengths, accuracy, format);
                out[i] = only_last(all[i].steps(), Value::checked(reward));
            }
        }
        out
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::batch_float(FrugalSuccess {
        rule: EtAgent {
            tool: args.float("tool"),
            length: args.float("length"),
        },
        truncation: args.truncation(),
    }))
}
