## Nama-nama dari daftar: kolom, peran, tujuan, sumber. Ditulis agar pas di tengah kalimat.

said-field-name = nama
said-field-email = alamat email
said-field-phone = nomor HP
said-field-nik = NIK
said-field-kk = nomor KK
said-field-birth-date = tanggal lahir
said-field-address = alamat
said-field-occupation = pekerjaan
said-field-education = pendidikan
said-field-payout-account = rekening
said-field-passkeys = kunci sandi (passkey)
said-field-password-hash = kata sandi (tersandi)
said-field-device = perangkat
said-field-letter = surat
said-field-statement = keterangan
said-field-pending-contact = kontak baru yang menunggu
said-field-draft = isian sementara
said-field-relation = hubungan yang dinyatakan
said-field-gender = jenis kelamin
said-field-attachment = berkas
said-field-evidence = bukti

category-identity = Identitas
category-birth = Tanggal lahir
category-contact = Kontak
category-address = Alamat
category-unique-numbers = Nomor kependudukan
category-livelihood = Pekerjaan dan pendidikan
category-accounts = Rekening
category-identity-documents = Kartu identitas
category-photo = Foto
category-biometrics = Biometrik
category-profile = Profil
category-test-and-survey-results = Hasil tes dan survei
category-sign-in = Masuk dan perangkat
category-correspondence = Surat dan keterangan
category-declared-relations = Hubungan yang dinyatakan

sensitivity-general = data umum
sensitivity-specific = data spesifik

said-role-person = Anda
said-role-contact-agent = Petugas layanan
said-role-reviewer = Petugas penilai
said-role-payment-officer = Petugas pembayaran
said-role-communications = Petugas komunikasi
said-role-researcher = Peneliti
said-role-dpo = Petugas pelindungan data
said-role-auditor = Auditor
said-role-administrator = Pengelola program
said-role-lead = Kepala layanan
said-role-helper = Pendamping
said-role-system = Sistem

## Tujuan sebagai lanjutan kalimat: "… untuk memeriksa apakah Anda berhak".
for-enrolment = untuk mendaftarkan Anda
for-benefits = untuk memberikan manfaat program
for-due-diligence = untuk memeriksa apakah Anda boleh ikut
for-terms = untuk menjalankan syarat dan ketentuan
for-services = untuk memberikan layanan yang Anda minta
for-outreach = untuk memberi tahu Anda tentang program
for-events = untuk mengatur acara
for-payment-verification = untuk memastikan uang sampai kepada Anda
for-research = untuk meneliti hasil program
for-questions = untuk menjawab pertanyaan atau keluhan Anda
for-improvement = untuk memperbaiki layanan
for-cookies = untuk mengatur kuki
for-fraud = untuk mencegah dan memeriksa kecurangan
for-legal-duty = untuk memenuhi kewajiban hukum
for-authorities = untuk memenuhi permintaan resmi pengadilan atau penegak hukum
for-backup = untuk membuat cadangan
for-maintenance = untuk merawat sistem
for-correspondence = untuk berkirim surat dengan Anda
for-rights = untuk memenuhi hak Anda atas data sendiri
for-retention = karena masa simpannya selesai
for-rotation = untuk memperbarui kunci pengaman
for-security = untuk menjaga akun Anda aman
for-staff-accounts = untuk mengatur akun petugas
for-oversight = untuk mengawasi penggunaan data
for-outreach-others = untuk menyampaikan tawaran pihak lain

said-operation-obtain = menerima
said-operation-collect = mengumpulkan
said-operation-manage = mengelola
said-operation-analyse = memeriksa
said-operation-store = menyimpan
said-operation-revise = memperbaiki
said-operation-update = memperbarui
said-operation-display = melihat
said-operation-announce = mengumumkan
said-operation-transfer = memindahkan
said-operation-distribute = membagikan
said-operation-disclose = memberikan
said-operation-delete = menghapus
said-operation-destroy = memusnahkan

said-basis-consent = persetujuan Anda
said-basis-contract = perjanjian dengan Anda
said-basis-legal-obligation = kewajiban hukum
said-basis-vital-interest = kepentingan vital
said-basis-public-task = tugas publik
said-basis-legitimate-interest = kepentingan sah lainnya

