//! What calls and functions come to.

use super::*;
use truestep_envs::tools::tau2::Outcome;

#[test]
fn a_hash_is_tau2s_before_and_after_a_write() {
    let (_, mut run) = start("retail");
    let before = "1219be220792537bf05f515265855c0c3b95ddc072243c92c0ff4e6774a2fd45";
    assert_eq!(hash(&run), before);
    assert_eq!(run.database_hash(Requestor::User), None);
    let arguments = json!({"order_id": "#A1", "reason": "no longer needed"});
    let answer = call(&mut run, "cancel_pending_order", arguments);
    assert!(
        answer
            .content
            .starts_with("{\"order_id\": \"#A1\", \"user_id\": ")
    );
    let after = "9e68aba31fb7c897819c4d95c114c971146e45aad82f6ca3cd24f2c1563d0f65";
    assert_eq!(hash(&run), after);
}

#[test]
fn several_items_all_become_the_last_new_one() {
    let (_, mut run) = start("retail");
    let arguments = json!({
        "order_id": "#A1", "item_ids": ["11", "21"], "new_item_ids": ["12", "22"],
        "payment_method_id": "gift_card_1",
    });
    let answer = call(&mut run, "modify_pending_order_items", arguments);
    let kettle = r#"{"name": "Kettle", "product_id": "901", "item_id": "12", "price": 12.4, "options": {"length": "140 cm"}}"#;
    assert!(answer.content.contains(kettle), "{}", answer.content);
    let after = "38293d839b51d134f29db540c742a25a657abd7510028628d567dc52aaa55176";
    assert_eq!(hash(&run), after);
}

#[test]
fn what_was_written_before_an_exception_stays() {
    let (_, mut run) = start("retail");
    let untouched = run.clone();
    let arguments = json!({"order_id": "#B1", "reason": "ordered by mistake"});
    let answer = call(&mut run, "cancel_pending_order", arguments);
    assert_eq!(answer, error("Payment method not found"));
    assert!(!run.same_database(&untouched, Requestor::Assistant));
    let user = call(
        &mut run,
        "get_user_details",
        json!({"user_id": "ida_holm_2"}),
    );
    assert!(
        user.content.contains("\"balance\": 505.1"),
        "{}",
        user.content
    );
}

#[test]
fn an_exception_before_any_write_leaves_everything() {
    let (_, mut run) = start("retail");
    let untouched = run.clone();
    let cases = [
        (
            "cancel_pending_order",
            json!({"order_id": "#A3", "reason": "no longer needed"}),
            "Non-pending order cannot be cancelled",
        ),
        (
            "cancel_pending_order",
            json!({"order_id": ["#A1"], "reason": "no longer needed"}),
            "unhashable type: 'list'",
        ),
        (
            "get_order_details",
            json!({}),
            "RetailTools.get_order_details() missing 1 required positional argument: 'order_id'",
        ),
        (
            "modify_pending_order_payment",
            json!({"order": "#A1"}),
            "RetailTools.modify_pending_order_payment() got an unexpected keyword argument 'order'",
        ),
        ("steal", json!({}), "Tool 'steal' not found."),
        (
            "calculate",
            json!({"expression": "(1 2)"}),
            "invalid syntax. Perhaps you forgot a comma? (<string>, line 1)",
        ),
        (
            "calculate",
            json!({"expression": "2(1/0)"}),
            "division by zero",
        ),
        (
            "exchange_delivered_order_items",
            json!({"order_id": "#A2", "item_ids": ["11"], "new_item_ids": ["13"], "payment_method_id": "credit_card_1"}),
            "New item 13 not found or available",
        ),
    ];
    for (name, arguments, expected) in cases {
        assert_eq!(call(&mut run, name, arguments), error(expected));
    }
    assert_eq!(run.tables().changed_rows(), 0);
    assert!(run.same_database(&untouched, Requestor::Assistant));
    let user = call_of("user", "get_order_details", json!({"order_id": "#A1"}));
    assert_eq!(run.call(&user).unwrap(), error("User tools not available"));
}

#[test]
fn users_are_found_in_the_order_of_the_file_and_by_the_postcode_they_have_now() {
    let (_, mut run) = start("retail");
    let by_email = call(
        &mut run,
        "find_user_id_by_email",
        json!({"email": "IDA@example.ORG"}),
    );
    assert_eq!(by_email.content, "ida_holm_1");
    let by_zip = |run: &mut Run, zip: &str| {
        let arguments = json!({"first_name": "ida", "last_name": "HOLM", "zip": zip});
        call(run, "find_user_id_by_name_zip", arguments).content
    };
    assert_eq!(by_zip(&mut run, "200"), "ida_holm_2");
    let moved = json!({
        "user_id": "ida_holm_2", "address1": "3", "address2": "", "city": "c", "state": "s",
        "country": "k", "zip": "300",
    });
    call(&mut run, "modify_user_address", moved);
    assert_eq!(by_zip(&mut run, "200"), "Error: User not found");
    assert_eq!(by_zip(&mut run, "300"), "ida_holm_2");
}

