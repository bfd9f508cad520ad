## Berhenti atau hapus data

leave-title = Berhenti atau hapus data
leave-lead = Memilih di sini belum mengubah apa pun. Halaman berikutnya menunjukkan dahulu apa yang akan terjadi.
leave-way = Apa yang Anda inginkan?
leave-end = Berhenti ikut program
leave-end-hint = Data Anda tidak dipakai lagi. Data tetap tersimpan tersegel sampai masa simpannya habis, dan Anda masih dapat masuk.
leave-parts = Hapus sebagian data
leave-parts-hint = Anda memilih yang mana, misalnya alamat atau rekening. Akun Anda tetap ada.
leave-all = Hapus semuanya
leave-all-hint = Akun Anda ditutup. Semua yang tidak wajib disimpan tidak dapat dibuka lagi oleh siapa pun, juga di cadangan. Tidak dapat dibatalkan.
leave-next = Lanjutkan
leave-less = Mungkin ini sudah cukup
leave-less-edit = Memperbaiki data yang keliru
leave-less-consents = Mencabut persetujuan
leave-ended = Anda berhenti pada { $at }. Data Anda tersegel dan tidak dipakai lagi.
leave-from-data = Hapus sebagian atau semua data, atau berhenti
data-remove = Hapus

remove-title = Data mana yang dihapus?
remove-lead = Ini yang kami simpan dan dapat Anda hapus sendiri-sendiri. Centang yang ingin Anda hapus.
remove-none = Tidak ada data yang dapat dihapus sendiri-sendiri. Anda masih dapat menghapus semuanya.
remove-next = Belum ada yang dihapus. Berikutnya Anda melihat dahulu apa yang terjadi.
refused-remove-nothing = Centang paling sedikit satu, atau kembali.

confirm-end = Berhenti ikut program?
confirm-erase = Hapus data ini?
confirm-one = Hapus { $field } Anda?
confirm-destroy = Hapus semua data Anda?
confirm-lead-end = Setelah ini tidak ada yang memakai data Anda untuk program. Data tetap tersegel sampai masa simpannya habis; Anda masih dapat masuk, melihatnya, dan menghapusnya.
confirm-lead-erase = Setelah ini tidak seorang pun dapat membukanya lagi, juga kami, juga dari cadangan. Ini tidak dapat dibatalkan.
confirm-lead-destroy = Setelah ini akun Anda tidak ada lagi dan tidak seorang pun dapat membuka data Anda, juga kami, juga dari cadangan. Ini tidak dapat dibatalkan.
confirm-gone = Yang dihapus
confirm-also = Dan yang ada di tempat lain
confirm-follows = Akibatnya
confirm-kept = Yang tetap disimpan
confirm-kept-none = Dari data itu, tidak ada.
confirm-others = Di luar dan di cadangan
confirm-told = Data Anda pernah diteruskan kepada { $whom }. Mereka kami minta melakukan hal yang sama, dan jawabannya kami tunggu.
confirm-carried = Alamat atau nomor Anda diberikan kepada pengirim surat dan pesan hanya supaya surat dan kode kami sampai kepada Anda. Petugas pelindungan data meminta mereka menghapus yang masih mereka simpan, dan mencatat jawabannya.
confirm-told-none = Data ini tidak pernah diteruskan kepada pihak luar.
confirm-then = Setelah itu
confirm-certificate = Anda langsung mendapat surat bukti untuk disimpan, dengan kode yang tetap dapat dibuka tanpa akun.
confirm-stale = Supaya orang lain yang memegang perangkat ini tidak dapat melakukannya, masuk sekali lagi dahulu. Setelah itu Anda kembali ke halaman ini.
confirm-sign-in = Masuk sekali lagi
confirm-do-end = Berhenti sekarang
confirm-do-erase = Hapus sekarang
confirm-do-destroy = Hapus semuanya sekarang
follows-account = Akun ini ditutup dan semua perangkat keluar. Untuk ikut lagi, Anda mendaftar dari awal.
follows-batch = Anda keluar dari gelombang yang sedang dibuka. Dalam gelombang yang sudah dikunci, nomor undian Anda tetap ada, tanpa nama.
follows-pause = Anda tidak dapat ikut gelombang. Untuk ikut lagi, hubungi kami.
follows-fill-again = Bagian program yang memerlukannya tidak dapat berjalan sampai Anda mengisinya lagi.

