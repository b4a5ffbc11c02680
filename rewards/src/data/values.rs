//! Exact values of chosen actions at chosen moments of one task.

use super::DataError;
use truestep_core::{
    annotate::AnnotateOptions,
    graph::task::Consequence,
    graph::{Evidence, Fraction, Horizon, Landing, Measure, Mode, NodeId, Query, Rows},
    host::Snapshot,
    policy::StepPolicy,
    registry::Registry,
    trajectory::Episode,
};

/// What is asked: V at a moment, and Q of some actions there.
pub(crate) struct Ask<'a> {
    pub(crate) moment: &'a Snapshot,
    pub(crate) steps_left: u32,
    pub(crate) actions: Vec<&'a str>,
}

/// Success probability and expected outcome within the steps left under the policy.
#[derive(Clone, Debug)]
pub(crate) struct Worth {
    pub(crate) success: Fraction,
    pub(crate) outcome: Fraction,
}

impl Worth {
    pub(crate) fn by(&self, measure: Measure) -> &Fraction {
        match measure {
            Measure::Success => &self.success,
            Measure::Outcome => &self.outcome,
        }
    }
}

/// V and the Qs of an [`Ask`]; `None` where states beyond a cap matter.
pub(crate) struct Answer {
    pub(crate) value: Option<Worth>,
    pub(crate) actions: Vec<Option<Worth>>,
}

enum Lead {
    Stays,
    Lands(Landing),
    Unknown,
}

struct Located {
    node: Option<NodeId>,
    steps_left: u32,
    leads: Vec<Lead>,
}

/// The values asked for, all of the task of `episode`. The graph is made and solved once.
///
/// # Errors
/// [`DataError::Graph`], [`DataError::Replay`].
pub(crate) fn worth(
    registry: &Registry,
    episode: &Episode,
    asks: &[Ask<'_>],
    options: &AnnotateOptions,
) -> Result<Vec<Answer>, DataError> {
    let prepared = registry.prepare(&episode.task)?;
    // A user's table tells single states apart, which only a raw graph does.
    let is_table = matches!(options.policy.steps(), StepPolicy::Table(_));
    let mode = if is_table { Mode::Raw } else { Mode::Lumped };
    let mut graph = prepared.explore(episode.rollout, &options.limits, mode)?;
    let mut located = Vec::with_capacity(asks.len());
    for ask in asks {
        let node = graph.locate(ask.moment, options.max_new)?;
        let mut leads = Vec::with_capacity(ask.actions.len());
        for action in &ask.actions {
            leads.push(match graph.land(ask.moment, action, options.max_new)? {
                Consequence::Rejected(_) => Lead::Stays,
                Consequence::Lands(landing) => Lead::Lands(landing),
                Consequence::NotComputed => Lead::Unknown,
            });
        }
        located.push(Located {
            node,
            steps_left: ask.steps_left,
            leads,
        });
    }
    let distances = graph.graph().distances(Evidence::Required);
    let labels = is_table.then(|| graph.labels()).flatten();
    let rows = Rows::of(graph.graph(), &options.policy, &distances, labels.as_ref())?;
    let queries: Vec<Query<'_>> = located.iter().flat_map(Located::queries).collect();
    let mut success = Horizon::new(&rows, Measure::Success)?
        .solve(&queries)?
        .into_iter();
    let mut outcome = Horizon::new(&rows, Measure::Outcome)?
        .solve(&queries)?
        .into_iter();
    let mut next = || {
        let (success, outcome) = (success.next().flatten(), outcome.next().flatten());
        success
            .zip(outcome)
            .map(|(success, outcome)| Worth { success, outcome })
    };
    let answer = |l: &Located| Answer {
        value: l.value().and_then(|_| next()),
        actions: l
            .leads
            .iter()
            .map(|lead| l.query(lead).and_then(|_| next()))
            .collect(),
    };
    Ok(located.iter().map(answer).collect())
}

impl Located {
    fn value(&self) -> Option<Query<'_>> {
        self.node.map(|node| Query::Value {
            node,
            steps_left: self.steps_left,
        })
    }

    fn query<'a>(&'a self, lead: &'a Lead) -> Option<Query<'a>> {
        match lead {
            // A refused action costs a step and changes nothing.
            Lead::Stays => self.node.map(|node| Query::Value {
                node,
                steps_left: self.steps_left.saturating_sub(1),
            }),
            Lead::Lands(landing) => Some(Query::Action {
                outcomes: landing.outcomes(),
                steps_left: self.steps_left,
            }),
            Lead::Unknown => None,
        }
    }

    fn queries(&self) -> impl Iterator<Item = Query<'_>> {
        let actions = self.leads.iter().filter_map(|lead| self.query(lead));
        self.value().into_iter().chain(actions)
    }
}
