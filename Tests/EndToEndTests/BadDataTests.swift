import Foundation
import TestSupport
import Testing

/// Bad files: a message with file, line and rule in the contract's language; no cell's content;
/// nothing settled.
@Suite struct BadDataTests {
  enum Change: Sendable {
    case persons(String)
    case personBytes([UInt8])
    case morePersons(String)
    case moreVisits(String)
    case noPersons
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: Change
    let code: String
    /// Where the message points, after the directory: file, line and column.
    let place: String
    var status: Int32 = 1
    /// A word of the rule, in English and in Japanese.
    var rule: (en: String, ja: String) = ("", "")

    init(
      _ name: String, _ change: Change, _ code: String, _ place: String, status: Int32 = 1,
      _ english: String = "", _ japanese: String = ""
    ) {
      testDescription = name
      self.change = change
      self.code = code
      self.place = place
      self.status = status
      rule = (english, japanese)
    }

    func scratch(_ tongue: Tongue) throws -> Scratch {
      switch change {
      case .persons(let text): try Walks.scratch(tongue, persons: Data(text.utf8))
      case .personBytes(let bytes):
        try Walks.scratch(tongue, persons: Data(Walks.persons.utf8) + Data(bytes))
      case .morePersons(let text):
        try Walks.scratch(tongue, persons: Data((Walks.persons + text).utf8))
      case .moreVisits(let text):
        try Walks.scratch(tongue, visits: Data((Walks.visits + text).utf8))
      case .noPersons: try Walks.scratch(tongue, persons: nil)
      }
    }
  }

  static let header = "person_no,birth,weight,side,note\n"
  static let huge = String(repeating: Walks.mark, count: 1_800_000)

  /// Lines and columns are counted by hand: three lines are good, the bad one is the fourth.
  static let cases = [
    // A file that is not there is input/output, as a directory that is not there.
    Case(
      "missing file", .noPersons, "D201", "'person.csv'", status: 4, "accepted file names",
      "使えるファイル名"),
    Case("empty file", .persons(""), "D203", "person.csv", "header line", "見出し行"),
    Case(
      "only a byte order mark", .persons("\u{FEFF}"), "D203", "person.csv", "header line", "見出し行"),
    Case(
      "missing column", .persons(Walks.persons.replacing("weight", with: "mass")), "D216",
      "person.csv:1", "accepted headers", "見出し"),
    Case(
      "column twice",
      .persons("person_no,birth,weight,side,note,birth\nCANARYa,1950-01-01,61,L,x,1950-01-01\n"),
      "D217", "person.csv:1"),
    Case(
      "other delimiter", .persons(Walks.persons.replacing(",", with: ";")), "D232",
      "person.csv", "\"delimiter\": \";\"", "\"delimiter\": \";\""),
    Case(
      "row too short", .morePersons("CANARYc,1950-01-02,70\n"), "D208", "person.csv:4:1",
      "as many fields as the header", "見出し行と同じ"),
    Case(
      "row too long", .morePersons("CANARYc,1950-01-02,70,R,x,CANARYy\n"), "D208",
      "person.csv:4:1", "as many fields as the header", "見出し行と同じ"),
    Case(
      "empty line", .morePersons("\nCANARYc,1950-01-02,70,R,x\n"), "D208", "person.csv:4:1",
      "as many fields as the header", "見出し行と同じ"),
    Case(
      "quote not closed",
      .morePersons("CANARYc,1950-01-02,70,R,\"CANARY\nCANARYd,1950-01-02,70,R,\n"),
      "D205", "person.csv:4:25", "quote", "引用符"),
    Case(
      "text after a quote", .morePersons("CANARYc,1950-01-02,70,R,\"CANARY\"z\n"), "D206",
      "person.csv:4:33", "quote", "引用符"),
    Case(
      "neither UTF-8 nor CP932",
      .personBytes(Array("CANARYc,1950-01-02,70,R,CANARY".utf8) + [0xFF, 0xFE, 0x80, 0x0A]),
      "D204", "person.csv:4:31", "UTF-8", "UTF-8"),
    Case(
      "NUL", .personBytes(Array("CANARYc,1950-01-02,70,R,CANARY\0x\n".utf8)), "D207",
      "person.csv:4:31", "NUL", "NUL"),
    Case(
      "no date", .morePersons("CANARYc,CANARY,70,R,x\n"), "D211", "person.csv:4:9",
      "dates are written as", "日付は"),
    Case(
      "30 February", .morePersons("CANARYc,1950-02-30,70,R,x\n"), "D211", "person.csv:4:9",
      "no 30 February", "2月30日"),
    Case(
      "2月30日", .morePersons("CANARYc,昭和25年2月30日,70,R,x\n"), "D211", "person.csv:4:9",
      "no 30 February", "2月30日"),
    Case(
      "29 February of a common year", .morePersons("CANARYc,S25.2.29,70,R,x\n"), "D211",
      "person.csv:4:9", "dates are written as", "日付は"),
    Case(
      "令和0年", .moreVisits("CANARYb,令和0年4月1日\n"), "D211", "visit.csv:5:9", "no year 0",
      "0年"),
    Case(
      "out of range", .morePersons("CANARYc,1950-01-02,200.01,R,x\n"), "D210",
      "person.csv:4:20", "outside 20 to 200", "20以上200以下"),
    Case(
      "no number", .morePersons("CANARYc,1950-01-02,CANARYkg,R,x\n"), "D211", "person.csv:4:20",
      "numbers are digits", "数は数字"),
    Case(
      "unit that is not declared", .morePersons("CANARYc,1950-01-02,70kg,R,x\n"), "D211",
      "person.csv:4:20", "a unit only if", "単位"),
    Case(
      "unknown code", .morePersons("CANARYc,1950-01-02,70,CANARY,x\n"), "D211",
      "person.csv:4:23", "declared codes: left, right", "左、右"),
    Case("no value", .morePersons("CANARYc,,70,R,x\n"), "D212", "person.csv:4:9", "no value", "値"),
    Case("no key", .morePersons(",1950-01-02,70,R,x\n"), "D212", "person.csv:4:1", "no value", "値"),
    Case(
      "repeated key", .morePersons("CANARYb,1950-01-02,71,R,\n"), "D214", "person.csv:4:1",
      "same key as line 3", "3行目"),
    Case(
      "repeated row", .moreVisits("CANARYb,2026-03-31\n"), "D214", "visit.csv:5:1",
      "same key as line 3", "3行目"),
    Case(
      "orphan", .moreVisits("CANARYz,2025-05-05\n"), "D213", "visit.csv:5:1",
      "refers to", "参照"),
    Case(
      "10 MB cell", .morePersons("CANARYc,1950-01-02,70,R,\(huge)\n"), "D209",
      "person.csv:4:25", "1048576", "1048576"),
    Case(
      "10 MB id", .morePersons("\(huge),1950-01-02,70,R,\n"), "D209", "person.csv:4:1",
      "1048576", "1048576"),
    Case("10 MB header", .persons("person_no,birth,weight,side,\(huge)\n"), "D209", "person.csv:1"),
    // A line break inside quotes is a line of the file.
    Case(
      "after a line break in a cell",
      .persons(
        Walks.persons.replacing("CANARYnote", with: "\"CANARY\r\n\nnote\"")
          + "CANARYc,CANARY,70,R,x\n"), "D211", "person.csv:6:9", "dates are written as", "日付は"),
    // Columns count characters, as an editor does.
    Case(
      "after kanji", .morePersons("CANARY神戸,CANARY,70,R,x\n"), "D211", "person.csv:4:10",
      "dates are written as", "日付は"),
  ]

