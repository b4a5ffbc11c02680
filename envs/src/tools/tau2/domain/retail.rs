//! The retail domain: a shop's users, orders and products; the agent cancels, changes, exchanges and takes back.

use super::{Derived, Domain, ToolType, Toolkit, only_policy};
use crate::tools::tau2::{
    model::{Extra, Field, Model, Type},
    python::{Fields, Py},
};
use std::collections::BTreeMap;

static VARIANT: Model = Model {
    name: "Variant",
    extra: Extra::Ignored,
    fields: &[
        Field::new("item_id", Type::Text),
        Field::new("options", Type::Dict(&Type::Text)),
        Field::new("available", Type::Bool),
        Field::new("price", Type::Float),
    ],
};

static PRODUCT: Model = Model {
    name: "Product",
    extra: Extra::Ignored,
    fields: &[
        Field::new("name", Type::Text),
        Field::new("product_id", Type::Text),
        Field::new("variants", Type::Dict(&Type::Model(&VARIANT))),
    ],
};

static NAME: Model = Model {
    name: "UserName",
    extra: Extra::Ignored,
    fields: &[
        Field::new("first_name", Type::Text),
        Field::new("last_name", Type::Text),
    ],
};

static ADDRESS: Model = Model {
    name: "UserAddress",
    extra: Extra::Ignored,
    fields: &[
        Field::new("address1", Type::Text),
        Field::new("address2", Type::Text),
        Field::new("city", Type::Text),
        Field::new("country", Type::Text),
        Field::new("state", Type::Text),
        Field::new("zip", Type::Text),
    ],
};

static CREDIT_CARD: Model = Model {
    name: "CreditCard",
    extra: Extra::Ignored,
    fields: &[
        Field::new("source", Type::OneOf(&["credit_card"])),
        Field::new("id", Type::Text),
        Field::new("brand", Type::Text),
        Field::new("last_four", Type::Text),
    ],
};

static GIFT_CARD: Model = Model {
    name: "GiftCard",
    extra: Extra::Ignored,
    fields: &[
        Field::new("source", Type::OneOf(&["gift_card"])),
        Field::new("id", Type::Text),
        Field::new("balance", Type::Float),
    ],
};

static PAYPAL: Model = Model {
    name: "Paypal",
    extra: Extra::Ignored,
    fields: &[
        Field::new("source", Type::OneOf(&["paypal"])),
        Field::new("id", Type::Text),
    ],
};

static USER: Model = Model {
    name: "User",
    extra: Extra::Ignored,
    fields: &[
        Field::new("user_id", Type::Text),
        Field::new("name", Type::Model(&NAME)),
        Field::new("address", Type::Model(&ADDRESS)),
        Field::new("email", Type::Text),
        Field::new(
            "payment_methods",
            Type::Dict(&Type::Union(&[&CREDIT_CARD, &GIFT_CARD, &PAYPAL])),
        ),
        Field::new("orders", Type::List(&Type::Text)),
    ],
};

static FULFILLMENT: Model = Model {
    name: "OrderFullfilment",
    extra: Extra::Ignored,
    fields: &[
        Field::new("tracking_id", Type::List(&Type::Text)),
        Field::new("item_ids", Type::List(&Type::Text)),
    ],
};

static ITEM: Model = Model {
    name: "OrderItem",
    extra: Extra::Ignored,
    fields: &[
        Field::new("name", Type::Text),
        Field::new("product_id", Type::Text),
        Field::new("item_id", Type::Text),
        Field::new("price", Type::Float),
        Field::new("options", Type::Dict(&Type::Text)),
    ],
};

static PAYMENT: Model = Model {
    name: "OrderPayment",
    extra: Extra::Ignored,
    fields: &[
        Field::new("transaction_type", Type::OneOf(&["payment", "refund"])),
        Field::new("amount", Type::Float),
        Field::new("payment_method_id", Type::Text),
    ],
};

const STATUSES: &[&str] = &[
    "processed",
    "pending",
    "pending (item modified)",
    "delivered",
    "cancelled",
    "exchange requested",
    "return requested",
];

