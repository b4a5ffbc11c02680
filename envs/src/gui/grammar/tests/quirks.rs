//! Where released parsers read other than their documentation says: each quirk once.

use super::*;
use serde_json::{Value, json};

/// What the released parser returns, or raises.
fn released(name: &str, text: &str) -> Result<Value, Option<&'static str>> {
    named(name)
        .released(text, phone())
        .map_err(|rejection| rejection.raised)
}

/// What the released reading means.
fn verbs(name: &str, text: &str) -> Vec<Verb> {
    named(name)
        .parse(text, phone(), Mode::Released)
        .unwrap()
        .verbs
}

/// The one call of a UI-TARS text.
fn ui_tars(action: &str) -> Result<Value, Option<&'static str>> {
    released("ui-tars/0-1000", &format!("Thought: x\nAction: {action}"))
        .map(|calls| calls[0]["action_inputs"].clone())
}

#[test]
fn ui_tars_rewrites_texts_before_it_reads_them() {
    assert_eq!(
        ui_tars("click(point='<point>05 7</point>')"),
        Ok(json!({"start_box": "[0.005, 0.007, 0.005, 0.007]"}))
    );
    assert_eq!(
        ui_tars("click(start_box='(1,2,3,4)')"),
        Ok(json!({"start_box": "[0.001, 0.002, 0.003, 0.004]"}))
    );
    assert_eq!(
        ui_tars("type(content='a point=b')"),
        Ok(json!({"content": "a start_box=b"}))
    );
    assert_eq!(
        ui_tars("type(content='it's here')"),
        Ok(json!({"content": "it's here"}))
    );
    assert_eq!(ui_tars("type(content='')"), Ok(json!({})));
    assert_eq!(ui_tars("type(content=\"x\")"), Err(Some("ValueError")));
    assert_eq!(
        ui_tars("click(start_box='<|box_start|>(1,2)<|box_end|>')"),
        Err(Some("ValueError"))
    );
    assert_eq!(
        ui_tars("click(point=<point>1 2</point>)"),
        Err(Some("AttributeError"))
    );
    assert_eq!(ui_tars("click((1, 2))"), Ok(json!({})));
    assert_eq!(ui_tars("wait("), Ok(json!({})));
}

#[test]
fn ui_tars_submits_and_takes_letters_along() {
    let typed = |content: &str| {
        verbs(
            "ui-tars/0-1000",
            &format!("Action: type(content='{content}')"),
        )
    };
    let says = |text: &str| {
        vec![Verb::Type {
            into: Target::Here,
            text: text.into(),
            clear: false,
            submit: true,
        }]
    };
    assert_eq!(typed(r"hello\n"), says("hello"));
    assert_eq!(typed(r"Spain\\n"), says("Spai"));
}

#[test]
fn ui_tars_takes_the_last_action_and_splits_at_blank_lines() {
    let text = "Thought: Action: wait()\nAction: click(point='<point>1 2</point>')\n\nwait()";
    assert_eq!(
        verbs("ui-tars/0-1000", text),
        [
            Verb::tap(Target::Point(Point::whole(1, 2, Space::Thousand))),
            Verb::wait(5)
        ]
    );
}

#[test]
fn gelab_repairs_tags_and_points() {
    let fields = |text: &str| released("gelab", text);
    assert_eq!(
        fields("<TINK>a</TINK>\naction:CLICK\tpoint:1 2 3\tnothing\tsummary: s "),
        Ok(json!({"cot": "a", "action": "CLICK", "point": [1, 2], "summary": "s"}))
    );
    assert_eq!(
        fields("< think >a< /Think >\naction:WAIT\tvalue:2"),
        Ok(json!({"cot": "a", "action": "WAIT", "value": "2"}))
    );
    assert_eq!(
        fields("action:CLICK\tpoint:1,2"),
        Ok(json!({"cot": "", "action": "CLICK", "point": [1, 2]}))
    );
    assert_eq!(fields("action:CLICK\tpoint:1"), Err(Some("ValueError")));
    assert_eq!(fields("action:CLICK\tpoint:1.5,2"), Err(Some("ValueError")));
}

