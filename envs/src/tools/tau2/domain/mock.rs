//! The mock domain: users with tasks, and for the user a box of notifications. tau2's own tests run in it.

use super::{Domain, ToolType, Toolkit, only_policy};
use crate::tools::tau2::model::{Extra, Field, Model, Type};

static TASK: Model = Model {
    name: "Task",
    extra: Extra::Ignored,
    fields: &[
        Field::new("task_id", Type::Text),
        Field::new("title", Type::Text),
        Field::optional("description", &Type::Text),
        Field::new("status", Type::OneOf(&["pending", "completed"])),
    ],
};

static USER: Model = Model {
    name: "User",
    extra: Extra::Ignored,
    fields: &[
        Field::new("user_id", Type::Text),
        Field::new("name", Type::Text),
        Field::new("tasks", Type::List(&Type::Text)),
    ],
};

static MOCK_DB: Model = Model {
    name: "MockDB",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("tasks", Type::Dict(&Type::Model(&TASK))),
        Field::new("users", Type::Dict(&Type::Model(&USER))),
    ],
};

static NOTIFICATION: Model = Model {
    name: "Notification",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("notification_id", Type::Text),
        Field::new("message", Type::Text),
        Field::or("status", Type::OneOf(&["unread", "read"]), "\"unread\""),
        Field::optional("task_id", &Type::Text),
    ],
};

static MOCK_USER_DB: Model = Model {
    name: "MockUserDB",
    extra: Extra::Forbidden,
    fields: &[Field::or(
        "notifications",
        Type::Dict(&Type::Model(&NOTIFICATION)),
        "{}",
    )],
};

/// The domain.
pub static DOMAIN: Domain = Domain {
    name: "mock",
    assistant: Toolkit {
        class: "MockTools",
        database: &MOCK_DB,
        tools: &[
            ("create_task", ToolType::Write),
            ("get_users", ToolType::Read),
            ("update_task_status", ToolType::Write),
            ("transfer_to_human_agents", ToolType::Generic),
        ],
        functions: &["assert_number_of_tasks", "assert_task_status"],
    },
    user: Some(Toolkit {
        class: "MockUserTools",
        database: &MOCK_USER_DB,
        tools: &[
            ("check_notifications", ToolType::Read),
            ("dismiss_notification", ToolType::Write),
        ],
        functions: &["add_notification", "assert_notification_status"],
    }),
    pack: include_bytes!("../../../../packs/tau2_mock/pack.wasm"),
    writes: &["tasks", "users", "user.notifications", "order"],
    derived: &[],
    derive: |_| vec![],
    sync: None,
    after_other_tasks: &[],
    solo: true,
    policy: |files, _, solo| only_policy(files, if solo { "policy_solo" } else { "policy" }),
};
