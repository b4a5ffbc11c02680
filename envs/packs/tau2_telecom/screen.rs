//! What the phone shows.

use super::python::{two_digits, Ask};
use super::radio::{setting, sim_status, speed};
use super::state::State;
use super::tau2::V;
use super::Answer;

type Result<T> = std::result::Result<T, String>;

pub fn on_off(on: bool) -> &'static str {
    if on {
        "ON"
    } else {
        "OFF"
    }
}

pub fn text_at(value: &V, field: &str) -> String {
    value.field(field).to_str()
}

pub fn with_bar(state: &mut State, says: String) -> Answer {
    Answer::Text(format!("{says}\nStatus Bar: {}", status_bar(state)))
}

pub fn status_bar(state: &mut State) -> String {
    let device = state.device();
    let is = |field: &str| device.field(field).truthy();
    let mut shown = vec![];
    if is("airplane_mode") {
        shown.push("✈️ Airplane Mode".to_owned());
    } else {
        let signal = match device.field("network_signal_strength").str() {
            Some("poor") => "📶¹ Poor",
            Some("fair") => "📶² Fair",
            Some("good") => "📶³ Good",
            Some("excellent") => "📶⁴ Excellent",
            _ => "📵 No Signal",
        };
        shown.push(signal.to_owned());
        let network = device.field("network_technology_connected");
        if !network.is("none") {
            shown.push(network.to_str());
        }
        if is("data_enabled") && !network.is("none") {
            shown.push("📱 Data Enabled".to_owned());
            if is("data_saver_mode") {
                shown.push("🔽 Data Saver".to_owned());
            }
        } else {
            shown.push("📵 Data Disabled".to_owned());
        }
    }
    if is("wifi_enabled") && is("wifi_connected") {
        let name = device.field("wifi_ssid");
        shown.push(if name.truthy() {
            format!("📡 Connected to {}", name.to_str())
        } else {
            "📡 Enabled".to_owned()
        });
    }
    if is("vpn_connected") {
        shown.push("🔒 VPN Connected".to_owned());
    }
    shown.push(format!("🔋 {}%", text_at(device, "battery_level")));
    shown.join(" | ")
}

pub fn network_status(state: &mut State) -> String {
    let sim = sim_status(state);
    let device = state.device();
    let on = |field: &str| on_off(device.field(field).truthy());
    let yes = |field: &str| {
        if device.field(field).truthy() {
            "Yes"
        } else {
            "No"
        }
    };
    let mut out = format!(
        "Airplane Mode: {}\nSIM Card Status: {sim}\nCellular Connection: {}\nCellular Signal: {}\n\
         Cellular Network Type: {}\nMobile Data Enabled: {}\nData Roaming Enabled: {}\nWi-Fi Radio: {}\n\
         Wi-Fi Connected: {}",
        on("airplane_mode"),
        text_at(device, "network_connection_status"),
        text_at(device, "network_signal_strength"),
        text_at(device, "network_technology_connected"),
        yes("data_enabled"),
        yes("roaming_enabled"),
        on("wifi_enabled"),
        yes("wifi_connected"),
    );
    if device.field("wifi_connected").truthy() {
        out.push_str(&format!(
            "\nConnected Wi-Fi Network: {}",
            text_at(device, "wifi_ssid")
        ));
    }
    out
}

pub fn speed_test(state: &mut State) -> String {
    let (speed, name) = speed(state);
    let speed = match speed {
        Some(speed) => two_digits(speed),
        None => return format!("Speed test failed: {name}."),
    };
    let advice = match name {
        "Very Poor" => "Connection is very slow. Basic web browsing might be difficult.",
        "Poor" => "Connection is slow. Web browsing may be sluggish, streaming difficult.",
        "Fair" => "Connection is okay for web browsing and some standard definition streaming.",
        "Good" => "Connection is good for most activities, including HD streaming.",
        _ => "Connection is very fast.",
    };
    format!("Speed Test Result: {speed} Mbps ({name}). {advice}")
}

pub fn apn_settings(state: &mut State) -> Result<Answer> {
    let device = state.device();
    setting(device, "model_copy")?;
    let shown = |value: &V| {
        if value.truthy() {
            value.to_str()
        } else {
            "Not Set".to_owned()
        }
    };
    let (name, url) = (
        shown(setting(device, "apn_name")?),
        shown(setting(device, "mmsc_url")?),
    );
    Ok(Answer::Text(format!(
        "Current APN Name: {name}\nMMSC URL (for picture messages): {url}\n\
         (These are technical settings, usually best left unchanged.)"
    )))
}

pub fn wifi_status(state: &mut State) -> String {
    let device = state.device();
    if !device.field("wifi_enabled").truthy() {
        return "Wi-Fi is turned OFF.".to_owned();
    }
    if !device.field("wifi_connected").truthy() {
        return "Wi-Fi is ON but not connected to any network.".to_owned();
    }
    let (name, signal) = (
        text_at(device, "wifi_ssid"),
        text_at(device, "wifi_signal_strength"),
    );
    format!("Wi-Fi is ON and connected to '{name}'. Signal strength: {signal}.")
}

pub fn vpn_status(state: &mut State) -> String {
    let device = state.device();
    if !device.field("vpn_connected").truthy() {
        let set = device.field("vpn_enabled_setting").truthy();
        return if set {
            "VPN is turned ON in settings, but currently not connected.".to_owned()
        } else {
            "VPN is turned OFF.".to_owned()
        };
    }
    let details = device.field("vpn_details");
    if details.is_none() {
        return "VPN is ON and connected (no specific details available).".to_owned();
    }
    let level = text_at(details, "server_performance");
    format!(
        "VPN is ON and connected. Details: {{'server_address': {}, 'protocol': {}, \
         'server_performance': <PerformanceLevel.{}: '{level}'>}}",
        details.field("server_address").repr(),
        details.field("protocol").repr(),
        level.to_uppercase(),
    )
}
