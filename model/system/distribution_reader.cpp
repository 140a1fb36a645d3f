#include "model/system/distribution_reader.hpp"

#include "sim/engine/time.hpp"

#include <stdexcept>

namespace onsale::system {
namespace {

using Law = engine::Distribution::Law;

Law read_law(config::Object& object, Law otherwise)
{
  return object.one_of<Law>("law",
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

} // namespace

Variation read_variation(config::Object object)
{
  Variation variation;
  variation.law = read_law(object, Law::constant);
  variation.cv = object.number("cv", {.minimum = 0.0, .default_value = default_cv(variation.law)});
  object.finish();
  return variation;
}

engine::Distribution read_distribution(const config::Value& value, const Variation& variation)
{
  double mean_s = 0;
  Law law = variation.law;
  double cv = variation.cv;
  if (value.is_map()) {
    config::Object object = value.object();
    mean_s = engine::in_seconds(object.duration("mean"));
    const bool has_law = object.has("law");
    law = read_law(object, variation.law);
    cv = object.number("cv", {.minimum = 0.0, .default_value = has_law ? default_cv(law) : variation.cv});
    if (not has_law && law == Law::constant && cv > 0)
      law = Law::gamma; // a spread without a law: the one that fits any
    object.finish();
  } else {
    mean_s = engine::in_seconds(value.duration());
  }
  if (cv == 0)
    law = Law::constant;
  try {
    return {law, mean_s, cv};
  } catch (const std::invalid_argument& error) {
    value.fault(error.what());
    return engine::Distribution::constant(mean_s);
  }
}

engine::Distribution read_distribution(config::Object& object, const char* key, const Variation& variation,
                                       const engine::Distribution& otherwise)
{
  const auto value = object.value(key);
  return value ? read_distribution(*value, variation) : otherwise;
}

} // namespace onsale::system
