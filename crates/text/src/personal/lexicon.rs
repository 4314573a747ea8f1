//! Words that are no names, and given names that are seldom anything else.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A word of everyday speech, an office or a thing: no part of a person's name.
pub(super) fn is_common(word: &str) -> bool {
    COMMON_WORDS.contains(word) || is_city(word)
}

/// A large city or island: people come from there and are born there.
pub(super) fn is_city(word: &str) -> bool {
    matches!(
        word,
        "jawa"
            | "sumatera"
            | "kalimantan"
            | "sulawesi"
            | "papua"
            | "bali"
            | "jakarta"
            | "surabaya"
            | "bandung"
            | "bekasi"
            | "bogor"
            | "depok"
            | "tangerang"
            | "semarang"
            | "medan"
            | "makassar"
            | "malang"
            | "sidoarjo"
            | "gresik"
            | "sleman"
            | "bantul"
            | "yogyakarta"
            | "jogja"
            | "palembang"
            | "solo"
            | "surakarta"
            | "jember"
            | "kediri"
            | "padang"
            | "pekanbaru"
            | "pontianak"
            | "banjarmasin"
            | "balikpapan"
            | "samarinda"
            | "manado"
            | "ambon"
            | "jayapura"
            | "kupang"
            | "mataram"
            | "denpasar"
            | "cirebon"
            | "garut"
            | "tasikmalaya"
            | "serang"
            | "cilegon"
            | "batam"
            | "jambi"
            | "lampung"
            | "bengkulu"
            | "aceh"
            | "sukabumi"
            | "karawang"
            | "purwakarta"
            | "tegal"
            | "pekalongan"
            | "kudus"
            | "magelang"
            | "madiun"
            | "mojokerto"
            | "lamongan"
            | "banyuwangi"
            | "probolinggo"
            | "pasuruan"
            | "blitar"
            | "tulungagung"
            | "lombok"
            | "flores"
            | "ntt"
            | "ntb"
    )
}

/// A given name that is well known as one.
pub(super) fn is_given_name(word: &str) -> bool {
    GIVEN_NAMES.contains(word)
}

/// A derived verb or noun by its affixes: `diajukan`, `mengadu`, `keterangan`.
pub(super) fn is_derived(word: &str) -> bool {
    const FRONT: &[&str] = &["meng", "meny", "mem", "men", "ber", "ter", "peng", "pem", "pen"];
    let long = word.len() > 6 && !is_given_name(word);
    let verb = word.len() > 4 && word.starts_with("di") && word.ends_with(['n', 'i']);
    let ended = ["kan", "nya", "annya"].iter().any(|end| word.ends_with(end));
    long && (verb || ended || FRONT.iter().any(|front| word.starts_with(front)))
}

/// A unit behind an amount.
pub(super) fn is_measure(word: &str) -> bool {
    matches!(
        word,
        "ribu"
            | "rb"
            | "juta"
            | "jt"
            | "miliar"
            | "milyar"
            | "m"
            | "rupiah"
            | "perak"
            | "orang"
            | "kk"
            | "jiwa"
            | "kg"
            | "ton"
            | "liter"
            | "meter"
            | "km"
            | "persen"
            | "watt"
            | "va"
    )
}

static COMMON_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| COMMON.split_whitespace().collect());

static GIVEN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| GIVEN.split_whitespace().collect());

