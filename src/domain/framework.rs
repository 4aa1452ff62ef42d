//! Answer frameworks: the sections an answer is told in, and how its time should divide among them.

use std::fmt;

/// The name a framework is known by in files: `star`, `car`, or one the user chose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameworkId(pub String);

impl FrameworkId {
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for FrameworkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One part of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub name: String,
    /// What the speaker should say here, as a short prompt.
    pub prompt: String,
    /// Whether this is where the speaker begins to act; the time before it is the set-up.
    pub acts: bool,
}

impl Section {
    /// The letter that stands for the section wherever its hue does.
    #[must_use]
    pub fn letter(&self) -> char {
        letter(&self.name)
    }
}

/// The section that tells what came of it: the one that is called a result, or else the first that follows where
/// the speaker acts.
#[must_use]
pub fn result_section(sections: &[Section]) -> Option<usize> {
    let acting = sections.iter().position(|section| section.acts)?;
    let mut after = sections.iter().enumerate().skip(acting).filter(|(_, section)| !section.acts);
    let named = after.clone().find(|(_, section)| section.name.trim().to_lowercase().starts_with("result"));
    named.or_else(|| after.next()).map(|(index, _)| index)
}

/// Which hue each section has, by its part in the answer: where the speaker acts has one hue in every framework, and
/// what came of it another.
#[must_use]
pub fn hues(sections: &[Section]) -> Vec<usize> {
    if let [alone] = sections {
        return vec![hue_alone(alone)];
    }
    let Some(acting) = sections.iter().position(|section| section.acts) else {
        return (0..sections.len()).collect();
    };
    let result = result_section(sections);
    let mut others = SETUP_HUES.into_iter().chain(RESULT_HUE + 1..);
    let mut after = RESULT_HUE + 1..;
    let hue = |(index, _): (usize, &Section)| match index {
        _ if index == acting => ACTING_HUE,
        _ if Some(index) == result => RESULT_HUE,
        _ if index < acting => {
            let next = others.next().unwrap_or(0);
            after.start = after.start.max(next + 1);
            next
        }
        _ => after.next().unwrap_or(0),
    };
    sections.iter().enumerate().map(hue).collect()
}

const SETUP_HUES: [usize; 2] = [0, 1];
const ACTING_HUE: usize = 2;
const RESULT_HUE: usize = 3;

/// The hue of a section that is told on its own: the one it has in the framework it comes from.
fn hue_alone(section: &Section) -> usize {
    if section.acts {
        return ACTING_HUE;
    }
    let place = |framework: Framework| {
        let at = framework.sections.iter().position(|other| other.name == section.name)?;
        hues(&framework.sections).get(at).copied()
    };
    built_in().into_iter().find_map(place).unwrap_or(0)
}

/// A name's first letter as a capital, or a question mark where there is none.
#[must_use]
pub fn letter(name: &str) -> char {
    name.chars().next().map_or('?', |first| first.to_uppercase().next().unwrap_or(first))
}

/// An answer's sections in the order they are meant to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    pub id: FrameworkId,
    pub name: String,
    pub best_for: String,
    pub sections: Vec<Section>,
    pub targets: Targets,
}

impl Framework {
    /// The first section in which the speaker acts.
    #[must_use]
    pub fn acting_section(&self) -> Option<usize> {
        self.sections.iter().position(|section| section.acts)
    }

    /// What is wrong with a framework that somebody typed, in the reader's words.
    ///
    /// # Errors
    /// The first fault found.
    pub fn validate(&self) -> Result<(), FrameworkFault> {
        if self.name.trim().is_empty() {
            return Err(FrameworkFault::NoName);
        }
        if self.sections.is_empty() || self.sections.len() > MAX_SECTIONS {
            return Err(FrameworkFault::SectionCount(self.sections.len()));
        }
        if self.sections.iter().any(|section| section.name.trim().is_empty()) {
            return Err(FrameworkFault::UnnamedSection);
        }
        if self.targets.shares().len() != self.sections.len() {
            return Err(FrameworkFault::TargetCount);
        }
        Ok(())
    }
}

/// Digit keys 1 to 6 jump to a section, so no framework has more.
pub const MAX_SECTIONS: usize = 6;

/// Sections that an answer can be told in. A question may have more phases than a framework has sections.
pub const MAX_PARTS: usize = 24;

