#include "model/operations/disturbance.hpp"

namespace onsale::operations {

/// Factors multiply and additions add up, so that faults may overlap.
void Disturbance::act(bool begins)
{
  system::Disturbances& now = server_.disturbances();
  const double factor = begins ? fault_.factor : 1 / fault_.factor;
  const double sign = begins ? 1 : -1;
  switch (fault_.kind) {
  case FaultKind::database_down:
    begins ? server_.stop_database() : server_.start_database();
    break;
  case FaultKind::database_slow:
    now.statement_factor *= factor;
    break;
  case FaultKind::redis_down:
    begins ? server_.stop_redis(true) : server_.start_redis();
    break;
  case FaultKind::redis_slow:
    now.redis_factor *= factor;
    break;
  case FaultKind::cache_lost:
    if (begins)
      server_.cache().lose();
    break;
  case FaultKind::scheduler_down:
    now.scheduler_down = begins;
    break;
  case FaultKind::queue_disorder:
    now.queue_disorder = begins ? fault_.share : 0;
    break;
  case FaultKind::queue_loss:
    now.queue_loss = begins ? fault_.share : 0;
    break;
  case FaultKind::queue_duplicates:
    now.queue_duplicates = begins ? fault_.share : 0;
    break;
  case FaultKind::heap_leak:
    now.leak_bytes_per_request = begins ? fault_.bytes : 0;
    break;
  case FaultKind::cpu_slow:
    server_.slow_cpu(fault_.role, factor);
    break;
  case FaultKind::disk_slow:
    server_.slow_disks(factor);
    break;
  case FaultKind::network_slow:
    now.round_trip_s += sign * engine::in_seconds(fault_.added);
    break;
  case FaultKind::backend_slow:
    now.backend_round_trip_s += sign * engine::in_seconds(fault_.added);
    break;
  case FaultKind::instance_down:
    if (fault_.instance >= server_.instances().size())
      break;
    if (begins)
      server_.stop_instance(fault_.instance);
    else
      server_.start_instance(fault_.instance);
    break;
  case FaultKind::count_of:
    break;
  }
}

} // namespace onsale::operations
