## Syarat dan ketentuan: model dengan kata-kata sendiri, bukan syarat program yang sebenarnya.

terms-lead = Singkat dan dengan bahasa sehari-hari. Bacalah bersama kebijakan privasi; keduanya Anda setujui bersama.
terms-who = Dengan siapa Anda berjanji
terms-who-text = Dengan pengelola program. Syarat ini adalah model dari dokumen publik dan tidak terkait dengan program yang sebenarnya.
terms-account = Satu orang, satu akun
terms-account-text = Satu NIK hanya untuk satu akun. Jangan berikan kode, kunci sandi, atau kata sandi kepada siapa pun; petugas tidak pernah memintanya.
terms-true = Isi yang benar
terms-true-text = Yang Anda isi harus benar dan lengkap. Jika ada yang berubah, perbaiki di data Anda. Salah isi karena keliru dapat diperbaiki tanpa hukuman.
terms-join = Ikut gelombang
terms-join-text = Anda dapat ikut jika NIK cocok dan aturan program terpenuhi, dan dapat keluar lagi selama gelombang dibuka. Mendaftar lebih cepat tidak menambah peluang.
terms-draw = Undian
terms-draw-text = Jika yang ikut lebih banyak dari tempat, undian terbuka yang menentukan. Gelombang hanya diundi satu kali, dan siapa pun dapat memeriksa hasilnya. Ikut tidak berarti pasti terpilih.
terms-lose = Kehilangan tempat
terms-lose-text = Tempat dapat dicabut jika datanya tidak benar dengan sengaja, jika satu orang memakai beberapa akun, atau jika batas waktu lewat. Anda diberi tahu alasannya lebih dahulu, dapat menjelaskan, dan manusia yang memutuskan.
terms-data = Data Anda
terms-data-text = Data hanya dipakai untuk tujuan di kebijakan privasi. Persetujuan yang Anda beri dapat dicabut kapan saja dan langsung berlaku.
terms-us = Yang kami janjikan
terms-us-text = Kami menjawab, memberi alasan, dan memperbaiki kesalahan dalam waktu yang disebut di kebijakan. Jika layanan terganggu, yang sudah tersimpan tetap ada.
terms-leave = Berhenti
terms-leave-text = Anda dapat berhenti kapan saja. Yang terjadi dengan data Anda sesudahnya ada di kebijakan privasi.
terms-change = Jika syarat ini berubah
terms-change-text = Anda diberi tahu sebelumnya di situs dan lewat surat. Jika perubahan meminta lebih dari Anda, kami menunggu jawaban Anda.
terms-law = Hukum dan keluhan
terms-law-text = Hukum Indonesia berlaku. Hubungi kami lebih dahulu jika ada yang tidak beres; hak Anda untuk menggugat tetap milik Anda.
