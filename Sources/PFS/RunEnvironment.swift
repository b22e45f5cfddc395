import Glibc
import LinearAlgebra
import Settlement

/// Where and when a settlement is run: for whoever wonders later. No figure depends on it, and nothing in it
/// names a person or a machine.
enum RunEnvironment {
  /// The content of `environment.json` now.
  static func now() -> JSONValue {
    var system = utsname()
    uname(&system)
    let library = BLAS.library
    return .object([
      .init("written", .string(time())),
      .init("system", .string(text(of: system.sysname) + " " + text(of: system.release))),
      .init("processor", .string(text(of: system.machine))),
      .init("processors", .count(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))),
      .init("engine", .string(Engine.current.version)),
      .init("openblas", .string(library.configuration)),
      .init("kernel", .string(library.kernel)),
    ])
  }

  /// The second in Coordinated Universal Time, as RFC 3339 writes it.
  private static func time() -> String {
    var now = time_t()
    Glibc.time(&now)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// A C array of characters as text.
  private static func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
