import Diagnostics

/// The messages about a file as a whole.
struct FileMessages {
  /// The file as messages name it.
  let name: String
  let schema: TableSchema

  private static func error(
    _ code: String, _ headline: Text, _ remarks: Remark...
  ) -> Diagnostic {
    Diagnostic(code: code, severity: .error, headline: headline, remarks: remarks)
  }

  private func error(
    _ code: String, _ headline: Text, context: [Place] = [], _ remarks: Remark...
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: .error, headline: headline, context: context, remarks: remarks)
  }

  /// That a file could not be read.
  func unreadable(_ failure: ByteFile.Failure) -> Diagnostic {
    Self.unreadable(name, failure)
  }

  static func unreadable(_ name: String, _ failure: ByteFile.Failure) -> Diagnostic {
    switch failure {
    case .changed:
      return error(
        "D228", Text(en: "\(name) changed while it was read", ja: "\(name)が読込み中に変更されました"),
        Remark(
          .help,
          Text(
            en: "settle again when no program writes to the file",
            ja: "ほかのプログラムが書き込んでいないときに、もう一度実行してください")))
    case .notAFile:
      return error("D202", Text(en: "\(name) is not a file", ja: "\(name)はファイルではありません"))
    case .system(let number):
      let reason = SystemError.text(number)
      return error(
        "D202",
        Text(en: "\(name) cannot be read: \(reason.en)", ja: "\(name)を読めません: \(reason.ja)"))
    }
  }

  func missing(accepted: [String], directory: String) -> Diagnostic {
    error(
      "D201",
      Text(
        en: "table \(schema.name) has no file in \(directory)",
        ja: "表「\(schema.name)」のファイルが\(directory)にありません"),
      Remark(
        .rule,
        Text(
          en: "accepted file names: \(Wording.names(accepted).en)",
          ja: "使えるファイル名: \(Wording.names(accepted).ja)")))
  }

  func ambiguous(_ found: [String], directory: String) -> Diagnostic {
    error(
      "D218",
      Text(
        en: "table \(schema.name) has more than one file in \(directory)",
        ja: "表「\(schema.name)」のファイルが\(directory)に2つ以上あります"),
      Remark(
        .note, Text(en: "found: \(Wording.names(found).en)", ja: "該当: \(Wording.names(found).ja)")),
      Remark(.help, Text(en: "keep the one that counts", ja: "正しい方だけを残してください")))
  }

  func empty() -> Diagnostic {
    error(
      "D203", Text(en: "\(name) is empty", ja: "\(name)は空です"),
      Remark(
        .rule,
        Text(
          en: "a file has at least its header line; a header line alone is a table of no rows",
          ja: "ファイルには少なくとも見出し行が必要です。見出し行だけなら0行の表です")))
  }

  /// Lines in UTF-8 beside bytes that are not.
  func mixedEncodings(utf8 line: Int, other: StructuralFault?) -> Diagnostic {
    let place = other.map { String($0.line) } ?? "?"
    return Diagnostic(
      code: "D204", severity: .error,
      headline: Text(
        en: "\(name) is UTF-8 in line \(line), and not in line \(place)",
        ja: "\(name)は\(line)行目がUTF-8ですが、\(place)行目はUTF-8ではありません"),
      labels: other.map { fault in
        [
          Label(
            excerpt: Excerpt(sourceName: name, line: fault.line, text: "…", length: 1),
            text: Text(en: "no character of UTF-8", ja: "UTF-8の文字になりません"))
        ]
      } ?? [],
      remarks: [
        Remark(
          .why,
          Text(
            en: "read as CP932, the lines in UTF-8 would become other words without a fault",
            ja: "CP932として読むと、UTF-8の行が別の文字列になります")),
        Remark(
          .help,
          Text(
            en: "save the whole file as CSV in UTF-8, or declare its encoding in datapackage.json",
            ja: "ファイル全体をCSV UTF-8で保存し直すか、datapackage.jsonに文字コードを書いてください")),
      ])
  }

  func utf16() -> Diagnostic {
    error(
      "D204", Text(en: "\(name) is UTF-16", ja: "\(name)はUTF-16です"),
      Remark(
        .help,
        Text(
          en: "save it as CSV in UTF-8 (with or without BOM) or CP932",
          ja: "CSV UTF-8(BOM付き可)またはCP932(Shift_JIS)で保存し直してください")))
  }

  func hashMismatch(_ actual: String) -> Diagnostic {
    error(
      "D224",
      Text(
        en: "\(name) is not the file that datapackage.json describes",
        ja: "\(name)はdatapackage.jsonに記されたファイルと異なります"),
      Remark(
        .note,
        Text(en: "its SHA-256 is \(actual)", ja: "このファイルのSHA-256は \(actual)")))
  }

  func tooManyRows(_ limit: Int) -> Diagnostic {
    error(
      "D220",
      Text(en: "\(name) has more than \(limit) rows", ja: "\(name)の行数が\(limit)を超えています"))
  }

  func tooManyDigits(column: ColumnSchema) -> Diagnostic {
    error(
      "D221",
      Text(
        en: "the numbers of \(column.name) do not fit 18 digits at one scale",
        ja: "\(column.name)の数は、小数点以下の桁をそろえると18桁に収まりません"),
      Remark(
        .note,
        Text(
          en: "\(name) has a very large number and one with many decimals in this column",
          ja: "\(name)のこの列には、きわめて大きい数と小数桁の多い数があります")))
  }

  // MARK: - Header

  func missingColumns(_ columns: [ColumnSchema], header: Place) -> [Diagnostic] {
    columns.map { column in
      error(
        "D216",
        Text(
          en: "\(name) has no column \(column.name)", ja: "\(name)に列「\(column.name)」がありません"),
        context: [header],
        Remark(
          .rule,
          Text(
            en: "accepted headers: \(Wording.names(column.headers).en)\(Wording.clause(schema).en)",
            ja: "使える見出し: \(Wording.names(column.headers).ja)\(Wording.clause(schema).ja)")),
        Remark(
          .help,
          Text(
            en: "correct the header line"
              + (schema.isInContract
                ? ", or declare the spelling with 'header' in the contract" : ""),
            ja: schema.isInContract
              ? "見出し行を直すか、契約の表に「見出し」で表記を加えてください" : "見出し行を直してください")))
    }
  }

  /// That the cells of the header line seem to be divided by another sign than the declared one.
  func otherDelimiter(_ delimiter: Character, header: Place) -> Diagnostic {
    let (en, ja, json) =
      delimiter == "\t" ? ("tabs", "タブ", "\\t") : ("semicolons", "セミコロン", String(delimiter))
    let dialect = "{ \"dialect\": { \"delimiter\": \"\(json)\" } }"
    return error(
      "D232",
      Text(
        en: "\(name) seems to be divided by \(en), and is read as divided by commas",
        ja: "\(name)は\(ja)区切りのようですが、カンマ区切りとして読まれます"),
      context: [header],
      .help(
        "save it with commas, or declare it in datapackage.json, at the resource: \(dialect)",
        "カンマ区切りで保存し直すか、datapackage.jsonの該当リソースに書きます: \(dialect)"))
  }

  func duplicateHeader(_ header: String, line: Place) -> Diagnostic {
    error(
      "D217",
      Text(
        en: "\(name) has two columns with the header '\(header)'",
        ja: "\(name)に見出し「\(header)」の列が2つあります"),
      context: [line])
  }

  func ambiguousColumn(_ column: ColumnSchema, _ found: [String], line: Place) -> Diagnostic {
    error(
      "D219",
      Text(
        en: "\(name) has several columns that could be \(column.name)",
        ja: "\(name)に\(column.name)と読める列が2つ以上あります"),
      context: [line],
      Remark(
        .note, Text(en: "found: \(Wording.names(found).en)", ja: "該当: \(Wording.names(found).ja)")))
  }

  // MARK: - Warnings

  func unreadColumns(_ names: [String]) -> Diagnostic {
    Diagnostic(
      code: "D225", severity: .warning,
      headline: Text(
        en: "\(name) has columns that table \(schema.name) does not declare",
        ja: "\(name)に、表「\(schema.name)」が定めていない列があります"),
      remarks: [
        Remark(
          .note,
          Text(
            en: "not read: \(Wording.names(names).en)", ja: "読まない列: \(Wording.names(names).ja)"))
      ])
  }

  func eraOverruns(_ column: ColumnSchema, count: Int) -> Diagnostic {
    Diagnostic(
      code: "D226", severity: .warning,
      headline: Text(
        en: "\(name) has \(count) \(count == 1 ? "date" : "dates") outside the named era "
          + "in \(column.name)",
        ja: "\(name)の\(column.name)に、元号の期間外の日付が\(count)件あります"),
      remarks: [
        Remark(
          .note,
          Text(
            en: "read arithmetically, such as H31.5.1 as 2019-05-01",
            ja: "H31.5.1 を 2019-05-01 とするように、年数から計算して読みました"))
      ])
  }

  // MARK: - Internal

  func unreconciled(_ account: RowAccount) -> Diagnostic {
    Diagnostic(
      code: "D227", severity: .internal,
      headline: Text(
        en: "the rows of \(name) do not add up: read \(account.read), used \(account.used), "
          + "left out \(account.excluded)",
        ja: "\(name)の行数が合いません: 読込み\(account.read)、採用\(account.used)、"
          + "除外\(account.excluded)"))
  }
}

