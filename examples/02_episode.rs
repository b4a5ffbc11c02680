//! One episode, one step at a time: text in, text and truth out.

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
    let mut shop = Hosted::new(
        registry,
        Capabilities {
            max_steps: None,
            ..Capabilities::recorded(0)
        },
    );

    shop.reset(&Task::new(template, Seed(4)), 0)?;
    println!("{}\n", shop.goal().map_or("", |g| &g.instruction));
    // An action the world does not understand is data: it costs a step and says why.
    let step = shop.step("juggle[three apples]")?;
    println!("> juggle[three apples]: {:?}", step.effect);
    let mut frame = step.after;
    // WebShop's own reward matches options by how alike their texts are: "2 ft x 3 ft" passes for "3 ft x 5 ft", so the best
    // actions may choose it. The strict templates (`shop/buy` and its siblings) judge by value.
    loop {
        let truth = frame
            .truth
            .as_ref()
            .expect("the capabilities ask for truth");
        println!(
            "distance {}, best: {:?}",
            truth.distance,
            truth.best_actions.as_ref().map(|b| &b.actions)
        );
        // A real agent reads `frame.observation`; this one reads the truth.
        let Some(action) = truth
            .best_actions
            .as_ref()
            .and_then(|b| b.actions.first())
            .cloned()
        else {
            break;
        };
        let step = shop.step(&action)?;
        println!("> {action}");
        frame = step.after;
        if let Some(end) = step.end {
            let truth = frame
                .truth
                .as_ref()
                .expect("the capabilities ask for truth");
            println!(
                "{end:?}, success: {}, outcome: {}",
                truth.success, truth.outcome
            );
            break;
        }
    }
    Ok(())
}
