import Reports

extension PaymentStatement {
  /// The statement as sheets of values: parties and sum first, then a sheet for each table.
  public var sheets: [Sheet] {
    var first = Sheet(title, widths: [26, 60])
    first.add(.head(title))
    if isIllustrative { first.add(.head(tongue("EXAMPLE", "例示"))) }
    first.add(.head(tongue("Contract", "契約")), .text(subject))
    for fact in facts { first.add(.head(fact.name), .text(fact.words)) }
    first.addBlank()
    first.add(.head(paidWords), paid.cell)
    first.addBlank()
    for note in notes { first.add(.empty, .text(note)) }
    for line in evidence { first.add(.empty, .text(line)) }
    return [first] + tables.map(\.sheet)
  }
}

extension PaymentStatement.Cell {
  fileprivate var cell: Sheet.Cell {
    switch self {
    case .text(let words): .text(words)
    case .amount(let decimal, _): .decimal(decimal)
    }
  }
}

extension PaymentStatement.Table {
  fileprivate var sheet: Sheet {
    var sheet = Sheet(caption, widths: heads.map { $0.isAmount ? 18 : 26 })
    sheet.add(heads.map { .head($0.words) })
    for row in rows { sheet.add(row.map(\.cell)) }
    if !sums.isEmpty { sheet.add(sums.map(\.cell)) }
    return sheet
  }
}