/// Why a framework cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameworkFault {
    NoName,
    SectionCount(usize),
    UnnamedSection,
    TargetCount,
}

impl fmt::Display for FrameworkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("The framework needs a name"),
            Self::SectionCount(count) => {
                write!(f, "A framework has 1 to {MAX_SECTIONS} sections, this one has {count}")
            }
            Self::UnnamedSection => f.write_str("Every section needs a name"),
            Self::TargetCount => f.write_str("Every section needs a target share"),
        }
    }
}

impl std::error::Error for FrameworkFault {}

/// A share of an answer in tenths of a per cent, so that thirds and halves can be edited exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(pub u16);

impl Share {
    pub const WHOLE: Self = Self(1_000);

    #[must_use]
    pub const fn percent(whole_percent: u16) -> Self {
        Self(whole_percent * 10)
    }

    #[must_use]
    pub fn as_percent(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    #[must_use]
    pub fn as_fraction(self) -> f64 {
        f64::from(self.0) / f64::from(Self::WHOLE.0)
    }
}

/// Where target shares come from; the screen says so beside the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetOrigin {
    /// The framework prescribes the split.
    Prescribed,
    /// No share is prescribed, but seconds for each part are; these shares follow them.
    FromSeconds,
    /// Nothing is prescribed; this program proposes the split.
    Proposed,
    /// Nothing is prescribed, so every section gets the same share as a starting point.
    Even,
    /// One of the splits that other coaches publish.
    Preset(String),
    /// The user typed it.
    Own,
}

/// The share of the answer that each section should take; together they are the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    shares: Vec<Share>,
    pub origin: TargetOrigin,
}

impl Targets {
    /// The targets, where the shares add up to the whole answer.
    #[must_use]
    pub fn new(shares: Vec<Share>, origin: TargetOrigin) -> Option<Self> {
        let total: u32 = shares.iter().map(|share| u32::from(share.0)).sum();
        (!shares.is_empty() && total == u32::from(Share::WHOLE.0)).then_some(Self { shares, origin })
    }

    /// The same share for every section; the last takes what does not divide.
    #[must_use]
    pub fn even(sections: usize) -> Self {
        let count = u16::try_from(sections.clamp(1, MAX_PARTS)).unwrap_or(1);
        let each = Share::WHOLE.0 / count;
        let mut shares = vec![Share(each); usize::from(count)];
        if let Some(last) = shares.last_mut() {
            last.0 = Share::WHOLE.0 - each * (count - 1);
        }
        Self { shares, origin: TargetOrigin::Even }
    }

    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// Seconds per section for an answer of `length_secs`.
    pub fn secs(&self, length_secs: f64) -> impl Iterator<Item = f64> + '_ {
        self.shares.iter().map(move |share| share.as_fraction() * length_secs)
    }

    fn of_percent(percent: &[u16], origin: TargetOrigin) -> Self {
        Self { shares: percent.iter().map(|&share| Share::percent(share)).collect(), origin }
    }
}

impl TargetOrigin {
    /// Where a split comes from, in the reader's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Prescribed => "The framework prescribes this split.".to_owned(),
            Self::FromSeconds => {
                "The framework prescribes no split. This one follows the usual seconds: 30 to 45, 60 to 90 and 30 to 45."
                    .to_owned()
            }
            Self::Proposed => "The framework prescribes no split. This one is our own proposal.".to_owned(),
            Self::Even => {
                "The framework prescribes no split, so every section begins with the same share.".to_owned()
            }
            Self::Preset(who) => format!("As published by {who}."),
            Self::Own => "Your own split.".to_owned(),
        }
    }
}

/// A split of STAR that somebody publishes, offered beside the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    pub name: &'static str,
    pub percent: [u16; 4],
}

impl Preset {
    #[must_use]
    pub fn targets(&self) -> Targets {
        Targets::of_percent(&self.percent, TargetOrigin::Preset(self.name.to_owned()))
    }
}

/// Splits of STAR other than the prescribed one, with who publishes them.
pub const STAR_PRESETS: [Preset; 3] = [
    Preset { name: "University of Washington", percent: [20, 10, 60, 10] },
    Preset { name: "Velyq", percent: [15, 10, 60, 15] },
    Preset { name: "JobCoach AI", percent: [10, 10, 60, 20] },
];

