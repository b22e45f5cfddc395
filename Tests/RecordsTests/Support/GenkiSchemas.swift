import Records

/// The cleaning rules of the genki data set, written as schemas.
///
/// With `withRevisions` false the columns that only decide between repeated rows are left out, as they are in
/// the clean files.
enum Genki {
  static let missing = ["NA", "不明", "-", "*", "未測定"]
  static let plain: Normalisation = [.trim, .nfkc]
  static let id: Normalisation = [.trim, .nfkc, .upperCase]

  static func code(_ name: String, _ header: String) -> ColumnSchema {
    column(name, .code, headers: [header], normalise: id, missing: missing)
  }

  static func date(_ name: String, _ header: String, optional: Bool = false) -> ColumnSchema {
    column(
      name, .date, optional: optional, headers: [header], normalise: plain, missing: missing)
  }

  static func list(_ name: String, _ header: String, _ codes: [(String, [String])]) -> ColumnSchema
  {
    column(
      name, .oneOf(codes.map { CodeValue(name: $0.0, spellings: $0.1) }), headers: [header],
      normalise: plain, missing: missing)
  }

  static func schemas(withRevisions: Bool) -> [TableSchema] {
    [
      residents, comparison, programs, participation, health(withRevisions), care(withRevisions),
    ]
  }

  static let residents = table(
    "residents", key: [0],
    [
      code("resident_id", "住民ID"), date("birth_date", "生年月日"),
      list("sex", "性別", [("F", ["女", "2", "f"]), ("M", ["男", "1", "m"])]),
      code("district", "地区"), date("enrolled_on", "参加登録日", optional: true),
      list(
        "consent", "同意", [("Y", ["同意", "○", "1", "有"]), ("N", ["不同意", "×", "0", "無"])]),
      date("moved_out_on", "転出日", optional: true), date("died_on", "死亡日", optional: true),
      date("updated_on", "更新日"),
    ], repeated: RepeatedRule(identicalOnce: true, sameKey: .latest(8)))

  static let comparison = table(
    "comparison", key: [0], [code("resident_id", "住民ID"), date("index_on", "基準日")],
    repeated: RepeatedRule(identicalOnce: true),
    references: [ReferenceSchema(column: 0, table: 0, orphans: .refuseRun)])

  static let programs = table(
    "programs", key: [0],
    [
      code("program_id", "プログラムID"), code("provider_id", "事業者ID"),
      column("provider_name", .text, headers: ["事業者名"]),
      column("category", .code, headers: ["分類"], normalise: plain),
    ], repeated: RepeatedRule(identicalOnce: true))

  static let participation = table(
    "participation", key: [0, 1, 2],
    [
      code("participant_id", "参加者ID"), code("program_id", "プログラムID"), date("date", "参加日"),
      column(
        "minutes", .decimal, headers: ["時間（分）"], normalise: plain, missing: missing,
        suffixes: ["分"], range: 10...480, outOfRange: .rejectRow, badValue: .rejectRow),
      list("kind", "区分", [("trial", ["体験", "T"]), ("regular", ["通常", "R"])]),
    ], repeated: RepeatedRule(identicalOnce: true, sameKey: .largest(3)),
    references: [
      ReferenceSchema(column: 0, table: 0, orphans: .rejectRow),
      ReferenceSchema(column: 1, table: 2, orphans: .refuseRun),
    ])

  static func health(_ withRevisions: Bool) -> TableSchema {
    func measure(
      _ name: String, _ header: String, _ tenths: ClosedRange<Int>, _ suffixes: [String] = []
    ) -> ColumnSchema {
      column(
        name, .decimal, optional: true, headers: [header], normalise: plain, missing: missing,
        suffixes: suffixes, tenths: tenths, outOfRange: .missing)
    }
    var columns = [
      code("resident_id", "住民ID"), date("measured_on", "測定日"),
      list("wave", "回", [("baseline", ["初回", "1"]), ("followup", ["2回目", "2"])]),
      measure("grip_kg", "握力kg", 30...700, ["kg"]),
      measure("gait_mps", "歩行速度m/s", 1...30, ["m/s"]),
    ]
    for i in 1...25 {
      columns.append(measure(i < 10 ? "k0\(i)" : "k\(i)", "基本チェック\(i)", 0...10))
    }
    for (name, header) in [
      ("mobility", "移動の程度"), ("selfcare", "身の回り"), ("usual", "ふだんの活動"), ("pain", "痛み"),
      ("anxiety", "不安"),
    ] {
      columns.append(measure("eq_" + name, header, 10...50))
    }
    columns.append(measure("subjective_health", "主観的健康感", 10...50))
    columns.append(measure("social_freq", "社会参加頻度", 10...60))
    if withRevisions {
      columns.append(column("rev", .decimal, headers: ["版"], normalise: plain))
      columns.append(date("recorded_on", "記録日"))
    }
    return table(
      "health", key: [0, 2], columns,
      repeated: RepeatedRule(
        identicalOnce: true, sameKey: withRevisions ? .largest(columns.count - 2) : nil),
      references: [ReferenceSchema(column: 0, table: 0, orphans: .refuseRun)])
  }

  static func care(_ withRevisions: Bool) -> TableSchema {
    var levels: [(String, [String])] = []
    for i in 1...2 { levels.append(("S\(i)", ["要支援\(i)", "1\(i + 1)"])) }
    for i in 1...5 { levels.append(("C\(i)", ["要介護\(i)", "2\(i)"])) }
    var columns = [
      code("resident_id", "住民ID"), date("certified_on", "認定日"), list("level", "要介護度", levels),
      column(
        "benefit_yen_month", .decimal, optional: true, headers: ["月額給付費"], normalise: plain,
        missing: missing, suffixes: ["円"]),
    ]
    if withRevisions {
      columns.append(column("rev", .decimal, headers: ["版"], normalise: plain))
      columns.append(date("recorded_on", "記録日"))
    }
    return table(
      "care", key: [0, 1], columns,
      repeated: RepeatedRule(identicalOnce: true, sameKey: withRevisions ? .largest(4) : nil),
      references: [ReferenceSchema(column: 0, table: 0, orphans: .refuseRun)])
  }
}
