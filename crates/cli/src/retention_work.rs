//! What the commands of `amanah retention` do and say, in whichever process has the open house.

use amanah_actions::clock_guard::ClockWord;
use amanah_actions::retention::{DryLine, RetentionRun, end_of_day};
use serde_json::{Value, json};

use crate::operator::{House, Tell, Told};
use crate::output::grouped;

/// People named by one dry run, at most: an answer is no place for a register.
const LISTED_MAX: usize = 10_000;

/// `amanah retention dry-run`
pub(crate) async fn dry_run(
    house: &House<'_>,
    on: Option<&str>,
    list: bool,
    json: bool,
    tell: &mut Tell<'_>,
) -> Result<(), String> {
    let at = match on {
        None => house.office.now(),
        Some(day) => end_of_day(day).ok_or_else(|| {
            format!("`{day}` is not a day: write the year, the month and the day, as in 2027-11-22")
        })?,
    };
    let (mut lines, mut more) = (Vec::new(), 0_u64);
    let mut each = |line| match lines.len() {
        LISTED_MAX.. => more += 1,
        _ if list => lines.push(line),
        _ => {}
    };
    let run = house.office.dry_run_retention(at, &mut each).await.map_err(|error| error.to_string())?;
    if json {
        let people: Vec<Value> = lines.iter().map(line_json).collect();
        let mut all = run_json(&run);
        if let (Value::Object(all), true) = (&mut all, list) {
            all.insert("list".to_owned(), Value::Array(people));
            all.insert("list_left_off".to_owned(), more.into());
        }
        tell(Told::Say(all.to_string()));
        return Ok(());
    }
    tell(Told::Say(format!("Nothing is changed. A run on {} would do this:", at.date_at(7))));
    run_text(&run, true).into_iter().for_each(|line| tell(Told::Say(line)));
    for line in &lines {
        let (person, act, category) = (line.person.to_hex(), line.act, line.category);
        tell(Told::Say(format!("{person}  {act:<8} {category:<22} {} (clause {})", line.rule, line.clause)));
    }
    if more > 0 {
        let most = grouped(LISTED_MAX as u64);
        tell(Told::Note(format!("{} more are not listed; a list has {most} lines at most", grouped(more))));
    }
    Ok(())
}

/// `amanah retention run`
pub(crate) async fn run(
    house: &House<'_>,
    (afresh, yes): (bool, bool),
    json: bool,
    tell: &mut Tell<'_>,
) -> Result<(), String> {
    let mut afresh = afresh;
    if yes {
        let was = house.office.confirm_clock().await.map_err(|error| error.to_string())?;
        // What was worked through up to a future that never was hides what happens until then.
        afresh |= matches!(was, ClockWord::WentBack(_));
    }
    let mut far = |line| tell(Told::Note(line));
    let run = house.office.run_retention(afresh, &mut far).await.map_err(|error| error.to_string())?;
    if json {
        tell(Told::Say(run_json(&run).to_string()));
    } else {
        run_text(&run, false).into_iter().for_each(|line| tell(Told::Say(line)));
    }
    if run.clock != ClockWord::Right {
        return Err(run.clock.summary());
    }
    match run.failed {
        0 => Ok(()),
        failed => Err(format!(
            "{} people could not be dealt with: the log says why, and they are looked at again in a day",
            grouped(failed)
        )),
    }
}

fn run_text(run: &RetentionRun, beforehand: bool) -> Vec<String> {
    let mut out = Vec::new();
    for (key, people) in &run.people {
        let (act, category) = (key.act, key.category);
        let (rule, clause) = (&key.rule, &key.clause);
        out.push(format!("{act:<8} {category:<22} {:>11}  {rule} (clause {clause})", grouped(*people)));
    }
    if run.people.is_empty() {
        out.push("nobody has anything that has reached its end".to_owned());
    }
    let of = if beforehand { ", people who have some" } else { "" };
    for (what, number) in [
        ("held back by a legal hold", run.held),
        ("could not be dealt with", run.failed),
        (&*format!("letters{of}"), run.letters),
        (&*format!("cases{of}"), run.cases),
        (&*format!("reasons for looks{of}"), run.reasons),
        ("records of removals", run.removals),
        ("tags for once per person", run.tags),
    ] {
        if number > 0 {
            out.push(format!("{what}: {}", grouped(number)));
        }
    }
    if run.counted + run.not_counted > 0 {
        out.push(format!(
            "counted by province, year and outcome: {} people in {} groups of at least {}; each person in one group, \
             no id in any",
            grouped(run.counted),
            grouped(run.groups),
            run.threshold,
        ));
        out.push(format!("not counted, their group would be smaller: {}", grouped(run.not_counted)));
    }
    out
}

fn run_json(run: &RetentionRun) -> Value {
    let rules: Vec<Value> = run
        .people
        .iter()
        .map(|(key, people)| {
            json!({
                "act": key.act,
                "category": key.category,
                "rule": key.rule,
                "clause": key.clause,
                "people": people,
            })
        })
        .collect();
    json!({
        "rules": rules,
        "looks": run.looks,
        "held": run.held,
        "failed": run.failed,
        "letters": run.letters,
        "cases": run.cases,
        "reasons": run.reasons,
        "removals": run.removals,
        "tags": run.tags,
        "anonymous": {
            "groups": run.groups,
            "people": run.counted,
            "not_counted": run.not_counted,
            "threshold": run.threshold,
        },
        "clock_went_back": matches!(run.clock, ClockWord::WentBack(_)),
        "clock_went_ahead": matches!(run.clock, ClockWord::WentAhead(_)),
    })
}

fn line_json(line: &DryLine) -> Value {
    json!({
        "person": line.person.to_hex(),
        "act": line.act,
        "category": line.category,
        "rule": line.rule,
        "clause": line.clause,
    })
}
