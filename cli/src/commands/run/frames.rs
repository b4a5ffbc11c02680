//! What was seen, as pictures in the order of the steps.

use super::Args;
use crate::{commands::show::image_view, count::counted};
use anyhow::{Context as _, Result};
use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use truestep_core::{
    registry::{Registry, TemplateInfo},
    trajectory::{Episode, RecordedContent},
    view::{ImageFolder, ViewName},
};
use truestep_session::first_instance;

/// The folder of `--frames`.
pub(super) struct Frames {
    folder: PathBuf,
    view: ViewName,
    images: Arc<ImageFolder>,
    /// Whether the images belong to a file of episodes, and stay.
    is_kept: bool,
    written: AtomicU64,
}

impl Frames {
    /// What `--frames` asks for: pictures of an image among the views, or of the world's own.
    pub(super) fn asked(
        args: &Args,
        registry: &Registry,
        templates: &[TemplateInfo],
    ) -> Result<Option<Self>> {
        let (Some(folder), Some(first)) = (&args.frames, templates.first()) else {
            return Ok(None);
        };
        let prepared = first_instance(registry, &first.id)?;
        // Frames name their images by digest: until their episodes are finished, these are in a folder of their own.
        let images = match &args.out {
            Some(file) => ImageFolder::beside(file),
            None => ImageFolder::beside(&folder.join("seen.jsonl")),
        };
        Ok(Some(Self {
            folder: folder.clone(),
            view: image_view(prepared.views(), &args.view)?,
            images: Arc::new(images),
            is_kept: args.out.is_some(),
            written: AtomicU64::new(0),
        }))
    }

    /// The view, if it is not among those that are recorded anyway.
    pub(super) fn beside(&self, views: &[ViewName]) -> Option<ViewName> {
        (!views.contains(&self.view)).then_some(self.view)
    }

    /// Where images go while episodes are played.
    pub(super) fn images(&self) -> Arc<ImageFolder> {
        Arc::clone(&self.images)
    }

    /// Write the pictures of a finished episode.
    pub(super) fn take(&self, episode: &Episode) -> Result<()> {
        let id = &episode.task.template;
        let (seed, rollout) = (episode.task.seed.0, episode.rollout);
        let name = format!("{}-{}-{seed}-{rollout}", id.env(), id.template());
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot write to `{}`", folder.display()))?;
        let after = episode.transitions.iter().map(|step| &step.after);
        for (step, frame) in std::iter::once(&episode.start).chain(after).enumerate() {
            let shown = frame.observation.iter().find(|view| view.kind == self.view);
            if let Some(RecordedContent::Image(image)) = shown.map(|view| &view.content) {
                let from = self.images.path().join(format!("{}.png", image.digest));
                let to = folder.join(format!("{step:03}.png"));
                fs::copy(&from, &to).with_context(|| format!("cannot write `{}`", to.display()))?;
                self.written.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// Put away what was only needed on the way; what there is to say.
    pub(super) fn finish(self) -> Result<String> {
        if !self.is_kept && self.images.path().exists() {
            fs::remove_dir_all(self.images.path())?;
        }
        let pictures = counted(self.written.into_inner(), "picture");
        Ok(format!("{pictures} in `{}`", self.folder.display()))
    }
}
