//! What was best and what to change, in two plain sentences.

use super::{Aimed, called, is_too_short, length_of, told_before};
use crate::domain::figures::clock;
use crate::domain::settings::Settings;
use crate::domain::split::Verdict;
use crate::domain::split_table::{Part, SplitTable};
use crate::domain::take::{Take, TakeKind};
use crate::domain::verdict::{Length, span, whole};

/// A difference to the last take smaller than this is no news, in seconds.
const NEWS_SECS: i64 = 3;

/// The same for the whole length.
const NEWS_OF_LENGTH_SECS: i64 = 10;

/// Less than this is no answer.
const LEAST_SECS: f64 = 5.0;

/// The sentence at the top of a take.
#[must_use]
pub fn sentence(take: &Take, before: Option<&Take>, settings: &Settings) -> String {
    let secs = take.recording.secs();
    if secs < LEAST_SECS && !matches!(take.kind, TakeKind::Retake { .. }) {
        return format!("Only {} was recorded, too little to tell anything.", span(secs));
    }
    match &take.kind {
        TakeKind::Retake { section, .. } => section_again(take, before, *section),
        TakeKind::Continuation { part, .. } => {
            format!("This is part {part} of a recording that outgrew one file. It took {}.", clock(secs))
        }
        TakeKind::Full | TakeKind::FollowUp { .. } => whole_answer(take, before, settings),
    }
}

fn whole_answer(take: &Take, before: Option<&Take>, settings: &Settings) -> String {
    let length = length_of(take, settings);
    let Some(is) = SplitTable::of(take, settings.tolerance) else {
        let parts = if take.plan.sections.len() > 1 { " Its parts are not marked yet." } else { "" };
        return format!("You spoke for {}.{parts}", length.said());
    };
    if length.is_fragment() {
        return format!(
            "At {} this is {}, so the split says little yet. Tell it to the end.",
            clock(length.secs),
            length.against_aim()
        );
    }
    if is.is_quiet() && length.is_quiet() {
        let gain = before.and_then(|before| gained(take, before, &is, settings, length));
        let all = format!("Every part had the time it needs, and {} fits.", clock(length.secs));
        return gain.map_or(all.clone(), |gain| format!("{gain} {all}"));
    }
    let best = before
        .and_then(|before| gained(take, before, &is, settings, length))
        .unwrap_or_else(|| best_of(&is, length));
    format!("{best} {}", to_change(take, &is, length))
}

/// What came nearer to its aim than the last time, where that is news.
fn gained(
    take: &Take,
    before: &Take,
    is: &SplitTable,
    settings: &Settings,
    length: Length,
) -> Option<String> {
    let was = SplitTable::of(before, settings.tolerance);
    let mut gains: Vec<(i64, String)> = Vec::new();
    if let Some(was) = &was {
        gains.extend(sooner(was, is, take));
        gains.extend(is.parts.iter().filter_map(|part| nearer(was, part)));
    }
    let lengths = (
        Aimed(before.recording.secs(), before.plan.target_length_secs.into()),
        Aimed(length.secs, length.aim_secs),
    );
    let by = lengths.0.off() - lengths.1.off();
    if by >= NEWS_OF_LENGTH_SECS && !is_too_short(&length) {
        let said = format!(
            "At {} it is {} nearer to your {} than last time.",
            clock(length.secs),
            clock(seconds(by)),
            clock(length.aim_secs)
        );
        // A second of the whole counts less than one of a section.
        gains.push((by / 2, said));
    }
    gains.into_iter().max_by_key(|(by, _)| *by).map(|(_, said)| said)
}

#[expect(clippy::cast_precision_loss, reason = "seconds of an answer")]
const fn seconds(whole: i64) -> f64 {
    whole as f64
}

/// The way to what the speaker did got shorter.
fn sooner(was: &SplitTable, is: &SplitTable, take: &Take) -> Option<(i64, String)> {
    let (then, now) =
        (Aimed(was.set_up_secs?, was.set_up_target_secs?), Aimed(is.set_up_secs?, is.set_up_target_secs?));
    let by = whole(then.0) - whole(now.0);
    let acting = take.plan.sections.iter().find(|section| section.acts)?;
    let said = format!("You got to {} {by} s sooner than last time.", called(&acting.name));
    // A step ahead of its parts, because it says what they say and more.
    (by >= NEWS_SECS && now.off() < then.off()).then(|| (by + 1, said))
}

