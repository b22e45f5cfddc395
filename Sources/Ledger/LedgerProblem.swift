import Diagnostics
import Evidence
import Quantities

/// Why the ledger refuses.
public enum LedgerProblem: Error, Hashable, Sendable {
  // MARK: The file
  /// There is no ledger, or something else is there.
  case notALedger(String)
  /// A link, another user's file, or a file that others may read.
  case unsafeFile(String)
  /// A ledger cannot be made where something is.
  case exists(String)
  /// On a file system of another machine, whose locks may be lost.
  case networkFileSystem(String)
  /// Others on the machine can read what stands in arguments.
  case passwordInAddress
  /// Somebody else is writing.
  case busy(String)
  /// The system could not read or write.
  case storage(String, Text)
  /// The database is not as SQLite writes it, or not with this schema.
  case damaged(String, detail: String)
  /// An event is not where, or not what, the chain says.
  case chainBroken(Int)
  /// An event is there that the rules do not permit.
  case forbidden(Int)
  /// The ledger does not contain the checkpoint.
  case rolledBack(checkpoint: Int, events: Int)
  case checkpointUnreadable(String)
  case otherLedger(String)

  // MARK: Settlements
  case bundle(BundleError)
  case suspended(String)
  case notAnAmount(String)
  /// A currency that the contract defines for itself.
  case unknownCurrency(String, String)
  /// The same contract version, period, inputs, parameters and semantics gave other figures.
  case otherResult(Run, recorded: Int)
  case periodSettled(Run, by: Int)
  case aboveYearLimit(Run, Run.Limit)
  case aboveTermLimit(Run, Run.Limit, sum: Int64)
  case otherCurrency(Int)
  case amountTooLarge
  case otherPrior(Run, period: String)
  case nothingToRestate(Run, pending: [Int])
  case unchanged(Int)
  case laterSettlements([Int])
  /// A settlement whose payment later ones took off cannot be taken back before them.
  case laterStand(Int, [Int])
  /// Brought forward is what was paid before the ledger began.
  case notBroughtForward(Run)
  case beforeTheEnd(Run)

  // MARK: Items
  case noItem(Int)
  case notPending(Int)
  case pendingItems([Int])
  case notCorrectable(Int)
  case notTheLatest(Int, latest: Int)
  case voided(Int, by: Int)
  case noReason
  case backdated(Int, not: CivilDate)
  case beforeOpening(CivilDate)
  case outsideYear(FiscalYear, CivilDate)
  case yearClosed(FiscalYear)
  case tooEarlyToClose(FiscalYear)
  case unpaid(FiscalYear, [Int])

  // MARK: Signatures
  case signersUnreadable(lines: [Int])
  case signatureUnreadable(SSHSignature.Problem)
  case otherNamespace
  case signatureInvalid(Int)
  case unknownSigner(String, Event.Role)
  case alreadySigned(Int, Event.Role)
  case notPrepared(Int)
  case fourEyes(Int)
  case notApproved(Int, missing: [Event.Role])
  /// Signatures that are of nobody on a list that somebody else keeps.
  case otherSigners([Int])

  // MARK: Payments
  case nothingToPay
  case notPosted(Int)
  case notPayable(Int)
  case nothingDue([Int])
  /// What is to be recovered of the same period must be set off or received first.
  case recoveryOpen(Int, [Int])
  case nothingToReceive(Int)
  /// Items that are not of one contract, or leave something to be paid, or of which nothing is to be recovered.
  case nothingToSetOff([Int])
  /// The same restatement is recorded with another reason, or another treatment of the difference.
  case restatedOtherwise(Int)
  case noAccounts
  /// A file with bank accounts is not the one that was signed.
  case otherAccounts(String)
  case instructed(Int, by: PaymentRecord)
  /// The file of an instruction waits for its place, and something else was asked for.
  case waiting(PaymentRecord)
  /// The file of an instruction is there no more, and there is only one.
  case issued(Int, file: String)
  case outputExists(String)
  case notWritable(Text, field: Text)
}

extension LedgerProblem {
  /// Whether the ledger or what it is compared with is not what it was (exit code 5).
  public var isDifference: Bool {
    switch self {
    case .damaged, .chainBroken, .forbidden, .rolledBack, .otherLedger, .otherResult,
      .otherSigners:
      true
    default: false
    }
  }