const COMMON: &str = "
ada adalah adanya agar akan akhir aktif akun alamat aman ambil anak anaknya anda anggota antara apa
apakah apalagi arah asal atas atau awal ayah baik bagaimana bagi bagian bahwa baik balas balik
bank bansos bantu bantuan banyak bapak bapaknya baru bawa bayar bayi beberapa begini begitu belakang
beli belum benar berapa berat berkas bersama bersih besar besok betul biar biasa biasanya biaya
bila bisa blm blok blt bocor boleh bongkar bpjs bpk bu buat bukan bulan buka buruk bupati butuh
camat cari cek cepat coba cucu cuma dan dana dapat dari darurat data datang daerah daftar dalam
dekat demi demikian dengan dengar depan desa dgn di dia diri dinas direktur diri dll dokter dong dpt
dr dtks dua dukcapil dulu dusun eh email enam empat gak ga gang gagal ganti gara gelap gedung gimana
gratis gubernur guru habis hak hal halo hanya harap hari harga harus hasil hati hidup hilang hingga
hormat hp hutang ia ibu ibunya ini ingin instansi istri istrinya itu iya izin jadi jalan jam jangan
janda janji jaringan jarang jelas jembatan jaksa jika juga jual jumlah kabupaten kadang kades kadus
kakak kali kalian kalau kalo kami kampung kamu kantor kapan kapolres kapolsek karena karyawan kartu
kasi kasih kasus kata katanya kawasan kayak ke keadaan kebakaran kebersihan kecamatan kecewa kecil
keluar keluarga keluhan kelas kelompok kelurahan kemarin kembali kementerian kenapa kepada kepala
kerja kesehatan ketika ketua kita kode kok komplek komunitas kondisi konsumen koperasi korban kosong
kota krn ktp kuasa kurang lagi lah lahir lain lainnya laki laku lalu lama lampu langsung lansia
lantas laporan lapor lebih lewat lewat lima lingkungan listrik lokasi lurah lupa maaf macet mahal
mahasiswa mahasiswi maka makasih malah malam mana marah mas masih masa masalah masuk masyarakat mati
mau melahirkan meninggal memang menteri mereka merasa meter miskin min minggu minta mobil
mohon motor muda mulai murid nama namanya namun nanti nasib negeri negara nelayan nenek ngurus
nggak nih nik no nomor non nya oknum oleh ombudsman online operator orang orangnya organisasi pada
padahal pagi pajak pak paket paling panjang para parah parkir pasien pasar pabrik paud pedagang
pegawai pejabat pelajar pelanggan pelayanan pelapor pemda pemerintah pemilik pemkab pemkot pemprov
pemuda pendidikan penduduk penerima pengaduan pengacara pengemudi penghuni pengurus peserta petani
petugas perangkat perbaikan perempuan pernah pertama perumahan perusahaan perwakilan pihak pindah
pinjol polisi polres polsek posyandu presiden pria proses provinsi proyek pt puskesmas puluh pun
pusat rakyat ratusan rawat resmi rincian rombongan rs rsud rt rumah rusak rw sabtu sakit salah salam
saja sama sampah sampai samping sana sangat sana saran satu saudara saya sebab sebagai sebelum
sebelumnya sebuah sebut sedang segera sehat sejak sekali sekarang sekdes sekolah sekretaris sekitar
selaku selalu selama selamat semenjak semua seluruh sementara sempat sendiri senin seorang sepeda
seperti sering serta sesuai setelah setiap siang siap siapa singkat sini sisa siswa siswi situ
smp sma smk sd sdn smpn sman soal sopir sore staf suami suaminya sudah sdh sulit sungai supaya surat
swasta tadi tahu tahun takut tambah tamat tampak tanah tanda tanggal tanggung tangan tanpa tapi
tata tau tdk telah teman tempat tenaga tentang tepat terima terimakasih tersebut terlalu tetangga
tetap tetapi tgl tiap tiba tiga tidak tinggal tindak tks tolong tokoh tp trims tua tuh tuan tukang
tulis tunggu turun udah umum umur untuk unit upaya urus usaha usia utama utk wajib waktu wali
walikota wanita wakil warga warganya warung wib wassalam yaitu yakni ya yah yang yayasan yg yth
hp wa whatsapp telepon telpon telp tlp handphone kontak email surel alamat nomor nomer pekerjaan
ahli waris ruko alhamdulillah insyaallah inshaallah paling sembuh kios lapak sawah kebun kontrakan
kos kost rumahnya lingkungannya kelahiran dukungan fakir dhuafa jamaah jemaah umat majikan buruk
sahabat keluargaku sampaikan administrasi adik admin aduan air akses akta aktivis aliansi anonim aplikasi aparat aspirasi asli
babinsa bagus balita bangsa barang barat benda bendahara berita bersangkutan bidan biodata buruh
calon cv dewan dirahasiakan disabilitas disamarkan dprd driver fasilitas federasi forum fraksi
gabungan guna honorer ikatan ilegal indonesia industri informasi internet jabatan jalanan jurusan
kabid kadis kaki kapal karang keadilan kejaksaan kepolisian kejadian keterangan kiri kirim koordinator
laki lapas lembaga majelis mantan manajemen masing massa mediasi mendadak menantu mertua ojek ojol
organisasi ormas orangtua orang-orang orangtua ortu panitia paguyuban pasangan pekerja pekerjaan
pelaku pelaksana pembeli pembangunan pemohon pemulung pengguna penjual penjaga penumpang penyandang
perawat perwira persatuan pilih ponakan posisi purnawirawan produk program pribadi rahasia rekan
relawan ruang saksi sah satpam satpol serikat siaga sosial status subsidi supir susah swadaya tamu
taruna terang terkait tersangka tertulis terdaftar tertera tercantum terlampir terpaksa timur tkw tki
tni toko utara selatan tengah ud universitas urusan wartawan wirausaha yatim zona
pln pdam telkom indihome pkh pip kip kis kk npwp bumn bumd tv tbk sim stnk bpkb nikah jkn wa
senin selasa rabu kamis jumat minggu januari februari maret april mei juni juli agustus september
oktober november desember aja tlg dr udh sm bs jg lg sy aku gue ane kmi hrs jd klo kl skrg bgt bngt
makasi terimakasi thx thanks kpd bagi sblm smpe sampe sdg gmn gini gitu dapet pake buat bikin kena
hadir hamil kuliah lulus lulusan magang nunggak pensiun pensiunan pernah pusing sedih stroke rawan
bingung heran kesal kesel emosi capek lelah butuh kerja pulang pergi tidur makan minum main lihat
liat denger ngeluh komplain protes nuntut tanya nanya pengen pingin pengin ikut punya pegang pakai
nonaktif dobel double ganda hilang salah ditahan dicoret beda sesuai cocok muncul keluar terus
sangatlah hanyalah bukanlah sudahlah tolonglah mohonlah saat semoga sekian selesai selanjutnya
pagi sore perkenalkan izin ijin maaf permisi assalamualaikum assalamu alaikum asalamualaikum
sendirian sekeluarga bertiga berdua berempat dua tujuh delapan sembilan sepuluh sebelas puluhan
kaki lima pedagang tersebut diatas dibawah disini disana dimana kemana darimana tsb dsb dst yaa
jl jln jalan gg perum komplek kompleks dusun rt rw blok kab kec kel prov kota desa
tipe type merk merek model seri obat penyakit mesin barang produk tanaman hewan gunung pulau
";

