//! Which takes may stand in one line: those told in the same framework, with the same targets, of one kind.

use super::unit::clock;
use crate::domain::framework::{self, Share};
use crate::domain::take::{Take, TakeKind};

/// What sort of take a group holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    #[default]
    Full,
    /// One section told again, by its place in the plan of such a take.
    Retake {
        section: usize,
    },
    FollowUp,
    /// What was said after the file of another take was full.
    Continuation,
}

impl Kind {
    fn of(take: &Take) -> Self {
        match take.kind {
            TakeKind::Full => Self::Full,
            TakeKind::Retake { .. } => Self::Retake { section: take.retold_section().unwrap_or_default() },
            TakeKind::FollowUp { .. } => Self::FollowUp,
            TakeKind::Continuation { .. } => Self::Continuation,
        }
    }
}

/// A section as the takes of a group aim at it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupSection {
    pub name: String,
    pub acts: bool,
    pub target: Share,
}

impl GroupSection {
    /// The letter that stands for the section wherever its hue does.
    #[must_use]
    pub fn letter(&self) -> char {
        framework::letter(&self.name)
    }
}

/// What comparable takes have in common. A change of any of it begins a new line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    pub framework_id: String,
    pub framework_name: String,
    pub kind: Kind,
    pub target_length_secs: u32,
    pub sections: Vec<GroupSection>,
}

impl Group {
    #[must_use]
    pub fn of(take: &Take) -> Self {
        let plan = &take.plan;
        let targets = plan.targets.shares().iter().copied().chain(std::iter::repeat(Share::default()));
        Self {
            framework_id: plan.framework_id.clone(),
            framework_name: plan.framework_name.clone(),
            kind: Kind::of(take),
            target_length_secs: plan.target_length_secs,
            sections: plan
                .sections
                .iter()
                .zip(targets)
                .map(|(section, target)| GroupSection {
                    name: section.name.clone(),
                    acts: section.acts,
                    target,
                })
                .collect(),
        }
    }

    /// Whether a take belongs here; the same as comparing with its own group, without making one.
    #[must_use]
    pub fn holds(&self, take: &Take) -> bool {
        let plan = &take.plan;
        let targets = plan.targets.shares().iter().copied().chain(std::iter::repeat(Share::default()));
        self.kind == Kind::of(take)
            && self.target_length_secs == plan.target_length_secs
            && self.framework_id == plan.framework_id
            && self.framework_name == plan.framework_name
            && self.sections.len() == plan.sections.len()
            && self.sections.iter().zip(&plan.sections).zip(targets).all(|((ours, theirs), target)| {
                ours.target == target && ours.acts == theirs.acts && ours.name == theirs.name
            })
    }

    /// The group in a few words: "STAR 15/10/50/25, 2:30".
    #[must_use]
    pub fn label(&self) -> String {
        let shares: Vec<String> =
            self.sections.iter().map(|section| section.target.as_percent().to_string()).collect();
        let length = clock(f64::from(self.target_length_secs));
        let split = format!("{} {}, {length}", self.framework_name, shares.join("/"));
        match self.kind {
            Kind::Full => split,
            Kind::FollowUp => format!("{split}, follow-ups"),
            Kind::Continuation => format!("{split}, further parts"),
            Kind::Retake { section } => {
                let name = self.sections.get(section).map_or("a section", |section| section.name.as_str());
                format!("{split}, {name} again")
            }
        }
    }

    /// The length that a take of this group aims at: a section told again aims at its share of the answer.
    #[must_use]
    pub fn length_secs(&self) -> f64 {
        let whole = f64::from(self.target_length_secs);
        match self.kind {
            Kind::Retake { section } => {
                self.sections.get(section).map_or(whole, |section| section.target.as_fraction() * whole)
            }
            Kind::Full | Kind::FollowUp | Kind::Continuation => whole,
        }
    }

    /// The share of the answer that comes before the speaker acts; `None` where no section acts.
    #[must_use]
    pub fn set_up_share(&self) -> Option<Share> {
        let acting = self.sections.iter().position(|section| section.acts)?;
        Some(Share(self.sections.iter().take(acting).map(|section| section.target.0).sum()))
    }
}
