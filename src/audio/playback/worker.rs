//! The thread behind the player: reads ahead of the loudspeaker, opens and closes it, and notices when it dies.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use rtrb::{Producer, RingBuffer};

use super::line::{Line, Speaker};
use super::position::Position;
use super::render::{Anchor, Renderer};
use super::route::Route;
use super::{Event, Order};
use crate::audio::encoding::Mix;
use crate::audio::engine::Wake;
use crate::audio::sound::{Pick, SoundError, SoundSystem, Stream};
use crate::audio::stretch::Speed;
use crate::audio::wav_read::WavReader;
use crate::domain::time::{Frames, SampleRate};
use crate::speech::silence::SilenceFinder;
use crate::store::fs::Fs;
use crate::store::wav::WavError;

/// How far ahead of the loudspeaker is read: what a slow disk may take, and what a change of speed waits for.
const AHEAD_MILLIS: u64 = 200;
/// How often the thread looks while it plays.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// A loudspeaker that asks for nothing this long is dead.
const DEAD_AFTER: Duration = Duration::from_secs(2);
/// A loudspeaker that replaced a lost one has to play for so long before another may replace it.
const LASTS_AT_LEAST_MILLIS: u64 = 5_000;
/// A loudspeaker that is paused this long is closed.
const CLOSED_AFTER: Duration = Duration::from_secs(10);
/// Shorter silences belong to speaking.
const LEAST_SILENCE_MILLIS: u64 = 500;
/// What is left of a silence at either end.
const KEPT_SILENCE_MILLIS: u64 = 150;
/// Seconds of sound that are searched for silences at a time.
const SEARCHED_SECS: u64 = 2;

/// What the thread does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Wait this long, or for an order.
    Wait(Duration),
    /// Go on at once.
    Work,
    /// There is nobody left to play for.
    End,
}

/// The recording that is open.
struct Track {
    reader: WavReader,
    looped: Option<Range<u64>>,
    silences: Silences,
}

/// What is known of the silences in it.
enum Silences {
    Unknown,
    Searching { finder: SilenceFinder, at: Frames },
    Known(Vec<Range<u64>>),
}

/// The loudspeaker that is open.
struct Output {
    _stream: Stream,
    line: Arc<Line>,
    samples: Producer<f32>,
    rate: SampleRate,
    renderer: Renderer,
    /// The sample at which the renderer began.
    begun: u64,
    /// Rendered samples that the ring had no room for.
    waiting: Vec<f32>,
    written: u64,
    calls: u64,
    last_call: Instant,
    paused_since: Option<Instant>,
    /// Whether it was opened in place of one that was lost.
    is_replacement: bool,
}

/// Plays one recording at a time.
pub struct Worker {
    fs: Arc<dyn Fs>,
    sound: Arc<dyn SoundSystem>,
    orders: Receiver<Order>,
    events: Sender<Event>,
    wake: Wake,
    position: Arc<Position>,
    pick: Pick,
    track: Option<Track>,
    output: Option<Output>,
    speed: Speed,
    skips_silence: bool,
    volume: f32,
    gain: f32,
}

impl Worker {
    pub(super) fn new(
        fs: Arc<dyn Fs>,
        sound: Arc<dyn SoundSystem>,
        orders: Receiver<Order>,
        events: Sender<Event>,
        wake: Wake,
        position: Arc<Position>,
    ) -> Self {
        Self {
            fs,
            sound,
            orders,
            events,
            wake,
            position,
            pick: Pick::SystemDefault,
            track: None,
            output: None,
            speed: Speed::NATURAL,
            skips_silence: false,
            volume: 1.0,
            gain: 1.0,
        }
    }

    pub(super) fn run(mut self) {
        loop {
            match self.run_once(Instant::now()) {
                NextStep::Work => {}
                NextStep::End => return,
                NextStep::Wait(time) => match self.orders.recv_timeout(time) {
                    Ok(order) => self.obey(order, Instant::now()),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                },
            }
        }
    }

