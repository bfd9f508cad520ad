## Gelombang untuk umum

public-batches-lead = Setiap gelombang diundi secara terbuka. Siapa pun dapat memeriksa hasilnya.
public-batches-none = Belum ada gelombang.
public-opens = Dibuka { $at }.
public-closes = Ditutup { $at }.
public-closed = Sudah ditutup { $at }.
public-count = { $joined } orang, { $quota } tempat.

result-lead-planned = Gelombang ini belum dibuka. Benih untuk undian sudah dikunci.
result-lead-open = Gelombang ini sedang dibuka.
result-lead-closed = Gelombang ini sudah ditutup dan daftar pesertanya dikunci. Undian menunggu nilai publik.
result-lead-drawn = Gelombang ini sudah diundi. Hasilnya tidak dapat diubah.
result-lead-failed = Nilai publik tidak dimasukkan tepat waktu, jadi undian tidak terjadi. Gelombang tidak diundi ulang.
result-own = Baris Anda
result-own-rank = Urutan { $rank }. Urutan 1 sampai { $quota } terpilih.
result-own-why = Cari kode ini di berkas undian. Kode ini hanya dipakai untuk undian ini dan tidak menunjuk kepada Anda di tempat lain.
result-committed = Yang dikunci sebelum undian
result-committed-why = Sidik ini dicatat di buku besar sebelum hasilnya dapat diketahui. Karena itu tidak ada yang dapat memilih pemenang.
result-seed-hash = Sidik benih, dicatat sebelum dibuka
result-entrants-hash = Sidik daftar peserta, dicatat saat ditutup
result-reveal-by = Batas pengumuman
result-reveal-late = Jika lewat, hal itu diumumkan di sini.
result-revealed = Yang dibuka saat undian
result-seed = Benih
result-file = Unduh berkas undian ({ $size })
result-file-hash = Sidik berkas (SHA-256)
result-check = Periksa sendiri
result-check-file = Unduh berkas undian.
result-check-command = Jalankan tanpa sambungan internet:
result-check-value = Bandingkan nilai publik dengan sumber yang disebut di atas.
result-check-how = Urutan dihitung dengan HMAC-SHA256 dari benih dan nilai publik, untuk setiap kode peserta. Yang terkecil terpilih. Program lain juga dapat menghitungnya.
result-ledger = Buku besar dan kunci pemeriksanya

## Kotak surat demo

outbox-title = Kotak surat demo
outbox-demo = Hanya ada di demo.
outbox-what = Surat dan SMS di sini tidak dikirim ke siapa pun, dan orang-orangnya rekaan.
outbox-none = Belum ada surat. Daftarlah atau masuk, lalu kodenya muncul di sini.
outbox-pages = Halaman kotak surat
outbox-letter-title = Surat demo { $number }
outbox-code = Kode

## Saat ada yang gagal

span-seconds = { $n } detik
fault-400 = Permintaan ini tidak dapat kami baca
fault-400-kept = Tidak ada yang berubah. Data yang sudah tersimpan tetap ada.
fault-400-do = Kembali ke halaman sebelumnya dan coba lagi. Jika Anda mengikuti tautan, periksa apakah tautannya lengkap.
fault-forged = Halaman ini terlalu lama terbuka
fault-forged-kept = Demi keamanan, formulirnya tidak kami proses. Tidak ada yang berubah.
fault-forged-do = Kembali ke halaman sebelumnya, muat ulang, lalu kirim sekali lagi.
fault-403 = Kebijakan tidak mengizinkan ini
fault-403-kept = Tidak ada data yang dibuka dan tidak ada yang berubah.
fault-404 = Halaman ini tidak ada
fault-404-kept = Mungkin tautannya terpotong, atau halamannya bukan untuk akun ini.
fault-404-do = Periksa alamatnya, atau mulai dari halaman depan.
fault-405 = Halaman ini tidak dapat dibuka dengan cara itu
fault-405-kept = Tidak ada yang berubah.
fault-405-do = Mulai dari halaman depan dan pakai tombol di halamannya.
fault-413 = Yang Anda kirim terlalu besar
fault-413-kept = Tidak ada yang tersimpan dari kiriman ini. Data sebelumnya tetap ada.
fault-413-do = Kirim yang lebih pendek atau lebih kecil.
fault-429 = Terlalu banyak percobaan
fault-429-kept = Ini menjaga akun semua orang. Data Anda tetap aman dan tidak ada yang hilang.
fault-500 = Ada yang salah di pihak kami
fault-500-kept = Yang sudah tersimpan tetap ada. Kiriman terakhir mungkin belum tersimpan.
fault-500-do = Tunggu sebentar, muat ulang halaman, lalu periksa sebelum mengirim lagi. Petugas teknis sudah mendapat pemberitahuan.
fault-503 = Sedang sangat ramai
fault-503-kept = Yang sudah tersimpan tetap ada. Urutan kedatangan tidak memengaruhi undian, jadi Anda tidak kehilangan apa pun.
fault-bound = Batas { $name }: { $max }.
fault-bound-bytes = Batas { $name }: { $max } kB.
fault-limit = Batas { $name } sudah tercapai.
fault-sealed = Portal ditutup sementara
fault-sealed-kept = Data Anda tersegel dan tidak dapat dibuka siapa pun sampai portal dibuka lagi. Yang sudah tersimpan tetap ada.
fault-wait = Coba lagi setelah { $span }.
fault-home = Ke halaman depan
fault-help = Butuh bantuan?
fault-reference = Sebutkan:

## Buku besar

ledger-title = Buku besar penggunaan data
ledger-lead = Setiap penggunaan data dicatat di sini lebih dahulu, sebelum datanya dibuka.
ledger-holds = Isinya bukan data pribadi: hanya tujuan, pasal, peran, waktu, dan nama samaran.
ledger-order = Catatan tidak dapat diubah, dihapus, atau disisipkan tanpa ketahuan.
ledger-own = Catatan tentang Anda ada di jejak Anda, masing-masing dengan buktinya.
ledger-last = Tanda tangan terakhir
ledger-signed = Ditandatangani { $at }.
ledger-entries = { $n } catatan
ledger-file = Unduh tanda tangan ini
ledger-none = Belum ada tanda tangan. Yang pertama dibuat bersama catatan pertama.
ledger-key = Kunci pemeriksa
ledger-key-why = Simpan kunci ini. Dengan kunci ini siapa pun dapat memeriksa tanda tangan.
ledger-check = Periksa sendiri
ledger-check-proof = Buka jejak Anda dan unduh bukti satu catatan.
ledger-check-command = Jalankan, tanpa sambungan dan tanpa basis data:
ledger-check-compare = Simpan tanda tangan hari ini. Lain hari, buku besar harus memuatnya; jika tidak, ada yang diubah.
ledger-formats = Bentuknya mengikuti C2SP (tlog-checkpoint, signed-note, tlog-proof), sehingga alat buatan orang lain juga dapat memeriksanya.
