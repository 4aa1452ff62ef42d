//! The keys of the practice screen.

use super::Shortcut;

pub static TABLE: &[Shortcut] = &[];
