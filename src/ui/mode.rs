//! Where keys are pressed, which decides what they mean.

/// Where keys are pressed, which decides what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Anywhere,
    Practice,
    TakeList,
    Take,
    Progress,
    StoryList,
    Story,
    QuestionList,
    Question,
    Import,
    Export,
    GuideList,
    Card,
}

impl Mode {
    /// In the order of the navigation.
    pub const ALL: [Self; 13] = [
        Self::Anywhere,
        Self::Practice,
        Self::TakeList,
        Self::Take,
        Self::Progress,
        Self::StoryList,
        Self::Story,
        Self::QuestionList,
        Self::Question,
        Self::Import,
        Self::Export,
        Self::GuideList,
        Self::Card,
    ];

    /// Whether keys of both can be in force at once, so that one key must not be in both.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self == other || self == Self::Anywhere || other == Self::Anywhere
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Practice => "While practising",
            Self::TakeList => "In the list of takes",
            Self::Take => "In a take",
            Self::Progress => "On the progress screen",
            Self::StoryList => "In the list of stories",
            Self::Story => "In a story",
            Self::QuestionList => "In the list of questions",
            Self::Question => "On a question's page",
            Self::Import => "While importing questions",
            Self::Export => "While exporting questions",
            Self::GuideList => "In the guide",
            Self::Card => "On a card of the guide",
        }
    }
}
