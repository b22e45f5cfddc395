import Quantities
import Testing

@Suite struct DateTextTests {
  /// Reference data, `dates`.
  @Test func readsEveryForm() throws {
    for row in try SharedData.edgeCases("dates") {
      let text = try #require(row["text"] as? String)
      let iso = try #require(row["iso"] as? String)
      #expect(DateText.read(text)?.date.description == iso, "\(text)")
      #expect(DateText.read(text)?.outsideEra == false, "\(text)")
    }
  }

  /// Reference data, `dates_must_be_rejected`.
  @Test func refuses() throws {
    for row in try SharedData.edgeCases("dates_must_be_rejected") {
      let text = try #require(row["text"] as? String)
      #expect(DateText.read(text) == nil, "\(text)")
    }
  }

  /// Reference data, `dates_lenient`: read arithmetically, with a warning; year 0 never.
  @Test func readsBeyondTheEra() throws {
    for row in try SharedData.edgeCases("dates_lenient") {
      let text = try #require(row["text"] as? String)
      guard let iso = row["reading"] as? String else {
        #expect(DateText.read(text) == nil, "\(text)")
        continue
      }
      #expect(DateText.read(text)?.date.description == iso, "\(text)")
      #expect(DateText.read(text)?.outsideEra == true, "\(text)")
    }
  }

  @Test(arguments: [
    ("2025-04-01", "2025-04-01"), ("2025-4-1", "2025-04-01"), ("2025/4/1", "2025-04-01"),
    ("2025/04/01", "2025-04-01"), ("20250401", "2025-04-01"), ("R7.4.1", "2025-04-01"),
    ("R07/04/01", "2025-04-01"), ("令和7年4月1日", "2025-04-01"), ("令和元年12月31日", "2019-12-31"),
    ("2025年4月1日", "2025-04-01"), ("２０２５年０４月０１日", "2025-04-01"), ("２０２５－０４－０１", "2025-04-01"),
    ("２０２５０４０１", "2025-04-01"), ("Ｒ７／４／１", "2025-04-01"), ("平成３１年４月３０日", "2019-04-30"),
    ("大正15年12月24日", "1926-12-24"), ("明治45年7月29日", "1912-07-29"), ("㋿7年4月1日", "2025-04-01"),
    ("2025−04−01", "2025-04-01"), ("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31"),
  ])
  func reads(text: String, iso: String) {
    #expect(DateText.read(text) == DateReading(date: DateText.read(iso)!.date))
    #expect(DateText.read(text)?.date.description == iso)
  }

  @Test(arguments: [
    " 2025-04-01", "2025-04-01 ", "2025-04-01T00:00", "2025-04/01", "2025/04-01", "2025.4.1",
    "202504", "2025041", "202504010", "25-04-01", "2025-004-01", "R7-4-1", "R7年4月1日", "令和7.4.1",
    "令和7/4/1", "R元.5.1", "令和元年5月1", "令和年5月1日", "令和元元年5月1日", "R007.4.1", "r7.4.1", "R7.4.1日",
    "2025年4月1", "2025年元月1日", "令7年4月1日", "2025-0٤-01", "0000-01-01", "20250431", "2025-04-0a",
    "2025-04-:1", "\u{FFFD}", "令", "R", "R7", "R7.", "R7.4", "-2025-04-01",
  ])
  func refusesOtherText(text: String) {
    #expect(DateText.read(text) == nil)
  }

  @Test func refusesBrokenBytes() {
    let whole = Array("令和7年4月1日".utf8)
    for length in 0..<whole.count {
      whole[..<length].withUnsafeBufferPointer { #expect(DateText.read($0) == nil) }
    }
    for bytes: [UInt8] in [
      [0xE4], [0xE4, 0xBB], [0xFF], [0xE4, 0x30, 0x30], [0xF0, 0x9F, 0x98, 0x80],
    ] {
      bytes.withUnsafeBufferPointer { #expect(DateText.read($0) == nil) }
    }
  }

  /// 30 July 1912 and 25 December 1926 belong to both eras; 1989 and 2019 changed at midnight.
  @Test func eraBorders() {
    for text in ["M45.7.30", "T1.7.30", "T15.12.25", "S1.12.25", "S64.1.7", "H1.1.8", "R99.1.1"] {
      #expect(DateText.read(text)?.outsideEra == false, "\(text)")
    }
    for text in ["M45.7.31", "T1.7.29", "T15.12.26", "S1.12.24", "S64.1.8", "H1.1.7", "M1.1.24"] {
      #expect(DateText.read(text)?.outsideEra == true, "\(text)")
    }
  }

  @Test func writes() throws {
    #expect(DateText.wareki(try date("2025-04-01")) == "令和7年4月1日")
    #expect(DateText.wareki(try date("2019-05-01")) == "令和元年5月1日")
    #expect(DateText.wareki(try date("2019-04-30")) == "平成31年4月30日")
    #expect(DateText.wareki(try date("1989-01-07")) == "昭和64年1月7日")
    #expect(DateText.wareki(try date("1926-12-25")) == "昭和元年12月25日")
    #expect(DateText.wareki(try date("1912-07-30")) == "大正元年7月30日")
    #expect(DateText.wareki(try date("1868-01-25")) == "明治元年1月25日")
    #expect(DateText.wareki(try date("1867-12-31")) == "1867年12月31日")
    #expect(DateText.japanese(try date("2025-04-01")) == "2025年4月1日")
  }

  /// What is written is read back, over all eras.
  @Test func readsWhatItWrites() throws {
    for number in stride(from: Int32(-37_231), through: 25_000, by: 97) {
      let day = CivilDate(dayNumber: number)
      for text in [day.description, DateText.wareki(day), DateText.japanese(day)] {
        #expect(DateText.read(text) == DateReading(date: day), "\(text)")
      }
    }
  }
}
