//! The window itself: where it stands, how it is opened, and what is said where it cannot be.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use eframe::egui::{Context, Pos2, Rect, Vec2, ViewportBuilder, pos2, vec2};

use crate::domain::settings::{Preferences, WindowPlace};
use crate::domain::take::Take;
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::screen::Screen;
use crate::ui::screens::{self, ViewState};

use super::keeper::Trouble;
use super::{App, Machine, signals};

/// What a desktop finds the program's menu entry by; `packaging/linux` names its files so.
const APP_ID: &str = "app.starling.Starling";
const ICON_PNG: &[u8] = include_bytes!("../../assets/icon/starling-256.png");
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
    run_window_with(Machine::on_this_machine(library))
}

/// The same with other machine.
///
/// # Errors
/// Where no window could be opened, or something could not be saved at the end.
pub fn run_window_with(machine: Machine) -> Result<(), WindowError> {
    let last_words = Arc::clone(&machine.last_words);
    let options = eframe::NativeOptions {
        viewport: viewport(machine.preferences.window),
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        centered: machine.preferences.window.is_none(),
        ..Default::default()
    };
    let create: eframe::AppCreator<'_> = Box::new(move |cc| {
        signals::close_window_on_request(&cc.egui_ctx)?;
        Ok(Box::new(App::new(&cc.egui_ctx, machine)?))
    });
    eframe::run_native("starling", options, create)
        .map_err(|error| WindowError::NoWindow(error.to_string()))?;
    unsaved(&last_words)
}

fn unsaved(last_words: &Mutex<Vec<Trouble>>) -> Result<(), WindowError> {
    let troubles = last_words.lock().map(|mut said| std::mem::take(&mut *said)).unwrap_or_default();
    if troubles.is_empty() { Ok(()) } else { Err(WindowError::Unsaved(troubles)) }
}

/// The picture for the task bar; the system's own where it cannot be read.
fn icon() -> eframe::egui::IconData {
    eframe::icon_data::from_png_bytes(ICON_PNG).unwrap_or_default()
}

fn viewport(place: Option<WindowPlace>) -> ViewportBuilder {
    let builder = ViewportBuilder::default()
        .with_title("Starling")
        .with_app_id(APP_ID)
        .with_icon(icon())
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

/// The window's title: what is open, and in which program.
pub(super) fn title(model: &Model, view: &ViewState) -> String {
    if model.practice.stage.is_speaking() {
        let state = if model.practice.stage == Stage::Paused { "Recording paused" } else { "Recording" };
        return format!("{state} – Starling");
    }
    let open = view.stories.open.as_ref().and_then(|id| model.library.story(id));
    let take = view.takes.open.as_ref().and_then(|id| model.take(id));
    match (view.screen, open) {
        (Screen::Stories, Some(story)) => format!("{} – Starling", story.shown_title()),
        (Screen::Takes, _) if take.is_some() => {
            format!("{} – Starling", take.map_or("", Take::shown_title))
        }
        (screen, _) => {
            screens::entry(screen).map_or("Starling".to_owned(), |entry| format!("{} – Starling", entry.name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_of_the_task_bar_can_be_read() {
        assert_eq!((icon().width, icon().height), (256, 256));
    }

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
