//! The screens there are, by name. What belongs to each is in the table [`super::screens::SCREENS`].

/// A place the navigation leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    #[default]
    Practice,
    Takes,
    Progress,
    Stories,
    Questions,
    Guide,
    Settings,
}
