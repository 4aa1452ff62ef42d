//! What a sentence shows by itself: whether it asks, requests, advises, or tells of its writer.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lines::is_ideograph;
use super::vocabulary;

/// Longest text that is taken for a question, in bytes.
pub(super) const LONGEST_QUESTION: usize = 1_200;

/// What the wording of a text shows, before its neighbours are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It ends with a question mark of some script.
    Asks,
    /// It opens as only an interviewer's sentence does.
    Requests,
    /// Nothing shows either way.
    Says,
    /// It advises, tells of its writer, or is no sentence for people.
    Against,
}

impl Look {
    pub fn is_question(self) -> bool {
        matches!(self, Self::Asks | Self::Requests)
    }
}

/// Signs that close a question after its mark.
const CLOSERS: &[char] = &[
    '"', '”', '’', '\'', '»', ')', '*', '_', ' ', '!', '.', '…', '）', '」', '』', '》', ']', '`', '~', '=',
];

const MARKS: &[char] = &['?', '？', '؟', '⁇', '⁈', '՞', '፧', '꘏', ';'];

/// Judges a text without marks.
pub(super) fn look(text: &str) -> Look {
    if !text.contains(char::is_alphabetic) || text.len() > LONGEST_QUESTION || is_code(text) {
        return Look::Against;
    }
    let sentence = Sentence::new(text);
    if asks(text) {
        return if sentence.has(vocabulary::ABOUT_INTERVIEWS) { Look::Against } else { Look::Asks };
    }
    if sentence.is_about_the_speaker() || sentence.has(vocabulary::ABOUT_INTERVIEWS) {
        return Look::Against;
    }
    if sentence.requests() || sentence.orders() {
        return Look::Requests;
    }
    let last = last_sentence(text);
    if last.len() < text.len() && sentences(text) <= 5 {
        let last = Sentence::new(last);
        if last.requests() || last.orders() {
            return Look::Requests;
        }
    }
    let first = text.get(..ends(text).next().unwrap_or(text.len())).unwrap_or(text);
    if Sentence::new(first).has(vocabulary::ADVISING) || text.trim_end().ends_with([':', '：']) {
        return Look::Against;
    }
    if sentence.starts_bare() || sentence.asks_by_form() { Look::Requests } else { Look::Says }
}

/// Whether a text ends with a question, or with a few words behind one.
pub(super) fn asks(text: &str) -> bool {
    let end = text.trim_end_matches(CLOSERS);
    if let Some(before) = end.strip_suffix(MARKS) {
        return is_asked(before);
    }
    // A remark in brackets, or one more short sentence, may follow the mark.
    let Some(place) = end.rfind(MARKS) else { return false };
    let (before, behind) = end.split_at(place);
    let behind = behind.trim_start_matches(MARKS);
    let bare = behind.trim_start_matches(CLOSERS);
    let bracketed = behind.trim_start().starts_with(['(', '（', '[']);
    let apart = behind.starts_with([' ', '"', '”', '*', '\u{3000}', ')']) || behind.starts_with(is_ideograph);
    let short = bare.split(' ').count() <= 14 && bare.chars().count() <= 90 && sentences(bare) <= 1;
    apart && (bracketed || short) && is_asked(before) && sentences(text) <= 5
}

/// Whether words, and no sign of a program, stand before a question mark.
fn is_asked(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let is_word = last.chars().next_back().is_some_and(|letter| {
        letter.is_alphanumeric() || CLOSERS.contains(&letter) || MARKS.contains(&letter)
    });
    let is_address = last.contains("://") || last.contains('=') || last.starts_with("www.");
    is_word && !is_address && before.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
}

/// Signs that stand in programs and hardly ever in speech.
fn is_code(text: &str) -> bool {
    const SIGNS: &[&str] = &[
        "();", "){", ") {", "=> ", "== ", "!= ", "</", "/>", "${", "::", "&&", " = ?", "=?", "SELECT ", "->",
        "│", "├",
    ];
    let address = (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(' ');
    address
        || SIGNS.iter().any(|sign| text.contains(sign)) && !text.contains("? ")
        || text.ends_with(['{', '}', ';']) && text.contains(['(', '{', '='])
}

/// Whether a text turns to somebody, in the languages whose words for it are known.
pub(super) fn addresses(text: &str) -> bool {
    Sentence::new(text).addresses()
}

/// Whether a text speaks of its writer and turns to nobody.
pub(super) fn is_own(text: &str) -> bool {
    Sentence::new(text).is_about_the_speaker()
}

/// Whether only an interviewer says this.
pub(super) fn is_request(text: &str) -> bool {
    let sentence = Sentence::new(text);
    sentence.requests() && !sentence.has(vocabulary::ABOUT_INTERVIEWS) && sentence.words.len() >= 3
}

/// Sentences of a text, by their ends.
pub(super) fn sentences(text: &str) -> usize {
    ends(text).count()
}

/// The places behind each sentence.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut letters = text.char_indices().peekable();
    let mut open = false;
    std::iter::from_fn(move || {
        while let Some((place, letter)) = letters.next() {
            let is_end = matches!(letter, '.' | '?' | '!' | '…' | '。' | '？' | '！' | '؟');
            open |= letter.is_alphanumeric();
            let next = letters.peek().map_or(' ', |(_, next)| *next);
            let breaks = next.is_whitespace()
                || !matches!(letter, '.') && !next.is_alphanumeric() && !is_ideograph(next)
                || is_ideograph(next)
                || CLOSERS.contains(&next);
            if is_end && open && breaks {
                open = false;
                return Some(place + letter.len_utf8());
            }
        }
        std::mem::take(&mut open).then_some(text.len())
    })
}

