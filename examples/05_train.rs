//! A first learner: a tabular softmax policy over the menu, trained with GRPO on step rewards, under several schemes.
//!
//! Stated beforehand: `shaping:distance` reaches a mean success rate of at least 0.8. The others are reported as they fall;
//! a reward that never learns is a result, and `gain:clipped` shows its loop: a high return without success.

use std::sync::{Arc, atomic::AtomicBool};
use truestep::{
    agents::Softmax,
    core::{
        batch::{self, BatchOptions, Job},
        chance::Seed,
        registry::Registry,
        task::Task,
        trajectory::Episode,
    },
    envs,
    rewards::{Scheme, score},
};

const TASK: &str = "shop/compare";
const MAX_STEPS: u32 = 24;
const GROUP: u32 = 32;
const UPDATES: u32 = 60;
const SEEDS: u64 = 10;
const STEP_SIZE: f64 = 0.7;
const SCHEMES: [&str; 5] = ["outcome", "shaping:distance(gamma=99/100)", "g-ra", "pica:survival", "gain:clipped"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    let template = registry.select(TASK)?.remove(0).id;
    println!("{template}, {UPDATES} updates of {GROUP} rollouts, {SEEDS} seeds; success in the last 10 updates");
    for name in SCHEMES {
        let scheme: Scheme = format!("{name} |> grpo:process").parse()?;
        let mut curve = [0.0; UPDATES as usize];
        let mut finals = vec![];
        let mut returns = 0.0;
        for seed in 0..SEEDS {
            let task = Arc::new(Task::new(template.clone(), Seed(seed)));
            let policy = Softmax::new();
            let mut last = 0.0;
            for update in 0..UPDATES {
                let episodes = play(&registry, &task, &policy, update)?;
                let scored = score(&episodes, &scheme)?;
                policy.update(&episodes, scored.advantages.as_ref().ok_or("no credit stage")?, STEP_SIZE);
                let solved = episodes.iter().filter(|e| e.success() == Some(true)).count() as f64;
                curve[update as usize] += solved / f64::from(GROUP) / SEEDS as f64;
                if update + 10 >= UPDATES {
                    last += solved / f64::from(GROUP) / 10.0;
                    returns += scored.mean_return().0.number().unwrap_or(&0.0) / 10.0 / SEEDS as f64;
                }
            }
            finals.push(last);
        }
        let (mean, half) = interval(&finals);
        let plot: String = curve.chunks(2).map(|c| bar((c[0] + c[1]) / 2.0)).collect();
        println!("{name:<31} {mean:.3} ± {half:.3}  return {returns:>7.3}  {plot}");
    }
    Ok(())
}

fn play(registry: &Registry, task: &Arc<Task>, policy: &Softmax, update: u32) -> Result<Vec<Episode>, batch::BatchError> {
    let job = |k| Job { task: Arc::clone(task), group: u64::from(update), rollout: update * GROUP + k };
    let jobs: Vec<Job> = (0..GROUP).map(job).collect();
    let options = BatchOptions { max_steps: Some(MAX_STEPS), ..BatchOptions::default() };
    let mut episodes = vec![];
    batch::run(registry, &jobs, policy, &options, &AtomicBool::new(false), &mut |e| episodes.push(e))?;
    Ok(episodes)
}

/// Mean and half-width of the 95 % interval over seeds (Student's t with 9 degrees of freedom).
fn interval(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    (mean, 2.262 * (variance / n).sqrt())
}

fn bar(share: f64) -> char {
    ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][((share * 8.0) as usize).min(7)]
}
