//! The phone's VPN.

use super::phone::on;
use super::python::{no_attribute, Ask};
use super::state::State;
use super::tau2::V;
use super::Answer;

type Result<T> = std::result::Result<T, String>;

/// Connects to the toolkit's own server; says whether there was no connection.
///
/// The toolkit holds one description of that server. A connection is that description and no copy of it, so who spoils the
/// connection spoils the description, and every later connection with it.
pub fn connect_vpn(state: &mut State) -> bool {
    if on(state, "vpn_connected") {
        return false;
    }
    let performance = state.memory().field("vpn_performance").clone();
    let details = V::dict(vec![
        ("server_address", V::of("192.168.1.1")),
        ("protocol", V::of("OpenVPN")),
        ("server_performance", performance),
    ]);
    let device = state.device_mut();
    device.set("vpn_connected", V::Bool(true));
    device.set("vpn_details", details);
    state.memory_mut().set("vpn_is_own", V::Bool(true));
    true
}

pub fn disconnect_vpn(state: &mut State) -> bool {
    if !on(state, "vpn_connected") {
        return false;
    }
    let device = state.device_mut();
    device.set("vpn_connected", V::Bool(false));
    device.set("vpn_details", V::None);
    if state.memory().field("vpn_is_own").truthy() {
        state.memory_mut().set("vpn_is_own", V::Bool(false));
    }
    true
}

pub fn break_vpn(state: &mut State) -> Result<Answer> {
    connect_vpn(state);
    let mut details = state.device().field("vpn_details").clone();
    if details.is_none() {
        return Err(no_attribute(&details, "server_performance"));
    }
    details.set("server_performance", V::of("poor"));
    state.device_mut().set("vpn_details", details);
    if state.memory().field("vpn_is_own").truthy() {
        state.memory_mut().set("vpn_performance", V::of("poor"));
    }
    Ok(Answer::text("VPN connection broken."))
}
