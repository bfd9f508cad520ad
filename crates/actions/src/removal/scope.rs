//! What a request reaches and what stays in spite of it: pure, from what was read and from the policy.

use amanah_domain::states::RemovalAct;
use amanah_domain::{Category, CategorySet, FieldId, FieldSet, Operation, PersonState, PurposeId, Timestamp};
use amanah_policy::{Moment, Policy, Stay};
use amanah_store::accounts::AccountKind;

use crate::error::{ActionError, Done};
use crate::removal::reach::Reach;
use crate::removal::{Kept, RemovalRequest, StayLine};

/// Categories without which nobody can sign in or be answered: they go with the account.
const NEEDED: [Category; 2] = [Category::Contact, Category::Access];
/// Categories whose values lie in places of their own (cases, letters, files, sessions): they go whole or not.
const WHOLE: [Category; 4] =
    [Category::Access, Category::Documents, Category::Correspondence, Category::Relations];

/// What goes and what stays.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) act: RemovalAct,
    /// Categories that go whole.
    pub(crate) whole: CategorySet,
    /// Single values that go; what else lies in their category is sealed anew.
    pub(crate) single: FieldSet,
    /// What stays in spite of the request.
    pub(crate) stays: Vec<StayLine>,
    /// Destroy, and nothing stays: keys and account go wholly.
    pub(crate) nothing_stays: bool,
    /// The tag of the NIK stays so long, for this purpose.
    pub(crate) once: Option<(PurposeId, Timestamp)>,
}

/// The fields of a category.
pub(crate) fn fields_in(categories: CategorySet) -> FieldSet {
    let inside = FieldId::ALL.iter().filter(|field| categories.contains(field.category()));
    inside.fold(FieldSet::EMPTY, |set, field| set.with(*field))
}

/// The categories of fields.
pub(crate) fn categories_of(fields: FieldSet) -> CategorySet {
    fields.iter().fold(CategorySet::EMPTY, |set, field| set.with(field.category()))
}

impl Scope {
    /// Works it out.
    ///
    /// # Errors
    /// [`ActionError::State`]: `removal-nothing`, `removal-needs-contact`, `removal-whole-only`,
    /// `removal-all-kept`, `removal-ended`.
    pub(crate) fn of(policy: &Policy, request: &RemovalRequest, reach: &Reach, now: Timestamp) -> Done<Self> {
        let stays = stays(policy, request.act, reach, now);
        let kept = stays.iter().fold(CategorySet::EMPTY, |set, one| set.with(one.category));
        match request.act {
            RemovalAct::End => Self::end(reach),
            RemovalAct::Erase => Self::erase(policy, request, reach, &stays, kept, now),
            RemovalAct::Destroy => Self::destroy(policy, reach, &stays, kept, now),
        }
    }

    fn end(reach: &Reach) -> Done<Self> {
        if reach.account.state == PersonState::Ended {
            return Err(ActionError::State("removal-ended"));
        }
        let line = StayLine {
            kept: Kept::Everything,
            purpose: PurposeId::Retention,
            article: "42".to_owned(),
            clause: "5.5".to_owned(),
            until: None,
        };
        Ok(Self {
            act: RemovalAct::End,
            whole: CategorySet::EMPTY,
            single: FieldSet::EMPTY,
            stays: vec![line],
            nothing_stays: false,
            once: None,
        })
    }

