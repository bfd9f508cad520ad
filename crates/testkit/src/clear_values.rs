//! Looks for values that should lie sealed: in the files of SQLite (the write-ahead log among them) and in
//! every row of PostgreSQL.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what cannot be looked into must stop the test")]

use std::path::Path;

pub(crate) fn look_in_folder(secrets: &[String], folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // Backups and the journal.
            look_in_folder(secrets, &path);
            continue;
        }
        match std::fs::read(&path) {
            Ok(bytes) => look_for(secrets, &bytes, &path.display().to_string()),
            // Renamed in this very moment; it is read under its other name, by this test or the next.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => panic!("{} cannot be read: {error}", path.display()),
        }
    }
}

pub(crate) fn look_in_postgres(secrets: &[String], url: &str) {
    let text = dump(url);
    let hexed = |s: &String| s.bytes().map(|b| format!("{b:02x}")).collect::<String>();
    look_for(secrets, text.as_bytes(), "PostgreSQL");
    look_for(&secrets.iter().map(hexed).collect::<Vec<_>>(), text.as_bytes(), "PostgreSQL");
}

/// Every row of every table as PostgreSQL writes it: bytes in hexadecimal.
fn dump(url: &str) -> String {
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let tables = "select table_name from information_schema.tables where table_schema = 'public'";
    let mut out = String::new();
    for table in client.query(tables, &[]).unwrap() {
        let name: String = table.get(0);
        for row in client.query(&format!("select t::text from {name} t"), &[]).unwrap() {
            let text: String = row.get(0);
            out.push_str(&text);
            out.push('\n');
        }
    }
    out
}

fn look_for(secrets: &[String], bytes: &[u8], place: &str) {
    for secret in secrets {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "a clear value of {} bytes lies in {place}", secret.len());
    }
}