    /// Does what is due now.
    pub fn run_once(&mut self, now: Instant) -> NextStep {
        loop {
            match self.orders.try_recv() {
                Ok(order) => self.obey(order, now),
                Err(std::sync::mpsc::TryRecvError::Empty) => break,
                Err(std::sync::mpsc::TryRecvError::Disconnected) => return NextStep::End,
            }
        }
        self.watch(now);
        self.fill();
        self.finish(now);
        if self.search() {
            return NextStep::Work;
        }
        NextStep::Wait(if self.output.is_some() { LOOK_AGAIN } else { Duration::from_hours(1) })
    }

    fn obey(&mut self, order: Order, now: Instant) {
        match order {
            Order::Open(path) => self.open(&path),
            Order::Close => {
                self.stop(Frames::ZERO);
                self.track = None;
            }
            Order::Play => self.play(now),
            Order::Pause => self.pause(now),
            Order::Seek(at) => {
                self.position.jump_made();
                self.jump(at);
            }
            Order::Speed(speed) => {
                self.speed = speed;
                if let Some(output) = &mut self.output {
                    output.renderer.set_speed(speed);
                }
            }
            Order::Loop(looped) => self.set_loop(looped),
            Order::SkipSilence(skips) => {
                self.skips_silence = skips;
                self.update_cuts();
            }
            Order::Volume(volume) => {
                self.volume = volume;
                self.update_gain();
            }
            Order::Gain(gain) => {
                self.gain = gain;
                self.update_gain();
            }
            Order::Output(pick) => self.use_output(pick, now),
        }
    }

    fn send(&self, event: Event) {
        // Nobody is left to hear it only while the program ends.
        let _ = self.events.send(event);
        (self.wake)();
    }

    fn open(&mut self, path: &Path) {
        self.stop(Frames::ZERO);
        self.track = None;
        let opened = self.fs.open(path).map_err(Into::into).and_then(WavReader::open);
        match opened {
            Ok(reader) => {
                let (rate, frames) = (reader.rate(), reader.frames());
                self.track = Some(Track { reader, looped: None, silences: Silences::Unknown });
                self.send(Event::Opened { rate, frames });
            }
            Err(error) => self.send(Event::CannotOpen { path: path.to_owned(), why: error.to_string() }),
        }
    }

    fn play(&mut self, now: Instant) {
        let Some(track) = &self.track else { return };
        if self.position.heard() >= track.reader.frames() {
            self.jump(Frames::ZERO);
        }
        if self.output.is_none() {
            match self.open_output(now) {
                Ok(output) => self.output = output,
                Err(error) => return self.send(Event::NoOutput { why: error.to_string() }),
            }
        }
        self.begin_playing(now);
    }

    fn begin_playing(&mut self, now: Instant) {
        if let Some(output) = &mut self.output {
            output.paused_since = None;
            output.last_call = now;
            output.line.set_playing(true);
            self.position.set_playing(true);
        }
        self.fill();
    }

    fn pause(&mut self, now: Instant) {
        self.position.set_playing(false);
        if let Some(output) = &mut self.output {
            output.line.set_playing(false);
            output.paused_since.get_or_insert(now);
        }
    }

    /// Closes the loudspeaker and rests at a frame.
    fn stop(&mut self, at: Frames) {
        self.position.set_playing(false);
        self.output = None;
        self.position.rest(at);
    }

    fn jump(&mut self, at: Frames) {
        let Some(track) = &self.track else { return };
        let at = at.min(track.reader.frames());
        let route = self.route_from(at);
        let Some(output) = &mut self.output else { return self.position.rest(at) };
        let Some(track) = &self.track else { return };
        output.waiting.clear();
        output.begun = output.written;
        output.line.set_complete(false);
        self.position.begin(&output.line, output.written, at);
        output.line.discard_until(output.written);
        output.renderer = Renderer::new(route, track.reader.rate(), output.rate, self.speed);
        self.fill();
    }

