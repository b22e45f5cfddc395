import Diagnostics

/// The manual's pages for the codes of this module.
public let ledgerCodes: [CodeEntry] = [
  entry(
    "J801", "not a ledger", "台帳でない",
    "The file does not exist, is empty, or is no ledger of this program. Exit code 4.",
    "ファイルがないか空か、このプログラムの台帳ではありません。終了コードは4です。"),
  entry(
    "J802", "a ledger that others could use", "所有者以外が使える台帳",
    "A ledger is a plain file, not a link, owned by the user who runs the program, with mode 0600: it names people and amounts.",
    "台帳は、リンクではない、実行する実行者が所有する、権限0600の通常のファイルです。人名と金額を含むためです。"),
  entry(
    "J803", "the file exists already", "ファイルが既に存在する",
    "Neither a ledger nor a payment file is written over anything.",
    "台帳も支払ファイルも、既存のものに上書きしません。"),
  entry(
    "J804", "a ledger on a network share", "ネットワーク上の台帳",
    "SQLite relies on locks that NFS, CIFS and similar systems can lose; two writers could then damage the ledger. Keep it on a disk of the machine.",
    "SQLiteの排他制御は、NFSやCIFSなどでは失われることがあり、二つの処理が台帳を壊すおそれがあります。機器のディスクに置いてください。"),
  entry(
    "J805", "the ledger is in use", "台帳は使用中",
    "Another run holds the lock. Nothing was recorded; the same command may be given again.",
    "他の処理が排他制御中です。何も記録していません。同じ操作をもう一度実行できます。"),
  entry(
    "J806", "the ledger could not be read or written", "台帳の読み書きの失敗",
    "The device is full or reports an error. What was recorded before is unchanged; the same command may be given again and records once. Exit code 4.",
    "空き容量がないか、装置が異常を報告しました。以前の記録は変わっていません。同じ操作をもう一度実行しても、記録は一度だけです。終了コードは4です。"),
  entry(
    "J807", "a damaged ledger", "破損した台帳",
    "The file is not as SQLite writes it, or its tables, triggers or settings are not those of this program. Nothing is recorded or paid from it. Exit code 5.",
    "SQLiteの形になっていないか、表・トリガー・設定がこのプログラムのものではありません。この台帳からは記録も支払もしません。終了コードは5です。"),
  entry(
    "J808", "a broken chain", "連鎖の断絶",
    "Every event has the SHA-256 of the event before it, its number and its bytes. The first event for which that does not hold is named. Exit code 5.",
    "各記録は、直前の記録のハッシュ値・番号・内容のSHA-256を持ちます。これが成り立たない最初の番号を示します。終了コードは5です。"),
  entry(
    "J809", "an event that the rules do not permit", "規則に反する記録",
    "The chain holds, but the event could not have been recorded by this program: another amount, a missing signature, a forbidden order. Exit code 5.",
    "連鎖は成り立ちますが、このプログラムでは記録できない内容です(金額の相違、署名の欠落、順序の違反など)。終了コードは5です。"),
  entry(
    "J810", "a ledger without its checkpoint", "照合点を含まない台帳",
    "The checkpoint that another office keeps is not part of the ledger: an older copy was put back, or events were replaced. The ledger alone cannot show this. Exit code 5.",
    "他の部署が保管する照合点が台帳に含まれません。古い控えに戻されたか、記録が差し替えられています。台帳だけでは分からない変更です。終了コードは5です。"),
  entry(
    "J811", "not a checkpoint", "照合点でない",
    "A checkpoint is the file that 'pfs ledger checkpoint' writes.",
    "照合点は「pfs ledger checkpoint」が書き出すファイルです。"),
  entry(
    "J812", "a checkpoint of another ledger", "別の台帳の照合点",
    "Every ledger has a number of its own, drawn at random when it is made. Exit code 5.",
    "台帳には作成時に無作為に定めた固有の番号があります。終了コードは5です。"),
  entry(
    "J813", "a password in an argument", "引数のパスワード",
    "Arguments of a command can be read by everybody on the machine. libpq takes passwords from ~/.pgpass, a file with mode 0600, or authenticates by certificates or the system's user.",
    "コマンドの引数は同じ機械の誰からも見えます。libpqは、権限0600のファイル~/.pgpassからパスワードを読み、証明書やシステムの利用者による認証も使えます。"),
  entry(
    "J821", "a suspended settlement", "保留中の精算",
    "The contract stops something that the payment needs, so there is no payable amount to record.",
    "契約の定めにより支払額が定まらないため、記録する支払額がありません。"),
  entry(
    "J822", "an amount that cannot be recorded", "記録できない金額",
    "Amounts are whole numbers of the currency's smallest unit, of at most fifteen digits.",
    "金額は通貨の最小単位の整数で、15桁までです。"),
  entry(
    "J823", "the same run with another result", "同一の精算の異なる結果",
    "Contract version, period, inputs, parameters and semantics are those of a recorded run, but the figures are others. One of the two is wrong, or a bundle was altered. Exit code 5.",
    "契約の版・年度・入力・引数・意味論が記録済みの精算と同じなのに、数値が異なります。どちらかが誤りか、記録が改変されています。終了コードは5です。"),
  entry(
    "J824", "a period that is settled already", "精算済みの年度",
    "A period has one settlement. A posted one is corrected by a restatement; a pending one is voided before another is recorded.",
    "一つの年度の精算は一つです。計上済みの精算は修正し、未処理の精算は取り消してから別の精算を記録します。"),
  entry(
    "J825", "above a limit of the contract", "契約の上限の超過",
    "The limit of the year, or of the term together with the settlements of the other periods that are posted or pending.",
    "年度の上限、または他の年度の計上済み・未処理の精算と合わせた契約期間の上限を超えます。"),
  entry(
    "J826", "another currency", "別の通貨",
    "All settlements of a contract, and all transfers of a payment file, are in one currency.",
    "一つの契約の精算、一つの支払ファイルの振込は、同じ通貨です。"),
  entry(
    "J827", "settled after another bundle", "別の記録をもとにした精算",
    "The bundle names the earlier settlements that it was made after. One of them is not the one that counts in the ledger.",
    "記録には、もとにした過去の精算が示されています。その一つが、台帳で有効なものと異なります。"),
  entry(
    "J828", "nothing to restate", "修正の対象がない",
    "A restatement is the difference to what was posted. Nothing is posted for this period.",
    "修正は計上済みの額との差額です。この年度には計上された精算がありません。"),
  entry(
    "J829", "the same settlement again", "同じ精算",
    "The settlement that counts for the period is this very one; its restatement has a difference of 0.",
    "その年度で有効な精算そのものです。修正の差額は0です。"),
  entry(
    "J830", "later settlements that follow", "後続の精算",
    "A settlement that was made after one that is restated must be settled again and restated with it.",
    "修正する精算をもとにした後の精算は、再精算して同時に修正しなければなりません。"),
  entry(
    "J831", "a void beneath later settlements", "後の精算が控除した精算の取消し",
    "Later settlements took off what this one paid. They are voided first, the latest before the others.",
    "後の精算がこの精算の支払額を控除しています。新しいものから先に取り消します。"),
  entry(
    "J832", "not to be brought forward", "前期から繰り越せない",
    "Brought forward are settlements that were paid before the ledger began, so that later ones can stand on them and limits count them. Nothing of them is paid again.",
    "前期からの繰越しは、台帳の開設前に支払済みの精算を、後の精算の基礎とし上限に数えるための記録です。支払は行いません。"),
  entry(
    "J841", "no such item", "案件がない",
    "Items are settlements, restatements, voids, reissues and changes of signers; 'pfs ledger list' shows their numbers.",
    "案件は、精算・修正・取消し・再発行・署名者の変更です。番号は「pfs ledger list」で示します。"),
  entry(
    "J842", "not pending", "未処理でない",
    "Only an item that is neither posted nor voided can be signed or posted.",
    "署名や計上ができるのは、計上も取消しもされていない案件だけです。"),
  entry(
    "J843", "items that are pending", "未処理の案件",
    "The action needs the named items to be posted or voided first.",
    "この操作の前に、示した案件を計上するか取り消す必要があります。"),
  entry(
    "J844", "what cannot be voided", "取り消せない案件",
    "Settlements and restatements are voided, the latest of a period first. A void that was posted is final.",
    "取り消せるのは精算と修正で、同じ年度では新しいものからです。計上された取消しは取り消せません。"),
  entry(
    "J845", "voided already", "取消し済み",
    "An item is voided once. The number names the void.",
    "取消しは一度だけです。取り消した番号を示します。"),
  entry(
    "J846", "no reason", "理由がない",
    "Restatements, voids and reissues are recorded with a reason of at most 1,000 bytes. Do not name persons in it.",
    "修正・取消し・再発行には、1,000バイト以内の理由を記録します。個人を特定する内容は書かないでください。"),
  entry(
    "J847", "a date before the last one", "前後する日付",
    "What happens to an item has a date that is not before the last one of that item.",
    "案件についての操作の日付は、その案件の最後の日付より前にできません。"),
  entry(
    "J848", "a date outside the fiscal year", "会計年度の期間外",
    "Money of a fiscal year moves from 1 April to 31 May of the next calendar year (Local Autonomy Act, art. 208 and 235-5).",
    "会計年度の出納は、4月1日から翌年の5月31日までです(地方自治法第208条、第235条の5)。"),
  entry(
    "J849", "closed accounts", "閉鎖された会計年度",
    "After the accounts of a year are closed nothing enters them any more; corrections are made as those of a past year.",
    "閉鎖後の会計年度には何も計上できません。修正は過年度の収入又は支出として行います。"),
  entry(
    "J850", "accounts that cannot be closed yet", "まだ閉鎖できない会計年度",
    "The accounts of a year are closed on 31 May or later, when nothing of the year is pending or unpaid.",
    "出納の閉鎖は5月31日以後で、その年度に未処理・未払の案件がないときに行えます。"),
  entry(
    "J851", "before the end of the period", "期間の末日より前",
    "A settlement is recorded on the last day of its period or later.",
    "精算は、その期間の末日以後に記録します。"),
  entry(
    "J852", "before the ledger began", "台帳の開設より前",
    "Nothing has a date before the one that 'pfs ledger create' gave.",
    "「pfs ledger create」の日付より前の日付は使えません。"),
  entry(
    "J861", "a file of signers that cannot be used", "使えない署名者のファイル",
    "The form is that of ssh-keygen's allowed_signers: one person, options (namespaces, valid-after, valid-before as days), one key. Patterns, several names and certificates are refused.",
    "形式はssh-keygenのallowed_signersです。一行に一人、オプション(namespaces、日単位のvalid-after、valid-before)、一つの鍵を書きます。パターン、複数の名前、証明書は使えません。"
  ),
  entry(
    "J862", "not a signature", "署名でない",
    "Signatures are made by ssh-keygen -Y sign with an Ed25519 or ECDSA key.",
    "署名はEd25519又はECDSAの鍵により ssh-keygen -Y sign で作成します。"),
  entry(
    "J863", "a signature for something else", "用途の異なる署名",
    "The namespace says what a signature means: pfs-settlement/prepared or pfs-settlement/approved.",
    "namespaceが署名の意味を示します(pfs-settlement/prepared 又は pfs-settlement/approved)。"),
  entry(
    "J864", "a signature over something else", "対象の異なる署名",
    "The signature does not belong to the statement of the item, or its key did not make it.",
    "案件の署名文に対する署名ではないか、その鍵による署名ではありません。"),
  entry(
    "J865", "a key that may not sign", "署名の権限がない鍵",
    "The signers of the ledger do not name the key, or not for this role or this day.",
    "台帳の署名者にその鍵がないか、その役割又はその日には認められていません。"),
  entry(
    "J866", "signed already", "署名済み",
    "Each item has one signature of each role.",
    "案件ごとの署名は、役割ごとに一つです。"),
  entry(
    "J867", "signatures are missing", "署名の不足",
    "An item is prepared by one person, approved by another, and posted after that.",
    "案件は、一人が作成(prepared)し、別の一人が承認(approved)した後に計上します。"),
  entry(
    "J868", "the same person twice", "同一人による署名",
    "Who prepared an item cannot approve it: the two signatures are of two persons with two keys.",
    "案件を作成した人は承認できません。二つの署名は、別の人の別の鍵によるものです。"),
  entry(
    "J869", "other signers than expected", "想定と異なる署名者",
    "'pfs ledger verify --signers' compares the recorded signatures with a list that the auditor keeps: each key must be on it, for that person, role and day. The ledger's own list could be one that its keeper has made. Exit code 5.",
    "「pfs ledger verify --signers」は、記録された署名を、検査する人が保管する署名者のファイルと照合します(人・鍵・役割・日付)。台帳の中の署名者は、台帳の管理者が作ったものかもしれないためです。終了コードは5です。"
  ),
  entry(
    "J881", "nothing to be paid", "支払額がない",
    "Payment instructions are made for posted items with an open amount above zero. Amounts to be recovered may be set off against others of the same contract in the same file.",
    "支払指図は、計上済みで未払の額がある案件について作成します。返納を受ける額は、同じ契約の支払と同じファイルで差し引けます。"),
  entry(
    "J882", "paid once", "支払は一度",
    "A posted item has one payment instruction, and an instruction has one file. A second needs a reissue that two people sign.",
    "計上した案件の支払指図は一つ、指図のファイルも一つです。もう一度作るには、二人が署名した再発行が必要です。"),
  entry(
    "J883", "what a transfer file cannot hold", "振込ファイルに書けない内容",
    "Names in 全銀 files are half-width kana, capital letters and digits of limited length; account and bank numbers are digits; amounts have at most ten digits.",
    "全銀ファイルの名義は決まった長さの半角カナ・英大文字・数字、銀行・口座番号は数字、金額は10桁までです。"),
  entry(
    "J884", "a recovery of the same period", "同じ年度の返納",
    "Part of what was posted for the period is to come back. Paying the rest in full would pay too much: set both off in one file, or record the money that came in.",
    "その年度に返納を受ける額が残っています。そのまま支払うと払い過ぎになります。一つのファイルで差し引くか、返納を記録してください。"),
  entry(
    "J885", "bank accounts that nobody signed", "署名のない口座",
    "The files with the payer's and the payees' accounts stay with the office; two people sign their SHA-256, and only these files are paid from. A changed file is signed anew.",
    "口座のファイルは役所が保管し、二人がそのSHA-256に署名します。支払に使えるのは署名されたファイルだけです。変更したときは署名し直します。"),
  entry(
    "J886", "nothing to be recovered", "返納を受ける額がない",
    "A receipt is recorded for a posted item that is to be recovered, once.",
    "返納の記録は、計上され返納待ちの案件について、一度だけです。"),
  entry(
    "J887", "nothing to be set off", "相殺できない",
    "Items of one contract are set off if some are owed and some are to be recovered, and nothing is left to be paid. What is left to be recovered stays open.",
    "一つの契約の、未払の案件と返納待ちの案件は、支払額が残らないときに相殺します。返納を受ける残額は未済のまま残ります。"),
  entry(
    "J888", "a currency of a contract's own", "契約独自の通貨",
    "Amounts are kept in the smallest unit of their currency. Of a currency that a contract defines for itself the ledger does not know it.",
    "金額は通貨の最小単位で記録します。契約が独自に定めた通貨の最小単位は、台帳では分かりません。"),
  entry(
    "J889", "the same restatement otherwise", "異なる内容の同じ再精算",
    "A restatement to this settlement is recorded already. Its reason, and how the difference enters the accounts, were part of what is signed; another one must not be taken for it.",
    "この精算への再精算は記録済みです。理由と差額の処理方法は署名の対象であり、異なる内容のものを同じとはみなしません。"),
]

private func entry(
  _ code: String, _ en: String, _ ja: String, _ english: String, _ japanese: String
) -> CodeEntry {
  CodeEntry(
    code: code, title: Text(en: en, ja: ja), explanation: Text(en: english, ja: japanese))
}
