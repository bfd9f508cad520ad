## Surat tentang kasus. Judul dan pesan singkat hanya menyebut nomor dan jenisnya.

letter-case-about-eligibility = penilaian syarat
letter-case-about-identity = pemeriksaan identitas
letter-case-about-contact-change = perubahan kontak
letter-case-about-correction = perbaikan data
letter-case-about-objection = keberatan
letter-case-about-draw-review = keberatan atas undian
letter-case-about-restriction = penundaan pemakaian data
letter-case-about-deletion = penghapusan data
letter-case-about-access = permintaan akses
letter-case-about-look-complaint = keluhan atas penggunaan data
letter-case-about-question = pertanyaan
letter-case-about-complaint = keluhan
letter-case-about-representation = pendampingan

letter-case-short-code = Kode: { $code }. Jangan beri tahu siapa pun
letter-case-short-account = Buka “{ my-cases-title }” setelah masuk, atau telepon { $phone }.
letter-case-short-receipt = Buka “{ contact-receipt-do }” di situs kami, atau telepon { $phone }.

letter-case-opened-subject = { $programme }: { $about }{ $number } sudah kami terima
letter-case-opened-first = Simpan nomor ini:{ $number }. Kami sudah menerima { $about } Anda.
letter-case-opened-then = Jika ada yang ingin Anda tambahkan, sebutkan nomor itu.
letter-case-code = Dengan nomor dan kode ini Anda dapat melihat sampai di mana prosesnya. Siapa pun yang memegang keduanya dapat melihatnya, jadi simpanlah baik-baik.
letter-case-due = Kami menjawab paling lambat { $at }.
letter-case-until = Waktu kami berhenti sampai Anda menjawab. Jika tidak ada jawaban, kami lanjutkan dengan yang ada pada { $at }.

letter-case-replied-subject = { $programme }: pesan tentang { $about }{ $number }
letter-case-replied-first = Baca pesan petugas tentang { $about } Anda:
letter-case-replied-then = Jika Anda ingin menjawab, jawablah lewat jalan yang sama atau sebutkan nomor{ $number }.

letter-case-asked-subject = { $programme }: kami perlu keterangan untuk { $about }{ $number }
letter-case-asked-first = Jawab pesan ini: kami perlu keterangan dari Anda untuk melanjutkan { $about } Anda.
letter-case-asked-then = Jawablah lewat jalan yang sama, atau sebutkan nomor{ $number }.

letter-case-goes-on-subject = { $programme }: { $about }{ $number } dilanjutkan
letter-case-goes-on-first = Kirim keterangan yang kami minta jika Anda masih memilikinya: { $about } Anda kami lanjutkan tanpa keterangan itu.
letter-case-goes-on-then = Waktu tunggu sudah habis, jadi waktu kami berjalan lagi.

letter-case-held-subject = { $programme }: { $about }{ $number } dibuka kembali
letter-case-held-first = Anda tidak perlu melakukan apa-apa: { $about } Anda telah dikabulkan, tetapi hukum kini mewajibkan kami menyimpan data ini untuk sementara.
letter-case-held-then = Belum ada yang dihapus. Kasus Anda dibuka kembali dan Anda akan menerima jawaban lagi.

letter-case-extended-subject = { $programme }: { $about }{ $number } perlu waktu lebih lama
letter-case-extended-first = Tidak ada yang perlu Anda lakukan: { $about } Anda perlu waktu lebih lama. Alasannya:
letter-case-extended-then = Jika Anda tidak setuju, hubungi kami dan sebutkan nomor{ $number }.

letter-case-lapsed-subject = { $programme }: { $about }{ $number } terlambat kami jawab
letter-case-lapsed-first = Tidak ada yang perlu Anda lakukan: kami terlambat menjawab { $about } Anda, dan kami mohon maaf.
letter-case-lapsed-then = Petugas pelindungan data sekarang ikut menanganinya. Anda tetap mendapat jawaban.
letter-case-safety-escalate = Kasus ini sudah diteruskan dengan sendirinya ke petugas pelindungan data.
letter-case-safety-restrict-value = Sampai ada keputusan, data yang Anda persoalkan tidak dipakai untuk keputusan otomatis dan tidak diberikan kepada siapa pun.
letter-case-safety-stop-purpose = Sampai ada keputusan, pemakaian data yang Anda tolak sudah dihentikan.
letter-case-safety-restrict = Sampai ada keputusan, pemakaian data Anda ditunda.

