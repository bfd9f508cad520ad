//! The typed decision: the same judgement, and besides it what the code declares and who the ids are.

use amanah_domain::purposes::{
    Admit, AnswerQuestion, ApplyCorrection, ApplyRetention, AskUs, AssessAge, AssessEligibility,
    AssessRights, CheckPayout, CompleteProfile, EditOwn, Enrol, InvestigateFraud, LeadCases, MakeBackup,
    OverseeUse, RecoverAccess, RemoveForPerson, RemoveOwn, ReviewCase, RotateKeys, RunDraw, RunStaff,
    SendLetter, SignIn, TellRecipient, VerifyCaller, VerifyIdentity, ViewOwn, register,
};
use amanah_domain::{
    Actor, Facts, FieldId, FieldSet, Operation, PersonId, Purpose, PurposeSet, RecipientClass, Role,
    Timestamp,
};
use amanah_policy::{Ask, Policy, RefusalReason as Reason};

use crate::{in_table, prakerja, willing};

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);
const SITI: PersonId = PersonId::from_bytes([1; 16]);
const BUDI: PersonId = PersonId::from_bytes([2; 16]);

fn ask(operation: Operation, fields: &[FieldId]) -> Ask {
    Ask { operation, fields: FieldSet::of(fields), recipient: None }
}

fn staff(role: Role) -> Actor {
    Actor { role, person: Some(BUDI) }
}

fn own() -> Facts {
    Facts { is_self: true, ..willing() }
}

fn reason<P: Purpose>(
    policy: &Policy,
    actor: Actor,
    person: Option<PersonId>,
    ask: &Ask,
    facts: &Facts,
) -> Option<Reason> {
    policy.decide::<P>(&actor, person, ask, facts, NOW).err().map(|refusal| refusal.reason)
}

#[test]
fn a_grant_says_what_was_granted() {
    let policy = prakerja();
    let asked = ask(Operation::Display, &[FieldId::Nik, FieldId::BirthDate]);
    let grant =
        policy.decide::<ReviewCase>(&staff(Role::Reviewer), Some(SITI), &asked, &willing(), NOW).unwrap();
    assert_eq!(grant.purpose(), ReviewCase::ID);
    assert_eq!(grant.operation(), Operation::Display);
    assert_eq!(grant.fields(), asked.fields);
    assert_eq!(grant.recipient(), None);
    assert_eq!(grant.actor(), staff(Role::Reviewer));
    assert_eq!(grant.person(), Some(SITI));
    assert_eq!(grant.policy_hash(), policy.hash());
    assert_eq!(grant.granted_at(), NOW);
}

