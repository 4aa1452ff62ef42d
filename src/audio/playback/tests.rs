//! Proves the player with a loudspeaker that keeps what it is given.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::similar_names,
    reason = "a few seconds of samples are counted, and they are to be the very same"
)]

use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::*;
use crate::audio::scripted::{Act, ErrorKind, SampleFormat, Script, Stage};
use crate::audio::sound::{
    Device, Fill, Microphone, OnFault, OpenInput, OpenOutput, SoundError, Stream, Use,
};
use crate::domain::take;
use crate::store::atomic::append_all;
use crate::store::sim::SimFs;
use crate::store::wav::{Layout, header};

const RATE: SampleRate = SampleRate::PREFERRED;
const PATH: &str = "/take.wav";

/// A loudspeaker of any rate that a test pulls samples from and pulls out.
#[derive(Clone)]
struct Loudspeaker {
    rate: SampleRate,
    open: Arc<Mutex<Option<(Fill, OnFault)>>>,
    is_there: Arc<Mutex<bool>>,
}

struct Guard(Arc<Mutex<Option<(Fill, OnFault)>>>);

impl Drop for Guard {
    fn drop(&mut self) {
        *self.0.lock().unwrap() = None;
    }
}

impl Loudspeaker {
    fn new(rate: SampleRate) -> Self {
        Self { rate, open: Arc::default(), is_there: Arc::new(Mutex::new(true)) }
    }

    fn line(&self) -> MutexGuard<'_, Option<(Fill, OnFault)>> {
        self.open.lock().unwrap()
    }

    fn is_open(&self) -> bool {
        self.line().is_some()
    }

    /// What the next frames sound like, asked for in blocks of odd sizes.
    fn pull(&self, frames: usize) -> Vec<f32> {
        let mut samples = vec![9.0; frames];
        let mut line = self.line();
        let (fill, _) = line.as_mut().expect("the loudspeaker is open");
        samples.chunks_mut(177).for_each(fill);
        samples
    }

    fn fail(&self) {
        let mut line = self.line();
        let (_, on_fault) = line.as_mut().expect("the loudspeaker is open");
        on_fault();
    }
}

impl SoundSystem for Loudspeaker {
    fn inputs(&self) -> Result<Vec<Device>, SoundError> {
        Ok(Vec::new())
    }

    fn outputs(&self) -> Result<Vec<Device>, SoundError> {
        Ok(Vec::new())
    }

    fn open_input(&self, _microphone: &Microphone) -> Result<OpenInput, SoundError> {
        Err(SoundError::NoDevice(Use::Listening))
    }

    fn has_input(&self, _pick: &Pick) -> bool {
        false
    }

    fn open_output(
        &self,
        _pick: &Pick,
        _rate: SampleRate,
        start: &mut dyn FnMut(SampleRate) -> (Fill, OnFault),
    ) -> Result<OpenOutput, SoundError> {
        if !*self.is_there.lock().unwrap() {
            return Err(SoundError::NoDevice(Use::Speaking));
        }
        *self.line() = Some(start(self.rate));
        Ok(OpenOutput {
            stream: Stream::new(Guard(Arc::clone(&self.open))),
            name: String::new(),
            rate: self.rate,
        })
    }
}

/// Samples of which no two within a second are alike, at a level that leaves room.
fn sound(count: usize) -> Vec<i16> {
    (0..count).map(|n| ((n as i32 * 7_919) % 20_011 - 10_005) as i16).collect()
}

/// A low tone that swells, in which a click would stand out.
fn tone(count: usize) -> Vec<i16> {
    (0..count)
        .map(|n| {
            let time = n as f64 / 48_000.0;
            let swell = 0.5 - 0.3 * (time * 5.0).cos();
            ((time * 150.0 * std::f64::consts::TAU).sin() * swell * 20_000.0) as i16
        })
        .collect()
}

fn as_heard(samples: &[i16]) -> Vec<f32> {
    samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect()
}

fn disk(samples: &[i16], rate: SampleRate) -> SimFs {
    let fs = SimFs::default();
    let mut file = fs.create_new(Path::new(PATH)).unwrap();
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let layout = Layout::mono(rate, take::SampleFormat::Int16);
    append_all(file.as_mut(), &header(layout, bytes.len() as u64)).unwrap();
    append_all(file.as_mut(), &bytes).unwrap();
    fs
}

