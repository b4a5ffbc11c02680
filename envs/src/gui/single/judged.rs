//! Verdicts on predictions, and what they come to.

use super::{
    item::{Acceptable, Gold, Item, Kind},
    metrics::{Match, Metric},
    predicted::Predicted,
};
use serde::Serialize;

/// What a rule says of a prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether its type is that of a right action; nothing where the rule does not ask.
    pub type_match: Option<bool>,
    /// Whether its place is that of a right action of its type; nothing where the rule asks for none.
    pub grounding: Option<bool>,
    /// Whether it is right; nothing where the rule does not apply to the step.
    pub success: Option<bool>,
}

/// Judge a prediction, or none - a text that was refused, or no text at all, is wrong where the rule applies.
#[must_use]
pub fn judge(metric: &Metric, item: &Item, gold: Gold, said: Option<&Predicted>) -> Verdict {
    held(metric, item, &item.gold(gold), said)
}

/// The same against some actions of an item.
pub(super) fn held(
    metric: &Metric,
    item: &Item,
    golds: &[&Acceptable],
    said: Option<&Predicted>,
) -> Verdict {
    let nothing = Predicted {
        kind: Kind::Other,
        place: super::Place::Nowhere,
        value: None,
        types_into: true,
    };
    let said = said.unwrap_or(&nothing);
    let matches: Vec<Match> = golds
        .iter()
        .map(|gold| (metric.rule)(item, gold, said))
        .collect();
    // A rule that does not apply to one right action does not to the step.
    if matches.iter().any(|found| found.is_right.is_none()) {
        return Verdict::default();
    }
    let any = |part: fn(&Match) -> Option<bool>| {
        let known = matches.iter().filter_map(part);
        known.fold(None, |found, is| Some(found.unwrap_or(false) || is))
    };
    Verdict {
        type_match: any(|found| found.is_type),
        grounding: any(|found| found.is_place),
        success: any(|found| found.is_right),
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Those of which it holds.
    pub hits: u64,
    /// Those that were asked.
    pub of: u64,
}

impl Share {
    fn count(&mut self, is: Option<bool>) {
        self.of += u64::from(is.is_some());
        self.hits += u64::from(is == Some(true));
    }

    /// The share; none of none.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }
}

/// What the verdicts of a rule come to, over all items to which it applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// Types that are right.
    pub type_match: Share,
    /// Places that are right, of the predictions whose type is and whose action has a place.
    pub grounding: Share,
    /// Predictions that are right.
    pub success: Share,
}

impl Total {
    /// Count a verdict.
    pub fn add(&mut self, verdict: Verdict) {
        self.type_match.count(verdict.type_match);
        self.grounding.count(verdict.grounding);
        self.success.count(verdict.success);
    }
}
