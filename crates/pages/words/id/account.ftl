## Mendaftar

address-label = Email atau nomor HP
register-title = Daftar
register-lead = Cukup satu menit. Tidak perlu kata sandi.
register-address-hint = Pilih salah satu yang Anda pakai sehari-hari. Kami mengirim kode ke sana.
register-name = Nama lengkap
register-name-hint = Seperti di KTP.
register-notice = Yang terjadi dengan data Anda
notice-what = Apa
notice-why = Untuk apa
notice-how-long = Berapa lama
notice-with-whom = Dengan siapa dibagikan
notice-more = Baca kebijakan privasi lengkap
register-consents = Pilihan Anda
register-consents-hint = Semua boleh dikosongkan. Pilihan ini tidak berpengaruh pada peluang Anda.
register-consents-see = Lihat { $n } pilihan
register-agree = Pernyataan
register-attest = Yang saya isi benar dan lengkap.
register-accept = Saya sudah membaca dan menyetujui syarat dan ketentuan serta kebijakan privasi.
register-terms = Syarat dan ketentuan
register-send = Daftar dan kirim kode
register-next = Berikutnya: masukkan kode 6 angka yang kami kirim.

## Kode

code-title = Masukkan kode
code-sent-email = Kami mengirim pesan dengan kode ke { $to }.
code-sent-text = Kami mengirim SMS dengan kode ke { $to }.
code-minutes = Kode berlaku { $n } menit.
code-label = Kode 6 angka
code-hint = Jangan beri tahu kode ini kepada siapa pun. Petugas kami tidak pernah menanyakannya.
code-none = Kode tidak datang?
code-none-email = Tunggu sebentar, lalu lihat juga di folder spam.
code-none-text = SMS kadang perlu beberapa menit. Pastikan ada sinyal.
code-none-known = Periksa apakah alamat di atas benar.
code-resend = Kirim kode baru
code-other = Pakai alamat lain

## Masuk

sign-in-title = Masuk
sign-in-lead = Kami mengirim kode sekali pakai. Anda tidak perlu kata sandi.
sign-in-address-hint = Yang Anda pakai saat mendaftar.
sign-in-send = Kirim kode
sign-in-passkey = Masuk dengan kunci sandi
passkey-failed = Kunci sandi tidak dapat dipakai kali ini. Coba lagi, atau pakai kode.
sign-in-by-password = Masuk dengan kata sandi
sign-in-by-code = Masuk dengan kode
sign-in-password = Kata sandi
sign-in-trouble = Tidak bisa masuk?
sign-in-lost = HP hilang atau email tidak dapat dibuka lagi? Kami bantu menggantinya.
sign-in-new = Belum punya akun?

## HP atau alamat yang hilang

lost-title = HP hilang atau email tidak bisa dibuka
lost-first = Coba dahulu yang langsung bisa
lost-first-other = Apakah Anda juga mendaftarkan yang satunya, email di samping nomor HP atau nomor HP di samping email? Masuk dengan itu, lalu ganti yang hilang di “Masuk dan keamanan”.
lost-first-passkey = Kunci sandi atau kata sandi juga bisa dipakai.
lost-first-do = Masuk
lost-ask = Semua itu tidak bisa?
lost-lead = Sebutkan siapa Anda dan bagaimana kami menghubungi Anda mulai sekarang. Petugas memeriksanya, dan Anda mendapat kabar paling lambat { $hours } jam.
lost-address = Email atau nomor HP baru
lost-address-hint = Yang bisa Anda buka sekarang. Kami mengirim kode ke sana.
lost-statement = Apa yang terjadi?
lost-statement-hint = Kapan dan bagaimana hilangnya, dan apa lagi yang menunjukkan bahwa ini Anda, misalnya kapan Anda mendaftar. Jangan tulis kode atau kata sandi.
lost-attest = Ini benar: saya orang tersebut, dan yang saya isi lengkap.
lost-send = Kirim dan minta kode
lost-step-compare = Sistem mencocokkan isian Anda dengan akun. Petugas hanya melihat “cocok” atau “berbeda”, dan cerita Anda.
lost-step-answer = Petugas memutuskan paling lambat { $hours } jam.
lost-step-delay = Jika dipastikan, kontak baru berlaku { $hours } jam kemudian. Kontak lama langsung diberi tahu, dan pemegangnya dapat membatalkan sampai saat itu.
lost-same = Halaman ini berkata sama kepada siapa pun, dengan atau tanpa akun.
lost-phone = Lebih suka bicara dengan orang?
lost-help-compared = Untuk mencari akun Anda dan memastikan bahwa ini Anda.
lost-help-nobody = Tidak seorang pun. Sistem mencocokkannya dan hanya menyebut cocok atau tidak.
lost-help-short = Sampai selesai dicocokkan: segera setelah kode Anda masukkan, paling lambat dalam empat hari.
lost-help-empty = Kami tidak dapat mencari akun Anda.
lost-help-address = Untuk mengirim kode dan jawaban. Jika dipastikan petugas, ini menjadi kontak akun Anda.
lost-help-agent = Petugas yang memutuskan. Setiap kali dilihat, tercatat di jejak akun.
lost-help-case = Bersama akun Anda, seperti cerita Anda. Jika tidak ada akun, empat hari.
lost-sent-title = Permintaan Anda sudah kami terima
lost-sent-lead = Kontak baru Anda sudah dipastikan. Kami memeriksa permintaan Anda, dan kabarnya kami kirim ke sana paling lambat { $hours } jam lagi.
lost-sent-yes = Jika dipastikan, kami mengabarkan kapan Anda dapat masuk dengan kontak baru: { $hours } jam setelah keputusan. Kontak lama diberi tahu.
lost-sent-no = Jika tidak dapat dipastikan, kami juga mengabarkannya. Anda dapat meminta lagi atau menelepon.
lost-sent-close = Halaman ini boleh ditutup.

