//! What is seen: views of a state, and what only they depend on.

use super::Dynamics;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// The kinds of view a model can render.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewKind {
    /// Plain text.
    Text,
    /// Text with marked-up controls.
    TextRich,
    /// A page in HTML.
    Html,
    /// An accessibility tree.
    Tree,
}

impl ViewKind {
    /// All kinds, in the order observations list them.
    pub const ALL: [ViewKind; 4] = [
        ViewKind::Text,
        ViewKind::TextRich,
        ViewKind::Html,
        ViewKind::Tree,
    ];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ViewKind::Text => "text",
            ViewKind::TextRich => "text_rich",
            ViewKind::Html => "html",
            ViewKind::Tree => "tree",
        }
    }
}

/// The views of a world.
pub trait Render: Dynamics {
    /// The views it renders; the first is what agents read by default.
    const VIEWS: &'static [ViewKind];
    /// What only rendering depends on (visited marks, counters): in snapshots, but in no digest and no graph.
    type View: Clone + Default + Debug + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Append one view of the state. Called only with kinds in [`Render::VIEWS`].
    fn observe(
        def: &Self::Def,
        state: &Self::State,
        view: &Self::View,
        kind: ViewKind,
        out: &mut String,
    );
    /// Update the view memory after a step.
    fn remember(
        _def: &Self::Def,
        _before: &Self::State,
        _action: &Self::Action,
        _after: &Self::State,
        _view: &mut Self::View,
    ) {
    }
}
