//! A recording on the page: a thread of its own reads its shape, its samples and its loudness.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::audio::engine::Wake;
use crate::audio::loudness;
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::audio::waveform::{self, Waveform, cache};
use crate::domain::hearing;
use crate::domain::take::TakeId;
use crate::domain::time::Frames;
use crate::speech::loudness::Lufs;
use crate::store::fs::Fs;
use crate::store::wav::WavError;
use crate::ui::model::review::{Column, Deck as Shown, Shape, Sound};
use crate::ui::screens::takes::Seen;

/// How loud a recording is; silence is not loud at all.
#[derive(Clone, Copy)]
pub(super) struct Measured(pub Option<Lufs>);

/// Where recordings are read, and where what was learnt of them is kept.
#[derive(Clone)]
pub(super) struct Shelf {
    pub fs: Arc<dyn Fs>,
    pub cache: Option<PathBuf>,
    pub wake: Wake,
}

/// A take whose recording is on the page.
pub(super) struct Deck {
    pub take: TakeId,
    /// Where the recording lies, once the library has said it.
    pub path: Option<PathBuf>,
    pub sound: Sound,
    reader: Option<Reader>,
    waveform: Option<Waveform>,
    peak: f32,
    silent: Arc<[Range<Frames>]>,
    /// The blocks that were last drawn.
    drawn: Option<Shape>,
    /// The samples that were last looked at closely.
    close: Option<Shape>,
    asked: Option<(Range<Frames>, usize)>,
    /// Whether the loudness was asked for.
    measures: bool,
    /// `None` until it was measured.
    pub loudness: Option<Measured>,
}

impl Deck {
    pub(super) fn new(take: TakeId) -> Self {
        Self {
            take,
            path: None,
            sound: Sound::Opening,
            reader: None,
            waveform: None,
            peak: 0.0,
            silent: Arc::new([]),
            drawn: None,
            close: None,
            asked: None,
            measures: false,
            loudness: None,
        }
    }

    /// Hears where the recording lies, and begins to read it.
    pub(super) fn found(&mut self, at: PathBuf, from: &Shelf) {
        if self.path.is_none() {
            match Reader::start(at.clone(), from.clone()) {
                Ok(reader) => self.reader = Some(reader),
                Err(error) => self.fail(format!("The recording cannot be read: {error}."), None),
            }
        }
        self.path = Some(at);
    }

    pub(super) fn fail(&mut self, what: String, path: Option<PathBuf>) {
        self.sound = Sound::Failed { what, path };
    }

    /// Has the loudness measured, once.
    pub(super) fn measure_loudness(&mut self) {
        if let Some(reader) = self.reader.as_ref().filter(|_| !self.measures) {
            reader.ask(Order::Loudness);
            self.measures = true;
        }
    }

    /// Takes in what the thread has found out.
    pub(super) fn hear(&mut self) {
        while let Some(answer) = self.reader.as_ref().and_then(|reader| reader.answers.try_recv().ok()) {
            match answer {
                Answer::Shape(waveform) => {
                    let all = waveform.columns(Frames::ZERO..waveform.frames(), 1);
                    self.peak = all.first().map_or(0.0, |column| column.max.max(-column.min));
                    self.silent = silent_parts(&waveform).into();
                    self.waveform = Some(*waveform);
                }
                Answer::Close(shape) => self.close = Some(shape),
                Answer::Loudness(loudness) => self.loudness = Some(Measured(loudness)),
                Answer::CannotRead(why) => {
                    let path = self.path.clone();
                    self.fail(format!("The recording of this take cannot be read. {why}"), path);
                }
            }
        }
    }

    /// The shape of what is on the screen: from the blocks, and from the samples where blocks are too wide for that.
    fn shape(&mut self, seen: &Seen) -> Option<Shape> {
        let fits = |shape: &&Shape| shape.range == seen.range && shape.columns.len() == seen.columns;
        let frames_in_column = seen.range.end.minus(seen.range.start).0 / seen.columns.max(1) as u64;
        if frames_in_column < CLOSE_BELOW_FRAMES {
            if let Some(shape) = self.close.as_ref().filter(fits) {
                return Some(shape.clone());
            }
            let wanted = Some((seen.range.clone(), seen.columns));
            if let Some(reader) = self.reader.as_ref().filter(|_| self.asked != wanted) {
                reader.ask(Order::Close { range: seen.range.clone(), columns: seen.columns });
                self.asked = wanted;
            }
        }
        if let Some(shape) = self.drawn.as_ref().filter(fits) {
            return Some(shape.clone());
        }
        let columns = self.waveform.as_ref()?.columns(seen.range.clone(), seen.columns);
        let columns = columns.into_iter().map(shown).collect();
        self.drawn = Some(Shape { range: seen.range.clone(), columns });
        self.drawn.clone()
    }