#[test]
fn autoglm_cuts_what_is_typed_and_divides_by_a_thousand() {
    let call = |text: &str| released("autoglm", text);
    assert_eq!(
        call("do(action=\"Type_Name\", text=\"a\\nb\")"),
        Ok(json!({"_metadata": "do", "action": "Type", "text": "a\\nb"}))
    );
    assert_eq!(
        call("do(action=\"Type\", text=\"x\")</answer>"),
        Ok(json!({"_metadata": "do", "action": "Type", "text": "x\")</answe"}))
    );
    assert_eq!(
        call("do(action=\"Tap\", element=[1,2])</answer>"),
        Err(Some("ValueError"))
    );
    assert_eq!(
        call("finish(message=\"a finish(message=b\")"),
        Ok(json!({"_metadata": "finish", "message": "a b"}))
    );
    assert_eq!(call("tap(1, 2)"), Err(Some("ValueError")));
    assert_eq!(
        call("do(action=\"Tap\", element=(1, -2), when=None)"),
        Ok(json!({"_metadata": "do", "action": "Tap", "element": [1, -2], "when": null}))
    );
    let tap = |space| [Verb::tap(Target::Point(Point::whole(500, 500, space)))];
    assert_eq!(
        verbs("autoglm", "I tap. do(action=\"Tap\", element=[500,500])"),
        tap(Space::Thousand)
    );
    let strict = named("autoglm")
        .parse(
            "do(action=\"Tap\", element=[500,500])",
            phone(),
            Mode::Strict,
        )
        .unwrap();
    assert_eq!(strict.verbs, tap(Space::Nines));
    assert_eq!(
        verbs("autoglm", "do(action=\"Wait\", duration=\"soon\")"),
        [Verb::wait(1)]
    );
}

#[test]
fn android_world_ends_an_object_at_its_first_brace_and_turns_swipes_round() {
    let action = |text: &str| released("android-world", text);
    assert_eq!(
        action("{'action_type': 'click', 'index': '3'}"),
        Ok(json!({"action_type": "click", "index": 3}))
    );
    assert_eq!(
        action("{\"action_type\": \"wait\", \"clear_text\": null}"),
        Ok(json!({"action_type": "wait"}))
    );
    assert_eq!(
        action("{\"action_type\": \"answer\", \"text\": 4.0}"),
        Ok(json!({"action_type": "answer", "text": "4.0"}))
    );
    assert_eq!(
        action("{\"action_type\": \"answer\", \"text\": \"a}b\"}"),
        Err(Some("TypeError"))
    );
    assert_eq!(
        action("{\"action_type\": \"drag\"}"),
        Err(Some("ValueError"))
    );
    assert_eq!(
        action("{\"action_type\": \"click\", \"index\": 1, \"x\": 2}"),
        Err(Some("ValueError"))
    );
    assert_eq!(
        action("{\"action_type\": \"click\", \"at\": 1}"),
        Err(Some("TypeError"))
    );
    assert_eq!(
        action("{\"action_type\": \"wait\", \"keycode\": \"BACK\"}"),
        Err(Some("ValueError"))
    );
    let swipe = "{\"action_type\": \"swipe\", \"direction\": \"left\"}";
    let finger = |finger| {
        [Verb::Fling {
            at: Target::Here,
            finger,
        }]
    };
    assert_eq!(verbs("android-world", swipe), finger(Direction::Right));
    assert_eq!(
        named("android-world")
            .parse(swipe, phone(), Mode::Strict)
            .unwrap()
            .verbs,
        finger(Direction::Left)
    );
    let scroll =
        "Reason: x\nAction: {\"action_type\": \"scroll\", \"direction\": \"down\", \"index\": 0}";
    assert_eq!(
        verbs("android-world", scroll),
        [Verb::page(Target::Here, Direction::Down)]
    );
}

#[test]
fn tags_of_tool_calls_are_cut_as_each_does() {
    let click = "{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [1, 2]}}";
    let value: Value = serde_json::from_str(click).unwrap();
    let qwen = |text: &str| released("qwen3vl/mobile_use", text);
    assert_eq!(
        qwen(&format!("<tool_call>\n{click}\n</tool_call>")),
        Ok(value.clone())
    );
    assert_eq!(
        qwen(&format!("<tool_call>{click}</tool_call>")),
        Err(Some("IndexError"))
    );
    assert_eq!(
        qwen(&format!("<tool_call>\n{click}</tool_call>")),
        Err(Some("JSONDecodeError"))
    );
    assert_eq!(qwen(&format!("<tool_call>\n{click}")), Ok(value.clone()));
    let owl = |text: &str| released("gui-owl-1.5", text);
    assert_eq!(
        owl(&format!("<tool_call>\n{click}\nmore")),
        Ok(value.clone())
    );
    assert_eq!(
        owl(&format!("<tool_call>\n{click}</tool_call>")),
        Err(Some("ValueError"))
    );
    let mai = |text: &str| released("mai-ui", text);
    assert_eq!(
        mai(&format!("a</think>b<tool_call>{click}</tool_call>")),
        Ok(value)
    );
    assert_eq!(
        mai(&format!("<tool_call>{click}</tool_call>")),
        Err(Some("TypeError"))
    );
    assert_eq!(
        mai("<thinking></thinking><tool_call>{</tool_call>"),
        Err(Some("ValueError"))
    );
}

