# Salinan data: di layar, untuk dicetak, sebagai arsip, dan ke penyelenggara lain.

copy-title = Salinan data Anda
copy-lead = Inilah semua yang kami simpan tentang Anda, dari mana asalnya, dan sejak kapan.
copy-take = Bawa salinannya
copy-pdf = Untuk dicetak
copy-pdf-what = Berkas PDF dengan isi halaman ini, lebih lengkap.
copy-pdf-do = Unduh PDF
copy-archive = Arsip lengkap
copy-archive-what = Semuanya dalam satu berkas ZIP: data, percakapan, lampiran, surat, dan jejak lengkap dengan buktinya. Bisa dibaca orang maupun komputer, dan ditandatangani.
copy-archive-do = Siapkan tautan
copy-stale = Demi keamanan, masuklah sekali lagi. Setelah itu Anda kembali ke sini.
copy-send = Kirim ke penyelenggara lain
copy-send-what = Kami kirimkan arsip yang sama ke penyelenggara pilihan Anda.
copy-send-do = Pilih penerima
copy-sent-now = Perintah Anda sudah dicatat. Kami mengirim arsipnya dan memberi kabar setelah diterima.
copy-values = Data Anda
copy-consents = Persetujuan
copy-cases = Laporan dan permohonan
copy-standings = Pendampingan
copy-batches = Gelombang
copy-others = Yang menerima data Anda
copy-letters = Surat dan pesan yang kami simpan
copy-devices = Perangkat yang sedang masuk
copy-trail = Siapa yang memakai data Anda
copy-uses = { $n ->
   *[other] Jejak Anda memuat { $n } catatan.
  }
copy-trail-how = Setiap catatan dan buktinya ada di arsip lengkap, dan di halaman jejak di portal.
copy-without = Yang tidak ada di sini
copy-without-what = Nama pegawai dan data orang lain tidak kami tampilkan (UU 27/2022 Pasal 33). Kunci dan kode untuk masuk juga tidak. Ada yang kurang atau salah? Hubungi kami.
copy-more = { $n ->
   *[other] { $n } lainnya ada di PDF dan di arsip.
  }
copy-more-archive = { $n ->
   *[other] { $n } lainnya ada di arsip lengkap.
  }
copy-before = { $field }, sebelumnya
copy-replaced = diganti { $at }, disimpan sampai { $until }
copy-given = Diberikan { $at }
copy-withdrawn = Ditarik { $at }
copy-opened = Dibuka { $at }
copy-until = sampai { $at }
copy-used = Terakhir dipakai { $at }
copy-batch = Gelombang { $n }
copy-transfer-waiting = Salinan sedang dikirim
copy-transfer-received = Salinan sudah diterima
copy-transfer-failed = Salinan tidak dapat dikirim
copy-receipt = Tanda terima { $hash }
copy-foot = Salinan data, dibuat { $at }
copy-ready-title = Arsip Anda siap diambil
copy-ready-until = Tautan ini bisa dipakai satu kali, sampai { $at }. Setelah itu tautannya mati.
copy-ready-do = Ambil arsip (ZIP)
copy-ready-broken = Unduhan terputus? Minta tautan baru; tidak ada yang hilang.
copy-ready-keep = Simpan arsip ini seperti Anda menyimpan KTP. Kami memberi tahu Anda lewat surat bahwa salinannya diambil.
copy-over-title = Tautan ini sudah tidak berlaku
copy-over-what = Tautan hanya bisa dipakai satu kali dan selama sepuluh menit, oleh Anda sendiri.
copy-over-do = Minta tautan baru
copy-send-title = Kirim salinan ke penyelenggara lain
copy-send-lead = Anda berhak meminta data Anda dikirim ke penyelenggara lain (UU 27/2022 Pasal 13). Kami mengirim arsip lengkap, dan hanya ke penyelenggara dalam daftar ini.
copy-send-nobody = Saat ini belum ada penyelenggara yang dapat menerima data secara langsung. Anda bisa mengambil arsip lengkap dan menyerahkannya sendiri.
copy-send-to = Kirim ke
copy-send-then = Data yang sedang disengketakan tidak ikut dikirim. Penerima menandatangani tanda terima, dan pengirimannya tercatat di jejak Anda.
copy-send-order = Kirim salinan saya

state-copy-link-over = Tautan ini sudah dipakai atau waktunya habis. Minta tautan baru di halaman salinan data.
state-copy-under-way = Salinan ke penyelenggara ini sedang dikirim. Tunggu kabar dari kami.
state-copy-broken-off = Salinan terputus. Minta tautan baru di halaman salinan data.

letter-copy-taken-subject = Salinan data Anda di { $programme } diambil
letter-copy-taken-first = Seseorang yang masuk dengan akun Anda mengambil salinan lengkap data Anda pada { $at }.
letter-copy-taken-then = Jika itu Anda, tidak ada yang perlu dilakukan. Jika bukan, keluarkan semua perangkat di halaman keamanan dan segera hubungi kami.
letter-copy-sent-subject = Salinan data Anda di { $programme } sudah diterima
letter-copy-sent-first = Salinan data Anda sudah diterima { $controller } pada { $at }.
letter-copy-sent-then = Tanda terimanya ada di halaman salinan data. Apa yang dilakukan penerima dengan data itu menjadi tanggung jawabnya; tanyakan kepadanya.
letter-copy-not-sent-subject = Salinan data Anda di { $programme } belum terkirim
letter-copy-not-sent-first = Salinan data Anda tidak dapat dikirim ke { $controller }.
letter-copy-not-sent-then = Penerima tidak menjawab atau menolak. Anda bisa mencoba lagi, atau mengambil arsip lengkap dan menyerahkannya sendiri.
