import Foundation
import Testing

/// As much of JSON Schema as the published schemas use.
package struct JSONSchema {
  private let root: [String: Any]

  /// A schema of `Documentation`, by its name without endings.
  package init(_ name: String) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Documentation/\(name).schema.json")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: path))
    root = try #require(object as? [String: Any])
  }

  /// Where a value is not as the schema says; empty if it is.
  package func faults(_ value: Any) throws -> [String] { try faults(value, root, "$") }

  private func faults(_ value: Any, _ schema: [String: Any], _ path: String) throws -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"] as? String {
      let name = String(reference.dropFirst("#/$defs/".count))
      let definitions = try #require(root["$defs"] as? [String: Any])
      found += try faults(value, try #require(definitions[name] as? [String: Any]), path)
    }
    if let types = schema["type"] {
      let names = (types as? [String]) ?? [types as? String ?? ""]
      if !names.contains(where: { isKind(value, $0) }) { found.append("\(path): not \(names)") }
    }
    if let constant = schema["const"] as? Bool, value as? Bool != constant {
      found.append("\(path): not \(constant)")
    }
    if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
      found.append("\(path): not one of \(choices)")
    }
    if let pattern = schema["pattern"] as? String,
      try Regex(pattern).wholeMatch(in: value as? String ?? "") == nil
    {
      found.append("\(path): does not match \(pattern)")
    }
    if let minimum = schema["minimum"] as? Int, (value as? Int ?? .min) < minimum {
      found.append("\(path): below \(minimum)")
    }
    if let any = schema["anyOf"] as? [[String: Any]],
      !(try any.contains { try faults(value, $0, path).isEmpty })
    {
      found.append("\(path): none of the choices")
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        found.append("\(path): lacks \(name)")
      }
      for (name, inner) in object {
        if let known = properties[name] {
          found += try faults(inner, known, path + "." + name)
        } else if schema["additionalProperties"] as? Bool == false {
          found.append("\(path): has \(name)")
        }
      }
    }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (place, inner) in list.enumerated() {
        found += try faults(inner, items, "\(path)[\(place)]")
      }
    }
    return found
  }

  private func isKind(_ value: Any, _ name: String) -> Bool {
    switch name {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "null": value is NSNull
    case "boolean": value as? Bool != nil
    case "integer": value as? Int != nil
    default: false
    }
  }
}
