//! The window, drawn from plain data. Views read a model and push commands; they know no file and no device.

pub mod command;
pub mod dispatch;
pub mod fonts;
pub mod icons;
pub mod mode;
pub mod model;
pub mod overlay;
pub mod screen;
pub mod screens;
pub mod shell;
pub mod shortcuts;
pub mod theme;
pub mod widgets;
pub mod words;