hold-title = Untuk sekarang belum dapat dihapus.
hold-note = Data Anda ditahan karena { $ground }, paling lama sampai { $at }.
hold-note-staff = Data ini ditahan karena { $ground }, paling lama sampai { $at }.
hold-note-do = Selama itu data Anda tetap tersegel. Jika menurut Anda ini keliru, atau ingin tahu lebih banyak:
hold-ground-dispute = ada sengketa di pengadilan atau yang akan dibawa ke sana
hold-ground-investigation = ada penyelidikan oleh pihak yang diberi wewenang oleh undang-undang
hold-ground-audit = ada pemeriksaan uang negara
hold-ground-order = ada perintah tertulis dari pihak yang berwenang

## Surat bukti

certificate-find = Surat bukti penghapusan
certificate-find-lead = Masukkan kode dari surat bukti Anda. Tidak perlu akun.
certificate-code = Kode surat bukti
certificate-code-hint = Huruf besar atau kecil dan tanda hubung tidak berpengaruh. Boleh ditempel.
certificate-show = Buka
certificate-lost = Kode hilang? Kami hanya menyimpan jejaknya dan tidak dapat membuatnya lagi.
refused-certificate = Tidak ada surat bukti dengan kode ini. Periksa lagi huruf dan angkanya.
certificate-end = Surat bukti: berhenti diproses
certificate-erase = Surat bukti: data dihapus
certificate-destroy = Surat bukti: data dimusnahkan
certificate-did-end = Pemrosesan dihentikan
certificate-did-erase = Data dihapus
certificate-did-destroy = Semua data yang tidak wajib disimpan dimusnahkan
certificate-lead = { $did } pada { $at }, { $who } ({ $clause }; { $article }).
certificate-lead-soon = { $did } sebentar lagi, { $who } ({ $clause }; { $article }). Muat ulang halaman ini.
certificate-means-end = Data tetap tersegel sampai masa simpannya habis, dan tidak dipakai lagi untuk program.
certificate-means-erase = Kunci yang membuka data itu sudah tidak ada. Yang tersisa hanya deretan acak yang tidak dapat dibaca siapa pun.
certificate-means-destroy = Kunci orang ini sudah tidak ada. Yang tersisa hanya deretan acak yang tidak dapat dibaca siapa pun.
asked-by-person = atas permintaan orangnya sendiri
asked-by-dpo = oleh petugas pelindungan data, atas nama orangnya
removal-ground-request = atas permintaan orangnya
removal-ground-time-over = karena masa simpannya habis
removal-ground-purpose-over = karena tujuannya sudah tercapai
removal-ground-consent-withdrawn = karena persetujuannya dicabut
removal-ground-unlawful = karena diperoleh atau dipakai secara tidak sah
certificate-done = Selesai.
certificate-keep = Simpan surat bukti ini sekarang. Kodenya kami kirim juga ke kontak Anda; kami sendiri tidak menyimpannya.
certificate-save = Simpan
certificate-pdf = Unduh PDF
certificate-file = Unduh berkas untuk diperiksa komputer
certificate-again = Membuka lagi
certificate-again-how = Surat ini dapat dibuka lagi di alamat berikut, juga tanpa akun. Siapa pun yang tahu alamatnya dapat membacanya; tidak ada nama di dalamnya.
certificate-gone = Yang dihapus
certificate-places = Di mana saja
certificate-kept = Yang tetap disimpan
certificate-kept-none = Dari data itu, tidak ada.
certificate-copies = Cadangan
certificate-notices = Pihak luar yang diberi tahu
certificate-notices-none = Data ini tidak pernah diteruskan kepada pihak luar.
certificate-notices-signed = Jawaban yang bertanda tangan ada di dalam berkas.
certificate-proofs = Bukti di buku besar
certificate-proofs-what = Catatan berikut membuktikan langkah-langkahnya. Berkasnya berisi bukti lengkap, yang dapat diperiksa tanpa sambungan dan tanpa kami.
certificate-journal = Juga tercatat di luar basis data, dengan nomor { $n }: cadangan lama yang dipulihkan pun tidak mengembalikannya.
certificate-foot = Kode { $code }
certificate-who = { $who }, { $phone }
gone-counted = { $what }: { $n }
trace-keys = Kunci yang membuka semuanya
trace-tags = Penanda untuk mencari orangnya
trace-letters = Surat dan pesan
trace-jobs = Pekerjaan sistem yang menunggu
trace-tickets = Kode dan isian yang belum selesai
trace-sessions = Perangkat yang sedang masuk
trace-consents = Persetujuan
trace-cases = Perkara dan ceritanya
trace-reasons = Alasan yang ditulis petugas
trace-batches = Keikutsertaan di gelombang
trace-roles = Peran sebagai petugas
trace-relations = Hubungan yang dinyatakan petugas
trace-holds = Penahanan yang sudah selesai
trace-account = Akun
trace-files = Berkas yang dikirim
kept-once-per-person = Tanda tersandi dari NIK, tanpa nama dan tanpa nomor
kept-everything = Semua data, tersegel
kept-everything-why = Tidak dipakai lagi, sampai masa simpannya habis
kept-why = { $why } ({ $grounds }).
kept-why-bare = { $why }.
kept-until = Sampai { $at }.
kept-until-open = Sampai masa simpan menurut kebijakan privasi habis.
copies-until = Cadangan yang masih dapat memuatnya tidak dapat dibuka lagi paling lambat { $at }.
copies-gone = Sejak { $at } tidak ada lagi cadangan yang dapat dibuka.
copies-late = Cadangan yang masih dapat memuatnya seharusnya tidak dapat dibuka lagi paling lambat { $at }. Ini terlambat; penyebabnya sedang kami tangani.
notice-state-waiting = Belum diberi tahu
notice-state-told = Menunggu jawaban
notice-state-acknowledged = Menjawab: sudah
notice-state-recorded = Menjawab, tanpa tanda tangan
notice-carries = Mereka hanya mengantar surat dan kode. Petugas pelindungan data memberi tahu mereka dan mencatat jawabannya di sini.
notice-told-letter = Diberi tahu lewat surat
notice-told-meeting = Diberi tahu dalam pertemuan
notice-told-contract = Diberi tahu lewat kontraknya
notice-recorded = { $told }, menjawab { $at }, dicatat oleh petugas pelindungan data.
notice-told-at = Diberi tahu { $at }.
notice-answered-at = Jawaban bertanda tangan diterima { $at }.

