## /me/rights: hak-hak, masing-masing dengan artinya, lamanya, dan jalannya.

rights-title = Hak Anda
rights-lead = Ini data Anda. Di bawah ini semua yang dapat Anda minta, berapa lama, dan di mana. Tidak perlu surat, tidak ada biaya.
rights-at-once = Langsung, saat itu juga.
rights-hours = Dijawab dalam { $hours } jam.
rights-four-eyes = Dua petugas memutuskan.
rights-lapse-escalate = Kalau kami terlambat, kasus ini dengan sendirinya naik ke petugas pelindungan data, dan Anda diberi tahu.
rights-lapse-restrict-value = Kalau kami terlambat, data yang Anda persoalkan dengan sendirinya berhenti dipakai sampai ada keputusan.
rights-lapse-stop-purpose = Kalau kami terlambat, pemakaian itu dengan sendirinya berhenti sampai ada keputusan.
rights-lapse-restrict = Kalau kami terlambat, pemakaian data Anda dengan sendirinya ditunda sampai ada keputusan.
rights-open = Anda sudah meminta ini: lihat sampai di mana
rights-objected = Anda sekarang berkeberatan atas: { $what }.

rights-access = Melihat dan menyalin data
rights-access-does = Semua data yang kami simpan tentang Anda, dan siapa yang memakainya. Di layar, sebagai PDF, atau sebagai berkas yang dapat dibaca komputer.
rights-go-copy = Ambil salinan data
rights-correct = Melengkapi dan memperbaiki
rights-correct-does = Data yang salah atau kurang diperbaiki. Sebagian dapat Anda ubah sendiri; untuk NIK, nama, dan tanggal lahir kami minta bukti.
rights-go-correct = Minta perbaikan dengan bukti
rights-go-data = Ubah sendiri
rights-withdraw = Mencabut persetujuan
rights-withdraw-does = Yang dulu Anda setujui berhenti sejak saat Anda mencabutnya, juga surat yang sudah antre. Penerima data diberi tahu dan harus membalas.
rights-go-consents = Lihat dan cabut persetujuan
rights-restrict = Menunda pemakaian data
rights-restrict-does = Data tetap tersimpan, tetapi tidak dipakai untuk program sampai Anda membukanya lagi. Selama itu Anda tidak ikut undian.
rights-go-restrict = Minta penundaan
rights-restricted = Sedang ditunda
rights-lift = Buka lagi pemakaian data saya
rights-object = Berkeberatan
rights-object-does = Anda dapat menolak suatu pemakaian, atau menolak diputuskan oleh mesin saja: lalu manusia yang melihat dan menjawab dengan alasan. Setiap syarat dan setiap undian dapat Anda persoalkan.
rights-go-object = Ajukan keberatan
rights-go-rules = Lihat syarat satu per satu
rights-erase = Menghapus data
rights-erase-does = Anda dapat menghapusnya sendiri sekarang, atau meminta kami menilainya: Anda mendapat jawaban dengan alasan, dan dapat mengajukan banding.
rights-go-delete = Minta penghapusan
rights-go-leave = Hapus sendiri sekarang
rights-port = Mengirim data ke penyelenggara lain
rights-port-does = Berkas yang sama kami kirim langsung ke pihak yang Anda tunjuk, dengan tanda terima di jejak Anda.
rights-go-send = Kirim data saya
rights-look = Mengeluhkan suatu penggunaan
rights-look-does = Dari setiap baris jejak data, dengan satu ketukan. Petugas pelindungan data memeriksa baris itu dan menjawab Anda.
rights-go-trail = Buka jejak data

rights-others = Orang lain membantu Anda
rights-others-how = Orang tua, wali, atau pendamping dapat meminta banyak hal ini untuk Anda, setelah kami periksa siapa dia. Semua yang dia lakukan tertulis di jejak Anda.
rights-no = Kalau jawabannya tidak
rights-no-how = Kami hanya boleh menolak dengan alasan yang disebut undang-undang, dan kami menyebutkannya. Sesudah itu masih ada jalan:
rights-no-appeal = Banding: satu ketukan di halaman kasus Anda. Petugas lain yang memutuskan.
rights-no-dpo = Petugas pelindungan data menerima keluhan Anda.
rights-no-authority = Lembaga yang mengawasi: { $name }, { $address }.
rights-no-court = Pengadilan: Anda berhak menggugat dan menerima ganti rugi ({ $law }). Tidak ada aturan kami yang dapat mengambil hak itu.

rights-letters = Lewat mana kami mengabari
rights-letters-why = Surat dan pesan datang lewat jalan yang Anda pilih. Kode masuk selalu datang ke alamat yang Anda pakai untuk masuk.
rights-letters-way = Kirim kabar lewat
rights-letters-save = Simpan
rights-letters-one = Hanya ada satu jalan untuk saat ini. Tambahkan nomor atau alamat lain di:

## Meminta sesuatu dengan beberapa kata.

ask-then = Apa yang terjadi, dan kapan
ask-why = Ada yang ingin Anda sampaikan?
ask-why-hint = Dengan kata-kata Anda sendiri, paling banyak 2.000 huruf. Jangan tulis kata sandi atau kode.

