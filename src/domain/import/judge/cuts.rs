//! One node as the judge sees it: its words free of numbers, labels, quotation marks and remarks.

use std::collections::HashMap;

use super::super::inline::{self, Styled};
use super::super::labels::{self, Role};
use super::super::marker::marked;
use super::super::tree::{Kind, Node};
use super::super::wording::{self, Look};
use super::speakers;

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the words")]
pub(super) struct View {
    /// The words that would be the question.
    pub text: String,
    /// The words as they stand, without marks.
    pub title: String,
    pub look: Look,
    /// What a label before or instead of the words says.
    pub label: Option<Role>,
    /// The label is all there is.
    pub bare_label: bool,
    /// What the writer remarks behind the question.
    pub remark: Option<String>,
    /// A subject before the question: `Conflict: tell me …`.
    pub topic: Option<String>,
    pub speaker: Option<String>,
    pub numbered: bool,
    pub bold: bool,
    pub italic: bool,
    pub quoted: bool,
    pub colon: bool,
    /// It ends as a sentence does.
    pub ended: bool,
    /// It breaks off: `Tell me about a time when …`.
    pub cut_off: bool,
    pub words: usize,
    /// Whether it says something that its siblings can be judged by.
    pub counts: bool,
    /// Only a link into the same page.
    pub contents: bool,
    pub english: bool,
    /// Its siblings vouch for it.
    pub learned: bool,
    answer: bool,
}

impl View {
    /// Treats what a speaker says as what the speaker's part in the talk makes it.
    pub fn settle_speaker(&mut self, roles: &HashMap<String, Role>) {
        let Some(role) = self.speaker.as_ref().and_then(|name| roles.get(name)) else {
            self.speaker = None;
            return;
        };
        let Some((_, said)) = speakers::split(&self.title) else { return };
        let said = unquoted(said).to_owned();
        self.bare_label = said.is_empty();
        self.label = Some(*role);
        self.topic = None;
        wording::without_small_talk(&said).clone_into(&mut self.text);
        self.look = wording::look(&self.text);
        self.counts = false;
    }

    /// Whether an answer follows on the same line.
    pub fn has_answer(&self) -> bool {
        self.answer
    }
}

pub(super) fn view(node: &Node) -> View {
    let styled = inline::strip(&node.text);
    let heading = matches!(node.kind, Kind::Heading(_));
    let cut = Cut::of(&styled, node);
    let bare = styled.text.trim_end();
    let end = bare.trim_end_matches(['"', '”', ')', '*', ' ']);
    let contents = node.text.starts_with('[') && node.text.contains("](#") && node.text.ends_with(')');
    let speaks = !heading && !matches!(node.kind, Kind::Row(_));
    View {
        look: wording::look(&cut.text),
        bare_label: cut.bare_label,
        speaker: speakers::split(&styled.text).map(|(name, _)| name).filter(|_| speaks),
        bold: styled.is_bold(),
        italic: styled.is_italic(),
        quoted: styled.quoted || node.quoted,
        colon: bare.ends_with([':', '：']),
        ended: bare.ends_with(['.', '?', '!', '。', '？', '！', '؟']),
        cut_off: end.ends_with('…') || end.ends_with("..."),
        words: words(&cut.text),
        counts: !cut.bare_label && !cut.text.is_empty() && !contents,
        contents,
        english: wording::is_english(&cut.text),
        learned: false,
        label: cut.label,
        remark: cut.remark,
        topic: cut.topic,
        numbered: cut.numbered,
        answer: cut.answer,
        text: cut.text,
        title: styled.text,
    }
}

/// A text cut into its question and what clings to it.
struct Cut {
    text: String,
    label: Option<Role>,
    bare_label: bool,
    remark: Option<String>,
    topic: Option<String>,
    numbered: bool,
    answer: bool,
}

impl Cut {
    fn of(styled: &Styled, node: &Node) -> Self {
        let (text, remark) = question_part(styled);
        let mut cut = Self {
            text,
            label: None,
            bare_label: false,
            remark,
            topic: None,
            numbered: node.numbered,
            answer: false,
        };
        if let Some(found) = marked(&cut.text).filter(|_| node.kind != Kind::Code) {
            // A picture before a name stays, one before a question says nothing.
            if found.marker.is_number() || wording::look(found.rest).is_question() {
                cut.numbered |= found.marker.is_number();
                cut.text = found.rest.to_owned();
            }
        }
        cut.take_label(matches!(node.kind, Kind::Heading(_)));
        cut.text = unquoted(&cut.text).to_owned();
        if cut.remark.is_none()
            && let Some((question, behind)) = remark_behind(&cut.text)
        {
            cut.remark = Some(behind.to_owned());
            cut.text = question.to_owned();
        }
        if let Some(place) = [" A: ", " Answer: ", " A. "].iter().find_map(|mark| cut.text.find(mark)) {
            cut.answer = true;
            cut.text.truncate(place);
        }
        cut.take_topic();
        cut
    }

