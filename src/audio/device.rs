//! The sound system behind cpal: finding devices again, choosing a configuration, opening streams.

use std::sync::Arc;
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, DeviceId, ErrorKind, FromSample, SampleFormat, SizedSample, StreamConfig};

use super::capture::{Capture, ErrorNotes, path};
use super::sound::{
    Device, Fill, Microphone, OnFault, OpenInput, OpenOutput, Pick, SoundError, SoundSystem, Stream, Use,
};
use super::stream_errors::{Meaning, StreamErrors};
use super::{config, names};
use crate::domain::time::{Frames, SampleRate};

/// How long the audio thread waits for a device before it asks whether that is still there.
const ASK_AGAIN: Duration = Duration::from_millis(500);
/// The portions that ALSA is asked for. It holds two of them, which is how long the audio thread may be kept from its
/// work; its own are a tenth as long, and through a sound server cost twice the processor time.
const ALSA_PORTION_MILLIS: u64 = 100;
/// Mono frames that are made at a time for a loudspeaker.
const FILL_FRAMES: usize = 1_024;

/// A host of cpal's as a [`SoundSystem`].
pub struct Sound<H> {
    host: H,
}

/// The machine's own sound system.
#[must_use]
pub fn machine() -> Arc<dyn SoundSystem> {
    Arc::new(Sound::new(cpal::default_host()))
}

impl<H: HostTrait> Sound<H> {
    pub const fn new(host: H) -> Self {
        Self { host }
    }

    fn find(&self, pick: &Pick, used_for: Use) -> Result<H::Device, SoundError> {
        let Pick::Device(text) = pick else {
            let device = match used_for {
                Use::Listening => self.host.default_input_device(),
                Use::Speaking => self.host.default_output_device(),
            };
            return device.ok_or(SoundError::NoDevice(used_for));
        };
        let gone = || SoundError::Gone { used_for, id: text.clone() };
        let id = text.parse::<DeviceId>().map_err(|_| gone())?;
        self.host.device_by_id(&id).ok_or_else(gone)
    }
}

impl<H> SoundSystem for Sound<H>
where
    H: HostTrait + Send + Sync,
    <H::Device as DeviceTrait>::Stream: Send + 'static,
{
    fn inputs(&self) -> Result<Vec<Device>, SoundError> {
        let devices = self.host.input_devices().map_err(|error| sentence(Use::Listening, &error))?;
        Ok(list(self.host.default_input_device().as_ref(), devices))
    }

    fn outputs(&self) -> Result<Vec<Device>, SoundError> {
        let devices = self.host.output_devices().map_err(|error| sentence(Use::Speaking, &error))?;
        Ok(list(self.host.default_output_device().as_ref(), devices))
    }

    fn open_input(&self, microphone: &Microphone) -> Result<OpenInput, SoundError> {
        let failed = |error: cpal::Error| sentence(Use::Listening, &error);
        let device = self.find(&microphone.pick, Use::Listening)?;
        let own = device.default_input_config();
        let refusal = own.as_ref().err().cloned();
        let chosen = config::choose(SampleRate::PREFERRED, own.ok(), || {
            device.supported_input_configs().map(Iterator::collect).unwrap_or_default()
        });
        let chosen = chosen.ok_or_else(|| nothing_fits(Use::Listening, refusal))?;
        let rate = plausible(Use::Listening, chosen.sample_rate())?;
        let open = |buffer_size| {
            let (capture, errors, intake, shared) = path(rate, chosen.channels(), microphone.channel);
            let config = StreamConfig { buffer_size, ..chosen.config() };
            let stream = listen(&device, config, chosen.sample_format(), capture, errors)?;
            Ok((stream, intake, shared))
        };
        let portion = portion(&device, rate);
        let in_portions = portion.and_then(|portion| open(BufferSize::Fixed(portion)).ok());
        if let (Some((_, _, shared)), Some(portion)) = (&in_portions, portion) {
            shared.expect_portions(Frames(u64::from(portion)), rate);
        }
        // A device that cannot deliver such portions is left to its own.
        let (stream, intake, shared) =
            in_portions.map_or_else(|| open(BufferSize::Default), Ok).map_err(failed)?;
        stream.play().map_err(failed)?;
        Ok(OpenInput {
            stream: Stream::new(stream),
            intake,
            shared,
            name: name_of(&device, &microphone.pick, Use::Listening),
            rate,
        })
    }

    fn input_channels(&self, pick: &Pick) -> Option<u16> {
        let device = self.find(pick, Use::Listening).ok()?;
        device.default_input_config().ok().map(|config| config.channels())
    }

    fn has_input(&self, pick: &Pick) -> bool {
        self.find(pick, Use::Listening).is_ok_and(|device| device.default_input_config().is_ok())
    }

    fn open_output(
        &self,
        pick: &Pick,
        rate: SampleRate,
        start: &mut dyn FnMut(SampleRate) -> (Fill, OnFault),
    ) -> Result<OpenOutput, SoundError> {
        let failed = |error: cpal::Error| sentence(Use::Speaking, &error);
        let device = self.find(pick, Use::Speaking)?;
        let own = device.default_output_config();
        let refusal = own.as_ref().err().cloned();
        let chosen = config::choose(rate, own.ok(), || {
            device.supported_output_configs().map(Iterator::collect).unwrap_or_default()
        });
        let chosen = chosen.ok_or_else(|| nothing_fits(Use::Speaking, refusal))?;
        let rate = plausible(Use::Speaking, chosen.sample_rate())?;
        let (fill, on_fault) = start(rate);
        let config = StreamConfig { buffer_size: BufferSize::Default, ..chosen.config() };
        let stream = speak(&device, config, chosen.sample_format(), fill, on_fault).map_err(failed)?;
        stream.play().map_err(failed)?;
        Ok(OpenOutput { stream: Stream::new(stream), name: name_of(&device, pick, Use::Speaking), rate })
    }
}