  /// Whether reading or writing failed (exit code 4).
  public var isInputOutput: Bool {
    switch self {
    case .notALedger, .unsafeFile, .exists, .networkFileSystem, .passwordInAddress, .busy, .storage,
      .checkpointUnreadable, .outputExists:
      true
    case .bundle(let error): if case .unreadable = error { false } else { true }
    default: false
    }
  }

  /// The stable code.
  public var code: String {
    switch self {
    case .notALedger: "J801"
    case .unsafeFile: "J802"
    case .exists, .outputExists: "J803"
    case .networkFileSystem: "J804"
    case .busy: "J805"
    case .storage: "J806"
    case .damaged: "J807"
    case .chainBroken: "J808"
    case .forbidden: "J809"
    case .rolledBack: "J810"
    case .checkpointUnreadable: "J811"
    case .otherLedger: "J812"
    case .passwordInAddress: "J813"
    case .bundle(let error): error.code
    case .suspended: "J821"
    case .notAnAmount, .amountTooLarge: "J822"
    case .unknownCurrency: "J888"
    case .restatedOtherwise: "J889"
    case .otherResult: "J823"
    case .periodSettled: "J824"
    case .aboveYearLimit, .aboveTermLimit: "J825"
    case .otherCurrency: "J826"
    case .otherPrior: "J827"
    case .nothingToRestate: "J828"
    case .unchanged: "J829"
    case .laterSettlements: "J830"
    case .laterStand: "J831"
    case .notBroughtForward: "J832"
    case .noItem: "J841"
    case .notPending: "J842"
    case .pendingItems: "J843"
    case .notCorrectable, .notTheLatest: "J844"
    case .voided: "J845"
    case .noReason: "J846"
    case .backdated: "J847"
    case .outsideYear: "J848"
    case .yearClosed: "J849"
    case .tooEarlyToClose, .unpaid: "J850"
    case .beforeTheEnd: "J851"
    case .beforeOpening: "J852"
    case .signersUnreadable: "J861"
    case .signatureUnreadable: "J862"
    case .otherNamespace: "J863"
    case .signatureInvalid: "J864"
    case .unknownSigner: "J865"
    case .alreadySigned: "J866"
    case .notPrepared, .notApproved: "J867"
    case .fourEyes: "J868"
    case .otherSigners: "J869"
    case .nothingToPay, .notPosted, .notPayable, .nothingDue: "J881"
    case .instructed, .issued, .waiting: "J882"
    case .notWritable: "J883"
    case .recoveryOpen: "J884"
    case .noAccounts, .otherAccounts: "J885"
    case .nothingToReceive: "J886"
    case .nothingToSetOff: "J887"
    }
  }

  /// The message.
  public var diagnostic: Diagnostic {
    if case .bundle(let error) = self { return error.diagnostic }
    return Diagnostic(
      code: code, severity: .error, headline: headline, labels: [], remarks: remarks)
  }
}

/// Numbers of items in a sentence: `3, 4 and 7`.
private func list(_ numbers: [Int]) -> Text {
  let words = numbers.map(String.init)
  guard let last = words.last, words.count > 1 else { return Text(words.first ?? "–") }
  return Text(
    en: words.dropLast().joined(separator: ", ") + " and " + last,
    ja: words.joined(separator: "、"))
}

