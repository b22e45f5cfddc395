import Glibc
import PFS

/// The language of help and of messages that no contract is at hand for.
enum Interface {
  /// From `--language`, else from the environment as POSIX reads it.
  static let tongue: Tongue = asked(in: CommandLine.arguments) ?? environment

  private static func asked(in arguments: [String]) -> Tongue? {
    for (place, argument) in arguments.enumerated() {
      if argument == "--" { return nil }
      if argument == "--language", place + 1 < arguments.count {
        return Tongue(rawValue: arguments[place + 1])
      }
      let prefix = "--language="
      if argument.hasPrefix(prefix) {
        return Tongue(rawValue: String(argument.dropFirst(prefix.count)))
      }
    }
    return nil
  }

  private static var environment: Tongue {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = getenv(name), value.pointee != 0 else { continue }
      return String(cString: value).hasPrefix("ja") ? .ja : .en
    }
    return .en
  }

  /// A sentence in the language of help.
  static func words(_ en: String, _ ja: String) -> String { tongue == .en ? en : ja }
}