/// How many frames a device is asked to deliver at a time; `None` leaves that to it.
fn portion<D: DeviceTrait>(device: &D, rate: SampleRate) -> Option<u32> {
    let is_alsa = device.id().is_ok_and(|id| names::is_alsa(&id));
    is_alsa.then(|| u32::try_from(rate.frames_in_millis(ALSA_PORTION_MILLIS).0).ok()).flatten()
}

fn list<D: DeviceTrait>(default: Option<&D>, devices: impl Iterator<Item = D>) -> Vec<Device> {
    let listed = devices.filter_map(|device| names::listed(&device.id().ok()?, &device.description().ok()?));
    let mut all: Vec<Device> = names::tidied(listed.collect());
    if let Some(default) = default {
        let own = default.id().ok().zip(default.description().ok());
        let now = own.and_then(|(id, description)| names::listed(&id, &description));
        all.insert(0, names::system_default(now.map(|device| device.name).unwrap_or_default()));
    }
    all
}

/// What the device calls itself. Of the system's choice not every system says which device that is.
fn name_of<D: DeviceTrait>(device: &D, pick: &Pick, used_for: Use) -> String {
    let own = device.id().ok().zip(device.description().ok());
    match own.and_then(|(id, description)| names::listed(&id, &description)) {
        Some(device) => device.name,
        None if *pick == Pick::SystemDefault => names::nameless_default(used_for).to_owned(),
        None => device.to_string(),
    }
}

fn plausible(used_for: Use, hz: u32) -> Result<SampleRate, SoundError> {
    SampleRate::new(hz)
        .ok_or_else(|| SoundError::Unusable { used_for, why: format!("its sample rate is {hz} Hz") })
}

fn nothing_fits(used_for: Use, refusal: Option<cpal::Error>) -> SoundError {
    let why = || "it offers no format of samples".to_owned();
    refusal.map_or_else(|| SoundError::Unusable { used_for, why: why() }, |error| sentence(used_for, &error))
}

fn sentence(used_for: Use, error: &cpal::Error) -> SoundError {
    match error.kind() {
        ErrorKind::DeviceNotAvailable => SoundError::NoDevice(used_for),
        ErrorKind::DeviceBusy => SoundError::Busy(used_for),
        ErrorKind::PermissionDenied => SoundError::Denied(used_for),
        ErrorKind::HostUnavailable => SoundError::NoSystem { why: error.to_string() },
        _ => SoundError::Unusable { used_for, why: error.to_string() },
    }
}

