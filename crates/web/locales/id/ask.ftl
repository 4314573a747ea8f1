# Frequent questions, for everybody and for who writes a report.

ask-title = Tanya jawab
ask-lead = Jawaban untuk pertanyaan yang sering disampaikan, ditulis oleh instansi yang berwenang.
ask-search = Cari pertanyaan
ask-count = { $n } jawaban
ask-order = yang paling mirip dengan kata Anda lebih dulu
ask-none = Tidak ada jawaban dengan kata itu
ask-all = Semua tanya jawab
ask-empty = Belum ada tanya jawab
ask-empty-text = Jawaban dari instansi akan muncul di sini.
ask-other = Lain-lain
ask-subjects = Menurut bidang
ask-basis = Dasar
ask-nation = Berlaku di seluruh Indonesia
ask-not-answered = Belum terjawab?
ask-not-answered-text = Tulis laporan. Kami meneruskannya ke instansi yang berwenang.
ready-title = Jawaban yang mungkin membantu
ready-lead = Mungkin salah satu jawaban ini sudah cukup. Bila tidak, lanjutkan; tulisan Anda tetap tersimpan.
ready-settled = Ini menjawab pertanyaan saya
ready-go-on = Lanjutkan menulis laporan
ready-go-on-hint = Bila Anda memilih satu jawaban, laporan tidak dikirim dan rancangannya dihapus.
ready-end = Senang dapat membantu
ready-end-done = Tidak ada laporan yang dikirim
ready-end-text = Rancangan Anda sudah dihapus dari sini. Bila ternyata belum selesai, tulislah laporan kapan saja.
ready-end-write = Saya tetap ingin melapor
ready-end-home = Ke beranda
