#include "model/system/flow/count.hpp"

#include "model/config/object.hpp"
#include "model/system/flow/flow_reader.hpp"

#include <cctype>
#include <cmath>

namespace onsale::system {
namespace {

constexpr std::int64_t count_max = 100'000;

/// Arrivals of a Poisson process within `mean` of its mean gaps.
std::uint64_t poisson(double mean, engine::RandomStream& draws)
{
  std::uint64_t count = 0;
  for (double time = draws.exponential(1); time < mean; time += draws.exponential(1))
    ++count;
  return count;
}

} // namespace

std::uint64_t Count::sample(const Registers& registers, engine::RandomStream& draws) const
{
  switch (law_) {
  case Law::constant:
    return low_;
  case Law::uniform:
    return low_ + draws.below(high_ - low_ + 1);
  case Law::poisson:
    return poisson(mean_, draws);
  case Law::geometric:
    return mean_ > 0 ? static_cast<std::uint64_t>(std::log(draws.uniform()) / std::log(mean_ / (1 + mean_))) : 0;
  case Law::in_register: {
    const std::uint64_t held = registers[register_].as_id(0);
    return held <= static_cast<std::uint64_t>(count_max) ? held : 0;
  }
  }
  return 0;
}

void Count::read_law(config::Object object)
{
  const auto whole = [&](const char* key, const char* says) {
    return static_cast<std::uint64_t>(object.integer(key, {.says = says, .minimum = 0, .maximum = count_max}));
  };
  if (object.exactly_one_of({{"from", "smallest of numbers that are all alike"},
                             {"mean", "of a law of whole numbers from 0 on"}}) == "from") {
    law_ = Law::uniform;
    low_ = whole("from", "smallest of numbers that are all alike");
    high_ = whole("to", "largest of them");
    if (high_ < low_) {
      object.fault("to", "it is below `from`");
      high_ = low_;
    }
    mean_ = static_cast<double>(low_ + high_) / 2;
  } else {
    mean_ = object.number("mean", {.minimum = 0.0, .maximum = 1e4});
    law_ = object.one_of<Law>("law", "how it varies: variance equal to the mean, or mean + mean^2",
                              {{"poisson", Law::poisson}, {"geometric", Law::geometric}}, Law::poisson);
  }
  object.finish();
}

Count read_count(FlowReader& reader, const config::Value& value)
{
  value.is_a("count", "a number, `{from: 1, to: 9}`, `{mean: 20, law: geometric}`, or the name of a register");
  Count count;
  if (value.is_map()) {
    count.read_law(value.object());
  } else if (value.is_scalar() && not value.node().text.empty() &&
             std::isalpha(static_cast<unsigned char>(value.node().text.front())) != 0) {
    count.law_ = Count::Law::in_register;
    count.register_ = reader.value_named(value).value_or(Register::count);
  } else {
    count.low_ = static_cast<std::uint64_t>(value.integer({.minimum = 0, .maximum = count_max}));
    count.mean_ = static_cast<double>(count.low_);
  }
  return count;
}

} // namespace onsale::system
