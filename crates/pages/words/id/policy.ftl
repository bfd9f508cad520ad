## Halaman kebijakan. Isi kebijakan sendiri adalah kata program.

privacy-version = Versi { $version }, berlaku sejak { $day }
privacy-not-in-force = Versi ini bukan yang berlaku sekarang.
privacy-see-in-force = Lihat yang berlaku
privacy-table = Semua dalam satu tabel
privacy-contents = Daftar isi
privacy-law = Kami mengikuti hukum.
privacy-list = Lihat daftarnya ({ $n })
privacy-others = Yang diminta hukum
privacy-proof = Versi dan sidik
privacy-proof-how = Sidik SHA-256 ini menandai teks kebijakan persis seperti yang dijalankan program. Setiap catatan di jejak Anda menyebut versinya.
privacy-raw = Berkas kebijakan yang dijalankan
privacy-versions = Versi lain
privacy-versions-none = Belum ada versi lain.

policy-details = dasar, data, siapa, berapa lama
policy-basis-label = Dasar hukum
policy-basis = { $basis } (UU 27/2022 pasal { $article })
policy-with = Dengan data
policy-does = Boleh
policy-who = Oleh siapa
policy-to = Diberikan kepada
policy-kept = Disimpan
policy-besides = Selain itu
policy-none = tidak ada
policy-all-categories = semua jenis data
policy-retention-none = Kebijakan tidak menyebutnya.
policy-kept-at-most = Paling lama: { $rule }.
policy-machine = Mesin boleh memutuskan.
policy-objection-not-possible = Tidak dapat ditolak, karena hukum atau programnya memerlukannya.
policy-objection-to-machines = Jika Anda berkeberatan, manusia yang memutuskan.
policy-objection-to-all = Jika Anda berkeberatan, ini berhenti.
policy-when-restricted = Tetap berjalan saat pemakaian data ditunda.
policy-when-ended = Tetap berjalan setelah pemakaian data berakhir.

table-title = Siapa boleh apa
table-lead = Inilah seluruh kebijakan versi { $version } dalam satu tabel. Yang tidak ada di sini ditolak oleh program, juga untuk petugas.
table-filter = Tampilkan yang boleh dilakukan
table-everybody = Semua
table-show = Tampilkan
table-none = Kebijakan tidak mengizinkan apa pun untuk peran ini.
table-count = { $n } tujuan
table-what-for = Untuk apa
