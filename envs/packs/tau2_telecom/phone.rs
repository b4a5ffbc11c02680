//! The user's toolkit: a phone, where it is, and a bill to be paid.

use super::apn;
use super::apps::{app_permissions, app_status, grant_permission, remove_permission};
use super::assertions::assertion;
use super::python::{no_attribute, Ask};
use super::radio::{can_send_mms, search, set_setting, setting, sim_status};
use super::screen::{
    apn_settings, network_status, on_off, speed_test, status_bar, text_at, vpn_status, wifi_status,
    with_bar,
};
use super::state::State;
use super::tau2::V;
use super::vpn::{break_vpn, connect_vpn, disconnect_vpn};
use super::Answer;

type Result<T> = std::result::Result<T, String>;

const NONE: &V = &V::None;

const MODES: [&str; 4] = ["4g_5g_preferred", "4g_only", "3g_only", "2g_only"];

/// Runs a function of this toolkit.
pub fn run(state: &mut State, name: &str, given: &[Option<V>]) -> Result<Answer> {
    let a = |place: usize| given[place].as_ref().unwrap_or(NONE);
    match name {
        "set_user_info" => {
            let around = state.surroundings_mut();
            around.set("name", a(0).clone());
            around.set("phone_number", a(1).clone());
            Ok(Answer::Nothing)
        }
        "set_user_location" => {
            state.surroundings_mut().set("is_abroad", a(0).clone());
            Ok(Answer::Nothing)
        }
        "check_status_bar" => Ok(Answer::Text(format!("Status Bar: {}", status_bar(state)))),
        "check_network_status" => Ok(Answer::Text(network_status(state))),
        "check_network_mode_preference" => {
            let mode = enum_value(state.device().field("network_mode_preference"))?;
            Ok(Answer::Text(format!("Network Mode Preference: {mode}")))
        }
        "set_network_mode_preference" => set_mode(state, a(0)),
        "run_speed_test" => Ok(Answer::Text(speed_test(state))),
        "check_sim_status" => Ok(Answer::text(match sim_status(state) {
            "active" => "Your SIM card is active and working.",
            "missing" => "No SIM card detected in the phone.",
            "locked_pin" => "The SIM card is locked with a PIN code.",
            _ => "The SIM card is locked with a PUK code.",
        })),
        "check_data_restriction_status" => Ok(Answer::text(if on(state, "data_saver_mode") {
            "Data Saver mode is ON (limits data usage)."
        } else {
            "Data Saver mode is OFF."
        })),
        "check_apn_settings" => apn_settings(state),
        "check_wifi_status" => Ok(Answer::Text(wifi_status(state))),
        "check_wifi_calling_status" => {
            let word = on_off(on(state, "wifi_calling_enabled"));
            Ok(Answer::Text(format!(
                "Wi-Fi Calling is currently turned {word}."
            )))
        }
        "check_vpn_status" => Ok(Answer::Text(vpn_status(state))),
        "check_installed_apps" => {
            let apps = state.device().field("app_statuses").fields().iter();
            let names: Vec<&str> = apps.map(|(name, _)| &**name).collect();
            let names = names.join(", ");
            Ok(Answer::Text(format!(
                "The following apps are installed on the phone: {names}"
            )))
        }
        "check_app_status" => app_status(state, a(0)),
        "check_app_permissions" => app_permissions(state, a(0)),
        "can_send_mms" => {
            let can = if can_send_mms(state)? {
                "can"
            } else {
                "cannot"
            };
            Ok(Answer::Text(format!(
                "Your messaging app {can} send MMS messages."
            )))
        }
        "check_payment_request" => Ok(Answer::Text(match payment_request(state) {
            Some((bill, amount)) => {
                format!("You have a payment request for bill {bill} of {amount} USD.")
            }
            None => "No payment request has been made.".to_owned(),
        })),
        "make_payment" => Ok(Answer::Text(match payment_request(state) {
            Some((bill, amount)) => {
                let mut request = state.surroundings().field("payment_request").clone();
                request.set("paid", V::Bool(true));
                state.surroundings_mut().set("payment_request", request);
                format!("Payment of {amount} USD has been made for bill {bill}.")
            }
            None => "You do not have a payment request.".to_owned(),
        })),
        name if name.starts_with("assert_") => assertion(state, name, a).map(Answer::Bool),
        _ => change(state, name, a),
    }
}

