# Words of the desk's components.

desk-search = Cari laporan, nomor, atau kata
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