said-recipient-government = kementerian, lembaga, dan pemerintah daerah
said-recipient-training-partners = lembaga pelatihan
said-recipient-payment-partners = bank dan dompet digital
said-recipient-service-providers = penyedia teknologi
said-recipient-messaging-houses = pengirim surat dan pesan
said-recipient-researchers = peneliti
said-recipient-advisers = auditor dan penasihat
said-recipient-authorities = pengadilan dan aparat penegak hukum
said-recipient-other-controller = penyelenggara lain yang Anda pilih

said-source-registration = Anda isi saat mendaftar
said-source-service-use = dari layanan yang Anda pakai
said-source-partner = dari mitra program
said-source-public-source = dari sumber publik
said-source-usage-record = dari catatan penggunaan
said-source-interaction = dari percakapan dengan petugas
said-source-website-input = Anda isi di situs ini
said-source-test-or-survey = dari tes atau survei
said-source-social-media = dari media sosial, oleh Anda sendiri
said-source-social-media-page = dari halaman media sosial
said-source-ministry = dari kementerian atau lembaga
said-source-event = dari sebuah acara
said-source-private-provider = dari penyedia layanan swasta
said-source-marketing-partner = dari mitra pemasaran

identity-none = NIK belum diisi
identity-claimed = NIK sedang diperiksa
identity-verified = NIK cocok
identity-mismatch = NIK tidak cocok
identity-contested = NIK sedang diperiksa petugas

eligibility-open = Belum dinilai
eligibility-eligible = Anda memenuhi syarat
eligibility-not-eligible = Belum memenuhi syarat
eligibility-review = Menunggu keputusan petugas

batch-state-planned = Segera dibuka
batch-state-open = Dibuka
batch-state-closed = Ditutup, menunggu undian
batch-state-drawn = Sudah diundi
batch-state-failed = Undian tidak terlaksana

entry-joined = Anda sudah ikut
entry-left = Anda sudah keluar
entry-entered = Anda masuk undian
entry-not-entered = Anda tidak masuk undian
entry-selected = Anda terpilih
entry-waiting = Anda dalam daftar tunggu
entry-withdrawn = Anda mengundurkan diri

case-kind-eligibility = Penilaian syarat
case-kind-identity = Pemeriksaan identitas
case-kind-contact-change = Perubahan kontak
case-kind-correction = Perbaikan data
case-kind-objection = Keberatan
case-kind-draw-review = Keberatan atas undian
case-kind-restriction = Penundaan pemakaian data
case-kind-deletion = Penghapusan data
case-kind-access = Permintaan akses
case-kind-look-complaint = Keluhan atas penggunaan data
case-kind-question = Pertanyaan
case-kind-complaint = Keluhan
case-kind-representation = Pendampingan
case-state-open = Menunggu
case-state-granted = Dikabulkan
case-state-refused = Ditolak
case-state-waiting = Menunggu orangnya
case-state-proposed = Menunggu petugas kedua
case-state-answered = Dijawab
case-state-withdrawn = Ditarik kembali

channel-email = Email
channel-text = SMS
channel-whatsapp = WhatsApp

gender-female = Perempuan
gender-male = Laki-laki

occupation-job-seeker = Mencari kerja
occupation-laid-off = Terkena PHK
occupation-employee = Karyawan atau buruh
occupation-small-business-owner = Pemilik usaha mikro atau kecil
occupation-farmer-fisher = Petani atau nelayan
occupation-homemaker = Mengurus rumah tangga
occupation-student = Pelajar atau mahasiswa
occupation-civil-servant = Aparatur sipil negara (PNS atau PPPK)
occupation-soldier = Anggota TNI
occupation-police = Anggota Polri
occupation-village-official = Kepala desa atau perangkat desa
occupation-state-official = Pejabat negara atau anggota DPR/DPRD
occupation-state-company-director = Direksi, komisaris, atau pengawas BUMN/BUMD
occupation-other = Lainnya

education-none = Belum tamat SD
education-primary = SD atau sederajat
education-junior-high = SMP atau sederajat
education-senior-high = SMA, SMK, atau sederajat
education-diploma = Diploma (D1–D4)
education-bachelor = Sarjana (S1)
education-master = Magister (S2)
education-doctor = Doktor (S3)
education-enrolled = { $level }, masih sekolah atau kuliah
