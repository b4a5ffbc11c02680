//! One text of each grammar and what it means, strictly.

use super::*;

/// A point of whole numbers in a grammar's space.
fn at(grammar: Grammar, x: i64, y: i64) -> Target {
    Target::Point(Point::whole(x, y, grammar.space(Mode::Strict)))
}

#[test]
fn a_tap_is_a_tap_in_every_grammar_that_has_points() {
    let texts = [
        (
            "android-world",
            "{\"action_type\": \"click\", \"x\": 50, \"y\": 87}",
        ),
        (
            "gelab",
            "<THINK>t</THINK>\nexplain:e\taction:CLICK\tpoint:50,87\tsummary:s",
        ),
        (
            "gui-mcp",
            "{\"action_type\": \"CLICK\", \"point\": [50, 87]}",
        ),
        (
            "autoglm",
            "<think>t</think>\n<answer>do(action=\"Tap\", element=[50,87])</answer>",
        ),
        (
            "qwen3vl/mobile_use",
            "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [50, 87]}}\n</tool_call>",
        ),
        (
            "mai-ui",
            "<thinking>t</thinking><tool_call>{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [50, 87]}}</tool_call>",
        ),
        (
            "gui-owl-1.5",
            "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", \"coordinate\": [50, 87]}}\n</tool_call>",
        ),
        (
            "ui-tars/0-1000",
            "Thought: t\nAction: click(point='<point>50 87</point>')",
        ),
        (
            "ui-tars/resized-pixels",
            "Thought: t\nAction: click(start_box='<|box_start|>(50,87)<|box_end|>')",
        ),
        (
            "seed/ui-tars-2",
            "<gui_think>t</gui_think><seed:tool_call><function=click><parameter=point><point>50 87</point></parameter></function></seed:tool_call>",
        ),
        (
            "qwen3vl/computer_use",
            "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", \"coordinate\": [50, 87]}}\n</tool_call>",
        ),
        (
            "glm-4.5v",
            "I tap.\n<|begin_of_box|>left_click(start_box='[50,87]', element_info='x')<|end_of_box|>\nMemory:\n[]",
        ),
        (
            "osworld/computer_13",
            "```json\n{\"action_type\": \"CLICK\", \"parameters\": {\"x\": 50, \"y\": 87}}\n```",
        ),
        (
            "osworld/pyautogui",
            "```python\nimport pyautogui\npyautogui.click(50, 87)\n```",
        ),
        (
            "anthropic/computer_toolset_20260801",
            "[{\"type\": \"text\", \"text\": \"t\"}, {\"type\": \"tool_use\", \"id\": \"a\", \"name\": \"left_click\", \"toolset_name\": \"computer\", \"input\": {\"coordinate\": [50, 87]}}]",
        ),
        (
            "anthropic/computer_20251124",
            "{\"action\": \"left_click\", \"coordinate\": [50, 87]}",
        ),
        (
            "anthropic/browser_toolset_20260801",
            "{\"type\": \"tool_use\", \"id\": \"a\", \"name\": \"left_click\", \"toolset_name\": \"browser\", \"input\": {\"target\": {\"type\": \"coordinate\", \"x\": 50, \"y\": 87}}}",
        ),
        (
            "openai/computer",
            "{\"type\": \"computer_call\", \"id\": \"a\", \"call_id\": \"b\", \"pending_safety_checks\": [], \"status\": \"completed\", \"actions\": [{\"type\": \"click\", \"button\": \"left\", \"x\": 50, \"y\": 87}]}",
        ),
        (
            "gemini/computer-use",
            "{\"name\": \"click\", \"args\": {\"x\": 50, \"y\": 87}}",
        ),
        (
            "gemini/computer-use-legacy",
            "[{\"name\": \"click_at\", \"args\": {\"x\": 50, \"y\": 87, \"safety_decision\": {}}}]",
        ),
        ("browsergym/coord", "mouse_click(50, 87)"),
        (
            "miniwob",
            "{\"action_type\": \"CLICK_COORDS\", \"coords\": [50, 87]}",
        ),
    ];
    for (name, text) in texts {
        let grammar = named(name);
        let reading = grammar
            .parse(text, phone(), Mode::Strict)
            .unwrap_or_else(|rejection| panic!("{rejection}"));
        assert_eq!(reading.verbs, [Verb::tap(at(grammar, 50, 87))], "{name}");
        let with_points = texts.len() + 1;
        assert_eq!(ALL.len(), with_points, "a grammar was left out");
    }
}

