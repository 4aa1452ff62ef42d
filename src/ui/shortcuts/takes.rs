//! The keys of the list of takes.

use super::Shortcut;

pub static TABLE: &[Shortcut] = &[];
