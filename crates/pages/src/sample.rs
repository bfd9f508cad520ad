//! What samples are made of: a programme's words and a frame. Tests only; no real person's data.

use std::sync::LazyLock;

use amanah_domain::Timestamp;

use crate::layout::{Frame, Reader};
use crate::shown::Shown;
use crate::{Lang, Words};

/// A page that brings samples of itself.
pub(crate) trait Sampled: crate::Page + Sized {
    /// Every state worth looking at, each with a short name that stands in a file name.
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)>;
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| Words::load(&programme_words()).expect("the sample words load"));

/// The portal's words with a programme's.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

/// Words of a programme that does not exist.
pub(crate) fn programme_words() -> Vec<(Lang, String)> {
    let id = "
programme-name = Kartu Prakerja (model)
programme-short = Prakerja (model)
programme-what = Program bantuan biaya pelatihan kerja untuk pencari kerja, pekerja yang terkena PHK, dan siapa pun yang perlu keterampilan baru.
programme-gives = Biaya pelatihan Rp 3.500.000, dan insentif Rp 600.000 setelah pelatihan pertama selesai.
programme-needs = Warga negara Indonesia, umur 18 sampai 64 tahun, tidak sedang sekolah atau kuliah.
controller-name = Manajemen Pelaksana Program (model)
contact-phone = 0800 150 3001 (bebas pulsa)
contact-hours = setiap hari 08.00–20.00 WIB
contact-whatsapp = 0811 1500 3001
contact-email = tanya@prakerja.example
contact-letters = Park Tower lantai 10, Jalan Kebon Sirih No. 17-19, Jakarta Pusat
contact-chat-hours = setiap hari 08.00–20.00 WIB
";
    let en = "
programme-name = Kartu Prakerja (model)
programme-short = Prakerja (model)
programme-what = Help with the cost of training for work: for people who look for a job, have lost one, or need new skills.
programme-gives = Rp 3.500.000 for training, and an incentive of Rp 600.000 once the first training is finished.
programme-needs = Indonesian citizens aged 18 to 64 who are not at school or university.
controller-name = Project Management Office (model)
contact-phone = 0800 150 3001 (free of charge)
contact-hours = every day 08.00–20.00 WIB
contact-whatsapp = 0811 1500 3001
contact-email = tanya@prakerja.example
contact-letters = Park Tower, 10th floor, Jalan Kebon Sirih No. 17-19, Jakarta Pusat
contact-chat-hours = every day 08.00–20.00 WIB
";
    vec![(Lang::Id, id.to_owned()), (Lang::En, en.to_owned())]
}

/// 22 November 2026, 10.31 WIB.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_795_318_260_000);

/// The frame of a sample.
pub(crate) fn frame(lang: Lang, path: &'static str, reader: Reader) -> Frame<'static> {
    let mut frame = Frame::new(words().lexicon(lang), path, NOW);
    frame.csrf = "s4mpl3".into();
    frame.reader = reader;
    frame.demo = true;
    frame
}

/// An opened value.
pub(crate) fn shown(text: &'static str) -> Shown<'static> {
    Shown::from_text(text)
}

/// What stands behind a field, as a caller would make it from the policy.
pub(crate) fn help() -> crate::FieldHelp {
    crate::FieldHelp {
        why: "Untuk memeriksa apakah Anda boleh ikut (pasal 4.1 b).".to_owned(),
        empty: "Anda belum dapat ikut gelombang.".to_owned(),
        who: "Anda, petugas penilai, dan sistem. Setiap kali dilihat, tercatat di jejak Anda.".to_owned(),
        how_long: "Sampai 5 tahun setelah program selesai untuk Anda.".to_owned(),
    }
}