  @Test(arguments: cases, Tongue.allCases)
  func badDataAreRefused(bad: Case, tongue: Tongue) throws {
    let scratch = try bad.scratch(tongue)
    let run = try Walks.settle(scratch, "--output", scratch["bundle"])
    #expect(run.status == bad.status)
    #expect(
      run.errors.contains((tongue == .en ? "error[" : "エラー[") + bad.code + "]: "),
      "\(run.errors.prefix(600))")
    let place = tongue == .ja ? bad.place.replacing("'", with: "") : bad.place
    #expect(run.errors.contains(place), "\(run.errors.prefix(600))")
    #expect(
      run.errors.contains(tongue == .en ? bad.rule.en : bad.rule.ja) || bad.rule.en.isEmpty,
      "\(run.errors.prefix(600))")
    // Nothing is shown, nothing is settled.
    #expect(!run.text.contains(Walks.mark), "\(run.text.prefix(600))")
    #expect(run.output.isEmpty)
    #expect(run.text.utf8.count < 4000)
    #expect(!scratch.exists("bundle"))
    for file in try scratch.list() where file.hasSuffix("-refused.csv") {
      #expect(!(try scratch.text(file)).contains(Walks.mark))
    }
    // `pfs data` and `pfs scenario` refuse the same.
    let assumption = tongue == .en ? "reach=1 person" : "人数=1人"
    for command in [["data"], ["scenario", "--period", "2025", "--set", assumption]] {
      let arguments =
        [command[0], scratch["contract.pfs"], "--data", scratch["data"]] + command.dropFirst()
      let other = try Command.run(arguments)
      #expect(other.status == bad.status, "\(command[0])")
      #expect(!other.text.contains(Walks.mark), "\(command[0])")
    }
  }

  /// A file that begins with its first row: the row is not a header, and is not shown.
  @Test(arguments: [
    "CANARYa,1950-01-01,61.5,L,CANARYnote\nCANARYb,1950-01-02,70,R,\n",
    "CANARYa,CANARYa,61.5,L,CANARYnote\n", "CANARYa;1950-01-01;61.5;L;CANARYnote\n",
  ])
  func aFileWithoutHeaderShowsNobody(persons: String) throws {
    let scratch = try Walks.scratch(persons: Data(persons.utf8))
    let run = try Walks.settle(scratch, "--output", scratch["bundle"])
    #expect(run.status == 1)
    #expect(run.errors.contains("person.csv:1"))
    #expect(!run.text.contains(Walks.mark))
    #expect(!scratch.exists("bundle"))
  }

  /// A column that the contract does not know is read over, and that is said.
  @Test(arguments: Tongue.allCases)
  func anExtraColumnIsNamed(tongue: Tongue) throws {
    let persons = """
      person_no,birth,weight,side,note,surplus
      CANARYa,1950-01-01,61.5,L,,CANARYx
      CANARYb,1950-01-02,70,R,,CANARYy

      """
    let scratch = try Walks.scratch(tongue, persons: Data(persons.utf8))
    let run = try Walks.settle(scratch)
    #expect(run.status == 0)
    #expect(run.errors.contains("[D225]: "))
    #expect(run.errors.contains("person.csv"))
    #expect(run.errors.contains("surplus"))
    #expect(!run.text.contains(Walks.mark))
  }

  /// All that is wrong is said in one run, in files and rows of any number.
  @Test func everythingWrongIsSaidAtOnce() throws {
    let scratch = try Walks.scratch(
      persons: Data(
        """
        person_no,birth,weight,side,note
        CANARYa,1950-01-01,61.5,L,
        CANARYb,1950-02-30,70,R,
        CANARYc,1950-01-02,7,R,
        CANARYd,1950-01-02,70,X,
        CANARYa,1950-01-01,62.5,L,

        """.utf8),
      visits: Data((Walks.visits + "CANARYa,R0.1.1\n").utf8))
    let run = try Walks.settle(scratch, "--output", scratch["bundle"])
    #expect(run.status == 1)
    for place in [
      "person.csv:3:9", "person.csv:4:20", "person.csv:5:23", "person.csv:6:1",
      "visit.csv:5:9",
    ] {
      #expect(run.errors.contains(place), "\(place)")
    }
    #expect(!run.text.contains(Walks.mark))
    #expect(
      try scratch.text("bundle-refused.csv").split(separator: "\n").dropFirst().count == 5)
  }

  /// A bad row hides no orphan and no repeated key: all that is wrong is said in one run.
  @Test(arguments: [
    // Out of range in the table that is referred to; a visit of nobody.
    ("CANARYc,1950-01-02,300,R,\n", "CANARYz,2025-05-05\n", "person.csv:4:20", "visit.csv:5:1"),
    // A row that is too short; the key of line 3 again.
    ("CANARYc,1950\nCANARYb,1950-01-02,71,R,\n", "", "person.csv:4:1", "person.csv:5:1"),
    // A date of a key that cannot be read; the key of line 2 again.
    ("", "CANARYa,R0.1.1\nCANARYa,2025-05-01\n", "visit.csv:5:9", "visit.csv:6:1"),
  ])
  func badRowsHideNothing(persons: String, visits: String, first: String, second: String) throws {
    let scratch = try Walks.scratch(
      persons: Data((Walks.persons + persons).utf8), visits: Data((Walks.visits + visits).utf8))
    let run = try Walks.settle(scratch)
    #expect(run.status == 1)
    #expect(run.errors.contains(first))
    #expect(run.errors.contains(second))
  }

  /// Two persons' visits on one day are no repeated key, whatever is wrong with a person's own row or
  /// with the file of persons.
  @Test(arguments: [
    (Walks.persons.replacing("61.5", with: "1"), "D210"),
    (Walks.persons.replacing(",R,", with: ""), "D208"),
    (Walks.persons.replacing("weight", with: "mass"), "D216"), ("", "D203"),
  ])
  func nothingIsWrongWithTheOtherFile(persons: String, code: String) throws {
    let visits = "person_no,visited\nCANARYa,2025-05-01\nCANARYb,2025-05-01\n"
    let scratch = try Walks.scratch(persons: Data(persons.utf8), visits: Data(visits.utf8))
    let run = try Walks.settle(scratch)
    #expect(run.status == 1)
    #expect(run.errors.contains("error[\(code)]: "))
    #expect(!run.errors.contains("visit.csv"))
  }

  /// What is settled holds ids and cells only in the copies of the inputs.
  @Test(arguments: Tongue.allCases)
  func aBundleHoldsCellsOnlyInItsInputs(tongue: Tongue) throws {
    let scratch = try Walks.settled(tongue)
    let files = try scratch.files("bundle").filter { !$0.hasPrefix("data/inputs/") }
    #expect(files.count > 5)
    for file in files {
      #expect(!(try scratch.text("bundle/\(file)")).contains(Walks.mark), "\(file)")
    }
    for command in [
      ["explain", scratch["bundle"]], ["explain", scratch["bundle"], "--list"],
      ["replay", scratch["bundle"]], ["data", scratch["contract.pfs"], "--data", scratch["data"]],
    ] {
      let run = try Command.run(command)
      #expect(run.status == 0)
      #expect(!run.text.contains(Walks.mark), "\(command[0])")
    }
  }

  // MARK: - Places

  static let mayMount =
    getuid() == 0
    && {
      guard let scratch = try? Scratch() else { return false }
      let mount = try? Command.process(
        "/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "none", scratch.path])
      guard mount?.status == 0 else { return false }
      return (try? Command.process("/bin/umount", [scratch.path]))?.status == 0
    }()

  /// Runs with a small file system at a directory, and takes it away again.
  static func mounted(_ options: String, _ work: (Scratch) throws -> Void) throws {
    let scratch = try Scratch()
    let mount = try Command.process(
      "/bin/mount", ["-t", "tmpfs", "-o", options, "none", scratch.path])
    try #require(mount.status == 0, "\(mount.errors)")
    defer { _ = try? Command.process("/bin/umount", [scratch.path]) }
    try work(scratch)
  }

  @Test(.enabled(if: mayMount, "only a user who may mount can make a small file system"))
  func aFullDiskLeavesNothing() throws {
    try Self.mounted("size=300k") { disk in
      let run = try Command.run(
        Programme.yamaguchi.arguments("settle") + ["--output", disk["bundle"]])
      #expect(run.status == 4)
      #expect(run.errors.contains("error[K70"))
      #expect(run.errors.contains(disk.path))
      #expect(run.output.isEmpty)
      #expect(try disk.list() == [])
    }
  }

  @Test(.enabled(if: mayMount, "only a user who may mount can make a read-only file system"))
  func aDiskThatCannotBeWrittenIsSaid() throws {
    try Self.mounted("size=64k,ro") { disk in
      for tongue in Tongue.allCases {
        let walks = try Walks.scratch(tongue)
        for output in ["bundle", "a/b/bundle"] {
          let run = try Walks.settle(walks, "--output", disk[output])
          #expect(run.status == 4)
          #expect(run.errors.hasPrefix(tongue == .en ? "error[K70" : "エラー[K70"))
          #expect(run.errors.contains(disk.path))
          #expect(run.output.isEmpty)
        }
        // Where only reading is asked, nothing is missed.
        #expect(try Walks.settle(walks).status == 0)
      }
    }
  }

  /// What is at the place already stays: a file, a link, a directory with something in it.
  @Test func whatIsThereStays() throws {
    let scratch = try Walks.scratch()
    try scratch.write("file", "x")
    try scratch.write("directory/x", "x")
    try FileManager.default.createSymbolicLink(
      atPath: scratch["link"], withDestinationPath: scratch["nowhere"])
    for place in ["file", "directory", "link", "file/below"] {
      let run = try Walks.settle(scratch, "--output", scratch[place])
      #expect(run.status == 4, "\(place): \(run.text)")
      #expect(run.errors.contains("error[K70"), "\(place)")
      #expect(run.output.isEmpty)
    }
    #expect(try scratch.text("file") == "x")
    #expect(try scratch.list("directory") == ["x"])
    #expect(try scratch.list() == ["contract.pfs", "data", "directory", "file", "link"])
  }

  @Test func anEmptyDirectoryIsUsed() throws {
    let scratch = try Walks.scratch()
    try FileManager.default.createDirectory(
      atPath: scratch["bundle"], withIntermediateDirectories: true)
    #expect(try Walks.settle(scratch, "--output", scratch["bundle"]).status == 0)
    #expect(try Command.run("replay", scratch["bundle"]).status == 0)
  }

  @Test(arguments: ["settle", "data", "explain", "replay", "scenario"])
  func aFullDeviceIsNoticed(command: String) throws {
    let scratch = try Walks.settled()
    let request = [command, scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025"]
    let arguments =
      switch command {
      case "explain", "replay": [command, scratch["bundle"]]
      case "scenario": request + ["--set", "reach=5 persons"]
      default: request
      }
    let run = try Command.process(Command.path, arguments, outputTo: "/dev/full")
    #expect(run.status == 4)
    #expect(run.errors.hasPrefix("error[P914]: "))
  }
}
