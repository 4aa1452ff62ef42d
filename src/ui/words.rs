//! How dates, lengths and counts are put into words, the same everywhere.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::figures::Unit;
pub use crate::domain::figures::{clock, count};
use crate::domain::job_role::JobRole;

/// A moment as one would say it today: "today 14:05", "yesterday", "3 March", "3 March 2025".
#[must_use]
pub fn when(moment: Timestamp, now: Timestamp) -> String {
    let zone = TimeZone::system();
    let (then, today) = (moment.to_zoned(zone.clone()), now.to_zoned(zone));
    let days = today.date().since(then.date()).map_or(i32::MAX, |span| span.get_days());
    match days {
        0 => then.strftime("today %H:%M").to_string(),
        1 => "yesterday".to_owned(),
        _ if then.year() == today.year() => then.strftime("%-d %B").to_string(),
        _ => then.strftime("%-d %B %Y").to_string(),
    }
}

/// A length in minutes and seconds: "2 min 30 s".
#[must_use]
pub fn length(secs: u32) -> String {
    match (secs / 60, secs % 60) {
        (0, secs) => format!("{secs} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, secs) => format!("{minutes} min {secs} s"),
    }
}

/// The time that has passed, in whole seconds, as a running clock shows it: "0:07", "2:30", "1:02:03".
#[must_use]
pub fn running(secs: f64) -> String {
    clock(secs.max(0.0).floor())
}

/// Whole seconds gone by; what is negative or undefined counts as none.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and a negative or undefined time is meant to become zero"
)]
pub fn whole_secs(secs: f64) -> u64 {
    secs.floor() as u64
}

/// How far a split lies from its target: "1 point off target", "12 points off target".
#[must_use]
pub fn points_off(points: f64) -> String {
    format!("{} off target", Unit::PointsOff.say(points))
}

/// The roles that questions are tagged with, and none.
pub fn roles() -> Vec<(Option<JobRole>, String)> {
    let named = JobRole::ALL.map(|role| (Some(role), role.name().to_owned()));
    [(None, "Any role".to_owned())].into_iter().chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_of_one_point_is_told_in_the_singular() {
        assert_eq!(
            [0.6, 1.4, 1.6].map(points_off),
            ["1 point off target", "1 point off target", "2 points off target"]
        );
    }

    #[test]
    fn lengths_are_told_in_minutes_and_seconds() {
        assert_eq!([45, 120, 150].map(length), ["45 s", "2 min", "2 min 30 s"]);
    }

    #[test]
    fn a_running_clock_shows_the_seconds_that_have_passed() {
        assert_eq!(
            [0.0, 59.99, 60.0, 3_661.5, -1.0].map(running),
            ["0:00", "0:59", "1:00", "1:01:01", "0:00"]
        );
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        let now: Timestamp = "2026-03-05T12:00:00Z".parse().unwrap();
        assert!(when(now, now).starts_with("today "));
        assert_eq!(when("2025-01-02T12:00:00Z".parse().unwrap(), now), "2 January 2025");
        assert_eq!(when("2026-01-02T12:00:00Z".parse().unwrap(), now), "2 January");
    }
}
