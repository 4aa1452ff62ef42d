//! How a number is written with its unit: one way for a duration, a share, a count and a rating.

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A time: whole seconds up to a minute, minutes and seconds from there on.
    Seconds,
    /// A time so short that its tenths matter.
    ShortSeconds,
    /// By how much the sections together miss their targets: percentage points, summed.
    PointsOff,
    /// A share of the recording.
    Percent,
    /// The difference of two shares.
    PercentPoints,
    /// From 1 to 5.
    Rating,
    /// The difference of two ratings.
    RatingSteps,
    PerMinute,
    SyllablesPerSecond,
    Semitones,
    Lufs,
    Takes,
    Minutes,
    Days,
}

impl Unit {
    /// The unit as it stands after a number, or in the head of a column.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Seconds | Self::ShortSeconds => "s",
            Self::PointsOff | Self::PercentPoints => "points",
            Self::Percent => "%",
            Self::Rating => "of 5",
            Self::RatingSteps => "steps",
            Self::PerMinute => "per minute",
            Self::SyllablesPerSecond => "syllables per second",
            Self::Semitones => "semitones",
            Self::Lufs => "LUFS",
            Self::Takes => "takes",
            Self::Minutes => "minutes",
            Self::Days => "days",
        }
    }

    /// The label after exactly one.
    const fn label_of_one(self) -> &'static str {
        match self {
            Self::PointsOff | Self::PercentPoints => "point",
            Self::RatingSteps => "step",
            Self::Takes => "take",
            Self::Minutes => "minute",
            Self::Days => "day",
            _ => self.label(),
        }
    }

    const fn decimals(self) -> usize {
        match self {
            Self::Seconds
            | Self::PointsOff
            | Self::Percent
            | Self::PercentPoints
            | Self::Takes
            | Self::Minutes
            | Self::Days => 0,
            Self::ShortSeconds
            | Self::Rating
            | Self::RatingSteps
            | Self::PerMinute
            | Self::SyllablesPerSecond
            | Self::Semitones
            | Self::Lufs => 1,
        }
    }

    /// The number alone. A time of a minute or more and a sum of minutes write their own unit.
    #[must_use]
    pub fn figure(self, value: f64) -> String {
        match self {
            Self::Seconds if value.abs().round() >= 60.0 => clock(value),
            Self::Minutes if value.abs().round() >= 60.0 => hours(value),
            _ => rounded(value, self.decimals()),
        }
    }

    /// The number with its unit: "48 s", "2:40", "10 points", "27 %", "3.6 of 5", "4 h 8 min".
    #[must_use]
    pub fn say(self, value: f64) -> String {
        let figure = self.figure(value);
        if figure.contains([':', 'h']) {
            return figure;
        }
        let label = if figure.trim_start_matches('-') == "1" { self.label_of_one() } else { self.label() };
        format!("{figure} {label}")
    }

    /// A difference with its sign and unit: "+5 s", "-0:45", "0 points".
    #[must_use]
    pub fn signed(self, value: f64) -> String {
        let said = self.say(value);
        let is_above = value > 0.0 && self.figure(value) != self.figure(0.0);
        if is_above { format!("+{said}") } else { said }
    }

    /// The number as a table shows it: with its unit where the number alone could be read as another one.
    #[must_use]
    pub fn cell(self, value: f64) -> String {
        if self.says_itself() { self.say(value) } else { self.figure(value) }
    }

    /// Whether cells carry the unit, so that the head of their column need not.
    #[must_use]
    pub const fn says_itself(self) -> bool {
        matches!(self, Self::Seconds | Self::Minutes)
    }
}

/// Minutes and seconds to the nearest second: "2:30", "1:02:03", "-0:45".
#[must_use]
pub fn clock(secs: f64) -> String {
    let whole = if secs.is_finite() { secs.abs().round() } else { 0.0 };
    let sign = if secs < 0.0 && whole > 0.0 { "-" } else { "" };
    let (hours, minutes, secs) = ((whole / 3_600.0).floor(), (whole / 60.0).floor() % 60.0, whole % 60.0);
    if hours > 0.0 {
        format!("{sign}{hours:.0}:{minutes:02.0}:{secs:02.0}")
    } else {
        format!("{sign}{minutes:.0}:{secs:02.0}")
    }
}

/// "4 h 8 min".
fn hours(minutes: f64) -> String {
    let whole = minutes.abs().round();
    let sign = if minutes < 0.0 { "-" } else { "" };
    format!("{sign}{:.0} h {:.0} min", (whole / 60.0).floor(), whole % 60.0)
}

fn rounded(value: f64, decimals: usize) -> String {
    // Halves go away from zero, as people round; the formatter alone would go to the even digit.
    let value = if decimals == 0 { value.round() } else { value };
    let rounded = format!("{value:.decimals$}");
    // What rounds to nothing is not below nothing.
    let is_zero = rounded.trim_start_matches('-').chars().all(|sign| sign == '0' || sign == '.');
    if is_zero { rounded.trim_start_matches('-').to_owned() } else { rounded }
}

/// A count with its noun: "1 take", "12 takes".
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_rounded_and_written_one_way() {
        assert_eq!(
            [0.0, 59.4, 59.6, 119.6, 3_725.0, -45.2, -0.2].map(clock),
            ["0:00", "0:59", "1:00", "2:00", "1:02:05", "-0:45", "0:00"]
        );
        assert_eq!(
            [48.3, 59.6, 159.6, -12.0].map(|secs| Unit::Seconds.say(secs)),
            ["48 s", "1:00", "2:40", "-12 s"]
        );
        assert_eq!([42.5, 43.5].map(|secs| Unit::Seconds.say(secs)), ["43 s", "44 s"]);
        assert_eq!([25.0, 247.7].map(|minutes| Unit::Minutes.say(minutes)), ["25 minutes", "4 h 8 min"]);
    }

    #[test]
    fn numbers_are_rounded_as_people_speak() {
        assert_eq!(Unit::PointsOff.say(10.4), "10 points");
        assert_eq!(Unit::PointsOff.say(0.6), "1 point");
        assert_eq!(Unit::Percent.say(26.8), "27 %");
        assert_eq!(Unit::Rating.say(3.2), "3.2 of 5");
        assert_eq!(Unit::PerMinute.figure(-0.04), "0.0");
        assert_eq!(Unit::PercentPoints.signed(11.8), "+12 points");
        assert_eq!(Unit::Seconds.signed(-45.0), "-45 s");
        assert_eq!(Unit::Seconds.signed(0.3), "0 s");
        assert_eq!(
            (Unit::Seconds.cell(48.3), Unit::Percent.cell(26.8)),
            ("48 s".to_owned(), "27".to_owned())
        );
    }
}