#[test]
fn sums_are_pythons() {
    let (_, mut run) = start("retail");
    let cases = [
        ("0.125", "0.12"),
        ("2.675", "2.67"),
        ("-7//2", "-4.0"),
        ("2**3**2", "512.0"),
        ("-2**2", "-4.0"),
        ("10**20 + 1 - 10**20", "1.0"),
        ("1.10 + 2.20", "3.3"),
        (" .5*(3.-1)", "1.0"),
    ];
    for (expression, expected) in cases {
        let answer = call(&mut run, "calculate", json!({ "expression": expression }));
        assert_eq!(answer.content, expected, "{expression}");
    }
}

#[test]
fn a_database_that_was_edited_back_is_equal_and_has_the_old_hash() {
    let (_, mut run) = start("retail");
    let (untouched, before) = (run.clone(), hash(&run));
    let address = |street: &str, zip: &str| {
        json!({
            "user_id": "ida_holm_1", "address1": street, "address2": "", "city": "Varn",
            "state": "VN", "country": "Ostland", "zip": zip,
        })
    };
    call(&mut run, "modify_user_address", address("9 Hill", "900"));
    assert_ne!(hash(&run), before);
    assert!(!run.same_database(&untouched, Requestor::Assistant));
    call(&mut run, "modify_user_address", address("1 Quay", "100"));
    assert_eq!(hash(&run), before);
    assert!(run.same_database(&untouched, Requestor::Assistant));
    assert_eq!(run.tables().changed_rows(), 0);
}

#[test]
fn the_tools_are_listed_with_types_and_schemas() {
    for (name, tools, first) in [("retail", 16, "calculate"), ("mock", 4, "create_task")] {
        let world = world(name);
        let schemas = world.schemas(Requestor::Assistant);
        assert_eq!(schemas.len(), tools);
        assert_eq!(schemas[0]["function"]["name"], first);
        let schema = &schemas[0]["function"]["parameters"];
        assert_eq!(schema["type"], "object");
        let toolkit = &world.domain().assistant;
        assert_eq!(toolkit.tools.len(), tools);
    }
    assert_eq!(world("mock").schemas(Requestor::User).len(), 2);
}

#[test]
fn lists_keep_the_order_in_which_things_were_added() {
    let world = world("mock");
    let mut run = begin(&world, "from_actions");
    let users = call(&mut run, "get_users", json!({})).content;
    let expected = r#"[{"user_id": "zoe", "name": "Zo\u00eb", "tasks": ["task_1"]}, {"user_id": "abe", "name": "Abe", "tasks": ["task_2"]}]"#;
    assert_eq!(users, expected);
    let shown = run
        .call(&call_of("user", "check_notifications", json!({})))
        .unwrap();
    let ids: Vec<Value> = serde_json::from_str(&shown.content).unwrap();
    let ids: Vec<&Value> = ids.iter().map(|n| &n["notification_id"]).collect();
    assert_eq!(ids, ["n2", "n1", "n3"]);
    let hashes = Requestor::ALL.map(|side| run.database_hash(side).unwrap());
    let expected = [
        "9716d2d4687329217c60a028105e4e316c53a0501d1f39aaf8f6b9defa26ae95",
        "a4c5969ffd7a54cf15b0f942b91e0281077f13db7d722220caef441f7a1368f5",
    ];
    assert_eq!(hashes, expected);
}

#[test]
fn data_of_a_task_points_both_toolkits_at_one_database() {
    let world = world("mock");
    let mut run = begin(&world, "from_data");
    let both = "261d46e67ac578390e61d593108c1942f88d5402595f5ed6b844c8ff0d385641";
    let hashes = |run: &Run| Requestor::ALL.map(|side| run.database_hash(side).unwrap());
    assert_eq!(hashes(&run), [both, both]);
    let notifications = run
        .call(&call_of("user", "check_notifications", json!({})))
        .unwrap();
    let lost = error("'MockDB' object has no attribute 'notifications'");
    assert_eq!(notifications, lost);
}

#[test]
fn an_agent_without_a_user_has_both_toolkits() {
    let (_, mut run) = start("mock");
    let dismiss = json!({"notification_id": "n2"});
    let answer = call(&mut run, "dismiss_notification", dismiss.clone());
    assert_eq!(answer, error("Tool 'dismiss_notification' not found."));
    let world = world("mock");
    let mut solo = Run::new(&world, Mode::Solo).unwrap();
    let answer = call(&mut solo, "dismiss_notification", dismiss.clone());
    assert_eq!(answer.content, "Notification n2 dismissed");
    let refused = solo
        .call(&call_of("user", "dismiss_notification", dismiss))
        .unwrap();
    assert_eq!(
        refused,
        error("User tool calls are not allowed in solo mode")
    );
    assert!(world.policy("", true).unwrap().contains("ticket"));
    assert!(world.policy("", false).unwrap().contains("One task"));
    let retail = self::world("retail");
    let refused = Run::new(&retail, Mode::Solo).unwrap_err().to_string();
    assert_eq!(refused, "retail has no mode without a user");
}

#[test]
fn functions_are_those_of_their_side() {
    let (_, mut run) = start("mock");
    let call = |function: Value| serde_json::from_value(function).unwrap();
    let other = call(json!({"env_type": "user", "func_name": "create_task", "arguments": {}}));
    let why = "'MockUserTools' object has no attribute 'create_task'";
    assert_eq!(run.function(&other).unwrap(), Outcome::Raised(why.into()));
}
