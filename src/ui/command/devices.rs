//! What is asked for about microphones and loudspeakers.

/// What is done with the devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceCommand {
    /// Asks the system which devices there are.
    Look,
    /// The same of loudspeakers alone, for which no microphone is touched.
    LookForLoudspeakers,
    /// Records three seconds and plays them.
    Check,
    /// Ends the test and closes the microphone.
    StopCheck,
}
