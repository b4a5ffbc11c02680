//! `graph`: everything that can be reached from the start of a task, and what follows from it.

mod files;
mod solve;

use super::show::{one_template, task_of};
use crate::{
    App, Exit,
    annotating::{LimitArgs, load_policy},
    parameters::ParameterArgs,
    progress::{now, per_second},
    table::{digits, table},
    threads::ThreadArgs,
    world::WorldArgs,
};
use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;
use solve::{Alike, PolicyValues, Shape};
use std::path::PathBuf;
use truestep_core::{
    graph::task::TaskGraph,
    graph::{Evidence, GraphError, Limits, Mode},
    policy::Policy,
    rational::Rational,
    registry::Prepared,
    task::Task,
    truth::Distance,
};

/// Arguments of `graph`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The task, such as `shop/compare`
    #[arg(value_name = "ENV/TEMPLATE")]
    selector: String,
    /// Seed of the instance [default: the smallest that has one]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Rollout whose start is explored, where starts are drawn
    #[arg(long, value_name = "R", default_value_t = 0)]
    rollout: u32,
    /// Which graph; files hold the lumped one of `both`
    #[arg(long, value_enum, default_value = "both")]
    mode: Modes,
    /// Policies of values; files hold the solution under the first
    #[arg(long, value_name = "P", default_values_t = ["eps-optimal(3/10)".to_owned(), "uniform".to_owned()])]
    policy: Vec<String>,
    /// Steps left at the start [default: the task's own budget]
    #[arg(long, value_name = "H")]
    horizon: Option<u32>,
    /// Write the graph with its solution to this file: JSON, or Graphviz if it ends in .dot
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
    /// Write one line of JSON per transition to this file, so that a program can price each
    #[arg(long, value_name = "F")]
    edges: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    parameters: ParameterArgs,
    #[command(flatten)]
    world: WorldArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Modes {
    /// Lumped and raw; the raw one may meet the cap.
    Both,
    /// States that cannot be told apart by anything that counts are one.
    Lumped,
    /// Every state by itself.
    Raw,
}

/// The result.
#[derive(Serialize)]
struct GraphResult {
    task: Task,
    rollout: u32,
    horizon: u32,
    graphs: Vec<Shape>,
    distance: Distance,
    distance_clairvoyant: Distance,
    best_outcome: Option<Rational>,
    policies: Vec<PolicyValues>,
    /// Whether raw and lumped graph give the same values; `null` if only one of them is complete.
    raw_equals_lumped: Option<bool>,
    /// The first state where planner and graph disagree on the distance, with both; `null` if there is none.
    planner_mismatch: Option<(u32, Distance, Distance)>,
    /// States (in a lumped graph: classes, by their first states) that look alike and differ in value; `null` if the graph
    /// is too large to compare its pages.
    look_alikes: Option<Alike>,
    /// What `--out` writes: states, actions, transitions, probabilities, rewards and the solution under the first policy, if
    /// it has one; `null` above [`files::MAX_PRINTED`] states.
    graph: Option<serde_json::Value>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    files::check(args)?;
    let policies = args
        .policy
        .iter()
        .map(|p| load_policy(p))
        .collect::<Result<Vec<_>>>()?;
    // From here on an interrupt leaves no part of a file behind.
    app.terminal.begin_long_work();
    let pool = args.threads.pool()?;
    let registry = args
        .parameters
        .over(&args.world.registry_for(app.worlds, &args.selector)?)?;
    let template = one_template(&registry, &args.selector)?;
    let task = task_of(&registry, &template, args.seed)?;
    let prepared = registry.prepare(&task)?;
    let horizon = args.horizon.unwrap_or(prepared.goal().max_steps);
    let work = Work {
        args,
        prepared: &*prepared,
        policies: &policies,
        horizon,
        print_graph: app.json,
    };
    let mut talk = vec![];
    let result = pool.install(|| work.solve(&mut talk));
    for line in talk {
        app.terminal.tell(&line);
    }
    let result = result?;
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    let sound = result.raw_equals_lumped != Some(false) && result.planner_mismatch.is_none();
    Ok(if sound { Exit::Done } else { Exit::Failed })
}

/// What is explored and solved.
struct Work<'a> {
    args: &'a Args,
    prepared: &'a dyn Prepared,
    policies: &'a [Policy],
    horizon: u32,
    /// Whether the graph itself is part of the result.
    print_graph: bool,
}

/// What the raw graph adds to the lumped one.
struct Comparison {
    shape: Shape,
    /// Whether its values are the same; `None` if it is not complete.
    equal: Option<bool>,
    graph: Option<Box<dyn TaskGraph>>,
}

