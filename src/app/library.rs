//! The library as a whole: where it lies, moving it, and keeping old recordings in less space.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use crate::audio::files::FileError;
use crate::audio::files::pack::pack;
use crate::domain::settings::Preferences;
use crate::domain::take::{Take, TakeId};
use crate::store::packed::Packable;
use crate::ui::command::LibraryCommand;
use crate::ui::model::Moving;
use crate::ui::model::notices::Notice;
use crate::ui::shortcuts::Keymap;

use super::jobs::Job;
use super::keeper::Trouble;
use super::picker::{self, Purpose};
use super::services::Services;
use super::worker::Request;

/// What goes on about the library beside the window.
#[derive(Default)]
pub struct Library {
    packing: Option<Packing>,
}

/// Recordings being packed, one after another.
struct Packing {
    job: Job<()>,
    done: Receiver<(Packable, Result<(), FileError>)>,
}

impl Library {
    /// A library was opened here.
    pub fn opened(&mut self, path: PathBuf, services: &mut Services) {
        self.stop_packing();
        services.view.settings.library_path = None;
        let model = &mut services.model;
        let chosen = model.library_path != path || model.preferences.library.is_some();
        model.library_path.clone_from(&path);
        if chosen && model.preferences.library.as_ref() != Some(&path) {
            services.change_preferences(|preferences| preferences.library = Some(path));
        }
        if services.model.is_writable() {
            services.worker.ask(Request::Maintain);
            self.find_packable(services);
        }
    }

    pub fn move_to(&mut self, to: PathBuf, services: &mut Services) {
        if !services.model.is_writable() || services.model.moving.is_some() {
            return;
        }
        if services.model.practice.stage.is_under_way() {
            return services
                .mention("A take is being recorded into the library. Finish it, then move the library.");
        }
        services.save_now();
        self.stop_packing();
        services.model.moving = Some(Moving { to: to.clone(), done: 0.0, stopping: false });
        services.worker.ask(Request::Move { from: services.model.library_path.clone(), to });
    }

    /// Asks which recordings can be packed, where the user wants old ones to be.
    pub fn find_packable(&mut self, services: &mut Services) {
        // What is packed now was wanted under the setting before this one.
        self.stop_packing();
        let library = &services.model.library;
        let takes: Vec<&Take> = library.takes().collect();
        let old = library.settings.old_enough_to_pack(&takes, services.model.now);
        if services.model.is_writable() && !old.is_empty() {
            services.worker.ask(Request::FindPackable(old));
        }
    }

    pub fn pack(&mut self, services: &mut Services, recordings: Vec<Packable>) {
        if recordings.is_empty() {
            return;
        }
        let (say, done) = channel();
        let (fs, wake) = (Arc::clone(&services.fs), services.wake());
        let started = Job::start("packing", services.wake(), move |progress| {
            for recording in recordings {
                let outcome = pack(fs.as_ref(), &recording.wav, &recording.flac, progress).map(drop);
                if progress.is_cancelled() || say.send((recording, outcome)).is_err() {
                    return;
                }
                wake();
            }
        });
        match started {
            Ok(job) => self.packing = Some(Packing { job, done }),
            Err(error) => services.say(Notice::lasting(format!(
                "Old recordings could not be packed: {error}. The next start tries again."
            ))),
        }
    }

    /// Ends packing, and returns once no file is being written; what is half done leaves nothing.
    pub fn stop_packing(&mut self) {
        if let Some(packing) = self.packing.take() {
            packing.job.cancel();
            packing.job.wait();
        }
    }

    pub fn hear_packing(&mut self, services: &mut Services) {
        let Some(packing) = &self.packing else { return };
        for (recording, outcome) in packing.done.try_iter().collect::<Vec<_>>() {
            match outcome {
                Ok(()) => services.worker.ask(Request::KeepPacked(recording)),
                Err(error) => services.say(Notice::lasting(error.to_string())),
            }
        }
    }
}

pub fn run(command: LibraryCommand, services: &mut Services) {
    match command {
        LibraryCommand::Browse => {
            let start = services.model.library_path.clone();
            services.browse(Purpose::Library, start);
        }
        LibraryCommand::Reveal => reveal(services, &services.model.library_path.clone()),
        LibraryCommand::RevealFolder(path) => reveal(services, &path),
        LibraryCommand::StopMoving => {
            if let Some(moving) = &mut services.model.moving {
                moving.stopping = true;
                services.worker.stop_moving();
            }
        }
        LibraryCommand::SaveNow => services.save_now(),
        // Every area takes part in these, so the program itself carries them out.
        LibraryCommand::Retry
        | LibraryCommand::OpenToRead
        | LibraryCommand::Use(_)
        | LibraryCommand::Move(_) => {}
    }
}

/// The recording of a take has another name now.
pub fn packed(services: &mut Services, id: &TakeId, file: String) {
    if let Some(take) = services.model.library.take(id) {
        let mut take = take.clone();
        take.recording.file = file;
        services.model.library.put_take(take);
        services.model.revision += 1;
    }
}

pub fn move_goes_on(services: &mut Services, done: f32) {
    if let Some(moving) = &mut services.model.moving {
        moving.done = done;
    }
}

pub fn moved(services: &mut Services, from: PathBuf, warnings: Vec<Trouble>) {
    services.model.moving = None;
    let what = format!(
        "The library is now in {}. What was copied is still in the old folder, unchanged; delete that when you are \
         sure.",
        services.model.library_path.display()
    );
    let offer = LibraryCommand::RevealFolder(from.clone());
    services.say(Notice::lasting(what).at(Some(from)).offering("Show the old folder", offer));
    services.warn(warnings);
}

fn reveal(services: &mut Services, folder: &Path) {
    if let Err(error) = picker::reveal(folder) {
        services.mention(format!("No file manager could be started: {error}. Open the folder yourself."));
    }
}

/// What of the keys in the preferences cannot be followed.
pub fn strange_keys(preferences: &Preferences) -> Vec<Trouble> {
    let (_, warnings) = Keymap::resolve(&preferences.keys);
    warnings.into_iter().map(|what| Trouble { what, path: None }).collect()
}
