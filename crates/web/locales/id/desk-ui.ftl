# Words of the desk's components.

desk-search = Cari laporan, nomor, atau kata
desk-menu = Akun
desk-account = Akun saya
desk-sign-out = Keluar
desk-help = Panduan petugas

pane-queue = Antrean laporan
pane-report = Laporan
pane-actions = Tindakan dan riwayat
pane-back = Kembali ke antrean
pane-choose = Pilih laporan di antrean untuk membacanya di sini.

queue-unread = Belum dibaca

filter-apply = Saring
filter-clear = Hapus saringan

key-title = Tombol papan ketik
key-next = Laporan berikutnya
key-previous = Laporan sebelumnya
key-open = Buka laporan
key-search = Cari
key-reply = Tulis jawaban
key-back = Kembali ke antrean
key-help = Daftar tombol ini
key-close = Tutup

desk-stage-awaiting-check = Belum diperiksa
desk-stage-forwarded = Diteruskan
desk-stage-in-progress = Ditangani
desk-stage-awaiting-reporter = Menunggu pelapor
desk-stage-answered = Dijawab
desk-stage-contested = Disanggah
desk-stage-closed = Selesai
desk-stage-archived = Diarsipkan
desk-stage-withdrawn = Dicabut
desk-stage-merged = Digabung