    fn set_loop(&mut self, looped: Option<Range<Frames>>) {
        let Some(track) = &mut self.track else { return };
        let frames = track.reader.frames();
        let least = track.reader.rate().frames_in_millis(super::LEAST_LOOP_MILLIS);
        track.looped = looped
            .map(|looped| looped.start.0..looped.end.min(frames).0)
            .filter(|looped| looped.end.saturating_sub(looped.start) >= least.0);
        let at = self.position.heard();
        match &track.looped {
            Some(looped) if !looped.contains(&at.0) => {
                let start = Frames(looped.start);
                self.jump(start);
            }
            // What was read ahead knows nothing of the loop.
            _ => self.jump(at),
        }
    }

    fn use_output(&mut self, pick: Pick, now: Instant) {
        self.pick = pick;
        if self.output.is_none() {
            return;
        }
        let (at, playing) = (self.position.heard(), self.position.is_playing());
        self.stop(at);
        if playing {
            self.play(now);
        }
    }

    fn open_output(&self, now: Instant) -> Result<Option<Output>, SoundError> {
        let Some(track) = &self.track else { return Ok(None) };
        let line = Arc::new(Line::default());
        line.set_gain(self.volume * self.gain);
        let mut samples = None;
        let mut start = |rate: SampleRate| {
            let capacity = rate.frames_in_millis(AHEAD_MILLIS * 2).0;
            let (producer, consumer) = RingBuffer::new(usize::try_from(capacity).unwrap_or(1).max(1));
            samples = Some(producer);
            let mut speaker = Speaker::new(Arc::clone(&line), consumer, rate);
            let faulty = Arc::clone(&line);
            let fill: crate::audio::sound::Fill = Box::new(move |out: &mut [f32]| speaker.fill(out));
            let on_fault: crate::audio::sound::OnFault = Box::new(move || faulty.fail());
            (fill, on_fault)
        };
        let opened = self.sound.open_output(&self.pick, track.reader.rate(), &mut start)?;
        let Some(samples) = samples else { return Ok(None) };
        let at = self.position.heard();
        let renderer = Renderer::new(self.route_from(at), track.reader.rate(), opened.rate, self.speed);
        self.position.begin(&line, 0, at);
        self.position.set_output(opened.name);
        Ok(Some(Output {
            _stream: opened.stream,
            line,
            samples,
            rate: opened.rate,
            renderer,
            begun: 0,
            waiting: Vec::new(),
            written: 0,
            calls: 0,
            last_call: now,
            paused_since: None,
            is_replacement: false,
        }))
    }

    fn route_from(&self, at: Frames) -> Route {
        let Some(track) = &self.track else { return Route::new(0, 0, None, Vec::new()) };
        Route::new(track.reader.frames().0, at.0, track.looped.clone(), self.cuts())
    }

    fn cuts(&self) -> Vec<Range<u64>> {
        match self.track.as_ref().map(|track| &track.silences) {
            Some(Silences::Known(cuts)) if self.skips_silence => cuts.clone(),
            _ => Vec::new(),
        }
    }

    fn update_cuts(&mut self) {
        let cuts = self.cuts();
        if let Some(output) = &mut self.output {
            output.renderer.route_mut().set_cuts(cuts);
        }
    }

    fn update_gain(&self) {
        if let Some(output) = &self.output {
            output.line.set_gain(self.volume * self.gain);
        }
    }

    /// Renders ahead of the loudspeaker.
    fn fill(&mut self) {
        let (Some(track), Some(output)) = (&mut self.track, &mut self.output) else { return };
        match output.fill(&mut track.reader, &self.position) {
            Ok(()) => {}
            Err(error) => {
                let at = self.position.heard();
                self.stop(at);
                self.send(Event::CannotRead { why: error.to_string() });
            }
        }
    }

    /// Stops once everything was taken. The loudspeaker stays open for now, because it has yet to sound what it took.
    fn finish(&mut self, now: Instant) {
        let (Some(track), Some(output)) = (&self.track, &self.output) else { return };
        if self.position.is_playing() && output.has_given_all() {
            self.position.begin(&output.line, output.written, track.reader.frames());
            self.pause(now);
            self.send(Event::Ended);
        }
    }

