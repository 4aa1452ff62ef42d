//! Sound in and out: the only place that knows the sound system.

pub mod capture;
mod config;
pub mod device;
mod names;
pub mod scripted;
pub mod shared;
pub mod sound;
mod timeline;
pub mod wav_read;
