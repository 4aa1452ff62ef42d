//! A document as headings, list items, paragraphs and table rows, each below what it belongs to.

/// The place of a node in its tree.
pub(super) type Place = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// From one, the outermost; toggles and the like lie deeper than any heading.
    Heading(u8),
    Item,
    Text,
    /// Code, markup and anything else that is no text for people.
    Code,
    /// Cells of a table, which lie apart.
    Row(usize),
}

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Marker {
    Bullet(char),
    /// The parts of a number: `4.1.1` has three; letters count as one.
    Number {
        parts: u8,
        letters: bool,
        named: bool,
    },
}

impl Marker {
    /// The number of a list whose numbers another program counts.
    pub const COUNTED: Self = Self::Number { parts: 1, letters: false, named: false };

    pub fn is_number(self) -> bool {
        matches!(self, Self::Number { .. })
    }
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub parent: Option<Place>,
    /// The first and the last line, counted from one.
    pub lines: (usize, usize),
    /// With the marks of Markdown.
    pub text: String,
    pub quoted: bool,
    pub after_blank: bool,
    pub numbered: bool,
    /// The lines of one paragraph that were not joined share the place of the first; others have none.
    pub block: Option<Place>,
}

/// An item that may have others below it.
#[derive(Clone, Copy, Debug)]
struct Level {
    indent: usize,
    marker: Marker,
    place: Place,
}

/// A place in the text, as the fronts tell it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct At {
    pub lines: (usize, usize),
    pub indent: usize,
    pub quoted: bool,
    pub after_blank: bool,
}

impl At {
    pub fn line(line: usize) -> Self {
        Self { lines: (line, line), ..Self::default() }
    }
}

#[derive(Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// The cells of each row, and the line of the one that matters most.
    pub rows: Vec<(usize, Vec<String>)>,
    headings: Vec<(u8, Place)>,
    items: Vec<Level>,
    /// The paragraph that a list would belong to, and its indent.
    lead: Option<(Place, usize)>,
    /// The last item of a numbered list: its number and what the list belongs to.
    counted: Option<(usize, Option<Place>)>,
    /// Whether paragraphs without an indent belong to the numbered item above them.
    loose_numbers: bool,
}

impl Tree {
    pub fn new(loose_numbers: bool) -> Self {
        Self { loose_numbers, ..Self::default() }
    }

    pub fn heading(&mut self, level: u8, at: At, text: impl Into<String>) {
        self.end_headings(level);
        let parent = self.headings.last().map(|(_, place)| *place);
        let place = self.push(Kind::Heading(level), parent, at, text.into());
        self.headings.push((level, place));
    }

    /// Ends every section that a heading of this level would end.
    pub fn end_headings(&mut self, level: u8) {
        while self.headings.last().is_some_and(|(open, _)| *open >= level) {
            self.headings.pop();
        }
        self.end_lists();
        self.lead = None;
        self.counted = None;
    }

    pub fn end_lists(&mut self) {
        self.items.clear();
    }

    pub fn item(&mut self, at: At, marker: Marker, number: Option<usize>, text: impl Into<String>) {
        self.open_level(at.indent, marker);
        let continued = self.counted.filter(|(last, _)| number == Some(*last + 1));
        let parent = match (self.items.last(), continued) {
            (Some(level), _) => Some(level.place),
            (None, Some((_, parent))) => parent,
            (None, None) => self.lead.map(|(lead, _)| lead).or_else(|| self.section()),
        };
        if self.items.is_empty()
            && let Some(number) = number
        {
            self.counted = Some((number, parent));
        }
        let place = self.push(Kind::Item, parent, at, text.into());
        if let Some(node) = self.nodes.get_mut(place) {
            node.numbered = marker.is_number();
        }
        self.items.push(Level { indent: at.indent, marker, place });
    }

