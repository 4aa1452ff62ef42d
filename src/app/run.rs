//! The one place where commands take effect.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, ViewportCommand};

use crate::domain::framework::FrameworkId;
use crate::domain::story::{Story, StoryId};
use crate::domain::take::Take;
use crate::store::ids::new_id;
use crate::ui::command::{
    Command, LibraryCommand, PracticeCommand, QuestionCommand, StoryCommand, TrashCommand,
};
use crate::ui::model::practice::Stage;
use crate::ui::model::{Access as Seen, Model, Saving, Weight};
use crate::ui::overlay::{Overlay, Search};
use crate::ui::screen::Screen;
use crate::ui::screens;
use crate::ui::screens::stories::{Focus, Rows};
use crate::ui::shortcuts::Keymap;
use crate::ui::theme;
use crate::ui::view::ViewState;

use super::history::{Step, Thing, ThingId};
use super::keeper::{Access, Restored};
use super::picker::{self, Picker};
use super::worker::Request;
use super::{App, Sitting, seconds};

/// How a story came to be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A little at a time, in the editor.
    Typing,
    /// At once, by a command.
    Deed,
}

/// A pause this long ends a stretch of typing.
pub(super) const TYPING_PAUSE_SECS: f64 = 2.0;

impl App {
    pub(super) fn run(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::Go(screen) => self.go(ctx, screen),
            Command::Story(command) => self.story(ctx, command),
            Command::Question(command) => self.question(ctx, command),
            Command::Guide(command) => self.guide(command),
            Command::Practice(command) => self.practice(ctx, command),
            Command::Review(command) => self.review(ctx, command),
            Command::Progress(command) => self.progress(ctx, command),
            Command::Import(command) => self.import(ctx, command),
            Command::Devices(command) => self.devices(&command),
            Command::Trash(command) => self.trash(command),
            Command::Library(command) => self.library(ctx, command),
            Command::Snapshot(command) => self.snapshot(command),
            Command::ChangeSettings(settings) => {
                let may_pack = settings.pack_after_days != self.model.library.settings.pack_after_days;
                let other_map = settings.own_map != self.model.library.settings.own_map;
                self.model.library.settings = *settings;
                if other_map {
                    self.read_own_map();
                }
                self.autosave.settings(seconds(ctx));
                if may_pack {
                    self.find_packable();
                }
                self.model.saving = Saving::Waiting;
            }
            Command::ChangePreferences(preferences) => {
                let other = self.model.preferences.microphone != preferences.microphone;
                self.model.preferences = *preferences;
                if other {
                    self.microphone_chosen();
                }
                self.model.keymap = Keymap::resolve(&self.model.preferences.keys).0;
                theme::apply(ctx, &self.model.preferences);
                self.autosave.preferences(seconds(ctx));
            }
            Command::DismissNotice(id) => self.model.notices.retain(|notice| notice.id != id),
            Command::Undo => self.undo(ctx),
            Command::Redo => self.redo(ctx),
            Command::ToggleCommands => self.toggle(Overlay::Commands(Search::default())),
            Command::ToggleKeys => self.toggle(Overlay::Keys),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    fn toggle(&mut self, overlay: Overlay) {
        let same = self
            .view
            .overlay
            .as_ref()
            .is_some_and(|open| std::mem::discriminant(open) == std::mem::discriminant(&overlay));
        self.view.overlay = (!same).then_some(overlay);
    }

    fn go(&mut self, ctx: &Context, screen: Screen) {
        if self.view.screen == screen && screen == Screen::Stories {
            self.leave_story();
            self.view.stories.trash = false;
        }
        if self.view.screen == screen && screen == Screen::Questions {
            self.question(ctx, QuestionCommand::Close);
        }
        if self.view.screen == screen && screen == Screen::Guide {
            self.view.guide.trail.clear();
        }
        if self.view.screen == screen && screen == Screen::Takes {
            self.view.takes.open = None;
        }
        self.view.screen = screen;
        self.view.settings.keys.leave();
        self.leave_devices();
        self.save_now();
    }

    fn story(&mut self, ctx: &Context, command: StoryCommand) {
        match command {
            StoryCommand::New => self.new_story(),
            StoryCommand::Open(id) => {
                self.leave_story();
                self.view.screen = Screen::Stories;
                self.view.stories.open(id);
            }
            StoryCommand::Close => self.leave_story(),
            StoryCommand::Search => self.view.stories.focus = Some(Focus::Search),
            StoryCommand::Change(story) => self.change(ctx, *story, Kind::Typing),
            StoryCommand::ToggleArchived => {
                if let Some(mut story) = self.open_story().cloned() {
                    story.archived = !story.archived;
                    self.change(ctx, story, Kind::Deed);
                }
            }
            StoryCommand::Delete => self.delete(ctx),
            StoryCommand::RestoreDraft { story, draft } => self.restore_draft(ctx, &story, draft),
        }
    }

    fn open_story(&self) -> Option<&Story> {
        self.view.stories.open.as_ref().and_then(|id| self.model.library.story(id))
    }

    fn new_story(&mut self) {
        self.leave_story();
        let id = StoryId(new_id(self.model.now));
        let story = Story::new(id.clone(), "", FrameworkId::new("star"), self.model.now);
        self.model.library.put_story(story);
        self.view.screen = Screen::Stories;
        self.view.stories.open(id);
        self.view.stories.focus = Some(Focus::Title);
    }

    /// Back to the list. A story in which nothing was written leaves no trace.
    pub(super) fn leave_story(&mut self) {
        self.sitting = None;
        if let Some(id) = self.view.stories.open.take()
            && self.model.library.story(&id).is_some_and(|story| story.is_blank() && story.drafts.is_empty())
            && self.model.library.takes_of(Some(&id)).next().is_none()
        {
            let story = self.model.library.remove_story(&id);
            let was_saved = story.is_some_and(|story| {
                story != Story::new(id.clone(), "", FrameworkId::new("star"), story.created_at)
            });
            self.autosave.forget(&ThingId::Story(id.clone()));
            self.history.forget(&ThingId::Story(id.clone()));
            if was_saved {
                self.worker.ask(Request::DeleteStory(id));
            }
        }
        self.save_now();
        self.name_history();
    }

    fn change(&mut self, ctx: &Context, mut story: Story, kind: Kind) {
        let Some(current) = self.model.library.story(&story.id).cloned() else { return };
        if !self.model.is_writable() {
            return;
        }
        let same_sitting = self.sitting.as_ref().is_some_and(|sitting| sitting.before.id == story.id);
        if !same_sitting {
            self.sitting = Some(Sitting { before: current.clone(), remembered: false, typed_secs: None });
        }
        story.drafts.clone_from(&current.drafts);
        if let Some(sitting) = &mut self.sitting
            && !sitting.remembered
            && !sitting.before.is_blank()
            && !story.tells_the_same_as(&sitting.before)
        {
            story.remember(&sitting.before, self.model.now);
            sitting.remembered = true;
        }
        let goes_on = kind == Kind::Typing && self.typing_goes_on(seconds(ctx));
        self.history.changed(Thing::Story(current), Thing::Story(story.clone()), goes_on);
        if let Some(sitting) = &mut self.sitting {
            sitting.typed_secs = (kind == Kind::Typing).then_some(seconds(ctx));
        }
        self.put(ctx, story);
    }

    /// Whether this is still the same stretch of typing, which is undone as one.
    fn typing_goes_on(&self, now_secs: f64) -> bool {
        let typed = self.sitting.as_ref().and_then(|sitting| sitting.typed_secs);
        typed.is_some_and(|typed| now_secs - typed < TYPING_PAUSE_SECS)
    }

    pub(super) fn put(&mut self, ctx: &Context, story: Story) {
        self.autosave.thing(ThingId::Story(story.id.clone()), seconds(ctx));
        self.model.library.put_story(story);
        self.model.saving = Saving::Waiting;
        self.name_history();
    }

    fn delete(&mut self, ctx: &Context) {
        let Some(story) = self.open_story().cloned() else { return };
        self.view.stories.open = None;
        self.sitting = None;
        // What is in the trash should read as it did on the screen.
        self.save_now();
        self.remove(&story.id);
        let what = format!("{} is in the trash", story.shown_title());
        self.history.deleted(Thing::Story(story));
        self.name_history();
        self.mention(ctx, what, Some(("Undo".to_owned(), Command::Undo)));
    }

    fn remove(&mut self, id: &StoryId) {
        self.autosave.forget(&ThingId::Story(id.clone()));
        let takes: Vec<_> = self.model.library.takes_of(Some(id)).map(|take| take.id.clone()).collect();
        for take in takes {
            self.model.library.remove_take(&take);
        }
        self.model.library.remove_story(id);
        if self.view.stories.open.as_ref() == Some(id) {
            self.view.stories.open = None;
        }
        self.worker.ask(Request::DeleteStory(id.clone()));
    }

    fn restore_draft(&mut self, ctx: &Context, id: &StoryId, draft: usize) {
        let Some(current) = self.model.library.story(id) else { return };
        let Some(draft) = current.drafts.get(draft).cloned() else { return };
        let before = current.clone();
        let mut story = Story {
            title: draft.title,
            framework: draft.framework,
            sections: draft.sections,
            ..before.clone()
        };
        story.remember(&before, self.model.now);
        self.sitting = None;
        self.history.changed(Thing::Story(before), Thing::Story(story.clone()), false);
        self.view.stories.rows = Rows::default();
        self.put(ctx, story);
    }

    fn undo(&mut self, ctx: &Context) {
        match self.history.undo() {
            Some(Step::Changed { before, .. }) => self.bring_back(ctx, *before),
            Some(Step::Added(thing)) => self.take_back(&thing),
            Some(Step::Deleted(thing)) => {
                self.worker.ask(Request::Undelete(thing.id()));
                match *thing {
                    Thing::Story(story) => {
                        self.model.library.put_story(story);
                    }
                    Thing::Question(question) => {
                        let id = question.id.clone();
                        self.model.library.put_own_question(question);
                        self.catch_up(std::slice::from_ref(&id));
                    }
                    Thing::Take(take) => {
                        self.model.library.put_take(*take);
                        self.model.revision += 1;
                    }
                    Thing::Questions(_) => {}
                }
            }
            None => {}
        }
        self.name_history();
    }

    fn redo(&mut self, ctx: &Context) {
        match self.history.redo() {
            Some(Step::Changed { after, .. }) => self.bring_back(ctx, *after),
            Some(Step::Deleted(thing)) => match thing.id() {
                ThingId::Story(id) => self.remove(&id),
                ThingId::Question(id) => self.remove_question(&id),
                ThingId::Take(id) => self.remove_take(&id),
                ThingId::Questions(_) => {}
            },
            // What comes back is what the disk has.
            Some(Step::Added(thing)) => self.worker.ask(Request::Undelete(thing.id())),
            None => {}
        }
        self.name_history();
    }

    fn bring_back(&mut self, ctx: &Context, thing: Thing) {
        match thing {
            Thing::Story(story) => {
                self.sitting = None;
                self.view.stories.rows = Rows::default();
                self.put(ctx, story);
            }
            Thing::Question(question) => {
                self.question_typed_secs = None;
                self.put_question(ctx, question);
            }
            Thing::Take(take) => self.put_take(ctx, *take),
            Thing::Questions(_) => {}
        }
    }

    pub(super) fn restored(&mut self, restored: Restored) {
        for story in restored.stories {
            self.model.library.put_story(story);
        }
        for take in restored.takes {
            self.model.library.put_take(take);
        }
        self.put_questions(restored.questions);
    }

    pub(super) fn name_history(&mut self) {
        self.model.undo = self.history.undo_name();
        self.model.redo = self.history.redo_name();
    }

    fn trash(&mut self, command: TrashCommand) {
        match command {
            TrashCommand::Show => {
                self.leave_story();
                self.view.screen = Screen::Stories;
                self.view.stories.trash = true;
            }
            TrashCommand::Restore(id) => self.worker.ask(Request::Restore(id)),
        }
    }

    fn library(&mut self, ctx: &Context, command: LibraryCommand) {
        match command {
            LibraryCommand::Retry => self.open(self.model.library_path.clone(), Access::Write),
            LibraryCommand::OpenToRead => self.open(self.model.library_path.clone(), Access::ReadOnly),
            LibraryCommand::Use(path) => self.use_library(ctx, path),
            LibraryCommand::Browse => self.browse(ctx),
            LibraryCommand::Reveal => self.reveal(ctx, &self.model.library_path.clone()),
            LibraryCommand::RevealFolder(path) => self.reveal(ctx, &path),
            LibraryCommand::Move(path) => self.move_library(ctx, path),
            LibraryCommand::StopMoving => {
                if let Some(moving) = &mut self.model.moving {
                    moving.stopping = true;
                    self.worker.stop_moving();
                }
            }
        }
    }

    fn reveal(&mut self, ctx: &Context, folder: &Path) {
        if let Err(error) = picker::reveal(folder) {
            let what = format!("No file manager could be started: {error}. Open the folder yourself.");
            self.mention(ctx, what, None);
        }
    }

    pub(super) fn use_library(&mut self, _ctx: &Context, path: PathBuf) {
        self.leave_story();
        self.open(path, Access::Write);
    }

    fn open(&mut self, path: PathBuf, access: Access) {
        if self.practice.holds_a_take() {
            let what = "A recording is under way. Stop it before you open another library.";
            self.notice(Weight::Lasting, what.to_owned(), None, None);
            return;
        }
        let ctx = self.ctx.clone();
        self.practice(&ctx, PracticeCommand::Cancel);
        self.finish_adding();
        self.save_now();
        self.model.access = Seen::Opening;
        self.worker.ask(Request::Open { path, access });
    }

    fn browse(&mut self, ctx: &Context) {
        if self.picker.is_some() {
            return;
        }
        match Picker::folder(ctx, &self.model.library_path) {
            Ok(picker) => {
                self.picker = Some(picker);
                self.model.choosing_folder = true;
            }
            Err(error) => self.mention(
                ctx,
                format!("No dialog could be opened: {error}. Type the folder instead."),
                None,
            ),
        }
    }
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

/// The story without the empty points that writing leaves behind.
pub(super) fn tidied(story: &Story) -> Story {
    let mut story = story.clone();
    for notes in &mut story.sections {
        notes.bullets.retain(|bullet| !bullet.trim().is_empty());
    }
    story.sections.retain(|notes| !notes.bullets.is_empty());
    story.key_figures.retain(|figure| !(figure.value.trim().is_empty() && figure.meaning.trim().is_empty()));
    story
}
