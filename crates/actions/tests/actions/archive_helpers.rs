//! Archives for the stories: taken to their end, read back, and what is wrong with them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use amanah_actions::archive::check::{ArchiveChecked, check_archive};
use amanah_actions::{Done, Session};
use amanah_testkit::TestOffice;
use serde_json::Value;
use zip::write::SimpleFileOptions;

/// The archive of whoever has this session, by a link of its own.
pub(crate) async fn take(test: &TestOffice, session: &Session) -> Done<Vec<u8>> {
    let link = test.office.begin_copy(session).await?;
    take_link(test, session, &link.token).await
}

pub(crate) async fn take_link(test: &TestOffice, session: &Session, token: &str) -> Done<Vec<u8>> {
    let mut archive = test.office.take_copy(session, token).await?;
    let mut out = Vec::new();
    while let Some(bytes) = archive.next().await {
        out.extend(bytes?);
    }
    Ok(out)
}

/// Every file of an archive by its name.
pub(crate) fn files(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().to_string(), bytes)
        })
        .collect()
}

/// The same files as another archive.
pub(crate) fn packed(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn check(test: &TestOffice, archive: &[u8]) -> Result<ArchiveChecked, String> {
    check_archive(Cursor::new(archive), &test.office.ledger.verifier)
}

/// What is wrong with it; nothing for a good one.
pub(crate) fn wrong(test: &TestOffice, archive: &[u8]) -> Vec<String> {
    check(test, archive).map_or_else(|why| vec![why], |checked| checked.wrong)
}

pub(crate) fn json(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).unwrap()
}

pub(crate) fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> &'f str {
    std::str::from_utf8(&files[name]).unwrap()
}

/// Whether a value has the form that a schema publishes: the words of JSON Schema that ours uses.
pub(crate) fn fits(schema: &Value, value: &Value, at: &str) {
    for word in schema.as_object().unwrap().keys() {
        let known = [
            "$schema",
            "title",
            "description",
            "type",
            "additionalProperties",
            "required",
            "properties",
            "items",
            "enum",
            "const",
            "format",
        ];
        assert!(known.contains(&word.as_str()), "{at}: the test does not know {word}");
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    match schema.get("type") {
        Some(Value::String(one)) => assert_eq!(one, kind, "{at}"),
        Some(Value::Array(some)) => assert!(some.iter().any(|one| one == kind), "{at}: {kind}"),
        _ => {}
    }
    if let Some(same) = schema.get("const") {
        assert_eq!(same, value, "{at}");
    }
    if let Some(Value::Array(some)) = schema.get("enum") {
        assert!(some.contains(value), "{at}: {value}");
    }
    if let (Some("date-time"), Value::String(text)) = (schema.get("format").and_then(Value::as_str), value) {
        assert!(text.parse::<jiff::Timestamp>().is_ok(), "{at}: {text}");
    }
    if let (Some(of), Value::Array(items)) = (schema.get("items"), value) {
        items.iter().for_each(|item| fits(of, item, &format!("{at}[]")));
    }
    if let (Some(Value::Object(properties)), Value::Object(members)) = (schema.get("properties"), value) {
        for name in schema["required"].as_array().unwrap() {
            assert!(members.contains_key(name.as_str().unwrap()), "{at}: {name} is missing");
        }
        for (name, member) in members {
            let of = properties.get(name).unwrap_or_else(|| panic!("{at}: {name} is not in the schema"));
            fits(of, member, &format!("{at}.{name}"));
        }
    }
}