    /// Leaves on the stack what an item of this indent and marker lies below.
    fn open_level(&mut self, indent: usize, marker: Marker) {
        while self.items.last().is_some_and(|level| level.indent > indent + 1) {
            self.items.pop();
        }
        let beside = |level: &Level| level.indent + 1 >= indent;
        let alike = self.items.iter().position(|level| beside(level) && level.marker == marker);
        if let Some(alike) = alike {
            self.items.truncate(alike);
            return;
        }
        // A mark not met yet opens a list inside the item above, but a number never lies below a bullet.
        while self
            .items
            .last()
            .is_some_and(|level| beside(level) && marker.is_number() && !level.marker.is_number())
        {
            self.items.pop();
        }
    }

    pub fn text(&mut self, at: At, text: impl Into<String>) {
        let inside = |level: &Level| at.indent > level.indent;
        while self.items.last().is_some_and(|level| !inside(level)) {
            let loose = self.loose_numbers && self.items.len() == 1 && at.indent == 0;
            if loose && self.items.last().is_some_and(|level| level.marker.is_number()) {
                break;
            }
            self.items.pop();
        }
        let set_in =
            self.lead.filter(|(_, indent)| self.items.is_empty() && at.indent > indent + 1 && !at.quoted);
        let below = self.items.last().map(|level| level.place).or(set_in.map(|(lead, _)| lead));
        let last = self.nodes.len().checked_sub(1);
        let place = self.push(Kind::Text, below.or_else(|| self.section()), at, text.into());
        if !at.after_blank {
            self.join_block(last, place);
        }
        if below.is_none() {
            self.lead = Some((place, at.indent));
        }
    }

    /// Notes that two paragraphs were lines of one.
    fn join_block(&mut self, last: Option<Place>, place: Place) {
        let parent = self.nodes.get(place).and_then(|node| node.parent);
        let Some(before) = last.and_then(|last| self.nodes.get_mut(last)) else { return };
        if before.kind == Kind::Text && before.parent == parent {
            let block = before.block.or(last);
            before.block = block;
            if let Some(node) = self.nodes.get_mut(place) {
                node.block = block;
            }
        }
    }

    pub fn code(&mut self, at: At, text: impl Into<String>) {
        let parent = self.items.last().map(|level| level.place).or_else(|| self.section());
        self.push(Kind::Code, parent, at, text.into());
    }

    pub fn row(&mut self, at: At, cells: Vec<String>) {
        self.row_of(at, at.lines.0, cells);
    }

    /// A row whose question stands in a line of its own.
    pub fn row_of(&mut self, at: At, line: usize, cells: Vec<String>) {
        let parent = self.section();
        let text = cells.join(" | ");
        let place = self.rows.len();
        self.rows.push((line, cells));
        self.push(Kind::Row(place), parent, at, text);
    }

    fn section(&self) -> Option<Place> {
        self.headings.last().map(|(_, place)| *place)
    }

    /// Whether a paragraph of this section has been met.
    pub fn has_lead(&self) -> bool {
        self.lead.is_some()
    }

    /// Whether an item stands open, and how far it is indented.
    pub fn open_item(&self) -> Option<usize> {
        self.items.last().map(|level| level.indent)
    }

    fn push(&mut self, kind: Kind, parent: Option<Place>, at: At, text: String) -> Place {
        self.nodes.push(Node {
            kind,
            parent,
            lines: at.lines,
            text,
            quoted: at.quoted,
            after_blank: at.after_blank,
            numbered: false,
            block: None,
        });
        self.nodes.len() - 1
    }

    /// Goes on with an empty tree inside the same sections, so that a long text is judged piece by piece.
    pub fn next_piece(&mut self) -> Self {
        let mut next = Self::new(self.loose_numbers);
        for (level, place) in &self.headings {
            if let Some(node) = self.nodes.get(*place) {
                next.heading(*level, At { lines: node.lines, ..At::default() }, node.text.clone());
            }
        }
        next
    }
}
