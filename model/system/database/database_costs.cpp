#include "model/system/database/database_costs.hpp"

namespace onsale::system {
namespace {

const auto no_time = engine::Distribution::constant(0);

void read_common(config::Object& object, const Variation& variation, const char* miss_key, DatabaseCosts& costs)
{
  costs.fsync =
      read_distribution(object, "fsync", "one flush of a log; commits that wait together share it", variation, no_time);
  costs.commit_cpu = read_distribution(object, "commit-cpu", "of each commit", variation, no_time);
  costs.buffer_pool_miss_ratio =
      object.ratio(miss_key, {.says = "share of page reads that go to the disk", .default_value = 0.0});
  costs.page_read = read_distribution(object, "page-read", "of one page from the disk", variation, no_time);
}

} // namespace

DatabaseCosts read_mysql(config::Object object, const Variation& variation)
{
  DatabaseCosts costs;
  read_common(object, variation, "buffer-pool-miss", costs);
  if (object.has("set-autocommit-cpu"))
    costs.set_autocommit_cpu =
        read_distribution(object, "set-autocommit-cpu", "of the statements around a transaction; none: there are none",
                          variation, no_time);
  object.finish();
  return costs;
}

/// pgjdbc sends BEGIN along with the first statement: a transaction needs no statement of its own before it.
DatabaseCosts read_postgresql(config::Object object, const Variation& variation)
{
  DatabaseCosts costs;
  read_common(object, variation, "shared-buffers-miss", costs);
  object.finish();
  return costs;
}

} // namespace onsale::system
