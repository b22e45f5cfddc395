import Contract
import LinearAlgebra
import Quantities
import Records

/// The distinct rows of another table that rows lead to.
struct Distinct {
  /// How many there are.
  let count: Int
  /// Rows that lead nowhere because a link is missing.
  let lost: Int
  /// One bit per row of the other table.
  let words: [UInt64]
}

extension Evaluator {
  /// Distinct rows of another table that the rows of a mask lead to by ``personLinks(of:)``: of sessions
  /// by participant the participants. Nil if the rows lead to none.
  func persons(of mask: RowMask, in table: Int) -> Int? {
    let links = personLinks(of: table)
    return links.isEmpty ? nil : distinct(mask, links: links, from: table)?.count
  }

  /// How rows lead to the persons of another table: by `Contract.personLink(of:)`, and on by what `persons by` names;
  /// empty if they lead to none.
  func personLinks(of table: Int) -> [Condition.Link] {
    guard let first = contract.personLink(of: table) else { return [] }
    var links = [first]
    var seen: Set<Int> = [table]
    while let last = links.last?.table, seen.insert(last).inserted,
      contract.tables[last].personColumn != nil, let next = contract.personLink(of: last)
    {
      links.append(next)
    }
    return links
  }

  /// What the rows of a table are counted as beside a figure: persons, or plainly rows.
  ///
  /// A row is a person where the table says so (`persons by`); else where one code is the whole key of the
  /// table, it refers to no other table, no column of it holds a number of persons, and the contract counts
  /// the rows of the table in no other unit, such as couples or services.
  func rowUnit(of table: Int) -> Unit {
    if let column = contract.tables[table].personColumn {
      return data.tables[table].schema.key == [column] ? .person : .number
    }
    guard let key = key(of: table), data.tables[table].columns[key].kind == .code else {
      return .number
    }
    guard !contract.tables[table].types.contains(.number(.person)) else { return .number }
    let isCountedOtherwise = contract.indicators.contains { indicator in
      guard case .totalRows(let of) = indicator.kind else { return false }
      return contract.populations[of].subject == table && indicator.unit != .person
    }
    return isCountedOtherwise ? .number : .person
  }

  /// The distinct rows that the rows of a mask lead to; nil if a link refers to no row.
  func distinct(_ mask: RowMask, links: [Condition.Link], from table: Int) -> Distinct? {
    guard let last = links.last else {
      return Distinct(count: mask.present, lost: 0, words: mask.words)
    }
    var vectors: [Vector] = []
    var at = table
    for link in links {
      guard data.tables[at].columns[link.column].kind == .reference(table: link.table) else {
        return nil
      }
      vectors.append(column(link.column, of: at))
      at = link.table
    }
    var words = [UInt64](repeating: 0, count: (rows(of: last.table) + 63) / 64)
    var lost = 0
    words.withUnsafeMutableBufferPointer { words in
      if vectors.count == 1, case .int32(let targets) = vectors[0].values {
        targets.withUnsafeBufferPointer { targets in
          mask.forEachRow { row in
            let target = Int(targets[row])
            if target < 0 { lost += 1 } else { words[target >> 6] |= 1 << UInt64(target & 63) }
          }
        }
        return
      }
      mask.forEachRow { row in
        var target = row
        for vector in vectors {
          guard let next = vector[target] else {
            lost += 1
            return
          }
          target = Int(next)
        }
        words[target >> 6] |= 1 << UInt64(target & 63)
      }
    }
    return Distinct(
      count: words.reduce(0) { $0 + $1.nonzeroBitCount }, lost: lost, words: words)
  }
}
