//! What the stories of corrections and files share.

use amanah_actions::Session;
use amanah_actions::cases::attach::FileInput;
use amanah_actions::person::correct::CorrectionInput;
use amanah_domain::CaseId;
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::cases::{self, CaseRow};
use amanah_testkit::TestOffice;

/// A picture of so many pixels, by its header.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk =
        |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], name, body, &[0; 4]].concat();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let mark = b"\x89PNG\r\n\x1a\n";
    [&mark[..], &chunk(b"IHDR", &header), &chunk(b"IDAT", &[7; 4_000]), &chunk(b"IEND", b"")].concat()
}

pub(crate) fn file(name: &str, content: Vec<u8>) -> FileInput {
    FileInput { name: name.to_owned(), content }
}

/// A photograph of an identity card.
pub(crate) fn card() -> FileInput {
    file("ktp.png", png(1_200, 800))
}

/// A picture as large as a file may be.
pub(crate) fn large_card() -> FileInput {
    let (small, most) = (png(9, 9), amanah_actions::files::FILE_BYTES_MAX);
    let length = most - small.len() - 12;
    let chunk = [&(length as u32).to_be_bytes()[..], b"tEXt", &vec![b'x'; length], &[0; 4]].concat();
    file("besar.png", [&small[..33], &chunk, &small[33..]].concat())
}

pub(crate) fn nik_input(nik: &str) -> CorrectionInput {
    CorrectionInput { nik: nik.to_owned(), said: "Dua angka tertukar".to_owned(), ..Default::default() }
}

pub(crate) fn name_input(name: &str) -> CorrectionInput {
    CorrectionInput { name: name.to_owned(), ..Default::default() }
}

pub(crate) async fn case_row(test: &TestOffice, case: CaseId) -> CaseRow {
    test.office.store.read(move |db| cases::read(db, &case)).await.unwrap().unwrap()
}

pub(crate) async fn files_of(test: &TestOffice, session: &Session, case: CaseId) -> Vec<AttachmentRow> {
    let person = session.person;
    test.office.store.read(move |db| attachments::of_case(db, &person, &case)).await.unwrap()
}
