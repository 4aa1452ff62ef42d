//! Starling records spoken answers to interview questions, times their sections and shows how the timing
//! improves.
//!
//! The layers, lowest first: [`domain`], [`speech`], [`store`] and [`audio`], `ui`, `app` and `cli`. A module
//! uses only what stands before it, and `ui` uses neither `store` nor `audio`.

pub mod app;
pub mod audio;
pub mod cli;
pub mod domain;
pub mod speech;
pub mod store;
pub mod ui;
