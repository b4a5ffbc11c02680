//! What the phone's radio does: the network it finds, and whether and how fast data goes through.

use super::apps::{app, permissions};
use super::python::{no_attribute, two_digits, Ask};
use super::state::State;
use super::tau2::V;

type Result<T> = std::result::Result<T, String>;

pub fn data_works(state: &mut State) -> bool {
    let around = state.surroundings();
    let is = |field: &str| around.field(field).truthy();
    let (abroad, allowed) = (is("is_abroad"), is("roaming_allowed"));
    let exceeded = is("mobile_data_usage_exceeded");
    let device = state.device();
    let is = |field: &str| device.field(field).truthy();
    let no_signal = device.field("network_signal_strength").is("none");
    let no_service = device.field("network_connection_status").is("no_service");
    let stranded = abroad && !(is("roaming_enabled") && allowed);
    let lost = is("airplane_mode") || no_signal || no_service || stranded;
    !lost && is("data_enabled") && !exceeded
}

/// Megabits a second and what they are called; no number without a connection.
pub fn speed(state: &mut State) -> (Option<f64>, &'static str) {
    if !data_works(state) {
        return (None, "No Connection");
    }
    let device = state.device();
    let slowed = device.field("vpn_connected").truthy()
        && device
            .field("vpn_details")
            .field("server_performance")
            .is("poor");
    let mut factor = if slowed { 0.1 } else { 1.0 };
    if device.field("data_saver_mode").truthy() {
        factor *= 0.2;
    }
    let (least, most) = match device.field("network_technology_connected").str() {
        Some("2G") => (0.1, 0.4),
        Some("3G") => (1.0, 5.0),
        Some("4G") => (10.0, 100.0),
        Some("5G") => (50.0, 500.0),
        _ => (0.0, 0.0),
    };
    let signal = match device.field("network_signal_strength").str() {
        Some("poor") => 0.2,
        Some("fair") => 0.5,
        Some("good") => 0.8,
        Some("excellent") => 1.0,
        _ => 0.0,
    };
    let speed: f64 = (least + most) / 2.0 * signal * factor;
    let speed = two_digits(speed).parse().unwrap_or(speed);
    let name = match speed {
        s if s < 1.0 => "Very Poor",
        s if s < 5.0 => "Poor",
        s if s < 25.0 => "Fair",
        s if s < 100.0 => "Good",
        _ => "Excellent",
    };
    (Some(speed), name)
}

pub fn sim_status(state: &mut State) -> &'static str {
    let device = state.device();
    if device.field("sim_card_missing").truthy() {
        return "missing";
    }
    match device.field("sim_card_status").str() {
        Some("active") => "active",
        Some("locked_pin") => "locked_pin",
        Some("locked_puk") => "locked_puk",
        _ => "missing",
    }
}

/// A field of the access point's settings. They may have been set to what has no fields.
pub fn setting<'a>(device: &'a V, field: &str) -> Result<&'a V> {
    match device.field("active_apn_settings") {
        settings @ V::Dict(_) => Ok(settings.field(field)),
        other => Err(no_attribute(other, field)),
    }
}

pub fn set_setting(state: &mut State, field: &str, value: V) -> Result<()> {
    setting(state.device(), field)?;
    let mut settings = state.device().field("active_apn_settings").clone();
    settings.set(field, value);
    state.device_mut().set("active_apn_settings", settings);
    Ok(())
}

pub fn can_send_mms(state: &mut State) -> Result<bool> {
    if !data_works(state) {
        return Ok(false);
    }
    let device = state.device();
    let is = |field: &str| device.field(field).truthy();
    if device.field("network_technology_connected").is("2G")
        || (is("wifi_calling_enabled") && is("wifi_calling_mms_over_wifi"))
        || setting(device, "mmsc_url")?.is_none()
    {
        return Ok(false);
    }
    let messaging = app(state, &V::of("messaging"))?;
    Ok(messaging.map_or(false, |app| {
        let permissions = permissions(state, app);
        permissions.field("storage").truthy() && permissions.field("sms").truthy()
    }))
}

pub fn set_network(device: &mut V, status: &str, technology: &str, signal: V) {
    device.set("network_connection_status", V::of(status));
    device.set("network_technology_connected", V::of(technology));
    device.set("network_signal_strength", signal);
}

/// The phone looks for a network.
pub fn search(state: &mut State) -> Result<()> {
    let active = sim_status(state) == "active";
    let around = state.surroundings();
    let line_active = around.field("line_active").truthy();
    let signals = around.field("signal_strength").clone();
    let signal = |technology: &str| {
        let signal = signals.get(technology);
        signal.cloned().unwrap_or_else(|| V::of("none"))
    };
    let device = state.device_mut();
    let no_service = |device: &mut V| set_network(device, "no_service", "none", V::of("none"));
    if active {
        let technology = match device.field("network_mode_preference").str() {
            Some("4g_5g_preferred") if !signal("5G").is("none") => "5G",
            Some("3g_only") => "3G",
            Some("2g_only") => "2G",
            _ => "4G",
        };
        set_network(device, "connected", technology, signal(technology));
    } else {
        no_service(device);
    }
    if device.field("airplane_mode").truthy() {
        no_service(device);
    }
    if setting(device, "apn_name")?.is("broken") {
        no_service(device);
    }
    if !line_active {
        no_service(device);
    }
    Ok(())
}