    fn take_label(&mut self, heading: bool) {
        if let Some((role, rest)) = callout(&self.text).or_else(|| labels::leading(&self.text)) {
            self.label = Some(role);
            self.text = self.text.get(rest..).unwrap_or_default().trim().to_owned();
            self.bare_label = self.text.is_empty();
        } else if let Some(role) = labels::alone(&self.text).filter(|_| !heading) {
            (self.label, self.bare_label) = (Some(role), true);
        }
    }

    fn take_topic(&mut self) {
        if self.label.is_none()
            && let Some((head, rest)) = labels::topic(&self.text)
            && wording::look(rest).is_question()
            && !wording::look(head).is_question()
        {
            self.topic = Some(head.to_owned());
            self.text = unquoted(rest).to_owned();
        }
    }
}

/// Words of a text; three letters count as one where there are no spaces.
fn words(text: &str) -> usize {
    let unspaced = text.chars().filter(|letter| super::super::lines::is_ideograph(*letter)).count();
    text.split_whitespace().count() + unspaced / 3
}

/// The words that ask, and a remark that the writer set apart by bold or italic letters.
fn question_part(styled: &Styled) -> (String, Option<String>) {
    let text = styled.text.as_str();
    if styled.bold_until > 0 && !styled.is_bold() {
        let bold = text.get(..styled.bold_until).unwrap_or_default().trim();
        let rest = text.get(styled.bold_until..).unwrap_or_default();
        let bare = marked(bold).map_or(bold, |found| found.rest);
        let set_off = bare.ends_with(['?', '.', '"', '”', '…', '？', '؟', '。'])
            || rest.trim_start().starts_with(['(', '-', '–', '—', ':', '→']);
        let look = wording::look(unquoted(bare));
        if set_off && look.is_question() && !bare.ends_with(':') && labels::leading(bare).is_none() {
            let rest = rest
                .trim_start()
                .trim_start_matches([':', '-', '–', '—', '→', ' ', '.', '('])
                .trim()
                .trim_end_matches(')');
            return (bold.to_owned(), (!rest.is_empty()).then(|| rest.to_owned()));
        }
    }
    if styled.italic_from > 0 && styled.italic_from < text.len() {
        let question = text
            .get(..styled.italic_from)
            .unwrap_or_default()
            .trim()
            .trim_end_matches(['(', '-', '–', '—', ' ']);
        if question.ends_with(['?', '.', '"', '”', '？', '؟', '。']) {
            let rest =
                text.get(styled.italic_from..).unwrap_or_default().trim().trim_matches(['(', ')', ' ']);
            return (question.to_owned(), Some(rest.to_owned()));
        }
    }
    (text.to_owned(), None)
}

/// `Why us? – They test homework`, `"Why us?" (if they hesitate)`.
fn remark_behind(text: &str) -> Option<(&str, &str)> {
    const DASHES: &[&str] =
        &["? - ", "? – ", "? — ", "? → ", "? -> ", "？—", "\" - ", "\" – ", "\" — ", "” - ", "” – ", "” — "];
    let dashed = DASHES.iter().filter_map(|dash| text.find(dash).map(|place| (place, *dash))).min();
    if let Some((place, dash)) = dashed {
        let first = dash.chars().next().map_or(1, char::len_utf8);
        let question = text.get(..place + first)?;
        let behind = text.get(place + dash.len()..)?.trim();
        return Some((unquoted(question), behind))
            .filter(|(question, behind)| !question.is_empty() && !wording::asks(behind));
    }
    for (open, close) in [('"', '"'), ('“', '”'), ('«', '»'), ('「', '」')] {
        let inner = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((question, behind)) = inner
            && wording::look(question).is_question()
            && !behind.trim().is_empty()
            && behind.trim_start().starts_with(['(', '-', '–', '—', '[', ','])
        {
            return Some((
                question.trim(),
                behind.trim().trim_matches(['(', ')', '[', ']', '-', '–', '—', ',', ' ']),
            ));
        }
    }
    None
}

/// Obsidian's `[!question]- Why us?`.
fn callout(text: &str) -> Option<(Role, usize)> {
    let (kind, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let role = match kind.to_lowercase().as_str() {
        "question" | "help" | "faq" => Role::Question,
        "success" | "check" | "done" | "example" | "quote" | "cite" => Role::Answer,
        _ => Role::Advice,
    };
    let rest = rest.trim_start_matches(['-', '+', ' ']);
    Some((role, text.len() - rest.len()))
}

/// Takes off quotation marks round the whole.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = text
        .strip_prefix(['"', '“', '„', '«', '「', '『', '\u{2018}'])
        .and_then(|rest| rest.strip_suffix(['"', '”', '“', '»', '」', '』', '\u{2019}']));
    inner.filter(|inner| !inner.contains(['"', '“', '”', '«', '「'])).map_or(text, str::trim)
}
