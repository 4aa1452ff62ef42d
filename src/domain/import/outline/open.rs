//! Where a block stands among its neighbours, and the small cuts that free a question of what clings to it.

use super::super::blocks::{Block, Kind};
use super::super::inline::Styled;
use super::super::labels::Role;
use super::super::vocabulary;
use super::super::wording::{self, Place};
use super::Entry;

/// The level of a line that heads what follows without being marked as a heading.
pub(super) const PSEUDO_LEVEL: u8 = 7;

/// How deep a block stands: blocks of one rank are siblings, a higher rank belongs to what stands above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u32);

impl Rank {
    const STRONG: u32 = 8;
    const TEXT: u32 = 9;
    const LIST: u32 = 10;

    pub fn heading(level: u8) -> Self {
        Self(u32::from(level))
    }

    pub fn of(block: &Block<'_>, strong: bool) -> Self {
        let depth = u32::try_from(block.indent / 2).unwrap_or(u32::MAX / 8).min(u32::MAX / 8);
        Self(match block.kind {
            Kind::Item { numbered } => Self::LIST + depth * 3 + u32::from(!numbered),
            _ if depth > 0 => Self::LIST + depth * 3 + 2,
            _ if strong => Self::STRONG,
            _ => Self::TEXT,
        })
    }

    pub fn is_heading(self) -> bool {
        self.0 < Self::STRONG
    }

    pub fn is_indented(self) -> bool {
        self.0 >= Self::LIST + 3
    }
}

/// What a label or heading says about the blocks under it, until it ends.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    role: Role,
    origin: Origin,
    /// The rank of the list under it, once its first entry is seen.
    list: Option<Rank>,
    /// Whether something stood behind the label on its own line.
    inline: bool,
}

#[derive(Clone, Copy, Debug)]
enum Origin {
    Heading(u8),
    Label(Rank),
}

impl Slot {
    pub fn under_heading(role: Role, level: u8) -> Self {
        Self { role, origin: Origin::Heading(level), list: None, inline: false }
    }

    pub fn under_label(role: Role, rank: Rank) -> Self {
        Self { role, origin: Origin::Label(rank), list: None, inline: false }
    }

    /// A label whose text stands behind it, such as `Tip: breathe`.
    pub fn inline(role: Role, rank: Rank) -> Self {
        Self { inline: true, ..Self::under_label(role, rank) }
    }

    pub fn role(&self) -> Role {
        self.role
    }

    pub fn is_heading(&self) -> bool {
        self.level().is_some()
    }

    pub fn level(&self) -> Option<u8> {
        match self.origin {
            Origin::Heading(level) => Some(level),
            Origin::Label(_) => None,
        }
    }

    pub fn wants_follow_ups(&self) -> bool {
        matches!(self.role, Role::FollowUps | Role::Probing)
    }

    /// Whether a block no longer belongs to the label; a list is remembered by its first entry.
    pub fn ends_before(&mut self, rank: Rank, is_item: bool, after_blank: bool, open: Option<Rank>) -> bool {
        let Origin::Label(label) = self.origin else { return false };
        let sibling = open.is_some_and(|open| rank <= open);
        if self.inline && self.role != Role::Answer && (after_blank || sibling && is_item) {
            return true;
        }
        if let Some(list) = self.list {
            if list == rank {
                return after_blank && sibling;
            }
            return rank < list && (is_item || sibling || after_blank && self.role != Role::Answer);
        }
        if is_item && label < rank {
            self.list = Some(rank);
            // A list straight under the label is its list, even where the questions look the same.
            return sibling && self.role.hides() && after_blank;
        }
        if is_item && label >= rank {
            let same_list = label == rank && !sibling;
            if same_list && !after_blank && self.role.hides() {
                return false;
            }
            return true;
        }
        // A paragraph: an answer has many, a list of follow-ups ends with the blank line.
        let ends_list = after_blank && !self.role.hides() && self.role != Role::Question;
        rank < label && sibling || ends_list || sibling && rank < Rank(Rank::TEXT)
    }
}

/// Whether a heading is itself the question.
pub(super) fn asks_as_heading(title: &str, place: Place) -> bool {
    let asks_somebody = title.ends_with('?') || wording::is_request(title) || place == Place::Listed;
    wording::judge(title, place).is_some() && asks_somebody && wording::sentences(title) <= 3
}

/// Takes off a number that a writer put before the words: `7. Why us?`, `3) Why us?`.
pub(super) fn without_number(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return text;
    }
    let behind = text.get(digits..).unwrap_or_default();
    let rest = behind
        .strip_prefix(['.', ')', ':'])
        .or_else(|| behind.strip_prefix(" -"))
        .or_else(|| behind.strip_prefix(" –"));
    match rest {
        Some(rest) if rest.starts_with([' ', '\u{A0}']) => rest.trim_start(),
        _ => text,
    }
}

