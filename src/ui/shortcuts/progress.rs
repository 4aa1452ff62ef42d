//! The keys of the progress screen.

use super::Shortcut;

pub static TABLE: &[Shortcut] = &[];
