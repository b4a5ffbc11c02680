//! Queries and new questions over wikis of several sizes.

use super::{
    Effort, Figure,
    clock::percentile,
    reset::{GOALS, new_goal},
};
use crate::progress::now;
use anyhow::Result;
use std::sync::Arc;
use truestep_core::registry::Registry;
use truestep_envs::search::{
    Search,
    options::{DEFAULT_PAGES, DEFAULT_WIKI_SEED},
    world::{MOST_PAGES, Naming, Wiki, WikiSpec},
};

/// Queries asked.
const QUERIES: usize = 1_000;
/// Results of each, as the environment lists.
const RESULTS: usize = 5;

/// Measure the default wiki, and the largest where the heavy figures are asked for.
pub(super) fn measure(effort: Effort, figures: &mut Vec<Figure>) -> Result<()> {
    let sizes: &[u32] = match effort.full {
        true => &[DEFAULT_PAGES, MOST_PAGES],
        false => &[DEFAULT_PAGES],
    };
    sizes
        .iter()
        .try_for_each(|&pages| over(pages, effort, figures))
}

fn over(pages: u32, effort: Effort, figures: &mut Vec<Figure>) -> Result<()> {
    let name = |what: &str| format!("search: {what}, {pages} pages");
    let search = Search::new(WikiSpec {
        seed: DEFAULT_WIKI_SEED,
        pages,
    });
    let begun = now();
    let wiki = search.wiki(Naming::Plain);
    let built = (now() - begun).as_secs_f64();
    figures.push(Figure::new(name("wiki and index built"), built, "s", ""));
    let queries = queries(&wiki);
    let (mut times, mut found) = (vec![], 0);
    for query in &queries {
        let begun = now();
        let hits = wiki.index().search(query, RESULTS);
        times.push(now() - begun);
        found += hits.total as usize;
    }
    let note = format!(
        "{} queries of a name and a word that hundreds of pages hold, {:.0} pages each",
        queries.len(),
        found as f64 / queries.len() as f64
    );
    let median = percentile(&mut times, 50, 1e6);
    figures.push(Figure::new(name("query, median"), median, "us", note));
    let slow = percentile(&mut times, 99, 1e6);
    figures.push(Figure::new(name("query, 99th percentile"), slow, "us", ""));
    let registry = Registry::new(vec![Arc::new(search)]);
    figures.push(Figure::new(
        name("new question"),
        new_goal(&registry, "search", effort.seed, GOALS)?,
        "ms",
        "median over templates and seeds",
    ));
    Ok(())
}

/// A page's title and what may be asked of it.
fn queries(wiki: &Wiki) -> Vec<String> {
    let step = (wiki.pages() as usize / QUERIES).max(1);
    let pages = (0..wiki.pages()).step_by(step).take(QUERIES);
    pages
        .zip(
            ["mayor", "author", "birthplace", "founder"]
                .into_iter()
                .cycle(),
        )
        .map(|(page, word)| format!("{} {word}", wiki.name(page)))
        .collect()
}
