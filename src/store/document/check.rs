//! A place in a file that is being checked, so that a warning can name the line it is about.

use std::fmt;

use super::{DocWarning, ReadFault};
use crate::store::ron_tree::Node;

/// A place in a file that is being checked, to which warnings are pinned.
pub struct Check<'tree, 'list> {
    node: Option<&'tree Node>,
    /// The line of the value, or of the nearest one around it that the file has.
    line: Option<usize>,
    warnings: &'list mut Vec<DocWarning>,
}

/// Warnings kept of one file; a reader who has mended these can look again.
const MAX_WARNINGS: usize = 50;

impl<'tree, 'list> Check<'tree, 'list> {
    pub(super) fn new(root: &'tree Node, warnings: &'list mut Vec<DocWarning>) -> Self {
        Self { node: Some(root), line: Some(root.line), warnings }
    }

    /// A place of which only the line is known.
    pub(super) const fn on_line(line: usize, warnings: &'list mut Vec<DocWarning>) -> Self {
        Self { node: None, line: Some(line), warnings }
    }

    /// The field of this name.
    pub fn field(&mut self, name: &str) -> Check<'tree, '_> {
        self.at(self.node.and_then(|node| node.field(name)))
    }

    /// The element at this place.
    pub fn element(&mut self, index: usize) -> Check<'tree, '_> {
        self.at(self.node.and_then(|node| node.element(index)))
    }

    /// The value that a map has for this key.
    pub fn key(&mut self, key: &str) -> Check<'tree, '_> {
        let says =
            |node: &Node| node.as_scalar().is_some_and(|text| ron::from_str(text) == Ok(key.to_owned()));
        self.at(self.node.and_then(|node| node.value_of(says)))
    }

    fn at(&mut self, node: Option<&'tree Node>) -> Check<'tree, '_> {
        let line = node.map(|node| node.line).filter(|&line| line > 0).or(self.line);
        Check { node, line, warnings: self.warnings }
    }

    /// Whether the file says anything here.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.node.is_some()
    }

    pub fn warn(&mut self, what: impl Into<String>) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(DocWarning { line: self.line, what: what.into() });
        }
    }

    /// The fault of a value that cannot be done without.
    #[must_use]
    pub fn fault(&self, what: impl fmt::Display) -> ReadFault {
        ReadFault::new(self.line, what)
    }
}
