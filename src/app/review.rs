//! Listening to takes: which one is open, what is heard of it, and what the commands about takes do.

mod compare;
mod deck;
mod edit;
mod files;
mod listen;
mod sound;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use eframe::egui::Context;

use crate::audio::engine::Wake;
use crate::audio::sound::SoundSystem;
use crate::domain::listening;
use crate::domain::split_table::SplitTable;
use crate::domain::take::{Take, TakeId, TakeKind};
use crate::domain::take_export::split_tsv;
use crate::domain::time::Frames;
use crate::store::fs::Fs;
use crate::ui::command::{Command, PracticeCommand, ReviewCommand, Zoom};
use crate::ui::screen::Screen;
use crate::ui::screens::takes::Focus;
use crate::ui::widgets::waveform::zoomed;

use super::App;
use deck::{Deck, Shelf};
use files::Files;
use sound::Sounder;

/// What listening needs beside what the page is shown.
pub(super) struct Review {
    shelf: Shelf,
    sounder: Sounder,
    /// The take that is open, and the one it is compared with.
    deck: Option<Deck>,
    other: Option<Deck>,
    /// Whether the two are played equally loud.
    matched: bool,
    files: Files,
    last_edit: Option<edit::Last>,
    /// Whether the other take is to be heard as soon as it can be.
    switches: bool,
    /// Where the sound round a mark ends, and the mark.
    stops_at: Option<(Frames, Frames)>,
    /// When a loudspeaker that was lost was last opened again.
    reopened_at: Option<Instant>,
}

impl Review {
    pub(super) fn new(
        ctx: &Context,
        sound: Arc<dyn SoundSystem>,
        fs: Arc<dyn Fs>,
        cache: Option<PathBuf>,
    ) -> Self {
        let waker = ctx.clone();
        let wake: Wake = Arc::new(move || waker.request_repaint());
        let shelf = Shelf { fs: Arc::clone(&fs), cache, wake: Arc::clone(&wake) };
        let sounder = Sounder::new(sound, fs, wake);
        Self {
            shelf,
            sounder,
            deck: None,
            other: None,
            matched: false,
            files: Files::default(),
            last_edit: None,
            switches: false,
            stops_at: None,
            reopened_at: None,
        }
    }
}

impl App {
    pub(super) fn review(&mut self, ctx: &Context, command: ReviewCommand) {
        match command {
            ReviewCommand::Open(id) => {
                self.view.screen = Screen::Takes;
                self.view.takes.show(id);
                self.save_now();
            }
            ReviewCommand::Close => {
                self.view.takes.open = None;
                self.view.takes.dialog = None;
                self.save_now();
            }
            ReviewCommand::Search => self.view.takes.focus = Some(Focus::Search),
            ReviewCommand::Change(take) => self.change_take(ctx, *take, false),
            ReviewCommand::Write(take) => self.write_take(ctx, *take),
            ReviewCommand::Delete(id) => self.delete_take(ctx, &id),
            ReviewCommand::DeleteOpen => {
                if let Some(id) = self.view.takes.open.clone() {
                    self.delete_take(ctx, &id);
                }
            }
            ReviewCommand::File(id, story) => self.file_take(ctx, &id, story),
            ReviewCommand::Rename => {
                self.view.takes.page.renaming = true;
                self.view.takes.focus = Some(Focus::Title);
            }
            ReviewCommand::ToggleWarmUp => {
                self.change_open_take(ctx, |take, _| Take { warm_up: !take.warm_up, ..take.clone() });
            }
            ReviewCommand::Play(command) => self.play(command),
            ReviewCommand::Mark(command) => self.mark(ctx, command),
            ReviewCommand::Rate(command) => self.rate(ctx, command),
            ReviewCommand::Count(command) => self.count(ctx, command),
            ReviewCommand::Compare(command) => self.compare(command),
            ReviewCommand::Zoom(zoom) => self.zoom(zoom),
            ReviewCommand::PinNote => self.pin_note(ctx),
            ReviewCommand::ToggleTable => self.view.takes.table = !self.view.takes.table,
            ReviewCommand::ToggleUnit => self.view.takes.percent = !self.view.takes.percent,
            ReviewCommand::CopyTable => self.copy_table(ctx),
            ReviewCommand::RetakeHere => self.retake_here(ctx),
            ReviewCommand::PractiseAgain => self.practise_again(ctx),
            ReviewCommand::NextQuestion => {
                self.run(ctx, Command::Go(Screen::Practice));
                self.run(ctx, PracticeCommand::NextQuestion.into());
            }
            ReviewCommand::WriteChange => self.view.takes.focus = Some(Focus::Change),
            ReviewCommand::Files(command) => self.files(ctx, command),
        }
    }

