use crate::prelude::*;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "drpo",
        summary: "weights of right answers by brevity and of wrong ones by likelihood",
        family: Family::Aggregation,
        stage: Stage::Function,
        form: Form::Group,
        channels: &[],
        source: "Optimization-AI/DRPO@405f702",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("lengths, correctness and mean log-probabilities of answers"),
);

/// DRPO: right and wrong answers of a question are weighted apart, so length never makes a right answer negative.
///
/// # Formula
/// Right: exp((1 − len/maxlen)/λ) normalised over the right ones; wrong: −exp(s/τ) normalised over the wrong ones; both over the
/// number of questions. Questions with only right or only wrong answers give 0 and still count ([`drpo_coefficients`]).
/// # Source
/// Optimization-AI/DRPO at 405f702, `compute_policy_loss_drpo`, <https://github.com/Optimization-AI/DRPO>; τ = 10, λ = 0.1.
/// # Our reading and deviations
/// The effective weight on the mean log-probability of each answer, without its KL hinge.
/// # Needs
/// Lengths and mean log-probabilities.
/// # Range
/// −1..=1; right ones of a question sum to 1/questions, wrong ones to −1/questions.
/// # Known exploits
/// With small λ the shortest right answer takes all the weight.
/// # Worked example
/// Right answers of length 2 and 6 of 10: 0.982, 0.018.
#[derive(Clone, Debug, PartialEq)]
pub struct GradedAnswer {
    /// Which question.
    pub question: u32,
    /// Whether it is right.
    pub correct: bool,
    /// Its length.
    pub length: f64,
    /// Its mean log-probability.
    pub score: f64,
}

/// The coefficient of every answer.
#[must_use]
pub fn drpo_coefficients(
    answers: &[GradedAnswer],
    longest: f64,
    tau: f64,
    lambda: f64,
) -> Vec<f64> {
    let questions: Vec<u32> = answers.iter().map(|a| a.question).collect();
    let groups: Vec<Vec<usize>> = members(&questions)
        .into_iter()
        .filter(|g| !g.is_empty())
        .collect();
    let count = groups.len() as f64;
    let mut out = vec![0.0; answers.len()];
    for group in groups {
        let side = |correct: bool| {
            group
                .iter()
                .copied()
                .filter(move |&i| answers[i].correct == correct)
        };
        let (right, wrong): (Vec<usize>, Vec<usize>) =
            (side(true).collect(), side(false).collect());
        if right.is_empty() || wrong.is_empty() {
            continue;
        }
        let brevity: Vec<f64> = right
            .iter()
            .map(|&i| -(1.0 - answers[i].length / longest))
            .collect();
        let unlikely: Vec<f64> = wrong.iter().map(|&i| -answers[i].score).collect();
        let weights = crate::transform::min_form_weights;
        right
            .iter()
            .zip(weights(&brevity, lambda))
            .for_each(|(&i, w)| out[i] = w / count);
        wrong
            .iter()
            .zip(weights(&unlikely, tau))
            .for_each(|(&i, w)| out[i] = -w / count);
    }
    out
}
