//! What can be measured in speech: samples in, measures out. No file, device, clock or thread.

pub mod activity;
pub mod analysis;
pub mod clipping;
mod filter;

pub mod loudness;
mod numbers;
pub mod phrases;
pub mod pitch;
pub mod resample;
pub mod room;
pub mod silence;
pub mod syllables;
pub mod voice_net;
