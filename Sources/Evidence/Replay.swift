import Diagnostics
import Quantities
import Reports
import Settlement

/// What a replay starts from: the bundle alone.
public struct ReplayInputs: Sendable {
  public let text: BundleText
  /// The copies of the data files.
  public let inputsDirectory: String
  public let arguments: RunArguments
  /// The engine that the bundle records; the new files carry it too.
  public let engine: Engine
}

/// The contract of a bundle with what belongs to its text.
public struct BundleText: Sendable {
  /// The bytes as given.
  public let contract: [UInt8]
  /// The name of the contract's file in the bundle.
  public let contractName: String
  public let vocabulary: [UInt8]?
  /// The texts that the contract takes scales from, by their names in the bundle.
  public let scales: [String: [UInt8]]
}

/// What a replay found.
public enum ReplayResult: Sendable {
  /// Everything was recomputed to the same bytes.
  case identical(files: Int)
  /// Files are not as the manifest says; nothing was recomputed.
  case damaged([Bundle.Damage])
  /// The hashes hold, but recomputing gives other bytes in these files.
  case differs(files: [String], figure: FigureDifference?)
  /// The hashes hold, but the recorded contract or data are refused when they are read again.
  case refused(Diagnostics)
  /// The bundle was made by another meaning of the language.
  case otherSemantics(recorded: Engine, current: Engine)
  /// An edition for the public holds nothing to recompute from.
  case publicEdition

  /// Whether the bundle is confirmed; otherwise the exit code is 5.
  public var isConfirmed: Bool { if case .identical = self { true } else { false } }
}

/// The first figure, in order of derivation, that recomputing gives otherwise.
public struct FigureDifference: Hashable, Sendable {
  public let name: Text
  /// As recorded; nil if the record lacks it.
  public let recorded: Exact?
  /// As recomputed; nil if it is not derived.
  public let recomputed: Exact?
  /// The unit's identifier.
  public let unit: String
  /// How the figure was derived as recorded, and as recomputed, without the figures that it is made of; nil if one
  /// lacks it.
  public let recordedDerivation: Text?
  public let recomputedDerivation: Text?
}

/// Recomputes a bundle from itself and compares bytes.
public enum Replay {
  /// Verifies the hashes, recomputes, and compares file by file.
  ///
  /// - Parameter recompute: reads, compiles, executes and settles again, and composes the files that
  ///   follow from it. `Diagnostics` that it throws are a result; any other error is passed on.
  /// - Throws: `BundleError`, and what `recompute` throws.
  public static func run(
    _ bundle: Bundle, engine: Engine = .current,
    recompute: (ReplayInputs) throws -> BundleContents
  ) throws -> ReplayResult {
    let damages = try bundle.damages()
    guard damages.isEmpty else { return .damaged(damages) }
    if bundle.isPublic { return .publicEdition }
    let recorded = try bundle.engine()
    guard recorded.semantics == engine.semantics else {
      return .otherSemantics(recorded: recorded, current: engine)
    }
    let inputs = try bundle.inputs()
    let contents: BundleContents
    do {
      contents = try recompute(inputs)
    } catch let refusal as Diagnostics {
      return .refused(refusal)
    }
    var different: [String] = []
    var figure: FigureDifference?
    let recomputed = contents.derivations
    for file in contents.files {
      guard case .bytes(let bytes) = file.content else { continue }
      guard bundle.manifest.lists(file.path) else {
        different.append(file.path)
        continue
      }
      if try bundle.read(file.path) == bytes { continue }
      different.append(file.path)
      if file.path == BundlePath.settlement, let again = try? JSONValue(canonical: bytes) {
        figure = firstDifference(try bundle.settlement(), again, try bundle.trace(), recomputed)
      }
    }
    let expected = Set(contents.files.map(\.path))
    different += bundle.manifest.entries.map(\.path).filter { !expected.contains($0) }
    different += try bundle.otherTags(contents.description)
    guard different.isEmpty else { return .differs(files: different, figure: figure) }
    return .identical(files: bundle.manifest.entries.count + bundle.tags.entries.count)
  }

