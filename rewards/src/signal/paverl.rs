use crate::prelude::*;
use truestep_core::{trajectory::End, truth::DetailValue};

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "paverl:exact",
        summary: "share of the databases on which the submitted query gives what is right, at the submission",
        family: Family::Action,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Outcome],
        source: "arXiv 2509.07159 (PaVeRL-SQL)",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Signal(build),
);

/// PaVeRL-SQL's fractional execution accuracy, in the place of a yes or no.
///
/// # Formula
/// At the step that submits a query: (databases on which it gives what is right)/(databases it is judged on), 0 if it does not
/// run; 0 at other steps.
/// # Source
/// *PaVeRL-SQL*, arXiv 2509.07159, <https://arxiv.org/abs/2509.07159>: execution accuracy as a fraction (EX_f) beside the binary one
/// (EX_b). The partial match of two tables of results is [`paverl_columns`](crate::function::paverl_columns).
/// # Our reading and deviations
/// A reconstruction: the paper's fraction is of matching results; an environment that judges a query on several databases
/// states on which of them it is right, and that fraction is exact. Other worlds' last steps are their outcome.
/// # Needs
/// `outcome`; the detail `matches` of the environment `sql`.
/// # Range
/// 0..=1.
/// # Known exploits
/// A query that is right by chance where the data happen to agree earns a part.
/// # Worked example
/// Right on three of five databases: 3/5.
#[derive(Clone, Copy, Debug)]
pub struct PaVeRl;

impl<S: Scalar> StepSignal<S> for PaVeRl {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        if edge.end != Some(End::Terminated) {
            return Value::zero();
        }
        let found = edge.step.details.iter().find(|d| d.name == "matches");
        let Some(DetailValue::Text(each)) = found.map(|d| &d.value) else {
            return Value::Number(S::from_rational(edge.after.outcome));
        };
        let all = each.split_whitespace().count();
        let right = each.split_whitespace().filter(|is| *is == "yes").count();
        let share = S::from_count(right).over(&S::from_count(all));
        Value::Number(share.unwrap_or_else(S::zero))
    }
}

fn build(_: Args<'_>) -> Result<SignalObject, SchemeError> {
    Ok(SignalObject::step(PaVeRl, PaVeRl))
}
