//! `catalog`: writes the shop's catalogue to files.

use crate::{App, Exit, world::WorldArgs};
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::path::PathBuf;
use truestep_envs::{WorldOptions, open_catalog};

/// Arguments of `catalog`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What is written
    #[arg(long = "as", value_enum, value_name = "FORM", default_value_t = Form::Webshop)]
    form: Form,
    /// Where: a folder for `webshop`, a file for `saved`
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[command(flatten)]
    world: WorldArgs,
}

/// How a catalogue is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// WebShop's three files: items_shuffle.json, items_ins_v2.json, items_human_ins.json
    Webshop,
    /// One file with the search index, which opens faster
    Saved,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let options = app.worlds.options();
    if !options.iter().any(|option| option.name == "catalog") {
        bail!(
            "there is no shop among the worlds of this program, so there is no catalogue to write"
        );
    }
    let catalog = open_catalog(&WorldOptions::read(args.world.given())?.catalog)?;
    let about = catalog.describe();
    let mut written = serde_json::json!({"products": about.products});
    match args.form {
        // What is read from the three files is another catalogue: not all of a product stands in them.
        Form::Webshop => catalog.save_webshop(&args.out)?,
        Form::Saved => {
            catalog.save(&args.out)?;
            written = serde_json::json!(about);
        }
    }
    if app.json {
        let said = serde_json::json!({"out": args.out, "catalog": written});
        app.terminal.print_json(&said)?;
    } else {
        let (out, products) = (args.out.display(), about.products);
        let digest = match args.form {
            Form::Webshop => String::new(),
            Form::Saved => format!(", digest {}", about.digest),
        };
        app.terminal
            .print(&format!("{out}: {products} products{digest}\n"))?;
    }
    Ok(Exit::Done)
}
