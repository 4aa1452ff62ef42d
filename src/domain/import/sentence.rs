//! One sentence in lower case, with what its words say about whom it is turned to.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary;

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

/// A sentence without the politeness in front of its verb.
pub(super) struct Sentence {
    lower: String,
    words: Vec<(usize, usize)>,
    first: u8,
    all: u8,
    /// Whether it ends as a question.
    pub asks: bool,
}

impl Sentence {
    pub fn new(text: &str) -> Self {
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
        let end = lower.trim_end_matches(['"', '”', '’', '»', ')', '*', '_', ' ', '!', '.']);
        let asks = end.ends_with(['?', '？']) || lower.starts_with('¿');
        Self { lower, words, first, all, asks }
    }

    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    pub fn word(&self, number: usize) -> &str {
        self.words.get(number).and_then(|(start, end)| self.lower.get(*start..*end)).unwrap_or_default()
    }

    /// Whether any of the phrases stands somewhere in it.
    pub fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.lower.contains(phrase))
    }

    /// Whether it opens as only an interviewer does.
    pub fn requests(&self) -> bool {
        REQUESTS.begin(&self.lower)
    }

    /// Whether it orders somebody to tell something that is his or her own.
    pub fn orders(&self) -> bool {
        IMPERATIVES.rests(&self.lower).any(|rest| {
            let rest = rest.trim_start();
            vocabulary::OBJECTS.iter().any(|object| after(rest, object.trim_end()).is_some())
        })
    }

    pub fn starts_bare(&self) -> bool {
        BARE.begin(&self.lower)
    }

    pub fn opens_with_asking_word(&self) -> bool {
        self.first & uses::ASKING != 0
    }

    pub fn opens_a_question(&self) -> bool {
        self.first & (uses::ASKING | uses::INVERTED) != 0
    }

    /// Whether the order of its words asks, with or without a question mark.
    pub fn asks_by_form(&self) -> bool {
        let first = self.word(0);
        if self.opens_with_asking_word() {
            let second = self.word(1);
            let second = second.strip_suffix("n't").unwrap_or(second);
            let auxiliary = USES.get(second).is_some_and(|used| used & uses::AUXILIARY != 0);
            let is_clause =
                matches!(first, "when" | "where" | "while" | "que" | "como" | "come" | "por" | "co");
            return auxiliary
                || !is_clause && first.contains('\'')
                || first == "why" && self.words.len() <= 5
                || matches!(first, "what" | "which") && self.all & uses::AUXILIARY != 0 && self.addresses();
        }
        self.first & uses::INVERTED != 0
            && matches!(self.word(1), "you" | "your" | "sie" | "du" | "vous" | "tu")
    }

    /// Whether it is turned to somebody.
    pub fn addresses(&self) -> bool {
        self.all & uses::ADDRESS != 0
            || self.lower.starts_with('¿')
            || self.lower.contains("-vous")
            || self.lower.contains("-tu")
    }

    pub fn is_about_the_speaker(&self) -> bool {
        self.first & uses::FIRST_PERSON != 0 || self.all & uses::I != 0 && !self.addresses()
    }
}

/// What stands behind words of politeness: `please`, `could you`, `so`.
fn without_lead_in(lower: &str) -> &str {
    let mut rest = lower.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '¿');
    for _ in 0..3 {
        let Some(shorter) = LEAD_INS.rests(rest).min_by_key(|rest| rest.len()) else { break };
        let shorter = shorter.trim_start_matches([',', ' ', '-', '–', ':', '.', '…']);
        let is_verb =
            rest.starts_with("can you") || rest.starts_with("could you") || rest.starts_with("would you");
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
