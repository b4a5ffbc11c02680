//! What texts ask for.

use crate::gui::{
    Spoken,
    single::{Kind, Place, predicted},
};

fn read(grammar: &str, text: &str) -> Result<(Kind, Place, Option<String>), &'static str> {
    let spoken = Spoken::read(grammar, Some("1080x2400")).unwrap();
    let said = predicted(text, &spoken);
    said.map(|said| (said.kind, said.place, said.value))
        .map_err(|(why, _)| why)
}

#[test]
fn points_of_every_space_come_to_logical_pixels() {
    let clicks = [
        (
            "android-world",
            r#"{"action_type": "click", "x": 540, "y": 1200}"#,
        ),
        (
            "ui-tars/0-1000",
            "Thought: t\nAction: click(point='<point>500 500</point>')",
        ),
        (
            "openai/computer",
            r#"{"type": "click", "button": "left", "x": 540, "y": 1200}"#,
        ),
    ];
    for (grammar, text) in clicks {
        assert_eq!(
            read(grammar, text),
            Ok((Kind::Click, Place::Point(270, 600), None)),
            "{grammar}"
        );
    }
    assert_eq!(
        read("android-world", r#"{"action_type": "click", "index": 3}"#),
        Ok((Kind::Click, Place::Element(3), None))
    );
}

#[test]
fn a_finger_goes_the_other_way_than_what_is_shown() {
    let down = Ok((Kind::Scroll, Place::Here, Some("down".to_owned())));
    assert_eq!(
        read(
            "android-world",
            r#"{"action_type": "scroll", "direction": "down"}"#
        ),
        down
    );
    let swipe =
        "<THINK>t</THINK>\nexplain:e\taction:SLIDE\tpoint1:500,800\tpoint2:500,200\tsummary:s";
    assert_eq!(read("gelab", swipe), down);
}

#[test]
fn what_is_no_action_is_refused_with_a_word_to_count_it_by() {
    assert_eq!(
        read("android-world", "open the door"),
        Err("not in the grammar")
    );
    let two = "pyautogui.click(x=1, y=2)\npyautogui.press('a')";
    assert_eq!(
        read("osworld/pyautogui", &format!("```python\n{two}\n```")),
        Err("several actions")
    );
    let typed = "```python\npyautogui.click(x=540, y=1200)\npyautogui.write('Ada')\n```";
    assert_eq!(
        read("osworld/pyautogui", typed),
        Ok((Kind::InputText, Place::Point(270, 600), Some("Ada".into())))
    );
}

#[test]
fn what_the_phone_has_nothing_for_is_something_else() {
    let twice = r#"{"action_type": "double_tap", "index": 3}"#;
    assert_eq!(read("android-world", twice).unwrap().0, Kind::Other);
    assert_eq!(
        read(
            "android-world",
            r#"{"action_type": "long_press", "index": 3}"#
        )
        .unwrap()
        .0,
        Kind::LongPress
    );
}
