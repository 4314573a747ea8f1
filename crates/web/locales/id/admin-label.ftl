# Names of roles, kinds, limits and reasons in the administration.

admin-agency-kind-coordinating-ministry = Kementerian koordinator
admin-agency-kind-ministry = Kementerian
admin-agency-kind-non-ministerial = Lembaga pemerintah nonkementerian
admin-agency-kind-state-organ = Lembaga negara
admin-agency-kind-non-structural = Lembaga nonstruktural
admin-agency-kind-public-broadcaster = Lembaga penyiaran publik
admin-agency-kind-social-security = Badan penyelenggara jaminan sosial
admin-agency-kind-state-enterprise = Badan usaha milik negara
admin-agency-kind-regional-enterprise = Badan usaha milik daerah
admin-agency-kind-province = Pemerintah provinsi
admin-agency-kind-regency = Pemerintah kabupaten
admin-agency-kind-city = Pemerintah kota
admin-agency-kind-administrative-city = Kota atau kabupaten administrasi

admin-unit-kind-secretariat = Sekretariat atau biro
admin-unit-kind-inspectorate = Inspektorat
admin-unit-kind-directorate = Direktorat atau deputi
admin-unit-kind-dinas = Dinas
admin-unit-kind-badan = Badan
admin-unit-kind-hospital = Rumah sakit
admin-unit-kind-utility = Perusahaan umum daerah
admin-unit-kind-council = Sekretariat DPRD
admin-unit-kind-district = Kecamatan atau distrik
admin-unit-kind-other = Lainnya

admin-hub-kind-national = Simpul nasional
admin-hub-kind-sector = Simpul sektor
admin-hub-kind-province = Simpul provinsi
admin-hub-kind-unlisted = Tanpa simpul

admin-deadline-national-verification = Pemeriksaan oleh admin nasional
admin-deadline-agency-verification = Pemeriksaan oleh admin instansi
admin-deadline-first-response = Tanggapan pertama instansi
admin-deadline-settle-information = Penyelesaian permintaan informasi
admin-deadline-settle-aspiration = Penyelesaian aspirasi
admin-deadline-settle-complaint = Penyelesaian pengaduan
admin-deadline-settle-supervisory = Penyelesaian pengaduan berkadar pengawasan
admin-deadline-completion = Pelapor melengkapi laporan
admin-deadline-reporter-window = Pelapor menyanggah atau menerima jawaban
admin-deadline-ombudsman-escalation = Diteruskan ke Ombudsman
admin-deadline-statutory-limit = Batas terakhir menurut undang-undang
admin-deadline-completeness-answer = Pemberitahuan berkas lengkap
admin-deadline-statutory-completion = Melengkapi berkas menurut undang-undang
admin-deadline-decision-delivery = Penyampaian putusan
admin-deadline-filing-period = Pengaduan diajukan sejak pelayanan
admin-deadline-information-extension = Perpanjangan permintaan informasi
admin-deadline-category-settlement = Batas kategori
admin-deadline-agency-settlement = Batas instansi
admin-deadline-forced-decision = Putusan admin nasional setelah pelimpahan
admin-deadline-appeal-window = Keberatan atas penutupan
admin-deadline-support-task = Tugas pendukung

admin-holiday-kind-national = Libur nasional
admin-holiday-kind-joint-leave = Cuti bersama
admin-holiday-kind-regional = Libur daerah

admin-limit-unit-working-days = hari kerja
admin-limit-unit-calendar-days = hari kalender
admin-limit-unit-working-hours = jam kerja

admin-account-state-invited = Menunggu masuk pertama
admin-account-state-active = Aktif
admin-account-state-suspended = Ditutup

admin-channel-email = Surel
admin-channel-sms = SMS
admin-channel-letter = Surat
admin-channel-inbox = Kotak masuk meja

