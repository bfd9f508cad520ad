//! What the parsers take, what they refuse and with which key; that no input makes them panic; that
//! what was sealed is read back.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 20);

fn key<T>(result: Result<T, Refused>) -> &'static str {
    result.err().map_or("accepted", |refused| refused.key)
}

fn round_trip<T: PersonalValue + PartialEq>(value: &T) {
    assert!(T::from_bytes(&value.to_bytes()).as_ref() == Some(value), "not read back");
}

#[test]
fn every_refusal_of_the_source_is_in_the_list_and_the_reverse() {
    let sources = [
        include_str!("account.rs"),
        include_str!("address.rs"),
        include_str!("birth_date.rs"),
        include_str!("contact.rs"),
        include_str!("files.rs"),
        include_str!("gender.rs"),
        include_str!("name.rs"),
        include_str!("numbers.rs"),
        include_str!("text.rs"),
        include_str!("work.rs"),
        include_str!("../regions.rs"),
    ];
    let fields = [
        "account-",
        "address-",
        "birth-date-",
        "education-",
        "email-",
        "file-",
        "gender-",
        "kk-",
        "name-",
        "nik-",
        "occupation-",
        "phone-",
        "text-",
    ];
    let mut found = std::collections::BTreeSet::new();
    for line in sources.iter().flat_map(|s| s.lines()).filter(|l| !l.trim_start().starts_with("//")) {
        for literal in line.split('"').skip(1).step_by(2) {
            if fields.iter().any(|f| literal.starts_with(f)) {
                found.insert(literal);
            }
        }
    }
    found.extend(["text-empty", "text-control", "text-too-long"]);
    let listed: std::collections::BTreeSet<_> = REFUSAL_KEYS.iter().copied().collect();
    assert_eq!(found, listed);
    assert_eq!(listed.len(), REFUSAL_KEYS.len(), "a key stands twice");
}

#[test]
fn names_of_many_kinds_are_taken_as_typed() {
    for name in [
        "Su",
        "Siti",
        "I Gusti Ayu Rai",
        "O'Brien-Nasution",
        "H. Abdul",
        "José Ñandú",
        "Sri, S.Kom.",
        "محمد",
        "李小龍",
        "ꦱꦫꦶ꧀",
        "Zoë’s",
        "N̈guyễn",
    ] {
        assert_eq!(key(PersonName::parse(name)), "accepted", "{name}");
    }
    assert_eq!(PersonName::parse("  Siti \t Aminah ").unwrap().as_str(), "Siti Aminah");
}

#[test]
fn names_that_are_none_are_refused() {
    let long = "a".repeat(101);
    let zalgo = format!("a{}", "\u{301}".repeat(5));
    for (name, why) in [
        ("", "name-empty"),
        ("   ", "name-empty"),
        ("x", "name-short"),
        (long.as_str(), "name-long"),
        ("Siti4", "name-character"),
        ("<b>Siti</b>", "name-character"),
        ("a@b", "name-character"),
        ("..", "name-letters"),
        ("Si\u{202e}ti", "name-control"),
        ("Si\u{0}ti", "name-control"),
        ("Si\u{200b}ti", "name-control"),
        (zalgo.as_str(), "name-character"),
    ] {
        assert_eq!(key(PersonName::parse(name)), why, "{name:?}");
    }
}

#[test]
fn e_mail_addresses() {
    for (address, why) in [
        ("siti@surat.example", "accepted"),
        ("a.b+c@x-y.example", "accepted"),
        ("a@xn--bcher-kva.example", "accepted"),
        ("", "email-empty"),
        ("siti", "email-at"),
        ("a@b@c.example", "email-at"),
        ("@b.example", "email-local"),
        ("a..b@c.example", "email-local"),
        (".a@c.example", "email-local"),
        ("a b@c.example", "email-local"),
        ("\"a\"@c.example", "email-local"),
        ("a@b", "email-domain"),
        ("a@b.", "email-domain"),
        ("a@-b.example", "email-domain"),
        ("a@1.2.3.4", "email-domain"),
        ("a@[1.2.3.4]", "email-domain"),
        ("a@bücher.example", "email-international"),
        ("sití@b.example", "email-international"),
        ("a@b.example\r\nBcc: x", "email-domain"),
    ] {
        assert_eq!(key(Email::parse(address)), why, "{address:?}");
    }
    assert_eq!(key(Email::parse(&format!("{}@b.example", "a".repeat(65)))), "email-local");
    assert_eq!(key(Email::parse(&format!("a@{}.example", "b.".repeat(125)))), "email-long");
    let email = Email::parse(" Siti.A@Surat.EXAMPLE ").unwrap();
    assert_eq!(email.as_str(), "Siti.A@surat.example");
    assert_eq!(*email.index_form(), "siti.a@surat.example");
    assert!(email == Email::parse("siti.a@surat.example").unwrap());
}

