//! The scripted devices behind cpal's traits.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{
    Data, DeviceDescription, DeviceDescriptionBuilder, DeviceDirection, DeviceId, Error, ErrorKind,
    FrameCount, HostId, InputCallbackInfo, InputStreamTimestamp, OutputCallbackInfo, OutputStreamTimestamp,
    Sample, SampleFormat, SizedSample, StreamConfig, StreamInstant, SupportedBufferSize,
    SupportedStreamConfig, SupportedStreamConfigRange,
};

use super::part::{Callbacks, OnError, Part};
use super::{Pace, Stage};

pub(super) struct ScriptedHost(Stage);

impl ScriptedHost {
    pub(super) const fn new(stage: Stage) -> Self {
        Self(stage)
    }

    fn first(&self, is_microphone: bool) -> Option<ScriptedDevice> {
        let found = self.0.plugged_in().into_iter().find(|part| part.is_microphone == is_microphone);
        found.map(ScriptedDevice)
    }
}

impl HostTrait for ScriptedHost {
    type Devices = std::vec::IntoIter<ScriptedDevice>;
    type Device = ScriptedDevice;

    fn is_available() -> bool {
        true
    }

    fn devices(&self) -> Result<Self::Devices, Error> {
        Ok(self.0.plugged_in().into_iter().map(ScriptedDevice).collect::<Vec<_>>().into_iter())
    }

    fn default_input_device(&self) -> Option<Self::Device> {
        self.first(true)
    }

    fn default_output_device(&self) -> Option<Self::Device> {
        self.first(false)
    }
}

#[derive(Clone)]
pub(super) struct ScriptedDevice(Arc<Part>);

impl ScriptedDevice {
    fn range(&self) -> SupportedStreamConfigRange {
        let script = &self.0.script;
        let hz = script.rate.hz();
        SupportedStreamConfigRange::new(script.channels, hz, hz, SupportedBufferSize::Unknown, script.format)
    }

    fn ranges(&self, is_microphone: bool) -> std::vec::IntoIter<SupportedStreamConfigRange> {
        let fits = self.0.is_microphone == is_microphone;
        if fits { vec![self.range()].into_iter() } else { Vec::new().into_iter() }
    }

    fn own_config(&self) -> Result<SupportedStreamConfig, Error> {
        self.available()?;
        Ok(self.range().with_max_sample_rate())
    }

    fn available(&self) -> Result<(), Error> {
        if !self.0.is_plugged_in() {
            return Err(Error::new(ErrorKind::DeviceNotAvailable));
        }
        self.0.refusal().map_or(Ok(()), |kind| Err(Error::new(kind)))
    }

    fn start(&self, callbacks: Callbacks, on_error: OnError) -> Result<ScriptedStream, Error> {
        self.available()?;
        self.0.open(callbacks, on_error);
        let part = Arc::clone(&self.0);
        let thread = match self.0.script.pace {
            Pace::ByHand => None,
            Pace::RealTime { .. } => {
                let name = format!("scripted-{}", part.id);
                let spawned = std::thread::Builder::new().name(name).spawn(move || part.run());
                Some(
                    spawned
                        .map_err(|error| Error::with_message(ErrorKind::BackendError, error.to_string()))?,
                )
            }
        };
        Ok(ScriptedStream { part: Arc::clone(&self.0), thread })
    }
}

impl DeviceTrait for ScriptedDevice {
    type SupportedInputConfigs = std::vec::IntoIter<SupportedStreamConfigRange>;
    type SupportedOutputConfigs = std::vec::IntoIter<SupportedStreamConfigRange>;
    type Stream = ScriptedStream;

    fn description(&self) -> Result<DeviceDescription, Error> {
        let direction = if self.0.is_microphone { DeviceDirection::Input } else { DeviceDirection::Output };
        Ok(DeviceDescriptionBuilder::new(&self.0.script.name).direction(direction).build())
    }

    fn id(&self) -> Result<DeviceId, Error> {
        Ok(DeviceId::new(HostId::Custom, &self.0.id))
    }

    fn supported_input_configs(&self) -> Result<Self::SupportedInputConfigs, Error> {
        Ok(self.ranges(true))
    }

    fn supported_output_configs(&self) -> Result<Self::SupportedOutputConfigs, Error> {
        Ok(self.ranges(false))
    }

