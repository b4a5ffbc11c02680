//! The domain over a small database of our own; what it must say is what tau2 says over the same files.

use crate::tools::tau2::{
    Answer, FunctionCall, Mode, Py, Replay, Requestor, Run, Termination, ToolCall, World, domain,
    judge,
};
use std::{path::Path, sync::Arc};
use truestep_sandbox::{Limits, Sandbox};

use Requestor::{Assistant, User};

fn world() -> Arc<World> {
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/tau2_telecom/testing");
    World::load(&sandbox, domain("telecom").unwrap(), &folder).unwrap()
}

fn py(json: &str) -> Py {
    Py::from_json(json.as_bytes()).unwrap()
}

fn tool(requestor: Requestor, name: &str, arguments: &str) -> ToolCall {
    ToolCall {
        id: String::new(),
        name: name.into(),
        arguments: py(arguments),
        requestor,
    }
}

struct Played(Run);

impl Played {
    /// A user whose phone has the line 555-0101.
    fn new() -> Self {
        let mut played = Self(Run::new(&world(), Mode::WithUser).unwrap());
        let who = r#"{"name": "Ada Quill", "phone_number": "555-0101"}"#;
        played.function("set_user_info", who);
        played
    }

    fn function(&mut self, name: &str, arguments: &str) {
        let call = FunctionCall {
            env_type: User,
            func_name: name.into(),
            arguments: py(arguments),
        };
        let outcome = self.0.function(&call).unwrap();
        assert!(!Answer::from(outcome).error, "{name}");
    }

    fn answer(&mut self, requestor: Requestor, name: &str, arguments: &str) -> Answer {
        self.0.call(&tool(requestor, name, arguments)).unwrap()
    }

    fn agent(&mut self, name: &str, arguments: &str, says: &str) {
        let answer = self.answer(Assistant, name, arguments);
        assert_eq!((&*answer.content, answer.error), (says, false));
    }

    fn user(&mut self, name: &str, arguments: &str, says: &str) {
        let answer = self.answer(User, name, arguments);
        assert_eq!((&*answer.content, answer.error), (says, false));
    }

    fn raises(&mut self, requestor: Requestor, name: &str, arguments: &str, why: &str) {
        let answer = self.answer(requestor, name, arguments);
        assert_eq!((&*answer.content, answer.error), (why, true));
    }

    /// The first digits of both hashes.
    fn hashes(&self) -> [String; 2] {
        [Assistant, User].map(|side| self.0.database_hash(side).unwrap()[..8].to_owned())
    }
}

const LINE: &str = r#"{"customer_id": "C1", "line_id": "L1"}"#;

#[test]
fn a_database_of_toml_hashes_as_in_tau2() {
    let run = Run::new(&world(), Mode::WithUser).unwrap();
    let hashes = [Assistant, User].map(|side| run.database_hash(side).unwrap());
    let of_tau2 = [
        "5533db9beffce2ce15a5e83c063a5278afdbebddb1a6d8765552a3b274825ff9",
        "2dc92c71be090a83c7926989a3a2c652dc3b887ab3a798dcbf68f0a99931deeb",
    ];
    assert_eq!(hashes, of_tau2);
}