/// The functions that change the phone.
fn change<'a>(state: &mut State, name: &str, a: impl Fn(usize) -> &'a V) -> Result<Answer> {
    match name {
        "toggle_airplane_mode" => {
            let word = on_off(toggle_airplane_mode(state)?);
            Ok(with_bar(state, format!("Airplane Mode is now {word}.")))
        }
        "turn_airplane_mode_on" => turn(
            state,
            toggle_airplane_mode,
            true,
            "Airplane Mode is now ON.",
        ),
        "turn_airplane_mode_off" => turn(
            state,
            toggle_airplane_mode,
            false,
            "Airplane Mode is now OFF.",
        ),
        "reseat_sim_card" => {
            state.device_mut().set("sim_card_missing", V::Bool(false));
            search(state)?;
            // An assertion without a message fails where the card itself says that it is missing.
            if sim_status(state) == "missing" {
                return Err(String::new());
            }
            Ok(with_bar(
                state,
                "SIM card re-seated successfully.".to_owned(),
            ))
        }
        "unseat_sim_card" => {
            state.device_mut().set("sim_card_missing", V::Bool(true));
            search(state)?;
            Ok(Answer::text("SIM card un-seated successfully."))
        }
        "lock_sim_card" => lock_sim_card(state, a(0)),
        "toggle_data" => {
            let word = on_off(toggle(state, "data_enabled", true)?);
            Ok(with_bar(state, format!("Mobile Data is now {word}.")))
        }
        "turn_data_on" => {
            state.device_mut().set("data_enabled", V::Bool(true));
            Ok(Answer::text("Data connection restored."))
        }
        "turn_data_off" => turn(
            state,
            |s| toggle(s, "data_enabled", true),
            false,
            "Data connection broken.",
        ),
        "toggle_roaming" => {
            let word = on_off(toggle(state, "roaming_enabled", true)?);
            Ok(with_bar(state, format!("Data Roaming is now {word}.")))
        }
        "turn_roaming_on" => turn(
            state,
            |s| toggle(s, "roaming_enabled", true),
            true,
            "Data Roaming is now ON.",
        ),
        "turn_roaming_off" => turn(
            state,
            |s| toggle(s, "roaming_enabled", true),
            false,
            "Data Roaming is now OFF.",
        ),
        "toggle_data_saver_mode" => {
            let word = on_off(toggle(state, "data_saver_mode", false)?);
            Ok(with_bar(state, format!("Data Saver Mode is now {word}.")))
        }
        "turn_data_saver_mode_on" => turn(
            state,
            |s| toggle(s, "data_saver_mode", false),
            true,
            "Data Saver Mode is now ON.",
        ),
        "turn_data_saver_mode_off" => turn(
            state,
            |s| toggle(s, "data_saver_mode", false),
            false,
            "Data Saver Mode is now OFF.",
        ),
        "set_apn_settings" => set_apn_settings(state, a(0)),
        "reset_apn_settings" => {
            set_setting(state, "reset_at_reboot", V::Bool(true))?;
            search(state)?;
            Ok(with_bar(
                state,
                "APN settings will reset at reboot.".to_owned(),
            ))
        }
        "break_apn_settings" => {
            set_setting(state, "apn_name", V::of("broken"))?;
            search(state)?;
            Ok(Answer::text(
                "APN settings broken. Please call reset_apn_settings() to fix.",
            ))
        }
        "break_apn_mms_setting" => {
            set_setting(state, "mmsc_url", V::None)?;
            can_send_mms(state)?;
            Ok(Answer::text(
                "APN MMS setting broken. Please call reset_apn_settings() to fix.",
            ))
        }
        "toggle_wifi" => Ok(toggle_wifi(state)),
        "toggle_wifi_calling" => {
            let word = on_off(toggle(state, "wifi_calling_enabled", false)?);
            Ok(with_bar(state, format!("Wi-Fi Calling is now {word}.")))
        }
        "set_wifi_calling" => {
            if state.device().field("wifi_calling_enabled") != a(0) {
                toggle(state, "wifi_calling_enabled", false)?;
            }
            let mut says = format!("Wi-Fi Calling is now {}.", on_off(a(0).truthy()));
            if !a(1).is_none() {
                state
                    .device_mut()
                    .set("wifi_calling_mms_over_wifi", a(1).clone());
                says.push_str(&format!(
                    "\nMMS over Wi-Fi is now {}.",
                    on_off(a(1).truthy())
                ));
            }
            Ok(Answer::Text(says))
        }
        "connect_vpn" => {
            if !connect_vpn(state) {
                return Ok(Answer::text("VPN already connected."));
            }
            Ok(with_bar(state, "VPN connected successfully.".to_owned()))
        }
        "disconnect_vpn" => {
            let says = if disconnect_vpn(state) {
                "VPN disconnected successfully."
            } else {
                "No active VPN connection to disconnect."
            };
            Ok(with_bar(state, says.to_owned()))
        }
        "break_vpn" => break_vpn(state),
        "grant_app_permission" => grant_permission(state, a(0), a(1)),
        "remove_app_permission" => remove_permission(state, a(0), a(1)),
        "reboot_device" => reboot(state),
        "simulate_network_search" => search(state).map(|()| Answer::Nothing),
        _ => Err(format!("unknown function `{name}`")),
    }
}

