//! Samples of the page of a case.

use amanah_domain::cases::{
    AttachmentState, CaseChannel, CaseEvent, CaseKind, CaseState, EntryTie, Fate, Level, MediaKind,
};
use amanah_domain::rights::RefusalGround;
use amanah_domain::{FieldId, FieldSet, PurposeId, Role, Timestamp};

use crate::form::{FieldError, FormView};
use crate::layout::Frame;
use crate::staff::bound_entry::BoundEntryView;
use crate::staff::case_history::{CaseEventView, CaseFileView};
use crate::staff::case_queue::CaseHolder;
use crate::staff::desk::{Desk, InForce, samples};
use crate::staff::lost_claim::LostClaim;
use crate::staff::open_case::{CaseFacts, OpenCase, ReplyTemplate, Standing};
use crate::staff::open_person::samples::fields;

fn facts(now: Timestamp, kind: CaseKind) -> CaseFacts {
    CaseFacts {
        id: "02".repeat(16),
        number: "7KQ2-M4XP-9DRT".to_owned(),
        kind,
        subject: String::new(),
        state: CaseState::Open,
        channel: CaseChannel::Portal,
        opened_at: now.plus_hours(-64),
        due_at: Some(now.plus_hours(8)),
        left_ms: None,
        waits_until: None,
        holder: CaseHolder::Nobody,
        level: Level::Officer,
        extension_left: 0,
        four_eyes: false,
        ground: None,
        grounds: Vec::new(),
        appeal_of: None,
        about: FieldSet::EMPTY,
        about_purpose: None,
        sorts_to: Vec::new(),
    }
}

fn event(kind: CaseEvent, at: Timestamp, role: Role, said: Option<&'static str>) -> CaseEventView<'static> {
    CaseEventView {
        kind,
        at,
        role,
        by_reader: false,
        channel: CaseChannel::Portal,
        shown: true,
        code: String::new(),
        hours: 0,
        fate: Fate::None,
        said: said.map(crate::sample::shown),
    }
}

fn events(now: Timestamp) -> Vec<CaseEventView<'static>> {
    let inside = |event: CaseEventView<'static>| CaseEventView { shown: false, ..event };
    vec![
        CaseEventView {
            channel: CaseChannel::WhatsApp,
            ..event(CaseEvent::Opened, now.plus_hours(-64), Role::Person, None)
        },
        inside(CaseEventView {
            by_reader: true,
            ..event(CaseEvent::Taken, now.plus_hours(-60), Role::ContactAgent, None)
        }),
        CaseEventView {
            fate: Fate::Read,
            channel: CaseChannel::WhatsApp,
            ..event(
                CaseEvent::Replied,
                now.plus_hours(-59),
                Role::ContactAgent,
                Some("Kami sedang memeriksa. Boleh kami tahu kapan Anda mendaftar?"),
            )
        },
        CaseEventView {
            channel: CaseChannel::WhatsApp,
            ..event(
                CaseEvent::Said,
                now.plus_hours(-40),
                Role::Person,
                Some("Bulan lalu, lewat HP adik saya."),
            )
        },
        inside(event(
            CaseEvent::Note,
            now.plus_hours(-39),
            Role::ContactAgent,
            Some("Pendaftaran ada, 22 Oktober. Tinggal cek pesannya terkirim ke mana."),
        )),
        event(CaseEvent::HalfTime, now.plus_hours(-28), Role::System, None),
        CaseEventView {
            hours: 24,
            ..event(
                CaseEvent::Extended,
                now.plus_hours(-20),
                Role::ContactAgent,
                Some("Menunggu jawaban operator."),
            )
        },
        CaseEventView {
            code: "complaint".to_owned(),
            ..event(CaseEvent::Sorted, now.plus_hours(-10), Role::ContactAgent, None)
        },
    ]
}

fn desk_of(role: Role, purpose: PurposeId, clause: &str, opens: &[FieldId]) -> Desk {
    let in_force = InForce { role, purpose, clause: clause.to_owned(), opens: FieldSet::of(opens) };
    Desk { in_force: Some(in_force), ..samples::reviewer() }
}

fn agent() -> Desk {
    let opens = [FieldId::Name, FieldId::Email, FieldId::Phone, FieldId::Statement];
    desk_of(Role::ContactAgent, PurposeId::Questions, "4.1 i", &opens)
}

fn dpo() -> Desk {
    desk_of(Role::Dpo, PurposeId::Rights, "7.2", &[FieldId::Name, FieldId::Statement])
}

fn bound(now: Timestamp) -> BoundEntryView<'static> {
    BoundEntryView {
        line: crate::person::trail_line_sample(now.plus_hours(-80)),
        tie: EntryTie::About,
        pseudonym: "3f2a 91c0 77de 0b14".to_owned(),
        policy_in_force: true,
        reason: Some(crate::sample::shown("Tetangganya bilang ia perangkat desa.")),
        case: Some(("03".repeat(16), "9DRT-7KQ2-M4XP".to_owned(), CaseKind::Eligibility, CaseState::Refused)),
    }
}

fn files(now: Timestamp) -> Vec<CaseFileView> {
    let file = |id: &str, state, media, evidence| CaseFileView {
        id: id.repeat(16),
        media,
        state,
        kilobytes: 412,
        evidence,
        at: now.plus_hours(-63),
    };
    vec![
        file("0a", AttachmentState::Kept, Some(MediaKind::Jpeg), true),
        file("0b", AttachmentState::Awaited, None, false),
        file("0c", AttachmentState::Refused, None, false),
    ]
}

