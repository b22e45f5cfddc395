import Contract
import LinearAlgebra
import Quantities
import Records

/// The rows of a population divided by a key.
struct Groups {
  /// The keys in byte order, those without rows too.
  let keys: [GroupKey]
  /// Rows without a key: their code is missing, or their date is not in the period.
  let ungrouped: Int
  private let rows: [Int32]
  private let offsets: [Int]
  private let rowCount: Int

  /// The rows of one group.
  func mask(_ group: Int) -> RowMask {
    var words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
    for row in rows[offsets[group]..<offsets[group + 1]] {
      words[Int(row) >> 6] |= 1 << UInt64(row & 63)
    }
    return RowMask(words: words, rows: rowCount) ?? RowMask(repeating: false, rows: rowCount)
  }

  /// Divides the rows of a mask by the group of each rank; one outside the keys is no group.
  private init(keys: [GroupKey], mask: RowMask, group: (Int) -> Int?) {
    self.keys = keys
    rowCount = mask.rows
    var counts = [Int](repeating: 0, count: keys.count + 1)
    var numbers: [Int32] = []
    numbers.reserveCapacity(mask.present)
    var left = 0
    for rank in 0..<mask.present {
      guard let number = group(rank), keys.indices.contains(number) else {
        left += 1
        numbers.append(-1)
        continue
      }
      counts[number + 1] += 1
      numbers.append(Int32(truncatingIfNeeded: number))
    }
    for index in keys.indices { counts[index + 1] += counts[index] }
    var next = counts
    var rows = [Int32](repeating: 0, count: counts[keys.count])
    var index = 0
    mask.forEachRow { row in
      let number = Int(numbers[index])
      index += 1
      if number >= 0 {
        rows[next[number]] = Int32(truncatingIfNeeded: row)
        next[number] += 1
      }
    }
    self.rows = rows
    offsets = counts
    ungrouped = left
  }

  /// Divides the rows of a population.
  ///
  /// - Throws: `Failure.recorded`.
  init(
    _ grouping: Grouping, of mask: RowMask, in table: Int, evaluator: Evaluator
  ) throws(Failure) {
    var builder = ProgramBuilder(evaluator)
    let rows = builder.newNumber()
    let place = ProgramBuilder.Place(table: table, rows: rows)
    do throws(Failure) {
      switch grouping {
      case .code(let operand, let codeTable, let column):
        let declaration = evaluator.contract.tables[table].declaration
        let (codes, names) = try Self.codes(operand, codeTable, column, place, &builder)
        let numbers = try evaluator.run(builder, [codes], rows: rows, on: mask, in: declaration)[0]
        let keys = names.map { GroupKey($0) }
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        var position = [Int](repeating: 0, count: keys.count)
        for (index, code) in order.enumerated() { position[code] = index }
        self.init(keys: order.map { keys[$0] }, mask: mask) { rank in
          let code = numbers[rank]
          return code < 0 || code >= position.count ? nil : position[Int(code)]
        }
      case .month(let operand):
        let date = try builder.number(.cell(operand), at: place, missingAsZero: false)
        let numbers = try evaluator.run(
          builder, [date], rows: rows, on: mask,
          in: evaluator.contract.tables[table].declaration)[0]
        let days = evaluator.contract.daysSettled(in: evaluator.period)
        let months = days.months
        let parts = months.map {
          Int64($0.start.dayNumber)..<Int64($0.end.dayNumber)
        }
        self.init(
          keys: months.map { GroupKey(String($0.start.description.prefix(7))) }, mask: mask
        ) { rank in
          let day = numbers[rank]
          guard let first = parts.first, let last = parts.last, day >= first.lowerBound,
            day < last.upperBound
          else { return nil }
          // A month has at most 31 days: the guess is the month or one before it.
          let guess = Int(day - first.lowerBound) / 31
          return parts[guess...].firstIndex { $0.contains(day) }
        }
      }
    } catch {
      throw error == .needsExact ? evaluator.inconsistent("a group that is computed") : error
    }
  }

  /// The codes of the grouping operand with the names of all codes.
  private static func codes(
    _ operand: CellPath, _ table: Int, _ column: Int, _ place: ProgramBuilder.Place,
    _ builder: inout ProgramBuilder
  ) throws(Failure) -> (ProgramBuilder.Number, [String]) {
    switch builder.evaluator.type(operand, of: place.table) {
    case .oneOf(let list):
      return (try builder.number(.cell(operand), at: place, missingAsZero: false), list)
    case .code, .number, .date, .flag:
      let (number, dictionary) = try builder.code(operand, at: place)
      let declared = builder.evaluator.dictionary(of: column, in: table)
      guard dictionary == declared else {
        throw builder.evaluator.inconsistent("a group by the codes of another column")
      }
      return (number, (0..<dictionary.count).map { dictionary.string($0) })
    }
  }
}
