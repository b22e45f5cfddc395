import Diagnostics

/// The first pass: the names that a text declares, so that they win over keywords in the second.
struct DeclaredNames {
  private(set) var all: Set<Name> = []
  /// The names of the line `units`, and of a currency that the contract declares.
  private(set) var units: Set<Name> = []
  private let keywords: KeywordTable
  private var block: BlockWord?

  /// Words of a list of codes that keep their own meaning.
  private static let reserved: [ValueWord] = [.optional, .missing, .yes, .no]

  init(tongue: Tongue) { keywords = KeywordTable[tongue] }

  /// Collects the names of one line; lines come in order.
  mutating func read(_ line: ScannedLine) {
    guard let first = line.pieces.first else { return }
    if line.indentation == 0 {
      block = first.word.flatMap(keywords.block)
      guard block != nil, line.pieces.count > 1 else { return }
      declare(line.pieces[1])
    } else if let block {
      switch keywords.label(in: line.pieces, at: 0, accepts: { $0.blocks.contains(block) }) {
      case (.units, let length)?: readUnits(line.pieces[length...])
      case (.currency, let length)? where line.pieces.count > length + 1:
        if line.pieces[length + 1].isComma { readUnits(line.pieces[length...length]) }
      case (.gives, let length)?: readCodes(line.pieces, at: length)
      case nil where block == .table:
        declare(line.pieces[0])
        readCodes(line.pieces, at: 1)
      default: break
      }
    }
  }

  /// The codes of a list, `one of …`, if one begins at a place.
  private mutating func readCodes(_ pieces: [Piece], at start: Int) {
    guard case (.oneOf, let length)? = keywords.value(in: pieces, at: start) else { return }
    var index = start + length
    while index < pieces.count {
      if let word = pieces[index].word,
        keywords.value(word).map({ !Self.reserved.contains($0) }) ?? true
      {
        declare(pieces[index])
      }
      index += 1
      if index < pieces.count, case .symbol(.equals) = pieces[index].kind { index += 2 }
      guard index < pieces.count, pieces[index].isComma else { return }
      index += 1
    }
  }

  private mutating func readUnits(_ pieces: ArraySlice<Piece>) {
    for piece in pieces {
      guard let word = piece.word, Characters.isName(word.unicodeScalars) else { continue }
      declare(piece)
      units.insert(Name(word))
    }
  }

  private mutating func declare(_ piece: Piece) {
    guard let word = piece.word, Characters.isName(word.unicodeScalars) else { return }
    all.insert(Name(word))
  }
}
