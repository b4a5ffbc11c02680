//! Seconds as dates, in the ways git writes them.

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A moment in a zone.
struct Moment {
    year: i64,
    month: usize,
    day: i64,
    week: usize,
    seconds: i64,
    zone: String,
}

/// The moment in a line `NAME <ADDRESS> SECONDS ZONE`.
fn moment(who: &str) -> Moment {
    let zone = who.rsplit(' ').next().unwrap_or("+0000").to_owned();
    let digits: i64 = zone.get(1..).and_then(|z| z.parse().ok()).unwrap_or(0);
    let offset = (digits / 100 * 60 + digits % 100) * 60;
    let offset = if zone.starts_with('-') {
        -offset
    } else {
        offset
    };
    let local = super::store::seconds(who).saturating_add(offset);
    let days = local.div_euclid(86_400);
    let (year, month, day) = civil(days);
    Moment {
        year,
        month,
        day,
        week: days.rem_euclid(7) as usize,
        seconds: local.rem_euclid(86_400),
        zone,
    }
}

/// Year, month from 0 and day of a day counted from 1970 (Howard Hinnant's `civil_from_days`,
/// https://howardhinnant.github.io/date_algorithms.html).
fn civil(days: i64) -> (i64, usize, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 2
    } else {
        shifted_month - 10
    };
    let year = year_of_era + era * 400 + i64::from(month < 2);
    (year, month as usize, day)
}

fn clock(seconds: i64) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// `Mon Jan 1 00:00:00 2024 +0000`.
pub(super) fn usual(who: &str) -> String {
    let m = moment(who);
    format!(
        "{} {} {} {} {} {}",
        DAYS[m.week],
        MONTHS[m.month],
        m.day,
        clock(m.seconds),
        m.year,
        m.zone
    )
}

/// `2024-01-01 00:00:00 +0000`.
pub(super) fn iso(who: &str) -> String {
    let m = moment(who);
    format!(
        "{:04}-{:02}-{:02} {} {}",
        m.year,
        m.month + 1,
        m.day,
        clock(m.seconds),
        m.zone
    )
}

/// `2024-01-01`.
pub(super) fn short(who: &str) -> String {
    let m = moment(who);
    format!("{:04}-{:02}-{:02}", m.year, m.month + 1, m.day)
}

/// `2024-01-01T00:00:00+00:00`.
pub(super) fn strict(who: &str) -> String {
    let m = moment(who);
    let hours = m.zone.get(..3).unwrap_or("+00");
    let minutes = m.zone.get(3..).unwrap_or("00");
    format!(
        "{:04}-{:02}-{:02}T{}{hours}:{minutes}",
        m.year,
        m.month + 1,
        m.day,
        clock(m.seconds)
    )
    .replace("+00:00", "Z")
}

/// `Mon, 1 Jan 2024 00:00:00 +0000`.
pub(super) fn mail(who: &str) -> String {
    let m = moment(who);
    format!(
        "{}, {} {} {} {} {}",
        DAYS[m.week],
        m.day,
        MONTHS[m.month],
        m.year,
        clock(m.seconds),
        m.zone
    )
}
