//! The controls that the screens are built from.

pub mod bullet;
pub mod button;
pub mod chart;
pub mod choice;
pub mod data_table;
pub mod device;
pub mod dialog;
pub mod field;
pub mod meter;
pub mod page;
pub mod prose;
pub mod rail;
pub mod rows;
pub mod sections;
pub mod split;
pub mod tags;
pub mod told;
pub mod waveform;
