//! The phone's apps and what they are permitted.

use super::python::{no_attribute, Ask};
use super::screen::with_bar;
use super::state::State;
use super::tau2::V;
use super::Answer;

type Result<T> = std::result::Result<T, String>;

const PERMISSIONS: [&str; 4] = ["sms", "storage", "phone", "network"];

/// The place of an app among the phone's apps.
pub fn app(state: &mut State, name: &V) -> Result<Option<usize>> {
    if matches!(name, V::List(_) | V::Dict(_)) {
        return Err(format!("unhashable type: '{}'", name.type_name()));
    }
    let mut apps = state.device().field("app_statuses").fields().iter();
    Ok(apps.position(|(app, _)| name.is(app)))
}

pub fn permissions(state: &mut State, app: usize) -> &V {
    state.device().field("app_statuses").fields()[app]
        .1
        .field("permissions")
}

pub fn granted(state: &mut State, app: usize) -> Vec<&'static str> {
    let permissions = permissions(state, app);
    let granted = PERMISSIONS
        .iter()
        .filter(|name| permissions.field(name).truthy());
    granted.copied().collect()
}

pub fn no_such_app(name: &V) -> Answer {
    Answer::Text(format!("App '{}' not found on this phone.", name.to_str()))
}

pub fn app_status(state: &mut State, name: &V) -> Result<Answer> {
    let place = match app(state, name)? {
        Some(place) => place,
        None => return Ok(no_such_app(name)),
    };
    let mut out = format!("Status for App: {}\n", name.to_str());
    let granted = granted(state, place);
    if granted.is_empty() {
        out.push_str(" - Permissions: None granted.");
    } else {
        out.push_str(" - Permissions Granted:");
        granted
            .iter()
            .for_each(|name| out.push_str(&format!("\n   - {name}")));
    }
    Ok(Answer::Text(out))
}

pub fn app_permissions(state: &mut State, name: &V) -> Result<Answer> {
    let place = match app(state, name)? {
        Some(place) => place,
        None => return Ok(no_such_app(name)),
    };
    let (name, granted) = (name.to_str(), granted(state, place));
    Ok(Answer::Text(if granted.is_empty() {
        format!("App '{name}' currently has no permissions granted.")
    } else {
        format!("App '{name}' has permission for: {}.", granted.join(", "))
    }))
}

pub fn set_permission(state: &mut State, app: usize, permission: &str, value: bool) {
    let mut apps = state.device().field("app_statuses").fields().to_vec();
    let mut permissions = apps[app].1.field("permissions").clone();
    permissions.set(permission, V::Bool(value));
    apps[app].1.set("permissions", permissions);
    state.device_mut().set("app_statuses", V::Dict(apps));
}

/// An app's place and a permission's name in small letters.
pub fn app_and_permission(
    state: &mut State,
    name: &V,
    permission: &V,
) -> Result<(Option<usize>, String)> {
    let place = app(state, name)?;
    match permission.str() {
        Some(permission) => Ok((place, permission.to_lowercase())),
        None => Err(no_attribute(permission, "lower")),
    }
}

pub fn grant_permission(state: &mut State, name: &V, permission: &V) -> Result<Answer> {
    let (place, permission) = app_and_permission(state, name, permission)?;
    let name = name.to_str();
    let known = PERMISSIONS.contains(&&*permission);
    let says = match place {
        None => format!("Error. App '{name}' not found. Cannot grant permission."),
        Some(_) if !known => {
            let all = "['sms', 'storage', 'phone', 'network']";
            format!(
                "Error. Permission '{permission}' not tracked for app '{name}', available permissions: {all}"
            )
        }
        Some(place) => {
            set_permission(state, place, &permission, true);
            format!("Success. Permission '{permission}' granted to app '{name}'.")
        }
    };
    Ok(with_bar(state, says))
}

/// Takes a permission away. What it says is a pair that nobody is shown.
pub fn remove_permission(state: &mut State, name: &V, permission: &V) -> Result<Answer> {
    let (place, permission) = app_and_permission(state, name, permission)?;
    if let Some(place) = place {
        if PERMISSIONS.contains(&&*permission) {
            set_permission(state, place, &permission, false);
        }
    }
    Ok(Answer::Nothing)
}
