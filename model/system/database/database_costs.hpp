/// What the database costs beside its statements, as data: `mysql:` or `postgresql:` of a scenario.
#pragma once

#include "model/config/object.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "sim/engine/distribution.hpp"

#include <optional>

namespace onsale::system {

struct DatabaseCosts {
  engine::Distribution fsync = engine::Distribution::constant(0); ///< one flush of a log
  engine::Distribution commit_cpu;
  /// SET autocommit=0 before and =1 after each transaction, as MySQL's drivers do unless told that the pool has
  /// switched it off: the CPU of each. None: no such statements.
  std::optional<engine::Distribution> set_autocommit_cpu;
  double buffer_pool_miss_ratio = 0;
  engine::Distribution page_read; ///< one page from disk
};

DatabaseCosts read_mysql(config::Object object, const Variation& variation);
DatabaseCosts read_postgresql(config::Object object, const Variation& variation);

} // namespace onsale::system