  /// The first figure that differs between two settlement documents.
  static func firstDifference(
    _ recorded: JSONValue, _ again: JSONValue, _ trace: Trace, _ recomputed: Trace
  ) -> FigureDifference? {
    let old = recorded["figures"]?.elements ?? []
    let new = again["figures"]?.elements ?? []
    func exact(_ figure: JSONValue?) -> Exact? {
      figure?["exact"]?.string.flatMap { Exact(fraction: $0) }
    }
    for place in 0..<max(old.count, new.count) {
      let before = place < old.count ? old[place] : nil
      let after = place < new.count ? new[place] : nil
      if before == after { continue }
      guard let name = before?["name"]?.string ?? after?["name"]?.string else { return nil }
      let counterpart = new.first { $0["name"]?.string == name }
      return FigureDifference(
        name: trace.entry(name)?.name ?? Text(name), recorded: exact(before),
        recomputed: exact(counterpart),
        unit: (before ?? after)?["unit"]?.string ?? "",
        recordedDerivation: derivation(of: name, in: trace),
        recomputedDerivation: derivation(of: name, in: recomputed))
    }
    return nil
  }

  private static func derivation(of name: String, in trace: Trace) -> Text? {
    guard let entry = trace.entry(name) else { return nil }
    func lines(_ tongue: Tongue) -> String {
      TerminalReport(tongue: tongue).derivation(of: entry, in: trace).map { "  " + $0 }
        .joined(separator: "\n")
    }
    return Text(en: lines(.en), ja: lines(.ja))
  }
}

extension ReplayResult {
  /// Where the figures differ: how the first that does was derived, as recorded and as recomputed; a text of several
  /// lines.
  public var derivations: Text? {
    guard case .differs(_, let figure?) = self else { return nil }
    let none = Text(en: "  there is none", ja: "  ありません")
    let (old, new) = (
      figure.recordedDerivation ?? none, figure.recomputedDerivation ?? none
    )
    return Text(
      en: "as recorded\n\(old.en)\nas recomputed\n\(new.en)",
      ja: "記録\n\(old.ja)\n再計算\n\(new.ja)")
  }

  private static let publicLines = [
    Text(
      en:
        "not replayed: an edition for the public has no records, so nothing can be recomputed from it",
      ja: "再計算できません: 公表用の版には、基礎となる記録がありません"),
    Text(
      en:
        "its files are as its manifests say; the client, and whoever may see the full record that bag-info.txt "
        + "names, can replay that",
      ja: "ファイルは目録と一致しています。発注者と、bag-info.txtに示す完全な記録を閲覧できる者は、"
        + "その記録から再計算できます"),
  ]

  private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

  /// The result in words, one line each; the first is the verdict.
  public var lines: [Text] {
    switch self {
    case .identical(let files):
      [
        Text(
          en: "identical: \(Self.files(files)) verified, every figure recomputed to the same bytes",
          ja: "一致: \(files)個のファイルを検証し、すべての数値を再計算して同一であることを確認しました")
      ]
    case .damaged(let damages):
      [
        Text(
          en:
            "damaged: \(Self.files(damages.count)) not as the manifest says; nothing was recomputed",
          ja: "破損: 目録と異なるファイルが\(damages.count)個あります。再計算は行っていません")
      ] + damages.map(\.text)
    case .differs(let files, let figure):
      [
        Text(
          en: "DIFFERS: the hashes hold, but recomputing gives other results",
          ja: "不一致: ハッシュ値は一致しますが、再計算の結果が異なります")
      ]
        + (figure.map { figure in
          let old = figure.recorded?.decimalText ?? "–"
          let new = figure.recomputed?.decimalText ?? "–"
          let (units, unit) = (UnitTable.standard, Unit(identifier: figure.unit))
          return [
            Text(
              en: "first figure that differs: \(figure.name.en): recorded "
                + "\(units.english(old, unit)), recomputed \(units.english(new, unit))",
              ja: "最初に異なる数値: \(figure.name.ja): 記録 \(units.japanese(old, unit))、"
                + "再計算 \(units.japanese(new, unit))")
          ]
        } ?? [])
        + files.map { Text(en: "\($0) differs", ja: "\($0) が異なります") }
    case .refused(let diagnostics):
      [
        Text(
          en: "DIFFERS: the hashes hold, but the recorded contract or data are refused",
          ja: "不一致: ハッシュ値は一致しますが、記録された契約又はデータが受け付けられません")
      ]
        + diagnostics.items.map {
          Text(en: "\($0.code): \($0.headline.en)", ja: "\($0.code): \($0.headline.ja)")
        }
    case .publicEdition: Self.publicLines
    case .otherSemantics(let recorded, let current):
      [
        Text(
          en: "not replayed: the bundle was settled with semantics \(recorded.semantics); "
            + "this program has \(current.semantics)",
          ja: "再計算できません: 記録は意味論第\(recorded.semantics)版によるもので、このプログラムは"
            + "第\(current.semantics)版です"),
        Text(
          en: "pfs \(recorded.version) settled it and can replay it",
          ja: "精算に用いたpfs \(recorded.version)で再計算できます"),
      ]
    }
  }
}
