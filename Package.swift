// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

/// A module of the library. `dependencies` names modules below it only: the arrows point downward.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a module, with its own name and what else they use.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
    swiftSettings: settings)
}

let package = Package(
  name: "pfs",
  products: [
    .library(name: "PFS", targets: ["PFS"]),
    .executable(name: "pfs", targets: ["pfs"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
  ],
  targets: [
    // MARK: - System libraries
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(
      name: "CFLINT", providers: [.apt(["libflint-dev", "libflint-arb-dev"])]),
    .systemLibrary(
      name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CFileSystem"),

    // MARK: - Foundations
    module("Quantities", [.product(name: "BigInt", package: "BigInt")]),
    module("Diagnostics", ["Quantities"]),

    // MARK: - Contract text
    module("Language", ["Diagnostics", "Quantities"]),
    module(
      "Contract", ["Language", "Records", .product(name: "BigInt", package: "BigInt")]),

    // MARK: - Data and computation
    module(
      "Records", ["Diagnostics", "Quantities", .product(name: "Crypto", package: "swift-crypto")]),
    module(
      "Enclosures", ["CFLINT", "Quantities", .product(name: "BigInt", package: "BigInt")]),
    module("LinearAlgebra", ["COpenBLAS", "CLAPACKE"]),
    module(
      "Statistics",
      ["Enclosures", "LinearAlgebra", "Quantities", .product(name: "BigInt", package: "BigInt")]),
    module("Execution", ["Contract", "Enclosures", "Records", "Statistics"]),

    // MARK: - Settlement and what is left behind
    module("Settlement", ["Contract", "Execution", "Records"]),
    module("Proofs", ["Settlement"]),
    module("Disclosure", ["LinearAlgebra", "Settlement"]),
    module("Analysis", ["Enclosures", "Proofs", "Settlement", "Statistics"]),
    module(
      "Evidence",
      [
        "CFileSystem", "Disclosure", "Settlement", "Reports",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ]),
    module("Plots", ["Diagnostics", "Quantities"]),
    module("Reports", ["Analysis", "Disclosure", "Plots", "Proofs", "Settlement"]),
    module("Exports", ["CXlsxWriter", "Reports", "Settlement"]),
    module(
      "Ledger",
      [
        "CFileSystem", "CPostgreSQL", "Evidence", "Settlement",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),

    // MARK: - Products
    module(
      "PFS",
      [
        "Analysis", "Disclosure", "Evidence", "Exports", "Ledger", "Proofs", "Reports",
        "Settlement",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    module("Workbench", ["PFS", .product(name: "Hummingbird", package: "hummingbird")]),
    .executableTarget(
      name: "pfs",
      dependencies: [
        "PFS", "Workbench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // MARK: - Comparisons
    .executableTarget(
      name: "certified", dependencies: ["Enclosures", "LinearAlgebra", "Quantities"],
      path: "Benchmarks/Certified", swiftSettings: settings),
    .executableTarget(
      name: "estimators",
      dependencies: ["Enclosures", "LinearAlgebra", "Quantities", "Statistics"],
      path: "Benchmarks/Estimators", swiftSettings: settings),

    // MARK: - Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests(of: "Quantities", [.product(name: "BigInt", package: "BigInt")]),
    tests(of: "Diagnostics"),
    tests(of: "Language", ["Diagnostics", "Quantities"]),
    tests(of: "Contract", ["Language", "Records"], exclude: ["Cases"]),
    tests(of: "Records", ["Diagnostics", "Quantities"], exclude: ["Fixtures"]),
    tests(of: "Enclosures", ["Quantities", .product(name: "BigInt", package: "BigInt")]),
    tests(of: "LinearAlgebra"),
    tests(of: "Statistics", ["Enclosures", "LinearAlgebra", "Quantities"]),
    tests(of: "Execution"),
    .target(
      name: "SettlementFixtures", dependencies: ["Settlement"], path: "Tests/SettlementFixtures",
      swiftSettings: settings),
    tests(of: "Settlement", ["SettlementFixtures", "TestSupport"]),
    tests(of: "Proofs", ["TestSupport"]),
    tests(of: "Disclosure", ["Execution", "LinearAlgebra"]),
    tests(of: "Analysis", ["PFS", "Statistics", "TestSupport"]),
    tests(of: "Plots", ["Quantities"]),
    tests(of: "Evidence", ["SettlementFixtures", "TestSupport"]),
    tests(of: "Reports", ["SettlementFixtures"]),
    tests(of: "Exports", ["TestSupport"]),
    tests(
      of: "Ledger",
      [
        "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(of: "PFS", ["TestSupport"]),
    .testTarget(
      name: "CommandTests", dependencies: ["pfs", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests", dependencies: ["pfs", "TestSupport"], swiftSettings: settings),
  ]
)

// The fuzzer is built only when it is asked for: libFuzzer brings the main function. See Scripts/fuzz.
if Context.environment["PFS_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Contract", "Diagnostics", "Language"], path: "Tests/Fuzz",
      swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}