## Yang menghalangi

state-removal-nothing = Dari pilihan ini tidak ada lagi yang tersimpan.
state-removal-all-kept = Pilihan ini masih wajib kami simpan. Berapa lama dan atas dasar apa, tertulis di kebijakan privasi.
state-removal-needs-contact = Tanpa email atau nomor HP, akun ini tidak dapat dibuka lagi. Tambahkan yang lain dahulu, atau hapus semuanya.
state-removal-whole-only = Ini hanya dapat dihapus seluruhnya.
state-removal-staff-in-force = Akun ini memegang peran sebagai petugas. Akhiri perannya dahulu.
state-removal-ended = Anda sudah berhenti.

## Kebijakan privasi: bagaimana data berakhir

privacy-ends = Bagaimana data berakhir
privacy-ends-lead = Setiap tujuan menyebut berapa lama data disimpan, lalu apa yang terjadi. Setiap malam sistem menjalankannya, dan Anda dapat memintanya lebih awal.
privacy-ends-erase = Dihapus
privacy-ends-erase-what = Kunci untuk kelompok data itu dibuang. Data lain dan akun Anda tetap ada.
privacy-ends-destroy = Dimusnahkan
privacy-ends-destroy-what = Semua kunci Anda dibuang, bersama akun, penanda, sesi, dan surat. Yang wajib disimpan disebut satu per satu dalam surat bukti.
privacy-ends-anonymise = Dianonimkan
privacy-ends-anonymise-what = Hanya jumlah yang tersisa, dari kelompok yang cukup besar. Tidak ada nomor yang dapat dihubungkan kembali dengan orangnya.
privacy-ends-copies = Cadangan ikut: tanpa kuncinya, salinan lama tidak dapat dibuka. Surat bukti menyebut tanggalnya.

## Halaman orang yang sudah berhenti

next-ended = Anda sudah berhenti ikut
next-ended-text = Data Anda tersegel dan tidak dipakai lagi. Anda masih dapat melihatnya atau menghapusnya. Untuk ikut lagi, hubungi kami.
next-ended-do = Lihat data saya
