//! The window's program: hands commands to their areas, and tells each area what the library's worker has said.

mod autosave;
mod devices;
pub mod disk;
mod guide;
mod history;
mod jobs;
pub mod keeper;
mod library;
mod picker;
mod practice;
pub mod progress;
mod question_lists;
mod questions;
mod review;
mod services;
mod signals;
mod snapshots;
mod stories;
mod take_files;
mod window;
pub mod worker;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use eframe::egui::{Context, Ui, ViewportCommand};

use crate::audio::sound::SoundSystem;
use crate::domain::settings::{Preferences, Settings};
use crate::store::clock::Clock;
use crate::store::fs::Fs;
use crate::ui::command::{
    Command, LibraryCommand, PracticeCommand, QuestionCommand, ReviewCommand, SnapshotCommand, TrashCommand,
};
use crate::ui::model::notices::Notice;
use crate::ui::model::snapshots::Snapshots;
use crate::ui::model::{Access as Seen, Model};
use crate::ui::overlay::{Overlay, Search};
use crate::ui::screen::Screen;
use crate::ui::screens::ViewState;
use crate::ui::shortcuts::Keymap;
use crate::ui::{shell, theme};

use autosave::Document;
use keeper::{Access, Place, Trouble};
use picker::Purpose;
use services::Services;
use worker::{Event, Request};

pub use window::{WindowError, run_window, run_window_with};

/// Everything the window needs from outside, so that a test can give it something else.
pub struct Machine {
    pub place: Box<dyn Place>,
    pub sound: Arc<dyn SoundSystem>,
    /// Where recordings are written and read.
    pub fs: Arc<dyn Fs>,
    /// The folder for what may be deleted at any time; `None` keeps nothing of that sort.
    pub cache: Option<PathBuf>,
    pub clock: Arc<dyn Clock>,
    pub library: PathBuf,
    pub preferences: Preferences,
    /// What there is to say before the library is open.
    pub warnings: Vec<Trouble>,
    /// Hears about what could not be saved while the window closed.
    pub last_words: Arc<Mutex<Vec<Trouble>>>,
}

/// The program behind the window.
pub struct App {
    services: Services,
    practice: practice::Practice,
    review: review::Review,
    take_files: take_files::TakeFiles,
    stories: stories::Stories,
    question_lists: question_lists::QuestionLists,
    progress: progress::Figures,
    library: library::Library,
    devices: devices::Devices,
    clock: Arc<dyn Clock>,
    title: String,
    last_words: Arc<Mutex<Vec<Trouble>>>,
}

