## Empat cara menghubungi kami, di setiap halaman.

ways-label = Empat cara menghubungi kami
way-report = Formulir laporan
way-phone = Telepon { $number }
way-whatsapp = WhatsApp { $number }
way-chat = Obrolan langsung
ways-hours = Petugas menjawab { $hours }.
way-outside = (situs lain)

## /contact

contact-lead = Empat cara, satu kasus: lewat mana pun, Anda mendapat nomor, batas waktu, dan jawaban.
contact-way-report = Tulis kepada kami. Punya akun atau tidak, boleh.
contact-way-phone = Dijawab petugas, { $hours }.
contact-way-whatsapp = Membuka situs lain dengan kebijakannya sendiri. Jangan kirim foto KTP.
contact-way-chat = Berkirim pesan dengan petugas saat ini juga, { $hours }. Di luar jam itu menjadi kasus.
contact-more = E-mail dan surat
contact-more-mail = E-mail: { $address }
contact-more-letters = Surat: { $address }
contact-receipt = Punya nomor tanda terima?
contact-receipt-do = Lihat kabar kasus Anda
contact-when-asked = Pertanyaan dan pengaduan dijawab dalam { $hours } jam.

## /report

report-title = Formulir laporan
report-lead = Bertanya, mengadu, atau meminta hak Anda. Tidak perlu akun. Anda mendapat jawaban dalam { $hours } jam.
report-own-rights = Untuk melihat, memperbaiki, menghapus, atau membatasi data Anda, pakai halaman hak Anda: lebih cepat.
report-own-rights-do = Hak Anda
report-kind = Tentang apa?
report-kind-question = Pertanyaan
report-kind-question-hint = Bagaimana caranya, apa yang kurang, kapan datangnya.
report-kind-complaint = Keluhan
report-kind-complaint-hint = Ada yang keliru, atau ada yang memperlakukan Anda dengan buruk.
report-kind-access = Melihat data saya
report-kind-access-hint = Tunjukkan dulu bahwa itu data Anda. Punya akun: masuk saja, langsung terlihat.
report-kind-deletion = Menghapus data saya
report-kind-deletion-hint = Tunjukkan dulu bahwa itu data Anda. Punya akun: masuk saja, lebih cepat.
report-said = Ceritakan
report-said-hint = Apa yang terjadi, dan kapan. Jangan tulis kata sandi, kode, atau PIN. Paling banyak { $n } huruf.
report-name = Nama Anda
report-contact = Jawaban dikirim ke
report-contact-hint = E-mail atau nomor HP. Kalau kosong, jawaban hanya ada di halaman tanda terima.
report-files = Gambar atau dokumen
report-send = Kirim formulir
report-then = Setelah itu
report-then-number = Anda langsung mendapat nomor tanda terima dan kode. Dengan keduanya, kabarnya bisa dilihat kapan saja.
report-then-clock = Petugas menjawab dalam { $hours } jam. Kalau tidak bisa, kami beri tahu sebabnya.
report-then-kept = Tulisan Anda disegel. Hanya yang mengerjakannya yang membuka, dan tiap kali dicatat.
report-then-who = Di sini tidak ada yang bisa memeriksa siapa Anda. Tentang akun siapa pun tidak kami sebut lewat jalan ini.
report-proof-wait = Peramban Anda mengerjakan hitungan kecil, supaya mesin tidak membanjiri kami. Tidak ada gambar yang harus dipilih.
report-proof-work = Sebentar: peramban Anda menyelesaikan hitungannya. Formulir terkirim sendiri.
report-proof-again = Hitungan tidak berhasil. Periksa sambungan Anda, lalu tekan “Kirim formulir” lagi.
report-proof-none = Peramban Anda tidak menjalankan skrip, dan itu tidak apa-apa. Formulir kami terima { $seconds } detik setelah halaman ini dibuka, dan hanya beberapa dari satu sambungan.
report-have = Punya nomor tanda terima? Lihat kabar kasus Anda

report-filed-title = Formulir Anda sudah kami terima
report-filed-keep = Catat keduanya atau cetak halaman ini sekarang. Kode tidak ditampilkan lagi.
report-filed-number = Nomor tanda terima
report-filed-code = Kode
report-filed-until = Kami jawab paling lambat { $at }.
report-filed-told = Nomornya juga kami kirim ke alamat yang Anda tulis.
report-filed-not-told = Anda tidak menulis alamat. Jawaban hanya ada di halaman tanda terima.
report-filed-see = Lihat kabarnya
report-filed-phone = Di telepon, sebutkan nomor tanda terima. Kode jangan diberikan kepada siapa pun selain petugas kami.

## /report/receipt

