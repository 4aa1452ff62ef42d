//! Plain verdicts on time: how long a section or an answer was against what it aimed at, in words. Differences are
//! those of the rounded figures, so that what is read always adds up.

use super::figures::{Unit, clock};
use super::settings::{LengthZones, Zone};
use super::split::{Tolerance, Verdict};
use super::split_table::{Part, SplitTable};

/// The time of a part: "48 s", and from a minute on "1:15".
#[must_use]
pub fn span(secs: f64) -> String {
    Unit::Seconds.say(secs)
}

/// The nearest whole number, as figures are written.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "float casts saturate, and lengths are far below that")]
pub fn whole(value: f64) -> i64 {
    value.round() as i64
}

/// How a section lies against its target: "3 s short", "14 s long", "in range 6 to 14 s", "not told".
#[must_use]
pub fn of_part(part: &Part, table: &SplitTable) -> String {
    let off = whole(part.secs) - whole(part.target_secs);
    match part.verdict {
        Verdict::Under if part.secs <= 0.0 => "not told".to_owned(),
        Verdict::Under if off < 0 => format!("{} short", span(to_secs(-off))),
        Verdict::Over if off > 0 => format!("{} long", span(to_secs(off))),
        _ => {
            let (from, to) = range_secs(part, table);
            if to < 60 {
                format!("in range {from} to {to} s")
            } else {
                format!("in range {} to {}", span(to_secs(from)), span(to_secs(to)))
            }
        }
    }
}

/// The same in shares: "3 points short", "in range 43 to 58 %".
#[must_use]
pub fn of_part_in_percent(part: &Part, tolerance: Tolerance) -> String {
    let off = whole(part.percent) - whole(part.target_percent);
    let points = |off: i64| if off == 1 { "1 point".to_owned() } else { format!("{off} points") };
    match part.verdict {
        Verdict::Under if part.secs <= 0.0 => "not told".to_owned(),
        Verdict::Under if off < 0 => format!("{} short", points(-off)),
        Verdict::Over if off > 0 => format!("{} long", points(off)),
        _ => {
            let band = tolerance.per_section_points();
            let (from, to) = ((part.target_percent - band).max(0.0), part.target_percent + band);
            format!("in range {} to {} %", whole(from), whole(to))
        }
    }
}

/// The seconds between which nothing is said about a section of an answer as long as this one.
#[must_use]
pub fn range_secs(part: &Part, table: &SplitTable) -> (i64, i64) {
    let band = table.tolerance.per_section_points() / 100.0 * table.recorded_secs;
    (whole((part.target_secs - band).max(0.0)), whole(part.target_secs + band))
}

#[expect(clippy::cast_precision_loss, reason = "seconds of an answer")]
const fn to_secs(whole: i64) -> f64 {
    whole as f64
}

/// How long an answer was against its aim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    pub secs: f64,
    pub aim_secs: f64,
    pub zone: Zone,
}

/// Within this share of the aim an answer is as long as it was meant to be.
const AS_AIMED: f64 = 0.04;

/// Below this share of the aim an answer is a fragment, whose split says little.
const FRAGMENT: f64 = 1.0 / 3.0;

impl Length {
    /// A length against its aim, with zones that are those of that aim.
    #[must_use]
    pub fn of(secs: f64, aim_secs: u32, zones: LengthZones) -> Self {
        Self { secs, aim_secs: aim_secs.into(), zone: zones.zone(secs) }
    }

    /// Whether the answer is too short for its split to mean anything.
    #[must_use]
    pub fn is_fragment(&self) -> bool {
        self.secs < FRAGMENT * self.aim_secs
    }

    /// Whether nothing need be said about it.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        match self.zone {
            Zone::Enough => true,
            Zone::NotYet | Zone::WrapUp => self.is_as_aimed(),
            Zone::Over => false,
        }
    }

    fn is_as_aimed(&self) -> bool {
        (self.secs - self.aim_secs).abs() <= AS_AIMED * self.aim_secs
    }

    /// How it lies against the aim: "0:11 over your 2:30", "less than half of your 2:30", "as long as your 2:30".
    #[must_use]
    pub fn against_aim(&self) -> String {
        let aim = clock(self.aim_secs);
        let off = whole(self.secs) - whole(self.aim_secs);
        if self.secs < self.aim_secs / 3.0 {
            format!("less than a third of your {aim}")
        } else if self.secs < self.aim_secs / 2.0 {
            format!("less than half of your {aim}")
        } else if off == 0 {
            format!("just your {aim}")
        } else if off > 0 {
            format!("{} over your {aim}", clock(to_secs(off)))
        } else if self.zone == Zone::NotYet {
            format!("{} short of your {aim}", clock(to_secs(-off)))
        } else {
            format!("{} under your {aim}", clock(to_secs(-off)))
        }
    }

    /// The length and how it lies: "2:41, 0:11 over your 2:30".
    #[must_use]
    pub fn said(&self) -> String {
        format!("{}, {}", clock(self.secs), self.against_aim())
    }
}