#[test]
fn browsergym_searches_for_calls() {
    let calls = |text: &str| released("browsergym/bid", text);
    assert_eq!(
        calls("I think click('a51', button=\"right\") # click('b')\nthen noop()"),
        Ok(json!([
            {"function": "click", "args": ["a51"], "kwargs": {"button": "right"}},
            {"function": "noop", "args": [], "kwargs": {}},
        ]))
    );
    assert_eq!(calls("fill('a' \"b\")"), Err(Some("ValueError")));
    assert_eq!(calls("nothing here"), Err(Some("ValueError")));
    assert_eq!(calls("mouse_click(1, 2)"), Err(Some("NameError")));
    assert_eq!(calls("click('\\x4')"), Err(Some("SyntaxError")));
    assert_eq!(
        calls("wrap(click('a'))"),
        Ok(json!([{"function": "click", "args": ["a"], "kwargs": {}}]))
    );
    let strict = named("browsergym/bid").parse("I think click('a51')", phone(), Mode::Strict);
    assert!(strict.is_err());
}

#[test]
fn pyautogui_splits_at_semicolons_and_never_runs_anything() {
    let codes = |text: &str| released("osworld/pyautogui", text);
    assert_eq!(
        codes("```python\npyautogui.write('a;b')\n```"),
        Ok(json!(["pyautogui.write('a\nb')"]))
    );
    assert_eq!(codes("pyautogui.click(1, 2)"), Ok(json!([])));
    assert_eq!(
        codes("```\nimport time\nDONE\n```"),
        Ok(json!(["import time", "DONE"]))
    );
    for text in [
        "__import__('os').system('x')",
        "pyautogui.click(f())",
        "open('x')",
        "x = 1",
        "pyautogui.alert('x')",
    ] {
        let grammar = named("osworld/pyautogui");
        assert!(
            grammar
                .parse(&format!("```python\n{text}\n```"), phone(), Mode::Released)
                .is_err(),
            "{text}"
        );
        assert!(
            grammar.parse(text, phone(), Mode::Strict).is_err(),
            "{text}"
        );
    }
}

#[test]
fn glm_stops_typing_at_a_quote_and_scrolls_five_clicks() {
    let text = "Done.\ntype(content='it's')";
    assert_eq!(verbs("glm-4.5v", text), [Verb::type_text("it")]);
    let scroll = verbs(
        "glm-4.5v",
        "<|begin_of_box|>scroll(start_box='[1,2]', direction='down', step=9)<|end_of_box|>",
    );
    let at = Target::Point(Point::whole(1, 2, Space::Nines));
    let travel = Direction::Down.by(5.into(), Unit::Clicks);
    assert_eq!(
        scroll,
        [Verb::Scroll {
            at,
            travel,
            held: Vec::new()
        }]
    );
}

#[test]
fn typed_packages_check_types() {
    let click = |input: &str| {
        let text = format!(
            "{{\"type\": \"tool_use\", \"id\": \"t\", \"name\": \"left_click\", \"toolset_name\": \"computer\", \"input\": {input}}}"
        );
        released("anthropic/computer_toolset_20260801", &text).map(|block| block["input"].clone())
    };
    assert_eq!(
        click("{\"coordinate\": [1, 2], \"more\": true}"),
        Ok(json!({"coordinate": [1, 2], "more": true}))
    );
    assert_eq!(
        click("{\"coordinate\": [1.0, 2]}"),
        Err(Some("ValidationError"))
    );
    assert_eq!(
        click("{\"coordinate\": [\"1\", 2]}"),
        Err(Some("ValidationError"))
    );
    assert_eq!(
        released(
            "openai/computer",
            "{\"type\": \"move\", \"x\": \"1\", \"y\": 2.0}"
        ),
        Ok(json!({"type": "move", "x": 1, "y": 2}))
    );
    assert_eq!(
        released(
            "openai/computer",
            "{\"type\": \"move\", \"x\": 1.5, \"y\": 2}"
        ),
        Err(Some("ValidationError"))
    );
}
