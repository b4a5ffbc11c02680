//! Several schemes on the same episodes: how much of the exact advantage does each say?
//!
//! What to see: the exact advantage has correlation 1 and all pairs in order; a step reward made of the distance orders
//! actions, while one number for a whole episode (`rloo:verl`) hardly does better than guessing; a reward may find the few
//! steps that lose everything (`pica:survival`) and say nothing of the others.
//!
//! `cargo run --release --example 08_compare -- compare.svg` draws the figures as a picture.

#![allow(clippy::print_stdout, reason = "an example prints")]

use plotters::prelude::*;
use std::{error::Error, sync::Arc};
use truestep::core::{
    annotate::{AnnotateOptions, annotate},
    batch::rollouts,
    chance::Seed,
    graph::{Limits, Measure},
    policy::Policy,
    rational::Rational,
    registry::Registry,
    task::Task,
    trajectory::Episode,
};
use truestep::{agents, envs, rewards::Scheme, rewards::metrics::Sample, rewards::score};

const SCHEMES: [&str; 8] = [
    "truth:advantage",
    "shaping:distance",
    "gain:clipped",
    "g-ra",
    "pica:survival",
    "gigpo",
    "turn-loo",
    "rloo:verl",
];
const TASKS: u64 = 10;
const GROUP: u32 = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let registry = envs::registry(&envs::WorldOptions::default())?;
    let episodes = record(&registry, "shop/webshop", "noisy:0.3")?;
    let mut rows = vec![];
    println!("scheme                         within  order");
    for text in SCHEMES {
        let scored = score(&episodes, &text.parse::<Scheme>()?)?;
        let credits = scored.advantages.as_ref().unwrap_or(&scored.rewards);
        let figures = Sample::of(&episodes, credits, Measure::Success)?.identify();
        let number = |metric: truestep::rewards::metrics::Metric| metric.number().unwrap_or(0.0);
        let row = (number(figures.within_state), number(figures.ordering));
        println!("{text:<30} {:>6.3} {:>6.3}", row.0, row.1);
        rows.push((text, row));
    }
    if let Some(path) = std::env::args().nth(1) {
        draw(&path, &rows)?;
        println!("drawn in {path}");
    }
    Ok(())
}

/// Groups of rollouts of several tasks, with the exact advantage of every step.
fn record(registry: &Registry, task: &str, agent: &str) -> Result<Vec<Episode>, Box<dyn Error>> {
    let template = registry.select(task)?.remove(0).id;
    let agent = agents::parse(agent, registry)?;
    let options = AnnotateOptions {
        policy: Policy::eps_optimal(Rational::new(3, 10))?,
        pivot_threshold: Rational::new(1, 5),
        limits: Limits::default(),
        max_new: 0,
    };
    let mut episodes = vec![];
    for seed in 0..TASKS {
        let task = Arc::new(Task::new(template.clone(), Seed(seed)));
        let mut group = rollouts(registry, &task, &*agent, 0, GROUP, None)?;
        // One graph for all rollouts of a task.
        annotate(registry, &mut group, &[], &options)?;
        episodes.extend(group);
    }
    Ok(episodes)
}

/// Two bars a scheme: correlation within states, and the share of pairs in the right order.
fn draw(path: &str, rows: &[(&str, (f64, f64))]) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(path, (880, 420)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(150)
        .build_cartesian_2d(-0.2f64..1.0, (0..rows.len() - 1).into_segmented())?;
    let name = |at: &SegmentValue<usize>| match at {
        SegmentValue::CenterOf(at) => rows
            .iter()
            .rev()
            .nth(*at)
            .map_or("", |row| row.0)
            .to_owned(),
        _ => String::new(),
    };
    let mut mesh = chart.configure_mesh();
    mesh.disable_y_mesh()
        .light_line_style(TRANSPARENT)
        .y_label_formatter(&name);
    mesh.x_desc("of the exact advantage").draw()?;
    let kinds = ["correlation within states", "pairs of actions in order"];
    for (kind, label) in kinds.into_iter().enumerate() {
        let style = Palette99::pick(kind).filled();
        let bar = |(at, (_, both)): (usize, &(&str, (f64, f64)))| {
            let end = if kind == 0 { both.0 } else { both.1 };
            let (from, to) = (SegmentValue::Exact(at), SegmentValue::Exact(at + 1));
            let mut bar = Rectangle::new([(0.0, from), (end, to)], style);
            let (above, below) = if kind == 0 { (5, 23) } else { (23, 5) };
            bar.set_margin(above, below, 0, 0);
            bar
        };
        let key = move |(x, y)| Rectangle::new([(x, y - 4), (x + 12, y + 4)], style);
        let bars = chart.draw_series(rows.iter().rev().enumerate().map(bar))?;
        bars.label(label).legend(key);
    }
    let mut labels = chart.configure_series_labels();
    labels.position(SeriesLabelPosition::LowerRight);
    labels
        .background_style(WHITE)
        .border_style(BLACK.mix(0.3))
        .draw()?;
    root.present()?;
    Ok(())
}
