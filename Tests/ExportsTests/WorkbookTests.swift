import Exports
import Testing

@Suite struct WorkbookTests {
  private func sheet() -> Sheet {
    var sheet = Sheet("Statement", widths: [20, 10])
    sheet.addHeads("Payment", "Amount")
    sheet.add(.text("=1+1"), .decimal("18846300"))
    return sheet
  }

  /// The files of a workbook are those of a ZIP archive; the date of making is fixed.
  @Test func theSameSheetsGiveTheSameBytes() throws {
    let first = try Workbook.bytes([sheet()], title: "Statement")
    #expect(first.starts(with: Array("PK\u{3}\u{4}".utf8)))
    #expect(try Workbook.bytes([sheet()], title: "Statement") == first)
    var other = sheet()
    other.add(.text("more"))
    #expect(try Workbook.bytes([other], title: "Statement") != first)
  }

  /// A double gives 15 decimal digits back, not all of 16.
  @Test func whatASpreadsheetWouldRoundStaysText() {
    #expect(Sheet.Cell.decimal("123456789012345") == .number("123456789012345"))
    #expect(Sheet.Cell.decimal("-12345678901234.5") == .number("-12345678901234.5"))
    #expect(Sheet.Cell.decimal("28.889839572192513369") == .text("28.889839572192513369"))
    #expect(Sheet.Cell.decimal("9007199254740993") == .text("9007199254740993"))
  }
}
