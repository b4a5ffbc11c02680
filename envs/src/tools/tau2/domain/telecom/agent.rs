//! The agent's database: customers, their lines and bills, and the plans and devices there are.

use crate::tools::tau2::{
    dates::{DATE, DATE_TIME},
    model::{Default, Extra, Field, Model, Type},
};

static PLAN: Model = Model {
    name: "Plan",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("plan_id", Type::Text),
        Field::new("name", Type::Text),
        Field::new("data_limit_gb", Type::Float),
        Field::new("price_per_month", Type::Float),
        Field::new("data_refueling_price_per_gb", Type::Float),
    ],
};

const DEVICE_TYPES: &[&str] = &["phone", "router", "tablet", "watch", "other"];

static DEVICE: Model = Model {
    name: "Device",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("device_id", Type::Text),
        Field::new("device_type", Type::OneOf(DEVICE_TYPES)),
        Field::new("model", Type::Text),
        Field::optional("imei", &Type::Text),
        Field::new("is_esim_capable", Type::Bool),
        Field::or("activated", Type::Bool, "false"),
        Field::optional("activation_date", &DATE_TIME),
        Field::optional("last_esim_transfer_date", &DATE_TIME),
    ],
};

const LINE_STATUSES: &[&str] = &["Active", "Suspended", "Pending Activation", "Closed"];

static LINE: Model = Model {
    name: "Line",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("line_id", Type::Text),
        Field::new("phone_number", Type::Text),
        Field::or(
            "status",
            Type::OneOf(LINE_STATUSES),
            "\"Pending Activation\"",
        ),
        Field::new("plan_id", Type::Text),
        Field::optional("device_id", &Type::Text),
        Field::or("data_used_gb", Type::Float, "0.0"),
        Field::or("data_refueling_gb", Type::Float, "0.0"),
        Field::or("roaming_enabled", Type::Bool, "false"),
        Field::optional("contract_end_date", &DATE),
        Field::optional("last_plan_change_date", &DATE),
        Field::optional("last_sim_replacement_date", &DATE),
        Field::optional("suspension_start_date", &DATE),
    ],
};

static LINE_ITEM: Model = Model {
    name: "LineItem",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("description", Type::Text),
        Field::new("amount", Type::Float),
        Field::new("date", DATE),
        Field::new("item_type", Type::Text),
    ],
};

const BILL_STATUSES: &[&str] = &[
    "Draft",
    "Issued",
    "Awaiting Payment",
    "Paid",
    "Overdue",
    "Disputed",
];

static BILL: Model = Model {
    name: "Bill",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("bill_id", Type::Text),
        Field::new("customer_id", Type::Text),
        Field::new("period_start", DATE),
        Field::new("period_end", DATE),
        Field::new("issue_date", DATE),
        Field::new("total_due", Type::Float),
        Field::new("due_date", DATE),
        Field::or("line_items", Type::List(&Type::Model(&LINE_ITEM)), "[]"),
        Field::or("status", Type::OneOf(BILL_STATUSES), "\"Draft\""),
    ],
};

static ADDRESS: Model = Model {
    name: "Address",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("street", Type::Text),
        Field::new("city", Type::Text),
        Field::new("state", Type::Text),
        Field::new("zip_code", Type::Text),
    ],
};

const METHODS: &[&str] = &["Credit Card", "Debit Card", "PayPal"];

static PAYMENT_METHOD: Model = Model {
    name: "PaymentMethod",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("method_type", Type::OneOf(METHODS)),
        Field::new("account_number_last_4", Type::Text),
        Field::new("expiration_date", Type::Text),
    ],
};

const ACCOUNT_STATUSES: &[&str] = &["Active", "Suspended", "Pending Verification", "Closed"];

static CUSTOMER: Model = Model {
    name: "Customer",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("customer_id", Type::Text),
        Field::new("full_name", Type::Text),
        Field::new("date_of_birth", Type::Text),
        Field::new("email", Type::Text),
        Field::new("phone_number", Type::Text),
        Field::new("address", Type::Model(&ADDRESS)),
        Field::or(
            "account_status",
            Type::OneOf(ACCOUNT_STATUSES),
            "\"Pending Verification\"",
        ),
        Field::or(
            "payment_methods",
            Type::List(&Type::Model(&PAYMENT_METHOD)),
            "[]",
        ),
        Field::or("line_ids", Type::List(&Type::Text), "[]"),
        Field::or("bill_ids", Type::List(&Type::Text), "[]"),
        // A date where times are declared: a default is not held against its type.
        Field {
            name: "created_at",
            ty: DATE_TIME,
            default: Default::Unread("\"2025-01-01\""),
        },
        Field::optional("last_extension_date", &DATE),
        Field::or("goodwill_credit_used_this_year", Type::Float, "0.0"),
    ],
};

pub(super) static TELECOM_DB: Model = Model {
    name: "TelecomDB",
    extra: Extra::Forbidden,
    fields: &[
        Field::or("plans", Type::List(&Type::Model(&PLAN)), "[]"),
        Field::or("customers", Type::List(&Type::Model(&CUSTOMER)), "[]"),
        Field::or("lines", Type::List(&Type::Model(&LINE)), "[]"),
        Field::or("bills", Type::List(&Type::Model(&BILL)), "[]"),
        Field::or("devices", Type::List(&Type::Model(&DEVICE)), "[]"),
    ],
};