#[test]
fn batches_are_read_in_order() {
    let grammar = named("openai/computer");
    let text = "[{\"type\": \"move\", \"x\": 1, \"y\": 2}, {\"type\": \"wait\"}, {\"type\": \"screenshot\"}]";
    let verbs = grammar.parse(text, phone(), Mode::Strict).unwrap().verbs;
    let to = at(grammar, 1, 2);
    assert_eq!(
        verbs,
        [
            Verb::Move {
                to,
                held: Vec::new()
            },
            Verb::Wait { seconds: None },
            Verb::Look(Look::Screenshot)
        ]
    );
    let many = format!(
        "[{}]",
        vec!["{\"type\": \"wait\"}"; MOST_VERBS + 1].join(",")
    );
    assert_eq!(
        grammar
            .parse(&many, phone(), Mode::Strict)
            .unwrap_err()
            .fault,
        Fault::TooMany
    );
}

#[test]
fn strictly_points_lie_within_their_space_and_nothing_is_left_over() {
    let wrong = [
        (
            "qwen3vl/mobile_use",
            "{\"action\": \"click\", \"coordinate\": [1000, 2]}",
        ),
        (
            "qwen3vl/mobile_use",
            "{\"action\": \"click\", \"coordinate\": [1, 2, 3]}",
        ),
        (
            "qwen3vl/mobile_use",
            "{\"action\": \"click\", \"coordinate\": [1.5, 2]}",
        ),
        (
            "qwen3vl/mobile_use",
            "{\"action\": \"click\", \"coordinate\": [1, 2], \"text\": \"x\"}",
        ),
        (
            "qwen3vl/mobile_use",
            "{\"action\": \"interact\", \"text\": \"x\"}",
        ),
        ("qwen3vl/mobile_use", "{\"action\": \"wait\", \"time\": -1}"),
        (
            "qwen3vl/mobile_use",
            "{\"action\": \"system_button\", \"button\": \"back\"}",
        ),
    ];
    for (name, arguments) in wrong {
        let text = format!(
            "<tool_call>\n{{\"name\": \"mobile_use\", \"arguments\": {arguments}}}\n</tool_call>"
        );
        assert!(
            named(name).parse(&text, phone(), Mode::Strict).is_err(),
            "{arguments}"
        );
    }
}

#[test]
fn keys_have_one_name_in_every_dialect() {
    let control_s = vec![Key::read("Control").unwrap(), Key::read("s").unwrap()];
    let said = [
        ("anthropic/computer_toolset_20260801", "ctrl+s"),
        ("openai/computer", "\"CTRL\",\"s\""),
        ("ui-tars/0-1000", "ctrl s"),
        ("browsergym/coord", "Control+s"),
        ("glm-4.5v", "ctrl+s"),
        ("miniwob", "C-s"),
    ];
    for (name, spelt) in said {
        let text = named(name)
            .print(&[Verb::chord(control_s.clone())], phone(), Mode::Strict)
            .unwrap();
        assert!(text.contains(spelt), "{name}: {text}");
    }
}

#[test]
fn what_cannot_be_said_is_refused_with_its_reason() {
    let grammar = named("qwen3vl/mobile_use");
    let print = |verb: Verb| grammar.print(&[verb], phone(), Mode::Strict);
    assert_eq!(print(Verb::Nothing), Err(Unsayable::Verb));
    assert_eq!(
        print(Verb::click(at(grammar, 1, 2), Button::Right, 1)),
        Err(Unsayable::Part("button, count or keys held"))
    );
    let outside = Target::Point(Point::whole(5000, 2, Space::Pixels));
    assert_eq!(print(Verb::tap(outside)), Err(Unsayable::Point));
    assert_eq!(
        grammar.print(&[Verb::wait(1), Verb::wait(1)], phone(), Mode::Strict),
        Err(Unsayable::Batch)
    );
    assert_eq!(
        named("gelab").print(
            &[Verb::Ask {
                text: "a\tb".into()
            }],
            phone(),
            Mode::Strict
        ),
        Err(Unsayable::Text)
    );
}
