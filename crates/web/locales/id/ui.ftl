# Words of the components: what every page shares.

skip = Langsung ke isi
back = Kembali
change = Ubah
sign-in = Masuk
title-error-prefix = Kesalahan:

nav-main = Menu utama
nav-way = Kembali dan keluar
nav-footer = Tautan bantuan

place-submit = Lapor
place-track = Lacak
place-browse = Baca
place-statistics = Statistik
place-help = Bantuan

footer-help-title = Butuh bantuan?
footer-help-text = Melapor tidak dipungut biaya. Anda boleh meminta orang lain mengisi laporan untuk Anda.
footer-help = Cara melapor dan hubungi kami
footer-about = Tentang LAPOR
footer-privacy = Kerahasiaan data Anda
footer-accessibility = Aksesibilitas
footer-data = Data terbuka
site-description = Sampaikan pengaduan, aspirasi atau permintaan informasi dari ponsel apa pun, tanpa akun. Lihat kantor mana yang menangani dan kapan harus menjawab.
footer-owner = Layanan pengaduan publik nasional Republik Indonesia

theme-title = Tampilan
theme-auto = Ikuti perangkat
theme-light = Terang
theme-dark = Gelap
theme-contrast = Kontras tinggi
theme-colour-safe = Aman buta warna

exit-leave = Keluar cepat
exit-shift = atau tekan Shift 3 kali

steps = Langkah { $n } dari { $total }

field-optional = (boleh dikosongkan)
field-error-prefix = Kesalahan:
field-limit = Paling banyak { $n } huruf.
field-left-template = Sisa # huruf.
field-over-template = Kelebihan # huruf.
error-summary-title = Ada yang perlu diperbaiki
date-day = Tanggal
date-month = Bulan
date-year = Tahun

rating-1 = Sangat tidak puas
rating-2 = Tidak puas
rating-3 = Cukup
rating-4 = Puas
rating-5 = Sangat puas

notice-info = Informasi
notice-success = Berhasil
notice-warning = Perhatian
notice-problem = Masalah

light-on-time = Tepat waktu
light-near = Mendekati batas
light-late = Terlambat
due-why = Mengapa tanggal ini?

stage-awaiting-check = Menunggu pemeriksaan
stage-forwarded = Diteruskan ke instansi
stage-in-progress = Sedang ditangani
stage-awaiting-reporter = Perlu dilengkapi Anda
stage-answered = Sudah dijawab
stage-contested = Anda menyanggah
stage-closed = Selesai
stage-archived = Tidak dapat ditangani
stage-withdrawn = Dicabut
stage-merged = Digabung
stage-awaiting-reporter-public = Perlu dilengkapi pelapor
stage-contested-public = Pelapor menyanggah

timeline-next = Berikutnya

pages-label = Halaman
pages-newer = Lebih baru
pages-older = Lebih lama

file-size = ukuran { $size }

figure-table = Lihat angka dalam tabel
figure-download = Unduh angka (CSV)
figure-what = Yang dihitung
figure-course = { $what }: { $first }% → { $last }%
figure-nothing = Belum ada angka.
figure-described = Terbanyak: { $most }, { $most_n }. Paling sedikit: { $least }, { $least_n }.

receipt-number = Nomor laporan
receipt-secret = Kode rahasia
receipt-secret-note = Kode ini hanya tampil sekali. Catat di tempat aman dan jangan beri tahu siapa pun.
receipt-qr = Pindai untuk melacak
receipt-print = Cetak tanda terima

format-today = hari ini
format-tomorrow = besok
format-yesterday = kemarin
format-in-days = { $n } hari lagi
format-days-ago = { $n } hari lalu
format-hours-ago = { $n } jam lalu
format-minutes-ago = { $n } menit lalu
format-just-now = baru saja
