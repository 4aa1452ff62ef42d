//! `starling devices`: the microphones and loudspeakers, as the program sees them.

use serde::Serialize;

use super::table::Table;
use crate::audio::sound::{Device, SoundSystem};

/// All devices, as programs read them.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Devices {
    microphones: Vec<Row>,
    loudspeakers: Vec<Row>,
}

/// A device, as programs read it.
#[derive(Debug, PartialEq, Serialize)]
struct Row {
    /// What `--device` and the settings know it by; `None` for whatever the system uses.
    id: Option<String>,
    name: String,
    detail: String,
    /// Whether only somebody who knows the sound system's inside would pick it.
    technical: bool,
}

impl Devices {
    pub(super) fn found(sound: &dyn SoundSystem) -> Result<Self, String> {
        let inputs = sound.inputs().map_err(|error| error.to_string())?;
        let outputs = sound.outputs().map_err(|error| error.to_string())?;
        Ok(Self { microphones: rows(inputs), loudspeakers: rows(outputs) })
    }

    /// The devices a person would pick.
    pub(super) fn table(&self) -> String {
        let mut table = Table::new(["Use", "Name", "Detail", "Id"]);
        for (used_as, rows) in [("microphone", &self.microphones), ("loudspeaker", &self.loudspeakers)] {
            for row in rows.iter().filter(|row| !row.technical) {
                let id = row.id.clone().unwrap_or_else(|| "–".to_owned());
                table.push([used_as.to_owned(), row.name.clone(), row.detail.clone(), id]);
            }
        }
        table.print()
    }
}

fn rows(devices: Vec<Device>) -> Vec<Row> {
    devices
        .into_iter()
        .map(|device| Row {
            id: device.pick.id().map(str::to_owned),
            name: device.name,
            detail: device.detail,
            technical: device.technical,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::scripted::{Script, Stage};

    #[test]
    fn the_systems_choice_comes_first_and_needs_no_id() {
        let stage = Stage::new(Script::default());
        let devices = Devices::found(stage.sound().as_ref()).unwrap();
        let names: Vec<_> =
            devices.microphones.iter().map(|row| (row.name.as_str(), row.id.is_some())).collect();
        assert_eq!(names, [("System default", false), ("Scripted microphone", true)]);
        assert!(devices.table().contains("Scripted loudspeaker"));
    }
}