/// Calls `$open::<T>` with the type that holds samples of a format.
macro_rules! with_sample_type {
    ($format:expr, $open:ident($($argument:expr),*)) => {
        match $format {
            SampleFormat::I8 => $open::<_, i8>($($argument),*),
            SampleFormat::I16 => $open::<_, i16>($($argument),*),
            SampleFormat::I24 => $open::<_, cpal::I24>($($argument),*),
            SampleFormat::I32 => $open::<_, i32>($($argument),*),
            SampleFormat::I64 => $open::<_, i64>($($argument),*),
            SampleFormat::U8 => $open::<_, u8>($($argument),*),
            SampleFormat::U16 => $open::<_, u16>($($argument),*),
            SampleFormat::U24 => $open::<_, cpal::U24>($($argument),*),
            SampleFormat::U32 => $open::<_, u32>($($argument),*),
            SampleFormat::U64 => $open::<_, u64>($($argument),*),
            SampleFormat::F32 => $open::<_, f32>($($argument),*),
            SampleFormat::F64 => $open::<_, f64>($($argument),*),
            _ => Err(cpal::Error::new(ErrorKind::UnsupportedConfig)),
        }
    };
}

fn listen<D: DeviceTrait>(
    device: &D,
    config: StreamConfig,
    format: SampleFormat,
    capture: Capture,
    errors: ErrorNotes,
) -> Result<D::Stream, cpal::Error> {
    with_sample_type!(format, listen_to(device, config, capture, errors))
}

fn listen_to<D, T>(
    device: &D,
    config: StreamConfig,
    mut capture: Capture,
    errors: ErrorNotes,
) -> Result<D::Stream, cpal::Error>
where
    D: DeviceTrait,
    T: SizedSample + 'static,
    f32: FromSample<T>,
{
    device.build_input_stream::<T, _, _>(
        config,
        move |samples, info| {
            let at = info.timestamp().capture.duration_since(cpal::StreamInstant::ZERO);
            capture.receive(samples, at);
        },
        move |error| errors.note(error.kind()),
        Some(ASK_AGAIN),
    )
}

fn speak<D: DeviceTrait>(
    device: &D,
    config: StreamConfig,
    format: SampleFormat,
    fill: Fill,
    on_fault: OnFault,
) -> Result<D::Stream, cpal::Error> {
    with_sample_type!(format, speak_through(device, config, fill, on_fault))
}

