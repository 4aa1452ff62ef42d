//! The window's program: hears what the worker says, lets the views draw, and carries out what they ask.

mod autosave;
mod devices;
pub mod disk;
mod history;
mod import;
pub mod keeper;
mod packing;
mod picker;
mod practice;
pub mod progress;
mod questions;
mod relocate;
mod rescue;
mod review;
mod run;
mod signals;
mod snapshots;
mod takes;
mod window;
pub mod worker;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Context, Ui, ViewportCommand};

use crate::audio::sound::SoundSystem;
use crate::domain::settings::Preferences;
use crate::domain::story::Story;
use crate::store::clock::Clock;
use crate::store::fs::Fs;
use crate::ui::command::Command;
use crate::ui::model::snapshots::Snapshots;
use crate::ui::model::{Access as Seen, Model, Notice, Saving, Weight};
use crate::ui::shortcuts::Keymap;
use crate::ui::view::ViewState;
use crate::ui::{shell, theme};

use autosave::Autosave;
use history::{History, ThingId};
use keeper::{Access, Place, Trouble};
use packing::Packing;
use picker::{Answer, Picker};
use worker::{Event, Handle, Request};

pub use window::{WindowError, run_window, run_window_with};

/// Everything the window needs from outside, so that a test can give it something else.
pub struct Services {
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
    pub last_words: Arc<std::sync::Mutex<Vec<Trouble>>>,
}

/// The program behind the window.
pub struct App {
    model: Model,
    view: ViewState,
    worker: Handle,
    clock: Arc<dyn Clock>,
    autosave: Autosave,
    history: History,
    /// The story being edited as it stood when its editing began, and whether a draft of that was made.
    sitting: Option<Sitting>,
    /// When a question was last typed at, in the window's seconds.
    question_typed_secs: Option<f64>,
    /// Requests to save that the worker has not answered.
    saves_under_way: usize,
    next_notice: u64,
    /// When passing notices go, in the window's seconds.
    passing: Vec<(u64, f64)>,
    picker: Option<Picker>,
    desk: import::Desk,
    devices: devices::Devices,
    progress_work: progress::Work,
    practice: practice::Practice,
    ctx: Context,
    sound: Arc<dyn SoundSystem>,
    fs: Arc<dyn Fs>,
    rescue: rescue::Rescue,
    packing: Option<Packing>,
    review: review::Review,
    title: String,
    last_words: Arc<std::sync::Mutex<Vec<Trouble>>>,
}

/// One stretch of work on one story.
struct Sitting {
    before: Story,
    remembered: bool,
    /// When something was last typed, in the window's seconds.
    typed_secs: Option<f64>,
}

/// More troubles at once than this are gathered under one heading.
const TROUBLES_ONE_BY_ONE: usize = 3;

/// How long a passing notice stays.
const PASSING_SECS: f64 = 8.0;

