//! A small PDF for people to keep: headings, paragraphs, lists and lines of code, as text that can be
//! searched, copied and read aloud. Tagged (ISO 32000-1, 14.8): a screen reader is told the language and
//! what is a heading. No font is embedded: the standard ones hold both languages.
//!
//! Bytes out, nothing else: no file, no clock.

use pdf_writer::types::StructRole;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::lang::Lang;
use crate::pdf_font::{Font, encode, lines};

/// A4, in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 57.0;
/// Where the last line of a page may stand; below it is the foot.
const FLOOR: f32 = 76.0;

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Title,
    Heading,
    Text,
    Item,
    Code,
}

impl Kind {
    /// Font, size, distance between lines, space above, distance from the left.
    const fn look(self) -> (Font, f32, f32, f32, f32) {
        match self {
            Self::Title => (Font::Bold, 20.0, 25.0, 0.0, 0.0),
            Self::Heading => (Font::Bold, 13.0, 17.0, 16.0, 0.0),
            Self::Text => (Font::Regular, 10.5, 14.5, 6.0, 0.0),
            Self::Item => (Font::Regular, 10.5, 14.5, 4.0, 14.0),
            Self::Code => (Font::Code, 9.0, 12.0, 4.0, 14.0),
        }
    }

    const fn role(self) -> StructRole {
        match self {
            Self::Title => StructRole::H1,
            Self::Heading => StructRole::H2,
            Self::Text => StructRole::P,
            Self::Item => StructRole::LBody,
            Self::Code => StructRole::Code,
        }
    }
}

/// A document that is being written.
pub(crate) struct Document {
    lang: Lang,
    title: String,
    foot: String,
    blocks: Vec<(Kind, String)>,
}

/// What one page holds.
struct Sheet {
    content: Content,
    /// For each marked piece of the page, the block that it belongs to.
    marks: Vec<usize>,
    y: f32,
}

impl Sheet {
    fn new() -> Self {
        Self { content: Content::new(), marks: Vec::new(), y: PAGE.1 - MARGIN }
    }

    fn line(&mut self, font: Font, size: f32, left: f32, y: f32, text: &[u8]) {
        self.content.begin_text();
        self.content.set_font(Name(font.name()), size).next_line(left, y).show(Str(text));
        self.content.end_text();
    }
}

impl Document {
    /// A document with its first heading. `foot` stands below each page.
    pub(crate) fn new(lang: Lang, title: impl Into<String>, foot: impl Into<String>) -> Self {
        let title = title.into();
        Self { lang, blocks: vec![(Kind::Title, title.clone())], title, foot: foot.into() }
    }

    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push((Kind::Heading, text.into()));
    }

    pub(crate) fn text(&mut self, text: impl Into<String>) {
        self.blocks.push((Kind::Text, text.into()));
    }

    /// A member of a list.
    pub(crate) fn item(&mut self, text: impl Into<String>) {
        self.blocks.push((Kind::Item, text.into()));
    }

    /// What is typed or compared letter by letter.
    pub(crate) fn code(&mut self, text: impl Into<String>) {
        self.blocks.push((Kind::Code, text.into()));
    }

    fn sheets(&self) -> Vec<Sheet> {
        let mut done = Vec::new();
        let mut sheet = Sheet::new();
        for (at, (kind, text)) in self.blocks.iter().enumerate() {
            let (font, size, leading, above, indent) = kind.look();
            let left = MARGIN + indent;
            sheet.y -= above;
            // A heading stays with what it is above of.
            if *kind == Kind::Heading && sheet.y - 4.0 * leading < FLOOR {
                done.push(core::mem::replace(&mut sheet, Sheet::new()));
            }
            let mut open = false;
            let lines = lines(font, size, text, PAGE.0 - MARGIN - left);
            for (number, line) in lines.iter().enumerate() {
                if sheet.y - leading < FLOOR {
                    if open {
                        sheet.content.end_marked_content();
                        open = false;
                    }
                    done.push(core::mem::replace(&mut sheet, Sheet::new()));
                }
                if !open {
                    let mark = i32::try_from(sheet.marks.len()).unwrap_or(i32::MAX);
                    let tag = kind.role().to_name();
                    sheet.content.begin_marked_content_with_properties(tag).properties().identify(mark);
                    sheet.marks.push(at);
                    open = true;
                }
                sheet.y -= leading;
                let y = sheet.y;
                if *kind == Kind::Item && number == 0 {
                    sheet.line(font, size, MARGIN + 2.0, y, &encode("•"));
                }
                // The space at the end keeps the words of two lines apart when they are read or copied.
                let spaced = [line.as_slice(), b" "].concat();
                let last = number + 1 == lines.len();
                sheet.line(font, size, left, y, if last { line } else { &spaced });
            }
            if open {
                sheet.content.end_marked_content();
            }
        }
        done.push(sheet);
        done
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut sheets = self.sheets();
        let pages = sheets.len();
        for (number, sheet) in sheets.iter_mut().enumerate() {
            let here = format!("{} / {pages}", number + 1);
            sheet.content.begin_marked_content(Name(b"Artifact"));
            sheet.line(Font::Regular, 8.5, MARGIN, 48.0, &encode(&self.foot));
            sheet.line(Font::Regular, 8.5, PAGE.0 - MARGIN - 28.0, 48.0, &encode(&here));
            sheet.content.end_marked_content();
        }
        self.write(sheets)
    }

    fn write(&self, sheets: Vec<Sheet>) -> Vec<u8> {
        let mut free = Ref::new(1);
        let (catalog, tree, info, root, document) =
            (free.bump(), free.bump(), free.bump(), free.bump(), free.bump());
        let fonts = [Font::Regular, Font::Bold, Font::Code].map(|font| (font, free.bump()));
        let page_ids: Vec<(Ref, Ref)> = sheets.iter().map(|_| (free.bump(), free.bump())).collect();
        let elements = Elements::new(&self.blocks, &mut free);

        let mut pdf = Pdf::new();
        let mut cat = pdf.catalog(catalog);
        cat.pages(tree).lang(TextStr(self.lang.code()));
        cat.mark_info().marked(true);
        cat.viewer_preferences().display_doc_title(true);
        cat.pair(Name(b"StructTreeRoot"), root);
        cat.finish();
        pdf.document_info(info).title(TextStr(&self.title)).producer(TextStr("amanah"));
        let count = i32::try_from(page_ids.len()).unwrap_or(i32::MAX);
        pdf.pages(tree).kids(page_ids.iter().map(|(page, _)| *page)).count(count);
        for (font, id) in fonts {
            let mut written = pdf.type1_font(id);
            written.base_font(Name(font.base())).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        let mut marks: Vec<Vec<usize>> = Vec::new();
        for (number, (sheet, (page_id, content_id))) in sheets.into_iter().zip(&page_ids).enumerate() {
            let mut page = pdf.page(*page_id);
            page.parent(tree).media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).contents(*content_id);
            page.struct_parents(i32::try_from(number).unwrap_or(i32::MAX));
            let mut resources = page.resources();
            let mut names = resources.fonts();
            for (font, id) in fonts {
                names.pair(Name(font.name()), id);
            }
            names.finish();
            resources.finish();
            page.finish();
            pdf.stream(*content_id, &sheet.content.finish());
            marks.push(sheet.marks);
        }
        elements.write(&mut pdf, root, document, &page_ids, &marks);
        pdf.finish()
    }
}

