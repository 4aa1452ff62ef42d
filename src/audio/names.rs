//! Names of devices that a person recognises, and which of the many a person would ever pick.

use std::collections::HashSet;

use cpal::{DeviceDescription, DeviceId};

use super::sound::{Device, Pick, Use};

/// What the ALSA library calls devices that a person may want.
const USEFUL_IN_ALSA: [&str; 4] = ["pulse", "pipewire", "sysdefault:", "plughw:"];
/// ALSA's name for whatever the system uses, and for a device that records silence for ever.
const HIDDEN_IN_ALSA: [&str; 2] = ["default", "null"];

/// The system's choice, whichever it is at the time.
pub(super) fn system_default(now: String) -> Device {
    Device { pick: Pick::SystemDefault, name: "System default".to_owned(), detail: now, technical: false }
}

/// What the system's choice is called where the system does not say which device it is.
pub(super) const fn nameless_default(used_for: Use) -> &'static str {
    match used_for {
        Use::Listening => "System default microphone",
        Use::Speaking => "System default loudspeaker",
    }
}

/// The device as it is listed, or `None` where it is listed otherwise or is no device.
pub(super) fn listed(id: &DeviceId, description: &DeviceDescription) -> Option<Device> {
    let within = id.id();
    if is_alsa(id) && HIDDEN_IN_ALSA.contains(&within) {
        return None;
    }
    Some(Device {
        pick: Pick::Device(id.to_string()),
        name: name(id, description),
        detail: detail(id, description),
        technical: is_alsa(id) && !USEFUL_IN_ALSA.iter().any(|useful| is_one(within, useful)),
    })
}

/// Orders a list for a person and leaves out what is listed twice.
pub(super) fn tidied(mut devices: Vec<Device>) -> Vec<Device> {
    let mut seen = HashSet::new();
    devices.retain(|device| seen.insert((device.name.clone(), device.detail.clone(), device.technical)));
    devices.sort_by_key(|device| device.technical);
    devices
}

/// Whether the device is one of the ALSA library's.
pub(super) fn is_alsa(id: &DeviceId) -> bool {
    id.host().to_string().eq_ignore_ascii_case("alsa")
}

fn is_one(id: &str, useful: &str) -> bool {
    if useful.ends_with(':') { id.starts_with(useful) } else { id == useful }
}

fn name(id: &DeviceId, description: &DeviceDescription) -> String {
    match id.id() {
        "pulse" if is_alsa(id) => "PulseAudio".to_owned(),
        "pipewire" if is_alsa(id) => "PipeWire".to_owned(),
        within if description.name().trim().is_empty() => within.to_owned(),
        _ => description.name().trim().to_owned(),
    }
}

/// In ALSA the second line of a description, elsewhere the way the device is connected.
fn detail(id: &DeviceId, description: &DeviceDescription) -> String {
    if is_alsa(id) {
        let within = id.id();
        return match within.split_once(':') {
            Some(("sysdefault", _)) => "shared by programs".to_owned(),
            Some(("plughw", _)) => "used by one program at a time".to_owned(),
            _ => description.extended().nth(1).unwrap_or_default().to_owned(),
        };
    }
    match description.interface_type() {
        cpal::InterfaceType::Unknown => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cpal::{DeviceDescriptionBuilder, HostId};

    fn alsa(id: &str, lines: [&str; 2]) -> Option<Device> {
        let Ok(host) = "alsa".parse::<HostId>() else { return None };
        let description = DeviceDescriptionBuilder::new(lines[0]).extended(lines.map(str::to_owned)).build();
        listed(&DeviceId::new(host, id), &description)
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn of_alsas_devices_those_a_person_would_pick_come_first() {
        let all = [
            alsa("null", ["Discard all samples", ""]),
            alsa("default", ["Default Audio Device", ""]),
            alsa("hw:CARD=0,DEV=0", ["HDA Intel PCH, ALC257 Analog", "Direct hardware device"]),
            alsa("speexrate", ["Rate Converter Plugin Using Speex Resampler", ""]),
            alsa("plughw:CARD=PCH,DEV=0", ["HDA Intel PCH, ALC257 Analog", "Hardware device"]),
            alsa("plughw:CARD=0,DEV=0", ["HDA Intel PCH, ALC257 Analog", "Hardware device"]),
            alsa("pulse", ["PulseAudio Sound Server", ""]),
        ];
        let listed = tidied(all.into_iter().flatten().collect());
        let names: Vec<_> = listed.iter().map(|device| (device.name.as_str(), device.technical)).collect();
        assert_eq!(
            names,
            [
                ("HDA Intel PCH, ALC257 Analog", false),
                ("PulseAudio", false),
                ("HDA Intel PCH, ALC257 Analog", true),
                ("Rate Converter Plugin Using Speex Resampler", true),
            ]
        );
        assert_eq!(listed[0].pick, Pick::Device("alsa:plughw:CARD=PCH,DEV=0".to_owned()));
    }
}