/// The text without the short sentences that only lead to its question, as people speak.
pub(super) fn without_small_talk(text: &str) -> &str {
    const MOST_WORDS: usize = 6;
    let mut start = 0;
    for end in ends(text) {
        let sentence = text.get(start..end).unwrap_or_default();
        let rest = text.get(end..).unwrap_or_default().trim_start_matches(['"', '”', ' ']);
        let small = sentence.trim().split(' ').count() <= MOST_WORDS
            && look(sentence.trim()) != Look::Requests
            && !asks(sentence);
        if !small || rest.is_empty() || !look(rest).is_question() {
            break;
        }
        start = text.len() - rest.len();
    }
    text.get(start..).unwrap_or(text)
}

fn last_sentence(text: &str) -> &str {
    let mut starts = (0, 0);
    for end in ends(text) {
        starts = (starts.1, end);
    }
    text.get(starts.0..).unwrap_or(text).trim_start()
}

/// What questions may have in common: an opening long enough to know one anywhere, a shorter one that siblings
/// share, and the letters they close with in scripts that put the verb last.
pub(super) fn habits(text: &str) -> [Option<String>; 3] {
    let bare = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let Some(first) = bare.chars().next() else { return [None, None, None] };
    if is_ideograph(first) || ('\u{AC00}'..='\u{D7AF}').contains(&first) {
        let letters: Vec<char> = bare.chars().filter(|letter| letter.is_alphanumeric()).collect();
        let close = letters.len().saturating_sub(3);
        let open = |count: usize| Some(letters.iter().take(count).collect());
        let verb_last = letters.last().is_some_and(|last| !last.is_ascii());
        return [
            open(2),
            open(1),
            letters.get(close..).filter(|_| verb_last).map(|end| end.iter().collect()),
        ];
    }
    let mut words = bare
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '\'')
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_lowercase();
    // Short words open too many sentences to say something alone.
    let open = if first.chars().count() > 4 {
        first
    } else {
        format!("{first} {}", words.next().unwrap_or_default().to_lowercase())
    };
    [Some(open.clone()), Some(open), None]
}

