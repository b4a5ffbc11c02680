use crate::prelude::*;
use truestep_core::model::kind_of_text;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "action:kind",
        summary: "1 for an executed action of one kind, such as a search, else 0",
        family: Family::Composition,
        stage: Stage::Signal,
        form: Form::Edge,
        channels: &[Channel::Effect],
        source: "the action's text",
        status: Status::Ours,
        parameters: &[Parameter::new(
            "kind",
            "search",
            Domain::Name,
            "the first word of the action, or the tag it stands in",
        )],
    },
    Build::Signal(build),
);

/// Whether the step's action is of one kind: what counts are made of.
///
/// # Formula
/// r_t = 1 if the action was executed and its first word, or a tag in it (`<search>`), is the kind; else 0.
/// # Source
/// Ours.
/// # Our reading and deviations
/// Capital letters do not matter and numbers at the end of the word are left off. `truncation` changes nothing.
/// # Needs
/// `effect`.
/// # Range
/// {0, 1}.
/// # Known exploits
/// As a reward it pays for doing the thing, whatever for.
/// # Worked example
/// `search[red shoes]`, `click[buy]` with `kind=search`: 1, 0.
#[derive(Clone, Debug)]
pub struct ActionKind {
    kind: String,
    tag: String,
}

impl<S: Scalar> StepSignal<S> for ActionKind {
    fn price(&self, _: &mut Memory, edge: &Edge<'_>) -> Value<S> {
        let is_kind = kind_of_text(edge.action) == self.kind
            || edge.action.to_lowercase().contains(&self.tag);
        let counts = is_kind && !edge.effect.is_rejected();
        Value::Number(S::from_count(usize::from(counts)))
    }
}

fn build(args: Args<'_>) -> Result<SignalObject, SchemeError> {
    let kind = args.name("kind").to_lowercase();
    let signal = ActionKind {
        tag: format!("<{kind}>"),
        kind,
    };
    Ok(SignalObject::step(signal.clone(), signal))
}
