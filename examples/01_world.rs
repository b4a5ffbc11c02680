//! From a seed to a world: what tasks there are, and one of them made concrete.

#![allow(clippy::print_stdout, reason = "an example prints")]

use truestep::{core::chance::Seed, core::task::Task, envs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    for family in registry.families() {
        let world = family.world();
        println!("{}: {} ({})", family.env(), world.kind, world.digest);
        for template in family.templates() {
            println!("  {:<24} {}", template.id.to_string(), template.summary);
        }
    }
    let template = registry.select("shop")?.remove(0).id;
    let task = registry.prepare(&Task::new(template, Seed(4)))?;
    let goal = task.goal();
    println!("\n{}\n{}", task.task().template, goal.instruction);
    for subgoal in &goal.subgoals {
        println!("  sub-goal: {}", subgoal.name);
    }
    println!("  budget: {} steps", goal.max_steps);
    Ok(())
}