/// The messages about a file that breaks the rules of quoting or encoding.
struct FaultMessages {
  let name: String
  let schema: TableSchema
  let limits: ReadLimits

  /// The message for the first fault of a file; its line is counted from 1.
  func diagnostic(
    _ fault: StructuralFault, encoding: TextEncoding, wasTriedAsUTF8: StructuralFault?,
    label: (Int, Int, Text) -> Label
  ) -> Diagnostic {
    switch fault.kind {
    case .unterminatedQuote:
      let limit = limits.recordBytes
      return error(
        "D205", fault,
        Text(
          en: "a quote in \(name) is not closed", ja: "\(name)の引用符が閉じられていません"),
        Text(en: "opened here", ja: "ここで開かれています"), label,
        Text(
          en:
            "a quoted value ends with a quote, before the end of the file and within \(limit) bytes",
          ja: "引用符で始まる値は、ファイルの終わりまで、かつ\(limit)バイト以内に引用符で閉じます"))
    case .textAfterQuote:
      return error(
        "D206", fault,
        Text(
          en: "a quoted value in \(name) goes on after its closing quote",
          ja: "\(name)の引用符で囲んだ値の後に文字が続いています"),
        Text(en: "expected a delimiter or the end of the line", ja: "ここは区切りか行末のはずです"), label,
        Self.quoteRule)
    case .quoteInCell:
      return error(
        "D206", fault,
        Text(
          en: "an unquoted value in \(name) contains a quote",
          ja: "\(name)の引用符で囲まれていない値の中に引用符があります"),
        Text(en: "quote inside a value", ja: "値の途中の引用符"), label, Self.quoteRule)
    case .nul:
      return error(
        "D207", fault,
        Text(en: "\(name) contains a NUL byte", ja: "\(name)にNUL文字があります"),
        Text(en: "NUL", ja: "NUL"), label,
        Text(
          en: "a text file has no NUL bytes; the file may be damaged, or be a spreadsheet",
          ja: "テキストファイルにNULはありません。破損か、表計算ファイルの可能性があります"))
    case .carriageReturn:
      return error(
        "D230", fault,
        Text(
          en: "\(name) contains a carriage return without a line feed",
          ja: "\(name)に、LFを伴わないCRがあります"),
        Text(en: "carriage return", ja: "CR"), label,
        Text(
          en: "lines end with LF or CR LF; a line break inside a value needs quotes",
          ja: "行末はLFかCR LFです。値の中の改行は引用符で囲みます"),
        .help(
          "where every line ends with CR alone (old Macintosh form), save the file with CR LF",
          "すべての行がCRだけで終わる形式(旧Mac)のときは、CR LFで保存し直してください"))
    case .longRecord:
      return error(
        "D209", fault,
        Text(
          en: "a row of \(name) is longer than \(limits.recordBytes) bytes",
          ja: "\(name)の行が\(limits.recordBytes)バイトを超えています"),
        Text(en: "begins here", ja: "ここから始まります"), label,
        Text(
          en: "the lines of the file may not end as lines of a CSV file do",
          ja: "CSVとしての行末がない可能性があります"))
    case .encoding:
      return encodingFault(fault, encoding, wasTriedAsUTF8, label)
    }
  }