impl Work<'_> {
    fn solve(&self, talk: &mut Vec<String>) -> Result<GraphResult> {
        let Self {
            args,
            prepared,
            policies,
            horizon,
            print_graph,
        } = *self;
        let limits = args.limits.limits();
        let main_mode = match args.mode {
            Modes::Raw => Mode::Raw,
            Modes::Both | Modes::Lumped => Mode::Lumped,
        };
        let explored = self.explore(main_mode, &limits, talk)?;
        let graph = explored.graph();
        let values = solve::values(&*explored, policies, horizon)?;
        let mut shapes = vec![Shape::of(graph)];
        let (mut raw, mut raw_equals_lumped) = (None, None);
        if args.mode == Modes::Both {
            let comparison = self.compare_raw(&values, &limits, talk)?;
            shapes.push(comparison.shape);
            raw = comparison.graph;
            raw_equals_lumped = comparison.equal.filter(|_| shapes[0].cap.is_none());
        }
        files::write(args, &*explored, &policies[0], horizon)?;
        let printed = match print_graph {
            true => files::printed(&*explored, &policies[0], horizon)?,
            false => None,
        };
        // Raw states are those an agent meets, so they are the ones to look alike.
        let met = raw.as_deref().unwrap_or(&*explored);
        let start = graph.start();
        Ok(GraphResult {
            task: (**prepared.task()).clone(),
            rollout: args.rollout,
            horizon,
            distance: graph.distances(Evidence::Required).get(start),
            distance_clairvoyant: graph.distances(Evidence::Ignored).get(start),
            best_outcome: graph.best_outcomes(Evidence::Ignored)[start.0 as usize],
            look_alikes: solve::look_alikes(met, &policies[0], horizon, prepared.goal())?,
            planner_mismatch: explored.planner_mismatch().map(|(n, p, g)| (n.0, p, g)),
            graphs: shapes,
            policies: values,
            raw_equals_lumped,
            graph: printed,
        })
    }

    fn explore(
        &self,
        mode: Mode,
        limits: &Limits,
        talk: &mut Vec<String>,
    ) -> Result<Box<dyn TaskGraph>, GraphError> {
        let started = now();
        let explored = self.prepared.explore(self.args.rollout, limits, mode)?;
        let (time, graph) = (now() - started, explored.graph());
        talk.push(format!(
            "{} states, {} edges in {:.2} s: {} edges",
            graph.nodes(),
            graph.edge_count(),
            time.as_secs_f64(),
            per_second(graph.edge_count() as u64, time)
        ));
        Ok(explored)
    }

    /// Explore the raw graph too. That it is too large is a finding, not a failure.
    fn compare_raw(
        &self,
        lumped: &[PolicyValues],
        limits: &Limits,
        talk: &mut Vec<String>,
    ) -> Result<Comparison> {
        let strict = Limits {
            allow_capped: false,
            ..*limits
        };
        match self.explore(Mode::Raw, &strict, talk) {
            Ok(graph) => Ok(Comparison {
                shape: Shape::of(graph.graph()),
                equal: Some(solve::values(&*graph, self.policies, self.horizon)? == lumped),
                graph: Some(graph),
            }),
            Err(GraphError::Capped { known, .. }) => Ok(Comparison {
                shape: Shape::capped(Mode::Raw, known),
                equal: None,
                graph: None,
            }),
            Err(error) => Err(error.into()),
        }
    }
}

impl GraphResult {
    fn to_text(&self) -> String {
        let mut text = format!(
            "{} seed {}, {} steps left\n\n",
            self.task.template, self.task.seed.0, self.horizon
        );
        text += &solve::shape_table(&self.graphs);
        text += &format!("\ndistance from the start: {}", self.distance);
        if self.distance_clairvoyant != self.distance {
            text += &format!(" ({} with all evidence known)", self.distance_clairvoyant);
        }
        if let Some(best) = self.best_outcome {
            text += &format!(", best outcome: {best}");
        }
        text += "\n\n";
        let row = |v: &PolicyValues| {
            let (success, outcome) = (&v.success_probability, &v.expected_outcome);
            let (capped, of_steps) = (self.graphs[0].cap.is_some(), v.rollouts == 1);
            let number = |x: &Option<solve::Number>| match x {
                Some(x) => digits(x.value, 6),
                None if capped => "beyond the cap".into(),
                // Which of several rollouts is best is defined for success alone.
                None if !of_steps => "undefined".into(),
                None => "-".into(),
            };
            let fraction = success.as_ref().map_or(String::new(), solve::Number::short);
            vec![v.policy.clone(), number(success), number(outcome), fraction]
        };
        let head = ["policy", "success", "outcome", "success as a fraction"];
        text += &table(&head, &[1, 2], self.policies.iter().map(row).collect());
        if let Some(equal) = self.raw_equals_lumped {
            let verdict = if equal { "agree" } else { "DIFFER" };
            text += &format!("\nraw and lumped graph {verdict} in every value\n");
        }
        if let Some((node, planner, graph)) = &self.planner_mismatch {
            text += &format!("\nstate {node}: the planner says {planner}, the graph {graph}\n");
        }
        text += &match &self.look_alikes {
            None => "\nthe graph is too large to compare its pages\n".into(),
            Some(alike) => alike.to_text(),
        };
        text
    }
}
