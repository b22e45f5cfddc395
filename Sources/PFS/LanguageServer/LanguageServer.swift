import Contract
import Diagnostics
import Foundation
import Language
import Settlement

/// A server of the Language Server Protocol for contract texts: diagnostics, hover, definitions,
/// formatting and symbols. It reads no data, opens no connection, and never ends by an input.
///
/// Documents are synchronised whole; positions are UTF-16 (protocol 3.17).
public struct LanguageServer {
  private enum Stage { case created, running, shutDown }

  private var stage = Stage.created
  private var documents: [String: ServedDocument] = [:]

  /// The exit code, once the client has asked the process to end.
  public private(set) var exitCode: Int32?

  /// A server that waits for `initialize`.
  public init() {}

  /// The exit code of a server whose input has ended: 0 after `shutdown`.
  public var codeAtEnd: Int32 { exitCode ?? (stage == .shutDown ? 0 : 1) }

  /// Answers one frame with any number of messages, each framed for the output.
  public mutating func answer(_ frame: MessageFraming.Frame) -> [[UInt8]] {
    let answers: [JSONValue]
    switch frame {
    case .malformed:
      answers = [.failure(.null, .parse, "the message has no usable Content-Length")]
    case .message(let bytes):
      do {
        answers = handle(try JSONDecoder().decode(Incoming.self, from: Data(bytes)))
      } catch let error as DecodingError {
        let isJSON = (try? JSONSerialization.jsonObject(with: Data(bytes))) != nil
        let id = (try? JSONDecoder().decode(Incoming.Identified.self, from: Data(bytes)))?.id
        // A notification gets no answer, not even to its faults.
        if isJSON, id == nil, Self.isNotification(bytes) {
          answers = []
        } else {
          answers = [
            .failure(
              id?.json ?? .null, isJSON ? .request : .parse,
              isJSON ? "not a message: \(error.place)" : "not JSON")
          ]
        }
      } catch {
        answers = [.failure(.null, .parse, "not JSON")]
      }
    }
    return answers.map(\.framed)
  }

  private static func isNotification(_ bytes: [UInt8]) -> Bool {
    let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return object?["method"] is String && object?["id"] == nil
  }

  private mutating func handle(_ message: Incoming) -> [JSONValue] {
    guard let method = message.method else { return [] }  // A response; nothing was asked.
    guard let id = message.id else { return notified(method, message.params) }
    do throws(ResponseFault) {
      return [.success(id.json, try respond(method, message.params))]
    } catch {
      return [.failure(id.json, error.code, error.text)]
    }
  }

  // MARK: - Notifications

  private mutating func notified(_ method: String, _ params: Incoming.Params?) -> [JSONValue] {
    if method == "exit" {
      exitCode = stage == .shutDown ? 0 : 1
      return []
    }
    guard stage == .running, let item = params?.textDocument else { return [] }
    switch method {
    case "textDocument/didOpen":
      guard let text = item.text else { return [] }
      return [publish(item.uri, text)]
    case "textDocument/didChange":
      // Changes are of the whole text, as the server asks for; the last one holds.
      guard let change = params?.contentChanges?.last, change.range == nil else { return [] }
      return [publish(item.uri, change.text)]
    case "textDocument/didSave", "textDocument/didChangeWatchedFiles":
      guard let document = documents[item.uri] else { return [] }
      return [publish(item.uri, document.source.text)]
    case "textDocument/didClose":
      documents[item.uri] = nil
      return [.diagnostics(of: item.uri, [])]
    default: return []
    }
  }

  private mutating func publish(_ uri: String, _ text: String) -> JSONValue {
    let document = ServedDocument(uri: uri, text: text)
    documents[uri] = document
    return .diagnostics(of: uri, document.diagnostics)
  }

  // MARK: - Requests

  private mutating func respond(
    _ method: String, _ params: Incoming.Params?
  ) throws(ResponseFault) -> JSONValue {
    switch (method, stage) {
    case ("initialize", .created):
      stage = .running
      return .capabilities
    case ("initialize", _): throw ResponseFault(.request, "the server is initialised already")
    case (_, .created): throw ResponseFault(.notInitialised, "the server is not initialised")
    case (_, .shutDown): throw ResponseFault(.request, "the server is shut down")
    case ("shutdown", .running):
      stage = .shutDown
      return .null
    case (_, .running): break
    }
    switch method {
    case "textDocument/hover":
      let (document, offset) = try place(params)
      return document.hover(offset)
    case "textDocument/definition":
      let (document, offset) = try place(params)
      return document.definition(offset)
    case "textDocument/formatting": return try document(params).formatting
    case "textDocument/documentSymbol": return try document(params).symbols
    default: throw ResponseFault(.method, "the server has no method \(method)")
    }
  }