/// What the journeys of issue 2 ask for.
#[test]
fn clause_4_1_the_uses_of_the_code_are_granted_to_their_roles() {
    use FieldId as F;
    let policy = prakerja();
    let person = Actor { role: Role::Person, person: Some(SITI) };
    let job = Actor { role: Role::System, person: None };
    macro_rules! granted {
        ($($use:ident $operation:ident $fields:expr, $actor:expr, $facts:expr;)*) => {$(
            let asked = ask(Operation::$operation, &$fields);
            assert_eq!(
                reason::<$use>(&policy, $actor, Some(SITI), &asked, &$facts), None,
                "{} {:?} {:?}", stringify!($use), Operation::$operation, $actor.role
            );
        )*};
    }
    granted! {
        Enrol Obtain [F::Name, F::Email, F::Phone, F::Draft], person, own();
        Enrol Store [F::Name, F::Email], job, willing();
        CompleteProfile Obtain [F::Nik, F::Kk, F::BirthDate, F::Gender, F::Address], person, own();
        CompleteProfile Store [F::Occupation, F::Education, F::PayoutAccount], job, willing();
        AssessAge Analyse [F::BirthDate], job, willing();
        AssessEligibility Analyse [F::Nik, F::Kk, F::BirthDate, F::Occupation, F::Education, F::Address], job, willing();
        ReviewCase Display [F::Name, F::Nik, F::Address, F::Statement], staff(Role::Reviewer), willing();
        ReviewCase Store [F::Statement], staff(Role::Reviewer), willing();
        AnswerQuestion Display [F::Name, F::Email, F::Phone], staff(Role::ContactAgent), willing();
        CheckPayout Analyse [F::Name, F::Nik, F::PayoutAccount], staff(Role::PaymentOfficer), willing();
        InvestigateFraud Display [F::Device, F::PayoutAccount], staff(Role::Reviewer), willing();
        InvestigateFraud Analyse [F::Nik, F::Kk], staff(Role::Dpo), willing();
        SendLetter Store [F::Letter], job, willing();
        SendLetter Display [F::Name, F::Email], staff(Role::Communications), willing();
        ViewOwn Display [F::Name, F::Nik, F::PayoutAccount, F::Device, F::Letter], person, own();
        EditOwn Update [F::Name, F::Nik, F::PendingContact], person, own();
        EditOwn Delete [F::Education], person, own();
        SignIn Update [F::Passkeys, F::PasswordHash, F::Device, F::Draft], person, own();
        SignIn Manage [F::Email], job, willing();
        RunStaff Display [F::Name, F::Relation], staff(Role::Administrator), willing();
        RunStaff Obtain [F::Relation], person, own();
        OverseeUse Display [F::Name, F::Statement], staff(Role::Dpo), willing();
        OverseeUse Display [F::Statement], staff(Role::Auditor), willing();
        RotateKeys Manage [], job, willing();
        MakeBackup Store [], job, willing();
        MakeBackup Manage [], staff(Role::Administrator), willing();
        ApplyRetention Delete [F::Nik, F::Letter, F::Statement], job, willing();
        ApplyRetention Destroy [F::Passkeys, F::Device], job, willing();
        RemoveOwn Delete [F::Nik, F::PayoutAccount], person, own();
        RemoveOwn Destroy [F::Name, F::Email, F::Passkeys, F::Letter], person, own();
        RemoveOwn Display [F::Education], person, own();
        RemoveForPerson Delete [F::Nik], staff(Role::Dpo), willing();
        RemoveForPerson Destroy [F::Name, F::Email, F::Passkeys, F::Letter], staff(Role::Dpo), willing();
    }
    let registry = Ask {
        recipient: Some(RecipientClass::Government),
        ..ask(Operation::Disclose, &[F::Nik, F::Kk, F::Name, F::BirthDate])
    };
    assert_eq!(reason::<VerifyIdentity>(&policy, job, Some(SITI), &registry, &willing()), None);
    // Whoever the person sent their data to keeps them at the person's own order.
    for class in RecipientClass::ALL.iter().filter(|class| **class != RecipientClass::OtherController) {
        let told = Ask { recipient: Some(*class), ..ask(Operation::Disclose, &[]) };
        assert_eq!(reason::<TellRecipient>(&policy, job, Some(SITI), &told, &willing()), None, "{class:?}");
    }
    for role in [Role::Administrator, Role::System, Role::Person] {
        let facts = if role == Role::Person { own() } else { willing() };
        let join = ask(Operation::Manage, &[]);
        assert!(
            policy.decide_id(amanah_domain::PurposeId::Benefits, role, &join, &facts).is_ok(),
            "{role:?}"
        );
    }
}

#[test]
fn a_field_that_the_use_does_not_declare_is_refused_though_the_policy_would_allow_it() {
    let policy = prakerja();
    let job = Actor { role: Role::System, person: None };
    let nik = ask(Operation::Analyse, &[FieldId::Nik]);
    assert_eq!(reason::<AssessEligibility>(&policy, job, Some(SITI), &nik, &willing()), None);
    assert_eq!(
        reason::<AssessAge>(&policy, job, Some(SITI), &nik, &willing()),
        Some(Reason::FieldNotDeclared)
    );
    // ReviewCase reads the NIK and never writes it.
    let write = ask(Operation::Update, &[FieldId::Nik]);
    let reviewer = staff(Role::Reviewer);
    assert_eq!(
        reason::<ReviewCase>(&policy, reviewer, Some(SITI), &write, &willing()),
        Some(Reason::FieldNotDeclared)
    );
}

