/// What a sweep varies, as the user writes it:
///
///   spring.datasource.hikari.maximum-pool-size=5,10,20   a list
///   vus=100..500:100                                      100, 200, .. 500
///   endpoints.pay.flow.0.cpu=1ms..3ms:0.5ms               numbers may carry a unit, both the same
///   server.tomcat.threads.max=log(10..1000:5)             five values at equal ratios: 10, 32, 100, 316, 1000
#pragma once

#include "model/config/faults.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::study {

struct Variable {
  std::string name;
  std::vector<std::string> values; ///< in the order written, none twice

  /// A range, from which a Latin hypercube also draws what lies between; without one it draws from the values.
  struct Range {
    double low = 0;
    double high = 0;
    bool logarithmic = false;
    bool whole = false; ///< both ends are written as whole numbers: so is what lies between
    std::string unit;

    /// @param share  0 (low) to 1 (high)
    std::string at(double share) const;
  };
  std::optional<Range> range;
};

inline constexpr std::size_t most_values = 10'000;

/// Faults, at `--vary`: what is wrong with the text. Then the variable has no values.
Variable parse_variable(std::string_view text, config::Faults& faults);

} // namespace onsale::study
