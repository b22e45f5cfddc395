import Foundation

/// Writes texts into a directory of their own, and removes it when `body` is done.
func withFiles<Result>(
  _ files: [(name: String, text: String)], _ body: (String) throws -> Result
) throws -> Result {
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("execution-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  for file in files {
    try file.text.write(
      to: directory.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
  }
  return try body(directory.path)
}