letter-case-granted-subject = { $programme }: keputusan tentang { $about }{ $number }
letter-case-granted-first = Anda dapat melanjutkan: { $about } Anda dikabulkan. Alasannya:
letter-case-granted-then = Buka hasilnya untuk melihat langkah berikutnya.

letter-case-refused-subject = { $programme }: keputusan tentang { $about }{ $number }
letter-case-refused-first = Baca alasannya, lalu pilih langkah Anda: { $about } Anda belum dapat dikabulkan.
letter-case-ground = Dasarnya: { $ground } (pasal { $article } UU 27/2022).
letter-case-ground-defence = kepentingan pertahanan dan keamanan nasional
letter-case-ground-law-enforcement = kepentingan proses penegakan hukum
letter-case-ground-public-interest = kepentingan umum dalam penyelenggaraan negara
letter-case-ground-finance-supervision = kepentingan pengawasan sektor keuangan
letter-case-ground-statistics-and-research = kepentingan statistik dan penelitian ilmiah
letter-case-ground-danger = membahayakan keamanan, kesehatan fisik, atau kesehatan mental seseorang
letter-case-ground-anothers-data = berdampak pada pengungkapan data milik orang lain
letter-case-ground-access-defence = bertentangan dengan kepentingan pertahanan dan keamanan nasional
letter-case-ground-not-shown = yang disampaikan belum dapat dibuktikan
letter-case-appeal = Anda dapat meminta orang lain memeriksanya lagi: buka “{ my-cases-title }” dan pilih “{ my-case-appeal }”.
letter-case-appeal-receipt = Anda dapat meminta orang lain memeriksanya lagi: balas surat ini, atau hubungi kami dengan nomor Anda.
letter-case-dpo = Petugas pelindungan data kami dapat Anda hubungi di { $phone }.
letter-case-authority = Anda juga dapat mengadu ke { $name }, { $address }.
letter-case-authority-unnamed = Anda juga dapat mengadu ke lembaga yang mengawasi pelindungan data pribadi.
letter-case-court = Hak Anda untuk menggugat ke pengadilan tetap ada.

letter-case-answered-subject = { $programme }: jawaban atas { $about }{ $number }
letter-case-answered-first = Baca jawaban atas { $about } Anda:
letter-case-answered-then = Jika jawaban ini belum cukup, hubungi kami lagi dan sebutkan nomor{ $number }.

letter-case-withdrawn-subject = { $programme }: { $about }{ $number } ditarik kembali
letter-case-withdrawn-first = Jika bukan Anda yang menarik { $about } ini, segera hubungi kami.
letter-case-withdrawn-then = Kasus ini sudah ditutup atas permintaan Anda. Anda dapat mengajukannya lagi kapan saja.

## Yang tidak dapat dilakukan pada perkara.

case-words = Tulis sesuatu.
case-extension-hours = Isi jumlah jam yang masih boleh diberikan.
state-case-ended = Kasus ini sudah selesai.
state-case-full = Kasus ini sudah memuat pesan sebanyak yang dapat ditampung. Mulailah laporan baru dan sebutkan nomornya.
state-case-waiting = Perkara ini sudah menunggu jawaban orangnya.
state-case-asked = Orangnya belum menjawab permintaan terakhir. Putuskan dengan yang ada, atau tunggu.
state-case-waited = Perkara ini sudah berhenti selama yang diizinkan kebijakan. Putuskan dengan yang ada.
state-case-not-waiting = Perkara ini tidak sedang menunggu.
state-case-proposed = Keputusan sudah diusulkan. Kembalikan usulan itu dahulu.
state-case-lapsed = Waktunya sudah habis: waktu tidak dapat dihentikan atau ditambah lagi.
state-case-no-extension = Waktu perkara ini tidak dapat ditambah lagi.
state-case-hand-over = Perkara ini tidak dapat diserahkan kepada orang itu: perannya tidak sesuai, atau perkaranya sendiri atau perkara kerabatnya.
state-case-of-the-house = Kasus ini kami buka sendiri, jadi tidak dapat ditarik kembali.
