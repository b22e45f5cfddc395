import Contract
import Diagnostics
import Language
import Quantities

/// What can go wrong around a run: files, periods, manifests, names given on the command line.
enum UmbrellaProblem {
  case outsideTerm(String, Contract)
  case unreadable(String, reason: Text)
  case unwritable(String, reason: Text)
  case notAFile(String)
  case tooLarge(String, limit: Int)
  case noVocabulary(String)
  case noScenario(String, known: [String])
  case assumptionText(String)
  case assumedTwice(String)
  case reportedFigure(String, file: String, known: [String])
  case reportedTwice(String, file: String)
  case reportedUnit(String, file: String, given: String, expected: Text)
  case manifestEmpty(String)
  case outputTwice(String, file: String, lines: [Int])
  case noFigure(String, known: [String])
  case noSubject(String, codes: [String])
  case otherContract(String, contract: String, expected: String)
  case unknownPeriod(String)
  case unexpected(String)
  case priorSuspended(String)
  case damaged(String, [Text])

  var diagnostic: Diagnostic {
    let message = message
    return Diagnostic(
      code: message.code, severity: message.code == "P999" ? .internal : .error,
      headline: message.headline, labels: message.labels,
      remarks: message.remarks)
  }

  private struct Message {
    let code: String
    let headline: Text
    var labels: [Label] = []
    var remarks: [Remark] = []
  }

  private var message: Message {
    switch self {
    case .outsideTerm(let year, let contract): Self.outsideTerm(year, contract)
    case .unknownPeriod(let text):
      Message(
        code: "P902",
        headline: Text(en: "'\(text)' is not a settlement year", ja: "「\(text)」は年度ではありません"),
        remarks: [
          Remark(
            .rule,
            Text(
              en: "a period is the year in which the settlement year begins, such as 2026",
              ja: "期間は年度の始まる年で示します(例 2026)"))
        ])
    case .unreadable(let path, let reason):
      Message(
        code: "P911",
        headline: Text(
          en: "\(path) cannot be read: \(reason.en)", ja: "\(path)を読めません: \(reason.ja)"))
    case .unwritable(let path, let reason):
      Message(
        code: "P914",
        headline: Text(
          en: "\(path) could not be written: \(reason.en)",
          ja: "\(path)に書き込めません: \(reason.ja)"))
    case .notAFile(let path):
      Message(
        code: "P911",
        headline: Text(en: "\(path) is not a file", ja: "\(path)はファイルではありません"))
    case .tooLarge(let path, let limit):
      Message(
        code: "P912",
        headline: Text(
          en: "\(path) is larger than \(limit >> 20) MiB",
          ja: "\(path)は\(limit >> 20)MiBを超えています"))
    case .noVocabulary(let path):
      Message(
        code: "P913",
        headline: Text(
          en: "no vocabulary was found for \(path)", ja: "\(path)の語彙ファイルがありません"),
        remarks: [
          Remark(
            .help,
            Text(
              en:
                "write one pair a line ('baseline  開始時') into vocabulary.txt beside the contract,",
              ja: "一行に一組(「baseline  開始時」)を書いたvocabulary.txtを契約の隣に置くか、"),
            Text(en: "or name the file with --vocabulary", ja: "--vocabularyで指定してください"))
        ])
    case .noScenario(let name, let known):
      Message(
        code: "P921",
        headline: Text(
          en: "the contract has no scenario \"\(name)\"", ja: "契約に試算「\(name)」はありません"),
        remarks: Self.nearest(to: name, known)
          + Self.known(known, en: "scenarios of the contract", ja: "契約にある試算"))
    case .assumptionText(let text):
      Message(
        code: "P922",
        headline: Text(
          en: "'\(text)' is not an assumption", ja: "「\(text)」は仮定として読めません"),
        remarks: [
          Remark(
            .rule,
            Text(
              en: "an assumption is 'NAME = VALUE' with its unit, on one line",
              ja: "仮定は「名前 = 値」の形で、単位を付けて一行に書きます"))
        ])
    case .assumedTwice(let text):
      Message(
        code: "P923",
        headline: Text(
          en: "a figure is assumed twice; the second time by '\(text)'",
          ja: "同じ数値を二度仮定しています(二度目は「\(text)」)"))
    case .reportedFigure(let name, let file, let known):
      Message(
        code: "P931",
        headline: Text(
          en: "\(file) reports '\(name)', which the contract does not take from a report",
          ja: "\(file)の「\(name)」は、契約が報告値として用いる指標ではありません"),
        remarks: Self.known(known, en: "reported figures of the contract", ja: "契約が報告値とする指標"))
    case .reportedTwice(let name, let file):
      Message(
        code: "P932",
        headline: Text(
          en: "\(file) reports '\(name)' twice", ja: "\(file)に「\(name)」が二度あります"),
        remarks: [
          Remark(.help, Text(en: "keep the one that counts", ja: "正しい方だけを残してください"))
        ])
    case .reportedUnit(let name, let file, let given, let expected):
      Message(
        code: "P933",
        headline: Text(
          en: "\(file) gives '\(name)' in '\(given)', not in \(expected.en)",
          ja: "\(file)の「\(name)」の単位は「\(given)」ですが、契約では\(expected.ja)です"))
    case .manifestEmpty(let file):
      Message(
        code: "P942",
        headline: Text(en: "\(file) lists no settlement", ja: "\(file)に精算がありません"))
    case .outputTwice(let output, let file, let lines):
      Message(
        code: "P943",
        headline: Text(
          en: "\(file) gives the output \(output) to lines "
            + lines.map(String.init).joined(separator: ", "),
          ja: "\(file)の" + lines.map { "\($0)行目" }.joined(separator: "・")
            + "の出力先が同じ\(output)です"))
    case .noFigure(let name, let known):
      Message(
        code: "P951",
        headline: Text(
          en: "the settlement has no figure '\(name)'", ja: "精算に「\(name)」という数値はありません"),
        remarks: Self.nearest(to: name, known)
          + Self.known(known, en: "its figures", ja: "精算の数値"))
    case .noSubject(let name, let codes):
      Message(
        code: "P956",
        headline: Text(
          en: "'\(name)' is neither a bundle nor a code", ja: "「\(name)」は精算の記録でもコードでもありません"),
        remarks: Self.nearest(to: name.uppercased(), codes)
          + [
            Remark(
              .rule,
              Text(
                en:
                  "a bundle is the directory that 'pfs settle --output' wrote; a code is like U201",
                ja: "精算の記録とは pfs settle --output が書き出したディレクトリ、コードとは U201 などです"))
          ])
    case .unexpected(let kind):
      Message(
        code: "P999",
        headline: Text(
          en: "an error that should not happen: \(kind)", ja: "起きるはずのない誤り: \(kind)"))
    case .priorSuspended(let path):
      Message(
        code: "P954",
        headline: Text(
          en: "\(path) is suspended and has no payable amount",
          ja: "\(path)は精算が保留中であり、支払額がありません"))
    case .damaged(let path, let damages):
      Message(
        code: "P955",
        headline: Text(
          en: "the bundle \(path) is damaged", ja: "精算の記録\(path)が破損しています"),
        remarks: [Remark(kind: .note, lines: damages)])
    case .otherContract(let path, let contract, let expected):
      Message(
        code: "P953",
        headline: Text(
          en: "\(path) settles '\(contract)', not '\(expected)'",
          ja: "\(path)は「\(contract)」の精算であり、「\(expected)」のものではありません"),
        remarks: [
          Remark(
            .rule,
            Text(
              en: "earlier settlements are those of the same contract",
              ja: "過去の精算は、同じ契約のものを用います"))
        ])
    }
  }

