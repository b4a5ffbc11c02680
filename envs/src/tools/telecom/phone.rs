//! A customer's phone, and what ails it.

use super::terms::{ACCESS_POINT, MODE, PICTURES};
use serde_json::{Value, json};
use truestep_core::chance::Chance;

/// What keeps a line or its phone from working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trouble {
    /// Airplane mode is on.
    Airplane,
    /// The SIM does not sit well.
    SimLoose,
    /// The SIM asks for the code that unlocks it.
    SimLocked,
    /// The network is down in the area.
    Outage,
    /// The line is suspended for overdue bills.
    Suspended,
    /// The line is suspended because of suspected fraud.
    Fraud,
    /// Roaming is off at the line of a customer who is abroad.
    RoamingAtLine,
    /// Data roaming is off on the phone of a customer who is abroad.
    RoamingOnPhone,
    /// The data of the month is used up.
    UsedUp,
    /// Mobile data is off.
    DataOff,
    /// The access point is another.
    AccessPoint,
    /// The network mode is a slow one.
    Mode,
    /// Data saver is on.
    Saver,
    /// A VPN is on.
    Vpn,
    /// The messages app may not use files.
    Messages,
    /// The address for pictures is another.
    Pictures,
}

use Trouble as T;

/// What ails a line, all at once; lines in turn have one of these.
pub(super) const AILMENTS: &[&[Trouble]] = &[
    &[],
    &[T::Airplane],
    &[],
    &[T::SimLoose],
    &[T::SimLocked],
    &[T::Outage],
    &[T::Suspended],
    &[T::Fraud],
    &[],
    &[T::RoamingAtLine],
    &[T::RoamingOnPhone],
    &[T::RoamingAtLine, T::RoamingOnPhone],
    &[T::UsedUp],
    &[T::DataOff],
    &[T::AccessPoint],
    &[],
    &[T::Mode],
    &[T::Saver],
    &[T::Vpn],
    &[T::Mode, T::Saver],
    &[T::Mode, T::Vpn],
    &[T::Messages],
    &[T::Pictures],
    &[T::Messages, T::Pictures],
    &[],
    &[T::Airplane, T::DataOff],
    &[T::Airplane, T::AccessPoint],
    &[T::SimLoose, T::DataOff],
    &[T::Suspended, T::Airplane],
    &[T::Suspended, T::SimLoose],
    &[T::UsedUp, T::DataOff],
    &[T::Suspended],
    &[T::Outage, T::Airplane],
    &[T::Outage, T::SimLoose],
    &[],
];

/// A phone as its customer holds it.
#[derive(Clone, Debug)]
pub(super) struct Phone {
    /// The area or the country it is in.
    pub(super) place: &'static str,
    pub(super) is_abroad: bool,
    pub(super) airplane_mode: bool,
    pub(super) mobile_data: bool,
    pub(super) data_roaming: bool,
    pub(super) wifi_calling: bool,
    pub(super) data_saver: bool,
    pub(super) vpn: bool,
    pub(super) mode: &'static str,
    pub(super) sim: &'static str,
    pub(super) access: &'static str,
    pub(super) pictures: &'static str,
    pub(super) may_use_files: bool,
}

impl Phone {
    /// A phone with these troubles. What they do not settle and does no harm besides is drawn.
    pub(super) fn draw(
        place: &'static str,
        is_abroad: bool,
        ailment: &[Trouble],
        chance: &mut impl Chance,
    ) -> Self {
        let has = |trouble| ailment.contains(&trouble);
        let slow = ["2G", "3G", "4G"][chance.below(3) as usize];
        let other = ["wap", "web.old", "corporate"][chance.below(3) as usize];
        let old = ["mms.old", "pictures.old"][chance.below(2) as usize];
        Self {
            place,
            is_abroad,
            airplane_mode: has(T::Airplane),
            mobile_data: !has(T::DataOff),
            data_roaming: (is_abroad || chance.below(2) == 1) && !has(T::RoamingOnPhone),
            wifi_calling: chance.below(2) == 1,
            data_saver: has(T::Saver),
            vpn: has(T::Vpn),
            mode: if has(T::Mode) { slow } else { MODE },
            sim: match () {
                () if has(T::SimLocked) => "locked",
                () if has(T::SimLoose) => "loose",
                () => "ready",
            },
            access: if has(T::AccessPoint) {
                other
            } else {
                ACCESS_POINT
            },
            pictures: if has(T::Pictures) { old } else { PICTURES },
            may_use_files: !has(T::Messages),
        }
    }

    /// Its row.
    pub(super) fn row(&self, owner: &str) -> Value {
        json!({"owner": owner, "place": self.place, "abroad": self.is_abroad,
            "airplane mode": switch(self.airplane_mode), "mobile data": switch(self.mobile_data),
            "data roaming": switch(self.data_roaming), "wi-fi calling": switch(self.wifi_calling),
            "data saver": switch(self.data_saver), "VPN": switch(self.vpn), "mode": self.mode, "sim": self.sim,
            "access": self.access, "pictures": self.pictures,
            "messages": if self.may_use_files { "allowed" } else { "forbidden" }})
    }
}

/// A switch as it is spoken of.
pub(super) fn switch(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}
