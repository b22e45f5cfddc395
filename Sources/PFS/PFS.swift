// The module that a user of the library imports; it hands on the modules below.
@_exported import Analysis
@_exported import Contract
@_exported import Diagnostics
@_exported import Disclosure
@_exported import Evidence
@_exported import Execution
@_exported import Language
@_exported import Ledger
@_exported import Proofs
@_exported import Quantities
@_exported import Records
@_exported import Reports
@_exported import Settlement
