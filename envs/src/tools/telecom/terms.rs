//! The terms of the company: the numbers that its policy states and its rules check, from one place.

/// The day it is; days before it are counted from a day 0 that nobody remembers.
pub(super) const TODAY: i64 = 600;
/// Days after its day within which a charge can be refunded.
pub(super) const REFUND_DAYS: i64 = 60;
/// Days for which somebody has to be a customer before a phone is unlocked.
pub(super) const UNLOCK_DAYS: i64 = 180;
/// The settings that a phone has to have, and what each is to be.
pub(super) const SETTINGS: [(&str, &str); 4] = [
    ("airplane mode", "off"),
    ("mobile data", "on"),
    ("data saver", "off"),
    ("VPN", "off"),
];
/// The network mode that a phone is to have.
pub(super) const MODE: &str = "5G";
/// The access point and the address for pictures that a phone is to have.
pub(super) const ACCESS_POINT: &str = "internet";
pub(super) const PICTURES: &str = "mms.net";
/// Why a line is suspended.
pub(super) const OVERDUE: &str = "overdue bill";
pub(super) const FRAUD: &str = "suspected fraud";
