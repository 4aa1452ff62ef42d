//! The keys of a take.

use super::Shortcut;

pub static TABLE: &[Shortcut] = &[];
