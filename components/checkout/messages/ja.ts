import type { Messages } from "./en";

/** Japanese. */
export const ja: Messages = {
  page: {
    test: "テスト",
    testNote: "実際のお金は動きません",
    reference: "照会番号",
    language: "言語",
    checkHost: "ブラウザのアドレスバーに<b>{host}</b>と表示されていることをご確認ください。",
    closeAnyTime: "このページは閉じてもかまいません。アドレスの監視は続きます。",
    refreshes: "このページは{seconds, plural, other {#秒}}ごとに最新の状況を確認します。",
    offline:
      "オフラインです。表示中の内容は引き続き有効で、ネットワーク上でのお支払いの確認も続けています。",
    unreachable:
      "現在、更新できません。すでにお支払い済みの場合、そのお支払いは検出されます。まだの場合は、お待ちください。",
    changed: "このお支払いの内容が変わりました。何も送金せず、ページを再読み込みしてください。",
    vanished:
      "お支払いがネットワーク上で確認できなくなりました。トランザクションハッシュを控えておいてください。監視は続けています。",
    contact: "{shop}に問い合わせる",
    noteFrom: "{shop}からのメッセージ",
  },
  ask: {
    exactly: "次の金額ちょうどを送金してください：<amount></amount>",
    remaining: "残りの金額を送金してください：<amount></amount>",
    network: "<b>{network}</b>のUSDT",
    copyAmount: "金額をコピー",
    copyRemaining: "残りの金額をコピー",
    amountCopied: "金額をコピーしました：{amount}。{network}でUSDTを送金してください。",
    feeOnTop: "取引所で手数料が差し引かれる場合は、その分を上乗せしてください。",
    received:
      "{amount} USDTのうち{received} USDTを受け取りました。同じアドレスにあと{remaining} USDTを送金してください。",
  },
  copy: {
    copied: "コピーしました",
    failed: "コピーできませんでした",
    byHand: "選択して手動でコピーしてください",
  },
  timer: {
    left: "残り時間",
    until: "{time}まで",
    minutesLeft: "{minutes, plural, other {残り#分}}",
    secondsLeft: "{seconds, plural, other {残り#秒}}",
    days: "{days, plural, other {#日}}",
  },
  more: {
    button: "時間を延長する",
    offer: "1回に限り、{minutes, plural, other {#分}}延長できます。金額とアドレスは変わりません。",
    granted: "時間を延長しました。金額とアドレスは同じです。",
    refused: "これ以上は延長できません。",
  },
  address: {
    heading: "<b>{network}</b>のこのアドレスへ",
    copy: "{standard}アドレスをコピー",
    copied: "アドレスをコピーしました。{network}でUSDTを送金してください。",
  },
  warning: {
    only: "必ず<b>{network}</b>で、USDTのみを送金してください。ほかのトークンやネットワークで送ると、失われるおそれがあります。",
    question: "別のネットワークやトークンを選ぶとどうなりますか？",
    ethereum:
      "同じアドレスはBNB Smart Chain (BEP20)やPolygonなどにも存在します。そちらに送ったお金はここには届きません。{shop}が回収できることもありますが、確実ではありません。",
    tron: "Ethereum (ERC20)とBNB Smart Chain (BEP20)ではアドレスが異なり、ほとんどのウォレットはこのアドレスを受け付けません。ウォレットや取引所でネットワークを選ぶときは、TRC20を選択してください。",
    tokens: "このアドレスに送られたほかのトークンは、お支払いとして扱われません。",
    fee: "取引所では、手数料が送金額から差し引かれることがあります。{amount} USDTが届くようにしてください。",
  },
  qr: {
    section: "QRコード",
    label: "{network}アドレスのQRコード",
    address: "アドレス",
    addressNote: "アドレスのみです。金額はご自身で入力し、<b>{network}</b>を選択してください。",
    wallet: "ウォレット用リンク",
    walletLabel: "アドレス・金額・ネットワークを含む、{network}対応ウォレット用のQRコード",
    walletNote:
      "MetaMask、Coinbase Wallet、Rainbowなどに対応。アドレス・金額・ネットワークをまとめて読み取れます。",
    otherDevice: "別の端末でお支払いですか？",
  },
  wallet: {
    open: "ウォレットを開く",
    openIn: "{wallet}で開く",
    check: "ウォレットで、{amount} USDTが<b>{network}</b>で送金されることをご確認ください。",
  },
  phone: {
    question: "スマートフォンで続ける",
    label: "このページのQRコード",
    note: "このコードは、このページをスマートフォンで開くためのものです。送金先アドレスではありません。",
  },
  progress: {
    confirmations: "承認数 <b><seen></seen> / {required}</b>",
    said: "必要な承認数{required}のうち{seen}",
    soon: "残り1分未満",
    about: "残り約{time}",
    usually: "通常{time}",
  },
  state: {
    waiting: {
      title: "{amount} USDTのお支払い",
      headline: "{amount} USDTちょうどを送金してください",
    },
    partial: {
      title: "残り{remaining} USDT",
      headline: "残りの{remaining} USDTを送金してください",
    },
    detected: {
      title: "承認待ち…",
      headline: "お支払いを検出しました。お待ちください",
      text: "お支払いを確認できています。このページは閉じてもかまいません。",
    },
    confirming: {
      title: "承認待ち…",
      headline: "お支払いの承認を待っています",
      text: "これ以上の操作は不要です。このページは閉じてもかまいません。",
    },
    checking: {
      title: "確認中…",
      headline: "期限が過ぎました。お支払いの有無を確認しています",
      text: "すでにお支払い済みの場合、そのお支払いは検出されます。まだの場合は、今は何も送金しないでください。",
    },
    paid: {
      title: "✓ 支払い済み",
      headline: "支払い済み",
      text: "{shop}は{received} USDTのお支払いを受け取りました。",
    },
    overpaid: {
      title: "✓ 支払い済み",
      headline: "支払い済み",
      text: "必要な額より{extra} USDT多く送金されました。返金については{shop}にお問い合わせください。",
    },
    expired: {
      title: "期限切れ",
      headline: "このリンクは期限切れです",
      text: "以前のアドレスには送金しないでください。お支払いには、{shop}に新しいリンクをご依頼ください。",
    },
    expired_partial: {
      title: "対応が必要です",
      headline: "期限が過ぎました。{received} USDTをお預かりしています",
      text: "期限内に届いたのは、{amount} USDTのうち{received} USDTです。これ以上は何も送金せず、下記の照会番号を添えて{shop}にお問い合わせください。",
    },
    late: {
      title: "期限後に受領",
      headline: "期限後に受領しました",
      text: "お支払いは、リンクの期限が切れた後に届きました。{shop}には通知済みです。",
    },
    cancelled: {
      title: "取消済み",
      headline: "このお支払いは取り消されました",
      text: "以前のアドレスには送金しないでください。",
    },
  },
  facts: {
    askedFor: "お支払い予定額",
    amount: "金額",
    received: "受領額",
    network: "ネットワーク",
    reference: "照会番号",
    transaction: "トランザクション",
    paidAt: "支払日時",
    copyReference: "照会番号をコピー",
    referenceCopied: "照会番号をコピーしました",
    newTab: "（新しいタブでエクスプローラーを開きます）",
  },
  timeline: {
    heading: "これまでの経過",
    created: "お支払いの依頼：{amount} USDT",
    seen: "ブロック{block}で{amount} USDTを検出",
    late: "期限後にブロック{block}で{amount} USDTを検出",
    gone: "{amount} USDTがネットワーク上で確認できなくなりました",
    confirmations: "承認数 {seen} / {required}",
    final: "確定",
    extended: "時間を延長",
    ended: "期限終了",
    cancelled: "取消済み",
    paid: "支払い済み",
    view: "トランザクションを見る",
  },
  outcome: {
    back: "{shop}に戻る",
    backIn: "<seconds></seconds>秒後に戻ります",
    backSaid: "{seconds, plural, other {#秒}}後に戻ります。",
    stay: "ここにとどまる",
    staying: "このページにとどまります。",
  },
  receipt: {
    open: "レシート",
    title: "レシート {reference}",
    heading: "レシート",
    print: "印刷",
    paidTo: "支払先",
    address: "送金先アドレス",
    printed: "このレシートのURL：{url}",
    notFinal: "まだ確定していません。このページは最新の状況を自動で確認します。",
    back: "お支払いに戻る",
    mailQuestion: "このレシートをメールで受け取る",
    mailButton: "送信",
    mailSent: "レシートを送信しています。1分ほどかかることがあります。",
    mailSubject: "{shop}のレシート {reference}",
    mailLink: "レシートを見る",
    mailWhy:
      "このメールは、お支払いページにこのアドレスが入力されたためお送りしています。ほかの目的には使用しません。",
  },
  lookup: {
    question: "支払ったのに表示されない場合",
    intro:
      "ウォレットや取引所に表示されているトランザクションハッシュを貼り付けてください。両方のネットワークで検索します。",
    field: "トランザクションハッシュ",
    button: "検索",
    busy: "両方のネットワークで検索しています…",
    malformed:
      "トランザクションハッシュではありません。トランザクションハッシュは64文字で、0～9とa～fからなります。",
    found: "このお支払いへの{amount} USDTが見つかりました。",
    notFinal:
      "このお支払いへの{amount} USDTが見つかりました。承認数は{seen} / {required}です。しばらくお待ちください。",
    notEnough:
      "このお支払いへの{amount} USDTが見つかりましたが、金額が足りません。あと{remaining} USDT不足しています。",
    otherAddress:
      "このトランザクションは、別のアドレス{address}にUSDTを送金しています。このページのアドレスと見比べ、ここでのお支払いのつもりだった場合は{shop}にお問い合わせください。",
    otherPayment:
      "このトランザクションは別のお支払いのものです。アドレスはお支払いごとに異なります。",
    wrongNetwork:
      "このトランザクションは{network}のものですが、このページでは{wanted}でのお支払いが必要です。ハッシュを添えて{shop}にお問い合わせください。",
    wrongToken:
      "このトランザクションでこのアドレスに送られたのはUSDT以外のトークンで、お支払いとして扱われません。ハッシュを添えて{shop}にお問い合わせください。",
    noTokens: "このトランザクションではUSDTは送金されていません。",
    reverted:
      "このトランザクションはネットワーク上で失敗し、何も送金されていません。もう一度お支払いいただけます。",
    revertedClosed: "このトランザクションはネットワーク上で失敗し、何も送金されていません。",
    pending:
      "このトランザクションはネットワークに届いていますが、まだブロックに取り込まれていません。お待ちください。",
    unknown:
      "どちらのネットワークにもこのトランザクションは見つかりません。新しいものであれば、1分後にもう一度お試しください。取引所からの送金には数分かかることがよくあります。別のネットワークで送金した場合は、{shop}にお問い合わせください。",
    unavailable: "現在、ネットワークに照会できません。1分後にもう一度お試しください。",
    tooMany: "照会の回数が多すぎます。しばらくしてからもう一度お試しください。",
  },
  email: {
    question: "メールアドレスを入力する",
    note: "このお支払いについて{shop}からご連絡できるようにするためのものです。ほかの目的には使用しません。",
    field: "メールアドレス",
    button: "保存",
    saved: "保存しました。{shop}からご連絡できるようになりました。",
    malformed: "メールアドレスではありません。",
    refund: "返金先の{network}アドレス（任意）",
    refundNote: "返金するかどうかは{shop}が判断し、送金の前に必ずご確認します。",
    refundMalformed: "{network}上のお客様のアドレスではありません。",
    tooMany: "回数が多すぎます。しばらくしてからもう一度お試しください。",
  },
  play: {
    heading: "お支払いを試す",
    note: "ここではウォレットは不要です。各ボタンは、このサンドボックスの実際のチェーンを通じて、{network}でテスト用のお金を送金します。",
    pay: "テスト用 USDT で支払う",
    part: "一部",
    over: "多すぎる額",
    two: "同時に2件",
    reorganised: "消えてから戻る",
    late: "期限後",
    expire: "期限切れにする",
    sending: "送金中…",
    sent: "送金しました",
    failed: "テストのお支払いを送金できませんでした。もう一度お試しください。",
  },
  gone: {
    headline: "ここにお支払いはありません",
    text: "リンクをご確認いただくか、ショップに新しいリンクをご依頼ください。すでにお支払い済みの場合でも、これによってお金が失われることはありません。ショップで確認できます。",
  },
  away: {
    headline: "現在、このお支払いを表示できません",
    text: "すでにお支払い済みの場合、そのお支払いは検出されます。まだの場合は、しばらく待ってからページを再読み込みしてください。",
  },
};