/// Takes off quotation marks round the whole.
pub(super) fn without_quotes(text: &str) -> &str {
    let text = text.trim();
    let inner =
        text.strip_prefix(['"', '“', '„', '«']).and_then(|rest| rest.strip_suffix(['"', '”', '“', '»']));
    inner.filter(|inner| !inner.contains(['"', '“', '”', '«'])).map_or(text, str::trim)
}

/// A bold question at the beginning of the text, and what stands behind it.
pub(super) fn bold_question(styled: &Styled) -> Option<(&str, &str)> {
    if styled.bold_until == 0 || styled.is_bold() {
        return None;
    }
    let question = without_number(styled.text.get(..styled.bold_until)?.trim());
    let rest = styled.text.get(styled.bold_until..)?;
    let ends =
        question.ends_with(['?', '.', '"', '”', '…']) || rest.trim_start().starts_with(['(', '-', '–', '—']);
    (ends && wording::judge(question, Place::SetApart).is_some()).then_some((question, rest))
}

/// A question with an italic or bracketed remark behind it.
pub(super) fn italic_remark(styled: &Styled) -> Option<(&str, &str)> {
    let text = styled.text.as_str();
    let from = if styled.italic_from > 0 && styled.italic_from < text.len() {
        styled.italic_from
    } else {
        let open = text.rfind(" (")?;
        let inner = text.get(open + 2..)?.strip_suffix(')')?.to_lowercase();
        if !vocabulary::REMARKS.iter().any(|start| inner.starts_with(start)) {
            return None;
        }
        open + 1
    };
    let question = text.get(..from)?.trim().trim_end_matches(['(', '-', '–', '—', ' ']);
    let remark = text.get(from..)?.trim().trim_matches(['(', ')', ' ']);
    let finished = question.ends_with(['?', '.', '"', '”']);
    (finished && !remark.is_empty()).then_some((open_number(question), remark))
}

fn open_number(text: &str) -> &str {
    without_number(text)
}

/// Themes listed in one line.
pub(super) fn split_themes(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split([',', ';', '/', '|', '#', '·'])
        .map(|theme| theme.trim().trim_end_matches('.'))
        .filter(|theme| !theme.is_empty() && theme.len() <= 60)
        .map(str::to_owned)
}

/// The title of a line that heads what follows it without asking anything.
pub(super) fn title(entry: &Entry) -> Option<&str> {
    let text = entry.styled.text.as_str();
    let lead = text.get(..entry.styled.bold_until).unwrap_or_default().trim();
    let rest = text.get(entry.styled.bold_until..).unwrap_or_default().trim();
    let remarked = !lead.is_empty() && rest.starts_with('(') && rest.ends_with(')');
    let title = if remarked { lead } else { text };
    let fits = remarked || !entry.is_item && is_title(entry, text) || entry.is_item && heads_a_list(entry);
    fits.then(|| without_number(title).trim_end_matches([':', ' ']))
        .filter(|title| title.len() <= LONGEST_TITLE)
}

/// Longest title, in bytes.
const LONGEST_TITLE: usize = 80;

/// Whether a list item is bold throughout, apart from a picture, or in capitals, as groups are written.
fn heads_a_list(entry: &Entry) -> bool {
    let text = entry.styled.text.as_str();
    let bare = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let is_short = bare.split(' ').count() <= 6 && !bare.ends_with(['.', '?', '!']);
    let letters = || bare.chars().filter(|letter| letter.is_alphabetic());
    let capitals = entry.after_blank && letters().count() > 4 && letters().all(char::is_uppercase);
    is_short && (capitals || entry.styled.is_bold() || entry.styled.bold_tail && bare.len() < text.len())
}

fn is_title(entry: &Entry, text: &str) -> bool {
    const MOST_WORDS: usize = 7;
    let words = text.split(' ').count();
    let body = text.trim_end_matches([':', ' ']);
    if words > MOST_WORDS || body.is_empty() || body.ends_with(['.', ',', '?', '!', ';', '…']) {
        return false;
    }
    let has_letters = body.chars().any(char::is_alphabetic);
    let capitals = has_letters
        && !body.chars().any(char::is_lowercase)
        && body.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let colon = text.ends_with(':') && entry.after_blank;
    let capital = body.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase);
    let bare = entry.after_blank && capital && words <= 5 && !entry.rank.is_indented();
    has_letters && (entry.styled.is_bold() || capitals || colon || bare)
}

/// Cuts an answer off that stands on the question's own line: `Why us? A: because`.
pub(super) fn split_answer(text: &str) -> (&str, &str) {
    for mark in [" A: ", " Answer: ", " A. "] {
        if let Some((question, answer)) = text.split_once(mark) {
            return (question.trim_end(), answer);
        }
    }
    (text, "")
}
