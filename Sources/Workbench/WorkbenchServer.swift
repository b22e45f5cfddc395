import Dispatch
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PFS

/// The server of the page of scenarios: this machine alone, behind a secret in the path.
///
/// It listens on the loopback address only. A request must name that address as its host, so that no page of
/// another name can reach it (DNS rebinding), and must not come from another origin. Nothing is logged, and
/// nothing that is asked is kept.
public struct WorkbenchServer: Sendable {
  private let bench: Bench
  private let port: Int
  /// The secret in the path, 128 random bits.
  private let token: String

  /// Prepares a server; port 0 takes one that is free.
  public init(_ bench: ScenarioBench, in tongue: Tongue, port: Int) {
    self.bench = Bench(bench, in: tongue)
    self.port = port
    var generator = SystemRandomNumberGenerator()
    token = (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Answers requests until the process is asked to end.
  ///
  /// - Parameter started: is told the address of the page once it can be opened.
  /// - Throws: a refusal if the port cannot be had.
  public func run(started: @escaping @Sendable (String) -> Void) throws(Refusal) {
    let done = DispatchSemaphore(value: 0)
    let result = Outcome()
    let (server, token) = (self, token)
    Task {
      do {
        try await server.application { port in
          started("http://127.0.0.1:\(port)/\(token)/")
        }.runService(gracefulShutdownSignals: [.sigint, .sigterm])
      } catch {
        result.failed = true
      }
      done.signal()
    }
    done.wait()
    if result.failed { throw Refusal(.noPort(port), outcome: .inputOutput) }
  }

  /// What became of the server, written before the semaphore is signalled and read after.
  private final class Outcome: @unchecked Sendable {
    var failed = false
  }

  private func application(
    started: @escaping @Sendable (Int) -> Void
  ) -> some ApplicationProtocol {
    let router = Router()
    let guardian = Guardian()
    router.add(middleware: guardian)
    let (bench, path) = (bench, "/\(token)/")
    router.get(RouterPath(path)) { request, _ in
      await bench.page(FormQuery.read(request.uri.query ?? ""))
    }
    router.get(RouterPath(path + "result")) { request, _ in
      await bench.result(FormQuery.read(request.uri.query ?? ""))
    }
    router.get(RouterPath(path + "scenario.txt")) { request, _ in
      await bench.text(FormQuery.read(request.uri.query ?? ""))
    }
    var silent = Logger(label: "pfs")
    silent.logLevel = .critical
    silent.handler = SwiftLogNoOpLogHandler()
    return Application(
      router: router,
      configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? 0
        guardian.open(port)
        started(port)
      }, logger: silent)
  }
}

/// Lets through what comes from this machine's own page, and marks every answer as private.
private final class Guardian: RouterMiddleware {
  typealias Context = BasicRequestContext

  private let hosts = Hosts()

  func open(_ port: Int) { hosts.names = ["127.0.0.1:\(port)", "localhost:\(port)"] }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    if isOwn(request) {
      do { response = try await next(request, context) } catch {
        response = Response(status: .notFound)
      }
    } else {
      response = Response(status: .forbidden)
    }
    response.headers[.cacheControl] = "no-store"
    response.headers[.xContentTypeOptions] = "nosniff"
    for (name, value) in [
      ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
    ] {
      if let field = HTTPField.Name(name) { response.headers[field] = value }
    }
    return response
  }

  private func isOwn(_ request: Request) -> Bool {
    guard let host = request.head.authority, hosts.names.contains(host) else { return false }
    if let origin = request.headers[.origin], origin != "http://\(host)" { return false }
    if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
      return site == "same-origin" || site == "none"
    }
    return true
  }

  /// Written once before the first request can be answered.
  private final class Hosts: @unchecked Sendable {
    var names: [String] = []
  }
}

/// The records, and one calculation at a time on them.
private actor Bench {
  private var bench: ScenarioBench
  private let tongue: Tongue

  init(_ bench: ScenarioBench, in tongue: Tongue) {
    self.bench = bench
    self.tongue = tongue
  }

  func page(_ query: [String: String]) -> Response {
    Response(body: filled(query).html, type: "text/html; charset=utf-8")
  }

  func result(_ query: [String: String]) -> Response {
    Response(body: filled(query).resultMarkup, type: "text/html; charset=utf-8")
  }

  func text(_ query: [String: String]) -> Response {
    Response(
      body: bench.text(ScenarioForm(query)), type: "text/plain; charset=utf-8",
      file: "scenario.txt")
  }

  private func filled(_ query: [String: String]) -> ScenarioPage {
    bench.page(ScenarioForm(query), in: tongue)
  }
}

extension Response {
  fileprivate init(body: String, type: String, file: String? = nil) {
    var fields = HTTPFields()
    fields[.contentType] = type
    if let file { fields[.contentDisposition] = "attachment; filename=\"\(file)\"" }
    self.init(
      status: .ok, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }
}
