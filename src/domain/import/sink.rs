//! Where the readers put what they find: it counts, reports progress and stops them in time.

use std::ops::ControlFlow;

use super::{Format, Found, Import, ImportFault, MAX_QUESTIONS, Progress, Skipped, Warning, Why};

/// Skipped lines that are listed; beyond this nobody reads the list.
const MAX_SKIPPED: usize = 1_000;

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
    skipped_unlisted: usize,
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
            skipped_unlisted: 0,
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
        self.import.questions.push(found);
        ControlFlow::Continue(())
    }

    fn stop(&mut self, stop: Stop) -> Flow {
        self.stopped = Some(stop);
        ControlFlow::Break(stop)
    }

    pub fn skip(&mut self, line: usize, text: &str, why: Why) {
        const SHOWN_CHARS: usize = 200;
        if self.import.skipped.len() >= MAX_SKIPPED {
            self.skipped_unlisted += 1;
            return;
        }
        let text = text.chars().take(SHOWN_CHARS).collect();
        self.import.skipped.push(Skipped { line, text, why });
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

    /// Questions put so far, and the means to fill in what the file says about them only afterwards.
    pub fn questions_mut(&mut self) -> &mut Vec<Found> {
        &mut self.import.questions
    }

    pub fn count(&self) -> usize {
        self.import.questions.len()
    }

    pub fn has_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    pub fn finish(mut self) -> Result<Import, ImportFault> {
        if self.stopped == Some(Stop::Cancelled) || self.report(self.total_bytes).is_break() {
            return Err(ImportFault::Cancelled);
        }
        for (count, what) in [
            (self.skipped_unlisted, "more lines that look like questions were left out and are not listed"),
            (self.warnings_unlisted, "more warnings are not listed"),
        ] {
            if count > 0 {
                self.import.warnings.push(Warning { line: None, what: format!("{count} {what}") });
            }
        }
        if self.import.questions.is_empty() {
            let what = "No questions were found. Put one on each line, or number them, and try again";
            self.import.warnings.push(Warning { line: None, what: what.to_owned() });
        }
        Ok(self.import)
    }
}
