//! A first learner: a tabular softmax policy over the menu, trained with GRPO on step rewards, under several schemes.
//!
//! Stated beforehand: on `shop/avoid`, `shaping:distance` reaches a mean success rate of at least 0.9. The others are
//! reported as they fall; a reward that never learns is a result. `gain:clipped` pays every step towards the goal and takes
//! nothing back: on the longer `shop/coupon` its learner walks to and fro until the budget ends.

use std::sync::{Arc, atomic::AtomicBool};
use truestep::core::{batch, chance::Seed, registry::Registry, task::Task, trajectory::Episode};
use truestep::{agents::Softmax, envs, rewards::Scheme, rewards::score};

type Failure = Box<dyn std::error::Error>;

const SCHEMES: [&str; 4] = [
    "outcome",
    "shaping:distance(gamma=99/100)",
    "g-ra",
    "pica:survival",
];
const MAX_STEPS: u32 = 30;
const GROUP: u32 = 32;
const UPDATES: u32 = 160;
const SEEDS: u64 = 10;
const STEP_SIZE: f64 = 0.7;

fn main() -> Result<(), Failure> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    println!(
        "{UPDATES} updates of {GROUP} rollouts, {SEEDS} seeds; the figures are of the last update"
    );
    for scheme in SCHEMES {
        report(&registry, "shop/avoid", scheme)?;
    }
    let last = report(&registry, "shop/coupon", "gain:clipped")?;
    println!("the end of an episode under gain:clipped:");
    let from = last.steps().saturating_sub(6);
    for transition in &last.transitions[from..] {
        println!("  {}", transition.action);
    }
    Ok(())
}

/// Train under one scheme with every seed, print one line, and give an episode of the last update.
fn report(registry: &Registry, task: &str, scheme: &str) -> Result<Episode, Failure> {
    let template = registry.select(task)?.remove(0).id;
    let pipeline: Scheme = format!("{scheme} |> grpo:process").parse()?;
    let mut curve = vec![0.0; UPDATES as usize];
    let (mut finals, mut returns, mut steps, mut shown) = (vec![], 0.0, 0.0, None);
    for seed in 0..SEEDS {
        let task = Arc::new(Task::new(template.clone(), Seed(seed)));
        let policy = Softmax::new();
        let mut episodes = vec![];
        for update in 0..UPDATES {
            episodes = play(registry, &task, &policy, update)?;
            let scored = score(&episodes, &pipeline)?;
            policy.update(
                &episodes,
                scored.advantages.as_ref().ok_or("no credit stage")?,
                STEP_SIZE,
            );
            curve[update as usize] += solved(&episodes) / SEEDS as f64;
            if update + 1 == UPDATES {
                returns += scored.mean_return().0.number().unwrap_or(&0.0) / SEEDS as f64;
            }
        }
        steps += episodes.iter().map(Episode::steps).sum::<usize>() as f64
            / f64::from(GROUP)
            / SEEDS as f64;
        finals.push(solved(&episodes));
        shown = episodes.pop();
    }
    let mean = finals.iter().sum::<f64>() / SEEDS as f64;
    let variance =
        finals.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (SEEDS as f64 - 1.0);
    // 2.262: the 97.5 % point of Student's t with 9 degrees of freedom.
    let half = 2.262 * (variance / SEEDS as f64).sqrt();
    let plot: String = curve
        .chunks(8)
        .map(|c| bar(c.iter().sum::<f64>() / c.len() as f64))
        .collect();
    println!(
        "{task:<11} {scheme:<30} success {mean:.3} ± {half:.3}  return {returns:>6.3}  steps {steps:>6.3}  {plot}"
    );
    Ok(shown.ok_or("no seeds")?)
}

fn play(
    registry: &Registry,
    task: &Arc<Task>,
    policy: &Softmax,
    update: u32,
) -> Result<Vec<Episode>, Failure> {
    let job = |k| batch::Job {
        task: Arc::clone(task),
        group: update.into(),
        rollout: update * GROUP + k,
    };
    let jobs: Vec<batch::Job> = (0..GROUP).map(job).collect();
    let options = batch::BatchOptions {
        max_steps: Some(MAX_STEPS),
        ..Default::default()
    };
    let mut episodes = vec![];
    batch::run(
        registry,
        &jobs,
        policy,
        &options,
        &AtomicBool::new(false),
        &mut |e| episodes.push(e),
    )?;
    Ok(episodes)
}

fn solved(episodes: &[Episode]) -> f64 {
    episodes
        .iter()
        .filter(|e| e.success() == Some(true))
        .count() as f64
        / f64::from(GROUP)
}

fn bar(share: f64) -> char {
    ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][((share * 8.0) as usize).min(7)]
}