#[test]
fn phone_numbers_however_they_are_written() {
    for written in [
        "081234567890",
        "+62 812-3456-7890",
        "6281234567890",
        "(0812) 3456.7890",
        "81234567890",
        "+62 (0)812 3456 7890",
        "0062 812 3456 7890",
    ] {
        let phone = Phone::parse(written).unwrap();
        assert_eq!(phone.as_str(), "+6281234567890", "{written}");
        assert_eq!(*phone.show(), "+62 812-3456-7890");
        assert_eq!(*phone.domestic(), "081234567890");
    }
    for (written, why) in [
        ("", "phone-empty"),
        ("+", "phone-empty"),
        ("0812x", "phone-character"),
        ("٠٨١٢٣٤٥٦٧٨٩", "phone-character"),
        ("+6581234567", "phone-country"),
        ("0215551234", "phone-mobile"),
        ("0800123456", "phone-mobile"),
        ("081234567", "phone-digits"),
        ("08123456789012", "phone-digits"),
        ("0812 345 678", "accepted"),
        ("0812345678901", "accepted"),
        ("081234567890123456789012345", "phone-digits"),
    ] {
        assert_eq!(key(Phone::parse(written)), why, "{written:?}");
    }
}

#[test]
fn nik_structure_and_what_it_says() {
    let nik = Nik::parse("3174.0141 0590-0001").unwrap();
    assert_eq!(nik.as_str(), "3174014105900001");
    assert_eq!(nik.district_code(), "31.74.01");
    assert_eq!(nik.serial(), "0001");
    assert_eq!(*nik.show(), "3174 0141 0590 0001");
    assert!(nik.birth() == NikBirth { day: 1, month: 5, two_digit_year: 90, female: true });
    assert!(nik.suggested_gender() == Gender::Female);
    assert!(nik.agrees_with(&BirthDate::new(date(1990, 5, 1), TODAY).unwrap()));
    assert!(!nik.agrees_with(&BirthDate::new(date(1990, 5, 2), TODAY).unwrap()));
    let old = Nik::parse("3174010105050001").unwrap();
    assert!(old.agrees_with(&BirthDate::new(date(1905, 5, 1), TODAY).unwrap()));
    assert!(old.agrees_with(&BirthDate::new(date(2005, 5, 1), TODAY).unwrap()));
    assert!(old.suggested_gender() == Gender::Male);
    for (typed, why) in [
        ("", "nik-empty"),
        ("317401", "nik-length"),
        ("31740141059000011", "nik-length"),
        ("31740141059O0001", "nik-character"),
        ("0174014105900001", "nik-region"),
        ("2074014105900001", "nik-region"),
        ("3100014105900001", "nik-region"),
        ("3174004105900001", "nik-region"),
        ("3174013205900001", "nik-date"),
        ("3174014005900001", "nik-date"),
        ("3174017205900001", "nik-date"),
        ("3174010013900001", "nik-date"),
        ("3174010113900001", "nik-date"),
        ("3174010100900001", "nik-date"),
        ("3174010105900000", "nik-serial"),
        ("3174013102900001", "accepted"),
    ] {
        assert_eq!(key(Nik::parse(typed)), why, "{typed:?}");
    }
}

#[test]
fn kk_has_a_day_of_issue_instead() {
    assert_eq!(key(Kk::parse("3174010105200001")), "accepted");
    assert_eq!(key(Kk::parse("3174014105200001")), "kk-date");
    assert_eq!(key(Kk::parse("3174010105200000")), "kk-serial");
    assert_eq!(key(Kk::parse("1")), "kk-length");
}

