//! The tools of a parcel shop in Rust: `track` and `release`, over the table `parcels`, whose rows are texts such as
//! `for Ada, held`.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;

use kit::{Reply, json::Json};

const TOOLS: &str = include_str!("tools.json");
const TABLE: &str = "parcels";
/// Bytes of a parcel's number, at most.
const MOST_KEY: usize = 64;

pack!(TOOLS, call);

fn call(name: &str, arguments: &Json) -> Result<Reply, String> {
    let parcel = arguments.field("parcel").and_then(Json::text).unwrap_or("");
    let row = row(parcel)?;
    let row = match name {
        "track" => row,
        _ => {
            let owner = row
                .strip_suffix("held")
                .ok_or("precondition: only a parcel that is held can be released")?;
            let sent = format!("{owner}sent");
            kit::put(TABLE, parcel, sent.as_bytes());
            sent
        }
    };
    Ok(Reply {
        text: format!("{parcel}: {row}"),
        data: None,
    })
}

fn row(parcel: &str) -> Result<String, String> {
    let none = || "not_found: there is no such parcel".to_owned();
    if !(1..=MOST_KEY).contains(&parcel.len()) {
        return Err(none());
    }
    let bytes = kit::get(TABLE, parcel).ok_or_else(none)?;
    String::from_utf8(bytes).map_err(|_| none())
}
