use super::*;

fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk =
        |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], name, body, &[0; 4]].concat();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let mark = b"\x89PNG\r\n\x1a\n";
    [&mark[..], &chunk(b"IHDR", &header), &chunk(b"IDAT", &[1; 40]), &chunk(b"IEND", b"")].concat()
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let frame = [&[0xff, 0xc0, 0, 11, 8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 7, 0xff, 0, 0x42, 0xff, 0xd0, 9];
    let start = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
    [&start[..], &frame.concat(), &scan, &[0xff, 0xd9]].concat()
}

fn webp(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let chunk = [&kind[..], &(body.len() as u32).to_le_bytes(), body].concat();
    [b"RIFF", &(4 + chunk.len() as u32).to_le_bytes()[..], b"WEBP", &chunk].concat()
}

fn pdf(objects: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{objects}\nxref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n").into_bytes()
}

fn said(name: &str, bytes: &[u8]) -> Result<MediaKind, &'static str> {
    check_file(name, bytes).map_err(|refused| refused.key)
}

/// A page description with an object stream that holds `inside`.
fn packed(inside: &[u8], ways: &str) -> Vec<u8> {
    let body = miniz_oxide::deflate::compress_to_vec_zlib(inside, 6);
    let head =
        format!("%PDF-1.7\n5 0 obj << /Type /ObjStm /N 1 /First 4 {ways} /Length {} >> stream\n", body.len());
    let tail = b"\nendstream endobj\nstartxref\n9\n%%EOF";
    [head.as_bytes(), &body, tail].concat()
}

#[test]
fn what_people_send_is_taken_by_its_content() {
    assert_eq!(said("ktp.jpg", &jpeg(4_000, 3_000)), Ok(MediaKind::Jpeg));
    // Phones call every picture a JPEG.
    assert_eq!(said("ktp.jpg", &png(1_000, 700)), Ok(MediaKind::Png));
    assert_eq!(said("", &png(1, 1)), Ok(MediaKind::Png));
    let mut extended = vec![0; 10];
    extended[4..10].copy_from_slice(&[0x9f, 0x0f, 0, 0xb7, 0x0b, 0]);
    assert_eq!(said("x.webp", &webp(b"VP8X", &extended)), Ok(MediaKind::Webp));
    assert_eq!(said("x", &webp(b"VP8L", &[0x2f, 0xff, 0xc0, 0x0f, 0, 0])), Ok(MediaKind::Webp));
    let lossy = [0, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01];
    assert_eq!(said("x", &webp(b"VP8 ", &lossy)), Ok(MediaKind::Webp));
    assert_eq!(said("surat.pdf", &pdf("1 0 obj << /Type /Catalog >> endobj")), Ok(MediaKind::Pdf));
    assert_eq!(
        said("surat.pdf", &packed(b"1 0 << /Type /Catalog /Pages 2 0 R >>", "/Filter /FlateDecode")),
        Ok(MediaKind::Pdf)
    );
    // A second picture, or a short film, behind the first.
    assert_eq!(said("a.jpg", &[jpeg(10, 10), jpeg(10, 10)].concat()), Ok(MediaKind::Jpeg));
}

#[test]
fn what_is_something_else_is_refused_by_what_it_is() {
    for (name, bytes, why) in [
        ("ktp.jpg", &b"<html><script>alert(1)</script>"[..], "file-kind"),
        ("ktp.jpg", b"MZ\x90\0", "file-kind"),
        ("ktp.png", b"GIF89a", "file-kind"),
        ("surat.pdf", b"\n%PDF-1.7 startxref 1 %%EOF", "file-kind"),
        ("surat.docx", b"PK\x03\x04........", "file-archive"),
        ("surat.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-archive"),
        ("a.pdf", b"\x1f\x8b\x08", "file-archive"),
        ("a.jpg", b"", "file-empty"),
    ] {
        assert_eq!(said(name, bytes), Err(why), "{name}");
    }
    assert_eq!(said("a.jpg", &vec![0xff; FILE_BYTES_MAX + 1]), Err("file-large"));
    assert_eq!(said("ktp.JPG", &pdf("")), Err("file-lies"));
    assert_eq!(said("surat.pdf", &jpeg(10, 10)), Err("file-lies"));
}

