//! Views: what an agent is shown, as text or as pixels.
//!
//! A model names the views it renders ([`ViewKind`]: a name and what its content is), in an order of its own; a reset asks
//! for some of them by name ([`ViewName`]); the host keeps one [`View`] for each and renders into it after every step.
//! A kind is data: one line in [`VIEWS`], or in a model's own list for a kind that only it has.

#[cfg(feature = "png")]
mod folder;
mod image;
mod name;

#[cfg(feature = "png")]
pub use folder::{ImageFolder, png};
pub use image::{Image, ImageDigest, ImageError, KeepImages};
pub use name::{BadViewName, ViewName};

use crate::{digest::Digest, model::Model};
use std::{borrow::Cow, fmt};

/// What the content of a view is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentType {
    /// Text.
    Text,
    /// Pixels.
    Image,
}

/// A kind of view: its name, and what its content is.
///
/// ```
/// use truestep_core::view::ViewKind;
/// const VIEWS: &[ViewKind] = &[ViewKind::TEXT, ViewKind::image("screen")];
/// assert_eq!(VIEWS[1].name().as_str(), "screen");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ViewKind {
    name: ViewName,
    content: ContentType,
}

/// The kinds that several environments share. Others are named where they are rendered.
pub const VIEWS: &[ViewKind] = &[
    ViewKind::TEXT,
    ViewKind::TEXT_RICH,
    ViewKind::HTML,
    ViewKind::TREE,
    ViewKind::PIXELS,
];

impl ViewKind {
    /// Plain text.
    pub const TEXT: ViewKind = ViewKind::text("text");
    /// Text with marked-up controls.
    pub const TEXT_RICH: ViewKind = ViewKind::text("text_rich");
    /// A page in HTML.
    pub const HTML: ViewKind = ViewKind::text("html");
    /// An accessibility tree.
    pub const TREE: ViewKind = ViewKind::text("tree");
    /// The screen.
    pub const PIXELS: ViewKind = ViewKind::image("pixels");

    /// A kind whose content is text.
    ///
    /// # Panics
    /// If the name is not as [`ViewName`] says; in a constant, that is an error of compilation.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self {
            name: ViewName::new(name),
            content: ContentType::Text,
        }
    }

    /// A kind whose content is an image.
    ///
    /// # Panics
    /// As [`ViewKind::text`].
    #[must_use]
    pub const fn image(name: &'static str) -> Self {
        Self {
            name: ViewName::new(name),
            content: ContentType::Image,
        }
    }

    /// Its name in files and on the command line.
    #[must_use]
    pub const fn name(self) -> ViewName {
        self.name
    }

    /// What its content is.
    #[must_use]
    pub const fn content(self) -> ContentType {
        self.content
    }
}

/// What a view shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// Pixels.
    Image(Image),
}

impl Content {
    /// What it is.
    #[must_use]
    pub fn content_type(&self) -> ContentType {
        match self {
            Content::Text(_) => ContentType::Text,
            Content::Image(_) => ContentType::Image,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Content::Text(text) => Some(text),
            Content::Image(_) => None,
        }
    }

    /// The image, if it is one.
    #[must_use]
    pub fn as_image(&self) -> Option<&Image> {
        match self {
            Content::Text(_) => None,
            Content::Image(image) => Some(image),
        }
    }

    /// The text, or one line that names the image.
    #[must_use]
    pub fn describe(&self) -> Cow<'_, str> {
        match self {
            Content::Text(text) => Cow::Borrowed(text),
            Content::Image(image) => Cow::Owned(image.digest().to_string()),
        }
    }
}

/// One view as it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    kind: ViewKind,
    content: Content,
}

impl View {
    /// A view with nothing in it yet.
    #[must_use]
    pub fn empty(kind: ViewKind) -> Self {
        let content = match kind.content {
            ContentType::Text => Content::Text(String::new()),
            ContentType::Image => Content::Image(Image::default()),
        };
        Self { kind, content }
    }

    /// A view that shows `content`, under this name.
    #[must_use]
    pub fn new(name: ViewName, content: Content) -> Self {
        let kind = ViewKind {
            name,
            content: content.content_type(),
        };
        Self { kind, content }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ViewKind {
        self.kind
    }

    /// The name of its kind.
    #[must_use]
    pub fn name(&self) -> ViewName {
        self.kind.name
    }

    /// What it shows.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The text, if it shows text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.content.as_text()
    }

    /// The image, if it shows one.
    #[must_use]
    pub fn image(&self) -> Option<&Image> {
        self.content.as_image()
    }

    /// Render it anew; the memory of what it showed before is used again.
    pub(crate) fn render<M: Model>(&mut self, def: &M::Def, state: &M::State, memory: &M::View) {
        match &mut self.content {
            Content::Text(text) => {
                text.clear();
                M::observe(def, state, memory, self.kind, text);
            }
            Content::Image(image) => {
                image.clear();
                M::paint(def, state, memory, self.kind, image);
            }
        }
    }

