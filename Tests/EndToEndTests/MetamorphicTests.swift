import Foundation
import TestSupport
import Testing

/// What the files look like, and who else stands in them, changes no figure and no yen.
@Suite struct MetamorphicTests {
  enum Change: String, CaseIterable, Sendable {
    case rowsPermuted, columnsPermuted, carriageReturns, byteOrderMark, noFinalNewline
    case everythingQuoted, windows, columnAdded, wareki, fullWidth, everythingAtOnce

    func bytes(_ sheet: Sheet) throws -> Data {
      var sheet = sheet
      var random = Seeded(state: 20_251_201)
      switch self {
      case .rowsPermuted: sheet.rows.shuffle(using: &random)
      case .columnsPermuted: sheet = Self.columnsPermuted(sheet, &random)
      case .columnAdded:
        sheet.header.append("unknown column")
        for row in sheet.rows.indices { sheet.rows[row].append("x\(row)") }
      case .wareki: sheet = Self.respelled(sheet, Self.wareki)
      case .fullWidth: sheet = Self.respelled(sheet, Self.fullWidth)
      case .carriageReturns: return Data(sheet.text(lineEnd: "\r\n").utf8)
      case .byteOrderMark: return Data([0xEF, 0xBB, 0xBF]) + Data(sheet.text().utf8)
      case .noFinalNewline: return Data(sheet.text(finalNewline: false).utf8)
      case .everythingQuoted: return Data(sheet.text(allQuoted: true).utf8)
      case .windows: return try Self.cp932(sheet.text())
      case .everythingAtOnce:
        sheet.rows.shuffle(using: &random)
        sheet = Self.respelled(Self.columnsPermuted(sheet, &random), Self.wareki)
        return try Self.cp932(
          sheet.text(lineEnd: "\r\n", allQuoted: true, finalNewline: false))
      }
      return Data(sheet.text().utf8)
    }

    private static func columnsPermuted(_ old: Sheet, _ random: inout Seeded) -> Sheet {
      let order = old.header.indices.shuffled(using: &random)
      return Sheet(
        header: order.map { old.header[$0] }, rows: old.rows.map { row in order.map { row[$0] } })
    }

    private static func respelled(_ old: Sheet, _ spell: (String) -> String) -> Sheet {
      Sheet(header: old.header, rows: old.rows.map { $0.map(spell) })
    }

    /// 2025-12-06 → R7.12.6, 1950-09-08 → 昭和25年9月8日; another cell is left.
    private static func wareki(_ cell: String) -> String {
      let parts = cell.split(separator: "-", omittingEmptySubsequences: false).compactMap {
        Int($0)
      }
      guard cell.utf8.count == 10, parts.count == 3 else { return cell }
      if cell >= "2019-05-01" { return "R\(parts[0] - 2018).\(parts[1]).\(parts[2])" }
      if cell >= "1989-01-08" { return "平成\(parts[0] - 1988)年\(parts[1])月\(parts[2])日" }
      if cell >= "1926-12-25" { return "昭和\(parts[0] - 1925)年\(parts[1])月\(parts[2])日" }
      return cell
    }

    /// Digits, letters and signs as they stand on a Japanese keyboard.
    private static func fullWidth(_ cell: String) -> String {
      let wide = cell.unicodeScalars.map { scalar -> Character in
        guard (0x21...0x7E).contains(scalar.value),
          let other = Unicode.Scalar(scalar.value + 0xFEE0)
        else { return Character(scalar) }
        return Character(other)
      }
      return String(wide)
    }

    private static func cp932(_ text: String) throws -> Data {
      let scratch = try Scratch()
      try scratch.write("utf-8", text)
      let written = try scratch.write("cp932", "")
      let run = try Command.process(
        "/usr/bin/iconv", ["-f", "UTF-8", "-t", "CP932", scratch["utf-8"]], outputTo: written)
      try #require(run.status == 0, "\(run.errors)")
      return try scratch.bytes("cp932")
    }
  }

  static let programmes = [Programme.yamaguchi] + (Repository.hasShared ? [.genki] : [])

  /// Read once.
  static let sheetsOf = Dictionary(
    uniqueKeysWithValues: programmes.map { programme in
      (programme.contract, Result { try read(programme) })
    })

  static func sheets(_ programme: Programme) throws -> [String: Sheet] {
    try sheetsOf[programme.contract]?.get() ?? [:]
  }

