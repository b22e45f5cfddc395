import Diagnostics
import Reports
import Settlement

/// The page of a simulation or a sensitivity from the file that `--format json` wrote.
public struct AnalysisReportRun: Sendable {
  private let document: JSONValue
  private let path: String

  /// Reads a file; nil if it does not begin as JSON does, and is to be read as a bundle.
  ///
  /// - Throws: a refusal if it begins as JSON but is none of an analysis.
  public static func open(_ path: String) throws(Refusal) -> AnalysisReportRun? {
    guard FileBytes.exists(path),
      let bytes = try? FileBytes.read(path, largest: largest), bytes.first == UInt8(ascii: "{")
    else { return nil }
    let canonical = bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
    guard let document = try? JSONValue(canonical: canonical),
      AnalysisReport(document, in: .en) != nil
    else { throw Refusal(.notAnAnalysis(path)) }
    return AnalysisReportRun(document: document, path: path)
  }

  private static let largest = 64 << 20

  /// The language of the contract.
  public var tongue: Tongue { AnalysisReport.tongue(of: document) ?? .en }

  /// The page, UTF-8.
  public func html(in tongue: Tongue) throws(Refusal) -> String {
    guard let report = AnalysisReport(document, in: tongue) else {
      throw Refusal(.notAnAnalysis(path))
    }
    return report.html
  }
}
