# Berkas yang dikirim orang.

files-label = Berkas
files-hint = Foto (JPEG, PNG, WebP) atau PDF. Paling banyak 3 berkas sekali kirim, masing-masing 5 MB.
files-title = Tambah berkas
files-waits = Kami menunggu berkas Anda. Waktu 72 jam mulai berjalan begitu berkas ada di sini.
files-more = Apa lagi yang menunjukkan bahwa Anda benar? Petugas melihatnya bersama yang lain.
files-send = Kirim berkas
files-kept = Disimpan tersegel. Yang memutuskan perkara Anda dapat membukanya, dan setiap kali tercatat di jejak Anda.

refused-file-kind = Ini bukan foto atau PDF yang dapat kami baca. Foto dokumennya, atau simpan sebagai JPEG, PNG, WebP, atau PDF.
refused-file-archive = Arsip dan berkas kantor (ZIP, Word, Excel) tidak diterima. Kirim foto dokumennya, atau simpan sebagai PDF.
refused-file-lies = Nama berkas ini lain dari isinya. Simpan ulang sebagai foto atau PDF, lalu kirim.
refused-file-mixed = Ada hal lain di dalam berkas ini. Foto ulang dokumennya, lalu kirim.
refused-file-broken = Berkas ini rusak atau terputus. Simpan ulang, atau foto lagi.
refused-file-pixels = Gambar ini terlalu banyak pikselnya. Paling banyak { $bound } megapiksel: kecilkan dulu.
refused-file-active = PDF ini berisi program, formulir, atau berkas lain. Cetak sebagai PDF, atau foto dokumennya.
refused-file-locked = PDF ini dikunci dengan kata sandi. Simpan tanpa kata sandi.
refused-file-many = Berkasnya terlalu banyak sekali kirim. Paling banyak { $bound }; sisanya dapat dikirim sesudahnya.
refused-file-case-full = Perkara ini sudah cukup berkasnya. Paling banyak { $bound }.
refused-file-person-full = Berkas Anda sudah cukup. Paling banyak { $bound } MB seluruhnya.

fault-rule-multipart = Formulirnya tidak tiba seperti yang dikirim peramban (aturan multipart).
fault-rule-broken-off = Sambungan terputus sebelum berkasnya sampai (aturan broken_off).
fault-rule-field-name = Ada isian dengan nama yang tidak dipakai formulir kami (aturan field_name).
fault-rule-file-field = Ada berkas di isian yang tidak menerima berkas (aturan file_field).