/// Answer lengths offered as targets, in seconds.
pub const TARGET_LENGTHS_SECS: [u32; 6] = [60, 90, 120, 150, 180, 300];

/// The length an answer aims at unless the user says otherwise.
pub const DEFAULT_LENGTH_SECS: u32 = 150;

/// The length the very first answer aims at, because a short one is easily begun.
pub const FIRST_AIM_SECS: u32 = 60;

/// The frameworks every library knows.
#[must_use]
pub fn built_in() -> Vec<Framework> {
    vec![star(), car(), soar(), carl(), par(), digs(), pressure(), person()]
}

fn star() -> Framework {
    framework(
        "star",
        "STAR",
        "Most questions about something you did",
        (&[15, 10, 50, 25], TargetOrigin::Prescribed),
        &[
            ("Situation", "Where things stood, in two sentences", false),
            ("Task", "What you had to achieve", false),
            ("Action", "What you did, step by step, and why", true),
            ("Result", "What changed, with a number", false),
        ],
    )
}

fn car() -> Framework {
    framework(
        "car",
        "CAR",
        "A short example, or a reply to a follow-up on the spot",
        (&[20, 50, 30], TargetOrigin::Prescribed),
        &[
            ("Challenge", "The problem you faced", false),
            ("Action", "What you did about it", true),
            ("Result", "What came of it", false),
        ],
    )
}

fn soar() -> Framework {
    framework(
        "soar",
        "SOAR",
        "Conflict, or a barrier that is the heart of the story",
        (&[15, 20, 45, 20], TargetOrigin::Proposed),
        &[
            ("Situation", "The background somebody new needs", false),
            ("Obstacle", "What stood in the way, and why it was hard", false),
            ("Action", "How you answered it", true),
            ("Result", "What followed", false),
        ],
    )
}

fn carl() -> Framework {
    framework(
        "carl",
        "CARL",
        "Failure, hindsight and growth",
        (&[20, 45, 20, 15], TargetOrigin::Proposed),
        &[
            ("Context", "What was going on", false),
            ("Action", "The steps you took", true),
            ("Result", "How it turned out, well or badly", false),
            ("Learning", "What you do differently now", false),
        ],
    )
}

fn par() -> Framework {
    framework(
        "par",
        "PAR",
        "Debugging, performance and other technical problems",
        (&[25, 50, 25], TargetOrigin::FromSeconds),
        &[
            ("Problem", "What exactly was wrong", false),
            ("Action", "The solution and how you put it in place", true),
            ("Result", "The effect in numbers", false),
        ],
    )
}

fn digs() -> Framework {
    framework(
        "digs",
        "DIGS",
        "A big story that needs a hook",
        (&[20, 15, 45, 20], TargetOrigin::Proposed),
        &[
            ("Dramatise", "A scene the listener can see", false),
            ("Indicate", "The turning point, and where you came in", false),
            ("Go through", "The details, walked through in order", true),
            ("Summarise", "The effect, in short", false),
        ],
    )
}

fn pressure() -> Framework {
    framework(
        "pressure",
        "Six steps",
        "A question that is meant to unsettle you",
        (&[10, 15, 35, 15, 15, 10], TargetOrigin::Proposed),
        &[
            ("1 Context", "Only the background the story needs", false),
            ("2 Challenge", "What exactly made it difficult", false),
            ("3 Action", "What you yourself did", true),
            ("4 Outcome", "How it ended, the bad part included", false),
            ("5 Learning", "What you gained", false),
            ("6 Application", "How it shows in your work today", false),
        ],
    )
}

fn person() -> Framework {
    framework(
        "person",
        "Answer, evidence, fit",
        "Questions about you and your reasons",
        (&[30, 45, 25], TargetOrigin::Proposed),
        &[
            ("Answer", "The answer itself, in a sentence or two", true),
            ("Evidence", "What you did that shows it", false),
            ("Fit", "What it means for this job", false),
        ],
    )
}