  private func document(_ params: Incoming.Params?) throws(ResponseFault) -> ServedDocument {
    guard let uri = params?.textDocument?.uri else {
      throw ResponseFault(.params, "a textDocument is missing")
    }
    guard let document = documents[uri] else {
      throw ResponseFault(.params, "the document is not open")
    }
    return document
  }

  private func place(_ params: Incoming.Params?) throws(ResponseFault) -> (ServedDocument, Int) {
    let document = try document(params)
    guard let position = params?.position else {
      throw ResponseFault(.params, "a position is missing")
    }
    return (
      document,
      document.edited.offset(.init(line: position.line, character: position.character))
    )
  }
}

/// The addresses by which an editor calls its documents.
enum DocumentAddress {
  /// The path of a file; nil of what is not one.
  static func path(_ uri: String) -> String? {
    URL(string: uri).flatMap { $0.isFileURL ? $0.path : nil }
  }
}

/// Why a request was not answered.
struct ResponseFault: Error {
  /// Codes of JSON-RPC 2.0 and of the protocol.
  enum Code: Int {
    case parse = -32700
    case request = -32600
    case method = -32601
    case params = -32602
    case notInitialised = -32002
  }

  let code: Code
  let text: String

  init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}

/// As much of the protocol's messages as the server reads.
struct Incoming: Decodable {
  let id: Identifier?
  let method: String?
  let params: Params?

  /// A number or a string.
  enum Identifier: Decodable, Hashable {
    case number(Int)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    var json: JSONValue {
      switch self {
      case .number(let number): .integer(Int64(number))
      case .text(let text): .string(text)
      }
    }
  }

  struct Identified: Decodable {
    let id: Identifier?
  }

  struct Params: Decodable {
    let textDocument: TextDocument?
    let contentChanges: [Change]?
    let position: Place?
  }

  struct TextDocument: Decodable {
    let uri: String
    let text: String?
  }

  struct Change: Decodable {
    let text: String
    let range: Range?
  }

  struct Range: Decodable {
    let start: Place
    let end: Place
  }

  struct Place: Decodable {
    let line: Int
    let character: Int
  }
}

extension DecodingError {
  /// Where the message is not as it should be: member names only.
  fileprivate var place: String {
    let context: Context
    switch self {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
      .dataCorrupted(let found):
      context = found
    @unknown default: return "unknown"
    }
    return context.codingPath.map(\.stringValue).joined(separator: ".")
  }
}

// MARK: - Answers

extension JSONValue {
  /// The message as the output carries it.
  fileprivate var framed: [UInt8] {
    let body = canonicalBytes
    return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }

  fileprivate static func success(_ id: JSONValue, _ result: JSONValue) -> JSONValue {
    .object([.init("jsonrpc", .string("2.0")), .init("id", id), .init("result", result)])
  }

  fileprivate static func failure(
    _ id: JSONValue, _ code: ResponseFault.Code, _ text: String
  ) -> JSONValue {
    .object([
      .init("jsonrpc", .string("2.0")), .init("id", id),
      .init(
        "error",
        .object([
          .init("code", .integer(Int64(code.rawValue))), .init("message", .string(text)),
        ])),
    ])
  }

  fileprivate static func diagnostics(of uri: String, _ list: [JSONValue]) -> JSONValue {
    .object([
      .init("jsonrpc", .string("2.0")),
      .init("method", .string("textDocument/publishDiagnostics")),
      .init("params", .object([.init("uri", .string(uri)), .init("diagnostics", .array(list))])),
    ])
  }

  fileprivate static var capabilities: JSONValue {
    .object([
      .init(
        "capabilities",
        .object([
          .init("positionEncoding", .string("utf-16")),
          .init(
            "textDocumentSync",
            .object([
              .init("openClose", .bool(true)), .init("change", .integer(1)),
              .init("save", .bool(true)),
            ])),
          .init("hoverProvider", .bool(true)),
          .init("definitionProvider", .bool(true)),
          .init("documentFormattingProvider", .bool(true)),
          .init("documentSymbolProvider", .bool(true)),
        ])),
      .init(
        "serverInfo",
        .object([.init("name", .string("pfs")), .init("version", .string(Umbrella.version))])),
    ])
  }
}