    /// Gives up a loudspeaker that died, and closes one that has long been paused.
    fn watch(&mut self, now: Instant) {
        let Some(output) = &mut self.output else { return };
        let calls = output.line.calls();
        if calls != output.calls {
            output.calls = calls;
            output.last_call = now;
        }
        let is_dead = now.saturating_duration_since(output.last_call) >= DEAD_AFTER;
        if output.line.has_failed() || (is_dead && output.paused_since.is_none()) {
            self.lose_output(now);
        } else if output
            .paused_since
            .is_some_and(|since| now.saturating_duration_since(since) >= CLOSED_AFTER)
        {
            let at = self.position.heard();
            self.stop(at);
        }
    }

    /// Opens a loudspeaker again at the same place, once; where that fails or does not last, it is told.
    fn lose_output(&mut self, now: Instant) {
        let (at, was_playing) = (self.position.heard(), self.position.is_playing());
        let may_reopen = self.output.as_ref().is_some_and(Output::may_be_replaced);
        self.stop(at);
        if !was_playing {
            return;
        }
        let opened = if may_reopen { self.open_output(now) } else { Ok(None) };
        if let Ok(Some(output)) = opened {
            self.output = Some(Output { is_replacement: true, ..output });
            self.begin_playing(now);
        } else {
            self.position.rest(at);
            self.send(Event::OutputLost);
        }
    }

    /// Searches a little more for silences where they are wanted, and says whether there is more to search.
    fn search(&mut self) -> bool {
        let Some(track) = self.track.as_mut().filter(|_| self.skips_silence) else { return false };
        let rate = track.reader.rate();
        if matches!(track.silences, Silences::Unknown) {
            track.silences = Silences::Searching { finder: SilenceFinder::new(rate), at: Frames::ZERO };
        }
        let Silences::Searching { finder, at } = &mut track.silences else { return false };
        let mut block = vec![0.0; usize::try_from(u64::from(rate.hz()) * SEARCHED_SECS).unwrap_or(1)];
        // What cannot be read cannot be skipped either; playing it says so.
        let count = track.reader.read(*at, Mix::All, &mut block).unwrap_or(0);
        finder.push(block.get(..count).unwrap_or_default());
        *at = at.plus(Frames(count as u64));
        if count > 0 {
            return true;
        }
        let kept = rate.frames_in_millis(KEPT_SILENCE_MILLIS).0;
        let silences = finder.silences(rate.frames_in_millis(LEAST_SILENCE_MILLIS));
        let cuts = silences.into_iter().map(|silence| silence.start + kept..silence.end - kept).collect();
        track.silences = Silences::Known(cuts);
        self.update_cuts();
        false
    }
}

impl Output {
    /// One that replaced another has to last for a while before it is replaced itself.
    fn may_be_replaced(&self) -> bool {
        !self.is_replacement || self.line.heard() >= self.rate.frames_in_millis(LASTS_AT_LEAST_MILLIS).0
    }

    fn has_given_all(&self) -> bool {
        self.renderer.is_finished() && self.waiting.is_empty() && self.line.heard() >= self.written
    }

    fn fill(&mut self, reader: &mut WavReader, position: &Position) -> Result<(), WavError> {
        let ahead = self.rate.frames_in_millis(AHEAD_MILLIS).0;
        while self.written.saturating_sub(self.line.heard()) < ahead {
            if self.waiting.is_empty() {
                if self.renderer.is_finished() {
                    break;
                }
                let begun = Frames(self.begun).to_f64();
                self.renderer.render(reader, &mut self.waiting, |anchor| {
                    position.note(Anchor { sample: begun + anchor.sample, ..anchor });
                })?;
                continue;
            }
            let (pushed, _) = self.samples.push_partial_slice(&self.waiting);
            let pushed = pushed.len();
            if pushed == 0 {
                break;
            }
            self.written += pushed as u64;
            self.waiting.drain(..pushed);
        }
        if self.renderer.is_finished() && self.waiting.is_empty() {
            self.line.set_complete(true);
        }
        Ok(())
    }
}
