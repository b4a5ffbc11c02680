//! A first learner: a tabular softmax policy trained with GRPO on step rewards, under several schemes.
//!
//! Stated beforehand: on `shop/avoid`, `shaping:distance` reaches a mean success rate of at least 0.9. The others are
//! reported as they fall; a reward that never learns is a result. `gain:clipped` pays every step towards the goal and
//! takes nothing back: on `shop/coupon` its learner walks to and fro until the budget ends.
//!
//! `cargo run --release --example 05_train -- curves.svg` draws the curves as a picture.

#![allow(clippy::print_stdout, reason = "an example prints")]

use plotters::prelude::*;
use std::{error::Error, sync::Arc};
use truestep::core::{batch, chance::Seed, registry::Registry, task::Task, trajectory::Episode};
use truestep::{agents::Softmax, envs, rewards::Scheme, rewards::score};

const SCHEMES: [&str; 4] = ["outcome", "shaping:distance", "g-ra", "pica:survival"];
const MAX_STEPS: u32 = 30;
const GROUP: u32 = 32;
const UPDATES: u32 = 240;
const SEEDS: u32 = 10;
const STEP_SIZE: f64 = 0.7;
/// Updates that one point of a curve stands for.
const BLOCK: usize = 12;

fn main() -> Result<(), Box<dyn Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    println!("{UPDATES} updates of {GROUP} rollouts, {SEEDS} seeds; figures of the last update");
    let mut lines = vec![];
    for scheme in SCHEMES {
        let (curve, _) = train(&registry, "shop/avoid", scheme)?;
        lines.push((format!("{scheme} on shop/avoid"), curve));
    }
    let (curve, last) = train(&registry, "shop/coupon", "gain:clipped")?;
    lines.push(("gain:clipped on shop/coupon".to_owned(), curve));
    println!("the last actions of an episode under gain:clipped:");
    for transition in last.transitions.iter().rev().take(6).rev() {
        println!("  {}", transition.action);
    }
    if let Some(path) = std::env::args().nth(1) {
        draw(&path, &lines)?;
        println!("curves drawn in {path}");
    }
    Ok(())
}

/// Mean success rate and half-width of its interval, for each block of updates.
type Curve = Vec<(f64, f64)>;

/// Train with every seed, print one line, and give the curve and an episode of the last update.
fn train(
    registry: &Registry,
    task: &str,
    scheme: &str,
) -> Result<(Curve, Episode), Box<dyn Error>> {
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
    let blocks: Curve = curve.chunks(BLOCK).map(block).collect();
    let plot: String = blocks.iter().map(|(mean, _)| bar(*mean)).collect();
    println!("  steps {steps:>6.3}  {plot}");
    Ok((blocks, last.ok_or("no seeds")?))
}

/// Mean and interval over the seeds of their mean success rate in some updates, `[update][seed]`.
fn block(updates: &[Vec<f64>]) -> (f64, f64) {
    let of_seed = |seed: usize| updates.iter().map(|u| u[seed]).sum::<f64>() / updates.len() as f64;
    interval(&(0..SEEDS as usize).map(of_seed).collect::<Vec<_>>())
}

/// The learning curves as an SVG picture, with the 95 % interval over seeds as a band.
fn draw(path: &str, lines: &[(String, Curve)]) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(path, (880, 420)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(52)
        .build_cartesian_2d(0f64..f64::from(UPDATES), 0f64..1.0)?;
    let mut mesh = chart.configure_mesh();
    mesh.light_line_style(TRANSPARENT)
        .x_label_formatter(&|x| format!("{x:.0}"));
    mesh.x_desc("updates of 32 rollouts")
        .y_desc("success rate")
        .draw()?;
    for (n, (name, curve)) in lines.iter().enumerate() {
        let color = Palette99::pick(n);
        let at = |block: usize| (block * BLOCK) as f64 + BLOCK as f64 / 2.0;
        let edge = |sign: f64| {
            let bound = move |(b, (mean, half)): (usize, &(f64, f64))| {
                (at(b), (mean + sign * half).clamp(0.0, 1.0))
            };
            curve.iter().enumerate().map(bound).collect::<Vec<_>>()
        };
        let band: Vec<_> = edge(-1.0)
            .into_iter()
            .chain(edge(1.0).into_iter().rev())
            .collect();
        chart.draw_series([Polygon::new(band, color.mix(0.15))])?;
        let series = LineSeries::new(edge(0.0), color.stroke_width(2));
        let key = move |(x, y)| {
            PathElement::new([(x, y), (x + 18, y)], Palette99::pick(n).stroke_width(2))
        };
        chart.draw_series(series)?.label(name).legend(key);
    }
    let mut labels = chart.configure_series_labels();
    labels
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.3));
    labels.draw()?;
    root.present()?;
    Ok(())
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
