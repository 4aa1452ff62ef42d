//! The one player there is, and what it was last asked.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::audio::engine::Wake;
use crate::audio::playback::{Event, Player};
use crate::audio::sound::{Pick, SoundSystem};
use crate::audio::stretch::Speed;
use crate::domain::take::TakeId;
use crate::domain::time::Frames;
use crate::store::fs::Fs;

/// Plays one take at a time. The player's thread starts with the first of them.
pub(super) struct Sounder {
    sound: Arc<dyn SoundSystem>,
    fs: Arc<dyn Fs>,
    wake: Wake,
    player: Option<Player>,
    /// The take whose recording is, or is being, opened.
    pub loaded: Option<TakeId>,
    /// Takes whose recordings were asked for and not answered yet.
    opening: VecDeque<TakeId>,
    pick: Pick,
    pub speed_percent: u32,
    pub volume_percent: u32,
    pub skips_silence: bool,
    pub looped: Option<Range<Frames>>,
}

/// The speeds there are, in per cent.
const SPEEDS: std::ops::RangeInclusive<u32> = 50..=200;
const SPEED_STEP: u32 = 10;

impl Sounder {
    pub(super) fn new(sound: Arc<dyn SoundSystem>, fs: Arc<dyn Fs>, wake: Wake) -> Self {
        Self {
            sound,
            fs,
            wake,
            player: None,
            loaded: None,
            opening: VecDeque::new(),
            pick: Pick::SystemDefault,
            speed_percent: 100,
            volume_percent: 100,
            skips_silence: false,
            looped: None,
        }
    }

    /// Opens a take's recording in place of the one before.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub(super) fn open(&mut self, take: TakeId, path: PathBuf) -> std::io::Result<()> {
        if self.player.is_none() {
            let (fs, sound) = (Arc::clone(&self.fs), Arc::clone(&self.sound));
            let player = Player::start(fs, sound, Arc::clone(&self.wake))?;
            player.set_output(self.pick.clone());
            self.player = Some(player);
        }
        if let Some(player) = &self.player {
            player.open(path);
            player.set_gain(1.0);
            player.set_skip_silence(self.skips_silence);
        }
        self.looped = None;
        self.opening.push_back(take.clone());
        self.loaded = Some(take);
        Ok(())
    }

    pub(super) fn close(&mut self) {
        if let Some(player) = self.player.as_ref().filter(|_| self.loaded.is_some()) {
            player.close();
        }
        self.loaded = None;
        self.looped = None;
    }

    /// What happened, each with the take it is about.
    pub(super) fn poll(&mut self) -> Vec<(Option<TakeId>, Event)> {
        let events = self.player.as_ref().map(Player::poll).unwrap_or_default();
        let about = events.into_iter().map(|event| match event {
            Event::Opened { .. } | Event::CannotOpen { .. } => (self.opening.pop_front(), event),
            _ => (self.loaded.clone(), event),
        });
        about.collect()
    }

    pub(super) fn position(&self) -> Frames {
        let player = self.player.as_ref().filter(|_| self.loaded.is_some());
        player.map_or(Frames::ZERO, Player::position)
    }

    pub(super) fn output(&self) -> Option<String> {
        self.player.as_ref().and_then(Player::output).filter(|name| !name.is_empty())
    }

    pub(super) fn is_playing(&self) -> bool {
        self.loaded.is_some() && self.player.as_ref().is_some_and(Player::is_playing)
    }

    pub(super) fn play(&self) {
        self.tell(Player::play);
    }

    pub(super) fn pause(&self) {
        self.tell(Player::pause);
    }

    pub(super) fn seek(&self, to: Frames) {
        self.tell(|player| player.seek(to));
    }

    pub(super) fn set_gain(&self, gain: f32) {
        self.tell(|player| player.set_gain(gain));
    }

    /// Faster or slower by a step, or as it was spoken.
    pub(super) fn change_speed(&mut self, steps: i32) {
        let by = steps.unsigned_abs() * SPEED_STEP;
        let to = match steps {
            0 => 100,
            1.. => self.speed_percent + by,
            _ => self.speed_percent.saturating_sub(by),
        };
        self.speed_percent = to.clamp(*SPEEDS.start(), *SPEEDS.end());
        let speed = Speed::nearest(f64::from(self.speed_percent) / 100.0);
        self.tell(|player| player.set_speed(speed));
    }

    pub(super) fn set_volume(&mut self, percent: u32) {
        self.volume_percent = percent.min(100);
        let volume = f32::from(u8::try_from(self.volume_percent).unwrap_or(100)) / 100.0;
        self.tell(|player| player.set_volume(volume));
    }

    pub(super) fn set_loop(&mut self, part: Option<Range<Frames>>) {
        self.looped.clone_from(&part);
        self.tell(|player| player.set_loop(part));
    }

    pub(super) fn toggle_skip_silence(&mut self) {
        self.skips_silence = !self.skips_silence;
        let skips = self.skips_silence;
        self.tell(|player| player.set_skip_silence(skips));
    }

    /// Chooses the loudspeaker where that is not the one in use.
    pub(super) fn use_output(&mut self, id: Option<&str>) {
        let pick = Pick::remembered(id);
        if self.pick != pick {
            self.pick = pick.clone();
            self.tell(|player| player.set_output(pick));
        }
    }

    fn tell(&self, order: impl FnOnce(&Player)) {
        if let Some(player) = &self.player {
            order(player);
        }
    }
}