extension LedgerProblem {
  private var headline: Text {
    switch self {
    case .notALedger(let path):
      Text(en: "'\(path)' is not a ledger", ja: "「\(path)」は台帳ではありません")
    case .unsafeFile(let path):
      Text(
        en: "'\(path)' is not a file of its owner alone",
        ja: "「\(path)」は所有者だけが使えるファイルではありません")
    case .exists(let path), .outputExists(let path):
      Text(en: "'\(path)' exists already", ja: "「\(path)」は既に存在します")
    case .networkFileSystem(let path):
      Text(
        en: "'\(path)' is on a file system of another machine",
        ja: "「\(path)」は他の機器のファイルシステムにあります")
    case .passwordInAddress:
      Text(en: "the address of the ledger holds a password", ja: "台帳の接続先にパスワードが含まれています")
    case .busy(let path):
      Text(
        en: "somebody else is writing to the ledger '\(path)'",
        ja: "台帳「\(path)」は他の処理が書き込み中です")
    case .storage(let path, let reason):
      Text(
        en: "the ledger '\(path)' could not be read or written: \(reason.en)",
        ja: "台帳「\(path)」の読み書きに失敗しました: \(reason.ja)")
    case .damaged(let path, let detail):
      Text(
        en: "the ledger '\(path)' is damaged: \(detail)", ja: "台帳「\(path)」が破損しています: \(detail)")
    case .chainBroken(let number):
      Text(
        en: "the chain of the ledger is broken at number \(number)",
        ja: "台帳の連鎖が番号\(number)で途切れています")
    case .forbidden(let number):
      Text(
        en: "number \(number) of the ledger is not as this program records it",
        ja: "台帳の番号\(number)は、このプログラムが記録する内容ではありません")
    case .rolledBack(let checkpoint, let events):
      Text(
        en: "the ledger does not contain the checkpoint at number \(checkpoint); "
          + "its last number is \(events - 1)",
        ja: "台帳に照合点(番号\(checkpoint))が含まれていません。台帳の最後の番号は\(events - 1)です")
    case .checkpointUnreadable(let path):
      Text(en: "'\(path)' is not a checkpoint", ja: "「\(path)」は照合点のファイルではありません")
    case .otherLedger(let path):
      Text(en: "'\(path)' is of another ledger", ja: "「\(path)」は別の台帳のものです")
    case .bundle(let error): error.diagnostic.headline
    case .suspended(let path):
      Text(
        en: "the settlement '\(path)' is suspended: there is nothing to record as payable",
        ja: "精算「\(path)」は保留中で、支払額がありません")
    case .notAnAmount(let path):
      Text(
        en: "the bundle '\(path)' has an amount that is not a whole number of the smallest unit, "
          + "or that is too large",
        ja: "記録「\(path)」に、最小単位の整数でないか大きすぎる金額があります")
    case .unknownCurrency(let path, let currency):
      Text(
        en: "the bundle '\(path)' is in '\(currency)', a currency of the contract's own",
        ja: "記録「\(path)」の通貨「\(currency)」は、契約が独自に定めたものです")
    case .restatedOtherwise(let number):
      Text(
        en: "number \(number) restates this already, with another reason or treatment",
        ja: "番号\(number)が、別の理由または処理方法で同じ再精算を記録しています")
    case .amountTooLarge:
      Text(en: "an amount is too large for the ledger", ja: "台帳に記録できない大きさの金額です")
    case .otherResult(let run, let recorded):
      Text(
        en: "THE SAME RUN GAVE ANOTHER RESULT: \(run.contract.name) \(run.period) is recorded as "
          + "number \(recorded) with other figures",
        ja: "同一の精算から異なる結果が出ました: \(run.contract.name)の\(run.period)年度は、"
          + "番号\(recorded)に異なる数値で記録されています")
    case .periodSettled(let run, let by):
      Text(
        en: "\(run.contract.name) \(run.period) is settled already, by number \(by)",
        ja: "\(run.contract.name)の\(run.period)年度は、番号\(by)で精算済みです")
    case .aboveYearLimit(let run, let limit):
      Text(
        en: "\(run.contract.name) \(run.period) is above the limit of the year: "
          + "\(run.counted(limit)) of \(limit.amount) in the smallest unit",
        ja: "\(run.contract.name)の\(run.period)年度が年度の上限を超えます: "
          + "上限\(limit.amount)に対し\(run.counted(limit))(最小単位)")
    case .aboveTermLimit(let run, let limit, let sum):
      Text(
        en: "the settlements of \(run.contract.name) are together above the limit of the term: "
          + "\(sum) of \(limit.amount) in the smallest unit, pending amounts included",
        ja: "\(run.contract.name)の精算の合計が契約期間の上限を超えます: "
          + "上限\(limit.amount)に対し\(sum)(最小単位、未処理分を含む)")
    case .otherCurrency(let number):
      Text(en: "number \(number) is in another currency", ja: "番号\(number)は通貨が異なります")
    case .otherPrior(let run, let period):
      Text(
        en: "\(run.contract.name) \(run.period) was settled after another bundle of \(period) than "
          + "the one that counts in the ledger",
        ja: "\(run.contract.name)の\(run.period)年度は、台帳で有効な\(period)年度の記録とは"
          + "別の記録をもとに精算されています")
    case .nothingToRestate(let run, _):
      Text(
        en: "\(run.contract.name) \(run.period) has no posted settlement to restate",
        ja: "\(run.contract.name)の\(run.period)年度には、修正の対象となる計上済みの精算がありません")
    case .unchanged(let number):
      Text(
        en: "number \(number) records this very settlement: the difference is 0",
        ja: "番号\(number)がこの精算そのものの記録です(差額0)")
    case .laterSettlements(let numbers):
      Text(
        en:
          "settled after what is being restated, and not restated with it: number \(list(numbers).en)",
        ja: "修正する精算をもとにした後の精算が、併せて修正されていません: 番号\(list(numbers).ja)")
    case .laterStand(let number, let later):
      Text(
        en: "what number \(number) paid was taken off by number \(list(later).en)",
        ja: "番号\(number)の支払額は、番号\(list(later).ja)で控除されています")
    case .notBroughtForward(let run):
      Text(
        en:
          "\(run.contract.name) \(run.period) does not end before the ledger began, or its fiscal year is "
          + "a later one",
        ja: "\(run.contract.name)の\(run.period)年度が台帳の開設前に終わっていないか、会計年度が開設後です")
    case .beforeTheEnd(let run):
      Text(
        en: "the date is before the end of \(run.contract.name) \(run.period), \(run.to)",
        ja: "日付が、\(run.contract.name)の\(run.period)年度の末日\(run.to)より前です")
    case .beforeOpening(let opened):
      Text(
        en: "the date is before the ledger began, on \(opened)",
        ja: "日付が、台帳の開設日\(opened)より前です")
    case .otherSigners(let numbers):
      Text(
        en: "signatures of people who are not on the list: number \(list(numbers).en)",
        ja: "署名者のファイルにない人の署名があります: 番号\(list(numbers).ja)")
    case .recoveryOpen(let number, let others):
      Text(
        en:
          "number \(number) cannot be paid while number \(list(others).en) of its period is to be recovered",
        ja: "番号\(list(others).ja)(同じ年度)の返納が済むまで、番号\(number)は支払えません")
    case .nothingToReceive(let number):
      Text(en: "number \(number) has nothing to be recovered", ja: "番号\(number)に返納を受ける額がありません")
    case .nothingToSetOff(let numbers):
      Text(
        en: "number \(list(numbers).en) cannot be set off against each other",
        ja: "番号\(list(numbers).ja)は相殺できません")
    case .noAccounts:
      Text(en: "no bank accounts are signed and posted", ja: "署名・計上された口座がありません")
    case .otherAccounts(let path):
      Text(
        en: "'\(path)' is not the file of bank accounts that was signed",
        ja: "「\(path)」は、署名された口座のファイルではありません")
    case .noItem(let number):
      Text(en: "the ledger has no such item: \(number)", ja: "台帳に番号\(number)の案件はありません")
    case .notPending(let number):
      Text(en: "number \(number) is not pending", ja: "番号\(number)は未処理の案件ではありません")
    case .pendingItems(let numbers):
      Text(
        en: "still pending: number \(list(numbers).en)", ja: "未処理の案件があります: 番号\(list(numbers).ja)")
    case .notCorrectable(let number):
      Text(
        en: "number \(number) cannot be voided", ja: "番号\(number)は取り消せません")
    case .notTheLatest(let number, let latest):
      Text(
        en: "number \(number) was restated by number \(latest)",
        ja: "番号\(number)は番号\(latest)で修正されています")
    case .voided(let number, let by):
      Text(en: "number \(number) is voided, by number \(by)", ja: "番号\(number)は番号\(by)で取り消されています")
    case .noReason:
      Text(
        en: "a reason is needed, of at most 1,000 bytes", ja: "理由(1,000バイト以内)が必要です")
    case .backdated(let number, let date):
      Text(
        en: "the date is before \(date), the last one of number \(number)",
        ja: "日付が、番号\(number)の最後の日付\(date)より前です")
    case .outsideYear(let year, let date):
      Text(
        en: "\(date) is outside the accounts of fiscal \(year.year)",
        ja: "\(date)は\(year.year)年度の会計の期間外です")
    case .yearClosed(let year):
      Text(
        en: "the accounts of fiscal \(year.year) are closed", ja: "\(year.year)年度の出納は閉鎖されています")
    case .tooEarlyToClose(let year):
      Text(
        en: "the accounts of fiscal \(year.year) are closed on 31 May \(year.year + 1), not before",
        ja: "\(year.year)年度の出納閉鎖は\(year.year + 1)年5月31日です")
    case .unpaid(let year, let numbers):
      Text(
        en:
          "fiscal \(year.year) has amounts that are posted and not paid: number \(list(numbers).en)",
        ja: "\(year.year)年度に計上済みで未払の案件があります: 番号\(list(numbers).ja)")
    case .signersUnreadable(let lines):
      Text(
        en: "the file of signers cannot be used: "
          + (lines == [0] ? "it names nobody" : "line \(list(lines).en)"),
        ja: "署名者のファイルを使えません: " + (lines == [0] ? "署名者がいません" : "\(list(lines).ja)行目"))
    case .signatureUnreadable(.notASignature):
      Text(en: "the file is not a signature of ssh-keygen -Y", ja: "ssh-keygen -Y の署名ではありません")
    case .signatureUnreadable(.otherKind):
      Text(
        en: "the signature's key is neither Ed25519 nor ECDSA",
        ja: "署名の鍵がEd25519でもECDSAでもありません")
    case .otherNamespace:
      Text(
        en: "the signature is neither for pfs-settlement/prepared nor for pfs-settlement/approved",
        ja: "署名の用途(namespace)が pfs-settlement/prepared でも pfs-settlement/approved でもありません")
    case .signatureInvalid(let number):
      Text(
        en: "the signature is not over the statement of number \(number)",
        ja: "番号\(number)の署名文に対する署名ではありません")
    case .unknownSigner(let key, let role):
      Text(
        en: "the key \(key) may not sign \(role.namespace) on that day",
        ja: "鍵 \(key) は、その日に \(role.namespace) の署名をする権限がありません")
    case .alreadySigned(let number, let role):
      Text(
        en: "number \(number) has a signature \(role.namespace) already",
        ja: "番号\(number)には既に \(role.namespace) の署名があります")
    case .notPrepared(let number):
      Text(
        en: "number \(number) is approved only after another person has signed it as prepared",
        ja: "番号\(number)の承認(approved)の前に、別の人の作成(prepared)の署名が必要です")
    case .fourEyes(let number):
      Text(
        en: "number \(number) was prepared by the same person or key: another one must approve it",
        ja: "番号\(number)は同じ人又は同じ鍵で作成されています。承認は別の人が行います")
    case .notApproved(let number, let missing):
      Text(
        en: "number \(number) lacks signatures: "
          + missing.map(\.namespace).joined(separator: ", "),
        ja: "番号\(number)に署名が足りません: " + missing.map(\.namespace).joined(separator: "、"))
    case .nothingToPay: Text(en: "there is nothing to pay", ja: "支払う案件がありません")
    case .notPosted(let number):
      Text(en: "number \(number) is not posted", ja: "番号\(number)は計上されていません")
    case .notPayable(let number):
      Text(en: "number \(number) has nothing to be paid", ja: "番号\(number)に支払う額がありません")
    case .nothingDue(let numbers):
      Text(
        en:
          "number \(list(numbers).en) leaves nothing to be paid: it is to be recovered, not transferred",
        ja: "番号\(list(numbers).ja)は差引で支払額がありません。振込ではなく返納を受けます")
    case .instructed(let number, let by):
      Text(
        en: "number \(number) has its payment instruction already, number \(by.number)",
        ja: "番号\(number)の支払指図は番号\(by.number)で作成済みです")
    case .waiting(let record):
      Text(
        en:
          "the file '\(record.payment.file)' of payment instruction \(record.number) waits for its place",
        ja: "支払指図\(record.number)のファイル「\(record.payment.file)」が、出力の途中です")
    case .issued(let number, let file):
      Text(
        en: "the payment instruction \(number) was issued as '\(file)'",
        ja: "支払指図\(number)は「\(file)」として発行済みです")
    case .notWritable(let reason, let field):
      Text(
        en: "\(field.en) cannot stand in a transfer file: \(reason.en)",
        ja: "\(field.ja)を振込ファイルに書けません: \(reason.ja)")
    }
  }