    fn default_input_config(&self) -> Result<SupportedStreamConfig, Error> {
        self.own_config()
    }

    fn default_output_config(&self) -> Result<SupportedStreamConfig, Error> {
        self.own_config()
    }

    fn build_input_stream<T, D, E>(
        &self,
        config: StreamConfig,
        mut on_data: D,
        on_error: E,
        _timeout: Option<Duration>,
    ) -> Result<Self::Stream, Error>
    where
        T: SizedSample,
        D: FnMut(&[T], &InputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        let voice_on = self.0.script.voice_on;
        let on_sound = Box::new(move |mono: &[f32], at: Duration| {
            let samples: Vec<T> = mono
                .iter()
                .flat_map(|sample| {
                    (0..config.channels).map(move |channel| {
                        if voice_on.is_none_or(|voice| voice == channel) {
                            as_wire(*sample)
                        } else {
                            as_wire(0.0)
                        }
                    })
                })
                .collect();
            let capture = StreamInstant::ZERO.checked_add(at).unwrap_or(StreamInstant::ZERO);
            on_data(&samples, &InputCallbackInfo::new(InputStreamTimestamp { callback: capture, capture }));
        });
        self.start(Callbacks::Listening(on_sound), Box::new(on_error))
    }

    fn build_output_stream<T, D, E>(
        &self,
        config: StreamConfig,
        mut on_data: D,
        on_error: E,
        _timeout: Option<Duration>,
    ) -> Result<Self::Stream, Error>
    where
        T: SizedSample,
        D: FnMut(&mut [T], &OutputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        let channels = usize::from(config.channels.max(1));
        let on_want = Box::new(move |mono: &mut [f32]| {
            let mut samples = vec![T::EQUILIBRIUM; mono.len() * channels];
            let now = StreamInstant::ZERO;
            on_data(
                &mut samples,
                &OutputCallbackInfo::new(OutputStreamTimestamp { callback: now, playback: now }),
            );
            for (frame, sample) in samples.chunks(channels).zip(mono) {
                *sample = frame.first().map_or(0.0, |first| from_wire(*first));
            }
        });
        self.start(Callbacks::Speaking(on_want), Box::new(on_error))
    }

    fn build_input_stream_raw<D, E>(
        &self,
        _config: StreamConfig,
        _format: SampleFormat,
        _on_data: D,
        _on_error: E,
        _timeout: Option<Duration>,
    ) -> Result<Self::Stream, Error>
    where
        D: FnMut(&Data, &InputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        Err(Error::new(ErrorKind::UnsupportedOperation))
    }

    fn build_output_stream_raw<D, E>(
        &self,
        _config: StreamConfig,
        _format: SampleFormat,
        _on_data: D,
        _on_error: E,
        _timeout: Option<Duration>,
    ) -> Result<Self::Stream, Error>
    where
        D: FnMut(&mut Data, &OutputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        Err(Error::new(ErrorKind::UnsupportedOperation))
    }
}

fn as_wire<T: SizedSample>(sample: f32) -> T {
    <T::Float as Sample>::from_sample(sample).to_sample()
}

fn from_wire<T: SizedSample>(sample: T) -> f32 {
    <T::Float as Sample>::from_sample(sample).to_sample()
}

/// Held by the program while it listens or speaks.
pub(super) struct ScriptedStream {
    part: Arc<Part>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for ScriptedStream {
    fn drop(&mut self) {
        self.part.wait_until_let_go();
        self.part.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl StreamTrait for ScriptedStream {
    fn play(&self) -> Result<(), Error> {
        Ok(())
    }

    fn pause(&self) -> Result<(), Error> {
        Err(Error::new(ErrorKind::UnsupportedOperation))
    }

    fn buffer_size(&self) -> Result<FrameCount, Error> {
        Ok(self.part.script.blocks.first().copied().unwrap_or(480))
    }

    fn now(&self) -> StreamInstant {
        StreamInstant::ZERO
    }
}

impl PartialEq for ScriptedDevice {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for ScriptedDevice {}

impl Hash for ScriptedDevice {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl fmt::Debug for ScriptedDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ScriptedDevice").field(&self.0.id).finish()
    }
}

impl fmt::Display for ScriptedDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.script.name)
    }
}