/// The tree that a screen reader walks.
struct Elements {
    /// A block: what it is, its element, and where it is inside of: the document or a member of a list.
    blocks: Vec<(Kind, Ref, Option<Ref>)>,
    /// Children of the document, in order: blocks and lists.
    top: Vec<Ref>,
    /// A list and its members, each with the element that is in it.
    lists: Vec<(Ref, Vec<(Ref, Ref)>)>,
}

impl Elements {
    fn new(of: &[(Kind, String)], free: &mut Ref) -> Self {
        let mut this = Self { blocks: Vec::new(), top: Vec::new(), lists: Vec::new() };
        let mut in_list = false;
        for (kind, _) in of {
            let element = free.bump();
            if *kind == Kind::Item {
                let member = free.bump();
                if !in_list {
                    let list = free.bump();
                    this.top.push(list);
                    this.lists.push((list, Vec::new()));
                }
                if let Some((_, members)) = this.lists.last_mut() {
                    members.push((member, element));
                }
                this.blocks.push((*kind, element, Some(member)));
            } else {
                this.top.push(element);
                this.blocks.push((*kind, element, None));
            }
            in_list = *kind == Kind::Item;
        }
        this
    }

    fn write(&self, pdf: &mut Pdf, root: Ref, document: Ref, pages: &[(Ref, Ref)], marks: &[Vec<usize>]) {
        let element_of = |block: &usize| self.blocks.get(*block).map(|(_, element, _)| *element);
        let mut tree = pdf.indirect(root).start::<pdf_writer::writers::StructTreeRoot<'_>>();
        tree.child(document);
        let mut parents = tree.parent_tree();
        let mut numbers = parents.nums();
        let mut arrays = Vec::new();
        let mut free = self.after();
        for (page, here) in marks.iter().enumerate() {
            let array = free.bump();
            numbers.insert(i32::try_from(page).unwrap_or(i32::MAX), array);
            arrays.push((array, here));
        }
        numbers.finish();
        parents.finish();
        tree.finish();
        for (array, here) in arrays {
            let mut written = pdf.indirect(array).array();
            here.iter().filter_map(element_of).for_each(|element| {
                written.item(element);
            });
        }
        let mut all = pdf.struct_element(document);
        all.kind(StructRole::Document).parent(root);
        let mut children = all.children();
        self.top.iter().for_each(|child| {
            children.struct_element(*child);
        });
        children.finish();
        all.finish();
        for (list, members) in &self.lists {
            let mut written = pdf.struct_element(*list);
            written.kind(StructRole::L).parent(document);
            let mut children = written.children();
            members.iter().for_each(|(member, _)| {
                children.struct_element(*member);
            });
            children.finish();
            written.finish();
            for (member, element) in members {
                pdf.struct_element(*member).kind(StructRole::LI).parent(*list).child(*element);
            }
        }
        // Where each block stands: its page, and the number of the mark there.
        let mut places: Vec<Vec<(Ref, i32)>> = vec![Vec::new(); self.blocks.len()];
        for ((page, _), here) in pages.iter().zip(marks) {
            for (mark, block) in here.iter().enumerate() {
                if let Some(place) = places.get_mut(*block) {
                    place.push((*page, i32::try_from(mark).unwrap_or(i32::MAX)));
                }
            }
        }
        for ((kind, element, inside), places) in self.blocks.iter().zip(&places) {
            let mut written = pdf.struct_element(*element);
            written.kind(kind.role()).parent(inside.unwrap_or(document));
            let mut children = written.children();
            for (page, mark) in places {
                children.marked_content_ref().page(*page).marked_content_id(*mark);
            }
        }
    }

    /// The first number that no element has.
    fn after(&self) -> Ref {
        let blocks = self.blocks.iter().flat_map(|(_, element, member)| [Some(*element), *member]);
        let lists = self.lists.iter().map(|(list, _)| Some(*list));
        let highest = blocks.chain(lists).flatten().map(Ref::get).max().unwrap_or(1);
        Ref::new(highest.saturating_add(1))
    }
}
