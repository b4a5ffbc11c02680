//! What a reset puts on an environment beside its world.

use crate::view::ViewName;

/// How much truth is computed with every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TruthLevel {
    /// None.
    Off,
    /// Everything that needs no state graph.
    #[default]
    Basic,
}

/// The capabilities of one environment for one episode; they can differ from slot to slot and from reset to reset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The step budget; `None` removes it.
    pub max_steps: Option<u32>,
    /// How much truth.
    pub truth: TruthLevel,
    /// The views rendered after each step; a reset refuses those the model does not have. They are listed in the order of
    /// the model, whatever the order here.
    pub views: Vec<ViewName>,
    /// Whether the episode is recorded as transitions.
    pub record: bool,
    /// Names of the plug-ins that take part.
    pub plugins: Vec<String>,
}

impl Capabilities {
    /// No budget, truth, view or recording: the bare world.
    #[must_use]
    pub fn bare() -> Self {
        Self {
            max_steps: None,
            truth: TruthLevel::Off,
            views: vec![],
            record: false,
            plugins: vec![],
        }
    }

    /// Truth, the text view and recording, with a budget.
    #[must_use]
    pub fn recorded(max_steps: u32) -> Self {
        Self {
            max_steps: Some(max_steps),
            truth: TruthLevel::Basic,
            views: vec![ViewName::TEXT],
            record: true,
            plugins: vec![],
        }
    }
}
