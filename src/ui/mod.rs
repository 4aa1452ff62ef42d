//! The window, drawn from plain data. Views read a model and push commands; they know no file and no device.

pub mod fonts;
pub mod icons;
pub mod theme;
