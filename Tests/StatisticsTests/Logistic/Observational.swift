import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// A table as the terms of a model: columns of rational numbers.
struct Covariates {
  private(set) var columns: [String: [Exact?]]
  let rows: Int

  init(rows: Int) {
    columns = [:]
    self.rows = rows
  }

  init(_ table: CSV, _ names: [String]) throws {
    self.init(rows: table.rows.count)
    for name in names {
      columns[name] = try table.rows.map { try $0[name].map { try scientific(String($0)) } }
    }
  }

  subscript(_ name: String) -> [Exact?] {
    get { columns[name] ?? [] }
    set { columns[name] = newValue }
  }

  func term(_ name: String) -> Term { .exact(name, self[name]) }

  func square(_ name: String) -> Term { .interaction(term(name), term(name)) }

  /// A category of the column's values; the lowest is the reference.
  func category(_ name: String) -> Term {
    .category(Factor(name: name, labels: self[name].map { $0?.decimalText }), reference: 0)
  }

  func present(_ name: String) -> RowMask { RowMask(self[name].map { $0 != nil }) }
}

/// NHEFS: 1,629 persons, of whom 1,566 have a weight in 1982 (Hernán and Robins, "Causal Inference:
/// What If", ch. 12).
struct QuitSmoking {
  let data: Covariates

  init() throws {
    data = try Covariates(
      CSV("real/public_domain/nhefs.csv"),
      [
        "qsmk", "sex", "race", "age", "education", "smokeintensity", "smokeyrs", "exercise",
        "active", "wt71", "wt82", "wt82_71", "death",
      ])
  }

  var complete: RowMask { data.present("wt82") }

  var covariates: [Term] {
    [
      data.term("sex"), data.term("race"), data.term("age"), data.square("age"),
      data.category("education"), data.term("smokeintensity"), data.square("smokeintensity"),
      data.term("smokeyrs"), data.square("smokeyrs"), data.category("exercise"),
      data.category("active"), data.term("wt71"), data.square("wt71"),
    ]
  }

  /// The outcome regression of ch. 13: the covariates, the group and its product with intensity.
  var outcomeTerms: [Term] {
    [data.term("qsmk")] + covariates + [
      .interaction(data.term("qsmk"), data.term("smokeintensity"))
    ]
  }

  func propensity() throws -> LogisticModel {
    try LogisticModel(response: data.term("qsmk"), terms: covariates, among: complete)
  }

  /// The oracles' names of the propensity model's columns, in their order.
  static let names = [
    "const", "sex", "race", "age", "age2", "educ2", "educ3", "educ4", "educ5", "si", "si2", "sy",
    "sy2", "ex1", "ex2", "ac1", "ac2", "wt", "wt2",
  ]
}
