//! The telecom domain: customers with lines, plans and bills for the agent, and for the user a phone that does not work.
//!
//! The two databases are bound together: after every call the pack's `sync_tools` lets what the user sees of their line
//! follow the agent's database, and sets a bill that the user paid to paid. A task breaks the phone with functions that
//! nobody is shown, and asserts in the end that it works again.

mod agent;
#[cfg(test)]
mod tests;
mod user;

use super::{Derived, Domain, PolicyFiles, ToolType, Toolkit};
use agent::TELECOM_DB;
use user::TELECOM_USER_DB;

/// The domain.
pub static DOMAIN: Domain = Domain {
    name: "telecom",
    assistant: Toolkit {
        class: "TelecomTools",
        database: &TELECOM_DB,
        tools: AGENT_TOOLS,
        functions: &[
            "get_available_plan_ids",
            "set_data_usage",
            "suspend_line_for_overdue_bill",
            "assert_data_refueling_amount",
            "assert_line_status",
            "assert_overdue_bill_exists",
            "assert_no_overdue_bill",
        ],
    },
    user: Some(Toolkit {
        class: "TelecomUserTools",
        database: &TELECOM_USER_DB,
        tools: USER_TOOLS,
        functions: USER_FUNCTIONS,
    }),
    pack: include_bytes!("../../../../../packs/tau2_telecom/pack.wasm"),
    writes: &["customers", "lines", "bills", "user", "toolkit"],
    derived: &["toolkit"],
    derive: |_| vec![memory()],
    sync: Some("sync_tools"),
    after_other_tasks: &[("toolkit", "memory", VPN_BROKEN)],
    solo: true,
    policy,
};

const AGENT_TOOLS: &[(&str, ToolType)] = &[
    ("get_customer_by_phone", ToolType::Read),
    ("get_customer_by_id", ToolType::Read),
    ("get_customer_by_name", ToolType::Read),
    ("get_details_by_id", ToolType::Read),
    ("suspend_line", ToolType::Write),
    ("resume_line", ToolType::Write),
    ("get_bills_for_customer", ToolType::Read),
    ("send_payment_request", ToolType::Write),
    ("get_data_usage", ToolType::Read),
    ("enable_roaming", ToolType::Write),
    ("disable_roaming", ToolType::Write),
    ("transfer_to_human_agents", ToolType::Generic),
    ("refuel_data", ToolType::Write),
];

const USER_TOOLS: &[(&str, ToolType)] = &[
    ("check_status_bar", ToolType::Read),
    ("check_network_status", ToolType::Read),
    ("check_network_mode_preference", ToolType::Read),
    ("set_network_mode_preference", ToolType::Write),
    ("run_speed_test", ToolType::Read),
    ("toggle_airplane_mode", ToolType::Write),
    ("check_sim_status", ToolType::Read),
    ("reseat_sim_card", ToolType::Write),
    ("toggle_data", ToolType::Write),
    ("toggle_roaming", ToolType::Write),
    ("check_data_restriction_status", ToolType::Read),
    ("toggle_data_saver_mode", ToolType::Write),
    ("check_apn_settings", ToolType::Read),
    ("set_apn_settings", ToolType::Write),
    ("reset_apn_settings", ToolType::Write),
    ("check_wifi_status", ToolType::Read),
    ("toggle_wifi", ToolType::Write),
    ("check_wifi_calling_status", ToolType::Read),
    ("toggle_wifi_calling", ToolType::Write),
    ("check_vpn_status", ToolType::Read),
    ("connect_vpn", ToolType::Write),
    ("disconnect_vpn", ToolType::Write),
    ("check_installed_apps", ToolType::Read),
    ("check_app_status", ToolType::Read),
    ("check_app_permissions", ToolType::Read),
    ("grant_app_permission", ToolType::Write),
    ("can_send_mms", ToolType::Read),
    ("reboot_device", ToolType::Write),
    ("check_payment_request", ToolType::Read),
    ("make_payment", ToolType::Write),
];

const USER_FUNCTIONS: &[&str] = &[
    "set_user_info",
    "set_user_location",
    "turn_airplane_mode_on",
    "turn_airplane_mode_off",
    "unseat_sim_card",
    "lock_sim_card",
    "turn_data_on",
    "turn_data_off",
    "turn_roaming_on",
    "turn_roaming_off",
    "turn_data_saver_mode_on",
    "turn_data_saver_mode_off",
    "break_apn_settings",
    "break_apn_mms_setting",
    "set_wifi_calling",
    "break_vpn",
    "remove_app_permission",
    "simulate_network_search",
    "assert_airplane_mode_status",
    "assert_service_status",
    "assert_mobile_data_status",
    "assert_mobile_roaming_status",
    "assert_mobile_data_saver_mode_status",
    "assert_internet_speed",
    "assert_internet_not_excellent",
    "assert_can_send_mms",
    "assert_mobile_data_usage_exceeded",
];

/// What the user's toolkit remembers beside its database: how the VPN is that it connects to, and whether the phone's
/// connection is that very one. In tau2 it is one object of the class, so a task that breaks a VPN breaks it for itself
/// and for every later task of its process.
const VPN_WORKS: &str = r#"{"vpn_performance": "excellent", "vpn_is_own": false}"#;
const VPN_BROKEN: &str = r#"{"vpn_performance": "poor", "vpn_is_own": false}"#;

fn memory() -> Derived {
    Derived {
        table: "toolkit",
        key: "memory".into(),
        value: VPN_WORKS.into(),
    }
}

/// The main policy and one of technical support, as a manual (what tau2 calls `telecom`) or as a workflow
/// (`telecom-workflow`).
fn policy(files: &PolicyFiles, variant: &str, solo: bool) -> Result<String, String> {
    let main = if solo {
        "main_policy_solo"
    } else {
        "main_policy"
    };
    let support = match variant {
        "" | "manual" => "tech_support_manual",
        "workflow" if solo => "tech_support_workflow_solo",
        "workflow" => "tech_support_workflow",
        _ => return Err("a variant: `manual` or `workflow`".into()),
    };
    let text = |name: &str| files.get(name).ok_or_else(|| format!("the file {name}.md"));
    let (main, support) = (text(main)?, text(support)?);
    Ok(format!(
        "<main_policy>\n{main}\n</main_policy>\n<tech_support_policy>\n{support}\n</tech_support_policy>"
    ))
}
