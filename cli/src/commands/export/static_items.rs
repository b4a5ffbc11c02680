//! `export --as static`: single steps of the phone, each with its picture and every action that is right.

use super::{Args, options::Options};
use crate::count::counted;
use anyhow::{Result, anyhow, bail};
use truestep_core::{
    trajectory::Episode,
    view::{ImageFolder, KeepImages as _},
};
use truestep_envs::gui::{
    Spoken,
    single::{self, Item},
};
use truestep_rewards::data::{EpisodeRule, Exported};

/// What is made, and where its pictures go.
pub(super) struct Statics {
    options: single::Options,
    filters: Vec<EpisodeRule>,
    images: ImageFolder,
    /// The folder's name, from the folder of the file on.
    folder: String,
}

impl Statics {
    /// As the arguments say.
    ///
    /// # Errors
    /// A filter or a grammar that there is not.
    pub(super) fn asked(args: &Args) -> Result<Self> {
        if !args.score.is_empty() {
            bail!("`--score` belongs to `--as sft`, `--as dpo` and `--as steps`");
        }
        let images = ImageFolder::beside(&args.out);
        let name = images.path().file_name().unwrap_or_default();
        Ok(Self {
            options: args.options.single()?,
            filters: args.options.filters(&[])?,
            folder: name.to_string_lossy().into_owned(),
            images,
        })
    }

    /// The items of some episodes; their pictures are written meanwhile.
    pub(super) fn make(&self, episodes: Vec<Episode>) -> Result<Exported<Item>> {
        let mut exported = Exported::default();
        for episode in episodes {
            self.one(&episode, &mut exported)?;
        }
        Ok(exported)
    }

    fn one(&self, episode: &Episode, exported: &mut Exported<Item>) -> Result<()> {
        let leave = |exported: &mut Exported<Item>, why: &str| {
            *exported.left_out.entry(why.to_owned()).or_default() += 1;
        };
        let broken = self
            .filters
            .iter()
            .find(|rule| !rule.holds(episode, episode.steps()));
        if let Some(rule) = broken {
            leave(exported, &format!("not {rule}"));
            return Ok(());
        }
        let task = &episode.task;
        let made = single::items(episode, &self.options)
            .map_err(|error| anyhow!("{} seed {}: {error}", task.template, task.seed.0))?;
        let why = made.left.keys().next().map(|left| left.why());
        match made.items.is_empty() {
            true => leave(exported, why.unwrap_or("it has no steps")),
            false => {
                for left in made.left.keys() {
                    *exported.notes.entry(left.note()).or_default() += 1;
                }
            }
        }
        for (mut item, image) in made.items {
            let name = image.digest();
            self.images.keep(name, &image);
            item.screenshot.path = format!("{}/{}.png", self.folder, name.digest);
            exported.records.push(item);
        }
        Ok(())
    }

    /// That every picture was written; how many.
    ///
    /// # Errors
    /// The first that could not be.
    pub(super) fn finish(&self) -> Result<String> {
        self.images.check()?;
        let pictures = counted(self.images.len() as u64, "picture");
        Ok(format!("{pictures} in `{}`", self.images.path().display()))
    }
}

impl Options {
    /// How items are made.
    ///
    /// # Errors
    /// A grammar that there is not.
    pub(super) fn single(&self) -> Result<single::Options> {
        let size = self.view.map(|view| match view.as_str() {
            "pixels_small" | "som_small" => "320x640",
            "pixels_large" | "som_large" => "1080x2400",
            _ => "540x1200",
        });
        let read = |name: &String| Spoken::read(name, size);
        let spoken = self.grammar.as_ref().map(read).transpose();
        Ok(single::Options {
            view: self.view,
            spoken: spoken.map_err(|(_, why)| anyhow!("`--grammar`: {why}"))?,
        })
    }
}
