use crate::{
    given::{self, Want, column, paid_by_batch},
    prelude::*,
};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "drpo",
        summary: "weights of right answers by brevity and of wrong ones by likelihood",
        family: Family::Aggregation,
        stage: Stage::Signal,
        form: Form::Group,
        channels: &[Channel::Outcome],
        source: "Optimization-AI/DRPO@405f702",
        status: Status::ReleasedCode,
        parameters: &[
            given::FILE,
            column(
                "logprob",
                "logprob",
                "the column of log-probabilities; an answer's is their mean over its steps",
            ),
            column(
                "length",
                "",
                "the column of the length of an answer; its number of steps, unless named",
            ),
            Parameter::new(
                "longest",
                "0",
                Domain::NonNegative,
                "the length that counts as the longest; 0: that of the batch",
            ),
            Parameter::new(
                "tau",
                "10",
                Domain::Positive,
                "temperature of wrong answers",
            ),
            Parameter::new(
                "lambda",
                "0.1",
                Domain::Positive,
                "temperature of right ones",
            ),
        ],
    },
    Build::Signal(build),
);

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let logprob = args.column("logprob")?;
    let named = !args.name("length").is_empty();
    let length = named.then(|| args.column("length")).transpose()?;
    let [longest, tau, lambda] = ["longest", "tau", "lambda"].map(|name| args.float(name));
    Ok(paid_by_batch(move |batch| {
        let answers = graded(batch, &logprob, length.as_ref());
        let whole: Vec<GradedAnswer> = answers.iter().filter_map(|a| a.clone().ok()).collect();
        let most = whole.iter().map(|a| a.length).fold(0.0, f64::larger);
        let most = if longest > 0.0 { longest } else { most };
        let mut coefficients = drpo_coefficients(&whole, most, tau, lambda).into_iter();
        let one = |answer: &Result<GradedAnswer, Undefined>| match answer {
            Ok(_) => Value::checked(coefficients.next().unwrap_or(0.0)),
            Err(why) => (*why).into(),
        };
        answers.iter().map(one).collect()
    }))
}

/// The answers of a batch, those of one group to one question; none of what lacks a number.
fn graded(
    batch: &Batch<'_>,
    logprob: &Want,
    length: Option<&Want>,
) -> Vec<Result<GradedAnswer, Undefined>> {
    let each = batch.episodes().iter().zip(batch.groups());
    let answer = |(episode, &question): (&Episode, &u32)| {
        let likely = numbers(&logprob.steps(episode))?;
        let length = match length {
            Some(column) => numbers(&[column.last(episode)])?[0],
            None => episode.steps() as f64,
        };
        Ok(GradedAnswer {
            question,
            correct: episode.success() == Some(true),
            length,
            score: mean(&likely).ok_or(Undefined::NotScored)?,
        })
    };
    each.map(answer).collect()
}

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
