import Diagnostics

/// What the provider of a contract was paid (支払調書), to be handed to him: a page to print, the words and
/// amounts of a workbook.
///
/// It holds what the payer's ledger says and computes nothing. It is not the record of payments that a payer
/// submits to the tax office (所得税法 art. 225).
public struct PaymentStatement: Sendable {
  public enum Cell: Hashable, Sendable {
    case text(String)
    /// An amount of money: a decimal, and as people read it.
    case amount(decimal: String, words: String)
  }

  /// Rows under heads; the first cell of a row says what the row is.
  public struct Table: Hashable, Sendable {
    public struct Head: Hashable, Sendable {
      public let words: String
      public let isAmount: Bool

      public init(_ words: String, isAmount: Bool = false) {
        (self.words, self.isAmount) = (words, isAmount)
      }
    }

    public let caption: String
    public let heads: [Head]
    public let rows: [[Cell]]
    /// The sums under the rows, if there are any.
    public let sums: [Cell]

    public init(caption: String, heads: [Head], rows: [[Cell]], sums: [Cell] = []) {
      (self.caption, self.heads, self.rows, self.sums) = (caption, heads, rows, sums)
    }
  }

  public let tongue: Tongue
  /// The contract.
  public let subject: String
  /// The contract says that it is an example.
  public let isIllustrative: Bool
  /// Parties, term and the like, with their names.
  public let facts: [(name: String, words: String)]
  /// What was paid in all.
  public let paid: Cell
  public let tables: [Table]
  public let notes: [String]
  /// By which the figures can be found again: ledger, chain, files.
  public let evidence: [String]

  public init(
    tongue: Tongue, subject: String, isIllustrative: Bool, facts: [(name: String, words: String)],
    paid: Cell, tables: [Table], notes: [String], evidence: [String]
  ) {
    (self.tongue, self.subject, self.isIllustrative) = (tongue, subject, isIllustrative)
    (self.facts, self.paid, self.tables) = (facts, paid, tables)
    (self.notes, self.evidence) = (notes, evidence)
  }

  public var title: String { tongue("Statement of payments", "支払調書") }

  /// What ``paid`` is.
  public var paidWords: String { tongue("Paid, less what came back", "支払済額(返納を除く)") }
}

extension PaymentStatement {
  /// The whole page, UTF-8.
  public var html: String {
    var head: [HTML] = []
    if isIllustrative { head.append(.tag("p", class: "mark", tongue("EXAMPLE", "例示"))) }
    head += [
      .tag("p", class: "kicker", tongue("Outcome-based contract", "成果連動型民間委託契約")),
      .tag("h1", [], .text(title)), .tag("p", class: "subject", subject),
      .tag(
        "dl", [],
        facts.flatMap { [HTML.tag("dt", [], .text($0.name)), .tag("dd", [], .text($0.words))] }),
    ]
    let sum = HTML.tag(
      "section", [("class", "due")], .tag("span", [], .text(paidWords)),
      .tag("b", [], .text(paid.words)))
    let sections =
      [.tag("header", [], head), sum] + tables.map(\.html)
      + notes.map { HTML.tag("p", class: "note", $0) }
      + [.tag("footer", [], evidence.map { HTML.tag("div", class: "mono", $0) })]
    return HTMLPage(
      tongue: tongue, title: "\(title) \(subject)",
      sheets: [(StatementStyle.sheet, StatementStyle.digest)], sections: sections
    ).markup
  }
}

extension PaymentStatement.Cell {
  /// What people read.
  var words: String {
    switch self {
    case .text(let words), .amount(_, let words): words
    }
  }

  fileprivate var cell: HTMLTable.Cell {
    switch self {
    case .text(let words): .text(words)
    case .amount(_, let words): .number(words)
    }
  }
}

extension PaymentStatement.Table {
  fileprivate var html: HTML {
    var table = HTMLTable(caption: caption, heads: heads.map { ($0.words, $0.isAmount) })
    for row in rows where !row.isEmpty { table.add(row[0].words, row.dropFirst().map(\.cell)) }
    if let first = sums.first { table.addFoot(first.words, sums.dropFirst().map(\.cell)) }
    return table.html
  }
}