fn nearer(was: &SplitTable, part: &Part) -> Option<(i64, String)> {
    let then = was.parts.iter().find(|other| other.name == part.name && other.secs > 0.0);
    let Some(then) = then else {
        let is_new = was.parts.iter().any(|other| other.name == part.name) && part.secs > 0.0;
        let said = format!("This time you told {}.", called(&part.name));
        return is_new.then(|| (whole(part.target_secs), said));
    };
    let (before, now) = (Aimed(then.secs, then.target_secs), Aimed(part.secs, part.target_secs));
    let (moved, by) = (whole(part.secs) - whole(then.secs), before.off() - now.off());
    let name = capital(&called(&part.name));
    let said = if moved > 0 {
        format!("{name} got {moved} s more than last time, which it needed.")
    } else {
        format!("{name} is {} s tighter than last time.", -moved)
    };
    (by >= NEWS_SECS && moved != 0).then_some((by, said))
}

/// What was best where nothing came nearer: the part that lies best in its range, what matters most first.
fn best_of(is: &SplitTable, length: Length) -> String {
    let set_up = is.set_up_secs.zip(is.set_up_target_secs).filter(|(secs, aim)| secs <= aim);
    let on_target = is.parts.iter().filter(|part| part.verdict == Verdict::OnTarget);
    let off = |part: &&Part| (part.percent - part.target_percent).abs();
    // The larger a part is meant to be, the more it says that it fits.
    let weight = |part: &&Part| part.target_percent - off(part);
    if let Some(part) = on_target.max_by(|a, b| weight(a).total_cmp(&weight(b))) {
        return format!("{} had the time it needs.", capital(&called(&part.name)));
    }
    if let Some((secs, _)) = set_up.filter(|(secs, _)| *secs > 0.0) {
        return format!("You got to what you did after {}.", span(secs));
    }
    if length.is_quiet() {
        return format!("The length was right: {}.", clock(length.secs));
    }
    if is.parts.iter().all(|part| part.secs > 0.0) {
        return "You told every part.".to_owned();
    }
    format!("You spoke for {}.", clock(length.secs))
}

/// What to change first: the worst of parts, set-up and length, in points of the answer.
fn to_change(take: &Take, is: &SplitTable, length: Length) -> String {
    let mut faults: Vec<(f64, String)> = Vec::new();
    let acting = take.plan.acting_section();
    let set_up_over = set_up_over(is);
    for (index, part) in is.parts.iter().enumerate().filter(|(_, part)| part.verdict != Verdict::OnTarget) {
        let is_set_up = acting.is_some_and(|acting| index < acting) && part.verdict == Verdict::Over;
        if is_set_up && set_up_over.is_some() {
            continue;
        }
        faults.push(of_part(part));
    }
    faults.extend(set_up_over);
    if !length.is_quiet() {
        let share = (length.secs - length.aim_secs).abs() / length.aim_secs.max(1.0) * 100.0;
        faults.push((share, format!("It was {}.", length.against_aim())));
    }
    let worst = faults.into_iter().max_by(|(a, _), (b, _)| a.total_cmp(b));
    worst.map_or_else(|| "Keep it like this.".to_owned(), |(_, said)| said)
}

fn of_part(part: &Part) -> (f64, String) {
    let name = capital(&called(&part.name));
    let off = whole(part.secs) - whole(part.target_secs);
    let points = (part.percent - part.target_percent).abs();
    match part.verdict {
        _ if part.secs <= 0.0 => {
            // What is left out weighs more than what is short.
            (points + LEFT_OUT_POINTS, format!("{name} was not told."))
        }
        Verdict::Over => (points, format!("{name} took {} longer than it needs.", span(seconds(off)))),
        _ => (points, format!("{name} was {} short.", span(seconds(-off)))),
    }
}

const LEFT_OUT_POINTS: f64 = 40.0;

/// The set-up as a whole, where it is longer than a section may be off.
fn set_up_over(is: &SplitTable) -> Option<(f64, String)> {
    let (secs, aim) = (is.set_up_secs?, is.set_up_target_secs?);
    let points = (secs - aim) / is.recorded_secs.max(1.0) * 100.0;
    let off = whole(secs) - whole(aim);
    let said = format!("The set-up took {} longer than it needs.", span(seconds(off)));
    // A step ahead of the part that it takes the time from.
    (points > is.tolerance.per_section_points()).then_some((points + 1.0, said))
}

fn section_again(take: &Take, before: Option<&Take>, section: usize) -> String {
    let name = take.plan.sections.first().map_or("The section", |section| &section.name);
    let name = capital(&called(name));
    let aim = f64::from(take.plan.target_length_secs);
    let secs = take.recording.secs();
    let Some(then) = before.and_then(|before| told_before(before, section)) else {
        return format!("{name} took {} of its {}.", span(secs), span(aim));
    };
    let (was, is) = (Aimed(then, aim), Aimed(secs, aim));
    let both = format!("{} against {}", span(secs), span(then));
    match is.off() - was.off() {
        0 => format!("{name} is as near to its {} as in the take: {both}.", span(aim)),
        ..0 => format!("{name} is nearer to its {} than in the take: {both}.", span(aim)),
        _ => format!("{name} was nearer to its {} in the take: {both}.", span(aim)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
