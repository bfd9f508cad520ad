### Kata-kata program contoh ini sendiri: apa programnya, syaratnya, cara menghubunginya. Contoh yang dibuat
### dari dokumen umum, dengan kata-kata kami sendiri.

programme-name = Kartu Prakerja (contoh)
programme-short = Prakerja (contoh)
programme-what = Bantuan biaya pelatihan kerja: untuk yang mencari kerja, yang terkena PHK, dan siapa pun yang perlu keterampilan baru.
programme-gives = Biaya pelatihan Rp 3.500.000, dan insentif Rp 600.000 setelah pelatihan pertama selesai.
programme-needs = Warga negara Indonesia, umur 18 sampai 64 tahun, tidak sedang sekolah atau kuliah.

controller-name = Manajemen Pelaksana Program (contoh)
contact-phone = 0800 150 3001 (bebas pulsa)
contact-hours = setiap hari 08.00–20.00 WIB
contact-whatsapp = 0811 1500 3001
contact-email = tanya@prakerja.example
contact-letters = Park Tower lantai 10, MNC Center, Jalan Kebon Sirih No. 17-19, Menteng, Jakarta Pusat
contact-chat-hours = setiap hari 08.00–20.00 WIB

places-source = Indonesian Area Data (idn-area-data 3.1.2, ODbL 1.0), menurut Keputusan Menteri Dalam Negeri 300.2.2-2138 Tahun 2025

## Syarat: judulnya `rule-<id>`; sebabnya `rule-<id>-why`, dengan variabel syarat itu.

rule-age = Umur 18 sampai 64 tahun
rule-age-why = Menurut tanggal lahir Anda, umur Anda { $age } tahun.
rule-not-in-education = Tidak sedang sekolah atau kuliah
rule-not-in-education-why =
    { $in_formal_education ->
        [true] Anda menyatakan sedang sekolah atau kuliah.
       *[other] Anda menyatakan tidak sedang sekolah atau kuliah.
    }
rule-occupation = Bukan pejabat, ASN, TNI, Polri, perangkat desa, atau pimpinan BUMN/BUMD
rule-occupation-why = Pekerjaan Anda yang tercatat: { $occupation }.
rule-household = Paling banyak dua orang dari satu KK
rule-household-why =
    { $household_place ->
        [1] Anda orang pertama dari KK Anda.
        [2] Anda orang kedua dari KK Anda.
       *[other] Sudah { $kk_people_max } orang dari KK Anda yang mendaftar sebelum Anda.
    }
rule-identity = NIK yang cocok dengan data kependudukan
rule-identity-why = { $identity }.
rule-once-per-person = Manfaat diberikan satu kali
rule-once-per-person-why =
    { $had_benefit_before ->
        [true] NIK Anda pernah mendapat tempat, dan datanya sudah dihapus. Yang tersisa hanya tanda tersegel dari NIK itu, untuk pertanyaan ini saja.
       *[other] NIK Anda belum pernah mendapat tempat.
    }