/// A player, its thread and its loudspeaker in one test's hands.
struct Room {
    player: Player,
    worker: Worker,
    loudspeaker: Loudspeaker,
    now: Instant,
}

impl Room {
    fn with(samples: &[i16], rate: SampleRate, loudspeaker_rate: SampleRate) -> Self {
        let loudspeaker = Loudspeaker::new(loudspeaker_rate);
        let fs = Arc::new(disk(samples, rate));
        let (player, worker) = Player::by_hand(fs, Arc::new(loudspeaker.clone()), Arc::new(|| {}));
        let mut room = Self { player, worker, loudspeaker, now: Instant::now() };
        room.player.open(PATH.into());
        room.work();
        let frames = Frames(samples.len() as u64);
        assert_eq!(room.player.poll(), [Event::Opened { rate, frames }]);
        room
    }

    fn of(samples: &[i16]) -> Self {
        Self::with(samples, RATE, RATE)
    }

    fn work(&mut self) {
        while self.worker.run_once(self.now) == NextStep::Work {}
    }

    /// Lets time pass with the loudspeaker playing.
    fn hear(&mut self, frames: usize) -> Vec<f32> {
        let mut heard = Vec::new();
        while heard.len() < frames {
            self.work();
            heard.extend(self.loudspeaker.pull((frames - heard.len()).min(1_000)));
        }
        heard
    }

    /// Plays to the end and returns all that was heard.
    fn hear_all(&mut self) -> Vec<f32> {
        let mut heard = Vec::new();
        while self.player.is_playing() {
            heard.extend(self.loudspeaker.pull(960));
            self.work();
            assert!(heard.len() < 100_000_000);
        }
        assert_eq!(self.player.poll(), [Event::Ended]);
        heard
    }

    fn play(&mut self) {
        self.player.play();
        self.work();
    }
}

fn silent_at_the_end(samples: &[f32]) -> usize {
    samples.iter().rev().take_while(|sample| **sample == 0.0).count()
}

fn largest_jump(samples: &[f32]) -> f32 {
    samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
}

#[test]
fn what_is_heard_is_the_file_to_the_sample() {
    let samples = sound(100_003);
    let mut room = Room::of(&samples);
    room.play();
    let heard = room.hear_all();
    assert_eq!(heard[..samples.len()], as_heard(&samples));
    assert_eq!(room.player.position(), Frames(100_003));
    room.play();
    assert_eq!(room.hear(5_000), as_heard(&samples[..5_000]));
}

#[test]
fn it_is_the_same_through_a_sound_card_of_whole_numbers_and_two_channels() {
    let samples = sound(30_000);
    let stage = Stage::new(Script { format: SampleFormat::I16, channels: 2, ..Script::default() });
    let fs = Arc::new(disk(&samples, RATE));
    let (player, mut worker) = Player::by_hand(fs, stage.sound(), Arc::new(|| {}));
    player.open(PATH.into());
    player.play();
    for _ in 0..40 {
        let _ = worker.run_once(Instant::now());
        stage.pull(Frames(800));
    }
    assert_eq!(stage.played()[..30_000], as_heard(&samples));
    drop(worker);
    assert!(!stage.is_speaking());
}

#[test]
fn a_seek_lands_on_the_sample_and_the_place_is_there_at_once() {
    let samples = sound(200_000);
    let heard = as_heard(&samples);
    let mut room = Room::of(&samples);
    room.player.seek(Frames(77_777));
    assert_eq!(room.player.position(), Frames(77_777));
    room.play();
    assert_eq!(room.hear(3_000), heard[77_777..80_777]);
    for target in [150_001u64, 3, 64_000, 199_990] {
        room.player.seek(Frames(target));
        assert_eq!(room.player.position(), Frames(target));
        let after = room.hear(400);
        // What was interrupted fades out first.
        let fade = RATE.frames_in_millis(3).0 as usize;
        let sounding = 10.min(samples.len() - target as usize);
        assert_eq!(after[fade..fade + sounding], heard[target as usize..target as usize + sounding]);
    }
    room.player.seek(Frames(10));
    room.player.seek(Frames(500_000));
    room.work();
    assert_eq!(room.player.position(), Frames(200_000));
}

