//! What the commands of `amanah keys` do and say, in whichever process has the open house.

use amanah_actions::ActionError;
use amanah_actions::epochs::KeyPlan;
use amanah_actions::operator::keys::{Changed, CopyStatus, EpochStatus, KeysStatus};
use amanah_domain::Timestamp;
use serde_json::json;

use crate::operator::{House, Tell, Told};
use crate::output::grouped;

/// Steps in which progress is told.
const STEPS: u64 = 100;

fn sentence(error: ActionError) -> String {
    match error {
        ActionError::State("rotation-given-up") => {
            "the rotation was given up after many tries: the server's log says why".to_owned()
        }
        other => other.to_string(),
    }
}

/// `amanah keys status`
pub(crate) async fn status(house: &House<'_>, json: bool, tell: &mut Tell<'_>) -> Result<(), String> {
    let status = house.office.keys_status().await.map_err(sentence)?;
    if json {
        tell(Told::Say(as_json(&status).to_string()));
    } else {
        as_text(&status).into_iter().for_each(|line| tell(Told::Say(line)));
    }
    Ok(())
}

/// Minutes are enough for people.
fn minute(at: Timestamp) -> String {
    let text: String = at.at(0).to_string().chars().take(16).collect();
    format!("{} UTC", text.replace('T', " "))
}

/// A day in Jakarta.
fn day(at: Timestamp) -> String {
    at.date_at(7).to_string()
}

fn minute_or(at: Option<Timestamp>, none: &str) -> String {
    at.map_or_else(|| none.to_owned(), minute)
}

fn planned(plan: KeyPlan) -> String {
    format!(
        "a new epoch every {} days; the last {} keep their keys, and as long key parts of backups are of use",
        plan.every_days, plan.key_parts_kept
    )
}

fn as_text(status: &KeysStatus) -> Vec<String> {
    let mut out = vec![
        format!("Keyring        {}", status.keyring),
        format!("Plan           {}", planned(status.plan)),
        format!("Next epoch     {}", minute_or(status.next_rotation_at, "at once")),
        format!("Erased today   unreadable everywhere from {} on", day(status.unreadable_at)),
    ];
    for report in &status.last_reports {
        let word = if report.fine { "fine" } else { "LOOK HERE" };
        out.push(format!("Report         {}, {word}: {}", minute(report.ran_at), report.summary));
    }
    out.push(String::new());
    out.push(format!(
        "{:>5}  {:<9}  {:>12}  {:<20}  {:<20}  {}",
        "epoch", "state", "people", "since", "ended", "copies that hold its key"
    ));
    out.extend(status.epochs.iter().map(epoch_line));
    if !status.copies.is_empty() {
        out.push(String::new());
        out.push(format!("{:<24}  {:<20}  {:<20}  {}", "copy", "refreshed", "again by", "holds epochs"));
        out.extend(status.copies.iter().map(copy_line));
    }
    out
}

fn epoch_line(epoch: &EpochStatus) -> String {
    let EpochStatus { row, rows, held_by } = epoch;
    let ended = row.destroyed_at.or(row.closed_at);
    let held = match held_by.is_empty() {
        false => held_by.join(", "),
        true if epoch.gone_everywhere() => "none: gone everywhere".to_owned(),
        true => "none".to_owned(),
    };
    format!(
        "{:>5}  {:<9}  {:>12}  {:<20}  {:<20}  {held}",
        row.epoch,
        row.state.name(),
        grouped(*rows),
        minute(row.opened_at),
        minute_or(ended, "-"),
    )
}

fn copy_line(copy: &CopyStatus) -> String {
    let holds: Vec<String> = copy.holds.iter().map(u32::to_string).collect();
    format!(
        "{:<24}  {:<20}  {:<20}  {}",
        copy.copy.name,
        minute(copy.copy.confirmed_at),
        minute(copy.refresh_at),
        if holds.is_empty() { "none".to_owned() } else { holds.join(" ") }
    )
}

fn as_json(status: &KeysStatus) -> serde_json::Value {
    let time = |at: Timestamp| at.to_jiff().to_string();
    let epochs: Vec<_> = status
        .epochs
        .iter()
        .map(|epoch| {
            json!({
                "epoch": epoch.row.epoch,
                "state": epoch.row.state.name(),
                "key_rows": epoch.rows,
                "opened_at": time(epoch.row.opened_at),
                "closed_at": epoch.row.closed_at.map(time),
                "destroyed_at": epoch.row.destroyed_at.map(time),
                "held_by": epoch.held_by,
                "gone_everywhere": epoch.gone_everywhere(),
            })
        })
        .collect();
    let copies: Vec<_> = status
        .copies
        .iter()
        .map(|copy| {
            json!({
                "name": copy.copy.name,
                "refresh_days": copy.copy.refresh_days,
                "confirmed_at": time(copy.copy.confirmed_at),
                "refresh_at": time(copy.refresh_at),
                "holds": copy.holds,
            })
        })
        .collect();
    let report = |report: &amanah_store::reports::Report| json!({ "kind": report.kind, "at": time(report.ran_at), "fine": report.fine, "summary": report.summary });
    let reports: Vec<_> = status.last_reports.iter().map(report).collect();
    json!({
        "keyring": status.keyring,
        "plan": status.plan,
        "next_rotation_at": status.next_rotation_at.map(time),
        "unreadable_at": time(status.unreadable_at),
        "epochs": epochs,
        "copies": copies,
        "last_reports": reports,
    })
}

