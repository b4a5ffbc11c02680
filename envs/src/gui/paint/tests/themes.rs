//! High contrast is high.

use super::super::{
    canvas::Colour,
    theme::{Contrast, Theme, of},
};

/// What WCAG 2 asks of text at its highest level, and of shapes that have to be told from what is around them.
const TEXT: f64 = 7.0;
const SHAPE: f64 = 3.0;

/// A channel in linear light, as sRGB defines it. `x^2.4` is the fifth root of `x^12`, by Newton's steps.
fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.040_45 {
        return share / 12.92;
    }
    let fourth = |x: f64| x * x * x * x;
    let base = (share + 0.055) / 1.055;
    let power = fourth(base) * fourth(base) * fourth(base);
    (0..60).fold(1.0, |root: f64, _| {
        (4.0 * root + power / fourth(root)) / 5.0
    })
}

fn luminance([red, green, blue]: Colour) -> f64 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Text with what it is painted on.
fn texts(theme: &Theme) -> Vec<(Colour, Colour)> {
    let mut texts = vec![
        (theme.on_accent, theme.accent),
        (theme.on_tonal, theme.tonal),
        (theme.on_danger, theme.danger),
        (theme.faint, theme.board),
        (theme.text, theme.key),
        (theme.text, theme.tonal),
        (theme.card, theme.text),
        ([255; 3], theme.sky.0),
        ([255; 3], theme.sky.1),
    ];
    for back in [theme.ground, theme.card, theme.field] {
        texts.extend([theme.text, theme.faint, theme.accent].map(|ink| (ink, back)));
    }
    texts.extend(theme.plain.map(|(back, ink)| (ink, back)));
    texts
}

#[test]
fn text_in_high_contrast_stands_seven_to_one_against_what_is_behind_it() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-6);
    for is_dark in [false, true] {
        let theme = of(is_dark, Contrast::High);
        for (ink, back) in texts(theme) {
            let ratio = contrast(ink, back);
            assert!(ratio >= TEXT, "{ink:?} on {back:?}: {ratio:.2}");
        }
        for (shape, back) in [
            (theme.outline, theme.ground),
            (theme.outline, theme.field),
            (theme.accent, theme.card),
            (theme.rule, theme.card),
        ] {
            let ratio = contrast(shape, back);
            assert!(ratio >= SHAPE, "{shape:?} on {back:?}: {ratio:.2}");
        }
    }
}

#[test]
fn the_usual_themes_do_not_reach_it() {
    for is_dark in [false, true] {
        let all = texts(of(is_dark, Contrast::Normal));
        assert!(all.iter().any(|(ink, back)| contrast(*ink, *back) < TEXT));
    }
}
