import Diagnostics
import Foundation

/// A piece of a line: what stands between blanks and punctuation.
struct Piece {
  enum Kind {
    /// Words, numbers and whole Japanese phrases; told apart by the readers.
    case word(String)
    case text(Quotation)
    case symbol(Symbol)
  }

  let kind: Kind
  /// Indices of the characters in the line.
  let range: Range<Int>

  /// The word, unless the piece is a text or a symbol.
  var word: String? {
    guard case .word(let word) = kind else { return nil }
    return word
  }

  var isComma: Bool {
    guard case .symbol(.comma) = kind else { return false }
    return true
  }
}

/// One line cut into pieces; positions are those of the source.
struct ScannedLine {
  /// The characters, full-width forms mapped outside quotation marks.
  var scalars: [Unicode.Scalar] = []
  /// The byte offset of each character and of the end.
  var offsets: [Int] = []
  var pieces: [Piece] = []
  /// Columns of blanks before the first piece.
  var indentation = 0
  var hasTabIndentation = false
  /// The comment from `#` on.
  var comment: String?
  /// Why the line cannot be read.
  var error: LanguageError?
  /// A fault that does not keep the line from being read.
  var compositionError: LanguageError?

  /// A line without a word.
  init() {}

  /// A line that is one word, with positions in characters.
  init(word: String) {
    scalars = Array(word.unicodeScalars)
    offsets = Array(0...scalars.count)
  }

  var isBlank: Bool { pieces.isEmpty && comment == nil && error == nil }

  func span(_ range: Range<Int>) -> Span {
    Span(start: offsets[range.lowerBound], end: offsets[range.upperBound])
  }

  /// From the first to the last of some pieces.
  func span(of pieces: some BidirectionalCollection<Piece>) -> Span {
    guard let first = pieces.first, let last = pieces.last else {
      return span(scalars.count..<scalars.count)
    }
    return span(first.range.lowerBound..<last.range.upperBound)
  }

  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }
}

/// Cuts lines into pieces.
struct LineScanner {
  private var line = ScannedLine()
  private let tongue: Tongue

  /// Scans the bytes of one line, without its end; `start` is their offset in the file.
  static func scan(_ bytes: ArraySlice<UInt8>, tongue: Tongue) -> ScannedLine {
    guard bytes.count <= Limits.lineLength else {
      var line = ScannedLine()
      let start = String(decoding: bytes.prefix(80), as: UTF8.self)
      let shown = Span(start: bytes.startIndex, end: bytes.startIndex + 1)
      line.indentation = start.first.map { $0 == " " || $0 == "\u{3000}" } ?? false ? 2 : 0
      line.error = LanguageError(.lineTooLong, at: shown)
      return line
    }
    var scanner = LineScanner(tongue: tongue)
    scanner.decode(bytes)
    scanner.cut()
    return scanner.line
  }

  private init(tongue: Tongue) { self.tongue = tongue }

