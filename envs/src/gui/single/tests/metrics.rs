//! The published rules at their edges, worked out by hand.

use crate::gui::single::{
    Gold, Input, Item, Kind, Metric, Place, Predicted, Total, Verdict, input, judge,
};
use serde_json::{Value as Json, json};

/// A screen with one wide line, an icon of an app and a small button.
fn item(acceptable: Json) -> Item {
    let node = |index: u32, label: &str, role: &str, bounds: [u32; 4]| {
        let [x_min, y_min, x_max, y_max] = bounds;
        json!({
            "index": index, "content_description": label, "resource_name": role,
            "bbox_pixels": { "x_min": x_min, "y_min": y_min, "x_max": x_max, "y_max": y_max },
        })
    };
    let elements = [
        node(0, "Ada", "item", [0, 240, 540, 336]),
        node(1, "Clock", "app", [0, 400, 135, 550]),
        node(2, "Back", "button", [408, 48, 540, 144]),
    ];
    serde_json::from_value(json!({
        "schema": "truestep.static/1", "id": "a", "task": { "template": "gui/contact-add@2", "seed": 1 }, "step": 0,
        "goal": "g", "screenshot": { "path": "p.png", "width": 540, "height": 1200 },
        "tree": { "elements": elements }, "history": [], "taken": "tap[0]", "acceptable": acceptable, "complete": true,
        "distance": 1,
    }))
    .unwrap()
}

fn line() -> Item {
    item(json!([{ "action": "tap[0]", "kind": "click", "index": 0, "bounds": [0, 240, 540, 336] }]))
}

fn said(kind: Kind, place: Place, value: Option<&str>) -> Predicted {
    Predicted {
        kind,
        place,
        value: value.map(str::to_owned),
        types_into: true,
    }
}

fn click(x: i64, y: i64) -> Predicted {
    said(Kind::Click, Place::Point(x, y), None)
}

fn verdict(metric: &str, item: &Item, said: &Predicted) -> Verdict {
    judge(Metric::named(metric).unwrap(), item, Gold::All, Some(said))
}

fn is_right(metric: &str, item: &Item, said: &Predicted) -> bool {
    verdict(metric, item, said).success == Some(true)
}

#[test]
fn a_box_ends_at_its_edge_and_published_boxes_hold_it() {
    for (y, exact, published) in [
        (239, false, false),
        (240, true, true),
        (335, true, true),
        (336, false, true),
        (337, false, false),
    ] {
        assert_eq!(is_right("exact", &line(), &click(300, y)), exact, "{y}");
        for metric in ["androidcontrol", "androiddaily", "screenspot"] {
            assert_eq!(
                is_right(metric, &line(), &click(300, y)),
                published,
                "{metric} {y}"
            );
        }
    }
}

/// The middle is at 270, 288; 14 % of the height are 168 pixels, of the width 75.6.
#[test]
fn fourteen_per_cent_is_of_each_side_by_itself() {
    for metric in ["androidcontrol:os-atlas", "aitw"] {
        let near = |x, y| verdict(metric, &line(), &click(x, y)).grounding == Some(true);
        assert!(near(270, 288 + 168), "{metric}");
        assert!(near(270 + 75, 288), "{metric}");
    }
    let atlas = |x, y| is_right("androidcontrol:os-atlas", &line(), &click(x, y));
    assert!(!atlas(270, 288 + 169) && !atlas(270 + 76, 288));
    // On the diagonal both shares count: 0.1 and 0.098 of the sides, and then a pixel more.
    assert!(atlas(270 + 54, 288 + 117) && !atlas(270 + 54, 288 + 118));
}

/// The box of 540 by 96 is 230.4 high with its middle where it was: from 172.8 to 403.2.
#[test]
fn in_the_wild_boxes_are_made_larger() {
    let near = |x, y| is_right("aitw", &line(), &click(x, y));
    assert!(near(0, 173) && near(539, 403));
    assert!(!near(0, 172) && !near(0, 404));
}

/// 1.2 times 96 is 115.2: from 230.4 to 345.6; and 4 % of 1200 are 48 pixels from the middle.
#[test]
fn qwen_makes_boxes_a_fifth_larger() {
    let near = |x, y| is_right("androidcontrol:qwen2.5-vl", &line(), &click(x, y));
    assert!(near(0, 231) && near(0, 345));
    assert!(!near(0, 230) && !near(0, 346));
    let small = item(
        json!([{ "action": "tap[9]", "kind": "click", "index": 9, "bounds": [260, 280, 280, 296] }]),
    );
    let near = |x, y| is_right("androidcontrol:qwen2.5-vl", &small, &click(x, y));
    assert!(near(270 + 48, 288) && !near(270 + 49, 288));
}