  private static func outsideTerm(_ year: String, _ contract: Contract) -> Message {
    let first = contract.term.start
    let last = contract.term.lastDay
    let periods = contract.periods
    let shown = periods.count > 20 ? periods.prefix(10) + periods.suffix(10) : periods[...]
    let years = shown.map { period in
      Text(
        en: "\(period.name): \(period.days.start) to \(period.days.lastDay)",
        ja: "\(period.name): \(DateText.japanese(period.days.start))から"
          + "\(DateText.japanese(period.days.lastDay))まで")
    }
    return Message(
      code: "P901",
      headline: Text(
        en: "the settlement year \(year) is outside the term of the contract",
        ja: "\(year)年度は契約期間の外です"),
      labels: [
        Label(
          span: contract.declaration.span,
          text: Text(
            en: "term from \(first) to \(last)",
            ja: "契約期間 \(DateText.japanese(first))から\(DateText.japanese(last))まで"),
          source: contract.source)
      ], remarks: [Remark(kind: .help, lines: years)])
  }

  /// The known name that was probably meant.
  private static func nearest(to name: String, _ known: [String]) -> [Remark] {
    Similarity.nearest(to: name, among: known).map {
      [.help("did you mean '\($0)'?", "「\($0)」ではありませんか")]
    } ?? []
  }

  private static func known(_ names: [String], en: String, ja: String) -> [Remark] {
    guard !names.isEmpty else {
      return [Remark(.note, Text(en: "\(en): none", ja: "\(ja): なし"))]
    }
    let shown = names.prefix(20)
    let more = names.count > shown.count
    return [
      Remark(
        .help,
        Text(
          en: "\(en): " + shown.joined(separator: ", ") + (more ? ", …" : ""),
          ja: "\(ja): " + shown.joined(separator: "、") + (more ? "…" : "")))
    ]
  }
}