impl App {
    /// The program with everything it needs. The library is opened on the worker's thread meanwhile.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn new(ctx: &Context, services: Services) -> std::io::Result<Self> {
        theme::install(ctx);
        theme::apply(ctx, &services.preferences);
        let waker = ctx.clone();
        let (worker, mut handle) = worker::pair(services.place, Box::new(move || waker.request_repaint()));
        handle.start(worker)?;
        handle.ask(Request::Open { path: services.library.clone(), access: Access::Write });
        let devices = devices::Devices::new(
            ctx,
            Arc::clone(&services.sound),
            Arc::clone(&services.fs),
            services.cache.clone(),
        );
        let now = services.clock.now();
        let mut app = Self {
            model: Model::new(services.library, services.preferences, now),
            view: ViewState::default(),
            worker: handle,
            clock: services.clock,
            autosave: Autosave::default(),
            history: History::default(),
            sitting: None,
            question_typed_secs: None,
            saves_under_way: 0,
            next_notice: 0,
            passing: Vec::new(),
            picker: None,
            desk: import::Desk::new(ctx, Arc::clone(&services.fs)),
            devices,
            progress_work: progress::Work::default(),
            practice: practice::Practice::new(u64::try_from(now.as_microsecond()).unwrap_or(0)),
            review: review::Review::new(
                ctx,
                Arc::clone(&services.sound),
                Arc::clone(&services.fs),
                services.cache.clone(),
            ),
            ctx: ctx.clone(),
            sound: services.sound,
            fs: services.fs,
            rescue: rescue::Rescue::default(),
            packing: None,
            title: String::new(),
            last_words: services.last_words,
        };
        app.model.figures.folder = progress::documents();
        app.warn(services.warnings);
        app.warn(app.strange_keys());
        Ok(app)
    }

    /// Where the views are.
    #[must_use]
    pub fn view(&self) -> &ViewState {
        &self.view
    }

    /// What of the keys in the preferences cannot be followed.
    fn strange_keys(&self) -> Vec<Trouble> {
        let (_, warnings) = Keymap::resolve(&self.model.preferences.keys);
        warnings.into_iter().map(|what| Trouble { what, path: None }).collect()
    }

    /// What the views are shown.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Carries out a wish as if a view had asked for it.
    pub fn ask(&mut self, command: Command) {
        let ctx = self.ctx.clone();
        self.run(&ctx, command);
        ctx.request_repaint();
    }

    fn hear(&mut self, ctx: &Context) {
        while let Some(event) = self.worker.heard() {
            self.take_in(ctx, event);
        }
        self.worker.push();
        self.hear_import(ctx);
        self.hear_packing();
        if let Some(answer) = self.picker.as_ref().and_then(Picker::poll) {
            self.picker = None;
            self.model.choosing_folder = false;
            self.folder_chosen(answer);
        }
    }

    fn take_in(&mut self, ctx: &Context, event: Event) {
        match event {
            Event::Opened { path, library, access, warnings } => {
                self.model.library = *library;
                self.questions_changed();
                self.model.access = match access {
                    Access::Write => Seen::Open,
                    Access::ReadOnly => Seen::ReadOnly("Nothing you do here changes a file.".to_owned()),
                };
                self.opened(ctx, path);
                self.warn(warnings);
                if access == Access::Write {
                    self.worker.ask(Request::Maintain);
                    self.look_for_strays();
                    self.find_packable();
                }
            }
            Event::NotOpened { path, obstacle } => {
                self.model.library_path = path;
                self.model.access = Seen::Closed(obstacle);
            }
            Event::Saved(warnings) => {
                self.saves_under_way = self.saves_under_way.saturating_sub(1);
                self.warn(warnings);
                if self.saves_under_way == 0 && !self.autosave.is_waiting() {
                    self.model.saving = Saving::Saved;
                }
            }
            Event::NotSaved(trouble) => {
                self.saves_under_way = self.saves_under_way.saturating_sub(1);
                self.model.saving = Saving::Failed;
                self.warn(vec![trouble]);
            }
            Event::Place { take, path } => self.placed(ctx, &take, path),
            Event::Added { questions, added } => {
                self.saves_under_way = self.saves_under_way.saturating_sub(1);
                if self.saves_under_way == 0 && !self.autosave.is_waiting() {
                    self.model.saving = Saving::Saved;
                }
                self.questions_added(ctx, questions, added);
            }
            Event::Packable(jobs) => self.pack(ctx, jobs),
            Event::Packed { take, file } => {
                self.packed(&take, file);
                self.recording_moved(&take);
            }
            Event::Moving { done } => self.move_goes_on(done),
            Event::Moved { from, warnings } => self.moved(from, warnings),
            Event::NotMoved(trouble) => {
                self.model.moving = None;
                self.warn(vec![trouble]);
            }
            Event::Trash(trash) => self.model.trash = trash,
            Event::Restored(restored) => self.restored(*restored),
            Event::Home(home) => self.came_home(ctx, home),
            Event::Snapshots(list) => self.snapshots_listed(list),
            Event::Compared { snapshot, changes } => self.snapshot_compared(snapshot, changes),
            Event::Failed(trouble) => self.warn(vec![trouble]),
            Event::Warned(troubles) => self.warn(troubles),
        }
    }

    fn opened(&mut self, ctx: &Context, path: PathBuf) {
        self.clear_import();
        self.packing = None;
        self.history = History::default();
        self.sitting = None;
        self.model.undo = None;
        self.model.redo = None;
        self.model.snapshots = Snapshots::default();
        self.view.settings.library_path = None;
        self.reopen_takes();
        self.practise_library();
        self.model.saving = Saving::Saved;
        let chosen = self.model.library_path != path || self.model.preferences.library.is_some();
        self.model.library_path.clone_from(&path);
        if chosen && self.model.preferences.library.as_ref() != Some(&path) {
            self.model.preferences.library = Some(path);
            self.autosave.preferences(seconds(ctx));
        }
    }

    fn folder_chosen(&mut self, answer: Answer) {
        match answer {
            // What is done with it is for the user to say.
            Answer::Chosen(path) => self.view.settings.library_path = Some(path.display().to_string()),
            Answer::Cancelled => {}
            Answer::NoDialog => {
                let what = "This desktop showed no dialog. Type the folder into the field instead.";
                self.notice(Weight::Lasting, what.to_owned(), None, None);
            }
        }
    }

    /// Tells the user what is amiss; a few things one by one, many under one heading.
    fn warn(&mut self, troubles: Vec<Trouble>) {
        if troubles.len() > TROUBLES_ONE_BY_ONE {
            let what = format!("{} files need attention.", troubles.len());
            let id = self.notice(Weight::Lasting, what, None, None);
            if let Some(notice) = self.model.notices.iter_mut().find(|notice| notice.id == id) {
                notice.details = troubles.iter().map(Trouble::line).collect();
            }
            return;
        }
        for trouble in troubles {
            let known = |notice: &Notice| notice.what == trouble.what && notice.path == trouble.path;
            if !self.model.notices.iter().any(known) {
                self.notice(Weight::Lasting, trouble.what, trouble.path, None);
            }
        }
    }

    fn notice(
        &mut self,
        weight: Weight,
        what: String,
        path: Option<PathBuf>,
        offer: Option<(String, Command)>,
    ) -> u64 {
        self.next_notice += 1;
        let (id, since) = (self.next_notice, self.model.now);
        self.model.notices.push(Notice { id, weight, what, details: Vec::new(), path, offer, since });
        id
    }

    /// Says something that goes by itself.
    fn mention(&mut self, ctx: &Context, what: String, offer: Option<(String, Command)>) {
        let id = self.notice(Weight::Passing, what, None, offer);
        self.passing.push((id, seconds(ctx) + PASSING_SECS));
    }

    /// Saves what is due and lets passing notices go; asks to be called again when the next thing is due.
    fn keep_time(&mut self, ctx: &Context) {
        let now_secs = seconds(ctx);
        if self.autosave.due_in_secs(now_secs) == Some(0.0) {
            self.save_now();
        }
        if self.rescue.due_in_secs(now_secs) == Some(0.0) {
            self.bring_home();
        }
        let (gone, staying) =
            std::mem::take(&mut self.passing).into_iter().partition(|(_, until)| *until <= now_secs);
        let gone: Vec<(u64, f64)> = gone;
        self.passing = staying;
        self.model.notices.retain(|notice| gone.iter().all(|(id, _)| *id != notice.id));
        let next = self.passing.iter().map(|(_, until)| until - now_secs);
        let due = self.autosave.due_in_secs(now_secs).into_iter().chain(self.rescue.due_in_secs(now_secs));
        if let Some(secs) = next.chain(due).reduce(f64::min) {
            ctx.request_repaint_after(Duration::from_secs_f64(secs.max(0.0)));
        }
    }

    fn save_now(&mut self) {
        let due = self.autosave.take();
        let mut requests = Vec::new();
        if due.preferences {
            requests.push(Request::SavePreferences(Box::new(self.model.preferences.clone())));
        }
        if self.model.is_writable() {
            if due.settings {
                requests.push(Request::SaveSettings(Box::new(self.model.library.settings.clone())));
            }
            requests.extend(due.things.iter().filter_map(|id| self.request_to_save(id)));
        }
        for request in requests {
            self.save(request);
        }
    }

    fn request_to_save(&self, id: &ThingId) -> Option<Request> {
        let library = &self.model.library;
        Some(match id {
            ThingId::Story(id) => Request::SaveStory(Box::new(run::tidied(library.story(id)?))),
            ThingId::Question(id) => Request::SaveQuestion(Box::new(library.own_question(id)?.clone())),
            ThingId::Take(id) => Request::SaveTake(Box::new(library.take(id)?.clone())),
            ThingId::Questions(_) => return None,
        })
    }

    /// Asks for something to be saved at once.
    fn save(&mut self, request: Request) {
        self.saves_under_way += 1;
        self.model.saving = Saving::Writing;
        self.worker.ask(request);
    }

    fn close(&mut self) {
        self.finish_adding();
        self.worker.stop_moving();
        // A microphone that does not close is given up after a second.
        let _: Option<std::thread::Result<()>> = self.let_go_of_devices().map(std::thread::JoinHandle::join);
        let ctx = self.ctx.clone();
        self.keep_before_the_end(&ctx);
        self.packing = None;
        self.save_now();
        let unsaved = self.worker.finish().into_iter().filter_map(|event| match event {
            Event::NotSaved(trouble) | Event::Failed(trouble) => Some(trouble),
            Event::Added { added, .. } => added.trouble,
            _ => None,
        });
        if let Ok(mut last_words) = self.last_words.lock() {
            last_words.extend(unsaved);
        }
    }
}

/// The window's own time, which passes in steps of a frame and only lengths are taken of.
fn seconds(ctx: &Context) -> f64 {
    ctx.input(|input| input.time)
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.model.now = self.clock.now();
        self.go_on_practising(ctx);
        self.hear(ctx);
        self.listen(ctx);
        self.hear_devices(ctx);
        self.keep_time(ctx);
        self.keep_figures(ctx);
        window::remember(ctx, &mut self.model.preferences);
        if ctx.input(|input| input.viewport().close_requested()) {
            self.autosave.preferences(seconds(ctx));
            self.save_now();
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let mut commands = Vec::new();
        shell::show(ui, &self.model, &mut self.view, &mut commands);
        let ctx = ui.ctx().clone();
        if !commands.is_empty() || self.wants_columns() {
            ctx.request_repaint();
        }
        for command in commands {
            self.run(&ctx, command);
        }
        let title = run::title(&self.model, &self.view);
        // Not every desktop tells what the title is, so what was asked for is remembered here.
        if self.title != title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}
