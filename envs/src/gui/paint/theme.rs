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
    /// What discs and icons of apps are painted in, and what is on them, where they have no colours of their own.
    pub(super) plain: Option<(Colour, Colour)>,
}

/// How far the colours of a theme stand apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::gui) enum Contrast {
    /// As most people have it.
    #[default]
    Normal,
    /// Every text at least 7 to 1 against what is behind it, but for what is switched off.
    High,
}

/// The theme of a screen.
pub(super) fn of(is_dark: bool, contrast: Contrast) -> &'static Theme {
    match (is_dark, contrast) {
        (false, Contrast::Normal) => &LIGHT,
        (true, Contrast::Normal) => &DARK,
        (false, Contrast::High) => &LIGHT_HIGH,
        (true, Contrast::High) => &DARK_HIGH,
    }
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
    plain: None,
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
    plain: None,
};

/// By day, in high contrast.
pub(super) const LIGHT_HIGH: Theme = Theme {
    ground: [226, 226, 226],
    card: [255, 255, 255],
    rule: [148, 148, 148],
    text: [0, 0, 0],
    faint: [32, 32, 32],
    accent: [0, 0, 152],
    on_accent: [255, 255, 255],
    tonal: [255, 221, 0],
    on_tonal: [0, 0, 0],
    field: [255, 255, 255],
    outline: [0, 0, 0],
    danger: [136, 0, 0],
    on_danger: [255, 255, 255],
    board: [196, 196, 196],
    key: [255, 255, 255],
    sky: ([0, 0, 0], [0, 0, 0]),
    plain: Some(([0, 0, 152], [255, 255, 255])),
};

/// By night, in high contrast.
pub(super) const DARK_HIGH: Theme = Theme {
    ground: [0, 0, 0],
    card: [26, 26, 26],
    rule: [104, 104, 104],
    text: [255, 255, 255],
    faint: [230, 230, 230],
    accent: [255, 221, 0],
    on_accent: [0, 0, 0],
    tonal: [0, 0, 152],
    on_tonal: [255, 255, 255],
    field: [0, 0, 0],
    outline: [255, 255, 255],
    danger: [255, 160, 152],
    on_danger: [0, 0, 0],
    board: [44, 44, 44],
    key: [0, 0, 0],
    sky: ([0, 0, 0], [0, 0, 0]),
    plain: Some(([255, 221, 0], [0, 0, 0])),
};