admin-refusal-unknown-agency = Instansi ini tidak ada dalam daftar. Pilih instansi lain.
admin-refusal-unknown-unit = Unit ini tidak ada dalam instansi ini. Pilih unit lain.
admin-refusal-unknown-hub = Simpul ini tidak ada dalam daftar.
admin-refusal-unknown-category = Kategori ini tidak ada atau sudah dihentikan. Pilih kategori lain.
admin-refusal-unknown-region = Pilih wilayah. Pemerintah daerah dan libur daerah harus punya wilayah.
admin-refusal-unknown-holiday = Hari libur ini sudah tidak ada. Muat ulang kalender.
admin-refusal-bad-text = Isi dengan tulisan biasa, tidak kosong dan tidak lebih panjang dari batasnya.
admin-refusal-bad-code = Pakai huruf kecil, angka, dan tanda yang disebut dalam petunjuk.
admin-refusal-slug-taken = Alamat ini sudah dipakai instansi lain, mungkin yang sudah berakhir. Pilih alamat lain.
admin-refusal-code-taken = Kode ini sudah dipakai, mungkin oleh yang sudah berakhir. Pilih kode lain.
admin-refusal-region-governed = Wilayah ini sudah punya pemerintah daerah. Akhiri dulu yang lama.
admin-refusal-not-on-that-day = Pada tanggal itu belum ada atau sudah berakhir. Pilih tanggal lain.
admin-refusal-already-ended = Ini sudah berakhir atau sudah dijadwalkan berakhir.
admin-refusal-before-beginning = Tanggal ini sebelum tanggal mulainya. Pilih tanggal sesudahnya.
admin-refusal-not-in-future = Pilih tanggal mulai besok atau sesudahnya. Laporan yang sudah diterima memakai aturan lama.
admin-refusal-later-change = Sudah ada perubahan pada tanggal itu atau sesudahnya. Pilih tanggal yang lebih kemudian.
admin-refusal-unchanged = Tidak ada yang berubah. Ubah sesuatu dulu, atau kembali.
admin-refusal-bad-successor = Pengganti harus instansi lain yang ada sehari sesudahnya.
admin-refusal-bad-parent = Unit tidak dapat berada di bawah dirinya, di bawah unit yang berakhir, atau di instansi lain.
admin-refusal-has-children = Masih ada bagian di bawahnya. Akhiri atau pindahkan dulu.
admin-refusal-inspectorate-needed = Instansi harus punya satu inspektorat di tingkat teratas untuk pengaduan berkadar pengawasan.
admin-refusal-already-member = Instansi ini sudah atau akan menjadi anggota.
admin-refusal-not-member = Pada tanggal itu instansi ini bukan anggota.
admin-refusal-hub-has-all = Simpul nasional memuat semua instansi. Anggotanya tidak diatur satu per satu.
admin-refusal-keyword-taken = Salah satu kata kunci sudah dipakai kategori lain di tingkat yang sama. Hapus atau ganti.
admin-refusal-one-catch-all = Di setiap tingkat harus ada tepat satu kategori "lainnya".
admin-refusal-level-needed = Pilih paling sedikit satu tingkat pemerintahan yang berwenang.
admin-refusal-bad-limit = Angka ini di luar batas. Batas waktu 1 sampai 3.650, jam buka sebelum jam tutup.
admin-refusal-rules-overlap = Sudah ada aturan yang mulai pada tanggal itu atau sesudahnya. Pilih tanggal yang lebih kemudian.
admin-refusal-holiday-taken = Hari libur ini sudah ada pada tanggal itu.
admin-refusal-stale = Kategori atau rute diubah orang lain sejak Anda membuka halaman ini. Isian Anda masih ada: periksa lagi, lalu lihat dampaknya sekali lagi.
admin-refusal-in-past = Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.
admin-refusal-agency-needed = Tingkat nasional memerlukan instansi. Tingkat lain memakai pemerintah daerah setempat.
admin-refusal-route-needed = Tanpa rute ini tidak ada kantor yang berwenang. Ubah rutenya, jangan diakhiri.
