//! Points and pixels: the rules of rounding, over every pixel.

use super::*;

const SCREENS: &[(u32, u32)] = &[
    (1, 1),
    (2, 3),
    (160, 210),
    (320, 640),
    (540, 1200),
    (999, 1000),
    (1001, 998),
    (1080, 2400),
    (1280, 720),
    (1920, 1080),
    (3840, 2160),
];

const SPACES: &[Space] = &[
    Space::Pixels,
    Space::Unit,
    Space::Nines,
    Space::Thousand,
    Space::Resized(UI_TARS_RESIZE),
];

/// How far a pixel of a side may come back from a space that spans so much.
fn bound(side: u32, span: u32, whole: bool) -> u32 {
    if !whole || side <= span {
        0
    } else {
        side / (2 * span) + 1
    }
}

#[test]
fn pixels_come_back_from_every_space_as_near_as_it_is_said() {
    for (width, height) in SCREENS {
        let screen = Screen::new(*width, *height).unwrap();
        for space in SPACES {
            let (across, down) = space.span(screen).unwrap();
            for x in 0..*width {
                let back = Point::of_pixel(x, 0, screen, *space)
                    .unwrap()
                    .pixel(screen)
                    .unwrap();
                assert!(
                    back.0.abs_diff(x) <= bound(*width, across, space.whole()),
                    "{space:?} {screen:?} x {x}"
                );
            }
            for y in 0..*height {
                let back = Point::of_pixel(0, y, screen, *space)
                    .unwrap()
                    .pixel(screen)
                    .unwrap();
                assert!(
                    back.1.abs_diff(y) <= bound(*height, down, space.whole()),
                    "{space:?} {screen:?} y {y}"
                );
            }
        }
    }
}

/// The middle of a box that is a few pixels wide is printed and read back within the box, in every space.
#[test]
fn the_middle_of_a_small_box_stays_within_it() {
    for (width, height) in SCREENS {
        let screen = Screen::new(*width, *height).unwrap();
        for space in SPACES {
            let (across, _) = space.span(screen).unwrap();
            let half = bound(*width, across, space.whole());
            for left in 0..width.saturating_sub(2 * half + 1) {
                let middle = left + half;
                let back = Point::of_pixel(middle, 0, screen, *space)
                    .unwrap()
                    .pixel(screen)
                    .unwrap();
                assert!(
                    (left..=left + 2 * half).contains(&back.0),
                    "{space:?} {screen:?} {left}"
                );
            }
        }
    }
}

#[test]
fn edges_belong_to_the_last_pixel_and_nothing_lies_beyond() {
    let screen = phone();
    assert_eq!(
        Point::whole(1000, 1000, Space::Thousand).pixel(screen),
        Some((1079, 2399))
    );
    assert_eq!(
        Point::whole(999, 999, Space::Nines).pixel(screen),
        Some((1079, 2399))
    );
    assert_eq!(Point::whole(0, 0, Space::Unit).pixel(screen), Some((0, 0)));
    assert_eq!(Point::whole(1001, 0, Space::Thousand).pixel(screen), None);
    assert_eq!(Point::whole(0, -1, Space::Thousand).pixel(screen), None);
    assert_eq!(Point::of_pixel(1080, 0, screen, Space::Nines), None);
}

#[test]
fn images_are_resized_as_the_original_does() {
    // Computed with UI-TARS 582f3a7, codes/ui_tars/action_parser.py, smart_resize.
    let cases = [
        ((1080, 2400), (1092, 2408)),
        ((1920, 1080), (1932, 1092)),
        ((224, 224), (280, 280)),
        ((100, 100), (280, 280)),
        ((8000, 6000), (4116, 3080)),
        ((42, 14), (504, 168)),
        ((70, 70), (280, 280)),
    ];
    for ((width, height), resized) in cases {
        let screen = Screen::new(width, height).unwrap();
        assert_eq!(
            UI_TARS_RESIZE.size(screen),
            Some(resized),
            "{width}x{height}"
        );
    }
    assert_eq!(UI_TARS_RESIZE.size(Screen::new(10_000, 40).unwrap()), None);
}

#[test]
fn decimals_are_exact_or_refused() {
    for (text, number) in [
        ("0.5", Number::new(1, 2)),
        ("-12.50", Number::new(-25, 2)),
        ("1e3", Number::from_integer(1000)),
        ("+7", Number::from_integer(7)),
        (".25", Number::new(1, 4)),
        ("000.0", Number::from_integer(0)),
    ] {
        assert_eq!(read_decimal(text), Some(number), "{text}");
    }
    for text in [
        "",
        ".",
        "-",
        "1e",
        "1e99",
        "0x1",
        "1_0",
        "nan",
        "inf",
        "1234567890123456789",
        "1e-40",
        "--1",
    ] {
        assert_eq!(read_decimal(text), None, "{text}");
    }
    for text in ["0.5", "-0.125", "17", "1000.001"] {
        assert_eq!(
            read_decimal(text).and_then(write_decimal).as_deref(),
            Some(text)
        );
    }
    assert_eq!(write_decimal(Number::new(1, 3)), None);
}
