//! The user's database: the phone, and what is around it.

use crate::tools::tau2::{
    model::{Extra, Field, Model, Type},
    python::Py,
};

const SIGNALS: &[&str] = &["none", "poor", "fair", "good", "excellent"];
const TECHNOLOGIES: &[&str] = &["none", "2G", "3G", "4G", "5G"];
const SIM_STATUSES: &[&str] = &["active", "missing", "locked_pin", "locked_puk"];
const NETWORK_STATUSES: &[&str] = &["connected", "searching", "no_service", "emergency_only"];
const NETWORK_MODES: &[&str] = &["4g_5g_preferred", "4g_only", "3g_only", "2g_only"];
const PERFORMANCES: &[&str] = &["unknown", "poor", "fair", "good", "excellent"];

static APN_SETTINGS: Model = Model {
    name: "APNSettings",
    extra: Extra::Forbidden,
    fields: &[
        Field::or(
            "apn_name",
            Type::OneOf(&["internet", "broken"]),
            "\"internet\"",
        ),
        Field::or("reset_at_reboot", Type::Bool, "false"),
        Field::or("mms_apn", Type::Optional(&Type::Text), "\"mms\""),
        Field::or(
            "mmsc_url",
            Type::Optional(&Type::Text),
            "\"http://mms.carrier.com/mms/wapenc\"",
        ),
        Field::optional("mms_proxy", &Type::Text),
        Field::optional("mms_port", &Type::Int),
    ],
};

static VPN_DETAILS: Model = Model {
    name: "VpnDetails",
    extra: Extra::Forbidden,
    fields: &[
        Field::optional("server_address", &Type::Text),
        Field::optional("protocol", &Type::Text),
        Field::or(
            "server_performance",
            Type::OneOf(PERFORMANCES),
            "\"unknown\"",
        ),
    ],
};

static PERMISSIONS: Model = Model {
    name: "AppPermissions",
    extra: Extra::Forbidden,
    fields: &[
        Field::or("sms", Type::Bool, "false"),
        Field::or("storage", Type::Bool, "false"),
        Field::or("phone", Type::Bool, "false"),
        Field::or("network", Type::Bool, "false"),
    ],
};

static APP: Model = Model {
    name: "AppStatus",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("app_name", Type::Text),
        Field::or("permissions", Type::Model(&PERMISSIONS), "{}"),
    ],
};

/// The two apps that a phone has where a file names none.
const APPS: &str = r#"{
    "messaging": {"app_name": "messaging", "permissions": {"sms": true, "storage": true, "phone": true}},
    "browser": {"app_name": "browser", "permissions": {"network": true, "storage": true}}
}"#;

static PHONE: Model = Model {
    name: "MockPhoneAttributes",
    extra: Extra::Forbidden,
    fields: &[
        Field::or("sim_card_status", Type::OneOf(SIM_STATUSES), "\"active\""),
        Field::or("sim_card_missing", Type::Bool, "false"),
        Field::or("airplane_mode", Type::Bool, "false"),
        Field::or("network_signal_strength", Type::OneOf(SIGNALS), "\"good\""),
        Field::or(
            "network_technology_connected",
            Type::OneOf(TECHNOLOGIES),
            "\"5G\"",
        ),
        Field::or(
            "network_connection_status",
            Type::OneOf(NETWORK_STATUSES),
            "\"connected\"",
        ),
        Field::or("battery_level", Type::Int, "80"),
        Field::or("data_enabled", Type::Bool, "true"),
        Field::or("roaming_enabled", Type::Bool, "false"),
        Field::or(
            "network_mode_preference",
            Type::OneOf(NETWORK_MODES),
            "\"4g_5g_preferred\"",
        ),
        Field::or("active_apn_settings", Type::Model(&APN_SETTINGS), "{}"),
        Field::or("wifi_enabled", Type::Bool, "false"),
        Field::or("wifi_connected", Type::Bool, "false"),
        Field::optional("wifi_ssid", &Type::Text),
        Field::or("wifi_signal_strength", Type::OneOf(SIGNALS), "\"none\""),
        Field::or("wifi_calling_enabled", Type::Bool, "false"),
        Field::or("wifi_calling_mms_over_wifi", Type::Bool, "false"),
        Field::or("data_saver_mode", Type::Bool, "false"),
        Field::or("vpn_enabled_setting", Type::Bool, "false"),
        Field::or("vpn_connected", Type::Bool, "false"),
        Field::optional("vpn_details", &Type::Model(&VPN_DETAILS)),
        Field::or("app_statuses", Type::Dict(&Type::Model(&APP)), APPS),
    ],
};

static PAYMENT_REQUEST: Model = Model {
    name: "PaymentRequest",
    extra: Extra::Forbidden,
    fields: &[
        Field::new("bill_id", Type::Text),
        Field::new("amount_due", Type::Float),
        Field::or("paid", Type::Bool, "false"),
    ],
};

/// Signals by technology; both are enumerations.
const SIGNAL_STRENGTHS: Type = Type::Read("signal strengths by technology", |value| {
    let known = |(name, signal): &(String, Py)| {
        TECHNOLOGIES.contains(&name.as_str())
            && signal
                .as_text()
                .is_some_and(|signal| SIGNALS.contains(&signal))
    };
    let all_known = matches!(value, Py::Dict(fields) if fields.iter().all(known));
    all_known.then(|| value.clone())
});

static SURROUNDINGS: Model = Model {
    name: "UserSurroundings",
    extra: Extra::Forbidden,
    fields: &[
        Field::optional("name", &Type::Text),
        Field::optional("phone_number", &Type::Text),
        Field::or("is_abroad", Type::Bool, "false"),
        Field::or("roaming_allowed", Type::Bool, "false"),
        Field::or(
            "signal_strength",
            SIGNAL_STRENGTHS,
            r#"{"2G": "poor", "3G": "fair", "4G": "good", "5G": "excellent"}"#,
        ),
        Field::or("mobile_data_usage_exceeded", Type::Bool, "false"),
        Field::or("line_active", Type::Bool, "true"),
        Field::optional("payment_request", &Type::Model(&PAYMENT_REQUEST)),
    ],
};

pub(super) static TELECOM_USER_DB: Model = Model {
    name: "TelecomUserDB",
    extra: Extra::Forbidden,
    fields: &[
        Field::or("device", Type::Model(&PHONE), "{}"),
        Field::or("surroundings", Type::Model(&SURROUNDINGS), "{}"),
    ],
};
