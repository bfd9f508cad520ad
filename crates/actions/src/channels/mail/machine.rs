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

/// Whether the receiving server found the sender wanting. Only its own header counts, which stands on top.
pub(super) fn doubtful(headers: &[(String, String)]) -> bool {
    let Some((_, found)) = headers.iter().find(|(name, _)| name == "authentication-results") else {
        return false;
    };
    let result = |method: &str| {
        found.split(';').skip(1).find_map(|part| {
            let rest = part.trim().to_ascii_lowercase();
            let rest = rest.strip_prefix(method)?.trim_start().strip_prefix('=')?.trim_start().to_owned();
            rest.split(|c: char| !c.is_ascii_alphanumeric()).next().map(str::to_owned)
        })
    };
    // DMARC says it all: that one of the two speaks for the address in `From`.
    match (result("dmarc").as_deref(), result("spf").as_deref(), result("dkim").as_deref()) {
        (Some("pass"), ..) => false,
        (Some("fail"), ..) => true,
        (_, Some("fail" | "softfail"), dkim) => dkim != Some("pass"),
        (_, spf, Some("fail")) => spf != Some("pass"),
        _ => false,
    }
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
    fn what_the_receiving_server_found_wanting_is_doubtful() {
        let of = |lines: &[&str]| doubtful(&headers(lines));
        assert!(!of(&[]));
        assert!(!of(&["Authentication-Results: mx.example; spf=pass smtp.mailfrom=x; dkim=fail"]));
        assert!(!of(&["Authentication-Results: mx.example; dmarc=pass; spf=fail; dkim=fail"]));
        assert!(of(&["Authentication-Results: mx.example; dmarc=fail (p=none); spf=pass"]));
        assert!(of(&["Authentication-Results: mx.example; spf=softfail; dkim=none"]));
        assert!(of(&["Authentication-Results: mx.example;\r\n dkim=fail reason=\"x\"; spf=none"]));
        let forged = "Authentication-Results: evil.example; dmarc=pass";
        assert!(of(&["Authentication-Results: mx.example; dmarc=fail", forged]), "the one on top counts");
    }
}
