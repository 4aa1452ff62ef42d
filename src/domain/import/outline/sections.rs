//! The headings above a place in a text: what they make of it, and the category that they give it.

use std::sync::Arc;

use super::super::labels::{self, Role};

/// The headings in force, the outermost first.
#[derive(Default)]
pub(super) struct Sections(Vec<Section>);

struct Section {
    level: u8,
    title: Arc<str>,
    role: Role,
    /// Whether the heading says that questions follow.
    asks: bool,
}

impl Sections {
    /// Opens a section; what it is for follows from its title and from what it stands in.
    pub fn push(&mut self, level: u8, title: &str, first: bool) {
        self.pop_to(level);
        let own = labels::section(title);
        let is_title = first && level == 1 && own != Role::ForTheInterviewer;
        let inherited = self.role();
        let asks = title.to_lowercase().contains("question");
        let role = if own.hides() && !is_title {
            own
        } else if inherited.hides() && !asks {
            inherited
        } else {
            Role::Category
        };
        self.0.push(Section { level, title: Arc::from(title), role, asks });
    }

    /// Opens a section whose label says what it is for.
    pub fn push_as(&mut self, role: Role, level: u8, title: &str) {
        self.push(level, title, false);
        if let Some(section) = self.0.last_mut() {
            section.role = role;
        }
    }

    /// Ends every section that a heading of this level ends.
    pub fn pop_to(&mut self, level: u8) {
        while self.0.last().is_some_and(|section| section.level >= level) {
            self.0.pop();
        }
    }

    pub fn role(&self) -> Role {
        self.0.last().map_or(Role::Category, |section| section.role)
    }

    /// Whether one of the headings says that questions follow.
    pub fn ask(&self) -> bool {
        self.0.iter().any(|section| section.asks)
    }

    /// The innermost heading that names a category.
    pub fn category(&self) -> Arc<str> {
        let named = self.0.iter().rev().find(|section| !labels::is_generic(&section.title));
        named.or(self.0.first()).map(|section| Arc::clone(&section.title)).unwrap_or_default()
    }
}