#[test]
fn two_kinds_in_one_are_refused() {
    let inside = |what: &[u8]| {
        let mut comment = vec![0xff, 0xfe];
        comment.extend((what.len() as u16 + 2).to_be_bytes());
        comment.extend(what);
        let whole = jpeg(10, 10);
        [&whole[..2], &comment, &whole[2..]].concat()
    };
    for what in [&b"%PDF-1.4"[..], b"<HTML>", b"<script src=x>", b"<?php", b"Rar!\x1a\x07"] {
        assert_eq!(said("a.jpg", &inside(what)), Err("file-mixed"));
        assert_eq!(said("a.jpg", &[&jpeg(10, 10)[..], what].concat()), Err("file-mixed"));
    }
    assert_eq!(said("a.jpg", &inside(b"Sari < Dewi")), Ok(MediaKind::Jpeg));
    // An archive is read from its end.
    let archive = [&jpeg(10, 10)[..], b"PK\x03\x04 content PK\x05\x06", &[0; 18]].concat();
    assert_eq!(said("a.jpg", &archive), Err("file-mixed"));
    let archive = [&pdf("")[..], b"PK\x05\x06", &[0; 18]].concat();
    assert_eq!(said("a.pdf", &archive), Err("file-mixed"));
    assert_eq!(said("a.png", &[png(9, 9), b"more".to_vec()].concat()), Err("file-mixed"));
    let webp = webp(b"VP8L", &[0x2f, 0xff, 0xc0, 0x0f, 0, 0]);
    assert_eq!(said("a.webp", &[webp, b"more".to_vec()].concat()), Err("file-mixed"));
    assert_eq!(said("a.pdf", &pdf("<html><body>")), Err("file-mixed"));
}

#[test]
fn a_picture_that_would_fill_the_memory_is_refused_by_its_header() {
    assert_eq!(said("a.png", &png(8_000, 5_000)), Ok(MediaKind::Png));
    assert_eq!(said("a.png", &png(8_000, 5_001)), Err("file-pixels"));
    assert_eq!(said("a.png", &png(u32::MAX, u32::MAX)), Err("file-pixels"));
    assert_eq!(said("a.jpg", &jpeg(65_500, 65_500)), Err("file-pixels"));
    assert_eq!(said("a.webp", &webp(b"VP8X", &[0xff; 10])), Err("file-pixels"));
    assert_eq!(said("a.png", &png(0, 9)), Err("file-broken"));
    assert_eq!(said("a.jpg", &jpeg(0, 9)), Err("file-broken"));
    // The last of several headers does not hide an earlier one.
    let hidden = [&jpeg(65_500, 65_500)[..36], &jpeg(9, 9)[20..]].concat();
    assert_ne!(said("a.jpg", &hidden), Ok(MediaKind::Jpeg));
}

#[test]
fn what_breaks_off_is_refused_wherever_it_does() {
    let webp = webp(b"VP8L", &[0x2f, 0xff, 0xc0, 0x0f, 0, 0]);
    for whole in [png(20, 20), jpeg(20, 20), webp, pdf("1 0 obj << >> endobj")] {
        for length in 1..whole.len() - 6 {
            assert!(said("", &whole[..length]).is_err(), "{length} of {}", whole.len());
        }
    }
}

#[test]
fn a_document_that_does_something_is_refused_however_it_is_written() {
    for object in [
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/S /#4aava#53cript",
        "/S /Launch /F (cmd.exe)",
        "/Names << /EmbeddedFiles 4 0 R >>",
        "/AcroForm << /XFA 5 0 R >>",
        "/S/SubmitForm",
    ] {
        assert_eq!(said("a.pdf", &pdf(&format!("1 0 obj << {object} >> endobj"))), Err("file-active"));
        let flate = packed(format!("1 0 << {object} >>").as_bytes(), "/Filter /FlateDecode");
        assert_eq!(said("a.pdf", &flate), Err("file-active"), "{object}");
    }
    assert_eq!(said("a.pdf", &pdf("trailer << /Encrypt 9 0 R >>")), Err("file-locked"));
    // A name that only begins like one, and the word in a text, are nothing.
    assert_eq!(said("a.pdf", &pdf("/LaunchPad (JavaScript)")), Ok(MediaKind::Pdf));
    // A bomb, a chain of packings, a packing by reference.
    assert_eq!(said("a.pdf", &packed(&vec![b' '; 17 << 20], "/Filter /FlateDecode")), Err("file-broken"));
    let twice = miniz_oxide::deflate::compress_to_vec_zlib(b"/JavaScript", 6);
    for ways in ["/Filter [/FlateDecode /FlateDecode]", "/Filter 7 0 R", "/Filter /LZWDecode"] {
        assert_eq!(said("a.pdf", &packed(&twice, ways)), Err("file-broken"), "{ways}");
    }
}

#[test]
fn every_refusal_is_listed() {
    let sources = [
        include_str!("mod.rs"),
        include_str!("mixed.rs"),
        include_str!("pdf.rs"),
        include_str!("picture.rs"),
        include_str!("../cases/attach.rs"),
        include_str!("../channels/whatsapp/fetch.rs"),
    ];
    for key in FILE_REFUSAL_KEYS {
        let quoted = format!("(\"{key}\"");
        assert!(sources.iter().any(|source| source.contains(&quoted)), "{key} is given by nobody");
    }
}