receipt-title = Kabar kasus Anda
receipt-lead = Isi nomor tanda terima dan kode yang Anda terima bersamanya.
receipt-number = Nomor tanda terima
receipt-number-hint = 12 huruf dan angka, misalnya 7KQ2-M4XP-9DRT.
receipt-code = Kode
receipt-code-hint = 16 huruf dan angka.
receipt-open = Tampilkan kasus saya
receipt-lost = Kode hilang? Tidak ada yang bisa menampilkannya lagi. Tulis formulir baru dan sebutkan nomor lama.
receipt-account = Punya akun? Masuk saja: semua kasus Anda ada di sana.
receipt-for = Halaman ini terbuka { $n } menit di perangkat ini.
receipt-close = Tutup sekarang
receipt-said = Isi percakapan
receipt-more = Tambahkan keterangan
receipt-more-hint = Paling banyak { $n } huruf.
receipt-send = Kirim
receipt-sent = Pesan Anda sudah masuk ke kasus ini.
receipt-ended = Kasus ini sudah selesai. Ada yang baru? Kirim formulir baru dan sebutkan nomor ini.

## Kasus seperti yang diikuti orangnya.

told-state-open = Sedang kami kerjakan
told-state-waiting = Menunggu Anda
told-state-proposed = Diperiksa petugas kedua
told-state-granted = Dikabulkan
told-state-refused = Ditolak
told-state-answered = Dijawab
told-state-withdrawn = Dicabut
told-says-open = Kasus Anda ada pada kami.
told-says-waiting = Kami perlu sesuatu dari Anda. Waktu berhenti sampai Anda menjawab.
told-says-proposed = Jawaban sudah disiapkan. Petugas kedua memeriksanya.
told-says-granted = Keputusannya: dikabulkan.
told-says-refused = Keputusannya: ditolak. Alasan dan jalan selanjutnya ada di bawah.
told-says-answered = Sudah kami jawab. Jawabannya di bawah.
told-says-withdrawn = Anda mencabutnya. Tidak ada lagi yang dikerjakan.
told-clock-left = Sisa { $span }: kami jawab paling lambat { $at }.
told-clock-late = Kami berjanji menjawab sebelum { $at } dan terlambat. Kasus ini sudah di meja pejabat pelindungan data.
told-clock-waits = Kami menunggu Anda sampai { $at }.
told-row-number = Nomor tanda terima
told-row-kind = Tentang
told-row-opened = Dibuka
told-row-ended = Selesai
told-row-cut = Tidak ditampilkan
told-cut = Kasus ini panjang: hanya bagian awal dan isi terbarunya yang tampil di sini. Semuanya ada dalam salinan data Anda.
told-line-at = { $at }, { $by }
told-by-portal = di halaman Anda
told-by-form = lewat formulir
told-by-phone = lewat telepon
told-by-whatsapp = lewat WhatsApp
told-by-email = lewat e-mail
told-by-chat = lewat obrolan
told-by-system = oleh sistem
told-event-opened = Kasus dibuka.
told-event-said = Disampaikan.
told-event-replied = Dijawab.
told-event-note = Catatan.
told-event-taken = Sudah ada yang menangani.
told-event-handed-over = Diserahkan kepada petugas lain.
told-event-paused = Kami meminta sesuatu. Waktu berhenti.
told-event-resumed = Waktu berjalan lagi.
told-event-extended = Perlu { $hours } jam lagi.
told-event-half-time = Separuh waktu sudah lewat.
told-event-twelve-hours = Tinggal dua belas jam.
told-event-lapsed = Waktunya habis.
told-event-safety-done = Karena waktunya habis, data Anda dilindungi sampai ada keputusan.
told-event-proposed = Jawaban disiapkan.
told-event-sent-back = Dikembalikan oleh petugas kedua.
told-event-decided = Sudah diputuskan.
told-event-appealed = Anda mengajukan banding.
told-event-withdrawn = Anda mencabutnya.
told-event-attached = Ada berkas ditambahkan.
told-event-recipient-told = Pihak yang pernah menerima data Anda sudah diberi tahu.
told-event-sorted = Dipindahkan ke meja yang tepat.
told-event-chat-ended = Obrolan selesai.
told-file = { $kind }, { $size } KB
told-file-awaited = Berkas sedang diambil
told-file-refused = Ada berkas yang tidak diterima

## Yang tidak dapat dipakai.

refused-form-proof = Hitungan peramban Anda tidak tepat. Tekan “Kirim formulir” lagi: dibuat yang baru.
refused-form-lapsed = Formulir ini terbuka terlalu lama. Tekan “Kirim formulir” lagi: tulisan Anda tidak hilang.
refused-form-spent = Formulir ini sudah kami terima. Nomornya tidak sempat terlihat? Tekan “Kirim formulir” lagi.
refused-form-wait = Tunggu { $bound } detik, lalu tekan “Kirim formulir” lagi. Tanpa skrip, formulir tidak kami terima lebih cepat; tulisan Anda tetap di sini.
refused-form-limit = Terlalu banyak formulir dari sambungan Anda. Coba lagi dalam { $bound } menit, atau telepon kami; tulisan Anda tetap di sini.
refused-receipt-wrong = Nomor dan kode tidak cocok. Periksa keduanya seperti yang dicatat.
refused-receipt-number = Nomor tanda terima terdiri dari 12 huruf dan angka, misalnya 7KQ2-M4XP-9DRT.
refused-receipt-limit = Terlalu banyak percobaan. Coba lagi dalam { $bound } menit.