impl App {
    /// The program with everything it needs. The library is opened on the worker's thread meanwhile.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn new(ctx: &Context, machine: Machine) -> std::io::Result<Self> {
        theme::install(ctx);
        theme::apply(ctx, &machine.preferences);
        let waker = ctx.clone();
        let (worker, mut handle) = worker::pair(machine.place, Box::new(move || waker.request_repaint()));
        handle.start(worker)?;
        handle.ask(Request::Open { path: machine.library.clone(), access: Access::Write });
        let now = machine.clock.now();
        let model = Model::new(machine.library, machine.preferences, now);
        let mut services = Services::new(ctx, model, handle, machine.sound, machine.fs, machine.cache);
        services.warn(machine.warnings);
        services.warn(library::strange_keys(&services.model.preferences));
        Ok(Self {
            practice: practice::Practice::new(u64::try_from(now.as_microsecond()).unwrap_or(0)),
            review: review::Review::new(&services),
            take_files: take_files::TakeFiles::default(),
            stories: stories::Stories::default(),
            question_lists: question_lists::QuestionLists::default(),
            progress: progress::Figures::new(&mut services),
            library: library::Library::default(),
            devices: devices::Devices::default(),
            services,
            clock: machine.clock,
            title: String::new(),
            last_words: machine.last_words,
        })
    }

    /// Where the views are.
    #[must_use]
    pub fn view(&self) -> &ViewState {
        &self.services.view
    }

    /// What the views are shown.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.services.model
    }

    /// Carries out a wish as if a view had asked for it.
    pub fn ask(&mut self, command: Command) {
        self.run(command);
        self.services.ctx.request_repaint();
    }

    /// Carries out a command and what follows from it.
    fn run(&mut self, command: Command) {
        self.route(command);
        self.run_follow_ups();
    }

    fn run_follow_ups(&mut self) {
        while let Some(command) = self.services.next_follow_up() {
            self.route(command);
        }
        self.services.publish();
    }

    fn route(&mut self, command: Command) {
        let services = &mut self.services;
        match command {
            Command::Go(screen) => self.go(screen),
            Command::Story(command) => self.stories.run(command, services),
            Command::Question(command) => questions::run(command, services),
            Command::Guide(command) => guide::run(command, services),
            Command::Practice(command) => self.practice.run(command, services),
            Command::Review(ReviewCommand::Files(command)) => self.take_files.run(command, services),
            Command::Review(command) => self.review.run(command, services),
            Command::Progress(command) => self.progress.run(command, services),
            Command::Import(command) => self.question_lists.run(command, services),
            Command::Devices(command) => self.devices.run(&command, services),
            Command::Trash(TrashCommand::Show) => self.stories.show_trash(services),
            Command::Trash(TrashCommand::Restore(id)) => services.worker.ask(Request::Restore(id)),
            Command::Library(command) => self.run_library(command),
            Command::Snapshot(command) => {
                if matches!(command, SnapshotCommand::GoBack(_)) {
                    self.stories.leave(services);
                }
                snapshots::run(command, services);
            }
            Command::ChangeSettings(settings) => self.change_settings(*settings),
            Command::ChangePreferences(preferences) => self.change_preferences(*preferences),
            Command::DismissNotice(id) => services.model.notices.dismiss(id),
            Command::Undo => services.undo(),
            Command::UndoStep(step) => services.undo_step(step),
            Command::Redo => services.redo(),
            Command::ToggleCommands => toggle(services, Overlay::Commands(Search::default())),
            Command::ToggleKeys => toggle(services, Overlay::Keys),
            Command::Quit => services.ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    /// Goes to a screen; where one is there already, back to its list.
    fn go(&mut self, screen: Screen) {
        let services = &mut self.services;
        if services.view.screen == screen {
            match screen {
                Screen::Stories => {
                    self.stories.leave(services);
                    services.view.stories.trash = false;
                }
                Screen::Questions => questions::run(QuestionCommand::Close, services),
                Screen::Guide => services.view.guide.trail.clear(),
                Screen::Takes => services.view.takes.open = None,
                Screen::Practice | Screen::Progress | Screen::Settings => {}
            }
        }
        services.view.screen = screen;
        services.view.settings.keys.leave();
        self.devices.leave(services);
        services.save_now();
    }

    fn change_settings(&mut self, settings: Settings) {
        let services = &mut self.services;
        let may_pack = settings.pack_after_days != services.model.library.settings.pack_after_days;
        let other_map = settings.own_map != services.model.library.settings.own_map;
        services.model.library.settings = settings;
        if other_map {
            services.read_own_map();
        }
        services.touch(Document::Settings);
        if may_pack {
            self.library.find_packable(services);
        }
    }

    fn change_preferences(&mut self, preferences: Preferences) {
        let services = &mut self.services;
        let other_microphone = services.model.preferences.microphone != preferences.microphone;
        services.change_preferences(|now| *now = preferences);
        if other_microphone {
            self.devices.microphone_chosen(services);
        }
        services.model.keymap = Keymap::resolve(&services.model.preferences.keys).0;
        theme::apply(&services.ctx, &services.model.preferences);
    }

    fn run_library(&mut self, command: LibraryCommand) {
        let here = self.services.model.library_path.clone();
        match command {
            LibraryCommand::Retry => self.open(here, Access::Write),
            LibraryCommand::OpenToRead => self.open(here, Access::ReadOnly),
            LibraryCommand::Use(path) => self.open(path, Access::Write),
            LibraryCommand::Move(to) => {
                self.stories.leave(&mut self.services);
                self.library.move_to(to, &mut self.services);
            }
            command => library::run(command, &mut self.services),
        }
    }

    /// Opens another library, or this one anew.
    fn open(&mut self, path: PathBuf, access: Access) {
        let services = &mut self.services;
        self.stories.leave(services);
        if self.practice.holds_a_take() {
            let what = "A recording is under way. Stop it before you open another library.";
            return services.say(Notice::lasting(what));
        }
        self.practice.run(PracticeCommand::Cancel, services);
        self.question_lists.finish_adding(services);
        services.save_now();
        services.model.access = Seen::Opening;
        services.worker.ask(Request::Open { path, access });
    }

    /// Hears the worker and everything else that works beside the window.
    fn hear(&mut self) {
        while let Some(event) = self.services.worker.heard() {
            self.take_in(event);
        }
        let services = &mut self.services;
        services.worker.push();
        services.hear_index();
        self.question_lists.hear(services);
        self.library.hear_packing(services);
        if let Some((purpose, paths)) = services.chosen() {
            self.chosen(&purpose, paths);
        }
    }

    fn take_in(&mut self, event: Event) {
        let services = &mut self.services;
        match event {
            Event::Opened { path, library, access, warnings } => {
                services.model.library = *library;
                services.model.access = match access {
                    Access::Write => Seen::Open,
                    Access::ReadOnly => Seen::ReadOnly("Nothing you do here changes a file.".to_owned()),
                };
                self.opened(path);
                self.services.warn(warnings);
            }
            Event::NotOpened { path, obstacle } => {
                services.model.library_path = path;
                services.model.access = Seen::Closed(obstacle);
            }
            Event::Saved(document, warnings) => services.saved(&document, warnings),
            Event::NotSaved(document, trouble) => services.not_saved(document, trouble),
            Event::Place { take, path } => {
                let is_for = self.take_files.placed(&take, &path, services)
                    | self.review.recording_found(services, &take, &path)
                    || self.practice.round_placed(services, &take, &path);
                if let (false, Err(trouble)) = (is_for, path) {
                    services.warn(vec![trouble]);
                }
            }
            Event::Added { questions, added } => {
                services.saved(&Document::Import, Vec::new());
                self.question_lists.questions_added(services, questions, added);
            }
            Event::Packable(jobs) => self.library.pack(services, jobs),
            Event::Packed { take, file } => {
                library::packed(services, &take, file);
                self.review.recording_moved(services, &take);
            }
            Event::Moving { done } => library::move_goes_on(services, done),
            Event::Moved { from, warnings } => library::moved(services, from, warnings),
            Event::NotMoved(trouble) => {
                services.model.moving = None;
                services.warn(vec![trouble]);
            }
            Event::Home(home) => services.came_home(home),
            Event::Snapshots(list) => snapshots::listed(services, list),
            Event::Compared { snapshot, changes } => snapshots::compared(services, snapshot, changes),
            Event::Trash(trash) => services.model.trash = trash,
            Event::Restored(restored) => services.restored(*restored),
            Event::Failed(trouble) => services.warn(vec![trouble]),
            Event::Warned(troubles) => services.warn(troubles),
        }
    }

    /// Every area begins anew with the library that was opened.
    fn opened(&mut self, path: PathBuf) {
        let services = &mut self.services;
        services.questions_changed();
        services.read_own_map();
        self.question_lists.clear(services);
        self.stories = stories::Stories::default();
        services.history = history::History::default();
        services.autosave.forget_library();
        services.rescue = services::rescue::Rescue::default();
        services.model.snapshots = Snapshots::default();
        self.review.reopen(services);
        self.practice.practise_library(services);
        self.library.opened(path, services);
        if services.model.is_writable() {
            services.bring_home(self.practice.growing());
        }
    }

    fn chosen(&mut self, purpose: &Purpose, mut paths: Vec<PathBuf>) {
        let services = &mut self.services;
        if *purpose == Purpose::QuestionLists {
            return self.question_lists.read_files(services, paths);
        }
        let Some(path) = paths.pop() else { return };
        match purpose {
            // What is done with it is for the user to say.
            Purpose::Library => services.view.settings.library_path = Some(path.display().to_string()),
            // The dialog has asked whether a file that is there may go.
            Purpose::QuestionFile(_) => services.view.questions.export.choose(&path),
            Purpose::TakeFolder | Purpose::Recording => take_files::chosen(services, &path),
            Purpose::ProgressFolder | Purpose::ProgressFile(_) => {
                if let Some(form) = &mut services.view.progress.saving {
                    form.choose(&path);
                }
            }
            Purpose::QuestionLists => {}
        }
    }

    fn close(&mut self) {
        self.question_lists.finish_adding(&mut self.services);
        self.services.worker.stop_moving();
        self.devices.end(&mut self.services);
        self.practice.begin_to_end(&mut self.services);
        while self.practice.is_ending(&mut self.services) {
            self.hear();
        }
        self.library.stop_packing();
        self.services.save_now();
        let unsaved = self.services.worker.finish().into_iter().filter_map(|event| match event {
            Event::NotSaved(_, trouble) | Event::Failed(trouble) => Some(trouble),
            Event::Added { added, .. } => added.trouble,
            _ => None,
        });
        if let Ok(mut last_words) = self.last_words.lock() {
            last_words.extend(unsaved);
        }
    }
}

fn toggle(services: &mut Services, overlay: Overlay) {
    let open = services.view.overlay.as_ref().map(std::mem::discriminant);
    let same = open == Some(std::mem::discriminant(&overlay));
    services.view.overlay = (!same).then_some(overlay);
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.services.model.now = self.clock.now();
        self.practice.go_on(&mut self.services);
        self.hear();
        self.review.listen(&mut self.services);
        self.take_files.hear(&mut self.services);
        self.devices.hear(&mut self.services);
        self.progress.keep_up(&mut self.services);
        self.run_follow_ups();
        if self.services.rescue.due_in_secs(self.services.seconds()) == Some(0.0) {
            self.services.bring_home(self.practice.growing());
        }
        self.services.keep_time();
        window::remember(ctx, &mut self.services.model.preferences);
        if ctx.input(|input| input.viewport().close_requested()) {
            self.services.touch(Document::Preferences);
            self.services.save_now();
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let mut commands = Vec::new();
        shell::show(ui, &self.services.model, &mut self.services.view, &mut commands);
        if !commands.is_empty() || review::wants_columns(&self.services) {
            ui.ctx().request_repaint();
        }
        for command in commands {
            self.run(command);
        }
        let title = window::title(&self.services.model, &self.services.view);
        // Not every desktop tells what the title is, so what was asked for is remembered here.
        if self.title != title {
            ui.ctx().send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}
