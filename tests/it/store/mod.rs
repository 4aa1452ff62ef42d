//! The store on a disk that fails, tears and forgets, and on real ones.

mod explore;
mod links;
mod outside;
mod packed;
mod real;
mod recording;
mod relocate;
mod rescue;
mod scenario;
pub mod world;
