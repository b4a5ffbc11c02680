//! What is seen: views of a state, and what only they depend on.

use super::Dynamics;
use crate::view::{Image, ViewKind};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// The views of a world.
pub trait Render: Dynamics {
    /// The views it renders, in the order observations list them. Agents read the first text among those asked for; call
    /// the one that is meant for them [`ViewKind::TEXT`], which runs ask for unless told otherwise.
    const VIEWS: &'static [ViewKind];
    /// What only rendering depends on (visited marks, counters): in snapshots, but in no digest and no graph.
    type View: Clone + Default + Debug + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Append one text view of the state. Called only with the kinds of text in [`Render::VIEWS`]; equal states and view
    /// memories give equal text.
    fn observe(
        def: &Self::Def,
        state: &Self::State,
        view: &Self::View,
        kind: ViewKind,
        out: &mut String,
    );
    /// Paint one image of the state: [`Image::blank`] gives it its sides. Called only with the kinds of image in
    /// [`Render::VIEWS`]; equal states and view memories give equal pixels.
    fn paint(
        _def: &Self::Def,
        _state: &Self::State,
        _view: &Self::View,
        _kind: ViewKind,
        _out: &mut Image,
    ) {
    }
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
