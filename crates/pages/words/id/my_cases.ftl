## /me/cases: kasus orang itu sendiri.

my-cases-title = Kasus Anda
my-cases-see = Lihat kasus Anda
my-cases-lead = Semua yang pernah Anda minta atau tanyakan, lewat jalan apa pun.
my-cases-none = Anda belum meminta apa pun. Dari sini Anda dapat memulai:
my-cases-appeal = Banding: { $kind }
my-cases-due =
    { $left ->
       *[other] Dijawab paling lambat { $at }; sisa { $left } jam
    }
my-cases-late = Seharusnya dijawab { $at }. Kami terlambat; petugas pelindungan data sudah memegangnya.
my-cases-waits = Menunggu Anda, sampai { $at }
my-cases-ended = Selesai { $at }
my-cases-opened = Dibuka { $at }

weekday-1 = Senin
weekday-2 = Selasa
weekday-3 = Rabu
weekday-4 = Kamis
weekday-5 = Jumat
weekday-6 = Sabtu
weekday-7 = Minggu
weekday-moment = { $day }, { $at }

my-case-back = Kasus Anda
my-case-said = Yang dikatakan
my-case-is-appeal = Ini banding terhadap keputusan sebelumnya.
my-case-before = Lihat keputusan itu
my-case-about = Tentang baris jejak data ini:
my-case-entry = baris { $id }
my-case-on = Jalan selanjutnya
my-case-ground = Dasar penolakan: { $ground } ({ $law }).
my-case-appeal = Ajukan banding
my-case-appeal-how = Petugas lain yang memutuskan.
my-case-appealed = Anda sudah mengajukan banding.
my-case-see-appeal = Lihat bandingnya
my-case-answer-entry = Jawabannya tercatat di jejak data Anda:
my-case-say = Tambahkan sesuatu
my-case-answer = Jawaban Anda
my-case-say-hint = Paling banyak 2.000 huruf. Jangan tulis kata sandi atau kode.
my-case-send = Kirim
my-case-attach = Lampirkan gambar atau dokumen
my-case-withdraw = Tarik kembali kasus ini
my-case-withdraw-hint = Kasusnya berakhir. Anda dapat meminta lagi kapan saja.

## Keluhan atas satu baris jejak.

entry-cases = Keluhan Anda tentang baris ini
entry-case-see = Lihat keluhan dan jawabannya
entry-case-answer = Jawaban tercatat
entry-is-answer = Baris ini mencatat jawaban atas kasus Anda.

## Persetujuan yang dicabut: siapa yang diberi tahu.

consent-told = Yang menerima data untuk ini dan sudah kami beri tahu:
consent-told-due = harus membalas paling lambat { $at }
consent-told-answered = membalas { $at }
