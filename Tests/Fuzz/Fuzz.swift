import Contract
import Diagnostics
import Language

/// What libFuzzer calls with every input: reads, checks and prints it. Traps where a rule of the reader is
/// broken; crashes, leaks and hangs are seen by the fuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  var bytes = Array(UnsafeBufferPointer(start: data, count: size))
  // The first byte chooses how the text is read.
  let choice = bytes.popFirst() ?? 0
  let source = SourceText(name: choice & 1 == 0 ? "input.pfs" : "input.md", utf8: bytes)
  let parsed = Parser.parse(source)
  for label in parsed.diagnostics.flatMap(\.labels) {
    precondition((label.span?.end ?? 0) <= max(bytes.count, 1), "a mark lies outside the text")
  }
  let tongue: Tongue = choice & 2 == 0 ? .en : .ja
  _ = TerminalRenderer(tongue: tongue).render(parsed.diagnostics)
  if parsed.isValid {
    let printed = Formatter.format(parsed.document)
    let again = Parser.parse(SourceText(name: source.name, text: printed))
    precondition(again.isValid, "what was printed cannot be read")
    precondition(
      again.document.tokens == parsed.document.tokens, "what was printed reads otherwise")
    precondition(Formatter.format(again.document) == printed, "printing has no fixed point")
    _ = Translator.translate(
      parsed.document, to: parsed.document.tongue == .en ? .ja : .en, vocabulary: Vocabulary())
  }
  let outcome = ContractCompiler.check(
    source, vocabulary: nil, period: choice & 4 == 0 ? nil : 2025)
  let isRefused = outcome.diagnostics.contains { $0.severity == .error }
  precondition((outcome.contract == nil) == isRefused, "refused without a reason")
  _ = TerminalRenderer(tongue: tongue).render(outcome.diagnostics)
  return 0
}

extension Array {
  fileprivate mutating func popFirst() -> Element? { isEmpty ? nil : removeFirst() }
}
