## Kalimat yang dibuat dari kebijakan yang berlaku, dan yang ada di sekitar daftar.

help-why-needed = { $why } Perlu untuk: { $purposes }.
help-who-own = Anda. Petugas tidak melihatnya.
help-who-staff = Anda, dan petugas yang tugasnya memerlukan: { $roles }. Setiap kali dilihat, tercatat di jejak Anda.
help-who-with = { $who } Dapat diteruskan kepada { $recipients }, setiap kali hanya yang perlu.
help-how-long-at-most = Paling lama: { $rule }.

notice-says-what = Sekarang { $now } Anda. Nanti, kalau Anda mau ikut gelombang: { $later }.
notice-says-why = Untuk membuka akun Anda, memeriksa apakah Anda boleh ikut, dan memberikan hak Anda.
notice-says-with-whom = Kalau tujuannya memerlukan, dengan { $recipients }. Setiap kali hanya yang perlu, dan terlihat di jejak Anda.
notice-says-nobody = Tidak dengan pihak luar.

trail-newer = Lebih baru

data-being-checked = Sedang dicocokkan dengan data kependudukan
data-checked = Cocok dengan data kependudukan
data-no-match = Tidak cocok dengan data kependudukan
data-contested = Sedang dilihat petugas
data-disputed = Anda bilang ini salah; tidak dipakai sampai jelas

rule-fix-numbers = Isi nomor dan tanggal lahir
rule-fix-address = Isi alamat
rule-fix-work = Isi pekerjaan dan pendidikan

hindrance-profile-incomplete = Masih ada yang kurang di profil Anda.
hindrance-not-eligible = Menurut data Anda, ada syarat yang tidak terpenuhi.
hindrance-other-batch = Anda sudah ikut gelombang lain yang belum diundi.
hindrance-already-selected = Anda sudah mendapat tempat.
hindrance-fix-rules = Lihat yang mana
hindrance-fix-home = Ke halaman Anda

## Yang membuat permintaan tidak terbaca, dan yang menghalangi suatu tindakan.

fault-rule-utf8 = Ada isian yang bukan teks UTF-8 (aturan utf8).
fault-rule-field-twice = Ada isian yang terkirim dua kali (aturan field_twice).
fault-rule-choice = Pilihan yang terkirim tidak ada di formulir itu (aturan choice).
fault-rule-do = Formulirnya tidak menyebut apa yang harus dilakukan (aturan do).
fault-state = Itu tidak bisa dilakukan sekarang
fault-state-kept = Tidak ada yang berubah.
fault-state-do = Kembali ke halaman sebelumnya dan muat ulang: di sana terlihat keadaan sekarang.
fault-409 = Data yang sama sedang diubah pada saat ini
fault-409-kept = Perubahan Anda tidak disimpan, supaya tidak menimpa apa pun.
fault-409-do = Kembali ke halaman sebelumnya, muat ulang, lalu ubah sekali lagi.
fault-415 = Kami hanya bisa membaca formulir
fault-415-kept = Tidak ada yang berubah.
fault-415-do = Pakai formulir di halaman. Program mengirim application/x-www-form-urlencoded.

state-batch-closes-later = Gelombang ini masih dibuka. Bisa ditutup kalau waktunya habis.
state-batch-nobody-entered = Tidak ada peserta di gelombang ini, jadi tidak ada yang diundi.
state-batch-not-closed = Anda bisa mundur hanya antara penutupan dan undian.
state-batch-not-drawn = Gelombang ini belum diundi. Berkasnya terbit bersama undian.
state-batch-not-entered = Anda tidak termasuk peserta undian gelombang ini.
state-batch-not-joined = Anda belum ikut gelombang ini.
state-batch-not-known-yet = Nilai umum belum diketahui. Kembali lagi setelah waktunya lewat.
state-batch-not-open = Gelombang ini tidak sedang dibuka.
state-batch-not-planned = Gelombang ini tidak lagi direncanakan.
state-batch-reveal-may-come = Nilai umum masih bisa datang tepat waktu.
state-batch-revealed = Nilai umum sudah dimasukkan. Gelombang tidak pernah diundi ulang.
state-case-nik-gone = NIK pada laporan ini sudah diganti.
state-contact-taken = Kontak baru itu sekarang milik sebuah akun. Tolak permintaannya, atau minta kontak lain.
state-join-profile-incomplete = Masih ada yang kurang di profil Anda. Lengkapi dulu, lalu ikut.
state-join-not-eligible = Menurut data Anda, ada syarat yang tidak terpenuhi. Lihat syaratnya, atau minta petugas melihat.
state-join-other-batch = Anda sudah ikut gelombang lain yang belum diundi.
state-join-already-selected = Anda sudah mendapat tempat.
state-passkeys-max = Kunci sandi Anda sudah sebanyak yang bisa disimpan. Hapus satu dulu.
state-registry-away = Data kependudukan sedang tidak menjawab. Kami bertanya lagi dengan sendirinya.
state-waits-for-correction = Data kependudukan ditanya setelah perbaikan data Anda selesai.
state-whatsapp-away = WhatsApp sedang tidak menjawab. Kami mencoba lagi dengan sendirinya.
state-whatsapp-not-set-up = Layanan WhatsApp belum dipasang di sini.
state-relation-nobody = Tidak ada orang dengan data itu.
state-review-not-needed = Tidak ada syarat yang perlu dilihat petugas.
state-role-held = Orang ini sudah memegang peran itu.
state-role-not-in-force = Peran ini tidak berlaku.
state-role-not-waiting = Peran ini tidak sedang menunggu persetujuan.
state-role-own-grant = Peran yang Anda berikan disetujui administrator lain.
state-staff-address-taken = Alamat ini milik akun lain.
state-staff-admin-exists = Administrator sudah ada. Ia yang mengundang lainnya.
state-staff-admins-approve = Hanya administrator yang menyetujui peran.
state-stale-sign-in = Untuk ini, masuk lagi: Anda masuk lebih dari 15 menit yang lalu.
