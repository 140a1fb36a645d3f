/// A number of a scenario that is fitted, and the places where it is written.
#pragma once

#include "model/config/document.hpp"
#include "model/config/faults.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::fit {

/// One written value: its path as `--set` takes it, its place, and its text taken apart: `0.445ms` is 0.445 and `ms`.
struct WrittenValue {
  std::string path;
  config::Place place;
  std::string written; ///< the text itself
  double number = 0;
  std::string unit;

  std::string text(double factor) const; ///< of the number times a factor, in the same unit
};

/// A parameter multiplies one or several written values by one factor, so that their ratios stay as they were. All are
/// positive: the fit moves along a coordinate in which nothing else can be reached.
///   scale   value = start e^x                             times, sizes, rates, counts
///   share   value/(1 - value) = start/(1 - start) e^x     written with %
struct Parameter {
  enum class Kind : std::uint8_t { scale, share };

  std::string name; ///< the path of its first value
  Kind kind = Kind::scale;
  std::vector<WrittenValue> values; ///< never empty; the first one is the one that is reported

  double start() const { return values.front().number; }
  const std::string& unit() const { return values.front().unit; }
  double value(double coordinate) const;     ///< of the first value, in its unit
  double coordinate(double value) const;     ///< inverse of value()
  std::string text(double coordinate) const; ///< as it would be written
  /// `path=text` for each of its values.
  std::vector<std::string> sets(double coordinate) const;
};

/// The values that `names` mean in a document. A name is a path as `--set` takes it; `+` ties several to one factor
/// (`endpoints.a.flow.0.cpu+endpoints.b.flow.0.cpu`); a `*` stands for any one key or element, each match a parameter
/// of its own. Values that an anchor writes once for several places are one parameter. Faults: names that lead nowhere
/// (with the nearest), values that are no positive number.
std::vector<Parameter> find_parameters(const config::Document& document, const std::vector<std::string>& names,
                                       config::Faults& faults);

/// All CPU times and delays of the endpoints' flows, the flush of the redo log and its commit: what `--fit auto` begins
/// with.
std::vector<std::string> demand_names(const config::Document& document);

/// The factors of all parameters at once.
using Coordinates = std::vector<double>; ///< [parameters]
std::vector<std::string> sets_of(const std::vector<Parameter>& parameters, const Coordinates& coordinates);

} // namespace onsale::fit
