#include "model/system/jvm.hpp"

#include <cmath>

namespace onsale::system {

Jvm::Jvm(engine::Simulation& simulation, engine::ProcessorSharing& cpu, engine::ProcessorSharing::Group group,
         const engine::RandomFamily& draws, const JvmOptions& options, double heap_bytes, std::size_t endpoints)
    : simulation_(simulation), cpu_(cpu), group_(group), draws_(draws), options_(options),
      eden_bytes_(heap_bytes * options.young_share),
      pause_end_([](void* self) { static_cast<Jvm*>(self)->pause_ends(); }, this), requests_(endpoints)
{
}

void Jvm::allocate(double bytes)
{
  used_bytes_ += bytes;
  if (used_bytes_ < eden_bytes_ || paused_ || options_.young_pause.mean_s() <= 0)
    return;
  paused_ = true;
  engine::RandomStream stream(draws_, pauses_++);
  const double pause_s = options_.young_pause.sample(stream);
  paused_s_ += pause_s;
  cpu_.freeze(group_);
  simulation_.arm(pause_end_, simulation_.now() + engine::seconds(pause_s));
}

void Jvm::pause_ends()
{
  used_bytes_ = 0;
  paused_ = false;
  cpu_.thaw(group_);
}

double Jvm::cold_code_factor(std::size_t endpoint)
{
  const auto served = static_cast<double>(requests_[endpoint]++);
  return 1 + (options_.cold_factor - 1) * std::exp(-served / options_.warm_after_requests);
}

} // namespace onsale::system
