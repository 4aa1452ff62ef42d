//! What the questions to practise are narrowed to, as it stands in the preferences.

use serde::{Deserialize, Serialize};

use super::question::DifficultyWord;
use super::story::LevelWord;
use super::values::{self, words};
use crate::domain::catalogue::{Filter, Origin};
use crate::domain::framework::FrameworkId;
use crate::domain::job_role::JobRole;
use crate::store::document::Check;

words! {
    JobRoleWord for JobRole {
        EngineeringManager, Reliability, Data, FrontEnd, ProductMinded, NewGraduate, StaffAndAbove,
    } else NewGraduate
}
words! { OriginWord for Origin { BuiltIn, Own } else Own }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilterDisk {
    category: Option<String>,
    theme: Option<String>,
    difficulty: Option<DifficultyWord>,
    level: Option<LevelWord>,
    role: Option<JobRoleWord>,
    framework: Option<String>,
    value: Option<String>,
    origin: Option<OriginWord>,
    practised: Option<bool>,
    hidden: bool,
}

impl From<&Filter> for FilterDisk {
    fn from(filter: &Filter) -> Self {
        Self {
            category: filter.category.clone(),
            theme: filter.theme.clone(),
            difficulty: filter.difficulty.map(DifficultyWord::from),
            level: filter.level.map(LevelWord::from),
            role: filter.role.map(JobRoleWord::from),
            framework: filter.framework.as_ref().map(|id| id.0.clone()),
            value: filter.value.clone(),
            origin: filter.origin.map(OriginWord::from),
            practised: filter.practised,
            hidden: filter.hidden,
        }
    }
}

impl FilterDisk {
    /// The filter. What cannot be told narrows nothing.
    pub(super) fn into_filter(self, check: &mut Check<'_, '_>) -> Filter {
        Filter {
            category: self.category,
            theme: self.theme,
            difficulty: self.difficulty.and_then(|word| word.known(&mut check.field("difficulty"))),
            level: self.level.and_then(|word| word.known(&mut check.field("level"))),
            role: self.role.and_then(|word| word.known(&mut check.field("role"))),
            framework: self
                .framework
                .and_then(|id| values::other_id(id, &mut check.field("framework")))
                .map(FrameworkId),
            value: self.value,
            origin: self.origin.and_then(|word| word.known(&mut check.field("origin"))),
            practised: self.practised,
            hidden: self.hidden,
        }
    }
}
