//! Instances in SWE-smith's format: ours written down, and whether somebody's can be played.
//!
//! `cargo run --release -p truestep-envs --no-default-features --features swe --example swe_smith -- write DIR COUNT` writes
//! `DIR/instances.jsonl` and a folder in `DIR/sources` for each instance; `truestep run swe/loaded --instances
//! DIR/instances.jsonl --sources DIR/sources` plays them. `... --example swe_smith -- report FILE SOURCES` runs the tests of every
//! entry of a file before and after its repair, and says in a line of each whether it can be played.

#![allow(clippy::print_stdout, reason = "its lines are what it is for")]

use std::{env, error::Error, fs, path::Path};
use truestep_core::{chance::Seed, registry::Family as _, task::Task};
use truestep_envs::swe::{
    SweFamily,
    loaded::{Instances, Paths},
};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["write", folder, count] => write(Path::new(folder), count.parse()?),
        ["report", instances, sources] => {
            let instances = Instances::load(&Paths {
                instances: instances.into(),
                sources: sources.into(),
            })?;
            for line in instances.report()? {
                println!("{line}");
            }
            Ok(())
        }
        _ => Err("expected `write DIR COUNT` or `report FILE SOURCES`".into()),
    }
}

fn write(folder: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    let templates = SweFamily.templates();
    let mut lines = String::new();
    for seed in 0..count {
        let template = &templates[seed as usize % templates.len()];
        let def = SweFamily.define(&Task::new(template.id.clone(), Seed(seed)))?;
        let name = def.project().package;
        let source = format!("truestep__{name}.{seed:07x}");
        let id = format!("{source}.{}", template.id.template());
        let instance = def
            .instance(&id, &source)
            .ok_or("an instance that cannot be written")?;
        for (path, bytes) in &instance.files {
            let path = folder.join("sources").join(&source).join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, bytes)?;
        }
        lines += &format!("{}\n", instance.entry);
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("instances.jsonl"), lines)?;
    Ok(())
}
