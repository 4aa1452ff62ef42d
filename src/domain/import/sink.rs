//! Where the readers put what they find: it counts, reports progress and stops them in time.

use std::ops::ControlFlow;

use super::{Confidence, Format, Found, Import, ImportFault, MAX_QUESTIONS, Progress, Skipped, Warning, Why};

/// Lines left out that are listed one by one; beyond this nobody reads the list.
const MAX_SKIPPED: usize = 100_000;

/// Warnings that are listed, for the same reason.
const MAX_WARNINGS: usize = 100;

/// Bytes between two reports of progress.
const REPORT_EVERY_BYTES: usize = 1 << 18;

/// Why reading ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Cancelled,
    Full,
}

pub(super) type Flow = ControlFlow<Stop>;

pub(super) struct Sink<'p> {
    import: Import,
    progress: &'p mut Progress<'p>,
    total_bytes: usize,
    next_report: usize,
    stopped: Option<Stop>,
    lists: usize,
    unlisted: Option<(usize, usize)>,
    warnings_unlisted: usize,
}

impl<'p> Sink<'p> {
    pub fn new<'q: 'p>(format: Format, total_bytes: usize, progress: &'p mut Progress<'q>) -> Self {
        Self {
            import: Import { format, questions: Vec::new(), skipped: Vec::new(), warnings: Vec::new() },
            progress,
            total_bytes,
            next_report: 0,
            stopped: None,
            lists: 0,
            unlisted: None,
            warnings_unlisted: 0,
        }
    }

    /// Reports that everything before this byte has been read.
    pub fn at(&mut self, byte: usize) -> Flow {
        if let Some(stop) = self.stopped {
            return ControlFlow::Break(stop);
        }
        if byte >= self.next_report {
            self.next_report = byte.saturating_add(REPORT_EVERY_BYTES);
            return self.report(byte);
        }
        ControlFlow::Continue(())
    }

    #[expect(clippy::cast_precision_loss, reason = "a progress bar shows no more than three digits")]
    fn report(&mut self, byte: usize) -> Flow {
        let share = byte as f32 / self.total_bytes.max(1) as f32;
        if (self.progress)(share.min(1.0)).is_break() {
            return self.stop(Stop::Cancelled);
        }
        ControlFlow::Continue(())
    }

    pub fn question(&mut self, found: Found) -> Flow {
        if let Some(stop) = self.stopped {
            return ControlFlow::Break(stop);
        }
        if self.import.questions.len() >= MAX_QUESTIONS {
            let what = format!(
                "The file holds more than {MAX_QUESTIONS} questions; those from here on were left out"
            );
            self.import.warnings.push(Warning { line: Some(found.line), what });
            return self.stop(Stop::Full);
        }
        self.lists = self.lists.max(found.list + 1);
        self.import.questions.push(found);
        ControlFlow::Continue(())
    }

    fn stop(&mut self, stop: Stop) -> Flow {
        self.stopped = Some(stop);
        ControlFlow::Break(stop)
    }

    /// A number for a list that is not among the numbers given so far.
    pub fn next_list(&self) -> usize {
        self.lists
    }

    /// Puts lines to those left out; markup without a break between is one entry.
    pub fn leave(&mut self, lines: (usize, usize), text: &str, why: Why) {
        const SHOWN_CHARS: usize = 200;
        if let Some(last) = self.import.skipped.last_mut()
            && why == Why::Markup
            && last.why == Why::Markup
            && (last.line..=last.last_line + 1).contains(&lines.0)
        {
            last.last_line = last.last_line.max(lines.1);
            return;
        }
        if self.import.skipped.len() >= MAX_SKIPPED {
            let (first, last) = self.unlisted.unwrap_or(lines);
            self.unlisted = Some((first.min(lines.0), last.max(lines.1)));
            return;
        }
        let text = text.chars().take(SHOWN_CHARS).collect();
        self.import.skipped.push(Skipped { line: lines.0, last_line: lines.1, text, why });
    }

    /// Sees to it that no line that says something is missing from the outcome.
    pub fn account_for(&mut self, text: &str) {
        // A page hides what is not for readers, which no other text does.
        let may_ask = self.import.format != Format::Html;
        let count = text.matches('\n').count() + 2;
        let mut known = vec![false; count + 1];
        let questions = self.import.questions.iter().flat_map(|found| found.lines.iter().copied());
        let skipped = self.import.skipped.iter().map(|skipped| (skipped.line, skipped.last_line));
        for (first, last) in questions.chain(skipped).chain(self.unlisted) {
            if let Some(lines) = known.get_mut(first..=last.min(count)) {
                lines.fill(true);
            }
        }
        let mut missed = Vec::new();
        for line in super::lines::Lines::new(text) {
            if !known.get(line.number).copied().unwrap_or(true) && !line.text.trim().is_empty() {
                missed.push(line);
            }
        }
        for line in missed {
            let seen = super::inline::strip(line.text).text;
            if seen.len() < super::wording::LONGEST_QUESTION
                && super::wording::look(&seen) == super::wording::Look::Asks
                && may_ask
                && !self.has_stopped()
            {
                let lines = vec![(line.number, line.number)];
                let list = self.next_list();
                let found =
                    Found { confidence: Confidence::Unsure, lines, list, ..Found::new(seen, line.number) };
                let _stopped = self.question(found);
            } else {
                self.leave((line.number, line.number), line.text.trim(), Why::Markup);
            }
        }
        self.import.questions.sort_by_key(|found| found.line);
        self.import.skipped.sort_by_key(|skipped| skipped.line);
    }

    pub fn warn(&mut self, line: Option<usize>, what: impl Into<String>) {
        if self.import.warnings.len() >= MAX_WARNINGS {
            self.warnings_unlisted += 1;
            return;
        }
        self.import.warnings.push(Warning { line, what: what.into() });
    }

    pub fn warn_all(&mut self, warnings: Vec<Warning>) {
        self.import.warnings.extend(warnings);
    }

    pub fn has_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    pub fn finish(mut self) -> Result<Import, ImportFault> {
        if self.stopped == Some(Stop::Cancelled) || self.report(self.total_bytes).is_break() {
            return Err(ImportFault::Cancelled);
        }
        if self.warnings_unlisted > 0 {
            let what = format!("{} more warnings are not listed", self.warnings_unlisted);
            self.import.warnings.push(Warning { line: None, what });
        }
        if let Some((first, last)) = self.unlisted {
            let what = format!("More was left out between lines {first} and {last} than can be listed");
            self.import.warnings.push(Warning { line: Some(first), what });
            let text = "Lines beyond those that can be listed".to_owned();
            self.import.skipped.push(Skipped { line: first, last_line: last, text, why: Why::Nothing });
        }
        if self.import.questions.is_empty() {
            let what = "No questions were found. Put one on each line, or number them, and try again";
            self.import.warnings.push(Warning { line: None, what: what.to_owned() });
        }
        Ok(self.import)
    }
}
