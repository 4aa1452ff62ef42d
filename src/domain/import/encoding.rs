//! Bytes to text: byte order marks, UTF-16, Windows-1252, and text that was encoded twice.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{ImportFault, Warning};

#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub warnings: Vec<Warning>,
}

/// How much of a file decides what it is.
const SAMPLE_BYTES: usize = 4096;

/// First bytes of files that are often mistaken for text.
const SIGNATURES: [(&[u8], &str); 11] = [
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound or video file"),
    (b"OggS", "a sound file"),
    (b"\x1F\x8B", "a compressed file"),
    (b"SQLite format 3", "a database"),
];

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ImportFault> {
    if bytes.is_empty() {
        return Err(ImportFault::Empty);
    }
    if let Some((_, kind)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(ImportFault::NotText { kind });
    }
    if let Some((encoding, bytes)) = utf_16(bytes) {
        return Ok(without_nul(from_utf_16(encoding, bytes)));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if is_binary(bytes) {
        return Err(ImportFault::NotText { kind: "a file of another program" });
    }
    let mut warnings = Vec::new();
    let text = if let Ok(text) = std::str::from_utf8(bytes) {
        Cow::Borrowed(text)
    } else {
        warnings.push(warning("The text is not UTF-8; it was read as Windows-1252 where it is not"));
        Cow::Owned(mixed(bytes))
    };
    Ok(without_nul(Decoded { text, warnings }))
}

/// Drops the zero bytes that broken programs leave in text.
fn without_nul(mut decoded: Decoded<'_>) -> Decoded<'_> {
    if decoded.text.contains('\0') {
        decoded.text = Cow::Owned(decoded.text.replace('\0', ""));
        decoded.warnings.push(warning("Zero bytes stood in the text and were dropped"));
    }
    decoded
}

impl Decoded<'_> {
    /// Puts right what was encoded twice. Only guesses can tell, so that our own files are left as they are.
    pub fn mend(&mut self) {
        if let Some(mended) = undo_double_encoding(&self.text) {
            self.warnings.push(warning("Some letters had been encoded twice and were put right"));
            self.text = Cow::Owned(mended);
        }
    }
}

fn warning(what: &str) -> Warning {
    Warning { line: None, what: what.to_owned() }
}

/// The encoding of UTF-16 text, with or without a mark, and the text's bytes.
fn utf_16(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Some((UTF_16LE, rest));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return Some((UTF_16BE, rest));
    }
    let (pairs, _) = bytes.get(..SAMPLE_BYTES.min(bytes.len()))?.as_chunks::<2>();
    let zeros_first = pairs.iter().filter(|[first, second]| *first == 0 && *second != 0).count();
    let zeros_second = pairs.iter().filter(|[first, second]| *first != 0 && *second == 0).count();
    // Letters of western languages have one zero byte of two; other bytes hardly ever do.
    let most = pairs.len() / 2;
    if pairs.len() >= 4 && zeros_second > most {
        Some((UTF_16LE, bytes))
    } else if pairs.len() >= 4 && zeros_first > most {
        Some((UTF_16BE, bytes))
    } else {
        None
    }
}

fn from_utf_16<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let warnings = if broken { vec![warning("Some letters of the file are damaged")] } else { Vec::new() };
    Decoded { text, warnings }
}

fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    // A few wrong bytes happen to text as well.
    controls > 3 && controls * 20 > sample.len()
}

/// UTF-8 wherever it is valid, Windows-1252 in between, because files are pasted together from both.
fn mixed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

/// The text with every run of letters that is UTF-8 read as Windows-1252 put right; `None` where there is none.
fn undo_double_encoding(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut mended: Option<String> = None;
    let mut done = 0;
    let mut at = 0;
    while let Some(start) = next_where(text, at, |byte| !byte.is_ascii()) {
        let end = next_where(text, start, |byte| byte.is_ascii()).unwrap_or(text.len());
        at = end;
        let Some(run) = text.get(start..end) else { break };
        if let Some(right) = mend(run) {
            let out = mended.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(text.get(done..start).unwrap_or_default());
            out.push_str(&right);
            done = end;
        }
    }
    let mut mended = mended?;
    mended.push_str(text.get(done..).unwrap_or_default());
    Some(mended)
}

fn next_where(text: &str, from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    text.as_bytes().get(from..)?.iter().position(|byte| wanted(*byte)).map(|place| from + place)
}

/// What a run of letters was before it was encoded a second (or third) time.
fn mend(run: &str) -> Option<String> {
    let looks_doubled = run.chars().next().is_some_and(|first| ('\u{C2}'..='\u{F4}').contains(&first));
    if !looks_doubled || run.chars().nth(1).is_none() {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(run);
    if unmappable {
        return None;
    }
    let once = String::from_utf8(bytes.into_owned()).ok()?;
    Some(mend(&once).unwrap_or(once))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> String {
        let mut decoded = decode(bytes).unwrap();
        decoded.mend();
        decoded.text.into_owned()
    }

    const SENTENCE: &str = "Décrivez – “un échec” – où l’équipe a souffert.";

    #[test]
    fn every_encoding_gives_the_same_sentence() {
        let utf_16 = |swap: fn(u16) -> [u8; 2]| SENTENCE.encode_utf16().flat_map(swap).collect::<Vec<u8>>();
        let little = utf_16(u16::to_le_bytes);
        let big = utf_16(u16::to_be_bytes);
        let (windows, ..) = WINDOWS_1252.encode(SENTENCE);
        let twice = WINDOWS_1252.decode_without_bom_handling(SENTENCE.as_bytes()).0.into_owned();
        let thrice = WINDOWS_1252.decode_without_bom_handling(twice.as_bytes()).0.into_owned();
        for bytes in [
            SENTENCE.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", SENTENCE.as_bytes()].concat(),
            [b"\xFF\xFE", little.as_slice()].concat(),
            [b"\xFE\xFF", big.as_slice()].concat(),
            little,
            big,
            windows.into_owned(),
            twice.into_bytes(),
            thrice.into_bytes(),
        ] {
            assert_eq!(text_of(&bytes), SENTENCE);
        }
    }

    #[test]
    fn a_file_of_two_encodings_is_read_as_both() {
        let bytes = [SENTENCE.as_bytes(), b" na\xEFve"].concat();
        assert_eq!(text_of(&bytes), format!("{SENTENCE} naïve"));
    }

    #[test]
    fn accents_that_are_right_stay() {
        for right in ["São Paulo", "Ça va ?", "Über", "naïve café", "ÀÉÎ", "Ещё раз", "日本語"]
        {
            assert_eq!(text_of(right.as_bytes()), right);
        }
    }

    #[test]
    fn a_wrong_byte_costs_no_file() {
        for bytes in [b"Why\0 us?".as_slice(), b"Why \x01us?", b"Why us\x9F?"] {
            let decoded = decode(bytes).unwrap();
            assert!(decoded.text.starts_with("Why"), "{bytes:?}");
        }
        let decoded = decode(b"Why\0 us?").unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.warnings.len()), ("Why us?", 1));
    }

    #[test]
    fn files_of_other_programs_are_named() {
        assert_eq!(
            decode(b"%PDF-1.7 ...").unwrap_err().to_string(),
            "This is a PDF, not text; save it as Markdown, plain text or CSV and import that"
        );
        assert!(matches!(decode(&[0; 64]), Err(ImportFault::NotText { .. })));
    }
}
