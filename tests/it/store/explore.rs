//! Every step of every scenario, with every call failed and the power cut at every moment.
//!
//! After a step that was acknowledged, its outcome is found whatever happens. Before that, the world before
//! the step or the one after it is found, and nothing else. `STARLING_STATES=1000000` looks at more states.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use starling::store::Opened;
use starling::store::sim::{Always, Chooser, Disk, Every, Fault, FaultPlan, Sample, SimFs};

use super::scenario::Step;
use super::world::{self, SetClock, World};

/// States looked at in a normal run of the tests.
const STATES: usize = 50_000;
/// Images of one disk that are looked at before a sample has to do.
const IMAGES_PER_DISK: usize = 1 << 10;

/// One step, with the worlds and disks round it.
struct Trial {
    name: String,
    step: Step,
    start: Disk,
    clock: Arc<SetClock>,
    clock_after: Arc<SetClock>,
    before: World,
    after: World,
    history: Vec<Disk>,
}

/// Runs steps one after another, each in a program of its own, and keeps what is needed to look at each.
fn trials(seed: u64, steps: &[Step]) -> Vec<Trial> {
    let clock = SetClock::new();
    let mut disk = world::library(&clock);
    let mut trials = Vec::new();
    for (index, &step) in steps.iter().enumerate() {
        let start_clock = clock.copy();
        let before = World::found_on(&disk, &clock);
        let fs = SimFs::on(disk.clone());
        let Opened { mut store, .. } = world::open(&fs, &clock);
        fs.keep_history();
        let done = step.run(&mut store, &clock).unwrap();
        let history = fs.take_history();
        drop(store);
        let start = std::mem::replace(&mut disk, fs.disk());
        if done {
            let after = World::found_on(&disk, &clock);
            let name = format!("scenario {seed}, step {index} ({step:?})");
            let clock_after = clock.copy();
            trials.push(Trial { name, step, start, clock: start_clock, clock_after, before, after, history });
        }
    }
    trials
}

/// Different images of a disk after a power cut: all of them, or a sample with the two extremes.
pub fn images(disk: &Disk, most: usize, seed: u64) -> Vec<Disk> {
    let mut known = HashSet::new();
    let mut found = Vec::new();
    let mut add = |chooser: &mut dyn FnMut(&Disk) -> Disk| {
        let image = chooser(disk);
        let mut hasher = DefaultHasher::new();
        image.tree().hash(&mut hasher);
        if known.insert(hasher.finish()) {
            found.push(image);
        }
        found.len()
    };
    let mut every = Every::default();
    for _ in 0..most {
        add(&mut |disk| cut(disk, &mut every));
        if !every.advance() {
            return found;
        }
    }
    add(&mut |disk| cut(disk, &mut Always(1)));
    let mut sample = Sample::new(seed);
    for _ in 0..most * 2 {
        if add(&mut |disk| cut(disk, &mut sample)) >= most * 2 {
            break;
        }
    }
    found
}

fn cut(disk: &Disk, chooser: &mut impl Chooser) -> Disk {
    disk.after_power_cut(chooser).unwrap()
}

impl Trial {
    /// The power is cut before and after every change, and again during every recovery from that, until about
    /// so many states were seen.
    fn cut_power(&self, seed: u64, budget: usize) -> usize {
        let mut states = 0;
        let last = self.history.len() - 1;
        let per_moment = (budget / self.history.len()).max(4);
        for (moment, disk) in self.history.iter().enumerate() {
            let images = images(disk, (per_moment / 2).min(IMAGES_PER_DISK), seed ^ moment as u64);
            let again = (per_moment / images.len()).saturating_sub(1);
            for (number, image) in images.into_iter().enumerate() {
                let fs = SimFs::on(image);
                fs.keep_history();
                let opened = world::open(&fs, &self.clock_after);
                let recovery = fs.take_history();
                let found = World::of(&opened, &fs);
                let place = format!("{}, power cut after change {moment} of {last}", self.name);
                if moment == last {
                    assert!(found == self.after, "{place}\n{}", found.differences(&self.after));
                } else {
                    self.assert_between(&found, &place);
                }
                let mut sample = Sample::new(seed ^ (moment * 1_000 + number) as u64);
                states += 1 + self.cut_power_again(&found, &recovery, &place, again, &mut sample);
            }
        }
        states
    }

