import type { Messages } from "./en";

/** Turkish. */
export const tr: Messages = {
  page: {
    test: "TEST",
    testNote: "Burada gerçek para kullanılmaz",
    reference: "Referans",
    language: "Dil",
    checkHost: "Tarayıcınızın adres çubuğunda <b>{host}</b> yazdığını kontrol edin.",
    closeAnyTime: "Bu sayfayı kapatabilirsiniz: Adres izlenmeye devam eder.",
    refreshes:
      "Bu sayfa her {seconds, plural, one {# saniyede} other {# saniyede}} bir güncel durumu kontrol eder.",
    offline:
      "Çevrimdışısınız. Burada gördükleriniz geçerliliğini koruyor; ödemeniz için ağı izlemeyi sürdürüyoruz.",
    unreachable:
      "Şu anda sayfayı güncelleyemiyoruz. Ödeme yaptıysanız ödemeniz bulunacaktır. Yapmadıysanız lütfen bekleyin.",
    changed: "Bu ödeme değişti. Lütfen hiçbir şey göndermeyin ve bu sayfayı yeniden yükleyin.",
    vanished: "Ödeme artık ağda görünmüyor. İşlem hash’ini saklayın; ağı izlemeyi sürdürüyoruz.",
    contact: "{shop} ile iletişime geç",
    noteFrom: "{shop} tarafından bırakılan not",
  },
  ask: {
    exactly: "Tam olarak şu tutarı gönderin: <amount></amount>",
    remaining: "Kalan tutarı gönderin: <amount></amount>",
    network: "<b>{network}</b> ağında USDT",
    copyAmount: "Tutarı kopyala",
    copyRemaining: "Kalan tutarı kopyala",
    amountCopied: "Tutar kopyalandı: {amount}. {network} ağı üzerinden USDT gönderin.",
    feeOnTop: "Borsanız ücret kesiyorsa bu ücreti tutara ekleyin.",
    received:
      "İstenen tutar: {amount} USDT. Alınan: {received} USDT. Aynı adrese {remaining} USDT daha gönderin.",
  },
  copy: {
    copied: "Kopyalandı",
    failed: "Kopyalanamadı",
    byHand: "Seçip elle kopyalayın",
  },
  timer: {
    left: "Kalan süre",
    until: "bitiş: {time}",
    minutesLeft: "{minutes, plural, one {# dakika kaldı} other {# dakika kaldı}}",
    secondsLeft: "{seconds, plural, one {# saniye kaldı} other {# saniye kaldı}}",
    days: "{days, plural, one {# gün} other {# gün}}",
  },
  more: {
    button: "Ek süre istiyorum",
    offer:
      "Yalnızca bir kez {minutes, plural, one {# dakika} other {# dakika}} ek süre alabilirsiniz. Tutar ve adres aynı kalır.",
    granted: "Ek süreniz başladı. Tutar ve adres aynı.",
    refused: "Artık ek süre verilemiyor.",
  },
  address: {
    heading: "<b>{network}</b> ağındaki bu adrese",
    copy: "{standard} adresini kopyala",
    copied: "Adres kopyalandı. {network} ağı üzerinden USDT gönderin.",
  },
  warning: {
    only: "Yalnızca USDT gönderin ve yalnızca <b>{network}</b> ağını kullanın. Başka token’lar veya başka ağlardan yapılan gönderimler kaybolabilir.",
    question: "Başka bir ağ veya token seçersem ne olur?",
    ethereum:
      "Aynı adres BNB Smart Chain (BEP20), Polygon ve başka ağlarda da vardır. Oralara gönderilen para buraya ulaşmaz; {shop} bu parayı belki kurtarabilir, ancak bu kesin değildir.",
    tron: "Ethereum (ERC20) ve BNB Smart Chain (BEP20) farklı adresler kullanır ve çoğu cüzdan bu adresi kabul etmez. Cüzdanınız veya borsanız ağı sorduğunda TRC20 seçin.",
    tokens: "Bu adrese gönderilen başka token’lar ödeme sayılmaz.",
    fee: "Borsalar ücretlerini gönderilen tutardan kesebilir. Adrese {amount} USDT ulaşacağından emin olun.",
  },
  qr: {
    section: "QR kodu",
    label: "{network} adresinin QR kodu",
    address: "Adres",
    addressNote: "Yalnızca adres. Tutarı kendiniz girin ve <b>{network}</b> ağını seçin.",
    wallet: "Cüzdan bağlantısı",
    walletLabel: "{network} ağındaki cüzdanlar için adres, tutar ve ağı içeren QR kodu",
    walletNote:
      "MetaMask, Coinbase Wallet, Rainbow ve diğerleri için: adres, tutar ve ağ bir arada.",
    otherDevice: "Başka bir cihazdan mı ödüyorsunuz?",
  },
  wallet: {
    open: "Cüzdanı aç",
    openIn: "{wallet} ile aç",
    check:
      "Cüzdanınızda {amount} USDT tutarının <b>{network}</b> ağı üzerinden gönderildiğini kontrol edin.",
  },
  phone: {
    question: "Telefonunuzda devam edin",
    label: "Bu sayfanın QR kodu",
    note: "Bu kod, bu sayfayı telefonunuzda açar. Ödeme adresi değildir.",
  },
  progress: {
    confirmations: "Onay: <b><seen></seen> / {required}</b>",
    said: "{required} onaydan {seen} tanesi alındı",
    soon: "bir dakikadan az kaldı",
    about: "yaklaşık {time} kaldı",
    usually: "genellikle {time}",
  },
  state: {
    waiting: { title: "{amount} USDT ödeyin", headline: "Tam olarak {amount} USDT gönderin" },
    partial: {
      title: "{remaining} USDT kaldı",
      headline: "Kalan {remaining} USDT tutarını gönderin",
    },
    detected: {
      title: "Onaylanıyor…",
      headline: "Ödeme görüldü, lütfen bekleyin",
      text: "Ödemenizi görüyoruz. Bu sayfayı kapatabilirsiniz.",
    },
    confirming: {
      title: "Onaylanıyor…",
      headline: "Ödemeniz onaylanıyor",
      text: "Yapmanız gereken başka bir şey yok. Bu sayfayı kapatabilirsiniz.",
    },
    checking: {
      title: "Kontrol ediliyor…",
      headline: "Süre doldu. Ödemeniz aranıyor",
      text: "Ödeme yaptıysanız ödemeniz bulunacaktır. Yapmadıysanız lütfen şu anda hiçbir şey göndermeyin.",
    },
    paid: {
      title: "✓ Ödendi",
      headline: "Ödendi",
      text: "{received} USDT tutarındaki ödemeniz {shop} tarafından alındı.",
    },
    overpaid: {
      title: "✓ Ödendi",
      headline: "Ödendi",
      text: "Gerekenden {extra} USDT fazla gönderdiniz. İade konusunda {shop} ile iletişime geçin.",
    },
    expired: {
      title: "Süresi doldu",
      headline: "Bu bağlantının süresi doldu",
      text: "Lütfen eski adrese para göndermeyin. Ödeme yapmak için {shop} ile iletişime geçip yeni bir bağlantı isteyin.",
    },
    expired_partial: {
      title: "Eylem gerekli",
      headline: "Süre doldu. {received} USDT bizde",
      text: "İstenen tutar: {amount} USDT. Süresinde ulaşan: {received} USDT. Lütfen başka bir şey göndermeyin ve aşağıdaki referansla {shop} ile iletişime geçin.",
    },
    late: {
      title: "Geç ulaştı",
      headline: "Ödeme geç ulaştı",
      text: "Ödemeniz, bağlantının süresi dolduktan sonra ulaştı. {shop} bilgilendirildi.",
    },
    cancelled: {
      title: "İptal edildi",
      headline: "Bu ödeme iptal edildi",
      text: "Lütfen eski adrese para göndermeyin.",
    },
  },
  facts: {
    askedFor: "İstenen tutar",
    amount: "Tutar",
    received: "Alınan",
    network: "Ağ",
    reference: "Referans",
    transaction: "İşlem",
    paidAt: "Ödeme zamanı",
    copyReference: "Referansı kopyala",
    referenceCopied: "Referans kopyalandı",
    newTab: "(blok gezgini yeni sekmede açılır)",
  },
  timeline: {
    heading: "Şimdiye kadar görülenler",
    created: "{amount} USDT istendi",
    seen: "{amount} USDT görüldü, blok {block}",
    late: "{amount} USDT süre bittikten sonra görüldü, blok {block}",
    gone: "{amount} USDT artık ağda görünmüyor",
    confirmations: "Onay: {seen} / {required}",
    final: "Kesin olarak onaylandı",
    extended: "Ek süre verildi",
    ended: "Süre bitti",
    cancelled: "İptal edildi",
    paid: "Ödendi",
    view: "İşlemi görüntüle",
  },
  outcome: {
    back: "{shop} sayfasına dön",
    backIn: "<seconds></seconds> saniye sonra geri döneceksiniz",
    backSaid: "{seconds, plural, one {# saniye} other {# saniye}} sonra geri döneceksiniz.",
    stay: "Burada kal",
    staying: "Bu sayfada kalıyorsunuz.",
  },
  receipt: {
    open: "Makbuz",
    title: "Makbuz {reference}",
    heading: "Makbuz",
    print: "Yazdır",
    paidTo: "Ödeme alan",
    address: "Alıcı adresi",
    printed: "Bu makbuzun adresi: {url}",
    notFinal: "Henüz kesin olarak onaylanmadı. Bu sayfa güncel durumu kendiliğinden kontrol eder.",
    back: "Ödemeye dön",
    mailQuestion: "Bu makbuzu e-postayla gönder",
    mailButton: "Gönder",
    mailSent: "Makbuz yola çıktı. Bir dakika sürebilir.",
    mailSubject: "{shop} makbuzu: {reference}",
    mailLink: "Makbuzu göster",
    mailWhy:
      "Bu e-postayı, bu adres ödeme sayfasına yazıldığı için alıyorsunuz. Başka hiçbir şey için kullanılmaz.",
  },
  lookup: {
    question: "Ödeme yaptım, nerede?",
    intro: "Cüzdanınızın veya borsanızın gösterdiği işlem hash’ini yapıştırın. İki ağda da ararız.",
    field: "İşlem hash’i",
    button: "Ara",
    busy: "İki ağda da aranıyor…",
    malformed:
      "Bu bir işlem hash’i değil. İşlem hash’i 64 karakterdir: 0–9 arası rakamlar ve a–f arası harfler.",
    found: "Bulundu: Bu ödeme için {amount} USDT.",
    notFinal:
      "Bulundu: Bu ödeme için {amount} USDT. Onay: {seen} / {required}. Lütfen biraz bekleyin.",
    notEnough:
      "Bulundu: Bu ödeme için {amount} USDT. Bu yeterli değil: {remaining} USDT daha eksik.",
    otherAddress:
      "Bu işlemle USDT başka bir adrese gönderilmiş: {address}. Bu adresi sayfadaki adresle karşılaştırın; buraya ödemek istediyseniz {shop} ile iletişime geçin.",
    otherPayment: "Bu işlemle başka bir ödeme yapılmış. Her ödemenin kendi adresi vardır.",
    wrongNetwork:
      "Bu işlem {network} ağında yapılmış; bu sayfa ise {wanted} ağında ödeme bekliyor. İşlem hash’iyle birlikte {shop} ile iletişime geçin.",
    wrongToken:
      "Bu işlemle bu adrese USDT değil, başka bir token gönderilmiş; bu, ödeme sayılmaz. İşlem hash’iyle birlikte {shop} ile iletişime geçin.",
    noTokens: "Bu işlemle USDT gönderilmemiş.",
    reverted: "Bu işlem ağda başarısız oldu: Hiçbir şey gönderilmedi. Yeniden ödeyebilirsiniz.",
    revertedClosed: "Bu işlem ağda başarısız oldu: Hiçbir şey gönderilmedi.",
    pending: "İşlem ağda görülüyor, ancak henüz bir bloğa eklenmedi. Lütfen bekleyin.",
    unknown:
      "Bu işlem iki ağda da bilinmiyor. İşlem yeniyse bir dakika sonra tekrar deneyin. Borsaların göndermesi çoğu zaman birkaç dakika sürer. Başka bir ağ kullandıysanız {shop} ile iletişime geçin.",
    unavailable: "Şu anda ağdan bilgi alamıyoruz. Lütfen bir dakika sonra tekrar deneyin.",
    tooMany: "Çok fazla sorgu yapıldı. Lütfen daha sonra tekrar deneyin.",
  },
  email: {
    question: "E-posta adresi bırakın",
    note: "{shop} bu ödeme hakkında size ulaşabilsin diye. Başka hiçbir şey için kullanılmaz.",
    field: "E-posta adresi",
    button: "Kaydet",
    saved: "Kaydedildi. {shop} artık size ulaşabilir.",
    malformed: "Bu bir e-posta adresi değil.",
    refund: "İade için {network} adresiniz (isteğe bağlı)",
    refundNote: "İadeye {shop} karar verir ve bir şey göndermeden önce size sorar.",
    refundMalformed: "Bu, {network} üzerindeki adresiniz olamaz.",
    tooMany: "Çok sık istendi. Lütfen daha sonra tekrar deneyin.",
  },
  play: {
    heading: "Ödeme denemesi",
    note: "Burada cüzdan gerekmez. Her düğme, bu test ortamının gerçek zinciri üzerinden {network} ağında test parası gönderir.",
    pay: "Test USDT ile öde",
    part: "Bir kısmı",
    over: "Fazla tutar",
    two: "Aynı anda iki ödeme",
    reorganised: "Kaybolup geri gelen",
    late: "Geç ödeme",
    expire: "Süreyi bitir",
    sending: "Gönderiliyor…",
    sent: "Gönderildi",
    failed: "Test ödemesi gönderilemedi. Lütfen tekrar deneyin.",
  },
  gone: {
    headline: "Burada bir ödeme yok",
    text: "Bağlantıyı kontrol edin veya mağazadan yeni bir bağlantı isteyin. Ödeme yaptıysanız paranız bu yüzden kaybolmaz: Mağaza ödemeyi bulabilir.",
  },
  away: {
    headline: "Bu ödemeyi şu anda gösteremiyoruz",
    text: "Ödeme yaptıysanız ödemeniz bulunacaktır. Yapmadıysanız lütfen biraz bekleyin ve bu sayfayı yeniden yükleyin.",
  },
};
