//! What a reader may take a step for who misses one word of the question: a program that goes by it must be wrong on one of
//! the folders, whether the menu offers it or not.

use super::{Condition, Joining, Merging, Scaling, Spelling, Step};
use crate::data::finals::Final;

impl Step {
    /// The steps next to this one.
    pub(in crate::data) fn edges(&self) -> Vec<Step> {
        match self {
            // An amount of 0 changes no sum: where it changes an answer the menu offers it.
            Self::Read { .. } | Self::Known(_) => vec![],
            Self::Once(_) => vec![Self::Once(None)],
            Self::Days(_) => vec![Self::Days(Spelling::OneOnly)],
            Self::Scale(_) => vec![Self::Scale(Scaling::Nothing)],
            Self::Merge(_) => vec![Self::Merge(Merging::NotAtAll)],
            Self::Join(_) => vec![Self::Join(Joining::AsWritten)],
            Self::Choose { conditions, any } => choices(conditions, *any),
            Self::Answer(Final::Owners { nobody }) => {
                vec![Self::Answer(Final::Owners { nobody: !nobody })]
            }
            Self::Answer(Final::Top { nobody }) => {
                vec![Self::Answer(Final::Top { nobody: !nobody })]
            }
            Self::Answer(_) => vec![],
        }
    }
}

/// Each condition left out, and each bound moved by the least there is.
fn choices(conditions: &[Condition], any: bool) -> Vec<Step> {
    let mut edges = vec![];
    let mut push = |conditions| edges.push(Step::Choose { conditions, any });
    for (place, condition) in conditions.iter().enumerate() {
        let mut without = conditions.to_vec();
        without.remove(place);
        push(without);
        for moved in moved(condition) {
            let mut with = conditions.to_vec();
            with[place] = moved;
            push(with);
        }
    }
    edges
}

fn moved(condition: &Condition) -> Vec<Condition> {
    match *condition {
        Condition::Is(..) => vec![],
        Condition::AtMost(most) => vec![Condition::Below(most)],
        Condition::Below(bound) => vec![Condition::AtMost(bound)],
        // Both days are included: without either the answer is another.
        Condition::From(first, last) => vec![
            Condition::From(first + 1, last),
            Condition::Before(first, last),
        ],
        Condition::Before(first, last) => vec![Condition::From(first, last)],
    }
}
