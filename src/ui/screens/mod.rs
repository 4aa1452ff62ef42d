//! The screens, one module each.

pub mod guide;
pub mod questions;
pub mod settings;
pub mod stories;