#[test]
fn texts_are_compared_as_each_source_does() {
    let typed = |text: &str| said(Kind::InputText, Place::Element(0), Some(text));
    let field = item(json!([{
        "action": "type[0, Ada Lovelace]", "kind": "input_text", "index": 0, "bounds": [0, 240, 540, 336],
        "value": "Ada Lovelace",
    }]));
    for (text, expected) in [
        ("Ada Lovelace", [true; 6]),
        ("ada lovelace", [false, false, true, true, true, true]),
        ("Ada Byron", [false, false, true, false, true, false]),
        ("Lovelace", [false, false, false, true, true, false]),
        ("Grace", [false, false, false, false, true, false]),
    ] {
        let metrics = [
            "exact",
            "androidcontrol",
            "androidcontrol:os-atlas",
            "androidcontrol:qwen2.5-vl",
            "aitw",
            "androiddaily",
        ];
        let found = metrics.map(|metric| is_right(metric, &field, &typed(text)));
        assert_eq!(found, expected, "{text}");
    }
    // Where nothing else is said, the text goes to the keyboard, and that is elsewhere.
    let here = said(Kind::InputText, Place::Here, Some("Ada Lovelace"));
    assert!(!is_right("exact", &field, &here) && is_right("androidcontrol", &field, &here));
}

#[test]
fn an_app_is_opened_by_its_icon_as_well() {
    let open = item(json!([{ "action": "open_app[Clock]", "kind": "open_app", "value": "Clock" }]));
    let icon = click(60, 500);
    for (metric, expected) in [
        ("exact", false),
        ("androidcontrol", true),
        ("androidcontrol:os-atlas", false),
        ("androidcontrol:qwen2.5-vl", true),
        ("aitw", false),
        ("androiddaily", false),
    ] {
        assert_eq!(is_right(metric, &open, &icon), expected, "{metric}");
    }
    assert!(!is_right("androidcontrol", &open, &click(300, 300)));
    let back = item(json!([{ "action": "back", "kind": "navigate_back" }]));
    assert!(is_right("androidcontrol", &back, &click(450, 100)));
    let home = said(Kind::NavigateHome, Place::Here, None);
    let found = verdict("androidcontrol:qwen2.5-vl", &back, &home);
    assert_eq!((found.type_match, found.success), (Some(true), Some(false)));
}

#[test]
fn scrolls_in_the_wild_are_compared_by_their_axis() {
    let down = item(json!([{ "action": "scroll[down]", "kind": "scroll", "value": "down" }]));
    let scroll = |way| said(Kind::Scroll, Place::Here, Some(way));
    assert!(is_right("aitw", &down, &scroll("up")) && !is_right("aitw", &down, &scroll("left")));
    assert!(!is_right("androidcontrol", &down, &scroll("up")));
    let tap = verdict("aitw", &down, &click(270, 600));
    assert_eq!((tap.type_match, tap.success), (Some(true), Some(false)));
}

#[test]
fn nothing_said_is_wrong_and_screenspot_asks_for_clicks_alone() {
    let (metric, spot) = (
        Metric::named("aitw").unwrap(),
        Metric::named("screenspot").unwrap(),
    );
    assert_eq!(judge(metric, &line(), Gold::All, None).success, Some(false));
    assert_eq!(judge(spot, &line(), Gold::All, None).success, Some(false));
    let done = item(json!([{ "action": "done", "kind": "complete" }]));
    assert_eq!(judge(spot, &done, Gold::All, None), Verdict::default());
    let mut total = Total::default();
    total.add(judge(spot, &done, Gold::All, None));
    total.add(verdict(
        "screenspot",
        &line(),
        &said(Kind::LongPress, Place::Element(0), None),
    ));
    assert_eq!((total.success.hits, total.success.of), (1, 1));
}

#[test]
fn inputs_of_reward_functions_say_what_was_predicted() {
    let two = item(json!([
        { "action": "tap[2]", "kind": "click", "index": 2, "bounds": [408, 48, 540, 144] },
        { "action": "tap[0]", "kind": "click", "index": 0, "bounds": [0, 240, 540, 336] },
    ]));
    let said = click(300, 300);
    let gui = input(Input::GuiR1, &two, "raw", Some(&said)).unwrap();
    assert_eq!(gui["truth"]["place"], json!([0, 240, 540, 336]));
    assert_eq!(
        gui["predicted"],
        json!({ "action": "click", "place": [300, 300], "text": "" })
    );
    let by_number = super::super::Predicted {
        place: Place::Element(0),
        ..said.clone()
    };
    let gui = input(Input::GuiR1, &two, "raw", Some(&by_number)).unwrap();
    assert_eq!(gui["predicted"]["place"], json!([270, 288]));
    let ui = input(Input::UiR1, &two, "raw", Some(&said)).unwrap();
    assert_eq!(
        ui["solution"],
        "<answer>[{'action': 'click', 'coordinate': [0, 240, 540, 336], 'input_text': 'no input text'}]</answer>"
    );
    let refused = input(Input::MobileR1, &two, "raw", None).unwrap();
    assert_eq!(refused, json!({ "correct": 0, "format": 0 }));
    let right = input(Input::MobileR1, &two, "raw", Some(&said)).unwrap();
    assert_eq!(right, json!({ "correct": 1, "format": 1 }));
}

#[test]
fn boxes_that_are_none_are_refused() {
    let mut bad = line();
    bad.acceptable[0].bounds = Some([0, 240, i64::MAX, 336]);
    assert!(bad.check().unwrap_err().contains("no box"));
    let mut none = line();
    none.acceptable.clear();
    assert!(none.check().unwrap_err().contains("no right action"));
    let mut odd = line();
    odd.acceptable[0].kind = Kind::Other;
    assert!(odd.check().unwrap_err().contains("tap[0]"));
    let mut other = line();
    other.schema = "x".into();
    assert!(other.check().unwrap_err().contains("schema"));
}
