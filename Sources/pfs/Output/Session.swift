import PFS

/// What every command works with: the language, the two streams, the progress line.
struct Session {
  let options: CommonOptions
  /// The language of the contract at hand, once it is known.
  private(set) var contractTongue: Tongue?

  init(_ options: CommonOptions) {
    self.options = options
  }

  /// As asked for; else the contract's; else that of the environment.
  var tongue: Tongue { options.language?.tongue ?? contractTongue ?? Interface.tongue }

  mutating func speaks(_ tongue: Tongue) { contractTongue = tongue }

  /// A sentence in the language of the session.
  func words(_ en: String, _ ja: String) -> String { tongue == .en ? en : ja }

  var progress: Progress { Progress(tongue: tongue) }

  /// Writes a result.
  func print(_ text: String) throws { try Stream.standardOutput.write(text) }

  /// Writes a result that is bytes.
  func print(_ bytes: [UInt8]) throws { try Stream.standardOutput.write(bytes) }

  /// Writes a remark for people beside the result.
  func note(_ text: String) { try? Stream.standardError.write(text + "\n") }

  /// Writes diagnostics that are the result of a command.
  func show(_ diagnostics: [Diagnostic]) throws {
    try Stream.standardOutput.write(text(diagnostics, tongue, for: .standardOutput))
  }

  /// Writes diagnostics beside the result, or instead of it.
  func report(_ diagnostics: [Diagnostic], in tongue: Tongue? = nil) {
    let tongue = options.language?.tongue ?? tongue ?? self.tongue
    try? Stream.standardError.write(text(diagnostics, tongue, for: .standardError))
  }

  /// For people, at most 100 of each code.
  private func text(_ diagnostics: [Diagnostic], _ tongue: Tongue, for stream: Stream) -> String {
    guard !diagnostics.isEmpty else { return "" }
    return TerminalRenderer(tongue: tongue, colour: stream.isColoured).render(diagnostics)
  }

  /// Writes every refused place of the data into a file beside the output, which a refused run does
  /// not make; the terminal shows the first of each rule only.
  func writeList(of refusal: Refusal, beside output: String) throws {
    guard let data = refusal.data else { return }
    let tongue = options.language?.tongue ?? refusal.tongue ?? tongue
    let path = try PlainFile.create(beside: output, "-refused", ".csv", data.list(tongue))
    note(words("all refused places: \(path)", "不備のある全箇所: \(path)"))
  }

  /// Writes why something was refused.
  func report(_ refusal: Refusal) {
    report(refusal.diagnostics, in: refusal.tongue)
  }
}
