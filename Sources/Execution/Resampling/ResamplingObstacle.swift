import Contract
import Diagnostics
import Language

/// Why a contract's figures cannot be resampled.
public enum ResamplingObstacle: Error, Sendable {
  /// No table of persons lies behind any measured figure.
  case noUnits
  /// Several tables could be the persons that are drawn.
  case severalUnits([Declaration])
  /// A name that is no table of persons.
  case unknownUnits(String, known: [Declaration])
  /// The contract's estimates cluster by several columns.
  case severalClusters([String])
  /// Rows of the table that is drawn have no cluster.
  case noCluster(String, rows: Int)
  /// A figure that is no function of sums over persons.
  case notSums(Indicator)
  /// A matched figure, which the bootstrap does not describe.
  case matched(Indicator)
  /// A figure that rests on a value which gathers rows of several units, or reads those of another.
  case crossesUnits(Indicator, Declaration)
  /// Rows of a table that belong to two units.
  case twoUnits(Declaration)
  /// Attrition of a table whose rows belong to no participant.
  case lossOutside(Declaration)
  /// Attrition of a column that must not be missing.
  case lossOfRequired(Declaration, column: String)
  /// Attrition where whole clusters are drawn.
  case lossOfClusters(String)
  /// Two periods whose replicates are not of the same participants.
  case otherParticipants(String, String)
  /// More or fewer participants than can be drawn.
  case enrolment(units: Int)
  /// A sum of a unit leaves 64 bits, or the sums of a replicate leave what a matrix product holds exactly.
  case overflow(Indicator?)
  /// Several figures that cannot be resampled.
  indirect case several([ResamplingObstacle])
  /// The records themselves have a fault.
  case refused([Diagnostic])
  /// A contradiction in the program.
  case inconsistent(String)

  /// Whether it lies in the kind of one figure, so that the figure may be assumed instead.
  var isOfKind: Bool {
    switch self {
    case .notSums, .matched, .crossesUnits: true
    default: false
    }
  }

  /// The message in both languages.
  public func diagnostics(in contract: Contract) -> [Diagnostic] {
    if case .refused(let items) = self { return items }
    if case .several(let obstacles) = self {
      return obstacles.flatMap { $0.diagnostics(in: contract) }
    }
    let message = message
    let labels = place.map {
      [
        Label(
          span: $0.span,
          text: $0.clause.map { Text(en: $0.text(in: .en), ja: $0.text(in: .ja)) } ?? .none,
          source: contract.source)
      ]
    }
    return [
      Diagnostic(
        code: message.code, severity: message.code == "E491" ? .internal : .error,
        headline: message.headline, labels: labels ?? [], remarks: message.remarks)
    ]
  }

  private var place: (span: Span, clause: Citation?)? {
    switch self {
    case .notSums(let indicator), .matched(let indicator), .crossesUnits(let indicator, _),
      .overflow(let indicator?):
      (indicator.kindSpan, indicator.declaration.clause)
    case .twoUnits(let table), .lossOutside(let table), .lossOfRequired(let table, _):
      (table.span, table.clause)
    default: nil
    }
  }

  private static func names(_ declarations: [Declaration]) -> [Text] {
    declarations.map { Text(en: $0.name, ja: $0.name) }
  }

  private static let assume = Remark(
    .help,
    Text(
      en: "give the figure instead: --set 'NAME=VALUE', or with an uncertainty by --effect",
      ja: "--set「名前=値」で数値を仮定するか、--effectで不確かさとともに与えてください"))

