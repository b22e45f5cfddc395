import CXlsxWriter
import Glibc

/// Why a workbook could not be made.
public enum WorkbookError: Error, Hashable, Sendable {
  /// What the system or libxlsxwriter says.
  case failed(String)
}

/// Writes workbooks of Excel 2007 and later (ECMA-376) by libxlsxwriter: the same sheets give the same bytes.
public enum Workbook {
  /// The bytes of a workbook.
  ///
  /// - Throws: `WorkbookError.failed`, as for lack of memory.
  public static func bytes(_ sheets: [Sheet], title: String) throws(WorkbookError) -> [UInt8] {
    // The library writes a file by its name: this one is in memory only, and nobody else's.
    let file = memory_file("workbook")
    guard file >= 0 else { throw .failed(String(cString: strerror(errno))) }
    defer { close(file) }
    guard let book = workbook_new("/proc/self/fd/\(file)") else { throw .failed("workbook_new") }
    write(title: title, to: book)
    let formats = Formats(book)
    for sheet in sheets { write(sheet, to: book, formats) }
    let outcome = workbook_close(book)
    guard outcome == LXW_NO_ERROR else { throw .failed(String(cString: lxw_strerror(outcome))) }
    return try read(file)
  }

  /// Title and date of making; the date is the same for all, so that bytes do not depend on the day.
  private static func write(title: String, to book: UnsafeMutablePointer<lxw_workbook>) {
    title.withCString { words in
      var properties = lxw_doc_properties()
      // Copied by the library; it declares what it only reads as changeable.
      properties.title = UnsafeMutablePointer(mutating: words)
      properties.created = 315_532_800
      workbook_set_properties(book, &properties)
    }
  }

  private static func write(
    _ sheet: Sheet, to book: UnsafeMutablePointer<lxw_workbook>, _ formats: Formats
  ) {
    guard let page = workbook_add_worksheet(book, sheet.name) else { return }
    for (column, width) in sheet.widths.enumerated() {
      worksheet_set_column(page, UInt16(column), UInt16(column), Double(width), formats.plain)
    }
    for (row, cells) in sheet.rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        let (row, column) = (UInt32(row), UInt16(column))
        switch cell {
        case .empty: break
        case .text(let words): worksheet_write_string(page, row, column, words, formats.plain)
        case .head(let words): worksheet_write_string(page, row, column, words, formats.head)
        case .number(let text):
          let decimals = text.utf8.split(separator: UInt8(ascii: ".")).dropFirst().first?.count ?? 0
          worksheet_write_number(
            page, row, column, Double(text) ?? .nan, formats.number(decimals: decimals))
        }
      }
    }
    worksheet_set_paper(page, 9)
    worksheet_fit_to_pages(page, 1, 0)
    worksheet_set_landscape(page)
  }

  private static func read(_ file: Int32) throws(WorkbookError) -> [UInt8] {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .failed(String(cString: strerror(errno))) }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = pread(
          file, buffer.baseAddress?.advanced(by: filled), size - filled, off_t(filled))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        filled += count
      }
    }
    guard bytes.count == size, size > 0 else { throw .failed(String(cString: strerror(EIO))) }
    return bytes
  }

  /// The looks of cells: one for each number of decimals.
  private final class Formats {
    let plain: UnsafeMutablePointer<lxw_format>?
    let head: UnsafeMutablePointer<lxw_format>?
    private let book: UnsafeMutablePointer<lxw_workbook>
    private var numbers: [Int: UnsafeMutablePointer<lxw_format>] = [:]

    init(_ book: UnsafeMutablePointer<lxw_workbook>) {
      self.book = book
      plain = workbook_add_format(book)
      format_set_text_wrap(plain)
      format_set_align(plain, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      head = workbook_add_format(book)
      format_set_bold(head)
    }

    func number(decimals: Int) -> UnsafeMutablePointer<lxw_format>? {
      if let known = numbers[decimals] { return known }
      let format = workbook_add_format(book)
      let places = decimals > 0 ? "." + String(repeating: "0", count: decimals) : ""
      format_set_num_format(format, "#,##0" + places)
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      numbers[decimals] = format
      return format
    }
  }
}
