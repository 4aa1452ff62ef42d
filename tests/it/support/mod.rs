//! What several tests need: a library in memory, and hands for the window.

pub mod memory;
pub mod picture;
pub mod places;
pub mod studio;
pub mod window;