    /// What the page is shown of it.
    pub(super) fn publish(&mut self, seen: &[Seen]) -> Shown {
        let seen = seen.iter().find(|seen| seen.take == self.take);
        let shape = seen.and_then(|seen| self.shape(seen));
        let reading = self.reader.as_ref().filter(|_| self.waveform.is_none());
        Shown {
            take: self.take.clone(),
            sound: self.sound.clone(),
            reading: reading.map(|reader| reader.progress.fraction()),
            shape,
            peak: self.peak,
            silent: Arc::clone(&self.silent),
        }
    }

    /// Whether something is still being read that the page waits for.
    pub(super) const fn is_reading(&self) -> bool {
        self.reader.is_some() && self.waveform.is_none() && !matches!(self.sound, Sound::Failed { .. })
    }
}

/// The parts in which nothing was heard for a while.
fn silent_parts(waveform: &Waveform) -> Vec<Range<Frames>> {
    let frames = waveform.frames();
    let count = usize::try_from(frames.0 / LOOK_FRAMES).unwrap_or(0);
    if count == 0 {
        return Vec::new();
    }
    let columns = waveform.columns(Frames::ZERO..frames, count);
    let peaks = columns.iter().map(|column| column.max.max(-column.min));
    hearing::silent_parts(peaks, frames)
}

/// About a tenth of a second at the usual rates.
const LOOK_FRAMES: u64 = 4_800;

/// Below so many frames in a column the blocks of a waveform are too wide to look right.
const CLOSE_BELOW_FRAMES: u64 = 512;

const fn shown(column: waveform::Column) -> Column {
    Column { min: column.min, max: column.max, rms: column.rms }
}

enum Order {
    Close { range: Range<Frames>, columns: usize },
    Loudness,
}

enum Answer {
    Shape(Box<Waveform>),
    Close(Shape),
    Loudness(Option<Lufs>),
    CannotRead(String),
}

/// The thread that reads one recording. It ends soon after this is dropped.
struct Reader {
    orders: Sender<Order>,
    answers: Receiver<Answer>,
    progress: Progress,
}

impl Reader {
    fn start(path: PathBuf, shelf: Shelf) -> std::io::Result<Self> {
        let (orders, inbox) = channel();
        let (sender, answers) = channel();
        let progress = Progress::default();
        let shared = progress.clone();
        let run = move || {
            if let Err(error) = read(&path, &shelf, &inbox, &sender, &shared) {
                // Nobody hears it once another take is open.
                let _ = sender.send(Answer::CannotRead(error.to_string()));
                (shelf.wake)();
            }
        };
        std::thread::Builder::new().name("waveform".to_owned()).spawn(run)?;
        Ok(Self { orders, answers, progress })
    }

    fn ask(&self, order: Order) {
        // A thread that ended could not read the recording, which the player says.
        let _ = self.orders.send(order);
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

/// Reads the shape, then answers until nobody asks any more.
fn read(
    path: &Path,
    shelf: &Shelf,
    orders: &Receiver<Order>,
    answers: &Sender<Answer>,
    progress: &Progress,
) -> Result<(), WavError> {
    let fs = shelf.fs.as_ref();
    let say = |answer| {
        let heard = answers.send(answer).is_ok();
        (shelf.wake)();
        heard
    };
    let Some(waveform) = shape_of(path, shelf, progress)? else { return Ok(()) };
    if !say(Answer::Shape(Box::new(waveform))) {
        return Ok(());
    }
    let mut reader = WavReader::open(fs.open(path)?)?;
    while let Ok(order) = orders.recv() {
        // Only the last of several looks is still wanted.
        let waiting: Vec<Order> = std::iter::once(order).chain(orders.try_iter()).collect();
        if waiting.iter().any(|order| matches!(order, Order::Loudness)) {
            let Ok(loudness) = loudness::of_file(&mut reader, progress)? else { return Ok(()) };
            say(Answer::Loudness(loudness));
        }
        let last = waiting.into_iter().rev().find_map(|order| match order {
            Order::Close { range, columns } => Some((range, columns)),
            Order::Loudness => None,
        });
        if let Some((range, columns)) = last {
            let found = waveform::close_columns(&mut reader, range.clone(), columns)?;
            say(Answer::Close(Shape { range, columns: found.into_iter().map(shown).collect() }));
        }
    }
    Ok(())
}

/// The shape as it was kept, or made anew; `None` where it is not wanted any more.
fn shape_of(path: &Path, shelf: &Shelf, progress: &Progress) -> Result<Option<Waveform>, WavError> {
    let fs = shelf.fs.as_ref();
    let mut file = fs.open(path)?;
    let key = cache::CacheKey::of(file.as_mut())?;
    if let Some(kept) = shelf.cache.as_ref().and_then(|folder| cache::load(fs, folder, key)) {
        return Ok(Some(kept));
    }
    let mut reader = WavReader::open(file)?;
    let Ok(waveform) = Waveform::of_file(&mut reader, progress)? else { return Ok(None) };
    if let Some(folder) = &shelf.cache {
        // What cannot be kept is made again the next time.
        let _ = cache::save(fs, folder, key, &waveform);
    }
    Ok(Some(waveform))
}
