## Melengkapi data

attest-line = Dengan menyimpan, Anda menyatakan bahwa ini benar dan lengkap.
profile-later = Nanti saja

numbers-title = Nomor dan tanggal lahir Anda
numbers-lead = Siapkan KTP dan Kartu Keluarga.
numbers-nik = NIK
numbers-nik-hint = 16 angka di bagian atas KTP.
numbers-kk = Nomor Kartu Keluarga (KK)
numbers-kk-hint = 16 angka di bagian atas Kartu Keluarga.
numbers-birth = Tanggal lahir
numbers-birth-hint = Seperti di KTP, misalnya 5 3 1998.
numbers-next = Kami lalu mencocokkannya dengan data kependudukan. Anda dapat terus mengisi sementara menunggu.

birth-title = Tanggal lahir mana yang benar?
birth-why = NIK Anda memuat tanggal yang berbeda. Itu bisa terjadi, misalnya jika data lahir pernah dibetulkan.
birth-typed = { $date }, seperti yang saya isi
birth-typed-hint = NIK saya memang memuat tanggal lain.
birth-nik = { $date }, seperti di NIK
birth-retype = NIK saya salah ketik, saya isi lagi
birth-next = Apa pun jawabannya, pendaftaran Anda berlanjut.

address-title = Di mana Anda tinggal sekarang?
address-step = Langkah { $n } dari 3
address-now = Tempat tinggal sekarang, walaupun berbeda dengan KTP.
address-province = Provinsi
address-regency = Kabupaten atau kota
address-district = Kecamatan
address-village = Desa atau kelurahan
address-street = Jalan dan nomor rumah
address-street-hint = Atau nama dusun, jika tidak ada nama jalan.
address-rt = RT
address-rw = RW
address-rt-hint = RT dan RW boleh kosong.
address-postcode = Kode pos
address-change = Ganti
address-source = Daftar wilayah: { $source }.

work-title = Pekerjaan dan pendidikan Anda
work-occupation = Pekerjaan sekarang
work-occupation-hint = Jika lebih dari satu, pilih yang utama.
work-education = Pendidikan terakhir yang tamat
work-enrolled = Apakah Anda sedang sekolah atau kuliah?
work-enrolled-hint = Kursus dan pelatihan kerja tidak termasuk.

account-title = Ke mana insentif dikirim?
account-lead = Rekening atau dompet digital harus atas nama Anda sendiri, dengan NIK yang sama.
account-provider = Bank atau dompet digital
account-number = Nomor rekening atau nomor HP dompet digital
account-number-hint = Boleh dengan spasi.

## Hasil penilaian syarat

eligibility-lead-open = Ada data yang belum diisi. Lengkapi, dan hasilnya langsung terlihat di sini.
eligibility-lead-eligible = Semua syarat terpenuhi. Anda dapat ikut gelombang yang dibuka.
eligibility-lead-not = Menurut data Anda, ada syarat yang belum terpenuhi. Jika datanya keliru, perbaiki, atau minta petugas memeriksa.
eligibility-lead-review = Ada syarat yang hanya boleh diputuskan oleh manusia. Anda tidak perlu melakukan apa-apa sekarang.
eligibility-assessed = Dinilai { $at }.
rule-met = Terpenuhi
rule-not-met = Belum terpenuhi
rule-missing = Data belum ada
rule-human = Diputuskan petugas
review-title = Minta petugas memeriksa
review-lead = Anda berhak meminta manusia memeriksa hasil yang dibuat otomatis. Petugas menjawab dalam 3 × 24 jam, dan Anda mendapat kabar.
review-statement = Apa yang tidak sesuai?
review-statement-hint = Misalnya: saya berhenti sebagai perangkat desa pada Maret 2026.
review-send = Kirim permintaan
review-asked = Petugas sedang memeriksa
review-asked-by = Diminta { $at }. Dijawab paling lambat { $by }.
review-granted = Petugas memutuskan: syarat terpenuhi
review-refused = Petugas memutuskan: syarat belum terpenuhi

## Mengubah satu data

edit-title = Ubah { $field }
edit-add-title = Isi { $field }
edit-checked-again = Setelah diubah, data ini diperiksa lagi dengan data kependudukan.
edit-gender-hint = Seperti di KTP. Boleh dikosongkan.
edit-gender = Jenis kelamin
edit-kept = Nilai lama tidak dipakai lagi. Bahwa data ini diubah tercatat di jejak Anda.
