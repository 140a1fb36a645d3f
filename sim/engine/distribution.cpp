#include "sim/engine/distribution.hpp"

#include <cmath>
#include <stdexcept>

namespace onsale::engine {

Distribution::Distribution(Law law, double mean_s, double cv) : law_(law), mean_s_(mean_s), cv_(cv)
{
  if (not(mean_s >= 0) || std::isinf(mean_s))
    throw std::invalid_argument("a mean must be a number of seconds >= 0");
  const bool fits = law == Law::constant           ? cv == 0
                    : law == Law::exponential      ? cv == 1
                    : law == Law::hyperexponential ? cv > 1
                                                   : cv > 0;
  if (not fits)
    throw std::invalid_argument("the coefficient of variation does not fit the law (constant 0, exponential 1, "
                                "gamma and lognormal above 0, hyperexponential above 1)");
  switch (law) {
  case Law::gamma:
    b_ = 1 / (cv * cv);
    d_ = (b_ < 1 ? b_ + 1 : b_) - 1.0 / 3;
    c_ = 1 / std::sqrt(9 * d_);
    break;
  case Law::lognormal:
    b_ = std::sqrt(std::log1p(cv * cv));
    a_ = mean_s > 0 ? std::log(mean_s) - b_ * b_ / 2 : 0;
    break;
  case Law::hyperexponential:
    a_ = (1 + std::sqrt((cv * cv - 1) / (cv * cv + 1))) / 2;
    break;
  default:
    break;
  }
}

double Distribution::sample_varied(RandomStream& stream) const
{
  if (mean_s_ == 0)
    return 0;
  switch (law_) {
  case Law::exponential:
    return stream.exponential(mean_s_);
  case Law::gamma:
    return mean_s_ / b_ * sample_gamma(stream);
  case Law::lognormal:
    return std::exp(a_ + b_ * stream.normal());
  case Law::hyperexponential: {
    const double p = stream.uniform() < a_ ? a_ : 1 - a_;
    return stream.exponential(mean_s_ / (2 * p)); // balanced: p1 m1 = p2 m2 = mean / 2
  }
  default:
    return mean_s_;
  }
}

/// Marsaglia & Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000; scale 1. A shape below 1
/// is drawn as shape + 1 times a power of one more uniform.
double Distribution::sample_gamma(RandomStream& stream) const
{
  while (true) {
    const double x = stream.normal();
    const double root = 1 + c_ * x;
    if (root <= 0)
      continue;
    const double v = root * root * root;
    const double u = stream.uniform();
    const bool accepted =
        u < 1 - 0.0331 * (x * x) * (x * x) || // implies what follows, without logarithms, for nearly all
        std::log(u) < x * x / 2 + d_ - d_ * v + d_ * std::log(v);
    if (accepted)
      return b_ < 1 ? d_ * v * std::pow(stream.uniform(), 1 / b_) : d_ * v;
  }
}

Distribution::Law law_named(const std::string& name)
{
  if (name == "constant")
    return Distribution::Law::constant;
  if (name == "exponential")
    return Distribution::Law::exponential;
  if (name == "gamma" || name == "erlang")
    return Distribution::Law::gamma;
  if (name == "lognormal")
    return Distribution::Law::lognormal;
  if (name == "hyperexponential")
    return Distribution::Law::hyperexponential;
  throw std::invalid_argument("no law is called '" + name +
                              "': constant, exponential, gamma, erlang, lognormal, hyperexponential");
}

} // namespace onsale::engine