#[test]
fn the_place_is_counted_in_samples_the_loudspeaker_took() {
    let mut room = Room::of(&sound(48_000));
    room.player.seek(Frames(1_000));
    room.play();
    for n in 1..60u64 {
        let _ = room.loudspeaker.pull(613);
        assert_eq!(room.player.position(), Frames(1_000 + n * 613));
        room.work();
    }
    room.player.pause();
    room.work();
    let _ = room.loudspeaker.pull(10_000);
    assert_eq!(room.player.position(), Frames(1_000 + 59 * 613));
}

#[test]
fn a_pause_loses_no_sample() {
    let samples = sound(60_000);
    let mut room = Room::of(&samples);
    room.play();
    let mut heard = room.hear(20_000);
    room.player.pause();
    let pause = room.hear(2_000);
    assert!(silent_at_the_end(&pause) >= 1_800);
    room.play();
    heard.extend(room.hear(20_000));
    assert_eq!(heard, as_heard(&samples[..40_000]));
}

#[test]
fn a_loop_has_no_gap_and_no_click() {
    let samples = tone(96_000);
    let heard_once = as_heard(&samples);
    let mut room = Room::of(&samples);
    room.player.set_loop(Some(Frames(10_000)..Frames(30_123)));
    room.work();
    assert_eq!(room.player.position(), Frames(10_000));
    room.play();
    let heard = room.hear(100_000);
    let fade = RATE.frames_in_millis(5).0 as usize;
    for (n, sample) in heard.iter().enumerate() {
        let inside = n % 20_123;
        if inside >= fade || n < fade {
            assert_eq!(*sample, heard_once[10_000 + inside], "{n}");
        }
    }
    assert!(largest_jump(&heard) <= largest_jump(&heard_once) * 1.3);
    assert_eq!(room.player.position(), Frames(10_000 + 100_000 % 20_123));

    room.player.set_loop(Some(Frames(90_000)..Frames(96_000)));
    let at_the_end = room.hear(50_000);
    assert!(largest_jump(&at_the_end[200..]) <= largest_jump(&heard_once) * 1.3);
    room.player.set_loop(None);
    room.work();
    assert!(room.player.position() >= Frames(90_000));
    let _ = room.hear_all();
}

#[test]
fn the_place_follows_the_speed_and_the_length_is_exact() {
    let samples = tone(240_000);
    for factor in [0.5, 0.8, 1.5, 2.0] {
        let mut room = Room::of(&samples);
        room.player.set_speed(Speed::nearest(factor));
        room.play();
        let mut heard = Vec::new();
        while room.player.is_playing() {
            heard.extend(room.loudspeaker.pull(480));
            let expected = (heard.len() as f64 * factor).min(240_000.0);
            let place = room.player.position().0 as f64;
            assert!((place - expected).abs() <= 1.0, "{factor}: {place}, {expected}");
            room.work();
        }
        let length = (240_000.0 / factor).round() as usize;
        assert!(heard.len() - length < 480, "{}", heard.len());
        assert!(silent_at_the_end(&heard) < 480 + 200);
    }
}

#[test]
fn the_speed_can_change_while_it_plays() {
    let samples = tone(480_000);
    let mut room = Room::of(&samples);
    room.play();
    let mut heard = Vec::new();
    let mut before = Frames::ZERO;
    for factor in [1.0, 2.0, 0.5, 1.0, 1.3, 0.7, 1.0] {
        room.player.set_speed(Speed::nearest(factor));
        heard.extend(room.hear(24_000));
        assert!(room.player.position() > before);
        before = room.player.position();
    }
    assert!(largest_jump(&heard) <= largest_jump(&as_heard(&samples)) * 1.3);
    let passed = 12_000.0 * 2.0 * (1.0 + 2.0 + 0.5 + 1.0 + 1.3 + 0.7 + 1.0);
    assert!((before.0 as f64 - passed).abs() < 24_000.0, "{before:?}, {passed}");
}

