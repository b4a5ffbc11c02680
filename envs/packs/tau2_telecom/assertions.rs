//! What a task may assert of the phone.

use super::phone::on;
use super::python::{no_attribute, Ask};
use super::radio::{can_send_mms, data_works, speed};
use super::state::State;
use super::tau2::V;

type Result<T> = std::result::Result<T, String>;

const STATUSES: [&str; 4] = ["connected", "searching", "no_service", "emergency_only"];

pub fn assertion<'a>(state: &mut State, name: &str, a: impl Fn(usize) -> &'a V) -> Result<bool> {
    let there = match name {
        "assert_airplane_mode_status" => on(state, "airplane_mode"),
        "assert_mobile_data_status" => data_works(state),
        "assert_mobile_roaming_status" => on(state, "roaming_enabled"),
        "assert_mobile_data_saver_mode_status" => on(state, "data_saver_mode"),
        "assert_can_send_mms" => can_send_mms(state)?,
        "assert_mobile_data_usage_exceeded" => state
            .surroundings()
            .field("mobile_data_usage_exceeded")
            .truthy(),
        "assert_service_status" => return service_is(state, a(0)),
        "assert_internet_speed" => return speed_is(state, a(0), a(1)),
        "assert_internet_not_excellent" => return Ok(speed(state).1 != "Excellent"),
        _ => return Err(format!("unknown function `{name}`")),
    };
    Ok(&V::Bool(there) == a(0))
}

pub fn service_is(state: &mut State, expected: &V) -> Result<bool> {
    if !expected
        .str()
        .map_or(false, |text| STATUSES.contains(&text))
    {
        return Err(format!("{} is not a valid NetworkStatus", expected.repr()));
    }
    Ok(state.device().field("network_connection_status") == expected)
}

pub fn speed_is(state: &mut State, least: &V, name: &V) -> Result<bool> {
    let (speed, is) = speed(state);
    let wanted = least.number().ok_or_else(|| {
        let other = least.type_name();
        format!("'>=' not supported between instances of 'float' and '{other}'")
    })?;
    let fast = speed.unwrap_or(0.0) >= wanted;
    match name {
        V::None => Ok(fast),
        _ if !fast => Ok(false),
        V::Str(name) => Ok(is.to_lowercase() == name.to_lowercase()),
        _ => Err(no_attribute(name, "lower")),
    }
}
