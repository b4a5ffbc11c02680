//! Score: play a group of rollouts, price them by several schemes, and see what each scheme says of the same steps.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::sync::Arc;
use truestep::core::{batch, chance::Seed, task::Task};
use truestep::{agents, envs, rewards::Scheme, rewards::score_many};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    let template = registry.select("shop/compare")?.remove(0).id;
    let task = Arc::new(Task::new(template, Seed(4)));
    let agent = agents::parse("noisy:0.5", &registry)?;
    let episodes = batch::rollouts(&registry, &task, &*agent, 0, 8, None)?;

    let names = ["outcome |> rloo:verl", "shaping:distance", "gain:clipped"];
    let schemes = names.map(str::parse::<Scheme>);
    let schemes = schemes.into_iter().collect::<Result<Vec<_>, _>>()?;
    let scored = score_many(&episodes, &schemes)?;
    for (k, episode) in episodes.iter().enumerate().take(2) {
        println!("episode {k}, success: {:?}", episode.success());
        for (t, transition) in episode.transitions.iter().enumerate() {
            let prices: Vec<String> = scored
                .iter()
                .map(|s| s.advantages.as_ref().unwrap_or(&s.rewards)[k][t])
                .map(|v| v.number().map_or("-".into(), |n| format!("{n:>7.3}")))
                .collect();
            println!("  {}  {}", prices.join(" "), transition.action);
        }
    }
    Ok(())
}
