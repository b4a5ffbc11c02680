//! A first learner: a tabular softmax policy trained with GRPO on step rewards, under several schemes.
//!
//! Stated beforehand: on `shop/avoid`, `shaping:distance` reaches a mean success rate of at least 0.9. The others are
//! reported as they fall; a reward that never learns is a result. `gain:clipped` pays every step towards the goal and
//! takes nothing back: on `shop/coupon` its learner walks to and fro until the budget ends.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::{error::Error, sync::Arc};
use truestep::core::{batch, chance::Seed, registry::Registry, task::Task, trajectory::Episode};
use truestep::{agents::Softmax, envs, rewards::Scheme, rewards::score};

const SCHEMES: [&str; 4] = ["outcome", "shaping:distance", "g-ra", "pica:survival"];
const MAX_STEPS: u32 = 30;
const GROUP: u32 = 32;
const UPDATES: u32 = 240;
const SEEDS: u32 = 10;
const STEP_SIZE: f64 = 0.7;

fn main() -> Result<(), Box<dyn Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    println!("{UPDATES} updates of {GROUP} rollouts, {SEEDS} seeds; figures of the last update");
    for scheme in SCHEMES {
        train(&registry, "shop/avoid", scheme)?;
    }
    let last = train(&registry, "shop/coupon", "gain:clipped")?;
    println!("the last actions of an episode under gain:clipped:");
    for transition in last.transitions.iter().rev().take(6).rev() {
        println!("  {}", transition.action);
    }
    Ok(())
}

/// Train with every seed, print one line, and give an episode of the last update.
fn train(registry: &Registry, task: &str, scheme: &str) -> Result<Episode, Box<dyn Error>> {
    let template = registry.select(task)?.remove(0).id;
    let pipeline: Scheme = format!("{scheme} |> grpo:process").parse()?;
    let mut curve = vec![vec![]; UPDATES as usize];
    let (mut returns, mut steps, mut last) = (0.0, 0, None);
    for seed in 0..SEEDS {
        let task = Arc::new(Task::new(template.clone(), Seed(seed.into())));
        let policy = Softmax::new();
        for update in 0..UPDATES {
            let first = update * GROUP;
            let episodes =
                batch::rollouts(registry, &task, &policy, first, GROUP, Some(MAX_STEPS))?;
            let scored = score(&episodes, &pipeline)?;
            let advantages = scored.advantages.as_ref().ok_or("no credit stage")?;
            policy.update(&episodes, advantages, STEP_SIZE);
            let solved = episodes.iter().filter(|e| e.success() == Some(true));
            curve[update as usize].push(solved.count() as f64 / f64::from(GROUP));
            if update + 1 == UPDATES {
                returns += scored.mean_return().0.number().unwrap_or(&0.0) / f64::from(SEEDS);
                steps += episodes.iter().map(Episode::steps).sum::<usize>();
                last = episodes.into_iter().next();
            }
        }
    }
    let (success, half) = interval(&curve[UPDATES as usize - 1]);
    let steps = steps as f64 / f64::from(GROUP * SEEDS);
    print!("{task:<11} {scheme:<16} success {success:.3} ± {half:.3}  return {returns:>6.3}");
    let plot = curve.chunks(12).map(|c| bar(interval(&c.concat()).0));
    println!("  steps {steps:>6.3}  {}", plot.collect::<String>());
    Ok(last.ok_or("no seeds")?)
}

/// Mean and half-width of its 95 % interval (Student's t; 2.262 is its 97.5 % point for 10 values).
fn interval(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, 2.262 * (squares / (n - 1.0) / n).sqrt())
}

fn bar(share: f64) -> char {
    ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][((share * 8.0) as usize).min(7)]
}
