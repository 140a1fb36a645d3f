// What the waiting queue tells of itself: its faults and what is watched.
#include "model/system/part.hpp"
#include "model/system/system.hpp"

namespace onsale::system {
namespace {

FaultEffect read_share(config::Object& object, double WaitingQueue::*share)
{
  const double value = object.ratio("share", {.says = "of the tokens", .above = 0.0});
  return [value, share](System& system, bool begins) { system.waiting_queue.*share = begins ? value : 0; };
}

const FaultKind scheduler_down{.name = "scheduler down",
                               .says = "nobody is let in",
                               .read = [](config::Object&, const SystemOptions&) -> FaultEffect {
                                 return
                                     [](System& system, bool begins) { system.waiting_queue.scheduler_down = begins; };
                               }};
const FaultKind queue_disorder{
    .name = "queue disorder",
    .says = "a share of those let in comes from anywhere in the line",
    .read = [](config::Object& object, const SystemOptions&) { return read_share(object, &WaitingQueue::disorder); }};
const FaultKind queue_loss{
    .name = "queue loss",
    .says = "a share of those popped from the line is never let in",
    .read = [](config::Object& object, const SystemOptions&) { return read_share(object, &WaitingQueue::loss); }};
const FaultKind queue_duplicates{
    .name = "queue duplicates",
    .says = "a share of the scheduler's runs happens twice",
    .read = [](config::Object& object, const SystemOptions&) { return read_share(object, &WaitingQueue::duplicates); }};

const MetricKind queue_length{.name = "queue-length", .says = "tokens that wait", .total = [](const System& system) {
                                return static_cast<double>(system.desk.booking().queue().waiting());
                              }};
const MetricKind reversals{
    .name = "reversals-per-minute",
    .says = "let in before somebody who came earlier",
    .rate = MetricKind::Rate::per_minute,
    .total = [](const System& system) { return static_cast<double>(system.waiting_queue.reversals()); }};
const MetricKind lost{.name = "lost-per-minute",
                      .says = "popped from the line and never let in",
                      .rate = MetricKind::Rate::per_minute,
                      .total = [](const System& system) { return static_cast<double>(system.waiting_queue.lost()); }};

} // namespace

const PartKind waiting_queue_part{.name = "waiting queue",
                                  .settings = queue_settings,
                                  .faults = {&scheduler_down, &queue_disorder, &queue_loss, &queue_duplicates},
                                  .metrics = {&queue_length, &reversals, &lost}};

} // namespace onsale::system