/// The split and the length in a few words, as lists have room for: "on target", "Result 14 s long",
/// "0:11 over your 2:30", "not marked".
#[must_use]
pub fn in_short(table: Option<&SplitTable>, length: Length) -> String {
    let Some(table) = table else { return "not marked".to_owned() };
    if length.is_fragment() {
        return length.against_aim();
    }
    let off = |part: &&Part| (part.percent - part.target_percent).abs();
    let worst = table.parts.iter().filter(|part| part.verdict != Verdict::OnTarget);
    match worst.max_by(|a, b| off(a).total_cmp(&off(b))) {
        Some(part) => format!("{} {}", part.name, of_part(part, table)),
        None if length.is_quiet() => "on target".to_owned(),
        None => length.against_aim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::settings::Settings;
    use crate::domain::split::Mark;
    use proptest::prelude::*;

    fn table(secs: f64, marks: &[(f64, usize)]) -> SplitTable {
        let mut take = samples::take(secs);
        let rate = take.recording.rate;
        take.live_marks =
            marks.iter().map(|&(secs, section)| Mark { at: rate.frames(secs), section }).collect();
        SplitTable::of(&take, Tolerance::DEFAULT).unwrap()
    }

    fn length(secs: f64, aim: u32) -> Length {
        Length::of(secs, aim, Settings::default().zones_for(aim))
    }

    #[test]
    fn a_section_says_how_much_it_is_off_or_the_range_it_lies_in() {
        let table = table(160.0, &[(0.0, 0), (24.0, 1), (40.0, 2), (106.0, 3)]);
        let said: Vec<String> = table.parts.iter().map(|part| of_part(part, &table)).collect();
        assert_eq!(said, ["in range 12 to 36 s", "in range 4 to 28 s", "14 s short", "14 s long"]);
        let said: Vec<String> =
            table.parts.iter().map(|part| of_part_in_percent(part, table.tolerance)).collect();
        assert_eq!(said[2..], ["9 points short", "9 points long"]);
        assert_eq!(said[0], "in range 8 to 23 %");
    }

    #[test]
    fn a_section_that_was_left_out_is_not_told() {
        let table = table(100.0, &[(0.0, 0), (20.0, 2)]);
        assert_eq!(of_part(&table.parts[3], &table), "not told");
        assert_eq!(in_short(Some(&table), length(100.0, 150)), "Action 30 s long");
    }

    #[test]
    fn an_answer_is_measured_against_its_own_aim() {
        let said =
            [(161.0, 150), (63.0, 150), (38.0, 150), (120.0, 150), (66.0, 60), (48.0, 60), (150.4, 150)];
        assert_eq!(
            said.map(|(secs, aim)| length(secs, aim).said()),
            [
                "2:41, 0:11 over your 2:30",
                "1:03, less than half of your 2:30",
                "0:38, less than a third of your 2:30",
                "2:00, 0:30 under your 2:30",
                "1:06, 0:06 over your 1:00",
                "0:48, 0:12 under your 1:00",
                "2:30, just your 2:30",
            ]
        );
        assert_eq!(length(100.0, 150).against_aim(), "0:50 short of your 2:30");
        assert!(
            length(149.0, 150).is_quiet() && length(155.0, 150).is_quiet() && length(130.0, 150).is_quiet()
        );
        assert!(!length(161.0, 150).is_quiet() && !length(100.0, 150).is_quiet());
    }

    #[test]
    fn a_fragment_is_never_on_target() {
        let table = table(38.0, &[(0.0, 0), (5.7, 1), (9.5, 2), (28.5, 3)]);
        assert!(table.is_quiet());
        assert_eq!(in_short(Some(&table), length(38.0, 150)), "less than a third of your 2:30");
        assert_eq!(in_short(Some(&table), length(38.0, 38)), "on target");
        assert_eq!(in_short(None, length(38.0, 38)), "not marked");
    }

    proptest! {
        #[test]
        fn what_is_said_of_a_section_adds_up(secs in 20.0f64..400.0, cut in 0.0f64..1.0) {
            let table = table(secs, &[(0.0, 0), (secs * cut, 2)]);
            for part in &table.parts {
                let said = of_part(part, &table);
                let off = whole(part.secs) - whole(part.target_secs);
                if let Some(short) = said.strip_suffix(" s short").filter(|short| !short.contains(':')) {
                    prop_assert_eq!(short.parse::<i64>().unwrap(), -off);
                }
                if said.starts_with("in range") {
                    let (from, to) = range_secs(part, &table);
                    prop_assert!(from <= whole(part.secs) && whole(part.secs) <= to, "{}", said);
                }
            }
        }
    }
}