  private var message: (code: String, headline: Text, remarks: [Remark]) {
    switch self {
    case .noUnits:
      return (
        "E401",
        Text(
          en: "no measured figure rests on a table of persons that could be drawn",
          ja: "測定する数値の基になる、抽出できる参加者の表がありません"), []
      )
    case .severalUnits(let known):
      return (
        "E402",
        Text(
          en: "which table holds the participants that are drawn does not follow from the contract",
          ja: "抽出する参加者の表が契約から一つに定まりません"),
        [
          Remark(
            kind: .help,
            lines: [Text(en: "name one with --units:", ja: "--unitsで一つを指定してください:")]
              + Self.names(known))
        ]
      )
    case .unknownUnits(let name, let known):
      return (
        "E402",
        Text(
          en: "'\(name)' is no table of participants that could be drawn",
          ja: "「\(name)」は抽出できる参加者の表ではありません"),
        [Remark(kind: .help, lines: Self.names(known))]
      )
    case .severalClusters(let names):
      let list = names.map { "'\($0)'" }.joined(separator: ", ")
      let listed = names.map { "「\($0)」" }.joined()
      return (
        "E403",
        Text(
          en: "the estimates of the contract cluster by several columns: \(list)",
          ja: "契約の推定は複数の列で集積しています: \(listed)"),
        [
          Remark(
            .help,
            Text(
              en: "draw persons one by one with --units TABLE",
              ja: "--unitsで表を指定すれば、参加者を一人ずつ抽出します"))
        ]
      )
    case .noCluster(let name, let rows):
      return (
        "E403",
        Text(
          en: "\(rows) of the rows that are drawn have no '\(name)' to be clustered by",
          ja: "抽出する行のうち\(rows)行に、集積の単位「\(name)」がありません"), []
      )
    case .notSums(let indicator):
      let name = indicator.declaration.name
      return (
        "E404",
        Text(
          en:
            "'\(name)' cannot be resampled: its kind is no function of sums over participants",
          ja: "「\(name)」は参加者についての和から求める種類ではないため、再抽出できません"), [Self.assume]
      )
    case .matched(let indicator):
      let name = indicator.declaration.name
      return (
        "E410",
        Text(
          en:
            "'\(name)' cannot be resampled: drawing again does not show how sure a matched figure is",
          ja: "「\(name)」は再抽出できません。マッチングによる数値の確からしさは再抽出では分からないためです"),
        [Self.assume]
      )
    case .crossesUnits(let indicator, let value):
      let name = indicator.declaration.name
      return (
        "E405",
        Text(
          en:
            "'\(name)' cannot be resampled: '\(value.name)' looks at rows of other participants",
          ja: "「\(name)」は再抽出できません。「\(value.name)」が他の参加者の行を用いるためです"), [Self.assume]
      )
    case .twoUnits(let table):
      return (
        "E405",
        Text(
          en: "rows of '\(table.name)' refer to two participants",
          ja: "「\(table.name)」の行が二人の参加者を参照しています"), []
      )
    case .lossOutside(let table):
      return (
        "E407",
        Text(
          en: "no attrition of '\(table.name)': its rows belong to no participant",
          ja: "「\(table.name)」の行は参加者のものではないため、脱落を仮定できません"), []
      )
    case .lossOfRequired(let table, let column):
      return (
        "E407",
        Text(
          en: "no attrition of '\(column)' of '\(table.name)': the contract requires a value there",
          ja: "「\(table.name)」の「\(column)」は値が必須のため、脱落を仮定できません"),
        [
          Remark(
            .help,
            Text(
              en: "name a column that is optional, or the table alone: its rows are then lost",
              ja: "任意の列か、行ごと失われる表の名前だけを指定してください"))
        ]
      )
    case .lossOfClusters(let name):
      return (
        "E407",
        Text(
          en: "no attrition of single participants where clusters by '\(name)' are drawn whole",
          ja: "「\(name)」ごとに抽出するときは、一人ずつの脱落を仮定できません"),
        [
          Remark(
            .help,
            Text(
              en: "draw persons one by one with --units TABLE",
              ja: "--unitsで表を指定すれば、参加者を一人ずつ抽出します"))
        ]
      )
    case .otherParticipants(let first, let second):
      return (
        "E409",
        Text(
          en: "\(first) and \(second) do not draw the same participants",
          ja: "\(first)と\(second)では抽出する参加者が同じではありません"),
        [
          Remark(
            .help,
            Text(
              en:
                "name the table with --units, or settle the earlier period and give it with --prior",
              ja: "--unitsで表を指定するか、先の期間を精算して--priorで与えてください"))
        ]
      )
    case .enrolment(let units):
      return (
        "E408",
        Text(
          en:
            "between 1 and \(units * Enrolment.most) can be drawn of the \(units) on record",
          ja: "記録にある\(units)からは、1から\(units * Enrolment.most)までを抽出できます"), []
      )
    case .overflow:
      return (
        "E406",
        Text(
          en: "sums over the participants are too large to be resampled exactly",
          ja: "参加者についての和が大きすぎ、正確に再抽出できません"), []
      )
    case .refused, .several: return ("E491", .none, [])
    case .inconsistent(let what):
      return (
        "E491", Text(en: "resampling contradicts itself: \(what)", ja: "再抽出の内部矛盾: \(what)"), []
      )
    }
  }
}

