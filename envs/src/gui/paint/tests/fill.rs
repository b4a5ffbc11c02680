//! Shapes and text by themselves.

use super::super::{
    canvas::{Canvas, Corners, Rect},
    font::{Font, PART},
    icon::Icon,
    raster::{ONE, Raster},
    text::{Side, Style},
};
use proptest::prelude::*;

const WHITE: [u8; 3] = [255; 3];

/// A square of so many pixels, painted.
fn square(side: u32, paint: impl FnOnce(&mut Canvas<'_>)) -> Vec<u8> {
    let mut pixels = vec![0; (side * side * 3) as usize];
    paint(&mut Canvas::new(&mut pixels, side, side));
    pixels
}

proptest! {
    /// What is covered in all is the area of the outline, to a pixel's 255th for every pixel.
    #[test]
    fn coverage_is_area(points in proptest::collection::vec((0_i32..40 * ONE, 0_i32..40 * ONE), 3)) {
        let mut raster = Raster::new(40, 40);
        let [a, b, c] = points[..] else { unreachable!() };
        raster.line(a, b);
        raster.line(b, c);
        raster.line(c, a);
        let covered: i64 = raster.mask().coverage.iter().map(|c| i64::from(*c)).sum();
        let cross = |p: (i32, i32), q: (i32, i32)| i64::from(p.0) * i64::from(q.1) - i64::from(q.0) * i64::from(p.1);
        let area = (cross(a, b) + cross(b, c) + cross(c, a)).abs() * 255 / (2 * i64::from(ONE * ONE));
        prop_assert!((covered - area).abs() <= 40 * 40, "{covered} of {area}");
    }

    /// Whatever lies outside the canvas or the clip is not touched, and nothing panics.
    #[test]
    fn nothing_is_painted_outside_the_clip(left in -30_i32..60, top in -30_i32..60, width in -5_i32..60, height in -5_i32..60, radius in -3_i32..40) {
        let clip = Rect::new(5, 6, 20, 15);
        let pixels = square(40, |canvas| {
            canvas.clip(clip);
            let rect = Rect::new(left, top, width, height);
            canvas.round(rect, radius, WHITE);
            canvas.rounded(rect, radius, Corners { left: false, ..Corners::ALL }, WHITE, 77);
            canvas.shadow(rect, radius, 6, 54);
            canvas.veil(rect, WHITE, 9);
            canvas.shade(rect, WHITE, [9; 3]);
        });
        for (at, pixel) in pixels.chunks(3).enumerate() {
            let (x, y) = ((at % 40) as i32, (at / 40) as i32);
            let is_in = (clip.left..clip.right).contains(&x) && (clip.top..clip.bottom).contains(&y);
            prop_assert!(is_in || pixel == [0; 3]);
        }
    }

    /// Any text at all can be fitted, is no wider than its room, and is set.
    #[test]
    fn any_text_fits_its_room(text in "\\PC{0,60}", width in 20_i32..300, lines in 1_usize..4) {
        let fitted = Style::new(Font::Regular, 14 * PART).within(&text, width, 60, lines);
        prop_assert!(fitted.lines.len() <= lines);
        for line in &fitted.lines {
            prop_assert!(fitted.style.width(line) <= width * PART, "{line}");
        }
        square(60, |canvas| fitted.set(canvas, Rect::new(0, 0, width, 60), Side::Middle, WHITE));
    }
}

#[test]
fn a_disc_covers_its_area() {
    for radius in [3, 10, 19] {
        let disc = Rect::new(0, 0, 2 * radius, 2 * radius);
        let pixels = square(40, |canvas| canvas.round(disc, radius, WHITE));
        let covered: i32 = pixels.chunks(3).map(|pixel| i32::from(pixel[0])).sum();
        let area = 355 * radius * radius * 255 / 113;
        assert!((covered - area).abs() < area / 100, "{covered} of {area}");
    }
}

#[test]
fn every_icon_and_every_letter_of_the_keyboard_is_in_its_font() {
    for number in 0..=Icon::Inbox as u32 {
        let letter = char::from_u32(0xE000 + number).unwrap();
        assert!(Font::Icons.find(letter).is_some(), "{number}");
    }
    assert!(
        Font::Icons
            .find(char::from_u32(0xE001 + Icon::Inbox as u32).unwrap())
            .is_none()
    );
    for font in [Font::Regular, Font::Medium] {
        assert!((' '..='~').all(|letter| font.find(letter).is_some()));
    }
}

#[test]
fn texts_that_no_font_can_set_still_look_different() {
    let style = Style::new(Font::Regular, 22 * PART);
    let painted = |text: &str| square(120, |canvas| style.set(canvas, text, 0, 60, WHITE));
    let texts = [
        "\u{4f60}",
        "\u{597d}",
        "\u{1f600}",
        "\u{7}",
        "\n",
        "\u{5d0}",
        "",
    ];
    for (n, one) in texts.iter().enumerate() {
        for other in &texts[n + 1..] {
            assert_ne!(painted(one), painted(other), "{one:?} {other:?}");
        }
    }
}
