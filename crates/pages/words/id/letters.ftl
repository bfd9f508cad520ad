## Surat. Kalimat pertama mengatakan apa yang harus dilakukan. Judul tanpa data pribadi.

letter-open = Buka
letter-from = Dari { $controller }. Telepon { $phone }.
letter-why = Anda menerima surat ini berdasarkan pasal { $clause } kebijakan privasi.
letter-stop = Surat tentang akun dan pendaftaran Anda berhenti jika akun ditutup. Kabar lain hanya dikirim jika Anda menyetujuinya, dan berhenti begitu Anda mencabutnya di “Persetujuan Anda”.
letter-short-code = kode Anda { $code }. Jangan beri tahu siapa pun, juga petugas.

letter-code-subject = Kode untuk { $programme }
letter-code-first = Masukkan kode ini di halaman yang meminta kode.
letter-code-then = Kode berlaku { $n } menit dan hanya sekali. Jangan beri tahu siapa pun; petugas kami tidak pernah menanyakannya. Jika bukan Anda yang meminta, abaikan surat ini.

letter-no-account-subject = Permintaan masuk ke { $programme }
letter-no-account-first = Daftar dahulu, atau masuk dengan alamat lain: belum ada akun { $programme } dengan alamat ini.
letter-no-account-then = Seseorang baru saja mencoba masuk dengan alamat ini. Jika bukan Anda, abaikan surat ini.

letter-already-subject = Kode untuk { $programme }
letter-already-first = Masukkan kode ini untuk masuk. Anda tidak perlu mendaftar lagi: alamat ini sudah punya akun { $programme }.
letter-already-then = Kode berlaku { $n } menit dan hanya sekali. Jangan beri tahu siapa pun; petugas kami tidak pernah menanyakannya. Jika bukan Anda yang meminta, abaikan surat ini.

letter-signed-in-subject = Ada yang masuk ke akun { $programme } Anda
letter-signed-in-first = Jika ini bukan Anda, segera akhiri sesinya di “Masuk dan keamanan”, lalu hubungi kami.
letter-signed-in-then = Akun Anda dibuka { $at } dengan { $device }. Jika ini Anda, tidak ada yang perlu dilakukan.

letter-change-old-subject = Kontak akun { $programme } Anda akan diganti
letter-change-old-first = Jika bukan Anda yang meminta, batalkan sebelum { $at }.
letter-change-old-then = Seseorang meminta mengganti kontak ini di akun { $programme }. Kontak baru berlaku mulai { $at }. Untuk membatalkan, masuk lalu buka “Masuk dan keamanan”, atau hubungi kami.

letter-change-new-subject = Kode untuk { $programme }
letter-change-new-first = Masukkan kode ini untuk memastikan bahwa kontak baru ini milik Anda.
letter-change-new-then = Kode berlaku { $n } menit dan hanya sekali. Jika bukan Anda yang meminta, abaikan surat ini.

letter-changed-subject = Kontak akun { $programme } Anda sudah diganti
letter-changed-first = Pakai kontak baru Anda mulai sekarang, untuk masuk dan untuk menerima kabar.
letter-changed-then = Perubahan yang Anda minta sudah berlaku. Jika bukan Anda yang meminta, segera hubungi kami.

letter-matched-subject = Pemeriksaan data Anda di { $programme } selesai
letter-matched-first = Anda dapat melanjutkan: data Anda cocok dengan data kependudukan.
letter-matched-then = Buka halaman Anda untuk melihat langkah berikutnya.

letter-not-matched-subject = Pemeriksaan data Anda di { $programme } selesai
letter-not-matched-first = Periksa NIK, nomor KK, nama, dan tanggal lahir Anda: ada yang belum cocok dengan data kependudukan.
letter-not-matched-then = Sering hanya salah ketik. Jika semuanya sudah benar, hubungi kami; kami periksa bersama dinas kependudukan.

letter-selected-subject = Hasil undian { $programme }
letter-selected-first = Buka halaman Anda untuk melanjutkan: Anda terpilih di Gelombang { $batch }.
letter-selected-then = Urutan Anda { $rank }. Siapa pun dapat menghitung ulang hasil undian dari berkas umumnya.

letter-waiting-subject = Hasil undian { $programme }
letter-waiting-first = Anda ada di daftar tunggu Gelombang { $batch }. Tidak ada yang perlu dilakukan sekarang.
letter-waiting-then = Urutan Anda { $rank }. Jika ada tempat kosong, kami kirim kabar. Anda juga dapat ikut gelombang berikutnya.

letter-invitation-subject = Undangan menjadi petugas { $programme }
letter-invitation-first = Buka tautan ini untuk menerima undangan sebagai petugas { $programme }.
letter-invitation-do = Terima undangan
letter-invitation-then = Tautan berlaku { $n } jam dan hanya sekali. Jika Anda tidak mengharapkan undangan ini, abaikan saja.

letter-access-subject = Permintaan Anda di { $programme }
letter-access-first = Mulai { $at }, masuklah dengan kontak ini.
letter-access-then = Petugas memastikan permintaan Anda. Sampai saat itu, pemegang kontak lama masih dapat membatalkannya; ini juga melindungi Anda. Jika bukan Anda yang meminta, segera hubungi kami.

letter-no-access-subject = Permintaan Anda di { $programme }
letter-no-access-first = Telepon kami, atau minta lagi dengan keterangan lebih lengkap: kami tidak dapat memastikan akun milik Anda dengan isian tersebut.
letter-no-access-then = Cocokkan NIK, nama, dan tanggal lahir dengan KTP Anda. Kami tidak menulis lebih banyak di sini, karena surat ini bisa sampai ke orang lain. Jika bukan Anda yang meminta, abaikan surat ini.

letter-sign-in-changed-subject = Cara masuk ke akun { $programme } Anda berubah
letter-sign-in-changed-first = Jika bukan Anda yang mengubahnya, buka “Masuk dan keamanan” sekarang juga, lalu hubungi kami.
letter-sign-in-changed-then = Kunci sandi atau kata sandi akun Anda ditambah, diganti, atau dihapus. Jika ini Anda, tidak ada yang perlu dilakukan.

letter-short-removed = permintaan Anda sudah dilakukan. Kode surat bukti: { $code }

letter-ended-subject = Anda berhenti dari { $programme }
letter-ended-first = Simpan kode ini: pemrosesan data Anda sudah dihentikan, dan kode ini membuka surat buktinya.
letter-ended-then = Data Anda tetap tersegel sampai masa simpannya habis. Anda masih dapat masuk untuk melihat atau menghapusnya. Jika bukan Anda yang meminta, segera hubungi kami.

letter-erased-subject = Data Anda di { $programme } sudah dihapus
letter-erased-first = Simpan kode ini: data yang Anda sebut sudah dihapus, dan kode ini membuka surat buktinya.
letter-erased-then = Data itu tidak dapat dibuka lagi oleh siapa pun. Akun Anda tetap ada. Jika bukan Anda yang meminta, segera hubungi kami.

letter-destroyed-subject = Akun { $programme } Anda sudah ditutup
letter-destroyed-first = Simpan kode ini: data Anda sudah dimusnahkan, dan kode ini membuka surat buktinya, juga tanpa akun.
letter-destroyed-then = Ini surat terakhir dari kami. Apa yang masih wajib disimpan, dan sampai kapan, tertulis dalam surat bukti itu.