let resamplingCodes: [CodeEntry] = [
  CodeEntry(
    "E401", "no participants to draw", "抽出できる参加者がない",
    "Resampling draws the rows of a table of persons, together with all rows that refer to them. The contract measures nothing on such a table.",
    "再抽出では、人の表の行を、それを参照するすべての行とともに抽出します。この契約はそのような表で何も測定していません。"),
  CodeEntry(
    "E402", "which participants are drawn", "抽出する参加者の表",
    "Several tables have codes of their own, and figures are measured on the rows of each. --units names the one whose rows are drawn; rows that refer to none of them stay as they are.",
    "固有の符号を持ち、数値の測定に用いられる表が複数あります。抽出する表を--unitsで指定してください。その行を参照しない行は、そのまま用います。"
  ),
  CodeEntry(
    "E403", "which clusters are drawn", "抽出する集積の単位",
    "Where the estimates of a contract cluster their errors, whole clusters are drawn. They must be one column, and every row must have its cluster.",
    "契約の推定が誤差を集積して求めるときは、集積の単位ごとに抽出します。単位となる列は一つで、すべての行に値がなければなりません。"),
  CodeEntry(
    "E404", "a figure that is no function of sums", "和から求めない数値",
    "Replicates are made as one matrix product: a figure must be a function of sums over participants, as counts, totals, means, shares and differences of means are, or an estimate of single participants, as regressions and weighted figures are. What several participants have in common is neither. Nothing is resampled in its place; the figure may be assumed.",
    "再抽出は一つの行列積として行うため、数値は参加者についての和(件数、合計、平均、割合、平均の差)から求まるもの、または参加者からの推定(回帰、重み付け)でなければなりません。複数の参加者に共通するものの数は対象外です。代わりの計算はせず、数値を仮定として与えます。"
  ),
  CodeEntry(
    "E405", "a figure across participants", "参加者にまたがる数値",
    "A value gathers rows of several participants (a facility's number of users, say), or reads another participant's. It would change with what else is drawn, so that sums of single participants do not give it.",
    "施設の利用者数のように、複数の参加者の行から求める値です。ほかに誰が抽出されるかで変わるため、参加者ごとの和からは求まりません。"),
  CodeEntry(
    "E406", "sums too large for resampling", "再抽出には大きすぎる和",
    "The sums of a replicate must stay below 2^53 in parts of the columns. Nothing is rounded.",
    "再抽出の和は、列を分割しても2^53未満でなければなりません。丸めは行いません。"),
  CodeEntry(
    "E407", "attrition of something else", "脱落を仮定できないもの",
    "Attrition takes rows of single participants away: those of a table that refers to them, those of the participants' own table, or the cells of an optional column. The contract's own rules on missing values and on groups then decide what the loss means.",
    "脱落とは、参加者一人ひとりの行(参加者を参照する表の行、参加者の表の行)、または任意の列の値が失われることです。欠測や群についての契約の定めが、その意味を決めます。"
  ),
  CodeEntry(
    "E408", "an enrolment that cannot be drawn", "抽出できない人数",
    "Participants are drawn from those on record, at least one and at most 20 times as many as there are: a larger number would only repeat the same persons.",
    "参加者は記録にある人から抽出し、1人以上、記録の20倍までです。それより多くても同じ人の繰返しにしかなりません。"),
  CodeEntry(
    "E409", "periods with other participants", "参加者の異なる期間",
    "Periods that are simulated together are settled on the same draws of the same participants: the table that is drawn, its clusters and the number of its rows must be the same for all of them.",
    "まとめて試算する期間は、同じ参加者の同じ抽出で精算します。抽出する表、集積の単位、行数がすべての期間で同じでなければなりません。"),
  CodeEntry(
    "E410", "a matched figure", "マッチングによる数値",
    "The bootstrap is not valid for nearest-neighbour matching with a fixed number of matches: copies of a person are matched with the same others, and the spread of the replicates is not that of the figure (Abadie and Imbens 2008, Econometrica 76). The figure may be assumed with the standard error that the settlement shows.",
    "一定数の最近傍とのマッチングでは、同じ人の写しが同じ相手と組になるため、再抽出のばらつきは数値の誤差を表しません(Abadie and Imbens 2008, Econometrica 76)。精算に示される標準誤差を用いて、数値を仮定として与えてください。"
  ),
  CodeEntry(
    "E491", "resampling contradicts itself", "再抽出の内部矛盾",
    "The figures made from sums differ from the measured ones. This is a fault of the program; nothing was simulated.",
    "和から求めた数値が測定値と一致しません。プログラムの誤りであり、何も試算していません。"),
]