#[test]
fn a_closed_use_is_refused_whatever_it_asks() {
    let policy = Policy::parse(&in_table("purpose.payment-verification", "\"accounts\", ", "")).unwrap();
    let officer = staff(Role::PaymentOfficer);
    for fields in [&[][..], &[FieldId::Name]] {
        let asked = ask(Operation::Display, fields);
        assert_eq!(
            reason::<CheckPayout>(&policy, officer, Some(SITI), &asked, &willing()),
            Some(Reason::Closed)
        );
        assert!(policy.decide_id(CheckPayout::ID, Role::PaymentOfficer, &asked, &willing()).is_ok());
    }
}

#[test]
fn clause_4_1_l_nobody_opens_their_own_case_or_anothers_account_whatever_the_facts_say() {
    let policy = prakerja();
    let reviewer = staff(Role::Reviewer);
    let asked = ask(Operation::Display, &[FieldId::Name]);
    let why = |facts, person| reason::<ReviewCase>(&policy, reviewer, person, &asked, &facts);
    assert_eq!(why(own(), Some(BUDI)), Some(Reason::OwnCase));
    assert_eq!(
        why(willing(), Some(BUDI)),
        Some(Reason::OwnCase),
        "the ids are the same, the facts say otherwise"
    );
    assert_eq!(why(Facts { related: true, ..willing() }, Some(SITI)), Some(Reason::RelatedCase));
    assert_eq!(why(willing(), None), None, "a look-up that may match nobody");
    let nobody = Actor { role: Role::Reviewer, person: None };
    assert_eq!(
        reason::<ReviewCase>(&policy, nobody, Some(SITI), &asked, &willing()),
        Some(Reason::ActorUnknown)
    );

    let budi = Actor { role: Role::Person, person: Some(BUDI) };
    assert_eq!(reason::<ViewOwn>(&policy, budi, Some(SITI), &asked, &own()), Some(Reason::NotSelf));
    assert_eq!(reason::<ViewOwn>(&policy, budi, Some(BUDI), &asked, &own()), None);
    assert_eq!(reason::<ViewOwn>(&policy, budi, Some(BUDI), &asked, &willing()), Some(Reason::NotSelf));
}

#[test]
fn a_refusal_names_its_clause_and_nobodys_data() {
    let policy = prakerja();
    let asked = ask(Operation::Display, &[FieldId::Nik]);
    let restricted = Facts { restricted: true, ..willing() };
    let refusal = policy
        .decide::<ReviewCase>(&staff(Role::Reviewer), Some(SITI), &asked, &restricted, NOW)
        .unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "refused for purpose due-diligence: processing of this person's data is restricted (Law 27/2022, article 41)"
    );
    assert_eq!(refusal.word_key(), "refusal-restricted");
    let wrong =
        policy.decide::<ReviewCase>(&staff(Role::Dpo), Some(SITI), &asked, &willing(), NOW).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "refused for purpose due-diligence: the policy does not list this role for it (clause 4.1 b)"
    );
}

