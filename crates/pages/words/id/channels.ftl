# Surat tentang kiriman lewat WhatsApp dan surel.
letter-not-taken-subject = { $programme }: kiriman Anda tidak dapat kami terima
letter-not-taken-first = Salah satu kiriman Anda untuk kasus { $receipt } tidak dapat kami terima. Tulisan Anda tetap kami simpan.
letter-not-taken-then = Kirim kembali sebagai tulisan, gambar (JPEG, PNG, WebP), atau PDF, paling besar 5 MB per berkas. Pesan suara, video, dan arsip tidak dapat kami terima.

refused-file-gone = Berkas ini tidak dapat kami ambil dari WhatsApp. Kirim sekali lagi.
