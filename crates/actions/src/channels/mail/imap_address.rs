//! Where a mailbox is: `imaps://user@host/INBOX`.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use zeroize::Zeroizing;

/// A mailbox on a server and what opens it.
pub struct ImapPlace {
    pub(super) host: String,
    pub(super) port: u16,
    /// `None`: without TLS, on this machine alone.
    pub(super) tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
    pub(super) folder: String,
}

impl ImapPlace {
    /// `address` as in `imaps://user@mail.example/INBOX`, or `imap://` for a server on this machine. `roots`:
    /// certificates (PEM) of an authority of one's own in the place of the public ones.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn parse(address: &str, password: Zeroizing<String>, roots: Option<&[u8]>) -> Result<Self, String> {
        let usage = "write it as in imaps://user@mail.example/INBOX";
        let (scheme, rest) =
            address.split_once("://").ok_or(format!("the mailbox is no address: {usage}"))?;
        let (authority, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, host) =
            authority.rsplit_once('@').ok_or(format!("the mailbox's address names no user: {usage}"))?;
        if user.contains(':') {
            return Err(
                "the mailbox's password does not stand in its address: give a file with it".to_owned()
            );
        }
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (host, None),
        };
        let secure = match scheme {
            "imaps" => true,
            "imap" if ["localhost", "127.0.0.1"].contains(&host) => false,
            "imap" => return Err("a mailbox elsewhere than on this machine wants imaps://".to_owned()),
            _ => return Err(format!("the mailbox's address begins with imaps://: {usage}")),
        };
        let port = match port {
            None => {
                if secure {
                    993
                } else {
                    143
                }
            }
            Some(port) => port.parse().map_err(|_| format!("the mailbox's port is no number: {usage}"))?,
        };
        let decoded = |text: &str| {
            let text = percent_encoding::percent_decode_str(text).decode_utf8();
            text.map(|text| text.into_owned())
                .map_err(|_| format!("the mailbox's address is not UTF-8: {usage}"))
        };
        let (user, folder) = (decoded(user)?, decoded(folder)?);
        let folder = if folder.is_empty() { "INBOX".to_owned() } else { folder };
        let plain = |text: &str| text.bytes().all(|b| (b' '..=b'~').contains(&b) && b != b'"' && b != b'\\');
        if user.is_empty() || !plain(&folder) {
            return Err(format!("the mailbox's user or folder cannot be used: {usage}"));
        }
        let tls = match secure {
            false => None,
            true => {
                let name = ServerName::try_from(host.to_owned())
                    .map_err(|_| format!("the mailbox's host is no name of a server: {usage}"))?;
                Some((Arc::new(tls_config(roots)?), name))
            }
        };
        Ok(Self { host: host.to_owned(), port, tls, user, password, folder })
    }

    /// Under which name the house keeps how far it read.
    pub(super) fn cursor_name(&self) -> String {
        let place = format!("{}@{}:{}/{}", self.user, self.host, self.port, self.folder);
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, place.as_bytes());
        let short: Vec<u8> = digest.as_ref().iter().take(8).copied().collect();
        format!("mailbox/{}", hex::encode(short))
    }
}

fn tls_config(roots: Option<&[u8]>) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut store = RootCertStore::empty();
    match roots {
        None => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let added = certificate
                    .map_err(|e| e.to_string())
                    .and_then(|c| store.add(c).map_err(|e| e.to_string()));
                added.map_err(|_| "the mailbox's certificates are not PEM".to_owned())?;
            }
            if store.is_empty() {
                return Err("the file of the mailbox's certificates holds none".to_owned());
            }
        }
    }
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| "TLS cannot be set up for the mailbox".to_owned())?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Result<ImapPlace, String> {
        ImapPlace::parse(address, Zeroizing::new("x".to_owned()), None)
    }

    #[test]
    fn an_address_is_read_or_refused_with_a_sentence() {
        let place = of("imaps://layanan%40programme.example@mail.example/Masuk%20saja").unwrap();
        assert_eq!((place.user.as_str(), place.host.as_str()), ("layanan@programme.example", "mail.example"));
        assert_eq!((place.port, place.folder.as_str(), place.tls.is_some()), (993, "Masuk saja", true));
        let place = of("imap://a@b.example@127.0.0.1:2143").unwrap();
        assert_eq!((place.user.as_str(), place.port, place.folder.as_str()), ("a@b.example", 2143, "INBOX"));
        for (bad, says) in [
            ("imap://a@mail.example/INBOX", "imaps://"),
            ("https://a@mail.example", "imaps://"),
            ("imaps://mail.example", "user"),
            ("imaps://a:secret@mail.example", "file"),
            ("imaps://a@mail.example:x", "number"),
            ("imaps://a@mail.example/a%22b", "folder"),
        ] {
            let said = of(bad).err().unwrap();
            assert!(said.contains(says) && !said.contains("secret"), "{bad}: {said}");
        }
        assert!(ImapPlace::parse("imaps://a@b.example", Zeroizing::default(), Some(b"no")).is_err());
    }
}
