//! `amanah policy check|table|show`.

use std::collections::BTreeSet;

use amanah_policy::{Severity, Words, check, table};
use serde_json::json;

use crate::args::{Policy as Command, PolicyArgs};
use crate::output::{print, say};
use crate::programme_files::ProgrammeFiles;

/// Runs the command; `Err` is what goes to standard error, with exit code 1.
pub(crate) fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Check(args) => run_check(&args),
        Command::Table(args) => run_table(&args),
        Command::Show(args) => run_show(&args),
    }
}

/// Keys of a Fluent text: its messages' names.
fn keys(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(str::to_owned)
        .collect()
}

fn run_check(args: &PolicyArgs) -> Result<(), String> {
    let files = ProgrammeFiles::load(args.programme.as_deref())?;
    let policy = files.policy()?;
    let mut by_language: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for (lang, text) in &files.words {
        match by_language.iter_mut().find(|(code, _)| *code == lang.code()) {
            Some((_, all)) => all.extend(keys(text)),
            None => by_language.push((lang.code(), keys(text))),
        }
    }
    let words: Vec<Words<'_>> = by_language.iter().map(|(language, keys)| Words { language, keys }).collect();
    let findings = check(&policy, &words);
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    let usable = files.programme().map(drop);
    if args.json {
        let list: Vec<_> = findings
            .iter()
            .map(|f| {
                json!({
                    "severity": f.severity.name(),
                    "kind": f.text_key(),
                    "clause": f.clause.map(|c| c.to_string()),
                    "text": f.to_string(),
                })
            })
            .collect();
        let why_not = usable.as_ref().err();
        say(json!({ "errors": errors, "findings": list, "programme_error": why_not }).to_string());
    } else {
        for finding in &findings {
            say(finding.to_string());
        }
        let programme = match &usable {
            Ok(()) => "programme.toml and its rules can be used",
            Err(_) => "programme.toml cannot be used",
        };
        say(format!("\n{} findings, {errors} of them errors; {programme}", findings.len()));
    }
    usable?;
    match errors {
        0 => Ok(()),
        1 => Err("the policy has 1 error".to_owned()),
        _ => Err(format!("the policy has {errors} errors")),
    }
}

fn run_table(args: &PolicyArgs) -> Result<(), String> {
    let policy = ProgrammeFiles::load(args.programme.as_deref())?.policy()?;
    let table = table(&policy);
    if args.json {
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| {
                json!({
                    "purpose": row.purpose.name(),
                    "clause": row.clause.map(|c| c.to_string()),
                    "basis": row.basis.name(),
                    "roles": row.roles.iter().map(|r| r.name()).collect::<Vec<_>>(),
                    "operations": row.operations.iter().map(|o| o.name()).collect::<Vec<_>>(),
                    "categories": row.categories.iter().map(|c| c.name()).collect::<Vec<_>>(),
                    "recipients": row.recipients.iter().map(|r| r.name()).collect::<Vec<_>>(),
                    "retention": row.retention.as_ref().map(|r| r.duration.to_string()),
                    "automated_decision": row.automated_decision,
                })
            })
            .collect();
        let stays: Vec<_> = table
            .stays
            .iter()
            .map(|stay| {
                json!({
                    "purpose": stay.purpose.name(),
                    "categories": stay.categories.iter().map(|c| c.name()).collect::<Vec<_>>(),
                    "when": stay.when.name(),
                    "article": stay.article,
                    "clause": stay.clause.map(|c| c.to_string()),
                })
            })
            .collect();
        let all =
            json!({ "programme": table.programme, "version": table.version, "rows": rows, "stays": stays });
        say(all.to_string());
    } else {
        print(&table.to_text());
    }
    Ok(())
}

fn run_show(args: &PolicyArgs) -> Result<(), String> {
    let policy = ProgrammeFiles::load(args.programme.as_deref())?.policy()?;
    let hash: String = policy.hash().iter().map(|b| format!("{b:02x}")).collect();
    if args.json {
        say(json!({ "version": policy.version(), "effective": policy.effective().to_string(), "sha256": hash }).to_string());
        return Ok(());
    }
    say(format!("version    {}", policy.version()));
    say(format!("effective  {}", policy.effective()));
    say(format!("sha256     {hash}"));
    for closed in policy.closed() {
        say(format!("closed     {closed}"));
    }
    for id in amanah_domain::PurposeId::ALL {
        if let Some(rule) = policy.purpose(*id) {
            let clause = rule.clause.map(|c| c.to_string()).unwrap_or_default();
            say(format!("{:<8} {:<22} {}", clause, id.name(), rule.basis.name()));
        }
    }
    Ok(())
}
