//! Mail that no person wrote: answers of machines, lists, reports that something did not arrive. None of it
//! opens a case, and none of it is ever answered, so that two machines cannot keep writing to each other.

/// Parts of an address that only machines write from.
const MACHINES: [&str; 8] =
    ["mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce", "bounces"];

/// What says that a machine wrote it; `None` where nothing does. Names of headers in lower case.
pub(super) fn written_by_machine(headers: &[(String, String)], from: &str) -> Option<&'static str> {
    let value = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
    let first =
        |name: &str| value(name).map(|v| v.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    if first("auto-submitted").is_some_and(|v| !v.is_empty() && v != "no") {
        return Some("auto-submitted");
    }
    if first("precedence").is_some_and(|v| ["bulk", "junk", "list", "auto_reply"].contains(&v.as_str())) {
        return Some("precedence");
    }
    if headers.iter().any(|(name, _)| name.starts_with("list-")) {
        return Some("list");
    }
    // Exchange puts it on what it writes by itself.
    let suppress = value("x-auto-response-suppress").map(str::to_ascii_lowercase);
    if suppress.is_some_and(|v| v.split(',').any(|part| ["all", "autoreply", "oof"].contains(&part.trim()))) {
        return Some("auto-response");
    }
    if ["x-autoreply", "x-autorespond", "x-autoresponder"].iter().any(|name| value(name).is_some()) {
        return Some("auto-response");
    }
    if value("return-path").is_some_and(|v| v.split_whitespace().collect::<String>() == "<>") {
        return Some("empty-return-path");
    }
    if first("content-type").is_some_and(|v| v == "multipart/report") {
        return Some("report");
    }
    let local = from.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let local = local.split('+').next().unwrap_or_default();
    MACHINES.contains(&local).then_some("machine-address")
}

/// The server that vouches for the address in `From`: its name in the topmost `Authentication-Results`
/// (RFC 8601), where that says that DMARC passed. `None` for everything else, no header among it: what nobody
/// vouches for is not believed. Whether the name is that of our own server is for the caller to see.
pub(super) fn vouched_by(headers: &[(String, String)]) -> Option<String> {
    let (_, found) = headers.iter().find(|(name, _)| name == "authentication-results")?;
    let mut parts = found.split(';');
    let server = parts.next()?.split_whitespace().next()?.to_ascii_lowercase();
    // DMARC says it all: that SPF or DKIM speaks for the address in `From`.
    let passed = parts.any(|part| {
        let result = part.trim().to_ascii_lowercase();
        let result = result.strip_prefix("dmarc").map(str::trim_start).and_then(|r| r.strip_prefix('='));
        result.and_then(|r| r.split_whitespace().next()).is_some_and(|r| r == "pass")
    });
    passed.then_some(server)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> Vec<(String, String)> {
        let split =
            |line: &&str| line.split_once(':').map(|(n, v)| (n.to_lowercase(), v.to_owned())).unwrap();
        lines.iter().map(split).collect()
    }

    #[test]
    fn machines_are_recognised_and_people_are_not() {
        let of = |line: &str| written_by_machine(&headers(&[line]), "sari@contoh.example");
        for machine in [
            "Auto-Submitted: auto-replied (vacation)",
            "Auto-submitted: auto-generated; owner-email=x",
            "Precedence: bulk",
            "List-Id: <berita.contoh.example>",
            "List-Unsubscribe: <mailto:x@y.example>",
            "X-Auto-Response-Suppress: DR, OOF, AutoReply",
            "X-Autoreply: yes",
            "Return-Path: < >",
            "Content-Type: multipart/report; report-type=delivery-status",
        ] {
            assert!(of(machine).is_some(), "{machine}");
        }
        for person in [
            "Auto-Submitted: no",
            "Precedence: normal",
            "Return-Path: <sari@contoh.example>",
            "X-Auto-Response-Suppress: RN",
        ] {
            assert_eq!(of(person), None, "{person}");
        }
        assert!(written_by_machine(&[], "MAILER-DAEMON@x.example").is_some());
        assert!(written_by_machine(&[], "noreply+17@x.example").is_some());
        assert!(written_by_machine(&[], "norma@x.example").is_none());
    }

    #[test]
    fn only_what_a_server_vouches_for_is_believed() {
        let of = |lines: &[&str]| vouched_by(&headers(lines));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&["Authentication-Results: mx.example; spf=pass smtp.mailfrom=x; dkim=pass"]), None);
        let passed = "Authentication-Results: MX.example 1;\r\n dmarc=pass (p=none); spf=fail; dkim=fail";
        assert_eq!(of(&[passed]).as_deref(), Some("mx.example"));
        assert_eq!(of(&["Authentication-Results: mx.example; dmarc=fail (p=none); spf=pass"]), None);
        assert_eq!(of(&["Authentication-Results: mx.example; dmarc=passed"]), None);
        let forged = "Authentication-Results: mx.example; dmarc=pass";
        let ours = "Authentication-Results: mx.example; dmarc=none";
        assert_eq!(of(&[ours, forged]), None, "the one on top counts");
    }
}