fn framework(
    id: &str,
    name: &str,
    best_for: &str,
    (percent, origin): (&[u16], TargetOrigin),
    sections: &[(&str, &str, bool)],
) -> Framework {
    Framework {
        id: FrameworkId::new(id),
        name: name.to_owned(),
        best_for: best_for.to_owned(),
        sections: sections
            .iter()
            .map(|&(name, prompt, acts)| Section { name: name.to_owned(), prompt: prompt.to_owned(), acts })
            .collect(),
        targets: Targets::of_percent(percent, origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_split_says_whether_it_is_prescribed() {
        let expected: [(&str, &[f64], TargetOrigin); 8] = [
            ("star", &[15.0, 10.0, 50.0, 25.0], TargetOrigin::Prescribed),
            ("car", &[20.0, 50.0, 30.0], TargetOrigin::Prescribed),
            ("soar", &[15.0, 20.0, 45.0, 20.0], TargetOrigin::Proposed),
            ("carl", &[20.0, 45.0, 20.0, 15.0], TargetOrigin::Proposed),
            ("par", &[25.0, 50.0, 25.0], TargetOrigin::FromSeconds),
            ("digs", &[20.0, 15.0, 45.0, 20.0], TargetOrigin::Proposed),
            ("pressure", &[10.0, 15.0, 35.0, 15.0, 15.0, 10.0], TargetOrigin::Proposed),
            ("person", &[30.0, 45.0, 25.0], TargetOrigin::Proposed),
        ];
        for (framework, (id, percent, origin)) in built_in().into_iter().zip(expected) {
            assert_eq!(framework.id.0, id);
            assert_eq!(framework.targets.origin, origin, "{id}");
            let shares: Vec<f64> =
                framework.targets.shares().iter().map(|share| share.as_percent()).collect();
            assert_eq!(shares, percent, "{id}");
            assert_eq!(framework.targets.shares().iter().map(|share| share.0).sum::<u16>(), Share::WHOLE.0);
        }
    }

    #[test]
    fn every_section_has_a_sign_of_its_own() {
        for framework in built_in() {
            let mut letters: Vec<char> = framework.sections.iter().map(Section::letter).collect();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), framework.sections.len(), "{}", framework.name);
        }
    }

    #[test]
    fn acting_and_the_result_have_one_hue_in_every_framework() {
        for framework in built_in() {
            let hues = hues(&framework.sections);
            assert_eq!(hues[framework.acting_section().unwrap()], 2, "{}", framework.name);
            assert_eq!(hues[result_section(&framework.sections).unwrap()], 3, "{}", framework.name);
            let mut apart = hues.clone();
            apart.sort_unstable();
            apart.dedup();
            assert_eq!(apart.len(), hues.len(), "{}: {hues:?}", framework.name);
            for (section, hue) in framework.sections.iter().zip(&hues) {
                assert_eq!(super::hues(std::slice::from_ref(section)), [*hue], "{} alone", section.name);
            }
        }
    }

    #[test]
    fn sections_that_nobody_acts_in_have_hues_by_their_place() {
        let section = |name: &str, acts| Section { name: name.to_owned(), prompt: String::new(), acts };
        assert_eq!(hues(&["1 Look", "2 Ask", "3 Mend"].map(|name| section(name, false))), [0, 1, 2]);
        let six = ["A", "B", "C"].map(|name| section(name, false)).into_iter().chain([
            section("D", true),
            section("E", false),
            section("F", false),
        ]);
        assert_eq!(hues(&six.collect::<Vec<_>>()), [0, 1, 4, 2, 3, 5]);
        assert_eq!(result_section(&[section("A", false)]), None);
    }

    #[test]
    fn every_built_in_framework_is_valid_and_acts_once() {
        for framework in built_in() {
            assert_eq!(framework.validate(), Ok(()));
            assert_eq!(framework.sections.iter().filter(|s| s.acts).count(), 1, "{}", framework.name);
        }
    }

    #[test]
    fn shares_always_make_a_whole() {
        for sections in 1..=MAX_PARTS {
            let total: u16 = Targets::even(sections).shares().iter().map(|s| s.0).sum();
            assert_eq!(total, Share::WHOLE.0);
        }
        for preset in STAR_PRESETS {
            assert_eq!(preset.targets().shares().iter().map(|s| s.0).sum::<u16>(), Share::WHOLE.0);
        }
        assert_eq!(Targets::new(vec![Share(999)], TargetOrigin::Own), None);
    }

    #[test]
    fn star_at_two_and_a_half_minutes_gives_the_published_seconds() {
        let secs: Vec<f64> = star().targets.secs(150.0).collect();
        assert_eq!(secs, [22.5, 15.0, 75.0, 37.5]);
    }
}