    /// The take that is open.
    fn open_take(&self) -> Option<&Take> {
        self.view.takes.open.as_ref().and_then(|id| self.model.take(id))
    }

    /// Where playing stands in the open take; where the other one is heard, its beginning.
    fn place_in_open_take(&self) -> Frames {
        let open = self.view.takes.open.as_ref();
        let heard = open.is_some_and(|open| self.model.review.hears(open));
        if heard { self.review.sounder.position() } else { Frames::ZERO }
    }

    fn file_take(&mut self, ctx: &Context, id: &TakeId, story: Option<crate::domain::story::StoryId>) {
        let Some(take) = self.model.library.take(id) else { return };
        let filed = Take { story, ..take.clone() };
        self.change_take(ctx, filed, false);
        // The recording moves with its take, so where it lies is asked for again afterwards.
        self.save_now();
        self.locate(id);
    }

    fn zoom(&mut self, zoom: Zoom) {
        const STEP: f64 = 2.0;
        let Some(take) = self.open_take() else { return };
        let (whole, view) = (take.recording.frames, self.view.takes.page.visible(take));
        let at = self.place_in_open_take();
        let middle = Frames(u64::midpoint(view.start.0, view.end.0));
        let round = if view.contains(&at) { at } else { middle };
        let shown = match zoom {
            Zoom::In => zoomed(&view, round, STEP, whole),
            Zoom::Out => zoomed(&view, round, 1.0 / STEP, whole),
            Zoom::Whole => Frames::ZERO..whole,
        };
        self.view.takes.page.view = (shown != (Frames::ZERO..whole)).then_some(shown);
    }

    fn copy_table(&mut self, ctx: &Context) {
        let settings = &self.model.library.settings;
        let tolerance = settings.tolerance;
        let table = self.open_take().and_then(|take| SplitTable::of(take, tolerance));
        match table.map(|table| split_tsv(&table)) {
            Some(Ok(text)) => {
                ctx.copy_text(text);
                self.mention(ctx, "The table is on the clipboard".to_owned(), None);
            }
            Some(Err(why)) => {
                let what = format!("The table was not copied, because {why}. Export it as a file instead.");
                self.mention(ctx, what, None);
            }
            None => {}
        }
    }

    fn retake_here(&mut self, ctx: &Context) {
        let at = self.place_in_open_take();
        let Some(take) = self.open_take() else { return };
        let section = listening::stretch_at(take, at).and_then(|stretch| stretch.section).unwrap_or(0);
        let command = PracticeCommand::Retake { take: take.id.clone(), section };
        self.run(ctx, Command::Practice(command));
    }

    fn practise_again(&mut self, ctx: &Context) {
        let Some(take) = self.open_take() else { return };
        let again = match &take.kind {
            TakeKind::Retake { of, section } => {
                vec![PracticeCommand::Retake { take: of.clone(), section: *section }]
            }
            TakeKind::FollowUp { of } => {
                vec![PracticeCommand::FollowUp { take: of.clone(), question: take.question.text.clone() }]
            }
            TakeKind::Full | TakeKind::Continuation { .. } => {
                let question = take.question.id.clone().map(PracticeCommand::Question);
                question.into_iter().chain(take.story.clone().map(PracticeCommand::PracticeStory)).collect()
            }
        };
        self.run(ctx, Command::Go(Screen::Practice));
        // Without a question or a story to come back to, one is chosen first.
        let is_known = !again.is_empty();
        for command in again {
            self.run(ctx, command.into());
        }
        if is_known {
            self.run(ctx, PracticeCommand::RecordAgain.into());
        }
    }
}
