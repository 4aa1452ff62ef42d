//! Rating a take by ear: five rows with anchors, equal weights, and what was guessed before listening.

use jiff::Timestamp;

/// The name a row is known by in files.
pub type RowId = String;

/// One thing to listen for, with what a 1, a 3 and a 5 sound like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricRow {
    pub id: RowId,
    pub name: String,
    /// What to listen for at 1, 3 and 5 points.
    pub anchors: [String; 3],
}

/// What a take is rated on. Every row weighs the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rubric {
    pub rows: Vec<RubricRow>,
}

impl Default for Rubric {
    fn default() -> Self {
        Self { rows: DEFAULT_ROWS.iter().map(RowText::to_row).collect() }
    }
}

struct RowText {
    id: &'static str,
    name: &'static str,
    anchors: [&'static str; 3],
}

impl RowText {
    fn to_row(&self) -> RubricRow {
        RubricRow {
            id: self.id.to_owned(),
            name: self.name.to_owned(),
            anchors: self.anchors.map(str::to_owned),
        }
    }
}

const DEFAULT_ROWS: [RowText; 5] = [
    RowText {
        id: "structure",
        name: "Structure",
        anchors: [
            "I lost the thread; a listener could not say where the story stood",
            "The parts were there, but the set-up ran long or the turn into action was blurred",
            "Each part was clear and in proportion, and the turn into action was plain to hear",
        ],
    },
    RowText {
        id: "ownership",
        name: "Ownership",
        anchors: [
            "It was all \"we\"; my own part could not be told from the team's",
            "My part came through in places, but not the decisions I made",
            "What I decided and did was unmistakable, and others got their credit",
        ],
    },
    RowText {
        id: "evidence",
        name: "Evidence",
        anchors: [
            "No figure and no before and after; the result had to be taken on trust",
            "One figure, or a change without its size",
            "Before and after in numbers, and why they matter to somebody",
        ],
    },
    RowText {
        id: "relevance",
        name: "Relevance",
        anchors: [
            "I told a story I like; it did not answer the question",
            "The answer was in there, but the listener had to dig for it",
            "The first sentences answered the question, and everything after served it",
        ],
    },
    RowText {
        id: "delivery",
        name: "Delivery",
        anchors: [
            "Rushed, flat or full of fillers; tiring to listen to",
            "Easy to follow for the most part, with a stumble or a hurried stretch",
            "Calm and lively, pauses where they helped, and I sounded like myself",
        ],
    },
];

/// A rating from 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u8);

impl Points {
    pub const RANGE: std::ops::RangeInclusive<u8> = 1..=5;

    #[must_use]
    pub fn new(points: u8) -> Option<Self> {
        Self::RANGE.contains(&points).then_some(Self(points))
    }

    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// How a take was rated at one sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    pub rated_at: Timestamp,
    /// Points per row, in the order they were given; rows may be left out.
    pub points: Vec<(RowId, Points)>,
    pub note: String,
    /// Whether the rater saw neither the earlier rating nor the date.
    pub blind: bool,
}

impl Rating {
    #[must_use]
    pub fn points_for(&self, row: &str) -> Option<Points> {
        self.points.iter().find(|(id, _)| id == row).map(|&(_, points)| points)
    }

    /// The mean of the rows that were rated, each weighing the same.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let count = u32::try_from(self.points.len()).ok().filter(|&count| count > 0)?;
        let sum: u32 = self.points.iter().map(|(_, points)| u32::from(points.get())).sum();
        Some(f64::from(sum) / f64::from(count))
    }
}

/// What the speaker guessed before the measurement was shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prediction {
    pub length_secs: Option<f64>,
    /// Index of the section guessed to be the longest.
    pub longest_section: Option<usize>,
    pub mean_points: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(points: &[u8]) -> Rating {
        Rating {
            rated_at: Timestamp::UNIX_EPOCH,
            points: points
                .iter()
                .zip(Rubric::default().rows)
                .map(|(&points, row)| (row.id, Points::new(points).unwrap()))
                .collect(),
            note: String::new(),
            blind: false,
        }
    }

    #[test]
    fn the_mean_weighs_every_rated_row_the_same() {
        assert_eq!(rating(&[5, 3, 1, 4]).mean(), Some(3.25));
        assert_eq!(rating(&[]).mean(), None);
        assert_eq!(rating(&[2]).points_for("structure"), Points::new(2));
        assert_eq!(rating(&[2]).points_for("delivery"), None);
    }

    #[test]
    fn only_one_to_five_are_points() {
        assert_eq!(Points::new(0), None);
        assert_eq!(Points::new(6), None);
        assert_eq!(Points::new(5).map(Points::get), Some(5));
    }

    #[test]
    fn rows_are_five_and_their_anchors_differ() {
        let rows = Rubric::default().rows;
        assert_eq!(rows.len(), 5);
        let mut texts: Vec<&String> = rows.iter().flat_map(|row| &row.anchors).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 15);
    }
}