/// Whoever asks for it: the person, the DPO, the clock.
#[test]
fn article_44_a_legal_hold_stops_every_removal_and_nothing_else_does() {
    let policy = prakerja();
    let person = Actor { role: Role::Person, person: Some(SITI) };
    let job = Actor { role: Role::System, person: None };
    let hardest = Facts {
        consents: PurposeSet::EMPTY,
        objections: PurposeSet::all(),
        restricted: true,
        disputed: FieldSet::all(),
        policy_accepted: false,
        state: amanah_domain::PersonState::Ended,
        ..willing()
    };
    for operation in [Operation::Delete, Operation::Destroy] {
        let asked = ask(operation, &[FieldId::Nik, FieldId::Passkeys, FieldId::Letter]);
        let each = |facts: Facts| {
            let own = Facts { is_self: true, ..facts };
            [
                reason::<RemoveOwn>(&policy, person, Some(SITI), &asked, &own),
                reason::<RemoveForPerson>(&policy, staff(Role::Dpo), Some(SITI), &asked, &facts),
                reason::<ApplyRetention>(&policy, job, Some(SITI), &asked, &facts),
            ]
        };
        assert_eq!(each(hardest), [None; 3]);
        assert_eq!(each(Facts { legal_hold: true, ..hardest }), [Some(Reason::LegalHold); 3]);
    }
    let nik = ask(Operation::Delete, &[FieldId::Nik]);
    let other = reason::<RemoveForPerson>(&policy, staff(Role::Reviewer), Some(SITI), &nik, &willing());
    assert_eq!(other, Some(Reason::RoleNotListed), "only the DPO removes for somebody");
}

/// Every use × operation × role × field × recipient: the typed decision is the untyped one, and the
/// code's half.
#[test]
fn the_typed_decision_is_the_untyped_one_and_the_codes_half() {
    let policy = prakerja();
    let recipients: Vec<_> =
        core::iter::once(None).chain(RecipientClass::ALL.iter().copied().map(Some)).collect();
    fn each<P: Purpose>(policy: &Policy, recipients: &[Option<RecipientClass>]) {
        let people = [
            willing(),
            own(),
            Facts { related: true, ..willing() },
            Facts { consents: PurposeSet::EMPTY, ..willing() },
            Facts { objections: PurposeSet::all(), ..willing() },
        ];
        let writing = ["obtain", "collect", "store", "revise", "update", "delete", "destroy"];
        for operation in Operation::ALL {
            let declared = if writing.contains(&operation.name()) { P::writes() } else { P::reads() };
            for role in Role::ALL {
                for field in core::iter::once(None).chain(FieldId::ALL.iter().copied().map(Some)) {
                    let fields = field.map_or(FieldSet::EMPTY, |field| FieldSet::of(&[field]));
                    for recipient in recipients {
                        let ask = Ask { operation: *operation, fields, recipient: *recipient };
                        for facts in &people {
                            let person = if *role == Role::System { None } else { Some(BUDI) };
                            // A helper is somebody else, for whom the facts say that they stand in.
                            let own = facts.is_self && *role != Role::Helper;
                            let about = if own { BUDI } else { SITI };
                            let typed = policy.decide::<P>(
                                &Actor { role: *role, person },
                                Some(about),
                                &ask,
                                facts,
                                NOW,
                            );
                            let plain = policy.decide_id(P::ID, *role, &ask, facts);
                            let expected = declared.contains_all(fields) && plain.is_ok();
                            assert_eq!(typed.is_ok(), expected, "{} {ask:?} {role:?}", P::NAME);
                        }
                    }
                }
            }
        }
    }
    let mut seen = 0;
    macro_rules! all { ($($use:ident),*) => {$( each::<$use>(&policy, &recipients); seen += 1; )*}; }
    all!(
        Enrol,
        CompleteProfile,
        Admit,
        AssessAge,
        AssessEligibility,
        VerifyIdentity,
        ReviewCase,
        AnswerQuestion,
        AskUs,
        VerifyCaller,
        LeadCases,
        AssessRights,
        ApplyCorrection,
        CheckPayout,
        InvestigateFraud,
        RunDraw,
        SendLetter,
        ViewOwn,
        EditOwn,
        SignIn,
        RecoverAccess,
        RunStaff,
        OverseeUse,
        RotateKeys,
        ApplyRetention,
        RemoveOwn,
        RemoveForPerson,
        TellRecipient,
        MakeBackup
    );
    assert_eq!(seen, register().len(), "a use of the register is not tried here");
}
