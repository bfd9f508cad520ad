### Contoh balasan untuk petugas. Tiap contoh punya judul (-title) di kedua bahasa; { $number } adalah nomor laporan.
### Petugas membaca dan mengubahnya sebelum dikirim: jangan menulis data siapa pun di sini.

template-received-title = Sudah kami terima
template-received = Terima kasih, laporan { $number } sudah kami terima dan sedang kami periksa. Jawabannya sampai paling lambat 3 x 24 jam sejak laporan Anda lengkap.

template-missing-letter-title = Surat atau kode tidak sampai
template-missing-letter = Periksa folder spam di email Anda dan pastikan nomor HP di akun masih aktif. Jika tetap tidak sampai, balas pesan ini: sebutkan jam Anda meminta kode, tanpa menyebut kodenya.

template-how-to-join-title = Cara ikut gelombang
template-how-to-join = Lengkapi NIK, pekerjaan, dan pendidikan di akun Anda. Setelah semuanya cocok, tombol ikut gelombang muncul di halaman depan akun selama gelombang dibuka.

template-why-not-selected-title = Mengapa tidak terpilih
template-why-not-selected = Peserta dipilih dengan undian yang dapat dihitung ulang siapa pun. Hasil dan cara memeriksanya ada di halaman gelombang. Anda dapat ikut lagi di gelombang berikutnya tanpa mendaftar ulang.

template-who-looked-title = Siapa yang melihat data saya
template-who-looked = Di akun Anda, buka Jejak data: di sana tertulis siapa yang memakai data Anda, untuk apa, dan kapan. Jika ada yang tidak wajar, pilih catatannya lalu Sampaikan keluhan.

template-answered-title = Sudah selesai
template-answered = Laporan { $number } sudah kami selesaikan. Jika ada yang belum terjawab, balas pesan ini dan kami melanjutkannya.
