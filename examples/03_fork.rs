//! Fork a moment: try every action of the menu from the same state, and go back each time.

#![allow(clippy::print_stdout, reason = "an example prints")]

use truestep::{
    core::{
        chance::Seed,
        environment::{Environment, Hosted},
        host::Capabilities,
        task::Task,
    },
    envs,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    let template = registry.select("shop")?.remove(0).id;
    let mut shop = Hosted::new(registry, Capabilities::recorded(20));

    shop.reset(&Task::new(template, Seed(4)), 0)?;
    let first = shop.actions()?.remove(0).action;
    shop.step(&first)?;

    let here = shop.snapshot()?;
    println!("after `{first}`:");
    for item in shop.actions()? {
        let step = shop.step(&item.action)?;
        let truth = step
            .after
            .truth
            .as_ref()
            .expect("the capabilities ask for truth");
        println!(
            "  distance {:>5} after {}",
            truth.distance.to_string(),
            item.action
        );
        let back = shop.restore(&here, None)?;
        assert_eq!(back.digests.state, here.state_digest());
    }
    Ok(())
}
