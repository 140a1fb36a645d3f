#include "model/system/booking/booking_step.hpp"
#include "model/system/database/database_steps.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/redis/redis_steps.hpp"

namespace onsale::system {

const std::vector<const StepKind*>& step_kinds()
{
  static const std::vector<const StepKind*> kinds = {&cpu_step,    &redis_step,   &cache_step,       &query_step,
                                                     &lock_step,   &booking_step, &transaction_step, &delay_step,
                                                     &branch_step, &respond_step};
  return kinds;
}

} // namespace onsale::system