    fn cut_power_again(
        &self,
        found: &World,
        recovery: &[Disk],
        place: &str,
        most: usize,
        sample: &mut Sample,
    ) -> usize {
        if recovery.len() < 2 {
            return 0;
        }
        for _ in 0..most {
            let moment = 1 + sample.pick(recovery.len() - 1);
            let again = World::found_on(&cut(&recovery[moment], sample), &self.clock_after);
            assert!(again == *found, "{place}, and again after {moment}\n{}", again.differences(found));
        }
        most
    }

    fn assert_between(&self, found: &World, place: &str) {
        assert!(
            found.lies_between(&self.before, &self.after),
            "{place}\n{}\nbefore: {}",
            found.differences(&self.after),
            found.differences(&self.before)
        );
    }

    /// Every call of the step fails once in every way, and from some call on all of them.
    fn fail_calls(&self) -> usize {
        let mut states = 0;
        let calls = self.count_calls();
        for at in 0..calls {
            for fault in Fault::ALL {
                for lasting in [false, true] {
                    if lasting && !matches!(fault, Fault::Eio | Fault::Enospc) {
                        continue;
                    }
                    self.fail(FaultPlan { at, fault, lasting });
                    states += 1;
                }
            }
        }
        states
    }

    fn count_calls(&self) -> u64 {
        let (fs, clock) = (SimFs::on(self.start.clone()), self.clock.copy());
        let Opened { mut store, .. } = world::open(&fs, &clock);
        fs.fail(None);
        let _ = self.step.run(&mut store, &clock);
        fs.calls()
    }

    fn fail(&self, plan: FaultPlan) {
        let place = format!("{}, {plan:?}", self.name);
        let (fs, clock) = (SimFs::on(self.start.clone()), self.clock.copy());
        let Opened { mut store, .. } = world::open(&fs, &clock);
        fs.fail(Some(plan));
        let outcome = self.step.run(&mut store, &clock);
        fs.fail(None);
        if matches!(plan.fault, Fault::Eintr | Fault::Short) {
            assert!(matches!(outcome, Ok(true)), "{place}: {outcome:?}");
        }
        for choice in [0, 1] {
            let found = World::found_on(&cut(&fs.disk(), &mut Always(choice)), &self.clock_after);
            if matches!(outcome, Ok(true)) && self.step != Step::Maintain {
                assert!(
                    found.lies_between(&self.after, &self.after),
                    "{place}, acknowledged\n{}",
                    found.differences(&self.after)
                );
            } else {
                self.assert_between(&found, &format!("{place}, {outcome:?}"));
            }
        }
        if !matches!(outcome, Ok(true)) {
            // Whoever tries again once the disk works gets what they asked for.
            let again = self.step.run(&mut store, &clock);
            assert!(again.is_ok(), "{place}, again: {again:?}");
            drop(store);
            let found = World::found_on(&fs.disk(), &self.clock_after);
            self.assert_between(&found, &format!("{place}, tried again"));
        }
    }
}

fn shuffled(seed: u64) -> Vec<Step> {
    let mut sample = Sample::new(seed);
    (0..6).map(|_| Step::ALL[sample.pick(Step::ALL.len())]).collect()
}

fn wanted_states() -> usize {
    std::env::var("STARLING_STATES").ok().and_then(|text| text.parse().ok()).unwrap_or(STATES)
}

/// Lets two threads work through what there is to do.
fn in_parallel<T: Sync>(work: &[T], look: impl Fn(usize, &T) -> usize + Sync) -> usize {
    let (next, states) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let worker = || {
        while let Some((index, item)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            work.get(index).map(|item| (index, item))
        } {
            states.fetch_add(look(index, item), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().name("explorer".into());
        let second = builder.spawn_scoped(scope, worker).unwrap();
        worker();
        second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
    states.into_inner()
}

#[test]
fn whatever_fails_and_whenever_the_power_goes_nothing_acknowledged_is_lost() {
    let wanted = wanted_states();
    let all = trials(0, &Step::ALL);
    assert_eq!(all.len(), Step::ALL.len(), "every step has something to do");
    let mut states = in_parallel(&all, |_, trial| trial.fail_calls());
    let share = wanted.min(10 * STATES).saturating_sub(states) / all.len();
    states += in_parallel(&all, |index, trial| trial.cut_power(index as u64, share));
    let mut seed = 1;
    while states < wanted {
        let more = trials(seed, &shuffled(seed));
        states += in_parallel(&more, |index, trial| trial.cut_power(seed * 1_000 + index as u64, 2_000));
        seed += 1;
    }
    assert!(states >= wanted);
}
