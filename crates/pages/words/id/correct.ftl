# Memperbaiki dan melengkapi data sendiri.

correct-title = Perbaiki data saya
correct-lead = Yang keliru atau kurang Anda ubah di sini. Kebanyakan langsung berlaku; yang sudah cocok dengan data kependudukan memerlukan dokumen.
correct-under-way = Perbaikan Anda
correct-values = Data Anda
correct-with-evidence = Perbaiki
correct-at-once = Anda ubah sendiri; langsung berlaku.
correct-needs = Sudah cocok dengan data kependudukan: untuk mengubahnya, tunjukkan dokumen.
correct-waiting = Menunggu dokumen Anda
correct-open = Sedang diputuskan
correct-granted = Sudah diperbaiki
correct-refused = Tidak diperbaiki
correct-withdrawn = Ditarik kembali
correct-decided-at = Diputuskan { $at }.
correct-due = Anda mendapat kabar paling lambat { $at }.
correct-waits = Kami menunggu dokumen Anda sampai { $at }.
correct-since = Sejak { $at }.
correct-number = Nomor { $number }
correct-told = Diberi tahu bahwa nilai sebelumnya keliru: { $recipient }. Kami menunggu jawabannya.
correct-told-answered = Diberi tahu bahwa nilai sebelumnya keliru: { $recipient }. Sudah dijawab.
correct-see = Lihat perkaranya
correct-add-files = Tambah berkas

correct-value-title = Perbaiki { $field } Anda
correct-value-lead = Nilai ini sudah cocok dengan data kependudukan. Kami mengubahnya bila Anda menunjukkan bahwa yang lain benar: diputuskan dalam 72 jam sejak dokumen Anda.
correct-now = Yang kami simpan:
correct-new-name = Nama Anda yang benar
correct-new-nik = NIK Anda yang benar
correct-new-nik-hint = 16 angka, seperti di KTP
correct-new-birth-date = Tanggal lahir Anda yang benar
correct-evidence = Dokumen
correct-proof-name = Misalnya KTP, akta lahir, atau penetapan pengadilan.
correct-proof-nik = Misalnya KTP atau kartu keluarga.
correct-proof-birth-date = Misalnya akta lahir, KTP, atau kartu keluarga.
correct-later = Boleh juga dikirim nanti.
correct-said = Apa lagi yang perlu kami tahu?
correct-send = Minta perbaikan
correct-means = Sampai diputuskan, nilai ini dianggap dipersoalkan: tidak ada keputusan mesin atasnya, dan tidak diberikan kepada siapa pun. Yang Anda nyatakan benar adanya, dan Anda berhak mengubahnya.

data-earlier = Sebelumnya: { $value }, sampai { $at }. Disimpan tersegel sampai { $until }.
data-earlier-label = Yang ada di sini sebelumnya
data-correct = Ada yang keliru? Perbaiki di sini.
refused-needs-evidence = Ini sudah cocok dengan data kependudukan. Untuk mengubahnya, tunjukkan dokumen: pilih “Perbaiki data saya”.
refused-same-value = Ini yang sudah kami simpan. Tulis apa yang seharusnya ada di sini.
state-correct-at-once = Ini dapat Anda ubah sendiri, di halaman data Anda. Tidak perlu perkara.
state-correction-open = Perbaikan untuk ini sudah dibuka. Tambahkan di sana.
state-correction-gone = Tidak ada lagi yang perlu diperbaiki: orangnya menghapus nilai ini selagi perkara terbuka. Tolak dengan alasan itu.
state-correction-nik-taken = NIK ini dipegang akun lain. Tidak dapat diberikan dua kali: tentukan dulu milik siapa (perkara identitas), atau tolak yang ini.

overdue-title = Belum dijawab pada waktunya
overdue-lead = Penerima ini sudah diberi tahu dan belum menjawab. Mereka diberi tahu lagi setiap hari; hubungi mereka.
overdue-line = { $recipient }: { $what }. Harus dijawab sebelum { $at }.
overdue-removal = yang mereka terima harus dihapus
overdue-correction = nilai yang mereka terima keliru ({ $fields })
overdue-withdrawal = sebuah persetujuan ditarik
overdue-restriction = pemrosesan dibatasi