/// Whether a setting of the phone is on.
pub fn on(state: &mut State, field: &str) -> bool {
    state.device().field(field).truthy()
}

/// The text of an enumeration's value; anything else that was put there has none.
fn enum_value(value: &V) -> Result<String> {
    match value.str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(no_attribute(value, "value")),
    }
}

fn set_mode(state: &mut State, mode: &V) -> Result<Answer> {
    let known = mode.str().map_or(true, |mode| MODES.contains(&mode));
    if known {
        state
            .device_mut()
            .set("network_mode_preference", mode.clone());
        search(state)?;
    }
    if !known || mode.is_none() {
        let (mode, modes) = (mode.to_str(), MODES.join(", "));
        let says = format!(
            "Failed to set network mode: '{mode}' is not a valid option. Please use one of: {modes}"
        );
        return Ok(with_bar(state, says));
    }
    let mode = enum_value(mode)?;
    Ok(with_bar(
        state,
        format!("Preferred Network Mode set to: {mode}"),
    ))
}

/// Turns a setting over; says what it now is.
fn toggle(state: &mut State, field: &str, searches: bool) -> Result<bool> {
    let new = !on(state, field);
    state.device_mut().set(field, V::Bool(new));
    if searches {
        search(state)?;
    }
    Ok(new)
}

/// Toggles, and once more where that went the wrong way.
fn turn(
    state: &mut State,
    toggle: impl Fn(&mut State) -> Result<bool>,
    wanted: bool,
    says: &str,
) -> Result<Answer> {
    if toggle(state)? != wanted {
        toggle(state)?;
    }
    Ok(Answer::text(says))
}

fn lose_wifi(device: &mut V) {
    device.set("wifi_connected", V::Bool(false));
    device.set("wifi_ssid", V::None);
    device.set("wifi_signal_strength", V::of("none"));
}

fn toggle_airplane_mode(state: &mut State) -> Result<bool> {
    let was = on(state, "airplane_mode");
    let device = state.device_mut();
    device.set("airplane_mode", V::Bool(!was));
    if was {
        device.set("network_connection_status", V::of("searching"));
        if device.field("wifi_enabled").truthy() {
            lose_wifi(device);
        }
    } else {
        lose_wifi(device);
        disconnect_vpn(state);
    }
    search(state)?;
    Ok(!was)
}

fn lock_sim_card(state: &mut State, mode: &V) -> Result<Answer> {
    let status = match mode.str() {
        Some("pin") => Some("locked_pin"),
        Some("puk") => Some("locked_puk"),
        _ => None,
    };
    if let Some(status) = status {
        state.device_mut().set("sim_card_status", V::of(status));
    }
    search(state)?;
    Ok(Answer::Text(format!(
        "SIM card locked successfully in {} mode.",
        mode.to_str()
    )))
}

fn set_apn_settings(state: &mut State, given: &V) -> Result<Answer> {
    let settings = match given {
        V::Dict(fields) => apn::settings_of(fields)?,
        other => other.clone(),
    };
    state.device_mut().set("active_apn_settings", settings);
    let name = setting(state.device(), "apn_name")?.to_str();
    search(state)?;
    Ok(with_bar(state, format!("APN settings set to: {name}")))
}

fn toggle_wifi(state: &mut State) -> Answer {
    if on(state, "airplane_mode") {
        let says = "Cannot change Wi-Fi settings while Airplane Mode is ON.".to_owned();
        return with_bar(state, says);
    }
    let new = !on(state, "wifi_enabled");
    let device = state.device_mut();
    device.set("wifi_enabled", V::Bool(new));
    if !new {
        lose_wifi(device);
    }
    with_bar(state, format!("Wi-Fi is now {}.", on_off(new)))
}

fn reboot(state: &mut State) -> Result<Answer> {
    let mut says = String::new();
    if setting(state.device(), "reset_at_reboot")?.truthy() {
        says.push_str("Resetting APN settings...\n");
        state
            .device_mut()
            .set("active_apn_settings", apn::default_settings());
    }
    says.push_str("Restarting network services...");
    state
        .device_mut()
        .set("network_connection_status", V::of("searching"));
    search(state)?;
    Ok(with_bar(state, says))
}

/// The bill and the amount that the user is asked to pay.
fn payment_request(state: &mut State) -> Option<(String, String)> {
    match state.surroundings().field("payment_request") {
        V::None => None,
        request => Some((text_at(request, "bill_id"), text_at(request, "amount_due"))),
    }
}

/// The part of the database that a function reads first.
pub fn first_field(name: &str) -> &'static str {
    match name {
        "set_user_info"
        | "set_user_location"
        | "check_payment_request"
        | "make_payment"
        | "assert_mobile_data_usage_exceeded" => "surroundings",
        _ => "device",
    }
}
