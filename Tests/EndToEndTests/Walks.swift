import Foundation
import TestSupport
import Testing

/// A programme of two tables whose cells carry a mark that must never be printed.
enum Walks {
  static let mark = "CANARY"

  static func contract(_ tongue: Tongue) -> String { tongue == .en ? english : japanese }

  static let english = """
    language en
    contract walks "Walks"
      parties         client "A City", provider "B KK"
      term            from 2025-04-01 to 2027-03-31
      year starts     April

    table person                                              per Art. 3
      file            "person.csv"
      key             person_no
      codes           side left = "L"
      codes           side right = "R"
      person_no       code
      birth           date
      weight          kg          range from 20 to 200
      side            one of left, right
      note            text        optional
    table visit                                               per Art. 3
      file            "visit.csv"
      key             person_no, visited
      refers to       person_no person
      person_no       code
      visited         date
    population all                                            per Art. 4
      of              person
    population visits                                         per Art. 4
      of              visit
      where           visited in settlement year
    indicator reach                                           per Art. 5
      kind            persons
      of              all
    indicator walkers                                         per Art. 5
      kind            persons
      of              visits
    payment reach_fee                                         per Art. 7
      amount          1,000 yen per person × reach
    payment walk_fee                                          per Art. 7
      amount          10 yen per person × walkers
    settlement yearly                                         per Art. 8
      basis           each year on its own
      total           reach_fee + walk_fee
      tax             10 percent
      tax round       down to 1 yen

    """

  static let japanese = """
    言語 ja
    契約 散歩 「散歩」
      当事者          発注者 「甲市」、受託者 「乙社」
      契約期間        2025年4月1日から2027年3月31日まで
      年度開始        4月

    表 個人                                                   根拠 第3条
      ファイル        「person.csv」
      主キー          個人番号
      見出し          個人番号 「person_no」
      見出し          生年月日 「birth」
      見出し          体重 「weight」
      見出し          側 「side」
      見出し          備考 「note」
      コード表        側 左 = 「L」
      コード表        側 右 = 「R」
      個人番号        コード
      生年月日        日付
      体重            kg          範囲 20以上200以下
      側              いずれか 左、右
      備考            文字列      任意
    表 来訪                                                   根拠 第3条
      ファイル        「visit.csv」
      主キー          個人番号、来訪日
      参照            個人番号 個人
      見出し          個人番号 「person_no」
      見出し          来訪日 「visited」
      個人番号        コード
      来訪日          日付
    集団 全員                                                 根拠 第4条
      母体            個人
    集団 来訪分                                               根拠 第4条
      母体            来訪
      条件            来訪日 当年度内
    指標 人数                                                 根拠 第5条
      種類            実人数
      母体            全員
    指標 散歩者                                               根拠 第5条
      種類            実人数
      母体            来訪分
    支払 人数報酬                                             根拠 第7条
      金額            1人当たり1,000円 × 人数
    支払 散歩報酬                                             根拠 第7条
      金額            1人当たり10円 × 散歩者
    精算 年次                                                 根拠 第8条
      方式            各年度独立
      合計            人数報酬 + 散歩報酬
      消費税          10%
      消費税端数      1円未満切捨て

    """

  static let persons = """
    person_no,birth,weight,side,note
    CANARYa,1950-01-01,61.5,L,CANARYnote
    CANARYb,1950-01-02,70,R,

    """

  /// The second visit of `b` is on the last day of fiscal 2025, the third on the first of 2026.
  static let visits = """
    person_no,visited
    CANARYa,2025-05-01
    CANARYb,2026-03-31
    CANARYb,2026-04-01

    """

  /// A scratch directory with contract and data; nil leaves a file out.
  static func scratch(
    _ tongue: Tongue = .en, persons: Data? = Data(persons.utf8), visits: Data? = Data(visits.utf8)
  ) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("contract.pfs", contract(tongue))
    try FileManager.default.createDirectory(
      atPath: scratch["data"], withIntermediateDirectories: true)
    if let persons { try scratch.write("data/person.csv", persons) }
    if let visits { try scratch.write("data/visit.csv", visits) }
    return scratch
  }

  static func settle(
    _ scratch: Scratch, _ further: String..., period: String = "2025"
  ) throws -> Finished {
    try Command.run(
      ["settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", period] + further)
  }

  /// Settles fiscal 2025 into `bundle`: 2 persons, 2 walkers, 2,020 yen and 202 yen of tax.
  static func settled(_ tongue: Tongue = .en) throws -> Scratch {
    let scratch = try scratch(tongue)
    let run = try settle(scratch, "--output", scratch["bundle"])
    try #require(run.status == 0, "\(run.errors)")
    return scratch
  }
}