#[test]
fn birth_dates_and_ages() {
    let parse = |d, m, y| BirthDate::parse(d, m, y, TODAY);
    assert_eq!(*parse("7", "03", " 1998 ").unwrap().show(), "1998-03-07");
    for (d, m, y, why) in [
        ("", "1", "1990", "birth-date-empty"),
        ("31", "2", "1990", "birth-date-invalid"),
        ("29", "2", "1900", "birth-date-invalid"),
        ("1", "1", "90", "birth-date-year"),
        ("1", "1", "1899", "birth-date-early"),
        ("21", "11", "2026", "birth-date-future"),
        ("20", "11", "2026", "accepted"),
        ("+1", "1", "1990", "birth-date-invalid"),
        ("1", "1", "-990", "birth-date-year"),
    ] {
        assert_eq!(key(parse(d, m, y)), why, "{d}-{m}-{y}");
    }
    assert_eq!(key(BirthDate::parse_iso("1990-05-01", TODAY)), "accepted");
    assert_eq!(key(BirthDate::parse_iso("1990-05", TODAY)), "birth-date-invalid");
    let leap = BirthDate::parse_iso("2008-02-29", TODAY).unwrap();
    assert_eq!(leap.age_on(date(2026, 2, 28)), 17);
    assert_eq!(leap.age_on(date(2026, 3, 1)), 18);
    assert_eq!(leap.age_on(date(2008, 2, 28)), -1);
}

#[test]
fn accounts() {
    let bca = PayoutAccount::parse("014", "123-456 7890").unwrap();
    assert_eq!((bca.provider_name(), bca.number(), bca.is_wallet()), ("BCA", "1234567890", false));
    assert_eq!(*bca.masked(), "BCA ••••7890");
    let dana = PayoutAccount::parse("dana", "0841 2345 678").unwrap();
    assert_eq!((dana.number(), dana.is_wallet()), ("+628412345678", true));
    assert_eq!(*dana.index_form(), "dana:+628412345678");
    for (provider, number, why) in [
        ("999", "1234567890", "account-provider"),
        ("014", "", "account-empty"),
        ("014", "12345", "account-digits"),
        ("014", "12345678901", "account-digits"),
        ("014", "12345abcde", "account-character"),
        ("ovo", "12345", "account-phone"),
    ] {
        assert_eq!(key(PayoutAccount::parse(provider, number)), why, "{provider} {number}");
    }
    assert!(
        PayoutAccount::from_bytes(b"1|777|12345678").is_some(),
        "a bank that left the table stays readable"
    );
    assert!(PayoutAccount::from_bytes(b"1|777|12x").is_none());
    assert!(BANKS.is_sorted_by_key(|b| b.code) && BANKS.iter().all(|b| b.code.len() == 3));
}

#[test]
fn addresses() {
    let full = AddressInput {
        street: "Jl. Melati  5",
        rt: "3",
        rw: "07",
        village: "Kebon Jeruk",
        district: "31.74.01",
        postcode: "12345",
    };
    let address = Address::parse(&full).unwrap();
    assert_eq!(*address.show(), "Jl. Melati 5, RT 003/RW 007, Kebon Jeruk, 31.74.01 12345");
    assert_eq!((address.province_code(), address.regency_code()), ("31", "31.74"));
    let least =
        Address::parse(&AddressInput { street: "Dusun II", district: "11.01.02", ..Default::default() });
    round_trip(&least.unwrap());
    let with = |change: fn(&mut AddressInput<'static>)| {
        let mut input = full;
        change(&mut input);
        key(Address::parse(&input))
    };
    assert_eq!(with(|a| a.street = " "), "address-street-empty");
    assert_eq!(with(|a| a.street = "a\u{1f}b"), "address-street-control");
    assert_eq!(with(|a| a.rt = "1a"), "address-rt");
    assert_eq!(with(|a| a.rw = "1234"), "address-rw");
    assert_eq!(with(|a| a.rt = "000"), "accepted");
    assert_eq!(with(|a| a.village = "\u{202e}x"), "address-village-control");
    assert_eq!(with(|a| a.district = "31.74"), "address-district");
    assert_eq!(with(|a| a.district = "31a74b01"), "address-district");
    assert_eq!(with(|a| a.postcode = "1234"), "address-postcode");
    assert_eq!(
        key(Address::parse(&AddressInput { street: &"é".repeat(201), ..full })),
        "address-street-long"
    );
    assert_eq!(
        key(Address::parse(&AddressInput { village: &"é".repeat(81), ..full })),
        "address-village-long"
    );
}

