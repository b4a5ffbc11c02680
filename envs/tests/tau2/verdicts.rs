//! How conversations are judged, and replayed to be judged.

use super::*;
use truestep_envs::tools::tau2::{
    Replay, Termination, judge,
    task::{Message, RewardType},
};

fn messages(json: &Value) -> Vec<Message> {
    serde_json::from_value(json.clone()).unwrap()
}

/// A conversation in which these calls were made and answered as the run answers them.
fn conversation(world: &Arc<World>, task: &str, calls: &[ToolCall], said: &str) -> Vec<Message> {
    let mut run = begin(world, task);
    let mut all = vec![];
    for call in calls {
        let answer = run.call(call).unwrap();
        let role = call.requestor.name();
        let made = json!({
            "id": "c", "name": call.name, "arguments": Value::from(&call.arguments), "requestor": role,
        });
        all.push(json!({"role": role, "tool_calls": [made]}));
        all.push(
            json!({"role": "tool", "id": "c", "content": answer.content, "error": answer.error}),
        );
    }
    all.push(json!({"role": "assistant", "content": said}));
    messages(&Value::from(all))
}

fn verdict(
    world: &Arc<World>,
    task: &str,
    messages: &[Message],
) -> (Option<f64>, Vec<(RewardType, f64)>) {
    let task = world.task(task).unwrap();
    let verdict = judge(
        world,
        task,
        messages,
        Termination::UserStop,
        Mode::WithUser,
        Replay::Strict,
    );
    let verdict = verdict.unwrap();
    (verdict.reward, verdict.parts.into_iter().collect())
}

#[test]
fn a_reward_is_the_product_of_its_basis() {
    use RewardType::{Action, Communicate, Db, EnvAssertion, NlAssertion};
    let world = world("retail");
    let cancel = |reason: &str| {
        let arguments = json!({"order_id": "#A1", "reason": reason});
        call_of("assistant", "cancel_pending_order", arguments)
    };
    let said = "You get 29.6 back.";
    let good = conversation(&world, "cancel", &[cancel("no longer needed")], said);
    // It never read the order: the matcher of calls minds, the reward does not ask for it.
    let parts = vec![
        (Db, 1.0),
        (EnvAssertion, 1.0),
        // Nothing is stated for a language model to judge.
        (NlAssertion, 1.0),
        (Action, 0.0),
        (Communicate, 1.0),
    ];
    assert_eq!(verdict(&world, "cancel", &good), (Some(1.0), parts));
    let other = conversation(&world, "cancel", &[cancel("ordered by mistake")], said);
    assert_eq!(verdict(&world, "cancel", &other).0, Some(0.0));
    let silent = conversation(&world, "cancel", &[cancel("no longer needed")], "Done.");
    assert_eq!(verdict(&world, "cancel", &silent).0, Some(0.0));
    let task = world.task("cancel").unwrap();
    let cut = judge(
        &world,
        task,
        &good,
        Termination::MaxSteps,
        Mode::WithUser,
        Replay::Strict,
    );
    let cut = cut.unwrap();
    assert_eq!((cut.reward, cut.parts.len()), (Some(0.0), 0));
}

#[test]
fn a_part_that_was_not_computed_leaves_the_reward_open_unless_another_decides() {
    let world = world("retail");
    let idle = conversation(&world, "refuse", &[], "It is not delivered yet.");
    let (reward, parts) = verdict(&world, "refuse", &idle);
    assert_eq!(reward, None);
    assert!(
        parts
            .iter()
            .all(|(kind, _)| *kind != RewardType::NlAssertion)
    );
    let arguments = json!({"order_id": "#A1", "reason": "no longer needed"});
    let wrong = [call_of("assistant", "cancel_pending_order", arguments)];
    let wrong = conversation(&world, "refuse", &wrong, "");
    assert_eq!(verdict(&world, "refuse", &wrong).0, Some(0.0));
}

#[test]
fn the_matcher_is_satisfied_by_a_call_without_arguments() {
    let world = world("mock");
    let dismiss = call_of(
        "user",
        "dismiss_notification",
        json!({"notification_id": "n2"}),
    );
    let update = |arguments| call_of("assistant", "update_task_status", arguments);
    let done = update(json!({"task_id": "task_1", "status": "completed"}));
    let good = conversation(&world, "finish", &[done, dismiss.clone()], "Done.");
    assert_eq!(verdict(&world, "finish", &good).0, Some(1.0));
    let empty = conversation(&world, "finish", &[update(json!({})), dismiss], "Done.");
    let (reward, parts) = verdict(&world, "finish", &empty);
    assert_eq!(reward, Some(0.0));
    assert!(parts.contains(&(RewardType::Action, 1.0)));
    assert!(parts.contains(&(RewardType::Db, 0.0)));
}

#[test]
fn a_history_is_replayed_before_the_reference_solution_and_must_answer_as_recorded() {
    let world = world("mock");
    let task = world.task("from_actions").unwrap();
    let history = task.initial_state.as_ref().unwrap().message_history.clone();
    let mut all = history.unwrap();
    let done = call_of(
        "assistant",
        "update_task_status",
        json!({"task_id": "task_2", "status": "completed"}),
    );
    let rest = conversation(&world, "from_actions", &[done], "Done.");
    all.extend(rest);
    assert_eq!(verdict(&world, "from_actions", &all).0, Some(1.0));
    let forged = json!([
        {"role": "assistant", "tool_calls": [{"id": "c", "name": "create_task", "arguments": {"user_id": "zoe", "title": "Mop"}}]},
        {"role": "tool", "id": "c", "content": "{\"task_id\": \"task_9\"}"},
    ]);
    let mut run = begin(&world, "from_data");
    let refused = run.replay(&messages(&forged), Replay::Strict).unwrap_err();
    assert_eq!(refused.to_string(), "message 1: another answer");
    let mut run = begin(&world, "from_data");
    assert!(run.replay(&messages(&forged), Replay::Lenient).is_ok());
}
