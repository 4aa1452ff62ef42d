//! The roles that people interview for, where a role changes what is asked.

/// A role that questions are tagged with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobRole {
    EngineeringManager,
    Reliability,
    Data,
    FrontEnd,
    ProductMinded,
    NewGraduate,
    StaffAndAbove,
}

impl JobRole {
    pub const ALL: [Self; 7] = [
        Self::EngineeringManager,
        Self::Reliability,
        Self::Data,
        Self::FrontEnd,
        Self::ProductMinded,
        Self::NewGraduate,
        Self::StaffAndAbove,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EngineeringManager => "Engineering manager",
            Self::Reliability => "Site reliability engineer",
            Self::Data => "Data engineer",
            Self::FrontEnd => "Front-end engineer",
            Self::ProductMinded => "Product-minded engineer",
            Self::NewGraduate => "New graduate",
            Self::StaffAndAbove => "Staff engineer and above",
        }
    }
}
