//! Whatever call to the disk fails, and whenever the power goes, what was said is there.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use starling::audio::event::{AudioEvent, SavedTake};
use starling::audio::scripted::Script;
use starling::audio::writer::Order;
use starling::domain::split::Mark;
use starling::domain::time::Frames;
use starling::store::intent;
use starling::store::sim::{Always, Disk, Fault, FaultPlan, Sample, SimFs};

use crate::audio_rig::{Rig, files, ramp_of, samples, sim};
use crate::is_full_campaign;

const MARK: Mark = Mark { at: Frames(20_000), section: 1 };

/// When the disk has synced.
#[derive(Clone, Copy, Debug)]
enum Syncs {
    AtOnce,
    /// From one step of the writer to the next.
    Late,
}

const BOTH: [Syncs; 2] = [Syncs::AtOnce, Syncs::Late];

/// Two seconds of a take with a pause and a mark; looks at every step.
fn perform(fs: &SimFs, syncs: Syncs, mut after_step: impl FnMut(&mut Rig)) -> Rig {
    let mut rig = Rig::new(Arc::new(fs.clone()), Script::default());
    if matches!(syncs, Syncs::Late) {
        rig = rig.syncing_late();
    }
    rig.begin(0);
    after_step(&mut rig);
    for _ in 0..5 {
        rig.hear(9_600);
        after_step(&mut rig);
    }
    rig.order(Order::SetMarks(vec![MARK]));
    rig.order(Order::Pause { at: Frames(47_000) });
    rig.order(Order::Resume { at: Frames(47_500) });
    for _ in 0..5 {
        rig.hear(9_600);
        after_step(&mut rig);
    }
    rig.order(Order::Finish { at: Frames(90_000) });
    after_step(&mut rig);
    rig.hear(9_600);
    rig
}

fn expected() -> Vec<i16> {
    [ramp_of(0..47_000), ramp_of(47_500..97_200)].concat()
}

fn saved_file(fs: &SimFs, saved: &SavedTake) -> Vec<u8> {
    files(&fs.disk()).remove(&saved.path).unwrap()
}

/// Which of the calls are tried: all of them in the campaign, every third otherwise.
fn tried(calls: u64) -> impl Iterator<Item = u64> {
    (0..calls).step_by(if is_full_campaign() { 1 } else { 3 })
}

fn calls_of_a_take(syncs: Syncs) -> u64 {
    let fs = sim();
    let before = fs.calls();
    perform(&fs, syncs, |_| {});
    fs.calls() - before
}

#[test]
fn a_call_that_fails_once_costs_nothing() {
    for (fault, syncs) in Fault::ALL.into_iter().flat_map(|fault| BOTH.map(|syncs| (fault, syncs))) {
        for at in tried(calls_of_a_take(syncs)) {
            let fs = sim();
            fs.fail(Some(FaultPlan { at, fault, lasting: false }));
            let rig = perform(&fs, syncs, |_| {});
            assert!(rig.saved().is_some(), "{fault:?} at {at}, {syncs:?}: {:?}", rig.told);
            let saved = rig.saved().unwrap();
            assert_eq!(samples(&saved_file(&fs, &saved)), expected(), "{fault:?} at {at}");
            assert_eq!(saved.marks, [MARK]);
            if matches!(fault, Fault::Eintr | Fault::Short) {
                assert!(!saved.elsewhere, "{fault:?} at {at} is no failure");
            }
        }
    }
}

#[test]
fn while_no_disk_answers_the_take_is_held_and_comes_out_whole_when_one_does() {
    let faults = [Fault::Eio, Fault::Enospc, Fault::Eacces];
    for (fault, syncs) in faults.into_iter().flat_map(|fault| BOTH.map(|syncs| (fault, syncs))) {
        for at in tried(calls_of_a_take(syncs)) {
            let fs = sim();
            fs.fail(Some(FaultPlan { at, fault, lasting: true }));
            let mut rig = perform(&fs, syncs, |_| {});
            if rig.saved().is_none() {
                assert!(rig.told.iter().any(|event| matches!(event, AudioEvent::TakeHeld { .. })));
                fs.fail(None);
                rig.now += Duration::from_secs(6);
                rig.step();
            }
            assert!(rig.saved().is_some(), "{fault:?} from {at}: {:?}", rig.told);
            let saved = rig.saved().unwrap();
            let said = rig.told.iter().any(|event| matches!(event, AudioEvent::DiskTrouble(_)));
            assert!(said || !saved.elsewhere, "{fault:?} from {at} is said");
            assert_eq!(samples(&saved_file(&fs, &saved)), expected(), "{fault:?} from {at}");
        }
    }
}

/// The longest beginning of the expected samples that a file on this disk holds, header left aside.
fn kept(files: &BTreeMap<PathBuf, Vec<u8>>) -> usize {
    let expected = expected();
    let held = files.iter().filter(|(path, _)| !path.to_string_lossy().ends_with(".marks"));
    held.map(|(_, bytes)| {
        let sound = bytes.get(44..).unwrap_or_default().chunks_exact(2);
        let same =
            sound.zip(&expected).take_while(|(pair, want)| i16::from_le_bytes([pair[0], pair[1]]) == **want);
        same.count()
    })
    .max()
    .unwrap_or(0)
}

#[test]
fn a_power_cut_costs_half_a_second_at_most() {
    for syncs in BOTH {
        cut_the_power(syncs);
    }
}

fn cut_the_power(syncs: Syncs) {
    let fs = sim();
    fs.keep_history();
    let mut heard_at: Vec<(usize, u64)> = Vec::new();
    let mut heard = 0;
    let rig = perform(&fs, syncs, |_| {
        heard_at.push((fs.history_len(), heard));
        heard += 9_600;
    });
    assert!(rig.saved().is_some());
    let history = fs.take_history();
    let seeds = if is_full_campaign() { 1_000 } else { 20 };
    for (step, disk) in history.iter().enumerate() {
        let begun = heard_at.iter().take_while(|(len, _)| *len <= step).last();
        let said = begun.map_or(0, |(_, heard)| (*heard).min(expected().len() as u64));
        let mut cuts: Vec<Disk> =
            (0..seeds).map(|seed| disk.after_power_cut(&mut Sample::new(seed)).unwrap()).collect();
        cuts.extend([0, usize::MAX].map(|all| disk.after_power_cut(&mut Always(all)).unwrap()));
        for cut in cuts {
            let files = files(&cut);
            let kept = kept(&files) as u64;
            assert!(kept + 24_000 >= said, "step {step}, {syncs:?}: {kept} of {said} frames");
            let marks = files.iter().find(|(path, _)| path.ends_with("take.marks"));
            if said > 0 {
                let (_, bytes) = marks.unwrap();
                assert_eq!(intent::read(bytes).unwrap().id.0, "take");
            }
            if said > 60_000 {
                assert_eq!(intent::read(marks.unwrap().1).unwrap().live_marks, [MARK]);
            }
        }
    }
}