#[test]
fn choices_keep_their_names() {
    for occupation in Occupation::ALL {
        round_trip(occupation);
    }
    for level in EducationLevel::ALL {
        round_trip(&Education { level: *level, in_formal_education: true });
        round_trip(&Education { level: *level, in_formal_education: false });
    }
    round_trip(&Gender::Female);
    round_trip(&Gender::Male);
    assert_eq!(key(Occupation::parse("king")), "occupation-unknown");
    assert_eq!(key(Education::parse("phd", false)), "education-level");
    assert_eq!(key(Gender::parse("")), "gender-unknown");
    assert!(Education::from_bytes(b"1|bachelor|2").is_none());
}

#[test]
fn debug_shows_the_kind_alone() {
    assert_eq!(format!("{:?}", Nik::parse("3174014105900001").unwrap()), "Nik(…)");
    assert_eq!(format!("{:?}", Gender::Female), "Gender(…)");
    assert_eq!(format!("{:?}", PersonName::parse("Siti").unwrap()), "PersonName(…)");
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in any::<String>(), other in any::<String>()) {
        let _ = (PersonName::parse(&text), Email::parse(&text), Phone::parse(&text), Nik::parse(&text), Kk::parse(&text));
        let _ = (BirthDate::parse(&text, &other, &text, TODAY), BirthDate::parse_iso(&text, TODAY));
        let _ = (PayoutAccount::parse("014", &text), PayoutAccount::parse("ovo", &text), PayoutAccount::parse(&text, &other));
        let input = AddressInput { street: &text, rt: &other, rw: &text, village: &other, district: &text, postcode: &other };
        let _ = (Address::parse(&input), Statement::parse(&text, 100), Occupation::parse(&text));
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Some(phone) = Phone::from_bytes(&bytes) { let _ = (phone.show(), phone.domestic()); }
        if let Some(nik) = Nik::from_bytes(&bytes) { let _ = (nik.show(), nik.birth()); }
        if let Some(account) = PayoutAccount::from_bytes(&bytes) { let _ = (account.show(), account.masked()); }
        if let Some(address) = Address::from_bytes(&bytes) { let _ = address.show(); }
        let _ = (PersonName::from_bytes(&bytes), Email::from_bytes(&bytes), BirthDate::from_bytes(&bytes));
        let _ = (Education::from_bytes(&bytes), Occupation::from_bytes(&bytes), Kk::from_bytes(&bytes));
    }

    #[test]
    fn what_was_sealed_is_read_back(
        name in "[A-Za-zéñ][A-Za-zéñ' .-]{1,60}[a-z]", email in "[a-zA-Z0-9]{1,20}(\\.[a-z0-9+]{1,9})?@[a-zA-Z0-9]{1,20}\\.example",
        phone in "(0|\\+62|62|)8[1-9][0-9]{7,10}", nik in "[1-9][1-9](0[1-9]|7[1-9])(0[1-9]|[1-9][0-9])[0456][1-9](0[1-9]|1[0-2])[0-9]{2}[0-9]{3}[1-9]",
        born in (1900_i16..2026, 1_i8..13, 1_i8..29), number in "[0-9]{15}",
    ) {
        let name = PersonName::parse(&name).unwrap();
        prop_assert!(PersonName::parse(name.as_str()).unwrap() == name);
        round_trip(&name);
        round_trip(&Email::parse(&email).unwrap());
        let phone = Phone::parse(&phone).unwrap();
        prop_assert!(Phone::parse(&phone.show()).unwrap() == phone);
        prop_assert!(Phone::parse(&phone.domestic()).unwrap() == phone);
        round_trip(&phone);
        let nik = Nik::parse(&nik).unwrap();
        prop_assert!(Nik::parse(&nik.show()).unwrap() == nik);
        round_trip(&nik);
        round_trip(&BirthDate::new(date(born.0, born.1, born.2), TODAY).unwrap());
        round_trip(&PayoutAccount::parse("002", &number).unwrap());
        round_trip(&PayoutAccount::parse("gopay", phone.as_str()).unwrap());
    }

    #[test]
    fn addresses_are_read_back(
        street in "[A-Za-z0-9 .,|/]{0,80}[a-z]", rt in 0_u16..1000, village in "[A-Za-z |]{0,40}",
        district in "[1-9][1-9]\\.[0-9]{2}\\.[0-9]{2}", postcode in "([0-9]{5})?",
    ) {
        let rt = rt.to_string();
        let input = AddressInput { street: &street, rt: &rt, rw: "", village: &village, district: &district, postcode: &postcode };
        round_trip(&Address::parse(&input).unwrap());
    }
}
