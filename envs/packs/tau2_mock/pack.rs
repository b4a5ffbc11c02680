//! tau2's mock domain: tasks of users, and the notifications of one of them.

#[path = "../tau2_kit/mod.rs"]
mod tau2;

use tau2::{bind, invalid, list_of, misfit, plain, raise, read, row, row_of, texts, write};
use tau2::{Answer, Raised, V};

tau2_pack!(include_str!("tools.json"), call);

const TOOLS: &str = "MockTools";
const USER_TOOLS: &str = "MockUserTools";

type Function = fn(&[Option<V>]) -> Answer;

fn call(name: &str, arguments: &V) -> Answer {
    let (class, parameters, function): (&str, &[&str], Function) = match name {
        "create_task" => (TOOLS, &["user_id", "title", "description?"], create_task),
        "get_users" => (TOOLS, &[], get_users),
        "update_task_status" => (TOOLS, &["task_id", "status"], update_task_status),
        "transfer_to_human_agents" => (TOOLS, &["summary"], transfer_to_human_agents),
        "assert_number_of_tasks" => (
            TOOLS,
            &["user_id", "expected_number"],
            assert_number_of_tasks,
        ),
        "assert_task_status" => (TOOLS, &["task_id", "expected_status"], assert_task_status),
        "check_notifications" => (USER_TOOLS, &[], check_notifications),
        "dismiss_notification" => (USER_TOOLS, &["notification_id"], dismiss_notification),
        "add_notification" => (
            USER_TOOLS,
            &["notification_id", "message", "task_id?"],
            add_notification,
        ),
        "assert_notification_status" => (
            USER_TOOLS,
            &["notification_id", "expected_status"],
            assert_notification_status,
        ),
        _ => return raise(format!("Tool '{name}' not found.")),
    };
    let bound = bind(class, name, parameters, arguments)?;
    function(&bound)
}

fn given(arguments: &[Option<V>], place: usize) -> &V {
    arguments[place].as_ref().unwrap_or(&V::None)
}

/// A field of the database that a side's tools hold: it is the other side's after a task's data replaced it, and that
/// one has no such field.
fn database(side: &str, own: &str, field: &str) -> Result<(), Raised> {
    let held = row("toolkits", side).unwrap_or_default();
    if held == own {
        return Ok(());
    }
    raise(format!("'{held}' object has no attribute '{field}'"))
}

fn agent(field: &str) -> Result<(), Raised> {
    database("assistant", "MockDB", field)
}

fn user() -> Result<(), Raised> {
    database("user", "MockUserDB", "notifications")
}

/// The keys of a dictionary in the order in which they were set.
fn keys(table: &str) -> V {
    read("order", table).unwrap_or(V::List(vec![]))
}

/// The entries of a dictionary, in that order.
fn values(table: &str) -> Vec<String> {
    let keys = keys(table);
    let row = |key: &V| key.str().and_then(|key| row(table, key));
    keys.items().iter().filter_map(row).collect()
}

/// Sets an entry of a dictionary; a new key comes last.
fn set(table: &str, key: &str, value: &V) -> Result<(), Raised> {
    let new = row(table, key).is_none();
    write(table, key, value)?;
    if new {
        let mut keys = keys(table);
        if let V::List(keys) = &mut keys {
            keys.push(V::of(key));
        }
        write("order", table, &keys)?;
    }
    Ok(())
}

fn entry(table: &str, what: &str, key: &V) -> Result<V, Raised> {
    match row_of(table, key)? {
        Some(text) => V::parse(&text).map_err(Raised),
        None => raise(format!("{what} {} not found", key.to_str())),
    }
}

fn create_task(arguments: &[Option<V>]) -> Answer {
    let user_id = given(arguments, 0);
    agent("users")?;
    let mut user = entry("users", "User", user_id)?;
    let task_id = format!("task_{}", keys("tasks").items().len() + 1);
    let (title, description) = (given(arguments, 1), given(arguments, 2));
    let mut fields = vec![("title", title)];
    if !matches!(description, V::None) {
        fields.push(("description", description));
    }
    texts("Task", &fields)?;
    let task = V::dict(vec![
        ("task_id", V::of(&task_id)),
        ("title", title.clone()),
        ("description", description.clone()),
        ("status", V::of("pending")),
    ]);
    set("tasks", &task_id, &task)?;
    user.push("tasks", V::of(&task_id));
    write("users", user_id.str().unwrap_or(""), &user)?;
    Ok(task.dumps())
}

fn get_users(_: &[Option<V>]) -> Answer {
    agent("users")?;
    Ok(list_of(&values("users")))
}

fn update_task_status(arguments: &[Option<V>]) -> Answer {
    let task_id = given(arguments, 0);
    agent("tasks")?;
    let mut task = entry("tasks", "Task", task_id)?;
    // Nobody looks at the status: whatever it is, it is set.
    task.set("status", given(arguments, 1).clone());
    write("tasks", task_id.str().unwrap_or(""), &task)?;
    Ok(task.dumps())
}

fn transfer_to_human_agents(_: &[Option<V>]) -> Answer {
    Ok("Transfer successful".to_owned())
}

fn assert_number_of_tasks(arguments: &[Option<V>]) -> Answer {
    agent("users")?;
    let user = entry("users", "User", given(arguments, 0))?;
    let tasks = user.field("tasks").items().len();
    let equal = given(arguments, 1) == &V::Int(tasks as i64);
    Ok(plain(&V::Bool(equal)))
}

fn assert_task_status(arguments: &[Option<V>]) -> Answer {
    agent("tasks")?;
    let task = entry("tasks", "Task", given(arguments, 0))?;
    let equal = task.field("status") == given(arguments, 1);
    Ok(plain(&V::Bool(equal)))
}

const NOTIFICATIONS: &str = "user.notifications";

fn check_notifications(_: &[Option<V>]) -> Answer {
    user()?;
    Ok(list_of(&values(NOTIFICATIONS)))
}

fn notification(id: &V) -> Result<V, Raised> {
    user()?;
    entry(NOTIFICATIONS, "Notification", id)
}

fn dismiss_notification(arguments: &[Option<V>]) -> Answer {
    let id = given(arguments, 0);
    let mut notification = notification(id)?;
    notification.set("status", V::of("read"));
    write(NOTIFICATIONS, id.str().unwrap_or(""), &notification)?;
    Ok(format!("Notification {} dismissed", id.to_str()))
}

fn add_notification(arguments: &[Option<V>]) -> Answer {
    let (id, message, task_id) = (given(arguments, 0), given(arguments, 1), given(arguments, 2));
    let mut wrong = vec![];
    for (name, value) in [("notification_id", id), ("message", message), ("task_id", task_id)] {
        let optional = name == "task_id" && matches!(value, V::None);
        if value.str().is_none() && !optional {
            wrong.push(misfit(
                name,
                value,
                "Input should be a valid string",
                "string_type",
            ));
        }
    }
    invalid("Notification", &wrong)?;
    let notification = V::dict(vec![
        ("notification_id", id.clone()),
        ("message", message.clone()),
        ("status", V::of("unread")),
        ("task_id", task_id.clone()),
    ]);
    user()?;
    set(NOTIFICATIONS, id.str().unwrap_or(""), &notification)?;
    Ok(notification.dumps())
}

fn assert_notification_status(arguments: &[Option<V>]) -> Answer {
    let notification = notification(given(arguments, 0))?;
    let equal = notification.field("status") == given(arguments, 1);
    Ok(plain(&V::Bool(equal)))
}
