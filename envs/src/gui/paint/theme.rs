//! Colours.

use super::canvas::Colour;

/// The colours of a theme.
#[derive(Debug)]
pub(super) struct Theme {
    /// Behind everything.
    pub(super) ground: Colour,
    /// Behind lines.
    pub(super) card: Colour,
    /// Between lines.
    pub(super) rule: Colour,
    /// Text.
    pub(super) text: Colour,
    /// Text of less weight.
    pub(super) faint: Colour,
    /// What can be done.
    pub(super) accent: Colour,
    /// On the accent.
    pub(super) on_accent: Colour,
    /// Behind buttons of less weight.
    pub(super) tonal: Colour,
    /// On these.
    pub(super) on_tonal: Colour,
    /// Behind fields that are filled in.
    pub(super) field: Colour,
    /// Edges of what is off.
    pub(super) outline: Colour,
    /// What destroys.
    pub(super) danger: Colour,
    /// On it.
    pub(super) on_danger: Colour,
    /// Behind the keyboard.
    pub(super) board: Colour,
    /// Keys.
    pub(super) key: Colour,
    /// The home screen, top and bottom.
    pub(super) sky: (Colour, Colour),
}

/// By day.
pub(super) const LIGHT: Theme = Theme {
    ground: [242, 243, 249],
    card: [255, 255, 255],
    rule: [229, 231, 240],
    text: [26, 28, 36],
    faint: [92, 97, 114],
    accent: [45, 91, 208],
    on_accent: [255, 255, 255],
    tonal: [219, 227, 250],
    on_tonal: [24, 50, 128],
    field: [255, 255, 255],
    outline: [138, 143, 160],
    danger: [190, 40, 44],
    on_danger: [255, 255, 255],
    board: [226, 229, 240],
    key: [255, 255, 255],
    sky: ([38, 66, 140], [196, 132, 160]),
};

/// By night.
pub(super) const DARK: Theme = Theme {
    ground: [16, 18, 24],
    card: [30, 33, 42],
    rule: [48, 52, 64],
    text: [232, 234, 242],
    faint: [166, 171, 188],
    accent: [158, 184, 255],
    on_accent: [12, 32, 88],
    tonal: [50, 62, 100],
    on_tonal: [214, 224, 255],
    field: [34, 37, 48],
    outline: [128, 134, 152],
    danger: [255, 150, 146],
    on_danger: [96, 8, 14],
    board: [26, 28, 36],
    key: [54, 58, 72],
    sky: ([10, 14, 34], [58, 40, 84]),
};
