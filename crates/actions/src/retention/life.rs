//! From what the database knows of a person to the events that the policy counts from.

use amanah_domain::cases::CaseKind;
use amanah_domain::{PersonState, PurposeSet, Timestamp};
use amanah_policy::{LifeEvents, Moment};
use amanah_store::accounts::AccountKind;
use amanah_store::retention::Life;

/// The events of one life, as they stand at `now`. Pure.
///
/// What can still go on is ahead: an open account may begin another session, be written to again, give a
/// value again. So nothing of a person whose account is open ends by those.
pub(crate) fn events(life: &Life, now: Timestamp) -> LifeEvents {
    let at = |time: Option<Timestamp>| time.map_or(Moment::Never, Moment::At);
    let ended = match (life.state, life.ended_at) {
        (PersonState::Ended, Some(at)) => Moment::At(at),
        _ => Moment::Ahead,
    };
    let staff_left = staff_left(life, now);
    // When the last thing happened that only somebody with an account, or at work here, can do.
    let gone = match (life.kind, ended) {
        (AccountKind::Staff, Moment::Ahead) => staff_left,
        // Whoever wrote without an account is there for what they wrote.
        (AccountKind::Writer, Moment::Ahead) => decided(life, |_| true),
        (_, ended) => ended,
    };
    let participant = life.kind == AccountKind::Participant;
    // Also whoever ended may sign in, to see what is kept.
    let session_ended = match life.session_ends_at {
        Some(ends) if ends > now => Moment::Ahead,
        _ => gone,
    };
    LifeEvents {
        collection: gone,
        form_left: if life.kind == AccountKind::Stranger {
            Moment::At(life.created_at)
        } else {
            Moment::Never
        },
        account_closed: if participant || life.ended_at.is_some() { ended } else { Moment::Never },
        batch_over: life
            .batches
            .iter()
            .fold(Moment::Never, |last, (over_at, _)| last.last(over_at.map_or(Moment::Ahead, Moment::At))),
        benefits_over: benefits_over(life, ended),
        case_decided: decided(life, |_| true),
        fraud_decided: decided(life, |kind| kind == CaseKind::Identity),
        letter_sent: if life.letters_wait { Moment::Ahead } else { at(life.letter_over_at) },
        session_ended,
        // No request of an authority is kept here yet.
        request_answered: Moment::Never,
        staff_left,
        consents: life
            .consents
            .iter()
            .filter(|consent| consent.withdrawn_at.is_none())
            .fold(PurposeSet::EMPTY, |all, consent| all.with(consent.purpose)),
        withdrawn: life.consents.iter().filter_map(|one| Some((one.purpose, one.withdrawn_at?))).collect(),
    }
}

/// A benefit goes on while the account is open: nothing here knows yet when the last of it was paid or
/// lapsed, and to an account that was ended nothing is paid.
fn benefits_over(life: &Life, ended: Moment) -> Moment {
    let places = life.batches.iter().filter(|(_, place)| *place);
    places.fold(Moment::Never, |last, (drawn_at, _)| {
        last.last(ended).last(drawn_at.map_or(Moment::Ahead, Moment::At))
    })
}

fn decided(life: &Life, which: impl Fn(CaseKind) -> bool) -> Moment {
    life.cases.iter().filter(|cases| which(cases.kind)).fold(Moment::Never, |last, cases| {
        let open = if cases.open { Moment::Ahead } else { Moment::Never };
        last.last(open).last(cases.decided_at.map_or(Moment::Never, Moment::At))
    })
}

fn staff_left(life: &Life, now: Timestamp) -> Moment {
    match (life.kind, life.roles_end_at) {
        (_, Some(ends)) if ends <= now => Moment::At(ends),
        (_, Some(_)) => Moment::Ahead,
        // Invited, and not given a role yet.
        (AccountKind::Staff, None) => life.ended_at.map_or(Moment::Ahead, Moment::At),
        (_, None) => Moment::Never,
    }
}

/// Whether something holds this person's data that will be over soon and by no event of its own: they are
/// looked at again.
pub(crate) fn is_passing(life: &Life, now: Timestamp) -> bool {
    life.letters_wait || life.session_ends_at.is_some_and(|ends| ends > now)
}