#[test]
fn a_loudspeaker_of_another_rate_hears_the_same_time() {
    for (file, card) in
        [(44_100, 48_000), (48_000, 44_100), (16_000, 48_000), (48_000, 192_000), (44_101, 48_000)]
    {
        let (file, card) = (SampleRate::new(file).unwrap(), SampleRate::new(card).unwrap());
        let samples = tone(file.hz() as usize);
        let mut room = Room::with(&samples, file, card);
        room.play();
        let mut heard = Vec::new();
        while room.player.is_playing() {
            heard.extend(room.loudspeaker.pull(256));
            let expected = file.frames(card.secs(Frames(heard.len() as u64))).0.min(u64::from(file.hz()));
            assert!(room.player.position().0.abs_diff(expected) <= 1, "{:?}", room.player.position());
            room.work();
        }
        assert!(heard.len() - (card.hz() as usize) < 256, "{}", heard.len());
    }
}

#[test]
fn a_loudspeaker_that_dies_is_told_and_another_goes_on_from_there() {
    let samples = sound(200_000);
    let heard = as_heard(&samples);
    let mut room = Room::of(&samples);
    room.play();
    assert_eq!(room.hear(30_000), heard[..30_000]);
    room.loudspeaker.fail();
    *room.loudspeaker.is_there.lock().unwrap() = false;
    room.work();
    assert_eq!(room.player.poll(), [Event::OutputLost]);
    assert!(!room.player.is_playing() && !room.loudspeaker.is_open());
    assert_eq!(room.player.position(), Frames(30_000));

    room.play();
    assert!(matches!(&room.player.poll()[..], [Event::NoOutput { why }] if why.contains("loudspeaker")));
    *room.loudspeaker.is_there.lock().unwrap() = true;
    room.play();
    assert_eq!(room.hear(1_000), heard[30_000..31_000]);

    // One that says nothing any more is dead too.
    room.now += Duration::from_millis(1_900);
    room.work();
    assert!(room.player.is_playing());
    room.now += Duration::from_millis(2_100);
    room.work();
    assert_eq!(room.player.poll(), []);
    assert!(room.player.is_playing(), "another one is tried once");
    room.now += Duration::from_millis(2_100);
    room.work();
    assert_eq!(room.player.poll(), [Event::OutputLost]);
    assert_eq!(room.player.position(), Frames(31_000));
}

#[test]
fn an_error_that_passes_is_not_heard_and_after_a_lost_stream_another_goes_on() {
    let stage = Stage::new(Script::default());
    let samples = sound(271_000);
    let fs = Arc::new(disk(&samples, RATE));
    let (player, mut worker) = Player::by_hand(fs, stage.sound(), Arc::new(|| {}));
    let now = Instant::now();
    let mut hear = |frames: u64| {
        for _ in 0..frames / 480 {
            worker.run_once(now);
            stage.pull(Frames(480));
        }
        worker.run_once(now);
    };
    player.open(PATH.into());
    player.play();
    hear(1_440);
    for kind in [ErrorKind::BackendError, ErrorKind::Xrun, ErrorKind::DeviceBusy] {
        stage.act_on_loudspeaker(Act::Error(kind));
        hear(1_440);
    }
    assert_eq!(stage.played(), as_heard(&samples[..5_760]));
    assert_eq!(player.poll(), [Event::Opened { rate: RATE, frames: Frames(271_000) }]);

    let lose = || stage.act_on_loudspeaker(Act::Error(ErrorKind::DeviceNotAvailable));
    lose();
    hear(4_800);
    assert!(player.is_playing(), "it was opened again at the same place");
    assert_eq!(player.poll(), []);
    let played = stage.played();
    assert_eq!(played, as_heard(&samples[..played.len()]));

    lose();
    hear(960);
    assert_eq!(player.poll(), [Event::OutputLost], "a second time at once is told");
    let position = player.position();
    assert_eq!(position.0, stage.played().len() as u64, "and the place is kept");

    player.play();
    hear(5 * 48_000 + 4_800);
    lose();
    hear(4_800);
    assert!(player.is_playing(), "long afterwards it is tried again");
    let played = stage.played();
    assert_eq!(played, as_heard(&samples[..played.len()]));
}

