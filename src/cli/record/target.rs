//! Where a take without a window goes: a file of the user's own, or the library.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::Options;
use crate::audio::event::SavedTake;
use crate::audio::taking::NewTake;
use crate::cli::say;
use crate::domain::framework::{Framework, built_in};
use crate::domain::story::StoryId;
use crate::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId};
use crate::domain::time::{Frames, SampleRate};
use crate::store::Store;
use crate::store::clock::{Clock as _, SystemClock};
use crate::store::fs::{Fs as _, Kind};
use crate::store::real::RealFs;
use crate::store::rescue::{self, Places, Whose};

/// The length that a take without a question is planned to have.
const TARGET_SECS: u32 = 120;

/// Where the take goes.
pub(super) struct Target {
    id: TakeId,
    folder: PathBuf,
    file: String,
    recorded_at: Timestamp,
    plan: Plan,
    sections: Vec<String>,
    story: Option<StoryId>,
    /// The library it goes into; `None` for a file of one's own.
    store: Option<Store>,
    begun: Option<Take>,
}

impl Target {
    pub fn find(root: &Path, options: &Options) -> Result<Self, String> {
        match &options.to {
            Some(path) => Self::own_file(path),
            None => Self::in_library(root, options.story.as_deref()),
        }
    }

    fn own_file(path: &Path) -> Result<Self, String> {
        let named = path.file_name().and_then(|name| name.to_str());
        let Some((stem, name)) = named.and_then(|name| Some((name.strip_suffix(".wav")?, name))) else {
            return Err(format!("The file has to end in .wav: {}", path.display()));
        };
        if RealFs.meta(path).is_ok() {
            return Err(format!(
                "There is a file of that name already; name another one: {}",
                path.display()
            ));
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new(".")).to_owned();
        if !RealFs.meta(&folder).is_ok_and(|meta| meta.kind == Kind::Folder) {
            return Err(format!("There is no such folder; make it first: {}", folder.display()));
        }
        let framework = built_in().into_iter().next().ok_or("There is no framework to mark by.")?;
        Ok(Self::new(TakeId(stem.to_owned()), folder, name.to_owned(), &framework))
    }

    fn in_library(root: &Path, story: Option<&str>) -> Result<Self, String> {
        let opened = crate::cli::library::write(root)?;
        let (library, mut keeper) = (opened.library, opened.store);
        let story = story.map(|wanted| crate::cli::takes::find_story(&library, wanted)).transpose()?;
        let own = story.and_then(|story| library.settings.framework(&story.framework));
        let framework =
            own.or_else(|| built_in().into_iter().next()).ok_or("There is no framework to mark by.")?;
        let story = story.map(|story| story.id.clone());
        let id = keeper.new_take_id();
        let now = SystemClock.now();
        let new = keeper.new_recording(story.as_ref(), &id, now).map_err(|error| error.to_string())?;
        let folder = new.audio.parent().unwrap_or(root).to_owned();
        let place = Self::new(id, folder, new.file, &framework);
        Ok(Self { recorded_at: now, story, store: Some(keeper), ..place })
    }

    fn new(id: TakeId, folder: PathBuf, file: String, framework: &Framework) -> Self {
        let sections = framework.sections.iter().map(|section| section.name.clone()).collect();
        let plan = Plan::of(framework, TARGET_SECS);
        let recorded_at = SystemClock.now();
        Self { id, folder, file, recorded_at, plan, sections, story: None, store: None, begun: None }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    #[expect(clippy::unused_self, reason = "a setting of the place, which has one value so far")]
    pub const fn format(&self) -> SampleFormat {
        SampleFormat::Int16
    }

    pub fn sections(&self) -> &[String] {
        &self.sections
    }

    /// The take that begins now.
    pub fn new_take(&mut self, rate: SampleRate, device: &str) -> NewTake {
        let recording = Recording {
            file: self.file.clone(),
            rate,
            frames: Frames::ZERO,
            format: self.format(),
            device: device.to_owned(),
        };
        let question = AskedQuestion { id: None, text: "Recorded without a question".to_owned() };
        let plan = self.plan.clone();
        let mut take = Take::new(self.id.clone(), question, self.recorded_at, plan, recording);
        take.story.clone_from(&self.story);
        self.begun = Some(take.clone());
        NewTake { take, folder: self.folder.clone(), second_places: self.second_places() }
    }

    fn second_places(&self) -> Vec<PathBuf> {
        let rescued = self.store.as_ref().and_then(|store| {
            let rescued = rescue::platform_folder()?;
            Some(store.rescue_folder(&rescued))
        });
        rescued.into_iter().chain([std::env::temp_dir()]).collect()
    }

    /// Files the take, or tidies up beside a file of one's own.
    pub fn keep(&mut self, saved: SavedTake) -> Result<(), String> {
        let Some(begun) = self.begun.take() else { return Ok(()) };
        let places: Vec<(PathBuf, bool)> =
            saved.all().map(|saved| (saved.path.clone(), saved.elsewhere)).collect();
        for (take, (path, elsewhere)) in saved.into_takes(begun).iter().zip(places) {
            if elsewhere {
                self.bring_home(&path);
                continue;
            }
            let Some(store) = &mut self.store else {
                // Without a library nobody reads what was noted beside the recording.
                let _ = RealFs.remove_file(&path.with_extension("marks"));
                continue;
            };
            let warnings = store.save_take(take).map_err(|error| error.to_string())?.warnings;
            warnings.iter().for_each(say);
        }
        Ok(())
    }

    /// Brings a take into the library after all where its disk has room again.
    fn bring_home(&mut self, path: &Path) {
        if let Some(store) = &mut self.store {
            store.bring_home(&Places::on_this_machine(), &[], Whose::Ours).warnings.iter().for_each(say);
        }
        if RealFs.meta(path).is_ok() {
            say(format!(
                "The take could not be kept where it belongs. It comes into the library at the next start, once there \
                 is room. {}",
                path.display()
            ));
        }
    }
}
