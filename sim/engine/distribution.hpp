/// Service demands and pauses, given by mean and coefficient of variation.
#pragma once

#include "sim/engine/random.hpp"

#include <string>

namespace onsale::engine {

/// A law of a positive quantity in seconds. cv = standard deviation / mean.
///   constant     cv = 0
///   exponential  cv = 1
///   gamma        any cv > 0 (shape 1/cv^2; Erlang-k is cv = 1/sqrt(k))
///   lognormal    any cv > 0
///   hyperexponential  cv > 1: two branches with balanced means (Morse 1958)
class Distribution {
public:
  enum class Law { constant, exponential, gamma, lognormal, hyperexponential };

  Distribution() = default;
  /// @throws std::invalid_argument when mean_s < 0, or cv does not fit the law
  Distribution(Law law, double mean_s, double cv);

  static Distribution constant(double mean_s) { return {Law::constant, mean_s, 0}; }
  static Distribution exponential(double mean_s) { return {Law::exponential, mean_s, 1}; }
  static Distribution gamma(double mean_s, double cv) { return {Law::gamma, mean_s, cv}; }
  static Distribution lognormal(double mean_s, double cv) { return {Law::lognormal, mean_s, cv}; }
  static Distribution hyperexponential(double mean_s, double cv) { return {Law::hyperexponential, mean_s, cv}; }

  double sample(RandomStream& stream) const { return law_ == Law::constant ? mean_s_ : sample_varied(stream); }
  double mean_s() const { return mean_s_; }
  double cv() const { return cv_; }
  Law law() const { return law_; }
  /// The same law with its mean multiplied: a slower host, a larger page.
  Distribution scaled(double factor) const { return {law_, mean_s_ * factor, cv_}; }

private:
  double sample_varied(RandomStream& stream) const;
  double sample_gamma(RandomStream& stream) const;

  Law law_ = Law::constant;
  double mean_s_ = 0;
  double cv_ = 0;
  double a_ = 0; // lognormal: mu; hyperexponential: probability of the first branch
  double b_ = 0; // lognormal: sigma; gamma: shape
  double d_ = 0; // gamma: what the method calls d and c
  double c_ = 0;
};

/// @throws std::invalid_argument naming the laws there are
Distribution::Law law_named(const std::string& name);

} // namespace onsale::engine