static ORDER: Model = Model {
    name: "Order",
    extra: Extra::Ignored,
    fields: &[
        Field::new("order_id", Type::Text),
        Field::new("user_id", Type::Text),
        Field::new("address", Type::Model(&ADDRESS)),
        Field::new("items", Type::List(&Type::Model(&ITEM))),
        Field::new("status", Type::OneOf(STATUSES)),
        Field::new("fulfillments", Type::List(&Type::Model(&FULFILLMENT))),
        Field::new("payment_history", Type::List(&Type::Model(&PAYMENT))),
        Field::optional(
            "cancel_reason",
            &Type::OneOf(&["no longer needed", "ordered by mistake"]),
        ),
        Field::optional("exchange_items", &Type::List(&Type::Text)),
        Field::optional("exchange_new_items", &Type::List(&Type::Text)),
        Field::optional("exchange_payment_method_id", &Type::Text),
        Field::optional("exchange_price_difference", &Type::Float),
        Field::optional("return_items", &Type::List(&Type::Text)),
        Field::optional("return_payment_method_id", &Type::Text),
    ],
};

static RETAIL_DB: Model = Model {
    name: "RetailDB",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("products", Type::Dict(&Type::Model(&PRODUCT))),
        Field::new("users", Type::Dict(&Type::Model(&USER))),
        Field::new("orders", Type::Dict(&Type::Model(&ORDER))),
    ],
};

/// The domain.
pub static DOMAIN: Domain = Domain {
    name: "retail",
    assistant: Toolkit {
        class: "RetailTools",
        database: &RETAIL_DB,
        tools: &[
            ("calculate", ToolType::Generic),
            ("cancel_pending_order", ToolType::Write),
            ("exchange_delivered_order_items", ToolType::Write),
            ("find_user_id_by_name_zip", ToolType::Read),
            ("find_user_id_by_email", ToolType::Read),
            ("get_order_details", ToolType::Read),
            ("get_product_details", ToolType::Read),
            ("get_item_details", ToolType::Read),
            ("get_user_details", ToolType::Read),
            ("list_all_product_types", ToolType::Read),
            ("modify_pending_order_address", ToolType::Write),
            ("modify_pending_order_items", ToolType::Write),
            ("modify_pending_order_payment", ToolType::Write),
            ("modify_user_address", ToolType::Write),
            ("return_delivered_order_items", ToolType::Write),
            ("transfer_to_human_agents", ToolType::Generic),
        ],
        functions: &[],
    },
    user: None,
    pack: include_bytes!("../../../../packs/tau2_retail/pack.wasm"),
    writes: &["users", "orders"],
    derived: &["users_by_email", "users_by_name", "items", "lists"],
    derive,
    sync: None,
    after_other_tasks: &[],
    solo: false,
    policy: |files, _, _| only_policy(files, "policy"),
};

/// What tau2 finds by walking through a whole dictionary: the first of its order counts. Neither e-mail addresses nor
/// names nor products ever change; postcodes do, and are compared in the row.
fn derive(db: &Py) -> Vec<Derived> {
    let fields = |name: &str| db.get(name).map_or(&[][..], Py::fields);
    let text = |value: &Py, name: &str| -> String {
        value
            .get(name)
            .and_then(Py::as_text)
            .unwrap_or_default()
            .to_owned()
    };
    let mut emails = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<Py>> = BTreeMap::new();
    for (id, user) in fields("users") {
        let email = format!("={}", text(user, "email").to_lowercase());
        emails.entry(email).or_insert_with(|| id.clone());
        let name = user.get("name").unwrap_or(&Py::None);
        let part = |field| text(name, field).to_lowercase();
        let name = format!("={}\u{1f}{}", part("first_name"), part("last_name"));
        names.entry(name).or_default().push(Py::text(id));
    }
    let mut items = BTreeMap::new();
    // A later product of the same name takes the place of an earlier one.
    let mut types: Vec<(String, Py)> = vec![];
    for (id, product) in fields("products") {
        for (item, _) in product.get("variants").map_or(&[][..], Py::fields) {
            items
                .entry(format!("={item}"))
                .or_insert_with(|| id.clone());
        }
        let (name, own) = (text(product, "name"), Py::Text(text(product, "product_id")));
        match types.iter_mut().find(|(other, _)| *other == name) {
            Some((_, id)) => *id = own,
            None => types.push((name, own)),
        }
    }
    let names = names
        .into_iter()
        .map(|(name, ids)| (name, Py::List(ids).dumps(Fields::AsSet)));
    let types = (
        "product_types".to_owned(),
        Py::Dict(types).dumps(Fields::Sorted),
    );
    let table = |table| move |(key, value)| Derived { table, key, value };
    emails
        .into_iter()
        .map(table("users_by_email"))
        .chain(names.map(table("users_by_name")))
        .chain(items.into_iter().map(table("items")))
        .chain([types].map(table("lists")))
        .collect()
}
