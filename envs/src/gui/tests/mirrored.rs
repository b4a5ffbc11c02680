//! Screens that are read from right to left.

use super::{menu, step, task, task_with};
use crate::gui::{Gui, Verb, layout::WIDTH};
use truestep_core::model::{Dynamics, Planner};

#[test]
fn screens_from_right_to_left_are_mirror_images_and_played_alike() {
    let mut seen = 0;
    for name in [
        "contact-edit",
        "alarm-switch",
        "settings-choose",
        "food-order",
    ] {
        let (Some(ltr), Some(rtl)) = (task(name, 1), task_with(name, 1, &[("layout", "rtl")]))
        else {
            continue;
        };
        let (mut one, mut other) = (ltr.start(), rtl.start());
        for _ in 0..12 {
            let (areas, mirrored) = (ltr.areas(&one), rtl.areas(&other));
            assert_eq!(areas.len(), mirrored.len());
            for (number, (area, mirror)) in areas.iter().zip(&mirrored).enumerate() {
                assert_eq!(mirror.left, WIDTH - area.left - area.width);
                assert_eq!(
                    (mirror.top, mirror.width, mirror.height),
                    (area.top, area.width, area.height)
                );
                let (x, y) = mirror.centre();
                let tapped = Gui::decode(&rtl, &other, &format!("tap_at[{x}, {y}]"));
                assert_eq!(tapped, Ok(Verb::Tap(number as u8)));
            }
            let Some(verb) = menu(&ltr, &one).into_iter().find(|verb| {
                let mut next = one.clone();
                step(&ltr, &mut next, verb);
                Gui::distance(&ltr, &next) < Gui::distance(&ltr, &one)
            }) else {
                break;
            };
            step(&ltr, &mut one, &verb);
            step(&rtl, &mut other, &verb);
            assert_eq!(one, other);
            seen += 1;
        }
    }
    assert!(seen > 8, "{seen}");
    assert!(task_with("contact-edit", 1, &[("layout", "up")]).is_none());
    assert!(task_with("contact-edit", 1, &[("theme", "pink")]).is_none());
}
