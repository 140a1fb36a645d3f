#include "model/system/booking/booking_step.hpp"
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/part.hpp"
#include "model/system/redis/redis_steps.hpp"

namespace onsale::system {

const std::vector<const StepKind*>& step_kinds()
{
  static const std::vector<const StepKind*> kinds = [] {
    std::vector<const StepKind*> all = {&cpu_step,   &redis_step,   &cache_step,  &local_cache_step, &query_step,
                                        &lock_step,  &booking_step, &each_step,   &transaction_step, &requires_new_step,
                                        &delay_step, &branch_step,  &choose_step, &repeat_step,      &set_step,
                                        &retry_step, &fail_step,    &respond_step};
    for (const PartKind* part : parts())
      all.insert(all.end(), part->steps.begin(), part->steps.end());
    return all;
  }();
  return kinds;
}

} // namespace onsale::system
