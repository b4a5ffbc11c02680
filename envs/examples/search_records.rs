//! Questions of the search environment as training records, one JSON object a line:
//! `cargo run -p truestep-envs --example search_records -- chain3 100 stepsearch`.
//!
//! The last word is `plain` (the question with its hops, as this crate keeps it), `stepsearch` or `pica`.

#![allow(clippy::print_stdout, reason = "its lines are what it is for")]

use std::{env, error::Error};
use truestep_core::{chance::Seed, registry::Family as _, task::Task};
use truestep_envs::search::{Search, options::default_wiki};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [template, count, format] = &words[..] else {
        return Err(
            "expected a template, a number of questions, and plain, stepsearch or pica".into(),
        );
    };
    let search = Search::new(default_wiki());
    let infos = search.templates();
    let known = infos.iter().find(|info| info.id.template() == template);
    let id = &known.ok_or("there is no such template; see the card")?.id;
    for seed in 0..count.parse()? {
        let def = search.define(&Task::new(id.clone(), Seed(seed)))?;
        let question = def.question();
        let record = match format.as_str() {
            "stepsearch" => question.stepsearch(),
            "pica" => question.pica(),
            "plain" => serde_json::to_value(question)?,
            other => {
                return Err(
                    format!("`{other}` is no format; expected plain, stepsearch or pica").into(),
                );
            }
        };
        println!("{record}");
    }
    Ok(())
}
