//! Three weeks of a programme in a minute: accounts day by day, a batch that closed and was drawn, one
//! that is open, cases that wait. Through the actions of the house, at a clock that travels.

use amanah_actions::admit::{ADMITTED_AT_ONCE_MAX, Admission};
use amanah_actions::staff::invite_staff::{Invitation, InvitationInput};
use amanah_actions::staff::plan_batch::BatchInput;
use amanah_actions::{ActionError, Office, Session};
use amanah_domain::states::IdentityState;
use amanah_domain::{PersonId, Role, Timestamp};
use amanah_testkit::population::Population;

use crate::bench::people::admission;
use crate::demo::staff::STAFF;
use crate::machine::TravelClock;
use crate::output::Progress;

/// Days that the demonstration looks back.
const DAYS: i64 = 21;

fn failed(e: ActionError) -> String {
    format!("the demonstration could not be filled: {e}")
}

/// Fills an empty house.
pub(crate) async fn fill(
    office: &Office,
    clock: &TravelClock,
    population: &Population,
    people: u32,
) -> Result<(), String> {
    clock.days_back(DAYS);
    let admin = staff(office).await?;
    let first = plan(office, &admin, people / 10, -20, -8, -7).await?;
    let mut progress = Progress::begin("making synthetic people", u64::from(people));
    let mut everybody: Vec<PersonId> = Vec::new();
    let mut second = None;
    for day in (1..=DAYS).rev() {
        clock.days_back(day);
        office.run_jobs_once().await.map_err(failed)?;
        // Most register when a batch opens.
        let until = share(people, DAYS - day + 1);
        let mut today = Vec::new();
        while (everybody.len() + today.len()) < until {
            let index = everybody.len() + today.len();
            today.push(one(population, index));
        }
        let mut ids = Vec::new();
        for chunk in today.chunks(ADMITTED_AT_ONCE_MAX) {
            ids.extend(office.admit(chunk).await.map_err(failed)?);
            progress.at((everybody.len() + ids.len()) as u64);
        }
        for person in &ids {
            office.assess_person(*person).await.map_err(failed)?;
        }
        if day > 8 {
            join(office, &ids, first, 7).await?;
        }
        everybody.extend(ids);
        if day == 6 {
            office.reveal_draw(&admin, first, "IHSG 7.321,45").await.map_err(failed)?;
            office.run_jobs_once().await.map_err(failed)?;
        }
        if day == 4 {
            second = Some(plan(office, &admin, people / 12, -3, 5, 6).await?);
        }
        if let (Some(second), true) = (second, day <= 3) {
            let from = everybody.len() / 3;
            join(office, everybody.get(from..).unwrap_or_default(), second, 3).await?;
        }
    }
    progress.end();
    clock.days_back(0);
    office.run_jobs_once().await.map_err(failed)?;
    Ok(())
}

/// How many have an account at the end of a day: a rush at the beginning, another at the end.
fn share(people: u32, day: i64) -> usize {
    let day = u64::try_from(day).unwrap_or_default().min(DAYS as u64);
    let weights: Vec<u64> =
        (1..=DAYS as u64).map(|d| if (2..=4).contains(&d) || d >= 18 { 5 } else { 2 }).collect();
    let all: u64 = weights.iter().sum();
    let so_far: u64 = weights.iter().take(usize::try_from(day).unwrap_or_default()).sum();
    usize::try_from(u64::from(people) * so_far / all).unwrap_or_default()
}

/// One person of the population: most with a full profile, some without, a few whom the registry
/// contradicts.
fn one(population: &Population, index: usize) -> Admission {
    let person = population.person(u32::try_from(index).unwrap_or_default());
    let identity = match index % 25 {
        0 => IdentityState::Mismatch,
        _ => IdentityState::Verified,
    };
    let mut admission = admission(person, identity);
    if index % 8 == 7 {
        admission.profile = None;
        admission.identity = IdentityState::None;
    }
    admission
}

async fn join(office: &Office, people: &[PersonId], batch: i64, of_ten: usize) -> Result<(), String> {
    let some: Vec<PersonId> =
        people.iter().enumerate().filter(|(at, _)| at % 10 < of_ten).map(|(_, person)| *person).collect();
    for chunk in some.chunks(400) {
        office.admit_to_batch(chunk, batch).await.map_err(failed)?;
    }
    Ok(())
}

async fn plan(
    office: &Office,
    admin: &Session,
    quota: u32,
    opens: i64,
    closes: i64,
    known: i64,
) -> Result<i64, String> {
    let local = |days: i64| {
        let at: Timestamp = office.now();
        // Days are counted from the present of the one who looks, not of the travelling clock.
        let home = TravelClock::home();
        let when = Timestamp::from_millis(home.millis())
            .plus_hours(24 * days)
            .millis()
            .max(at.plus_seconds(60).millis());
        Timestamp::from_millis(when).at(7).strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let input = BatchInput {
        quota: quota.max(5).to_string(),
        opens: local(opens),
        closes: local(closes),
        public_source: "Penutupan IHSG di Bursa Efek Indonesia (model)".to_owned(),
        public_known_at: local(known),
    };
    Ok(office.plan_batch(admin, &input).await.map_err(failed)?.number)
}

/// Two administrators, who grant each other's people their roles with four eyes.
async fn staff(office: &Office) -> Result<Session, String> {
    let [(_, admin_email), (_, second_email), rest @ ..] = STAFF;
    let first =
        office.invite_first_administrator("Administrator Contoh", admin_email).await.map_err(failed)?;
    let admin = accept(office, &first).await?;
    let admin = office.session(&admin).await.map_err(failed)?;
    let input = |name: &str, email: &str, role: Role| InvitationInput {
        name: name.to_owned(),
        email: email.to_owned(),
        roles: vec![role],
    };
    let invited = input("Administrator Kedua", second_email, Role::Administrator);
    let second = accept(office, &office.invite_staff(&admin, invited).await.map_err(failed)?).await?;
    office.approve_second_administrator(second_email).await.map_err(failed)?;
    let second = office.session(&second).await.map_err(failed)?;
    let roles = [Role::Reviewer, Role::ContactAgent, Role::Dpo, Role::Dpo, Role::ContactAgent, Role::Lead];
    let names = [
        "Penilai Contoh",
        "Petugas Contoh",
        "Pejabat Pelindungan Contoh",
        "Pejabat Pelindungan Kedua",
        "Petugas Kedua",
        "Ketua Petugas Contoh",
    ];
    for (((_, email), role), name) in rest.into_iter().zip(roles).zip(names) {
        let invited = office.invite_staff(&admin, input(name, email, role)).await.map_err(failed)?;
        accept(office, &invited).await?;
        let person = office.staff_by_email(&admin, email).await.map_err(failed)?;
        office.approve_role(&second, person, role).await.map_err(failed)?;
    }
    Ok(admin)
}

/// Accepts an invitation; the session's token.
async fn accept(office: &Office, invitation: &Invitation) -> Result<String, String> {
    let token = invitation.link.rsplit('/').next().unwrap_or_default();
    Ok(office.accept_invitation(token, "demo").await.map_err(failed)?.token)
}