/// Whether the words most English sentences share stand in the text.
pub(super) fn is_english(text: &str) -> bool {
    let mut words = text
        .split(|letter: char| !letter.is_ascii_alphabetic() && letter != '\'')
        .filter(|word| !word.is_empty());
    text.is_ascii()
        && words.any(|word| vocabulary::ENGLISH.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// What single words are used for; a word may serve several ends.
mod uses {
    pub const ASKING: u8 = 1;
    pub const INVERTED: u8 = 2;
    pub const AUXILIARY: u8 = 4;
    pub const ADDRESS: u8 = 8;
    pub const FIRST_PERSON: u8 = 16;
    /// The words of the first person that are no other word in another language.
    pub const I: u8 = 32;
}

static USES: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let lists: [(&[&'static str], u8); 6] = [
        (vocabulary::ASKING, uses::ASKING),
        (vocabulary::INVERTED, uses::INVERTED),
        (vocabulary::AUXILIARIES, uses::AUXILIARY),
        (vocabulary::ADDRESSES, uses::ADDRESS),
        (vocabulary::FIRST_PERSON, uses::FIRST_PERSON),
        (&["i", "my", "i'm"], uses::I),
    ];
    let mut words = HashMap::new();
    for (list, used) in lists {
        for word in list {
            *words.entry(*word).or_default() |= used;
        }
    }
    words
});

/// Openings by their first word, so that a sentence is held against a few of them only.
struct Openings(HashMap<&'static str, Vec<&'static str>>);

impl Openings {
    fn of(list: &[&'static str]) -> Self {
        let mut openings: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for opening in list {
            openings.entry(first_word(opening)).or_default().push(opening);
        }
        Self(openings)
    }

    /// What follows each opening that the text begins with.
    fn rests<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.get(first_word(text)).into_iter().flatten().filter_map(|opening| after(text, opening))
    }

    fn begin(&self, text: &str) -> bool {
        self.rests(text).next().is_some()
    }
}

static REQUESTS: LazyLock<Openings> = LazyLock::new(|| Openings::of(vocabulary::REQUESTS));
static IMPERATIVES: LazyLock<Openings> = LazyLock::new(|| Openings::of(vocabulary::IMPERATIVES));
static LEAD_INS: LazyLock<Openings> = LazyLock::new(|| Openings::of(vocabulary::LEAD_INS));
static BARE: LazyLock<Openings> = LazyLock::new(|| Openings::of(vocabulary::BARE_OPENINGS));

/// A text in lower case without the politeness in front of its verb.
struct Sentence {
    lower: String,
    words: Vec<(usize, usize)>,
    first: u8,
    all: u8,
}

impl Sentence {
    fn new(text: &str) -> Self {
        let mut lower = text.to_lowercase();
        if lower.contains('\u{2019}') {
            lower = lower.replace('\u{2019}', "'");
        }
        let skipped = lower.len() - without_lead_in(&lower).len();
        lower.drain(..skipped);
        let words = word_places(&lower);
        let used = |place: &(usize, usize)| {
            lower.get(place.0..place.1).and_then(|word| USES.get(word)).copied().unwrap_or(0)
        };
        let first = words.first().map_or(0, used);
        let all = words.iter().fold(0, |all, place| all | used(place));
        Self { lower, words, first, all }
    }

    fn word(&self, number: usize) -> &str {
        self.words.get(number).and_then(|(start, end)| self.lower.get(*start..*end)).unwrap_or_default()
    }

    /// Whether any of the phrases stands somewhere in it.
    fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.lower.contains(phrase))
    }

    fn requests(&self) -> bool {
        REQUESTS.begin(&self.lower) && self.words.len() >= 2
    }

    /// Whether it orders somebody to tell something that is his or her own.
    fn orders(&self) -> bool {
        IMPERATIVES.rests(&self.lower).any(|rest| {
            let rest = rest.trim_start();
            vocabulary::OBJECTS.iter().any(|object| after(rest, object.trim_end()).is_some())
        }) && self.words.len() >= 4
    }

    fn starts_bare(&self) -> bool {
        BARE.begin(&self.lower) && self.words.len() >= 3
    }

    /// Whether the order of its words asks, with or without a question mark.
    fn asks_by_form(&self) -> bool {
        let first = self.word(0);
        if self.first & uses::ASKING != 0 {
            let second = self.word(1);
            let second = second.strip_suffix("n't").unwrap_or(second);
            let auxiliary = USES.get(second).is_some_and(|used| used & uses::AUXILIARY != 0);
            let is_clause =
                matches!(first, "when" | "where" | "while" | "que" | "como" | "come" | "por" | "co");
            return self.addresses()
                && (auxiliary
                    || !is_clause && first.contains('\'')
                    || matches!(first, "what" | "which") && self.all & uses::AUXILIARY != 0);
        }
        self.first & uses::INVERTED != 0
            && matches!(self.word(1), "you" | "your" | "sie" | "du" | "vous" | "tu")
    }

    fn addresses(&self) -> bool {
        self.all & uses::ADDRESS != 0
            || self.lower.starts_with('¿')
            || self.lower.contains("-vous")
            || self.lower.contains("-tu")
    }

    fn is_about_the_speaker(&self) -> bool {
        self.first & uses::FIRST_PERSON != 0
            || is_english(&self.lower) && self.all & uses::I != 0 && !self.addresses()
    }
}

/// What stands behind words of politeness: `please`, `could you`, `so`.
fn without_lead_in(lower: &str) -> &str {
    let mut rest = lower.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '¿');
    for _ in 0..3 {
        let Some(shorter) = LEAD_INS.rests(rest).min_by_key(|rest| rest.len()) else { break };
        let shorter = shorter.trim_start_matches([',', ' ', '-', '–', ':', '.', '…']);
        let is_verb = ["can you", "could you", "would you"].iter().any(|verb| rest.starts_with(verb));
        let opens = || REQUESTS.begin(shorter) || IMPERATIVES.begin(shorter);
        if shorter.is_empty() || is_verb && !opens() {
            break;
        }
        rest = shorter;
    }
    rest
}

fn first_word(text: &str) -> &str {
    let end = text.find(|letter: char| !is_part_of_word(letter)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn is_part_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '\'' || letter == '-'
}

/// What follows `opening`, where the text begins with it as whole words.
fn after<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(opening)?;
    let whole = !rest.starts_with(|next: char| next.is_alphanumeric() || next == '\'')
        || !opening.ends_with(char::is_alphanumeric);
    whole.then_some(rest)
}

fn word_places(text: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut start = None;
    for (place, letter) in text.char_indices() {
        match (is_part_of_word(letter), start) {
            (true, None) => start = Some(place),
            (false, Some(from)) => {
                places.push((from, place));
                start = None;
            }
            _ => {}
        }
    }
    places.extend(start.map(|from| (from, text.len())));
    places
}
