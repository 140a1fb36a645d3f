#include "model/system/flow/distribution_reader.hpp"

#include "sim/engine/time.hpp"

#include <optional>
#include <stdexcept>
#include <string_view>

namespace onsale::system {
namespace {

using engine::Distribution;
using Law = Distribution::Law;

Law read_law(config::Object& object, std::string_view says, std::optional<Law> otherwise)
{
  return object.one_of<Law>("law", says,
                            {{"constant", Law::constant},
                             {"exponential", Law::exponential},
                             {"gamma", Law::gamma},
                             {"erlang", Law::gamma},
                             {"lognormal", Law::lognormal},
                             {"hyperexponential", Law::hyperexponential}},
                            otherwise);
}

double default_cv(Law law)
{
  return law == Law::constant ? 0 : law == Law::hyperexponential ? 2 : 1;
}

/// The law with this mean; a fault of `place` (a value or a map) when the spread does not fit it.
template <class Place> Distribution distribution(const Place& place, const Variation& variation, double mean_s)
{
  try {
    return {variation.cv == 0 ? Law::constant : variation.law, mean_s, variation.cv};
  } catch (const std::invalid_argument& error) {
    place.fault(error.what());
    return Distribution::constant(mean_s);
  }
}

} // namespace

Variation read_variation(config::Object object)
{
  Variation variation;
  variation.law = read_law(object, "of their distribution", Law::constant);
  variation.cv = object.number(
      "cv", {.says = "standard deviation over mean", .minimum = 0.0, .default_value = default_cv(variation.law)});
  object.finish();
  distribution(object, variation, 1);
  return variation;
}

Distribution read_distribution(const config::Value& value, const Variation& variation)
{
  value.is_a("demand", "a time as its mean, or a map that says how it varies");
  if (not value.is_map())
    return distribution(value, variation, engine::in_seconds(value.duration()));
  config::Object object = value.object();
  const double mean_s = engine::in_seconds(object.duration("mean", {.says = "mean time"}));
  const bool has_law = object.has("law", "of its distribution; that of `demands` unless said");
  Variation own;
  own.law = has_law ? read_law(object, "", std::nullopt) : variation.law;
  own.cv = object.number("cv", {.says = "standard deviation over mean; that of `demands` unless said",
                                .minimum = 0.0,
                                .default_value = has_law ? default_cv(own.law) : variation.cv});
  if (not has_law && own.law == Law::constant)
    own.law = Law::gamma; // a spread without a law: the one that fits any
  object.finish();
  return distribution(value, own, mean_s);
}

Distribution read_distribution(config::Object& object, std::string_view key, std::string_view says,
                               const Variation& variation, const Distribution& otherwise)
{
  const auto value = object.value(key, says);
  return value ? read_distribution(*value, variation) : otherwise;
}

} // namespace onsale::system