  static func read(_ programme: Programme) throws -> [String: Sheet] {
    var sheets: [String: Sheet] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: programme.data)
    where file.hasSuffix(".csv") {
      sheets[file] = try Sheet(path: "\(programme.data)/\(file)")
    }
    return sheets
  }

  @Test(arguments: programmes, Change.allCases)
  func formChangesNothing(programme: Programme, change: Change) throws {
    let scratch = try Scratch()
    for (file, sheet) in try Self.sheets(programme) {
      try scratch.write("data/\(file)", try change.bytes(sheet))
    }
    let changed = try programme.with(data: scratch["data"]).settled()
    let original = try programme.settled()
    #expect(changed.outcome == original.outcome)
    #expect(changed.flows == original.flows)
    #expect(changed.inputs.map(\.rows) == original.inputs.map(\.rows))
    if change == .windows {
      #expect(changed.inputs.contains { $0.encoding == "CP932" })
    }
  }

  /// Persons who do not consent, are too young, never enrolled or enrol later, with attendances and
  /// measurements like everybody's.
  @Test(arguments: programmes)
  func ineligiblePersonsChangeNothing(programme: Programme) throws {
    let isYamaguchi = programme.contract == "yamaguchi-genki"
    let day = isYamaguchi ? "2026-01-15" : "2022-06-15"
    let later = isYamaguchi ? "2026-04-01" : "2023-04-01"
    var sheets = try Self.sheets(programme)
    func add(_ file: String, _ cells: [String: String]) {
      let header = sheets[file]?.header ?? []
      sheets[file]?.rows.append(header.map { cells[$0] ?? "" })
    }
    let persons = [
      (id: "X900001", birth: "1950-01-01", enrolled: day, consent: "N"),
      (id: "X900002", birth: "1990-01-01", enrolled: day, consent: "Y"),
      (id: "X900003", birth: "1950-01-01", enrolled: "", consent: "N"),
      // 65 on the day after: by birthday still 64.
      (
        id: "X900004", birth: isYamaguchi ? "1961-01-16" : "1957-06-16", enrolled: day,
        consent: "Y"
      ),
    ]
    // For genki a later enrolment is in the population; there it is one more who does not consent.
    let late = (
      id: "X900005", birth: "1950-01-01", enrolled: later, consent: isYamaguchi ? "Y" : "N"
    )
    for person in persons + [late] {
      add(
        "residents.csv",
        [
          "resident_id": person.id, "birth_date": person.birth, "sex": "F", "district": "D01",
          "enrolled_on": person.enrolled, "consent": person.consent, "updated_on": day,
        ])
      for month in ["2026-01-20", "2026-02-20", "2026-03-20", "2022-07-01", "2022-08-01"] {
        for kind in ["P001 trial", "P002 regular"] {
          let words = kind.split(separator: " ").map(String.init)
          add(
            "participation.csv",
            [
              "participant_id": person.id, "program_id": words[0], "date": month, "minutes": "60",
              "kind": words[1],
            ])
        }
      }
      for wave in ["baseline", "followup"] {
        add(
          "health.csv",
          [
            "resident_id": person.id, "measured_on": day, "wave": wave, "grip_kg": "40",
            "gait_mps": "1.5", "social_freq": "1", "rev": "1", "recorded_on": day,
          ])
      }
    }
    let scratch = try Scratch()
    for (file, sheet) in sheets { try scratch.write("data/\(file)", sheet.text()) }
    let changed = try programme.with(data: scratch["data"]).settled()
    let original = try programme.settled()
    #expect(changed.outcome == original.outcome)
    #expect(changed.inputs.map(\.rows) != original.inputs.map(\.rows))
    let rows = { (record: Record) in record.flows.first { $0.table == "residents" }?.rows ?? 0 }
    #expect(rows(changed) == rows(original) + 5)
  }

  /// Files of other names, places, delimiters and encodings, which a datapackage.json declares.
  @Test func aDataPackageChangesNothing() throws {
    let scratch = try Scratch()
    var resources: [String] = []
    for (number, (file, sheet)) in try Self.sheets(.yamaguchi).sorted(by: { $0.key < $1.key })
      .enumerated()
    {
      // The first in Windows' encoding, the second with semicolons; no cell has one.
      let name = "part \(number)/データ\(number).txt"
      let text = number == 1 ? sheet.text().replacing(",", with: ";") : sheet.text()
      try scratch.write(
        "data/\(name)", number == 0 ? try Change.windows.bytes(sheet) : Data(text.utf8))
      let hash = try scratch.sha256([name], in: "data")[name] ?? ""
      let table = file.replacing(".csv", with: "")
      resources.append(
        """
        {"name": "\(table)", "path": "\(name)", "hash": "sha256:\(hash)",
          "encoding": "\(number == 0 ? "cp932" : "utf-8")",
          "dialect": {"delimiter": "\(number == 1 ? ";" : ",")"}}
        """)
    }
    let package = "{\"name\": \"p\", \"resources\": [\(resources.joined(separator: ","))]}"
    try scratch.write("data/datapackage.json", package)
    let programme = Programme.yamaguchi.with(data: scratch["data"])
    let changed = try programme.settled("--output", scratch["bundle"])
    #expect(changed.outcome == (try Programme.yamaguchi.settled().outcome))
    #expect(try Command.run("replay", scratch["bundle"]).status == 0)
    // A file that is not the declared one is refused.
    let name = "data/part 1/データ1.txt"
    try scratch.write(name, try scratch.text(name).replacing("60", with: "61", maxReplacements: 1))
    let other = try Command.run(programme.arguments("settle"))
    #expect(other.status == 1)
    #expect(other.errors.contains("データ1.txt"))
    #expect(other.output.isEmpty)
  }

  // MARK: - Of the settlement

  /// The sample contract with other words, settled on the records of a directory.
  private func settled(
    _ scratch: Scratch, data: String = Programme.yamaguchi.data, period: String = "2025",
    with further: [String] = [], changing change: (String) -> String
  ) throws -> Record {
    let text = try Repository.text("Contracts/yamaguchi-genki/contract.en.pfs")
    let changed = change(text)
    try #require(changed != text)
    let scale = "scales/eq-5d-5l.en.pfs"
    try scratch.write(scale, try Repository.text("Contracts/\(scale)"))
    let path = try scratch.write("other/contract.en.pfs", changed)
    return try Record.settling(
      [
        "settle", path, "--data", data, "--period", period, "--vocabulary",
        "\(Repository.root)/Contracts/yamaguchi-genki/vocabulary.txt",
      ] + further)
  }

  /// One table in one file, in five, and in one again, each part in an encoding and an order of its own.
  @Test(arguments: [1, 5])
  func partsOfATableChangeNothing(parts: Int) throws {
    let scratch = try Scratch()
    for (file, sheet) in try Self.sheets(.yamaguchi) {
      guard file == "participation.csv" else {
        try scratch.write("data/\(file)", sheet.text())
        continue
      }
      for part in 0..<parts {
        let rows = sheet.rows.enumerated().filter { $0.offset % parts == part }.map(\.element)
        let change = [Change.rowsPermuted, .windows, .columnsPermuted, .wareki, .everythingAtOnce][
          part]
        try scratch.write(
          "data/participation-\(part).csv",
          try change.bytes(Sheet(header: sheet.header, rows: rows)))
      }
    }
    let changed = try settled(scratch, data: scratch["data"]) {
      $0.replacing("\"participation.csv\"", with: "\"participation-*.csv\"")
    }
    let original = try Programme.yamaguchi.settled()
    #expect(changed.outcome == original.outcome)
    #expect(changed.flows == original.flows)
    #expect(changed.inputs.count == original.inputs.count + parts - 1)
  }

  /// Every person has another id, in another order.
  @Test func otherIdsChangeNothing() throws {
    let scratch = try Scratch()
    for (file, sheet) in try Self.sheets(.yamaguchi) {
      var sheet = sheet
      for column in ["resident_id", "participant_id"] {
        guard let place = sheet.column(column) else { continue }
        for row in sheet.rows.indices {
          let bytes = Array(sheet.rows[row][place].utf8)
          sheet.rows[row][place] =
            "番" + bytes.reversed().map { String(Int($0) * 7, radix: 36).uppercased() }.joined()
        }
      }
      try scratch.write("data/\(file)", sheet.text())
    }
    let changed = try Programme.yamaguchi.with(data: scratch["data"]).settled()
    let original = try Programme.yamaguchi.settled()
    #expect(changed.outcome == original.outcome)
    #expect(changed.flows == original.flows)
  }

  /// Every amount of the contract, limits and roundings too, ten times: every amount of the settlement is ten times
  /// what it was, in the year and in the one that counts it, and no other figure moves.
  @Test func tenTimesEveryAmount() throws {
    let scratch = try Scratch()
    func tenfold(_ text: String) -> String {
      text.replacing(/([0-9][0-9,]*) yen/) { "\($0.1)0 yen".replacing(",", with: "") }
    }
    let original = try Scratch()
    var (old, new): ([String], [String]) = ([], [])
    for period in ["2025", "2026"] {
      let first = try Record.settling(
        Programme.yamaguchi.of(period).arguments("settle")
          + (old.isEmpty ? [] : ["--prior"] + old) + ["--output", original[period]])
      let second = try settled(
        scratch, period: period,
        with: (new.isEmpty ? [] : ["--prior"] + new) + ["--output", scratch[period]],
        changing: tenfold)
      (old, new) = ([original[period]], [scratch[period]])
      #expect(first.figures.map(\.name) == second.figures.map(\.name))
      var money = 0
      for (one, other) in zip(first.figures, second.figures) {
        guard one.unit == "yen" else {
          #expect(one.exact == other.exact, "\(period) \(one.name)")
          continue
        }
        money += 1
        #expect(Int(one.value).map { $0 * 10 } == Int(other.value), "\(period) \(one.name)")
      }
      #expect(money > 15)
    }
  }

  /// One price twice: its payment is twice what it was, the others stay, and the total rises by as much.
  @Test func aPriceTwice() throws {
    let scratch = try Scratch()
    let changed = try settled(scratch) {
      $0.replacing("2,000 yen per person × reach", with: "4,000 yen per person × reach")
    }
    let original = try Programme.yamaguchi.settled()
    func amount(_ record: Record, _ name: String) throws -> Int {
      let figure = try #require(record.figures.first { $0.name == name })
      return try #require(Int(figure.value))
    }
    let fee = try amount(original, "reach_fee")
    #expect(fee > 0)
    #expect(try amount(changed, "reach_fee") == 2 * fee)
    #expect(try amount(changed, "total") == amount(original, "total") + fee)
    #expect(try amount(changed, "tax") == (amount(original, "total") + fee) / 10)
    let names = ["reach_fee", "total", "tax", "payable", "due"]
    for (one, other) in zip(original.figures, changed.figures) where !names.contains(one.name) {
      #expect(one == other)
    }
  }

  /// Rows that stand twice count once, where the table says so.
  @Test func identicalRowsChangeNothing() throws {
    let scratch = try Scratch()
    for (file, sheet) in try Self.sheets(.yamaguchi) {
      let repeated = file == "programs.csv" ? [] : sheet.rows.suffix(40)
      try scratch.write(
        "data/\(file)", Sheet(header: sheet.header, rows: sheet.rows + repeated).text())
    }
    let changed = try Programme.yamaguchi.with(data: scratch["data"]).settled()
    let original = try Programme.yamaguchi.settled()
    #expect(changed.outcome == original.outcome)
    #expect(changed.flows == original.flows)
  }

  /// A table without rows is a table: nobody started a service, and the fee for services is 0.
  @Test func aTableMayHaveNoRows() throws {
    let scratch = try Scratch()
    for (file, sheet) in try Self.sheets(.yamaguchi) {
      let rows = file == "services.csv" ? [] : sheet.rows
      try scratch.write("data/\(file)", Sheet(header: sheet.header, rows: rows).text())
    }
    let run = try Command.run(
      Programme.yamaguchi.with(data: scratch["data"]).arguments("settle") + ["--format", "json"])
    try #require(run.status == 0, "\(run.errors)")
    let record = try Record(json: run.output)
    #expect(record["service_fee"] == "0/1")
    // 5,951,000 yen without the 300,000 for services, and 565,100 of tax.
    #expect(record.due == "6216100")
  }

  @Test(arguments: Programme.all)
  func bothLanguagesSettleTheSame(programme: Programme) throws {
    let english = try programme.in(.en).settled()
    let japanese = try programme.in(.ja).settled()
    #expect(english.figures.map(\.exact) == japanese.figures.map(\.exact))
    #expect(english.figures.map(\.value) == japanese.figures.map(\.value))
    #expect(english.figures.map(\.kind) == japanese.figures.map(\.kind))
    #expect(english.figures.map(\.unit) == japanese.figures.map(\.unit))
    #expect(english.payments.map(\.value) == japanese.payments.map(\.value))
    #expect(english.due == japanese.due)
    let counts = { (flow: Record.Flow) in
      [flow.rows, flow.remaining] + flow.steps.flatMap { [$0.entered, $0.excluded, $0.missing] }
    }
    #expect(english.flows.map(counts) == japanese.flows.map(counts))
    // The names differ as the vocabulary says.
    let words = try Repository.vocabulary(programme.contract)
    #expect(
      english.payments.map { words[$0.name] ?? $0.name } == japanese.payments.map(\.name))
    #expect(
      english.flows.map { words[$0.population] ?? $0.population }
        == japanese.flows.map(\.population))
  }
}