#[test]
fn an_entry_is_shown_with_defaults_and_dates_as_python_writes_them() {
    let mut played = Played::new();
    let device = r#"{"device_id": "D1", "device_type": "phone", "model": "Fern 3", "imei": null, "is_esim_capable": true, "activated": false, "activation_date": "2024-12-24 18:00:00", "last_esim_transfer_date": null}"#;
    played.agent("get_details_by_id", r#"{"id": "D1"}"#, device);
    let found = r#"[{"customer_id": "C2", "full_name": "Bo S\u00f8gaard", "date_of_birth": "1971-07-01", "email": "bo@example.org", "phone_number": "555-0200", "address": {"street": "2 Reed Lane", "city": "Overwater", "state": "ME", "zip_code": "04001"}, "account_status": "Pending Verification", "payment_methods": [], "line_ids": [], "bill_ids": [], "created_at": "2024-06-01 08:00:00", "last_extension_date": null, "goodwill_credit_used_this_year": 0.0}]"#;
    let name = r#"{"full_name": "BO SØGAARD", "dob": "1971-07-01"}"#;
    played.agent("get_customer_by_name", name, found);
    // A default is a date where a time is declared.
    let customer = played.answer(Assistant, "get_customer_by_id", r#"{"customer_id": "C1"}"#);
    assert!(customer.content.contains(r#""created_at": "2025-01-01","#));
    assert_eq!(played.hashes(), ["5533db9b", "b89e6335"]);
}

#[test]
fn what_the_user_sees_follows_the_agents_database() {
    let mut played = Played::new();
    let suspended = r#"{"message": "Line suspended successfully. $5/month holding fee will apply.", "line": {"line_id": "L1", "phone_number": "555-0101", "status": "Suspended", "plan_id": "P1", "device_id": "D1", "data_used_gb": 0.5, "data_refueling_gb": 0.0, "roaming_enabled": false, "contract_end_date": "2026-01-31", "last_plan_change_date": null, "last_sim_replacement_date": null, "suspension_start_date": "2025-02-25"}}"#;
    let arguments = r#"{"customer_id": "C1", "line_id": "L1", "reason": "lost"}"#;
    played.agent("suspend_line", arguments, suspended);
    let bar = "Status Bar: 📶³ Good | 5G | 📱 Data Enabled | 📡 Connected to Reed | 🔋 7%";
    played.user("check_status_bar", "{}", bar);
    played.user(
        "toggle_airplane_mode",
        "{}",
        "Airplane Mode is now ON.\nStatus Bar: ✈️ Airplane Mode | 🔋 7%",
    );
    played.user(
        "toggle_airplane_mode",
        "{}",
        "Airplane Mode is now OFF.\nStatus Bar: 📵 No Signal | 📵 Data Disabled | 🔋 7%",
    );
    assert_eq!(played.hashes(), ["18b90614", "3c8554f8"]);
    played.answer(Assistant, "resume_line", LINE);
    assert_eq!(played.hashes(), ["5533db9b", "ed8b27b5"]);
}

#[test]
fn a_bill_that_the_user_pays_is_paid() {
    let mut played = Played::new();
    let bill = r#"{"customer_id": "C1", "bill_id": "B1"}"#;
    let sent = "Payment request sent to the customer for bill B1";
    played.agent("send_payment_request", bill, sent);
    let asked = "You have a payment request for bill B1 of 20.0 USD.";
    played.user("check_payment_request", "{}", asked);
    let paid = "Payment of 20.0 USD has been made for bill B1.";
    played.user("make_payment", "{}", paid);
    played.user("make_payment", "{}", "You do not have a payment request.");
    let bill = played.answer(Assistant, "get_details_by_id", r#"{"id": "B1"}"#);
    assert!(bill.content.ends_with(r#""status": "Paid"}"#));
}

#[test]
fn data_is_charged_to_the_next_bill_and_rounded_as_python_rounds() {
    let mut played = Played::new();
    // 0.375 lies half-way: the even digit counts. A whole number is shown as one.
    played.agent(
        "refuel_data",
        r#"{"customer_id": "C1", "line_id": "L1", "gb_amount": 3}"#,
        r#"{"message": "Successfully added 3 GB of data for line L1 for $0.38", "new_data_refueling_gb": "3.0", "charge": "0.375"}"#,
    );
    played.agent(
        "refuel_data",
        r#"{"customer_id": "C1", "line_id": "L1", "gb_amount": 1.0}"#,
        r#"{"message": "Successfully added 1.0 GB of data for line L1 for $0.12", "new_data_refueling_gb": "4.0", "charge": "0.125"}"#,
    );
    let bill = r#"[{"bill_id": "B2", "customer_id": "C1", "period_start": "2025-03-01", "period_end": "2025-03-31", "issue_date": "2025-03-02", "total_due": 0.5, "due_date": "2025-03-16", "line_items": [{"description": "Data refueling: 3 GB at $0.125/GB", "amount": 0.375, "date": "2025-02-25", "item_type": "Charge"}, {"description": "Data refueling: 1.0 GB at $0.125/GB", "amount": 0.125, "date": "2025-02-25", "item_type": "Charge"}]"#;
    let bills = r#"{"customer_id": "C1", "limit": 1}"#;
    let shown = played.answer(Assistant, "get_bills_for_customer", bills);
    assert!(shown.content.starts_with(bill), "{}", shown.content);
    let usage = r#"{"line_id": "L1", "data_used_gb": "0.5", "data_limit_gb": "2.0", "data_refueling_gb": "4.0", "cycle_end_date": "2025-02-28"}"#;
    played.agent("get_data_usage", LINE, usage);
}

#[test]
fn a_broken_vpn_is_slow_and_stays_so() {
    let mut played = Played::new();
    // A VPN of one's own is fast until a task breaks it.
    played.answer(User, "connect_vpn", "{}");
    let details = |level: &str, value: &str| {
        format!(
            "VPN is ON and connected. Details: {{'server_address': '192.168.1.1', 'protocol': 'OpenVPN', \
             'server_performance': <PerformanceLevel.{level}: '{value}'>}}"
        )
    };
    played.user("check_vpn_status", "{}", &details("EXCELLENT", "excellent"));
    played.function("break_vpn", "{}");
    let slow = "Speed Test Result: 22.00 Mbps (Fair). Connection is okay for web browsing and some standard definition streaming.";
    played.user("run_speed_test", "{}", slow);
    played.answer(User, "disconnect_vpn", "{}");
    let fast = "Speed Test Result: 220.00 Mbps (Excellent). Connection is very fast.";
    played.user("run_speed_test", "{}", fast);
    played.answer(User, "connect_vpn", "{}");
    played.user("check_vpn_status", "{}", &details("POOR", "poor"));
}

#[test]
fn a_call_that_raises_keeps_what_it_wrote() {
    let mut played = Played::new();
    let before = played.hashes();
    let no_object = |field: &str| format!("Error: 'str' object has no attribute '{field}'");
    let broken = r#"{"apn_settings": "broken"}"#;
    played.raises(User, "set_apn_settings", broken, &no_object("apn_name"));
    played.raises(User, "reboot_device", "{}", &no_object("reset_at_reboot"));
    assert_eq!(played.hashes()[0], before[0]);
    assert_ne!(played.hashes()[1], before[1]);
    let wrong = r#"{"apn_settings": {"apn_name": "x", "mms_port": "80", "size": [1]}}"#;
    let why = "Error: 2 validation errors for APNSettings\napn_name\n  Input should be 'internet' or 'broken' [type=enum, input_value='x', input_type=str]\n    For further information visit https://errors.pydantic.dev/2.12/v/enum\nsize\n  Extra inputs are not permitted [type=extra_forbidden, input_value=[1], input_type=list]\n    For further information visit https://errors.pydantic.dev/2.12/v/extra_forbidden";
    played.raises(User, "set_apn_settings", wrong, why);
    let right = r#"{"apn_settings": {"apn_name": "internet", "mms_port": "80"}}"#;
    assert!(!played.answer(User, "set_apn_settings", right).error);
}

#[test]
fn a_wrong_call_is_answered_in_pythons_words() {
    let mut played = Played::new();
    let missing = "Error: TelecomTools.suspend_line() missing 2 required positional arguments: 'customer_id' and 'reason'";
    played.raises(Assistant, "suspend_line", r#"{"line_id": "L1"}"#, missing);
    let unexpected = "Error: TelecomUserTools.toggle_data() got an unexpected keyword argument 'x'";
    played.raises(User, "toggle_data", r#"{"x": 1}"#, unexpected);
    let no_tool = "Error: Tool 'toggle_data' not found.";
    played.raises(Assistant, "toggle_data", "{}", no_tool);
    // Functions of the task are no tools.
    let no_tool = "Error: Tool 'break_vpn' not found.";
    played.raises(User, "break_vpn", "{}", no_tool);
    let amount = r#"{"customer_id": "C1", "line_id": "L1", "gb_amount": "2"}"#;
    let why = "Error: '<=' not supported between instances of 'str' and 'int'";
    played.raises(Assistant, "refuel_data", amount, why);
}

#[test]
fn a_solo_agent_has_both_toolkits_and_no_user() {
    let mut run = Run::new(&world(), Mode::Solo).unwrap();
    let answer = run
        .call(&tool(Assistant, "check_sim_status", "{}"))
        .unwrap();
    assert_eq!(answer.content, "Your SIM card is active and working.");
    let answer = run.call(&tool(User, "check_sim_status", "{}")).unwrap();
    let why = "Error: User tool calls are not allowed in solo mode";
    assert_eq!((&*answer.content, answer.error), (why, true));
}

#[test]
fn the_policy_has_two_parts_in_each_variant() {
    let world = world();
    let policy = |main: &str, support: &str| {
        format!(
            "<main_policy>\n{main}\n\n</main_policy>\n<tech_support_policy>\n{support}\n\n</tech_support_policy>"
        )
    };
    let main = "Help people whose phones do not work.";
    let solo = "Help the person of the ticket, with the phone in your own hands.";
    let manual = "Look first, then change one thing.";
    let cases = [
        ("", false, policy(main, manual)),
        ("manual", true, policy(solo, manual)),
        (
            "workflow",
            false,
            policy(main, "1. Look. 2. Change one thing."),
        ),
        (
            "workflow",
            true,
            policy(solo, "1. Look yourself. 2. Change one thing."),
        ),
    ];
    for (variant, solo, expected) in cases {
        assert_eq!(world.policy(variant, solo).unwrap(), expected);
    }
    let refused = world.policy("main", false).unwrap_err().to_string();
    let expected = "the policy of telecom needs a variant: `manual` or `workflow`";
    assert_eq!(refused, expected);
}

#[test]
fn a_task_is_solved_by_its_reference_and_not_by_doing_nothing() {
    let world = world();
    let task = world.task("no_data_abroad").unwrap();
    let verdict = |messages: &str| {
        let messages: Vec<_> = serde_json::from_str(messages).unwrap();
        let end = Termination::UserStop;
        judge(&world, task, &messages, end, Mode::WithUser, Replay::Strict).unwrap()
    };
    assert_eq!(verdict("[]").reward, Some(0.0));
    let solved = verdict(
        r#"[
            {"role": "assistant", "tool_calls": [{"id": "1", "name": "enable_roaming",
                "arguments": {"customer_id": "C1", "line_id": "L1"}, "requestor": "assistant"}]},
            {"role": "tool", "id": "1", "content": "Roaming enabled successfully"},
            {"role": "user", "tool_calls": [{"id": "2", "name": "toggle_roaming", "arguments": {}, "requestor": "user"}]},
            {"role": "tool", "id": "2", "content": "Data Roaming is now ON.\nStatus Bar: 📶¹ Poor | 4G | 📱 Data Enabled | 📡 Connected to Reed | 🔋 7%"}
        ]"#,
    );
    assert_eq!(solved.reward, Some(1.0));
}

#[test]
fn a_split_names_tasks_and_none_misses_a_tool() {
    let world = world();
    let ids = |split: &str| -> Vec<&str> {
        let tasks = world.tasks().split(split).unwrap();
        tasks.iter().map(|task| task.id.as_str()).collect()
    };
    assert_eq!(ids("base"), ["no_data_abroad", "nothing_to_do"]);
    assert_eq!(ids("small"), ["no_data_abroad"]);
    let missing = world.tasks().missing(Some(world.domain()));
    assert!(missing.is_empty(), "{missing:?}");
}
