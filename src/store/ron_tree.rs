//! A RON file as a tree of what stands in it, whether this program knows its meaning or not.
//!
//! Values are kept as they were written, comments with the entry they belong to, and every value knows its
//! line. Saving goes through this tree, so that what a newer program or a person added is not lost.

mod carry;
mod parse;
mod print;
#[cfg(test)]
mod tests;

pub use parse::{MAX_DEPTH, SyntaxFault};

/// A whole file.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Comments before the value.
    pub comments: Vec<String>,
    pub root: Node,
    /// Comments after it.
    pub end: Vec<String>,
}

/// A value.
#[derive(Clone, Debug)]
pub struct Node {
    /// The line on which it begins, counted from 1; 0 for a value that was never read.
    pub line: usize,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub enum Body {
    /// A number, a text, a character or a bare word, as it was written.
    Scalar(String),
    Group(Group),
}

/// A value in brackets.
#[derive(Clone, Debug)]
pub struct Group {
    pub shape: Shape,
    /// The word before the bracket; empty for none.
    pub name: String,
    pub entries: Vec<Entry>,
    /// Comments after the last entry.
    pub end: Vec<String>,
}

/// What the brackets of a group look like, and with that what its entries are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `(title: "…", tags: [])`
    Fields,
    /// `(1, 2)`
    Tuple,
    /// `[1, 2]`
    List,
    /// `{"a": 1}`
    Map,
}

impl Shape {
    const fn brackets(self) -> (char, char) {
        match self {
            Self::Fields | Self::Tuple => ('(', ')'),
            Self::List => ('[', ']'),
            Self::Map => ('{', '}'),
        }
    }
}

/// One field, element or pair, with the comments that stand before it or on its line.
#[derive(Clone, Debug)]
pub struct Entry {
    pub comments: Vec<String>,
    pub key: Key,
    pub value: Node,
}

#[derive(Clone, Debug)]
pub enum Key {
    /// Elements of lists and tuples.
    None,
    Field(String),
    /// A map may be keyed by any value.
    Value(Box<Node>),
}

impl Tree {
    /// Reads a file's text.
    ///
    /// # Errors
    /// The first place where the text is not RON, or is nested more than [`MAX_DEPTH`] deep.
    pub fn parse(text: &str) -> Result<Self, SyntaxFault> {
        parse::tree(text)
    }

    /// The text of the tree in the program's own layout.
    #[must_use]
    pub fn print(&self) -> String {
        print::tree(self)
    }

    /// Takes over from `previous` what this tree does not have: fields it does not know, and comments.
    pub fn carry_over(&mut self, previous: &Self) {
        self.comments.clone_from(&previous.comments);
        self.end.clone_from(&previous.end);
        carry::node(&mut self.root, &previous.root);
    }
}

impl Node {
    /// A value that the program made.
    #[must_use]
    pub fn scalar(text: impl Into<String>) -> Self {
        Self { line: 0, body: Body::Scalar(text.into()) }
    }

    #[must_use]
    pub const fn group(&self) -> Option<&Group> {
        match &self.body {
            Body::Group(group) => Some(group),
            Body::Scalar(_) => None,
        }
    }

    pub const fn group_mut(&mut self) -> Option<&mut Group> {
        match &mut self.body {
            Body::Group(group) => Some(group),
            Body::Scalar(_) => None,
        }
    }

    #[must_use]
    pub fn as_scalar(&self) -> Option<&str> {
        match &self.body {
            Body::Scalar(text) => Some(text),
            Body::Group(_) => None,
        }
    }

    /// The value of the field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.some().group()?.field(name)
    }

    /// The value of the element at this place.
    #[must_use]
    pub fn element(&self, index: usize) -> Option<&Self> {
        self.some().group()?.entries.get(index).map(|entry| &entry.value)
    }

    /// The value of the first pair whose key is wanted.
    pub fn value_of(&self, wanted: impl Fn(&Self) -> bool) -> Option<&Self> {
        let pairs = &self.some().group()?.entries;
        pairs.iter().find(|pair| matches!(&pair.key, Key::Value(key) if wanted(key))).map(|pair| &pair.value)
    }

    /// What `Some(…)` holds, or the value itself: people write either.
    #[must_use]
    pub fn some(&self) -> &Self {
        match self.group() {
            Some(group) if group.shape == Shape::Tuple && group.name == "Some" => {
                group.entries.first().map_or(self, |entry| &entry.value)
            }
            _ => self,
        }
    }

    /// Whether both say the same, comments and layout apart.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        match (&self.body, &other.body) {
            (Body::Scalar(mine), Body::Scalar(theirs)) => mine == theirs,
            (Body::Group(mine), Body::Group(theirs)) => {
                mine.shape == theirs.shape
                    && mine.name == theirs.name
                    && mine.entries.len() == theirs.entries.len()
                    && mine.entries.iter().zip(&theirs.entries).all(|(mine, theirs)| {
                        mine.key.is_the_same_as(&theirs.key) && mine.value.says_the_same_as(&theirs.value)
                    })
            }
            _ => false,
        }
    }
}

impl Group {
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key.is_field(name)).map(|entry| &entry.value)
    }

    pub fn field_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key.is_field(name)).map(|entry| &mut entry.value)
    }

    /// Gives the field of this name another one; used when a file is brought up to date.
    pub fn rename_field(&mut self, from: &str, to: &str) {
        for entry in self.entries.iter_mut().filter(|entry| entry.key.is_field(from)) {
            entry.key = Key::Field(to.to_owned());
        }
    }

    /// Sets a field, in its place where it is there and at `place` where it is not.
    pub fn set_field(&mut self, place: usize, name: &str, value: Node) {
        if let Some(there) = self.field_mut(name) {
            *there = value;
            return;
        }
        let entry = Entry { comments: Vec::new(), key: Key::Field(name.to_owned()), value };
        self.entries.insert(place.min(self.entries.len()), entry);
    }
}

impl Key {
    fn is_field(&self, name: &str) -> bool {
        matches!(self, Self::Field(own) if own == name)
    }

    fn is_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Field(mine), Self::Field(theirs)) => mine == theirs,
            (Self::Value(mine), Self::Value(theirs)) => mine.says_the_same_as(theirs),
            _ => false,
        }
    }
}
