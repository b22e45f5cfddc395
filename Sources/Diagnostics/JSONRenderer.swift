/// Writes diagnostics for programs: one JSON object each, keys always in the same order.
///
/// Contract lines and cells of data are not part of it, only where they are.
public struct JSONRenderer: Sendable {
  public let tongue: Tongue

  public init(tongue: Tongue) {
    self.tongue = tongue
  }

  /// One diagnostic as one JSON object without a line end.
  ///
  /// `file`, `line`, `column`, `endLine` and `endColumn` are those of the first label, or null;
  /// columns count Unicode scalars from 1, and the end is exclusive.
  public func render(_ diagnostic: Diagnostic) -> String {
    var members: [(String, JSONText)] = [
      ("code", .string(diagnostic.code)),
      ("severity", .string(diagnostic.severity.rawValue)),
      ("headline", .string(diagnostic.headline[tongue])),
    ]
    members += position(diagnostic.place)
    members.append(("labels", .array(diagnostic.labels.map(label))))
    members.append(("remarks", .array(diagnostic.remarks.map(remark))))
    return JSONText.object(members).text
  }

  /// Several diagnostics, one object on each line.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { render($0) + "\n" }.joined()
  }

  private func label(_ label: Label) -> JSONText {
    .object(
      position(label.place) + [
        ("primary", .bool(label.primary)), ("text", .string(label.text[tongue])),
      ])
  }

  private func remark(_ remark: Remark) -> JSONText {
    var members: [(String, JSONText)] = [
      ("kind", .string(remark.kind.rawValue)),
      ("lines", .array(remark.lines.map { .string($0[tongue]) })),
    ]
    if let edit = remark.edit {
      members.append(
        (
          "edit",
          .object([
            ("start", .integer(edit.span.start)), ("end", .integer(edit.span.end)),
            ("replacement", .string(edit.replacement)),
          ])
        ))
    }
    return .object(members)
  }

  private func position(_ place: Place?) -> [(String, JSONText)] {
    let (start, end) = (place?.start, place?.end)
    return [
      ("file", place.map { .string($0.sourceName) } ?? .null),
      ("line", start.map { .integer($0.line) } ?? .null),
      ("column", start.map { .integer($0.column) } ?? .null),
      ("endLine", end.map { .integer($0.line) } ?? .null),
      ("endColumn", end.map { .integer($0.column) } ?? .null),
    ]
  }
}

/// A JSON value and its text. Members keep their order; strings escape only what RFC 8785 escapes.
enum JSONText {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([JSONText])
  case object([(String, JSONText)])

  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .string(let value): JSONText.quoted(value)
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { JSONText.quoted($0) + ":" + $1.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ value: String) -> String {
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\t": result += "\\t"
      case "\n": result += "\\n"
      case "\u{C}": result += "\\f"
      case "\r": result += "\\r"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