  private var remarks: [Remark] {
    switch self {
    case .notALedger:
      [.help("'pfs ledger create' makes one", "「pfs ledger create」で作成します")]
    case .passwordInAddress:
      [
        .help(
          "arguments can be read by everybody on the machine; keep it in ~/.pgpass (mode 0600)",
          "引数は同じ機械の誰からも見えます。~/.pgpass(権限0600)に置いてください")
      ]
    case .unsafeFile:
      [
        .rule(
          "a ledger is a plain file, no link, owned by the user, with mode 0600",
          "台帳は、リンクでない、実行者が所有する、権限0600の通常のファイルです")
      ]
    case .exists, .outputExists: [.note("nothing was written", "何も書き込んでいません")]
    case .networkFileSystem:
      [
        .why(
          "locks over a network can be lost, and two people could then write at once",
          "ネットワーク越しの排他制御は失われることがあり、同時に書き込まれるおそれがあります"),
        .help("keep the ledger on a disk of this machine", "台帳はこの機器のディスクに置いてください"),
      ]
    case .busy: [.note("nothing was recorded; try again", "何も記録していません。もう一度実行してください")]
    case .storage:
      [
        .note(
          "what was recorded before is unchanged; the same command may be given again",
          "以前の記録は変わっていません。同じ操作をもう一度実行できます")
      ]
    case .damaged, .chainBroken, .forbidden:
      [
        .note("nothing was recorded or paid", "何も記録せず、支払も行っていません"),
        .help(
          "compare with the last backup and with the checkpoint that another office keeps",
          "直近の控えと、他の部署が保管する照合点とを比べてください"),
      ]
    case .rolledBack:
      [.why("events that were recorded are missing or others", "記録された出来事が欠けているか、異なっています")]
    case .otherResult:
      [
        .why(
          "contract version, period, inputs, parameters and semantics are the same, so the figures must be",
          "契約の版・年度・入力・引数・意味論が同じなら、数値も同じでなければなりません"),
        .note("nothing was recorded", "何も記録していません"),
        .help(
          "replay both bundles; stop paying until it is known which is right",
          "両方の記録を再計算し、正しい方が分かるまで支払を止めてください"),
      ]
    case .periodSettled:
      [
        .help(
          "a posted settlement is corrected by 'pfs ledger restate', a pending one is voided first",
          "計上済みなら「pfs ledger restate」で修正し、未処理なら先に取り消します")
      ]
    case .aboveYearLimit, .aboveTermLimit: [.note("nothing was recorded", "何も記録していません")]
    case .otherPrior:
      [
        .help(
          "settle again with --prior and the bundle that the ledger records",
          "台帳に記録されている記録を--priorに指定して、もう一度精算してください")
      ]
    case .nothingToRestate(_, let pending) where !pending.isEmpty:
      [
        .help(
          "void number \(list(pending).en), which is pending, and record this settlement",
          "未処理の番号\(list(pending).ja)を取り消してから、この精算を記録してください")
      ]
    case .nothingToRestate:
      [.help("record it with 'pfs ledger record'", "「pfs ledger record」で記録してください")]
    case .laterSettlements:
      [
        .help(
          "give their bundles with --later: they are settled again after the corrected one",
          "その記録を--laterで指定すると、修正後の精算をもとに再精算します")
      ]
    case .laterStand:
      [.help("void the later ones first", "後の精算を先に取り消してください")]
    case .notBroughtForward:
      [.help("record it without --brought-forward", "--brought-forwardを付けずに記録してください")]
    case .recoveryOpen:
      [
        .help(
          "pay them together, so that they are set off, or record the money with 'pfs ledger receive'",
          "併せて支払って差し引くか、返納を「pfs ledger receive」で記録してください")
      ]
    case .nothingDue:
      [
        .help(
          "set them off with 'pfs ledger offset', or record the money with 'pfs ledger receive'",
          "「pfs ledger offset」で相殺するか、返納を「pfs ledger receive」で記録してください")
      ]
    case .nothingToSetOff:
      [
        .rule(
          "open amounts of one contract are set off, some owed and some to be recovered, if they leave nothing "
            + "to be paid",
          "相殺できるのは、一つの契約の未払額と返納待ちの額で、合わせて支払額が残らないものです"),
        .help(
          "what leaves something to be paid is exported together",
          "支払額が残るものは、併せて支払ファイルを書き出してください"),
      ]
    case .unknownCurrency:
      [
        .rule(
          "a ledger keeps currencies whose smallest unit everybody knows, such as yen and dollars",
          "台帳が扱うのは、円やドルのように最小単位の定まった通貨です")
      ]
    case .restatedOtherwise(let number):
      [
        .help(
          "see it with 'pfs ledger show'; to change it, void number \(number) first",
          "「pfs ledger show」で確認し、改めるときは先に番号\(number)を取り消してください")
      ]
    case .waiting(let record):
      [.help(record.again.en, record.again.ja)]
    case .noAccounts, .otherAccounts:
      [
        .why(
          "a changed account would send the money to somebody else",
          "口座が変わると、他人に振り込まれるおそれがあります"),
        .help(
          "propose the files with 'pfs ledger accounts', have two people sign them, and post",
          "「pfs ledger accounts」で提案し、二人が署名して計上してください"),
      ]
    case .pendingItems:
      [.help("post or void them first", "先に計上するか取り消してください")]
    case .notCorrectable:
      [
        .rule(
          "settlements and restatements are voided; a void that was posted is final",
          "取り消せるのは精算と修正です。計上された取消しは取り消せません")
      ]
    case .outsideYear:
      [
        .rule(
          "money of a fiscal year moves from 1 April to 31 May of the next year (Local Autonomy Act, art. 235-5)",
          "会計年度の出納は4月1日から翌年5月31日までです(地方自治法第235条の5)"),
        .help(
          "after 31 May a pending correction is voided and restated as one of a past year",
          "5月31日を過ぎた未処理の修正は、取り消してから過年度として修正し直します"),
      ]
    case .signersUnreadable:
      [
        .rule(
          "each line is one person and one Ed25519 or ECDSA key: "
            + "tanaka@office.example namespaces=\"pfs-settlement/prepared\" ssh-ed25519 AAAA…",
          "一行に一人と一つの鍵(Ed25519又はECDSA)を書きます: "
            + "tanaka@office.example namespaces=\"pfs-settlement/prepared\" ssh-ed25519 AAAA…")
      ]
    case .otherNamespace, .signatureInvalid, .signatureUnreadable:
      [
        .help(
          "pfs ledger show LEDGER NUMBER --statement > item.txt; "
            + "ssh-keygen -Y sign -f KEY -n pfs-settlement/prepared item.txt",
          "pfs ledger show 台帳 番号 --statement > item.txt; "
            + "ssh-keygen -Y sign -f 鍵 -n pfs-settlement/prepared item.txt")
      ]
    case .instructed(_, let by):
      [
        .rule("one payment instruction is made for each posted item", "支払指図は計上した案件ごとに一度だけです"),
        .help(by.again.en, by.again.ja),
        .help(
          "if the bank did not carry it out, 'pfs ledger reissue' needs two signatures like a settlement",
          "銀行で処理されなかったときは「pfs ledger reissue」(精算と同じく二人の署名が必要)によります"),
      ]
    case .issued:
      [
        .rule("one payment instruction is made for each posted item", "支払指図は計上した案件ごとに一度だけです"),
        .help(
          "if the bank did not carry it out, 'pfs ledger reissue' needs two signatures like a settlement",
          "銀行で処理されなかったときは「pfs ledger reissue」(精算と同じく二人の署名が必要)によります"),
      ]
    default: []
    }
  }
}

extension PaymentRecord {
  /// How an interrupted export is finished.
  fileprivate var again: Text {
    let items = payment.transfers.flatMap(\.items).sorted().map(String.init)
    return Text(
      en:
        "an interrupted export is taken up by the same command: items \(items.joined(separator: " ")), "
        + "--to \(payment.format.rawValue), --date \(date), the file '\(payment.file)'",
      ja: "中断した出力は、同じ操作(案件 \(items.joined(separator: " "))、--to \(payment.format.rawValue)、"
        + "--date \(date)、ファイル「\(payment.file)」)で完了します")
  }
}