impl crate::sample::Sampled for OpenCase<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let now = frame.now;
        let page = |form: FormView<'static>, kind, standing| Self {
            desk: samples::reviewer(),
            form,
            case: CaseFacts {
                subject: "Bukan pejabat, ASN, TNI, Polri, atau perangkat desa".to_owned(),
                ..facts(now, kind)
            },
            late: false,
            statement: Some(crate::sample::shown(
                "Saya sudah berhenti sebagai perangkat desa sejak Mei.\nSuratnya ada di kantor desa.",
            )),
            claim: None,
            wanted: None,
            events: vec![event(CaseEvent::Opened, now.plus_hours(-64), Role::Person, None)],
            cut: false,
            files: Vec::new(),
            bound: Vec::new(),
            templates: vec![
                ReplyTemplate { id: "received".to_owned(), title: "Sudah kami terima".to_owned() },
                ReplyTemplate { id: "how-to-join".to_owned(), title: "Cara ikut gelombang".to_owned() },
            ],
            fields: fields(now),
            empty: FieldSet::of(&[FieldId::Education]),
            standing,
            frame: frame.clone(),
        };
        let wrong = frame
            .form()
            .typed("decision", "refuse")
            .typed("reason", "")
            .wrong(FieldError::new("reason", "case-reason"));
        let decided = Standing::Decided {
            state: CaseState::Granted,
            at: now,
            reason: crate::sample::shown("Surat pemberhentian dari desa kami terima."),
            by_reader: true,
        };
        let kept = |standing| Self {
            fields: Vec::new(),
            empty: FieldSet::EMPTY,
            statement: None,
            events: Vec::new(),
            cut: false,
            ..page(frame.form(), CaseKind::Eligibility, standing)
        };
        let claim = LostClaim {
            to: crate::sample::shown("sari.baru@contoh.id"),
            taken: true,
            name: Some(true),
            birth_date: Some(false),
            identity: amanah_domain::states::IdentityState::Verified,
            since: Some(now.plus_hours(-500)),
        };
        let asked = |desk: Desk, case: CaseFacts, standing| Self {
            desk,
            case,
            fields: Vec::new(),
            empty: FieldSet::EMPTY,
            ..page(frame.form(), CaseKind::Question, standing)
        };
        let lost = Self {
            claim: Some(claim),
            statement: Some(crate::sample::shown(
                "HP saya hilang di angkot, emailnya dulu pakai HP itu juga.",
            )),
            ..asked(agent(), facts(now, CaseKind::ContactChange), Standing::MayDecide)
        };
        let question = Self {
            events: events(now),
            cut: true,
            files: files(now),
            statement: Some(crate::sample::shown("Kenapa saya tidak dapat pesan undian?")),
            ..asked(
                agent(),
                CaseFacts {
                    channel: CaseChannel::WhatsApp,
                    holder: CaseHolder::Me,
                    extension_left: 48,
                    sorts_to: vec![CaseKind::Complaint, CaseKind::Access],
                    ..facts(now, CaseKind::Question)
                },
                Standing::MayDecide,
            )
        };
        let complaint = Self {
            bound: vec![bound(now)],
            ..asked(
                dpo(),
                CaseFacts {
                    level: Level::Dpo,
                    due_at: Some(now.plus_hours(-2)),
                    ..facts(now, CaseKind::LookComplaint)
                },
                Standing::MayDecide,
            )
        };
        let deletion = |standing| {
            let case = CaseFacts {
                four_eyes: true,
                grounds: vec![RefusalGround::LawEnforcement, RefusalGround::PublicInterest],
                ..facts(now, CaseKind::Deletion)
            };
            asked(dpo(), case, standing)
        };
        let proposed = |by_reader| {
            let mut page = deletion(Standing::Proposed { granted: false, by_reader });
            page.case.state = CaseState::Proposed;
            page.case.ground = Some(RefusalGround::PublicInterest);
            page
        };
        let correction = Self {
            wanted: Some(crate::sample::shown("Sari Dewi Lestari")),
            files: files(now),
            case: CaseFacts {
                about: FieldSet::of(&[FieldId::Name]),
                state: CaseState::Waiting,
                due_at: None,
                left_ms: Some(40 * 3_600_000),
                waits_until: Some(now.plus_hours(200)),
                grounds: vec![RefusalGround::NotShown],
                appeal_of: Some("04".repeat(16)),
                ..facts(now, CaseKind::Correction)
            },
            ..page(frame.form(), CaseKind::Correction, Standing::MayDecide)
        };
        let mut first = Self { late: true, ..page(frame.form(), CaseKind::Eligibility, decided) };
        first.case.state = CaseState::Granted;
        vec![
            ("open", page(frame.form(), CaseKind::Eligibility, Standing::MayDecide)),
            ("wrong", page(wrong, CaseKind::Identity, Standing::MayDecide)),
            ("own", kept(Standing::Own)),
            ("related", kept(Standing::Related)),
            ("not-for-this", kept(Standing::NotForThis)),
            ("lost", lost),
            ("question", question),
            ("look-complaint", complaint),
            ("four-eyes", deletion(Standing::MayDecide)),
            ("proposed", proposed(false)),
            ("own-proposal", proposed(true)),
            ("decided-first", deletion(Standing::DecidedFirst)),
            ("correction", correction),
            ("colleague-first", first),
        ]
    }
}