fn speak_through<D, T>(
    device: &D,
    config: StreamConfig,
    mut fill: Fill,
    mut on_fault: OnFault,
) -> Result<D::Stream, cpal::Error>
where
    D: DeviceTrait,
    T: SizedSample + FromSample<f32> + 'static,
{
    let channels = usize::from(config.channels.max(1));
    let mut mono = vec![0.0_f32; FILL_FRAMES];
    let errors = Arc::new(StreamErrors::default());
    let played = Arc::clone(&errors);
    device.build_output_stream::<T, _, _>(
        config,
        move |samples, _| {
            played.note_sound();
            for block in samples.chunks_mut(FILL_FRAMES * channels) {
                let frames = block.len() / channels;
                let Some(mono) = mono.get_mut(..frames) else { return };
                fill(mono);
                for (frame, sample) in block.chunks_mut(channels).zip(mono) {
                    frame.fill(T::from_sample(*sample));
                }
            }
        },
        move |error| {
            if matches!(errors.meaning(error.kind()), Meaning::Dead(_)) {
                on_fault();
            }
        },
        Some(ASK_AGAIN),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::capture::Piece;
    use crate::audio::scripted::{Act, Script, Stage, ramp};
    use crate::audio::shared::Fault;
    use crate::domain::time::Frames;

    fn heard(input: &mut OpenInput) -> Vec<f32> {
        let mut all = Vec::new();
        input.intake.drain(usize::MAX, |_, piece| {
            if let Piece::Sound(samples) = piece {
                all.extend_from_slice(samples);
            }
        });
        all
    }

    #[test]
    fn every_format_and_layout_is_heard_alike() {
        use SampleFormat::{F32, F64, I8, I16, I24, I32, I64, U8, U16, U24, U32, U64};
        for (format, coarse) in [
            (I8, 1.0 / 128.0),
            (U8, 1.0 / 128.0),
            (I16, 1e-9),
            (U16, 1e-9),
            (I24, 1e-9),
            (U24, 1e-9),
            (I32, 1e-9),
            (U32, 1e-9),
            (I64, 1e-9),
            (U64, 1e-9),
            (F32, 1e-9),
            (F64, 1e-9),
        ] {
            for (channels, voice_on) in [(1, None), (2, None), (6, Some(4)), (32, Some(31))] {
                let script =
                    Script { format, channels, voice_on, blocks: vec![7, 480, 1], ..Script::default() };
                let stage = Stage::new(script);
                let microphone = Microphone { pick: Pick::SystemDefault, channel: voice_on };
                let mut input = stage.sound().open_input(&microphone).unwrap();
                stage.deliver(Frames(3_000));
                let samples = heard(&mut input);
                assert_eq!(samples.len(), 3_000);
                for (n, sample) in samples.iter().enumerate() {
                    let said = f32::from(ramp(n as u64)) / 32_768.0;
                    assert!((sample - said).abs() <= coarse, "{format:?}, {channels}: {sample} for {said}");
                }
            }
        }
    }

    #[test]
    fn a_chosen_microphone_is_found_again_and_never_replaced() {
        let stage = Stage::new(Script::default());
        let other = stage.add(Script { name: "Headset".to_owned(), ..Script::default() });
        let sound = stage.sound();
        let listed = sound.inputs().unwrap();
        let names: Vec<_> = listed.iter().map(|device| device.name.as_str()).collect();
        assert_eq!(names, ["System default", "Scripted microphone", "Headset"]);
        assert_eq!(listed[0].detail, "Scripted microphone");

        let remembered = listed[2].pick.id().map(str::to_owned);
        let microphone = Microphone { pick: Pick::remembered(remembered.as_deref()), channel: None };
        let input = stage.sound().open_input(&microphone).unwrap();
        assert_eq!(input.name, "Headset");
        stage.deliver_from(other, Frames(480));
        assert_eq!(input.shared.heard(), Frames(480));
        drop(input);

        let gone = Stage::new(Script::default());
        let error = gone.sound().open_input(&microphone).map(|_| ()).unwrap_err();
        assert!(matches!(error, SoundError::Gone { .. }));
        assert!(!gone.sound().has_input(&microphone.pick));
    }

    #[test]
    fn a_stream_is_open_as_long_as_it_lives() {
        let stage = Stage::new(Script::default());
        let input = stage.sound().open_input(&Microphone::default()).unwrap();
        assert!(stage.is_listening());
        drop(input);
        assert!(!stage.is_listening());
    }

    #[test]
    fn an_error_that_passes_ends_nothing_and_of_those_that_end_it_the_first_counts() {
        let stage = Stage::new(Script::default());
        let mut input = stage.sound().open_input(&Microphone::default()).unwrap();
        stage.act(Act::Error(ErrorKind::Xrun));
        stage.deliver(Frames(480));
        assert_eq!((input.shared.fault(), input.shared.overruns()), (None, 1));
        stage.act(Act::Error(ErrorKind::BackendError));
        stage.deliver(Frames(480));
        stage.act(Act::Vanish);
        stage.deliver(Frames(480));
        assert_eq!((input.shared.fault(), input.shared.errors()), (Some(Fault::Gone), 2));
        assert_eq!(heard(&mut input).len(), 960, "what came round the error is kept");
    }

    #[test]
    fn refusals_become_sentences() {
        let stage = Stage::new(Script::default());
        for (kind, words) in [
            (ErrorKind::PermissionDenied, "privacy settings"),
            (ErrorKind::DeviceBusy, "in use by another program"),
            (ErrorKind::DeviceNotAvailable, "No microphone was found"),
        ] {
            stage.refuse(Some(kind));
            let error = stage.sound().open_input(&Microphone::default()).map(|_| ()).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
    }

    #[test]
    fn a_loudspeaker_plays_mono_on_all_its_channels() {
        let stage = Stage::new(Script::default());
        let mut next = 0.0;
        let output = stage.sound().open_output(&Pick::SystemDefault, SampleRate::PREFERRED, &mut |rate| {
            assert_eq!(rate, SampleRate::PREFERRED);
            let fill: Fill = Box::new(move |block: &mut [f32]| {
                for sample in block {
                    *sample = next;
                    next += 1.0 / 32_768.0;
                }
            });
            (fill, Box::new(|| {}))
        });
        stage.pull(Frames(5_000));
        drop(output);
        let played = stage.played();
        assert!((played[4_999] - 4_999.0 / 32_768.0).abs() < 1e-6);
    }
}