ask-restrict = Menunda pemakaian data Anda
ask-restrict-lead = Data Anda tetap tersimpan dan tersegel. Sampai Anda membukanya lagi, data itu tidak dipakai untuk program.
ask-restrict-now = Permintaan Anda langsung sampai ke petugas pelindungan data.
ask-restrict-after = Begitu berlaku, Anda diberi tahu, dan penerima data Anda juga. Membukanya lagi cukup satu ketukan.
ask-restrict-send = Minta penundaan

ask-object = Berkeberatan: { $title }
ask-object-lead = Sejak saat ini mesin tidak lagi memutuskan sendiri tentang Anda untuk keperluan ini. Manusia yang melihatnya.
ask-object-now = Keberatan Anda langsung berlaku.
ask-object-after = Anda mendapat jawaban dengan alasan yang dapat Anda baca. Selama belum dijawab, Anda tidak masuk undian oleh mesin. Anda dapat mencabut keberatan kapan saja.
ask-object-send = Ajukan keberatan

ask-stop = Menolak: { $title }
ask-stop-lead = Sejak saat ini data Anda tidak dipakai lagi untuk keperluan ini.
ask-stop-now = Keberatan Anda langsung berlaku, juga untuk surat yang sudah antre.
ask-stop-after = Anda dapat mencabut keberatan kapan saja.
ask-stop-send = Hentikan pemakaian ini

ask-contest = Mempersoalkan undian gelombang { $number }
ask-contest-lead = Manusia memeriksa bagaimana hasil Anda terjadi: apakah Anda seharusnya ikut, dan apakah urutan Anda benar.
ask-contest-now = Petugas penilai melihat catatan undian dan data yang dipakai untuk Anda.
ask-contest-after = Anda mendapat jawaban tertulis dengan alasan. Undian tidak pernah diulang; kalau terbukti ada yang salah, itu tertulis untuk Anda, beserta apa yang kami perbaiki.
ask-contest-send = Kirim
ask-contest-back = Gelombang { $number }

ask-appeal = Banding: { $title }
ask-appeal-lead = Tulis mengapa keputusan itu menurut Anda keliru. Bukti baru dapat Anda tambahkan sesudahnya.
ask-appeal-now = Petugas lain, bukan yang memutuskan tadi, memeriksanya dari awal.
ask-appeal-after = Banding hanya sekali untuk setiap keputusan. Sesudah itu masih ada lembaga pengawas dan pengadilan.
ask-appeal-send = Ajukan banding

## Keberatan.

object-title = Keberatan
object-lead = Pemakaian yang dapat Anda tolak, satu per satu. Keberatan langsung berlaku.
object-none = Saat ini tidak ada pemakaian yang dapat ditolak dengan cara ini.
object-on = Anda berkeberatan
object-off = Berjalan
object-machines = Mesin berhenti memutuskan sendiri; manusia yang melanjutkan.
object-stops = Pemakaian ini berhenti seluruhnya.
object-do = Ajukan keberatan
object-end = Cabut keberatan
object-rules = Syarat dan undian
object-rules-how = Setiap syarat yang tidak Anda penuhi dapat Anda persoalkan: manusia yang menilainya. Begitu juga hasil undian.
object-consents = Yang lain
object-consents-how = Yang bersandar pada persetujuan Anda, berhenti kalau persetujuannya dicabut.
object-duty = Sebagian pemakaian diwajibkan hukum dan tidak dapat ditolak dengan cara ini. Kebijakan privasi menyebut yang mana dan mengapa.

## Permintaan penghapusan.

ask-delete = Minta penghapusan data
ask-delete-lead = Kami menilai permintaan Anda dan menjawab dengan alasan: apa yang dihapus, apa yang harus tetap, dan atas dasar apa.
ask-delete-self = Ingin lebih cepat? Anda dapat menghapusnya sendiri saat ini juga.
ask-delete-what = Apa yang harus dihapus?
ask-delete-all = Semuanya
ask-delete-all-hint = Akun Anda juga ditutup.
ask-delete-parts = Sebagian
ask-delete-parts-hint = Tandai di bawah ini. Akun Anda tetap ada.
ask-delete-which = Kalau sebagian: yang mana?
ask-delete-preview = Ini yang terjadi kalau dikabulkan
ask-delete-goes = Yang dihapus
ask-delete-goes-none = Menurut aturan, tidak ada yang boleh dihapus saat ini. Anda tetap dapat meminta kami menilainya.
ask-delete-stays = Yang harus tetap, dan mengapa
ask-delete-now = Tidak ada yang dihapus sekarang. Permintaan Anda sampai ke petugas pelindungan data.
ask-delete-granted = Kalau dikabulkan, penghapusan berjalan beberapa menit kemudian, dan Anda menerima kode sertifikatnya.
ask-delete-refused = Kalau ditolak, Anda membaca alasannya dengan pasalnya, dan dapat mengajukan banding ke petugas lain.
ask-delete-send = Kirim permintaan

## Jawaban yang tidak mungkin.

state-restricted-already = Pemakaian data Anda sudah ditunda.
state-restricted-not = Pemakaian data Anda tidak sedang ditunda.
state-contest-too-early = Gelombang ini belum ditutup, jadi belum ada hasil yang dapat dipersoalkan.
state-objected-not = Anda tidak sedang berkeberatan atas pemakaian ini.
state-no-appeal = Keputusan ini tidak dapat dibanding, atau sudah dibanding.
state-deletion-held = Data ini sedang ditahan secara hukum. Selesaikan dulu penahanannya, atau tolak permintaannya.
