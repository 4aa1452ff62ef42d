//! The user's library on disk. The only place that touches the user's files.

pub mod clock;
pub mod fs;
pub mod real;
pub mod sim;
