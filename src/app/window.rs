//! The window itself: where it stands, how it is opened, and what is said where it cannot be.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use eframe::egui::{Context, Pos2, Rect, Vec2, ViewportBuilder, pos2, vec2};

use crate::domain::settings::{Preferences, WindowPlace};

use super::keeper::Trouble;
use super::{App, Services, signals};

const USUAL_SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const SMALLEST_SIZE: Vec2 = Vec2::new(480.0, 360.0);

/// A window further out than any set of screens reaches was left by a screen that is gone.
const FURTHEST: f32 = 16_000.0;

/// Why there is, or was, no window.
#[derive(Debug)]
pub enum WindowError {
    /// The system gave no window to draw in.
    NoWindow(String),
    /// Things that could not be saved when the window closed.
    Unsaved(Vec<Trouble>),
}

impl fmt::Display for WindowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWindow(why) => write!(
                f,
                "No window could be opened, because there is no display or no OpenGL here ({why}). \
                 Run starling on a desktop, or see starling --help for what works without a window."
            ),
            Self::Unsaved(troubles) => {
                let lines: Vec<&str> = troubles.iter().map(|trouble| trouble.what.as_str()).collect();
                f.write_str(&lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for WindowError {}

/// Opens the window on this machine's library, or on the one in this folder, and returns when it is closed.
///
/// # Errors
/// Where no window could be opened, or something could not be saved at the end.
pub fn run_window(library: Option<PathBuf>) -> Result<(), WindowError> {
    run_window_with(Services::on_this_machine(library))
}

/// The same with other services.
///
/// # Errors
/// Where no window could be opened, or something could not be saved at the end.
pub fn run_window_with(services: Services) -> Result<(), WindowError> {
    let last_words = Arc::clone(&services.last_words);
    let options = eframe::NativeOptions {
        viewport: viewport(services.preferences.window),
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        centered: services.preferences.window.is_none(),
        ..Default::default()
    };
    let create: eframe::AppCreator<'_> = Box::new(move |cc| {
        signals::close_window_on_request(&cc.egui_ctx)?;
        Ok(Box::new(App::new(&cc.egui_ctx, services)?))
    });
    eframe::run_native("starling", options, create)
        .map_err(|error| WindowError::NoWindow(error.to_string()))?;
    unsaved(&last_words)
}

fn unsaved(last_words: &Mutex<Vec<Trouble>>) -> Result<(), WindowError> {
    let troubles = last_words.lock().map(|mut said| std::mem::take(&mut *said)).unwrap_or_default();
    if troubles.is_empty() { Ok(()) } else { Err(WindowError::Unsaved(troubles)) }
}

fn viewport(place: Option<WindowPlace>) -> ViewportBuilder {
    let builder = ViewportBuilder::default()
        .with_title("Starling")
        .with_app_id("starling")
        .with_min_inner_size(SMALLEST_SIZE)
        .with_inner_size(USUAL_SIZE);
    let Some(place) = place.and_then(plausible) else { return builder };
    let builder = builder.with_inner_size(place.size).with_maximized(place.maximized);
    match place.position {
        Some(position) => builder.with_position(position),
        None => builder,
    }
}

/// A place that a window can have, or none.
fn plausible(place: WindowPlace) -> Option<WindowPlace> {
    let [width, height] = place.size;
    if !(width.is_finite() && height.is_finite()) {
        return None;
    }
    let size = [width.clamp(SMALLEST_SIZE.x, FURTHEST), height.clamp(SMALLEST_SIZE.y, FURTHEST)];
    let near = |at: &[f32; 2]| at.iter().all(|part| part.is_finite() && part.abs() < FURTHEST);
    Some(WindowPlace { size, position: place.position.filter(near), ..place })
}

/// Keeps where the window stands, and brings it back where no screen shows it any more.
pub(super) fn remember(ctx: &Context, preferences: &mut Preferences) {
    let (inner, outer, maximized, monitor) = ctx.input(|input| {
        let viewport = input.viewport();
        (viewport.inner_rect, viewport.outer_rect, viewport.maximized, viewport.monitor_size)
    });
    let Some(inner) = inner else { return };
    let first = preferences.window.is_none();
    let maximized = maximized.unwrap_or(false);
    let zoom = ctx.zoom_factor();
    let position = outer.map(|outer| on_screen(outer, monitor)).map(|at| [at.x * zoom, at.y * zoom]);
    // The size of a maximized window is the screen's; the size before is the one to come back to.
    let size = match preferences.window {
        Some(before) if maximized && !first => before.size,
        _ => [inner.width() * zoom, inner.height() * zoom],
    };
    preferences.window = Some(WindowPlace { size, position, maximized });
}

/// The nearest position at which the window's top left part lies on the screen it is on.
fn on_screen(outer: Rect, monitor: Option<Vec2>) -> Pos2 {
    let Some(monitor) = monitor else { return outer.min };
    let furthest = vec2((monitor.x - 100.0).max(0.0), (monitor.y - 60.0).max(0.0));
    if outer.min.x > 4.0 * monitor.x || outer.min.y > 4.0 * monitor.y {
        return pos2(outer.min.x.clamp(0.0, furthest.x), outer.min.y.clamp(0.0, furthest.y));
    }
    outer.min
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_never_remembered_where_nobody_sees_it() {
        let lost = WindowPlace { size: [10.0, 800.0], position: Some([-40_000.0, 10.0]), maximized: false };
        let found = plausible(lost).unwrap();
        assert_eq!(found.position, None);
        assert!(found.size[0] >= SMALLEST_SIZE.x);
        let undefined = WindowPlace { size: [f32::NAN, 800.0], position: None, maximized: false };
        assert_eq!(plausible(undefined), None);
    }
}