const GIVEN: &str = "
abdul abdullah achmad adi adinda aditya afif agung agus agustina ahmad aisyah ajeng akbar alfian ali
alif alya amalia amelia amin aminah amir ana anang andi andika andre andri andy angga anggi anggraini
ani anik anisa anita anton antonius anwar ardi ardian arie arief arif arifin ariyanto arya asep asih
astuti ayu azis aziz bagas bagus bambang basuki bayu bella benny betty boni budi budiman budiono
bungaran cahya cahyo cahyono candra cecep christina citra dadang damar danang dani daniel darmo darto
darwis david dedi dede deni denny desi devi dewi dian diana dicky didik dika dimas dina dinda dini
diyah djoko dody doni dwi edi edy efendi eka eko elisabeth ella elsa endang endah eni erik erna erni
ernawati euis fadil fahmi fajar farida faisal fandi fatimah fauzan fauzi febri feri ferry fitri fitria
fitriani fransiska galih gilang gita gunawan guntur hadi hafiz hakiki halimah hamid hamzah handayani
handoko hani hardi hari haris harjo hartati hartini hartono haryanto hasan hasanah hasanuddin hendra
hendri hendro heni henny herlina herman hermawan heru hesti hidayat hidayah husen husna ibrahim ida
idris ihsan ika iin ikhsan ilham ilyas imam imron indah indra indri intan irfan irma irwan iskandar
ismail iwan jajang jamal jamilah jaya joko jono joni juliana jumadi kadek karmila kartika kartini
kasim ketut khairul khadijah kiki komang komariah krisna kurnia kurniawan kusuma laila lastri lestari
leni lia lilik lilis lina linda lisa lukman lusi made mahmud maimunah maman margaretha maria mariam
mariani markus marlina marsudi maya mega melati meri mila mira muhamad muhammad mohammad mochamad moh
muh mulyadi mulyani mulyono murni murniati mustafa mustofa nanang nani nadia natalia neneng nengah
nia nina ningsih nita novi novita nur nurdin nurhayati nurul nuri nyoman oktavia paijo pardi parinem
paulus petrus ponirah prasetyo puji purnomo purwanto puspita putra putri putu rachmat rahayu rahma
rahmad rahmat rahmawati raka ramadhan ramadhani ramli randi rani ratih ratna ratnasari reza ria rian
rika riki rina rini rio riska riski rizal rizka rizki rizky robert rohani rohayati rohmah ronald roni
rosa rosita rudi rudy rukmini rusdi rusli rusman sahrul saiful salim samsul sandi santi santoso sari
sarah sartika sastro satria septi setiawan setyo sigit silvia sinta siska siti slamet sofyan solikin
sri stefanus subagyo subandi sudarma sudarmi sudarsono sugeng sugiarto sugiyono suharti suhartini
suhendra sukardi sulastri sulaiman sumarni sumarno sumiati sunarti sunarto suparman supardi supono
supriadi supriyadi supriyanto suroso suryadi suryana susanti susanto susilo susi sutrisno suwarni
suyatno syaiful syafii syahrul syarif tarmizi tati taufik teguh tia tika titin tini tono toni tri
tuti tutik ucok udin ujang umar umi untung usman utami vera vina wahid wahyu wahyuni wahyudi wati
wawan wayan widodo widya wibowo wijaya winda windi wiwik wulan wulandari yani yanti yanto yanuar yati
yayan yogi yohanes yosef yoyok yudi yulia yuliana yuliani yulianto yuni yunita yunus yusuf yusup zaenal
zahra zainal zainuddin zulkifli zulfa lambok tiur tigor rumondang butet bonar parlindungan
";
