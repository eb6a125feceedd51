import type { Messages } from "./en";

/** Indonesian. */
export const id: Messages = {
  page: {
    test: "UJI COBA",
    testNote: "Tidak ada uang sungguhan yang berpindah di sini",
    reference: "Nomor referensi",
    language: "Bahasa",
    checkHost: "Pastikan bilah alamat peramban Anda menampilkan <b>{host}</b>.",
    closeAnyTime: "Anda boleh menutup halaman ini: alamat pembayaran tetap dipantau.",
    refreshes: "Halaman ini memeriksa status terbaru setiap {seconds, plural, other {# detik}}.",
    offline:
      "Anda sedang offline. Yang tampil di sini tetap berlaku, dan kami terus memantau jaringan untuk menemukan pembayaran Anda.",
    unreachable:
      "Halaman ini belum dapat diperbarui. Jika Anda sudah membayar, pembayaran Anda akan ditemukan. Jika belum, mohon tunggu.",
    changed:
      "Pembayaran ini telah berubah. Mohon jangan kirim apa pun, dan muat ulang halaman ini.",
    vanished:
      "Pembayaran ini tidak lagi terlihat di jaringan. Simpan hash transaksinya; kami terus memantau.",
    contact: "Hubungi {shop}",
    noteFrom: "Catatan dari {shop}",
  },
  ask: {
    exactly: "Kirim tepat <amount></amount>",
    remaining: "Kirim sisanya <amount></amount>",
    network: "USDT di jaringan <b>{network}</b>",
    copyAmount: "Salin jumlah",
    copyRemaining: "Salin sisa jumlah",
    amountCopied: "Jumlah disalin: {amount}. Kirim USDT di jaringan {network}.",
    feeOnTop: "Jika bursa kripto Anda memotong biaya, tambahkan biaya itu ke jumlah ini.",
    received:
      "Kami menerima {received} dari {amount} USDT. Kirim {remaining} USDT lagi ke alamat yang sama.",
  },
  copy: {
    copied: "Disalin",
    failed: "Gagal menyalin",
    byHand: "Pilih lalu salin sendiri",
  },
  timer: {
    left: "Sisa waktu",
    until: "sampai {time}",
    minutesLeft: "{minutes, plural, other {sisa # menit}}",
    secondsLeft: "{seconds, plural, other {sisa # detik}}",
    days: "{days, plural, other {# hari}}",
  },
  more: {
    button: "Saya perlu waktu tambahan",
    offer:
      "Anda bisa mendapat tambahan {minutes, plural, other {# menit}}, satu kali saja. Jumlah dan alamat tetap sama.",
    granted: "Waktu Anda sudah ditambah. Jumlah dan alamat tetap sama.",
    refused: "Waktu tidak dapat ditambah lagi.",
  },
  address: {
    heading: "Ke alamat ini di jaringan <b>{network}</b>",
    copy: "Salin alamat {standard}",
    copied: "Alamat disalin. Kirim USDT di jaringan {network}.",
  },
  warning: {
    only: "Kirim hanya USDT, dan hanya di jaringan <b>{network}</b>. Dengan token atau jaringan lain, dana Anda bisa hilang.",
    question: "Bagaimana jika saya memilih jaringan atau token lain?",
    ethereum:
      "Alamat yang sama juga ada di BNB Smart Chain (BEP20), Polygon, dan jaringan lain. Uang yang dikirim ke sana tidak sampai di sini; {shop} mungkin dapat memulihkannya, tetapi itu tidak pasti.",
    tron: "Ethereum (ERC20) dan BNB Smart Chain (BEP20) memakai alamat yang berbeda, dan sebagian besar dompet menolak alamat ini di sana. Pilih TRC20 saat dompet atau bursa kripto Anda menanyakan jaringan.",
    tokens: "Token lain yang masuk ke alamat ini tidak dihitung sebagai pembayaran.",
    fee: "Bursa kripto mungkin memotong biaya dari jumlah yang dikirim. Pastikan jumlah yang sampai adalah {amount} USDT.",
  },
  qr: {
    section: "Kode QR",
    label: "Kode QR alamat {network}",
    address: "Alamat",
    addressNote: "Hanya alamat. Isi sendiri jumlahnya dan pilih jaringan <b>{network}</b>.",
    wallet: "Tautan dompet",
    walletLabel: "Kode QR berisi alamat, jumlah, dan jaringan untuk dompet di {network}",
    walletNote:
      "Untuk MetaMask, Coinbase Wallet, Rainbow, dan lainnya: alamat, jumlah, dan jaringan sekaligus.",
    otherDevice: "Membayar dari perangkat lain?",
  },
  wallet: {
    open: "Buka dompet",
    openIn: "Buka di {wallet}",
    check: "Periksa di dompet Anda bahwa {amount} USDT dikirim di jaringan <b>{network}</b>.",
  },
  phone: {
    question: "Lanjutkan di ponsel",
    label: "Kode QR halaman ini",
    note: "Kode ini membuka halaman ini di ponsel Anda. Ini bukan alamat pembayaran.",
  },
  progress: {
    confirmations: "<b><seen></seen> dari {required}</b> konfirmasi",
    said: "{seen} dari {required} konfirmasi",
    soon: "kurang dari satu menit lagi",
    about: "sekitar {time} lagi",
    usually: "biasanya {time}",
  },
  state: {
    waiting: { title: "Bayar {amount} USDT", headline: "Kirim tepat {amount} USDT" },
    partial: { title: "Kurang {remaining} USDT", headline: "Kirim sisanya, {remaining} USDT" },
    detected: {
      title: "Menunggu konfirmasi…",
      headline: "Pembayaran terlihat, mohon tunggu",
      text: "Kami sudah melihat pembayaran Anda. Anda boleh menutup halaman ini.",
    },
    confirming: {
      title: "Menunggu konfirmasi…",
      headline: "Pembayaran Anda sedang dikonfirmasi",
      text: "Tidak ada lagi yang perlu Anda lakukan. Anda boleh menutup halaman ini.",
    },
    checking: {
      title: "Memeriksa…",
      headline: "Waktu habis. Kami sedang mencari pembayaran Anda",
      text: "Jika Anda sudah membayar, pembayaran Anda akan ditemukan. Jika belum, mohon jangan kirim apa pun sekarang.",
    },
    paid: {
      title: "✓ Lunas",
      headline: "Lunas",
      text: "Pembayaran Anda sebesar {received} USDT sudah diterima {shop}.",
    },
    overpaid: {
      title: "✓ Lunas",
      headline: "Lunas",
      text: "Anda mengirim {extra} USDT lebih banyak dari yang diperlukan. Hubungi {shop} mengenai pengembalian dana.",
    },
    expired: {
      title: "Kedaluwarsa",
      headline: "Tautan ini sudah kedaluwarsa",
      text: "Mohon jangan kirim dana ke alamat lama. Untuk membayar, minta tautan baru dari {shop}.",
    },
    expired_partial: {
      title: "Perlu tindakan",
      headline: "Waktu habis. Kami memegang {received} USDT",
      text: "{received} dari {amount} USDT sampai tepat waktu. Mohon jangan kirim apa pun lagi, dan hubungi {shop} dengan nomor referensi di bawah ini.",
    },
    late: {
      title: "Terlambat diterima",
      headline: "Terlambat diterima",
      text: "Pembayaran Anda sampai setelah tautan kedaluwarsa. {shop} sudah diberi tahu.",
    },
    cancelled: {
      title: "Dibatalkan",
      headline: "Pembayaran ini dibatalkan",
      text: "Mohon jangan kirim dana ke alamat lama.",
    },
  },
  facts: {
    askedFor: "Jumlah diminta",
    amount: "Jumlah",
    received: "Diterima",
    network: "Jaringan",
    reference: "Nomor referensi",
    transaction: "Transaksi",
    paidAt: "Dibayar pada",
    copyReference: "Salin nomor referensi",
    referenceCopied: "Nomor referensi disalin",
    newTab: "(membuka penjelajah blockchain di tab baru)",
  },
  timeline: {
    heading: "Yang sudah terlihat",
    created: "{amount} USDT diminta",
    seen: "{amount} USDT terlihat di blok {block}",
    late: "{amount} USDT terlihat di blok {block}, setelah waktu habis",
    gone: "{amount} USDT tidak lagi terlihat di jaringan",
    confirmations: "{seen} dari {required} konfirmasi",
    final: "Konfirmasi sudah final",
    extended: "Waktu ditambah",
    ended: "Waktu habis",
    cancelled: "Dibatalkan",
    paid: "Lunas",
    view: "Lihat transaksi",
  },
  outcome: {
    back: "Kembali ke {shop}",
    backIn: "Anda akan kembali dalam <seconds></seconds> detik",
    backSaid: "Anda akan kembali dalam {seconds, plural, other {# detik}}.",
    stay: "Tetap di sini",
    staying: "Anda tetap di halaman ini.",
  },
  receipt: {
    open: "Tanda terima",
    title: "Tanda terima {reference}",
    heading: "Tanda terima",
    print: "Cetak",
    paidTo: "Dibayarkan kepada",
    address: "Ke alamat",
    printed: "Tanda terima ini ada di {url}",
    notFinal: "Konfirmasi belum final. Halaman ini memeriksa status terbaru secara otomatis.",
    back: "Kembali ke pembayaran",
    mailQuestion: "Kirim tanda terima ini ke email saya",
    mailButton: "Kirim",
    mailSent: "Tanda terima sedang dikirim. Mungkin perlu satu menit.",
    mailSubject: "Tanda terima {reference} dari {shop}",
    mailLink: "Lihat tanda terima",
    mailWhy:
      "Anda menerima email ini karena alamat ini dimasukkan di halaman pembayaran. Tidak digunakan untuk hal lain.",
  },
  lookup: {
    question: "Saya sudah membayar, di mana pembayaran saya?",
    intro:
      "Tempel hash transaksi yang tampil di dompet atau bursa kripto Anda. Kami mencarinya di kedua jaringan.",
    field: "Hash transaksi",
    button: "Cari",
    busy: "Mencari di kedua jaringan…",
    malformed:
      "Ini bukan hash transaksi. Hash transaksi terdiri dari 64 karakter, 0 sampai 9 dan a sampai f.",
    found: "Ditemukan: {amount} USDT untuk pembayaran ini.",
    notFinal:
      "Ditemukan: {amount} USDT untuk pembayaran ini, dengan {seen} dari {required} konfirmasi. Mohon tunggu sebentar.",
    notEnough:
      "Ditemukan: {amount} USDT untuk pembayaran ini. Jumlah itu belum cukup: masih kurang {remaining} USDT.",
    otherAddress:
      "Transaksi ini mengirim USDT ke alamat lain, {address}. Bandingkan dengan alamat di halaman ini, dan hubungi {shop} jika Anda bermaksud membayar di sini.",
    otherPayment:
      "Transaksi ini untuk pembayaran lain. Setiap pembayaran memiliki alamat tersendiri.",
    wrongNetwork:
      "Transaksi ini ada di jaringan {network}, sedangkan halaman ini meminta {wanted}. Hubungi {shop} dan sertakan hash transaksinya.",
    wrongToken:
      "Transaksi ini memindahkan token selain USDT ke alamat ini, dan itu tidak dihitung. Hubungi {shop} dan sertakan hash transaksinya.",
    noTokens: "Transaksi ini tidak memindahkan USDT.",
    reverted: "Transaksi ini gagal di jaringan: tidak ada yang terkirim. Anda dapat membayar lagi.",
    revertedClosed: "Transaksi ini gagal di jaringan: tidak ada yang terkirim.",
    pending:
      "Transaksi ini sudah dikenal jaringan, tetapi belum masuk ke blok mana pun. Mohon tunggu.",
    unknown:
      "Transaksi ini tidak dikenal di kedua jaringan. Jika masih baru, coba lagi dalam satu menit. Bursa kripto sering perlu beberapa menit untuk mengirim. Jika Anda mengirim di jaringan lain, hubungi {shop}.",
    unavailable:
      "Kami tidak dapat meminta data dari jaringan saat ini. Mohon coba lagi dalam satu menit.",
    tooMany: "Terlalu banyak permintaan. Mohon coba lagi nanti.",
  },
  email: {
    question: "Tinggalkan alamat email",
    note: "Agar {shop} dapat menghubungi Anda tentang pembayaran ini. Tidak digunakan untuk hal lain.",
    field: "Alamat email",
    button: "Simpan",
    saved: "Tersimpan. Sekarang {shop} dapat menghubungi Anda.",
    malformed: "Ini bukan alamat email.",
    refund: "Alamat {network} Anda untuk pengembalian dana (opsional)",
    refundNote:
      "{shop} memutuskan soal pengembalian dana dan akan bertanya kepada Anda sebelum mengirim apa pun.",
    refundMalformed: "Ini tidak mungkin alamat Anda di {network}.",
    tooMany: "Terlalu banyak permintaan. Silakan coba lagi nanti.",
  },
  play: {
    heading: "Coba pembayaran",
    note: "Tidak perlu dompet di sini. Setiap tombol mengirim uang uji coba di jaringan {network}, melalui rantai yang sebenarnya di sandbox ini.",
    pay: "Bayar dengan USDT uji",
    part: "Sebagian",
    over: "Terlalu banyak",
    two: "Dua sekaligus",
    reorganised: "Hilang, lalu kembali",
    late: "Terlambat",
    expire: "Biarkan waktu habis",
    sending: "Mengirim…",
    sent: "Terkirim",
    failed: "Pembayaran uji coba gagal dikirim. Mohon coba lagi.",
  },
  gone: {
    headline: "Tidak ada pembayaran di sini",
    text: "Periksa tautannya, atau minta tautan baru dari toko. Jika Anda sudah membayar, uang Anda tidak hilang karena ini: toko dapat menemukannya.",
  },
  away: {
    headline: "Kami tidak dapat menampilkan pembayaran ini sekarang",
    text: "Jika Anda sudah membayar, pembayaran Anda akan ditemukan. Jika belum, mohon tunggu sebentar lalu muat ulang halaman ini.",
  },
};
