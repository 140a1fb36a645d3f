#include "model/k6/user/virtual_user_buffer.hpp"

#include "sim/engine/check.hpp"

#include <string>

namespace onsale::k6 {

VirtualUser& VirtualUserBuffer::initialise()
{
  ++initialised_;
  return initialise_unseen();
}

VirtualUser& VirtualUserBuffer::initialise_unseen()
{
  return users_.emplace_back(simulation_, static_cast<std::uint32_t>(users_.size()), connections_);
}

VirtualUser& VirtualUserBuffer::take()
{
  ONSALE_CHECK(not free_.empty(), "all " + std::to_string(initialised_) + " virtual users are at work");
  auto& user = free_.front();
  free_.pop_front();
  return user;
}

void VirtualUserBuffer::give_back(VirtualUser& user)
{
  free_.push_back(user);
}

} // namespace onsale::k6
