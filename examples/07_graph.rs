//! The exact oracle: explore a task, then ask how likely success is under a policy, as a fraction.

#![allow(clippy::print_stdout, reason = "an example prints")]

use truestep::{
    core::{
        chance::Seed,
        graph::{Evidence, Horizon, Limits, Measure, Mode, Query, Rows},
        policy::Policy,
        rational::Rational,
        task::Task,
    },
    envs,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    let template = registry.select("diagnostic/key-door")?.remove(0).id;
    let task = registry.prepare(&Task::new(template, Seed(1)))?;
    let explored = task.explore(0, &Limits::states(1_000_000), Mode::Lumped)?;
    let graph = explored.graph();
    let distances = graph.distances(Evidence::Required);
    println!(
        "{} states, {} edges, distance from the start: {}",
        graph.nodes(),
        graph.edge_count(),
        distances.get(graph.start())
    );
    let steps_left = task.goal().max_steps;
    for policy in [
        Policy::uniform(),
        Policy::eps_optimal(Rational::new(3, 10))?,
    ] {
        let rows = Rows::of(graph, &policy, &distances, None)?;
        let ask = Query::Value {
            node: graph.start(),
            steps_left,
        };
        let answers = Horizon::new(&rows, Measure::Success)?.solve(&[ask])?;
        let success = answers[0].as_ref().expect("the graph is not capped");
        println!(
            "success within {steps_left} steps under {}: {} = {:.6}",
            policy.name(),
            success.reduced(),
            success.exact().value()
        );
    }
    Ok(())
}