## Hubungi kami

contact-title = Hubungi kami
contact-about = Sebutkan nomor catatan ini:
contact-about-why = Dengan nomor ini petugas tahu penggunaan data mana yang Anda maksud.
contact-say = Agar cepat terbantu
contact-say-what = Ceritakan apa yang terjadi dan kapan.
contact-say-how = Sebutkan bagaimana kami dapat menghubungi Anda kembali.
contact-never = Kami tidak pernah menanyakan kode, kata sandi, atau PIN Anda.
contact-when = Kapan dijawab
contact-when-data = Permintaan memperbaiki data selesai paling lambat 3 × 24 jam sejak keterangan Anda cukup. Anda menerima kabar hasilnya.

## Persetujuan

consents-title = Persetujuan Anda
consents-lead = Setiap persetujuan berdiri sendiri. Mencabutnya langsung berlaku dan tidak mengurangi peluang atau hak Anda.
consents-none = Program ini tidak meminta persetujuan apa pun dari Anda.
consent-given = Diberikan { $at }, kebijakan versi { $version }
consent-withdrawn = Dicabut { $at }
consent-never = Belum diberikan
consent-on = Berlaku
consent-off = Tidak berlaku
consent-give = Beri persetujuan
consent-withdraw = Cabut
consents-accepted = Yang Anda setujui saat mendaftar
consents-accepted-line = Syarat dan kebijakan privasi versi { $version }, { $at }
consents-other-ground = Sebagian data dipakai tanpa persetujuan, karena hukum mewajibkan atau program membutuhkannya. Kebijakan privasi menjelaskan yang mana.

## Masuk dan keamanan

security-title = Masuk dan keamanan
security-contacts = Cara menghubungi Anda
security-phone = Nomor HP
security-change = Ganti
security-add = Tambah
security-not-given = Belum diisi
security-pending = Kontak baru { $to } berlaku mulai { $at }.
security-pending-why = Kami menunggu dahulu, supaya Anda sempat membatalkan jika bukan Anda yang meminta.
security-pending-cancel = Batalkan perubahan ini
security-passkeys = Kunci sandi (passkey)
security-passkeys-what = Masuk dengan sidik jari, wajah, atau PIN perangkat Anda. Tidak ada yang dapat dicuri dari kami.
security-passkey-none = Belum ada kunci sandi.
security-passkey-add = Tambah kunci sandi di perangkat ini
security-passkey-script = Perangkat ini belum dapat memakai kunci sandi. Kode selalu dapat dipakai.
security-passkey-used = Ditambahkan { $added }, terakhir dipakai { $used }
security-passkey-added = Ditambahkan { $added }
security-remove = Hapus
security-password = Kata sandi
security-password-set = Disimpan { $at }
security-password-none = Tidak ada. Anda masuk dengan kode.
security-sessions = Tempat Anda sedang masuk
security-session-here = Perangkat ini
security-session-since = Masuk { $since }, terakhir dipakai { $last }
security-end = Akhiri
security-end-others = Akhiri semua yang lain
security-strange = Ada yang tidak Anda kenal? Akhiri, lalu hubungi kami.

change-email-title = Email baru Anda
change-phone-title = Nomor HP baru Anda
change-current = Sekarang: { $now }
change-email-label = Email baru
change-phone-label = Nomor HP baru
change-steps = Yang terjadi kemudian
change-step-code = Kami mengirim kode ke kontak baru.
change-step-notice = Kontak lama mendapat pemberitahuan.
change-step-delay = Setelah { $hours } jam, kontak baru berlaku. Sampai saat itu Anda dapat membatalkan.
change-step-first = Setelah kode dimasukkan, langsung berlaku.
change-send = Kirim kode
change-lost = Kontak lama tidak dapat dipakai lagi dan tidak ada cara lain untuk masuk? Petugas memeriksa dahulu bahwa ini benar Anda.

password-title = Kata sandi Anda
password-lead = Kata sandi tidak wajib: kode selalu dapat dipakai.
password-new = Kata sandi baru
password-hint = Paling sedikit { $n } huruf. Tiga atau empat kata acak mudah diingat dan sulit ditebak. Boleh ditempel dari pengelola kata sandi.
password-save = Simpan kata sandi
password-remove = Hapus kata sandi