#[test]
fn another_loudspeaker_can_be_chosen_while_it_plays() {
    let samples = sound(100_000);
    let mut room = Room::of(&samples);
    room.play();
    let mut heard = room.hear(10_000);
    room.player.set_output(Pick::Device("headphones".to_owned()));
    heard.extend(room.hear(10_000));
    assert_eq!(heard, as_heard(&samples[..20_000]));
}

#[test]
fn a_loudspeaker_is_closed_when_it_is_not_needed() {
    let mut room = Room::of(&sound(48_000));
    assert!(!room.loudspeaker.is_open());
    room.play();
    room.player.pause();
    room.work();
    assert!(room.loudspeaker.is_open());
    room.now += Duration::from_secs(11);
    room.work();
    assert!(!room.loudspeaker.is_open());
    room.play();
    room.player.close();
    room.work();
    assert!(!room.loudspeaker.is_open());
    assert_eq!(room.player.position(), Frames::ZERO);
}

#[test]
fn silences_are_left_out_but_for_a_breath() {
    let mut samples = tone(48_000);
    samples.extend(vec![0; 96_000]);
    samples.extend(tone(48_000));
    let mut room = Room::of(&samples);
    room.player.set_skip_silence(true);
    room.work();
    room.play();
    let mut heard = Vec::new();
    let mut places = Vec::new();
    while room.player.is_playing() {
        heard.extend(room.loudspeaker.pull(480));
        places.push(room.player.position());
        room.work();
    }
    let kept = 2 * RATE.frames_in_millis(150).0 as usize;
    // The tone begins softly, and a soft beginning may count as silence: the breath is there to keep it.
    assert!((heard.len() as i64 - (96_000 + kept) as i64).abs() < 7_200, "{}", heard.len());
    assert!(places.iter().all(|place| !(57_000..136_000).contains(&place.0)), "{places:?}");
    assert!(largest_jump(&heard) <= largest_jump(&as_heard(&samples)) * 1.3);
}

#[test]
fn volume_and_gain_multiply_and_are_not_heard_as_steps() {
    let samples = vec![16_384; 48_000];
    let mut room = Room::of(&samples);
    room.player.set_volume(0.5);
    room.player.set_gain(0.5);
    room.play();
    assert!(room.hear(4_800).iter().all(|sample| (sample - 0.125).abs() < 1e-6));
    room.player.set_volume(1.0);
    room.player.set_gain(f32::NAN);
    let louder = room.hear(9_600);
    assert!((louder[9_599] - 0.5).abs() < 1e-6);
    assert!(largest_jump(&louder) < 0.001);
}

#[test]
fn what_cannot_be_opened_or_read_is_said() {
    let mut room = Room::of(&sound(100));
    room.player.open("/nothing.wav".into());
    room.work();
    assert!(
        matches!(&room.player.poll()[..], [Event::CannotOpen { path, .. }] if path == Path::new("/nothing.wav"))
    );
    room.play();
    assert_eq!(room.player.poll(), []);
    assert!(!room.player.is_playing());

    let mut empty = Room::of(&[]);
    empty.play();
    empty.work();
    assert_eq!(empty.player.poll(), [Event::Ended]);
}

#[test]
fn the_real_thread_plays_and_ends() {
    let stage = Stage::new(Script {
        pace: crate::audio::scripted::Pace::RealTime { speed: 4.0 },
        ..Script::default()
    });
    let samples = sound(24_000);
    let (told, wait) = channel();
    let wake: Wake = Arc::new(move || {
        let _ = told.send(());
    });
    let player = Player::start(Arc::new(disk(&samples, RATE)), stage.sound(), wake).unwrap();
    player.open(PATH.into());
    player.play();
    let mut events = Vec::new();
    while !events.contains(&Event::Ended) {
        wait.recv_timeout(Duration::from_secs(20)).unwrap();
        events.extend(player.poll());
    }
    drop(player);
    assert!(!stage.is_speaking());
    let played = stage.played();
    let begun = played.iter().position(|sample| *sample != 0.0).unwrap();
    assert_eq!(played[begun], as_heard(&samples)[0]);
}