  private static let quoteRule = Text(
    en: "a value with a quote in it is quoted as a whole, and its quotes are doubled",
    ja: "引用符を含む値は全体を引用符で囲み、中の引用符は2つ重ねます")

  private func error(
    _ code: String, _ fault: StructuralFault, _ headline: Text, _ text: Text,
    _ label: (Int, Int, Text) -> Label, _ rule: Text, _ help: Remark...
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: .error, headline: headline,
      labels: [label(fault.line, fault.position, text)],
      remarks: [
        Remark(.rule, rule),
        Remark(
          .note,
          Text(
            en: "the rest of the file could not be read",
            ja: "ファイルのこれより後は読めていません")),
      ] + help)
  }

  private func encodingFault(
    _ fault: StructuralFault, _ encoding: TextEncoding, _ utf8: StructuralFault?,
    _ label: (Int, Int, Text) -> Label
  ) -> Diagnostic {
    let help = Remark(
      .help,
      Text(
        en: "save the file as CSV in UTF-8, or correct the line",
        ja: "CSV UTF-8で保存し直すか、その行を直してください"))
    if let utf8 {
      // The encoding that goes further down the file is the likelier one.
      let further = utf8.position > fault.position ? utf8 : fault
      return Diagnostic(
        code: "D204", severity: .error,
        headline: Text(
          en: "\(name) is neither UTF-8 nor CP932", ja: "\(name)はUTF-8でもCP932でもありません"),
        labels: [
          label(further.line, further.position, Text(en: "no character", ja: "文字になりません"))
        ],
        remarks: [
          Remark(
            .note,
            Text(
              en: "not UTF-8 at line \(utf8.line), not CP932 at line \(fault.line)",
              ja: "UTF-8として\(utf8.line)行目、CP932として\(fault.line)行目が読めません")),
          help,
        ])
    }
    let wanted = encoding == .utf8 ? "UTF-8" : "CP932"
    return Diagnostic(
      code: "D204", severity: .error,
      headline: Text(en: "\(name) is not \(wanted)", ja: "\(name)は\(wanted)ではありません"),
      labels: [
        label(fault.line, fault.position, Text(en: "no character", ja: "文字になりません"))
      ],
      remarks: [
        Remark(
          .rule,
          Text(
            en: "the encoding is declared in datapackage.json or by the byte order mark",
            ja: "文字コードはdatapackage.jsonまたはBOMで\(wanted)とされています")),
        help,
      ])
  }
}