    /// The digest of the views before this one, followed by this one: its name, what its content is, its dimensions if it
    /// has some, and its bytes.
    pub(crate) fn chain_to(&self, before: Digest) -> Digest {
        let name = self.kind.name.as_bytes();
        match &self.content {
            Content::Text(text) => before.chain(name).chain(text.as_bytes()),
            // No name holds a zero byte, so that no text is ever taken for an image.
            Content::Image(image) => before
                .chain(name)
                .chain(b"\0image")
                .chain(&image.digest().digest.0.to_le_bytes()),
        }
    }
}

/// The views of the present state, for an agent that asks for one by name.
pub trait ShownViews {
    /// The kinds that are shown, in the order of the model.
    fn kinds(&self) -> Vec<ViewName>;
    /// One of them; `None` if it is not shown.
    fn view(&self, name: ViewName) -> Option<Cow<'_, View>>;
}

impl ShownViews for &[View] {
    fn kinds(&self) -> Vec<ViewName> {
        self.iter().map(View::name).collect()
    }
    fn view(&self, name: ViewName) -> Option<Cow<'_, View>> {
        let found = self.iter().find(|view| view.name() == name);
        found.map(Cow::Borrowed)
    }
}

/// A view was asked for that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct NoSuchView {
    /// The name asked for.
    pub asked: ViewName,
    /// What was asked: a model, a template.
    pub of: String,
    /// The views there are, in its order.
    pub has: Vec<ViewName>,
}

impl fmt::Display for NoSuchView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, of, has } = self;
        write!(f, "`{of}` has no view `{asked}`: it has ")?;
        if has.is_empty() {
            return f.write_str("none");
        }
        for (i, name) in has.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            write!(f, "{comma}{name}")?;
        }
        Ok(())
    }
}

/// The kind of `has` that is called `asked`.
///
/// # Errors
/// [`NoSuchView`], which names the kinds there are; `of` is what has them.
pub fn find(asked: ViewName, of: &str, has: &[ViewKind]) -> Result<ViewKind, NoSuchView> {
    let found = has.iter().find(|kind| kind.name == asked);
    found.copied().ok_or_else(|| NoSuchView {
        asked,
        of: of.to_owned(),
        has: has.iter().map(|kind| kind.name).collect(),
    })
}

/// That every name of `asked` is the name of one of `has`.
///
/// # Errors
/// As [`find`].
pub fn check(asked: &[ViewName], of: &str, has: &[ViewKind]) -> Result<(), NoSuchView> {
    asked
        .iter()
        .try_for_each(|&name| find(name, of, has).map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, text: &str) -> View {
        View::new(name.parse().unwrap(), Content::Text(text.into()))
    }

    fn image(name: &str, width: u32, height: u32, pixels: &[u8]) -> View {
        let image = Image::new(width, height, pixels.to_vec()).unwrap();
        View::new(name.parse().unwrap(), Content::Image(image))
    }

    fn digest(views: &[View]) -> Digest {
        views
            .iter()
            .fold(Digest::default(), |before, view| view.chain_to(before))
    }

    /// The digests of texts go into files and replays: they stay what they were.
    #[test]
    fn value_stability_of_observation_digests() {
        let plain = Digest::default().chain(b"text").chain(b"a page");
        assert_eq!(digest(&[text("text", "a page")]), plain);
        let both = plain.chain(b"tree").chain(b"a tree");
        assert_eq!(
            digest(&[text("text", "a page"), text("tree", "a tree")]),
            both
        );
        assert_eq!(
            digest(&[image("pixels", 2, 1, &[1, 2, 3, 4, 5, 6])]).to_string(),
            "b0a18174c9e42ad07b37d7c5c33c1f70"
        );
    }

    #[test]
    fn a_digest_covers_kind_content_type_dimensions_and_bytes() {
        let pixels = [1, 2, 3, 4, 5, 6];
        let all = [
            digest(&[image("pixels", 2, 1, &pixels)]),
            digest(&[image("pixels", 1, 2, &pixels)]),
            digest(&[image("screen", 2, 1, &pixels)]),
            digest(&[image("pixels", 2, 1, &[1, 2, 3, 4, 5, 7])]),
            digest(&[text("pixels", "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}")]),
            digest(&[]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn a_missing_view_is_an_error_that_names_those_there_are() {
        let has = [ViewKind::TREE, ViewKind::image("screen")];
        assert_eq!(
            find("tree".parse().unwrap(), "gui", &has),
            Ok(ViewKind::TREE)
        );
        let error = find(ViewName::TEXT, "gui/phone", &has).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`gui/phone` has no view `text`: it has tree, screen"
        );
        let error = find(ViewName::TEXT, "gui/phone", &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`gui/phone` has no view `text`: it has none"
        );
    }
}