    fn erase(
        policy: &Policy,
        request: &RemovalRequest,
        reach: &Reach,
        stays: &[Staying<'_>],
        kept: CategorySet,
        now: Timestamp,
    ) -> Done<Self> {
        let wanted = request.categories;
        // Values that go with their category anyway are not counted twice.
        let single = request.fields.without(fields_in(wanted));
        if WHOLE.iter().any(|category| categories_of(single).contains(*category)) {
            return Err(ActionError::State("removal-whole-only"));
        }
        // Whose account has ended is not signed in by it any more than by what is left.
        // So for a member of staff who left.
        let at_work = reach.account.kind != AccountKind::Staff || reach.roles_in_force;
        let goes_on = reach.account.state == PersonState::Active && at_work;
        let last_way = single.contains(FieldId::Email) || single.contains(FieldId::Phone);
        let left = reach.fields_of(Category::Contact).without(single);
        let unreachable = last_way && !left.contains(FieldId::Email) && !left.contains(FieldId::Phone);
        if goes_on && (unreachable || NEEDED.iter().any(|category| wanted.contains(*category))) {
            return Err(ActionError::State("removal-needs-contact"));
        }
        let asked = wanted.either(categories_of(single));
        let mut lines = lines_of(stays, asked);
        let (whole, single) = (wanted.without(kept), single.without(fields_in(kept)));
        let there = reach.fields().both(fields_in(whole).either(single));
        let traces = WHOLE.iter().any(|category| whole.contains(*category));
        if there.is_empty() && !traces {
            return Err(ActionError::State(if lines.is_empty() {
                "removal-nothing"
            } else {
                "removal-all-kept"
            }));
        }
        // Of a category whose every value goes, the whole category goes.
        let (mut all, mut some) = (whole, FieldSet::EMPTY);
        for category in categories_of(single).iter() {
            let of_it = single.both(fields_in(CategorySet::of(&[category])));
            if reach.fields_of(category).without(of_it).is_empty() {
                all = all.with(category);
            } else {
                some = some.either(of_it);
            }
        }
        // The number goes when its time is over; that a benefit was given is still to be known.
        let number = all.contains(FieldId::Nik.category()) || some.contains(FieldId::Nik);
        let once = if number { once(policy, reach, now, &mut lines) } else { None };
        Ok(Self {
            act: RemovalAct::Erase,
            whole: all,
            single: some,
            stays: lines,
            nothing_stays: false,
            once,
        })
    }

    fn destroy(
        policy: &Policy,
        reach: &Reach,
        stays: &[Staying<'_>],
        kept: CategorySet,
        now: Timestamp,
    ) -> Done<Self> {
        // Only what is there can stay; correspondence stays as cases.
        let mut there = reach.categories();
        if !reach.cases.is_empty() {
            there = there.with(Category::Correspondence);
        }
        let kept = kept.both(there);
        let mut lines = lines_of(stays, kept);
        let once = once(policy, reach, now, &mut lines);
        Ok(Self {
            act: RemovalAct::Destroy,
            whole: CategorySet::all().without(kept),
            single: FieldSet::EMPTY,
            stays: lines,
            nothing_stays: kept.is_empty(),
            once,
        })
    }

    /// What the record calls it. A hold forbids deleting and destroying; ending goes on.
    pub(crate) const fn operation(&self) -> Operation {
        match self.act {
            RemovalAct::End => Operation::Manage,
            RemovalAct::Erase => Operation::Delete,
            RemovalAct::Destroy => Operation::Destroy,
        }
    }

    /// Every field that goes, for the record.
    pub(crate) fn fields(&self) -> FieldSet {
        fields_in(self.whole).either(self.single)
    }

    /// Categories that are sealed anew, and the values that stay in them.
    pub(crate) fn resealed(&self, reach: &Reach) -> Vec<(Category, FieldSet)> {
        let touched = categories_of(self.single);
        touched.iter().map(|category| (category, reach.fields_of(category).without(self.single))).collect()
    }

    /// Whether a category goes whole.
    pub(crate) fn takes(&self, category: Category) -> bool {
        self.whole.contains(category)
    }

    /// Whether a field goes, alone or with its category.
    pub(crate) fn takes_field(&self, field: FieldId) -> bool {
        self.fields().contains(field)
    }

    /// Whether a place that was drawn stays on record: it is the ground on which something else stays.
    pub(crate) fn keeps_places(&self) -> bool {
        !self.nothing_stays
    }
}

/// The tag of the number that stays where a benefit was given: for which purpose and until when, with its
/// line.
fn once(
    policy: &Policy,
    reach: &Reach,
    now: Timestamp,
    lines: &mut Vec<StayLine>,
) -> Option<(PurposeId, Timestamp)> {
    let once = policy.once_per_person().filter(|_| reach.has_benefit() && reach.nik_tag().is_some())?;
    let until = once.term.after(now);
    lines.push(StayLine {
        kept: Kept::OncePerPerson,
        purpose: once.ground,
        article: once.article.clone().unwrap_or_default(),
        clause: once.clause.map(|clause| clause.to_string()).unwrap_or_default(),
        until: Some(until),
    });
    Some((once.ground, until))
}

/// A category that stays, on the ground that lasts longest.
struct Staying<'p> {
    category: Category,
    stay: &'p Stay,
    until: Moment,
}

/// What the policy keeps of this person in spite of a request, at this moment. Destroying ends the account,
/// so what is counted from that is counted from now.
fn stays<'p>(policy: &'p Policy, act: RemovalAct, reach: &Reach, now: Timestamp) -> Vec<Staying<'p>> {
    let events = reach.events(act == RemovalAct::Destroy, now);
    let mut all: Vec<Staying<'p>> = Vec::new();
    for stay in policy.stays() {
        let kept = policy.stays_until(stay, &events).unwrap_or_default();
        for (category, kept) in kept.into_iter().filter(|(_, kept)| !kept.is_over(now)) {
            let one = Staying { category, stay, until: kept.until };
            match all.iter_mut().find(|other| other.category == category) {
                Some(other) if other.until.last(one.until) == one.until => *other = one,
                Some(_) => {}
                None => all.push(one),
            }
        }
    }
    all
}

/// A line for each category that stays.
fn lines_of(stays: &[Staying<'_>], asked: CategorySet) -> Vec<StayLine> {
    let line = |one: &Staying<'_>| StayLine {
        kept: Kept::Category(one.category),
        purpose: one.stay.purpose,
        article: one.stay.article.clone().unwrap_or_default(),
        clause: one.stay.clause.map(|clause| clause.to_string()).unwrap_or_default(),
        until: if let Moment::At(until) = one.until { Some(until) } else { None },
    };
    let mut lines: Vec<_> = stays.iter().filter(|one| asked.contains(one.category)).collect();
    lines.sort_unstable_by_key(|one| one.category);
    lines.into_iter().map(line).collect()
}