  private mutating func decode(_ bytes: ArraySlice<UInt8>) {
    var offset = bytes.startIndex
    line.scalars.reserveCapacity(bytes.count)
    line.offsets.reserveCapacity(bytes.count + 1)
    var isSuspicious = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      line.scalars.append(scalar)
      line.offsets.append(offset)
      offset += UTF8.width(scalar)
      if !Characters.isSurelyComposed(scalar) { isSuspicious = true }
    }
    line.offsets.append(offset)
    if isSuspicious { compose() }
  }

  /// Composes what stands outside quotation marks and comments, and remembers the first difference.
  private mutating func compose() {
    var scalars: [Unicode.Scalar] = []
    var offsets: [Int] = []
    var index = 0
    var closing: Unicode.Scalar?
    while index < line.scalars.count {
      let scalar = line.scalars[index]
      if closing != nil || Characters.closing(scalar) != nil || scalar == "#" || scalar == "＃" {
        if closing == nil, scalar == "#" || scalar == "＃" {
          scalars += line.scalars[index...]
          offsets += line.offsets[index..<line.scalars.count]
          break
        }
        closing = closing == nil ? Characters.closing(scalar) : closing == scalar ? nil : closing
        scalars.append(scalar)
        offsets.append(line.offsets[index])
        index += 1
        continue
      }
      var end = index + 1
      while end < line.scalars.count, isMark(line.scalars[end]) { end += 1 }
      let written = line.text(index..<end)
      let composed = written.precomposedStringWithCanonicalMapping
      if !written.utf8.elementsEqual(composed.utf8), line.compositionError == nil {
        line.compositionError = LanguageError(.notComposed(composed), at: line.span(index..<end))
      }
      for scalar in composed.unicodeScalars {
        scalars.append(scalar)
        offsets.append(line.offsets[index])
      }
      index = end
    }
    guard line.compositionError != nil else { return }
    offsets.append(line.offsets[line.scalars.count])
    line.scalars = scalars
    line.offsets = offsets
  }

  /// Whether the character may compose with the one before it.
  private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard !Characters.isSurelyComposed(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: return true
    default: return (0x1160...0x11FF).contains(scalar.value)
    }
  }

  private mutating func cut() {
    var index = 0
    while index < line.scalars.count {
      let source = line.scalars[index]
      let scalar = Characters.normalised(source)
      if scalar == " " {
        if line.pieces.isEmpty {
          line.indentation += source == "\u{3000}" ? 2 : 1
          if source == "\t" { line.hasTabIndentation = true }
        }
        line.scalars[index] = scalar
        index += 1
      } else if scalar == "#" {
        var text = line.text(index + 1..<line.scalars.count)[...]
        while let last = text.last, last == " " || last == "\t" || last == "\u{3000}" {
          text.removeLast()
        }
        line.comment = "#" + text
        return
      } else if let closing = Characters.closing(source) {
        guard let next = quotation(from: index, closing: closing) else { return }
        index = next
      } else if isWordPart(at: index) {
        index = word(from: index)
      } else if let symbol = Characters.symbol(scalar) {
        line.scalars[index] = scalar
        guard checkComma(source, at: index) else { return }
        line.pieces.append(Piece(kind: .symbol(symbol), range: index..<index + 1))
        index += 1
      } else {
        line.error = LanguageError(.character(source), at: line.span(index..<index + 1))
        return
      }
    }
  }

  private mutating func quotation(from index: Int, closing: Unicode.Scalar) -> Int? {
    guard let end = line.scalars[(index + 1)...].firstIndex(of: closing) else {
      let range = index..<line.scalars.count
      line.error = LanguageError(.openText(closing: String(closing)), at: line.span(range))
      return nil
    }
    let content = Quotation(line.text(index + 1..<end))
    line.pieces.append(Piece(kind: .text(content), range: index..<end + 1))
    return end + 1
  }

  /// In English a list comma is followed by a blank, because `1,234` is one number.
  private mutating func checkComma(_ source: Unicode.Scalar, at index: Int) -> Bool {
    guard tongue == .en, source == ",", index + 1 < line.scalars.count else { return true }
    let next = peek(index + 1)
    guard next != " ", next != "#" else { return true }
    line.error = LanguageError(.commaWithoutSpace, at: line.span(index..<index + 1))
    return false
  }

  private mutating func word(from start: Int) -> Int {
    var index = start
    repeat {
      line.scalars[index] = Characters.normalised(line.scalars[index])
      index += 1
    } while index < line.scalars.count && isWordPart(at: index, in: start)
    line.pieces.append(Piece(kind: .word(line.text(start..<index)), range: start..<index))
    return index
  }

  private func peek(_ index: Int) -> Unicode.Scalar {
    line.scalars.indices.contains(index) ? Characters.normalised(line.scalars[index]) : " "
  }

  /// Whether the character belongs to the word that began at `start`, or begins one.
  private func isWordPart(at index: Int, in start: Int? = nil) -> Bool {
    let scalar = peek(index)
    if Characters.isWord(scalar) { return true }
    let next = peek(index + 1)
    guard let start else {
      return scalar == "%"
        || ((Characters.isSign(scalar) || scalar == ".")
          && Characters.isDigit(next) && isAtWordStart(index))
    }
    let previous = peek(index - 1)
    switch scalar {
    case "%", "～", ".": return true
    case ",": return Characters.isDigit(previous) && Characters.isDigit(next)
    case "/": return Characters.isWord(previous) && Characters.isWord(next)
    case "-": return Characters.isWord(next) && (Characters.isWord(previous) || previous == "～")
    case "−":
      guard Characters.isDigit(next) else { return false }
      return previous == "～" || (index - start >= 2 && previous == "上" && peek(index - 2) == "以")
    default: return false
    }
  }

  /// A sign belongs to the number behind it if a blank or a symbol stands before it.
  private func isAtWordStart(_ index: Int) -> Bool {
    guard index > 0, let last = line.pieces.last, last.range.upperBound == index else {
      return true
    }
    guard case .symbol(let symbol) = last.kind else { return false }
    return symbol != .close
  }
}