/// `amanah keys rotate`
pub(crate) async fn rotate(house: &House<'_>, tell: &mut Tell<'_>) -> Result<(), String> {
    let mut told = None;
    let mut progress = |rotation: amanah_actions::jobs::rotate_keys::Rotation| {
        // A slow listener is not told more than it can hear.
        let step = (rotation.done * STEPS).checked_div(rotation.total).unwrap_or(STEPS);
        if told != Some(step) {
            told = Some(step);
            let what = format!("wrapping keys by epoch {}", rotation.epoch);
            tell(Told::Far { what, done: rotation.done, total: rotation.total });
        }
    };
    let done = house.office.rotate_now(house.alone, &mut progress).await.map_err(sentence)?;
    let left = house.office.keys_status().await.map_err(sentence)?;
    let older = left.epochs.iter().filter(|epoch| epoch.row.epoch < done.epoch);
    let left: u64 = older.map(|epoch| epoch.rows).sum();
    if left > 0 {
        return Err(format!(
            "{left} key rows are still under older epochs: they came in at the last moment, or cannot be \
             unwrapped. `amanah keys rotate` tries again, `amanah keys status` shows them"
        ));
    }
    tell(Told::Say(format!(
        "Epoch {} is open and wraps everybody's keys ({} were wrapped anew). Copies of the keyring made before \
         lack it: make new ones",
        done.epoch,
        grouped(done.done)
    )));
    Ok(())
}

/// `amanah keys destroy`
pub(crate) async fn destroy(
    house: &House<'_>,
    epoch: u32,
    yes: bool,
    tell: &mut Tell<'_>,
) -> Result<(), String> {
    let destroyed = house.office.destroy_epoch_now(epoch, yes).await.map_err(sentence)?;
    destroyed.map_err(|refused| refused.to_string())?;
    let status = house.office.keys_status().await.map_err(sentence)?;
    let held =
        status.epochs.into_iter().find(|e| e.row.epoch == epoch).map(|e| e.held_by).unwrap_or_default();
    tell(Told::Say(if held.is_empty() {
        format!("The key of epoch {epoch} is destroyed, and no copy of the keyring that is listed holds it")
    } else {
        format!(
            "The key of epoch {epoch} is destroyed here. These copies of the keyring still hold it until they are \
             replaced: {}",
            held.join(", ")
        )
    }));
    Ok(())
}

/// `amanah keys plan`
pub(crate) async fn plan(
    house: &House<'_>,
    every_days: Option<i64>,
    kept: Option<i64>,
    yes: bool,
    tell: &mut Tell<'_>,
) -> Result<(), String> {
    let (plan, touched) = match (every_days, kept) {
        (None, None) => (house.office.key_plan().await.map_err(sentence)?, 0),
        _ => agreed(house.office.plan_keys(every_days, kept, yes).await.map_err(sentence)??)?,
    };
    tell(Told::Say(format!("The plan: {}", planned(plan))));
    tell_touched(touched, tell);
    Ok(())
}

/// What was done, and how many certificates it touches.
fn agreed<T>(changed: Changed<T>) -> Result<(T, u64), String> {
    match changed {
        Changed::Done(done, touched) => Ok((done, touched)),
        Changed::Moves(count) => Err(format!(
            "{count} certificates of erasure tell a day that would not hold then, and would say so: --yes does it \
             all the same"
        )),
    }
}

fn tell_touched(count: u64, tell: &mut Tell<'_>) {
    if count > 0 {
        tell(Told::Say(format!(
            "{count} certificates of erasure told an earlier day than holds now: they say the later one"
        )));
    }
}

/// `amanah keys escrow add`
pub(crate) async fn add_copy(
    house: &House<'_>,
    name: &str,
    refresh_days: i64,
    yes: bool,
    tell: &mut Tell<'_>,
) -> Result<(), String> {
    let ((), touched) = agreed(house.office.add_copy(name, refresh_days, yes).await.map_err(sentence)??)?;
    tell(Told::Say(format!(
        "{name} is listed. Replace it every {refresh_days} days and say so with `amanah keys escrow confirm \
         {name}`: dates told to people count on it"
    )));
    tell_touched(touched, tell);
    Ok(())
}

fn unknown(name: &str) -> String {
    format!("no copy is listed as {name}: `amanah keys status` lists them")
}

/// `amanah keys escrow confirm`
pub(crate) async fn confirm_copy(house: &House<'_>, name: &str, tell: &mut Tell<'_>) -> Result<(), String> {
    if !house.office.confirm_copy(name).await.map_err(sentence)? {
        return Err(unknown(name));
    }
    tell(Told::Say(format!("{name} counts as a copy of the present keyring from now on")));
    Ok(())
}

/// `amanah keys escrow remove`
pub(crate) async fn remove_copy(house: &House<'_>, name: &str, tell: &mut Tell<'_>) -> Result<(), String> {
    if !house.office.remove_copy(name).await.map_err(sentence)? {
        return Err(unknown(name));
    }
    tell(Told::Say(format!("{name} is listed no more")));
    Ok(())
}
